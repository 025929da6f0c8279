"""What sources dispute shows in the row that they dispute, and no row holds one value of a dispute as if it were settled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from helpers.stated import kind, plain
from helpers.validation.problems import Problem
from helpers.validation.reading import Data, Row, Table

SETTLED = {"adopted", "rejected", "explained", "settled", "resolved"}
NEEDED = {"table", "row_id", "field", "value", "status"}
SHAPES = {"number": "begins with its number", "date": "begins with its date (2025, 2025-03 or 2025-03-04)", "boolean": "is true or false"}


def findings(data: Data) -> Iterator[Problem]:
    """Rows and their values in ``discrepancies``, both ways."""
    disputes = data.tables.get("discrepancies")
    if not disputes or not NEEDED <= set(disputes.header):
        return
    groups: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in disputes.rows:
        groups[row.cells["table"]][row.cells["row_id"]].append(row)
    for name, table in data.tables.items():
        if "is_disputed" not in table.header:
            if groups[name] and "is_disputed" not in table.fields:
                remedy = "Add the field is_disputed to the table, or remove its rows from discrepancies."
                yield table.problem(None, "is_disputed", "a table with disputed rows marks them", remedy)
            continue
        for row in table.rows:
            found = groups[name].get(table.id(row), [])
            yield from _marked(table, row, found)
            by_field: dict[str, list[Row]] = defaultdict(list)
            for one in found:
                by_field[one.cells["field"]].append(one)
            for field, stated in by_field.items():
                if field in row.cells and field in table.fields:
                    yield from _field(disputes, table, row, field, stated)


def _marked(table: Table, row: Row, found: list[Row]) -> Iterator[Problem]:
    open_ones = [r for r in found if r.cells["status"] not in SETTLED]
    marked = row.cells["is_disputed"]
    if marked == "true" and not found:
        yield table.problem(row, "is_disputed", "a disputed row has its values in discrepancies", "Add them there, or write false.")
    if marked == "false" and open_ones:
        yield table.problem(row, "is_disputed", f"a row with open discrepancies is disputed ({open_ones[0].cells.get('discrepancy_id')})", "Write true.")


def _field(disputes: Table, table: Table, row: Row, field: str, stated: list[Row]) -> Iterator[Problem]:
    """The values given for one field of a row, and the cell among them."""
    cell, texts = row.cells[field], [one.cells["value"] for one in stated]
    if set(texts) == {cell}:
        rule = f"a dispute has at least two values; discrepancies gives only the table's own for {field}"
        # A warning: values of several rows may contradict each other, as the numbers given to successive truces do.
        yield table.problem(row, field, rule, "Add the other value, or remove the discrepancy.", warning=True)
    adopted = [one for one in stated if one.cells["status"] == "adopted"]
    sort = kind(field, table.fields[field])
    if sort == "text":
        return  # prose holds every value with its author, and no check can read it
    values = [plain(text, sort) for text in texts]
    for one, value in zip(stated, values):
        if value is None and sort in SHAPES:
            rule, remedy = f"a value of {table.name}.{field} {SHAPES[sort]}", "Write that first, and a remark behind it after a comma; what is no value of this field belongs to another."
            # A warning for dates: a span of days in words is a value too, though no chart can draw it.
            yield disputes.problem(one, "value", rule, remedy, warning=sort == "date")
    if None in values and sort not in SHAPES:
        return  # a list or a term in words: what each source says of it, not a value that the cell could hold
    own, accepted = plain(cell, sort) if cell else "", {plain(one.cells["value"], sort) for one in adopted}
    if len(accepted) > 1:
        yield _twice(disputes, adopted, field)
    elif accepted and None not in accepted and own not in accepted:
        rule = f"the cell holds the value that discrepancies gives as adopted ({adopted[0].cells['value']})"
        yield table.problem(row, field, rule, "Write it in the cell, or change the status in discrepancies.")
    elif own and not accepted and own not in values:
        rule = f"a disputed cell holds one of the values in discrepancies ({'; '.join(texts)})"
        yield table.problem(row, field, rule, "Add the cell's value there with its sources, or correct the cell.")


def _twice(disputes: Table, adopted: list[Row], field: str) -> Problem:
    return disputes.problem(adopted[1], "status", f"one value of {field} is adopted; {disputes.id(adopted[0])} is too", "Call the other one open, explained or rejected.")
