"""The scenario ledger: what each sign of each path reads on a day, and whether it has reached its threshold.

Pandas in, pandas out; nothing is drawn here. The thresholds are choices of this book, with a reason in the table;
no weight joins the signs to one number, and no probability follows from them.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from helpers import observables, record
from helpers.errors import RecordError

ORDER = ("truce", "ceasefire", "armistice", "interim_agreement", "settlement", "frozen_conflict", "continued_war")
"""Values of ``scenario`` in the order of the page: from the smallest agreement to none."""

REACHED = {"at_least": lambda value, threshold: value >= threshold, "at_most": lambda value, threshold: value <= threshold}


def reached(value: float, comparison: str, threshold: float) -> bool:
    """Whether a reading has reached its threshold.

    Raises:
        RecordError: the comparison is not a known one.
    """
    if comparison not in REACHED:
        raise RecordError(f"“{comparison}” is no comparison", "indicators.comparison", f"Use one of {', '.join(REACHED)}.")
    return bool(REACHED[comparison](value, threshold))


def ledger(day: str, load: Callable[[str], pd.DataFrame] | None = None) -> pd.DataFrame:
    """The indicators with what they read at the end of a day, from the record as it was known then.

    Args:
        day: ISO date.
        load: where the tables of the measures come from; the record as of that day when left out.

    Returns:
        The table ``indicators``, ordered by path and number, with ``value``, ``value_day`` (UTC), ``value_sources``
        and ``met``.

    Raises:
        RecordError: an indicator names a measure that is not there.
    """
    rows = record.load("indicators")
    view = load or record.as_of(day).load
    end = pd.Timestamp(day, tz="UTC")
    unknown = sorted(set(rows["measure"]) - set(observables.REGISTER))
    if unknown:
        raise RecordError(f"no measure {', '.join(unknown)}", "indicators.measure", "Add it in helpers/observables.py.")
    found = [observables.REGISTER[row.measure](view, end, row) for row in rows.itertuples()]
    rows = rows.assign(
        value=[float(one.value) for one in found],
        value_day=pd.to_datetime([one.day for one in found], utc=True),
        value_sources=[one.sources for one in found],
    )
    rows["met"] = [reached(v, c, float(t)) for v, c, t in zip(rows["value"], rows["comparison"], rows["threshold_value"])]
    place = rows["scenario"].map({name: n for n, name in enumerate(ORDER)})
    return rows.assign(_place=place).sort_values(["_place", "sequence"], kind="stable").drop(columns="_place").reset_index(drop=True)


def tally(found: pd.DataFrame) -> pd.DataFrame:
    """For each path the signs and those that have reached their threshold: ``scenario``, ``signs``, ``met``."""
    groups = found.groupby("scenario")["met"]
    frame = pd.DataFrame({"signs": groups.size(), "met": groups.sum().astype(int)})
    return frame.loc[[name for name in ORDER if name in frame.index]].reset_index()


def brier(forecasts: pd.DataFrame) -> pd.DataFrame:
    """The forecasts with a probability that have fallen due, with their Brier score (0 is perfect, 0.25 a coin, 1 worst)."""
    due = forecasts[forecasts["probability_pct"].notna() & forecasts["outcome"].isin(["happened", "not_happened"])]
    came = (due["outcome"] == "happened").astype(float)
    return due.assign(score=((due["probability_pct"].astype(float) / 100 - came) ** 2).round(4)).reset_index(drop=True)
