"""Running totals of exchanges: worked by hand on three of them."""

import pandas as pd

from helpers import exchanges
from helpers.meetings import day

ROWS = pd.DataFrame(
    {
        "exchange_id": ["a", "b", "c"],
        "date_last": [day("2022-03-01"), day("2022-04-01"), day("2022-04-01")],
        "returned_to_ukraine": pd.array([10, 20, None], dtype="Int64"),
        "returned_to_russia": pd.array([10, None, 5], dtype="Int64"),
    }
)
DISPUTES = pd.DataFrame(
    [
        ("a", "returned_to_ukraine", "12", "open"),
        ("b", "returned_to_ukraine", "15", "open"),
        ("b", "returned_to_ukraine", "99", "rejected"),
        ("b", "returned_to_russia", "20", "open"),
        ("c", "returned_to_ukraine", "not stated", "adopted"),
    ],
    columns=["row_id", "field", "value", "status"],
)


def test_bounds_by_hand():
    """a: 10 or 12; b: 20 or 15, the rejected 99 counts for nothing; c: no number at all."""
    found = exchanges.bounds(ROWS, "exchange_id", "returned_to_ukraine", DISPUTES)
    assert found["low"].fillna(-1).tolist() == [10, 15, -1]
    assert found["high"].fillna(-1).tolist() == [12, 20, -1]


def test_a_number_of_one_source_alone_is_no_lower_limit():
    """To Russia in b the row states nothing and one source says 20: at least 0, at most 20."""
    found = exchanges.bounds(ROWS, "exchange_id", "returned_to_russia", DISPUTES)
    assert found["low"].fillna(-1).tolist() == [10, -1, 5]
    assert found["high"].fillna(-1).tolist() == [10, 20, 5]


def test_running_totals_by_hand():
    """To Ukraine 10, then 30 (25 to 32) with one row unknown; to Russia 10, then 15 (up to 35) with one unknown."""
    found = exchanges.running(ROWS, "exchange_id", exchanges.SIDES, DISPUTES, day("2022-02-24"))
    columns = ["side", "number", "total", "low", "high", "unknown"]
    assert found[columns].values.tolist() == [
        ["ukraine", 10, 10, 10, 12, 0],
        ["ukraine", 20, 30, 25, 32, 1],
        ["russia", 10, 10, 10, 10, 0],
        ["russia", 5, 15, 15, 35, 1],
    ]


def test_what_lies_before_the_day_is_left_out():
    found = exchanges.running(ROWS, "exchange_id", exchanges.SIDES, DISPUTES, day("2022-03-15"))
    assert found.loc[found["side"] == "ukraine", "total"].tolist() == [20]
