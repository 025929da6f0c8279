"""The index of the search: names of everything in the book, words of its prose, sources; three scripts, loaded when somebody asks.

The page ``search.html`` loads them, from disk too, once a reader types. Names come first and are small: people, actors,
events, documents, truces, votes, places, terms, figures, sections. The words of texts are a list of words, each with the
numbers of the entries that hold it. Words are those of ``spellings.plain``; spellings are folded in the browser.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd

from helpers import record, sources, spellings
from helpers.publishing import addresses
from helpers.publishing.downloads import script
from helpers.publishing.prose import Found, note_page
from helpers.wording import text

STOP = frozenset("a an and are as at be been but by for from had has have he her his in into is it its no not of on or she that the their they this to was were which who will with".split())
"""Words that no search looks for unless nothing else was typed."""

# kind → heading of its group, table, column of the id, of the date, of what stands beside the title, columns of names (title first), of words
TABLES = {
    "person": ("People", "people", "person_id", "", "office", ("name", "name_uk", "name_ru"), ("office",)),
    "actor": ("Actors", "actors", "actor_id", "", "short_name", ("name", "short_name"), ("notes",)),
    "document": ("Documents", "documents", "document_id", "date", "short_title", ("title", "short_title"), ()),
    "event": ("Events", "events", "event_id", "start_date", "", ("title",), ("summary", "outcome")),
    "ceasefire": ("Ceasefires", "ceasefires", "ceasefire_id", "announced_date", "", ("title",), ("end_note",)),
    "vote": ("Votes", "un_votes", "vote_id", "date", "symbol", ("title", "symbol"), ()),
    "term": ("Glossary", "vocabulary", "term", "", "", ("title",), ("definition",)),
    "place": ("Places", "places", "place_id", "", "", ("name",), ()),
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
    called = {row.actor_id: f"{text(row.name)} {text(getattr(row, 'short_name', ''))}" for row in actors.itertuples(index=False)}
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
    _, table, key, dated, beside, names, words = TABLES[kind]
    if table not in record.tables():
        return []
    frame = record.load(table)
    if kind == "term":
        frame = frame[frame["vocabulary"] == "glossary"]
    said = _said() if kind == "document" else _took_part() if kind == "event" else {}
    found = []
    for identity, group in frame.groupby(key, sort=False):
        lines = list(group.itertuples(index=False))  # a person has a row for each office, the latest last
        first, last = lines[0], lines[-1]
        title, *more = [text(getattr(first, name, "")) for name in names]
        called = dict.fromkeys([*more, *spellings.ALIASES.get((kind, str(identity)), ())])
        told = [text(getattr(row, column, "")) for row in lines for column in words]
        about = text(getattr(last, beside, "")) if beside else ""
        date = text(getattr(first, dated, "")) if dated else ""
        further = tuple(name for name in called if name and name not in (title, about))
        words_of = " ".join([*told, said.get(identity, "")])
        found.append(Found(title, str(identity).replace(" ", "-"), date, further, weight(counts[kind, str(identity)]), about if about != title else "", words_of))
    return found


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
            line: list[Any] = [one.title, one.anchor, one.date, "|".join(one.names), one.weight, one.about]
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
    """Every source: short name in the text, id, title, date, and the language of the title if it is not English."""
    labels, found = sources.labels(), []
    for row in record.load("sources").itertuples(index=False):
        line = [labels[row.source_id], row.source_id, text(row.title), text(row.published_date)]
        found.append(line if (language := text(row.language)) in ("", "en") else [*line, language])
    return found


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
