"""The index of the search: what is in it, how it is written, what is left out."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from docutils import nodes
from docutils.utils import new_document

from helpers import record, spellings
from helpers.publishing import searching
from helpers.publishing.prose import Found, own_text, sections


def read(postings: str) -> dict[str, list[int]]:
    """The list of words as the browser reads it."""
    found = {}
    for line in postings.split("\n"):
        word, _, steps = line.partition(" ")
        number, numbers = 0, []
        for step in steps.split("."):
            number += int(step, 36)
            numbers.append(number)
        found[word] = numbers
    return found


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (35, "z"), (36, "10"), (1295, "zz"), (1296, "100")])
def test_digits(number: int, text: str) -> None:
    assert searching.base36(number) == text and int(text, 36) == number


def test_words_lead_to_the_entries_that_hold_them() -> None:
    """Entries are numbered through all groups; a word of the title and a small word are not listed."""
    groups = {"event": [Found("Minsk II", "a", text="The truce of Minsk"), Found("B", "b", text="a Truce")], "term": [Found("Truce", "c", text="fire stops")]}
    assert read(searching.postings(groups)) == {"fire": [2], "stops": [2], "truce": [0, 1]}


def test_names_hold_every_row_of_the_record() -> None:
    """Each row of each table is in its group with its date and its further names; a line ends where nothing follows."""
    counts: Counter[tuple[str, str]] = Counter({("person", "volodymyr-zelenskyy"): 200})
    groups = {kind: searching.rows(kind, counts) for kind in searching.TABLES}
    for kind, (_, table, key, *_rest) in searching.TABLES.items():
        frame = record.load(table)
        frame = frame[frame["vocabulary"] == "glossary"] if kind == "term" else frame
        assert {one.anchor for one in groups[kind]} == {str(i).replace(" ", "-") for i in frame[key]}, kind
        assert all(one.title for one in groups[kind]), kind
    person = next(one for one in groups["person"] if one.anchor == "volodymyr-zelenskyy")
    assert person.names == ("Володимир Зеленський", "Владимир Зеленский") and person.weight == 7 and "President" in person.about
    event = next(one for one in groups["event"] if one.anchor == "2015-02-12-minsk-ii")
    assert event.date == "2015-02-11" and "Merkel" in event.text and "OSCE" in event.text
    made = {group["kind"]: group for group in searching.names(groups)}
    assert made["event"]["start"] == "record/chronology.html#" and made["person"]["start"] == "record/actors.html#person-"
    assert all(line[-1] not in ("", 0) for group in made.values() for line in group["rows"])


@pytest.mark.parametrize(("count", "figure"), [(0, 0), (1, 1), (3, 2), (700, 9), (100_000, 9)])
def test_weights(count: int, figure: int) -> None:
    assert searching.weight(count) == figure


def test_sources_are_all_there() -> None:
    found = searching.cited()
    assert len(found) == len(record.load("sources")) and all(len(line) in (4, 5) and line[0] and line[1] for line in found)
    languages = record.load("sources")["language"]
    assert sum(len(line) == 5 for line in found) == (languages.notna() & (languages != "en")).sum() > 0


def page() -> nodes.document:
    """A page with a section in a section, a table, an entry and a citation."""
    cite = nodes.inline("", "(Gazette 2015)", classes=["cites"])
    inner = nodes.section("", nodes.title(text="Inner"), nodes.paragraph("", "Deep words ", cite), ids=["inner"])
    table = nodes.table("", nodes.paragraph(text="cells"))
    entry = nodes.container("", nodes.paragraph(text="an entry"), classes=["entry"])
    outer = nodes.section("", nodes.title(text="Outer"), nodes.paragraph(text="Shallow words"), table, entry, inner, ids=["outer"])
    document = new_document("page")
    document += nodes.section("", nodes.title(text="Top"), nodes.paragraph(text="Lead"), outer, ids=["top"])
    return document


def test_prose_is_found_by_its_section() -> None:
    """A section has its own running text: no titles, tables, entries, citations; a list of entries is no section of its own."""
    document = page()
    assert own_text(next(document.findall(lambda n: isinstance(n, nodes.section) and n["ids"] == ["inner"]))).split() == ["Deep", "words"]
    found = {one.title: one for one in sections(document, "chapters/x")}
    assert set(found) == {"Top", "Inner"}, "a section that holds entries is found by them"
    assert found["Top"].anchor == "chapters/x.html" and found["Top"].text.split() == ["Lead"]
    assert found["Inner"].anchor == "chapters/x.html#inner" and found["Inner"].about == "Top"


def test_files_cannot_end_a_script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a title says, the index stays one script with one call each, and the same content gives the same bytes."""
    evil = Found("</script><img src=x>\u2028", "x", text="evil")
    monkeypatch.setattr(searching, "rows", lambda kind, counts: [evil] if kind == "event" else [])
    monkeypatch.setattr(searching, "cited", lambda: [["<b>", "x", "</script>", ""]])
    app = SimpleNamespace(builder=SimpleNamespace(format="html"), env=SimpleNamespace(record_refs={}), outdir=str(tmp_path), record_prose={})
    searching.finished(app, None)
    for name in ("names", "words", "sources"):
        text = (tmp_path / "_search" / f"{name}.js").read_text("utf-8")
        assert "<" not in text and "\u2028" not in text and text.startswith(f'recordIndex("{name}",') and text.endswith(")\n")
        json.loads(text[text.index(",") + 1 : -2])
    before = {path.name: path.read_bytes() for path in (tmp_path / "_search").iterdir()}
    searching.finished(app, None)
    assert before == {path.name: path.read_bytes() for path in (tmp_path / "_search").iterdir()}


def test_small_words_are_plain() -> None:
    assert all(spellings.plain(word) == [word] for word in searching.STOP)
