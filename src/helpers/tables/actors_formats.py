"""Tables of the chapter Actors since the invasion: rosters, what mediation brought, formats, votes of selected states."""

from __future__ import annotations

import pandas as pd

from helpers import meetings, participation, participation_mediators, participation_people, record
from helpers.display import Table
from helpers.sourcing import ids
from helpers.wording import in_words, span, text

SIDES = ["ukraine", "russia", "united-states", "turkiye", "united-nations"]
FORMATS = {
    "normandy-four": "Talks of leaders, ministers and advisers on the Donbas",
    "trilateral-contact-group": "Talks on carrying out Minsk, with representatives of certain areas attending",
    "e3": "Common line, drafts and visits of three governments",
    "e5": "Defence ministers; aid to Ukraine, arms industry and capabilities of Europe",
    "weimar-plus": "Ministers; asks for a European part in any talks",
    "coalition-of-the-willing": "Forces or other means for Ukraine after a ceasefire; to take part is not to offer troops",
}
"""Formats of the table, in the order of their beginning, and what each is for, in our words."""

STATES = "USA CHN IND BRA ZAF TUR SAU ARE IDN KAZ ISR HUN BLR".split()
TURN = "2025-01-20"


def rosters() -> Table:
    """Who is named for each side at each round of talks since the invasion, with the office of the day."""
    events, parts = record.load("events"), record.load("event_actors")
    rounds = meetings.within(events[events["event_type"] == "negotiation_round"], (participation.FIRST_DAY, "2100-01-01"))
    both = parts[parts["actor_id"].isin(["ukraine", "russia"])].groupby("event_id")["actor_id"].nunique()
    rounds = rounds[rounds["event_id"].map(both) == 2]
    found = participation_people.rosters(rounds, parts, record.load("people"), SIDES)
    names = participation.short_names(record.load("actors"))
    found = found.merge(rounds[["event_id", "start_date", "outcome"]], on="event_id")
    first = ~found.duplicated("event_id")
    found["side"] = found["actor_id"].map(names)
    found["when"] = [in_words(day) if shown else "" for day, shown in zip(found["start_date"], first)]
    found["round"] = found["event_id"].where(first, "")
    found["delegates"] = found["delegates"].replace("", "nobody named")
    return Table(
        found,
        name="tab-rosters",
        caption="Who is named for each side at the rounds of talks since the invasion, with the office held on that day. Delegations were larger than the names that the sources give; Türkiye and the United Nations stand here only where they sat.",
        columns={"when": "Date", "round": "Round", "side": "For", "delegates": "Named, with office"},
        refs={"round": "event"},
        widths={"when": 13, "round": 20, "side": 12, "delegates": 55},
        sources=ids(rounds),
    )


def mediated() -> Table:
    """Agreements, renewals and truces since the invasion that had a mediator, and what came of them."""
    events, parts = record.load("events"), record.load("event_actors")
    inside = meetings.within(events, (participation.FIRST_DAY, "2100-01-01"))
    found = participation_mediators.mediated(inside, parts, participation.HOUSES)
    found = found[found["kind"].isin(["Agreements, renewals", "Truces"])]
    names = participation.short_names(record.load("actors"))
    by = found.assign(by=found["actor_id"].map(names)).groupby("event_id", sort=False).agg(by=("by", ", ".join), kind=("kind", "first")).reset_index()
    by = by.merge(inside, on="event_id")
    by["when"] = [span(row) for row in by.itertuples()]
    places = record.load("places").set_index("place_id")["name"]
    by["place"] = [places.get(text(place), "") for place in by["place_id"]]
    by["outcome"] = by["outcome"].map(text)
    return Table(
        by,
        name="tab-mediated",
        caption="Every agreement, renewal and truce since 24 February 2022 for which the record codes a mediator. Exchanges of prisoners are left out; truces that one side declared had no mediator.",
        columns={"when": "Date", "place": "Where", "event_id": "What was agreed", "by": "Mediator", "outcome": "What came of it"},
        refs={"event_id": "event"},
        widths={"when": 13, "place": 11, "event_id": 27, "by": 13, "outcome": 36},
        sources=ids(by),
    )


def formats() -> Table:
    """Members of the formats in which states sat together, as far as the record names them."""
    members = record.load("memberships")
    names = participation.short_names(record.load("actors"))
    members = members[members["coalition_id"].isin(FORMATS)].sort_values(["coalition_id", "member_id"])
    rows = []
    for format_id, what in FORMATS.items():
        here = members[members["coalition_id"] == format_id]
        rows.append((format_id, names[format_id], in_words(str(here["start_date"].min())), ", ".join(names[m] for m in here["member_id"]), what))
    frame = pd.DataFrame(rows, columns=["format_id", "format", "since", "members", "what"])
    return Table(
        frame,
        name="tab-members",
        caption="Formats and their members. For the coalition of the willing only states are listed whose part a source in the record names; its meetings were larger.",
        columns={"format": "Format", "since": "Since", "members": "Members", "what": "What for"},
        widths={"format": 14, "since": 12, "members": 38, "what": 36},
        sources=ids(members),
    )


def assembly_counts() -> pd.DataFrame:
    """How selected states voted on the resolutions of the emergency special session, before and since January 2025.

    Returns:
        One row per state of ``STATES`` in that order: ``country_iso3``, ``state``, and for ``before`` and ``since`` the counts
        ``_yes``, ``_no``, ``_abstain``, ``_none`` of resolutions whose roll call was read in full.
    """
    votes, calls = record.load("un_votes"), record.load("roll_calls")
    whole = calls.groupby("vote_id").size()
    votes = votes[votes["vote_id"].str.startswith("unga-es-11") & (votes["vote_id"].map(whole) == votes["membership"])]
    calls = calls.merge(votes[["vote_id", "date"]], on="vote_id")
    calls["period"] = (calls["date"] >= TURN).map({True: "since", False: "before"})
    counts = calls.groupby(["country_iso3", "period", "vote"]).size()
    states = record.load("actors").dropna(subset=["iso3"]).drop_duplicates("iso3").set_index("iso3")
    rows = []
    for iso in STATES:
        row = {"country_iso3": iso, "state": text(states.at[iso, "short_name"]) or states.at[iso, "name"]}
        for period in ("before", "since"):
            for vote, short in {"yes": "yes", "no": "no", "abstain": "abstain", "not_voting": "none"}.items():
                row[f"{period}_{short}"] = int(counts.get((iso, period, vote), 0))
        rows.append(row)
    return pd.DataFrame(rows)


def assembly() -> Table:
    """Votes of selected states on the resolutions of the emergency special session."""
    found = assembly_counts()
    for period in ("before", "since"):
        found[period] = [" · ".join(str(row[f"{period}_{short}"]) for short in ("yes", "no", "abstain", "none")) for _, row in found.iterrows()]
    votes = record.load("un_votes")
    totals = {p: int(found.loc[0, [f"{p}_yes", f"{p}_no", f"{p}_abstain", f"{p}_none"]].sum()) for p in ("before", "since")}
    return Table(
        found,
        name="tab-assembly",
        caption=(
            f"How states of this chapter voted on the resolutions of the emergency special session whose roll call was read: {totals['before']} before 20 January 2025, {totals['since']} since. "
            "In each cell: yes · no · abstention · no vote. Two of the later votes were on one day, on texts that differ in what they say of the invasion."
        ),
        columns={"state": "State", "before": "Before 20 January 2025", "since": "Since"},
        widths={"state": 34, "before": 33, "since": 33},
        sources=ids(votes[votes["vote_id"].str.startswith("unga-es-11")]),
    )
