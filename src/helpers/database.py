"""The record as a SQLite database in which every key is checked.

Each ``;``-separated list is a link table ``<table>_<column>`` with real foreign keys, and an id that several rows share
(a person with two tenures) has a table ``<table>_<column>`` of its own, so that ``PRAGMA foreign_key_check`` proves what
``validation`` says by other means. The same bytes for the same record.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from helpers import paths, record
from helpers.errors import RecordError

SQL = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
# SQLite writes its own version into the header of a file, for information only: one value, whatever wrote it.
VERSION_AT, VERSION = 96, (3_040_001).to_bytes(4, "big")


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _reference(name: str, field: dict[str, Any]) -> tuple[str, str] | None:
    """The table and the column that a field refers to, None if to nothing."""
    reference = field.get("references", "")
    for key in record.resource(name)["schema"].get("foreignKeys", []):
        columns, goals = ([c] if isinstance(c, str) else c for c in (key["fields"], key["reference"]["fields"]))
        if columns == [field["name"]]:
            reference = f"{key['reference'].get('resource') or name}.{goals[0]}"
    table, _, column = reference.partition(".")
    return (table, column) if column else None


def _unique(table: str, column: str) -> bool:
    return record.primary_key(table) == [column] or bool(record.fields(table)[column].get("constraints", {}).get("unique"))


def _shared() -> list[tuple[str, str]]:
    """The columns that others refer to although several rows may have one value: (table, column), sorted."""
    goals = {goal for name in record.tables() for field in record.fields(name).values() if (goal := _reference(name, field))}
    return sorted((table, column) for table, column in goals if not _unique(table, column))


def _target(name: str, field: dict[str, Any], shared: list[tuple[str, str]]) -> str:
    """The REFERENCES clause of a column, empty if it refers to nothing."""
    goal = _reference(name, field) or ((name, field["name"]) if (name, field["name"]) in shared else None)
    if not goal:
        return ""
    table, column = goal
    return f" REFERENCES {_quote(f'{table}_{column}' if goal in shared else table)}({_quote(column)})"


def _terms(field: dict[str, Any]) -> str:
    """The CHECK clause of a closed list."""
    terms = field.get("constraints", {}).get("enum")
    if not terms and "vocabulary" in field and "vocabulary" in record.tables():
        rows = record.load("vocabulary")
        terms = list(rows.loc[rows["vocabulary"] == field["vocabulary"], "term"])
    return f" CHECK ({_quote(field['name'])} IN ({', '.join(_text(t) if isinstance(t, str) else str(t) for t in terms)}))" if terms else ""


def _schema(name: str, shared: list[tuple[str, str]]) -> Iterator[str]:
    """The statements that make a table and its link tables."""
    fields, key = record.fields(name), record.primary_key(name)
    columns = []
    for field in fields.values():
        if field.get("list"):
            continue
        rules = field.get("constraints", {})
        parts = [_quote(field["name"]), SQL.get(field["type"], "TEXT")]
        parts += ["NOT NULL"] * bool(rules.get("required")) + ["UNIQUE"] * bool(rules.get("unique") and key != [field["name"]])
        truth = f" CHECK ({_quote(field['name'])} IN (0, 1))" if field["type"] == "boolean" else ""
        columns.append(" ".join(parts) + truth + _terms(field) + _target(name, field, shared))
    keys = ", ".join(map(_quote, key))
    yield f"CREATE TABLE {_quote(name)} (\n  " + ",\n  ".join([*columns, f"PRIMARY KEY ({keys})"]) + "\n)"
    for field in fields.values():
        if field.get("list"):
            own = [f"{_quote(c)} {SQL.get(fields[c]['type'], 'TEXT')}" for c in key]
            item = f"{_quote(field['name'])} TEXT NOT NULL{_terms(field)}{_target(name, field, shared)}"
            link = f"FOREIGN KEY ({keys}) REFERENCES {_quote(name)}({keys})"
            inside = [*own, '"position" INTEGER NOT NULL', item, f'PRIMARY KEY ({keys}, "position")', link]
            yield f"CREATE TABLE {_quote(name + '_' + field['name'])} (\n  " + ",\n  ".join(inside) + "\n)"


def _cell(value: str, kind: str) -> Any:
    if not value:
        return None
    return {"integer": int, "number": float, "boolean": lambda text: int(text == "true")}.get(kind, str)(value)


def _fill(connection: sqlite3.Connection, name: str) -> None:
    fields, key = record.fields(name), record.primary_key(name)
    flat = [f for f in fields.values() if not f.get("list")]
    with (paths.data() / record.resource(name)["path"]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    # A key column may be empty where a key of several allows it: SQLite takes NULL there, but no link can point to it.
    cells = [[_cell(row[f["name"]], f["type"]) for f in flat] for row in rows]
    connection.executemany(f"INSERT INTO {_quote(name)} VALUES ({', '.join('?' * len(flat))})", cells)
    for column in [f["name"] for f in fields.values() if f.get("list")]:
        links = [
            [*(_cell(row[c], fields[c]["type"]) for c in key), place, item]
            for row in rows
            for place, item in enumerate(row[column].split(";") if row[column] else [], 1)
        ]
        connection.executemany(f"INSERT INTO {_quote(f'{name}_{column}')} VALUES ({', '.join('?' * (len(key) + 2))})", links)


def _fill_shared(connection: sqlite3.Connection, shared: list[tuple[str, str]]) -> None:
    """A table of its own for each id that several rows share, so that a key can lead to it."""
    for table, column in shared:
        own = _quote(f"{table}_{column}")
        connection.execute(f"CREATE TABLE {own} ({_quote(column)} TEXT PRIMARY KEY)")
        connection.execute(f"INSERT INTO {own} SELECT DISTINCT {_quote(column)} FROM {_quote(table)} WHERE {_quote(column)} IS NOT NULL ORDER BY 1")


def _describe(connection: sqlite3.Connection) -> None:
    """Two tables that say what the others are."""
    package = record.package()
    connection.execute("CREATE TABLE _package (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
    about = {"title": package["title"], "version": package["version"], **package["record"]}
    about["licence"] = ", ".join(licence["name"] for licence in package["licenses"])
    connection.executemany("INSERT INTO _package VALUES (?, ?)", sorted(about.items()))
    connection.execute(
        "CREATE TABLE _fields (table_name TEXT, field TEXT, type TEXT, title TEXT, description TEXT, "
        "unit TEXT, empty TEXT, is_list INTEGER, PRIMARY KEY (table_name, field))"
    )
    for name in record.tables():
        for f in record.fields(name).values():
            row = (name, f["name"], f["type"], f.get("title"), f.get("description"), f.get("unit"), f.get("empty"), int(bool(f.get("list"))))
            connection.execute("INSERT INTO _fields VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)


def write_sqlite(path: Path) -> None:
    """The record as a SQLite database.

    Raises:
        RecordError: a row breaks a key or a closed list; the message names them.
    """
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("BEGIN")
        try:
            shared = _shared()
            for name in record.tables():
                for statement in _schema(name, shared):
                    connection.execute(statement)
                _fill(connection, name)
            _fill_shared(connection, shared)
            _describe(connection)
        except (sqlite3.Error, ValueError) as error:
            raise RecordError(f"the database cannot be made ({error})", "SQLite export", record.CHECK) from None
        connection.execute("COMMIT")
        broken = connection.execute("PRAGMA foreign_key_check").fetchmany(5)
        if broken:
            places = "; ".join(f"{table} row {number} → {parent}" for table, number, parent, _ in broken)
            raise RecordError(f"the tables break foreign keys ({places})", "SQLite export", record.CHECK)
        connection.execute("VACUUM")
    with path.open("r+b") as file:
        file.seek(VERSION_AT)
        file.write(VERSION)
