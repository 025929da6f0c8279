"""Whether a new row may stand: the checks of ``make check``, for one cell at once and for whole rows before writing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from helpers import validation
from helpers.validation import cells as of_cells
from helpers.validation import tabular
from helpers.validation.problems import Problem
from helpers.validation.reading import Data, Row, Table


@dataclass
class _Known(Table):
    """A table of which only the values count, because a cell of another refers to them."""

    whole: Table | None = None

    def values(self, column: str) -> set[str]:
        return self.whole.values(column) if self.whole else set()


def alone(data: Data, table: Table, filled: Mapping[str, str]) -> list[Problem]:
    """What is wrong with the cells filled so far, each for itself: form, type, closed list, reference.

    It takes some milliseconds, so that a person at a terminal hears of a wrong answer at once. Rules that need more
    than one cell are left to ``judge``.
    """
    row = Row(0, {name: filled.get(name, "") for name in table.fields})
    others: dict[str, Table] = {name: _Known(name, other.resource, whole=other) for name, other in data.tables.items()}
    if "vocabulary" in data.tables:
        others["vocabulary"] = replace(data.tables["vocabulary"], name="vocabulary")
    others[table.name] = replace(table, header=list(table.fields), rows=[row], ragged=[], problems=[])
    referred = {**others, table.name: _Own(table.name, table.resource, list(table.fields), [row], whole=table)}
    package: dict[str, Any] = {**data.package, "resources": [table.resource]}
    found = [*tabular.findings(Data(data.folder, package, {table.name: others[table.name]})), *of_cells.findings(Data(data.folder, package, referred))]
    return [p for p in found if p.table == table.name and p.field in filled and filled[p.field]]


class _Own(_Known):
    """The table of the row itself: its one row is checked, and the others may be referred to."""


def _mark(problem: Problem) -> tuple[str, ...]:
    return problem.table, problem.row, problem.field, problem.value, problem.remedy


def judge(before: Data, after: Data, new: list[tuple[str, str]]) -> tuple[list[Problem], list[Problem]]:
    """What new rows break, by all the checks of ``make check``.

    Args:
        before, after: the record without and with the rows.
        new: table and id of each of them.

    Returns:
        The problems that were not there before, then the warnings about the rows themselves.
    """
    found = validation.judge(after, warnings=True)
    problems = [p for p in found if not p.warning]
    if problems:  # the old faults of others are no reason to refuse a row
        known = {_mark(p) for p in validation.judge(before)}
        problems = [p for p in problems if _mark(p) not in known]
    # The lines are of files that are not written yet.
    return [replace(p, line=0) for p in problems], [replace(p, line=0) for p in found if p.warning and (p.table, p.row) in new]


def missing(table: Table, cells: Mapping[str, str]) -> list[str]:
    """The required fields that are still empty, in the order of the schema."""
    return [name for name, about in table.fields.items() if about.get("constraints", {}).get("required") and not cells.get(name)]
