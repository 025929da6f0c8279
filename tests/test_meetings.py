"""Meetings: worked by hand on a few dates and a toy record."""

import pandas as pd
import pytest

from helpers import meetings


def days(*texts):
    return pd.Series([meetings.day(text) for text in texts])


def test_period_includes_both_ends():
    frame = pd.DataFrame({"start_first": days("2022-02-23", "2022-02-24", "2014-02-01", "2014-01-31"), "n": [1, 2, 3, 4]})
    assert meetings.within(frame)["n"].tolist() == [3, 1]


def test_lanes_by_hand():
    """1, 5 and 9 January with a gap of six days: 5 is too near to 1, 9 is free again in the first lane."""
    assert meetings.lanes(days("2015-01-01", "2015-01-05", "2015-01-09", "2015-01-10"), 6) == [0, 1, 0, 2]
    assert meetings.lanes([], 6) == []


def test_tables():
    assert meetings.table_of("agreement", "normandy") == "normandy-leaders"
    assert meetings.table_of("diplomatic_note", "normandy") is None
    assert meetings.table_of("recommitment", "contact_group") == "contact-group"
    assert meetings.table_of("disengagement", "contact_group") is None
    assert meetings.table_of("phone_call", "us_russia") == "us-russia"
    assert meetings.table_of("escalation", "battlefield") is None


def test_longest_gap():
    assert meetings.longest_gap(days("2016-10-19", "2014-06-06", "2019-12-09", "2015-10-02")) == (
        meetings.day("2016-10-19"),
        meetings.day("2019-12-09"),
    )
    with pytest.raises(ValueError):
        meetings.longest_gap(days("2016-10-19"))


def test_company_by_hand():
    """Two meetings: Ukraine and Russia at both, France once; a host is no company, two roles count once."""
    seated = meetings.seats(pd.DataFrame({"event_id": ["a", "b", "c"], "event_type": ["summit", "summit", "statement"], "track": "normandy"}))
    actors = pd.DataFrame(
        [("a", "ukraine", "party"), ("a", "ukraine", "signatory"), ("a", "russia", "party"), ("a", "belarus", "host"), ("b", "ukraine", "party"), ("b", "russia", "party"), ("b", "france", "mediator")],
        columns=["event_id", "actor_id", "role"],
    )
    found = meetings.company(seated, actors, share=0.4)
    assert seated["table"].tolist() == ["normandy-leaders"] * 2
    assert found[["actor_id", "times", "of"]].values.tolist() == [["russia", 2, 2], ["ukraine", 2, 2], ["france", 1, 2]]
    assert meetings.company(seated, actors)["actor_id"].tolist() == ["russia", "ukraine"]
