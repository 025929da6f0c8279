"""Pages of the record, made at build time: ``{record} chronology`` in a page makes the entries of that part.

Each entry stands under its permanent id, names its sources, and says from where in the book it is referred to.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from helpers import record
from helpers.publishing import access as tools
from helpers.publishing import bibliography, changed, claims, codings, comparing, corrections_page, days, events, exchanges, explorer, listings, observations, stances, votes
from helpers.publishing.blocks import Nodes, section
from helpers.publishing.codebook import codebook
from helpers.publishing.nodes import record_ref
from helpers.publishing.roles import record_tables


def access() -> Nodes:
    """How to get the data with other tools, as a section that the outline of the page names."""
    return [section("data-elsewhere", "The data in other tools", *tools.access())]


MAKERS: dict[str, Callable[[], Nodes]] = {
    maker.__name__: maker
    for maker in (
        events.chronology,
        events.documents,
        events.ceasefires,
        exchanges.exchanges,
        votes.votes,
        stances.positions,
        observations.series,
        observations.further,
        claims.claims,
        claims.disputes,
        codings.codings,
        listings.actors,
        bibliography.citing,
        bibliography.sources,
        listings.glossary,
        corrections_page.corrections,
        changed.changes,
        listings.downloads,
        access,
        comparing.compare,
        codebook,
    )
} | days.MAKERS


class RecordDirective(SphinxDirective):
    """``{record} name``: the entries of a part of the record."""

    required_arguments = 1

    def run(self) -> Nodes:
        name = self.arguments[0]
        if name not in MAKERS:
            raise self.error(f"no part of the record is called “{name}”; there are {', '.join(MAKERS)}")
        record.reset_opened()
        found = MAKERS[name]()
        record_tables(self.env, self.env.docname).update(record.opened())
        for made in found:
            for node in made.findall(lambda n: isinstance(n, nodes.Element) and bool(n.get("ids"))):
                self.state.document.ids.setdefault(node["ids"][0], node)
        for node in found:
            for inner in node.findall(record_ref):
                self.set_source_info(inner)
        return found


def setup(app: Any) -> None:
    """Register the directive, the table of votes, the form that compares texts and the forms above lists."""
    app.add_directive("record", RecordDirective)
    explorer.setup(app)
    votes.setup(app)
    comparing.setup(app)
