"""Table of the chapter History: every plan and draft of a settlement, with what became of it."""

from __future__ import annotations

import pandas as pd

from helpers import meetings, record
from helpers.display import Table
from helpers.sourcing import ids
from helpers.wording import in_words, text

KINDS = ("plan", "draft")
FIRST = meetings.INVASION


def register(documents: pd.DataFrame, first: pd.Timestamp) -> pd.DataFrame:
    """The plans and drafts from a day on, oldest first; ties in file order.

    Args:
        documents: the table ``documents`` as ``record.load`` gives it.
        first: the first day.
    """
    found = documents[documents["document_type"].isin(KINDS) & (documents["date_last"] >= first)]
    return found.sort_values("date_first", kind="stable").reset_index(drop=True)


def proposals() -> Table:
    """Plans and drafts since the invasion: who put them forward, how much is public, what became of them."""
    found = register(record.load("documents"), meetings.day(FIRST))
    names = record.load("actors").set_index("actor_id")
    short = names["short_name"].fillna(names["name"])
    words = record.load("vocabulary").set_index(["vocabulary", "term"])["title"]
    events = record.load("events").set_index("event_id")["outcome"]
    found["when"] = [in_words(text(day)) for day in found["date"]]
    found["by"] = [", ".join(short[one] for one in text(cell).split(";") if one) or "private authors" for cell in found["proposer_ids"]]
    found["points"] = found["points_count"].astype("Int64")
    found["public"] = [words.get(("text_public", text(term)), text(term)) for term in found["text_public"]]
    found["fate"] = [text(events.get(text(event))) for event in found["event_id"]]
    return Table(
        found,
        name="tab-proposals",
        caption=(
            "Plans and drafts for an end of the war since February 2022, with what followed their appearance. An empty number of points: not stated. How far a text is public decides how far the book can compare it; the clauses stand under each document."
        ),
        columns={"when": "Date", "document_id": "Text", "by": "Put forward by", "points": "Points", "public": "Public", "fate": "What followed"},
        refs={"document_id": "document"},
        widths={"when": 11, "document_id": 24, "by": 17, "points": 6, "public": 9, "fate": 33},
        sources=ids(found),
    )
