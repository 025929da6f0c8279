"""The last release, kept in ``data/release.json``: which ids it promised, and digests of its schema and rows.

An id of a release never vanishes: it stays in its table, or ``redirects`` says where it went. The version of the data
package says what changed since: patch, the form only; minor, rows or values, new fields or tables; major, a table or
field renamed, removed or of another type. While the first number is 0 the second stands for it and the third for
the second, since nothing is promised yet (semver.org, section 4).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any

from helpers import paths
from helpers.errors import RecordError
from helpers.validation.problems import Problem
from helpers.validation.reading import Data, Table, read

FILE = "release.json"
LEVELS = ("none", "patch", "minor", "major")
STRUCTURE = ("name", "type", "constraints", "list", "references", "vocabulary", "unit")


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _state(table: Table) -> dict[str, Any]:
    schema = table.resource.get("schema", {})
    structure = [{k: field[k] for k in STRUCTURE if k in field} for field in table.fields.values()]
    # Empty cells are left out: a new column without values changes no row.
    rows = {table.id(row): _digest({c: v for c, v in row.cells.items() if v}) for row in table.rows}
    return {
        "schema": _digest([structure, schema.get("primaryKey"), schema.get("foreignKeys")]),
        "fields": {name: str(field.get("type")) for name, field in table.fields.items()},
        # Rows of one key column ending in _id have ids for ever; others are named by what they connect.
        "permanent": len(table.key) == 1 and table.key[0].endswith("_id"),
        "rows": dict(sorted(rows.items())),
    }


def state(data: Data) -> dict[str, Any]:
    """What a release keeps: version, date, and for each table its schema digest, field types, ids and row digests."""
    return {
        "version": str(data.package.get("version", "")),
        "date": str(data.package.get("record", {}).get("release_date", "")),
        "tables": {name: _state(table) for name, table in sorted(data.tables.items())},
    }


def last(folder: Path) -> dict[str, Any] | None:
    """The last release as ``write_release`` wrote it to ``data/``; None before the first.

    Raises:
        RecordError: the file is not JSON.
    """
    try:
        found: dict[str, Any] = json.loads((folder / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise RecordError(f"not valid JSON ({error})", f"data/{FILE}", "Restore it from the release.") from None
    return found


def change(old: dict[str, Any], new: dict[str, Any]) -> str:
    """How much changed between two states: none, minor or major (a change of form leaves no trace in them)."""
    level = 0
    for name, before in old["tables"].items():
        now = new["tables"].get(name)
        if now is None or any(now["fields"].get(field) != kind for field, kind in before["fields"].items()):
            level = 3
        elif now != before:
            level = max(level, 2)
    if set(new["tables"]) - set(old["tables"]):
        level = max(level, 2)
    return LEVELS[level]


def bump(old: str, new: str) -> str:
    """What a step from one version to another allows: none, patch, minor or major.

    >>> bump("0.8.0", "0.9.0"), bump("1.4.2", "1.5.0"), bump("1.4.2", "1.4.3")
    ('major', 'minor', 'patch')
    >>> bump("0.8.0", "0.8.1"), bump("0.8.0", "0.8.0")
    ('minor', 'none')
    """
    try:
        before, after = ([int(part) for part in version.split(".")] for version in (old, new))
    except ValueError:
        return "none"
    if after <= before:
        return "none"
    place = next(number for number, (a, b) in enumerate(zip(before, after)) if a != b)
    if after[0] == 0:  # the second number stands for the first, the third for the second
        place = max(place - 1, 0)
    return ("major", "minor", "patch")[place]


def compare(old: dict[str, Any], new: dict[str, Any], redirects: Set[tuple[str, str]] = frozenset()) -> list[Problem]:
    """What the present state breaks of the last release.

    Args:
        old, new: states as ``state`` gives them.
        redirects: (table, old id) of every id that has moved.

    Returns:
        A problem for every id that vanished, and one if the version does not allow the change. While rows or values
        alone have changed, that one is a warning: the version moves when the next release is made.
    """
    problems = []
    for name, before in sorted(old["tables"].items()):
        now = new["tables"].get(name, {"rows": {}, "fields": {}})
        if before["permanent"]:
            for vanished in sorted(set(before["rows"]) - set(now["rows"])):
                if (name, vanished) not in redirects:
                    rule = f"an id of release {old['version']} stays, or a redirect says where it went"
                    remedy = f"Restore the row, or add “{name},{vanished},<new id>,<reason>” to data/redirects.csv."
                    problems.append(Problem(name, vanished, "", vanished, rule, remedy))
    needed, allowed = change(old, new), bump(old["version"], new["version"])
    if LEVELS.index(needed) > LEVELS.index(allowed):
        what = "a table or field was renamed, removed or changed its type" if needed == "major" else "rows, values or fields changed"
        rule = f"the version shows what changed since release {old['version']}: {what}, which is a {needed} change"
        remedy = f"Set “version” in data/datapackage.json to {_next(old['version'], needed)} or later."
        problems.append(Problem("datapackage", "", "version", new["version"], rule, remedy, warning=needed != "major"))
    return problems


def _next(version: str, level: str) -> str:
    first, second, third = (int(part) for part in version.split("."))
    if level == "major" and first:
        return f"{first + 1}.0.0"
    return f"{first}.{second + 1}.0" if level in ("major", "minor") and (first or level == "major") else f"{first}.{second}.{third + 1}"


def _redirects(data: Data) -> set[tuple[str, str]]:
    table = data.tables.get("redirects")
    return {(row.cells.get("table", ""), row.cells.get("old_id", "")) for row in table.rows} if table else set()


def findings(data: Data) -> Iterator[Problem]:
    """What the tables break of the last release; nothing before the first."""
    released = last(data.folder)
    if released is not None:
        yield from compare(released, state(data), _redirects(data))


def write_release(root: Path | None = None) -> Path:
    """Write ``data/release.json`` from the tables as they are, and return its path.

    Raises:
        RecordError: the tables break a promise of the last release, or the version does not show what changed.
    """
    folder = (root or paths.root()) / "data"
    data = read(folder)
    problems = list(findings(data))
    if problems:
        first, more = problems[0], f" and {len(problems) - 1} more" if len(problems) > 1 else ""
        raise RecordError(f"no release can be made: {first.rule}{more}", f"{first.table} {first.row}".strip(), first.remedy)
    text = json.dumps(state(data), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    path = folder / FILE
    path.write_text(text, "utf-8", newline="\n")
    return path
