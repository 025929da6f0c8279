"""Any two texts side by side on a page: a form of two lists, and the clauses that a reader asks for.

The comparison is that of :mod:`helpers.drafts`, computed for every two texts when the book is built; the script of the page
only shows it. The form stands in the page and is hidden without a script, where the chosen pairs stand as tables. The
clauses lie in a file of their own that is loaded at the first question, from disk too.
"""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

import pandas as pd
from docutils import nodes

from helpers import clauses, drafts, record
from helpers import sources as citing
from helpers.display import canonical
from helpers.publishing import addresses
from helpers.publishing.blocks import Nodes
from helpers.publishing.downloads import script
from helpers.wording import in_words, text

LEAST = 3
"""A text with fewer clauses has nothing to compare."""

FIRST, SECOND = "us-28-point-2025-11", "ua-us-20-point-2025-12"
"""The two texts that the form names before anybody has chosen."""

DATA = "_static/compare-data.js"


class comparer(nodes.General, nodes.Element):
    """The form. Attribute: ``texts``: (id, title, date) of every text to choose from."""


def texts() -> pd.DataFrame:
    """The documents that can be compared, oldest first, with ``name`` (short title and day)."""
    documents, many = record.load("documents"), record.load("provisions").groupby("document_id").size()
    found = documents[documents["document_id"].map(many).fillna(0) >= LEAST].sort_values(["date_first", "document_id"], kind="stable")
    return found.assign(name=found["short_title"] + ", " + found["date"].map(in_words))


def data() -> dict[str, Any]:
    """What the script shows.

    Returns:
        ``texts``: id → name and clauses, each with its anchor, issue, words, step and sources; ``pairs``: ``one two`` (in
        the order of ``texts``) → [number of a clause of one, of two, what changed]. What is in no pair was dropped or added.
    """
    chosen, provisions = texts(), record.load("provisions")
    provisions = provisions[provisions["qualifier"].fillna("") != drafts.STRUCK]
    issues, labels = record.load("issues").set_index("issue_id")["title"], citing.labels()
    said = clauses.said(provisions)
    found: dict[str, Any] = {}
    places: dict[str, int] = {}
    for document in chosen.itertuples(index=False):
        rows = provisions[provisions["document_id"] == document.document_id].sort_values("sequence", kind="stable")
        places |= {str(key): number for number, key in enumerate(rows["provision_id"])}
        found[document.document_id] = {
            "name": document.name,
            "clauses": [
                [addresses.anchor("provisions", row.provision_id), issues[row.issue_id], said[at], text(row.stance_code), "; ".join(labels[s] for s in row.source_ids.split(";"))]
                for at, row in zip(rows.index, rows.itertuples(index=False))
            ],
        }
    pairs = drafts.matches(provisions, list(found))
    return {
        "order": list(found),
        "texts": found,
        "pairs": {f"{one} {two}": [[places[a], places[b], change] for a, b, change in matched] for (one, two), matched in pairs.items()},
    }


def compare() -> Nodes:
    """The form for a page."""
    rows = [(row.document_id, row.name) for row in texts().itertuples(index=False)]
    return [comparer(texts=rows)]


def _select(name: str, label: str, rows: list[tuple[str, str]], chosen: str, none: str = "") -> str:
    first = f'<option value="">{html.escape(none)}</option>' if none else ""
    options = "".join(f'<option value="{html.escape(i, quote=True)}"{" selected" * (i == chosen)}>{html.escape(title)}</option>' for i, title in rows)
    return f'<p><label for="compare-{name}">{label}</label> <select id="compare-{name}" name="{name}">{first}{options}</select></p>'


def markup(rows: list[tuple[str, str]], up: str) -> str:
    """The form as HTML; ``up`` is the way to the root of the site."""
    return (
        f'<div class="compare" data-clauses="{up}{addresses.page("provisions")}.html" data-source="{up}{DATA}">\n'
        f'<form id="compare" autocomplete="off" hidden>{_select("one", "Text", rows, FIRST)}'
        f"{_select('two', 'beside', rows, SECOND, 'no other: show its clauses')}"
        '<p><button type="submit">Show</button> <button type="button" name="exchange">Exchange the two</button></p></form>\n'
        '<p class="compare-said" role="status"></p>\n<div class="compare-table"></div>\n'
        f'<script defer src="{up}_static/compare.js"></script>\n</div>\n'
    )


def visit_html(self: Any, node: comparer) -> None:
    """Write the form."""
    self.body.append(markup(node["texts"], self.up()))
    raise nodes.SkipNode


def skip(self: Any, node: comparer) -> None:
    """Paper has no use for a form."""
    raise nodes.SkipNode


def finished(app: Any, error: Exception | None) -> None:
    """Write the clauses once the pages stand, if any page has the form."""
    if error is None and app.builder.format == "html" and getattr(app.env, "record_compares", None):
        target = Path(app.outdir) / DATA
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"recordCompare({script(canonical(data()))})\n", "utf-8")


def noted(app: Any, doctree: nodes.document) -> None:
    """Remember the pages with a form."""
    pages = app.env.__dict__.setdefault("record_compares", set())
    if next(iter(doctree.findall(comparer)), None) is not None:
        pages.add(app.env.docname)


def setup(app: Any) -> None:
    """Register the form and the writing of its clauses."""
    app.add_node(comparer, html=(visit_html, None), typst=(skip, None), text=(skip, None), gettext=(skip, None))
    app.connect("doctree-read", noted)
    app.connect("build-finished", finished)
