"""Text that looks like markup or script stays text in every output, from the cell to the page, the print and the files."""

from __future__ import annotations

import csv
import html
import json
from typing import Any

import pypdf
import pytest

from .conftest import Book, copy_of

EVIL = "</script><script>alert(1)</script> & \"q\" *x* #let `c` $y$ {cite}`z` \\u003c @ref <b>"
CELLS = f"""
import altair as alt
import pandas as pd
from helpers.display import Figure, Table
evil = {EVIL!r}
rows = pd.DataFrame({{"word": [evil, "plain"], "count": [1, 2]}})
"""
FIGURE = """
Figure(
    alt.Chart(rows).mark_bar().encode(x=alt.X("count:Q", title="Count"), y=alt.Y("word:N", title=evil)),
    name="fig-evil", caption="Hostile <script>alert(2)</script> words", alt=evil, data=rows, columns={"word": evil, "count": "Count"},
)
"""
TABLE = 'Table(rows, name="tab-evil", caption="Hostile words", columns={"word": evil, "count": "Count"})'


@pytest.fixture(scope="module")
def hostile(built_once: Book, tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The fixture book with a chart, a table and prose full of markup."""
    book = copy_of(built_once, tmp_path_factory.mktemp("hostile") / "book")

    def change(nb: dict[str, Any]) -> None:
        for number, text in enumerate((CELLS, FIGURE, TABLE)):
            nb["cells"].append({"cell_type": "code", "id": f"e{number}", "metadata": {}, "execution_count": None, "outputs": [], "source": [text]})
        nb["cells"].append({"cell_type": "markdown", "id": "e9", "metadata": {}, "source": ["Raw <script>alert(3)</script> and <b>bold</b>.\n\n<div>block</div>\n"]})

    book.notebook("one", change)
    book.build()
    return book


def test_no_page_runs_it(hostile: Book) -> None:
    """The page holds the words, and no script or element made of them."""
    text = (hostile.root / "_build/html/chapters/one.html").read_text("utf-8")
    for number in (1, 2, 3):
        assert f"<script>alert({number})" not in text and f"&lt;script&gt;alert({number})" in text
    assert "<b>" not in text and "<div>block" not in text
    assert html.escape(EVIL, quote=False)[:40] in text


def test_print_shows_it_as_text(hostile: Book) -> None:
    """Typst's own markup in a cell is printed, not obeyed."""
    pages = pypdf.PdfReader(hostile.root / "_build/pdf/one.pdf").pages
    text = "".join("".join(page.extract_text() for page in pages).split())
    for words in ("alert(1)", "*x*", "#let", "`c`", "$y$", "{cite}`z`", "@ref", "alert(2)", "alert(3)"):
        assert words in text, words


def test_files_hold_it_unchanged(hostile: Book) -> None:
    """CSV, chart and script give back the words; no file lets a script end early."""
    folder = hostile.root / "_build" / "html" / "_figures"
    for name in ("fig-evil", "tab-evil"):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert next(csv.DictReader(file))["word"] == EVIL
    assert json.loads((folder / "fig-evil.vl.json").read_text("utf-8"))["description"] == " ".join(EVIL.split())
    script = (folder / "fig-evil.js").read_text("utf-8")
    assert "</script" not in script and "<b>" not in script
    for name in ("fig-evil.html", "fig-evil.svg"):
        text = (folder / name).read_text("utf-8")
        assert "<script" not in text and "&lt;script&gt;" in text
