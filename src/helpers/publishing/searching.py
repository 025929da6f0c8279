"""The index of the search: names of everything in the book, words of its prose, sources; three scripts, loaded when somebody asks.

The page ``search.html`` loads them, from disk too, once a reader types. Names come first and are small: people, actors,
events, documents, truces, votes, places, terms, figures, sections. The words of texts are a list of words, each with the
numbers of the entries that hold it. Words are those of ``spellings.plain``; spellings are folded in the browser.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from docutils import nodes

from helpers import record, sources, spellings
from helpers.publishing import addresses
from helpers.publishing.downloads import script
from helpers.publishing.explorer import explorer
from helpers.publishing.nodes import backrefs, chart, figure_tools
from helpers.publishing.votes import ballots
from helpers.wording import text

STOP = frozenset("a an and are as at be been but by for from had has have he her his in into is it its no not of on or she that the their they this to was were which who will with".split())
"""Words that no search looks for unless nothing else was typed."""

SILENT = (nodes.section, nodes.table, nodes.figure, chart, figure_tools, explorer, ballots, backrefs, nodes.comment, nodes.raw)


class Found(NamedTuple):
    """One thing that can be found.

    Attributes:
        title: what it is called.
        anchor: its address below that of its kind (``<id>``, or ``<page>.html#<id>`` for prose).
        date: an ISO date at its own precision, or nothing.
        names: further names, of the record and of ``spellings.ALIASES``.
        weight: 0 to 9, how much of the book speaks of it.
        text: what else is said of it; only its words are kept.
    """

    title: str
    anchor: str
    date: str = ""
    names: tuple[str, ...] = ()
    weight: int = 0
    text: str = ""


# kind → heading of its group, table, column of the id, column of the date, columns of names (title first), columns of words
TABLES = {
    "person": ("People", "people", "person_id", "", ("name", "name_uk", "name_ru"), ("office",)),
    "actor": ("Actors", "actors", "actor_id", "", ("name", "short_name"), ("notes",)),
    "document": ("Documents", "documents", "document_id", "date", ("title", "short_title"), ()),
    "event": ("Events", "events", "event_id", "start_date", ("title",), ("summary", "outcome")),
    "ceasefire": ("Ceasefires", "ceasefires", "ceasefire_id", "announced_date", ("title",), ("end_note",)),
    "vote": ("Votes", "un_votes", "vote_id", "date", ("title", "symbol"), ()),
    "term": ("Glossary", "vocabulary", "term", "", ("title",), ("definition",)),
    "place": ("Places", "places", "place_id", "", ("name",), ()),
}
PROSE = {"section": "In the text", "figure": "Figures and tables"}


def weight(count: int) -> int:
    """How often something is spoken of, as a figure from 0 to 9."""
    return min(9, int(math.log2(1 + count)))


def _took_part() -> dict[str, str]:
    """Event → the names of the actors and people who took part."""
    if "event_actors" not in record.tables():
        return {}
    actors, people = record.load("actors"), record.load("people").drop_duplicates("person_id")
    called = dict(zip(actors["actor_id"], actors["name"].str.cat(actors["short_name"].fillna(""), sep=" ")))
    frame, names = record.load("event_actors"), dict(zip(people["person_id"], people["name"]))
    both = frame["actor_id"].map(called).fillna("") + " " + frame["person_id"].map(names).fillna("")
    return both.groupby(frame["event_id"]).agg(" ".join).to_dict()


def _said() -> dict[str, str]:
    """Document → the words of its clauses."""
    if "provisions" not in record.tables():
        return {}
    frame = record.load("provisions")
    return frame.assign(said=frame["summary"].fillna("") + " " + frame["qualifier"].fillna("")).groupby("document_id")["said"].agg(" ".join).to_dict()


def rows(kind: str, counts: Counter[tuple[str, str]]) -> list[Found]:
    """Everything of one kind of the record, in the order of its table.

    Args:
        kind: a key of :data:`TABLES`.
        counts: how often prose and events speak of each (kind, id).
    """
    _, table, key, dated, names, words = TABLES[kind]
    if table not in record.tables():
        return []
    frame = record.load(table)
    if kind == "term":
        frame = frame[frame["vocabulary"] == "glossary"]
    said = _said() if kind == "document" else _took_part() if kind == "event" else {}
    found = []
    for identity, group in frame.groupby(key, sort=False):
        first = next(group.itertuples(index=False))
        title, *more = [text(getattr(first, name, "")) for name in names]
        called = dict.fromkeys([*more, *spellings.ALIASES.get((kind, str(identity)), ())])
        told = [text(getattr(row, column, "")) for row in group.itertuples(index=False) for column in words]
        found.append(
            Found(
                title, str(identity).replace(" ", "-"), text(getattr(first, dated, "")) if dated else "",
                tuple(name for name in called if name and name != title), weight(counts[kind, str(identity)]), " ".join([*told, said.get(identity, "")]),
            )  # fmt: skip
        )
    return found


# Prose ----------------------------------------------------------------------------------------------------------------
def own_text(node: nodes.Element) -> str:
    """The running text of a section without that of the sections, tables, figures and entries in it."""
    found = []
    for child in node.children:
        if isinstance(child, nodes.Text):
            found.append(str(child))
        elif isinstance(child, nodes.Element) and not isinstance(child, (*SILENT, nodes.title)) and "entry" not in child.get("classes", ()):
            found.append(own_text(child))
    return " ".join(filter(None, found))


def sections(doctree: nodes.document, page: str) -> Iterator[Found]:
    """The sections of a page that hold prose; what is only a list of entries is found by its entries."""
    for section in doctree.findall(nodes.section):
        holds_entries = any("entry" in child.get("classes", ()) for child in section.children if isinstance(child, nodes.Element))
        is_top = not isinstance(section.parent, nodes.section)
        if "entry" in section["classes"] or (holds_entries and not is_top):
            continue
        title = section.next_node(nodes.title)
        top = next(doctree.findall(nodes.title)).astext()
        anchor = f"{page}.html" + ("" if is_top else f"#{section['ids'][0]}")
        yield Found(title.astext() if title is not None else page, anchor, "", () if is_top else (f"{top}",), 4 if is_top else 0, own_text(section))


def figures(doctree: nodes.document, page: str, numbers: dict[str, Any]) -> Iterator[Found]:
    """The numbered figures and tables of a page, by their captions."""
    for node in doctree.findall(lambda n: isinstance(n, (nodes.figure, nodes.table)) and bool(n.get("record_name"))):
        kind = "table" if isinstance(node, nodes.table) else "figure"
        caption = next(iter(node.findall(nodes.title if kind == "table" else nodes.caption)), None)
        number = ".".join(map(str, numbers.get(kind, {}).get(node["record_name"], ())))
        label = f"{kind.title()} {number}".strip()
        yield Found(caption.astext() if caption is not None else label, f"{page}.html#{node['record_name']}", "", (label,))


def note_page(app: Any, doctree: nodes.document, docname: str) -> None:
    """Keep what can be found on a page until all pages stand."""
    if app.builder.format != "html":
        return
    if not hasattr(app, "record_prose"):
        app.record_prose = {}
    app.record_prose[docname] = (list(sections(doctree, docname)), list(figures(doctree, docname, app.env.toc_fignumbers.get(docname, {}))))


# Files ----------------------------------------------------------------------------------------------------------------
def spoken_of(env: Any) -> Counter[tuple[str, str]]:
    """How often the prose refers to each (kind, id), and in how many events each actor and person takes part."""
    counts: Counter[tuple[str, str]] = Counter()
    for refs in getattr(env, "record_refs", {}).values():
        counts.update({key: len(places) for key, places in refs.items()})
    parts = record.load("event_actors") if "event_actors" in record.tables() else pd.DataFrame(columns=["actor_id", "person_id"])
    for kind, column in (("actor", "actor_id"), ("person", "person_id")):
        counts.update({(kind, str(value)): int(n) for value, n in parts[column].dropna().value_counts().items()})
    return counts


def names(groups: dict[str, list[Found]]) -> list[dict[str, Any]]:
    """The groups as the page reads them: kind, heading, where the addresses begin, rows without empty ends."""
    made = []
    for kind, found in groups.items():
        table = TABLES[kind][1] if kind in TABLES else ""
        start = f"{addresses.page(table)}.html#{addresses.prefix(table)}" if table else ""
        start = {"person": "record/actors.html#person-", "term": "record/glossary.html#term-"}.get(kind, start)
        lines: list[list[Any]] = []
        for one in found:
            line: list[Any] = [one.title, one.anchor, one.date, "|".join(one.names), one.weight]
            while line[-1] in ("", 0):
                line.pop()
            lines.append(line)
        made.append({"kind": kind, "title": TABLES[kind][0] if kind in TABLES else PROSE[kind], "start": start, "rows": lines})
    return made


def base36(number: int) -> str:
    """A number in the digits 0 to 9 and a to z, as the browser's own ``parseInt(…, 36)`` reads it."""
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return (base36(number // 36) if number >= 36 else "") + digits[number % 36]


def postings(groups: dict[str, list[Found]]) -> str:
    """Words of texts, one a line with the numbers of the entries that hold it: the first number, then the steps to the next.

    Entries are numbered through all groups in their order; a word of the entry's own title is not repeated.
    """
    where: dict[str, list[int]] = {}
    every = [one for found in groups.values() for one in found]
    for number, one in enumerate(every):
        for word in sorted(set(spellings.plain(one.text)) - set(spellings.plain(one.title)) - STOP):
            where.setdefault(word, []).append(number)
    lines = []
    for word, numbers in sorted(where.items()):
        steps = [numbers[0], *(b - a for a, b in zip(numbers, numbers[1:]))]
        lines.append(f"{word} {'.'.join(map(base36, steps))}")
    return "\n".join(lines)


def cited() -> list[list[str]]:
    """Every source: short name in the text, id, title, date."""
    labels = sources.labels()
    return [[labels[r.source_id], r.source_id, text(r.title), text(r.published_date)] for r in record.load("sources").itertuples(index=False)]


def finished(app: Any, error: Exception | None) -> None:
    """Write the index once the pages stand."""
    if error or app.builder.format != "html":
        return
    counts, pages = spoken_of(app.env), getattr(app, "record_prose", {})
    groups = {kind: rows(kind, counts) for kind in TABLES}
    groups["section"] = [one for page in sorted(pages) for one in pages[page][0]]
    groups["figure"] = [one for page in sorted(pages) for one in pages[page][1]]
    folder = Path(app.outdir) / "_search"
    folder.mkdir(parents=True, exist_ok=True)
    contents = {"names": names(groups), "words": {"stop": sorted(STOP), "words": postings(groups)}, "sources": cited()}
    for name, content in contents.items():
        data = script(json.dumps(content, ensure_ascii=False, separators=(",", ":")))
        (folder / f"{name}.js").write_text(f"recordIndex({json.dumps(name)},{data})\n", "utf-8")


def own_search(app: Any) -> None:
    """Sphinx's own index, of words without names, is not made; its page is ours."""
    if app.builder.format == "html":
        app.builder.search = False
        app.config.html_additional_pages = {**app.config.html_additional_pages, "search": "search.html"}


def setup(app: Any) -> None:
    """Connect the index to the build."""
    app.connect("builder-inited", own_search)
    app.connect("doctree-resolved", note_page)
    app.connect("build-finished", finished)
