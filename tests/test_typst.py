"""The PDF: its markup, its text, its numbers and links, and what it refuses."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest
import typst
from docutils import nodes as docutils_nodes
from docutils.parsers.rst import Directive, directives
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import SphinxDirective, SphinxRole

from helpers.publishing import nodes
from helpers.publishing.typst import formulas, markup, tables
from helpers.publishing.typst.figures import width

GOLDEN = Path(__file__).parent / "golden"
KITCHEN = GOLDEN / "kitchen"
CHART = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="80"><text x="9" y="40" font-family="Libertinus Serif" font-size="12">Axis label</text></svg>'


class Note(SphinxRole):
    def run(self):
        children, messages = self.inliner.parse(self.text, self.lineno, self.inliner, self.inliner.parent)
        return [nodes.printnote("", "", *children)], messages


class Ukrainian(SphinxRole):
    def run(self):
        return [nodes.lang_span("", self.text, lang="uk")], []


class ChartDirective(SphinxDirective):
    required_arguments, has_content, option_spec = 1, True, {"name": directives.unchanged, "alt": directives.unchanged}

    def run(self):
        digest = self.arguments[0]
        nodes.store(self.env).put(digest, {"svg": CHART})
        figure = docutils_nodes.figure("", nodes.chart(digest=digest, alt=self.options.get("alt", "A chart of nothing")))
        inline, _ = self.state.inline_text(" ".join(self.content), self.lineno)
        figure += docutils_nodes.caption("", "", *inline)
        figure += nodes.figure_tools("", docutils_nodes.paragraph(text="Sources: none."), name="fig-chart")
        self.add_name(figure)
        return [figure]


def wrapping(kind):
    class Wrapper(Directive):
        has_content = True

        def run(self):
            node = kind()
            self.state.nested_parse(self.content, self.content_offset, node)
            return [node]

    return Wrapper


def build(source: Path, folder: Path, **config) -> tuple[Path, str]:
    """Build a small book; returns the folder of its PDFs and the warnings."""
    warnings = io.StringIO()
    settings = {
        "extensions": ["myst_parser", "helpers.publishing.typst"],
        "project": "The Kitchen Book",
        "author": "The cooks",
        "numfig": True,
        "numfig_format": {"figure": "Figure %s", "table": "Table %s"},
        "language": "en",
        "pdf_sans": "Libertinus Serif",
        "pdf_name": "kitchen",
        "pdf_fonts": [],
        "pdf_timestamp": 1767225600,
        "pdf_meta": {"version": "0.1", "cutoff": "30 June 2026", "licence": "CC BY 4.0.", "cite": ["Cooks. ", "The Kitchen Book", ", version 0.1."], "keywords": ["peace"]},
    }
    app = Sphinx(str(source), None, str(folder / "pdf"), str(folder / "doctrees"), "typst", settings | config, None, warnings, True)
    app.add_role("note", Note())
    app.add_role("uk", Ukrainian())
    app.add_directive("chart", ChartDirective)
    app.add_directive("screenonly", wrapping(nodes.screen_only))
    app.add_directive("printonly", wrapping(nodes.print_only))
    app.build()
    return folder / "pdf", warnings.getvalue()


def text_of(pdf: Path) -> str:
    return " ".join("\n".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages).split())


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory) -> tuple[Path, str]:
    return build(KITCHEN, tmp_path_factory.mktemp("kitchen"))
