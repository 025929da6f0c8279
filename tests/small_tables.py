"""Tables made in a test, for rules that need columns which the small record does not have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from helpers.validation.reading import Data, Row, Table

NUMBERS = ("yes", "no", "abstain", "not_voting", "membership", "killed", "injured", "casualties", "share_pct", "stated_ordinal", "total_stated_by_ukraine", "latitude", "longitude")


def table(name: str, key: str, text: str, prefixes: list[str] | None = None, **fields: dict[str, Any]) -> Table:
    """A table from lines of cells parted by ``|``, the first of which names the columns; types come from the names.

    Args:
        name: of the table.
        key: its primary key.
        text: header and rows.
        prefixes: of the dates that say when a row happened.
        fields: what the schema says of a column beside its name and type.
    """
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    header, *rows = lines
    about = [
        {"name": c, "type": "number" if c in NUMBERS or c.startswith(("returned", "civilians")) else "boolean" if c.startswith("is_") else "string", **fields.get(c, {})}
        for c in header
    ]
    resource = {"name": name, "schema": {"fields": about, "primaryKey": key}, "record": {"date_prefixes": prefixes or []}}
    return Table(name, resource, header, [Row(n, dict(zip(header, row, strict=True))) for n, row in enumerate(rows, 2)])


def data(*tables: Table) -> Data:
    """A record of these tables."""
    return Data(Path("nowhere") / "data", {"record": {"last_evidence_date": "2026-10-10"}}, {one.name: one for one in tables})
