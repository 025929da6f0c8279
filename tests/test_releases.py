"""What a release promised is kept: no id vanishes, and the version says what changed."""

from __future__ import annotations

import json

import pytest
from small_record import Book, book  # noqa: F401  (a fixture)

from helpers import releases, validation
from helpers.errors import RecordError


@pytest.fixture
def released(book: Book) -> Book:  # noqa: F811
    """The small record, released as 0.1.0."""
    releases.write_release(book.root)
    return book


def version(book: Book, number: str) -> None:
    book.replace("datapackage.json", '"version": "0.1.0"', f'"version": "{number}"')


def lose_a_document(book: Book) -> None:
    """Take out a document with its clauses, which nothing else names."""
    book.write("documents", [row | {"document_id": "protocol-of-the-bridge"} for row in book.rows("documents")])
    book.write("provisions", [row | {"document_id": "protocol-of-the-bridge"} for row in book.rows("provisions")])


def test_a_release_that_is_unchanged_holds(released: Book) -> None:
    """Right after a release nothing is to be said, and writing it again changes no byte."""
    before = (released.data / "release.json").read_bytes()
    assert validation.check(released.root, warnings=True) == []
    assert releases.write_release(released.root).read_bytes() == before
    state = json.loads(before)
    assert (state["version"], state["date"]) == ("0.1.0", "2016-02-01") and len(state["tables"]["events"]["rows"]) == 3


def test_a_lost_id_fails_until_it_is_redirected(released: Book) -> None:
    """An id of the release that vanished is a problem that names it; a redirect row is the cure."""
    version(released, "0.2.0")
    lose_a_document(released)
    found = validation.check(released.root)
    assert [(p.table, p.row) for p in found] == [("documents", "bridge-protocol")]
    assert "0.1.0" in found[0].rule and "documents,bridge-protocol," in found[0].remedy
    with pytest.raises(RecordError, match="no release can be made: an id of release 0.1.0"):
        releases.write_release(released.root)
    moved = {"table": "documents", "old_id": "bridge-protocol", "new_id": "protocol-of-the-bridge", "reason": "Its full name"}
    released.write("redirects", [moved, *released.rows("redirects")])
    assert validation.check(released.root) == []
    releases.write_release(released.root)


def test_a_redirect_to_nowhere_is_no_cure(released: Book) -> None:
    """The redirect must lead to a row."""
    version(released, "0.2.0")
    lose_a_document(released)
    moved = {"table": "documents", "old_id": "bridge-protocol", "new_id": "gone", "reason": "Lost"}
    released.write("redirects", [moved, *released.rows("redirects")])
    assert [(p.table, p.field, p.value) for p in validation.check(released.root)] == [("redirects", "new_id", "gone")]


def test_rows_that_only_connect_may_go(released: Book) -> None:
    """A part in an event has no id of its own: taking it back is a change, not a broken promise."""
    version(released, "0.1.1")
    released.write("event_actors", released.rows("event_actors")[1:])
    assert validation.check(released.root, warnings=True) == []


def test_values_may_change_but_the_next_release_says_so(released: Book) -> None:
    """Between releases a changed value is a warning; a release without a new version is refused."""
    released.edit("events", 1, title="Protocol signed at the bridge")
    assert validation.check(released.root) == []
    warning = validation.check(released.root, warnings=True)
    assert [(p.field, p.warning) for p in warning] == [("version", True)] and "0.1.1" in warning[0].remedy
    with pytest.raises(RecordError, match="a minor change.*0.1.1"):
        releases.write_release(released.root)
    version(released, "0.1.1")
    assert validation.check(released.root, warnings=True) == []
    releases.write_release(released.root)


@pytest.mark.parametrize("how", ["renamed", "of another type"])
def test_a_field_that_changes_needs_a_new_version_at_once(released: Book, how: str) -> None:
    """A renamed or retyped field breaks what others built on the release: it is a problem until the version moves."""
    package = released.package
    field = next(f for f in released.fields("issues", package) if f["name"] == "definition")
    if how == "renamed":
        field["name"] = "meaning"
        released.replace("issues.csv", "definition", "meaning")
    else:
        field = next(f for f in released.fields("provisions", package) if f["name"] == "point")
        field["type"] = "integer"
    released.save(package)
    found = validation.check(released.root)
    assert [(p.table, p.field, p.value) for p in found] == [("datapackage", "version", "0.1.0")] and "0.2.0" in found[0].remedy
    version(released, "0.2.0")
    assert validation.check(released.root, warnings=True) == []


def test_a_description_may_change_freely(released: Book) -> None:
    """Words about a field are form: no version is asked for."""
    package = released.package
    released.fields("issues", package)[0]["description"] = "Another description."
    released.save(package)
    assert validation.check(released.root, warnings=True) == []


def test_a_new_empty_field_changes_no_row(released: Book) -> None:
    """A new field is a minor change of the table, and leaves the digests of rows without a value in it."""
    before = releases.last(released.data)
    package = released.package
    released.fields("issues", package).append({"name": "notes", "type": "string", "title": "Notes", "description": "Remarks.", "empty": "none"})
    released.save(package)
    released.write("issues", released.rows("issues"))
    from helpers.validation.reading import read

    after = releases.state(read(released.data))
    assert before and releases.change(before, after) == "minor"
    assert before["tables"]["issues"]["rows"] == after["tables"]["issues"]["rows"]


@pytest.mark.parametrize(
    ("old", "new", "allows"),
    [("1.2.3", "2.0.0", "major"), ("1.2.3", "1.3.0", "minor"), ("1.2.3", "1.2.4", "patch"), ("0.1.0", "0.2.0", "major"), ("0.1.0", "0.1.1", "minor"), ("0.9.0", "1.0.0", "major"), ("1.2.3", "1.2.3", "none"), ("1.2.3", "1.2.2", "none"), ("1.2.3", "x", "none")],
)  # fmt: skip
def test_what_a_step_of_the_version_allows(old: str, new: str, allows: str) -> None:
    """Steps count as in semantic versioning; before 1.0 the second number stands for the first."""
    assert releases.bump(old, new) == allows


def test_before_the_first_release_nothing_is_compared(book: Book) -> None:
    """Without release.json every id is free."""
    assert releases.last(book.data) is None
    lose_a_document(book)
    assert validation.check(book.root, warnings=True) == []
