"""Where every row of the record stands in the book: its page and its permanent anchor there.

A row is named by its table and its identity, the key columns joined by ``/`` (``record.row_key``). An anchor never
changes meaning; a table that this module does not know has its rows on the page of further tables.
"""

from __future__ import annotations

from typing import Any

from helpers import record
from helpers.wording import text

FURTHER = "record/further"
SERIES = "record/series"
PAGES = {
    "sources": "record/sources",
    "issues": "record/data",
    "places": "record/data",
    "vocabulary": "record/data",
    "actors": "record/actors",
    "memberships": "record/actors",
    "people": "record/actors",
    "events": "record/chronology",
    "event_actors": "record/chronology",
    "documents": "record/documents",
    "provisions": "record/documents",
    "ceasefires": "record/ceasefires",
    "prisoner_exchanges": "record/exchanges",
    "returns_of_bodies": "record/exchanges",
    "un_votes": "record/votes",
    "roll_calls": "record/votes",
    "series": SERIES,
    "civilian_casualties": SERIES,
    "ceasefire_violations": SERIES,
    "territory_control": SERIES,
    "territory_changes": SERIES,
    "displacement": SERIES,
    "opinion_polls": SERIES,
    "support": SERIES,
    "sanctions_packages": SERIES,
    "reconstruction_needs": SERIES,
    "scales": "record/positions",
    "positions": "record/positions",
    "claims": "record/claims",
    "codings": "record/codings",
    "discrepancies": "record/disputes",
    "errata": "record/corrections",
    "redirects": "record/corrections",
}
# Ids that begin with a date, or that nothing else on the page can have, stand bare; the others follow a word.
BARE = {"events", "documents", "ceasefires", "prisoner_exchanges", "returns_of_bodies", "un_votes", "roll_calls",
        "positions", "claims", "discrepancies"}  # fmt: skip
WORDS = {
    "sources": "source",
    "issues": "issue",
    "places": "place",
    "actors": "actor",
    "memberships": "membership",
    "people": "tenure",
    "codings": "coding",
    "provisions": "clause",
    "scales": "step",
    "errata": "erratum",
    "redirects": "moved",
    "vocabulary": "list",
}


def page(table: str) -> str:
    """The page that holds the rows of a table."""
    return PAGES.get(table, FURTHER)


def prefix(table: str) -> str:
    """What stands before the identity of a row in its anchor."""
    return "" if table in BARE else WORDS.get(table, table.replace("_", "-")) + "-"


def place(table: str, identity: str) -> tuple[str, str]:
    """Page and anchor of a row. An actor's part in an event has the address of the event, a glossary term the glossary's."""
    if table == "event_actors":
        return page("events"), identity.partition("/")[0]
    if table == "vocabulary" and identity.startswith("glossary/"):
        return "record/glossary", "term-" + identity.removeprefix("glossary/").replace(" ", "-")
    return page(table), prefix(table) + identity.replace("/", "-").replace(" ", "-")


def anchor(table: str, identity: str) -> str:
    """The anchor of a row on its page."""
    return place(table, identity)[1]


def identity(table: str, row: Any) -> str:
    """The identity of a row given as a named tuple."""
    return "/".join(text(getattr(row, column)) for column in record.primary_key(table))


def of(table: str, row: Any) -> str:
    """The anchor of a row given as a named tuple."""
    return anchor(table, identity(table, row))
