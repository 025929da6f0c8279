"""Accounts of one conversation laid side by side. Pandas in, pandas out; nothing is drawn here."""

from __future__ import annotations

import pandas as pd

from helpers.wording import text


def side_by_side(readouts: pd.DataFrame, ours: str) -> pd.DataFrame:
    """One row per event, with the account of one actor beside that of the other.

    Args:
        readouts: rows of the table ``readouts``; at most two accounts of an event.
        ours: the actor whose account stands in ``one``.

    Returns:
        ``event_id`` (in order), ``one`` and ``other`` (the summaries; empty where a side has no row), ``length`` (as
        the accounts state it: one text if they agree or one is silent, else both, that of ``ours`` first) and
        ``source_ids`` (of all accounts, ``;``-separated, each once).

    Raises:
        ValueError: an event has more than one account of the other side.
    """
    rows = []
    for event, found in readouts.groupby("event_id", sort=True):
        mine, theirs = found[found["actor_id"] == ours], found[found["actor_id"] != ours]
        if len(theirs) > 1:
            raise ValueError(f"{event} has {len(theirs)} other accounts")
        both = [*mine.itertuples(), *theirs.itertuples()]
        lengths = list(dict.fromkeys(text(row.length_stated) for row in both if text(row.length_stated)))
        sources = dict.fromkeys(one for row in both for one in row.source_ids.split(";"))
        rows.append(
            {
                "event_id": event,
                "one": text(mine["summary"].iloc[0]) if len(mine) else "",
                "other": text(theirs["summary"].iloc[0]) if len(theirs) else "",
                "length": "; ".join(lengths),
                "source_ids": ";".join(sources),
            }
        )
    return pd.DataFrame(rows, columns=["event_id", "one", "other", "length", "source_ids"])
