"""What changed in the facts between two releases: rows, fields, and every value with the reason that ``errata`` gives.

``releases`` keeps digests, which show that something changed; the values of a release are in its zip, in a folder, or
in the history of the repository. ``python -m helpers changes`` compares the tables as they are with the last release;
``make freeze`` keeps what it finds in ``data/CHANGES.md``, and refuses a published fact that changed without erratum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helpers import paths, releases
from helpers.earlier import at, last_release
from helpers.errors import RecordError
from helpers.stated import kind
from helpers.validation.reading import Data, Row, Table, read

FILE = "CHANGES.md"
HEAD = "# What changed in the facts\n\nFrom release to release, the newest first; written by `make freeze`. Why a fact changed stands in the table errata.\n"
# How well a thing is known, not what happened: these move with every source that is added.
STANDING = {"source_ids", "evidence_status", "is_disputed"}
SHOWN = 20  # ids or values that a summary names of one table
LONG = 80  # characters of a value that a summary shows
UNEXPLAINED = "no erratum says why"


@dataclass(frozen=True)
class Value:
    """One value that changed.

    Attributes:
        table, row, field: where it stands.
        old, new: the cell before and now; empty if it was or is empty.
        reason: what ``errata`` says; empty where nothing needs saying (wording, a cell that was empty), else
            ``UNEXPLAINED``: a fact that was published is different now, and nobody said why.
    """

    table: str
    row: str
    field: str
    old: str
    new: str
    reason: str


@dataclass
class TableChange:
    """What changed in one table; ``moved`` is old id → new id, as ``redirects`` has it."""

    name: str
    is_new: bool = False
    is_gone: bool = False
    fields_added: list[str] = field(default_factory=list)
    fields_removed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)
    values: list[Value] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.is_new or self.is_gone or self.fields_added or self.fields_removed or self.added or self.removed or self.moved or self.values)


def between(old: Data, new: Data) -> list[TableChange]:
    """What changed from one state of the record to another, tables in the order of the schema; unchanged ones left out.

    A row is the same if it has the same key, or if ``redirects`` says where its id went. In a table whose key changed,
    rows are told by the old key as far as it still stands there. A cell that follows an id which moved says nothing new.
    """
    errata = _errata(new)
    found = [_table(old.tables.get(name), table, _moves(new, name), errata, _followed(new, table)) for name, table in new.tables.items()]
    found += [TableChange(name, is_gone=True, removed=_ids(table, table.key)) for name, table in old.tables.items() if name not in new.tables]
    return [change for change in found if change]


def _ids(table: Table, key: Sequence[str]) -> list[str]:
    return ["/".join(row.cells.get(c, "") for c in key) for row in table.rows]


def _moves(data: Data, name: str) -> dict[str, str]:
    table = data.tables.get("redirects")
    return {r.cells.get("old_id", ""): r.cells.get("new_id", "") for r in table.rows if r.cells.get("table") == name} if table else {}


def _followed(data: Data, table: Table) -> dict[str, dict[str, str]]:
    """Column → old id → new id, for columns that name rows of a table in which ids moved."""
    return {column: moves for column, target, _ in data.references(table) if (moves := _moves(data, target))}


def _errata(data: Data) -> dict[tuple[str, str, str], list[Row]]:
    found: dict[tuple[str, str, str], list[Row]] = {}
    table = data.tables.get("errata")
    for row in table.rows if table else ():
        found.setdefault((row.cells.get("table", ""), row.cells.get("row_id", ""), row.cells.get("field", "")), []).append(row)
    return found


def _table(
    old: Table | None, new: Table, moves: dict[str, str], errata: dict[tuple[str, str, str], list[Row]], followed: dict[str, dict[str, str]]
) -> TableChange:
    if old is None:
        return TableChange(new.name, is_new=True, added=_ids(new, new.key))
    key = old.key if set(old.key) <= set(new.fields) and len(set(_ids(new, old.key))) == len(new.rows) else new.key
    before, now = dict(zip(_ids(old, key), old.rows)), dict(zip(_ids(new, key), new.rows))
    moved = {a: moves[a] for a in before if a not in now and moves.get(a) in now}
    change = TableChange(
        new.name,
        fields_added=[f for f in new.fields if f not in old.fields],
        fields_removed=[f for f in old.fields if f not in new.fields],
        added=[i for i in now if i not in before and i not in moved.values()],
        removed=[i for i in before if i not in now and i not in moved],
        moved=moved,
    )
    shared = [f for f in new.fields if f in old.fields]
    for row_id, row in before.items():
        target = moved.get(row_id, row_id)
        for name in shared if target in now else ():
            a, b = row.cells.get(name, ""), now[target].cells.get(name, "")
            if a != b and not (target != row_id and name in key) and ";".join(followed.get(name, {}).get(x, x) for x in a.split(";")) != b:
                why = _why(new, name, a, b, errata.get((new.name, target, name), []))
                change.values.append(Value(new.name, target, name, a, b, why))
    return change


def _why(table: Table, name: str, old: str, new: str, errata: list[Row]) -> str:
    """The reason that errata give for this step; an older erratum about another value of the cell does not count."""
    for row in errata:
        if row.cells.get("old_value") == old or row.cells.get("new_value") == new:
            return row.cells.get("reason", "")
    free = not old or kind(name, table.fields[name]) == "text" or name in STANDING
    return "" if free else UNEXPLAINED


def _cell(value: str) -> str:
    return f"“{value if len(value) <= LONG else value[: LONG - 1] + '…'}”" if value else "empty"


def _some(items: Sequence[str], every: bool) -> str:
    shown = list(items) if every else list(items)[:SHOWN]
    return ", ".join(shown) + (f" and {len(items) - len(shown):,} more" if len(items) > len(shown) else "")


def text(old: Data, new: Data, changes: Sequence[TableChange], every: bool = False) -> str:
    """The changes as Markdown, a part for each table; with ``every`` nothing is cut short."""
    versions = [str(data.package.get("version", "")) for data in (old, new)]
    level = releases.change(releases.state(old), releases.state(new))
    values = [value for change in changes for value in change.values]
    silent = sum(value.reason == UNEXPLAINED for value in values)
    lines = [f"## Facts, {versions[0]} to {versions[1]}", ""]
    lines += [f"A {level} change." if level != "none" else "No row, value or field changed.", ""]
    if values:
        lines += [f"{len(values):,} values of rows that were published changed" + (f"; for {silent:,} facts among them {UNEXPLAINED}." if silent else "."), ""]
    for change in changes:
        lines += [f"### {change.name}" + (" (new)" if change.is_new else " (withdrawn)" if change.is_gone else ""), ""]
        for label, items in (("Fields added", change.fields_added), ("Fields removed", change.fields_removed), ("Rows added", change.added), ("Rows removed", change.removed)):
            if items:
                lines.append(f"- {label} ({len(items):,}): {_some(items, every)}")
        lines += [f"- Moved: {a} → {b}" for a, b in change.moved.items()]
        shown = change.values if every else sorted(change.values, key=lambda v: not v.reason)[:SHOWN]
        lines += [f"- {v.row}, {v.field}: {_cell(v.old)} → {_cell(v.new)}" + (f" ({v.reason})" if v.reason else "") for v in shown]
        if len(shown) < len(change.values):
            lines.append(f"- and {len(change.values) - len(shown):,} more values")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def for_release(root: Path, since: str | None = None) -> str:
    """What changed since the last release, for ``data/CHANGES.md``; empty before the first, or if nothing changed.

    Args:
        root: folder of the book.
        since: the last release as zip, folder or revision; found in the history of the repository if left out.

    Raises:
        RecordError: a published fact changed and no erratum says why, or the tables of the last release are not at hand.
    """
    released, now = releases.last(root / "data"), read(root / "data")
    if released is None or releases.state(now)["tables"] == released["tables"]:
        return ""
    with at(since or last_release(root), root) as before:
        found = between(before, now)
        silent = [value for change in found for value in change.values if value.reason == UNEXPLAINED]
        if silent:
            first = silent[0]
            more = f", and {len(silent) - 1:,} more" if len(silent) > 1 else ""
            where = f"{first.table} {first.row}, {first.field}"
            remedy = "Give each a row in data/errata.csv (python -m helpers new erratum); `python -m helpers changes --every` names them all."
            raise RecordError(f"no release can be made: a published fact changed ({_cell(first.old)} → {_cell(first.new)}) and {UNEXPLAINED}{more}", where, remedy)
        return text(before, now, found) if found else ""


def keep(root: Path, told: str) -> None:
    """Put what ``for_release`` found on top of ``data/CHANGES.md``."""
    path = root / "data" / FILE
    before = path.read_text("utf-8") if path.is_file() else ""
    older = before[before.find("\n## ") :] if "\n## " in before else ""
    path.write_text(f"{HEAD}\n{told}{older}", "utf-8", newline="\n")


def main(arguments: Any = None) -> int:
    """``python -m helpers changes [old] [new]``: print what changed; without names, from the last release to now."""
    root = paths.root()
    old, new = getattr(arguments, "old", None), getattr(arguments, "new", None)
    with at(old or last_release(root), root) as before, at(new or str(root / "data"), root) as now:
        print(text(before, now, between(before, now), every=bool(getattr(arguments, "every", False))), end="")
    return 0
