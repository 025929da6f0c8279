"""What is wrong, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

SHOWN = 120  # characters of a value that a report prints


@dataclass(frozen=True)
class Problem:
    """One thing in the data that must be mended.

    Attributes:
        table: name of the table; ``datapackage`` for the schema as a whole.
        row: the row's id (parts of a longer key joined by ``/``); empty if the whole table is meant.
        field: the column; empty if the whole row is meant.
        value: the cell as written.
        rule: what must hold, one sentence without a full stop.
        remedy: what to do, one sentence.
        line: line of the file, counted from 1 with the header; 0 if there is none.
        warning: it is reported, but it stops nothing.
    """

    table: str
    row: str
    field: str
    value: str
    rule: str
    remedy: str
    line: int = 0
    warning: bool = False

    @property
    def where(self) -> str:
        """Line, row and field in words."""
        parts = [f"line {self.line}" if self.line else "", self.row, self.field]
        return ", ".join(part for part in parts if part) or "the whole table"

    def __str__(self) -> str:
        value = self.value if len(self.value) <= SHOWN else self.value[: SHOWN - 1] + "…"
        shown = f" = “{value}”" if value else ""
        mark = "warning: " if self.warning else ""
        text = f"{mark}{self.where}{shown}\n    Rule: {self.rule}. {self.remedy}"
        # A terminal may not know every sign of a broken cell; a report must never fail over one.
        return text.encode("utf-8", "backslashreplace").decode("utf-8")


def sort(problems: Iterable[Problem], tables: list[str]) -> list[Problem]:
    """Without repetitions, in the order of the tables, then of the lines."""
    order = {name: number for number, name in enumerate(tables)}
    unique = dict.fromkeys(problems)
    return sorted(unique, key=lambda p: (order.get(p.table, -1), p.table, p.warning, p.line, p.field, p.row, p.rule))


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def report(problems: list[Problem]) -> str:
    """All problems as text, grouped by table in their order, with a count at the end."""
    blocks = []
    for table, group in groupby(problems, key=lambda p: p.table):
        lines = [str(problem).replace("\n", "\n  ") for problem in group]
        blocks.append(f"{table}: {_count(len(lines), 'finding')}\n" + "\n".join(f"  {line}" for line in lines))
    errors = sum(not p.warning for p in problems)
    warnings = len(problems) - errors
    tables = len({p.table for p in problems if not p.warning})
    last = f"{_count(errors, 'problem')} in {_count(tables, 'table')}" if errors else "No problems"
    blocks.append(last + (f"; {_count(warnings, 'warning')}." if warnings else "."))
    return "\n\n".join(blocks)
