"""Two releases of a small book, and one to come: what a reader who cited the first must know, worked out by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from small_pages import chapter, cover
from small_record import Book

from helpers import bookmarks, execution, ledger, paths, permanence, releases, since
from helpers.errors import RecordError
from helpers.releasing.freeze import freeze
from helpers.since import NEXT, Change
from helpers.validation.reading import read

ERRATA = ["erratum_id", "published_date", "published_precision", "table", "row_id", "field", "old_value", "new_value", "reason", "source_ids"]
FIRST, SECOND = "2016-02-01", "2016-05-01"
NAME = "Lake Group"  # of the first actor in the fixture


def errata(book: Book) -> None:
    """Give the small record a table of errata, as the book has it."""
    package = book.package
    free = {"old_value", "new_value", "source_ids"}
    fields = [{"name": c, "type": "string", "title": c, "description": "x", **({"empty": "none"} if c in free else {"constraints": {"required": True}})} for c in ERRATA]
    fields[-1] |= {"list": True, "references": "sources.source_id"}
    about = {"unit": "x", "inclusion": "x", "page": "x", "sort": ["erratum_id"], "date_prefixes": ["published"]}
    package["resources"].append({"name": "errata", "path": "errata.csv", "title": "Errata", "description": "x", "record": about, "schema": {"fields": fields, "primaryKey": "erratum_id"}})
    book.save(package)
    (book.data / "errata.csv").write_text(",".join(ERRATA) + "\n", "utf-8")


def erratum(book: Book, name: str, day: str, table: str, row: str, field: str, old: str, new: str) -> None:
    cells = [name, day, "day", table, row, field, old, new, "The paper printed a correction", "lake-gazette-2015-06-talks"]
    book.write("errata", [*book.rows("errata"), dict(zip(ERRATA, cells))])


def redirect(book: Book, *moved: tuple[str, str, str]) -> None:
    """Add redirects, in the order that the schema asks."""
    rows = [*book.rows("redirects"), *({"table": t, "old_id": o, "new_id": n, "reason": "So it is"} for t, o, n in moved)]
    book.write("redirects", sorted(rows, key=lambda row: (row["table"], row["old_id"])))


def bump(book: Book, old: str, new: str, day: str) -> None:
    book.replace("datapackage.json", f'"version": "{old}"', f'"version": "{new}"')
    package = book.package
    package["record"]["release_date"], package["created"] = day, f"{day}T00:00:00Z"
    book.save(package)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small book, released as 0.1.0 and, after changes, as 0.1.1; later it changes again. Not to be changed."""
    folder = tmp_path_factory.mktemp("since")
    (folder / "book").mkdir()
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv(paths.ENVIRONMENT, str(folder / "book"))
        monkeypatch.setattr(execution, "stale", lambda root: {})
        make(Book(folder / "book"), folder)
    return folder


@pytest.fixture
def twice(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    """A copy of that book, and beside it the data of its first release."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.setenv(paths.ENVIRONMENT, str(tmp_path / "book"))
    monkeypatch.setattr(execution, "stale", lambda root: {})
    found = Book.__new__(Book)
    found.root, found.data = tmp_path / "book", tmp_path / "book" / "data"
    return found


def make(book: Book, tmp_path: Path) -> None:
    errata(book)
    cover(book.root, "# Lake\n\n(findings)=\n## Findings\n\nThere are {value}`n-events` events.\n", ["one", "two"])
    chapter(book.root, "one", "# One\n\n(talks)=\n## Talks\n\nIn all {glue:text}`n` **talks**, {event}`signed <x>`.", {"fig-a": 1, "fig-b": 1, "tab-c": 1}, {"n": "4"})
    chapter(book.root, "two", "# Two\n\n(end)=\n## End\n\nNo more.", {"tab-d": 1})
    freeze(book.root)
    shutil.copytree(book.data, tmp_path / "0.1.0")

    bump(book, "0.1.0", "0.1.1", SECOND)
    book.edit("places", 0, latitude="46.2")
    erratum(book, "geneva-latitude", "2016-04-10", "places", "geneva", "latitude", "46.2044", "46.2")
    book.edit("events", 2, summary="The sides meet again.")
    book.write("issues", [*book.rows("issues"), {"issue_id": "zone", "title": "Zone", "definition": "A zone."}])
    book.write("documents", [row | {"document_id": "protocol-of-the-bridge"} for row in book.rows("documents")])
    book.write("provisions", [row | {"document_id": "protocol-of-the-bridge"} for row in book.rows("provisions")])
    book.write("event_actors", book.rows("event_actors")[1:])
    moved = [("documents", "bridge-protocol", "protocol-of-the-bridge"), ("figure", "fig-b", "tab-d"), ("section", "talks", "")]
    redirect(book, *moved)
    chapter(book.root, "one", "# One\n\n(meetings)=\n## Meetings\n\nIn all {glue:text}`n` **meetings**.", {"fig-a": 2, "tab-c": 1}, {"n": "5"})
    freeze(book.root, str(tmp_path / "0.1.0"))

    erratum(book, "geneva-longitude", "2016-06-01", "places", "geneva", "longitude", "6.1432", "6.14")
    book.edit("places", 0, longitude="6.14")
    book.edit("actors", 0, name="The group at the lake")


def without_counts(found: list[Change]) -> set[tuple[str, str, str, str]]:
    return {(c.release, c.kind, c.what, c.id or ",".join(c.ids) or str(c.count)) for c in found}


EXPECTED_SECOND = {
    ("0.1.1", "corrected", "places", "geneva"),
    ("0.1.1", "changed", "events", "2015-06-02-second-round"),
    ("0.1.1", "added", "issues", "zone"),
    ("0.1.1", "added", "errata", "geneva-latitude"),
    ("0.1.1", "added", "redirects", "3"),
    ("0.1.1", "moved", "documents", "bridge-protocol"),
    ("0.1.1", "withdrawn", "event_actors", "2015-03-05-bridge-protocol/lake-group/mediator"),
    ("0.1.1", "moved", "figure", "fig-b"),
    ("0.1.1", "withdrawn", "section", "talks"),
    ("0.1.1", "added", "section", "meetings"),
    ("0.1.1", "changed", "figure", "fig-a"),
    ("0.1.1", "changed", "number", "n"),
}
EXPECTED_NEXT = {
    (NEXT, "corrected", "places", "geneva"),
    (NEXT, "changed", "actors", "lake-group"),
    (NEXT, "added", "errata", "geneva-longitude"),
}


def test_the_list_of_changes_is_the_expected_one(twice: Book) -> None:
    """From the first version everything, from the second only what is to come; a day stands for the release of that day."""
    found, entries = since.changes(twice.root), ledger.read(twice.root)
    clauses = {c for c in without_counts(found) if c[2] == "provisions"}
    assert without_counts(since.since(found, entries, "0.1.0")) - clauses == EXPECTED_SECOND | EXPECTED_NEXT
    assert without_counts(since.since(found, entries, "0.1.1")) == EXPECTED_NEXT
    for day, same in ((FIRST, "0.1.0"), ("2016-04-30", "0.1.0"), (SECOND, "0.1.1"), ("2030-01-01", "0.1.1")):
        assert since.since(found, entries, day) == since.since(found, entries, same), day
    for nothing in ("2016-01-31", "0.1", "0.2.0", "yesterday", ""):
        with pytest.raises(RecordError, match=r"There were: 0.1.0 \(2016-02-01\), 0.1.1 \(2016-05-01\)"):
            since.since(found, entries, nothing)


def test_each_change_says_what_was_and_is(twice: Book) -> None:
    """Old and new value with the reason, the number with the words around it, old and new id; no date before a release."""
    by = {(c.release, c.what, c.kind): c for c in since.changes(twice.root)}
    fact = by["0.1.1", "places", "corrected"]
    assert (fact.date, fact.field, fact.old, fact.new, fact.reason) == (SECOND, "latitude", "46.2044", "46.2", "The paper printed a correction")
    number = by["0.1.1", "number", "changed"]
    assert (number.old, number.new, number.field, number.place) == ("4", "5", "In all # meetings.", "chapters/one#meetings")
    assert (by["0.1.1", "figure", "moved"].new, by["0.1.1", "figure", "moved"].place) == ("tab-d", "chapters/one")
    late = by[NEXT, "places", "corrected"]
    assert (late.date, late.old, late.new) == ("", "6.1432", "6.14")
    assert fact.json() == {"release": "0.1.1", "date": SECOND, "kind": "corrected", "what": "places", "id": "geneva", "field": "latitude", "old": "46.2044", "new": "46.2", "reason": fact.reason}


def test_every_id_of_the_first_release_resolves_in_the_second(twice: Book) -> None:
    """Rows and bookmarks of 0.1.0: there, or led to where they went, or withdrawn with a reason."""
    data, entries = read(twice.data), ledger.read(twice.root)
    moved, book = since.moves(data), bookmarks.read(twice.root)
    gone = 0
    for plural, kind in since.NAMES.items():
        for name in entries[0]["book"][plural] if kind != "number" else ():
            if name not in book[plural]:
                gone += 1
                assert moved[kind, name] in ("", *book["tables"]), name
    assert gone == 2
    for name, table in releases.state(read(twice.root.parent / "0.1.0"))["tables"].items():
        now = {data.tables[name].id(row) for row in data.tables[name].rows}
        assert not table["permanent"] or all(row in now or moved[name, row] in now for row in table["rows"]), name


def test_a_bookmark_that_vanished_is_refused_until_it_is_redirected(twice: Book) -> None:
    """A table that is dropped, a section renamed, a chapter taken out: each names the row that is wanted."""
    chapter(twice.root, "two", "# Two\n\n(the-end)=\n## End\n\nNo more.")
    found = permanence.findings(twice.root)
    assert {(p.table, p.row) for p in found} == {("book", "tab-d"), ("book", "end"), ("redirects", "figure/fig-b")}
    assert "table table, old_id tab-d" in next(p.remedy for p in found if p.row == "tab-d")
    with pytest.raises(RecordError, match="book end: a section of release 0.1.0 stays, or a redirect says where it went"):
        permanence.keep(twice.root)
    with pytest.raises(RecordError, match="a section of release 0.1.0 stays"):
        freeze(twice.root)
    rows = [row | {"new_id": "tab-c"} if row["old_id"] == "fig-b" else row for row in twice.rows("redirects")]
    twice.write("redirects", rows)
    redirect(twice, ("table", "tab-d", "tab-c"), ("section", "end", "the-end"))
    assert permanence.findings(twice.root) == []


def test_a_redirect_of_what_is_there_or_to_nowhere_is_refused(twice: Book) -> None:
    redirect(twice, ("table", "tab-c", "tab-d"), ("page", "chapters/old", "chapters/tow"))
    assert [(p.row, p.field) for p in permanence.findings(twice.root)] == [("page/chapters/old", "new_id"), ("table/tab-c", "old_id")]
    assert "Did you mean “chapters/two”?" in permanence.findings(twice.root)[0].remedy


def test_rows_keep_their_address(twice: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table whose rows move to another page would break every link to them."""
    from helpers.publishing import addresses

    monkeypatch.setitem(addresses.PAGES, "issues", "record/issues")
    assert [(p.row, p.value) for p in permanence.findings(twice.root)] == [("issues", "record/data.html#issue-…")]


def test_the_old_page_of_an_id_is_known(twice: Book) -> None:
    """A redirect is laid where the id stood, also when its page is another one now."""
    homes = permanence.homes(twice.root)
    assert homes["figure", "fig-b"] == homes["section", "talks"] == "chapters/one" and homes["page", "chapters/two"] == "chapters/two"


def test_freezing_again_changes_nothing(twice: Book, tmp_path: Path) -> None:
    """The same version frozen twice: the same bytes; the history keeps what came in it."""
    twice.edit("places", 0, longitude="6.1432")
    twice.write("errata", twice.rows("errata")[:1])
    twice.edit("actors", 0, name=NAME)
    before = {p.name: p.read_bytes() for p in twice.data.iterdir()}
    freeze(twice.root)
    assert {p.name: p.read_bytes() for p in twice.data.iterdir()} == before
    assert since.since(since.changes(twice.root), ledger.read(twice.root), "0.1.1") == []


def test_the_book_keeps_every_id_of_its_releases(checkout: Path) -> None:
    """Pages, sections, figures and tables of every release, and the addresses of rows."""
    assert [str(p) for p in permanence.findings(checkout)] == []
    entries = ledger.read(checkout)
    assert [e["version"] for e in entries][:2] == ["0.1.0", "0.2.0"] and entries[-1]["version"] == (releases.last(checkout / "data") or {})["version"]


def test_the_history_tells_what_the_digests_tell(checkout: Path) -> None:
    """The rows that came with the last release, and those there before, are the rows of release.json."""
    last, released = ledger.read(checkout)[-1], releases.last(checkout / "data")
    assert released
    for name, said in last["tables"].items():
        rows = set(released["tables"][name]["rows"]) if name in released["tables"] else set()
        assert not isinstance(said.get("added"), list) or set(said["added"]) <= rows
        assert {row for row, *_ in said.get("values", ())} <= rows and not set(said.get("removed", ())) & rows
        assert not said.get("new") or len(said["added"]) == len(rows)
