"""Who met whom: pairs of actors in the same talks, as a graph.

Pandas in, pandas and networkx out; nothing is drawn here. Two actors met if both had a seat in talks that were no call.
Somebody who goes between the sides met both, which does not make the sides meet. One occasion counts once for a pair,
however many rows the record has of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import combinations

import networkx as nx
import pandas as pd

from helpers import intensity, meetings, meetings_occasions, participation

PERIODS = {
    "2014–15": ("2014-02-01", "2015-12-31"),
    "2016 to the invasion": ("2016-01-01", "2022-02-23"),
    "From the invasion, 2022": ("2022-02-24", "2022-12-31"),
    "2023 to 19 January 2025": ("2023-01-01", "2025-01-19"),
    "From 20 January 2025": ("2025-01-20", "2025-12-31"),
    "2026": ("2026-01-01", "2026-12-31"),
}
"""Periods of the graph, those of the chapter with the long ones parted: name → first and last day."""

SIDES = ("russia", "ukraine")


def _together(event_type: str, roles: Mapping[str, str]) -> list[tuple[str, str]]:
    """The pairs that met in one event, from the role of each actor; in a shuttle only pairs with a mediator."""
    pairs = list(combinations(sorted(roles), 2))
    if event_type not in intensity.SHUTTLE:
        return pairs
    between = {actor for actor, role in roles.items() if role == "mediator"}
    return [pair for pair in pairs if pair != SIDES and (not between or between & set(pair))]


def met(events: pd.DataFrame, event_actors: pd.DataFrame, formats: Collection[str] = (), together: Mapping[str, str] = participation.HOUSES) -> pd.DataFrame:
    """Every pair of actors that met, once for each occasion.

    Args:
        events: rows of the table ``events``.
        event_actors: the table ``event_actors``.
        formats: actors that are left out, since their members sit for themselves.
        together: actor id → id under which it is counted.

    Returns:
        One row per pair and occasion in the order of the events: ``event_id`` (the first of the occasion at which the
        pair sat together), ``start_first``, ``one`` and ``other`` (ids in alphabetical order).
    """
    talks = events[events["event_type"] != "phone_call"]
    seated = participation.seats(talks, event_actors[~event_actors["actor_id"].isin(formats)], together)
    talks = talks[talks["event_id"].isin(seated["event_id"])]
    talks = talks.assign(occasion=meetings_occasions.occasions(talks))
    roles = {event: dict(zip(here["actor_id"], here["role"])) for event, here in seated.groupby("event_id")}
    rows = [
        (event.event_id, event.occasion, event.start_first, one, other)
        for event in talks.itertuples()
        for one, other in _together(event.event_type, roles[event.event_id])
    ]
    found = pd.DataFrame(rows, columns=["event_id", "occasion", "start_first", "one", "other"])
    return found.drop_duplicates(["occasion", "one", "other"]).drop(columns="occasion").reset_index(drop=True)


def graph(pairs: pd.DataFrame) -> nx.Graph:
    """Pairs as a graph: nodes actors, edges with ``meetings``, the number of occasions; nodes in alphabetical order."""
    found = nx.Graph()
    found.add_nodes_from(sorted(set(pairs["one"]) | set(pairs["other"])))
    for (one, other), number in pairs.groupby(["one", "other"]).size().items():
        found.add_edge(one, other, meetings=int(number))
    return found


def centrality(network: nx.Graph) -> pd.DataFrame:
    """How central each actor is.

    Returns:
        One row per actor, the most partners first, ties by betweenness and by id: ``actor_id``, ``partners`` (number of
        actors met), ``met`` (sum of the occasions over all partners), ``betweenness`` (share of the shortest ways between two
        others that lead through the actor, Freeman 1977, without weights, 0 to 1).
    """
    between = nx.betweenness_centrality(network)
    rows = [(actor, network.degree(actor), network.degree(actor, weight="meetings"), between[actor]) for actor in network]
    found = pd.DataFrame(rows, columns=["actor_id", "partners", "met", "betweenness"])
    return found.sort_values(["partners", "betweenness", "actor_id"], ascending=[False, False, True], ignore_index=True)


def occasions_of(pairs: pd.DataFrame) -> pd.Series:
    """How many occasions each actor shared with at least one other: by actor id, the most first, ties by id."""
    both = pd.concat([pairs[["event_id", side]].rename(columns={side: "actor_id"}) for side in ("one", "other")])
    found = both.drop_duplicates().groupby("actor_id")["event_id"].nunique().rename("occasions")
    return found.reset_index().sort_values(["occasions", "actor_id"], ascending=[False, True]).set_index("actor_id")["occasions"]


def by_period(pairs: pd.DataFrame, periods: Mapping[str, tuple[str, str]] = PERIODS) -> dict[str, nx.Graph]:
    """The graph of each period, from what ``met`` gives."""
    return {name: graph(meetings.within(pairs, days)) for name, days in periods.items()}
