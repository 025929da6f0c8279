"""Agreement of two codings, against published examples and cases worked by hand."""

import math

import krippendorff
import numpy as np
import pandas as pd
import pytest

from helpers import codability, record, reliability
from helpers.figures import method as figures
from helpers.tables import method as tables

# The example of Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: four observers, twelve
# units, and the values that it derives for each level of measurement.
GAP = np.nan
PUBLISHED = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3],
    [GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP],
]


def by_hand(first: list[int], second: list[int]) -> float:
    """Ordinal alpha of two codings without gaps, from the formulas of Krippendorff 2011, section D."""
    n = {value: [*first, *second].count(value) for value in reliability.STEPS}
    apart = {(c, k): (sum(n[g] for g in range(min(c, k), max(c, k) + 1)) - (n[c] + n[k]) / 2) ** 2 for c in n for k in n}
    observed = sum(2 * apart[c, k] for c, k in zip(first, second))
    expected = sum(n[c] * n[k] * apart[c, k] for c in n for k in n if c != k) / (sum(n.values()) - 1)
    return 1 - observed / expected


def codings(scale: str, first: list[int | None], second: list[int | None]) -> pd.DataFrame:
    rows = [(scale, "positions", f"{scale}-{i}", coding, code) for coding, codes in (("first", first), ("second", second)) for i, code in enumerate(codes)]
    return pd.DataFrame(rows, columns=["scale_id", "table", "row_id", "coding", "code"]).astype({"code": "Int64"})


def test_library_gives_the_published_values():
    for level, value in (("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)):
        assert krippendorff.alpha(PUBLISHED, level_of_measurement=level) == pytest.approx(value, abs=0.0005)
    # The same published example through our counts, its values moved to our steps 0 to 4.
    held = np.array([[sum(row[unit] == step + 1 for row in PUBLISHED) for step in reliability.STEPS] for unit in range(12)])
    assert reliability.alpha(held) == pytest.approx(0.815, abs=0.0005)


def test_alpha_of_two_codings_is_that_of_the_formulas():
    random = np.random.default_rng(7)
    for _ in range(20):
        first = random.integers(0, 5, 20)
        second = np.clip(first + random.integers(-1, 2, 20) * (random.random(20) < 0.3), 0, 4)
        both = pd.DataFrame({"first": first, "second": second})
        assert reliability.alpha(reliability.counts(both)) == pytest.approx(by_hand(first.tolist(), second.tolist()))


def test_by_scale_counts_items_with_both_codes():
    found = reliability.by_scale(pd.concat([codings("b", [0, 1, 2, 4, None], [0, 1, 3, 4, 2]), codings("a", [0, 4, 2], [0, 4, 2])]))
    assert found["scale_id"].tolist() == ["a", "b"]
    assert found["n"].tolist() == [3, 4] and found["agree"].tolist() == [3, 3]
    assert found["alpha"].tolist() == [1, pytest.approx(by_hand([0, 1, 2, 4], [0, 1, 3, 4]))]
    assert (found["low"] <= found["alpha"]).all() and (found["alpha"] <= found["high"]).all()
    assert found["low"][0] == 1 and found["agreement_low"][0] < 0.6, "three equal pairs prove little, and the share's interval shows it"


def test_interval_is_the_same_in_every_run_and_another_by_another_seed():
    held = reliability.counts(pd.DataFrame({"first": [0, 1, 2, 3, 4] * 4, "second": [0, 1, 2, 4, 3] * 4}))
    assert reliability.interval(held) == reliability.interval(held) != reliability.interval(held, seed=1)


def test_without_two_values_there_is_no_alpha():
    held = reliability.counts(pd.DataFrame({"first": [2, 2], "second": [2, 2]}))
    assert math.isnan(reliability.alpha(held)) and all(map(math.isnan, reliability.interval(held)))
    assert math.isnan(reliability.alpha(held[:0])) and all(map(math.isnan, reliability.interval(held[:0])))


def test_titles_name_the_years_where_one_issue_has_two_scales():
    scales = pd.DataFrame(
        [("truce-2022", "truce", "2022-02-24", "2024-12-31"), ("truce-2025", "truce", "2025-01-01", None), ("land", "land", None, None)],
        columns=["scale_id", "issue_id", "start_date", "end_date"],
        dtype="string",
    )
    issues = pd.DataFrame({"issue_id": ["truce", "land"], "title": ["Truce", "Land"]}, dtype="string")
    assert reliability.titles(scales, issues).to_dict() == {"truce-2022": "Truce 2022 to 2024", "truce-2025": "Truce from 2025", "land": "Land"}


@pytest.fixture
def coded_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record of two scales, each coded twice, in place of the tables of the package."""
    both = pd.concat([codings("land", [0, 1, 2, 4], [0, 1, 2, 4]), codings("truce-2022", [0, 4, 2, 1, 3], [4, 4, 2, 2, 0])])
    one = both["coding"].eq("second") & both["row_id"].str.endswith("-0")
    frames = {
        "codings": both.assign(seed=7, basis=np.where(one, "known", "opened")),
        "scales": pd.DataFrame({"scale_id": ["land", "truce-2022"], "issue_id": ["land", "truce"], "start_date": None, "end_date": None}, dtype="string"),
        "issues": pd.DataFrame({"issue_id": ["land", "truce"], "title": ["Land", "Truce"]}, dtype="string"),
    }
    monkeypatch.setattr(record, "load", frames.__getitem__)


@pytest.mark.usefixtures("coded_twice")
def test_page_says_what_the_two_codings_show():
    found = tables.stability_numbers()
    assert (found["n_coded_twice"], found["n_coded_equal"], found["n_coded_unequal"], found["n_coded_far"]) == (9, 6, 3, 2)
    assert (found["n_coded_scales"], found["n_scales_below"], found["n_scales_all_equal"], found["coded_per_scale"]) == (2, 1, 1, "4 to 5")
    assert (found["n_coded_known"], found["n_coded_from_text"], found["n_coded_from_summary"]) == (2, 7, 0)
    rows = tables.stability().data["data"]
    assert [row["scale"] for row in rows] == ["Land", "Truce"] and rows[0]["value"] == "1.000" and rows[1]["agree"] == 2
    drawn = figures.stability()
    assert "least for Truce" in drawn.alt and "Below 0.667 lie 1 values" in drawn.alt
    assert "not agreement between independent coders" in tables.stability().caption and "0.667" in drawn.caption


def candidate(table: str, row: str, coded: bool) -> tuple[str, str, str, str, bool]:
    return table, row, "land", "land", coded


def test_draw_mixes_items_and_leaves_out_those_coded_twice():
    found = pd.DataFrame([candidate("provisions", f"p{i}", i % 2 == 0) for i in range(20)], columns=["table", "row_id", "scale_id", "issue_id", "coded"])
    earlier = pd.DataFrame({"table": ["provisions", "provisions"], "row_id": ["p0", "p1"]})
    drawn = codability.draw(found, earlier, seed=3, without=5, with_code=4)
    assert drawn["order"].tolist() == list(range(1, 10)) and drawn["coded"].sum() == 4 and not {"p0", "p1"} & set(drawn["row_id"])
    assert drawn["coded"].tolist() != sorted(drawn["coded"]), "those with a code stand among those without"
    assert codability.draw(found, earlier, seed=3, without=5, with_code=4).equals(drawn) and not codability.draw(found, earlier, seed=4, without=5, with_code=4).equals(drawn)
    assert codability.draw(found, earlier, seed=3, without=50, with_code=0)["row_id"].tolist() != [] and len(codability.draw(found, earlier, seed=3, without=50, with_code=0)) == 9


def test_candidates_are_what_a_coder_has_to_decide_on():
    day = pd.Timestamp("2022-01-01", tz="UTC")
    positions = pd.DataFrame(
        [("one", "truce", "land", "2", False), ("two", "truce", "land", None, False), ("law", "truce", "land", None, True), ("none", "grain", None, None, False)],
        columns=["position_id", "issue_id", "scale_id", "stance_code", "is_legal_baseline"],
    )
    documents = pd.DataFrame(
        [("old", "plan", day - pd.Timedelta(days=9)), ("new", "plan", day), ("un", "un_resolution", day)], columns=["document_id", "document_type", "date_last"]
    )
    clauses = [("old-1", "old", "truce", None), ("new-1", "new", "truce", "3"), ("new-2", "new", "truce", None), ("new-3", "new", "later", None), ("un-1", "un", "truce", None)]
    provisions = pd.DataFrame(clauses, columns=["provision_id", "document_id", "issue_id", "stance_code"])
    starts, ends = (pd.to_datetime(pd.Series(dates), utc=True) for dates in ([None, "2022-01-02"], [None, None]))
    scales = pd.DataFrame({"scale_id": ["land", "late"], "issue_id": ["truce", "later"], "start_first": starts, "end_last": ends})
    found = codability.candidates(positions, provisions, documents, scales)
    assert list(zip(found["row_id"], found["coded"])) == [("one", True), ("two", False), ("new-1", True), ("new-2", False)]


def mixed(first: list[int | None], second: list[int | None]) -> pd.DataFrame:
    return codings("land", first, second).assign(seed=codability.SEED, order=[*range(len(first)), *range(len(first))])


def test_decisions_are_compared_whether_or_not_a_code_was_given():
    both = pd.concat([mixed([None, None, 3, 2], [None, 1, 3, None]), codings("land", [4], [4]).assign(seed=7, order=0, row_id="other")])
    decided = codability.decisions(both)
    assert decided[["first", "second"]].to_numpy().tolist() == [[False, False], [False, True], [True, True], [True, False]], "the first draw says nothing here"
    found = codability.changed(decided)
    assert found[["first", "n", "other"]].to_numpy().tolist() == [[False, 2, 1], [True, 2, 1]] and (found["low"] < found["share"]).all()
    # Nominal alpha by hand: 8 values, half of them yes; observed 2 of 4 pairs differ, expected 2 * 4 * 4 / (8 * 7).
    assert codability.alpha(decided, draws=50)[0] == pytest.approx(1 - (2 / 4) / (32 / 56))


def test_a_row_is_recoded_where_the_table_has_another_code_now():
    now = pd.DataFrame({"table": "positions", "row_id": ["land-0", "land-1", "land-2"], "code": pd.array(["1", None, None], dtype="string")})
    found = reliability.recoded(codings("land", [1, 2, None], [1, 2, 2]), now)
    assert found.tolist() == [False, True, False]


def test_the_alpha_table_follows_from_the_two_code_columns_alone():
    """As a reader would compute it from codings.csv, with the published library and no code of ours."""
    frame = pd.read_csv("data/codings.csv", keep_default_na=False, na_values=[""])
    shown = {row["scale"]: row for row in tables.stability().data["data"]}
    names = reliability.titles(record.load("scales"), record.load("issues"))
    for scale, rows in frame.groupby("scale_id"):
        both = rows.pivot(index=["table", "row_id"], columns="coding", values="code").dropna()
        alpha = krippendorff.alpha(reliability_data=both[["first", "second"]].to_numpy().T, value_domain=[0, 1, 2, 3, 4], level_of_measurement="ordinal")
        row = shown.pop(names[scale])
        assert (row["n"], row["agree"], row["value"]) == (len(both), int((both["first"] == both["second"]).sum()), f"{alpha:.3f}")
    assert shown == {}
