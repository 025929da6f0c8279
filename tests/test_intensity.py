"""Talks and harm by month: worked by hand on a few events and counts."""

import pandas as pd

from helpers import intensity
from helpers.meetings import day


def dated(rows, columns, date="start_date"):
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(start_first=[day(text.ljust(10, "-").replace("---", "-01")) if len(text) > 4 else day(f"{text}-01-01") for text in frame[date]])


SEATS = pd.DataFrame(
    [("a", "ukraine", "party"), ("a", "russia", "party"), ("b", "ukraine", "party"), ("b", "russia", "target"), ("c", "ukraine", "party"), ("c", "russia", "party"), ("d", "russia", "participant"), ("d", "ukraine", "party")],
    columns=["event_id", "actor_id", "role"],
)


def test_together_needs_a_seat_of_each():
    """a: both are parties; b: Russia is only spoken of; c: both; d: Russia only takes part."""
    assert intensity.together(SEATS) == {"a", "c"}


def test_months_by_hand():
    """March: one direct round and one other meeting; April: nothing; May: a call, though both were on the line, and a shuttle."""
    events = dated(
        [
            ("a", "2022-03-07", "negotiation_round"),
            ("b", "2022-03", "summit"),
            ("c", "2022-05-02", "phone_call"),
            ("d", "2022-03-09", "un_vote"),
            ("e", "2022", "summit"),
            ("a", "2022-05-05", "mediation_initiative"),
            ("f", "2022-02-01", "summit"),
        ],
        ["event_id", "start_date", "event_type"],
    )
    found = intensity.monthly(events, SEATS, "2022-02-24", "2022-05-31")
    assert found.values.tolist() == [["2022-02-01", 0, 0, 0], ["2022-03-01", 1, 1, 0], ["2022-04-01", 0, 0, 0], ["2022-05-01", 0, 1, 1]]
    assert list(found.columns) == ["month", "direct", "other", "calls"]


def test_harm_takes_one_publication_and_leaves_gaps():
    """March has two counts: the monthly update wins over the later table. A quarter fills no month; April stays empty."""
    first, table, _ = intensity.HARM
    counts = dated(
        [
            ("2022-02-24", "2022-02-28", table, 362, None),
            ("2022-03-01", "2022-03-31", table, 3378, None),
            ("2022-03-01", "2022-03-31", first, 3000, 2000),
            ("2022-04-01", "2022-06-30", "ohchr-2022-other-periods", 900, 900),
            ("2022-05-01", "2022-05-31", first, None, None),
        ],
        ["start_date", "end_date", "series_id", "killed", "injured"],
    )
    counts = counts.assign(end_first=[day(text) for text in counts["end_date"]], source_ids="s")
    found = intensity.harm(counts, "2022-02-24", "2022-05-31")
    assert found["killed"].fillna(-1).tolist() == [362, 3000, -1, -1]
    assert found["injured"].fillna(-1).tolist() == [-1, 2000, -1, -1]
    assert found["series_id"].fillna("").tolist() == [table, first, "", ""]
