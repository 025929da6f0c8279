"""Numbers and tables of the chapter Actors."""

from __future__ import annotations

from typing import Any

from helpers import meetings, participation, record
from helpers.display import Table
from helpers.sourcing import ids

LEAST = 5
"""Talks in which a person must be named to stand in the table."""


def numbers() -> dict[str, Any]:
    """Counts of talks and roles of the years before the full-scale invasion, for the prose."""
    events = meetings.within(record.load("events"), participation.EARLY)
    parts = record.load("event_actors")
    parts = parts[parts["event_id"].isin(events["event_id"])]
    seated = participation.seats(events, parts, participation.AREAS)
    per = seated.groupby("table")["event_id"].nunique()
    sat = seated.groupby(["table", "actor_id"])["event_id"].nunique()
    role = participation.roles(parts).set_index(["actor_id", "role"])["events"]
    people = participation.delegates(seated, parts, record.load("people"), events)
    talks = people.groupby("person_id")["talks"].sum()
    last = events[(events["track"] == "normandy") & (events["event_type"] == "summit")]["start_date"].max()
    contact = events[events["event_id"].isin(seated.loc[seated["table"] == "Contact Group", "event_id"])]
    named = parts[parts["event_id"].isin(contact["event_id"]) & parts["person_id"].notna()]["event_id"].nunique()
    return {
        "n_talks": seated["event_id"].nunique(),
        "n_normandy": per["Normandy format"],
        "n_contact": per["Contact Group"],
        "n_us_russia": per["United States and Russia"],
        "n_us_russia_ukraine": int(sat.get(("United States and Russia", "ukraine"), 0)) or "none of them",
        "n_contact_areas": sat["Contact Group", "areas"],
        "n_contact_unnamed": len(contact) - named,
        "ukraine_party": role["ukraine", "party"],
        "russia_party": role["russia", "party"],
        "russia_mediator": role["russia", "mediator"],
        "germany_mediator": role["germany", "mediator"],
        "france_mediator": role["france", "mediator"],
        "osce_mediator": role["osce", "mediator"],
        "germany_host": role["germany", "host"],
        "france_host": role["france", "host"],
        "belarus_host": role["belarus", "host"],
        "rada_author": role["verkhovna-rada", "author"],
        "lavrov_talks": talks["sergey-lavrov"],
        "putin_talks": talks["vladimir-putin"],
        "kuchma_talks": talks["leonid-kuchma"],
        "last_summit_year": last[:4],
    }


def people() -> Table:
    """The people named in most talks since 2014, with the office of the time."""
    events, parts = record.load("events"), record.load("event_actors")
    events = events[events["start_first"] >= meetings.day(participation.EARLY[0])]
    seated = participation.seats(events, parts, participation.HOUSES)
    found = participation.delegates(seated, parts, record.load("people"), events)
    total = found.groupby("person_id")["talks"].transform("sum")
    found = found[total >= LEAST]
    names = participation.short_names(record.load("actors"))
    years = found["first"].astype(str) + "–" + found["last"].astype(str)
    found = found.assign(side=found["actor_id"].map(names), years=years.where(found["first"] != found["last"], found["first"].astype(str)))
    order = list(dict.fromkeys(["ukraine", "russia", "dpr", "lpr", "united-states", "osce", "osce-smm", "germany", "france", "united-kingdom", "turkiye", *found["actor_id"]]))
    found = found.sort_values("actor_id", key=lambda ids: ids.map(order.index), kind="stable")
    return Table(
        found,
        name="tab-people",
        caption="People who are named in at least five of the recorded talks and calls since 2014, with the office that they held then. Accounts often name the head of a delegation alone, so its regulars are undercounted.",
        columns={"side": "For", "person_id": "Person", "office": "Office", "years": "Talks from–to", "talks": "Talks"},
        refs={"person_id": "person"},
        widths={"side": 14, "person_id": 22, "office": 40, "years": 14, "talks": 8},
        sources=ids(events[events["event_id"].isin(seated["event_id"])]),
    )
