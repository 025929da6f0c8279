"""Everything that prose can refer to: what it is called, where its entry stands, and what a preview says.

An entry is looked up by kind and id. The kinds of the record come from its tables; figures, tables and terms of the
pages themselves are added by ``roles.py`` once every page has been read.
"""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from docutils import nodes

from helpers import record, sources
from helpers.publishing import addresses
from helpers.publishing.nodes import lang_span
from helpers.wording import in_words, span, text

# kind → (table, id column, page that holds the entries)
KINDS = {
    "cite": ("sources", "source_id", "record/sources"),
    "event": ("events", "event_id", "record/chronology"),
    "document": ("documents", "document_id", "record/documents"),
    "actor": ("actors", "actor_id", "record/actors"),
    "person": ("people", "person_id", "record/actors"),
    "ceasefire": ("ceasefires", "ceasefire_id", "record/ceasefires"),
    "exchange": ("prisoner_exchanges", "exchange_id", "record/exchanges"),
    "vote": ("un_votes", "vote_id", "record/votes"),
    "position": ("positions", "position_id", "record/positions"),
    "step": ("scales", "step_id", "record/positions"),
    "claim": ("claims", "claim_id", "record/claims"),
    "series": ("series", "series_id", "record/series"),
    "dispute": ("discrepancies", "discrepancy_id", "record/disputes"),
    "issue": ("issues", "issue_id", "record/data"),
    "place": ("places", "place_id", "record/data"),
    "term": ("vocabulary", "term", "record/glossary"),
}
ANCHORS = {kind: addresses.prefix(table) for kind, (table, _, _) in KINDS.items()} | {"person": "person-", "term": "term-"}
NAMES = {"cite": "source", "value": "computed value", "fig": "figure", "tab": "table", "term": "glossary term", "row": "row"}


@dataclass(frozen=True)
class Entry:
    """One thing that can be referred to.

    Attributes:
        kind, id: what it is.
        title: words that stand in the text when the author gives none.
        page, anchor: where its entry stands; no page, no link.
        note: what print says in a footnote; empty for none.
        preview: lines of plain text for the preview, the first is its heading.
    """

    kind: str
    id: str
    title: str
    page: str
    anchor: str
    note: str = ""
    preview: tuple[str, ...] = field(default=())

    def preview_html(self) -> str:
        """The preview as HTML; every text of the record is escaped."""
        head, *rest = self.preview or (self.title,)
        return f"<strong>{html.escape(head)}</strong>" + "".join(f"<p>{_spoken(line)}</p>" for line in rest if line)


def _spoken(line: str) -> str:
    """A line of a preview as HTML, its foreign titles marked; without links, since a preview is never entered."""
    runs = getattr(line, "runs", ()) or (sources.Run(line),)
    return "".join(f'<span lang="{run.lang}">{html.escape(run.text)}</span>' if run.lang else html.escape(run.text) for run in runs)


def formatted(text: str) -> list[nodes.Node]:
    """A formatted citation as nodes: italics, address and language kept."""
    found: list[nodes.Node] = []
    for run in getattr(text, "runs", ()) or (sources.Run(text),):
        node: nodes.Node = nodes.Text(run.text)
        if run.italic:
            node = nodes.emphasis("", "", node)
        if run.lang:
            node = lang_span("", "", node, lang=run.lang)
        if run.href:
            node = nodes.reference("", "", node, refuri=run.href, internal=False)
        found.append(node)
    return found


def _tally(row: Any) -> str:
    """The outcome of a vote in words."""
    counts = ((row.yes, "for"), (row.no, "against"), (row.abstain, "abstentions"))
    return ", ".join(f"{text(count)} {word}" for count, word in counts if text(count))


@lru_cache(4)
def _counted(stamp: tuple[str, ...]) -> dict[str, str]:
    """Actor → in how many events of the record it has a part, in words."""
    counts = record.load("event_actors").groupby("actor_id")["event_id"].nunique()
    return {str(actor): f"In {count:,} event{'s' * (count > 1)} of the record." for actor, count in counts.items()}


def _parts() -> dict[str, str]:
    return _counted(record.stamp("event_actors")) if "event_actors" in record.tables() else {}


def _describe(kind: str, row: Any) -> tuple[str, tuple[str, ...]]:
    """Title and preview of a row of the record."""
    if kind == "event":
        return text(row.title), (text(row.title), span(row), text(row.summary))
    if kind == "document":
        return text(row.short_title) or text(row.title), (text(row.title), in_words(text(row.date)), text(row.document_status).replace("_", " "))
    if kind == "actor":
        kind_of = text(row.actor_type).replace("_", " ")
        return text(row.name), (text(row.name), f"{kind_of[:1].upper()}{kind_of[1:]}", text(getattr(row, "notes", None)), _parts().get(row.actor_id, ""))
    if kind == "person":
        return text(row.name), (text(row.name), text(row.office))
    if kind == "ceasefire":
        return text(row.title), (text(row.title), in_words(text(row.announced_date)), text(row.truce_status).replace("_", " "))
    if kind == "exchange":
        return text(row.title), (text(row.title), in_words(text(row.date)))
    if kind == "vote":
        return text(row.symbol), (f"{text(row.symbol)}: {text(row.title)}", in_words(text(row.date)), _tally(row))
    if kind == "position":
        title = f"{text(row.statement_by)}, {in_words(text(row.date))}"
        return title, (title, text(row.summary))
    if kind == "claim":
        return f"claim {row.claim_id.removeprefix('claim-')}", (text(row.claim), text(row.verdict))
    if kind == "step":
        return f"step {text(row.step)}", (f"Step {text(row.step)}: {text(row.label)}", text(row.definition))
    if kind == "dispute":
        return "values side by side", (f"{text(row.field).replace('_', ' ')}: {text(row.value)}",)
    if kind == "place":
        return text(row.name), (text(row.name),)
    return text(row.title), (text(row.title), text(row.definition))


def _rows() -> dict[tuple[str, str], Entry]:
    """Every row of every table by ``table/identity``, for what speaks of rows of any table."""
    found = {}
    for table in record.tables():
        if not (key := record.primary_key(table)):
            continue
        title = record.resource(table).get("title", table)
        for identity in record.row_key(record.load(table), key):
            page, anchor = addresses.place(table, identity)
            found["row", f"{table}/{identity}"] = Entry("row", f"{table}/{identity}", f"{title}: {identity}", page, anchor)
    return found


def registry() -> dict[tuple[str, str], Entry]:
    """All entries of the record by kind and id; built once for a build."""
    found = _rows()
    have = set(record.tables())
    for kind, (table, key, page) in KINDS.items():
        if table not in have:
            continue
        frame = record.load(table)
        if kind == "term":
            frame = frame[frame["vocabulary"] == "glossary"]
        formatted, labels = (sources.entries(list(frame[key])), sources.labels()) if kind == "cite" else ({}, {})
        for row in frame.itertuples(index=False):
            identity = getattr(row, key)
            if (kind, identity) in found:
                continue  # a person has a row for each office: the first names the person
            anchor = ANCHORS.get(kind, "") + identity.replace(" ", "-")
            if kind == "cite":
                label, full = labels[identity], formatted[identity]
                found[kind, identity] = Entry(kind, identity, label, page, anchor, full, (label, full))
            else:
                title, preview = _describe(kind, row)
                found[kind, identity] = Entry(kind, identity, title, page, anchor, "", preview)
    return found


def nearest(kind: str, target: str, known: list[str]) -> str:
    """A hint for a misspelt id: the closest that exists."""
    import difflib

    close = difflib.get_close_matches(target, known, 1, 0.6)
    return f"Did you mean “{close[0]}”?" if close else f"There is no such {NAMES.get(kind, kind)} in the record."
