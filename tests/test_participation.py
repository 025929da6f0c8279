"""Seats, attendance and roles against a case worked by hand."""

import pandas as pd

from helpers import participation

EVENTS = pd.DataFrame(
    {
        "event_id": ["a", "b", "c", "d"],
        "event_type": ["summit", "contact_group_meeting", "bilateral_talks", "escalation"],
        "track": ["normandy", "contact_group", "ukraine_russia", "normandy"],
        "start_date": ["2014-06-06", "2014-06", "2015", "2015-01-01"],
    }
).assign(start_first=pd.to_datetime(["2014-06-06", "2014-06-01", "2015-01-01", "2015-01-01"], utc=True))
PARTS = pd.DataFrame(
    [
        ("a", "germany", "host", None),
        ("a", "germany", "mediator", "merkel"),
        ("a", "ukraine", "signatory", None),
        ("a", "ukraine", "party", "poroshenko"),
        ("b", "ukraine", "party", None),
        ("b", "dpr", "participant", None),
        ("b", "lpr", "participant", None),
        ("b", "osce-smm", "observer", None),
        ("c", "ukraine", "party", None),
        ("c", "germany", "host", None),
        ("d", "ukraine", "party", None),
        ("d", "russia", "party", None),
    ],
    columns=["event_id", "actor_id", "role", "person_id"],
)
AREAS = participation.AREAS


def test_seats_leave_out_hosts_observers_lone_actors_and_what_is_no_talk():
    seated = participation.seats(EVENTS, PARTS)
    assert list(seated[["event_id", "actor_id", "role"]].itertuples(index=False, name=None)) == [
        ("a", "ukraine", "party"),
        ("a", "germany", "mediator"),
        ("b", "ukraine", "party"),
        ("b", "dpr", "participant"),
        ("b", "lpr", "participant"),
    ]
    assert list(seated["table"].unique()) == ["Normandy format", "Contact Group"]


def test_attendance_counts_absence_too():
    seated = participation.seats(EVENTS, PARTS, AREAS)
    found = participation.attendance(seated, {"Normandy format": ["ukraine", "areas"], "Contact Group": ["areas"]})
    assert list(found.itertuples(index=False, name=None)) == [
        ("Normandy format", "ukraine", 2014, 1, 1, "party"),
        ("Normandy format", "areas", 2014, 1, 0, ""),
        ("Contact Group", "areas", 2014, 1, 1, "participant"),
    ]


def test_two_who_count_as_one_do_not_make_talks():
    parts = PARTS[PARTS["actor_id"].isin(["dpr", "lpr"])]
    assert len(participation.seats(EVENTS, parts)) == 2
    assert participation.seats(EVENTS, parts, AREAS).empty


def test_short_names():
    actors = pd.DataFrame({"actor_id": ["dpr", "lpr", "osce"], "name": ["D", "L", "OSCE"], "short_name": ["‘D’", "‘L’", None]})
    assert participation.short_names(actors) == {"dpr": "‘D’", "lpr": "‘L’", "osce": "OSCE", "areas": "‘D’ and ‘L’"}


def test_roles_count_events_not_rows():
    found = participation.roles(pd.concat([PARTS, PARTS.head(1)]))
    germany = found[found["actor_id"] == "germany"].set_index("role")["events"].to_dict()
    assert germany == {"host": 2, "mediator": 1}
    assert found[found["actor_id"] == "ukraine"].iloc[0].to_dict() == {"actor_id": "ukraine", "role": "party", "events": 4}


def test_delegates_take_the_office_of_the_day():
    people = pd.DataFrame(
        {
            "person_id": ["poroshenko", "poroshenko", "merkel"],
            "name": ["Poroshenko", "Poroshenko", "Merkel"],
            "actor_id": ["ukraine", "ukraine", "germany"],
            "office": ["Candidate", "President", "Chancellor"],
            "start_first": pd.to_datetime([None, "2014-06-01", None], utc=True),
            "end_last": pd.to_datetime(["2014-05-31", None, None], utc=True),
        }
    )
    found = participation.delegates(participation.seats(EVENTS, PARTS), PARTS, people, EVENTS)
    assert found[["person_id", "office", "talks"]].to_dict("records") == [
        {"person_id": "merkel", "office": "Chancellor", "talks": 1},
        {"person_id": "poroshenko", "office": "President", "talks": 1},
    ]
