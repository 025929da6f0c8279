"""What the chapter Obstacles computes beside the distances: margins, numbers in sentences, boxes with sources."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers import record
from helpers.figures import obstacles_opinion, obstacles_distance, obstacles_law, obstacles_texts
from helpers.tables import obstacles, obstacles_trust


def test_margin_is_the_published_one_else_that_of_a_simple_sample_else_missing():
    polls = pd.DataFrame({"share_pct": [50.0, 50.0, 20.0, 20.0], "sample_size": [400, 400, 100, None], "margin_pct": [5.8, None, None, None]}).astype(
        {"share_pct": "Float64", "sample_size": "Int64", "margin_pct": "Float64"}
    )
    found = obstacles_opinion.margins(polls)
    assert found[:3].tolist() == pytest.approx([5.8, 4.9, 7.84]) and pd.isna(found[3])


def test_first_figure_of_a_sentence():
    assert obstacles._first_figure("Peacetime strength of up to 85,000 troops, 342 tanks") == "85,000"


@pytest.mark.parametrize("title, inside", [("Force limits", "force limits"), ("EU membership", "EU membership"), ("NATO and others", "NATO and others")])
def test_title_inside_a_sentence(title: str, inside: str):
    assert obstacles_distance.low(title) == inside


def test_every_box_of_the_legal_path_has_sources_of_the_record():
    known = set(record.load("sources")["source_id"])
    for cell in obstacles_law.STEPS["source_ids"]:
        assert set(cell.split(";")) <= known


def test_a_cover_answers_for_the_whole_cell():
    """The last layer of a matrix is unseen and says what the drawn cell says: a number on top would keep the pointer away."""
    layers = obstacles_texts.plans().spec["layer"]
    assert layers[-1]["mark"]["opacity"] == 0 and layers[-1]["encoding"]["tooltip"]


def test_each_series_of_opinion_drawn_as_a_line_may_be_joined():
    series = record.load("series").set_index("series_id")
    assert all(series.at[name, "is_joinable"] for name in obstacles_opinion.ASKED)


def test_parts_of_the_register_add_up():
    count, found = obstacles_trust.numbers(), obstacles_trust.promises()
    assert count["n_promises"] == len(found) and count["n_promises_since"] <= len(found)
    assert count["n_since_breach"] + count["n_since_no_date"] == count["n_truces_since"]
    assert found["made_first"].is_monotonic_increasing
