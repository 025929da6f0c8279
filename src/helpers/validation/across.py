"""What tables must be to each other: rows that others speak of, moved ids, rows and their events, what nothing uses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from helpers.validation.cells import nearest
from helpers.validation.dates import bounds
from helpers.validation.problems import Problem
from helpers.validation.reading import Data
from helpers.validation.rows import own_dates

_CITE = re.compile(r"\{cite\}`([^`<>]+)`")
AROUND = {"documents", "positions"}  # a text may be older than the event at which it is accepted, words on an event younger
BOOKMARKS = ("page", "section", "figure", "table")  # what redirects may name beside tables; helpers.permanence sees to them
FREE = {"glossary", "attribution_verb"}  # lists for readers and writers, which no field holds


def findings(data: Data) -> Iterator[Problem]:
    """What one table alone cannot show."""
    yield from _named_rows(data)
    yield from _events(data)
    yield from _claims(data)
    yield from _redirects(data)
    yield from _sources(data)
    yield from _terms(data)


def _named_rows(data: Data) -> Iterator[Problem]:
    """Tables that speak of rows of others by ``table``, ``row_id`` and ``field``."""
    ids = {name: {table.id(row) for row in (*table.rows, *table.ragged)} for name, table in data.tables.items()}
    for table in data.tables.values():
        if not {"table", "row_id"} <= set(table.header):
            continue
        for row in table.rows:
            name, row_id, field = row.cells["table"], row.cells["row_id"], row.cells.get("field", "")
            if name and name not in data.tables:
                yield table.problem(row, "table", "the table exists", nearest(name, data.tables) + f"There are: {', '.join(data.tables)}.")
            elif name:
                if row_id and row_id not in ids[name]:
                    yield table.problem(row, "row_id", f"the row stands in {name}", "Correct the id; parts of a longer key are joined by /.")
                if field and field not in data.tables[name].fields:
                    yield table.problem(row, "field", f"the field stands in {name}", nearest(field, data.tables[name].fields) + "Correct its name.")


def _events(data: Data) -> Iterator[Problem]:
    """A row that repeats an event is of its day: one of the row's own dates lies within the event, as far as both are known."""
    events = data.tables.get("events")
    if not events:
        return
    spans = {}
    for event in events.rows:
        first, last = (bounds(event.cells.get(c, "")) for c in ("start_date", "end_date"))
        if first:
            spans[events.id(event)] = first[0], (last or first)[1]
    for table in data.tables.values():
        dates = [c for c in own_dates(table) if c in table.header]
        if table is events or "event_id" not in table.header or not dates:
            continue
        for row in table.rows:
            span, found = spans.get(row.cells["event_id"]), [day for c in dates if (day := bounds(row.cells[c]))]
            if span and found and not any(first <= span[1] and last >= span[0] for first, last in found):
                rule = f"a row and its event are of one day; the event is of {span[0]}" + (f" to {span[1]}" if span[1] != span[0] else "")
                remedy = f"Correct event_id, or one of the dates ({', '.join(f'{c} {row.cells[c]}' for c in dates if row.cells[c])})."
                yield table.problem(row, "event_id", rule, remedy, warning=table.name in AROUND)


def _claims(data: Data) -> Iterator[Problem]:
    """What an article rightly claims was known on its day, so that the record as of that day bears it out."""
    claims, sources = data.tables.get("claims"), data.tables.get("sources")
    if not claims or not sources or not {"article_id", "verdict", "table", "row_id"} <= set(claims.header):
        return
    written = {sources.id(row): row.cells.get("published_date", "") for row in sources.rows}
    known: dict[str, dict[str, str]] = {}
    for row in claims.rows:
        name, day = row.cells["table"], bounds(written.get(row.cells["article_id"], ""))
        if row.cells["verdict"] != "confirmed" or not day or name not in data.tables:
            continue
        if name not in known:
            known[name] = {data.tables[name].id(one): one.cells.get("known_from", "") for one in data.tables[name].rows}
        then = bounds(known[name].get(row.cells["row_id"], ""))
        if then and then[1] > day[1]:
            rule = f"a confirmed claim leads to what was known when its article was written ({written[row.cells['article_id']]}); that row is known from {known[name][row.cells['row_id']]}"
            yield claims.problem(row, "row_id", rule, "Name the row that bore the claim out on that day, or empty table and row_id.")


def _redirects(data: Data) -> Iterator[Problem]:
    table = data.tables.get("redirects")
    if not table or not {"table", "old_id", "new_id"} <= set(table.header):
        return
    moved = {(row.cells["table"], row.cells["old_id"]) for row in table.rows}
    for row in table.rows:
        name, old, new = (row.cells[c] for c in ("table", "old_id", "new_id"))
        if name in BOOKMARKS:
            continue
        if name not in data.tables:
            yield table.problem(row, "table", "the table exists", nearest(name, data.tables) + f"Correct its name, or name a {', '.join(BOOKMARKS)}.")
            continue
        ids = {data.tables[name].id(r) for r in data.tables[name].rows}
        if old in ids:
            yield table.problem(row, "old_id", f"an id that moved is no longer in {name}", "Remove the redirect, or rename the row.")
        if new and new not in ids:  # an empty one: the row was withdrawn
            remedy = "Let it lead to where that one leads." if (name, new) in moved else nearest(new, ids) + "Correct the id."
            yield table.problem(row, "new_id", f"a redirect leads to a row of {name}", remedy)


def cited(root: Path) -> set[str]:
    """The sources that prose cites: ``{cite}`one;two``` in chapters and pages."""
    pages = (*(root / "chapters").glob("*.ipynb"), *(root / "record").glob("*.md"), *root.glob("*.md"))
    found = (ids for page in pages for ids in _CITE.findall(page.read_text("utf-8", "replace")))
    return {one.strip() for ids in found for one in ids.split(";")}


def _sources(data: Data) -> Iterator[Problem]:
    sources = data.tables.get("sources")
    if not sources:
        return
    used: set[str] = set()
    for table in data.tables.values():
        for column, target, _ in data.references(table):
            if target == "sources" and table is not sources:
                used.update(item for value in table.values(column) for item in value.split(";"))
    used |= cited(data.folder.parent)
    for row in sources.rows:
        if sources.id(row) not in used:
            remedy = "Name it where it was used, or remove it."
            yield sources.problem(row, "source_id", "a source is named by some row or cited in a chapter", remedy, warning=True)


def _terms(data: Data) -> Iterator[Problem]:
    vocabulary = data.tables.get("vocabulary")
    if not vocabulary or not {"vocabulary", "term"} <= set(vocabulary.header):
        return
    used: dict[str, set[str]] = defaultdict(set)
    for table in data.tables.values():
        for column, about in table.fields.items():
            if "vocabulary" in about:
                found = used[about["vocabulary"]]
                found.update(item for value in table.values(column) for item in value.split(";"))
    for row in vocabulary.rows:
        name, term = row.cells["vocabulary"], row.cells["term"]
        if name in FREE:
            continue
        if name not in used:
            yield vocabulary.problem(row, "vocabulary", "a vocabulary is the closed list of some field", "Name it at its field in data/datapackage.json, or remove its terms.")
        elif term not in used[name]:
            yield vocabulary.problem(row, "term", f"a term of the vocabulary {name} is used by some row", "Remove the term until a row needs it.")
