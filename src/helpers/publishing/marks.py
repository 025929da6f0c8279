"""What a reader must know of a row beside its values: the worth of its evidence, the cut-off, disagreement of sources."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from docutils import nodes

from helpers import record
from helpers.publishing import addresses
from helpers.publishing.blocks import Nodes, fact, paragraph, ref
from helpers.wording import in_words, text

AFTER = "after the cut-off"
BEGIN = {"events", "ceasefires", "documents", "memberships", "people", "scales"}  # dated by their beginning; counts by their end
UNDATED = {"sources", "errata"}  # dates of publication, which no cut-off concerns


def day(table: str, row: Any) -> str:
    """The date by which a row lies before or after the cut-off; empty where the table has none."""
    if table in UNDATED:
        return ""
    prefixes = record.resource(table).get("record", {}).get("date_prefixes", [])
    if table not in BEGIN:
        prefixes = [p for p in prefixes if p.endswith("end")] + list(prefixes)
    columns = ("date" if prefix == "date" else f"{prefix}_date" for prefix in prefixes)
    return next((found for column in columns if (found := text(getattr(row, column, "")))), "")


def is_after(table: str, row: Any) -> bool:
    """Whether a row is later than the cut-off; a month or year that holds it is not."""
    return day(table, row) > record.cutoff()


@lru_cache(4)
def _disputes(stamp: tuple[str, ...]) -> dict[tuple[str, str], str]:
    """Table and identity of each disputed row → the first of its values."""
    rows = record.load("discrepancies")[["table", "row_id", "discrepancy_id"]].drop_duplicates(["table", "row_id"])
    return {(text(r.table), text(r.row_id)): text(r.discrepancy_id) for r in rows.itertuples(index=False)}


def disagreement(table: str, row: Any) -> nodes.Node | None:
    """A link to the values of a disputed row."""
    if text(getattr(row, "is_disputed", "")) != "True":
        return None
    found = _disputes(record.stamp("discrepancies")) if "discrepancies" in record.tables() else {}
    first = found.get((table, addresses.identity(table, row)))
    return ref("dispute", first, "sources differ") if first else nodes.Text("sources differ")


def marks(table: str, row: Any) -> list[Nodes]:
    """The marks of a row, each as words: “provisional”, “after the cut-off”, “sources differ”."""
    found: list[Nodes] = []
    state = text(getattr(row, "evidence_status", ""))
    if state not in ("", "confirmed"):
        found.append([nodes.Text(state)])
    if is_after(table, row):
        found.append([nodes.Text(AFTER)])
    if (link := disagreement(table, row)) is not None:
        found.append([link])
    return found


def joined(parts: list[Nodes], separator: str = "; ") -> Nodes:
    """Pieces of a line with a separator between them."""
    found: Nodes = []
    for part in parts:
        found += [nodes.Text(separator), *part] if found else part
    return found


def status(table: str, row: Any) -> nodes.paragraph | None:
    """The marks of an entry as a labelled line."""
    words = joined(marks(table, row), ", ")
    return fact("Evidence", *words) if words else None


def last_evidence() -> str:
    """What holds for everything later than the cut-off."""
    about = record.package()["record"]
    return (
        f"The record is complete to {in_words(about['cutoff_date'])}. What is later is provisional: it is not complete and may "
        f"still change. The last day of evidence is {in_words(about['last_evidence_date'])}."
    )


def note(*tables: str) -> Nodes:
    """For the head of a page: how many of its rows are later than the cut-off, and what that means."""
    count = sum(is_after(t, row) for t in tables if t in record.tables() for row in record.load(t).itertuples(index=False))
    if not count:
        return []
    words = f"One row here is marked “{AFTER}”." if count == 1 else f"{count} rows here are marked “{AFTER}”."
    return [paragraph(f"{words} {last_evidence()}")]
