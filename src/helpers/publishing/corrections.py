"""The page of corrections: what was corrected and why, what changed in the facts from release to release, ids that moved.

The second part is read from ``data/CHANGES.md``, which ``make release`` writes (see ``changes``): this page adds the
links and leaves out the long lists of new rows, which are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from docutils import nodes

from helpers import paths, record
from helpers.changes import FILE, STANDING
from helpers.publishing import addresses
from helpers.publishing.blocks import Nodes, paragraph, ref, ref_to, refs, section
from helpers.publishing.rows import Column, Row, grid
from helpers.publishing.tabular import sheet
from helpers.wording import in_words, text

COUNT = re.compile(r"- (Fields added|Fields removed|Rows added|Rows removed) \(([\d,]+)\)(?:: (.+))?")
VALUE = re.compile(r"- (\S+(?: \S+)*?), ([a-z0-9_]+): (empty|“.*?”) → (empty|“.*”)(?: \((.+)\))?")
MOVED = re.compile(r"- Moved: (.+) → (.*)")
MORE = re.compile(r"- and ([\d,]+) more values")


@dataclass
class Change:
    """What one release changed in one table.

    Attributes:
        table: its name; ``state`` is ``new``, ``withdrawn`` or empty.
        counts: ``Rows added`` … → how many, as it is written; ``fields`` names the columns that came or went.
        values: row, field, old value, new value, reason (empty where none is needed).
        moved: old id, new id.
        more: how many values changed beside those that are listed.
    """

    table: str
    state: str = ""
    counts: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    values: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    moved: list[tuple[str, str]] = field(default_factory=list)
    more: str = ""


@dataclass
class Step:
    """One release: its heading (``Facts, 0.1.0 to 0.2.0``), what is said above the tables, and the tables."""

    title: str
    lead: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def steps(told: str) -> list[Step]:
    """What ``changes.text`` wrote, the newest release first; a line of another form is kept in none and raises.

    Raises:
        ValueError: a line is not of the forms that ``changes.text`` writes.
    """
    found: list[Step] = []
    for line in told.splitlines():
        if line.startswith("## "):
            found.append(Step(line[3:]))
        elif line.startswith("### ") and found:
            name, _, state = line[4:].partition(" ")
            found[-1].changes.append(Change(name, state.strip("()")))
        elif line.startswith("- ") and found and found[-1].changes:
            _read(line, found[-1].changes[-1])
        elif line and found:
            found[-1].lead.append(line)
    return found


def _read(line: str, change: Change) -> None:
    if count := COUNT.fullmatch(line):
        change.counts[count[1]] = count[2]
        if count[1].startswith("Fields"):
            change.fields[count[1]] = count[3] or ""
    elif moved := MOVED.fullmatch(line):
        change.moved.append((moved[1], moved[2]))
    elif more := MORE.fullmatch(line):
        change.more = more[1]
    elif value := VALUE.fullmatch(line):
        change.values.append((value[1], value[2], value[3].strip("“”"), value[4].strip("“”"), value[5] or ""))
    else:
        raise ValueError(f"{FILE} holds a line that this page cannot read: {line}")


@lru_cache(4)
def _ids(stamp: tuple[str, ...], table: str) -> frozenset[str]:
    return frozenset(record.row_key(record.load(table), record.primary_key(table)))


def row_link(table: str, identity: str) -> nodes.Node:
    """A link to a row by its id; the bare id where the row stands no more."""
    there = table in record.tables() and identity in _ids(record.stamp(table), table)
    link = ref_to(table, identity) if there else None
    if link is None:
        return nodes.literal("", identity)
    link["explicit"] = identity
    return link


def _corrected() -> Nodes:
    """The corrections of published values, the newest first."""
    frame = record.load("errata")
    if not len(frame):
        return [paragraph("No published fact has been corrected yet.")]
    columns = [Column("Published", 14), Column("Row and field", 24), Column("Was", 16), Column("Is now", 16), Column("Why", 30)]
    made = []
    for row in frame.sort_values(["published_date", "erratum_id"], ascending=[False, True]).itertuples(index=False):
        where: Nodes = [nodes.Text(f"{row.table}: "), row_link(text(row.table), text(row.row_id)), nodes.Text(f", {row.field}")]
        why: Nodes = [paragraph(text(row.reason))]
        if text(row.source_ids):
            why.append(paragraph("Sources: ", *refs("cite", row.source_ids), classes=["row-sources"]))
        values = [text(value) or "empty" for value in (row.old_value, row.new_value)]
        made.append(Row(addresses.of("errata", row), [in_words(text(row.published_date)), where, *values, why]))
    return [grid(columns, made, "Corrections")]


def _reason(table: str, row: str, column: str, old: str, why: str) -> Any:
    """Why a value changed, with a link to the correction that says so; of what needs no reason, its kind."""
    for erratum in record.load("errata").itertuples(index=False):
        if (erratum.table, erratum.row_id, erratum.field) == (table, row, column) and erratum.reason == why:
            return [ref("row", f"errata/{erratum.erratum_id}", why)]
    return why or ("Cell was empty" if old == "empty" else "Sources" if column in STANDING else "Wording")


def _overview(step: Step) -> nodes.table:
    """How much changed in each table."""
    columns = [Column("Table", 30), Column("Rows added", 14, True), Column("Rows removed", 14, True), Column("Values changed", 14, True), Column("Fields", 28)]
    made = []
    for change in step.changes:
        values = len(change.values) + int((change.more or "0").replace(",", ""))
        fields = "; ".join(f"{kind.removeprefix('Fields ')}: {names}" for kind, names in change.fields.items())
        counts = [change.counts.get("Rows added", ""), change.counts.get("Rows removed", ""), str(values) if values else ""]
        made.append(Row("", [f"{change.table} ({change.state})" if change.state else change.table, *counts, fields]))
    return grid(columns, made, f"{step.title}: tables")


def _values(step: Step) -> Iterator[nodes.Node]:
    """Each value that changed, with its reason."""
    columns = [Column("Row", 26), Column("Field", 16), Column("Was", 20), Column("Is now", 20), Column("Why", 18)]
    for change in step.changes:
        lines = [Row("", [[row_link(change.table, row)], name, old, new, _reason(change.table, row, name, old, why)]) for row, name, old, new, why in change.values]
        lines += [Row("", [[nodes.literal("", old)], "id", old, new or "withdrawn", ""]) for old, new in change.moved]
        if lines:
            yield nodes.rubric("", f"Values changed in {change.table}")
            yield grid(columns, lines, f"{step.title}: {change.table}")
            if change.more:
                yield paragraph("And one more value." if change.more == "1" else f"And {change.more} more values.")


def _facts() -> Nodes:
    """What changed from release to release, the newest first."""
    path = paths.data() / FILE
    found = steps(path.read_text("utf-8")) if path.is_file() else []
    if not found:
        return [paragraph("This is the first release.")]
    lead = (
        "From release to release, the newest first. A cell that was empty, wording, and a source that was added or replaced need no reason; for every other value the correction above says why. "
        "Long values are cut short here, and of one table no more than its first changes are named: "
    )
    whole = paragraph(lead, nodes.literal("", "python -m helpers changes --every"), " compares any two releases value by value.")
    parts = [section(f"facts-{re.sub('[^a-z0-9]+', '-', step.title.lower())}", step.title, *map(paragraph, step.lead), _overview(step), *_values(step)) for step in found]
    return [whole, *parts]


def corrections() -> Nodes:
    """Dated corrections after publication, what changed in the facts, and ids that were replaced."""
    found: Nodes = [section("corrected", "Corrections", *_corrected()), section("changes-of-facts", "What changed in the facts", *_facts())]
    if "redirects" in record.tables() and len(moved := record.load("redirects")):
        lead = paragraph("Ids of earlier releases that were replaced. Each leads to the one that stands in its place.")
        found.append(section("replaced-ids", "Replaced ids", lead, *sheet("redirects", moved)))
    return found
