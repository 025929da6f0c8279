"""Which notebooks are stale, and what a run stores; running itself is tried on the fixture book."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import execution, notebooks
from helpers.errors import RecordError

CODE = {"cell_type": "code", "id": "b", "metadata": {}, "execution_count": 1, "source": ["1 + 1"], "outputs": []}
PROSE = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# One\n", "\n", "Two."]}
NOTEBOOK = {"cells": [PROSE, CODE], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def store(root: Path, nb: dict[str, Any]) -> None:
    (root / "chapters" / "one.ipynb").write_text(json.dumps(nb), "utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A book with one notebook that has just been run."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "data").mkdir()
    package = {"version": "1", "record": {"cutoff_date": "2022"}, "resources": [{"name": "events", "path": "events.csv"}, {"name": "places"}]}
    (tmp_path / "data" / "datapackage.json").write_text(json.dumps(package))
    (tmp_path / "data" / "events.csv").write_text("event_id\none\n")
    (tmp_path / "requirements.txt").write_text("pandas==2\n")
    store(tmp_path, NOTEBOOK)
    run = {
        "code": execution.code_digest(NOTEBOOK),
        "outputs": execution.outputs_digest(NOTEBOOK),
        "lock": execution._lock_digest(tmp_path),
        "package": execution._package_digest(package),
        "tables": {"events": execution.table_digest(tmp_path, "events")},
        "modules": {"helpers.record": execution._module_digest("helpers.record")},
    }
    (tmp_path / "chapters" / "execution.json").write_text(json.dumps({"one": run}))
    return tmp_path


def reasons(root: Path) -> list[str]:
    return list(execution.stale(root).values())


def edit(root: Path, change: Callable[[dict[str, Any]], object]) -> None:
    nb = copy.deepcopy(NOTEBOOK)
    change(nb)
    store(root, nb)


def test_a_fresh_notebook_is_not_stale(root: Path) -> None:
    """Just run: nothing to do."""
    assert reasons(root) == []


def test_prose_makes_nothing_stale(root: Path) -> None:
    """Prose may change, and so may the number of a cell's run."""
    edit(root, lambda nb: nb["cells"][0].update(source=["# Another"]))
    assert reasons(root) == []
    edit(root, lambda nb: nb["cells"].insert(0, PROSE | {"id": "c"}))
    assert reasons(root) == []


def test_an_unrelated_table_makes_nothing_stale(root: Path) -> None:
    """A table that the notebook did not open may change."""
    (root / "data" / "places.csv").write_text("place_id\nkyiv\n")
    assert reasons(root) == []


def change_schema(root: Path, old: str, new: str) -> None:
    file = root / "data" / "datapackage.json"
    file.write_text(file.read_text().replace(old, new))


STALE: dict[str, Callable[[Path], object]] = {
    "its code changed": lambda root: edit(root, lambda nb: nb["cells"][1].update(source=["1 + 2"])),
    "its stored outputs were changed": lambda root: edit(root, lambda nb: nb["cells"][1].update(outputs=[{"output_type": "stream"}])),
    "requirements.txt changed": lambda root: (root / "requirements.txt").write_text("pandas==3\n"),
    "the data package's version or dates changed": lambda root: change_schema(root, '"2022"', '"2023"'),
    "data changed: events": lambda root: (root / "data" / "events.csv").write_text("event_id\ntwo\n"),
    "never run": lambda root: (root / "chapters" / "execution.json").unlink(),
}


@pytest.mark.parametrize("reason", STALE)
def test_what_makes_a_notebook_stale(reason: str, root: Path) -> None:
    """Code, outputs, lock, the record's dates, a table it opened: each makes it stale, and the reason is said."""
    STALE[reason](root)
    assert reasons(root) == [reason]


def test_a_changed_schema_of_an_opened_table(root: Path) -> None:
    """A table's schema counts as the table."""
    change_schema(root, '"path": "events.csv"', '"path": "events.csv", "title": "Events"')
    assert reasons(root) == ["data changed: events"]


def test_a_changed_helper_makes_stale(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that the notebook imported has other bytes now."""
    monkeypatch.setattr(execution, "_module_digest", lambda name: "other")
    assert reasons(root) == ["code changed: helpers.record"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"one": {}}', '{"one": 3}', '{"one": null}'])
def test_a_broken_state_means_never_run(text: str, root: Path) -> None:
    """A record of executions that cannot be read stops nothing: the notebooks run again."""
    (root / "chapters" / "execution.json").write_text(text)
    assert reasons(root) == ["never run"]


@pytest.mark.parametrize(("text", "words"), [("{,", "not valid JSON"), ("[]", "not a notebook"), ("{}", "not a notebook"), ('{"cells": [], "nbformat": 3}', "not a notebook")])
def test_a_broken_notebook_is_named(text: str, words: str, root: Path) -> None:
    """What is no notebook is named with what to do."""
    (root / "chapters" / "one.ipynb").write_text(text)
    with pytest.raises(RecordError, match=words) as raised:
        execution.stale(root)
    assert str(raised.value).startswith("chapters/one.ipynb: ") and "history" in str(raised.value)


def test_what_a_run_stores(tmp_path: Path) -> None:
    """Cells by lines as Jupyter writes them, counted runs, given ids kept, no version, no time; twice the same bytes."""
    nb = nbformat.from_dict(copy.deepcopy(NOTEBOOK) | {"metadata": {"language_info": {"name": "python", "version": "3.11.7"}}, "nbformat_minor": 4})
    del nb.cells[0]["id"]
    nb.cells[0]["source"] = "# One\n\nTwo."
    nb.cells[1]["execution_count"] = 17
    path = tmp_path / "one.ipynb"
    notebooks.store(nb, path)
    text = path.read_text("utf-8")
    stored = json.loads(text)
    assert "3.11.7" not in text and text.endswith("}\n")
    assert stored["cells"][0]["source"] == ["# One\n", "\n", "Two."] and stored["cells"][0]["id"] == "cell-1"
    assert stored["cells"][1]["execution_count"] == 1 and stored["cells"][1]["id"] == "b"
    before = path.stat().st_mtime_ns
    notebooks.store(nbformat.read(path, as_version=4), path)
    assert path.read_text("utf-8") == text and path.stat().st_mtime_ns == before


def test_hidden_copies_are_no_notebooks(root: Path) -> None:
    """Checkpoints of JupyterLab are passed over."""
    (root / "chapters" / ".ipynb_checkpoints").mkdir()
    (root / "chapters" / ".ipynb_checkpoints" / "one-checkpoint.ipynb").write_text("{}")
    assert [p.name for p in notebooks.notebooks(root)] == ["one.ipynb"]


def test_a_notebook_that_is_not_there(root: Path) -> None:
    """Asked for by name and missing: one sentence."""
    with pytest.raises(RecordError, match="no such notebook"):
        execution.execute(root, [root / "chapters" / "two.ipynb"])


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_json_is_as_python_writes_it(value: Any) -> None:
    """The quick writer gives the very text of Python's own."""
    assert notebooks.dumps(value) == json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False)
