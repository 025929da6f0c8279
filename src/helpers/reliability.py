"""How far one coding team agrees with itself when it codes the same texts twice.

This is stability, the weakest of the three kinds of reliability in Krippendorff, *Content Analysis* (4th edition,
2019, chapter 12): both codings come from one team with one codebook, so that an error which the team makes twice
counts as agreement. Agreement between independent coders would be reproducibility, and nothing here measures it.
"""

from __future__ import annotations

import krippendorff
import numpy as np
import pandas as pd
from scipy.stats import binomtest

STEPS = (0, 1, 2, 3, 4)
THRESHOLD = 0.667
"""Krippendorff's lowest conceivable limit: below it not even tentative conclusions rest on a scale."""

DRAWS, SEED = 1000, 20261126


def pairs(codings: pd.DataFrame) -> pd.DataFrame:
    """Both codes of each item that was coded twice.

    Args:
        codings: ``scale_id``, ``table``, ``row_id``, ``coding`` (``first``, ``second``), ``code``; a missing code
            means that the coder gave none.

    Returns:
        ``scale_id``, ``table``, ``row_id``, ``first``, ``second``, by scale, table and row; items with one code are left out.
    """
    wide = codings.pivot(index=["scale_id", "table", "row_id"], columns="coding", values="code").reindex(columns=["first", "second"])
    both = wide.dropna().astype("int64").sort_index().reset_index()
    both.columns.name = None
    return both


def counts(both: pd.DataFrame) -> np.ndarray:
    """For each item (row) how often each of :data:`STEPS` (column) was given."""
    steps = np.array(STEPS)
    return np.asarray((both["first"].to_numpy()[:, None] == steps).astype(int) + (both["second"].to_numpy()[:, None] == steps))


def alpha(found: np.ndarray) -> float:
    """Krippendorff's alpha of ordinal codes, from :func:`counts`; NaN where all codes are the same or there are none.

    The number is that of the package ``krippendorff`` (Castro 2017); without two values there is nothing to tell apart.
    """
    if (found.sum(axis=0) > 0).sum() < 2:
        return float("nan")
    return float(krippendorff.alpha(value_counts=found, value_domain=list(STEPS), level_of_measurement="ordinal"))


def interval(found: np.ndarray, draws: int = DRAWS, seed: int = SEED) -> tuple[float, float]:
    """Limits that hold 95 per cent of the alphas of items drawn again with replacement (percentile bootstrap).

    Draws without two values are left out. Where every item has equal codes both limits are 1, whatever the number
    of items: the interval of the agreement, which knows that number, then says more.
    """
    random = np.random.default_rng(seed)
    drawn = np.array([alpha(found[random.integers(0, len(found), len(found))]) for _ in range(draws)]) if len(found) else np.array([])
    drawn = drawn[~np.isnan(drawn)]
    return (float(np.quantile(drawn, 0.025)), float(np.quantile(drawn, 0.975))) if len(drawn) else (float("nan"), float("nan"))


def by_scale(codings: pd.DataFrame, draws: int = DRAWS, seed: int = SEED) -> pd.DataFrame:
    """Stability of each scale, in the order of their ids.

    Returns:
        ``scale_id``, ``n`` (items with both codes), ``agree`` (items with equal codes), ``agreement`` (their share) with
        Wilson's interval ``agreement_low``, ``agreement_high``, ``alpha`` with bootstrap interval ``low``, ``high``.
    """
    rows = []
    for scale, both in pairs(codings).groupby("scale_id", sort=True):
        found, agree = counts(both), int((both["first"] == both["second"]).sum())
        share = binomtest(agree, len(both)).proportion_ci(method="wilson")
        rows.append((scale, len(both), agree, agree / len(both), share.low, share.high, alpha(found), *interval(found, draws, seed)))
    return pd.DataFrame(rows, columns=["scale_id", "n", "agree", "agreement", "agreement_low", "agreement_high", "alpha", "low", "high"])


def recoded(codings: pd.DataFrame, present: pd.DataFrame) -> pd.Series:
    """Whether a row has another code now than the first coding gave it, item by item (index ``table``, ``row_id``).

    Args:
        codings: ``table``, ``row_id``, ``coding``, ``code``.
        present: ``table``, ``row_id``, ``code``: the codes that stand in the tables.
    """
    first = codings[codings["coding"] == "first"].set_index(["table", "row_id"])["code"].astype("Float64")
    now = present.set_index(["table", "row_id"])["code"].astype("Float64").reindex(first.index)
    return (first.fillna(-1) != now.fillna(-1)).rename("recoded")


def titles(scales: pd.DataFrame, issues: pd.DataFrame) -> pd.Series:
    """The name of each scale (index ``scale_id``): its issue's, with the years where one issue has several scales.

    Args:
        scales: ``scale_id``, ``issue_id``, ``start_date``, ``end_date``, one row for each step.
        issues: ``issue_id``, ``title``.
    """
    one = scales.drop_duplicates("scale_id").set_index("scale_id")
    named = one["issue_id"].map(issues.set_index("issue_id")["title"])
    start, end = one["start_date"].str[:4], one["end_date"].str[:4]
    years = (" from " + start).where(end.isna(), " " + start + " to " + end)
    return named + years.where(one["issue_id"].duplicated(keep=False), "").fillna("")
