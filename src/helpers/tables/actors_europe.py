"""Table of the chapter Actors: what European states, in changing company, put forward and when."""

from __future__ import annotations

from helpers import meetings, record
from helpers.display import Table
from helpers.sourcing import ids
from helpers.wording import in_words, span, text

TRACK = "european_coalition"
FIRST = "2025-01-20"
LEFT_OUT = ("phone_call",)


def initiatives() -> Table:
    """Meetings, statements and texts of European states on an end of the war since January 2025."""
    events = meetings.within(record.load("events"), (FIRST, meetings.since()[1]))
    found = events[(events["track"] == TRACK) & ~events["event_type"].isin(LEFT_OUT)].reset_index(drop=True)
    documents = record.load("documents").dropna(subset=["event_id"]).groupby("event_id")["document_id"].agg(";".join)
    places = record.load("places").set_index("place_id")["name"]
    found["when"] = [span(row) for row in found.itertuples()]
    found["place"] = [places.get(text(place), "by video or in writing") for place in found["place_id"]]
    found["texts"] = found["event_id"].map(documents).astype("string")
    found["outcome"] = [text(cell) for cell in found["outcome"]]
    return Table(
        found,
        name="tab-europe",
        caption=f"Steps of European states, with Ukraine or without, on an end of the war since January 2025, with the texts that they left. Rows after {in_words(record.cutoff())} are provisional.",
        columns={"when": "Date", "place": "Place", "event_id": "Step", "texts": "Text", "outcome": "What came of it"},
        refs={"event_id": "event", "texts": "document"},
        widths={"when": 13, "place": 12, "event_id": 30, "texts": 17, "outcome": 28},
        sources=ids(found),
    )
