"""The bibliography: every source under its kind, with its side marked and what it was used for.

What a source was used for is the insurance against its address: with title, publisher, date and the fact that it bears
out, a reader can find the text again.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from docutils import nodes

from helpers import citable, execution, paths, provenance, record, sourcing
from helpers import sources as listed_sources
from helpers.publishing import checks, cite_files
from helpers.publishing.blocks import Nodes, entry, fact, labels, paragraph, ref_to, section
from helpers.publishing.cited import CHAPTERS, site, slug
from helpers.publishing.entries import formatted
from helpers.publishing.nodes import screen_only
from helpers.wording import in_words, text

HEADINGS = {
    "primary_document": "Primary documents",
    "official_statement": "Official statements",
    "dataset": "Datasets",
    "academic": "Academic publications",
    "wire": "News agencies",
    "newspaper": "Newspapers, magazines and online news",
    "broadcaster": "Broadcasters",
    "think_tank": "Research institutes",
    "encyclopedia": "Encyclopedias",
    "aggregator": "Copies, translations and collections",
}
# Tables whose rows have a title that one can search for, the most telling first; of the others the number is said.
NAMED = ("events", "documents", "ceasefires", "un_votes", "prisoner_exchanges", "claims", "positions", "series")
SHOWN = 3


def _headed(label: str, citation: Nodes) -> Nodes:
    """A citation under the short name that the text uses; one that begins with that name does not say it twice."""
    name, _, year = label.rpartition(" ")
    begin, words = f"{name} ({year})", citation[0].astext()
    if not isinstance(citation[0], nodes.Text) or not words.startswith(begin):
        return [nodes.strong("", label), nodes.Text(": "), *citation]
    return [nodes.strong("", begin), nodes.Text(words.removeprefix(begin)), *citation[1:]]


def _wholes() -> dict[tuple[str, str], tuple[str, str]]:
    """Rows that are part of another or speak of one, each with that other row: a clause's document, a ballot's vote."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    have = set(record.tables())
    for table, whole, column in (("provisions", "documents", "document_id"), ("roll_calls", "un_votes", "vote_id")):
        if {table, whole} <= have:
            frame = record.load(table)
            identities = record.row_key(frame, record.primary_key(table))
            found |= {(table, identity): (whole, other) for identity, other in zip(identities, frame[column])}
    if "discrepancies" in have:
        rows = record.load("discrepancies").itertuples(index=False)
        found |= {("discrepancies", r.discrepancy_id): (text(r.table), text(r.row_id)) for r in rows}
    return found


def _named() -> dict[tuple[str, str], str]:
    """What to call the rows whose own titles would not tell them apart: who took a position, on what and when."""
    if "positions" not in record.tables():
        return {}
    issues = record.load("issues").set_index("issue_id")["title"]
    rows = record.load("positions").itertuples(index=False)
    return {
        ("positions", r.position_id): f"{text(r.statement_by)}: {issues.get(r.issue_id, r.issue_id)}, {in_words(text(r.date))}" for r in rows
    }  # fmt: skip


def used_for(uses: list[tuple[str, str]], wholes: dict[tuple[str, str], tuple[str, str]], names: dict[tuple[str, str], str]) -> nodes.Node | None:
    """The rows that rest on a source: some by name, the others counted by table; None if there are none."""
    told = dict.fromkeys(use if use[0] in NAMED else wholes.get(use, use) for use in uses)
    named = sorted((use for use in told if use[0] in NAMED), key=lambda use: NAMED.index(use[0]))[:SHOWN]
    parts: Nodes = []
    for table, identity in named:
        link = ref_to(table, identity)
        link["explicit"] = names.get((table, identity), link["explicit"])
        link["quiet"] = True  # a preview for each would weigh more than the page
        parts += [nodes.Text("; "), link] if parts else [link]
    rest: dict[str, int] = {}
    for use in uses:
        if use not in named:
            rest[use[0]] = rest.get(use[0], 0) + 1
    titles = {table: record.resource(table).get("title", table) for table in rest}
    counted = ", ".join(f"{title if title[:2].isupper() else title[:1].lower() + title[1:]} ({rest[table]})" for table, title in titles.items())
    if counted:
        parts.append(nodes.Text(f"{'; further: ' if parts else ''}{counted}"))
    return screen_only("", fact("Used for", *parts)) if parts else None


def _marks(row: Any, reading: dict[str, str], kinds: dict[str, str]) -> str:
    """Kind, reading and side of a source in words."""
    marks = [kinds.get(row.source_type, text(row.source_type)), reading.get(row.reading, text(row.reading)).lower()]
    if text(row.is_state_media) == "True":
        marks.append("state media")
    if side := text(row.party_to_war):
        marks.append(f"published by a party to the war ({side.title()})")
    if not text(row.url) and text(row.locator):
        marks.append(f"no address; {text(row.locator)}")
    return f"{'; '.join(marks)}."


def files() -> nodes.Node:
    """The bibliography as files: whole, and of each chapter. Paper has no use for them."""

    def links(stem: str) -> Nodes:
        found: Nodes = []
        for suffix, name in citable.FILES.items():
            found += [nodes.Text(", ")] if found else []
            found.append(nodes.reference("", name, refuri=f"../{stem}.{suffix}", internal=True))
        return found

    items = [paragraph("All sources: ", *links("downloads/sources"))]
    for path in execution.notebooks(paths.root()):
        title = path.stem.replace("-", " ").capitalize()
        items.append(paragraph(f"{title}: ", *links(f"{cite_files.FOLDER}/{slug(CHAPTERS + path.stem)}.sources")))
    return screen_only("", paragraph("For reference managers:"), nodes.bullet_list("", *[nodes.list_item("", item) for item in items]))


def citing() -> Nodes:
    """The book as a whole in every style, on screen and on paper, and what stands in for an address that is not there yet."""
    address = site(SimpleNamespace(html_baseurl=(checks.yaml(paths.root(), "_config.yml").get("html") or {}).get("baseurl")))
    found: Nodes = []
    if not address:
        found.append(paragraph(
            "The book has no publisher’s address yet. Until it has one, a citation names the page within the book in the place of an address."
        ))  # fmt: skip
    for style, name in citable.STYLES.items():
        found.append(paragraph(nodes.strong("", f"{name}: "), *formatted(citable.formatted(citable.book(), style, address))))
    return found


def sources() -> Nodes:
    """Every source by kind, the nearest to what happened first, then by label; formatted by citeproc."""
    frame, uses, wholes = record.load("sources"), sourcing.uses(), _wholes()
    names = _named()
    entries, reading, kinds = listed_sources.entries(list(frame["source_id"])), labels("reading"), labels("source_type")
    definitions = {r.term: text(r.definition) for r in record.load("vocabulary").itertuples(index=False) if r.vocabulary == "source_type"}
    short = listed_sources.labels()
    groups: dict[str, list[nodes.Node]] = {kind: [] for kind in provenance.RANKS}
    for row in sorted(frame.itertuples(index=False), key=lambda r: (short[r.source_id].casefold(), r.source_id)):
        head = paragraph(*_headed(short[row.source_id], formatted(entries[row.source_id])), " ", nodes.emphasis("", _marks(row, reading, kinds)))
        groups.setdefault(row.source_type, []).append(entry("cite", row.source_id, head, used_for(uses.get(row.source_id, []), wholes, names)))
    found: Nodes = [files()]
    for kind, listed in groups.items():
        if listed:
            lead = paragraph(f"{definitions.get(kind, kinds.get(kind, kind)).rstrip('.')}: {len(listed):,}.")
            found.append(section(f"sources-{kind.replace('_', '-')}", HEADINGS.get(kind, kinds.get(kind, kind)), lead, *listed))
    return found
