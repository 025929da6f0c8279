"""One line each to get any table, or the data of any figure, into the tools that readers work with.

The lines are for someone who unpacked the zip beside which the SQLite file lies; those of a figure for someone in the
folder of the site, where each figure's data are. Tests run those for Python and DuckDB; those for R and a spreadsheet
are shown, and only the file that they name is looked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from helpers import exports, record

FIGURE = re.compile(r"(?:fig|tab)-[a-z0-9]+(?:-[a-z0-9]+)*")
RUN = ("python", "sql")  # languages whose lines the tests run as they stand
FIGURES = "_figures"  # beside the pages, as publishing.downloads writes them


@dataclass(frozen=True)
class Line:
    """One way to the data.

    Attributes:
        tool: what a reader calls it: ``Python (pandas)``, ``R``, ``DuckDB`` …
        code: one line to type; for a spreadsheet what to choose, in words.
        language: for a marker of syntax (``python``, ``r``, ``sql``); empty for words.
    """

    tool: str
    code: str
    language: str = ""


def _common(path: str, name: str) -> list[Line]:
    """The lines for one CSV file."""
    variable = re.sub(r"\W", "_", name)
    return [
        # Only an empty cell is missing: pandas and R would take the text NA for nothing.
        Line("Python (pandas)", f'import pandas as pd; {variable} = pd.read_csv("{path}", keep_default_na=False, na_values=[""])', "python"),
        Line("R", f'{variable} <- read.csv("{path}", na.strings = "", fileEncoding = "UTF-8")', "r"),
        Line("DuckDB", f"SELECT * FROM read_csv('{path}', header = true);", "sql"),
        Line("Spreadsheet", f"Import {path} from text: UTF-8, comma, every column as text, so that 2015-03 stays a month."),
    ]


def lines(name: str) -> list[Line]:
    """The ways to one table or to the data of one figure.

    Args:
        name: a table of the record (``events``), or the id of a figure or table in the book (``fig-…``, ``tab-…``).

    Returns:
        A line for each tool, pandas first.

    Raises:
        RecordError: there is no such table.
    """
    if FIGURE.fullmatch(name):
        path = f"{FIGURES}/{name}.csv"
        pandas, *rest = _common(path, name)
        return [pandas, Line("Python (frictionless)", f'from frictionless import Resource; rows = Resource("{path}").read_rows()', "python"), *rest]
    archive, database = exports.names()
    folder = archive.removesuffix(".zip")
    pandas, *rest = _common(f"{folder}/{record.resource(name)['path']}", name)
    return [
        pandas,
        Line("Python (sqlite3)", f"import sqlite3; rows = sqlite3.connect(\"{database}\").execute('SELECT * FROM \"{name}\"').fetchall()", "python"),
        Line("Python (frictionless)", f'from frictionless import Package; rows = Package("{folder}/datapackage.json").get_resource("{name}").read_rows()', "python"),
        *rest,
    ]


def text(name: str) -> str:
    """The lines as plain text, for a README: each tool, then its line indented."""
    return "\n".join(f"{line.tool}:\n\n    {line.code}\n" for line in lines(name))


def html(name: str) -> str:
    """The lines as an HTML list of terms, escaped; a page may hold it as it is."""
    items = []
    for line in lines(name):
        code = f"<code>{escape(line.code)}</code>" if line.language else escape(line.code)
        items.append(f"<dt>{escape(line.tool)}</dt><dd>{code}</dd>")
    return f'<dl class="usage">{"".join(items)}</dl>'
