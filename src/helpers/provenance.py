"""How strong the evidence of a row is: independent publishers, the best kind of source, and whose publishers they are.

Two sources count as one publisher where their ``publisher_group`` is one: a copied agency report is no second witness.
Plain Python, so that the check of the data, which prints the distribution, needs no pandas; ``of`` gives a frame.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from helpers.validation.problems import SHOWN, Problem
from helpers.validation.reading import Data, Row, Table

if TYPE_CHECKING:
    import pandas as pd

# Kinds of source, the best first: how near a text stands to what happened, not how good its authors are.
RANKS = (
    "primary_document", "official_statement", "dataset", "academic", "wire",
    "newspaper", "broadcaster", "think_tank", "encyclopedia", "aggregator",
)  # fmt: skip
PRIMARY = "primary_document"
OFFICIAL = {PRIMARY, "official_statement"}
SECOND_HAND = {"aggregator", "encyclopedia"}  # texts made of the texts of others
TARGET = 0.9  # of the events have two independent publishers or a primary document
UNJUDGED = {"discrepancies", "claims"}  # they record what one source says, be it weak


@dataclass(frozen=True)
class Source:
    """What of a source decides on the strength of a row."""

    group: str
    kind: str
    side: str  # the party to the war that its publisher belongs to; empty if to none


@dataclass(frozen=True)
class Strength:
    """What a row rests on.

    Attributes:
        publishers: number of independent publishers (different ``publisher_group``).
        best_type: the best ``source_type`` among its sources; empty without a source.
        has_primary: a primary document is among them.
        has_official: a primary document or an official statement is among them.
        one_side: ``ukraine`` or ``russia`` if every source belongs to that party to the war; else empty.
        second_hand: all there is comes from one publisher that passes on the texts of others.
    """

    publishers: int
    best_type: str
    has_primary: bool
    has_official: bool
    one_side: str
    second_hand: bool

    @property
    def is_strong(self) -> bool:
        """Two independent publishers or a primary document: what a confirmed row needs."""
        return self.publishers > 1 or self.has_primary


def strength(source_ids: Iterable[str], sources: Mapping[str, Source]) -> Strength:
    """The strength of a row from the ids of its sources; ids that are no sources count for nothing."""
    found = [sources[one] for one in source_ids if one in sources]
    kinds = {one.kind for one in found}
    best = min(kinds, key=lambda kind: (RANKS.index(kind) if kind in RANKS else len(RANKS), kind), default="")
    sides = {one.side for one in found}
    publishers = len({one.group for one in found})
    second_hand = publishers == 1 and kinds <= SECOND_HAND
    return Strength(publishers, best, PRIMARY in kinds, bool(kinds & OFFICIAL), sides.pop() if len(sides) == 1 else "", second_hand)


def _sources(table: Table | None) -> dict[str, Source]:
    rows = table.rows if table else []
    return {row.cells.get("source_id", ""): Source(*(row.cells.get(c, "") for c in ("publisher_group", "source_type", "party_to_war"))) for row in rows}


def strengths(data: Data) -> Iterator[tuple[Table, list[tuple[Row, Strength]]]]:
    """Every table with ``source_ids`` that has rows, each row with its strength; a row without a source is left out."""
    sources = _sources(data.tables.get("sources"))
    for table in data.tables.values():
        if "source_ids" in table.header and "source_ids" in table.fields:
            rated = [(row, strength(row.cells["source_ids"].split(";"), sources)) for row in table.rows if row.cells["source_ids"]]
            if rated:
                yield table, rated


def of(name: str) -> pd.DataFrame:
    """The strength of each row of a table of the book, in the order of its file.

    Returns:
        ``row_id`` (key columns joined by ``/``) and the attributes of ``Strength``, one column each.

    Raises:
        RecordError: there is no such table, or it has no ``source_ids``.
    """
    import pandas as pd

    from helpers import record
    from helpers.errors import RecordError

    frame, about = record.load(name), record.load("sources")
    if "source_ids" not in frame.columns:
        raise RecordError("the table names no sources of its rows", f"data/{name}.csv", "Take a table with source_ids.")
    columns = (about[c].fillna("") for c in ("source_id", "publisher_group", "source_type", "party_to_war"))
    sources = {one: Source(*rest) for one, *rest in zip(*columns)}
    rated = [astuple(strength(cell.split(";"), sources)) for cell in frame["source_ids"].fillna("")]
    found = pd.DataFrame(rated, columns=list(Strength.__dataclass_fields__))
    found.insert(0, "row_id", record.row_key(frame, record.primary_key(name)).reset_index(drop=True))
    return found


def findings(data: Data) -> Iterator[Problem]:
    """Warnings, one for each table: rows on one aggregator alone, and confirmed rows that are not strong."""
    actors, sources = data.tables.get("actors"), _sources(data.tables.get("sources"))
    names = {row.cells.get("actor_id", ""): {row.cells.get("name"), row.cells.get("short_name")} for row in actors.rows} if actors else {}

    def first_hand(row: Row) -> bool:
        """Whether the producer of a figure is among its publishers."""
        producers = ";".join(row.cells.get(c, "") for c in ("producer_id", "producer_ids")).split(";")
        own = set().union(*(names.get(one, set()) for one in producers))
        return any(sources[one].group in own for one in row.cells["source_ids"].split(";") if one in sources)

    for table, rated in strengths(data):
        if table.name in UNJUDGED:
            continue
        weak = [row for row, how in rated if how.second_hand]
        if weak:
            rule = f"a row rests on more than one aggregator or encyclopedia; {_rows(len(weak))} not"
            yield table.problem(None, "source_ids", rule, "Name the original, or a second publisher.", _named(table, weak), warning=True)
        thin = [row for row, how in rated if row.cells.get("evidence_status") == "confirmed" and not how.is_strong and not how.has_official and not first_hand(row)]
        if thin:
            rule = f"a confirmed row has two independent publishers, a primary document, an official statement or its producer's own text; {_rows(len(thin))} not"
            yield table.problem(None, "evidence_status", rule, "Add a second publisher, or write provisional.", _named(table, thin), warning=True)


def _rows(number: int) -> str:
    return f"{number} {'row does' if number == 1 else 'rows do'}"


def _named(table: Table, rows: list[Row]) -> str:
    """Their ids, as many as a report prints of one value."""
    named, room = [], SHOWN - len(" and 0000 more")
    for row in rows:
        room -= len(table.id(row)) + 2
        if room < 0 and named:
            return f"{', '.join(named)} and {len(rows) - len(named)} more"
        named.append(table.id(row))
    return ", ".join(named)


def distribution(data: Data) -> str:
    """How strong the rows are, as text: a line for each table, then the share of strong events against its target."""
    head = ("", "rows", "1 publ.", "2", "3+", "primary", "official", "one side", "second-hand")
    lines, events = [head], ""
    for table, rated in strengths(data):
        how = [one for _, one in rated]
        publishers = Counter(min(one.publishers, 3) for one in how)
        sums = [sum(x) for x in zip(*((one.has_primary, one.has_official, bool(one.one_side), one.second_hand) for one in how))]
        lines.append((table.name, *map(str, (len(how), publishers[0] + publishers[1], publishers[2], publishers[3], *sums))))
        if table.name == "events":
            strong = sum(one.is_strong for one in how)
            wide = sum(one.is_strong or one.has_official for one in how)
            events = (
                f"Events with two independent publishers or a primary document: {strong} of {len(how)}, {100 * strong / len(how):.1f} per cent "
                f"(target {100 * TARGET:.0f}); with official statements {100 * wide / len(how):.1f}."
            )
    if len(lines) == 1:
        return ""
    widths = [max(map(len, column)) for column in zip(*lines)]
    text = [f"{name:{widths[0]}}" + "".join(f"  {cell:>{width}}" for cell, width in zip(cells, widths[1:])) for name, *cells in lines]
    return "\n".join(["What the rows rest on (independent publishers; rows with a primary document, with one or an official", "statement; with sources of one side of the war alone; on one aggregator or encyclopedia alone):", *text, *([events] if events else [])])
