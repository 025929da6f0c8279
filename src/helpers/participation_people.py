"""Envoys: how long they held a mandate, and in which talks they are named. Pandas in, pandas out."""

from __future__ import annotations

import pandas as pd

from helpers import participation


def named(events: pd.DataFrame, event_actors: pd.DataFrame, watched: list[str]) -> pd.DataFrame:
    """The talks in which each watched person is named.

    Args:
        events: rows of the table ``events``.
        event_actors: the table ``event_actors``.
        watched: person ids.

    Returns:
        One row per talks and person, in order of the day: ``person_id``, ``actor_id``, ``event_id``, ``title``,
        ``day`` (first day).
    """
    talks = events.loc[events["event_type"].isin(participation.TALKS), ["event_id", "title", "start_first"]]
    parts = event_actors[event_actors["person_id"].isin(watched)].drop_duplicates(["event_id", "person_id"])
    found = parts[["event_id", "actor_id", "person_id"]].merge(talks, on="event_id").rename(columns={"start_first": "day"})
    return found.sort_values(["day", "event_id"], kind="stable")[["person_id", "actor_id", "event_id", "title", "day"]].reset_index(drop=True)


def office(people: pd.DataFrame, person: str, day: pd.Timestamp) -> pd.Series:
    """The row of ``people`` that a person held on a day; the first row of the person where none covers it.

    Raises:
        KeyError: the person is not in the table.
    """
    held = people[people["person_id"] == person]
    if held.empty:
        raise KeyError(person)
    starts, ends = held["start_first"], held["end_last"]
    fits = held[(starts.isna() | (starts <= day)) & (ends.isna() | (ends >= day))]
    return (fits if len(fits) else held).iloc[-1 if len(fits) else 0]


def rosters(events: pd.DataFrame, event_actors: pd.DataFrame, people: pd.DataFrame, actors: list[str]) -> pd.DataFrame:
    """Who is named for whom at each event, with the office of that day.

    Args:
        events: rows of the table ``events``, in the order wanted.
        event_actors: the table ``event_actors``.
        people: the table ``people``.
        actors: those whose delegates are wanted, in the order wanted.

    Returns:
        One row per event and actor with a part in it: ``event_id``, ``actor_id``, ``day`` and ``delegates`` (``Name (office)``
        separated by ``; ``; empty where nobody is named).
    """
    rows = []
    for event in events.itertuples(index=False):
        parts = event_actors[event_actors["event_id"] == event.event_id]
        for actor in actors:
            here = parts[parts["actor_id"] == actor]
            if here.empty:
                continue
            held = [office(people, person, event.start_first) for person in here["person_id"].dropna().drop_duplicates()]
            said = list(dict.fromkeys(f"{row['name']} ({row['office']})" for row in held))
            rows.append((event.event_id, actor, event.start_first, "; ".join(said)))
    return pd.DataFrame(rows, columns=["event_id", "actor_id", "day", "delegates"])


def mandates(people: pd.DataFrame, talks: pd.DataFrame, first: pd.Timestamp) -> pd.DataFrame:
    """The time of each office of the people in ``talks``, as far as the record knows it.

    Args:
        people: the table ``people``; an office without a first day is left out.
        talks: what ``named`` gives.
        first: offices that ended before this day are left out, and earlier first days are cut to it.

    Returns:
        One row per office: ``person_id``, ``office``, ``start``, ``end`` and ``is_end_known``. Where the record has no
        end, the office is drawn to the last talks in which the person is named, and not at all if that is earlier.
    """
    last = talks.groupby("person_id")["day"].max()
    held = people[people["person_id"].isin(last.index) & people["start_first"].notna()].copy()
    held["is_end_known"] = held["end_last"].notna()
    held["end"] = held["end_last"].fillna(held["person_id"].map(last))
    held["start"] = held["start_first"].where(held["start_first"] >= first, first)
    held = held[held["end"] >= held["start"]]
    return held[["person_id", "office", "start", "end", "is_end_known"]].reset_index(drop=True)
