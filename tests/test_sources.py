"""Sources as citations: nothing lost, nothing altered, no two alike."""

from __future__ import annotations

import gc
import json
import time  # process_time: the promise is about our work, not about what else the machine does
from pathlib import Path

import pandas as pd
import pytest
from lxml import etree
from pybtex.database import parse_string
from small_record import Book, book  # noqa: F401  (a fixture)

from helpers import citing, record, sources
from helpers.errors import RecordError

GAZETTE, TALKS, PROTOCOL, VISNYK = "lake-gazette-2015-03-06-bridge", "lake-gazette-2015-06-talks", "lake-group-2015-03-05-protocol", "visnyk-nd-peremyrja"


def given_cells(frame: pd.DataFrame) -> list[dict[str, object]]:
    """The cells that are not empty, row by row, without the derived days."""
    rows = frame.drop(columns=["published_first", "published_last"]).to_dict("records")
    return [{column: value for column, value in row.items() if not pd.isna(value)} for row in rows]


def test_a_source_maps_to_csl_without_loss(book: Book) -> None:
    """From the CSL-JSON of a source its row can be made again, cell by cell."""
    rows = given_cells(record.load("sources"))
    assert len(rows) == 4 and [sources.from_csl(json.loads(json.dumps(sources.csl(row)))) for row in rows] == rows


def test_the_sources_of_the_book_map_without_loss(checkout: Path) -> None:
    """So it is for every source of the book, and each has an entry and a label of its own."""
    rows = given_cells(record.load("sources"))
    assert rows and [sources.from_csl(sources.csl(row)) for row in rows] == rows
    labels = [sources.short_label(str(row["source_id"])) for row in rows]
    assert len(set(labels)) == len(labels)
    entries = sources.entries()
    assert all(str(row["title"]) in entries[str(row["source_id"])] for row in rows)


def test_entries_read_as_they_should(book: Book) -> None:
    """Each date as exact as it is known, titles letter for letter, a foreign language named, the publisher once."""
    assert dict(sources.entries()) == {
        GAZETTE: "Ґонта, Єва and Can Erdoğan (2015). ‘Guns fall silent at the bridge: what the UN's ES-11/1 has to do with it’. Lake Gazette, 6 March 2015. https://gazette.example.org/2015/03/bridge?a=1&b=2",
        TALKS: "Lake Gazette (2015). ‘Talks resume’. June 2015. https://gazette.example.org/2015/06/talks",
        PROTOCOL: "Lake Group (2015). Protocol of the Bridge, S/2015/12. 5 March 2015. https://group.example.org/S/2015/12",
        VISNYK: "Вісник (n.d.). ‘Перемир'я на мосту: Є, Ї, Ґ, ґ’ [in Ukrainian]. https://visnyk.example.org/most",
    }
    assert sources.cite_text(TALKS) == sources.entries([TALKS])[TALKS]
    assert list(sources.entries([VISNYK, GAZETTE])) == [VISNYK, GAZETTE]


def test_an_entry_knows_its_runs(book: Book) -> None:
    """Italics, the address and the language of a foreign title can be set by every builder; HTML is escaped."""
    entry = sources.entries([VISNYK])[VISNYK]
    assert "".join(run.text for run in entry.runs) == entry
    assert [run.lang for run in entry.runs if run.text.startswith("Перемир")] == ["uk"]
    assert [run.href for run in entry.runs if run.href] == ["https://visnyk.example.org/most"]
    found = sources.entries([GAZETTE])[GAZETTE].html()
    assert "<i>Lake Gazette</i>" in found and 'href="https://gazette.example.org/2015/03/bridge?a=1&amp;b=2"' in found


@pytest.mark.parametrize("title", ["Fish & <b>chips</b>", "UN A/RES/ES-11/1 and the “De Facto” line", "<script>alert(1)</script>", "de iure, NATO, iPhone: a Title", "{braces} \\ $5 #1 100% a_b ~ ^"])
def test_no_title_is_altered_or_runs(book: Book, title: str) -> None:
    """Whatever a title holds stands in the entry letter for letter, is escaped in HTML and survives BibTeX."""
    book.edit("sources", 1, title=title)
    entry = sources.entries([TALKS])[TALKS]
    assert title in entry and "<script" not in entry.html() and "<b>" not in entry.html()
    back = parse_string(sources.bibtex([TALKS]), "bibtex").entries[TALKS].fields["title"]
    for sign, escape in ((r"\textbackslash{}", "\\"), (r"\textbraceleft{}", "{"), (r"\textbraceright{}", "}"), (r"\textasciitilde{}", "~"), (r"\textasciicircum{}", "^")):
        back = back.replace(sign, f"\0{ord(escape)}\0")
    for sign in "&%$#_":
        back = back.replace(f"\\{sign}", sign)
    for escape in "\\{}~^":
        back = back.replace(f"\0{ord(escape)}\0", escape)
    assert back == "{" + title + "}"


def test_labels_tell_sources_apart(book: Book) -> None:
    """Authors or publisher, year, and a letter where another source has the same; the letter stands in the entry too."""
    assert [sources.short_label(s) for s in (GAZETTE, TALKS, PROTOCOL, VISNYK)] == ["Ґонта and Erdoğan 2015", "Lake Gazette 2015", "Lake Group 2015", "Вісник n.d."]
    book.edit("sources", 0, authors="", published_date="2015", published_precision="year")
    book.edit("sources", 2, publisher="Lake Gazette (via Lake Group), weekend edition")
    assert [sources.short_label(s) for s in (GAZETTE, TALKS, PROTOCOL)] == ["Lake Gazette 2015a", "Lake Gazette 2015c", "Lake Gazette 2015b"]
    assert sources.cite_text(TALKS).startswith("Lake Gazette (2015c). ")
    for number in (0, 1):
        book.edit("sources", number, published_date="", published_precision="")
    assert [sources.short_label(s) for s in (GAZETTE, TALKS)] == ["Lake Gazette n.d.-a", "Lake Gazette n.d.-b"]
    assert sources.cite_text(TALKS).startswith("Lake Gazette (n.d.-b). ")
    book.edit("sources", 0, authors="Wolff, Stefan;Malyarenko, Tetyana;Third, Ann")
    assert sources.short_label(GAZETTE) == "Wolff et al. n.d."


def test_an_unknown_source_gets_a_hint(book: Book) -> None:
    """A misspelt id is answered with the nearest there is."""
    for call in (sources.short_label, sources.cite_text, lambda s: sources.bibtex([s])):
        with pytest.raises(RecordError, match=f"no source “visnyk-nd-peremyrya”.*Did you mean “{VISNYK}”"):
            call("visnyk-nd-peremyrya")


def test_bibtex_goes_through_pybtex(book: Book) -> None:
    """Every source is there, under its id, with persons, organisations whole, its address alive and its title kept."""
    found = parse_string(sources.bibtex(), "bibtex").entries
    assert list(found) == [GAZETTE, TALKS, PROTOCOL, VISNYK]
    assert [str(p) for p in found[GAZETTE].persons["author"]] == ["Ґонта, Єва", "Erdoğan, Can"]
    assert [str(p) for p in found[PROTOCOL].persons["author"]] == ["{Lake Group}"]
    assert found[GAZETTE].fields["url"] == "https://gazette.example.org/2015/03/bridge?a=1&b=2"
    assert found[PROTOCOL].fields["title"] == "{Protocol of the Bridge, S/2015/12}" and "year" not in found[VISNYK].fields
    assert [found[TALKS].fields[k] for k in ("year", "month")] == ["2015", "June"] and "day" not in found[TALKS].fields


def test_ris_holds_every_source(book: Book) -> None:
    """Each record begins with its type and ends; dates are as exact as they are known."""
    records = [block.split("\r\n") for block in sources.ris().split("\r\n\r\n") if block.strip()]
    assert len(records) == 4 and all(r[0].startswith("TY  - ") and r[-1] == "ER  - " for r in records)
    assert all(line[2:6] == "  - " for r in records for line in r)
    assert "DA  - 2015/03/06/" in records[0] and "DA  - 2015/06//" in records[1] and not any(line.startswith(("DA", "PY")) for line in records[3])
    assert ["AU  - Ґонта, Єва", "AU  - Erdoğan, Can"] == [line for line in records[0] if line.startswith("AU")]


def test_csl_json_is_stable(book: Book) -> None:
    """The export is the same text each time, and holds what the entries are made from."""
    assert sources.csl_json() == sources.csl_json() and [item["id"] for item in json.loads(sources.csl_json())] == [GAZETTE, TALKS, PROTOCOL, VISNYK]


@pytest.mark.parametrize("state", ["none", "broken", "of another style", "not to be written"])
def test_the_cache_changes_nothing(book: Book, state: str) -> None:
    """Entries are the same with a fresh, a full, a broken or an impossible cache."""
    expected = dict(sources.entries())
    cache = book.root / ".cache" / "citations.json"
    assert len(json.loads(cache.read_text("utf-8"))) == 4
    if state == "none":
        cache.unlink()
    elif state == "broken":
        cache.write_text("{", "utf-8")
    elif state == "of another style":
        cache.write_text(json.dumps({key[::-1]: "wrong" for key in json.loads(cache.read_text("utf-8"))}), "utf-8")
    else:
        cache.unlink()
        cache.parent.rmdir()
        cache.parent.write_text("a file where the folder should be", "utf-8")
    assert dict(sources.entries()) == expected == dict(sources.entries())


def test_a_changed_row_changes_its_entry(book: Book) -> None:
    """The cache never answers for a row that is no longer the same."""
    before = sources.cite_text(TALKS)
    book.edit("sources", 1, title="Talks resume again")
    assert sources.cite_text(TALKS) == before.replace("Talks resume", "Talks resume again")


def test_the_style_is_valid() -> None:
    """The style fits the schema of the Citation Style Language, so that other tools can use it."""
    from citeproc import SCHEMA_PATH

    schema = etree.RelaxNG(etree.parse(SCHEMA_PATH))
    assert schema.validate(etree.parse(citing.STYLE)), schema.error_log


def test_formatted_once_is_fast(book: Book) -> None:
    """The entries of 1,500 sources, formatted before, are there within half a second; labels within another."""
    one = book.rows("sources")[1]
    book.write("sources", [one | {"source_id": f"source-{n:04}", "title": f"Title {n}"} for n in range(1500)])
    marker = [citing._digest(sources._printed(item, label[1]), citing.STYLE) for item, label in zip(sources.items().values(), sources._labels(record.stamp("sources")).values(), strict=True)]
    (book.root / ".cache").mkdir()
    (book.root / ".cache" / "citations.json").write_text(json.dumps(dict.fromkeys(marker, "formatted before")), "utf-8")
    sources._all.cache_clear()
    sources._labels.cache_clear()
    gc.collect()
    gc.freeze()  # what other tests left behind is not looked through for rubbish on this one's time
    started = time.process_time()
    assert set(sources.entries().values()) == {"formatted before"}
    assert time.process_time() - started < 0.5
    started = time.process_time()
    assert len({sources.short_label(f"source-{n:04}") for n in range(1500)}) == 1500
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    ("title", "language", "marked"),
    [
        ("Кластеры по реализации Минских соглашений", "ru", "ru"),
        ("Consultations in Donetsk of 27 June 2014", "ru", ""),  # a Russian page, its title in translation
        ("СМИ: план из 28 пунктов and the reply", "ru", "ru"),
        ("Vier-Augen-Gespräch in Putins Privatresidenz", "de", "de"),
        ("Contact group announces a summer truce in Donbas", "pl", ""),
        ("Erdoğan: talks in Istanbul", "en", ""),
    ],
)
def test_a_title_is_marked_with_the_language_it_is_printed_in(title: str, language: str, marked: str) -> None:
    """A screen reader is told of a foreign language only where the words are of that language."""
    assert citing.title_language(title, language) == marked
