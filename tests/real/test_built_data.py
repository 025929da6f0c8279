"""The data of the built book as a stranger has it: opened by pandas, SQLite, DuckDB and frictionless, never by our code."""

from __future__ import annotations

import hashlib
import html
import re
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

BUILD = Path(__file__).resolve().parents[2] / "_build"
BLOCK = re.compile(r'<div class="highlight-(python|sql) notranslate"><div class="highlight"><pre>(.*?)</pre>', re.S)
pytestmark = pytest.mark.skipif(not (BUILD / "data").is_dir(), reason="the book is not built; run `make book`")


@pytest.fixture(scope="module")
def download(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what a reader downloads: the zip unpacked, the database beside it."""
    folder = tmp_path_factory.mktemp("download")
    (archive,) = (BUILD / "data").glob("*.zip")
    with zipfile.ZipFile(archive) as file:
        file.extractall(folder)
    for database in (BUILD / "data").glob("*.sqlite"):
        (folder / database.name).symlink_to(database)
    return folder


@pytest.fixture(scope="module")
def package(download: Path) -> Path:
    """The one folder in the zip."""
    (found,) = (path for path in download.iterdir() if path.is_dir())
    return found


def test_checksums_match(package: Path) -> None:
    """SHA256SUMS names every file of the zip but itself, and each has the digest that stands there."""
    sums = dict(reversed(line.split("  ", 1)) for line in (package / "SHA256SUMS").read_text("utf-8").splitlines())
    assert sums == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in package.iterdir() if path.name != "SHA256SUMS"}
    assert {"README.md", "LICENSE-DATA", "datapackage.json", "CHANGES.md", "events.csv"} <= set(sums)


def test_frictionless_accepts_the_package(package: Path) -> None:
    """The command of another project, on the unpacked zip alone."""
    command = [Path(sys.executable).with_name("frictionless"), "validate", "datapackage.json"]
    done = subprocess.run(command, cwd=package, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "INVALID" not in done.stdout, done.stdout


def test_pandas_sqlite_and_duckdb_hold_the_same_rows(download: Path, package: Path) -> None:
    """Every CSV has as many rows in each of the three; SQLite finds every key in its place and every list as links."""
    (database,) = download.glob("*.sqlite")
    with closing(sqlite3.connect(database)) as connection, duckdb.connect() as duck:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == [] and connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for path in sorted(package.glob("*.csv")):
            frame = pd.read_csv(path, dtype=str, keep_default_na=False)
            (rows,) = connection.execute(f'SELECT count(*) FROM "{path.stem}"').fetchone()
            assert len(frame) == rows == len(duck.sql(f"SELECT * FROM read_csv('{path}', header = true)").fetchall()), path.name
        events = pd.read_csv(package / "events.csv", dtype=str, keep_default_na=False)
        (links,) = connection.execute("SELECT count(*) FROM events_source_ids").fetchone()
        assert links == int(events["source_ids"].str.split(";").str.len().sum())


def test_every_line_on_the_data_page_runs(download: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the page shows for Python and DuckDB, copied from the page and typed where the page says."""
    page = (BUILD / "html" / "record" / "data.html").read_text("utf-8")
    shown = [(language, html.unescape(re.sub(r"<[^>]+>", "", code)).strip()) for language, code in BLOCK.findall(page)]
    assert [language for language, _ in shown] == ["python"] * 3 + ["sql"] + ["python"] * 2 + ["sql"]
    for language, code in shown:
        monkeypatch.chdir(BUILD / "html" if "_figures/" in code else download)
        names: dict[str, Any] = {}
        if language == "sql":
            found = duckdb.sql(code).fetchall()
        else:
            exec(code, names)
            found = list(names.values())[-1]
        assert len(found) > 5, code
