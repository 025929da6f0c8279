"""How far apart the declared positions of two actors are, scale by scale and together, and how sure that is.

A position is a code from 0 (Ukraine's declared maximum) to 4 (Russia's). Between two statements the last one is carried
forward, which is an assumption: silence is read as no change. Every value therefore comes with its age. Pandas in,
pandas out; nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

STEPS = 4
"""Steps between the two ends of a scale."""

SIDES = ("ukraine", "russia")
DRAWS, SEED = 1000, 20261126


def coded(positions: pd.DataFrame) -> pd.DataFrame:
    """The coded positions of actors, oldest first: ``actor_id``, ``scale_id``, ``day``, ``code``, ``position_id``, ``source_ids``.

    A legal baseline is no position of an actor in the talks and is left out. An imprecise date counts from its last
    possible day.
    """
    rows = positions[positions["stance_code"].notna() & ~positions["is_legal_baseline"].fillna(False)]
    found = rows.assign(day=rows["date_last"], code=rows["stance_code"].astype("float64"))
    columns = ["actor_id", "scale_id", "day", "code", "position_id", "source_ids"]
    return found.sort_values(["day", "position_id"], kind="stable")[columns].reset_index(drop=True)


def terms(scales: pd.DataFrame) -> pd.DataFrame:
    """First and last day on which each scale (index) may be read: ``first``, ``last``; missing where it has no end.

    A scale whose meaning moved is two scales. Nothing is carried from one to the other.
    """
    one = scales.drop_duplicates("scale_id").set_index("scale_id")
    return pd.DataFrame({"first": one["start_first"], "last": one["end_last"]})


def standing(rows: pd.DataFrame, days: Sequence[pd.Timestamp], limits: pd.DataFrame) -> pd.DataFrame:
    """Where each actor stands on each scale on each day, by its last statement up to that day.

    Args:
        rows: from :func:`coded`.
        days: days to look at.
        limits: from :func:`terms`; a scale that has ended, or not begun, is not read.

    Returns:
        ``day``, ``actor_id``, ``scale_id``, ``code`` (mean of the statements of the last day that has any), ``stated`` (that
        day), ``age`` (days since); no row where nothing was said yet.
    """
    last = rows.groupby(["actor_id", "scale_id", "day"], sort=True)["code"].mean().reset_index().rename(columns={"day": "stated"})
    found = []
    for day in days:
        known = last[last["stated"] <= day].groupby(["actor_id", "scale_id"], sort=True).tail(1)
        first, end = known["scale_id"].map(limits["first"]), known["scale_id"].map(limits["last"])
        found.append(known[(first.isna() | (first <= day)) & (end.isna() | (end >= day))].assign(day=day))
    both = pd.concat(found, ignore_index=True)
    return both.assign(age=(both["day"] - both["stated"]).dt.days)[["day", "actor_id", "scale_id", "code", "stated", "age"]]


def distance(stands: pd.DataFrame, sides: tuple[str, str] = SIDES) -> pd.DataFrame:
    """Steps between two actors on each scale and day on which both stand somewhere.

    Returns:
        ``day``, ``scale_id``, ``low`` (code of the first), ``high`` (of the second), ``steps`` (how far apart, never
        negative), ``age`` (days since the older of the two statements).
    """
    one, two = (stands[stands["actor_id"] == side].drop(columns="actor_id") for side in sides)
    both = one.merge(two, on=["day", "scale_id"], suffixes=("_one", "_two")).sort_values(["day", "scale_id"], kind="stable")
    return pd.DataFrame(
        {
            "day": both["day"],
            "scale_id": both["scale_id"],
            "low": both["code_one"],
            "high": both["code_two"],
            "steps": (both["code_two"] - both["code_one"]).abs(),
            "age": both[["age_one", "age_two"]].max(axis=1),
        }
    ).reset_index(drop=True)


def overall(distances: pd.DataFrame, weights: Mapping[str, float] | None = None) -> pd.DataFrame:
    """The weighted mean of the distances on each day, as a share of the whole scale: ``day``, ``share``, ``scales``.

    Args:
        distances: from :func:`distance`.
        weights: scale → weight; a scale that is not named weighs 1, one with 0 is left out. A day without weight is missing.
    """
    weight = distances["scale_id"].map(dict(weights or {})).fillna(1.0).astype("float64")
    weighed = distances.assign(weight=weight, part=weight * distances["steps"])[weight > 0]
    found = weighed.groupby("day", sort=True).agg(part=("part", "sum"), weight=("weight", "sum"), scales=("scale_id", "nunique")).reset_index()
    return found.assign(share=found["part"] / found["weight"] / STEPS)[["day", "share", "scales"]]


def disagreement(codings: pd.DataFrame) -> np.ndarray:
    """Differences of the second from the first code of each item coded twice, each with its mirror image.

    Which of two codings is right is not known, so an error is as likely up as down.
    """
    wide = codings.pivot(index=["table", "row_id", "scale_id"], columns="coding", values="code").dropna()
    moved = (wide["second"].astype("int64") - wide["first"].astype("int64")).to_numpy()
    return np.concatenate([moved, -moved])


def resampled(rows: pd.DataFrame, errors: Sequence[int] | np.ndarray, draws: int = DRAWS, seed: int = SEED) -> np.ndarray:
    """Codes of :func:`coded` with coding error, one row of the result for each draw, kept within the scale.

    An error belongs to a statement: it stays for as long as that statement is carried forward.
    """
    random = np.random.default_rng(seed)
    drawn = random.choice(np.asarray(errors), size=(draws, len(rows)))
    return np.asarray(np.clip(rows["code"].to_numpy()[None, :] + drawn, 0, STEPS))


def band(
    rows: pd.DataFrame,
    days: Sequence[pd.Timestamp],
    limits: pd.DataFrame,
    errors: Sequence[int] | np.ndarray,
    draws: int = DRAWS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Limits of the overall distance with equal weights that hold 95 per cent of the draws: ``day``, ``low``, ``high``.

    Args:
        rows: from :func:`coded`; only the two sides are used.
        days: days to look at.
        limits: from :func:`terms`.
        errors: coding errors to draw from: ``(-1, 0, 1)`` for any neighbour, or :func:`disagreement`.
        draws: how often to draw.
        seed: seed of the random numbers.
    """
    rows = rows[rows["actor_id"].isin(SIDES)].reset_index(drop=True)
    codes = resampled(rows, errors, draws, seed)
    frame = rows.assign(at=np.arange(len(rows)))
    found = []
    for day in days:
        shares = []
        for scale, some in frame[frame["day"] <= day].groupby("scale_id", sort=True):
            first, last = limits.at[scale, "first"], limits.at[scale, "last"]
            if (pd.notna(first) and day < first) or (pd.notna(last) and day > last):
                continue
            means = []
            for side in SIDES:
                of = some[some["actor_id"] == side]
                if len(of):
                    means.append(codes[:, of.loc[of["day"] == of["day"].max(), "at"].to_numpy()].mean(axis=1))
            if len(means) == 2:
                shares.append(np.abs(means[1] - means[0]) / STEPS)
        if shares:
            together = np.mean(shares, axis=0)
            found.append((day, float(np.quantile(together, 0.025)), float(np.quantile(together, 0.975))))
    return pd.DataFrame(found, columns=["day", "low", "high"])


def on_scales(provisions: pd.DataFrame, documents: pd.DataFrame, scales: pd.DataFrame) -> pd.DataFrame:
    """Clauses that have a code, each with the scale that held on the day of its document: ``scale_id``, ``day``, ``code`` are added."""
    rows = provisions[provisions["stance_code"].notna()].merge(documents[["document_id", "date_last"]], on="document_id")
    one = scales.drop_duplicates("scale_id")[["scale_id", "issue_id", "start_first", "end_last"]]
    rows = rows.merge(one, on="issue_id").rename(columns={"date_last": "day"})
    held = (rows["start_first"].isna() | (rows["start_first"] <= rows["day"])) & (rows["end_last"].isna() | (rows["end_last"] >= rows["day"]))
    return rows[held].assign(code=rows["stance_code"].astype("float64")).drop(columns=["start_first", "end_last"]).reset_index(drop=True)


def ranges(clauses: pd.DataFrame) -> pd.DataFrame:
    """Where each document stands on each scale: the lowest and the highest code of its clauses (from :func:`on_scales`).

    Returns:
        ``document_id``, ``day``, ``scale_id``, ``low``, ``high``, ``middle`` (mean), ``clauses`` (how many have a code).
    """
    found = clauses.groupby(["document_id", "day", "scale_id"], sort=False)["code"]
    return found.agg(low="min", high="max", middle="mean", clauses="size").reset_index()


def like_with_like(distances: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    """The distances of two days on the scales that both days have, since a scale that comes in late is no move.

    Returns:
        ``scale_id``, ``then``, ``now`` (steps apart), ``one`` and ``two``: steps that each side moved towards the other's
        end of the scale (negative for away from it).
    """
    before, after = (distances[distances["day"] == day].set_index("scale_id") for day in (first, last))
    found = pd.DataFrame({"then": before["steps"], "now": after["steps"], "one": after["low"] - before["low"], "two": before["high"] - after["high"]})
    return found.dropna().rename_axis("scale_id").reset_index()


def between(documents: pd.DataFrame, stands: pd.DataFrame, sides: tuple[str, str] = SIDES) -> pd.DataFrame:
    """Where each document stands between two actors, on the scales that it and both of them have a code on.

    Args:
        documents: ``document_id``, ``day``, ``scale_id``, ``middle``: codes of the documents with their days.
        stands: from :func:`standing`, for these days.

    Returns:
        One row per document: ``document_id``, ``day``, ``scales`` (how many could be compared), mean codes ``one``,
        ``text``, ``two`` on the same scales.
    """
    one, two = (stands[stands["actor_id"] == s][["day", "scale_id", "code"]].rename(columns={"code": name}) for s, name in zip(sides, ("one", "two")))
    both = documents.merge(one, on=["day", "scale_id"]).merge(two, on=["day", "scale_id"])
    found = both.groupby(["document_id", "day"], sort=False).agg(scales=("scale_id", "nunique"), one=("one", "mean"), text=("middle", "mean"), two=("two", "mean"))
    return found.reset_index()


def changes(rows: pd.DataFrame) -> pd.DataFrame:
    """For each actor and scale the last statement and the day since when its code is what it is.

    Returns:
        ``actor_id``, ``scale_id``, ``code``, ``stated`` (last statement), ``since`` (first day of the unbroken run of
        statements with that code), ``statements``, ``source_ids`` (of the last statement).
    """
    found = []
    for (actor, scale), some in rows.groupby(["actor_id", "scale_id"], sort=True):
        days = some.groupby("day", sort=True).agg(code=("code", "mean"), source_ids=("source_ids", "last")).reset_index()
        code = days["code"].iloc[-1]
        run = (days["code"] != code).to_numpy()[::-1].argmax() if (days["code"] != code).any() else len(days)
        last = days.iloc[-1]
        found.append((actor, scale, float(code), last["day"], days["day"].iloc[len(days) - run], len(some), last["source_ids"]))
    return pd.DataFrame(found, columns=["actor_id", "scale_id", "code", "stated", "since", "statements", "source_ids"])
