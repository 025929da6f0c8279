"""Truces: hand-worked cases, and a published worked example for the estimator."""

import warnings

import pandas as pd
import pytest

from helpers import ceasefires
from helpers.errors import RecordError

UNTIL = pd.Timestamp("2022-02-24", tz="UTC")

# Remission times in weeks under 6-mercaptopurine (Freireich and others 1963), the worked example of Kaplan–Meier in
# textbooks (Kleinbaum and Klein, Survival Analysis, chapter 2); + is censored.
FREIREICH = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+".split()
PUBLISHED = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}


def sample():
    days = pd.Series([int(v.rstrip("+")) for v in FREIREICH])
    return days, pd.Series([not v.endswith("+") for v in FREIREICH])


def truces(*rows):
    names = ["ceasefire_id", "truce_status", "announced_first", "effective_first", "first_violation_first", "end_first", "stated_days"]
    frame = pd.DataFrame([dict(zip(names, row)) for row in rows])
    for name in names[2:6]:
        frame[name] = pd.to_datetime(frame[name], utc=True)
    frame["stated_days"] = frame["stated_days"].astype("Int64")
    return frame.assign(title=frame["ceasefire_id"])


def test_estimate_equals_the_published_example():
    curve = ceasefires.survival(*sample()).set_index("day")
    for week, share in PUBLISHED.items():
        assert curve.loc[week, "share"] == pytest.approx(share, abs=5e-5)
    assert curve.loc[6, ["at_risk", "events", "censored"]].tolist() == [21, 3, 1]
    assert curve.loc[23, "at_risk"] == 6
    assert ceasefires.median(curve.reset_index()) == 23


def test_band_equals_the_published_log_log_band():
    """R's survival package, conf.type = "log-log", on the same data: week 6 0.620 to 0.952, week 23 0.188 to 0.680."""
    curve = ceasefires.survival(*sample()).set_index("day")
    assert curve.loc[6, ["low", "high"]].tolist() == pytest.approx([0.620, 0.952], abs=1e-3)
    assert curve.loc[23, ["low", "high"]].tolist() == pytest.approx([0.188, 0.680], abs=1e-3)


def test_nothing_left_and_nothing_seen():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        gone = ceasefires.survival(pd.Series([1, 2]), pd.Series([True, True]))
        kept = ceasefires.survival(pd.Series([1, 2]), pd.Series([False, False]))
    assert gone["share"].tolist() == [0.5, 0.0] and ceasefires.median(gone) == 1
    assert kept["share"].tolist() == [1.0, 1.0] and ceasefires.median(kept) is None
    with pytest.raises(RecordError):
        ceasefires.survival(pd.Series([], dtype=float), pd.Series([], dtype=bool))


def test_course_by_hand():
    """Five truces worked by hand, one for each way in which a clock stops, and one proposal that must not count."""
    frame = truces(
        ("renewed", "agreed", "2015-08-26", "2015-09-01", "2015-09-03", None, None),
        ("announced-only", "agreed", "2015-12-01", None, None, None, None),
        ("termed", "declared", "2016-01-01", "2016-01-02", None, None, 7),
        ("planned", "agreed", "2016-03-01", "2016-03-02", None, "2016-03-03", 1),
        ("ended", "declared", "2016-05-01", "2016-05-02", "2016-05-02", "2016-05-12", 7),
        ("proposed", "proposed", "2016-05-03", "2016-05-04", None, None, None),
        ("open", "in_force", "2022-01-01", "2022-02-14", None, None, None),
    )
    found = ceasefires.course(frame, UNTIL).set_index("ceasefire_id")
    assert found.index.tolist() == ["renewed", "termed", "planned", "ended", "open"]
    assert found["closed_by"].tolist() == ["recommitted", "term", "term", "ended", "open"]
    assert found["days_to_close"].tolist() == [91, 7, 1, 10, 10]
    assert found["close_seen"].tolist() == [True, False, False, True, False]
    assert found["days_to_violation"].tolist() == [2, 7, 1, 0, 10]
    assert found["violation_seen"].tolist() == [True, False, False, True, False]


def test_course_without_a_first_day():
    with pytest.raises(RecordError, match="no truce with a first day"):
        ceasefires.course(truces(("a", "agreed", "2016-01-01", None, None, None, None)), UNTIL)


def test_course_since_the_invasion_by_hand():
    """Each clock by its own end: broken off, run out, followed by the next term, not known, still open; proposals stay out."""
    columns = ["ceasefire_id", "truce_status", "effective", "violation", "end", "end_reason"]
    rows = [
        ("broken", "in_force", "2022-03-05", "2022-03-05", "2022-03-07", "collapsed"),
        ("ran-out", "declared", "2022-04-01", None, "2022-04-03", "expired"),
        ("term", "in_force", "2022-07-22", "2022-07-23", "2022-11-19", "superseded"),
        ("silent", "in_force", "2022-08-01", None, None, "not_known"),
        ("breached", "in_force", "2022-09-01", "2022-09-04", None, "not_known"),
        ("offer", "proposed", "2022-09-02", None, None, "not_started"),
        ("running", "in_force", "2022-12-21", None, "2023-01-10", "expired"),
        ("early", "in_force", "2020-07-27", None, None, "superseded"),
    ]
    frame = pd.DataFrame(rows, columns=columns).assign(title="A truce")
    for name in ("effective", "violation", "end"):
        target = "first_violation_first" if name == "violation" else f"{name}_first"
        frame[target] = pd.to_datetime(frame[name], utc=True)
    since, until = pd.Timestamp("2022-02-24", tz="UTC"), pd.Timestamp("2022-12-31", tz="UTC")
    found = ceasefires.later_course(frame, since, until).set_index("ceasefire_id")
    assert found["closed_by"].to_dict() == {"broken": "ended", "ran-out": "term", "term": "recommitted", "silent": "lost", "breached": "lost", "running": "open"}
    assert found["days_to_close"].tolist() == [2, 2, 120, 0, 3, 10]
    assert found["close_seen"].tolist() == [True, False, True, False, False, False]
    assert found["days_to_violation"].tolist() == [0, 2, 1, 0, 3, 10]
    assert found["violation_seen"].tolist() == [True, False, True, False, True, False]


def test_not_begun_by_hand():
    """Proposals and an agreement that never started; a year alone stands in its middle; what began or is older stays out."""
    rows = [
        ("agreed-idle", "agreed", "2025-03-25", "2025-03-25", "not_started"),
        ("year", "proposed", "2024-01-01", "2024-12-31", "not_started"),
        ("claimed", "claimed", "2026-09-14", "2026-09-14", None),
        ("begun", "in_force", "2025-03-18", "2025-03-18", "expired"),
        ("old", "proposed", "2020-01-01", "2020-01-01", "not_started"),
    ]
    frame = pd.DataFrame(rows, columns=["ceasefire_id", "truce_status", "announced_first", "announced_last", "end_reason"])
    for name in ("announced_first", "announced_last"):
        frame[name] = pd.to_datetime(frame[name], utc=True)
    frame = frame.assign(effective_first=pd.Series(pd.NaT, index=frame.index, dtype="datetime64[ns, UTC]"), effective_last=pd.Series(pd.NaT, index=frame.index, dtype="datetime64[ns, UTC]"))
    found = ceasefires.not_begun(frame, pd.Timestamp("2022-02-24", tz="UTC"))
    assert found["ceasefire_id"].tolist() == ["year", "agreed-idle", "claimed"]
    assert found["moment"].iloc[0] == pd.Timestamp("2024-07-01", tz="UTC")
