"""Numbers of the chapter Paths forward, and its tables of words, outcomes and signs."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers import ceasefires, deals, meetings, observables, record, scenarios, zones
from helpers.display import Table
from helpers.figures.paths_deals import titles
from helpers.figures.paths_zones import found_ranges, last_day, signs
from helpers.sourcing import ids
from helpers.tables import paths_research
from helpers.tables.paths_deals import commitments, guarantees, register
from helpers.tables.paths_research import base_rates, forecasts, scores
from helpers.wording import in_words

__all__ = ["base_rates", "commitments", "forecasts", "guarantees", "ledger", "numbers", "outcomes", "register", "scores", "terms"]

TRUCES = {"kept": "Kept", "broken": "Breach reported or ended", "unclear": "In part or unclear", "not_begun": "Not begun"}
"""Part of a name in the prose → what became of truces."""


def _donbas() -> dict[str, Any]:
    """The intervals and counts of the years before the full-scale war."""
    events = meetings.within(record.load("events"))
    course = ceasefires.course(record.load("ceasefires"), meetings.day(meetings.HISTORY[1]))
    counts = record.load("ceasefire_violations")
    quiet = counts[(counts["start_date"] == "2020-07-27")].sort_values("end_first").iloc[0]
    before = counts[counts["start_date"] == "2019-01-01"].iloc[0]
    days = int((quiet["end_first"] - quiet["start_first"]).days) + 1
    return {
        "n_truces_donbas": len(course),
        "median_close": ceasefires.median(ceasefires.survival(course["days_to_close"], course["close_seen"])),
        "days_paris_exchange": deals.delay(events, "2019-12-09-paris-summit", "2019-12-29-prisoner-exchange"),
        "days_decision_last_pullback": deals.delay(events, "2016-09-21-disengagement-decision", "2019-11-09-disengagement-petrivske"),
        "days_quiet": deals.delay(events, "2020-07-27-ceasefire", "2022-02-17-fire-surge"),
        "quiet_per_day": round(int(quiet["violations"]) / days),
        "before_per_day": round(int(before["violations"]) / 365),
    }


def _promises() -> dict[str, Any]:
    """What became of the promises."""
    promises = record.load("commitments")
    groups = deals.outcomes(promises)
    sums = groups.groupby("group").size()
    named = deals.delivered(promises)
    kinds = groups.groupby("commitment_kind")["group"].agg(lambda g: int((g == "Kept").sum()))
    every = groups.groupby("commitment_kind").size()
    by = promises.set_index("commitment_id")["fate_quantity"]
    return {
        "n_promises": len(promises),
        "n_kept": sums["Kept"],
        "n_part": sums["In part or unclear"],
        "n_broken": sums["Breach reported or ended"],
        "n_not_begun": sums["Not begun"],
        "n_open": sums["Not yet due"],
        "n_truce_promises": every["truce"],
        **{f"truces_{key}": int(((groups["commitment_kind"] == "truce") & (groups["group"] == name)).sum()) or "none" for key, name in TRUCES.items()},
        "n_political": every["political"],
        "n_political_kept": kinds["political"],
        "n_forces": every["forces"],
        "n_forces_kept": kinds["forces"],
        "n_findings": int(promises["fate_finding"].notna().sum()),
        "n_counted": len(named),
        "n_counted_full": int((named["share"] >= 1).sum()),
        "grain_tonnes": f"{int(by['grain-2022-export']) / 1e6:.0f} million",
        "bodies_june": int(by["istanbul-2025-bodies-6000"]),
        "july_delivered": int(by["istanbul-2025-1200"]) // 2,
        "may_delivered": int(by["may-2026-1000"]) // 2,
    }


def numbers() -> dict[str, Any]:
    """Counts, intervals and readings for the prose."""
    events = record.load("events")
    kinds = deals.register(events[events["start_first"] >= "2014-02-01"]).groupby("kind").size()
    exchanged, bodies = record.load("prisoner_exchanges"), record.load("returns_of_bodies")
    war = exchanged[exchanged["date_first"] >= observables.WAR]
    truces = record.load("ceasefires")
    lengths = deals.lengths(truces, observables.WAR)
    whole = lengths[lengths["scope"].isin(["full", "holiday"])]
    found = found_ranges()
    now = signs()
    by = now.set_index("indicator_id")
    met = scenarios.tally(now).set_index("scenario")
    cut = scenarios.tally(now.assign(met=now["before_met"])).set_index("scenario")
    designs = record.load("guarantees")
    return {
        **_donbas(),
        **_promises(),
        "last_day": in_words(last_day()),
        "n_deals": int(kinds.sum()),
        "n_new": kinds["Truce"],
        "n_anew": kinds["Truce promised anew"],
        "n_pullbacks": kinds["Pull-back of forces"],
        "n_agreements": kinds[deals.AGREEMENT],
        "n_exchange_rows": len(exchanged),
        "people_ukraine": int(war["returned_to_ukraine"].sum()),
        "people_russia": int(war["returned_to_russia"].sum()),
        "bodies_ukraine": int(bodies["bodies_to_ukraine"].sum()),
        "bodies_russia": int(bodies["bodies_to_russia"].sum()),
        "n_whole": len(whole),
        "longest_whole": int(whole["days"].max()),
        "n_proposed": int(((truces["truce_status"] == "proposed") & (truces["announced_first"] >= observables.WAR)).sum()),
        "n_issues": len(found),
        "n_common": int((found["gap"] <= 0).sum()),
        "n_common_latest": int((found["gap_latest"] <= 0).sum()),
        "n_one_apart": int((found["gap"] == 1).sum()),
        "n_far": int((found["gap"] >= 3).sum()),
        "n_designs": len(designs),
        "n_in_force": int((designs["guarantee_status"] == "in_force").sum()),
        "n_like_five": int((designs["automaticity"] == "like_article_5").sum()),
        "n_after": int((designs["forces"] == "after_ceasefire").sum()),
        "n_signs": len(now),
        **{f"met_{name}": f"{int(met.at[name, 'met'])} of {int(met.at[name, 'signs'])}" for name in met.index},
        **{f"cut_{name}": f"{int(cut.at[name, 'met'])} of {int(cut.at[name, 'signs'])}" for name in cut.index},
        "area_last": by.at["frozen-conflict-front", "last_value"],
        "area_day": in_words(str(by.at["frozen-conflict-front", "value_day"].date())),
        "casualties_last": by.at["continued-war-casualties", "last_value"],
        "casualties_month": in_words(str(by.at["continued-war-casualties", "value_day"].date())[:7]),
        "days_silent": by.at["continued-war-silence", "last_value"],
        "poll_last": by.at["settlement-opinion", "last_value"],
        **paths_research.numbers(),
    }


def terms() -> Table:
    """What the words mean: outcomes from the list of paths, the rest from the glossary."""
    words = record.load("vocabulary")
    paths = words[words["vocabulary"] == "scenario"].set_index("term").loc[list(scenarios.ORDER)].reset_index()
    other = words[(words["vocabulary"] == "glossary") & words["term"].isin(["recommitment", "disengagement"])]
    return Table(
        pd.concat([paths, other], ignore_index=True),
        name="tab-terms",
        caption="Seven outcomes, from the smallest agreement to none, and two words for limited deals, as this book uses them.",
        columns={"title": "Word", "definition": "Meaning in this book"},
        widths={"title": 25, "definition": 75},
    )


def outcomes() -> Table:
    """For each outcome what it needs, and which side's declarations exclude it."""
    found = zones.acceptance(found_ranges())
    names = record.load("issues").set_index("issue_id")["title"].str.replace(" and the Zaporizhzhia plant", "")
    found["issue"] = found["issue_id"].map(names)

    def steps(group: pd.DataFrame) -> str:
        return ", ".join(f"{r.issue} ({r.low})" if r.low == r.high else r.issue if (r.low, r.high) == (0, 4) else f"{r.issue} ({r.low} to {r.high})" for r in group.itertuples())

    def excluded(group: pd.DataFrame, side: str) -> str:
        if ((group["low"] == 0) & (group["high"] == 4)).all():
            return "no step named in advance"
        return ", ".join(group.loc[~group[side], "issue"]) or "nothing that it needs"

    def empty(group: pd.DataFrame) -> str:
        gone = group.loc[~group["common"], "issue"]
        return ", ".join(gone) or "none"

    rows = [
        {"scenario": name, "needs": steps(g), "ukraine": excluded(g, "ukraine"), "russia": excluded(g, "russia"), "empty": empty(g), "common": f"{int(g['common'].sum())} of {len(g)}"}
        for name, g in found.groupby("scenario", sort=False)
    ]
    rows += [{"scenario": name, "needs": "no consent", "ukraine": "not asked", "russia": "not asked", "empty": "none", "common": "–"} for name in ("frozen_conflict", "continued_war")]
    frame = pd.DataFrame(rows).assign(outcome=lambda f: f["scenario"].map(titles("scenario")))
    return Table(
        frame,
        name="tab-outcomes",
        caption=(
            f"What each outcome needs, and what the declarations since {in_words('2025-01-20')} leave open on {in_words(last_day())}. Numbers in brackets are steps of the scales; an issue without a number needs any step that is open to both. "
            "Excluded means that none of the steps lies in the range of that side."
        ),
        columns={"outcome": "Outcome", "needs": "Needs a step on", "ukraine": "Excluded by Ukraine", "russia": "Excluded by Russia", "empty": "No common step", "common": "Common"},
        widths={"outcome": 14, "needs": 26, "ukraine": 15, "russia": 17, "empty": 20, "common": 8},
        sources=ids(record.load("positions").query("position_type == 'declared' and actor_id in ('ukraine', 'russia')").query("date >= '2025-01-20'")),
    )


def ledger() -> Table:
    """Every sign with its unit, its threshold, the readings of two days, and what would falsify it."""
    found = signs()
    found["reading"] = found["last_value"] + ", " + found["state"]
    found["before_words"] = found["cutoff_value"] + ", " + found["cutoff_state"]
    unit = found["threshold_unit"]
    found["threshold"] = unit.str[:1].str.upper() + unit.str[1:] + " " + found["needs"] + ". " + found["threshold_reason"]
    tables = {name: str(record.resource(name)["title"]) for cell in found["observation_tables"] for name in cell.split(";")}
    found["table"] = found["observation_tables"].map(lambda cell: ", ".join(tables[name] for name in cell.split(";")))
    return Table(
        found.assign(source_ids=found["value_sources"].replace("", pd.NA)),
        name="tab-ledger",
        caption=(
            f"The scenario ledger: signs, thresholds with their reasons, readings on {in_words(record.cutoff())} and {in_words(last_day())}, and what would falsify a sign. "
            "A reading is computed from the whole table named; the sources are those of the rows that gave it, and none where nothing was found."
        ),
        columns={
            "path": "Path",
            "observed": "What is observed",
            "table": "Read from",
            "threshold": "Threshold and reason",
            "before_words": "At the cut-off",
            "reading": "Last reading",
            "falsified_by": "Falsified by",
            "source_ids": "Sources",
        },
        refs={"source_ids": "source"},
        widths={"path": 11, "observed": 17, "table": 10, "threshold": 16, "before_words": 9, "reading": 10, "falsified_by": 14, "source_ids": 13},
        sources=sorted({i for cell in found["value_sources"] for i in cell.split(";")} - {""}),
    )
