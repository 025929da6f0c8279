"""What sources dispute is shown as disputed, with every value, and never held as if it were settled."""

from __future__ import annotations

import pandas as pd
import pytest
from small_record import Book, book  # noqa: F401  (a fixture)
from small_tables import data, table

from helpers import disputes, record, stated
from helpers.errors import RecordError
from helpers.validation import disputed

HEAD = "discrepancy_id | table | row_id | field | value | status\n"
LISTED = {"side_ids": {"list": True, "references": "actors.actor_id"}, "end": {"vocabulary": "truce_end"}}


def told(row: str, *lines: str) -> list[tuple[str, str, str, bool]]:
    """What is said of one row (killed, start_date, side_ids, end, title) whose values are disputed."""
    rows = table("truces", "id", f"id | killed | start_date | side_ids | end | title | is_disputed\nt | {row}", **LISTED)
    given = table("discrepancies", "discrepancy_id", HEAD + "\n".join(f"d-{n} | truces | t | {line}" for n, line in enumerate(lines, 1)))
    return [(p.table, p.field, p.rule, p.warning) for p in disputed.findings(data(rows, given))]


ROW = "7 | 2022-03-05 | ukraine;russia | expired | A truce | true"


def test_a_cell_among_its_values_is_sound() -> None:
    """An adopted value in the cell, an open one, remarks and other spellings of a number, an empty cell."""
    assert told(ROW, "killed | 7.0 | adopted", "killed | about 1,200 | open") == []
    assert told(ROW, "killed | 7, civilians among them | open", "killed | 9 (Kyiv) | open") == []
    assert told(ROW, "start_date | 2022-03-05 (TASS) | adopted", "start_date | 2022-03-06 | explained") == []
    assert told(ROW, "side_ids | russia;ukraine | adopted", "side_ids | russia | open", "end | expired | open", "end | collapsed | open") == []
    assert told(" | 2022-03-05 | | | A truce | true", "killed | 7 | open", "killed | 9 | open") == []
    assert told(" | | | | A truce | true", "killed | not stated | adopted", "killed | 9 | rejected") == []
    assert told(ROW, "title | ended at noon (Ukraine) | open", "title | never began (Russia) | open") == [], "prose holds both"
    assert told(ROW, "side_ids | 35 states | open", "side_ids | 34 states and the Union | open") == []


@pytest.mark.parametrize(
    ("row", "lines", "field", "rule"),
    [
        (ROW, ("killed | 8 | adopted", "killed | 7 | open"), "killed", "gives as adopted (8)"),
        (ROW, ("killed | 8 | open", "killed | 9 | open"), "killed", "one of the values in discrepancies (8; 9)"),
        (ROW, ("start_date | 2022-03-06 | adopted", "start_date | 2022-03 | open"), "start_date", "adopted (2022-03-06)"),
        (ROW, ("side_ids | russia | open", "side_ids | ukraine | open"), "side_ids", "one of the values"),
        (ROW, ("end | collapsed | adopted", "end | expired | open"), "end", "adopted (collapsed)"),
        (ROW, ("killed | 7 | adopted", "killed | 8 | adopted"), "status", "one value of killed is adopted; d-1 is too"),
        (ROW, ("killed | seven | open", "killed | 7 | open"), "value", "truces.killed begins with its number"),
        (ROW.replace("true", "false"), ("killed | 7 | open", "killed | 8 | open"), "is_disputed", "a row with open discrepancies is disputed (d-1)"),
        (ROW, (), "is_disputed", "has its values in discrepancies"),
        (" | 2022-03-05 | | | A truce | true", ("killed | 7 | adopted", "killed | 9 | open"), "killed", "adopted (7)"),
    ],
)
def test_a_disputed_value_is_not_held_as_settled(row: str, lines: tuple[str, ...], field: str, rule: str) -> None:
    """Each way to hide a dispute is one report."""
    found = told(row, *lines)
    assert len(found) == 1 and found[0][1] == field and rule in found[0][2] and not found[0][3], found


def test_what_is_worth_a_look() -> None:
    """A span of days in words, and a dispute with one value, are warnings."""
    assert [(field, warning) for _, field, _, warning in told(ROW, "start_date | between 5 and 9 March | open", "start_date | 2022-03-05 | open")] == [("value", True)]
    assert [(field, warning) for _, field, _, warning in told(ROW, "killed | 7 | open")] == [("killed", True)]


def test_the_small_record_is_checked_for_it(book: Book) -> None:
    """The rule is part of the check: an adopted day that is not the cell's fails."""
    from helpers import validation

    book.edit("discrepancies", 1, value="2015-03-04")
    assert [(p.table, p.field) for p in validation.check(book.root)] == [("events", "start_date")]


# the accessor


def test_values_are_ready_to_draw(book: Book) -> None:
    """Dates have their first and last possible day, the adopted value comes first, the text stays as written."""
    found = disputes.values("events", "start_date")
    assert found["value"].tolist() == ["2015-03-05", "2015-03-06"] and found["is_adopted"].tolist() == [True, False]
    assert found["text"][0] == "2015-03-05, at night" and found["source_ids"].notna().all()
    assert found["first"].tolist() == found["last"].tolist() == [pd.Timestamp("2015-03-05", tz="UTC"), pd.Timestamp("2015-03-06", tz="UTC")]
    assert disputes.values("documents", "points_count").empty


def test_numbers_come_as_numbers(book: Book) -> None:
    """A remark is cut off, thousands are read, what is not stated is missing."""
    rows = book.rows("discrepancies")
    more = [rows[0] | {"discrepancy_id": f"p-{n}", "table": "documents", "row_id": "bridge-protocol", "field": "points_count", "value": value, "status": status} for n, (value, status) in enumerate([("not stated", "open"), ("1,003 or so", "open"), ("2", "adopted")])]
    book.write("discrepancies", [*rows, *more])
    found = disputes.values("documents", "points_count")
    assert found["value"].dtype == "Float64" and found["value"].fillna(-1).tolist() == [2, -1, 1003]
    assert record.disputed("documents", "bridge-protocol", "points_count")["discrepancy_id"].tolist() == ["p-2", "p-0", "p-1"]


def test_prose_has_no_values_to_draw(book: Book) -> None:
    """A field that does not exist or holds prose is refused in one sentence."""
    with pytest.raises(RecordError, match="no field “start”.*There are"):
        disputes.values("events", "start")
    with pytest.raises(RecordError, match="holds prose"):
        disputes.values("events", "summary")


@pytest.mark.parametrize(
    ("text", "sort", "plain"),
    [
        ("12", "number", "12"), ("-3.50", "number", "-3.5"), ("more than 1,000", "number", "1000"), ("2022-03", "number", None), ("many", "number", None),
        ("no end stated", "number", ""), ("not known", "date", ""), ("2022-03-05, TASS", "date", "2022-03-05"), ("2022", "date", "2022"), ("5 March", "date", None),
        ("true (by ruling)", "boolean", "true"), ("perhaps", "boolean", None), ("b;a", "list", "a;b"), ("a and b", "list", None), ("agreed, later", "term", "agreed"), ("as it says", "text", "as it says"),
    ],
)  # fmt: skip
def test_a_value_without_its_remark(text: str, sort: str, plain: str | None) -> None:
    """What a field would hold of a stated value."""
    assert stated.plain(text, sort) == plain


def test_every_dispute_of_the_book_can_be_read() -> None:
    """Each disputed field with values of its own gives them all, typed."""
    rows = record.load("discrepancies")
    for (name, field), group in rows.groupby(["table", "field"]):
        about = record.fields(name).get(field)
        if about and stated.kind(field, about) != "text":
            assert len(disputes.values(name, field)) == len(group)
