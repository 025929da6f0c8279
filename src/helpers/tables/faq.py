"""Numbers of the pages for readers in a hurry: the answers to questions, and the story in ten minutes.

What a chapter counts is taken from that chapter's numbers, so that an answer and the chapter that says more cannot differ.
Only what is asked here alone is counted here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from helpers import ceasefires, intensity, meetings, participation, record
from helpers.tables import actors_numbers, calls, harm, history, method, obstacles, paths, then_and_now
from helpers.wording import in_words, text

PRESIDENTS = {"volodymyr-zelenskyy", "vladimir-putin"}
ROUND = "negotiation_round"

TAKEN: dict[Callable[[], dict[str, Any]], str] = {
    history.numbers: (
        "n_violation_known n_first_day forces_russian_figure forces_ukrainian_figure es1_yes es1110_yes es1110_no es1110_abstain "
        "n_sources_after_cutoff n_sources_after_cutoff_address"
    ),
    calls.numbers: "n_calls_putin",
    actors_numbers.numbers: (
        "both_since n_since us_late n_since_late usru usru_ukraine usru_europe n_rounds_2022 n_rounds_2025 n_rounds_three "
        "talks_witkoff talks_kushner coalition_first coalition_jul coalition_promised n_swaps"
    ),
    obstacles.numbers: (
        "n_far n_scales n_over_half_year distance_first distance_low distance_last n_minsk_clauses n_minsk_ukraine n_minsk_russia n_guarantee_minsk "
        "cap_28 part_28 part_e3 part_20 land_first land_last gain_2025_deepstate gain_2025_afp needs_bn"
    ),
    paths.numbers: (
        "n_promises n_kept n_truce_promises truces_kept truces_broken n_whole longest_whole quiet_per_day before_per_day people_ukraine people_russia "
        "bodies_ukraine bodies_russia grain_tonnes may_delivered n_designs n_in_force n_signs "
        "met_ceasefire met_settlement met_continued_war met_frozen_conflict"
    ),
    method.numbers: "n_events n_sources n_opened n_groups n_values n_disputed_rows n_open_values n_english",
}
"""The numbers of a chapter that these pages repeat, by their names there; ``none`` stands for 0."""


def last_day() -> str:
    """The last day of evidence, ISO."""
    return meetings.since()[1]


def running(truces: pd.DataFrame, since: pd.Timestamp, on: pd.Timestamp) -> pd.DataFrame:
    """The truces of the whole front that run on a day.

    Args:
        truces: the table ``ceasefires``.
        since: truces that began earlier are left out; few of the years before the invasion have a recorded end.
        on: the day.

    Returns:
        Rows of ``truces`` that began between the two days, inclusive, and have no end or one after the day.
    """
    begun = truces["truce_status"].isin(ceasefires.IN_FORCE) & (truces["effective_first"] >= since) & (truces["effective_first"] <= on)
    over = truces["end_last"].notna() & (truces["end_last"] < on)
    return truces[begun & truces["scope"].isin(then_and_now.WHOLE) & ~over]


def last_round(events: pd.DataFrame, event_actors: pd.DataFrame) -> pd.Series:
    """The latest round of talks to which both Ukraine and Russia came: its row of ``events``."""
    both = intensity.together(event_actors)
    rounds = events[(events["event_type"] == ROUND) & events["event_id"].isin(both)]
    return rounds.sort_values("start_first", kind="stable").iloc[-1]


def last_meeting(events: pd.DataFrame, event_actors: pd.DataFrame, people: set[str]) -> pd.Series:
    """The latest summit at which all these people had a seat: its row of ``events``."""
    there = event_actors[event_actors["person_id"].isin(people) & event_actors["role"].isin(participation.SEATS)].groupby("event_id")["person_id"].nunique()
    found = events[events["event_id"].isin(there[there == len(people)].index) & (events["event_type"] == "summit")]
    return found.sort_values("start_first", kind="stable").iloc[-1]


def _latest(frame: pd.DataFrame, column: str = "date") -> str:
    """The latest date of a table, in words."""
    return in_words(text(frame.sort_values(f"{column}_first", kind="stable")[column].iloc[-1]))


def _own() -> dict[str, Any]:
    """What these pages alone count."""
    first, last = map(meetings.day, meetings.since())
    events, parts = record.load("events"), record.load("event_actors")
    now = running(record.load("ceasefires"), first, last)
    final = last_round(events, parts)
    found = harm.latest().set_index("what")
    return {
        "last_day": in_words(last_day()),
        "ceasefire_now": "Yes" if len(now) else "No",
        "n_running": len(now) or "no",
        "last_round": in_words(text(final["end_date"]) or text(final["start_date"])),
        "last_presidents": in_words(text(last_meeting(events, parts, PRESIDENTS)["start_date"])),
        "last_exchange": _latest(record.load("prisoner_exchanges")),
        "last_bodies": _latest(record.load("returns_of_bodies")),
        "killed": found.at["Civilians killed", "number"],
        "injured": found.at["Civilians injured", "number"],
        "harm_day": in_words(text(found.at["Civilians killed", "date"])),
        "displaced": found.at["Displaced inside Ukraine", "number"],
        "refugees": found.at["Refugees from Ukraine, worldwide", "number"],
        "moved_day": in_words(text(found.at["Refugees from Ukraine, worldwide", "date"])),
    }


def numbers() -> dict[str, Any]:
    """All numbers of the two pages, by the name that ``{glue:text}`` uses."""
    taken: dict[str, Any] = {}
    for compute, names in TAKEN.items():
        every = compute()
        taken.update({name: "none" if every[name] == 0 else every[name] for name in names.split()})
    return {**taken, **_own()}
