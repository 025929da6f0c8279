"""What the record rests on, and what it lacks.

Pandas in, pandas out; nothing is drawn here.
"""

from __future__ import annotations

import pandas as pd

from helpers import record


def readings(sources: pd.DataFrame) -> pd.DataFrame:
    """Sources by type and by how they were read: ``source_type``, ``reading``, ``sources``; the commonest type first."""
    found = sources.groupby(["source_type", "reading"], sort=True).size().rename("sources").reset_index()
    total = found.groupby("source_type")["sources"].transform("sum")
    return found.assign(total=total).sort_values(["total", "source_type"], ascending=[False, True], kind="stable").reset_index(drop=True)


def publishers(events: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """For each event (index ``event_id``) the number of groups of publishers that its sources come from."""
    groups = sources.set_index("source_id")["publisher_group"]
    pairs = events[["event_id", "source_ids"]].assign(source_id=events["source_ids"].str.split(";")).explode("source_id")
    pairs["group"] = pairs["source_id"].map(groups)
    return pairs.groupby("event_id", sort=False)["group"].nunique()


def later_known(frame: pd.DataFrame, last: str = "end_last") -> pd.Series:
    """True where a row became publicly known after its own last day; an imprecise date counts from its last day."""
    return pd.Series(pd.DatetimeIndex(record.days(frame["known_from"])[1], tz="UTC"), index=frame.index) > frame[last]


def share(part: int, whole: int) -> str:
    """A share in whole per cent, in words for a sentence: ``12 per cent``."""
    return f"{round(100 * part / whole)} per cent" if whole else "none"
