"""Forecasts and findings of research: how they are counted, and what the chapter says of them."""

from __future__ import annotations

import pandas as pd

from helpers import record
from helpers.tables import paths_research


def test_right_is_what_came_true_or_the_likelier_side() -> None:
    rows = pd.DataFrame(
        [("happened", None), ("not_happened", None), ("open", None), ("happened", 60.0), ("happened", 40.0), ("not_happened", 6.0), ("not_happened", 50.0)], columns=["outcome", "probability_pct"]
    ).astype({"probability_pct": "Float64"})
    assert paths_research.right(rows).tolist() == [True, False, False, True, False, True, False]


def test_all_that_came_true_said_no_or_long() -> None:
    """The prose says it of every statement that came true; a new one that does not needs another sentence."""
    found = record.load("forecasts")
    true = found[found["outcome"] == "happened"]["statement"]
    assert true.str.contains(r"\b(?:No|no|not|without|hardly|unlikely|years)\b").all()
    targets = found[(found["forecast_type"] == "target") & (found["outcome"] != "open")]
    assert (targets["outcome"] == "not_happened").all()


def test_every_forecast_is_somebodys_and_counted_once() -> None:
    found = record.load("forecasts")
    table = pd.DataFrame(paths_research.scores().data["data"])
    assert table["made"].astype(int).sum() == len(found)
    assert table["with_score"].replace("", "0").astype(int).sum() == paths_research.numbers()["n_scored"]


def test_findings_are_ordered_by_question_and_say_how_far_they_carry() -> None:
    found = paths_research.rates()
    assert found["question"].drop_duplicates().tolist() == found.sort_values("rank")["question"].drop_duplicates().tolist()
    assert found["carries_over"].notna().all() and found["source_ids"].notna().all()
    assert not found["counted"].str.contains("nan|<NA>").any()
