"""Questions at a terminal for what the options left open, each answer checked before the next question."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

from helpers.contribute.checking import alone, missing
from helpers.contribute.derived import derive
from helpers.contribute.wanted import Wanted, choices
from helpers.errors import RecordError
from helpers.validation.cells import nearest
from helpers.validation.reading import Data

Ask = Callable[[str], str]
INDENT = "  "
# Rows that come with others: table → the table of its parts, and the column there that names the row.
TOGETHER = {"events": ("event_actors", "event_id")}


def _say(text: str) -> None:
    print(*textwrap.wrap(text, 96, initial_indent=INDENT, subsequent_indent=INDENT, break_on_hyphens=False), sep="\n")


def _line(prompt: str, ask: Ask) -> str:
    try:
        return ask(prompt).strip()
    except (EOFError, KeyboardInterrupt):
        print()
        raise RecordError("stopped", remedy="Nothing was written.") from None


def _question(data: Data, row: Wanted, name: str, proposed: tuple[str, str] | None, ask: Ask) -> None:
    """Ask for one field until the answer may stand; an empty answer takes what is proposed."""
    about = row.table.fields[name]
    print(f"\n{about.get('title', name)} ({name})")
    _say(about.get("description", ""))
    shown = choices(data, row.table, name)
    _say(shown + ".")
    prompt = f"  [{proposed[0]}: {proposed[1]}] > " if proposed else "  > "
    while True:
        answer = _line(prompt, ask) or (proposed[0] if proposed else "")
        if about.get("list"):
            answer = ";".join(part.strip() for part in answer.replace(",", ";").split(";") if part.strip()) if "references" in about else answer
        if not answer:
            if not about.get("constraints", {}).get("required"):
                return
            _say("Without it the row cannot stand; Ctrl-C stops, and nothing is written.")
            continue
        faults = [p for p in alone(data, row.table, {**row.cells, name: answer}) if p.field == name]
        if not faults:
            row.cells[name] = answer
            return
        # A closed list stands in the question already; what helps is the nearest of its terms, if one is near.
        fault = next((f for f in faults if f.remedy.startswith("Did you mean")), faults[0])
        hint = fault.remedy.partition("? ")[0] + "?" if fault.remedy.startswith("Did you mean") else "" if "One of: " in shown else fault.remedy
        _say(f"{fault.value}: {'it is none of them' if 'One of: ' in shown else f'it may not stand here. Rule: {fault.rule}'}. {hint}".rstrip())


def complete(data: Data, row: Wanted, ask: Ask = input) -> None:
    """Fill the cells of a row by questions: required fields first, its id last, then any further field by name.

    What follows from other answers (precision, running number) is not asked; what usually holds is proposed.

    Raises:
        RecordError: the person stopped.
    """
    table = row.table
    print(f"\nA new row of {table.name}: {table.about.get('unit', '')}. Enter takes what stands in brackets; Ctrl-C stops.")
    key = table.key[0] if len(table.key) == 1 else ""
    last = ["evidence_status", key]  # what is proposed for them follows from the others
    for name in sorted([c for c in missing(table, row.cells)], key=lambda c: last.index(c) + 1 if c in last else 0):
        derived = derive(data, table, row.cells)
        if name in derived and (name.endswith("_precision") or name in ("is_disputed", "sequence")):
            continue
        _question(data, row, name, derived.get(name), ask)
    _further(data, row, ask)


def _further(data: Data, row: Wanted, ask: Ask) -> None:
    open_ones = [c for c in row.table.fields if c not in row.cells and not c.endswith("_precision") and c not in derive(data, row.table, row.cells)]
    while open_ones:
        print("\nMay stay empty: " + ", ".join(open_ones))
        name = _line("  A field to fill, or Enter to go on > ", ask).replace("-", "_")
        if not name:
            return
        if name not in open_ones:
            _say(f"There is no such field to fill. {nearest(name, open_ones)}")
            continue
        _question(data, row, name, None, ask)
        open_ones.remove(name)


def together(data: Data, row: Wanted, ask: Ask = input) -> list[Wanted]:
    """The parts of a row, asked one after the other: an event has actors. The row itself is not in the record yet.

    Raises:
        RecordError: the person stopped.
    """
    name, column = TOGETHER[row.table.name]
    if name not in data.tables:
        return []
    found: list[Wanted] = []
    while not found or _line(f"\nAnother row of {name}? y or Enter to go on > ", ask).lower().startswith("y"):
        part = Wanted(data.tables[name], {column: f"@{row.table.name}"})
        complete(data, part, ask)
        found.append(part)
    return found
