"""Who sat at which table, and in which role.

Pandas in, pandas out; nothing is drawn here. A seat is a role in which somebody took part in talks; to be an observer or
the subject of talks is not a seat, nor is to give the room, unless the host sat down in person (``HOSTS_SIT``).
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

TALKS = (
    "contact_group_meeting",
    "summit",
    "ministerial_meeting",
    "adviser_meeting",
    "negotiation_round",
    "envoy_meeting",
    "bilateral_talks",
    "multilateral_talks",
    "phone_call",
    "mediation_initiative",
    "agreement",
    "ceasefire",
    "recommitment",
)
"""Values of ``event_type`` that are talks, or a text or truce that came out of talks."""

SEATS = ("party", "mediator", "signatory", "participant", "host")
"""Roles that are a seat, the weightiest first: an actor with several roles in an event counts by the first."""

HOSTS_SIT = ("us_russia", "us_ukraine", "black_sea", "european_coalition", "global_mediation", "western_mediation", "ukrainian_initiative", "multilateral")
"""Tracks on which a host sat at the table where a person of it is named; on the others to give the room is no seat."""

TRUCES_FROM = ("normandy", "contact_group")
"""Tracks on which a truce came out of a meeting and counts as one; elsewhere one side declared it or a call brought it."""

TABLES = {
    "normandy": "Normandy format",
    "contact_group": "Contact Group",
    "ukraine_russia": "Ukraine and Russia",
    "us_russia": "United States and Russia",
    "us_ukraine": "United States and Ukraine",
    "trilateral_us": "Three-way track",
    "black_sea": "Grain and shipping",
    "european_coalition": "European coalition",
    "ukrainian_initiative": "Ukraine’s formats",
    "global_mediation": "Mediation from other regions",
}
"""Tracks that are a table of their own; talks on any other track count as ``OTHER``."""

OTHER = "Other talks"

AREAS = {"dpr": "areas", "lpr": "areas"}
"""The representatives of certain areas of Donetsk and of Luhansk regions, who came together, counted as one."""

HOUSES = {
    **AREAS,
    "european-council": "european-union",
    "european-commission": "european-union",
    "eu-council": "european-union",
    "un-secretary-general": "united-nations",
}
"""Actors that are counted under another: those of ``AREAS``, and organs under their organisation."""

EUROPEANS = "europeans"
"""Id of the composite of ``EUROPE``."""

EUROPE = dict.fromkeys(
    "france germany united-kingdom italy poland spain finland denmark netherlands norway sweden nato european-union european-commission european-council e3".split(),
    EUROPEANS,
)
"""European states, the EU and NATO, counted as one where the question is whether any of them sat."""

EARLY = ("2014-02-01", "2022-02-23")
"""The years before the full-scale invasion."""

FIRST_DAY = "2022-02-24"
"""First day of the full-scale invasion."""


def short_names(actors: pd.DataFrame) -> dict[str, str]:
    """Actor id → the name for a label, from the table ``actors``; with the two of ``AREAS`` as one."""
    names = dict(zip(actors["actor_id"], actors["short_name"].fillna(actors["name"])))
    return {**names, "areas": " and ".join(names[a] for a in AREAS if a in names)}


def seats(events: pd.DataFrame, event_actors: pd.DataFrame, together: Mapping[str, str] = {}) -> pd.DataFrame:
    """The seats of all talks in which at least two actors sat.

    Args:
        events: the table ``events`` as ``record.load`` gives it.
        event_actors: the table ``event_actors``.
        together: actor id → id under which it is counted, ``AREAS`` for example.

    Returns:
        One row per event and actor, in the order of ``events``, seats in the order of ``SEATS``: ``event_id``,
        ``year`` (of the first day), ``table`` (one of ``TABLES`` or ``OTHER``), ``actor_id``, ``role``.
    """
    talks = events[events["event_type"].isin(TALKS) & ((events["event_type"] != "ceasefire") | events["track"].isin(TRUCES_FROM))]
    talks = pd.DataFrame(
        {
            "event_id": talks["event_id"],
            "year": talks["start_date"].str[:4].astype(int),
            "table": talks["track"].map(TABLES).fillna(OTHER),
            "order": range(len(talks)),
        }
    )
    inside = set(events.loc[events["track"].isin(HOSTS_SIT), "event_id"])
    sits = event_actors["role"].isin(SEATS) & (
        (event_actors["role"] != "host") | (event_actors["person_id"].notna() & event_actors["event_id"].isin(inside))
    )
    taken = event_actors.loc[sits, ["event_id", "actor_id", "role"]]
    taken["actor_id"] = taken["actor_id"].replace(dict(together))
    taken = taken.assign(weight=taken["role"].map(SEATS.index)).sort_values("weight", kind="stable").drop_duplicates(["event_id", "actor_id"])
    found = talks.merge(taken, on="event_id")
    found = found[found.groupby("event_id")["actor_id"].transform("size") >= 2]
    found = found.sort_values(["order", "weight"], kind="stable")
    return found[["event_id", "year", "table", "actor_id", "role"]].reset_index(drop=True)


def attendance(seated: pd.DataFrame, watched: Mapping[str, list[str]]) -> pd.DataFrame:
    """How often each watched actor sat at a table in each year in which the table met.

    Args:
        seated: what ``seats`` gives.
        watched: table → the actors to look for, in the order wanted.

    Returns:
        One row per table, actor and year in which the table met: ``table``, ``actor_id``, ``year``, ``met`` (talks of
        the table that year), ``sat`` (those in which the actor sat, 0 where it was absent) and ``role`` (the role it
        had most often, the weightier one in a tie; empty where it was absent).
    """
    rows = []
    for table, actors in watched.items():
        here = seated[seated["table"] == table]
        for actor in actors:
            for year, talks in here.groupby("year"):
                roles = talks.loc[talks["actor_id"] == actor, "role"]
                most = max(SEATS, key=lambda role: ((roles == role).sum(), -SEATS.index(role)))
                rows.append((table, actor, int(year), talks["event_id"].nunique(), len(roles), most if len(roles) else ""))
    return pd.DataFrame(rows, columns=["table", "actor_id", "year", "met", "sat", "role"])


def circle(seated: pd.DataFrame, actors: list[str]) -> pd.DataFrame:
    """How often each actor sat at each table over the whole frame.

    Args:
        seated: what ``seats`` gives.
        actors: those to look for, in the order wanted.

    Returns:
        One row per table and actor, tables in the order of ``TABLES`` with ``OTHER`` last: ``table``, ``actor_id``,
        ``met`` (talks of the table) and ``sat`` (those in which the actor sat, 0 where it never did).
    """
    met = seated.groupby("table")["event_id"].nunique()
    sat = seated.groupby(["table", "actor_id"])["event_id"].nunique()
    rows = [(t, a, int(met[t]), int(sat.get((t, a), 0))) for t in (*TABLES.values(), OTHER) if t in met.index for a in actors]
    return pd.DataFrame(rows, columns=["table", "actor_id", "met", "sat"])


def roles(event_actors: pd.DataFrame) -> pd.DataFrame:
    """In how many events each actor has each role: ``actor_id``, ``role``, ``events``; an actor's commonest first."""
    parts = event_actors.drop_duplicates(["event_id", "actor_id", "role"])
    found = parts.groupby(["actor_id", "role"], sort=True).size().rename("events").reset_index()
    return found.sort_values(["actor_id", "events"], ascending=[True, False], kind="stable").reset_index(drop=True)


def delegates(seated: pd.DataFrame, event_actors: pd.DataFrame, people: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """The people named in the talks, with the office of the time.

    Returns:
        One row per person and office, in the order of the first talks: ``person_id``, ``name``, ``actor_id``,
        ``office``, ``first`` and ``last`` (years), ``talks`` (number of talks in which the person is named while
        holding the office; the first office listed for a person counts where none covers the day).
    """
    parts = event_actors[event_actors["person_id"].notna()].drop_duplicates(["event_id", "person_id"])
    parts = parts[parts["event_id"].isin(seated["event_id"])].merge(events[["event_id", "start_first"]], on="event_id")
    rows = []
    for part in parts.itertuples(index=False):
        held = people[people["person_id"] == part.person_id]
        starts, ends = held["start_first"], held["end_last"]
        fits = held[(starts.isna() | (starts <= part.start_first)) & (ends.isna() | (ends >= part.start_first))]
        office = (fits if len(fits) else held).iloc[0]
        rows.append((part.start_first, part.person_id, office["name"], office["actor_id"], office["office"]))
    named = pd.DataFrame(rows, columns=["day", "person_id", "name", "actor_id", "office"]).sort_values("day", kind="stable")
    grouped = named.groupby(["person_id", "name", "actor_id", "office"], sort=False)["day"]
    found = grouped.agg(first="min", last="max", talks="size").reset_index()
    return found.assign(first=found["first"].dt.year, last=found["last"].dt.year)
