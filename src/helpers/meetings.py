"""Which events belong to a period of the book, and how to set many dates in a row without overlap.

Pandas in, pandas out; nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from helpers import record

HISTORY = ("2014-02-01", "2022-02-23")
"""First and last day of part one of the chapter History, and of the figures that speak of the same years."""

INVASION = "2022-02-24"
"""First day of part two of the chapter History."""


def since() -> tuple[str, str]:
    """The period of part two: from the invasion to the last day of evidence."""
    return INVASION, str(record.package()["record"]["last_evidence_date"])


def day(text: str) -> pd.Timestamp:
    """An ISO date as a UTC timestamp."""
    return pd.Timestamp(text, tz="UTC")


def within(frame: pd.DataFrame, period: tuple[str, str] = HISTORY, column: str = "start_first") -> pd.DataFrame:
    """The rows whose day lies in a period, both ends included, in the order of that day (ties in file order)."""
    inside = frame[column].between(day(period[0]), day(period[1]))
    return frame[inside].sort_values(column, kind="stable").reset_index(drop=True)


def lanes(days: Iterable[pd.Timestamp], gap: int) -> list[int]:
    """A lane for each date, so that two dates of one lane are at least ``gap`` days apart.

    Greedy: each date, in the order given (ascending), takes the lowest lane that is free. The first lane is 0.
    """
    last: list[pd.Timestamp] = []
    found = []
    for date in days:
        lane = next((n for n, before in enumerate(last) if (date - before).days >= gap), len(last))
        last[lane : lane + 1] = [date]
        found.append(lane)
    return found


TABLES = {
    "normandy-leaders": "Normandy format: leaders",
    "normandy-ministers": "Normandy format: ministers",
    "normandy-advisers": "Normandy format: advisers",
    "contact-group": "Contact Group",
    "us-russia": "United States and Russia",
    "ukraine-russia": "Ukraine and Russia alone",
    "wider": "Wider rounds",
}
"""The negotiating tables of the years before 2022, in the order in which they are shown."""

_NORMANDY = {
    "summit": "leaders",
    "agreement": "leaders",
    "ministerial_meeting": "ministers",
    "ceasefire": "ministers",
    "adviser_meeting": "advisers",
}
_TALKS = ("summit", "ministerial_meeting", "adviser_meeting", "bilateral_talks", "multilateral_talks", "phone_call")
_GROUP = ("contact_group_meeting", "agreement", "ceasefire", "recommitment")


def table_of(event_type: str, track: str) -> str | None:
    """The negotiating table at which an event happened, or None if it was no meeting.

    Args:
        event_type, track: the coded values of an event.

    Returns:
        A key of ``TABLES``. In the Normandy format a text counts for the leaders and a truce for the ministers, who
        made them; in the Contact Group a text or truce counts as the meeting that decided it.
    """
    if track == "normandy":
        level = _NORMANDY.get(event_type)
        return f"normandy-{level}" if level else None
    if track == "contact_group":
        return "contact-group" if event_type in _GROUP else None
    if track in ("us_russia", "ukraine_russia"):
        return track.replace("_", "-") if event_type in _TALKS else None
    if track in ("multilateral", "nato_russia", "osce", "western_mediation"):
        return "wider" if event_type in (*_TALKS, "agreement") else None
    return None


def seats(events: pd.DataFrame) -> pd.DataFrame:
    """The events that were meetings, with the column ``table`` (a key of ``TABLES``); order and columns stay."""
    found = [table_of(kind, track) for kind, track in zip(events["event_type"], events["track"])]
    return events.assign(table=pd.array(found, dtype="string")).dropna(subset=["table"]).reset_index(drop=True)


def longest_gap(days: pd.Series) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The two consecutive dates that lie farthest apart, the earlier pair if equal.

    Raises:
        ValueError: fewer than two dates.
    """
    ordered = days.sort_values().reset_index(drop=True)
    if len(ordered) < 2:
        raise ValueError("a gap needs two dates")
    last = int(ordered.diff().argmax())
    return ordered[last - 1], ordered[last]


def company(seated: pd.DataFrame, event_actors: pd.DataFrame, share: float = 0.5) -> pd.DataFrame:
    """Who sat at each table.

    Args:
        seated: the frame that ``seats`` gives.
        event_actors: the table of that name.
        share: an actor is named who was at more than this part of the table's meetings.

    Returns:
        One row per table and actor: ``table``, ``actor_id``, ``times`` (meetings at which the actor is recorded as
        party, mediator, signatory, witness or participant) and ``of`` (meetings of the table), most frequent first
        within a table, ties by actor id.
    """
    present = event_actors[event_actors["role"].isin(["party", "mediator", "signatory", "witness", "participant"])]
    pairs = present[["event_id", "actor_id"]].drop_duplicates().merge(seated[["event_id", "table"]], on="event_id")
    counts = pairs.groupby(["table", "actor_id"], as_index=False).size().rename(columns={"size": "times"})
    counts["of"] = counts["table"].map(seated["table"].value_counts())
    counts = counts[counts["times"] > share * counts["of"]]
    return counts.sort_values(["table", "times", "actor_id"], ascending=[True, False, True], ignore_index=True)
