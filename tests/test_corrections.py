"""The page of corrections: each correction with its reason, every change of a published value, and links to the rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docutils import nodes
from small_record import Book, book  # noqa: F401  (a fixture)

from helpers import changes, record
from helpers.publishing import corrections, marks
from helpers.publishing.nodes import record_ref
from helpers.validation.reading import read

TOLD = """# What changed in the facts

## Facts, 0.1.0 to 0.1.1

A minor change.

2 values of rows that were published changed.

### places

- Fields added (1): notes
- Rows added (2): basel, bern
- geneva, latitude: “46.2044” → “46.2” (Rounded in the source)
- Moved: bern-old → bern
- and 1,200 more values

### places_of_old (withdrawn)

- Rows removed (3): a, b and 1 more
"""


@pytest.fixture
def corrected(book: Book) -> Book:  # noqa: F811
    """The small record with one correction of a place, in the form of the real table of errata."""
    package = book.package
    real = json.loads((Path(__file__).resolve().parents[1] / "data" / "datapackage.json").read_text("utf-8"))
    package["resources"].append(next(r for r in real["resources"] if r["name"] == "errata"))
    book.save(package)
    row = {"erratum_id": "geneva-latitude", "published_date": "2016-05-03", "published_precision": "day", "table": "places", "row_id": "geneva"}
    book.write("errata", [row | {"field": "latitude", "old_value": "46.2044", "new_value": "46.2", "reason": "Rounded in the source", "source_ids": ""}])
    return book


def test_what_a_release_wrote_is_read_line_by_line() -> None:
    """Counts, values with their reason, moves and what was cut short."""
    (step,) = corrections.steps(TOLD)
    assert step.title == "Facts, 0.1.0 to 0.1.1" and step.lead == ["A minor change.", "2 values of rows that were published changed."]
    places, gone = step.changes
    assert places.counts == {"Fields added": "1", "Rows added": "2"} and places.fields == {"Fields added": "notes"} and places.more == "1,200"
    assert places.values == [("geneva", "latitude", "46.2044", "46.2", "Rounded in the source")] and places.moved == [("bern-old", "bern")]
    assert (gone.table, gone.state, gone.counts) == ("places_of_old", "withdrawn", {"Rows removed": "3"})
    with pytest.raises(ValueError, match="cannot read: - something new"):
        corrections.steps(TOLD + "\n- something new\n")


def test_everything_that_is_written_can_be_read(book: Book, tmp_path: Path) -> None:  # noqa: F811
    """The page reads what ``changes`` writes, whatever changed."""
    (tmp_path / "data").mkdir()
    for path in book.data.iterdir():
        (tmp_path / "data" / path.name).write_bytes(path.read_bytes())
    before = read(tmp_path / "data")
    book.edit("places", 0, latitude="46.2")
    book.edit("events", 2, summary="“They meet, again” (twice).", outcome="None")
    book.write("event_actors", book.rows("event_actors")[1:])
    now = read(book.data)
    (step,) = corrections.steps(changes.text(before, now, changes.between(before, now)))
    found = {change.table: change for change in step.changes}
    assert found["places"].values == [("geneva", "latitude", "46.2044", "46.2", changes.UNEXPLAINED)]
    assert [value[1:4:2] for value in found["events"].values] == [("summary", "They meet, again” (twice)."), ("outcome", "None")]
    assert found["event_actors"].counts == {"Rows removed": "1"}


def test_the_record_s_own_changes_are_on_the_page(checkout: Path) -> None:
    """Every value that data/CHANGES.md names stands on the page, with a link to its row where the row still stands."""
    told = (checkout / "data" / changes.FILE).read_text("utf-8")
    wanted = sum(" → " in line for line in told.splitlines())
    made = nodes.section("", *corrections.corrections())
    shown = [row for table in made.findall(nodes.table) for row in table.findall(nodes.row) if len(row) == 5]
    links = [ref for ref in made.findall(record_ref) if ref["kind"] != "cite"]
    assert wanted > 0 and len(shown) >= wanted and len(links) >= wanted * 0.9
    reasons = {row[4].astext() for table in made.findall(nodes.table) if table.get("label", "").startswith("Facts") and "tables" not in table["label"] for row in table.findall(nodes.row)}
    assert {"Cell was empty", "Wording"} <= reasons and "" not in reasons
    assert all(f"Facts, {step.title[7:]}" in made.astext() for step in corrections.steps(told))


def test_a_correction_names_old_value_new_value_and_reason(corrected: Book) -> None:
    """It stands under its permanent anchor, leads to the row, and the change of the release leads to it."""
    (corrected.data / changes.FILE).write_text(TOLD, "utf-8")
    listed, facts = corrections.corrections()[:2]
    (line,) = [row for row in listed.findall(nodes.row) if row["ids"] == ["erratum-geneva-latitude"]]
    assert [word in line.astext() for word in ("3 May 2016", "places", "latitude", "46.2044", "46.2", "Rounded in the source")] == [True] * 6
    assert [(ref["target"], ref["explicit"]) for ref in line.findall(record_ref)] == [("geneva", "geneva")]
    assert ("row", "errata/geneva-latitude") in {(ref["kind"], ref["target"]) for ref in facts.findall(record_ref)}


def test_a_corrected_row_says_so(corrected: Book) -> None:
    """The row leads to its correction; other rows do not."""
    rows = {row.place_id: row for row in record.load("places").itertuples(index=False)}
    link = marks.correction("places", rows["geneva"])
    assert link is not None and (link["target"], link["explicit"]) == ("errata/geneva-latitude", "corrected 3 May 2016")
    assert [words[0]["target"] for words in marks.marks("places", rows["geneva"])] == [link["target"]]
    assert all(marks.correction("events", row) is None for row in record.load("events").itertuples(index=False))


def test_without_a_release_there_is_nothing_to_tell(corrected: Book) -> None:
    """A first release has no changes, and says so."""
    assert "This is the first release." in corrections.corrections()[1].astext()
