"""What tables must be to each other: roll calls and tallies, disputes and their rows, sources and terms that nothing uses."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from helpers.validation.cells import nearest
from helpers.validation.problems import Problem
from helpers.validation.reading import Data, Row, Table
from helpers.validation.rows import TALLY

_CITE = re.compile(r"\{cite\}`([^`<>]+)`")
SETTLED = {"adopted", "rejected", "explained", "settled", "resolved"}
FREE = {"glossary"}  # lists for the reader, which no field holds


def findings(data: Data) -> Iterator[Problem]:
    """What one table alone cannot show."""
    yield from _roll_calls(data)
    yield from _named_rows(data)
    yield from _disputes(data)
    yield from _redirects(data)
    yield from _sources(data)
    yield from _terms(data)


def _roll_calls(data: Data) -> Iterator[Problem]:
    votes, calls = data.tables.get("un_votes"), data.tables.get("roll_calls")
    if not votes or not calls:
        return
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for row in calls.rows:
        counted[row.cells.get("vote_id", "")][row.cells.get("vote", "")] += 1
    for row in votes.rows:
        count = counted.get(votes.id(row))
        if not count:
            continue
        full = str(sum(count.values())) == row.cells.get("membership")
        for column in TALLY:
            stated, named = row.cells.get(column, ""), count[column]
            if stated.isdecimal() and (named > int(stated) or (full and named != int(stated))):
                rule = f"the roll call agrees with the tally; it names {named}"
                yield votes.problem(row, column, rule, "Compare both with the record of the meeting.")


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


def _disputes(data: Data) -> Iterator[Problem]:
    """A dispute shows in its row, and a row that claims one has it."""
    disputes = data.tables.get("discrepancies")
    if not disputes or not {"table", "row_id", "field", "value"} <= set(disputes.header):
        return
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in disputes.rows:
        groups[row.cells["table"], row.cells["row_id"]].append(row)
    for name, table in data.tables.items():
        concerned = [rows[0] for (other, _), rows in groups.items() if other == name]
        if "is_disputed" not in table.header:
            if concerned and "is_disputed" not in table.fields:
                remedy = "Add the field is_disputed to the table, or remove its rows from discrepancies."
                yield table.problem(None, "is_disputed", "a table with disputed rows marks them", remedy)
            continue
        for row in table.rows:
            found = groups.get((name, table.id(row)), [])
            yield from _agree(table, row, found)


def _agree(table: Table, row: Row, found: list[Row]) -> Iterator[Problem]:
    open_ones = [r for r in found if r.cells.get("status") not in SETTLED]
    marked = row.cells["is_disputed"]
    if marked == "true" and not found:
        yield table.problem(row, "is_disputed", "a disputed row has its values in discrepancies", "Add them there, or write false.")
    if marked == "false" and open_ones:
        yield table.problem(row, "is_disputed", f"a row with open discrepancies is disputed ({open_ones[0].cells.get('discrepancy_id')})", "Write true.")
    values: dict[str, set[str]] = defaultdict(set)
    for one in found:
        values[one.cells["field"]].add(one.cells["value"])
    for field, given in values.items():
        if field in row.cells and given == {row.cells[field]}:
            rule = f"a dispute has at least two values; discrepancies gives only the table's own for {field}"
            # A warning: values of several rows may contradict each other, as the numbers given to successive truces do.
            yield table.problem(row, field, rule, "Add the other value, or remove the discrepancy.", warning=True)


def _redirects(data: Data) -> Iterator[Problem]:
    table = data.tables.get("redirects")
    if not table or not {"table", "old_id", "new_id"} <= set(table.header):
        return
    moved = {(row.cells["table"], row.cells["old_id"]) for row in table.rows}
    for row in table.rows:
        name, old, new = (row.cells[c] for c in ("table", "old_id", "new_id"))
        if name not in data.tables:
            yield table.problem(row, "table", "the table exists", nearest(name, data.tables) + "Correct its name.")
            continue
        ids = {data.tables[name].id(r) for r in data.tables[name].rows}
        if old in ids:
            yield table.problem(row, "old_id", f"an id that moved is no longer in {name}", "Remove the redirect, or rename the row.")
        if new not in ids:
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
