"""The page of exchanges: prisoners and other living people, and the bodies of the dead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docutils import nodes

from helpers import record
from helpers.publishing import addresses
from helpers.publishing.blocks import Nodes, labels, paragraph, refs, section
from helpers.publishing.marks import note
from helpers.publishing.nodes import backrefs
from helpers.publishing.rows import Column, Row, grid
from helpers.publishing.tabular import evidence, number, remarks
from helpers.wording import in_words, text


def _people(row: Any, side: str) -> str:
    """How many people went to one side, and how many of them were civilians; empty where no source says."""
    count, civilians = number(getattr(row, f"returned_to_{side}")), number(getattr(row, f"civilians_to_{side}"))
    if not civilians or civilians == "0":
        return count
    return f"{count}, civilians {civilians}" if count else f"civilians {civilians}"


def _what(row: Any, kinds: dict[str, str], places: dict[str, str]) -> Nodes:
    """Title of a row, its kind, its stage and place."""
    about = [kinds.get(text(getattr(row, "exchange_type", "")), ""), text(row.stage), places.get(text(row.place_id), "")]
    said = ". ".join(filter(None, about))
    return [nodes.strong("", text(row.title)), nodes.Text(f". {said}" if said else "")]


def _said(row: Any) -> Nodes:
    """The number that a side gives the exchange, its own total, and who mediated."""
    found: Nodes = []
    if count := text(getattr(row, "stated_ordinal", "")):
        by = refs("actor", row.ordinal_stated_by_id)
        found += [nodes.Text(f"Number {count}"), *([nodes.Text(" by the count of "), *by] if by else []), nodes.Text(". ")]
    if total := number(getattr(row, "total_stated_by_ukraine", None)):
        found.append(nodes.Text(f"Ukraine states {total} returned so far. "))
    for column, words in (("mediator_ids", "Mediated by "), ("intermediary_ids", "Through ")):
        if text(getattr(row, column, "")):
            found += [nodes.Text(words), *refs("actor", getattr(row, column)), nodes.Text(". ")]
    return found


def _rows(table: str, places: dict[str, str], counts: Callable[[Any, str], str]) -> list[Row]:
    """The rows of a table of handovers."""
    kinds, made = labels("exchange_type"), []
    for row in record.load(table).itertuples(index=False):
        last = evidence([*_said(row), *remarks(table, row)], row.source_ids)
        if table == "prisoner_exchanges":
            last.append(backrefs(kind="exchange", target=row.exchange_id))
        cells = [in_words(text(row.date)), _what(row, kinds, places), counts(row, "ukraine"), counts(row, "russia"), last]
        made.append(Row(addresses.of(table, row), cells))
    return made


def _section(table: str, title: str, rows: list[Row]) -> nodes.section:
    """One table under its heading, with its rule of inclusion."""
    columns = [Column("Date", 13), Column("What", 30), Column("To Ukraine", 11, True), Column("To Russia", 11, True), Column("Remarks and sources", 50)]
    about = record.resource(table).get("record", {}).get("inclusion", "")
    return section(table.replace("_", "-"), title, paragraph(about), grid(columns, rows))


def exchanges() -> Nodes:
    """Exchanges of living people, then returns of bodies, by date."""
    places = dict(zip(record.load("places")["place_id"], record.load("places")["name"]))
    bodies = _rows("returns_of_bodies", places, lambda row, side: number(getattr(row, f"bodies_to_{side}")))
    return [
        *note("prisoner_exchanges", "returns_of_bodies"),
        _section("prisoner_exchanges", "Exchanges of prisoners", _rows("prisoner_exchanges", places, _people)),
        _section("returns_of_bodies", "Returns of bodies", bodies),
    ]
