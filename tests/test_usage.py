"""The lines that a reader types to get the data: for Python and DuckDB run as they stand, all name files that are there."""

from __future__ import annotations

import csv
import datetime
import re
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest
from small_record import Book, book  # noqa: F401  (a fixture)

from helpers import exports, record, usage
from helpers.errors import RecordError

IN_PYTHON = ["Python (pandas)", "Python (sqlite3)", "Python (frictionless)"]
IN_R = re.compile(r'\w+ <- read\.csv\("(?P<path>[\w./-]+)", na\.strings = "", fileEncoding = "UTF-8"\)')


def run(line: usage.Line) -> Any:
    """What a line gives: the value of the last name that it sets."""
    assert "\n" not in line.code
    names: dict[str, Any] = {}
    exec(line.code, names)
    return list(names.values())[-1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exports of the book as a reader has them: the zip unpacked, the database beside it."""
    folder = tmp_path_factory.mktemp("reader")
    archive, _ = exports.write(folder)
    with zipfile.ZipFile(archive) as file:
        file.extractall(folder)
    return folder


def rows(checkout: Path, name: str) -> list[dict[str, str]]:
    with (checkout / "data" / record.resource(name)["path"]).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("tool", IN_PYTHON)
def test_each_line_for_python_gives_every_table(checkout: Path, unpacked: Path, monkeypatch: pytest.MonkeyPatch, tool: str) -> None:
    """Without our code, from the unpacked zip or the database: all rows, and the ids as they are written."""
    wanted = {name: rows(checkout, name) for name in record.tables()}
    lines = {name: next(line for line in usage.lines(name) if line.tool == tool) for name in wanted}
    monkeypatch.chdir(unpacked)
    for name, line in lines.items():
        found = run(line)
        assert len(found) == len(wanted[name]), name
        if isinstance(found, pd.DataFrame):
            assert list(found.columns) == list(wanted[name][0]) if wanted[name] else True
            text = [c for c in found.columns if pd.api.types.is_string_dtype(found[c])]
            for column in text:
                assert list(found[column].fillna("")) == [row[column] for row in wanted[name]], (name, column)
        elif tool == "Python (frictionless)" and found:
            assert found[0].valid and list(found[0].to_dict()) == list(wanted[name][0])


def cell(value: Any, number: bool) -> Any:
    """A value as a cell has it: a number as a number, all else as text."""
    if value is None or value == "":
        return ""
    if number:
        return float(value)
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_the_line_for_duckdb_gives_every_table(checkout: Path, unpacked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the unpacked zip, without a network: all rows, the column names, and every value as it is written."""
    monkeypatch.chdir(unpacked)
    with duckdb.connect() as connection:
        for name in record.tables():
            line = next(line for line in usage.lines(name) if line.tool == "DuckDB")
            found, wanted = connection.sql(line.code), rows(checkout, name)
            numbers = [about["type"] in ("integer", "number") for about in record.fields(name).values()]
            assert found.columns == list(record.fields(name)), name
            given = [[cell(v, n) for v, n in zip(values, numbers)] for values in found.fetchall()]
            assert given == [[cell(v, n) for v, n in zip(row.values(), numbers)] for row in wanted], name


def test_lines_of_a_figure_read_its_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file that the site has of every figure, read by the lines for Python and DuckDB."""
    from helpers.publishing.downloads import csv_text

    resource = {"schema": {"fields": [{"name": "year"}, {"name": "events"}]}, "data": [{"year": 2014, "events": 3}, {"year": 2015, "events": 5}]}
    (tmp_path / usage.FIGURES).mkdir()
    (tmp_path / usage.FIGURES / "fig-events-by-year.csv").write_text(csv_text(resource), "utf-8")
    monkeypatch.chdir(tmp_path)
    found = [run(line) for line in usage.lines("fig-events-by-year") if line.language == "python"]
    assert len(found) == 2 and found[0]["events"].sum() == 8 and len(found[1]) == 2
    assert [duckdb.sql(line.code).fetchall() for line in usage.lines("fig-events-by-year") if line.language == "sql"] == [[(2014, 3), (2015, 5)]]


def test_every_tool_has_one_line_with_a_file_that_is_there(book: Book, tmp_path: Path) -> None:  # noqa: F811
    """Lines for R and a spreadsheet are not run here: they have the form that R reads and name the file that pandas reads."""
    archive, _ = exports.write(tmp_path)
    with zipfile.ZipFile(archive) as file:
        inside = set(file.namelist())
    for name in record.tables():
        lines = usage.lines(name)
        assert [line.tool for line in lines] == [*IN_PYTHON, "R", "DuckDB", "Spreadsheet"]
        in_r = IN_R.fullmatch(next(line.code for line in lines if line.language == "r"))
        assert in_r and f'"{in_r["path"]}"' in lines[0].code and in_r["path"] in next(line.code for line in lines if line.tool == "Spreadsheet")
        for line in lines:
            named = re.findall(r"fixture-record[\w./-]*\.(?:csv|json|sqlite)|[\w.-]+/[\w.-]+\.(?:csv|json)", line.code)
            assert len(line.code.splitlines()) == 1 and all(path in inside or (tmp_path / path).is_file() for path in named)
        assert all(line.code in usage.text(name) for line in lines) and usage.html(name).count("<dt>") == len(lines)
        assert "<code>SELECT * FROM read_csv(&#x27;" in usage.html(name)


def test_an_unknown_table_is_named(book: Book) -> None:  # noqa: F811
    with pytest.raises(RecordError, match="there is no table “evnts”"):
        usage.lines("evnts")


def test_the_data_page_shows_every_line(checkout: Path) -> None:
    """A table and a figure that the book has, each line as it stands."""
    from docutils import nodes

    from helpers.publishing import access

    assert f'"{access.FIGURE}"' in (checkout / "src/helpers/figures/history_truces.py").read_text("utf-8")
    made = nodes.section("", *access.access())
    shown = made.astext()
    assert all(line.code in shown for name in (access.TABLE, access.FIGURE) for line in usage.lines(name))


def test_the_readme_shows_the_same_lines(checkout: Path) -> None:
    """What README.md shows for R and DuckDB is what the data page shows, with the folder of the repository."""
    text = (checkout / "README.md").read_text("utf-8")
    folder = exports.names()[0].removesuffix(".zip")
    for line in usage.lines("events"):
        if line.tool in ("R", "DuckDB"):
            assert f"`{line.code.replace(folder, 'data')}`" in text
