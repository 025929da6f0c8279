"""What changed between two releases is told value by value, and no published fact changes without an erratum."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_record import Book, book  # noqa: F401  (a fixture)

from helpers import changes, earlier, exports, releases
from helpers.errors import RecordError
from helpers.releasing import freeze
from helpers.validation.reading import read

ERRATA = ["erratum_id", "table", "row_id", "field", "old_value", "new_value", "reason"]


def git(root: Path, *words: str) -> None:
    command = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false", *words]
    subprocess.run(command, cwd=root, check=True, capture_output=True)


@pytest.fixture
def released(book: Book) -> Book:  # noqa: F811
    """The small record with a table of errata, released as 0.1.0 in a repository of its own."""
    package = book.package
    fields = [{"name": c, "type": "string", "title": c, "description": "x", **({"constraints": {"required": True}} if "value" not in c else {"empty": "none"})} for c in ERRATA]
    about = {"unit": "x", "inclusion": "x", "page": "x", "sort": ["erratum_id"]}
    package["resources"].append({"name": "errata", "path": "errata.csv", "title": "x", "description": "x", "record": about, "schema": {"fields": fields, "primaryKey": "erratum_id"}})
    (book.data / "errata.csv").write_text(",".join(ERRATA) + "\n", "utf-8")
    book.save(package)
    releases.write_release(book.root)
    git(book.root, "init", "-q")
    git(book.root, "add", ".")
    git(book.root, "commit", "-qm", "Release")
    return book


def correct(book: Book) -> None:  # noqa: F811
    book.edit("places", 0, latitude="46.2")


def explain(book: Book, old: str = "46.2044") -> None:  # noqa: F811
    row = {"erratum_id": "geneva-latitude", "table": "places", "row_id": "geneva", "field": "latitude", "old_value": old, "new_value": "46.2", "reason": "Rounded in the source"}
    book.write("errata", [*book.rows("errata"), row])


def told(book: Book, capsys: pytest.CaptureFixture[str], **given: Any) -> str:  # noqa: F811
    assert changes.main(Namespace(**given)) == 0
    return capsys.readouterr().out


def test_values_are_told_with_their_reason(released: Book, capsys: pytest.CaptureFixture[str]) -> None:
    """Old and new value of each cell; the erratum says why, and without one that is said."""
    assert "No row, value or field changed." in told(released, capsys)
    correct(released)
    assert "- geneva, latitude: “46.2044” → “46.2” (no erratum says why)" in told(released, capsys)
    explain(released)
    assert "- geneva, latitude: “46.2044” → “46.2” (Rounded in the source)" in told(released, capsys)


def test_an_erratum_of_another_value_explains_nothing(released: Book, capsys: pytest.CaptureFixture[str]) -> None:
    """What was said of an earlier correction of the same cell is not the reason of the next."""
    correct(released)
    explain(released, old="46.1")
    released.edit("errata", 0, new_value="46.3")
    assert "no erratum says why" in told(released, capsys)


def test_rows_fields_and_moves_are_told(released: Book, capsys: pytest.CaptureFixture[str]) -> None:
    """Added, removed and moved rows, added fields, and cells that were empty or are wording."""
    released.write("issues", [*released.rows("issues"), {"issue_id": "zone", "title": "Zone", "definition": "A zone."}])
    released.write("documents", [row | {"document_id": "protocol-of-the-bridge"} for row in released.rows("documents")])
    released.write("event_actors", released.rows("event_actors")[1:])
    released.write("redirects", [{"table": "documents", "old_id": "bridge-protocol", "new_id": "protocol-of-the-bridge", "reason": "x"}, *released.rows("redirects")])
    released.edit("events", 2, summary="The sides meet again.", outcome="None")
    package = released.package
    released.fields("issues", package).append({"name": "notes", "type": "string", "title": "Notes", "description": "x", "empty": "none"})
    released.save(package)
    released.write("issues", released.rows("issues"))
    text = told(released, capsys)
    assert "- Rows added (1): zone" in text and "- Fields added (1): notes" in text
    assert "- Moved: bridge-protocol → protocol-of-the-bridge" in text and "- Rows removed (1): 2015-03-05-bridge-protocol/lake-group/mediator" in text
    assert "outcome: empty → “None”" in text and "summary: “The sides meet again, without result.” → “The sides meet again.”\n" in text
    assert changes.UNEXPLAINED not in text


@pytest.mark.parametrize("kind", ["zip", "folder", "revision"])
def test_a_release_is_read_from_wherever_it_is(released: Book, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    """The zip that was published, a folder, and a revision give the same."""
    if kind == "zip":
        where = str(exports.write(tmp_path / "out")[0])
        assert zipfile.is_zipfile(where)
    else:
        where = str(shutil.copytree(released.data, tmp_path / "old")) if kind == "folder" else "HEAD"
    correct(released)
    assert "geneva, latitude" in told(released, capsys, old=where)
    assert "No row, value or field changed." in told(released, capsys, old=where, new=where)


def test_a_release_refuses_a_fact_that_changed_in_silence(released: Book) -> None:
    """Without an erratum no release; with it the reason is kept in data/CHANGES.md, the newest release first."""
    released.replace("datapackage.json", '"version": "0.1.0"', '"version": "0.1.1"')
    correct(released)
    with pytest.raises(RecordError, match="places geneva, latitude: no release can be made: a published fact changed"):
        freeze.main(Namespace(write=True))
    assert not (released.data / changes.FILE).exists()
    explain(released)
    assert freeze.main(Namespace(write=True)) == 0
    first = (released.data / changes.FILE).read_text("utf-8")
    assert first.startswith(changes.HEAD) and "## Facts, 0.1.0 to 0.1.1" in first and "Rounded in the source" in first
    git(released.root, "add", ".")
    git(released.root, "commit", "-qm", "Release")
    released.replace("datapackage.json", '"version": "0.1.1"', '"version": "0.1.2"')
    released.edit("events", 2, summary="The sides meet again.")
    assert freeze.main(Namespace(write=True)) == 0
    second = (released.data / changes.FILE).read_text("utf-8")
    assert second.count(changes.HEAD) == 1 and second.index("0.1.1 to 0.1.2") < second.index("0.1.0 to 0.1.1")


def test_a_release_without_history_is_compared_with_its_zip(released: Book, tmp_path: Path) -> None:
    """A folder that is no repository: the zip of the last release takes the place of the history."""
    archive = exports.write(tmp_path / "out")[0]
    shutil.rmtree(released.root / ".git")
    released.replace("datapackage.json", '"version": "0.1.0"', '"version": "0.1.1"')
    released.edit("events", 2, summary="The sides meet again.")
    with pytest.raises(RecordError, match="release --write --since <zip>"):
        freeze.main(Namespace(write=True))
    assert freeze.main(Namespace(write=True, since=str(archive))) == 0
    assert "The sides meet again." in (released.data / changes.FILE).read_text("utf-8")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda book: shutil.rmtree(book.root / ".git"), "are not at hand. Name its zip"),
        (lambda book: (book.data / "release.json").unlink(), "there is no release yet"),
        (lambda book: [correct(book), book.replace("datapackage.json", '"version": "0.1.0"', '"version": "0.1.1"'), releases.write_release(book.root)], "are not those of release 0.1.1"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_said(released: Book, spoil: Callable[[Book], Any], message: str) -> None:
    """No history, no release, or a history that does not fit: one sentence and what to do."""
    with pytest.raises(RecordError, match=message):
        spoil(released)
        earlier.last_release(released.root)
    with pytest.raises(RecordError, match="no zip, no folder and no revision"), earlier.at("v9.9.9", released.root):
        pass


def test_the_book_keeps_what_its_last_release_promised(checkout: Path) -> None:
    """Schema and ids of the tables as they are, compared with release.json: nothing vanished, no type changed."""
    released = releases.last(checkout / "data")
    assert released, "the book has a release"
    data = read(checkout / "data")
    now = releases.state(data)
    assert [p for p in releases.findings(data) if not p.warning] == []
    allowed = releases.bump(released["version"], now["version"])
    if allowed != "major":
        for name, before in released["tables"].items():
            assert before["fields"].items() <= now["tables"][name]["fields"].items(), name
