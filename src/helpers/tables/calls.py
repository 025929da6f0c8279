"""Table of the chapter History: the presidents' calls, with what each side said of them."""

from __future__ import annotations

import pandas as pd

from helpers import intensity, meetings, readouts, record
from helpers.display import Table
from helpers.sourcing import ids
from helpers.wording import in_words, span

FIRST = "2025-01-20"
"""The day on which the administration changed."""

TRACKS = ["us_russia", "us_ukraine"]
"""Calls of two presidents; those in which several Europeans spoke stand in the chronology alone."""

NONE = "No account was found."


def calls() -> Table:
    """The telephone calls of President Trump with Presidents Putin and Zelenskyy, both accounts side by side."""
    events = meetings.within(record.load("events"), (FIRST, meetings.since()[1]))
    parts = record.load("event_actors")
    trump = set(parts.loc[parts["person_id"] == "donald-trump", "event_id"])
    found = events[(events["event_type"] == intensity.CALL) & events["track"].isin(TRACKS) & events["event_id"].isin(trump)]
    said = readouts.side_by_side(record.load("readouts"), "united-states")
    found = found.merge(said.rename(columns={"source_ids": "account_ids"}), on="event_id", how="left").fillna({"one": "", "other": "", "length": ""})
    silent = (found["one"] == "") & (found["other"] == "")
    found["one"] = found["one"].mask((found["one"] == "") & ~silent, NONE).mask(silent, found["summary"])
    found["other"] = found["other"].mask((found["other"] == "") & ~silent, NONE)
    found["when"] = [span(event) for event in found.itertuples()]
    found["outcome"] = found["outcome"].fillna("")
    return Table(
        found,
        name="tab-calls",
        caption=(
            "Calls of President Trump with Presidents Putin and Zelenskyy since January 2025 on record, with the length and the content that each side gave. Where no account of either side was found, the middle columns hold what is known. "
            f"Calls after {in_words(record.cutoff())} are provisional; calls that neither side made public are not here."
        ),
        columns={"when": "Date", "event_id": "Call", "length": "Length, as stated", "one": "Washington’s account", "other": "Moscow’s or Kyiv’s account", "outcome": "What followed"},
        refs={"event_id": "event"},
        widths={"when": 9, "event_id": 13, "length": 10, "one": 26, "other": 26, "outcome": 16},
        sources=sorted({*ids(found), *(one for cell in found["account_ids"].dropna() for one in cell.split(";"))}),
    )


def numbers() -> dict[str, int]:
    """Numbers of the prose: calls with President Putin and with President Zelenskyy alone."""
    events = meetings.within(record.load("events"), (FIRST, meetings.since()[1]))
    parts = record.load("event_actors")
    trump = set(parts.loc[parts["person_id"] == "donald-trump", "event_id"])
    rows = events[(events["event_type"] == intensity.CALL) & events["event_id"].isin(trump)]
    counts: pd.Series = rows["track"].value_counts()
    return {"n_calls_putin": int(counts.get("us_russia", 0)), "n_calls_zelenskyy": int(counts.get("us_ukraine", 0))}
