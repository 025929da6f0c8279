"""The tables of History and Actors that lay rows of the record side by side."""

import pandas as pd
import pytest

from helpers import meetings, readouts, record
from helpers.tables import actors_envoys, actors_europe, calls, harm, proposals, then_and_now


def said(event, actor, length, summary, sources="a-2025-x"):
    return {"event_id": event, "actor_id": actor, "length_stated": length, "summary": summary, "source_ids": sources}


def test_accounts_stand_side_by_side_with_both_lengths_and_each_source_once():
    rows = pd.DataFrame([said("two", "russia", "50 minutes", "B"), said("two", "united-states", "an hour", "A", "a-2025-x;b-2025-y"), said("one", "ukraine", None, "C")])
    found = readouts.side_by_side(rows, "united-states").set_index("event_id")
    assert list(found.index) == ["one", "two"]
    assert tuple(found.loc["two", ["one", "other", "length", "source_ids"]]) == ("A", "B", "an hour; 50 minutes", "a-2025-x;b-2025-y")
    assert tuple(found.loc["one", ["one", "other", "length"]]) == ("", "C", "")


def test_lengths_that_agree_are_said_once():
    rows = pd.DataFrame([said("two", "russia", "an hour", "B"), said("two", "united-states", "an hour", "A")])
    assert readouts.side_by_side(rows, "united-states")["length"].tolist() == ["an hour"]


def test_a_third_account_is_refused():
    rows = pd.DataFrame([said("two", "russia", "", "B"), said("two", "ukraine", "", "A")])
    with pytest.raises(ValueError, match="2 other accounts"):
        readouts.side_by_side(rows, "united-states")


def test_every_readout_of_a_call_is_shown():
    shown = {row["event_id"] for row in calls.calls().data["data"]}
    events = record.load("events").set_index("event_id")
    told = record.load("readouts")["event_id"]
    assert {event for event in told if events.at[event, "event_type"] == "phone_call"} <= shown


def test_a_day_shows_only_what_was_known_then():
    early, late = then_and_now.standing_on("2025-02-02"), then_and_now.standing_on("2025-05-20")
    assert early["Last talk of Presidents Trump and Putin"] == "–"
    assert "16 May 2025" in late["Last round with both Ukraine and Russia"]
    assert "19 May 2025" in late["Last talk of Presidents Trump and Putin"]
    assert list(early) == list(late)


def test_the_register_of_proposals_is_in_order_and_whole():
    documents = pd.DataFrame(
        {
            "document_id": ["late", "law", "early", "before"],
            "document_type": ["plan", "legal_act", "draft", "plan"],
            "date_first": [meetings.day(d) for d in ("2023-01-01", "2023-01-01", "2022-03-01", "2022-01-01")],
            "date_last": [meetings.day(d) for d in ("2023-01-31", "2023-01-01", "2022-03-01", "2022-01-01")],
        }
    )
    assert proposals.register(documents, meetings.day("2022-02-24"))["document_id"].tolist() == ["early", "late"]


def test_people_who_are_watched_exist_and_keep_their_talks():
    people = set(record.load("people")["person_id"])
    assert {person for listed in actors_envoys.WATCHED.values() for person in listed.split()} <= people
    rows = actors_envoys.mandates().data["data"]
    assert sum(row["talks"] for row in rows if row["person_id"] == "steve-witkoff") > 30


def test_latest_counts_are_the_latest():
    dead = record.load("civilian_casualties")
    dead = dead[dead["series_id"] == harm.VERIFIED]
    newest = dead.loc[dead["end_last"].idxmax()]
    assert harm.latest().set_index("what").at["Civilians killed", "number"] == f"{int(newest['killed']):,}"


def test_every_european_step_has_a_place_or_none():
    assert all(row["place"] for row in actors_europe.initiatives().data["data"])
