"""How long truces lasted: their course, and the share still standing after so many days.

Pandas in, pandas out; nothing is drawn here. A truce seldom has an end that anyone announced. So two clocks run for
each: to the first violation that somebody reported, and to the day on which the truce was declared over or the same
parties had to commit themselves again. What the record does not know is censored, never filled in.
"""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
from scipy.stats import CensoredData, ecdf

from helpers.errors import RecordError

IN_FORCE = ("declared", "agreed", "in_force")
"""Values of ``truce_status`` that mean that a truce was to start; proposals are left out."""

COURSE = (
    "ceasefire_id",
    "title",
    "start",
    "violated",
    "closed",
    "closed_by",
    "days_to_violation",
    "violation_seen",
    "days_to_close",
    "close_seen",
)


def _days(later: pd.Series, earlier: pd.Series) -> pd.Series:
    return (later - earlier).dt.days.astype("Int64")


def course(ceasefires: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """The course of each truce that had a first day, in order of that day.

    Args:
        ceasefires: the table ``ceasefires`` as ``record.load`` gives it (``*_first`` are zone-aware timestamps).
        until: the last day that is looked at; a truce still open then is censored on it.

    Returns:
        One row per truce with a known first day, with the columns of ``COURSE``: ``start``, ``violated`` and
        ``closed`` are days (UTC); ``closed_by`` says how the clock stopped: ``ended`` (the record names an end),
        ``term`` (a stated term ran out), ``recommitted`` (the next commitment was announced) or ``open``;
        ``days_to_violation`` and ``days_to_close`` count whole days from the first day (0 is the first day itself);
        ``violation_seen`` and ``close_seen`` are false where the clock stopped without the event, so that the days
        are only a lower bound (right-censored). A truce without a reported violation is censored when it closed.
        A term that ran out is not a failure and is censored too.

    Raises:
        RecordError: no truce has a first day.
    """
    truces = ceasefires[ceasefires["truce_status"].isin(IN_FORCE)]
    announced = truces["announced_first"].fillna(truces["effective_first"]).dropna().sort_values()
    truces = truces[truces["effective_first"].notna() & (truces["effective_first"] <= until)]
    if truces.empty:
        raise RecordError("no truce with a first day", remedy="Check effective_date and truce_status in ceasefires.csv.")
    rows = []
    for truce in truces.sort_values(["effective_first", "ceasefire_id"], kind="stable").itertuples():
        start = truce.effective_first
        term = start + pd.Timedelta(days=int(truce.stated_days)) if pd.notna(truce.stated_days) else pd.NaT
        following = announced[announced > start]
        candidates = {
            "ended": truce.end_first,
            "term": term if pd.isna(truce.end_first) or truce.end_first == term else pd.NaT,
            "recommitted": following.iloc[0] if len(following) else pd.NaT,
            "open": until,
        }
        if candidates["ended"] == candidates["term"]:
            candidates.pop("ended")
        closed_by, closed = min(((k, v) for k, v in candidates.items() if pd.notna(v)), key=lambda item: item[1])
        violated = truce.first_violation_first
        rows.append((truce.ceasefire_id, truce.title, start, violated, closed, closed_by))
    frame = pd.DataFrame(rows, columns=list(COURSE[:6]))
    frame["violated"] = pd.to_datetime(frame["violated"], utc=True)
    frame["violation_seen"] = frame["violated"].notna()
    frame["days_to_violation"] = _days(frame["violated"].fillna(frame["closed"]), frame["start"])
    frame["days_to_close"] = _days(frame["closed"], frame["start"])
    frame["close_seen"] = frame["closed_by"].isin(["ended", "recommitted"])
    return frame[list(COURSE)]


def later_course(ceasefires: pd.DataFrame, since: pd.Timestamp, until: pd.Timestamp) -> pd.DataFrame:
    """The course of each truce that began on or after a day, by its own end alone.

    Truces of different kinds run beside each other from 2022 on (corridors, grain, energy, holidays), so the next
    announcement of any of them says nothing about the others and stops no clock, as it does in ``course``.

    Args:
        ceasefires: the table ``ceasefires``.
        since, until: first and last day that are looked at.

    Returns:
        One row per commitment with a known first day, in order of that day, with the columns of ``COURSE``.
        ``closed_by`` is ``ended`` (broken off or collapsed), ``recommitted`` (superseded by the next term), ``term``
        (it ran out as stated: censored), ``open`` (on the last day looked at: censored) or ``lost`` (no source names
        its end: censored on its first day, or on the day of the first reported breach).

    Raises:
        RecordError: no truce has a first day in the period.
    """
    truces = ceasefires[ceasefires["truce_status"].isin(IN_FORCE) & ceasefires["effective_first"].between(since, until)]
    if truces.empty:
        raise RecordError("no truce with a first day", remedy="Check effective_date and truce_status in ceasefires.csv.")
    truces = truces.sort_values(["effective_first", "ceasefire_id"], kind="stable")
    start, violated, end = truces["effective_first"], truces["first_violation_first"], truces["end_first"].where(truces["end_first"] <= until)
    how = truces["end_reason"].map({"expired": "term", "superseded": "recommitted", "not_known": "lost"}).fillna("ended")
    how = how.where(end.notna() | (how == "lost"), "open").where(end.notna() | ~truces["end_reason"].eq("superseded").fillna(False), "lost")
    close = end.fillna(violated.where(how == "lost")).fillna(start.where(how == "lost")).fillna(until)
    seen = violated.notna() & (violated <= until)
    frame = pd.DataFrame({"ceasefire_id": truces["ceasefire_id"], "title": truces["title"], "start": start, "violated": violated.where(seen), "closed": close, "closed_by": how})
    frame["violation_seen"] = seen
    frame["days_to_violation"] = _days(frame["violated"].fillna(frame["closed"]), frame["start"])
    frame["days_to_close"] = _days(frame["closed"], frame["start"])
    frame["close_seen"] = frame["closed_by"].isin(["ended", "recommitted"])
    return frame[list(COURSE)].reset_index(drop=True)


def not_begun(ceasefires: pd.DataFrame, since: pd.Timestamp) -> pd.DataFrame:
    """What was proposed, claimed or agreed from a day on and did not begin.

    Returns:
        The rows that are no commitment, or of which the record says that they did not start, with ``moment``: the day of
        the proposal (or of its first day, where no other is known), the middle of a month or year known only so; in
        order of it.
    """
    idle = ~ceasefires["truce_status"].isin(IN_FORCE) | ceasefires["end_reason"].eq("not_started").fillna(False)
    rows = ceasefires[idle]
    first, last = rows["announced_first"].fillna(rows["effective_first"]), rows["announced_last"].fillna(rows["effective_last"])
    rows = rows.assign(moment=(first + (last - first) / 2).dt.normalize())
    return rows[rows["moment"] >= since].sort_values(["moment", "ceasefire_id"], kind="stable")


def survival(days: pd.Series, seen: pd.Series, confidence: float = 0.95) -> pd.DataFrame:
    """The Kaplan–Meier estimate: which share still stands after so many days.

    Method: product-limit estimator with the log-log (exponential Greenwood) confidence band, through
    ``scipy.stats.ecdf``; a value censored on a day counts as still at risk on that day.

    Args:
        days: time to the event or to censoring.
        seen: true where the event was seen, false where the time is right-censored.
        confidence: level of the pointwise band.

    Returns:
        One row per day on which something happened, in order: ``day``, ``at_risk``, ``events``, ``censored``,
        ``share`` (0 to 1, after that day's events), ``low`` and ``high`` (missing where the band is not defined:
        before the first event and once nothing is left).

    Raises:
        RecordError: nothing to estimate from, or times and marks differ in number.
    """
    if not len(days) or len(days) != len(seen):
        raise RecordError("survival needs one mark for each time", remedy="Give two columns of the same frame.")
    time = days.astype(float).to_numpy()
    mark = seen.astype(bool).to_numpy()
    estimate = ecdf(CensoredData(uncensored=time[mark], right=time[~mark])).sf
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the band is undefined at a share of 1 or 0: left missing
        band = estimate.confidence_interval(confidence, method="log-log")
    moments = np.unique(time)
    return pd.DataFrame(
        {
            "day": moments.astype(int),
            "at_risk": [int((time >= m).sum()) for m in moments],
            "events": [int((mark & (time == m)).sum()) for m in moments],
            "censored": [int((~mark & (time == m)).sum()) for m in moments],
            "share": estimate.evaluate(moments),
            "low": band.low.evaluate(moments),
            "high": band.high.evaluate(moments),
        }
    )


def median(curve: pd.DataFrame) -> int | None:
    """The first day on which no more than half still stand, or None if the curve stays above one half."""
    below = curve.loc[curve["share"] <= 0.5 + 1e-12, "day"]
    return None if below.empty else int(below.iloc[0])
