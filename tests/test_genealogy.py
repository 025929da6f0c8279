"""The genealogy of drafts: worked by hand on six texts."""

import pandas as pd
import pytest

from helpers import genealogy
from helpers.meetings import day


@pytest.mark.parametrize(
    ("ids", "column"),
    [
        ("russia", "russia"),
        ("russia;united-states", "russia-us"),
        ("ukraine;russia", "russia-ukraine"),
        ("russia;germany;france", "others"),
        ("united-states", "us"),
        ("united-states;ukraine;european-union", "us-ukraine"),
        ("united-states;india", "others"),
        ("ukraine", "ukraine"),
        ("e3;ukraine", "europe"),
        ("italy", "europe"),
        ("china", "others"),
        ("ukraine;turkiye", "others"),
        (None, "others"),
    ],
)
def test_column_of_the_proposer(ids, column):
    assert genealogy.proposer(ids) == column
    assert column in genealogy.COLUMNS


def test_genealogy_by_hand():
    """The plan has a counter-text; the statement comes in because it follows it; law, old plan and signed memorandum stay out."""
    rows = [
        ("old", "2021-11-30", "plan", "proposed", "russia", None, "2021-11-30"),
        ("plan", "2022-03-10", "plan", "proposed", "united-states", None, "2022-03-16"),
        ("leaked", "2022-03-17", "draft", "proposed", "russia;ukraine", "plan", "2024-06-15"),
        ("statement", "2022-04-01", "joint_statement", "agreed", "ukraine", "plan", "2022-04-01"),
        ("chat", "2022-04-02", "joint_statement", "agreed", "ukraine", None, "2022-04-02"),
        ("law", "2022-04-03", "legal_act", "adopted", "ukraine", "plan", "2022-04-03"),
        ("deal", "2022-04-04", "memorandum", "signed", "russia", None, "2022-04-04"),
        ("month", "2022-05", "letter", "proposed", "china", "old", "2022-06-05"),
    ]
    texts = pd.DataFrame(rows, columns=["document_id", "date", "document_type", "document_status", "proposer_ids", "supersedes_id", "known_from"])
    first = [day(text if len(text) == 10 else f"{text}-01") for text in texts["date"]]
    last = [day(text if len(text) == 10 else f"{text}-31") for text in texts["date"]]
    found = genealogy.genealogy(texts.assign(date_first=first, date_last=last), "2021-12-01", "2022-12-31")
    assert found["document_id"].tolist() == ["plan", "leaked", "statement", "month"]
    assert found["from"].tolist() == ["us", "russia-ukraine", "ukraine", "others"]
    assert found["parent"].fillna(-1).tolist() == [-1, 0, 0, -1]
    assert found["late"].fillna(-1).tolist() == [-1, 821, -1, -1], "6 days are not late, a month ends on its last day"
