"""Which mediator had a part in what, every mediator counted in the same way.

Pandas in, pandas out. A mediator is an actor that the record codes so in an event; what came of the event is told by
its type alone, so that no result is weighed.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from helpers import participation

RESULTS = {
    "Talks and missions": tuple(kind for kind in participation.TALKS if kind not in ("agreement", "ceasefire", "recommitment")),
    "Agreements, renewals": ("agreement", "recommitment"),
    "Truces": ("ceasefire",),
    "Exchanges, returns": ("prisoner_exchange", "return_of_bodies"),
}
"""Kinds of events with a mediator → the values of ``event_type`` that count for them, in the order in which they are shown."""


def mediated(events: pd.DataFrame, event_actors: pd.DataFrame, together: Mapping[str, str] = {}) -> pd.DataFrame:
    """The events in which somebody mediated.

    Args:
        events: rows of the table ``events``.
        event_actors: the table ``event_actors``.
        together: actor id → id under which it is counted.

    Returns:
        One row per event and mediator, in the order of ``events``: ``event_id``, ``actor_id``, ``kind`` (a key of
        ``RESULTS``; events of other types are left out).
    """
    kinds = {kind: name for name, types in RESULTS.items() for kind in types}
    parts = event_actors.loc[event_actors["role"] == "mediator", ["event_id", "actor_id"]]
    parts = parts.assign(actor_id=parts["actor_id"].replace(dict(together))).drop_duplicates()
    found = events[["event_id", "event_type"]].merge(parts, on="event_id")
    found = found.assign(kind=found["event_type"].map(kinds)).dropna(subset=["kind"])
    return found[["event_id", "actor_id", "kind"]].reset_index(drop=True)


def results(found: pd.DataFrame) -> pd.DataFrame:
    """How many events of each kind each mediator has.

    Args:
        found: what ``mediated`` gives.

    Returns:
        One row per mediator and kind of ``RESULTS``, also where there is none: ``actor_id``, ``kind``, ``events``,
        ``all`` (events of the mediator); the mediators with most events first, ties by actor id.
    """
    counts = found.groupby(["actor_id", "kind"])["event_id"].nunique()
    total = found.groupby("actor_id")["event_id"].nunique()
    order = sorted(total.index, key=lambda actor: (-total[actor], actor))
    rows = [(a, k, int(counts.get((a, k), 0)), int(total[a])) for a in order for k in RESULTS]
    return pd.DataFrame(rows, columns=["actor_id", "kind", "events", "all"])
