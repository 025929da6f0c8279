"""What the cells of one row must be to each other, and the rows of one table: dates, precision, order, place."""

from __future__ import annotations

from collections.abc import Iterator

from helpers.validation.boxes import BOXES, WITHIN
from helpers.validation.dates import PRECISION, bounds, is_date
from helpers.validation.problems import Problem
from helpers.validation.reading import Data, Row, Table

BEFORE = [("start", "end"), ("announced", "end"), ("effective", "end"), ("effective", "first_violation")]


def findings(data: Data) -> Iterator[Problem]:
    """Every row of every table."""
    evidence = bounds(str(data.package.get("record", {}).get("last_evidence_date", "")))
    for table in data.tables.values():
        dates = [c for c in table.header if is_date(c) and c in table.fields]
        pairs = _pairs(set(table.header))
        places = {"latitude", "longitude", "country_iso3"} <= set(table.header)
        for row in table.rows:
            if dates:
                yield from _precision(table, row, dates)
                yield from _order(table, row, pairs)
                yield from _known(table, row, evidence[1].isoformat() if evidence else "9999")
            if places:
                yield from _place(table, row)
        yield from _sorted(table)


def _pairs(header: set[str]) -> list[tuple[str, str]]:
    """The date columns of which one must not be before the other; also ``fieldwork_start_date`` and the like."""
    found = [(f"{a}_date", f"{b}_date") for a, b in BEFORE]
    found += [(c, c.removesuffix("start_date") + "end_date") for c in header if c.endswith("_start_date")]
    return sorted(pair for pair in found if set(pair) <= header)


def _precision(table: Table, row: Row, dates: list[str]) -> Iterator[Problem]:
    for column in dates:
        sibling = "date_precision" if column == "date" else f"{column.removesuffix('_date')}_precision"
        if column.endswith("known_from") or sibling not in row.cells:
            continue
        date, precision = row.cells[column], row.cells[sibling]
        wanted = PRECISION.get(len(date), "") if bounds(date) else ""
        if date and wanted and precision != wanted:
            yield table.problem(row, sibling, f"the precision fits the date {date}", f"Write {wanted}, or write the date as exactly as it is known.")
        elif not date and precision:
            yield table.problem(row, sibling, "a date that is not given has no precision", "Empty the cell, or give the date.")


def _order(table: Table, row: Row, pairs: list[tuple[str, str]]) -> Iterator[Problem]:
    for early, late in pairs:
        first, last = bounds(row.cells[early]), bounds(row.cells[late])
        if first and last and last[1] < first[0]:
            yield table.problem(row, late, f"{late} is not before {early} ({row.cells[early]})", "Look both dates up in the sources; one of them may be of another year.")


def own_dates(table: Table) -> list[str]:
    """The dates of what a row is about, in the order of the schema: not those that were learnt later than the row."""
    prefixes = [p for p in table.about.get("date_prefixes", []) if f"{p}_known_from" not in table.fields]
    return [p if p == "date" else f"{p}_date" for p in prefixes]


def _known(table: Table, row: Row, evidence: str) -> Iterator[Problem]:
    cells = row.cells
    known = bounds(cells.get("known_from", ""))
    main = next((c for c in own_dates(table) if cells.get(c)), "")
    happened = bounds(cells.get(main, ""))
    if known and happened and known[1] < happened[0]:
        yield table.problem(row, "known_from", f"nothing is known before it happens ({main} is {cells[main]})", "Give the day from which the public could know it.")
    for column in [c for c in cells if c == "known_from" or c.endswith("_known_from")]:
        then = bounds(cells[column])
        if then and then[0].isoformat() > evidence:
            yield table.problem(row, column, f"nothing is known after the last day of evidence ({evidence})", "Correct it, or move last_evidence_date in data/datapackage.json.")
        if column == "known_from":
            continue
        prefix = column.removesuffix("_known_from")
        if not cells[column]:
            if cells.get(f"{prefix}_date"):
                yield table.problem(row, column, f"what has a date of its own has the day from which it was known ({prefix}_date is {cells[f'{prefix}_date']})", "Give the day on which the public could first know it.")
            continue
        if not any(v for c, v in cells.items() if c != column and (c == prefix or c.startswith(prefix + "_"))):
            yield table.problem(row, column, f"what became known later is given ({prefix} is empty)", "Fill it in, or empty this cell.")
        own = bounds(cells.get(f"{prefix}_date", ""))
        if then and own and then[1] < own[0]:
            yield table.problem(row, column, f"nothing is known before it happens ({prefix}_date is {cells[f'{prefix}_date']})", "Give the day from which the public could know it.")
        if then and known and then[1] < known[0]:
            yield table.problem(row, column, f"a part is not known before its row (known_from is {cells['known_from']})", "Correct one of the two.")


def _place(table: Table, row: Row) -> Iterator[Problem]:
    country = row.cells["country_iso3"]
    try:
        latitude, longitude = float(row.cells["latitude"]), float(row.cells["longitude"])
    except ValueError:
        return
    for south, north, west, east, owner in WITHIN:
        if country and country != owner and south <= latitude <= north and west <= longitude <= east:
            yield table.problem(row, "country_iso3", f"a place there lies in {owner}", f"Write {owner}, or correct the coordinates.")
    if country and country not in BOXES:
        yield table.problem(row, "country_iso3", "the borders of the country are known", "Correct the code, or add the country to validation/boxes.py.")
    elif country:
        south, north, west, east = BOXES[country]
        if not south <= latitude <= north:
            yield table.problem(row, "latitude", f"the place lies in {country} (between {south} and {north} degrees)", "Are latitude and longitude swapped?")
        if not west <= longitude <= east:
            yield table.problem(row, "longitude", f"the place lies in {country} (between {west} and {east} degrees)", "Are latitude and longitude swapped?")


def _sorted(table: Table) -> Iterator[Problem]:
    columns = [c for c in table.about.get("sort", []) if c in table.header]
    numeric = [table.fields[c].get("type") in ("integer", "number") for c in columns]

    def rank(row: Row) -> list[tuple[float, str]]:
        ranks = []
        for column, number in zip(columns, numeric):
            value = row.cells[column]
            try:
                ranks.append((float(value), "") if number and value else (float("-inf"), value))
            except ValueError:
                ranks.append((float("-inf"), value))
        return ranks

    ranks = [rank(row) for row in table.rows]
    late = [row for row, before, now in zip(table.rows[1:], ranks, ranks[1:]) if now < before]
    if late:
        more = f", the first of {len(late)} such rows" if len(late) > 1 else ""
        value = "/".join(late[0].cells[c] for c in columns)
        yield table.problem(late[0], ", ".join(columns), f"rows stand in the order of {', '.join(columns)}{more}", "Move the line up to its place.", value)
