"""Table of the chapter History: what stood on several days, as a reader of the record could have known it then."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers import bargaining, ceasefires, intensity, meetings, record
from helpers.display import Table
from helpers.sourcing import ids
from helpers.wording import in_words, text

DAYS = ("2025-02-02", "2025-05-20", "2025-12-03")
"""Days of three articles that the page of claims checks; the cut-off and the last day of evidence are added."""

ISSUES = {"ceasefire-2025": "Ceasefire", "territory": "Territory", "neutrality-nato": "NATO", "security-guarantees": "Guarantees"}
"""Scales of the table and their names in it."""

TEXTS = ("plan", "draft")
PAIR = {"donald-trump", "vladimir-putin"}
MEETINGS = (intensity.CALL, "summit")
WHOLE = ("full", "holiday")
"""Scopes of a truce that stop all fire, for a time or without an end."""
KILLED = "ohchr-2022-cumulative"


def _days() -> list[str]:
    return [*DAYS, record.cutoff(), meetings.since()[1]]


def _last(rows: pd.DataFrame, column: str, title: str = "title") -> str:
    """The latest row as ``title (day)``; a dash where there is none."""
    rows = rows.dropna(subset=[column])
    if rows.empty:
        return "–"
    row = rows.sort_values(column, kind="stable").iloc[-1]
    day = row.get("start_date") or row.get("effective_date") or row.get("date")
    return f"{text(row[title])} ({in_words(text(day))})"


def _stands(view: Any, day: pd.Timestamp) -> dict[str, str]:
    """Issue → where Ukraine and Russia stood on a day, by their last coded statement known then."""
    scales = view.load("scales")
    labels = scales.set_index(["scale_id", "step"])["label"]
    found = bargaining.standing(bargaining.coded(view.load("positions")), [day], bargaining.terms(scales)).set_index(["scale_id", "actor_id"])["code"]
    stands = {}
    for scale, name in ISSUES.items():
        said = []
        for actor, label in (("ukraine", "Ukraine"), ("russia", "Russia")):
            code = found.get((scale, actor))
            said.append(f"{label}: " + ("no statement coded" if code is None else f"{code:g}, {labels[scale, int(code)]}"))
        stands[name] = "; ".join(said)
    return stands


def standing_on(date: str) -> dict[str, str]:
    """What a reader of the record could have known on one day: row of the table → cell, in order.

    Args:
        date: ISO date, day precision.
    """
    view, day = record.as_of(date), meetings.day(date)
    events, parts = view.load("events"), view.load("event_actors")
    events = events[events["start_first"] <= day]
    both = set(intensity.together(parts))
    pair = parts[parts["person_id"].isin(PAIR)].groupby("event_id")["person_id"].nunique()
    presidents = events[events["event_id"].isin(pair[pair == len(PAIR)].index) & events["event_type"].isin(MEETINGS) & ~events["is_disputed"]]
    truces = view.load("ceasefires")
    truces = truces[truces["truce_status"].isin(ceasefires.IN_FORCE) & truces["scope"].isin(WHOLE) & (truces["effective_first"] <= day)]
    texts = view.load("documents")
    texts = texts[texts["document_type"].isin(TEXTS) & (texts["date_first"] <= day)]
    swaps = view.load("prisoner_exchanges")
    swaps = swaps[(swaps["date_first"] >= meetings.day(meetings.INVASION)) & (swaps["date_first"] <= day)]
    harm = view.load("civilian_casualties")
    harm = harm[(harm["series_id"] == KILLED) & (harm["end_last"] <= day)].sort_values("end_last")
    count = f"{harm['killed'].iloc[-1]:,} killed, {harm['injured'].iloc[-1]:,} injured ({in_words(text(harm['end_date'].iloc[-1]))})" if len(harm) else "–"
    return {
        "Last round with both Ukraine and Russia": _last(events[(events["event_type"] == "negotiation_round") & events["event_id"].isin(both)], "start_first"),
        "Last talk of Presidents Trump and Putin": _last(presidents, "start_first"),
        "Last truce on the whole front that was to begin": _last(truces, "effective_first"),
        "Latest plan or draft": _last(texts, "date_first", "short_title"),
        "Exchanges of prisoners since the invasion": f"{len(swaps):,}",
        "Civilians, verified, a minimum": count,
        **_stands(view, day),
    }


def then_and_now() -> Table:
    """What stood on the days of three articles, at the cut-off and on the last day of evidence."""
    days = _days()
    found = {day: standing_on(day) for day in days}
    frame = pd.DataFrame([{"what": what, **{f"d{n}": found[day][what] for n, day in enumerate(days)}} for what in found[days[0]]])
    view = record.as_of(days[-1])
    events = view.load("events")
    return Table(
        frame,
        name="tab-then-and-now",
        caption=(
            "What a reader of this record could have known on five days: three days of 2025 on which articles that the page of claims checks describe the talks, the cut-off and the last day of evidence. Computed from the record as of each day; "
            "a step runs from 0, Ukraine’s declared maximum, to 4, Russia’s, and is that of the last statement coded."
        ),
        columns={"what": "On that day", **{f"d{n}": in_words(day) for n, day in enumerate(days)}},
        widths={"what": 15, **{f"d{n}": 17 for n in range(len(days))}},
        sources=ids(events[(events["event_type"] == "negotiation_round") & (events["start_first"] >= meetings.day(DAYS[0]))]),
    )
