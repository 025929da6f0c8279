"""The tables as they stand in their files: text, line numbers, and nothing assumed about either."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helpers.errors import RecordError
from helpers.validation.problems import Problem


@dataclass(frozen=True)
class Row:
    """One row: the line it begins on, and its cells by column."""

    line: int
    cells: dict[str, str]


@dataclass
class Table:
    """One table: its schema and its rows; ``ragged`` rows have another number of cells than the header."""

    name: str
    resource: dict[str, Any]
    header: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    ragged: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def fields(self) -> dict[str, dict[str, Any]]:
        """The fields of the schema by name."""
        return {f.get("name", ""): f for f in self.resource.get("schema", {}).get("fields", [])}

    @property
    def about(self) -> dict[str, Any]:
        """Our own properties of the table: unit, inclusion, sort, date_prefixes."""
        return self.resource.get("record", {})

    @property
    def key(self) -> list[str]:
        """The columns that identify a row."""
        key = self.resource.get("schema", {}).get("primaryKey", [])
        return [key] if isinstance(key, str) else key

    def id(self, row: Row) -> str:
        """The identity of a row as one text."""
        return "/".join(row.cells.get(column, "") for column in self.key)

    def values(self, column: str) -> set[str]:
        """All values of a column, those of ragged rows included, so that one broken row breaks no other."""
        return {row.cells[column] for row in (*self.rows, *self.ragged) if row.cells.get(column)}

    def problem(self, row: Row | None, column: str, rule: str, remedy: str, value: str | None = None, warning: bool = False) -> Problem:
        """A problem of this table; the value is the cell's unless another is given."""
        if row is None:
            return Problem(self.name, "", column, value or "", rule, remedy, 0, warning)
        shown = row.cells.get(column, "") if value is None else value
        return Problem(self.name, self.id(row), column, shown, rule, remedy, row.line, warning)


@dataclass
class Data:
    """Everything under ``data/``."""

    folder: Path
    package: dict[str, Any]
    tables: dict[str, Table]

    def references(self, table: Table) -> Iterator[tuple[str, str, str]]:
        """Which columns of a table refer to which column of another: (column, table, column)."""
        seen = set()
        for name, about in table.fields.items():
            if isinstance(about.get("references"), str):
                target, _, column = about["references"].partition(".")
                seen.add(name)
                yield name, target, column
        for key in table.resource.get("schema", {}).get("foreignKeys", []):
            columns, reference = key["fields"], key["reference"]
            columns, targets = ([c] if isinstance(c, str) else c for c in (columns, reference["fields"]))
            if len(columns) == 1 and columns[0] not in seen:
                yield columns[0], reference.get("resource") or table.name, targets[0]


def read(folder: Path) -> Data:
    """Read the schema and every table.

    Raises:
        RecordError: there is no schema, or it is not JSON, so nothing else can be said.
    """
    path = folder / "datapackage.json"
    try:
        package = json.loads(path.read_text("utf-8"))
        names = [resource["name"] for resource in package["resources"]]
    except FileNotFoundError:
        raise RecordError("the file is missing", "data/datapackage.json", "Restore it: it is the schema of every table.") from None
    except (ValueError, KeyError, TypeError) as error:
        raise RecordError(f"not a data package ({error!r})", "data/datapackage.json", "Mend the place named.") from None
    tables = {name: _table(folder, resource) for name, resource in zip(names, package["resources"])}
    return Data(folder, package, tables)


def _table(folder: Path, resource: dict[str, Any]) -> Table:
    table = Table(resource["name"], resource)
    path = folder / str(resource.get("path", ""))
    if not path.is_file():
        table.problems.append(table.problem(None, "", "the file of the table must exist", f"Restore data/{resource.get('path')}."))
        return table
    raw = path.read_bytes()
    text = raw.decode("utf-8", "surrogateescape")  # a wrong byte stays in its cell, where it is named
    whole = "", "in the whole file"
    if text.startswith("\ufeff"):
        text = text[1:]
        table.problems.append(Problem(table.name, *whole, "", "a file begins with its header, without a byte order mark", "Save it as UTF-8 without BOM.", 1))
    if "\r" in text:
        line = text[: text.index("\r")].count("\n") + 1
        text = text.replace("\r\n", "\n")
        table.problems.append(Problem(table.name, *whole, "\\r", "lines end with a line feed alone", "Save it with Unix line ends.", line))
    if not text.endswith("\n"):
        table.problems.append(Problem(table.name, *whole, "", "the last line ends with a line feed too", "Add an empty line end at the end of the file.", text.count("\n") + 1))
    _rows(table, text)
    return table


def _rows(table: Table, text: str) -> None:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    before = 0
    try:
        for cells in reader:
            line, before = before + 1, reader.line_num
            if line == 1:
                table.header = cells
                _header(table)
            elif len(cells) == len(table.header):
                table.rows.append(Row(line, dict(zip(table.header, cells))))
            else:
                row = Row(line, dict(zip(table.header, cells)))
                table.ragged.append(row)
                rule = f"a row has {len(table.header)} cells like the header; this one has {len(cells)}"
                remedy = "Delete the empty line." if not cells else "Count its commas; a cell with a comma stands in double quotes."
                table.problems.append(table.problem(row, "", rule, remedy, ",".join(cells)))
    except csv.Error as error:
        remedy = "Look for a double quote that is not closed, or not doubled within a cell; what follows it was not read."
        table.problems.append(Problem(table.name, "", "", "", f"the file must be readable as CSV ({error})", remedy, before + 1))


def _header(table: Table) -> None:
    wanted = list(table.fields)
    for column in dict.fromkeys(table.header):
        if column not in wanted:
            table.problems.append(Problem(table.name, "", column, column, "a column stands in the schema", "Remove the column, or describe it in data/datapackage.json.", 1))
        if table.header.count(column) > 1:
            table.problems.append(Problem(table.name, "", column, column, "a column stands there once", "Remove one of the two.", 1))
    for column in wanted:
        if column not in table.header:
            table.problems.append(Problem(table.name, "", column, "", "a field of the schema is a column of the table", "Add the column, in the order of the schema.", 1))
    if sorted(table.header) == sorted(wanted) and table.header != wanted:
        table.problems.append(Problem(table.name, "", "", ",".join(table.header), "columns stand in the order of the schema", f"The order is: {','.join(wanted)}.", 1))
