"""A record many times as long as the book's: every row again and again, under ids of its own."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

KEPT = {"redirects", "vocabulary", "issues"}  # closed lists, which do not grow with the record
Field = dict[str, Any]


def _targets(resource: Field) -> dict[str, str]:
    """The columns of a table that refer to a row of another (or of its own) → that table."""
    found = {f["name"]: f["references"].partition(".")[0] for f in resource["schema"]["fields"] if "references" in f}
    for key in resource["schema"].get("foreignKeys", []):
        columns = [key["fields"]] if isinstance(key["fields"], str) else key["fields"]
        if len(columns) == 1:
            found[columns[0]] = key["reference"].get("resource") or resource["name"]
    return {column: table for column, table in found.items() if table not in KEPT}


def _again(row: dict[str, str], number: int, named: set[str], listed: set[str]) -> dict[str, str]:
    """A row under the ids of its copy: ``minsk-ii`` is ``minsk-ii-x7`` in the seventh."""
    return row | {c: ";".join(f"{item}-x{number}" for item in row[c].split(";")) if c in listed else f"{row[c]}-x{number}" for c in named if row[c]}


def blow_up(source: Path, target: Path, times: int) -> int:
    """Write the record of a folder ``times`` as long to another; return its number of rows.

    References lead to rows of the same copy, so that the long record holds wherever the short one does.
    """
    package = json.loads((source / "data" / "datapackage.json").read_text("utf-8"))
    (target / "data").mkdir(parents=True)
    (target / "_config.yml").touch()
    shutil.copy(source / "data" / "datapackage.json", target / "data")
    keys = {r["name"]: [k] if isinstance(k := r["schema"]["primaryKey"], str) else k for r in package["resources"]}
    targets = {r["name"]: _targets(r) for r in package["resources"]}
    total = 0
    for resource in package["resources"]:
        name, fields = resource["name"], resource["schema"]["fields"]
        with (source / "data" / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        listed = {f["name"] for f in fields if f.get("list")}
        numbers = {f["name"] for f in fields if f["type"] in ("integer", "number")}
        named = set(targets[name])
        if name not in KEPT and not named & set(keys[name]):
            named |= {keys[name][0]}
        shared = {c for c in ("person_id", "scale_id", "wave_id", "series_id") if any(f["name"] == c for f in fields)}  # ids of several rows
        named |= shared | {f["name"] for f in fields if f.get("constraints", {}).get("unique")}
        order = resource["record"]["sort"]
        copies = [row for number in range(times) for row in ([_again(r, number, named, listed) for r in rows] if number and name not in KEPT else rows if not number else [])]
        if {"table", "row_id"} <= {f["name"] for f in fields}:
            copies = [_mention(row, keys, targets) for row in copies]
        copies.sort(key=lambda row: [(float(row[c]), "") if c in numbers and row[c] else (float("-inf"), row[c]) for c in order])
        with (target / "data" / resource["path"]).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [f["name"] for f in fields], lineterminator="\n")
            writer.writeheader()
            writer.writerows(copies)
        total += len(copies)
    return total


def _mention(row: dict[str, str], keys: dict[str, list[str]], targets: dict[str, dict[str, str]]) -> dict[str, str]:
    """A row that speaks of another by table and id speaks of the row of its own copy, and of ids as they are there."""
    own, table = next(iter(row.values())), row["table"]
    if "-x" not in own or not table or table in KEPT or len(keys[table]) > 1:
        return row
    mark = f"-x{own.rpartition('-x')[2]}"
    told = [name for name in ("value", "old_value", "new_value") if row.get("field") in targets[table] and row.get(name) and " " not in row[name]]
    return row | {"row_id": row["row_id"] + mark} | {name: ";".join(item + mark for item in row[name].split(";")) for name in told}
