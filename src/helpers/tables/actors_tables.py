"""Table of the chapter Actors: who is named at the tables that the United States held with either side since 2025."""

from __future__ import annotations

from helpers import meetings, participation, participation_people, record
from helpers.display import Table
from helpers.sourcing import ids
from helpers.wording import in_words

FIRST = "2025-01-20"
TRACKS = ("us_russia", "us_ukraine")
KINDS = ("summit", "ministerial_meeting", "multilateral_talks", "bilateral_talks")
"""Talks around a table. Calls and errands of envoys stand in tables of their own."""

SIDES = ["ukraine", "russia", "united-states", "european-union", "european-commission", "france", "germany", "united-kingdom", "italy", "finland", "nato", "saudi-arabia"]


def us_tables() -> Table:
    """The talks of the United States with Russia or with Ukraine since January 2025, with the people named for each side."""
    events, parts = record.load("events"), record.load("event_actors")
    inside = meetings.within(events, (FIRST, meetings.since()[1]))
    talks = inside[inside["track"].isin(TRACKS) & inside["event_type"].isin(KINDS)].reset_index(drop=True)
    found = participation_people.rosters(talks, parts, record.load("people"), SIDES)
    found = found[found["delegates"] != ""].merge(talks[["event_id", "start_date"]], on="event_id").reset_index(drop=True)
    names = participation.short_names(record.load("actors"))
    first = ~found.duplicated("event_id")
    found["side"] = found["actor_id"].map(names)
    found["when"] = [in_words(day) if shown else "" for day, shown in zip(found["start_date"], first)]
    found["talks"] = found["event_id"].where(first, "")
    return Table(
        found,
        name="tab-us-tables",
        caption=f"Who is named at the talks that the United States held with Russia or with Ukraine since January 2025, with the office of the day. Sides for which nobody is named are left out; calls, errands of envoys and rounds with both sides stand in other tables. Rows after {in_words(record.cutoff())} are provisional.",
        columns={"when": "Date", "talks": "Talks", "side": "For", "delegates": "Named, with office"},
        refs={"talks": "event"},
        widths={"when": 13, "talks": 22, "side": 12, "delegates": 53},
        sources=ids(talks),
    )
