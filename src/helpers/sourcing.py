"""The sources of a selection of rows."""

from __future__ import annotations

import pandas as pd

from helpers import record


def ids(*frames: pd.DataFrame) -> list[str]:
    """The source ids named in the column ``source_ids`` of the frames, each once, sorted."""
    found: set[str] = set()
    for frame in frames:
        for cell in frame["source_ids"].dropna():
            found.update(cell.split(";"))
    return sorted(found - {""})


def uses() -> dict[str, list[tuple[str, str]]]:
    """What each source is used for: its id → the rows that name it, as table and identity, in the order of the package."""
    found: dict[str, list[tuple[str, str]]] = {}
    for table in record.tables():
        columns = [name for name, field in record.fields(table).items() if field.get("references") == "sources.source_id"]
        if not columns or not (key := record.primary_key(table)):
            continue
        frame = record.load(table)
        identities = record.row_key(frame, key)
        for column in columns:
            for identity, cell in zip(identities, frame[column].fillna("")):
                for source in dict.fromkeys(filter(None, str(cell).split(";"))):
                    found.setdefault(source, []).append((table, identity))
    return found
