"""``python -m helpers new``: a valid row from options or a few questions, in its place, or nothing at all.

``naming`` says which table is meant and proposes ids, ``wanted`` reads the command line, ``derived`` fills what follows
from other cells, ``asking`` asks for the rest at a terminal, ``checking`` is the judgement of ``make check``, and
``inserting`` writes. All of it reads the schema in ``data/datapackage.json``: a new table needs no code here.
"""

from __future__ import annotations

import re
import sys
from typing import Any

from helpers import paths
from helpers.contribute import asking, checking, inserting
from helpers.contribute.derived import derive, follows
from helpers.contribute.naming import find, singular
from helpers.contribute.wanted import COMMAND, Wanted, choices, guide, overview, parse
from helpers.errors import RecordError
from helpers.validation import Problem, reading, report
from helpers.validation.reading import Data, Row, Table

__all__ = ["add", "main"]


def _filled(data: Data, row: Wanted) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    derived = derive(data, row.table, row.cells)
    return {**row.cells, **{name: value for name, (value, _) in derived.items()}}, derived


def _lacking(data: Data, table: Table, names: list[str]) -> RecordError:
    """What is still to be given, each field with its meaning; what follows from it is only named."""
    filled = follows(data, table, names)
    asked = [name for name in names if name not in filled] or names
    lines = [f"\n  --{name}: {table.fields[name].get('description', '')}. {choices(data, table, name)}." for name in asked]
    rest = f"\nFilled in from these, unless you give them: {', '.join(filled)}." if filled and asked != names else ""
    return RecordError(f"the row lacks {len(asked)} required field{'s' if len(asked) > 1 else ''}", f"a new row of {table.name}", "Nothing was written. Add:" + "".join(lines) + rest)


def _referred(value: str, data: Data, ids: list[tuple[str, str]]) -> str:
    """A cell with ``@event`` replaced by the id of the event made just before; no cell of the record begins with @."""

    def one(part: str) -> str:
        if not part.startswith("@"):
            return part
        table = find(data, part[1:]).name
        if found := [row_id for name, row_id in ids if name == table]:
            return found[-1]
        raise RecordError(f"“{part}” stands for a row of {table} made before it in the same command", remedy="Put that row first, or write its id.")

    return ";".join(map(one, value.split(";"))) if "@" in value else value


def _twin(table: Table, cells: dict[str, str]) -> str:
    """The id of a row that says the same under another id: a command that was run twice."""
    if len(table.key) != 1:
        return ""
    rest = [c for c in table.fields if c != table.key[0]]
    return next((table.id(row) for row in table.rows if all(row.cells.get(c, "") == cells.get(c, "") for c in rest)), "")


def add(data: Data, wanted: list[Wanted], *, write: bool = True) -> list[tuple[Table, Row, dict[str, tuple[str, str]]]]:
    """Put new rows into the record, all of them or none.

    Args:
        data: the record as it is.
        wanted: the rows, in an order in which each may refer to those before it.
        write: False to check only.

    Returns:
        For each row its table, the row with its line, and what was derived (field → value and ground).

    Raises:
        RecordError: a required field is missing, or the rows would break what must hold; each problem is named with
            its remedy, and nothing was written.
    """
    before, made, steps, ids = data, [], [], list[tuple[str, str]]()
    for row in wanted:
        row.table = data.tables[row.table.name]  # with the rows that came before this one
        row.cells = {name: _referred(value, data, ids) for name, value in row.cells.items()}
        cells, derived = _filled(data, row)
        if lacking := checking.missing(row.table, cells):
            raise _lacking(data, row.table, lacking)
        table = row.table
        if "".join(table.key) not in row.cells and (twin := _twin(table, cells)):
            raise RecordError(f"{table.name} has this row already: {twin}", remedy=f"Nothing was written. If it is another one all the same, give it --{table.key[0]}.")
        data, new = inserting.insert(data, table, cells)
        steps.append((table, new))
        made.append((table, new, derived))
        ids.append((table.name, table.id(new)))
    problems, warnings = checking.judge(before, data, ids)
    if problems:
        raise RecordError("nothing was written: " + report(problems).replace("\n\n", "\n").removesuffix("."), remedy=_help(data, problems, ids))
    if write:
        inserting.write(data.folder, steps)
    for warning in warnings:
        if warning.table != "sources":  # a new source is named by no row yet, as the next step says
            print(f"{warning.table}, {warning}")
    # A row that came later may have moved one before it down.
    lines = {id(row.cells): row for table in data.tables.values() for row in table.rows}
    return [(table, lines[id(row.cells)], derived) for table, row, derived in made]


def _help(data: Data, problems: list[Problem], ids: list[tuple[str, str]]) -> str:
    """A last line for problems that one row alone cannot mend."""
    if any(table == "discrepancies" for table, _ in ids) and all("discrepancies" in p.rule for p in problems):
        return f"The row's own value comes together with the other: {COMMAND} discrepancy … and discrepancy …; is_disputed of the row is set by hand."
    if any((p.table, p.row) not in ids for p in problems):
        return "A row named there that is not the new one must be mended first, by hand."
    for p in problems:  # “an event has at least one actor in event_actors”
        wanting = re.search(r"\bhas .* in (\w+)", p.rule)
        if wanting and wanting[1] in data.tables:
            mine, theirs = singular(p.table), singular(wanting[1])
            return f"Rows that need each other are made together: {COMMAND} {mine} … and {theirs} …; @{mine} stands there for the id of the first."
    if any("is used by some row" in p.rule for p in problems):
        return f"A term comes together with the row that uses it: {COMMAND} term … and …; in data/datapackage.json it is added by hand."
    return "Mend it and run the same command again."


def _told(data: Data, table: Table, row: Row, derived: dict[str, tuple[str, str]], written: bool) -> str:
    """What was written, what was filled in for the contributor, and what comes next."""
    head = f"data/{table.resource['path']}, line {row.line}: {table.id(row)}" if written else f"{table.name}: {table.id(row)} would stand in line {row.line}"
    lines = [head, *(f"  {name}: {value}" for name, value in row.cells.items() if value and name not in derived)]
    if shown := {name: found for name, found in derived.items() if row.cells.get(name)}:
        lines += ["Filled in for you, to be looked at:", *(f"  {name}: {value} ({ground})" for name, (value, ground) in shown.items())]
    return "\n".join(lines)


def _next(data: Data, table: Table, row: Row, there: set[str]) -> list[str]:
    """The rows that usually follow: parts of this one in other tables than those ``there`` already."""
    if table.name == "sources":
        return [] if len(there) > 1 else [f"Name it in the rows that it carries: --source_ids {table.id(row)}"]
    found = []
    for other in data.tables.values():
        belongs = {*(other.key if len(other.key) > 1 else []), *list(other.fields)[1:2]}  # what is a part of another row says so at its head
        for column, target, goal in data.references(other):
            if target == table.name and other.name not in {table.name, *there} and column in belongs and row.cells.get(goal) and not other.fields[column].get("list"):
                found.append(f"{COMMAND} {singular(other.name)} --{column} {row.cells[goal]} …: {other.about.get('unit', '')}")
    return found


def _asked(data: Data, wanted: list[Wanted]) -> list[Wanted]:
    """The rows with what a person answers, and the rows without which they may not stand."""
    found = []
    for row in wanted:
        found.append(row)
        if checking.missing(row.table, _filled(data, row)[0]):
            asking.complete(data, row)
            if row.table.name in asking.TOGETHER and len(wanted) == 1:
                found += asking.together(data, row)
    return found


def main(arguments: Any = None) -> int:
    """``python -m helpers new``: parse, ask if there is a terminal, check, write, and say what is next."""
    data = reading.read(paths.root() / "data")
    wanted, flags = parse(data, list(getattr(arguments, "words", [])))
    if not wanted:
        print(overview(data))
        return 0
    if "help" in flags:
        print(*(guide(data, row.table) for row in wanted), sep="\n\n")
        return 0
    if sys.stdin.isatty() and "yes" not in flags:
        wanted = _asked(data, wanted)
    written = "dry" not in flags
    made = add(data, wanted, write=written)
    for table, row, derived in made:
        print(_told(data, table, row, derived, written))
    if not written:
        print("Nothing was written (--dry-run).")
        return 0
    steps = [step for table, row, _ in made for step in _next(data, table, row, {t.name for t, *_ in made})]
    print("Next:", *steps, "make check, make book, make test; commit the tables with the notebooks that changed.", sep="\n  ")
    return 0
