"""The codebook: what every table and field means, from ``datapackage.json`` and the closed lists, and nothing else."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from helpers import record
from helpers.publishing import addresses
from helpers.publishing.blocks import section
from helpers.publishing.outputs import table as make_table
from helpers.publishing.rows import Column, Row, anchored, grid
from helpers.publishing.tabular import sheet
from helpers.wording import text

UNIT = "one row is "  # how every unit of observation begins


def _rule(field: dict[str, Any]) -> str:
    """Type and constraints of a field in words."""
    constraints, words = field.get("constraints", {}), [field["type"]]
    if field.get("list"):
        words = ["list, separated by semicolons"]
    if field.get("unit"):
        words.append(f"in {field['unit']}")
    if constraints.get("required"):
        words.append("never empty")
    if field.get("vocabulary"):
        words.append(f"one of the terms of “{field['vocabulary']}”")
    elif constraints.get("enum"):
        words.append("one of " + ", ".join(map(str, constraints["enum"])))
    if field.get("references"):
        words.append(f"points to {field['references']}")
    if constraints.get("pattern"):
        words.append(f"pattern {constraints['pattern']}")
    for key, name in (("minimum", "at least"), ("maximum", "at most")):
        if key in constraints:
            words.append(f"{name} {constraints[key]}")
    return "; ".join(words)


def _table(resource: dict[str, Any]) -> nodes.section:
    """One table of the record: its unit, its rule of inclusion, its fields."""
    about = resource.get("record", {})
    part = nodes.section("", nodes.title("", resource.get("title", resource["name"])), ids=[f"table-{resource['name']}"], names=[])
    part += nodes.paragraph("", resource.get("description", ""))
    for label, words in (("One row", about.get("unit", "").removeprefix(UNIT)), ("What is in it", about.get("inclusion", ""))):
        if words:
            part += nodes.paragraph("", "", nodes.strong("", f"{label}: "), nodes.Text(words), classes=["fact"])
    key = resource["schema"].get("primaryKey", [])
    rows = len(record.load(resource["name"]))
    line = f"{resource['path']}; {rows:,} rows; primary key {', '.join([key] if isinstance(key, str) else key) or 'none'}"
    part += nodes.paragraph("", "", nodes.strong("", "File: "), nodes.Text(line), classes=["fact"])
    fields = [
        {"name": "field", "title": "Field", "width": 16},
        {"name": "meaning", "title": "Meaning", "width": 40},
        {"name": "rule", "title": "Rule", "width": 24},
        {"name": "empty", "title": "Empty means", "width": 16},
    ]
    data = [
        {"field": f["name"], "meaning": f.get("description", ""), "rule": _rule(f), "empty": f.get("empty", "")}
        for f in resource["schema"]["fields"]
    ]
    part += make_table(fields, data)
    return part


def _lists() -> nodes.section:
    """The closed lists, each term with its definition and its equivalents elsewhere."""
    part = nodes.section("", nodes.title("", "Closed lists"), ids=["closed-lists"], names=[])
    frame = record.load("vocabulary")
    for name, rows in frame[frame["vocabulary"] != "glossary"].groupby("vocabulary", sort=True):
        inner = nodes.section("", nodes.title("", str(name).replace("_", " ")), ids=[f"list-{str(name).replace('_', '-')}"], names=[])
        fields = [
            {"name": "term", "title": "Term", "width": 16},
            {"name": "definition", "title": "Definition", "width": 44},
            {"name": "elsewhere", "title": "PA-X, UCDP, ACLED", "width": 22},
        ]
        data = [
            {
                "term": text(r.term),
                "definition": text(r.definition),
                "elsewhere": "; ".join(
                    f"{label}: {text(v)}" for label, v in (("PA-X", r.pax_term), ("UCDP", r.ucdp_term), ("ACLED", r.acled_term)) if text(v)
                ),
            }
            for r in rows.itertuples(index=False)
        ]
        inner += anchored(make_table(fields, data), "vocabulary", (f"{name}/{r['term']}" for r in data))
        part += inner
    return part


def _issues() -> nodes.section:
    """What the record understands by each issue."""
    rows = [Row(addresses.of("issues", r), [text(r.title), r.issue_id, text(r.definition)]) for r in record.load("issues").itertuples(index=False)]
    return section("issues", "List of issues", grid([Column("Issue", 20), Column("Id", 16), Column("Meaning", 50)], rows))


def _places() -> nodes.section:
    """Every place, its country and its coordinates."""
    return section("places", "List of places", *sheet("places", record.load("places")))


READING = (
    "A date is written as exactly as it is known (2025, 2025-03, 2025-03-04), and a column of precision beside it says so. For what was known when, an imprecise date counts from its last possible day.",
    "Items of a list stand in one cell, separated by semicolons, the main or strongest first. In the SQLite database each list is a table of links.",
    "An empty cell means what the column “Empty means” says and never zero. Where nothing stands there, the cell is never empty.",
    "The name tells what a column holds: `_id` and `_ids` lead to the row of another table, `_date` and `_precision` belong together, `_url` is an address, `is_` and `includes_` are "
    "true or false; `_pct`, `_km2`, `_usd_bn`, `_eur_bn` and `_days` are units.",
    "A value on which sources differ stays as the row’s own sources have it, and `is_disputed` is true; all values stand in the table `discrepancies`.",
    "A row is added with `python -m helpers new` and the name of its table, which asks for each field, shows these words, and refuses what may not stand there.",
)


def _with_code(words: str) -> nodes.paragraph:
    """A paragraph in which what stands between backticks is code."""
    parts = words.split("`")
    return nodes.paragraph("", "", *[nodes.literal("", part) if number % 2 else nodes.Text(part) for number, part in enumerate(parts)])


def _how_to_read() -> nodes.section:
    """What holds for every table, and a list of them all."""
    points = nodes.bullet_list("", *[nodes.list_item("", _with_code(point)) for point in READING])
    rows = []
    for resource in record.package()["resources"]:
        link = nodes.reference("", resource["name"], refid=f"table-{resource['name']}", internal=True)
        rows.append(Row("", [[link], resource.get("record", {}).get("unit", "").removeprefix(UNIT), f"{len(record.load(resource['name'])):,}"]))
    lead = nodes.paragraph("", "The codebook is generated from the schema: for every table its unit of observation and rule of inclusion, for every field its meaning, its rule, and what an empty cell means.")
    return section("codebook", "Codebook", lead, points, grid([Column("Table", 24), Column("One row is", 60), Column("Rows", 10, True)], rows, "Tables"))


def codebook() -> list[nodes.Node]:
    """How to read it, then sections for every table, the closed lists, the issues and the places."""
    return [_how_to_read(), *map(_table, record.package()["resources"]), _lists(), _issues(), _places()]
