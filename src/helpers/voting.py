"""How states voted from one resolution to the next.

Pandas in, pandas out; nothing is drawn here. Resolutions ask different questions, so votes are followed within a series
that asks the same one.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

STEPS = {"yes": 2, "abstain": 1, "no": 0}
"""Votes on a line from no to yes; a state that did not vote stands nowhere on it."""

GENERAL = ("unga-es-11-1", "unga-es-11-4", "unga-es-11-6", "unga-es-11-7")
"""Resolutions of the emergency session on the war as a whole, put forward by Ukraine and others."""

CRIMEA = (
    *("unga-71-205", "unga-72-190", "unga-73-263", "unga-74-168", "unga-75-192"),
    *("unga-76-179", "unga-77-229", "unga-78-221", "unga-79-184", "unga-80-223"),
)
"""The yearly resolution on human rights in Crimea, from 2023 in the occupied territories of Ukraine."""


def complete(votes: pd.DataFrame, vote_ids: Sequence[str]) -> list[str]:
    """Those of the votes, in the order given, whose list of states is complete."""
    whole = set(votes.loc[votes["roll_call_coverage"] == "complete", "vote_id"])
    return [vote for vote in vote_ids if vote in whole]


def matrix(roll_calls: pd.DataFrame, vote_ids: Sequence[str]) -> pd.DataFrame:
    """One row per state (index ``country_iso3``), one column per vote in the order given, the vote in the cells."""
    chosen = roll_calls[roll_calls["vote_id"].isin(vote_ids)]
    return chosen.pivot(index="country_iso3", columns="vote_id", values="vote").reindex(columns=list(vote_ids))


def travel(votes: pd.DataFrame) -> pd.DataFrame:
    """How far each state moved along a series.

    Args:
        votes: what ``matrix`` gives for one series in order of time.

    Returns:
        By the same index: ``steps`` (sum of the steps between one vote cast and the next, on the line no, abstain, yes),
        ``net`` (last vote cast less the first: negative is towards no), ``widest`` (greatest less least: 2 for a state
        that voted both yes and no). A vote not cast is skipped, not counted as a step.
    """
    line = votes.apply(lambda column: column.map(STEPS)).astype("Float64")
    rows = []
    for state in line.index:
        cast = line.loc[state].dropna()
        moves = cast.diff().dropna()
        rows.append((int(moves.abs().sum()), int(cast.iloc[-1] - cast.iloc[0]) if len(cast) else 0, int(cast.max() - cast.min()) if len(cast) else 0))
    return pd.DataFrame(rows, columns=["steps", "net", "widest"], index=line.index)


def moves(roll_calls: pd.DataFrame, earlier: str, later: str) -> pd.DataFrame:
    """How the states that voted one way voted later: ``before``, ``after``, ``states`` (ISO codes in order), ``number``."""
    pair = matrix(roll_calls, [earlier, later]).dropna().rename(columns={earlier: "before", later: "after"})
    found = pair.reset_index().groupby(["before", "after"])["country_iso3"].agg([("states", list), ("number", "size")])
    return found.reset_index()
