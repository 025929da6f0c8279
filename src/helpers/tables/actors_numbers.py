"""Numbers of the chapter Actors for the years since the invasion."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers import meetings, participation, participation_counts, participation_mediators, participation_people, record
from helpers.figures import actors_coalition
from helpers.tables import actors, actors_formats
from helpers.wording import in_words

TURN = "2025-01-20"
PEOPLE = (
    "steve-witkoff jared-kushner keith-kellogg marco-rubio rustem-umerov kirill-dmitriev yuri-ushakov igor-kostyukov sergey-lavrov "
    "volodymyr-zelenskyy vladimir-putin donald-trump"
).split()
CAST = ("chn_before_no", "chn_before_abstain", "chn_since_abstain", "bra_before_yes", "zaf_since_yes")
"""Votes that the prose names: state, period, vote."""

US_RUSSIA, US_UKRAINE, THREE = "United States and Russia", "United States and Ukraine", "Three-way track"


def _talks(events: pd.DataFrame, parts: pd.DataFrame) -> dict[str, Any]:
    """Talks by table and actor, before and since January 2025."""
    seated = participation.seats(events, parts, participation.HOUSES)
    whole = participation.seats(events, parts, {**participation.HOUSES, **participation.EUROPE})
    late = set(events.loc[events["start_first"] >= meetings.day(TURN), "event_id"])
    since, before = seated[seated["event_id"].isin(late)], seated[~seated["event_id"].isin(late)]
    per = seated.groupby("table")["event_id"].nunique()
    sat = seated.groupby(["table", "actor_id"])["event_id"].nunique()
    europe = whole[whole["actor_id"] == participation.EUROPEANS].groupby("table")["event_id"].nunique()

    def of(frame: pd.DataFrame, actor: str) -> int:
        return int(frame.loc[frame["actor_id"] == actor, "event_id"].nunique())

    sides = seated[seated["actor_id"].isin(["ukraine", "russia"])].groupby("event_id")["actor_id"].nunique()
    return {
        "both_since": int((sides == 2).sum()),
        "one_since": int((sides == 1).sum()),
        "n_since": seated["event_id"].nunique(),
        "n_since_early": before["event_id"].nunique(),
        "n_since_late": since["event_id"].nunique(),
        "us_early": of(before, "united-states"),
        "us_late": of(since, "united-states"),
        "turkiye_early": of(before, "turkiye"),
        "turkiye_late": of(since, "turkiye"),
        "un_late": of(since, "united-nations") or "none",
        "china_early": of(before, "china"),
        "china_late": of(since, "china") or "none",
        "usru": per[US_RUSSIA],
        "usru_ukraine": int(sat.get((US_RUSSIA, "ukraine"), 0)) or "none",
        "usru_europe": int(europe.get(US_RUSSIA, 0)) or "none",
        "usua": per[US_UKRAINE],
        "usua_europe": int(europe.get(US_UKRAINE, 0)) or "none",
        "three": per[THREE],
        "three_russia": int(sat.get((THREE, "russia"), 0)),
        "three_europe": int(europe.get(THREE, 0)) or "none",
        "coalition_talks": per["European coalition"],
        "coalition_us": int(sat.get(("European coalition", "united-states"), 0)),
        "coalition_russia": int(sat.get(("European coalition", "russia"), 0)) or "none",
        "n_named": participation.delegates(seated, parts, record.load("people"), events)["person_id"].nunique(),
    }


def _people(events: pd.DataFrame, parts: pd.DataFrame) -> dict[str, Any]:
    """In how many talks some people are named, and the first and last of them."""
    named = participation_people.named(events, parts, PEOPLE)
    counts = named.groupby("person_id").size()
    first, last = named.groupby("person_id")["day"].min(), named.groupby("person_id")["day"].max()

    def when(day: pd.Timestamp) -> str:
        return in_words(day.strftime("%Y-%m-%d"))

    return {
        **{f"talks_{person.split('-')[-1]}": int(counts[person]) for person in PEOPLE},
        "kellogg_last": when(last["keith-kellogg"]),
        "kushner_first": when(first["jared-kushner"]),
    }


def _mediation(events: pd.DataFrame, parts: pd.DataFrame) -> dict[str, Any]:
    """What mediators had a part in, and the exchanges for which one is named."""
    found = participation_mediators.results(participation_mediators.mediated(events, parts, participation.HOUSES)).set_index(["actor_id", "kind"])["events"]
    talks, deals, truces, _ = participation_mediators.RESULTS
    swaps = record.load("prisoner_exchanges")
    swaps = swaps[swaps["date_first"] >= meetings.day(participation.FIRST_DAY)]
    by = swaps["mediator_ids"].dropna().str.split(";").explode().value_counts()
    bodies = record.load("returns_of_bodies")
    return {
        "us_med_talks": found["united-states", talks],
        "turkiye_med_deals": found["turkiye", deals],
        "un_med_deals": found["united-nations", deals],
        "iaea_truces": found["iaea", truces],
        "holy_see_med": found["holy-see", talks],
        "n_swaps": len(swaps),
        "swaps_uae": int(by.get("united-arab-emirates", 0)),
        "swaps_nobody": int(swaps["mediator_ids"].isna().sum()),
        "n_bodies_rows": len(bodies),
        "bodies_icrc": int(bodies["intermediary_ids"].fillna("").str.contains("icrc").sum()),
    }


def numbers() -> dict[str, Any]:
    """All numbers of the chapter."""
    events, parts = record.load("events"), record.load("event_actors")
    last = str(record.package()["record"]["last_evidence_date"])
    events = meetings.within(events, (participation.FIRST_DAY, last))
    parts = parts[parts["event_id"].isin(events["event_id"])]
    roles = participation.roles(parts).set_index(["actor_id", "role"])["events"]
    positions = record.load("positions")["actor_id"].value_counts()
    votes = actors_formats.assembly_counts().set_index("country_iso3")
    cast = {key: int(votes.at[key[:3].upper(), key[4:]]) for key in CAST}
    met = participation_counts.stated(events, actors_coalition.MET).set_index("event_id")["number"]
    promised = participation_counts.stated(events, actors_coalition.PROMISED)["number"]
    rounds = events[events["event_type"] == "negotiation_round"]
    return {
        **actors.numbers(),
        **_talks(events, parts),
        **_people(events, parts),
        **_mediation(events, parts),
        **cast,
        "last_day": in_words(last),
        "n_rounds_2022": int((rounds["start_date"].str[:4].eq("2022") & rounds["track"].eq("ukraine_russia")).sum()),
        "n_rounds_2025": int((rounds["start_date"].str[:4].eq("2025") & rounds["track"].eq("ukraine_russia")).sum()),
        "n_rounds_three": int(rounds["track"].eq("trilateral_us").sum()),
        "belarus_host_since": roles["belarus", "host"],
        "hungary_objector": roles["hungary", "objector"],
        "n_positions_ukraine": positions["ukraine"],
        "n_positions_russia": positions["russia"],
        "n_positions_us": positions["united-states"],
        "coalition_first": met["2025-03-15-coalition-video-meeting"],
        "coalition_apr": met["2025-04-10-coalition-defence-ministers"],
        "coalition_sep": met["2025-09-04-coalition-paris"],
        "coalition_jan": met["2026-01-06-paris-declaration"],
        "coalition_jul": met["2026-07-13-paris-coalition"],
        "coalition_promised": promised.iloc[0],
    }
