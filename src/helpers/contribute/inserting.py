"""A new row in its place: first in memory, where all checks see it, then in the file, with no other byte touched."""

from __future__ import annotations

import csv
import io
import os
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from helpers.errors import RecordError
from helpers.validation.reading import Data, Row, Table


def _rank(table: Table, cells: Mapping[str, str]) -> list[tuple[float, str]]:
    """The place of a row by ``record.sort``: numbers by size, empty cells first, as ``make check`` wants it."""
    ranks = []
    for column in table.about.get("sort", []):
        value = cells.get(column, "")
        try:
            number = float(value) if value and table.fields[column].get("type") in ("integer", "number") else None
        except ValueError:
            number = None
        ranks.append((number, "") if number is not None else (float("-inf"), value))
    return ranks


def sound(table: Table) -> None:
    """Raise RecordError if the file of a table has faults of form, so that no line of it can be told from the next."""
    if table.problems:
        first = table.problems[0]
        raise RecordError(f"the file must be mended first: {first.rule}", f"data/{table.resource.get('path')}", first.remedy)


def insert(data: Data, table: Table, cells: Mapping[str, str]) -> tuple[Data, Row]:
    """The record with one row more, and that row; the record given stays as it is.

    Raises:
        RecordError: the file of the table has faults of form.
    """
    sound(table)
    at = bisect_right([_rank(table, row.cells) for row in table.rows], _rank(table, cells))
    line = table.rows[at].line if at < len(table.rows) else table.rows[-1].line + 1 if table.rows else 2
    row = Row(line, {name: cells.get(name, "") for name in table.header})
    later = [Row(old.line + 1, old.cells) for old in table.rows[at:]]
    grown = replace(table, rows=[*table.rows[:at], row, *later])
    return Data(data.folder, data.package, {**data.tables, table.name: grown}), row


def text(row: Row) -> str:
    """The row as a line of CSV, with its line end."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(row.cells.values())
    return out.getvalue()


def write(folder: Path, rows: list[tuple[Table, Row]]) -> None:
    """Put rows into the files of their tables, all of them or none.

    Args:
        folder: ``data/`` of the book.
        rows: each with its table as it was before, in the order in which ``insert`` took them.

    Raises:
        RecordError: a file was changed by someone else since it was read, or cannot be written.
    """
    old: dict[Path, bytes] = {}
    new: dict[Path, list[bytes]] = {}
    for table, row in rows:
        path = folder / str(table.resource["path"])
        if path not in new:
            old[path] = path.read_bytes()
            new[path] = old[path].splitlines(keepends=True)
            if len(new[path]) != len(table.rows) + 1:
                raise RecordError("its lines are not its rows, or it was changed meanwhile", f"data/{path.name}", "Run `make check`, then the same command again.")
        new[path].insert(row.line - 1, text(row).encode())
    beside = {path: path.with_name(f".{path.name}.{os.getpid()}") for path in new}
    done: list[Path] = []
    try:
        for path, lines in new.items():
            beside[path].write_bytes(b"".join(lines))
            beside[path].chmod(path.stat().st_mode)
        for path in new:
            if path.read_bytes() != old[path]:
                raise RecordError("the file was changed while the row was made", f"data/{path.name}", "Run the same command again.")
            beside[path].replace(path)
            done.append(path)
    except BaseException as error:
        for path in done:
            path.write_bytes(old[path])
        if isinstance(error, OSError):
            raise RecordError(f"the row cannot be written ({error.strerror})", "data", "See to the folder's rights and room.") from None
        raise
    finally:
        for path in beside.values():
            path.unlink(missing_ok=True)
