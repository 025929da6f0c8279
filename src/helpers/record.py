"""The record: the tables of ``data/`` as typed frames, and what of them was known on a given day.

``load`` trusts the tables: whether they may be trusted is the business of ``validation``. ``data/datapackage.json``
is the only schema; nothing here repeats a name or a type that stands there.
"""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from helpers import paths
from helpers.errors import RecordError

if TYPE_CHECKING:
    from helpers.known import AsOf

# Types themselves, not their names: pandas looks a name up again for each column.
TEXT = pd.StringDtype()
TYPES = {"string": TEXT, "integer": pd.Int64Dtype(), "number": pd.Float64Dtype(), "boolean": pd.BooleanDtype()}
CHECK = "Run `make check`, which names table, row and field."

_frames: dict[Path, tuple[tuple[int, ...], pd.DataFrame]] = {}
_packages: dict[Path, tuple[tuple[int, ...], dict[str, Any]]] = {}
_opened: set[str] = set()


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        status = path.stat()
    except FileNotFoundError:
        raise RecordError("the file is missing", str(path.relative_to(paths.root())), "Restore it.") from None
    return status.st_mtime_ns, status.st_size


def package() -> dict[str, Any]:
    """The descriptor of the data package: name, version, dates, and for each table its schema. Not to be changed."""
    path = paths.data() / "datapackage.json"
    stamp = _stamp(path)
    if _packages.get(path, ((), {}))[0] != stamp:
        try:
            _packages[path] = stamp, json.loads(path.read_text("utf-8"))
        except ValueError as error:
            raise RecordError(f"not valid JSON ({error})", "data/datapackage.json", "Mend the place named.") from None
    return _packages[path][1]


def tables() -> list[str]:
    """The names of the tables, in the order of the data package."""
    return [resource["name"] for resource in package()["resources"]]


def cutoff() -> str:
    """The day up to which the record is complete, as ISO text; later rows are provisional."""
    return str(package()["record"]["cutoff_date"])


def resource(name: str) -> dict[str, Any]:
    """The descriptor of one table.

    Raises:
        RecordError: there is no such table; the message names those there are.
    """
    for found in package()["resources"]:
        if found["name"] == name:
            return dict(found)
    raise RecordError(f"there is no table “{name}”", "data", f"There are: {', '.join(tables())}.")


def fields(name: str) -> dict[str, dict[str, Any]]:
    """The fields of a table by name, in the order of its columns."""
    return {field["name"]: field for field in resource(name)["schema"]["fields"]}


def primary_key(name: str) -> list[str]:
    """The columns that identify a row of a table; empty if the schema names none."""
    key = resource(name)["schema"].get("primaryKey", [])
    return [key] if isinstance(key, str) else list(key)


def row_key(frame: pd.DataFrame, key: list[str]) -> pd.Series:
    """The identity of each row as one text: its key columns joined by ``/``, as ``discrepancies.row_id`` writes it."""
    parts = frame[key].astype("string").fillna("")
    return parts[key[0]].str.cat([parts[c] for c in key[1:]], sep="/") if len(key) > 1 else parts[key[0]]


def days(dates: Any) -> tuple[np.ndarray, np.ndarray]:
    """First and last possible day of ISO dates at their own precision (``2025``, ``2025-03``, ``2025-03-04``).

    Args:
        dates: texts in any order; an empty one gives NaT.

    Raises:
        ValueError: one of them is not a day, month or year of the calendar.
    """
    texts = np.array(["NaT" if value is None or value is pd.NA or value == "" else value for value in dates], dtype="U10")
    first = texts.astype("datetime64[D]")
    length = np.char.str_len(texts)
    month = first.astype("datetime64[M]") + 1
    year = first.astype("datetime64[Y]") + 1
    day = np.timedelta64(1, "D")
    last = np.where(length == 4, year.astype("datetime64[D]") - day, first)
    last = np.where(length == 7, month.astype("datetime64[D]") - day, last)
    return first, last


def _column(values: Sequence[str], kind: str) -> Any:
    """The cells of one column as an array of its type; an empty cell is missing. ValueError: one is not of the type."""
    parse = {"integer": int, "number": float, "boolean": {"true": True, "false": False}.__getitem__}.get(kind)
    cells = [parse(value) if value else None for value in values] if parse else [value or None for value in values]
    return pd.array(cells, dtype=TYPES.get(kind, TEXT))


def _read(name: str, path: Path) -> pd.DataFrame:
    # csv and pd.array, not pd.read_csv: for tables of this size the latter takes four times as long.
    kinds, where, column = {f: about["type"] for f, about in fields(name).items()}, f"data/{path.name}", ""
    columns: dict[str, Any] = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file, strict=True)
            header = next(rows, [])
            cells = list(zip(*rows, strict=True)) or [()] * len(header)
        for column, values in zip(header, cells, strict=True):
            columns[column] = _column(values, kinds.get(column, "string"))
        for column, values in zip(header, cells):
            if column == "date" or column.endswith("_date"):
                prefix = column.removesuffix("_date")
                for edge, moments in zip(("first", "last"), days(values)):
                    columns[f"{prefix}_{edge}"] = pd.DatetimeIndex(moments.astype("datetime64[ns]"), tz="UTC")
    except (ValueError, KeyError, csv.Error) as error:  # also what is not UTF-8
        raise RecordError(f"the table cannot be read ({column + ': ' if column else ''}{error})", where, CHECK) from None
    return pd.DataFrame(columns)


def stamp(name: str) -> tuple[str, ...]:
    """What changes when a table or its schema does, for those who keep what they derived from it; counts as opened."""
    path = paths.data() / resource(name)["path"]
    _opened.add(name)
    return str(path), *map(str, _stamp(path) + _stamp(paths.data() / "datapackage.json"))


def load(name: str) -> pd.DataFrame:
    """One table of the record as a frame of its own, rows in the order of the file.

    Text columns are pandas ``string``, whole numbers ``Int64``, numbers ``Float64``, yes and no ``boolean``; an empty
    cell is missing (what that means stands in the schema). Dates stay ISO texts at their own precision; for each
    ``<p>_date`` (or ``date``) two columns are added at the end, ``<p>_first`` and ``<p>_last`` (or ``date_first``,
    ``date_last``): the first and the last possible day as UTC timestamps.

    Raises:
        RecordError: there is no such table, or its file cannot be read as the schema says.
    """
    path = paths.data() / resource(name)["path"]
    stamp = _stamp(path) + _stamp(paths.data() / "datapackage.json")
    _opened.add(name)
    if _frames.get(path, ((), None))[0] != stamp:
        _frames[path] = stamp, _read(name, path)
    return _frames[path][1].copy()


def opened() -> list[str]:
    """The tables loaded since the process began or ``reset_opened`` was called, sorted."""
    return sorted(_opened)


def reset_opened() -> None:
    """Forget which tables were loaded."""
    _opened.clear()


def explode(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """One row for each item of a ``;``-separated column, in the order written; a row with an empty cell stays, empty.

    Raises:
        RecordError: the frame has no such column.
    """
    if column not in frame.columns:
        raise RecordError(f"there is no column “{column}”", remedy=f"There are: {', '.join(frame.columns)}.")
    items = frame.assign(**{column: frame[column].str.split(";")}).explode(column, ignore_index=True)
    return items.astype({column: "string"})


def disputed(table: str, row_id: str | None = None, field: str | None = None) -> pd.DataFrame:
    """What the sources give where they disagree: the rows of ``discrepancies``, the adopted value of each field first.

    Args:
        table: name of the table.
        row_id: the row's id; for a key of several columns its parts joined by ``/``; all rows if left out.
        field: one field; all of them if left out.

    Returns:
        The columns of ``discrepancies`` (value, source_ids, status, …); no rows where nothing is disputed. Numbers and
        dates ready to draw: ``disputes.values``.
    """
    from helpers import disputes

    return disputes.select(load("discrepancies"), table, row_id, field)


def as_of(date: str | datetime.date) -> AsOf:
    """The record as a reader could have had it on a day; see ``known.AsOf``."""
    from helpers.known import AsOf

    return AsOf(date)
