"""Nothing passes silently: each fault stops the build with one message that names the place and the remedy.

Faults that a build reports side by side are made side by side, each in a cell or notebook of its own; that one alone
is enough to stop a build is shown by one of each kind.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers import execution
from helpers.display import CHART

from .conftest import PROGRESS, Book, copy_of

Run = Callable[..., tuple[int, list[str]]]


def complaints(text: str) -> list[str]:
    """The lines of an error, without those of progress."""
    return [line for line in text.splitlines() if line and not PROGRESS.match(line)]


def refuse(book: Book) -> list[str]:
    """Build a broken book in a process of its own: it must fail, leave the last good build alone, and give no traceback."""
    before = book.tree()
    done = book.run("build")
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr and 'File "' not in done.stderr
    assert book.tree() == before and not (book.root / "_build" / ".staging").exists()
    return complaints(done.stderr)


# what is written in a page ---------------------------------------------------------------------------------------------

PROSE = {
    "a missing citation": ("So it was {cite}`lake-gazette-2015-06-talk`.", "no source “lake-gazette-2015-06-talk”. Did you mean “lake-gazette-2015-06-talks”?"),
    "one of two citations missing": ("So it was {cite}`visnyk-nd-peremyrja;nothing-like-it`.", "no source “nothing-like-it”"),
    "an empty citation": ("So it was {cite}` `.", "an empty {cite} reference. Name the id"),
    "an unknown event": ("The {event}`2015-03-06-bridge-protocol`.", "no event “2015-03-06-bridge-protocol”. Did you mean “2015-03-05-bridge-protocol”?"),
    "an unknown event under other words": ("The {event}`signing <nowhere>`.", "no event “nowhere”. There is no such event"),
    "an unknown document": ("The {document}`bridge-protocl`.", "no document “bridge-protocl”. Did you mean “bridge-protocol”?"),
    "an unknown actor": ("The {actor}`eastland`.", "no actor “eastland”"),
    "an unknown person": ("So said {person}`lindquist`.", "no person “lindquist”. Did you mean “lindqvist”?"),
    "an unknown ceasefire": ("The {ceasefire}`bridge-truces`.", "no ceasefire “bridge-truces”. Did you mean “bridge-truce”?"),
    "an unknown term": ("No {term}`armistice`.", "no glossary term “armistice”"),
    "an unknown figure": ("See {fig}`fig-partz`.", "no figure “fig-partz”. Did you mean “fig-parts”?"),
    "an unknown table": ("See {tab}`tab-nothing`.", "no table “tab-nothing”"),
    "a table called a figure": ("See {fig}`tab-events`.", "no figure “tab-events”"),
    "an unknown computed value": ("There are {value}`n-evnts`.", "no computed value “n-evnts”. There are"),
    "an unknown number of the page": ("There are {glue:text}`n_nothing`.", "n_nothing", "helpers.display.numbers"),
    "an unknown page": ("See {doc}`three`.", "unknown document: 'three'", "_toc.yml"),
    "an unknown section": ("See [there](#no-such-section).", "no-such-section", "Check the id"),
    "a note without its words": ("So it was.[^none]", "the note [^none] has no text. Write it on this page"),
    "a role with a space in it": ("So it was {cite} `visnyk-nd-peremyrja`.", "{cite} stayed text"),
    "an unknown role": ("An {evnt}`x`.", "evnt", "CONTRIBUTING.md"),
    "an unknown directive": ("```{figur} x\n```", "figur", "CONTRIBUTING.md"),
    "a missing picture": ("![A map](map.png)", "map.png", "Check the path"),
    "a section without a permanent id": ("## Unnamed", "“Unnamed” has no permanent id. Write (an-id)="),
    "a heading that skips a level": ("(far-down)=\n#### Far down\n\nSome words.", "Non-consecutive header level", "one level at a time"),
}  # fmt: skip


@pytest.fixture(scope="module")
def prose(built_once: Book, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What a build says of a chapter that has every fault of prose, each in a cell of its own."""
    book = copy_of(built_once, tmp_path_factory.mktemp("prose") / "book")

    def change(nb: dict[str, Any]) -> None:
        for number, (text, *_) in enumerate(PROSE.values()):
            nb["cells"].append({"cell_type": "markdown", "id": f"fault-{number}", "metadata": {}, "source": text.splitlines(keepends=True)})

    book.notebook("one", change)
    return refuse(book)


@pytest.mark.parametrize("name", PROSE)
def test_a_fault_of_prose_is_named(name: str, prose: list[str]) -> None:
    """One line for the fault: file, cell, what is wrong, what to do."""
    cell = 6 + list(PROSE).index(name)
    said = [line for line in prose if line.startswith(f"chapters/one.ipynb, cell {cell}, line ")]
    assert len(said) == 1, prose
    for words in PROSE[name][1:]:
        assert words in said[0]


def test_nothing_else_is_said(prose: list[str]) -> None:
    """As many lines as faults, and no path of the machine in them."""
    assert len(prose) == len(PROSE), prose
    assert not any("/tmp" in line or str(Path.home()) in line for line in prose)


# what a cell does ------------------------------------------------------------------------------------------------------

CELLS = {
    "a cell that raises": ("numbers({", "1 / 0; numbers({", 3, "ZeroDivisionError: division by zero", "Mend the cell"),
    "a misspelt table": ('record.load("events")', 'record.load("event")', 3, "no table “event”", "events"),
    "a figure without alternative text": ("alt=f", 'alt="" and f', 4, "fig-parts: figure without alt. Give alt= to the figure"),
    "a figure without a caption": ('caption="Parts taken', 'caption="" and "Parts taken', 4, "fig-parts: figure without caption. Give caption= to the figure"),
    "a table without a caption": ('caption="The events of the record"', 'caption=""', 5, "tab-events: table without caption. Give caption="),
    "a figure with a careless name": ('name="fig-parts"', 'name="Parts"', 4, "“Parts” is no name for a figure. Call it fig-"),
    "a column that is not there": ('"parts": "Parts"', '"share": "Parts"', 4, "no column share. The frame has actor_id, parts"),
}  # fmt: skip


@pytest.fixture(scope="module")
def cells(built_once: Book, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What a build says of notebooks with one faulty cell each."""
    book = copy_of(built_once, tmp_path_factory.mktemp("cells") / "book")
    chapter = (book.root / "chapters" / "one.ipynb").read_text("utf-8")
    for number, (old, new, *_) in enumerate(CELLS.values()):
        (book.root / "chapters" / f"bad{number}.ipynb").write_text(chapter, "utf-8")
        book.code_cell(f"bad{number}", old, new)
        book.edit("_toc.yml", "      - file: chapters/two\n", f"      - file: chapters/two\n      - file: chapters/bad{number}\n")
    return refuse(book)


@pytest.mark.parametrize("name", CELLS)
def test_a_faulty_cell_is_named(name: str, cells: list[str]) -> None:
    """One line for each notebook that failed: file, cell, what was raised, what to do."""
    _, _, cell, *words = CELLS[name]
    said = [line for line in cells if line.startswith(f"chapters/bad{list(CELLS).index(name)}.ipynb, cell {cell}: ")]
    assert len(said) == 1, cells
    for word in words:
        assert word in said[0]


def test_every_faulty_notebook_is_named_once(cells: list[str]) -> None:
    """As many lines as faulty notebooks."""
    assert len(cells) == len(CELLS), cells


def test_a_cell_shows_a_figure_a_table_or_nothing(book: Book, here: Run) -> None:
    """Printed text and a bare value are refused, both in one report."""
    book.code_cell("one", "numbers({", 'print("rows"); numbers({')
    book.code_cell("two", "held = (", "len(truces)\nheld = (")
    book.code_cell("two", "numbers({", "held.iloc[0]\n#")
    code, lines = here("build")
    assert code == 1 and len(lines) == 2, lines
    assert lines[0].startswith("chapters/one.ipynb, cell 3: prints text ('rows") and "A cell shows a figure, a table or nothing" in lines[0]
    assert lines[1].startswith("chapters/two.ipynb, cell 3: shows something") and "Return helpers.display.Figure or Table" in lines[1]


# one fault alone -------------------------------------------------------------------------------------------------------


def accept_outputs(book: Book, name: str) -> None:
    """Let the record of executions agree with the stored outputs, as if a run had given them."""
    file = book.root / "chapters" / execution.STATE
    state = json.loads(file.read_text("utf-8"))
    state[name]["outputs"] = execution.outputs_digest(execution.read_notebook(book.root, book.root / "chapters" / f"{name}.ipynb"))
    file.write_text(json.dumps(state), "utf-8")


def clear(book: Book) -> None:
    """A notebook without any output that passes for run."""
    book.notebook("one", lambda nb: [c.update(outputs=[]) for c in nb["cells"] if c["cell_type"] == "code"])
    accept_outputs(book, "one")


def strip(key: str) -> Callable[[Book], None]:
    """A stored chart without its caption or alternative text, as an older helper or a hand edit may leave it."""

    def breaks(book: Book) -> None:
        def change(nb: dict[str, Any]) -> None:
            content = nb["cells"][3]["outputs"][0]["data"][CHART]
            content.pop("description") if key == "description" else content["usermeta"]["record"].pop(key)

        book.notebook("one", change)
        accept_outputs(book, "one")

    return breaks


def name_twice(book: Book) -> None:
    """Two pages with a figure of one name, both as if run."""
    text = json.dumps(json.loads((book.root / "chapters/one.ipynb").read_text("utf-8"))["cells"][3])
    book.notebook("two", lambda nb: nb["cells"].append(json.loads(text) | {"id": "again"}))
    accept_outputs(book, "two")
    state = json.loads((book.root / "chapters/execution.json").read_text("utf-8"))
    state["two"]["code"] = execution.code_digest(execution.read_notebook(book.root, book.root / "chapters/two.ipynb"))
    (book.root / "chapters/execution.json").write_text(json.dumps(state), "utf-8")


def add(text: str) -> Callable[[Book], None]:
    return lambda book: book.say("one", text)


def replace(path: str, old: str, new: str) -> Callable[[Book], None]:
    return lambda book: book.edit(path, old, new)


ALONE = {
    "an unknown event": (add("The {event}`nowhere`."), "chapters/one.ipynb, cell 2, line 7: no event “nowhere”"),
    "an unknown role": (add("An {evnt}`x`."), "chapters/one.ipynb, cell 2, line 7", "evnt"),
    "a note without its words": (add("So it was.[^none]"), "chapters/one.ipynb, cell 2, line 7", "[^none]"),
    "a letter that no font has": (add("The sign 𒀀."), "chapters/one", "𒀀", "U+12000", "other characters"),
    "a figure name given twice": (name_twice, "chapters/two.ipynb, cell 6", "fig-parts", "chapters/one.ipynb", "ids are unique"),
    "a section id given twice": (add("(truce-figures)=\n## Again\n\nWords."), "chapters/two.ipynb, cell 2", "truce-figures", "chapters/one.ipynb", "ids are unique"),
    "a stored chart without alternative text": (strip("description"), "chapters/one.ipynb, cell 4", "without alternative text", "Give alt="),
    "a stored chart without a caption": (strip("caption"), "chapters/one.ipynb, cell 4", "without a caption", "Give caption="),
    "a notebook whose outputs were cleared": (clear, "chapters/one.ipynb: stored without any output", "make execute"),
    "a chapter missing in the contents": (replace("_toc.yml", "      - file: chapters/two\n", ""), "chapters/two.ipynb: not in _toc.yml", "Add it there"),
    "a page in the contents that does not exist": (replace("_toc.yml", "chapters/two\n", "chapters/two\n      - file: chapters/three\n"),
        "_toc.yml: there is no page “chapters/three”", "Correct the name"),
    "contents that are no YAML": (replace("_toc.yml", "format: jb-book", "format: [jb-book"), "_toc.yml, line 2: not valid YAML"),
    "contents of another kind": (replace("_toc.yml", "root: index", "start: index"), "_toc.yml", "root"),
    "a part of the record that is not there": (replace("record/actors.md", "{record} actors", "{record} actor"), "record/actors.md, line 3", "“actor”", "chronology"),
    "a notebook that is no JSON": (replace("chapters/one.ipynb", '"cells": [', '"cells": [,'), "chapters/one.ipynb: not valid JSON", "line 2", "history"),
    "a notebook with a merge conflict": (replace("chapters/two.ipynb", '"cells": [', '<<<<<<< HEAD\n"cells": ['), "chapters/two.ipynb: not valid JSON"),
    "a notebook that lacks its cells": (lambda b: (b.root / "chapters/one.ipynb").write_text("{}"), "chapters/one.ipynb: not a notebook"),
    "a configuration that is no YAML": (replace("_config.yml", "title: ", "title: ["), "_config.yml, line", "not valid YAML"),
    "a wrong value in the configuration": (replace("_config.yml", 'execute_notebooks: "off"', "execute_notebooks: sometimes"), "_config.yml", "sometimes"),
    "an extension that does not exist": (replace("_config.yml", "[myst_nb, ", "[myst_nb, no_such_extension, "), "no_such_extension", "_config.yml"),
    "a schema that is no JSON": (replace("data/datapackage.json", "{", "{{"), "data/datapackage.json: not a data package", "line 1"),
}  # fmt: skip


@pytest.mark.parametrize("name", ALONE)
def test_one_fault_alone_stops_the_build(name: str, book: Book, here: Run) -> None:
    """Exit code 1, one line with place and remedy, no traceback, and the last good build unharmed."""
    breaks, *says = ALONE[name]
    before = book.tree()
    breaks(book)
    code, lines = here("build")
    text = "\n".join(lines)
    assert code == 1, text
    for words in says:
        assert words in text
    assert len(lines) == 1 and "Traceback" not in text, text
    assert book.tree() == before
    assert not (book.root / "_build" / ".staging").exists()


def test_a_broken_record_of_executions_is_made_anew(book: Book, here: Run) -> None:
    """What can be mended without a person is mended: the notebooks run again."""
    file = book.root / "chapters" / execution.STATE
    before = file.read_text("utf-8")
    file.write_text('{"one": 3}', "utf-8")
    assert here("build")[0] == 0
    assert file.read_text("utf-8") == before


# data ------------------------------------------------------------------------------------------------------------------


def spoil(book: Book) -> None:
    """Four faults in three tables at once."""
    book.edit("data/events.csv", "2015-06-02,day,2015-06-03,day", "2015-06-02,day,2015-06-01,day")
    book.edit("data/events.csv", "lake-gazette-2015-06-talks,2015-06,", "no-such-source,2015-06,")
    book.edit("data/ceasefires.csv", "in_force", "inforce")
    book.edit("data/actors.csv", "An organisation that mediates.", "An <script>alert(1)</script> that mediates.")


SPOILT = ("events", "2015-06-02-second-round", "end_date", "2015-06-01", "no-such-source", "ceasefires", "inforce", "actors", "<script>")


@pytest.mark.parametrize("command", ["build", "check"])
def test_bad_data_is_reported_at_once_and_builds_nothing(command: str, book: Book) -> None:
    """Four faults in three tables: table, row, field, value, rule and remedy of each in one report; nothing is built."""
    before = book.tree()
    spoil(book)
    done = book.run(command)
    said = done.stdout + done.stderr
    assert done.returncode == 1 and "Traceback" not in said
    for words in SPOILT:
        assert words in said
    assert book.tree() == before


def test_a_traceback_is_given_when_asked_for(book: Book, here: Run) -> None:
    """`--traceback` shows the way to the cell that raised; without it there is none."""
    book.code_cell("one", "numbers({", "1 / 0; numbers({")
    code, lines = here("--traceback", "build")
    assert code == 1 and any("Traceback" in line for line in lines) and any("ZeroDivisionError" in line for line in lines)
