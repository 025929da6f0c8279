"""The record's pages: every table of the package is shown somewhere, every row has its anchor there, and marks are words."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest
import yaml
from docutils import nodes

from helpers import record
from helpers.publishing import addresses, marks, pages, rows, tabular, votes
from helpers.publishing.checks import _listed
from helpers.publishing.nodes import record_ref

ROOT = Path(__file__).resolve().parents[1]
DIRECTIVE = re.compile(r"^```\{record\} (\S+)$", re.M)


@lru_cache(None)
def made(name: str) -> tuple[nodes.Node, ...]:
    """What a part of the record looks like."""
    return tuple(pages.MAKERS[name]())


def parts(page: str) -> list[str]:
    """The parts of the record that a page shows."""
    path = ROOT / f"{page}.md"
    return DIRECTIVE.findall(path.read_text("utf-8")) if path.is_file() else []


@lru_cache(None)
def anchors(page: str) -> Counter[str]:
    """Every id on a page of the record, and how often it stands there."""
    found: Counter[str] = Counter()
    for part in map(made, parts(page)):
        for node in part:
            for element in node.findall(nodes.Element):
                found.update(element.get("ids", ()))
                if isinstance(element, votes.ballots):
                    found.update(votes.cells(element))
    return found


@pytest.fixture(scope="module")
def listed() -> set[str]:
    """The pages that the contents name."""
    return set(_listed(yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))))


def test_every_table_is_shown_on_a_page(listed: set[str]) -> None:
    """No table of the package is without a page that a reader can find."""
    lost = {t: addresses.page(t) for t in record.tables() if len(record.load(t)) and addresses.page(t) not in listed}
    assert lost == {}


def test_every_row_has_its_anchor() -> None:
    """Each row of each table stands on its page under its permanent anchor."""
    lost = []
    for table in record.tables():
        for identity in record.row_key(record.load(table), record.primary_key(table)):
            page, anchor = addresses.place(table, identity)
            if anchor not in anchors(page):
                lost.append((table, identity, page, anchor))
    assert lost[:20] == []


def test_anchors_are_unique_on_a_page(listed: set[str]) -> None:
    """An address has one meaning."""
    assert {p: twice for p in sorted(listed) if (twice := {a: n for a, n in anchors(p).items() if n > 1})} == {}


def test_every_part_is_on_one_page(listed: set[str]) -> None:
    """No part of the record stands twice, so that an anchor leads to one place."""
    counts = Counter(part for page in listed for part in parts(page))
    assert {part: n for part, n in counts.items() if n > 1} == {}


def test_rows_with_sources_cite_them() -> None:
    """Every source that a row names is cited on the row's page."""
    cited: dict[str, set[str]] = {}
    for page in {addresses.page(t) for t in record.tables()}:
        refs = (ref for part in map(made, parts(page)) for node in part for ref in node.findall(record_ref) if ref["kind"] == "cite")
        cited[page] = {target for ref in refs for target in ref["target"].split(";")}
    lost = []
    for table in record.tables():
        # Clauses and roll calls name the sources of their document and of their vote.
        if "source_ids" in record.fields(table) and table not in ("provisions", "roll_calls"):
            named = {s for cell in record.load(table)["source_ids"].dropna() for s in cell.split(";")}
            lost += [(table, source) for source in sorted(named - cited[addresses.page(table)])]
    assert lost[:20] == []


def test_what_is_later_than_the_cut_off_is_marked_in_words() -> None:
    """A row after the cut-off says so, and so does the head of its page; the chronology has a section of its own."""
    later = 0
    for table in ("documents", "ceasefires", "prisoner_exchanges", "positions", "un_votes"):
        if table not in record.tables():
            continue
        for row in record.load(table).itertuples(index=False):
            if marks.is_after(table, row):
                later += 1
                assert marks.AFTER in "; ".join(n.astext() for words in marks.marks(table, row) for n in words)
        if any(marks.is_after(table, row) for row in record.load(table).itertuples(index=False)):
            head = " ".join(node.astext() for node in made(parts(addresses.page(table))[0]) if isinstance(node, nodes.paragraph))
            assert "last day of evidence" in head, table
    events = [marks.is_after("events", row) for row in record.load("events").itertuples(index=False)]
    last = made("chronology")[-1]
    assert any(events) == (last["ids"] == ["after-the-cut-off"])
    assert not any(events) or ("last day of evidence" in last.astext() and sum("entry" in n["classes"] for n in last.children[2:]) == sum(events))


def test_a_disputed_row_leads_to_its_values() -> None:
    """“Sources differ” is a link to the first of the values side by side."""
    row = next(r for r in record.load("events").itertuples(index=False) if r.is_disputed)
    link = marks.disagreement("events", row)
    values = record.disputed("events", row.event_id)
    assert isinstance(link, record_ref) and link["target"] in set(values["discrepancy_id"])


def test_a_cell_may_cover_the_rows_below() -> None:
    """None in a cell widens the cell above it."""
    table = rows.grid([rows.Column("A", 1), rows.Column("B", 1, True)], [rows.Row("x", ["1", "2"]), rows.Row("", [None, "3"]), rows.Row("y", ["4", ""])])
    cells = [e for row in next(table.findall(nodes.tbody)).children for e in row.children]
    assert [(c.astext(), c.get("morerows", 0)) for c in cells] == [("1", 1), ("2", 0), ("3", 0), ("4", 0), ("", 0)]


def test_a_sheet_says_once_what_all_rows_share() -> None:
    """A column with one value stands above the table; empty columns are left out; numbers keep to the right."""
    frame = record.load("ceasefire_violations")
    *lines, table = tabular.sheet("ceasefire_violations", frame)
    heads = [e.astext() for e in next(table.findall(nodes.thead)).children[0].children]
    same = [f["title"] for n, f in record.fields("ceasefire_violations").items() if n in ("producer_id", "area") and frame[n].nunique() == 1]
    assert len(lines) >= len(same) and not set(same) & set(heads)
    assert "Violations" in heads and heads[-1] == "Remarks and sources"


@pytest.mark.parametrize(("value", "words"), [(1234567, "1,234,567"), (0, "0"), (12.5, "12.5"), (77.0, "77"), (-3.25, "-3.25")])
def test_numbers(value: float, words: str) -> None:
    """Numbers have groups of thousands and no empty decimals."""
    assert tabular.number(value) == words
