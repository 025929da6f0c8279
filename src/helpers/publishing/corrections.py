"""Corrections of published facts: dated, with old and new value and the reason, wherever a reader may meet the fact.

An erratum stands on the page of corrections; at the entry or row that it corrects; and on every chapter that names that
row, in its prose or in the data of a figure or table. ``dated`` gives them for a feed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from docutils import nodes
from sphinx import addnodes

from helpers import execution, paths, record
from helpers.publishing import addresses
from helpers.publishing.blocks import Nodes, labels, paragraph, ref, ref_to, refs, section
from helpers.publishing.entries import KINDS
from helpers.publishing.nodes import backrefs, figure_tools, record_ref, store
from helpers.publishing.roles import record_tables, targets
from helpers.wording import in_words, text

PAGE = "record/corrections"
BEFORE = 400  # earlier than what notes sections and references of a page
OWNERS = {"event_id": "events", "document_id": "documents", "vote_id": "un_votes"}  # a row belongs to what it names by these
PROSE = 60  # letters from which on a text is shown only where it changed
AROUND = 4  # words that are kept around such a place
SHOWN = 15  # corrections that a chapter lists; all of them stand on the page of corrections


@dataclass(frozen=True)
class Correction:
    """One erratum: its id and day (ISO, at its own precision), the cell, what stood there and stands there, why, and sources."""

    id: str
    date: str
    table: str
    row: str
    field: str
    old: str
    new: str
    reason: str
    sources: str = ""


@dataclass(frozen=True)
class Dated:
    """A correction for a feed: day (ISO, at its own precision), a permanent id, title, text, page and anchor."""

    date: str
    id: str
    title: str
    text: str
    page: str
    anchor: str


def every() -> list[Correction]:
    """All corrections, the newest first."""
    if "errata" not in record.tables():
        return []
    columns = ("erratum_id", "published_date", "table", "row_id", "field", "old_value", "new_value", "reason", "source_ids")
    rows = record.load("errata").itertuples(index=False)
    found = [Correction(*(text(getattr(row, column, "")) for column in columns)) for row in rows]
    return sorted(sorted(found, key=lambda c: c.id), key=lambda c: c.date, reverse=True)


def field_title(table: str, field: str) -> str:
    """What a field is called."""
    return str(record.fields(table).get(field, {}).get("title", field.replace("_", " "))) if table in record.tables() else field


def cell(table: str, field: str, value: str) -> str:
    """A cell in words: a date, the title of a term, a list with spaces; “empty” for an empty one."""
    about = record.fields(table).get(field, {}) if table in record.tables() else {}
    if not value:
        return "empty"
    if field == "date" or field.endswith(("_date", "known_from")):
        return in_words(value) if value[:4].isdigit() else value
    if about.get("vocabulary"):
        return labels(about["vocabulary"]).get(value, value)
    return value.replace(";", "; ") if about.get("list") else value


def pair(table: str, field: str, old: str, new: str) -> tuple[str, str]:
    """Both values in words; of two long texts that are much alike only where they differ, with some words around."""
    a, b = cell(table, field, old), cell(table, field, new)
    if not old or not new or max(len(a), len(b)) <= PROSE:
        return (f"“{a}”", f"“{b}”") if old and new and max(len(a), len(b)) > PROSE // 2 else (a, b)
    one, other = a.rstrip(".").split(), b.rstrip(".").split()
    start = next((n for n, (x, y) in enumerate(zip(one, other)) if x != y), min(len(one), len(other)))
    rest = min(len(one), len(other)) - start
    end = next((n for n, (x, y) in enumerate(zip(reversed(one[start:]), reversed(other[start:]))) if x != y), rest)
    first, last = max(start - AROUND, 0), max(end - AROUND, 0)
    cut = [" ".join(words[first : len(words) - last]) for words in (one, other)]
    return tuple(f"“{'… ' if first else ''}{text}{' …' if last else ''}”" for text in cut)  # type: ignore[return-value]


def step(table: str, field: str, old: str, new: str) -> str:
    """``End: 5 March 2015, now 7 March 2015``."""
    return f"{field_title(table, field)}: {', now '.join(pair(table, field, old, new))}"


def row(table: str, identity: str) -> nodes.Node:
    """A reference to a row, or its name where it is no longer there; a row that only connects is told by what it belongs to."""
    if table not in record.tables():
        return nodes.Text(f"{table} {identity}")
    key = record.primary_key(table)
    if len(key) > 1 and key[0] in OWNERS:
        owner, _, rest = identity.partition("/")
        return nodes.inline("", "", row(OWNERS[key[0]], owner), nodes.Text(f" ({rest.strip('/').replace('/', ', ')})"))
    if identity in set(record.row_key(record.load(table), key)):
        return ref_to(table, identity)
    return nodes.Text(f"{table} {identity}")


def _said(one: Correction, *lead: nodes.Node) -> nodes.paragraph:
    """A correction as a paragraph: what leads it, the step, the reason, the sources."""
    parts = [*lead, nodes.Text(f"{step(one.table, one.field, one.old, one.new)}. {one.reason.rstrip('.')}.")]
    if one.sources:
        parts += [nodes.Text(" "), *bracketed(one.sources)]
    said = paragraph(*parts, classes=["correction"])
    for reference in said.findall(record_ref):
        reference["aside"] = True
    return said


def bracketed(sources: str) -> Nodes:
    """Citations of a ``;``-list in brackets, as prose has them."""
    return [nodes.Text("["), *refs("cite", sources), nodes.Text("]")]


# On the pages that a correction touches -----------------------------------------------------------------------------


def subjects(one: Correction) -> set[tuple[str, str]]:
    """The row of a correction, and the event, document or vote that it belongs to: who cites one of them is concerned."""
    return {(one.table, one.row), *(_owners(one.table, one.row, record.stamp(one.table)) if one.table in record.tables() else ())}


@lru_cache(4096)  # asked for each chapter
def _owners(table: str, identity: str, stamp: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    frame = record.load(table)
    lines = frame[record.row_key(frame, record.primary_key(table)) == identity].itertuples(index=False)
    found = {(owner, text(getattr(line, column))) for line in lines for column, owner in OWNERS.items() if hasattr(line, column)}
    return frozenset((owner, name) for owner, name in found if name)


def named(doctree: nodes.document, env: Any) -> set[tuple[str, str]]:
    """The rows that a page names: by its references, and by the ids in the data of its figures and tables."""
    found = set()
    for node in doctree.findall(record_ref):
        for target in targets(node):
            if node["kind"] == "row":
                found.add((target.partition("/")[0], target.partition("/")[2]))
            elif node["kind"] in KINDS:
                found.add((KINDS[node["kind"]][0], target))
    keys = {record.primary_key(t)[0]: t for t in record.tables() if len(record.primary_key(t)) == 1}
    for tools in doctree.findall(figure_tools):
        resource = store(env).get(tools["digest"])["meta"]["data"]
        for field in resource["schema"]["fields"]:
            kind = {"source": "cite"}.get(field.get("reference", ""), field.get("reference", ""))
            if table := KINDS[kind][0] if kind in KINDS else keys.get(field["name"], ""):
                found |= {(table, identity) for line in resource["data"] for identity in str(line[field["name"]] or "").split(";") if identity}
    return found


def _attach(place: nodes.Node, note: nodes.paragraph) -> None:
    """Put a note into an entry before its back-references, or into the fullest cell of a row, which is the widest."""
    if isinstance(place, nodes.row):
        max(place.children, key=lambda cell: len(cell.astext())).append(note)
    elif place.children and isinstance(place.children[-1], backrefs):
        place.insert(len(place.children) - 1, note)
    else:
        place += note


def _at_entries(page: str, doctree: nodes.document) -> bool:
    places = {i: node for node in doctree.findall(nodes.Element) for i in node.get("ids", ())}
    lost, found = [], False
    for one in every():
        where, anchor = addresses.place(one.table, one.row)
        if where != page or page == PAGE:
            continue
        found = True
        lead = nodes.strong("", f"Corrected on {in_words(one.date)}. ")
        if place := places.get(anchor):
            _attach(place, _said(one, lead))
        else:
            lost.append(_said(one, lead, row(one.table, one.row), nodes.Text(": ")))
    if lost:
        doctree[-1].extend(lost)
    return found


def _on_chapter(page: str, doctree: nodes.document, env: Any) -> bool:
    rows, corrections = named(doctree, env), every()
    touching = [one for one in corrections if subjects(one) & rows]
    tables = set(execution.tables_of(paths.root(), page.removeprefix("chapters/")))
    others = sum(one.table in tables for one in corrections if one not in touching)
    if not touching and not others:
        return False
    every_one = addnodes.pending_xref("", nodes.inline("", "Corrections and changes"), refdomain="std", reftype="doc", reftarget=f"/{PAGE}", refexplicit=True, refwarn=True)
    anchor = f"corrected-{page.rpartition('/')[2]}"
    listed = [nodes.list_item("", _said(one, nodes.strong("", f"{in_words(one.date)}. "), row(one.table, one.row), nodes.Text(". "))) for one in touching[:SHOWN]]
    more = len(touching) - len(listed) + others
    words = "Facts of released versions that this page names and that were corrected since, the newest first. " if touching else ""
    if more:
        words += f"{more:,} {'further corrections concern' if more > 1 else 'further correction concerns'} the tables that its figures and numbers are computed from. "
    end = section(anchor, "Corrected since publication", paragraph(f"{words}All of them: ", every_one, "."), *([nodes.bullet_list("", *listed)] if listed else []))
    doctree[-1] += end
    if touching:
        count = f"{len(touching)} facts that this page names were" if len(touching) > 1 else "A fact that this page names was"
        top = paragraph(f"{count} corrected after publication, the last on {in_words(touching[0].date)}: ", nodes.reference("", "what changed", refid=anchor, internal=True), ".", classes=["corrected"])
        doctree[-1].insert(1, top)
    return True


def mark(app: Any, doctree: nodes.document) -> None:
    """Show the corrections that touch a page on it, once it is read."""
    page = app.env.docname
    if not doctree.children or not isinstance(doctree[-1], nodes.section) or not every():
        return
    if _at_entries(page, doctree) if page.startswith("record/") else _on_chapter(page, doctree, app.env):
        record_tables(app.env, page).add("errata")


def dated() -> list[Dated]:
    """The corrections as a feed tells them, the newest first."""
    return [
        Dated(one.date, one.id, f"Correction: {one.table}, {one.row}", f"{step(one.table, one.field, one.old, one.new)}. {one.reason.rstrip('.')}.", PAGE, addresses.anchor("errata", one.id))
        for one in every()
    ]  # fmt: skip


def setup(app: Any) -> None:
    """Mark each page once it is read."""
    app.connect("doctree-read", mark, priority=BEFORE)
