"""What the schema itself must say: every table and field described, every reference and list of terms there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from helpers.validation.dates import bounds
from helpers.validation.problems import Problem
from helpers.validation.reading import Data, Table

TYPES = {"string", "integer", "number", "boolean"}
VERSION = re.compile(r"\d+\.\d+\.\d+")
DATES = ("cutoff_date", "last_evidence_date", "release_date")
TABLE_SAYS = {"unit": "what one row is", "inclusion": "which rows belong there", "sort": "the order of its rows"}
WHERE = "data/datapackage.json"


def findings(data: Data) -> Iterator[Problem]:
    """What is missing or wrong in ``datapackage.json``, and files that it does not name."""
    package = data.package
    for name in ("name", "title", "licenses", "contributors"):
        if not package.get(name):
            yield Problem("datapackage", "", name, "", f"the data package says its {name}", f"Add “{name}” to {WHERE}.")
    if not VERSION.fullmatch(str(package.get("version", ""))):
        yield Problem("datapackage", "", "version", str(package.get("version", "")), "the version has three numbers", "Write it as 0.1.0.")
    for name in DATES:
        value = str(package.get("record", {}).get(name, ""))
        if len(value) != 10 or not bounds(value):
            yield Problem("datapackage", "", f"record.{name}", value, "the date is a day of the calendar", "Write it as 2026-06-30.")
    names = [resource["name"] for resource in package["resources"]]
    for name in sorted({n for n in names if names.count(n) > 1}):
        yield Problem("datapackage", "", name, name, "every table has a name of its own", "Rename one of the two.")
    paths = {str(resource.get("path")) for resource in package["resources"]}
    for file in sorted(data.folder.rglob("*.csv")):
        if file.relative_to(data.folder).as_posix() not in paths:
            yield Problem("datapackage", "", "", file.name, "every table in data/ stands in the schema", f"Describe it in {WHERE}, or remove the file.")
    for table in data.tables.values():
        yield from _table(data, table)


def _table(data: Data, table: Table) -> Iterator[Problem]:
    def wrong(field: str, rule: str, remedy: str, value: Any = "") -> Problem:
        return Problem(table.name, "", field, str(value), rule, remedy)

    for name in ("title", "description"):
        if not table.resource.get(name):
            yield wrong("", f"the schema gives the {name} of the table", f"Add “{name}” in {WHERE}.")
    for name, meaning in TABLE_SAYS.items():
        if not table.about.get(name):
            yield wrong("", f"the schema says {meaning}", f"Add “record.{name}” to the table in {WHERE}.")
    for name in [*table.key, *table.about.get("sort", [])]:
        if name not in table.fields:
            yield wrong(name, "a column of the key or of the order is a field", f"Correct the name in {WHERE}.", name)
    if not table.key:
        yield wrong("", "a table has a primary key", f"Add “primaryKey” to its schema in {WHERE}.")
    for prefix in table.about.get("date_prefixes", []):
        if not {prefix, f"{prefix}_date"} & set(table.fields):
            yield wrong(prefix, "a date prefix has its date field", f"Correct “record.date_prefixes” in {WHERE}.", prefix)
    for name, about in table.fields.items():
        yield from _field(data, table, name, about)
    for column, target, goal in data.references(table):
        if target not in data.tables or goal not in data.tables[target].fields:
            yield wrong(column, "a reference leads to a field of the record", f"Correct “references” in {WHERE}.", f"{target}.{goal}")


def _field(data: Data, table: Table, name: str, about: dict[str, Any]) -> Iterator[Problem]:
    def wrong(rule: str, remedy: str, value: Any = "") -> Problem:
        return Problem(table.name, "", name, str(value), rule, remedy)

    constraints = about.get("constraints", {})
    required = bool(constraints.get("required"))
    for key in ("title", "description"):
        if not about.get(key):
            yield wrong(f"the schema gives the {key} of the field", f"Add “{key}” to it in {WHERE}.")
    if about.get("type") not in TYPES:
        yield wrong(f"the type is one of: {', '.join(sorted(TYPES))}", f"Change it in {WHERE}.", about.get("type"))
    if not required and not about.get("empty"):
        yield wrong("a field that may be empty says what an empty cell means", f"Add “empty” to it in {WHERE}, or make it required.")
    if required and about.get("empty"):
        yield wrong("a required field has no meaning for an empty cell", f"Remove “empty” or “required” in {WHERE}.", about["empty"])
    if name.endswith("_ids") and not about.get("list"):
        yield wrong("a field of several ids is a list", f"Add “list”: true to it in {WHERE}.")
    if name == "date" or name.endswith("_date"):
        precision = f"{name.removesuffix('_date')}_precision"
        if precision not in table.fields:
            yield wrong("a date has its precision beside it", f"Add the field {precision} in {WHERE}.")
    if "vocabulary" in about and "vocabulary" in data.tables:
        lists = data.tables["vocabulary"].values("vocabulary")
        if about["vocabulary"] not in lists:
            yield wrong("a vocabulary has its terms in the table vocabulary", "Add its terms there, or correct the name.", about["vocabulary"])
        terms = {r.cells.get("term", "") for r in data.tables["vocabulary"].rows if r.cells.get("vocabulary") == about["vocabulary"]}
        if odd := sorted(terms.symmetric_difference(map(str, constraints.get("enum", terms)))):
            yield wrong(f"the closed list has the terms of the vocabulary {about['vocabulary']}", f"Make “enum” in {WHERE} and data/vocabulary.csv agree.", ", ".join(odd))
    target = next(((t, g) for c, t, g in data.references(table) if c == name), None)
    for key in table.resource["schema"].get("foreignKeys", []):
        columns, goals = ([c] if isinstance(c, str) else c for c in (key["fields"], key["reference"]["fields"]))
        if columns == [name] and target and (key["reference"].get("resource") or table.name, goals[0]) != target:
            yield wrong("“references” and “foreignKeys” lead to one place", f"Make them agree in {WHERE}.", ".".join(target))
    if target and not about.get("list") and target[0] in data.tables and data.tables[target[0]].key == [target[1]]:
        keys = table.resource["schema"].get("foreignKeys", [])
        if not any(name in ([k["fields"]] if isinstance(k["fields"], str) else k["fields"]) for k in keys):
            yield wrong("a reference to one row is a foreign key of the schema too", f"Add it to “foreignKeys” in {WHERE}.")
