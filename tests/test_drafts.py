"""Two texts compared: hand-checked clauses, and the property that exchanging the texts exchanges the result."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from helpers import drafts, record

COLUMNS = ["provision_id", "document_id", "point", "issue_id", "summary", "qualifier"]
PROVISIONS = pd.DataFrame(
    [
        ("a1", "a", "1", "forces", "Armed forces of Ukraine limited to 600,000", None),
        ("a2", "a", "2", "foreign", "NATO agrees not to station troops in Ukraine", None),
        ("a3", "a", "3", "land", "Crimea is recognised as Russian", "de facto"),
        ("a4", "a", "4a", "prisoners", "All prisoners are exchanged", "all for all"),
        ("a5", "a", "5", "vote", "Ukraine holds elections in 100 days", None),
        ("b1", "b", "1", "forces", "Armed forces of Ukraine limited to 800,000", "in peacetime"),
        ("b2", "b", "2", "foreign", "NATO agrees not to station troops in Ukraine", "permanently"),
        ("b3", "b", "7", "prisoners", "All prisoners are exchanged", "all for all"),
        ("b4", "b", "5", "vote", "Ukraine holds elections in 100 days", None),
        ("b5", "b", "6", "money", "Assets stay frozen", None),
        ("b6", "b", "3", "land", "The clause on Crimea is struck out", "deleted"),
    ],
    columns=COLUMNS,
)


def test_each_kind_of_change():
    found = drafts.compare(PROVISIONS, "a", "b")
    assert [(r.one, r.two, r.change) for r in found.itertuples()] == [
        ("a1", "b1", "reworded, qualifier changed"),
        ("a2", "b2", "qualifier changed"),
        ("a3", "", "dropped"),
        ("a4", "b3", "moved"),
        ("a5", "b4", "kept"),
        ("", "b5", "added"),
    ]
    assert drafts.counts(found) == {"added": 1, "dropped": 1, "kept": 1, "changed": 3}


def test_a_text_compared_with_itself_is_kept():
    assert set(drafts.compare(PROVISIONS, "a", "a")["change"]) == {"kept"}


def as_set(compared: pd.DataFrame) -> set[tuple[str, ...]]:
    return set(compared[["one", "two", "point_one", "point_two", "change"]].itertuples(index=False, name=None))


def assert_reverses(provisions: pd.DataFrame, one: str, two: str) -> None:
    forth, back = drafts.compare(provisions, one, two), drafts.compare(provisions, two, one)
    assert as_set(drafts.reverse(forth)) == as_set(back)
    assert as_set(drafts.reverse(drafts.reverse(forth))) == as_set(forth)


def test_reversing_the_texts_reverses_the_result():
    assert_reverses(PROVISIONS, "a", "b")


@pytest.mark.parametrize("seed", range(25))
def test_reversing_holds_for_any_clauses(seed: int):
    """Texts made of few words, so that likenesses and ties abound."""
    random = np.random.default_rng(seed)
    words = ["army", "border", "court", "delta", "election", "force", "grain"]
    rows = []
    for text in ("one", "two"):
        for number in range(int(random.integers(1, 9))):
            summary = " ".join(random.choice(words, size=int(random.integers(1, 5))))
            qualifier = random.choice(["", "up to", "in peacetime"])
            rows.append((f"{text}-{number}", text, str(random.integers(1, 5)) + random.choice(["", "a", "b"]), random.choice(["x", "y"]), summary, qualifier or None))
    assert_reverses(pd.DataFrame(rows, columns=COLUMNS), "one", "two")


def test_reversing_holds_for_the_drafts_of_the_record():
    provisions = record.load("provisions")
    many = provisions.groupby("document_id").size()
    texts = sorted(many.index[many >= 14])
    assert len(texts) >= 2
    for one, two in itertools.combinations(texts, 2):
        assert_reverses(provisions, one, two)


def test_every_clause_is_accounted_for_once():
    found = drafts.compare(PROVISIONS, "a", "b")
    assert sorted(k for k in found["one"] if k) == ["a1", "a2", "a3", "a4", "a5"]
    assert sorted(k for k in found["two"] if k) == ["b1", "b2", "b3", "b4", "b5"], "a note that a clause is gone is no clause"
