"""The entries of who and what stands behind: actors, people, votes, sources, glossary, corrections, downloads."""

from __future__ import annotations

import unicodedata

import pandas as pd
from docutils import nodes

from helpers import record
from helpers.publishing.blocks import Nodes, entry, labels, paragraph, ref, section
from helpers.publishing.entries import formatted
from helpers.publishing.nodes import lang_span, screen_only
from helpers.publishing.outputs import table as make_table
from helpers.wording import in_words, span, text


def actors() -> Nodes:
    """Every actor, and every person with the offices held."""
    kinds, listed = labels("actor_type"), []
    for row in record.load("actors").sort_values("name", key=lambda s: s.str.casefold()).itertuples(index=False):
        head = paragraph(nodes.strong("", text(row.name)), f" ({kinds.get(row.actor_type, row.actor_type).lower()})", classes=["entry-title"])
        about = text(getattr(row, "description", ""))
        listed.append(entry("actor", row.actor_id, head, paragraph(about) if about else None))
    people = []
    for identity, rows in record.load("people").groupby("person_id", sort=True):
        first = next(rows.itertuples(index=False))
        head = paragraph(nodes.strong("", text(first.name)), classes=["entry-title"])
        for column, lang in (("name_uk", "uk"), ("name_ru", "ru")):
            if native := text(getattr(first, column, "")):
                head += [nodes.Text(" · "), lang_span("", native, lang=lang)]
        offices = nodes.bullet_list()
        for row in rows.itertuples(index=False):
            years = span(row)
            offices += nodes.list_item("", paragraph(f"{text(row.office)}, ", ref("actor", row.actor_id), f" ({years})" if years else ""))
        people.append(entry("person", str(identity), head, offices))
    return [section("actors-list", "States, organisations and bodies", *listed), section("people-list", "People", *people)]


def votes() -> Nodes:
    """Votes of the United Nations' organs, as a table."""
    fields = [
        {"name": "date", "title": "Date", "width": 12},
        {"name": "symbol", "title": "Document", "width": 14},
        {"name": "title", "title": "Subject", "width": 34},
        *({"name": n, "title": t, "align": "right", "width": 7} for n, t in (("yes", "Yes"), ("no", "No"), ("abstain", "Abst."), ("not_voting", "Absent"))),
        {"name": "source_ids", "title": "Sources", "reference": "source", "width": 18},
    ]
    frame = record.load("un_votes")
    rows = [
        {f["name"]: (None if pd.isna(v := getattr(row, f["name"])) else v if f["name"] != "date" else in_words(v)) for f in fields}
        for row in frame.itertuples(index=False)
    ]
    return [make_table(fields, rows)]


def _initial(label: str) -> str:
    """The letter that a label is filed under: É with E, a figure under 0–9."""
    letter = unicodedata.normalize("NFKD", label)[0].upper()
    return letter if letter.isalpha() else "0–9"


def sources() -> Nodes:
    """Every source, by label, formatted by citeproc."""
    from helpers import sources as citing

    frame = record.load("sources")
    entries, reading = citing.entries(list(frame["source_id"])), labels("reading")
    short = citing.labels()
    rows = sorted(frame.itertuples(index=False), key=lambda r: (_initial(short[r.source_id]), short[r.source_id].casefold(), r.source_id))
    groups: dict[str, list[nodes.Node]] = {}
    for row in rows:
        label = short[row.source_id]
        head = paragraph(nodes.strong("", label), ": ", *formatted(entries[row.source_id]), classes=["source"])
        marks = [reading.get(row.reading, text(row.reading))]
        if text(row.is_state_media) == "True":
            marks.append("state media")
        if side := text(row.party_to_war):
            marks.append(f"published by a party to the war ({side.title()})")
        if not text(row.url) and text(row.locator):
            marks.append(f"no address; {text(row.locator)}")
        groups.setdefault(_initial(label), []).append(entry("cite", row.source_id, head, paragraph("; ".join(marks), classes=["fact"])))
    return [section(f"sources-{i}", letter, *found) for i, (letter, found) in enumerate(groups.items())]


def glossary() -> Nodes:
    """The reader's glossary, by term."""
    frame = record.load("vocabulary")
    rows = frame[frame["vocabulary"] == "glossary"].sort_values("title", key=lambda s: s.str.casefold())
    return [
        entry("term", row.term, paragraph(nodes.strong("", text(row.title)), classes=["entry-title"]), paragraph(text(row.definition)))
        for row in rows.itertuples(index=False)
    ]


def corrections() -> Nodes:
    """Dated corrections after publication."""
    frame = record.load("errata")
    if frame.empty:
        return [paragraph("No correction has been published yet.")]
    fields = [{"name": c, "title": c.replace("_", " ").capitalize()} for c in frame.columns if c in ("date", "table", "row_id", "correction", "reason", "page")]
    return [make_table(fields, [{f["name"]: text(getattr(r, f["name"])) for f in fields} for r in frame.itertuples(index=False)])]


def downloads() -> Nodes:
    """Links to the data and the PDFs, which lie beside the pages; paper has no use for them."""
    from helpers import exports

    archive, database = exports.names()
    files = {
        archive: "all tables as CSV, with schema, codebook, licence and checksums",
        database: "the same tables as an SQLite database",
        "the-negotiation-record.pdf": "the whole book",
    }
    items = [paragraph(nodes.reference("", name, refuri=f"../downloads/{name}", internal=True), f": {about}") for name, about in files.items()]
    return [screen_only("", nodes.bullet_list("", *[nodes.list_item("", item) for item in items]))]
