"""What the sources give where they disagree: every value with its sources, so that charts and tables show them all."""

from __future__ import annotations

import pandas as pd

from helpers import record
from helpers.errors import RecordError
from helpers.stated import kind, plain

ORDER = ("adopted", "open", "explained", "rejected")  # the value that the table holds comes first


def ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of ``discrepancies`` with the adopted value of each field first, else in the order of the file."""
    rank = rows["status"].map({status: number for number, status in enumerate(ORDER)}).fillna(len(ORDER))
    first = rows.groupby(["table", "row_id", "field"], sort=False).ngroup()
    return rows.assign(_first=first, _rank=rank).sort_values(["_first", "_rank"], kind="stable").drop(columns=["_first", "_rank"]).reset_index(drop=True)


def select(rows: pd.DataFrame, table: str, row_id: str | None, field: str | None) -> pd.DataFrame:
    """The rows of ``discrepancies`` about a table, a row of it, a field of it: the adopted value of each first."""
    wanted = rows["table"] == table
    for column, value in (("row_id", row_id), ("field", field)):
        if value is not None:
            wanted &= rows[column] == value
    return ordered(rows[wanted.fillna(False)])


def values(table: str, field: str) -> pd.DataFrame:
    """All that the sources give for one field of a table, wherever they disagree, ready to draw.

    Args:
        table: name of the table.
        field: one of its fields with values of their own: a number, a date, a term; not prose.

    Returns:
        One row for each value of each disputed row, the adopted one first: ``row_id``, ``value`` (``Float64`` for
        numbers, else ``string``; missing where a source says that nothing is given), ``first`` and ``last`` (possible
        days, UTC; only for dates), ``text`` (as written), ``is_adopted``, ``status``, ``source_ids``, ``notes``.

    Raises:
        RecordError: there is no such table or field, or the field holds prose.
    """
    about = record.fields(table).get(field)
    if about is None:
        raise RecordError(f"there is no field “{field}”", f"data/{table}.csv", f"There are: {', '.join(record.fields(table))}.")
    sort = kind(field, about)
    if sort == "text":
        raise RecordError(f"“{field}” holds prose, which has no values to draw", f"data/{table}.csv", "Use record.disputed.")
    rows = select(record.load("discrepancies"), table, None, field)
    found = rows[["row_id"]].copy()
    text = [plain(value, sort) or None for value in rows["value"]]
    found["value"] = pd.array([float(t) if t else None for t in text], "Float64") if sort == "number" else pd.array(text, "string")
    if sort == "date":
        for edge, days in zip(("first", "last"), record.days(text)):
            found[edge] = pd.DatetimeIndex(days.astype("datetime64[ns]"), tz="UTC")
    found["text"] = rows["value"]
    found["is_adopted"] = (rows["status"] == "adopted").astype("boolean")
    return found.join(rows[["status", "source_ids", *(["notes"] if "notes" in rows else [])]])
