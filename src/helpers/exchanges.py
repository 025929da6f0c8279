"""Exchanges of prisoners and returns of bodies: running totals, with what is disputed and what is not known.

Pandas in, pandas out; nothing is drawn here.
"""

from __future__ import annotations

import pandas as pd

SIDES = {"ukraine": "returned_to_ukraine", "russia": "returned_to_russia"}
BODIES = {"ukraine": "bodies_to_ukraine", "russia": "bodies_to_russia"}


def bounds(frame: pd.DataFrame, key: str, field: str, discrepancies: pd.DataFrame) -> pd.DataFrame:
    """The least and the greatest number that a source gives for a field of each row.

    Args:
        frame: a table with the columns ``key`` and ``field``.
        key: its primary key, which ``discrepancies.row_id`` repeats.
        field: a column of whole numbers.
        discrepancies: the table of that name; values that were rejected or are no numbers are left out.

    Returns:
        One row per row of ``frame``, same index: ``low`` (missing where the row's own cell is empty: one source's number
        is then no lower limit), ``high`` (missing where no source gives a number).
    """
    rows = discrepancies[(discrepancies["field"] == field) & (discrepancies["status"] != "rejected") & discrepancies["row_id"].isin(frame[key])]
    values = pd.to_numeric(rows["value"], errors="coerce").groupby(rows["row_id"]).agg(["min", "max"])
    own = frame[field].astype("Float64")
    low = pd.concat([own, frame[key].map(values["min"]).astype("Float64")], axis=1).min(axis=1).where(own.notna())
    high = pd.concat([own, frame[key].map(values["max"]).astype("Float64")], axis=1).max(axis=1)
    return pd.DataFrame({"low": low.astype("Int64"), "high": high.astype("Int64")}, index=frame.index)


def running(frame: pd.DataFrame, key: str, sides: dict[str, str], discrepancies: pd.DataFrame, first: pd.Timestamp) -> pd.DataFrame:
    """Running totals by side since a day.

    A row without a number for a side adds nothing, so that a total is a lower limit; how many such rows there were is
    counted along. A row dated by month counts from its last day.

    Returns:
        One row per day and side, by side and day: ``side``, ``date`` (timestamp), ``number`` (that day, by the row's own
        sources), ``low``, ``high`` (running totals of the least and the greatest numbers), ``total`` (of the rows' own
        numbers), ``unknown`` (rows up to that day without a number).
    """
    frame = frame[frame["date_last"] >= first]
    parts = []
    for side, field in sides.items():
        edges = bounds(frame, key, field, discrepancies)
        rows = pd.DataFrame(
            {
                "date": frame["date_last"],
                "number": frame[field].fillna(0),
                "low": edges["low"].fillna(0),
                "high": edges["high"].fillna(0),
                "unknown": frame[field].isna().astype(int),
            }
        )
        days = rows.groupby("date", as_index=False).sum().sort_values("date", ignore_index=True)
        running = days[["low", "high", "unknown"]].cumsum()
        parts.append(pd.DataFrame({"side": side, "date": days["date"], "number": days["number"], "total": days["number"].cumsum()}).join(running))
    return pd.concat(parts, ignore_index=True)
