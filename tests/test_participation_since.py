"""Tables, mediators, mandates, positions and stated numbers of the chapter Actors, against cases worked by hand."""

import pandas as pd
import pytest

from helpers import participation, participation_counts, participation_mediators, participation_people, participation_positions
from helpers.errors import RecordError
from helpers.figures import actors_positions


def _day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text, tz="UTC")


EVENTS = pd.DataFrame(
    [
        ("call", "phone_call", "us_russia", "2025-02-12"),
        ("visit", "summit", "us_ukraine", "2025-02-28"),
        ("minsk", "summit", "normandy", "2015-02-11"),
        ("declared", "ceasefire", "ukraine_russia", "2026-04-09"),
        ("promised", "ceasefire", "contact_group", "2018-08-29"),
        ("grain", "agreement", "black_sea", "2022-07-22"),
        ("swap", "prisoner_exchange", "humanitarian", "2024-01-03"),
        ("law", "legislation", "domestic_us", "2024-04-24"),
    ],
    columns=["event_id", "event_type", "track", "start_date"],
).assign(title="T", summary="S", start_first=lambda f: pd.to_datetime(f["start_date"], utc=True))
PARTS = pd.DataFrame(
    [
        ("call", "united-states", "party", "trump"),
        ("call", "united-states", "mediator", "trump"),
        ("call", "russia", "party", "putin"),
        ("visit", "united-states", "host", "trump"),
        ("visit", "ukraine", "party", "zelenskyy"),
        ("minsk", "ukraine", "party", None),
        ("minsk", "russia", "party", None),
        ("minsk", "belarus", "host", "lukashenko"),
        ("declared", "ukraine", "party", None),
        ("declared", "russia", "party", None),
        ("promised", "ukraine", "party", None),
        ("promised", "osce", "mediator", None),
        ("grain", "turkiye", "mediator", "erdogan"),
        ("grain", "un-secretary-general", "mediator", None),
        ("grain", "united-nations", "mediator", None),
        ("swap", "united-arab-emirates", "mediator", None),
        ("law", "united-states", "mediator", None),
    ],
    columns=["event_id", "actor_id", "role", "person_id"],
)


def test_a_host_sits_where_it_came_in_person_and_the_table_is_of_that_kind():
    seated = participation.seats(EVENTS, PARTS)
    visit = seated[seated["event_id"] == "visit"].set_index("actor_id")["role"].to_dict()
    assert visit == {"ukraine": "party", "united-states": "host"}
    assert "belarus" not in set(seated["actor_id"]), "Lukashenko gave the room at Minsk and did not sit"


def test_a_truce_counts_as_talks_only_where_a_meeting_made_it():
    seated = participation.seats(EVENTS, PARTS)
    assert "promised" in set(seated["event_id"])
    assert "declared" not in set(seated["event_id"])


def test_circle_counts_absence_and_keeps_the_order_of_tables():
    found = participation.circle(participation.seats(EVENTS, PARTS, participation.HOUSES), ["russia", "united-nations"])
    assert list(found.itertuples(index=False, name=None)) == [
        ("Normandy format", "russia", 1, 1),
        ("Normandy format", "united-nations", 1, 0),
        ("Contact Group", "russia", 1, 0),
        ("Contact Group", "united-nations", 1, 0),
        ("United States and Russia", "russia", 1, 1),
        ("United States and Russia", "united-nations", 1, 0),
        ("United States and Ukraine", "russia", 1, 0),
        ("United States and Ukraine", "united-nations", 1, 0),
        ("Grain and shipping", "russia", 1, 0),
        ("Grain and shipping", "united-nations", 1, 1),
    ]


def test_mediators_are_counted_once_per_event_and_in_the_same_way():
    found = participation_mediators.mediated(EVENTS, PARTS, participation.HOUSES)
    assert list(found.itertuples(index=False, name=None)) == [
        ("call", "united-states", "Talks and missions"),
        ("promised", "osce", "Truces"),
        ("grain", "turkiye", "Agreements, renewals"),
        ("grain", "united-nations", "Agreements, renewals"),
        ("swap", "united-arab-emirates", "Exchanges, returns"),
    ]
    results = participation_mediators.results(found)
    assert len(results) == 5 * len(participation_mediators.RESULTS)
    assert results["events"].sum() == 5
    assert list(results["actor_id"].unique()) == ["osce", "turkiye", "united-arab-emirates", "united-nations", "united-states"]


PEOPLE = pd.DataFrame(
    {
        "person_id": ["trump", "trump", "putin", "erdogan"],
        "name": ["Trump", "Trump", "Putin", "Erdoğan"],
        "office": ["Candidate", "President", "President of Russia", "President of Türkiye"],
        "start_first": pd.to_datetime(["2022-11-01", "2025-01-20", "2012-05-07", None], utc=True),
        "end_last": pd.to_datetime(["2024-11-30", None, None, None], utc=True),
    }
)


def test_named_and_mandates():
    talks = participation_people.named(EVENTS, PARTS, ["trump", "putin", "erdogan"])
    assert list(zip(talks["person_id"], talks["event_id"])) == [("erdogan", "grain"), ("trump", "call"), ("putin", "call"), ("trump", "visit")]
    held = participation_people.mandates(PEOPLE, talks, _day("2022-02-24")).set_index("office")
    assert list(held.index) == ["Candidate", "President", "President of Russia"], "an office without a first day is left out"
    assert held.at["Candidate", "end"] == _day("2024-11-30") and held.at["Candidate", "is_end_known"]
    assert held.at["President", "end"] == _day("2025-02-28") and not held.at["President", "is_end_known"], "to the last talks"
    assert held.at["President of Russia", "start"] == _day("2022-02-24"), "cut to the first day asked for"


def test_office_of_the_day_and_rosters():
    assert participation_people.office(PEOPLE, "trump", _day("2023-05-01"))["office"] == "Candidate"
    assert participation_people.office(PEOPLE, "trump", _day("2026-05-01"))["office"] == "President"
    with pytest.raises(KeyError):
        participation_people.office(PEOPLE, "nobody", _day("2026-05-01"))
    found = participation_people.rosters(EVENTS[EVENTS["event_id"].isin(["call", "swap"])], PARTS, PEOPLE, ["russia", "united-states", "united-arab-emirates"])
    assert list(zip(found["event_id"], found["actor_id"], found["delegates"])) == [
        ("call", "russia", "Putin (President of Russia)"),
        ("call", "united-states", "Trump (President)"),
        ("swap", "united-arab-emirates", ""),
    ]


POSITIONS = pd.DataFrame(
    [
        ("a", "russia", "ceasefire", "ceasefire-2022", "4", "2022-03-07", "declared"),
        ("b", "russia", "ceasefire", "ceasefire-2022", "2", "2022-09-30", "declared"),
        ("c", "russia", "ceasefire", "ceasefire-2025", "3", "2025-05-11", "reported"),
        ("d", "ukraine", "ceasefire", "ceasefire-2025", "0", "2025-03-11", "declared"),
        ("e", "ukraine", "ceasefire", "ceasefire-2025", "1", "2025-03-11", "declared"),
        ("f", "ukraine", "ceasefire", "ceasefire-2025", None, "2025-06-01", "declared"),
        ("g", "china", "ceasefire", "ceasefire-2025", "2", "2025-06-01", "declared"),
    ],
    columns=["position_id", "actor_id", "issue_id", "scale_id", "stance_code", "date", "position_type"],
).assign(date_first=lambda f: pd.to_datetime(f["date"], utc=True))


def test_a_position_holds_until_the_next_and_ends_with_its_scale():
    found = participation_positions.courses(POSITIONS, ["ceasefire"], ["ukraine", "russia"], {"ceasefire-2022": "2024-12-31"}, "2026-10-10")
    assert list(found[["position_id", "step", "start", "end", "is_reported"]].itertuples(index=False, name=None)) == [
        ("e", 1, "2025-03-11", "2026-10-10", False),
        ("a", 4, "2022-03-07", "2022-09-30", False),
        ("b", 2, "2022-09-30", "2024-12-31", False),
        ("c", 3, "2025-05-11", "2026-10-10", True),
    ]
    moved = participation_positions.moved(found)
    assert list(moved[["actor_id", "scale_id", "first", "last", "count"]].itertuples(index=False, name=None)) == [
        ("ukraine", "ceasefire-2025", 1, 1, 1),
        ("russia", "ceasefire-2022", 4, 2, 2),
        ("russia", "ceasefire-2025", 3, 3, 1),
    ]


def test_labels_stay_apart_and_on_the_panel():
    placed = actors_positions._apart([3.9, 4.0, 4.1])
    assert all(b - a >= actors_positions.GAP - 1e-9 for a, b in zip(placed, placed[1:]))
    assert max(placed) <= 4.3 + 1e-9


@pytest.mark.parametrize(("text", "number"), [("35", 35), ("Thirty-five", 35), ("twelve", 12), ("ninety", 90), ("1,212", 1212)])
def test_numbers_in_words(text, number):
    assert participation_counts.number(text) == number


@pytest.mark.parametrize("text", ["several", "thirty-foo", ""])
def test_no_number(text):
    with pytest.raises(ValueError):
        participation_counts.number(text)


def test_stated_numbers_follow_the_text():
    events = pd.DataFrame({"event_id": ["a", "b"], "start_date": ["2025-03-15", "2025-09-04"], "summary": ["He gathers about 25 leaders.", "European states plan: thirty-five states meet, 26 have promised."]})
    found = participation_counts.stated(events, {"b": "states", "a": "leaders"})
    assert list(found.itertuples(index=False, name=None)) == [("b", "2025-09-04", 35, False), ("a", "2025-03-15", 25, True)]
    with pytest.raises(RecordError):
        participation_counts.stated(events, {"a": "states"})
    with pytest.raises(RecordError):
        participation_counts.stated(events, {"c": "states"})
