"""The record to take away: a zip of the tables with their schema, and a SQLite database in which every key is checked.

In the database each ``;``-separated list is a link table ``<table>_<column>`` with real foreign keys, so that
``PRAGMA foreign_key_check`` proves what ``validation`` says by other means. Both files are the same bytes for the same
record.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from helpers import paths, record
from helpers.errors import RecordError

SQL = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
# SQLite writes its own version into the header of a file, for information only: one value, whatever wrote it.
VERSION_AT, VERSION = 96, (3_040_001).to_bytes(4, "big")


def names() -> tuple[str, str]:
    """The names of the two files: they carry the version of the data."""
    package = record.package()
    stem = f"{package['name']}-{package['version']}"
    return f"{stem}.zip", f"{stem}.sqlite"


def write(folder: Path) -> list[Path]:
    """Write both exports of the book that we are in to a folder, which is made if missing; return their paths.

    Raises:
        RecordError: the tables break a key, so that no database can be made of them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    archive, database = (folder / name for name in names())
    write_zip(archive)
    write_sqlite(database)
    return [archive, database]


def readme() -> str:
    """The text that goes with the tables: what they are, how they are written, what each field means."""
    package = record.package()
    dates = package["record"]
    lines = [
        f"# {package['title']}, version {package['version']}",
        "",
        *([package["description"], ""] if package.get("description") else []),
        f"Complete to {dates['cutoff_date']}; later rows are provisional. Last day of evidence: {dates['last_evidence_date']}.",
        f"Licence: {', '.join(licence.get('title') or licence['name'] for licence in package['licenses'])}.",
        "",
        "Tables are CSV: UTF-8, commas, a header line. A date is written as exactly as it is known (2025, 2025-03,",
        "2025-03-04). Items of a list are separated by semicolons. datapackage.json is the schema (a Data Package);",
        "SHA256SUMS holds the digests of all files.",
    ]
    for resource in package["resources"]:
        about = resource.get("record", {})
        lines += ["", f"## {resource['path']}: {resource['title']}", "", resource.get("description", "")]
        lines += [f"Unit: {about.get('unit', '')}. Included: {about.get('inclusion', '')}", ""]
        for field in resource["schema"]["fields"]:
            unit = f" Unit: {field['unit']}." if field.get("unit") else ""
            empty = f" Empty: {field['empty']}." if field.get("empty") else ""
            lines.append(f"- {field['name']} ({field['type']}): {field.get('description', '')}{unit}{empty}")
    return "\n".join(lines) + "\n"


def _licence() -> str:
    own = paths.root() / "LICENSE-DATA"
    if own.is_file():
        return own.read_text("utf-8")
    return "".join(f"{licence.get('title', licence['name'])}\n{licence.get('path', '')}\n" for licence in record.package()["licenses"])


def files() -> dict[str, bytes]:
    """Everything in the zip but the digests: name → content, sorted by name."""
    data = paths.data()
    found = {resource["path"]: (data / resource["path"]).read_bytes() for resource in record.package()["resources"]}
    found["datapackage.json"] = (data / "datapackage.json").read_bytes()
    found["README.md"] = readme().encode()
    found["LICENSE-DATA"] = _licence().encode()
    return dict(sorted(found.items()))


def write_zip(path: Path) -> None:
    """The tables, their schema, README, licence and SHA256SUMS in one folder of a zip."""
    content = files()
    content["SHA256SUMS"] = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in content.items()).encode()
    year, month, day = (int(part) for part in str(record.package()["record"]["release_date"]).split("-"))
    # Stored, not deflated: compressors differ from machine to machine, and a release must not.
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, data in content.items():
            entry = zipfile.ZipInfo(f"{path.stem}/{name}", (max(year, 1980), month, day, 0, 0, 0))
            entry.external_attr, entry.create_system = 0o100644 << 16, 3
            archive.writestr(entry, data)


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _target(name: str, field: dict[str, Any]) -> str:
    """The REFERENCES clause of a column, empty if it refers to nothing that can be a foreign key."""
    reference = field.get("references", "")
    for key in record.resource(name)["schema"].get("foreignKeys", []):
        columns, goals = ([c] if isinstance(c, str) else c for c in (key["fields"], key["reference"]["fields"]))
        if columns == [field["name"]]:
            reference = f"{key['reference'].get('resource') or name}.{goals[0]}"
    table, _, column = reference.partition(".")
    unique = column and (record.primary_key(table) == [column] or record.fields(table)[column].get("constraints", {}).get("unique"))
    return f" REFERENCES {_quote(table)}({_quote(column)})" if unique else ""


def _terms(field: dict[str, Any]) -> str:
    """The CHECK clause of a closed list."""
    terms = field.get("constraints", {}).get("enum")
    if not terms and "vocabulary" in field and "vocabulary" in record.tables():
        rows = record.load("vocabulary")
        terms = list(rows.loc[rows["vocabulary"] == field["vocabulary"], "term"])
    return f" CHECK ({_quote(field['name'])} IN ({', '.join(_text(t) if isinstance(t, str) else str(t) for t in terms)}))" if terms else ""


def _schema(name: str) -> Iterator[str]:
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
        columns.append(" ".join(parts) + truth + _terms(field) + _target(name, field))
    keys = ", ".join(map(_quote, key))
    yield f"CREATE TABLE {_quote(name)} (\n  " + ",\n  ".join([*columns, f"PRIMARY KEY ({keys})"]) + "\n)"
    for field in fields.values():
        if field.get("list"):
            own = [f"{_quote(c)} {SQL.get(fields[c]['type'], 'TEXT')}" for c in key]
            item = f"{_quote(field['name'])} TEXT NOT NULL{_terms(field)}{_target(name, field)}"
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
            for name in record.tables():
                for statement in _schema(name):
                    connection.execute(statement)
                _fill(connection, name)
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


def main(arguments: Any = None) -> int:
    """``python -m helpers export``: write both files and say where."""
    folder = Path(getattr(arguments, "out", None) or paths.root() / "_build" / "data")
    for path in write(folder):
        print(f"{path}  {path.stat().st_size / 1024:.0f} kB  sha256 {hashlib.sha256(path.read_bytes()).hexdigest()}")
    return 0
