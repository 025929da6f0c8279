"""Numbers and tables of the chapter Paths forward."""

from __future__ import annotations

from typing import Any

from helpers import ceasefires, deals, meetings, record
from helpers.display import Table
from helpers.sourcing import ids

TERMS = ("truce", "ceasefire", "recommitment", "disengagement", "armistice")


def numbers() -> dict[str, Any]:
    """Counts and intervals for the prose."""
    events = meetings.within(record.load("events"))
    found = deals.register(events)
    kinds = found.groupby("kind").size()
    truces = record.load("ceasefires")
    early = truces["effective_first"].fillna(truces["announced_first"])
    course = ceasefires.course(truces, meetings.day(meetings.HISTORY[1]))
    counts = record.load("ceasefire_violations")
    quiet = counts[(counts["start_date"] == "2020-07-27")].sort_values("end_first").iloc[0]
    before = counts[counts["start_date"] == "2019-01-01"].iloc[0]
    days = int((quiet["end_first"] - quiet["start_first"]).days) + 1
    clauses = record.load("provisions")
    return {
        "n_deals": len(found),
        "n_commitments": int((truces["truce_status"].isin(ceasefires.IN_FORCE) & (early <= meetings.day(meetings.HISTORY[1]))).sum()),
        "n_truces": len(course),
        "n_new": kinds["Truce"],
        "n_anew": kinds["Truce promised anew"],
        "n_exchanges": kinds["Exchange of prisoners"],
        "n_pullbacks": kinds["Pull-back of forces"],
        "n_agreements": kinds[deals.AGREEMENT],
        "days_paris_exchange": deals.delay(events, "2019-12-09-paris-summit", "2019-12-29-prisoner-exchange"),
        "days_decision_last_pullback": deals.delay(events, "2016-09-21-disengagement-decision", "2019-11-09-disengagement-petrivske"),
        "days_quiet": deals.delay(events, "2020-07-27-ceasefire", "2022-02-17-fire-surge"),
        "quiet_per_day": round(int(quiet["violations"]) / days),
        "before_per_day": round(int(before["violations"]) / 365),
        "n_measures": int((clauses["document_id"] == "additional-measures-2020").sum()),
    }


def terms() -> Table:
    """What the words mean, from the glossary."""
    words = record.load("vocabulary")
    words = words[words["vocabulary"] == "glossary"].set_index("term").loc[list(TERMS)].reset_index()
    return Table(
        words,
        name="tab-terms",
        caption="Five words for ways to stop fire, as this book uses them, from the glossary.",
        columns={"title": "Word", "definition": "Meaning in this book"},
        widths={"title": 20, "definition": 80},
    )


def register() -> Table:
    """Limited agreements, pull-backs and exchanges, and what came of each."""
    found = deals.register(meetings.within(record.load("events")))
    found = found[~found["event_type"].isin(["ceasefire", "recommitment"])]
    return Table(
        found.assign(day=found["start_date"]),
        name="tab-deals",
        caption="Limited deals other than truces from 2014 to February 2022, with what came of each. Where sources give different numbers of people exchanged, the data's table of discrepancies holds them all.",
        columns={"day": "First day", "kind": "Kind", "event_id": "Event", "outcome": "What came of it", "source_ids": "Sources"},
        refs={"event_id": "event", "source_ids": "source"},
        widths={"day": 12, "kind": 15, "event_id": 23, "outcome": 30, "source_ids": 20},
        sources=ids(found),
    )
