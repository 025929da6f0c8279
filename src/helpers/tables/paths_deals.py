"""Tables of the chapter Paths forward on limited deals, promises and guarantees."""

from __future__ import annotations

import pandas as pd

from helpers import deals, record
from helpers.display import Table
from helpers.figures.paths_deals import titles
from helpers.sourcing import ids


def register() -> Table:
    """Limited agreements, pull-backs, exchanges and returns of bodies, and what came of each."""
    events = record.load("events")
    found = deals.register(events[events["start_first"] >= "2014-02-01"])
    found = found[~found["event_type"].isin(["ceasefire", "recommitment"])]
    return Table(
        found.assign(day=found["start_date"]),
        name="tab-deals",
        caption="Limited deals other than truces that are events of the record, with what came of each. Where sources give different numbers of people exchanged, the data's table of discrepancies holds them all; smaller exchanges and returns stand in the tables of the data alone.",
        columns={"day": "First day", "kind": "Kind", "event_id": "Event", "outcome": "What came of it", "source_ids": "Sources"},
        refs={"event_id": "event", "source_ids": "source"},
        widths={"day": 13, "kind": 12, "event_id": 20, "outcome": 24, "source_ids": 31},
        sources=ids(found),
    )


def commitments() -> Table:
    """Every promise and its fate."""
    found = record.load("commitments")
    names = record.load("actors").set_index("actor_id")
    actors = names["short_name"].fillna(names["name"])
    found["who"] = found["owed_by_ids"].str.split(";").map(lambda found: ", ".join(actors[i] for i in found))
    found["about"], found["state"] = found["commitment_kind"].map(titles("commitment_kind")), found["fate"].map(titles("commitment_fate"))
    found["what_came"] = found["fate_note"] + found["fate_finding"].map(lambda f: "" if pd.isna(f) else f". Finding: {f}")
    found["when"] = found["made_date"] + found["due_date"].map(lambda d: "" if pd.isna(d) else f" for {d}")
    found["state"] = found["state"] + found["fate_date"].map(lambda d: "" if pd.isna(d) else f", {d}")
    return Table(
        found,
        name="tab-commitments",
        caption="Promises, who owed them by the wording of the text, and what became of them. The fate says what happened, not who is to blame; a finding is one of an international organisation or a monitoring mission.",
        columns={"when": "Made, for", "title": "Promise", "who": "Owed by", "state": "Fate", "what_came": "What happened", "source_ids": "Sources"},
        refs={"source_ids": "source"},
        widths={"when": 12, "title": 18, "who": 13, "state": 13, "what_came": 23, "source_ids": 21},
        sources=ids(found),
    )


def guarantees() -> Table:
    """Designs of guarantees side by side."""
    found = record.load("guarantees")
    found["how"], found["state"] = found["automaticity"].map(titles("automaticity")), found["guarantee_status"].map(titles("guarantee_status"))
    found["answer"] = found["response"] + " (" + found["how"].str.lower().str.replace("article", "Article").str.replace("security council", "Security Council") + ")"
    found["binding"] = [". ".join(str(p) for p in (s, d, r) if not pd.isna(p)) for s, d, r in zip(found["state"], found["duration"], found["ratification"])]
    return Table(
        found,
        name="tab-guarantees",
        caption="Designs of security guarantees for Ukraine from 1994 to 2026: who promises, what calls the promise on, what is then promised and how automatic that is, the place of forces, and how binding the text is.",
        columns={"document_id": "Text", "guarantors": "Guarantors", "trigger": "Trigger", "answer": "Answer (automatic or not)", "forces_note": "Forces", "binding": "Status, duration, ratification", "source_ids": "Sources"},
        refs={"document_id": "document", "source_ids": "source"},
        widths={"document_id": 11, "guarantors": 12, "trigger": 13, "answer": 20, "forces_note": 13, "binding": 17, "source_ids": 14},
        sources=ids(found),
    )
