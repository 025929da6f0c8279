"""Ranges, promises, signs and scores of the chapter Paths forward, against cases worked by hand."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pandas as pd
import pytest

from helpers import deals, observables, record, scenarios, zones
from helpers.errors import RecordError
from helpers.figures import paths_zones


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text, tz="UTC")


def frame(rows: list[dict], dates: tuple[str, ...] = ("date",)) -> pd.DataFrame:
    """Rows with ``*_first`` and ``*_last`` as ``record.load`` gives them; every date here is a day."""
    made = pd.DataFrame(rows)
    for column in dates:
        prefix = column.removesuffix("_date")
        for edge in ("first", "last"):
            made[f"{prefix}_{edge}"] = pd.to_datetime(made[column], utc=True)
    return made


def position(actor: str, issue: str, date: str, code: int | None, kind: str = "declared") -> dict:
    return {"position_id": f"{actor}-{issue}-{date}", "actor_id": actor, "issue_id": issue, "date": date, "stance_code": code, "position_type": kind, "source_ids": f"s-{date}"}


POSITIONS = frame(
    [
        position("ukraine", "ceasefire", "2025-03-01", 0),
        position("ukraine", "ceasefire", "2025-04-01", 2),
        position("ukraine", "ceasefire", "2025-05-01", 1),
        position("russia", "ceasefire", "2025-03-02", 4),
        position("russia", "ceasefire", "2025-04-02", 2),
        position("russia", "ceasefire", "2025-05-02", 3),
        position("ukraine", "territory", "2025-03-03", 1),
        position("russia", "territory", "2025-03-04", 4),
        position("russia", "territory", "2025-03-05", 2, "reported"),
        position("russia", "territory", "2024-03-05", 1),
        position("united-states", "territory", "2025-03-05", 2),
        position("ukraine", "elections", "2025-03-05", 1),
        position("russia", "elections", "2025-03-05", None),
    ]
).astype({"stance_code": "Int64"})


def test_ranges_run_from_each_sides_maximum_to_its_furthest_declaration() -> None:
    """Ceasefire: Ukraine went to 2, Russia to 2, so they meet; the latest are 1 and 3. Territory: 1 and 4, the report and what is older do not count."""
    found = zones.ranges(POSITIONS, day("2025-01-20"), day("2025-12-31")).set_index("issue_id")
    assert list(found.index) == ["territory", "ceasefire"], "widest gap first; an issue with one side coded is left out"
    assert found.loc["ceasefire", ["ukraine_reach", "russia_reach", "gap", "gap_latest"]].tolist() == [2, 2, 0, 2]
    assert found.loc["territory", ["ukraine_reach", "russia_reach", "gap"]].tolist() == [1, 4, 3]
    assert found.at["ceasefire", "russia_position"] == "russia-ceasefire-2025-04-02"


def test_ranges_look_at_nothing_later() -> None:
    early = zones.ranges(POSITIONS, day("2025-01-20"), day("2025-03-31")).set_index("issue_id")
    assert early.at["ceasefire", "gap"] == 4


def test_acceptance_asks_for_a_step_in_the_range() -> None:
    found = zones.ranges(POSITIONS, day("2025-01-20"), day("2025-12-31"))
    needs = {"truce": {"ceasefire": (2, 2)}, "ceasefire": {"ceasefire": (0, 1)}, "settlement": {"territory": (0, 4), "sanctions": (0, 4)}}
    rows = zones.acceptance(found, needs).set_index(["scenario", "issue_id"])
    assert rows.loc[("truce", "ceasefire"), ["ukraine", "russia", "common"]].tolist() == [True, True, True]
    assert rows.loc[("ceasefire", "ceasefire"), ["ukraine", "russia", "common"]].tolist() == [True, False, False]
    assert rows.loc[("settlement", "territory"), ["ukraine", "russia", "common"]].tolist() == [True, True, False]
    assert len(rows) == 3, "an issue without a range is left out"


def test_acceptance_treats_the_sides_alike() -> None:
    """Mirrored positions give mirrored answers."""
    mirrored = POSITIONS.assign(stance_code=4 - POSITIONS["stance_code"], actor_id=POSITIONS["actor_id"].replace({"ukraine": "russia", "russia": "ukraine"}))
    found, turned = (zones.ranges(p, day("2025-01-20"), day("2025-12-31")) for p in (POSITIONS, mirrored))
    assert found["gap"].tolist() == turned["gap"].tolist() and found["gap_latest"].tolist() == turned["gap_latest"].tolist()
    needs, other = {"x": {"ceasefire": (0, 1)}}, {"x": {"ceasefire": (3, 4)}}
    a, b = zones.acceptance(found, needs).iloc[0], zones.acceptance(turned, other).iloc[0]
    assert (a["ukraine"], a["russia"], a["common"]) == (b["russia"], b["ukraine"], b["common"])


PROMISES = pd.DataFrame(
    {
        "commitment_kind": ["truce", "truce", "prisoners", "prisoners", "bodies"],
        "fate": ["breach_found", "condition_not_met", "kept", "kept_in_part", "open"],
        "promised_quantity": [None, None, 200.0, 2000.0, 50.0],
        "fate_quantity": [None, None, 200.0, 500.0, None],
    }
)


def test_promises_are_counted_in_five_groups() -> None:
    found = deals.tally(PROMISES)
    assert found.to_dict("list") == {
        "commitment_kind": ["bodies", "prisoners", "prisoners", "truce", "truce"],
        "group": ["Not yet due", "Kept", "In part or unclear", "Breach reported or ended", "Not begun"],
        "promises": [1, 1, 1, 1, 1],
    }
    assert deals.delivered(PROMISES)["share"].tolist() == [1.0, 0.25]


def test_every_fate_of_the_vocabulary_has_a_group() -> None:
    words = record.load("vocabulary")
    terms = set(words.loc[words["vocabulary"] == "commitment_fate", "term"])
    assert terms == {fate for fates in deals.OUTCOMES.values() for fate in fates}


TRUCES = frame(
    [
        {"ceasefire_id": "a", "truce_status": "in_force", "scope": "holiday", "effective_date": "2026-04-11", "end_date": "2026-04-12", "source_ids": "s"},
        {"ceasefire_id": "b", "truce_status": "declared", "scope": "full", "effective_date": "2026-05-01", "end_date": "2026-05-03", "source_ids": "t"},
        {"ceasefire_id": "c", "truce_status": "proposed", "scope": "full", "effective_date": "2026-05-01", "end_date": "2026-05-03", "source_ids": "t"},
        {"ceasefire_id": "d", "truce_status": "in_force", "scope": "local", "effective_date": "2026-05-05", "end_date": "2026-06-05", "source_ids": "u"},
        {"ceasefire_id": "e", "truce_status": "in_force", "scope": "energy", "effective_date": "2026-06-01", "end_date": None, "source_ids": "v"},
    ],
    ("effective_date", "end_date"),
)


def test_lengths_count_both_ends_and_leave_out_the_unknown() -> None:
    assert deals.lengths(TRUCES, day("2022-02-24")).set_index("ceasefire_id")["days"].to_dict() == {"a": 2, "b": 3, "d": 32}


def test_quarters_have_no_holes() -> None:
    rows = frame([{"date": "2025-01-05", "n": 3}, {"date": "2025-08-01", "n": None}, {"date": "2025-02-01", "n": 4}]).astype({"n": "Float64"})
    assert deals.quarters(rows, ["n"]).to_dict("list") == {"n": [7.0, 0.0, 0.0], "quarter": ["2025-Q1", "2025-Q2", "2025-Q3"]}


def test_signs_look_back_over_their_window_and_not_ahead() -> None:
    row, load = SimpleNamespace(window_days=60), {"ceasefires": TRUCES}.__getitem__
    assert observables.truces_begun(load, day("2026-06-10"), row).value == 1, "only the energy truce: the other began 60 days before, one is local, one is of one side"
    assert observables.truces_begun(load, day("2026-06-09"), row)[::2] == (2, "s;v")
    assert observables.longest_truce(load, day("2026-06-03"), row).value == 3, "an open truce counts to the day"
    assert observables.energy_truces_begun(load, day("2026-05-31"), row).value == 0


def test_sign_of_the_front_is_scaled_to_thirty_days() -> None:
    area = frame(
        [{"date": d, "series_id": "deepstate-area-mirror", "area_km2": a, "source_ids": "m"} for d, a in (("2026-05-01", 100.0), ("2026-06-01", 162.0), ("2026-06-20", 900.0), ("2026-08-01", 9999.0))]
    )
    reading = observables.area_per_month({"territory_control": area}.__getitem__, day("2026-06-10"), None)
    assert reading == (60, day("2026-06-01"), "m"), "62 km² in 31 days"


def test_latest_stance_is_the_last_declaration() -> None:
    row = SimpleNamespace(actor_id="russia", issue_id="territory")
    assert observables.latest_stance({"positions": POSITIONS}.__getitem__, day("2025-12-31"), row)[:2] == (4, day("2025-03-04"))


def test_thresholds_include_their_value() -> None:
    assert scenarios.reached(1, "at_least", 1) and scenarios.reached(1, "at_most", 1)
    assert not scenarios.reached(0.5, "at_least", 1) and not scenarios.reached(2, "at_most", 1)
    with pytest.raises(RecordError):
        scenarios.reached(1, "about", 1)


def test_scores_are_squared_distances() -> None:
    said = pd.DataFrame({"probability_pct": [61.0, 26.0, None, 40.0, 10.0], "outcome": ["happened", "happened", "happened", "open", "not_happened"]})
    assert scenarios.brier(said)["score"].tolist() == [0.1521, 0.5476, 0.01]


def test_every_path_has_four_signs_and_every_measure_is_there() -> None:
    rows = record.load("indicators")
    assert set(rows["scenario"]) == set(scenarios.ORDER)
    assert rows.groupby("scenario").size().min() >= 4
    assert set(rows["measure"]) <= set(observables.REGISTER)


def test_last_readings_are_those_of_the_record() -> None:
    """``indicators.reading_value`` is for those who use the data without this code; it says what the code computes."""
    for date, rows in record.load("indicators").groupby("reading_date"):
        now = scenarios.ledger(str(date)).set_index("indicator_id")["value"]
        stated = rows.set_index("indicator_id")["reading_value"].astype(float)
        apart = {name: now[name] for name in stated.index if now[name] != stated[name]}
        assert not apart, f"write these readings of {date} into indicators.csv: {apart}"


def test_lists_that_the_prose_of_the_ranges_names() -> None:
    """The chapter names the issues one step apart and three: a moved position needs another sentence."""
    found = paths_zones.found_ranges().groupby("gap")["issue_id"].agg(set)
    assert found[1] == {"territory", "withdrawal-of-forces", "neutrality-nato", "reconstruction", "language-culture"}
    assert found[3] == {"security-guarantees", "foreign-forces", "monitoring", "sanctions", "accountability", "nuclear-safety"}
    needs = zones.acceptance(paths_zones.found_ranges()).groupby("scenario")["common"].agg(["size", "sum"])
    assert tuple(needs.loc["settlement"]) == (9, 0)


def test_a_picked_path_leaves_its_rows_alone() -> None:
    """The axis of the explorer has as many rows as the picked path needs, and all of them without a choice."""
    layer = paths_zones.ledger().spec["layer"][0]
    rows = json.loads(layer["encoding"]["y"]["scale"]["domain"]["expr"].removesuffix("[path]"))
    signs = record.load("indicators").groupby("scenario").size()
    titles = record.load("vocabulary").query("vocabulary == 'scenario'").set_index("term")["title"]
    assert {titles[name]: int(n) + 1 for name, n in signs.items()} == {path: len(kept) for path, kept in rows.items() if path != paths_zones.ALL}
    assert len(rows[paths_zones.ALL]) == len(record.load("indicators")) + 2 * len(signs) - 1
