"""How strong the evidence of a row is, and what of it `make check` prints."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_record import Book, book  # noqa: F401  (a fixture)
from small_tables import data, table

from helpers import paths, provenance, record
from helpers.errors import RecordError
from helpers.provenance import Source, strength
from helpers.validation import reading

SOURCES = {
    "un": Source("United Nations", "primary_document", ""),
    "kremlin": Source("Kremlin", "official_statement", "russia"),
    "tass": Source("TASS", "wire", "russia"),
    "mfa": Source("MFA of Ukraine", "official_statement", "ukraine"),
    "reuters": Source("Thomson Reuters", "wire", ""),
    "copy": Source("Thomson Reuters", "aggregator", ""),
    "wiki": Source("Wikipedia", "encyclopedia", ""),
}


@pytest.mark.parametrize(
    ("ids", "publishers", "best", "primary", "official", "side", "second_hand", "strong"),
    [
        (["un"], 1, "primary_document", True, True, "", False, True),
        (["kremlin"], 1, "official_statement", False, True, "russia", False, False),
        (["kremlin", "tass"], 2, "official_statement", False, True, "russia", False, True),
        (["kremlin", "mfa"], 2, "official_statement", False, True, "", False, True),
        (["reuters", "copy"], 1, "wire", False, False, "", False, False),
        (["copy"], 1, "aggregator", False, False, "", True, False),
        (["copy", "wiki"], 2, "encyclopedia", False, False, "", False, True),
        (["tass", "reuters", "nowhere"], 2, "wire", False, False, "", False, True),
        (["nowhere"], 0, "", False, False, "", False, False),
    ],
)
def test_strength(ids: list[str], publishers: int, best: str, primary: bool, official: bool, side: str, second_hand: bool, strong: bool) -> None:
    """Copies of one text are one publisher; sides are alone only if every source is theirs."""
    found = strength(ids, SOURCES)
    assert (found.publishers, found.best_type, found.has_primary, found.has_official, found.one_side, found.second_hand) == (publishers, best, primary, official, side, second_hand)
    assert found.is_strong == strong


def test_a_frame_for_the_book(book: Book) -> None:
    """One row for each row of the table, with its id; a table without sources is refused."""
    found = provenance.of("events")
    assert found["row_id"].tolist() == record.load("events")["event_id"].tolist()
    assert found["publishers"].tolist() == [1, 2, 2] and found["has_primary"].tolist() == [False, True, False]
    assert found["best_type"].tolist() == ["newspaper", "primary_document", "newspaper"] and not found["second_hand"].any()
    with pytest.raises(RecordError, match="names no sources"):
        provenance.of("issues")


def made(*lines: str) -> reading.Data:
    sources = "source_id | publisher_group | source_type | party_to_war\n" + "\n".join(f"{one} | {s.group} | {s.kind} | {s.side}" for one, s in SOURCES.items())
    events = "event_id | source_ids | evidence_status\n" + "\n".join(lines)
    return data(table("sources", "source_id", sources), table("events", "event_id", events))


def test_weak_rows_are_warnings_of_one_line() -> None:
    """Rows on one aggregator, and confirmed rows on one publisher, are named together, as many as a line takes."""
    found = list(provenance.findings(made("e-1 | copy | provisional", "e-2 | reuters;copy | confirmed", "e-3 | un | confirmed", "e-4 | mfa | confirmed", "e-5 | tass | provisional")))
    assert [(p.field, p.value, p.warning) for p in found] == [("source_ids", "e-1", True), ("evidence_status", "e-2", True)]
    (many,) = provenance.findings(made(*(f"2022-03-05-event-{n:03} | wiki | provisional" for n in range(200))))
    assert "200 rows do not" in many.rule and len(many.value) <= 120 and many.value.endswith("more") and many.value.count("event-") == 4
    kept = made("e-1 | copy | provisional")
    kept.tables["discrepancies"] = table("discrepancies", "d", "d | source_ids\nx | wiki")
    assert [p.table for p in provenance.findings(kept)] == ["events"], "a dispute records what one source says"


def test_the_producers_own_text_confirms_its_figure() -> None:
    """A figure of Reuters by Reuters is first hand; one of the mission by Reuters is not."""
    record = made()
    record.tables["actors"] = table("actors", "actor_id", "actor_id | name | short_name\nr | Thomson Reuters | Reuters\nm | Mission | M")
    record.tables["figures"] = table("figures", "id", "id | producer_id | source_ids | evidence_status\na | r | reuters | confirmed\nb | m | reuters | confirmed")
    assert [(p.table, p.value) for p in provenance.findings(record)] == [("figures", "b")]


def test_the_distribution_is_printed() -> None:
    """A line for each table, and the share of strong events against the target."""
    text = provenance.distribution(made("e-1 | copy | provisional", "e-2 | reuters;tass | confirmed", "e-3 | un;kremlin;mfa | confirmed", "e-4 | mfa | confirmed"))
    assert text.splitlines()[-2].split() == ["events", "4", "2", "1", "1", "1", "2", "1", "1"]
    assert text.splitlines()[-1] == "Events with two independent publishers or a primary document: 2 of 4, 50.0 per cent (target 90); with official statements 75.0."
    assert provenance.distribution(data(table("x", "x", "x\n1"))) == ""


def test_events_of_the_book_reach_the_target(checkout: Path) -> None:
    """At least nine events in ten have two independent publishers or a primary document."""
    rated = next(rated for one, rated in provenance.strengths(reading.read(paths.data())) if one.name == "events")
    assert sum(how.is_strong for _, how in rated) >= provenance.TARGET * len(rated)
