"""What was known on a given day: rows by ``known_from``, fields by ``<prefix>_known_from``, and nothing that hangs on them."""

from __future__ import annotations

import datetime
from functools import cached_property

import numpy as np
import pandas as pd

from helpers import disputes, record
from helpers.errors import RecordError


def _targets(name: str) -> dict[str, tuple[str, str]]:
    """The columns of a table that refer to another: column → (table, column)."""
    found = {}
    for field, about in record.fields(name).items():
        if "references" in about:
            table, _, column = about["references"].partition(".")
            found[field] = table, column
    for key in record.resource(name)["schema"].get("foreignKeys", []):
        columns, reference = key["fields"], key["reference"]
        columns, targets = ([c] if isinstance(c, str) else c for c in (columns, reference["fields"]))
        if len(columns) == 1:
            found[columns[0]] = reference.get("resource") or name, targets[0]
    return found


class AsOf:
    """The record as a reader could have had it at the end of a day.

    A row is there if the last possible day of its ``known_from`` is not later. A field that was learnt later than its
    row (``end_date`` by ``end_known_from``, ``outcome`` by ``outcome_known_from``) is empty before; an undated end
    (``end_reason`` without ``end_known_from``) counts as learnt on the last day of evidence, and so do ``notes``, the
    remarks of the editors. A value that contradicts another is there from its first source on. A row that hangs
    on a row that was not known (the clause of a secret draft) is not there either; an optional reference to one is
    empty, a list of references leaves it out. Tables that carry no such dates and hang on none (actors, places,
    vocabulary, and sources, since a later source may attest what was public at the time) are given whole. The view
    grows with the date: what one day has, a later day has too, with the same values.

    Args:
        date: a date, or ISO text; ``2025-05`` counts as its last day.

    Raises:
        RecordError: not a date.
    """

    def __init__(self, date: str | datetime.date) -> None:
        try:
            self.day = record.days([str(date)])[1][0]
        except ValueError:
            self.day = np.datetime64("NaT")
        if np.isnat(self.day):
            raise RecordError(f"“{date}” is not a date", "as_of", "Write it as 2025-05-20.")
        self._views: dict[str, pd.DataFrame] = {}

    def load(self, name: str) -> pd.DataFrame:
        """One table as it was known: the columns of ``record.load``, in the same order.

        Raises:
            RecordError: there is no such table.
        """
        if name not in self._views:
            self._views |= self._settle(name)
        return self._views[name].copy()

    def disputed(self, table: str, row_id: str | None = None, field: str | None = None) -> pd.DataFrame:
        """``record.disputed``, of what was known."""
        return disputes.select(self.load("discrepancies"), table, row_id, field)

    @cached_property
    def _hiding(self) -> set[str]:
        """The tables of which something may be unknown: those with known_from, and those that hang on them."""
        names = record.tables()
        hiding = {n for n in names if any(c == "known_from" or c.endswith("_known_from") for c in record.fields(n))}
        hiding |= {n for n in names if {"table", "row_id"} <= set(record.fields(n))}
        while more := {n for n in names if n not in hiding and any(t in hiding for t, _ in _targets(n).values())}:
            hiding |= more
        return hiding

    def _settle(self, name: str) -> dict[str, pd.DataFrame]:
        """The views of a table and of every table that its rows hang on (they may hang on each other in a circle)."""
        views: dict[str, pd.DataFrame] = {}
        waiting = [name]
        while waiting:
            table = waiting.pop()
            if table in views:
                continue
            views[table] = self._views[table] if table in self._views else self._dated(table)
            if table in self._hiding:
                waiting += [t for t, _ in _targets(table).values() if t in self._hiding]
                if {"table", "row_id"} <= set(views[table].columns):
                    waiting += [t for t in views[table]["table"].dropna().unique() if t in record.tables()]
        while any([self._prune(table, views) for table in views if table in self._hiding]):
            pass
        return {table: view.reset_index(drop=True) for table, view in views.items()}

    def _dated(self, name: str) -> pd.DataFrame:
        """A table by its own dates alone."""
        frame = record.load(name)
        final = record.days([record.package()["record"]["last_evidence_date"]])[1][0]
        for column in [c for c in frame.columns if c == "known_from" or c.endswith("_known_from")]:
            later = record.days(frame[column])[1] > self.day
            if column == "known_from":
                later = later | frame[column].isna().to_numpy()
                frame = frame[~later].copy()
            else:
                prefix = column.removesuffix("_known_from")
                governed = [c for c in frame.columns if c == prefix or c.startswith(prefix + "_")]
                if f"{prefix}_date" in governed and final > self.day:
                    later |= frame[column].isna().to_numpy()  # how a truce ended is not known while it holds
                frame.loc[later, governed] = pd.NA
        if "notes" in frame.columns and final > self.day:
            frame["notes"] = pd.array([None] * len(frame), "string")  # remarks of today's editors
        if {"table", "row_id", "status", "source_ids"} <= set(frame.columns):
            frame = frame[(frame["status"] == "adopted").fillna(False).to_numpy() | self._published(frame["source_ids"])].copy()
        return frame

    def _published(self, cells: pd.Series) -> np.ndarray:
        """Whether one of the sources in each cell was out, or is undated."""
        sources = record.load("sources")
        out = ~(record.days(sources["published_date"])[1] > self.day)  # an undated source is NaT, which is not later
        there = dict(zip(sources["source_id"], out))
        return np.array([any(there.get(one, True) for one in cell.split(";")) for cell in cells.fillna("")], dtype=bool)

    def _prune(self, name: str, views: dict[str, pd.DataFrame]) -> bool:
        """Take out of one view what refers to the unknown; whether there was anything."""
        frame, about, changed = views[name], record.fields(name), False
        for column, (table, target) in _targets(name).items():
            if table not in self._hiding:
                continue
            known, listed = views[table][target], bool(about[column].get("list"))
            items = frame[column].dropna()
            items = items.str.split(";").explode() if listed else items
            gone = items[~items.isin(known)]
            if gone.empty:
                continue
            changed = True
            needed = about[column].get("constraints", {}).get("required") or column in record.primary_key(name)
            kept = items[items.isin(known)].groupby(level=0).agg(";".join) if listed else pd.Series(dtype="string")
            value = kept.reindex(gone.index.unique())
            if needed:
                frame = frame.drop(index=value.index[value.isna()])
                value = value.dropna()
            frame.loc[value.index, column] = value.astype("string")
        if {"table", "row_id"} <= set(frame.columns):
            unknown = self._unknown(frame, views)
            changed = changed or bool(unknown)
            if about["row_id"].get("constraints", {}).get("required"):
                frame = frame.drop(index=unknown)
            else:  # a row that only mentions another stays without the mention
                frame.loc[unknown, ["table", "row_id"]] = pd.NA
        views[name] = frame
        return changed

    @staticmethod
    def _unknown(frame: pd.DataFrame, views: dict[str, pd.DataFrame]) -> list[int]:
        """The rows that speak of a row, or of a field of a row, that was not known (``table``, ``row_id``, ``field``)."""
        gone: list[int] = []
        for table, rows in frame.dropna(subset=["table", "row_id"]).groupby("table"):
            if table not in views or not (key := record.primary_key(str(table))):
                continue
            now, ever = views[str(table)], record.load(str(table))
            now_by, ever_by = (f.set_axis(record.row_key(f, key), axis=0) for f in (now, ever))
            for index, row in rows.iterrows():
                field = row.get("field")
                if row["row_id"] not in now_by.index:
                    gone.append(index)
                elif isinstance(field, str) and field in ever_by.columns:
                    if pd.notna(ever_by.at[row["row_id"], field]) and pd.isna(now_by.at[row["row_id"], field]):
                        gone.append(index)
        return gone
