"""Numbers and tables of the chapter Obstacles."""

from __future__ import annotations

from typing import Any

from helpers import ceasefires, clauses, meetings, record
from helpers.clauses import MINSK
from helpers.display import Table
from helpers.sourcing import ids


def numbers() -> dict[str, Any]:
    """Counts of clauses and breaches for the prose."""
    provisions = record.load("provisions")
    minsk = provisions[provisions["document_id"].isin(MINSK)]
    bound = clauses.bound(provisions, MINSK).groupby("actor_id")["clauses"].sum()
    alone = minsk["obligated_actor_ids"].fillna("")
    truces = record.load("ceasefires")
    course = ceasefires.course(truces, meetings.day(meetings.HISTORY[1]))
    seen = course[course["violation_seen"]]
    reporter = truces[truces["ceasefire_id"].isin(seen["ceasefire_id"])]["first_violation_reported_by"].fillna("")
    guarantees = provisions[provisions["issue_id"] == "security-guarantees"]
    dead = record.load("civilian_casualties")
    total = dead[dead["is_cumulative"].fillna(False)].sort_values("end_first").iloc[-1]
    return {
        "n_minsk_clauses": len(minsk),
        "n_minsk_ukraine": bound["ukraine"],
        "n_minsk_ukraine_alone": int((alone == "ukraine").sum()),
        "n_minsk_areas": bound["dpr"],
        "n_minsk_russia": bound["russia"],
        "n_minsk_nobody": int((alone == "").sum()),
        "n_truces": len(course),
        "n_breach_known": len(seen),
        "n_breach_first_day": int((seen["days_to_violation"] == 0).sum()),
        "n_breach_by_osce": int((reporter == "osce-smm").sum()),
        "n_breach_by_sides": int(reporter.str.contains("ukraine|russia|dpr|lpr").sum()),
        "n_breach_unknown": len(course) - len(seen),
        "n_guarantee_clauses": len(guarantees),
        "n_guarantee_minsk": int(guarantees["document_id"].isin(MINSK).sum()) or "none",
        "n_accounts": len(clauses.attributed(record.load("discrepancies"))),
        "killed_to_2021": int(total["killed"]),
    }


def accounts() -> Table:
    """Contested points: who says what, with the sources."""
    found = clauses.attributed(record.load("discrepancies")).rename(columns={"row_id": "event_id"})
    events = record.load("events").set_index("event_id")
    found = found.assign(year=found["event_id"].map(events["start_date"]).str[:4], author=found["author"].str[:1].str.upper() + found["author"].str[1:])
    return Table(
        found.sort_values("event_id", kind="stable"),
        name="tab-accounts",
        caption="Points on which the accounts differ and the record prefers none. Where only one account is listed, no other was found on the pages read; that is a gap of the record, not a finding.",
        columns={"year": "Year", "event_id": "Event", "author": "Whose account", "account": "What it says", "source_ids": "Sources"},
        refs={"event_id": "event", "source_ids": "source"},
        widths={"year": 7, "event_id": 26, "author": 17, "account": 28, "source_ids": 22},
        sources=ids(found),
    )
