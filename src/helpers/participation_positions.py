"""Declared positions as courses over time on the record's ordinal scales. Pandas in, pandas out."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd


def courses(positions: pd.DataFrame, issues: list[str], actors: list[str], ends: Mapping[str, str], last: str) -> pd.DataFrame:
    """The coded positions of some actors on some issues, each held until the next one.

    Args:
        positions: the table ``positions``; rows without a step are left out.
        issues, actors: those to look for, in the order wanted.
        ends: scale id → ISO day on which the scale stops being used.
        last: ISO day on which the last position on any other scale ends.

    Returns:
        One row per position, by issue, actor and day: ``position_id``, ``issue_id``, ``actor_id``, ``scale_id``, ``step``
        (0 to 4), ``start`` and ``end`` (ISO days; the end is the day of the actor's next position on the same scale) and ``is_reported`` (the source reports it, the actor did
        not declare it). A position of the same day as the next one is left out: the later row of the day counts.
    """
    rows = positions[positions["issue_id"].isin(issues) & positions["actor_id"].isin(actors) & positions["stance_code"].notna()]
    rows = rows.assign(
        start=rows["date_first"].dt.strftime("%Y-%m-%d"),
        step=rows["stance_code"].astype(int),
        is_reported=rows["position_type"].eq("reported"),
        by_issue=rows["issue_id"].map(issues.index),
        by_actor=rows["actor_id"].map(actors.index),
    )
    rows = rows.sort_values(["by_issue", "by_actor", "start"], kind="stable").drop_duplicates(["issue_id", "actor_id", "start"], keep="last")
    until = rows["scale_id"].map(ends).fillna(last)
    rows["end"] = rows.groupby(["issue_id", "actor_id", "scale_id"])["start"].shift(-1).fillna(until)
    names = ["position_id", "issue_id", "actor_id", "scale_id", "step", "start", "end", "is_reported"]
    return rows[names].reset_index(drop=True)


def moved(found: pd.DataFrame) -> pd.DataFrame:
    """The first and the last coded step of each course.

    Args:
        found: what ``courses`` gives.

    Returns:
        One row per issue, actor and scale: ``issue_id``, ``actor_id``, ``scale_id``, ``first``, ``last`` and ``count`` (positions).
    """
    grouped = found.groupby(["issue_id", "actor_id", "scale_id"], sort=False)["step"]
    return grouped.agg(first="first", last="last", count="size").reset_index()
