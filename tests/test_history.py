"""The chapter History against the record: nothing is left out of a figure, no id that a helper names is dangling."""

import pytest

from helpers import meetings, record
from helpers.errors import RecordError
from helpers.figures import history as figures
from helpers.figures import history_time
from helpers.tables import history as tables


def terms(vocabulary):
    rows = record.load("vocabulary")
    return set(rows.loc[rows["vocabulary"] == vocabulary, "term"])


def test_every_type_and_track_has_one_place():
    types = [kind for kinds, _, _ in history_time.KINDS.values() for kind in kinds]
    tracks = [track for row in history_time.ROWS.values() for track in row]
    assert len(types) == len(set(types)) and terms("event_type") <= set(types)
    assert len(tracks) == len(set(tracks)) and terms("track") <= set(tracks)


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


@pytest.mark.parametrize("name", figures.__all__)
def test_every_figure_says_what_it_shows(name):
    figure = getattr(figures, name)()
    assert figure.caption.endswith(".") and figure.alt.endswith(".") and figure.sources and figure.data["data"]
    assert set(figure.sources) <= set(record.load("sources")["source_id"])
