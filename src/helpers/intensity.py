"""How much was negotiated in each month, and what harm to civilians was counted in it.

Pandas in, pandas out; nothing is drawn here. Two quantities stand side by side; that one causes the other is not said.
"""

from __future__ import annotations

import pandas as pd

from helpers.meetings import day

MEETINGS = (
    "negotiation_round",
    "summit",
    "ministerial_meeting",
    "adviser_meeting",
    "envoy_meeting",
    "bilateral_talks",
    "multilateral_talks",
    "contact_group_meeting",
    "mediation_initiative",
)
"""Values of ``event_type`` that are a meeting; a telephone call is counted apart."""

SHUTTLE = ("mediation_initiative", "envoy_meeting")
"""Meetings in which a go-between sees the two sides one after the other, as a rule: never counted as direct."""

CALL = "phone_call"

HARM = ("ohchr-2022-months-first", "ohchr-2022-months-february-2023", "ohchr-2022-months-comparison")
"""Series of monthly counts, the preferred first: the monthly update, the table of February 2023, a later comparison."""


def together(event_actors: pd.DataFrame, pair: tuple[str, str] = ("ukraine", "russia")) -> set[str]:
    """The events in which both of a pair are a party or a signatory; a mere participant need not have met the other."""
    seated = event_actors[event_actors["role"].isin(["party", "signatory"]) & event_actors["actor_id"].isin(pair)]
    both = seated.groupby("event_id")["actor_id"].nunique() == len(pair)
    return set(both.index[both])


def monthly(events: pd.DataFrame, event_actors: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """Meetings and calls of each month between two days.

    Args:
        events: the table ``events``; an event counts in the month of its first day, one dated by year alone nowhere.
        event_actors: the table ``event_actors``.
        first, last: ISO dates, both included.

    Returns:
        One row per month, months without anything included: ``month`` (its first day, ISO), ``direct`` (meetings in
        which Ukraine and Russia both had a seat, those of ``SHUTTLE`` left out), ``other`` (all other meetings),
        ``calls``.
    """
    inside = events[events["start_first"].between(day(first), day(last)) & (events["start_date"].str.len() >= 7)]
    both = inside["event_id"].isin(together(event_actors)) & ~inside["event_type"].isin(SHUTTLE)
    kind = pd.Series("other", index=inside.index).mask(both, "direct").mask(inside["event_type"] == CALL, "calls")
    counted = inside["event_type"].isin([*MEETINGS, CALL])
    month = inside["start_date"].str[:7] + "-01"
    table = pd.crosstab(month[counted], kind[counted])
    months = pd.date_range(first[:7], last[:7], freq="MS").strftime("%Y-%m-%d")
    table = table.reindex(index=months, columns=["direct", "other", "calls"], fill_value=0)
    return table.rename_axis(index="month", columns=None).reset_index()


def harm(casualties: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """Civilians killed and injured in each month between two days, as one publication counted them.

    Args:
        casualties: the table ``civilian_casualties``. Rows that cover one calendar month are used, or a part of the
            month in which ``first`` lies; nothing is subtracted or divided to fill a month.
        first, last: ISO dates, both included.

    Returns:
        One row per month: ``month`` (its first day, ISO), ``killed``, ``injured`` (missing where not given),
        ``series_id`` (the first of ``HARM`` that has the month; missing where none has: a gap), ``source_ids``.
    """
    rows = casualties[casualties["series_id"].isin(HARM) & casualties["killed"].notna()]
    whole = rows["end_first"] == rows["start_first"] + pd.offsets.MonthEnd(0)
    rows = rows[whole & rows["start_first"].between(day(first), day(last))]
    rows = rows.assign(month=rows["start_date"].str[:7] + "-01", rank=rows["series_id"].map(HARM.index))
    best = rows.sort_values("rank", kind="stable").drop_duplicates("month").set_index("month")
    months = pd.Index(pd.date_range(first[:7], last[:7], freq="MS").strftime("%Y-%m-%d"), name="month")
    return best[["killed", "injured", "series_id", "source_ids"]].reindex(months).reset_index()
