"""Does a text take a stance at all? How two codings of one team answer that, before the question which stance.

Whoever draws only items that carry a code tests the choice of a step and not the decision to code. The second draw
therefore mixes items without a code with items that have one, and the second coder is not told which is which. What it
shows is stability of one team, as in :mod:`helpers.reliability`. Pandas in, pandas out.
"""

from __future__ import annotations

import random

import krippendorff
import numpy as np
import pandas as pd
from scipy.stats import binomtest

from helpers import reliability

SEED, WITHOUT, WITH = 20261127, 80, 40
"""The second draw: its seed, how many items without and with a code; made from the tables of release 0.2.0."""

ITEM = ["table", "row_id"]


def candidates(positions: pd.DataFrame, provisions: pd.DataFrame, documents: pd.DataFrame, scales: pd.DataFrame) -> pd.DataFrame:
    """Positions and clauses that a coder has to decide on: their issue has a scale that holds at their date.

    Left out are what no coder may code: legal baselines and resolutions of the United Nations, and clauses of texts
    older than the first text that has a code.

    Args:
        positions, provisions, documents, scales: the tables, as :func:`record.load` gives them.

    Returns:
        ``table``, ``row_id``, ``scale_id``, ``issue_id``, ``coded`` (whether the row has a code), by table and row.
    """
    declared = positions[positions["scale_id"].notna() & ~positions["is_legal_baseline"].fillna(False)]
    texts = documents[documents["document_type"] != "un_resolution"][["document_id", "date_last"]]
    clauses = provisions.merge(texts, on="document_id")
    clauses = clauses[clauses["date_last"] >= clauses.loc[clauses["stance_code"].notna(), "date_last"].min()]
    clauses = clauses.merge(scales.drop_duplicates("scale_id")[["scale_id", "issue_id", "start_first", "end_last"]], on="issue_id")
    begun = clauses["start_first"].isna() | (clauses["start_first"] <= clauses["date_last"])
    held = begun & (clauses["end_last"].isna() | (clauses["end_last"] >= clauses["date_last"]))
    both = pd.concat(
        [
            declared.assign(table="positions", row_id=declared["position_id"]),
            clauses[held].assign(table="provisions", row_id=clauses.loc[held, "provision_id"]),
        ]
    )
    both["coded"] = both["stance_code"].notna()
    return both[[*ITEM, "scale_id", "issue_id", "coded"]].astype({"table": "string"}).sort_values(ITEM, kind="stable").reset_index(drop=True)


def draw(found: pd.DataFrame, earlier: pd.DataFrame, seed: int = SEED, without: int = WITHOUT, with_code: int = WITH) -> pd.DataFrame:
    """Items for a second coder, those with and without a code mixed in a drawn order.

    Args:
        found: from :func:`candidates`.
        earlier: ``table``, ``row_id`` of items that were coded twice before; they are not drawn again.
        seed: for :class:`random.Random`, whose draws are the same in every version of Python 3.
        without: how many items without a code, or all if there are fewer.
        with_code: how many with one.

    Returns:
        The rows of ``found`` that were drawn, with ``order`` from 1 on, in that order.
    """
    known = pd.MultiIndex.from_frame(earlier[ITEM].drop_duplicates())
    left = found[~pd.MultiIndex.from_frame(found[ITEM]).isin(known)].sort_values(ITEM, kind="stable")
    chance, places = random.Random(seed), []
    for coded, size in ((False, without), (True, with_code)):
        group = left.index[left["coded"] == coded].tolist()
        places += chance.sample(group, min(size, len(group)))
    chance.shuffle(places)
    return left.loc[places].assign(order=range(1, len(places) + 1)).reset_index(drop=True)


def decisions(codings: pd.DataFrame, seed: int = SEED) -> pd.DataFrame:
    """Whether each item of the mixed draw got a code: ``table``, ``row_id``, ``scale_id``, ``first``, ``second``, in the drawn order.

    Args:
        codings: ``table``, ``row_id``, ``scale_id``, ``coding``, ``code`` (missing where none was given), ``order``, ``seed``.
        seed: of the mixed draw; the first draw took coded items alone and says nothing here.
    """
    drawn = codings[codings["seed"] == seed]
    given = drawn.assign(given=drawn["code"].notna()).pivot(index=["order", *ITEM, "scale_id"], columns="coding", values="given")
    found = given[["first", "second"]].astype(bool).sort_index().reset_index().drop(columns="order")
    found.columns.name = None
    return found


def changed(decided: pd.DataFrame) -> pd.DataFrame:
    """How often the second coding decided otherwise, for items without and with a first code.

    Args:
        decided: from :func:`decisions`.

    Returns:
        ``table``, ``first`` (whether a first code was given), ``n``, ``other`` (items decided otherwise), ``share`` with
        Wilson's interval ``low``, ``high`` of 95 per cent; items without a first code first.
    """
    rows = []
    for (first, table), some in decided.groupby(["first", "table"], sort=True):
        other = int((some["first"] != some["second"]).sum())
        limits = binomtest(other, len(some)).proportion_ci(method="wilson")
        rows.append((table, bool(first), len(some), other, other / len(some), limits.low, limits.high))
    return pd.DataFrame(rows, columns=["table", "first", "n", "other", "share", "low", "high"])


def alpha(decided: pd.DataFrame, draws: int = reliability.DRAWS, seed: int = reliability.SEED) -> tuple[float, float, float]:
    """Krippendorff's alpha for the two answers (nominal) in this mix, with the limits of a percentile bootstrap of 95 per cent.

    It belongs to the mix that was drawn: with another share of coded items the same coders would have another alpha.
    """

    def of(some: np.ndarray) -> float:
        if len(np.unique(some)) < 2:
            return float("nan")
        return float(krippendorff.alpha(reliability_data=some.T, value_domain=[0, 1], level_of_measurement="nominal"))

    answers = decided[["first", "second"]].astype(int).to_numpy()
    chance = np.random.default_rng(seed)
    drawn = np.array([of(answers[chance.integers(0, len(answers), len(answers))]) for _ in range(draws)])
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return of(answers), float(low), float(high)
