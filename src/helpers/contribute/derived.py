"""Cells that follow from others, so that a contributor need not write them: each with its ground, to be looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from helpers import provenance
from helpers.contribute.naming import propose
from helpers.validation.dates import PRECISION, bounds
from helpers.validation.reading import Data, Table
from helpers.validation.rows import own_dates

# Columns that rows with the same value in another column share: a publisher keeps its group, a country its name.
SHARED = {
    "sources": ("publisher", ("publisher_group", "source_type", "language", "is_state_media", "party_to_war")),
    "people": ("person_id", ("name", "name_uk", "name_ru", "actor_id")),
    "roll_calls": ("country_iso3", ("country_name",)),
    "scales": ("scale_id", ("issue_id",)),
    "series": ("observations_table", ("unit",)),
    "opinion_polls": ("wave_id", ("series_id", "fieldwork_start_date", "fieldwork_end_date", "country_iso3", "producer_id", "sample_size", "known_from", "source_ids")),
}
AGREE = 0.8  # of the others that must share a value
USUAL = 0.6  # of the rows of a table that must be known from the same day as they happened
ENOUGH = 3  # rows from which a habit can be read

Derived = dict[str, tuple[str, str]]


def derive(data: Data, table: Table, given: Mapping[str, str]) -> Derived:
    """What follows from the cells given: field → (value, ground in words). Fields given, be they empty, are left alone."""
    cells, found = dict(given), Derived()

    def put(name: str, value: str, ground: str) -> None:
        if value and name in table.fields and name not in cells:
            cells[name] = value
            found[name] = value, ground

    for step in (_shared, _twins, _end, _precisions, _known, _sequence, _evidence):
        step(data, table, cells, put)
    put("is_disputed", "false", "no discrepancy is recorded")
    moved = data.tables.get("redirects")
    taken = [row.cells.get("old_id", "") for row in moved.rows if row.cells.get("table") == table.name] if moved else []
    if len(table.key) == 1:
        put(table.key[0], propose(table, cells, taken), "the rule for ids")
    return found


def follows(data: Data, table: Table, names: Iterable[str]) -> list[str]:
    """Those of the fields that are filled in once the others are given, as the last row of the table shows."""
    model = {name: value for name, value in table.rows[-1].cells.items() if value} if table.rows else {}
    habits = set(SHARED.get(table.name, ("", ()))[1]) - {"publisher_group"}  # they hold for a known publisher or person only
    return [name for name in names if name not in habits and name in derive(data, table, {c: v for c, v in model.items() if c != name})]


Put = Callable[[str, str, str], None]


def _shared(data: Data, table: Table, cells: dict[str, str], put: Put) -> None:
    column, others = SHARED.get(table.name, ("", ()))
    same = [row for row in table.rows if cells.get(column) and row.cells.get(column) == cells[column]]
    for name in others if same else ():
        value, count = Counter(row.cells.get(name, "") for row in same).most_common(1)[0]
        if count >= AGREE * len(same):
            put(name, value, f"as in {count} of {len(same)} rows with this {column}")


def _twins(data: Data, table: Table, cells: dict[str, str], put: Put) -> None:
    put("publisher_group", cells.get("publisher", ""), "the publisher itself, if it belongs to no group")
    put("short_name", cells.get("name", ""), "the name, if it has no shorter one")


def _end(data: Data, table: Table, cells: dict[str, str], put: Put) -> None:
    # The schema says where a row of one day repeats it; elsewhere an empty end means that it is not known.
    if "equal to start_date" in table.fields.get("end_date", {}).get("description", ""):
        put("end_date", cells.get("start_date", ""), "one day, as start_date")


def _precisions(data: Data, table: Table, cells: dict[str, str], put: Put) -> None:
    for name in table.fields:
        if name.endswith("_precision"):
            date = cells.get(f"{name.removesuffix('_precision')}_date") or (cells.get("date", "") if name == "date_precision" else "")
            if bounds(date):
                put(name, PRECISION[len(date)], f"the form of {date}")


def _known(data: Data, table: Table, cells: dict[str, str], put: Put) -> None:
    """The day of the event itself, where the table is of public acts: it says so by its own rows."""
    if "known_from" not in table.fields:
        return
    rows = [row.cells for row in table.rows]
    share = {c: sum(r.get("known_from") == r.get(c) for r in rows) / len(rows) for c in own_dates(table) if rows}
    best = max(share, key=lambda c: share[c], default="")
    if len(rows) >= ENOUGH and share[best] >= USUAL:
        put("known_from", cells.get(best, ""), f"{best}: the day of a public act; what was disclosed later has a later one")


def _sequence(data: Data, table: Table, cells: dict[str, str], put: Put) -> None:
    if "sequence" not in table.fields:
        return
    owner = next((c for c, about in table.fields.items() if about.get("references") and about.get("constraints", {}).get("required")), "")
    numbers = [int(row.cells["sequence"]) for row in table.rows if row.cells.get(owner) == cells.get(owner) and row.cells.get("sequence", "").isdigit()]
    if cells.get(owner):
        put("sequence", str(max(numbers, default=0) + 1), f"the next of {cells[owner]}")


def _evidence(data: Data, table: Table, cells: dict[str, str], put: Put) -> None:
    if "evidence_status" in table.fields and cells.get("source_ids"):
        strong = carries(data, cells["source_ids"])
        put("evidence_status", "confirmed" if strong else "provisional", WHY[strong])


WHY = {
    True: "a primary document, an official statement or two independent publishers carry it",
    False: "one publisher carries it; a second, or the document itself, makes it confirmed",
}


def carries(data: Data, source_ids: str) -> bool:
    """Whether these sources carry a confirmed row, as ``provenance`` asks of it."""
    sources = data.tables.get("sources")
    about = {row.cells.get("source_id", ""): provenance.Source(*(row.cells.get(c, "") for c in ("publisher_group", "source_type", "party_to_war"))) for row in (sources.rows if sources else ())}
    how = provenance.strength(source_ids.split(";"), about)
    return how.is_strong or how.has_official
