"""Counts of clauses, accounts, deals and gradings against cases worked by hand."""

import pandas as pd
import pytest

from helpers import clauses, deals, grading

PROVISIONS = pd.DataFrame(
    [
        ("p1", "minsk", "ceasefire", "ukraine;dpr;lpr"),
        ("p2", "minsk", "foreign-forces", None),
        ("p3", "minsk", "ceasefire", "ukraine"),
        ("p4", "other", "ceasefire", "russia"),
    ],
    columns=["provision_id", "document_id", "issue_id", "obligated_actor_ids"],
)


def test_clauses_by_issue():
    found = clauses.by_issue(PROVISIONS)
    assert list(found.itertuples(index=False, name=None)) == [("minsk", "ceasefire", 2), ("minsk", "foreign-forces", 1), ("other", "ceasefire", 1)]


def test_clauses_are_said_in_the_order_of_their_text():
    rows = pd.DataFrame(
        [("m", "x", 2, "b", "May vote", "if safe", "s2;s1"), ("m", "x", 1, None, "Fire stops", None, "s1"), ("m", "y", 3, "c", "Army stays", None, "s3")],
        columns=["document_id", "issue_id", "sequence", "point", "summary", "qualifier", "source_ids"],
    )
    assert list(clauses.said(rows)) == ["b: May vote [if safe]", "Fire stops", "c: Army stays"]
    found = clauses.gathered(rows, ["document_id", "issue_id"])
    assert list(found.itertuples(index=False, name=None)) == [
        ("m", "x", "Fire stops · b: May vote [if safe]", 2, "s1;s2"),
        ("m", "y", "c: Army stays", 1, "s3"),
    ]


def test_who_is_bound_counts_a_clause_once_for_each():
    found = clauses.bound(PROVISIONS, ["minsk"], {"dpr": "areas", "lpr": "areas"})
    assert list(found.itertuples(index=False, name=None)) == [
        ("ceasefire", "ukraine", 2),
        ("ceasefire", "areas", 1),
        ("foreign-forces", clauses.NOBODY, 1),
    ]
    assert clauses.clauses_binding(PROVISIONS, "minsk", "russia") == 0
    assert clauses.clauses_binding(PROVISIONS, "minsk", clauses.NOBODY) == 1


def test_accounts_are_open_and_name_their_author():
    rows = [
        ("events", "a", "outcome", "No deal was made (Kremlin)", "open"),
        ("events", "a", "outcome", "46 participants", "open"),
        ("events", "b", "outcome", "Plan (Reuters)", "explained"),
        ("ceasefires", "c", "first", "fire (Ukraine)", "open"),
    ]
    found = clauses.attributed(pd.DataFrame(rows, columns=["table", "row_id", "field", "value", "status"]))
    assert found[["row_id", "account", "author"]].to_dict("records") == [{"row_id": "a", "account": "No deal was made", "author": "Kremlin"}]


EVENTS = pd.DataFrame(
    {
        "event_id": ["late", "early", "talk"],
        "event_type": ["prisoner_exchange", "ceasefire", "agreement"],
        "track": ["humanitarian", "military_contacts", "contact_group"],
        "issue_ids": ["prisoners", "ceasefire", "ceasefire;elections"],
        "source_ids": ["s1;s2", "s1;s3", "s2"],
        "known_from": ["2015-01-03", "2014-01-02", "2014"],
        "start_first": pd.to_datetime(["2015-01-01", "2014-01-01", "2014-06-01"], utc=True),
        "start_last": pd.to_datetime(["2015-01-01", "2014-01-01", "2014-06-01"], utc=True),
        "end_last": pd.to_datetime(["2015-01-02", None, "2014-06-01"], utc=True),
    }
)


def test_register_of_deals_and_delay():
    assert deals.register(EVENTS)["kind"].tolist() == ["Truce", "Exchange of prisoners"]
    narrow = EVENTS.assign(issue_ids="ceasefire;monitoring")
    assert deals.register(narrow)["kind"].tolist() == ["Truce", deals.AGREEMENT, "Exchange of prisoners"]
    home = EVENTS.assign(event_type="mediation_initiative", issue_ids=["children;humanitarian", "children", None])
    assert deals.register(home)["event_id"].tolist() == ["late"], "a mission that speaks of children brings none home"
    assert deals.delay(EVENTS, "early", "late") == 365
    with pytest.raises(KeyError):
        deals.delay(EVENTS, "early", "never")


def test_publishers_and_later_known():
    sources = pd.DataFrame({"source_id": ["s1", "s2", "s3"], "publisher_group": ["A", "A", "B"]})
    assert grading.publishers(EVENTS, sources).to_dict() == {"late": 1, "early": 2, "talk": 1}
    assert grading.later_known(EVENTS.dropna()).tolist() == [True, True]
    assert grading.share(1, 3) == "33 per cent"


def test_clauses_up_to_a_day():
    """A text dated by month counts by its last day: February 2022 lies after the 23rd."""
    texts = pd.DataFrame({"document_id": ["a", "b", "c"], "date_last": pd.to_datetime(["2022-02-23", "2022-02-28", "2014-09-05"], utc=True)})
    found = clauses.until(pd.DataFrame({"document_id": ["c", "b", "a", "a"]}), texts, "2022-02-23")
    assert found["document_id"].tolist() == ["c", "a", "a"]
