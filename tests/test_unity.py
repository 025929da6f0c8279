"""Votes and pledges of partners against cases worked by hand, and what the chapters say of them."""

from __future__ import annotations

import pandas as pd
import pytest

from helpers import record
from helpers import voting_unity as unity
from helpers.figures import obstacles_land, obstacles_unity
from helpers.tables import obstacles_polls, obstacles_regions


@pytest.mark.parametrize(
    "votes, index", [(["yes"] * 4, 1.0), (["yes", "no", "abstain"], 0.0), (["yes", "yes", "yes", "no"], 0.625), (["yes", "not_voting"], 1.0)]
)
def test_agreement_of_a_group(votes: list[str], index: float) -> None:
    """Three of four alike: (3 − 1 ÷ 2) ÷ 4."""
    assert unity.agreement(votes) == pytest.approx(index)


def test_nobody_voted_has_no_agreement() -> None:
    assert pd.isna(unity.agreement(["not_voting"]))


def test_who_stands_apart() -> None:
    rows = pd.DataFrame(
        [("v1", "FRA", "yes"), ("v1", "POL", "yes"), ("v1", "HUN", "no"), ("v1", "BRA", "no"), ("v2", "FRA", "yes"), ("v2", "HUN", "not_voting"), ("v2", "POL", "yes")],
        columns=["vote_id", "country_iso3", "vote"],
    )
    assert unity.apart(rows) == ["HUN"], "who is in the group and voted otherwise; not to vote is not to differ"


def test_pledges_are_ordered_and_leave_groups_out() -> None:
    rows = pd.DataFrame(
        [
            ("c", "Europe", None, "group", 99.0),
            ("c", "A", "a", "state", 4.0),
            ("c", "B", "b", "state", 10.0),
            ("d", "A", "a", "state", 5.0),
            ("d", "B", "b", "state", 5.0),
        ],
        columns=["series_id", "donor", "donor_id", "donor_type", "total_eur_bn"],
    ).assign(source_ids="s")
    found = unity.pledges(rows, "c", "d")
    assert list(zip(found["donor"], found["committed"], found["allocated"], found["done"])) == [("B", 10.0, 5.0, 0.5), ("A", 4.0, 5.0, 1.0)]


def test_what_the_chapter_says_of_votes_and_pledges() -> None:
    """The prose says: the Union differed each time by one member alone, since February 2025; three donors lead."""
    found = obstacles_unity.votes()
    split = found[found["agreement"] < 1]
    assert obstacles_unity.numbers()["eu_apart"] == "Hungary" and (found["others"] == "yes").all()
    assert (split["date"] >= "2025-02-24").all() and len(split)
    assert (found.loc[found["date"] < "2025-01-01", "united-states"] == "yes").all()


def test_changes_of_the_land() -> None:
    found = obstacles_land.changes()
    line = found[found["who"] == obstacles_land.LINE]
    assert line["month"].is_unique and (line["months"] == 1).all() and (line["until"] > line["month"]).all()
    several = found[found["months"] > 1]
    assert set(several["km2"].round(2)) == {round(2949 / 4, 2), round(1627 / 4, 2)}, "a value of four months is drawn as its mean"


def test_spread_of_the_estimates_of_one_month() -> None:
    rows = pd.DataFrame([("2025-01-01", "x", 5.0, 1), ("2025-01-01", "y", 9.0, 1), ("2025-01-01", "z", 99.0, 4), ("2025-02-01", "x", 1.0, 1)], columns=["month", "who", "km2", "months"])
    assert obstacles_land.spreads(rows).to_dict("records") == [{"month": "2025-01-01", "low": 5.0, "high": 9.0, "estimates": 2}]


def test_regions_say_claim_and_map_apart() -> None:
    found = obstacles_regions.held().set_index("place_id")
    assert (found["law"] != "").sum() == 5 and found.index[0] == "crimea"
    assert pd.isna(found.at["kharkiv-region", "said"]) and found.at["kharkiv-region", "law"] == ""
    # four regions by area and share, worked by hand: 316 + 5,448 + 6,630 + 7,271 square kilometres
    assert obstacles_regions.gap() == 20000


def test_every_poll_drawn_is_worded_in_the_table() -> None:
    found = obstacles_polls.asked().set_index("series_id")
    for series in ("kiis-concessions", "levada-continue-or-talks", "kiis-donbas-for-guarantees"):
        assert found.at[series, "question"] and found.at[series, "population"] and found.at[series, "missing"] <= found.at[series, "waves"]
    assert "(is_derived)" not in " ".join(found["limits"])


def test_the_union_is_that_of_the_record() -> None:
    """The states counted as the European Union are its members by the record: those whose membership has no end."""
    members = record.load("memberships").query("coalition_id == 'european-union'")
    states = record.load("actors").set_index("actor_id")["iso3"]
    assert {str(states[actor]) for actor in members.loc[members["end_date"].isna(), "member_id"]} == unity.EU
