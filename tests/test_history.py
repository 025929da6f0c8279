"""The chapter History against the record: nothing is left out of a figure, no id that a helper names is dangling."""

import pytest

from helpers import meetings, record
from helpers.errors import RecordError
from helpers.figures import history as figures
from helpers.figures import history_time, record_time, record_votes
from helpers.tables import history as tables
from helpers.tables import since_2022


def terms(vocabulary):
    rows = record.load("vocabulary")
    return set(rows.loc[rows["vocabulary"] == vocabulary, "term"])


def test_every_type_and_track_has_one_place():
    types = [kind for kinds, _, _ in history_time.KINDS.values() for kind in kinds]
    tracks = [track for row in record_time.ROWS.values() for track in row]
    early = [track for row in history_time.ROWS.values() for track in row]
    assert len(types) == len(set(types)) and terms("event_type") <= set(types)
    assert len(tracks) == len(set(tracks)) and terms("track") <= set(tracks)
    assert len(early) == len(set(early)) and set(meetings.within(record.load("events"))["track"]) <= set(early)


def test_an_unknown_type_is_named():
    with pytest.raises(RecordError, match="no place for events of type “parade”"):
        history_time._kind("parade")


def test_ids_that_helpers_name_exist():
    events, clauses = record.load("events"), record.load("provisions")
    assert set(history_time.LABELS) <= set(events["event_id"])
    assert {event for steps in tables.STEPS.values() for event in steps} <= set(events["event_id"])
    assert set(tables.STEPS) <= set(clauses.loc[clauses["document_id"] == "minsk-ii", "point"])


def test_timeline_holds_every_event_of_the_period():
    drawn = figures.timeline()
    assert len(drawn.data["data"]) == tables.numbers()["n_events"] == len(meetings.within(record.load("events")))
    assert f"{len(drawn.data['data'])} events" in drawn.alt


def test_truces_are_counted_alike_everywhere():
    numbers, listed, drawn = tables.numbers(), tables.truces(), figures.truces()
    assert len(listed.data["data"]) == numbers["n_commitments"]
    assert len(drawn.data["data"]) == numbers["n_truces"] == numbers["n_violation_known"] + numbers["n_violation_unknown"]


def test_timeline_of_the_record_holds_every_event():
    """Everything since 2014 stands in it; the Budapest Memorandum and its time lie before."""
    drawn, events = figures.timeline_record(), record.load("events")
    assert len(drawn.data["data"]) == int((events["start_date"] >= "2014-02").sum())


def test_truces_since_the_invasion_are_all_drawn_or_listed():
    """A truce or a proposal stands once in the figure, unless it was in force without a first day."""
    every = record.load("ceasefires")
    later = every[every["announced_first"].fillna(every["effective_first"]) >= meetings.day(meetings.INVASION)]
    drawn = figures.truces_all().data["data"]
    dayless = later["truce_status"].isin(["agreed", "declared", "in_force"]) & later["effective_first"].isna() & (later["end_reason"] != "not_started")
    assert len(drawn) == len(later) - int(dayless.sum())
    assert len(since_2022.truce_proposals().data["data"]) == sum(row["closed_by"] == "not begun" for row in drawn)


def test_every_vote_has_a_subject():
    assert "Other" not in {row["subject"] for row in figures.un_votes_all().data["data"]}
    assert record_votes._subject("Situation in the moon") == "Other"


def test_rounds_in_istanbul_exist_and_have_what_was_carried_out():
    found = since_2022.istanbul().data["data"]
    assert [row["event_id"] for row in found] == list(since_2022.ISTANBUL)
    assert all(row["done"] for row in found)


@pytest.mark.parametrize("name", ["istanbul", "envoys", "truce_proposals", "vote_moves"])
def test_every_table_since_2022_has_sources_that_exist(name):
    table = getattr(since_2022, name)()
    assert table.sources and set(table.sources) <= set(record.load("sources")["source_id"])


@pytest.mark.parametrize("name", figures.__all__)
def test_every_figure_says_what_it_shows(name):
    figure = getattr(figures, name)()
    assert figure.caption.endswith(".") and figure.alt.endswith(".") and figure.sources and figure.data["data"]
    assert set(figure.sources) <= set(record.load("sources")["source_id"])
