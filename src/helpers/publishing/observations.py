"""The pages that follow the schema: every series of numbers under its definition, and tables without a view of their own."""

from __future__ import annotations

from typing import Any

import pandas as pd
from docutils import nodes

from helpers import record
from helpers.publishing import addresses
from helpers.publishing.blocks import Nodes, fact, labels, paragraph, ref, refs, section
from helpers.publishing.marks import note
from helpers.publishing.nodes import backrefs
from helpers.publishing.tabular import sheet
from helpers.wording import text

SAID = frozenset({"series_id", "wave_id", "country_iso3"})  # the heading says it, or it is for machines


def _series(row: Any, frame: pd.DataFrame, kinds: dict[str, str]) -> nodes.section:
    """One series: what it counts, who counts, in whose words it was asked, and its values."""
    kind = kinds.get(row.value_type, text(row.value_type)).lower()
    lines = [
        paragraph(text(row.definition).rstrip(".") + "."),
        fact("Question", f"“{text(row.question)}”") if text(row.question) else None,
        fact("Of whom or what", text(row.population)),
        fact("Values", f"{kind}, in {text(row.unit)}", *([", by ", ref("actor", row.producer_id)] if text(row.producer_id) else [])),
        fact("Break", text(row.break_note)) if text(row.break_note) else None,
        fact("Not to be joined", "its values must not be put in one line with each other.") if text(row.is_joinable) == "False" else None,
        fact("Note", text(row.notes)) if text(row.notes) else None,
        fact("Sources of the definition", *refs("cite", row.source_ids)),
    ]
    same = {"producer_id"} if frame.get("producer_id") is not None and set(frame["producer_id"].dropna()) <= {row.producer_id} else set()
    body = [*(line for line in lines if line is not None), *sheet(_table(row), frame, SAID | same)]
    return section(addresses.of("series", row), text(row.title), *body, backrefs(kind="series", target=row.series_id))


def _table(row: Any) -> str:
    return text(row.observations_table)


def _family(table: str, series: list[Any], kinds: dict[str, str]) -> nodes.section:
    """A table of observations: series by series, then what belongs to none."""
    about, frame = record.resource(table), record.load(table)
    head = [paragraph(about.get("record", {}).get("inclusion") or about.get("description", ""))]
    if "series_id" not in frame.columns:
        return section(f"family-{table.replace('_', '-')}", about.get("title", table), *head, *sheet(table, frame))
    parts = [_series(row, frame[frame["series_id"] == row.series_id], kinds) for row in series]
    rest = frame[~frame["series_id"].isin([row.series_id for row in series]).fillna(False)]
    return section(f"family-{table.replace('_', '-')}", about.get("title", table), *head, *sheet(table, rest), *parts)


def _families(page: str) -> list[str]:
    return [table for table in record.tables() if addresses.page(table) == page and table != "series"]


def series() -> Nodes:
    """Every series of numbers, by table."""
    found: dict[str, list[Any]] = {}
    kinds = labels("value_type")
    if "series" in record.tables():
        for row in record.load("series").itertuples(index=False):
            found.setdefault(_table(row), []).append(row)
    tables = [t for t in addresses.PAGES if t in _families(addresses.SERIES)]  # in the order that a reader may want
    return [*note(*tables), *(_family(table, found.get(table, []), kinds) for table in tables)]


def further() -> Nodes:
    """Tables of the record that have no page of their own."""
    tables = _families(addresses.FURTHER)
    return [*note(*tables), *(_family(table, [], {}) for table in tables)]
