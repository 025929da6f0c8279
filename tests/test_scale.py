"""The record may grow a hundredfold: reading, checking and looking back take a hundred times as long, not more."""

from __future__ import annotations

import csv
import time  # process_time: the promise is about our work, not about what else the machine does
from collections.abc import Callable
from pathlib import Path

import pytest
from blown_up import blow_up

from helpers import paths, record, validation

MARGIN = 1.5  # larger data fit less well into the processor's memory


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def use(monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
    monkeypatch.setenv(paths.ENVIRONMENT, str(root))
    record._frames.clear()


def test_a_longer_record_holds_like_the_short_one(tmp_path: Path, checkout: Path) -> None:
    """Three times the rows of the book, and still no fault: what the slow test measures is the work of a sound record."""
    rows = blow_up(checkout, tmp_path / "three", 3)
    assert rows > 5_000
    found = validation.check(tmp_path / "three")
    assert found == [], validation.report(found[:5])


@pytest.mark.slow
def test_forty_thousand_events_of_the_book_load_within_two_seconds(tmp_path: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The book's own events, again and again, until there are 40,000."""
    use(monkeypatch, checkout)
    blow_up(checkout, tmp_path / "long", -(-40_000 // len(record.load("events"))))
    use(monkeypatch, tmp_path / "long")
    taken = seconds(lambda: record.load("events"))
    assert len(record.load("events")) >= 40_000 and taken < 2, taken


@pytest.mark.slow
def test_time_grows_with_the_record(tmp_path: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All tables of the book ten times and a hundred times as long: loading, checking and looking back grow tenfold."""
    short, long = tmp_path / "short", tmp_path / "long"
    assert 9 < blow_up(checkout, long, 100) / blow_up(checkout, short, 10) < 11
    found: dict[Path, list[float]] = {}
    for root in (short, long):
        use(monkeypatch, root)
        work = [
            lambda: [record.load(name) for name in record.tables()],
            lambda: [view.load(name) for view in [record.as_of("2025-05-20")] for name in record.tables()],
            lambda root=root: validation.check(root),
        ]
        found[root] = [seconds(one) for one in work]
    record._frames.clear()
    for before, after in zip(found[short], found[long], strict=True):
        assert after < 10 * MARGIN * max(before, 0.1), found
    with (long / "data" / "events.csv").open(encoding="utf-8", newline="") as file:
        assert sum(1 for _ in csv.reader(file)) > 10_000
