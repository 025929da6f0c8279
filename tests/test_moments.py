"""Single days: what their pages say was known is what the tables say, three facts of each looked up by hand."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd
import pytest
import yaml
from docutils import nodes

from helpers import meetings, moments, record
from helpers.publishing import days, pages
from helpers.publishing.nodes import record_ref

NAMES = [moment.day for moment in moments.MOMENTS]


@lru_cache(None)
def state(day: str) -> moments.State:
    return moments.State(day)


@lru_cache(None)
def page(day: str) -> tuple[nodes.Node, ...]:
    return tuple(pages.MAKERS[f"talks-{day}"]())


def part(day: str, anchor: str) -> nodes.Element:
    """A section of a page."""
    return next(node for node in page(day) if isinstance(node, nodes.section) and node["ids"] == [anchor])


def named(node: nodes.Element, kind: str) -> list[str]:
    """The ids of one kind that a part of a page refers to, in order."""
    return [ref["target"] for ref in node.findall(record_ref) if ref["kind"] == kind]


def test_a_page_for_the_day_of_each_background_article(checkout) -> None:  # type: ignore[no-untyped-def]
    """Each article whose claims are checked has its day, in the contents in the order of the days; a day that a source states is kept."""
    assert {m.article for m in moments.MOMENTS} == set(record.load("claims")["article_id"])
    assert NAMES == sorted(NAMES)
    dated = record.load("sources").set_index("source_id")["published_date"]
    for moment in moments.MOMENTS:
        if isinstance(stated := dated[moment.article], str):
            assert moment.day.startswith(stated)
    listed = [p for p in pages.MAKERS if p.startswith("talks-")]
    toc = yaml.safe_load((checkout / "_toc.yml").read_text("utf-8"))
    assert [f"record/{name}" for name in listed] == [c["file"] for p in toc["parts"] for c in p["chapters"] if "talks-" in c["file"]]


@pytest.mark.parametrize("day", NAMES)
def test_nothing_on_the_then_side_was_learnt_later(day: str) -> None:
    """Events, texts, positions and promises of a day are rows of ``as_of`` that day, as it had them."""
    found, view = state(day), record.as_of(day)
    rows = {"events": found.recent(), "documents": found.proposals(), "positions": found.stands(), "commitments": found.promises(), "ceasefires": found.truces()}
    for table, frame in rows.items():
        key = record.primary_key(table)[0]
        known = view.load(table).set_index(key)
        assert set(frame[key]) <= set(known.index), table
        for column in ("outcome", "fate", "end_date"):
            if column in frame.columns and column in known.columns:
                same = frame.set_index(key)[column].fillna("").astype(str) == known.loc[frame[key], column].fillna("").astype(str)
                assert same.all(), (table, column)
    assert (found.later["start_first"] > meetings.day(day)).all()


def test_31_december_2024() -> None:
    """By hand: the last exchange is that of 30 December; one proposal is on the table, the Victory Plan; no round since Istanbul in 2022."""
    mine, _ = state("2024-12-31").handovers()
    assert mine.iloc[-1]["date"] == "2024-12-30" and mine.iloc[-1]["returned_to_ukraine"] == 189
    assert list(state("2024-12-31").proposals()["document_id"]) == ["victory-plan-2024"]
    rounds = state("2024-12-31").contacts().iloc[0]
    assert rounds["last"] == "2022-04-01-video-session" and rounds["next"] == "2025-05-16-istanbul-1"


def test_2_february_2025() -> None:
    """By hand: Ukraine at step 1 on territory (22 January), Russia at 4 (14 June 2024); the call of 12 February is still to come, in ten days or so."""
    stands = state("2025-02-02").stands().set_index(["issue_id", "actor_id"])
    assert list(stands.loc[("territory", "ukraine"), ["date", "stance_code"]]) == ["2025-01-22", "1"]
    assert list(stands.loc[("territory", "russia"), ["date", "stance_code"]]) == ["2024-06-14", "4"]
    assert "2025-02-12-trump-putin-call" in set(state("2025-02-02").later["event_id"])
    assert list(state("2025-02-02").contacts().iloc[1][["next", "wait"]]) == ["2025-02-11-fogel-vinnik", 9]


def test_20_may_2025() -> None:
    """By hand: Istanbul four days before and 13 days ahead; the exchange of 1,000 promised and open, then kept on 25 May; Witkoff's text answered."""
    rounds = state("2025-05-20").contacts().iloc[0]
    assert list(rounds[["last", "days", "next", "wait"]]) == ["2025-05-16-istanbul-1", 4, "2025-06-02-istanbul-2", 13]
    promises = state("2025-05-20").promises().set_index("commitment_id")
    assert set(promises.index) == {"grain-2022-russian-memorandum", "istanbul-2025-1000", "istanbul-2025-texts"}
    assert list(promises.loc["istanbul-2025-1000", ["fate_since", "fate_date_since"]]) == ["kept", "2025-05-25"]
    proposals = state("2025-05-20").proposals().set_index("document_id")
    assert proposals.loc["witkoff-proposal-2025-04", "followed"] == "europe-ua-counter-2025-04"


def test_1_december_2025() -> None:
    """By hand: Yermak has resigned and the Moscow meeting has not been; 131 days since the third Istanbul round; the 28 points have their answers."""
    recent = set(state("2025-12-01").recent()["event_id"])
    assert "2025-11-28-yermak-resigns" in recent and "2025-12-02-witkoff-kushner-putin-moscow" not in recent
    assert list(state("2025-12-01").contacts().iloc[0][["last", "days"]]) == ["2025-07-23-istanbul-3", 131]
    proposals = state("2025-12-01").proposals().set_index("document_id")
    assert {"e3-counter-2025-11", "geneva-joint-2025-11"} <= set(proposals.loc["us-28-point-2025-11", "followed"].split(";"))
    assert list(state("2025-12-01").truces()["ceasefire_id"]) == ["2025-10-zaporizhzhia", "2025-11-zaporizhzhia"]


def test_3_december_2025() -> None:
    """By hand: the Moscow meeting was the day before; Russia's memorandum of 2 June is older than six months; Ukraine's step on NATO moves from 1 to 2."""
    assert list(state("2025-12-03").contacts().iloc[1][["last", "days"]]) == ["2025-12-02-witkoff-kushner-putin-moscow", 1]
    assert "ru-memorandum-2025-06" not in set(state("2025-12-03").proposals()["document_id"]) and "ru-memorandum-2025-06" in set(state("2025-12-01").proposals()["document_id"])
    nato = state("2025-12-03").stands().set_index(["issue_id", "actor_id"]).loc[("neutrality-nato", "ukraine")]
    assert (nato["stance_code"], nato["next_code"], nato["next_date"]) == ("1", "2", "2025-12-14")


@pytest.mark.parametrize("day", NAMES)
def test_the_page_shows_the_state(day: str) -> None:
    """Every part stands under its id and names the rows of the state, and the day is said."""
    found = state(day)
    assert found.day == day and pages.MAKERS[f"talks-{day}"].func is days.day  # type: ignore[attr-defined]
    assert named(part(day, "last-weeks"), "event") == list(found.recent()["event_id"]) * 2  # in full on the screen, in short on paper
    assert [d for d in named(part(day, "proposals"), "document") if d in set(found.proposals()["document_id"])][0] == found.proposals()["document_id"].iloc[0]
    assert named(part(day, "truces"), "ceasefire") == list(found.truces()["ceasefire_id"])
    assert named(part(day, "since"), "event") == list(found.deals()["event_id"])
    assert [r.partition("/")[2] for r in named(part(day, "promises"), "row")] == list(found.promises()["commitment_id"])
    assert f"{len(found.later)} later events" in part(day, "since").astext()
    total = found.totals().set_index(["what", "side"]).loc[("prisoners", "ukraine")]
    assert f"{total['low']:,}" in part(day, "exchanges").astext()


def test_totals_grow_and_a_term_is_compared_on_its_own_scale() -> None:
    """A later day has at least as many people home; by the last day of evidence nobody is lost."""
    totals = pd.concat([state(day).totals().assign(day=day) for day in NAMES])
    for _, rows in totals.groupby(["what", "side"]):
        assert rows["low"].is_monotonic_increasing and (rows["low"] <= rows["low_now"]).all() and (rows["high"] <= rows["high_now"]).all()
    stands = state("2024-12-31").stands().set_index(["issue_id", "actor_id"]).loc[("ceasefire", "russia")]
    assert stands["scale_id"] == "ceasefire-2022" and stands["next_scale"] == "ceasefire-2025"
    moved = next(row for row in state("2024-12-31").stands().itertuples(index=False) if (row.issue_id, row.actor_id) == ("ceasefire", "russia"))
    assert days._moved(moved)[-1].astext().endswith("of a later scale")
