"""What the Table Schema says: types, constraints, keys. frictionless judges; here its findings get our form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from helpers.validation.problems import Problem
from helpers.validation.reading import Data, Row, Table

CONSTRAINT = re.compile(r'constraint "(\w+)" is "(.*)"', re.S)
OF_THE_FILE = ("path", "format", "mediatype", "encoding", "scheme", "dialect", "bytes", "hash")
OURS = ("title", "description", "empty", "unit", "list", "references", "vocabulary")  # frictionless copies them all day
EVERY = 10**9  # frictionless stops after 1,000 findings of a table unless told
Lines = dict[tuple[str, ...], dict[str, int]]
NAMES = {"integer": "a whole number", "number": "a number", "boolean": "true or false"}


def findings(data: Data) -> Iterator[Problem]:
    """All findings of frictionless on schema and tables."""
    from frictionless import Checklist, FrictionlessException, Package

    # The rows that were read are handed over as they are: a byte that is not UTF-8 or a ragged row would otherwise end
    # the check of its table. References are checked by cells.py, which knows lists and names the nearest id.
    descriptor = deepcopy(data.package)
    for resource in descriptor["resources"]:
        resource.get("schema", {}).pop("foreignKeys", None)
        for name in OF_THE_FILE:
            resource.pop(name, None)
        for field in resource.get("schema", {}).get("fields", []):
            for name in OURS:
                field.pop(name, None)
        resource["data"] = []
    try:
        package = Package.from_descriptor(descriptor)
    except FrictionlessException as error:
        for reason in error.reasons or [error.error]:
            yield Problem("datapackage", "", "", "", f"the schema is a valid data package ({reason.note})", "Mend data/datapackage.json at the place named.")
        return
    for resource in package.resources:
        table = data.tables[str(resource.name)]
        if not table.header:
            continue
        columns = list(table.fields)
        lines: Lines = {}
        # A function, because frictionless copies every list that it is given.
        resource.data = lambda table=table, columns=columns: iter([columns, *([r.cells.get(c, "") for c in columns] for r in table.rows)])
        for task in resource.validate(Checklist(), limit_errors=EVERY).tasks:
            for error in task.errors:
                yield from _translate(table, error, lines)


def _first(table: Table, columns: tuple[str, ...], value: str, lines: Lines) -> int:
    """The first line with a value; looked up once for each key, since a table may be doubled as a whole."""
    if columns not in lines:
        lines[columns] = {}
        for row in table.rows:
            lines[columns].setdefault("/".join(row.cells.get(c, "") for c in columns), row.line)
    return lines[columns][value]


def _translate(table: Table, error: Any, lines: Lines) -> Iterator[Problem]:
    number = getattr(error, "row_number", None)
    if number is None:
        yield table.problem(None, "", f"the table fits its schema ({error.note or error.title})", "Compare it with data/datapackage.json.")
        return
    row = table.rows[number - 2]
    if error.type in ("primary-key", "unique-error"):
        columns = table.key if error.type == "primary-key" else [error.field_name]
        if error.type == "primary-key" and any(not row.cells.get(c) for c in columns):
            return  # the empty cell is reported as such
        if error.type == "unique-error" and columns == table.key:
            return  # reported as a doubled key
        value = "/".join(row.cells.get(c, "") for c in columns)
        first = _first(table, tuple(columns), value, lines)
        yield table.problem(row, ", ".join(columns), f"no two rows have the same {' and '.join(columns)}; line {first} has it too", "Merge the rows, or give one of them an id of its own.", value)
    elif error.type == "blank-row":
        yield table.problem(row, "", "a row is not empty", "Delete the line.")
    elif getattr(error, "field_name", None) not in table.header:
        return  # a missing column is reported once, not in every row
    elif error.type == "type-error":
        kind = table.fields[error.field_name]["type"]
        form = "Write true or false, in small letters" if kind == "boolean" else "Write it in digits, without spaces, units or separators of thousands"
        empty = "" if table.fields[error.field_name].get("constraints", {}).get("required") else "; leave the cell empty if it is not known"
        yield table.problem(row, error.field_name, f"the cell is {NAMES.get(kind, 'of type ' + kind)}", f"{form}{empty}.")
    elif error.type == "constraint-error":
        yield _constraint(table, row, error)
    else:
        yield table.problem(row, error.field_name, f"the row fits its schema ({error.note or error.title})", "Compare it with data/datapackage.json.")


def _meaning(about: dict[str, Any]) -> str:
    """What a field holds, in the first sentence of the codebook, for a message."""
    words = str(about.get("description") or about.get("title") or about.get("name", "")).split(". ")[0].rstrip(".")
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _constraint(table: Table, row: Row, error: Any) -> Problem:
    column = error.field_name
    found = CONSTRAINT.search(error.note)
    name = found.group(1) if found else ""
    about = table.fields[column]
    wanted = about.get("constraints", {}).get(name)
    title = about.get("title", column)
    if name == "required":
        return table.problem(row, column, "a required cell is not empty", f"Fill in “{title}” ({_meaning(about)}); without it the row cannot stand.")
    if name == "enum":
        terms = ", ".join(map(str, wanted))
        return table.problem(row, column, f"the value is one of: {terms}", "Choose one of them.")
    if name == "pattern":
        shape = "a date as 2025, 2025-03 or 2025-03-04" if column.endswith(("date", "known_from")) else f"a text of the form {wanted}"
        return table.problem(row, column, f"the value is {shape}", f"Write it in that form ({_meaning(about)}).")
    if name in ("minimum", "maximum"):
        return table.problem(row, column, f"the value is at {'least' if name == 'minimum' else 'most'} {wanted}", f"Compare it with its source ({_meaning(about)}).")
    return table.problem(row, column, f"the cell meets {error.note or name}", "Compare it with data/datapackage.json.")
