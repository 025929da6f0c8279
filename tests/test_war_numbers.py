"""The numbers of the years since 2022: read from the record, or the run stops."""

from __future__ import annotations

import re

import pytest

from helpers import record
from helpers.errors import RecordError
from helpers.tables import war_numbers


def test_a_number_in_words_is_read_and_its_loss_is_noticed() -> None:
    """“About 40 states” is 40; words that no longer hold the number are an error that names the cell."""
    states = war_numbers.in_words("events", "event_id", "2023-08-05-jeddah-advisers", "summary", r"About (\d+) states")
    assert f"About {states} states" in record.load("events").set_index("event_id").at["2023-08-05-jeddah-advisers", "summary"]
    with pytest.raises(RecordError, match=r"events\.2023-08-05-jeddah-advisers\.summary"):
        war_numbers.in_words("events", "event_id", "2023-08-05-jeddah-advisers", "summary", r"exactly (\d+) ministers")


def test_votes_and_sums_are_those_of_the_rows() -> None:
    """Tallies equal the complete lists of states; sums equal a loop over the rows."""
    found = war_numbers.war_numbers()
    calls = record.load("roll_calls")
    for name, vote in (("es1", "unga-es-11-1"), ("es117", "unga-es-11-7"), ("unsc2774", "unsc-2774")):
        one = calls[calls["vote_id"] == vote]["vote"]
        assert all(found[f"{name}_{answer}"] == int((one == answer).sum()) for answer in ("yes", "no", "abstain"))
    total = 0
    for row in record.load("returns_of_bodies").itertuples():
        if re.match(r"202[234]", row.date) and row.bodies_to_ukraine == row.bodies_to_ukraine:
            total += int(row.bodies_to_ukraine)
    assert found["n_bodies_to_ukraine"] == total
    assert found["n_mediated_2022_2023"] <= found["n_exchanges_2022_2023"] <= found["n_exchanges"]
    assert found["ru_memo_min"] > found["ua_memo_max"]  # the two memoranda share no step
