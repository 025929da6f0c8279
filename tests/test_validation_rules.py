"""Numbers that must agree do, or sources are said to disagree; places, days and people fit their rows."""

from __future__ import annotations

import pytest
from small_tables import data, table

from helpers.validation import across, participants, rows, sums
from helpers.validation.problems import Problem
from helpers.validation.reading import Table

VOTES = "vote_id | body | date | yes | no | abstain | not_voting | membership | vetoed_by_ids | is_adopted | roll_call_coverage\n"
EXCHANGES = "exchange_id | date | exchange_type | stated_ordinal | ordinal_stated_by_id | returned_to_ukraine | civilians_to_ukraine | total_stated_by_ukraine\n"
SERIES = "observation_id | series_id | end_date | killed | injured | casualties | is_cumulative | is_revision\n"
POLLS = "answer_id | wave_id | series_id | answer | share_pct\n"
DISPUTED = "discrepancy_id | table | row_id | field | value | status\n"


def told(*tables: Table) -> list[tuple[str, str, str]]:
    return [(p.row, p.field, p.rule) for p in sums.findings(data(*tables)) if not p.warning]


def only(*tables: Table) -> tuple[str, str, str]:
    found = told(*tables)
    assert len(found) == 1, found
    return found[0]


def votes(*lines: str) -> Table:
    return table("un_votes", "vote_id", VOTES + "\n".join(lines))


def calls(*lines: str) -> Table:
    return table("roll_calls", "vote_id", "vote_id | country_iso3 | vote\n" + "\n".join(lines))


SOUND = "c-1 | unsc | 2022-02-25 | 11 | 1 | 3 | 0 | 15 | russia | false | none"


def test_a_sound_vote_is_not_reported() -> None:
    """A veto, a tally without abstentions and the membership of an earlier day are all sound."""
    assert told(votes(SOUND, "a-1 | unga | 2014-03-27 | 100 | 11 | 58 | 24 | 193 | | true | none", "a-2 | unga | 2025-02-24 | 60 | 18 | | | 193 | | true | none")) == []
    assert told(votes("a-0 | unga | 2005-01-01 | 100 | 11 | 58 | 22 | 191 | | true | none")) == []


@pytest.mark.parametrize(
    ("line", "field", "rule"),
    [
        ("c | unsc | 2022-02-25 | 11 | 1 | 3 | 1 | 15 | russia | false | none", "membership", "they are 16"),
        ("c | unga | 2014-03-27 | 100 | 11 | 58 | 23 | 192 | | true | none", "membership", "that of the day, 193 in unga"),
        ("c | unsc | 2022-02-25 | 11 | 1 | 3 | 0 | 15 | | false | none", "is_adopted", "veto: none"),
        ("c | unsc | 2022-02-25 | 8 | 1 | 6 | 0 | 15 | | true | none", "is_adopted", "adopts with 9 votes"),
        ("c | unsc | 2022-02-25 | 8 | 1 | 6 | 0 | 15 | russia | false | none", "vetoed_by_ids", "a veto only of a text with 9"),
        ("c | unsc | 2022-02-25 | 10 | 0 | 5 | 0 | 15 | | true | partial", "roll_call_coverage", "it names 0 of 15"),
    ],
)
def test_a_wrong_vote_is_named(line: str, field: str, rule: str) -> None:
    """Each fault of a tally is one report at its cell."""
    row, at, says = only(votes(line), calls())
    assert (row, at) == ("c", field) and rule in says


def test_a_roll_call_equals_its_tally_or_is_disputed() -> None:
    """A complete list has every number of the tally, a partial one no more; a discrepancy about the number explains it."""
    vote = "v | x | 2020-01-01 | 2 | 1 | 0 | 0 | 3 | | true | "
    one_sided = calls("v | AAA | yes", "v | BBB | yes", "v | CCC | yes")
    assert [field for _, field, _ in told(votes(vote + "complete"), one_sided)] == ["yes", "no"]
    assert told(votes(vote + "complete"), calls("v | AAA | yes", "v | BBB | yes", "v | CCC | no")) == []
    assert told(votes(vote + "partial"), calls("v | AAA | yes")) == []
    assert only(votes(vote + "complete"), calls("v | AAA | yes"))[1] == "roll_call_coverage"
    assert only(votes(vote + "partial"), calls("v | AAA | no", "v | BBB | no"))[1] == "no"
    disputes = table("discrepancies", "discrepancy_id", DISPUTED + "d | un_votes | v | yes | 3 | open\ne | un_votes | v | no | 0 | open")
    assert told(votes(vote + "complete"), one_sided, disputes) == []


def series(*lines: str, joinable: str = "true") -> tuple[Table, Table]:
    return table("casualties", "observation_id", SERIES + "\n".join(lines)), table("series", "series_id", f"series_id | is_joinable\ns | {joinable}")


def test_a_running_total_never_falls() -> None:
    """It may fall only by a marked revision, in a series that is no line, or where dates overlap."""
    first, less = "o-1 | s | 2023-01-31 | 7000 | 1 | | true | false", "o-2 | s | 2023-02-28 | 6900 | 2 | | true | "
    row, field, rule = only(*series(first, less + "false"))
    assert (row, field) == ("o-2", "killed") and "o-1 has 7000" in rule
    assert told(*series(first, less + "true")) == told(*series(first, less + "false", joinable="false")) == []
    assert told(*series(less + "false", "o-3 | s | 2023-03 | 7000 | 2 | | true | false")) == []
    assert told(*series(first, "o-2 | s | 2023-02-28 | 6900 | 2 | | false | false", "o-3 | t | 2023-03-31 | 5 | 2 | | true | false")) == []
    assert told(*series("o-1 | s | 2023-01-10 | 7 | 1 | | true | false", "o-2 | s | 2023-01 | 6 | 1 | | true | false")) == []


def test_parts_make_the_whole() -> None:
    """Killed and injured are the casualties; what is counted among something is not more than it."""
    assert only(*series("o | s | 2023-01-31 | 10 | 5 | 16 | false | false"))[1:] == ("casualties", "killed + injured is casualties; they add up to 15")
    assert told(*series("o | s | 2023-01-31 | 10 | 5 | 15 | false | false", "p | s | 2023-01-31 | | 5 | 15 | false | false")) == []
    assert only(table("x", "exchange_id", EXCHANGES + "e | 2023-01-01 | prisoners | | | 5 | 6 | "))[1] == "civilians_to_ukraine"


def test_numbers_and_totals_of_exchanges_rise() -> None:
    """A number may be shared by the days of one exchange; a total that falls is a fault, one that rises too little a warning."""
    base = "a | 2023-01-01 | prisoners | 40 | ukraine | 100 | 0 | 2000"
    assert only(table("x", "exchange_id", EXCHANGES + base + "\nb | 2023-02-01 | prisoners | 39 | ukraine | 10 | 0 | 2010"))[:2] == ("b", "stated_ordinal")
    assert told(table("x", "exchange_id", EXCHANGES + base + "\nb | 2023-01-02 | prisoners | 40 | ukraine | 10 | 0 | 2010\nc | 2023-02-01 | prisoners | 7 | russia | 1 | 0 | ")) == []
    assert only(table("x", "exchange_id", EXCHANGES + base + "\nb | 2023-02-01 | prisoners | | | 10 | 0 | 1999"))[1] == "total_stated_by_ukraine"
    few = table("x", "exchange_id", EXCHANGES + base + "\nb | 2023-02-01 | prisoners | | | 50 | 0 | \nc | 2023-03-01 | prisoners | | | 50 | 0 | 2099\nd | 2023-03-02 | local | | | 50 | 0 | 2099")
    assert [(p.row, p.warning) for p in sums.findings(data(few))] == [("c", True)]


def test_shares_of_one_question_are_parts_of_a_hundred() -> None:
    """Two reports of one answer are one answer; rounding may add a little."""
    lines = "a | w | s | yes | 60\nb | w | s | no | 41\nc | w | s | no | 38"
    assert told(table("polls", "answer_id", POLLS + lines)) == []
    assert only(table("polls", "answer_id", POLLS + lines + "\nd | w | s | other | 10"))[1] == "share_pct"


# places, days


def place(latitude: float, longitude: float, country: str) -> list[Problem]:
    return list(rows.findings(data(table("places", "place_id", f"place_id | latitude | longitude | country_iso3\np | {latitude} | {longitude} | {country}"))))


def test_crimea_and_the_occupied_cities_are_in_ukraine() -> None:
    """The boxes of two countries overlap: what lies in Crimea or around Donetsk, Luhansk and Kherson is Ukraine's."""
    for latitude, longitude in ((44.95, 34.10), (44.61, 33.52), (45.35, 36.47), (48.00, 37.80), (48.57, 39.31), (46.64, 32.61), (47.10, 37.54)):
        assert place(latitude, longitude, "UKR") == []
    for latitude, longitude in ((44.95, 34.10), (48.00, 37.80), (48.57, 39.31)):
        assert [(p.field, p.rule) for p in place(latitude, longitude, "RUS")] == [("country_iso3", "a place there lies in UKR")]
    for latitude, longitude in ((47.24, 39.71), (45.04, 38.98), (47.21, 38.93), (55.75, 37.62), (50.60, 36.59), (48.32, 40.26)):
        assert place(latitude, longitude, "RUS") == [], "Rostov, Krasnodar, Taganrog, Moscow, Belgorod, Kamensk"
    assert place(53.90, 27.57, "BLR") == place(47.01, 28.86, "MDA") == []


EVENTS = "event_id | start_date | end_date\ne | 2022-03-05 | 2022-03-07\nm | 2022-09 | 2022-09"


def test_a_row_and_its_event_are_of_one_day() -> None:
    """A vote lies within its event, as exactly as both are known; a text may be older, which is a warning."""
    def found(name: str, *lines: str) -> list[tuple[str, bool]]:
        one = table(name, "id", "id | date | event_id\n" + "\n".join(lines), ["date"])
        return [(p.row, p.warning) for p in across._events(data(table("events", "event_id", EVENTS), one))]

    assert found("un_votes", "a | 2022-03-06 | e", "b | 2022-03 | e", "c | 2022-09-30 | m", "d | 2021-01-01 | ") == []
    assert found("un_votes", "a | 2022-03-08 | e", "b | 2022-08-31 | m") == [("a", False), ("b", False)]
    assert found("documents", "a | 2022-03-04 | e") == [("a", True)]


def test_a_confirmed_claim_was_known_to_its_article() -> None:
    """An article of May cannot rest on a row of June; a month counts to its end, and an undated article is not judged."""
    sources = table("sources", "source_id", "source_id | published_date\nmay | 2025-05-20\nmonth | 2025-06\nnone | ")
    positions = table("positions", "position_id", "position_id | known_from\np | 2025-06-02\nq | 2025-05-20")
    lines = "a | may | confirmed | positions | p\nb | may | confirmed | positions | q\nc | month | confirmed | positions | p\nd | none | confirmed | positions | p\ne | may | wrong | positions | p\nf | may | confirmed | | "
    claims = table("claims", "claim_id", "claim_id | article_id | verdict | table | row_id\n" + lines)
    assert [(p.row, p.field) for p in across._claims(data(sources, positions, claims))] == [("a", "row_id")]


def test_people_take_part_in_an_office_of_their_actor() -> None:
    """Every event has an actor; a person has an office of it, or of its parent or part, that may cover the day."""
    events = table("events", "event_id", "event_id | start_date | end_date\ne | 2022-03 | \nnone | 2022-03-05 | ")
    actors = table("actors", "actor_id", "actor_id | parent_id\nun | \noffice | un\nx | ")
    people = table("people", "tenure_id", "tenure_id | person_id | actor_id | start_date | end_date\n1 | ann | office | 2022-03-31 | \n2 | ann | x | 2010 | 2012\n3 | bob | un | | 2022-02-28")
    parts = table("event_actors", "event_id", "event_id | actor_id | person_id\ne | un | ann\ne | office | ann\ne | x | ann\ne | un | bob\ne | x | bob\ne | x | ")
    found = [(p.table, p.line, p.field, p.warning) for p in participants.findings(data(events, actors, people, parts))]
    assert found == [("events", 3, "event_id", False), ("event_actors", 4, "person_id", True), ("event_actors", 5, "person_id", True), ("event_actors", 6, "person_id", False)]


TRUCES = "id | announced_date | end_date | known_from | end_known_from | end_note\n"


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("t | 2022-03-05 | 2022-03-07 | 2022-03-05 | 2022-03-07 | lapsed", []),
        ("t | 2022-03-05 | 2022-03-07 | 2022-03-05 | | lapsed", ["end_known_from"]),
        ("t | 2022-03-05 | | 2022-03-05 | 2022-03-07 | ", ["end_known_from"]),
        ("t | 2022-03-05 | 2022-03-07 | 2022-03-05 | 2022-03-06 | ", ["end_known_from"]),
        ("t | 2022-03-05 | 2022-03-04 | 2022-03-05 | 2022-03-05 | ", ["end_date"]),
        ("t | 2022-03-05 | | 2022-03-04 | | ", ["known_from"]),
        ("t | 2022-03-05 | | 2022-03 | | unknown", []),
    ],
)
def test_what_was_learnt_later_says_when(line: str, fields: list[str]) -> None:
    """A date of its own has the day from which it was known, and that day has something to tell."""
    truces = table("truces", "id", TRUCES + line, ["announced", "end"])
    assert [p.field for p in rows.findings(data(truces))] == fields
