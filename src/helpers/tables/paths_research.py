"""Tables of the chapter Paths forward on research and on forecasts: base rates, dated forecasts, and how they came out."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers import record, scenarios
from helpers.display import Table
from helpers.figures.paths_deals import titles
from helpers.sourcing import ids

QUESTIONS = ("ending", "lasting", "design", "partial", "allies")
"""What a finding bears on, in the order of the table."""

COIN = 0.25
"""The score that one half always earns."""


def rates() -> pd.DataFrame:
    """The findings of research with words for readers: question, study, kind of war, years and cases in one cell."""
    found = record.load("base_rates")
    found = found.assign(question=found["bears_on"].map(titles("rate_question")), wars=found["war_kind"].map(titles("rate_cases")), rank=found["bears_on"].map(list(QUESTIONS).index))

    def counted(row: Any) -> str:
        years = "" if pd.isna(row.from_year) else f", {row.from_year} to {row.to_year}" if pd.notna(row.to_year) else f", since {row.from_year}"
        said = "" if row.definition.startswith(row.wars) else f". {row.definition}"
        return f"{row.wars}{years}" + ("" if pd.isna(row.cases) else f", {row.cases:,} cases") + said

    found["counted"] = [counted(row) for row in found.itertuples()]
    return found.sort_values(["rank", "study"], kind="stable").reset_index(drop=True)


def base_rates() -> Table:
    """Findings of research on other wars, each with what it counts and how far it carries over."""
    found = rates()
    return Table(
        found,
        name="tab-base-rates",
        caption=f"The {len(found)} findings of research on other wars that this chapter uses, in our words, with what each counts and how far we think that it carries over. Findings on one question may contradict each other.",
        columns={"question": "Question", "study": "Study", "counted": "What is counted", "finding": "Finding", "carries_over": "How far it carries over", "source_ids": "Sources"},
        refs={"source_ids": "source"},
        widths={"question": 11, "study": 13, "counted": 18, "finding": 25, "carries_over": 22, "source_ids": 11},
        sources=ids(found),
    )


def forecasts() -> Table:
    """Dated forecasts and how they stand."""
    found = record.load("forecasts").sort_values(["made_first", "forecast_id"], kind="stable")
    scores = scenarios.brier(found).set_index("forecast_id")["score"]
    found["score"] = found["forecast_id"].map(scores).map(lambda s: "" if pd.isna(s) else f"{s:.2f}")
    found["stand"] = found["outcome"].map(titles("forecast_outcome"))
    chance = found["probability_pct"].map(lambda p: "" if pd.isna(p) else f": {float(p):g} per cent")
    found["kind"] = found["forecast_type"].map(titles("forecast_type")) + chance
    found["when"] = found["made_date"] + " for " + found["horizon_date"]
    found["stand"] += found["score"].map(lambda s: f", score {s}" if s else "")
    return Table(
        found,
        name="tab-forecasts",
        caption=f"The {len(found)} dated forecasts of the record, in the order in which they were made. A score is the squared distance of a probability from what happened: 0 is perfect, {COIN} what one half always earns, 1 worst.",
        columns={"when": "Made, for", "forecaster": "Who", "statement": "Statement", "kind": "Kind", "stand": "How it stands", "outcome_note": "What happened", "source_ids": "Sources"},
        refs={"source_ids": "source"},
        widths={"when": 12, "forecaster": 15, "statement": 20, "kind": 12, "stand": 11, "outcome_note": 16, "source_ids": 14},
        sources=ids(found),
    )


def _who(forecasts: pd.DataFrame) -> pd.Series:
    """Whose word a forecast is: officials by state, crowds and markets, or others."""
    states = {"ukraine": "Officials of Ukraine", "russia": "Officials of Russia", "united-states": "Officials of the United States"}
    officials = forecasts["forecaster_id"].map(states)
    asked = forecasts["forecaster"].str.contains(", crowd|, market")
    # Whoever is bound to no state of the three is an analyst, or an official of Europe.
    other = forecasts["forecaster_id"].isin(["finland", "germany", "hungary"]) | forecasts["forecaster"].str.contains("intelligence services")
    rest = other.map({True: "Officials of other states", False: "Analysts and institutions"})
    return officials.where(~asked, "Crowds and markets").fillna(rest)


def right(forecasts: pd.DataFrame) -> pd.Series:
    """Whether a forecast came true, or with a probability whether the side that it calls likelier did; an even chance never is."""
    came, chance = forecasts["outcome"] == "happened", forecasts["probability_pct"].astype("float64")
    likelier = ((chance > 50) & came) | ((chance < 50) & (forecasts["outcome"] == "not_happened"))
    return came.where(chance.isna(), likelier)


def scores() -> Table:
    """How forecasts came out by whose they were."""
    found = record.load("forecasts")
    found = found.assign(who=_who(found), due=found["outcome"] != "open", right=right(found))
    scored = scenarios.brier(found).set_index("forecast_id")["score"]
    found["score"] = found["forecast_id"].map(scored)
    groups = found.groupby("who", sort=True)
    frame = groups.agg(made=("who", "size"), due=("due", "sum"), right=("right", "sum"), with_score=("score", "count"), score=("score", "mean")).reset_index()
    frame["score"] = frame["score"].map(lambda s: "" if pd.isna(s) else f"{s:.2f}")
    return Table(
        frame.assign(with_score=frame["with_score"].replace(0, "").astype(str)),
        name="tab-forecast-scores",
        caption="Forecasts by whose they were: how many are due and how many were right (they came true, or the side called likelier did), and the mean score of those with a probability. A target that is missed is no error of judgement, so the rows do not rank anybody.",
        columns={"who": "Whose", "made": "Made", "due": "Due", "right": "Right", "with_score": "With a score", "score": "Mean score"},
        align={column: "right" for column in ("made", "due", "right", "with_score", "score")},
        sources=ids(found),
    )


def numbers() -> dict[str, Any]:
    """Counts and scores for the prose."""
    said, studies = record.load("forecasts"), record.load("base_rates")
    scored = scenarios.brier(said)
    due = said[said["outcome"] != "open"]
    target = due["forecast_type"] == "target"
    spring = scored[scored["made_date"].between("2025-03-01", "2025-05-31") & scored["forecaster"].str.contains("crowd")]
    share = studies.set_index("rate_id")["share_pct"].astype("float64")
    return {
        "n_forecasts": len(said),
        "n_due": len(due),
        "n_true": int((due["outcome"] == "happened").sum()),
        "n_targets": int(target.sum()),
        "n_targets_met": int((target & (due["outcome"] == "happened")).sum()) or "none",
        "n_scored": len(scored),
        "brier_low": f"{scored['score'].min():.2f}",
        "brier_high": f"{scored['score'].max():.2f}",
        "brier_mean": f"{scored['score'].mean():.2f}",
        "spring_low": f"{spring['probability_pct'].min():g}",
        "spring_high": f"{spring['probability_pct'].max():g}",
        "spring_mean": f"{spring['score'].mean():.2f}",
        "n_rates": len(studies),
        "rate_victory": f"{share['csis-how-wars-end']:g}",
        "rate_breakdown": f"{share['hcss-2022-breakdown']:g}",
        "rate_allies_low": f"{share['berkemeier-2018-reliability']:g}",
        "rate_allies_high": f"{share['leeds-2000-reliability']:g}",
        "rate_ceasefires": int(studies.set_index("rate_id").at["eth-prio-2022-collection", "cases"]),
    }
