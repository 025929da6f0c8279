"""Numbers and tables of the chapter Obstacles."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers import ceasefires, clauses, meetings, record
from helpers.clauses import MINSK
from helpers.display import Table
from helpers.sourcing import ids


def numbers() -> dict[str, Any]:
    """Counts of clauses and breaches for the prose."""
    provisions = clauses.until(record.load("provisions"), record.load("documents"), meetings.HISTORY[1])
    minsk = provisions[provisions["document_id"].isin(MINSK)]
    bound = clauses.bound(provisions, MINSK).groupby("actor_id")["clauses"].sum()
    alone = minsk["obligated_actor_ids"].fillna("")
    truces = record.load("ceasefires")
    course = ceasefires.course(truces, meetings.day(meetings.HISTORY[1]))
    seen = course[course["violation_seen"]]
    reporter = truces[truces["ceasefire_id"].isin(seen["ceasefire_id"])]["first_violation_reported_by"].fillna("")
    guarantees = provisions[provisions["issue_id"] == "security-guarantees"]
    dead = record.load("civilian_casualties")
    total = dead[dead["series_id"] == "ohchr-2014-2021-cumulative"].sort_values("end_first").iloc[-1]
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
        "n_accounts": len(_accounts()),
        "killed_to_2021": int(total["killed"]),
    }


def _accounts() -> pd.DataFrame:
    """The attributed accounts of events up to the day before the invasion, with ``event_id`` and ``year``."""
    found = clauses.attributed(record.load("discrepancies")).rename(columns={"row_id": "event_id"})
    days = record.load("events").set_index("event_id")[["start_date", "start_first"]]
    found = found.join(days, on="event_id")
    return found[found["start_first"] <= meetings.day(meetings.HISTORY[1])].assign(year=lambda f: f["start_date"].str[:4]).reset_index(drop=True)


def accounts() -> Table:
    """Contested points: who says what, with the sources."""
    found = _accounts()
    found = found.assign(author=found["author"].str[:1].str.upper() + found["author"].str[1:])
    return Table(
        found.sort_values("event_id", kind="stable"),
        name="tab-accounts",
        caption="Points of the years to February 2022 on which the accounts differ and the record prefers none. Where only one account is listed, no other was found on the pages read; that is a gap of the record, not a finding.",
        columns={"year": "Year", "event_id": "Event", "author": "Whose account", "account": "What it says", "source_ids": "Sources"},
        refs={"event_id": "event", "source_ids": "source"},
        widths={"year": 7, "event_id": 26, "author": 17, "account": 28, "source_ids": 22},
        sources=ids(found),
    )
