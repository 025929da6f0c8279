"""Two texts compared: hand-checked clauses, and the property that exchanging the texts exchanges the result."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest

from helpers import drafts, record
from helpers.publishing import addresses, comparing

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


def test_partners_of_all_pairs_are_those_of_the_comparison():
    matched = drafts.matches(PROVISIONS, ["a", "b"])
    assert matched == {
        ("a", "b"): [("a1", "b1", "reworded, qualifier changed"), ("a2", "b2", "qualifier changed"), ("a4", "b3", "moved"), ("a5", "b4", "kept")]
    }
    assert drafts.matches(PROVISIONS, ["b", "a"])["b", "a"][0] == ("b1", "a1", "reworded, qualifier changed")


def test_the_form_of_the_page_holds_what_the_comparison_finds():
    """Each pair of the form, unfolded with its dropped and added clauses, is the table of the same two texts."""
    data = comparing.data()
    provisions = record.load("provisions")
    for one, two in (("us-28-point-2025-11", "e3-counter-2025-11"), ("minsk-protocol", "minsk-ii"), ("istanbul-communique-2022", "ua-us-20-point-2025-12")):
        if data["order"].index(one) > data["order"].index(two):
            one, two = two, one
        compared = drafts.compare(provisions, one, two)
        place = {text: {c[0]: n for n, c in enumerate(data["texts"][text]["clauses"])} for text in (one, two)}
        wanted = {(place[one][addresses.anchor("provisions", r.one)], place[two][addresses.anchor("provisions", r.two)], r.change) for r in compared.itertuples() if r.one and r.two}
        assert {tuple(row) for row in data["pairs"].get(f"{one} {two}", [])} == wanted
        assert len(place[one]) == sum(compared["one"] != ""), "what has no partner is dropped"
        assert len(place[two]) == sum(compared["two"] != ""), "what has no partner is added"


def test_the_form_offers_each_text_once_and_escapes_its_name():
    found = comparing.markup([("a", "A & B"), ("b", "<i>")], "../")
    assert found.count('value="a"') == found.count('value="b"') == 2
    assert "A &amp; B" in found and "<i>" not in found and 'src="../_static/compare.js"' in found
