"""The entries of who and what stands behind: actors, people, glossary, downloads."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from helpers import record
from helpers.publishing import addresses
from helpers.publishing.blocks import Nodes, entry, labels, paragraph, ref, refs, section
from helpers.publishing.nodes import lang_span, screen_only
from helpers.publishing.rows import Column, Row, grid
from helpers.publishing.tabular import evidence, remarks
from helpers.wording import in_words, span, text


def _office(row: Any) -> nodes.list_item:
    """One office of a person, with its sources."""
    years = span(row)
    line = paragraph(f"{text(row.office)}, ", ref("actor", row.actor_id), f" ({years})" if years else "", ". ", *refs("cite", getattr(row, "source_ids", "")))
    if notes := text(getattr(row, "notes", "")):
        line += nodes.Text(f". {notes}")
    return nodes.list_item("", line, ids=[addresses.of("people", row)])


def _memberships() -> nodes.section:
    """Who belonged to which coalition or format, and when."""
    frame, names = record.load("memberships"), record.load("actors").set_index("actor_id")["name"]
    columns = [Column("Member", 22), Column("From", 16), Column("To", 16), Column("Remarks and sources", 50)]
    parts = []
    for coalition, rows in frame.groupby("coalition_id", sort=True):
        made = [
            Row(addresses.of("memberships", row), [refs("actor", row.member_id), in_words(text(row.start_date)), in_words(text(row.end_date)),
                                                   evidence(remarks("memberships", row), row.source_ids)])
            for row in rows.itertuples(index=False)
        ]  # fmt: skip
        parts.append(section(f"members-{coalition}", text(names.get(coalition, coalition)), grid(columns, made)))
    return section("memberships-list", "Members of coalitions and formats", *parts)


def _events_of(actor: str, counts: dict[str, int]) -> screen_only | None:
    """A link to the actor's events in the chronology; paper has no form to choose them by."""
    if not (count := counts.get(actor)):
        return None
    words = "One event in the chronology" if count == 1 else f"{count} events in the chronology"
    return screen_only("", paragraph(nodes.reference("", words, refuri=f"chronology.html#?actor={actor}", internal=True), classes=["fact"]))


def actors() -> Nodes:
    """Every actor, the coalitions with their members, and every person with the offices held."""
    kinds, listed = labels("actor_type"), []
    frame, counts = record.load("actors"), record.load("event_actors").groupby("actor_id")["event_id"].nunique().to_dict()
    for row in frame.sort_values("name", key=lambda s: s.str.casefold()).itertuples(index=False):
        above = text(getattr(row, "parent_id", ""))
        parent = [nodes.Text(", part of "), ref("actor", above)] if above else []
        kind = kinds.get(row.actor_type, row.actor_type).lower()
        head = paragraph(nodes.strong("", text(row.name)), f" ({kind}", *parent, ")", classes=["entry-title"])
        about = text(getattr(row, "notes", ""))
        listed.append(entry("actor", row.actor_id, head, paragraph(about) if about else None, _events_of(row.actor_id, counts)))
    people = []
    for identity, rows in record.load("people").groupby("person_id", sort=True):
        first = next(rows.itertuples(index=False))
        head = paragraph(nodes.strong("", text(first.name)), classes=["entry-title"])
        for column, lang in (("name_uk", "uk"), ("name_ru", "ru")):
            if native := text(getattr(first, column, "")):
                head += [nodes.Text(" · "), lang_span("", native, lang=lang)]
        offices = nodes.bullet_list("", *map(_office, rows.itertuples(index=False)))
        people.append(entry("person", str(identity), head, offices))
    found = [section("actors-list", "States, organisations and bodies", *listed)]
    if "memberships" in record.tables():
        found.append(_memberships())
    return [*found, section("people-list", "People", *people)]


def glossary() -> Nodes:
    """The reader's glossary, by term."""
    frame = record.load("vocabulary")
    rows = frame[frame["vocabulary"] == "glossary"].sort_values("title", key=lambda s: s.str.casefold())
    return [
        entry("term", row.term, paragraph(nodes.strong("", text(row.title)), classes=["entry-title"]), paragraph(text(row.definition)))
        for row in rows.itertuples(index=False)
    ]


def downloads() -> Nodes:
    """Links to the data and the PDFs, which lie beside the pages; paper has no use for them."""
    from helpers import exports, ledger, paths
    from helpers.publishing import changed

    archive, database = exports.names()
    files = {
        archive: "all tables as CSV, with schema, codebook, licence and checksums",
        database: "the same tables as an SQLite database",
        **({changed.FILE: "what changed from release to release, for programs"} if ledger.read(paths.root()) else {}),
        "the-negotiation-record.pdf": "the book: chapters and glossary",
        "the-negotiation-record-chronology.pdf": "a second volume: every event",
        "the-negotiation-record-data.pdf": "a third volume: documents, votes and data",
        "the-negotiation-record-sources.pdf": "a fourth volume: sources, disputes and codebook",
    }
    items = [paragraph(nodes.reference("", name, refuri=f"../downloads/{name}", internal=True), f": {about}") for name, about in files.items()]
    return [screen_only("", nodes.bullet_list("", *[nodes.list_item("", item) for item in items]))]
