"""How states moved: worked by hand on four states and three votes."""

import pandas as pd

from helpers import record, voting

CALLS = pd.DataFrame(
    [
        (state, vote, cast)
        for state, line in {"AAA": "yes yes no", "BBB": "abstain not_voting yes", "CCC": "no abstain no", "DDD": "yes yes yes"}.items()
        for vote, cast in zip(("v1", "v2", "v3"), line.split())
    ],
    columns=["country_iso3", "vote_id", "vote"],
)


def test_travel_by_hand():
    """A falls two steps at once; B rises one, its missing vote is no step; C goes up and back; D stays."""
    found = voting.travel(voting.matrix(CALLS, ["v1", "v2", "v3"]))
    assert found.loc["AAA"].tolist() == [2, -2, 2]
    assert found.loc["BBB"].tolist() == [1, 1, 1]
    assert found.loc["CCC"].tolist() == [2, 0, 1]
    assert found.loc["DDD"].tolist() == [0, 0, 0]


def test_a_state_that_never_voted_did_not_move():
    silent = pd.DataFrame([("EEE", "v1", "not_voting"), ("EEE", "v2", "not_voting")], columns=CALLS.columns)
    assert voting.travel(voting.matrix(silent, ["v1", "v2"])).loc["EEE"].tolist() == [0, 0, 0]


def test_moves_by_hand():
    found = voting.moves(CALLS, "v1", "v3").set_index(["before", "after"])
    assert found["number"].to_dict() == {("abstain", "yes"): 1, ("no", "no"): 1, ("yes", "no"): 1, ("yes", "yes"): 1}
    assert found.loc[("yes", "no"), "states"] == ["AAA"]


def test_incomplete_lists_are_left_out_and_series_exist():
    votes = pd.DataFrame({"vote_id": ["v1", "v2"], "roll_call_coverage": ["complete", "partial"]})
    assert voting.complete(votes, ["v2", "v1"]) == ["v1"]
    assert set(voting.GENERAL) | set(voting.CRIMEA) <= set(record.load("un_votes")["vote_id"])
