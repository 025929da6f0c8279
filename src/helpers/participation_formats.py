"""Which states share which formats. Pandas in, pandas out; nothing is drawn here."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from helpers.meetings import day


def members(memberships: pd.DataFrame, on: str) -> dict[str, set[str]]:
    """Format → those who belong to it on a day.

    Args:
        memberships: the table ``memberships``. One that began in a month or year belongs from its first possible day, one
            that ended in it until its last possible day.
        on: ISO date.
    """
    moment = day(on)
    held = memberships[(memberships["start_first"] <= moment) & (memberships["end_last"].isna() | (memberships["end_last"] >= moment))]
    return {str(name): set(rows) for name, rows in held.groupby("coalition_id")["member_id"]}


def combinations(memberships: pd.DataFrame, formats: Sequence[str], on: str, among: set[str] | None = None) -> pd.DataFrame:
    """Those that belong to the same formats, together.

    Args:
        memberships: the table ``memberships``.
        formats: the formats compared.
        on: ISO date on which the memberships are looked at.
        among: the members looked at; all of them when None.

    Returns:
        One row per combination that occurs: ``formats`` (tuple, in the order given), ``members`` (ids in alphabetical
        order), ``number``; the combination of most formats first, then the one of most members, ties by the first member.
    """
    inside = members(memberships, on)
    everyone = sorted(set().union(*(inside.get(name, set()) for name in formats)))
    groups: dict[tuple[str, ...], list[str]] = {}
    for member in everyone:
        if among is None or member in among:
            groups.setdefault(tuple(name for name in formats if member in inside.get(name, set())), []).append(member)
    rows = sorted(((key, found, len(found)) for key, found in groups.items()), key=lambda row: (-len(row[0]), -row[2], row[1]))
    return pd.DataFrame(rows, columns=["formats", "members", "number"])


def first_named(memberships: pd.DataFrame, coalition: str) -> pd.DataFrame:
    """How many members a format has from each day on which one is first named.

    Returns:
        One row per start: ``start_date`` (ISO, at its own precision), ``members`` (ids in alphabetical order), ``number`` and
        ``all`` (members so far; an end is not counted off), in order of the last possible day.
    """
    here = memberships[memberships["coalition_id"] == coalition].sort_values(["start_last", "start_date", "member_id"])
    found = here.groupby(["start_last", "start_date"], sort=True)["member_id"].agg(list).reset_index()
    found["number"] = found["member_id"].str.len()
    found["all"] = found["number"].cumsum()
    return found.rename(columns={"member_id": "members"})[["start_date", "members", "number", "all"]]
