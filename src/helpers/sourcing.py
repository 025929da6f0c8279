"""The sources of a selection of rows."""

from __future__ import annotations

import pandas as pd


def ids(*frames: pd.DataFrame) -> list[str]:
    """The source ids named in the column ``source_ids`` of the frames, each once, sorted."""
    found: set[str] = set()
    for frame in frames:
        for cell in frame["source_ids"].dropna():
            found.update(cell.split(";"))
    return sorted(found - {""})
