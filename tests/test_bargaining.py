"""Distances, bands and places between two sides against cases worked by hand."""

from __future__ import annotations

import copy
import re

import numpy as np
import pandas as pd
import pytest

from helpers import bargaining, display


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text, tz="UTC")


def positions(*rows: tuple[str, str, str, int | None, bool]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["actor_id", "scale_id", "date", "stance_code", "is_legal_baseline"])
    frame["stance_code"] = frame["stance_code"].astype("Int64")
    frame["is_legal_baseline"] = frame["is_legal_baseline"].astype("boolean")
    frame["date_last"] = pd.to_datetime(frame["date"], utc=True)
    return frame.assign(position_id=[f"p{n}" for n in range(len(frame))], source_ids=[f"s{n}" for n in range(len(frame))])


POSITIONS = positions(
    ("ukraine", "land", "2025-01-10", 0, False),
    ("russia", "land", "2025-01-20", 4, False),
    ("ukraine", "land", "2025-03-05", 2, False),
    ("ukraine", "old", "2024-06-01", 0, False),
    ("russia", "old", "2024-06-02", 3, False),
    ("ukraine", "new", "2025-02-01", 1, False),
    ("russia", "new", "2025-02-01", 2, False),
    ("russia", "new", "2025-02-01", 4, False),
    ("russia", "land", "2025-03-06", None, False),
    ("unga", "land", "2025-03-06", 0, True),
)
SCALES = pd.DataFrame({"scale_id": ["land", "old", "new"], "issue_id": ["land", "fire", "fire"], "start_first": pd.to_datetime([None, "2022-02-24", "2025-01-01"], utc=True), "end_last": pd.to_datetime([None, "2024-12-31", None], utc=True)})
DAYS = [day("2024-12-01"), day("2025-02-01"), day("2025-03-31")]


@pytest.fixture
def apart() -> pd.DataFrame:
    stands = bargaining.standing(bargaining.coded(POSITIONS), DAYS, bargaining.terms(SCALES))
    return bargaining.distance(stands)


def test_only_coded_statements_of_actors_count():
    found = bargaining.coded(POSITIONS)
    assert len(found) == 8 and "unga" not in set(found["actor_id"]) and found["day"].is_monotonic_increasing


def test_last_statement_is_carried_forward_with_its_age(apart: pd.DataFrame):
    rows = [(r.day, r.scale_id, r.low, r.high, r.steps, r.age) for r in apart.itertuples()]
    assert rows == [
        (day("2024-12-01"), "old", 0, 3, 3, 183),
        (day("2025-02-01"), "land", 0, 4, 4, 22),
        (day("2025-02-01"), "new", 1, 3, 2, 0),
        (day("2025-03-31"), "land", 2, 4, 2, 70),
        (day("2025-03-31"), "new", 1, 3, 2, 58),
    ]


def test_nothing_is_carried_over_the_end_of_a_scale(apart: pd.DataFrame):
    assert set(apart.loc[apart["day"] > day("2024-12-31"), "scale_id"]) == {"land", "new"}


@pytest.mark.parametrize(
    "weights, expected",
    [({}, [3 / 4, 3 / 4, 2 / 4]), ({"land": 0}, [3 / 4, 2 / 4, 2 / 4]), ({"land": 3, "new": 1, "old": 0}, [3.5 / 4, 2 / 4])],
    ids=["equal", "drop one", "own"],
)
def test_overall_is_the_weighted_mean(apart: pd.DataFrame, weights: dict[str, float], expected: list[float]):
    assert bargaining.overall(apart, weights)["share"].tolist() == pytest.approx(expected)


def test_like_with_like_leaves_out_what_came_later(apart: pd.DataFrame):
    assert bargaining.like_with_like(apart, DAYS[1], DAYS[2]).values.tolist() == [["land", 4, 2, 2, 0], ["new", 2, 2, 0, 0]]
    assert bargaining.like_with_like(apart, DAYS[0], DAYS[2]).empty


def test_disagreement_is_symmetric():
    codings = pd.DataFrame(
        [("t", "a", "land", "first", 1), ("t", "a", "land", "second", 2), ("t", "b", "land", "first", 3), ("t", "b", "land", "second", 3), ("t", "c", "land", "first", 3)],
        columns=["table", "row_id", "scale_id", "coding", "code"],
    ).astype({"code": "Int64"})
    assert sorted(bargaining.disagreement(codings)) == [-1, 0, 0, 1]


def test_band_without_error_is_the_line_and_with_error_holds_it(apart: pd.DataFrame):
    rows, limits = bargaining.coded(POSITIONS), bargaining.terms(SCALES)
    line = bargaining.overall(apart)["share"].to_numpy()
    sure = bargaining.band(rows, DAYS, limits, (0,), draws=20)
    assert sure["low"].tolist() == pytest.approx(line) and sure["high"].tolist() == pytest.approx(line)
    wide = bargaining.band(rows, DAYS, limits, (-1, 0, 1), draws=400)
    assert (wide["low"] <= line).all() and (wide["high"] >= line).all() and (wide["high"] > wide["low"]).all()
    pd.testing.assert_frame_equal(wide, bargaining.band(rows, DAYS, limits, (-1, 0, 1), draws=400))


def test_errors_stay_on_the_scale():
    drawn = bargaining.resampled(bargaining.coded(POSITIONS), (-1, 1), draws=50)
    assert drawn.shape == (50, 8) and drawn.min() >= 0 and drawn.max() <= 4
    assert np.array_equal(drawn, bargaining.resampled(bargaining.coded(POSITIONS), (-1, 1), draws=50))


PROVISIONS = pd.DataFrame(
    {"document_id": ["d", "d", "d", "e"], "issue_id": ["land", "land", "fire", "fire"], "stance_code": pd.array([1, 3, 0, None], "Int64"), "provision_id": list("wxyz")}
)
DOCUMENTS = pd.DataFrame({"document_id": ["d", "e"], "date_last": pd.to_datetime(["2025-02-01", "2025-02-02"], utc=True)})


def test_a_document_is_read_on_the_scale_of_its_day_and_as_a_range():
    found = bargaining.ranges(bargaining.on_scales(PROVISIONS, DOCUMENTS, SCALES))
    assert found[["document_id", "scale_id", "low", "high", "middle", "clauses"]].values.tolist() == [["d", "land", 1, 3, 2, 2], ["d", "new", 0, 0, 0, 1]]


def test_between_compares_on_the_same_scales():
    found = bargaining.ranges(bargaining.on_scales(PROVISIONS, DOCUMENTS, SCALES))
    stands = bargaining.standing(bargaining.coded(POSITIONS), [day("2025-02-01")], bargaining.terms(SCALES))
    row = bargaining.between(found, stands).iloc[0]
    assert (row["document_id"], row["scales"], row["one"], row["text"], row["two"]) == ("d", 2, 0.5, 1.0, 3.5)


def test_last_change_is_the_start_of_the_unbroken_run():
    rows = bargaining.coded(positions(("ukraine", "land", "2025-01-01", 0, False), ("ukraine", "land", "2025-02-01", 1, False), ("ukraine", "land", "2025-03-01", 1, False), ("russia", "land", "2025-01-01", 4, False)))
    found = bargaining.changes(rows).set_index("actor_id")
    assert found.at["ukraine", "since"] == day("2025-02-01") and found.at["ukraine", "stated"] == day("2025-03-01") and found.at["ukraine", "source_ids"] == "s2"
    assert found.at["russia", "since"] == found.at["russia", "stated"] == day("2025-01-01")


@pytest.mark.parametrize("weights", [{}, {"territory": 0}, {"territory": 3, "ceasefire-2025": 0.5, "sanctions": 0}], ids=["equal", "drop one", "own"])
def test_the_chart_computes_what_pandas_computes(weights: dict[str, float]):
    """The sliders are parameters of the one specification: set there, the drawn number is that of ``overall``."""
    from helpers.figures import obstacles_overall

    spec = copy.deepcopy(obstacles_overall.overall().spec)
    names = {obstacles_overall.weight_name(scale): value for scale, value in weights.items()}
    for parameter in spec["params"]:
        parameter["value"] = names.get(parameter["name"], parameter["value"]) if "name" in parameter and "value" in parameter else parameter.get("value")
    drawn = re.findall(r">(\d+\.\d)%<", display.draw(spec, "x", "x"))
    expected = bargaining.overall(obstacles_overall.computed()[0], weights)["share"].iloc[-1]
    assert drawn == [f"{expected:.1%}".rstrip("%")]
