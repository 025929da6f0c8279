"""Pages of the record, made at build time: chronology, documents, ceasefires, actors, votes, sources, glossary.

``{record} chronology`` in a page makes the entries of that table. Each entry stands under its permanent id, names its
sources, and says from where in the book it is referred to.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from helpers import record
from helpers.publishing.entries import ANCHORS, formatted
from helpers.publishing.nodes import backrefs, lang_span, record_ref, screen_only
from helpers.publishing.outputs import table as make_table
from helpers.publishing.roles import record_tables
from helpers.wording import in_words, span, text

Nodes = list[nodes.Node]


def ref(kind: str, target: str, explicit: str = "") -> record_ref:
    """A pending reference, without brackets."""
    return record_ref("", kind=kind, target=target, explicit=explicit, plain=True)


def refs(kind: str, cell: Any) -> Nodes:
    """References to every id of a ``;``-list, with separators."""
    found: Nodes = []
    for target in filter(None, text(cell).split(";")):
        found += [nodes.Text("; ")] if found else []
        found.append(ref(kind, target))
    return found


def paragraph(*parts: Any, classes: Iterable[str] = ()) -> nodes.paragraph:
    """A paragraph of texts and nodes."""
    return nodes.paragraph("", "", *[nodes.Text(p) if isinstance(p, str) else p for p in parts], classes=list(classes))


def fact(label: str, *parts: Any) -> nodes.paragraph:
    """A labelled line: ``Place: Minsk``."""
    return paragraph(nodes.strong("", f"{label}: "), *parts, classes=["fact"])


def section(anchor: str, title: str, *children: nodes.Node) -> nodes.section:
    """A section with a permanent id."""
    return nodes.section("", nodes.title("", title), *children, ids=[anchor], names=[])


def entry(kind: str, identity: str, heading: nodes.Node, *body: nodes.Node | None) -> nodes.container:
    """One entry of the record under its permanent id."""
    anchor = ANCHORS.get(kind, "") + identity.replace(" ", "-")
    children = [heading, *(b for b in body if b is not None), backrefs(kind=kind, target=identity)]
    return nodes.container("", *children, ids=[anchor], classes=["entry", f"entry-{kind}"])


def status(row: Any) -> nodes.paragraph | None:
    """What the evidence is worth, when it is not plainly confirmed."""
    words = [text(row.evidence_status)] if text(row.evidence_status) not in ("", "confirmed") else []
    if getattr(row, "is_disputed", False) is True or text(getattr(row, "is_disputed", "")) == "True":
        words.append("sources differ: see the codebook’s discrepancies")
    return fact("Evidence", ", ".join(words)) if words else None


def labels(vocabulary: str) -> dict[str, str]:
    """Term → its title in a closed list."""
    frame = record.load("vocabulary")
    rows = frame[frame["vocabulary"] == vocabulary]
    return dict(zip(rows["term"], rows["title"]))


def chronology() -> Nodes:
    """Every event, by year, in the order of the table."""
    events, places = record.load("events"), record.load("places").set_index("place_id")["name"]
    parts = {k: list(g.itertuples(index=False)) for k, g in record.load("event_actors").groupby("event_id", sort=False)}
    types, roles = labels("event_type"), labels("role")
    years: dict[str, list[nodes.Node]] = {}
    for row in events.itertuples(index=False):
        head = paragraph(nodes.strong("", f"{span(row)}. "), nodes.strong("", text(row.title)), classes=["entry-title"])
        took_part: Nodes = []
        for part in parts.get(row.event_id, ()):
            took_part += [nodes.Text("; ")] if took_part else []
            person = text(part.person_id)
            if person:
                took_part += [ref("person", person), nodes.Text(" for ")]
            took_part += [ref("actor", part.actor_id), nodes.Text(f" ({roles.get(part.role, part.role).lower()})")]
        known = text(row.known_from)
        body = [
            paragraph(text(row.summary)),
            fact("Outcome", text(row.outcome)) if text(row.outcome) else None,
            fact("Kind", types.get(row.event_type, row.event_type), *([f"; {places[row.place_id]}"] if text(row.place_id) else [])),
            fact("Who", *took_part) if took_part else None,
            fact("Publicly known from", in_words(known)) if known > max(text(row.end_date), text(row.start_date)) else None,
            status(row),
            fact("Sources", *refs("cite", row.source_ids)),
        ]
        years.setdefault(text(row.start_date)[:4], []).append(entry("event", row.event_id, head, *body))
    return [section(f"year-{year}", year, *found) for year, found in years.items()]


def qualified(clause: Any) -> str:
    """A clause in our words with its qualifier, which is added only where the words do not hold it already."""
    summary, qualifier = text(clause.summary), text(clause.qualifier)
    return summary if not qualifier or qualifier.casefold() in summary.casefold() else f"{summary} ({qualifier})"


def documents() -> Nodes:
    """Every document with its clauses."""
    provisions = {k: g for k, g in record.load("provisions").groupby("document_id", sort=False)}
    issues = record.load("issues").set_index("issue_id")["title"]
    kinds, states, public = labels("document_type"), labels("document_status"), labels("text_public")
    found: Nodes = []
    for row in record.load("documents").itertuples(index=False):
        kind = f"{kinds.get(row.document_type, row.document_type)}, {states.get(row.document_status, row.document_status).lower()}"
        body = [
            fact("Date", in_words(text(row.date))),
            fact("Kind and fate", kind),
            fact("Proposed by", *refs("actor", row.proposer_ids)) if text(row.proposer_ids) else None,
            fact("Signed by", *refs("actor", row.signatory_ids)) if text(row.signatory_ids) else None,
            fact("Text", public.get(row.text_public, text(row.text_public))),
            fact("Event", ref("event", row.event_id)) if text(row.event_id) else None,
            fact("Replaces", ref("document", row.supersedes_id)) if text(row.supersedes_id) else None,
            status(row),
            fact("Sources", *refs("cite", row.source_ids)),
        ]
        rows = provisions.get(row.document_id)
        if rows is not None:
            fields = [
                {"name": "point", "title": "Point", "width": 7},
                {"name": "issue", "title": "Issue", "width": 12},
                {"name": "summary", "title": "What it says, in our words", "width": 40},
                {"name": "obligated", "title": "Who is bound", "reference": "actor", "width": 16},
            ]
            cells = [
                {
                    "point": text(p.point),
                    "issue": issues.get(p.issue_id, p.issue_id),
                    "summary": qualified(p),
                    "obligated": text(p.obligated_actor_ids),
                }
                for p in rows.itertuples(index=False)
            ]
            body.append(make_table(fields, cells))
        found.append(_titled("document", row.document_id, text(row.title), *body))
    return found


def _titled(kind: str, identity: str, title: str, *body: nodes.Node | None) -> nodes.section:
    """An entry that is a section of its own, so that the page outline lists it."""
    children = [b for b in body if b is not None]
    part = section(ANCHORS.get(kind, "") + identity, title, *children, backrefs(kind=kind, target=identity))
    part["classes"] = ["entry", f"entry-{kind}"]
    return part


def ceasefires() -> Nodes:
    """Every truce, proposal of one, and recommitment."""
    states, scopes, found = labels("truce_status"), labels("scope"), []
    for row in record.load("ceasefires").itertuples(index=False):
        first = in_words(text(row.first_violation_date))
        who = text(row.first_violation_reported_by)
        facts = [
            fact("Status", states.get(row.truce_status, text(row.truce_status))),
            fact("Announced", in_words(text(row.announced_date))) if text(row.announced_date) else None,
            fact("In effect from", in_words(text(row.effective_date))) if text(row.effective_date) else None,
            fact("First reported violation", first + (f" (reported by {who})" if who else "")) if first else None,
            fact("End", in_words(text(row.end_date)) + (f": {text(row.end_reason)}" if text(row.end_reason) else "")) if text(row.end_date) else None,
            fact("Scope", scopes.get(row.scope, text(row.scope))) if text(row.scope) else None,
            fact("Agreed by", *refs("actor", row.agreed_by_ids)) if text(row.agreed_by_ids) else None,
            fact("Mediated by", *refs("actor", row.mediator_ids)) if text(row.mediator_ids) else None,
            status(row),
            fact("Sources", *refs("cite", row.source_ids)),
        ]
        head = paragraph(nodes.strong("", text(row.title)), classes=["entry-title"])
        found.append(entry("ceasefire", row.ceasefire_id, head, *facts))
    return found


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
    rows = sorted(frame.itertuples(index=False), key=lambda r: (_initial(citing.short_label(r.source_id)), citing.short_label(r.source_id).casefold(), r.source_id))
    groups: dict[str, list[nodes.Node]] = {}
    for row in rows:
        label = citing.short_label(row.source_id)
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


def codebook() -> Nodes:
    """The codebook, from the schema alone."""
    from helpers.publishing import codebook as made

    return made.pages()


MAKERS: dict[str, Callable[[], Nodes]] = {
    f.__name__: f for f in (chronology, documents, ceasefires, actors, votes, sources, glossary, corrections, downloads, codebook)
}


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
    """Register the directive."""
    app.add_directive("record", RecordDirective)
