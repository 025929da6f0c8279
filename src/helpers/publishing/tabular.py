"""Any table of the record as the schema describes it: columns that say something, what all rows share said once above."""

from __future__ import annotations

from typing import Any

import pandas as pd
from docutils import nodes

from helpers import record
from helpers.publishing import addresses
from helpers.publishing.blocks import Nodes, fact, kind_of, labels, paragraph, ref, refs
from helpers.publishing.marks import joined, marks
from helpers.publishing.rows import Column, Row, grid
from helpers.wording import in_words, span, text

UNITS = {"square kilometres": "km²", "billion euro": "€ bn", "billion US dollars": "US$ bn", "per cent": "%", "percentage points": "points"}
PERIOD = ("start", "end", "fieldwork_start", "fieldwork_end")
ELSEWHERE = {"evidence_status", "is_disputed", "notes", "definition", "source_ids", "event_id"}  # in the remarks or the column of sources
UNSAID = {"is_adopted"}  # what is usual goes without saying; the contrary is said
CONTRARY = {"is_adopted": "not adopted", "is_joinable": "not to be joined with another series"}


def number(value: Any) -> str:
    """A number as it is read: a thin group of thousands, no empty decimals."""
    if pd.isna(value):
        return ""
    return f"{value:,.0f}" if float(value).is_integer() else f"{float(value):,}"


def remarks(table: str, row: Any, hidden: frozenset[str] = frozenset()) -> Nodes:
    """What is true of a row in sentences: its definition, other dates, yes-or-no fields, marks, notes, its event."""
    said: list[Nodes] = []
    for name, field in record.fields(table).items():
        if name in ELSEWHERE or name in hidden:
            continue
        value = text(getattr(row, name))
        if field["type"] == "boolean":
            words = CONTRARY.get(name, "") if value == "False" else "" if name in UNSAID or value != "True" else _words(field["title"])
        else:
            words = f"{field['title'].removesuffix(' date').lower()} {in_words(value)}" if value and name in _asides(table) else ""
        said += [[nodes.Text(words)]] if words else []
    found = _sentence(joined([*said, *marks(table, row)]))
    for note in (text(getattr(row, "definition", "")) if "definition" not in hidden else "", text(getattr(row, "notes", ""))):
        if note:
            found += [nodes.Text(f"{' ' if found else ''}{note.rstrip('.')}.")]
    if event := text(getattr(row, "event_id", "")):
        found += [nodes.Text(" " if found else ""), ref("event", event, "In the chronology"), nodes.Text(".")]
    return found


def _asides(table: str) -> list[str]:
    """Dates of a table that stand in the remarks: all but the first, or the period."""
    prefixes = record.resource(table).get("record", {}).get("date_prefixes", [])
    return [f"{p}_date" for p in prefixes[1:] if p not in PERIOD]


def _sentence(parts: Nodes) -> Nodes:
    """Words as a sentence: a capital at the beginning, a full stop at the end."""
    if not parts:
        return []
    first = parts[0]
    if isinstance(first, nodes.Text):
        words = first.astext()
        parts = [nodes.Text(words[:1].upper() + words[1:]), *parts[1:]]
    elif first.get("explicit"):
        first["explicit"] = first["explicit"][:1].upper() + first["explicit"][1:]
    return [*parts, nodes.Text(".")]


def evidence(remark: Nodes, cell: Any) -> Nodes:
    """Remarks and, below them, the sources: one wide column is read more easily than two narrow ones."""
    sources = paragraph("Sources: ", *refs("cite", cell), classes=["row-sources"])
    return [paragraph(*remark), sources] if remark else [sources]


def _words(title: str) -> str:
    """A yes-or-no field as a remark: “Is rounded” → “rounded”, “Includes Crimea” → “includes Crimea”."""
    words = title.removeprefix("Is ")
    return words[:1].lower() + words[1:]


class Sheet:
    """The columns of a table for some of its rows.

    Args:
        table: its name.
        frame: the rows.
        leave: fields that the heading says already.
    """

    def __init__(self, table: str, frame: pd.DataFrame, leave: frozenset[str] = frozenset()) -> None:
        self.table, self.frame = table, frame
        self.fields = record.fields(table)
        about = record.resource(table).get("record", {})
        self.prefixes = list(about.get("date_prefixes", []))
        key = record.primary_key(table)
        own = {key[0]} if len(key) == 1 and "references" not in self.fields[key[0]] else set()
        self.hidden = frozenset(leave) | own
        self.period = [p for p in self.prefixes if p in PERIOD]
        dated = {f"{p}_date" for p in self.period} | set(_asides(table))
        self.wanted = [
            n for n, f in self.fields.items()
            if n not in ELSEWHERE | self.hidden | dated and f["type"] != "boolean" and not n.endswith(("_precision", "known_from"))
            and frame[n].notna().any()
        ]  # fmt: skip
        self.shared = self._shared()
        self.words = {f["vocabulary"]: labels(f["vocabulary"]) for f in self.fields.values() if f.get("vocabulary")}

    def _shared(self) -> list[str]:
        """Columns of words that hold one value in all rows; at least one column of words or numbers stays."""
        if len(self.frame) < 2:
            return []
        found = [n for n in self.wanted if not self._is_number(n) and not self._is_date(n)]
        found = [n for n in found if self.frame[n].notna().all() and self.frame[n].nunique() == 1]
        return found if len(found) < len(self.wanted) else found[1:]

    def _is_number(self, name: str) -> bool:
        return self.fields[name]["type"] in ("integer", "number")

    def _is_date(self, name: str) -> bool:
        return name == "date" or name.endswith("_date")

    def _cell(self, name: str, row: Any) -> Any:
        field, value = self.fields[name], getattr(row, name)
        if self._is_number(name):
            return number(value)
        if self._is_date(name):
            return in_words(text(value))
        if target := field.get("references", "").partition(".")[0]:
            kind = kind_of(target)
            return refs(kind, value) if kind else text(value)
        if field.get("vocabulary"):
            return self.words[field["vocabulary"]].get(text(value), text(value))
        return text(value).replace(";", "; ") if field.get("list") else text(value)

    def _column(self, name: str) -> Column:
        field = self.fields[name]
        unit = UNITS.get(field.get("unit", ""), "")
        if self._is_number(name):
            return Column(f"{field['title']} ({unit})" if unit else field["title"], 9, True)
        if self._is_date(name):
            return Column(field["title"], 13)
        mean = self.frame[name].dropna().str.len().mean()
        return Column(field["title"], int(min(36, max(9, mean**0.75 * 1.6))))

    def nodes(self) -> Nodes:
        """Lines of what all rows share, then the table."""
        first = next(self.frame.itertuples(index=False))
        lines: Nodes = [fact(self.fields[n]["title"], *_parts(self._cell(n, first))) for n in self.shared]
        hidden = self.hidden
        if "definition" in self.fields and "definition" not in hidden and self.frame["definition"].nunique() == 1:
            lines.append(fact(self.fields["definition"]["title"], text(first.definition)))
            hidden = hidden | {"definition"}
        shown = [n for n in self.wanted if n not in self.shared]
        columns = [Column("Period" if self.period[0] == "start" else "Fieldwork", 18)] if self.period else []
        columns += [self._column(n) for n in shown]
        columns += [Column("Remarks and sources" if "source_ids" in self.fields else "Remarks", 40)]
        made = []
        for row in self.frame.itertuples(index=False):
            cells: list[Any] = [span(row, f"{self.period[0]}_date", f"{self.period[-1]}_date")] if self.period else []
            cells += [self._cell(n, row) for n in shown]
            remark = remarks(self.table, row, hidden)
            cells.append(evidence(remark, row.source_ids) if "source_ids" in self.fields else remark)
            made.append(Row(addresses.of(self.table, row), cells))
        return [*lines, grid(columns, made)]


def _parts(cell: Any) -> Nodes:
    return [nodes.Text(cell)] if isinstance(cell, str) else list(cell)


def sheet(table: str, frame: pd.DataFrame, leave: frozenset[str] = frozenset()) -> Nodes:
    """Some rows of a table, generated from its schema."""
    return Sheet(table, frame, leave).nodes() if len(frame) else []
