"""The command line of ``python -m helpers new``: which rows are wanted, and what a field asks for."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from typing import Any

from helpers.contribute.naming import find, singular
from helpers.errors import RecordError
from helpers.validation.cells import nearest
from helpers.validation.reading import Data, Table

AND = "and"
FLAGS = {"--help": "help", "-h": "help", "--dry-run": "dry", "--yes": "yes"}
COMMAND = "python -m helpers new"
SHOWN = 40  # ids that are listed where a field refers to a table


@dataclass
class Wanted:
    """A row that a contributor wants: its table and the cells given."""

    table: Table
    cells: dict[str, str] = field(default_factory=dict)


def parse(data: Data, words: list[str]) -> tuple[list[Wanted], set[str]]:
    """Rows and flags of a command line: ``event --title … and source --title … --dry-run``.

    Returns:
        The rows in their order, and the flags among ``help``, ``dry`` and ``yes``.

    Raises:
        RecordError: an unknown table or field, an option without value, a field given twice.
    """
    rows: list[Wanted] = []
    flags: set[str] = set()
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word in FLAGS:
            flags.add(FLAGS[word])
        elif not rows or word == AND:
            if word == AND and rows:
                if not rest:
                    raise RecordError("after “and” comes another row", remedy=f"Name its table, as in {COMMAND} source … and event ….")
                word = rest.pop(0)
            rows.append(Wanted(find(data, word)))
        elif word.startswith("--"):
            _option(rows[-1], word, rest)
        else:
            known = " ".join(f"--{name}" for name in list(rows[-1].table.fields)[:3])
            raise RecordError(f"“{word}” belongs to no option", remedy=f"Options come as {known} …, a value of several words in quotation marks.")
    return rows, flags


def _option(row: Wanted, word: str, rest: list[str]) -> None:
    name, equals, value = word.removeprefix("--").partition("=")
    name = name.replace("-", "_")
    if name not in row.table.fields:
        hint = nearest(name, row.table.fields)
        raise RecordError(f"{row.table.name} has no field “{name}”", remedy=f"{hint}There are: {', '.join(row.table.fields)}.")
    if not equals:
        if not rest or rest[0].startswith("--"):
            raise RecordError(f"--{name} has no value", remedy='Write it behind; an empty cell is "".')
        value = rest.pop(0)
    if name in row.cells:
        if not row.table.fields[name].get("list"):
            raise RecordError(f"--{name} is given twice", remedy="Leave one of them out.")
        value = f"{row.cells[name]};{value}"
    row.cells[name] = value


def terms(data: Data, about: dict[str, Any]) -> list[str]:
    """The closed list of a field: from its enum, its vocabulary, or true and false; empty if any text may stand there."""
    if found := about.get("constraints", {}).get("enum"):
        return [str(term) for term in found]
    if "vocabulary" in about and "vocabulary" in data.tables:
        return [r.cells.get("term", "") for r in data.tables["vocabulary"].rows if r.cells.get("vocabulary") == about["vocabulary"]]
    return ["true", "false"] if about.get("type") == "boolean" else []


def choices(data: Data, table: Table, name: str) -> str:
    """What may stand in a field, in a line or a few: its closed list, the ids it may name, or its form."""
    about = table.fields[name]
    if closed := terms(data, about):
        return "One of: " + ", ".join(closed)
    several = "one or more, separated by ;" if about.get("list") else "one"
    target = next(((t, c) for field, t, c in data.references(table) if field == name), None)
    if target and target[0] in data.tables:
        known = sorted(data.tables[target[0]].values(target[1]))
        listed = ": " + ", ".join(known) if len(known) <= SHOWN else f", as {known[0]}"
        return f"An id of {target[0]}.{target[1]}, {several}{listed}; another one: {COMMAND} {singular(target[0])}"
    shape = about.get("constraints", {}).get("pattern", "")
    if "\\d{4}(-\\d{2}" in shape:
        return "A date as exactly as it is known: 2025, 2025-03 or 2025-03-04"
    kind = {"integer": "A whole number", "number": "A number"}.get(about.get("type", ""), "Text")
    unit = f", in {about['unit']}" if about.get("unit") else ""
    return kind + unit + (f", {several}" if about.get("list") else "")


def overview(data: Data) -> str:
    """Every table and what one of its rows is."""
    lines = [f"{COMMAND} <table> --field value …: a row, checked before it is written.",
             "After the table: --help for its fields, --dry-run to check only, --yes to be asked nothing; “and” joins rows.", ""]
    width = max(len(singular(name)) for name in data.tables)
    lines += [f"  {singular(name):{width}}  {table.about.get('unit', '')}" for name, table in data.tables.items()]
    return "\n".join(lines)


def guide(data: Data, table: Table) -> str:
    """The fields of a table: what they mean, what may stand there, what an empty cell means."""
    lines = [f"{table.name}: {table.about.get('unit', '')}.", "", *textwrap.wrap(table.about.get("inclusion", ""), 100), ""]
    for name, about in table.fields.items():
        must = "required" if about.get("constraints", {}).get("required") else f"empty: {about.get('empty', '')}"
        lines.append(f"--{name}  ({must})")
        for text in (about.get("description", ""), choices(data, table, name)):
            lines += textwrap.wrap(text, 100, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)
    return "\n".join(lines)
