"""What one cell must be: clean text, a known id, a term of its vocabulary, a real day, an address."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from helpers.validation.dates import bounds, is_date
from helpers.validation.problems import Problem
from helpers.validation.reading import Data, Row, Table

Check = Callable[[Row, str], Iterator[Problem]]
HINTS = 20  # so many wrong ids of a column get a nearest one: looking for it is slow where thousands are wrong

# (what it looks like, what must hold, what to do); the first that fits is reported
UNCLEAN: list[tuple[str, str, str]] = [
    ("[\udc80-\udcff]", "the file is UTF-8", "Save it as UTF-8; the wrong bytes are shown as \\udc…"),
    ("\ufffd", "no sign was lost in another encoding", "Restore the sign from the source."),
    (r"<[A-Za-z!/?]", "a cell holds no markup and no script", "Write plain text; say “less than” in words."),
    ("`", "a cell holds no markup", "Write plain text without backticks."),
    (r"\]\(|\*\*", "a cell holds no markup", "Write plain text; an address has its own field."),
    (r"&(?:[A-Za-z]+|#\d+);", "a cell holds no markup", "Write the sign itself instead of its HTML entity."),
    ("[\x00-\x1f\x7f-\x9f\u2028\u2029]", "a cell is one line without control characters", "Join the lines with a space; remove tabs."),
    ("[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u00ad]", "a cell holds no invisible signs", "Type the text anew, or remove them."),
    (r"^\s|\s$|  ", "a cell has single spaces, and none at its ends", "Remove the extra spaces."),
    (r"^[=@]|^[+-](?!\d)", "no spreadsheet can take a cell for a formula", "Begin with a word."),
]
# one class of single signs, so that a clean cell, which is nearly every cell, costs one pass
SUSPECT = re.compile("[<`\\]*&\ufffd\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\udc80-\udcff]|^[\\s=@+-]|\\s$|  ")
NOTHING = {"nan", "null", "n/a", "#n/a", "tbd", "todo", "?", "??", "-"}
PARTS = [(re.compile(pattern), rule, remedy) for pattern, rule, remedy in UNCLEAN]


def findings(data: Data) -> Iterator[Problem]:
    """Every cell of every table."""
    for table in data.tables.values():
        checks = {column: list(_checks(data, table, column)) for column in table.header if column in table.fields}
        for row in table.rows:
            for column, value in row.cells.items():
                if value:
                    yield from _clean(table, row, column, value)
                    for check in checks.get(column, ()):
                        yield from check(row, value)


def _clean(table: Table, row: Row, column: str, value: str) -> Iterator[Problem]:
    if value.lower() in NOTHING:
        yield table.problem(row, column, "a cell is empty where nothing is known", "Leave it empty; the schema says what that means.")
    elif SUSPECT.search(value):
        for pattern, rule, remedy in PARTS:
            if pattern.search(value) and not (column == "url" and "entity" in remedy):
                yield table.problem(row, column, rule, remedy)
                return
    if not value.isascii() and not unicodedata.is_normalized("NFC", value):
        yield table.problem(row, column, "letters with accents are single signs (Unicode NFC)", "Type the letter anew.")


def _checks(data: Data, table: Table, column: str) -> Iterator[Check]:
    """What a column asks of its cells, from its place in the schema."""
    about = table.fields[column]
    listed = bool(about.get("list"))
    if listed:
        yield lambda row, value: _list(table, column, row, value)
    target = next(((t, goal) for name, t, goal in data.references(table) if name == column), None)
    if target and target[0] in data.tables:
        known = data.tables[target[0]].values(target[1])
        rule = f"the id stands in {target[0]}.{target[1]}"
        yield _member(table, column, listed, known, rule, f"Add a row to data/{target[0]}.csv, or correct the id.")
    if "vocabulary" in about and "vocabulary" in data.tables:
        rows = data.tables["vocabulary"].rows
        terms = {r.cells.get("term", "") for r in rows if r.cells.get("vocabulary") == about["vocabulary"]}
        rule = f"the term stands in the vocabulary {about['vocabulary']}"
        yield _member(table, column, listed, terms, rule, f"Choose one of: {', '.join(sorted(terms))}.")
    if is_date(column):
        yield lambda row, value: _date(table, column, row, value)
    if column == "url" or column.endswith("_url"):
        yield lambda row, value: _url(table, column, row, value)


def _member(table: Table, column: str, listed: bool, known: set[str], rule: str, remedy: str) -> Check:
    hinted: set[str] = set()

    def check(row: Row, value: str) -> Iterator[Problem]:
        for item in value.split(";") if listed else (value,):
            item = item.strip() if listed else item
            if item and item not in known:
                hint = ""
                if len(hinted) < HINTS:
                    hinted.add(item)
                    hint = nearest(item, known)
                yield table.problem(row, column, rule, hint + remedy, item)

    return check


def nearest(value: str, known: Iterable[str]) -> str:
    """``Did you mean …?`` with the closest of the known, or nothing."""
    close = difflib.get_close_matches(value, sorted(known), 1, 0.7)
    return f"Did you mean “{close[0]}”? " if close else ""


def _list(table: Table, column: str, row: Row, value: str) -> Iterator[Problem]:
    items = value.split(";")
    if any(item != item.strip() for item in items):
        yield table.problem(row, column, "the items of a list are separated by ; without spaces", f"Write {';'.join(i.strip() for i in items)}.")
    elif "" in items:
        yield table.problem(row, column, "a list has no empty item", f"Write {';'.join(filter(None, items))}.")
    elif len(set(items)) < len(items):
        yield table.problem(row, column, "a list names each item once", f"Write {';'.join(dict.fromkeys(items))}.")


def _date(table: Table, column: str, row: Row, value: str) -> Iterator[Problem]:
    pattern = table.fields[column].get("constraints", {}).get("pattern")
    if not bounds(value) and (not pattern or re.fullmatch(pattern, value)):
        yield table.problem(row, column, "the calendar has this date", "Look the date up in the source; where the day is not known, write the month or the year alone.")


def _url(table: Table, column: str, row: Row, value: str) -> Iterator[Problem]:
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", value)
    except ValueError:
        good = False
    if not good:
        yield table.problem(row, column, "an address begins with http:// or https:// and a host", "Copy it from the browser; leave the cell empty if there is none.")
