"""What is made of stored outputs: hostile text stays text in every form, and downloads say what the record says."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from docutils import nodes

from helpers.publishing import downloads, html, outputs
from helpers.publishing.entries import Entry
from helpers.publishing.nodes import record_ref

EVIL = "</script><script>alert('x')</script> & \"*q*\" #let `c` {cite}`x` =1+1,\nnext \u2028 line"
FIELDS = [{"name": "a", "title": EVIL, "type": "string"}, {"name": "n", "title": "N", "type": "number", "align": "right"}]
RESOURCE = {"schema": {"fields": FIELDS}, "data": [{"a": EVIL, "n": 12345}, {"a": None, "n": None}]}


def test_data_tables_are_escaped() -> None:
    """The data under a figure: cells, titles and caption are text."""
    text = html.data_table(RESOURCE, EVIL)
    assert "<script" not in text and text.count("&lt;script&gt;") == 3
    assert '<td class="right">12345</td>' in text and "<td></td>" in text


def test_csv_gives_back_what_was_put_in() -> None:
    """Commas, quotes and line ends in a cell survive; a missing value is empty."""
    rows = list(csv.DictReader(io.StringIO(downloads.csv_text(RESOURCE), newline="")))
    assert rows == [{"a": EVIL, "n": "12345"}, {"a": "", "n": ""}]


def test_scripts_carry_data_safely() -> None:
    """What a page loads as script holds no end of a script and no line separator, and still parses to the same."""
    text = downloads.script(json.dumps({"a": EVIL}, ensure_ascii=False))
    assert "<" not in text and "\u2028" not in text and json.loads(text) == {"a": EVIL}


def test_files_of_a_figure(tmp_path: Path) -> None:
    """Data, chart, drawing, picture, script and a page of the data; hostile text runs nowhere."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><rect width="9" height="9"/></svg>'
    content = {"svg": svg, "spec": {"description": EVIL}, "alt": EVIL, "meta": {"data": RESOURCE}}
    files = dict(downloads.figure_files("fig-x", content, EVIL, downloads.Pictures(tmp_path)))
    assert {name.partition(".")[2] for name in files} == {"csv", "vl.json", "svg", "png", "js", "html"}
    assert files["fig-x.png"].startswith(b"\x89PNG") and json.loads(files["fig-x.vl.json"])["description"] == EVIL
    assert b"<script" not in files["fig-x.html"] and b"</script" not in files["fig-x.js"]
    call = re.fullmatch(r'recordFigure\("fig-x",(.*)\)\n', files["fig-x.js"].decode(), re.S)
    assert json.loads(call[1]) == {"description": EVIL}


def test_files_of_a_table(tmp_path: Path) -> None:
    """A table offers its data."""
    assert [name for name, _ in downloads.figure_files("tab-x", {"meta": {"data": RESOURCE}}, "T", downloads.Pictures(tmp_path))] == ["tab-x.csv"]


def test_previews_are_escaped() -> None:
    """The words of the record in a preview are text."""
    entry = Entry("event", "x", EVIL, "record/chronology", "x", "", (EVIL, EVIL))
    assert "<script" not in entry.preview_html() and "&lt;script&gt;" in entry.preview_html()


def test_cells_become_text_nodes() -> None:
    """A cell of the record is never read as markup; ids become references, long whole numbers get separators."""
    fields = [*FIELDS, {"name": "s", "title": "Sources", "reference": "source"}, {"name": "e", "title": "Events", "reference": "event"}]
    node = outputs.table(fields, [{"a": EVIL, "n": 12345, "s": "one;two", "e": "x;y"}])
    cells = [entry for entry in node.findall(nodes.entry) if isinstance(entry.parent.parent, nodes.tbody)]
    assert [type(child) for child in cells[0][0].children] == [nodes.Text] and cells[0].astext() == EVIL
    assert cells[1].astext() == "12,345" and "right" in cells[1]["classes"]
    assert [(r["kind"], r["target"]) for r in node.findall(record_ref)] == [("cite", "one;two"), ("event", "x"), ("event", "y")]


@pytest.mark.parametrize(("title", "cells"), [("Point", ["1", "2"]), ("What it says", ["word " * 60, "word " * 80]), ("N", [""])])
def test_columns_get_room_for_their_text(title: str, cells: list[str]) -> None:
    """No column is squeezed to nothing, none takes it all, and more text gets more room."""
    found = outputs.width({"name": "c", "title": title}, [{"c": cell} for cell in cells])
    assert 6 <= found <= 40
    assert found <= outputs.width({"name": "c", "title": title}, [{"c": cell + " and a few words more" * 9} for cell in cells])


def test_a_picture_is_drawn_once_and_forgotten_with_its_figure(tmp_path: Path) -> None:
    """The same chart gives the kept picture, another chart its own; what no figure has any more goes."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"><rect width="4" height="4" fill="#000"/></svg>'
    first = downloads.Pictures(tmp_path / "kept")
    drawn, other = first.png(svg), first.png(svg.replace("#000", "#fff"))
    kept = {path.name: path.stat().st_mtime_ns for path in first.folder.iterdir()}
    assert drawn != other and len(kept) == 2
    second = downloads.Pictures(first.folder)
    assert second.png(svg) == drawn and {path.name: path.stat().st_mtime_ns for path in first.folder.iterdir()} == kept
    second.tidy()
    assert [path.read_bytes() for path in first.folder.iterdir()] == [drawn]
