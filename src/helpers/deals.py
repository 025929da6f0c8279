"""Limited deals: exchanges of prisoners, pull-backs, truces; what was promised for when, and when it came.

Pandas in, pandas out; nothing is drawn here.
"""

from __future__ import annotations

import pandas as pd

KINDS = {
    "ceasefire": "Truce",
    "recommitment": "Truce promised anew",
    "disengagement": "Pull-back of forces",
    "prisoner_exchange": "Exchange of prisoners",
}
"""Values of ``event_type`` that are limited deals, with their names."""

AGREEMENT = "Limited agreement"
"""Kind of an agreement all of whose issues are among ``LIMITED``."""

LIMITED = {"ceasefire", "withdrawal-of-forces", "force-limits", "monitoring", "prisoners", "humanitarian"}
"""Issues that can be settled without settling status, border, elections or alliances."""


def register(events: pd.DataFrame) -> pd.DataFrame:
    """The limited deals among the events, in the order of their first day, with ``kind`` in words.

    A deal is limited if its type is one of ``KINDS``, or if it is an agreement that treats issues of ``LIMITED`` alone.
    """
    narrow = events["issue_ids"].str.split(";").map(lambda found: isinstance(found, list) and set(found) <= LIMITED)
    kind = events["event_type"].map(KINDS).mask((events["event_type"] == "agreement") & narrow, AGREEMENT)
    found = events.assign(kind=kind).dropna(subset="kind")
    return found.sort_values("start_first", kind="stable").reset_index(drop=True)


def delay(events: pd.DataFrame, earlier: str, later: str) -> int:
    """Days from the last day of one event to the first day of another.

    Raises:
        KeyError: there is no such event.
    """
    by = events.set_index("event_id")
    last = by["end_last"].fillna(by["start_last"])
    return int((by["start_first"][later] - last[earlier]).days)
