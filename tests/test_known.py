"""Two times: the record as it could be known on a day, whatever was learnt when."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_record import Book, book  # noqa: F401  (a fixture)

from helpers import known, record

DAYS = st.dates(datetime.date(2014, 12, 1), datetime.date(2016, 2, 1))
# A date at its own precision: day, month or year.
DATES = st.builds(lambda day, cut: day.isoformat()[:cut], DAYS, st.sampled_from([10, 10, 7, 4]))
VIEWS = ["1994-12-31", "2014-09-10", "2015-03", "2019", "2022-02-24", "2022-12-31", "2023-11-25", "2025-05-20", "2026-06-30"]


def plain(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """A frame as text by the ids of its rows, the empty cell as the empty text."""
    return frame.astype(object).where(frame.notna(), "").astype(str).set_axis(record.row_key(frame, record.primary_key(name)), axis=0)


def assert_grows(earlier: known.AsOf, later: known.AsOf) -> None:
    """Each row of the earlier view is in the later one, and each filled cell is as it was, or a longer list."""
    for name in record.tables():
        listed = {f for f, about in record.fields(name).items() if about.get("list")}
        one, other = earlier.load(name), later.load(name)
        if one is other or one.equals(other):
            continue
        before, after = plain(one, name), plain(other, name)
        assert before.index.isin(after.index).all(), f"{name}: a row is lost"
        after = after.loc[before.index]
        moved = (before != after) & (before != "")
        for column in before.columns[moved.any()]:
            for old, new in zip(before.loc[moved[column], column], after.loc[moved[column], column], strict=True):
                assert column in listed and set(old.split(";")) <= set(new.split(";")), f"{name}.{column}: {old} became {new}"


def assert_whole(view: known.AsOf) -> None:
    """No reference of the view leads to a row that it does not have; what the schema requires is there."""
    for name in record.tables():
        frame, about = view.load(name), record.fields(name)
        for column, (table, target) in known._targets(name).items():
            items = set(";".join(frame[column].dropna()).split(";")) - {""} if about[column].get("list") else set(frame[column].dropna())
            assert items <= set(view.load(table)[target]), f"{name}.{column} leads to what is not known"
        for column in record.primary_key(name):
            if about[column].get("constraints", {}).get("required"):
                assert frame[column].notna().all(), f"{name}.{column}"
        if "known_from" in frame:
            assert (record.days(frame["known_from"])[1] <= view.day).all(), name


def rewrite(book: Book, data: st.DataObject) -> None:
    """Give every dated row another day from which it was known, and every later field one or none."""
    for name in record.tables():
        columns = [c for c in record.fields(name) if c == "known_from" or c.endswith("_known_from")]
        if columns:
            rows = book.rows(name)
            for row in rows:
                row |= {c: data.draw(DATES if c == "known_from" else st.one_of(st.just(""), DATES), label=f"{name}.{c}") for c in columns}
            book.write(name, rows)


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), days=st.lists(DATES, min_size=2, max_size=3))
def test_knowledge_only_grows_and_hangs_together(book: Book, data: st.DataObject, days: list[str]) -> None:
    """Whatever became known when, at whatever precision: views grow with the day, and none leads to the unknown."""
    rewrite(book, data)
    views = sorted((record.as_of(day) for day in days), key=lambda view: view.day)
    for view in views:
        assert_whole(view)
    for earlier, later in zip(views, views[1:]):
        assert_grows(earlier, later)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=DATES, day=DAYS)
def test_an_imprecise_day_counts_from_its_last(book: Book, told: str, day: datetime.date) -> None:
    """A row told in June is there when June is over, and not a day before."""
    rows = book.rows("events")
    book.write("events", [*rows[:2], rows[2] | {"known_from": told}])
    last = record.days([told])[1][0]
    there = "2015-06-02-second-round" in set(record.as_of(day).load("events")["event_id"])
    assert there == (pd.Timestamp(day) >= pd.Timestamp(last))


def test_an_undated_end_is_not_known_while_the_truce_holds(book: Book) -> None:
    """How a truce ended, without a day on which that was known, belongs to the last day of evidence."""
    book.edit("ceasefires", 0, end_date="", end_precision="", end_known_from="")
    evidence = record.package()["record"]["last_evidence_date"]
    early, late = (record.as_of(day).load("ceasefires").iloc[0] for day in ("2015-07-01", evidence))
    assert pd.isna(early["end_reason"]) and late["end_reason"] == "Lapsed"


def test_later_contradictions_and_remarks_are_not_there(book: Book) -> None:
    """A value that the Gazette gives on 6 March is not there on the 5th, the adopted one is; remarks are today's."""
    book.edit("events", 1, notes="The Gazette has another day")
    early, late = (record.as_of(day) for day in ("2015-03-05", "2015-03-06"))
    assert early.load("discrepancies")["status"].tolist() == ["adopted"] and len(late.load("discrepancies")) == 2
    assert late.load("events")["notes"].isna().all()
    evidence = record.package()["record"]["last_evidence_date"]
    assert record.as_of(evidence).load("events")["notes"].notna().any()


def test_a_mention_of_the_unknown_is_emptied(book: Book) -> None:
    """A row that only mentions another by table and id stays; one that is about it goes with it."""
    package = book.package
    fields = {f["name"]: f for f in book.fields("discrepancies", package)}
    assert record.as_of("2015-03-04").load("discrepancies").empty
    for name in ("table", "row_id"):
        fields[name]["constraints"].pop("required")
    book.save(package)
    rows = record.as_of("2015-03-04").load("discrepancies")
    assert len(rows) == 1 and rows[["table", "row_id"]].isna().all(axis=None)


@pytest.mark.parametrize("day", VIEWS)
def test_the_book_hangs_together_on_any_day(day: str) -> None:
    """The real tables: no view leads to what it does not have."""
    assert_whole(record.as_of(day))


def test_the_book_grows_with_the_days() -> None:
    """The real tables: each view is in the next, and the end of the last year of evidence has all of the record."""
    views = [record.as_of(day) for day in [*VIEWS, record.package()["record"]["last_evidence_date"][:4]]]
    for earlier, later in zip(views, views[1:]):
        assert_grows(earlier, later)
    for name in record.tables():
        pd.testing.assert_frame_equal(views[-1].load(name), record.load(name))
