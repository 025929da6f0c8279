"""Tables of the record's pages, each row under its permanent anchor; cells hold text, references and paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from docutils import nodes

from helpers.publishing import addresses
from helpers.publishing.blocks import Nodes


class Column(NamedTuple):
    """A column: its head, its relative width, the side its cells keep to."""

    title: str
    width: int
    right: bool = False


class Row(NamedTuple):
    """A row: its anchor (or none) and its cells; a cell None is covered by the one above it."""

    anchor: str
    cells: Sequence[Any]


def _content(cell: Any) -> Nodes:
    """A cell's text or nodes as paragraphs."""
    if isinstance(cell, str):
        cell = [nodes.Text(cell)] if cell else []
    cell = [cell] if isinstance(cell, nodes.Node) else list(cell)
    if cell and isinstance(cell[0], nodes.paragraph):
        return cell
    return [nodes.paragraph("", "", *cell)]


def _covered(rows: Sequence[Row], index: int, column: int) -> int:
    """How many rows below a cell are covered by it."""
    count = 0
    while index + count + 1 < len(rows) and rows[index + count + 1].cells[column] is None:
        count += 1
    return count


def grid(columns: Sequence[Column], rows: Sequence[Row], label: str = "") -> nodes.table:
    """A table of the record; one that shares its section with another gets a label of its own for screen readers."""
    group = nodes.tgroup(cols=len(columns))
    for column in columns:
        group += nodes.colspec(colwidth=column.width)
    sides = [["right"] if column.right else [] for column in columns]
    head = [nodes.entry("", nodes.paragraph(text=c.title), classes=side) for c, side in zip(columns, sides)]
    body = nodes.tbody()
    for index, row in enumerate(rows):
        line = nodes.row(ids=[row.anchor] if row.anchor else [])
        for at, cell in enumerate(row.cells):
            if cell is None:
                continue
            entry = nodes.entry("", *_content(cell), classes=sides[at])
            if more := _covered(rows, index, at):
                entry["morerows"] = more
            line += entry
        body += line
    group += nodes.thead("", nodes.row("", *head))
    group += body
    return nodes.table("", group, classes=["record-table", "colwidths-given"], **({"label": label} if label else {}))


def anchored(table: nodes.table, name: str, identities: Iterable[str]) -> nodes.table:
    """A table made elsewhere, its rows in order being those rows of a table of the record."""
    body = next(table.findall(nodes.tbody))
    for row, identity in zip(body.children, identities, strict=True):
        row["ids"] = [addresses.anchor(name, identity)]
    return table
