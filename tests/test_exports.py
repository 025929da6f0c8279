"""The record to take away: complete, the same bytes each time, and every key proved by SQLite itself."""

from __future__ import annotations

import csv
import hashlib
import io
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from small_record import Book, book  # noqa: F401  (a fixture)

from helpers import exports, record, usage
from helpers.errors import RecordError


def counts(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}


def test_the_zip_holds_the_record(book: Book, tmp_path: Path) -> None:
    """Tables and schema byte for byte, README, licence and digests that fit; the unpacked package is valid."""
    archive, _ = exports.write(tmp_path / "out")
    with zipfile.ZipFile(archive) as file:
        content = {name.partition("/")[2]: file.read(name) for name in file.namelist()}
        file.extractall(tmp_path / "unpacked")
    own = {path.name: path.read_bytes() for path in book.data.iterdir()}
    assert len(own) == 14 and {name: content[name] for name in own} == own
    sums = dict(reversed(line.split("  ")) for line in content.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(data).hexdigest() for name, data in content.items()}
    assert "Attribution 4.0" in content["LICENSE-DATA"].decode()
    readme = content["README.md"].decode()
    assert all(line.code in readme for line in usage.lines("sources")) and (tmp_path / "out" / "dataset.jsonld").is_file()
    assert "version 0.1.0" in readme and all(field["name"] in readme for name in record.tables() for field in book.fields(name))
    package = next((tmp_path / "unpacked").glob("*/datapackage.json"))
    command = Path(sys.executable).with_name("frictionless")
    assert subprocess.run([command, "validate", package.name], cwd=package.parent, capture_output=True, check=False).returncode == 0


def test_exports_are_the_same_bytes_each_time(book: Book, tmp_path: Path) -> None:
    """Built twice, in two folders, over an older file: the same bytes."""
    first = [path.read_bytes() for path in exports.write(tmp_path / "one")]
    (tmp_path / "two").mkdir()
    for name in exports.names():
        (tmp_path / "two" / name).write_text("an older file")
    assert [path.read_bytes() for path in exports.write(tmp_path / "two")] == first
    book.edit("events", 0, title="Another title")
    assert all(path.read_bytes() != old for path, old in zip(exports.write(tmp_path / "one"), first, strict=True))


def test_lists_become_links_with_real_keys(book: Book, tmp_path: Path) -> None:
    """Every item of every list is a row that SQLite checks; nothing is lost and the order is kept."""
    _, database = exports.write(tmp_path)
    found = counts(database)
    for name in record.tables():
        rows = book.rows(name)
        assert found[name] == len(rows)
        for field in book.fields(name):
            if field.get("list"):
                assert found[f"{name}_{field['name']}"] == sum(len(row[field["name"]].split(";")) for row in rows if row[field["name"]])
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == [] and connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        issues = connection.execute("SELECT issue_ids FROM events_issue_ids WHERE event_id = '2015-03-05-bridge-protocol' ORDER BY position").fetchall()
        assert issues == [("ceasefire",), ("withdrawal",)]
        keys = {row[2] for row in connection.execute("PRAGMA foreign_key_list(events_source_ids)")}
        assert keys == {"events", "sources"}
        assert connection.execute("SELECT stance_code FROM provisions ORDER BY provision_id").fetchall() == [(2,), (None,)]
        assert connection.execute("SELECT is_disputed FROM events ORDER BY event_id").fetchall() == [(1,), (0,), (0,)]
        assert connection.execute("SELECT value FROM _package WHERE name = 'version'").fetchone() == ("0.1.0",)


@pytest.mark.parametrize(("table", "column", "value"), [("events", "source_ids", "nowhere"), ("events", "place_id", "nowhere"), ("events", "event_type", "summit"), ("provisions", "sequence", "one")])
def test_a_broken_key_makes_no_database(book: Book, tmp_path: Path, table: str, column: str, value: str) -> None:
    """SQLite refuses an unknown id inside a list, a lone one, a term outside its list, and words for a number."""
    book.edit(table, 1, {column: value})
    with pytest.raises(RecordError, match="SQLite export.*make check"):
        exports.write_sqlite(tmp_path / "x.sqlite")


def test_every_reference_is_a_real_key(book: Book, tmp_path: Path) -> None:
    """Each column that refers to another, in a list or alone, has its foreign key; a person of two tenures is one id."""
    first, *others = book.rows("people")
    book.write("people", [first, {**first, "tenure_id": "lindqvist-lake-group-2015"}, *others])
    exports.write_sqlite(tmp_path / "x.sqlite")
    keys_of_the_database(tmp_path / "x.sqlite")
    book.edit("event_actors", 0, person_id="nobody")
    with pytest.raises(RecordError, match="foreign keys.*event_actors"):
        exports.write_sqlite(tmp_path / "y.sqlite")


def keys_of_the_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for name in record.tables():
            own = [c for key in record.resource(name)["schema"].get("foreignKeys", []) for c in ([key["fields"]] if isinstance(key["fields"], str) else key["fields"])]
            for field in record.fields(name).values():
                where = f"{name}_{field['name']}" if field.get("list") else name
                keys = {key[3] for key in connection.execute(f'PRAGMA foreign_key_list("{where}")')}
                assert ("references" in field or field["name"] in own) <= (field["name"] in keys), f"{name}.{field['name']}"


def test_the_book_exports_with_all_keys(checkout: Path, tmp_path: Path) -> None:
    """The real record becomes a database without a broken key, with every row."""
    exports.write_sqlite(tmp_path / "x.sqlite")
    found = counts(tmp_path / "x.sqlite")
    for name in record.tables():
        rows = list(csv.reader(io.StringIO((checkout / "data" / record.resource(name)["path"]).read_text("utf-8"), newline="")))
        assert found[name] == len(rows) - 1
    keys_of_the_database(tmp_path / "x.sqlite")
