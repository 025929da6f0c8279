"""Tables and numbers of the chapter Actors on who met whom and where, on maps of votes, and on shared formats."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers import meetings_occasions, participation, participation_formats, participation_network, record, voting, voting_maps
from helpers.display import Table
from helpers.figures import actors_formats, actors_network, actors_venues
from helpers.sourcing import ids
from helpers.wording import in_words

SHOWN = 6
"""Actors of each period in the table of the graphs."""

COALITION = "coalition-of-the-willing"


def _pairs() -> pd.DataFrame:
    """Who met whom, formats left out."""
    actors = record.load("actors")
    formats = set(actors.loc[actors["actor_type"] == "format", "actor_id"])
    return participation_network.met(record.load("events"), record.load("event_actors"), formats)


def central() -> Table:
    """The most central actors of each period."""
    names, events, pairs = participation.short_names(record.load("actors")), record.load("events"), _pairs()
    rows = []
    for period, graph in participation_network.by_period(pairs).items():
        found = participation_network.centrality(graph).head(SHOWN)
        rows.append(found.assign(period=[period, *[""] * (len(found) - 1)], actor=found["actor_id"].map(names)))
    frame = pd.concat(rows, ignore_index=True)
    frame["between"] = [f"{share:.2f}" for share in frame["betweenness"]]
    return Table(
        frame,
        name="tab-network",
        caption=(
            f"The {SHOWN} actors with most partners in each period of {{fig}}`fig-network`, all actors counted. Betweenness is the share of the shortest ways between two others that lead through the actor, 0 to 1: "
            "high for an actor that joins others who do not meet, low, beside many partners, for one that was at the same large meetings as they."
        ),
        columns={"period": "Period", "actor": "Actor", "partners": "Partners", "met": "Meetings, summed over partners", "between": "Betweenness"},
        widths={"period": 30, "actor": 26, "partners": 12, "met": 18, "between": 14},
        align={"between": "right"},
        sources=ids(events[events["event_id"].isin(pairs["event_id"])]),
    )


def named() -> Table:
    """The states of the coalition of the willing by the day on which the record first has them named."""
    memberships, names = record.load("memberships"), participation.short_names(record.load("actors"))
    found = participation_formats.first_named(memberships, COALITION)
    found = found.assign(when=found["start_date"].map(in_words), states=found["members"].map(lambda members: ", ".join(sorted(names[m] for m in members))))
    return Table(
        found,
        name="tab-coalition-named",
        caption="When each state is first named at a meeting of the coalition of the willing by a source of the record. A state may have taken part earlier, and its name says nothing about forces; the hosts’ counts are in {fig}`fig-coalition`.",
        columns={"when": "First named", "states": "States", "number": "Number", "all": "So far"},
        widths={"when": 18, "states": 62, "number": 10, "all": 10},
        sources=ids(memberships[memberships["coalition_id"] == COALITION]),
    )


def _venues() -> dict[str, Any]:
    found = meetings_occasions.venues(record.load("events"), record.load("event_actors"), actors_venues.PERIODS)
    country = record.load("places").set_index("place_id")["country_iso3"]
    found = found.assign(country=found["place_id"].map(country))
    rows: dict[str, Any] = {}
    for short, period in zip(("early", "war", "late"), actors_venues.PERIODS):
        here = found[found["period"] == period]
        placed = here[~here["place_id"].isin(meetings_occasions.NOWHERE)]
        rows |= {f"venue_meetings_{short}": int(here["meetings"].sum()), f"venue_places_{short}": len(placed)}
        rows |= {f"venue_{c.lower()}_{short}": int(placed.loc[placed["country"] == c, "meetings"].sum()) or "none" for c in ("UKR", "RUS", "USA", "BLR", "TUR")}
    return rows


def _votes() -> dict[str, Any]:
    votes, calls = record.load("un_votes"), record.load("roll_calls")
    cast = voting.matrix(calls, voting_maps.on_the_war(votes))
    first, last = "unga-es-11-6", "unga-es-11-7"
    yes = cast[cast[first] == "yes"]
    after = yes[last].value_counts()
    return {
        "vote_maps": cast.shape[1],
        "vote_always_yes": int((cast == "yes").all(axis=1).sum()),
        "vote_always_no": int((cast == "no").all(axis=1).sum()),
        "vote_yes_2023": len(yes),
        **{f"vote_then_{answer}": int(after.get(answer, 0)) for answer in ("yes", "no", "abstain", "not_voting")},
    }


def numbers() -> dict[str, Any]:
    """Numbers for the prose beside the maps and graphs."""
    graphs = participation_network.by_period(_pairs())
    sides = [actors_network.sides(graph) for graph in graphs.values()]
    us = [graph.get_edge_data("ukraine", "united-states", {"meetings": 0})["meetings"] for graph in graphs.values()]
    russia = [graph.get_edge_data("russia", "united-states", {"meetings": 0})["meetings"] for graph in graphs.values()]
    memberships, actors = record.load("memberships"), record.load("actors")
    states = set(actors.loc[actors["actor_type"] == "state", "actor_id"])
    inside = participation_formats.members(memberships, str(record.package()["record"]["last_evidence_date"]))
    return {
        **_venues(),
        **_votes(),
        "met_sides_before": sides[0] + sides[1],
        "met_sides_2022": sides[2],
        "met_sides_since": sum(sides[3:]),
        "met_us_ukraine_2025": us[4],
        "met_us_russia_2025": russia[4],
        "met_us_russia_2026": russia[5],
        "coalition_named": len(inside[COALITION] & states),
        "coalition_absent": len((inside["nato"] | inside["european-union"]) & states - inside[COALITION]),
        "formats_compared": len(actors_formats.FORMATS),
    }
