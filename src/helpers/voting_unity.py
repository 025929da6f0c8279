"""How far Ukraine's partners voted alike and gave alike.

Pandas in, pandas out; nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pandas as pd

EU = frozenset("AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU SVK SVN ESP SWE".split())
"""ISO codes of the members of the European Union since February 2020."""


def agreement(votes: Sequence[str]) -> float:
    """The agreement index of a group on one vote: 1 if all vote alike, 0 if the group is split evenly in three.

    ``(most − (rest ÷ 2)) ÷ all`` over yes, no and abstain, by Hix, Noury and Roland for parties of the European Parliament.
    Who did not vote is left out; a group in which nobody voted has no index.
    """
    cast = [vote for vote in votes if vote in ("yes", "no", "abstain")]
    if not cast:
        return float("nan")
    most = max(cast.count(answer) for answer in ("yes", "no", "abstain"))
    return (most - (len(cast) - most) / 2) / len(cast)


def apart(roll_calls: pd.DataFrame, group: Collection[str] = EU) -> list[str]:
    """Members of a group that cast another vote than most of it at least once, by ISO code."""
    rows = roll_calls[roll_calls["country_iso3"].isin(group) & roll_calls["vote"].isin(["yes", "no", "abstain"])]
    most = rows.groupby("vote_id")["vote"].agg(lambda cast: cast.mode().iloc[0])
    return sorted(rows.loc[rows["vote"] != rows["vote_id"].map(most), "country_iso3"].unique())


def pledges(support: pd.DataFrame, committed: str, allocated: str) -> pd.DataFrame:
    """What each donor promised and allocated by one release, most promised first.

    Args:
        support: the table ``support``.
        committed, allocated: the two series of the release.

    Returns:
        ``donor``, ``donor_id``, ``committed``, ``allocated`` (billion euro), ``done`` (share allocated, at most 1; a donor may
        allocate what it never announced), ``source_ids``. Groups of donors are left out.
    """
    rows = support[support["donor_type"] != "group"]
    sides = [rows[rows["series_id"] == series].set_index("donor_id") for series in (committed, allocated)]
    found = sides[0][["donor", "total_eur_bn", "source_ids"]].rename(columns={"total_eur_bn": "committed"}).astype({"committed": "float64"})
    found["allocated"] = sides[1]["total_eur_bn"].astype("float64")
    found["done"] = (found["allocated"] / found["committed"]).clip(upper=1)
    return found.dropna(subset=["allocated"]).reset_index().sort_values(["committed", "donor"], ascending=[False, True], kind="stable").reset_index(drop=True)
