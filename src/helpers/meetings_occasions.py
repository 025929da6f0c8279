"""Occasions: meetings that the record has as several rows and that were one gathering. And where they took place.

Pandas in, pandas out; nothing is drawn here. A summit that ends in an agreement may be two events, and so may a round
and the talks on its margin. Whoever counts journeys, or how often two actors met, must not count them twice.
"""

from __future__ import annotations

from collections.abc import Mapping

import networkx as nx
import pandas as pd

from helpers import participation
from helpers.meetings import day

NOWHERE = ("remote", "not-stated")
"""Values of ``place_id`` that are no place: by telephone or video, and not stated."""

UNPLACED = ("phone_call", "ceasefire", "recommitment")
"""Talks without a venue: a call has none, and the place of a truce or of its renewal may be where it holds."""


def occasions(events: pd.DataFrame) -> pd.Series:
    """Which events were one occasion.

    Args:
        events: rows of the table ``events``. Two of them are one occasion if they have the same place, neither is a
            call, and their days overlap. Only dates known to the day are compared; an event without a place stands alone.

    Returns:
        By the same index: the id of the first event of the occasion, in the order of the rows.
    """
    exact = events["start_precision"].eq("day") & events["end_precision"].eq("day")
    placed = exact & ~events["place_id"].isin(NOWHERE) & (events["event_type"] != "phone_call")
    graph = nx.Graph()
    graph.add_nodes_from(events["event_id"])
    last, until, place = "", None, None
    for event in events[placed].sort_values(["place_id", "start_first", "event_id"])[["event_id", "place_id", "start_first", "end_last"]].itertuples():
        if event.place_id != place:
            last, until, place = event.event_id, event.end_last, event.place_id
            continue
        if event.start_first <= until:
            graph.add_edge(last, event.event_id)
        if event.end_last > until:
            last, until = event.event_id, event.end_last
    order = {event: number for number, event in enumerate(events["event_id"])}
    first = {event: min(part, key=order.__getitem__) for part in nx.connected_components(graph) for event in part}
    return events["event_id"].map(first)


def venues(events: pd.DataFrame, event_actors: pd.DataFrame, periods: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """How many meetings each place saw in each period.

    Args:
        events: the table ``events``.
        event_actors: the table ``event_actors``.
        periods: name → first and last day; an event belongs to the period of its first day.

    Returns:
        One row per period and place that saw a meeting: ``period``, ``place_id``, ``meetings`` (occasions of talks at
        which at least two actors sat, those of ``UNPLACED`` left out; a place of ``NOWHERE`` counts its events), ``events`` (list
        of ids). Periods in the order given, places by number, ties by id.
    """
    seated = participation.seats(events, event_actors, participation.HOUSES)
    talks = events[events["event_id"].isin(seated["event_id"]) & ~events["event_type"].isin(UNPLACED)]
    talks = talks.assign(occasion=occasions(talks))
    rows = []
    for period, (first, last) in periods.items():
        inside = talks[talks["start_first"].between(day(first), day(last))]
        found = inside.groupby("place_id").agg(meetings=("occasion", "nunique"), events=("event_id", list)).reset_index()
        rows.append(found.assign(period=period).sort_values(["meetings", "place_id"], ascending=[False, True]))
    return pd.concat(rows, ignore_index=True)[["period", "place_id", "meetings", "events"]]
