"""The page of codings: each item that was coded twice, both codes one below the other, with the reason of each."""

from __future__ import annotations

from typing import Any

from helpers import record
from helpers.publishing import addresses
from helpers.publishing.blocks import Nodes, labels, paragraph, ref_to, section
from helpers.publishing.rows import Column, Row, grid
from helpers.wording import text


def _item(row: Any) -> Nodes:
    """The row that was coded."""
    return [ref_to(row.table, text(row.row_id))]


def codings() -> Nodes:
    """Every item by scale, draw after draw, in the order in which it was drawn; a coder who gave no code has “none”."""
    frame, which, bases = record.load("codings"), labels("coding"), labels("coding_basis")
    columns = [Column("Item", 30), Column("Coding", 10), Column("Step", 6, True), Column("Reason", 44), Column("Read", 16)]
    found: Nodes = []
    for scale, rows in frame.sort_values(["scale_id", "seed", "order", "coding"]).groupby("scale_id", sort=True):
        made, last = [], None
        for row in rows.itertuples(index=False):
            item = (row.table, row.row_id)
            said = ". ".join(filter(None, (text(row.reason).rstrip("."), text(row.notes))))
            cells = [None if item == last else _item(row), which.get(row.coding, row.coding), text(row.code) or "none", said, bases.get(row.basis, text(row.basis))]
            made.append(Row(addresses.of("codings", row), cells))
            last = item
        items = len(rows[["table", "row_id"]].drop_duplicates())
        found.append(section(f"codings-of-{scale}", str(scale).replace("-", " ").capitalize(), paragraph(f"{items} items."), grid(columns, made)))
    return found
