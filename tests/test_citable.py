"""The book as something to cite: every form, of every kind of thing, against a list made by hand."""

from __future__ import annotations

import json
import re

import pytest
from bibliography_rules import check_bibtex, check_csl, check_ris
from lxml import etree
from small_record import Book, book  # noqa: F401  (a fixture)

from helpers import citable, citing, record, sources
from helpers.citable import Thing

SITE = "https://book.example.org/record/"
WHO, WHOM = "The Negotiation Record contributors", "THE NEGOTIATION RECORD CONTRIBUTORS"
IN = "<i>A record of three events</i>"
ED, Ed = "version 0.1.0, data to 31 December 2015", "Version 0.1.0, data to 31 December 2015"

# Made by hand after the rules of each style: APA 7 (10.3, 10.9), Chicago 18 (14.8, 14.104), Cite Them Right 12, ISO 690:2021 (author and date).
GOLD = [
    (Thing("book", "", "A record of three events"), SITE, {
        "apa": f"{WHO}. (2016). {IN} ({Ed}). {SITE}",
        "chicago": f"{WHO}. 2016. {IN}. {Ed}. {SITE}.",
        "harvard": f"{WHO} (2016) {IN}. {Ed}. Available at: {SITE}.",
        "iso690": f"{WHOM}, 2016. {IN}. Online. {Ed}. Available from: {SITE}",
    }),
    (Thing("book", "", "A record of three events"), "", {
        "apa": f"{WHO}. (2016). {IN} ({Ed}).",
        "chicago": f"{WHO}. 2016. {IN}. {Ed}.",
        "harvard": f"{WHO} (2016) {IN}. {Ed}.",
        "iso690": f"{WHOM}, 2016. {IN}. {Ed}.",
    }),
    (Thing("chapter", "one", "The talks at the bridge", "chapters/one", number="1"), SITE, {
        "apa": f"{WHO}. (2016). The talks at the bridge. In {IN} ({Ed}, Chapter 1). {SITE}chapters/one.html",
        "chicago": f"{WHO}. 2016. “The talks at the bridge.” Chap. 1 in {IN}, {ED}. {SITE}chapters/one.html.",
        "harvard": f"{WHO} (2016) ‘The talks at the bridge’, in {IN}, ch. 1. {Ed}. Available at: {SITE}chapters/one.html.",
        "iso690": f"{WHOM}, 2016. The talks at the bridge. In: {IN}. Online. {Ed}. Chapter 1. Available from: {SITE}chapters/one.html",
    }),
    (Thing("chapter", "method", "Method and limits", "chapters/method"), "", {
        "apa": f"{WHO}. (2016). Method and limits. In {IN} ({Ed}). Page chapters/method.html.",
        "chicago": f"{WHO}. 2016. “Method and limits.” In {IN}, {ED}. Page chapters/method.html.",
        "harvard": f"{WHO} (2016) ‘Method and limits’, in {IN}. {Ed}. Page chapters/method.html.",
        "iso690": f"{WHOM}, 2016. Method and limits. In: {IN}. {Ed}. Page chapters/method.html.",
    }),
    (Thing("figure", "fig-truce", "Figure 2.1: Did the truce hold?", "chapters/two", "fig-truce"), SITE, {
        "apa": f"{WHO}. (2016). Figure 2.1: Did the truce hold? In {IN} ({Ed}). {SITE}chapters/two.html#fig-truce",
        "chicago": f"{WHO}. 2016. “Figure 2.1: Did the truce hold?” In {IN}, {ED}. {SITE}chapters/two.html#fig-truce.",
        "harvard": f"{WHO} (2016) ‘Figure 2.1: Did the truce hold?’, in {IN}. {Ed}. Available at: {SITE}chapters/two.html#fig-truce.",
        "iso690": f"{WHOM}, 2016. Figure 2.1: Did the truce hold? In: {IN}. Online. {Ed}. Available from: {SITE}chapters/two.html#fig-truce",
    }),
    (Thing("table", "tab-minsk", "Table 1.1: Clauses de iure & de facto", "chapters/one", "tab-minsk"), "", {
        "apa": f"{WHO}. (2016). Table 1.1: Clauses de iure & de facto. In {IN} ({Ed}). Page chapters/one.html#tab-minsk.",
        "chicago": f"{WHO}. 2016. “Table 1.1: Clauses de iure & de facto.” In {IN}, {ED}. Page chapters/one.html#tab-minsk.",
        "harvard": f"{WHO} (2016) ‘Table 1.1: Clauses de iure & de facto’, in {IN}. {Ed}. Page chapters/one.html#tab-minsk.",
        "iso690": f"{WHOM}, 2016. Table 1.1: Clauses de iure & de facto. In: {IN}. {Ed}. Page chapters/one.html#tab-minsk.",
    }),
    (Thing("event", "2015-03-05-bridge", "Protocol of the Bridge (5 March 2015)", "record/chronology", "2015-03-05-bridge"), SITE, {
        "apa": f"{WHO}. (2016). Protocol of the Bridge (5 March 2015). In {IN} ({Ed}). {SITE}record/chronology.html#2015-03-05-bridge",
        "chicago": f"{WHO}. 2016. “Protocol of the Bridge (5 March 2015).” In {IN}, {ED}. {SITE}record/chronology.html#2015-03-05-bridge.",
        "harvard": f"{WHO} (2016) ‘Protocol of the Bridge (5 March 2015)’, in {IN}. {Ed}. Available at: {SITE}record/chronology.html#2015-03-05-bridge.",
        "iso690": f"{WHOM}, 2016. Protocol of the Bridge (5 March 2015). In: {IN}. Online. {Ed}. Available from: {SITE}record/chronology.html#2015-03-05-bridge",
    }),
    (Thing("document", "bridge-protocol", "Протокол, S/2015/12 (5 March 2015)", "record/documents", "bridge-protocol"), "", {
        "apa": f"{WHO}. (2016). Протокол, S/2015/12 (5 March 2015). In {IN} ({Ed}). Page record/documents.html#bridge-protocol.",
        "chicago": f"{WHO}. 2016. “Протокол, S/2015/12 (5 March 2015).” In {IN}, {ED}. Page record/documents.html#bridge-protocol.",
        "harvard": f"{WHO} (2016) ‘Протокол, S/2015/12 (5 March 2015)’, in {IN}. {Ed}. Page record/documents.html#bridge-protocol.",
        "iso690": f"{WHOM}, 2016. Протокол, S/2015/12 (5 March 2015). In: {IN}. {Ed}. Page record/documents.html#bridge-protocol.",
    }),
    (Thing("dataset", "table-events", "Events", "record/data", "table-events"), SITE, {
        "apa": f"{WHO}. (2016). Events [Data set]. In {IN} ({Ed}). {SITE}record/data.html#table-events",
        "chicago": f"{WHO}. 2016. “Events.” Data set in {IN}, {ED}. {SITE}record/data.html#table-events.",
        "harvard": f"{WHO} (2016) ‘Events’ [data set], in {IN}. {Ed}. Available at: {SITE}record/data.html#table-events.",
        "iso690": f"{WHOM}, 2016. Events. Data set. In: {IN}. Online. {Ed}. Available from: {SITE}record/data.html#table-events",
    }),
    (Thing("page", "record-sources", "Sources", "record/sources"), "", {
        "apa": f"{WHO}. (2016). Sources. In {IN} ({Ed}). Page record/sources.html.",
        "chicago": f"{WHO}. 2016. “Sources.” In {IN}, {ED}. Page record/sources.html.",
        "harvard": f"{WHO} (2016) ‘Sources’, in {IN}. {Ed}. Page record/sources.html.",
        "iso690": f"{WHOM}, 2016. Sources. In: {IN}. {Ed}. Page record/sources.html.",
    }),
]  # fmt: skip
THINGS = [thing for thing, _, _ in GOLD if thing != GOLD[0][0]] + [GOLD[0][0]]


@pytest.mark.parametrize("style", citable.STYLES)
@pytest.mark.parametrize("number", range(len(GOLD)), ids=lambda n: f"{GOLD[n][0].kind}-{'site' if GOLD[n][1] else 'plain'}")
def test_citations_are_those_of_the_style_manuals(book: Book, number: int, style: str) -> None:  # noqa: F811
    """Author, year, title, version, cut-off and page, in each style, sign by sign and with its italics."""
    thing, site, gold = GOLD[number]
    found = citable.formatted(thing, style, site)
    marked = "".join(f"<i>{run.text}</i>" if run.italic else run.text for run in found.runs)
    assert marked == gold[style]
    assert [run.href for run in found.runs if run.href] == ([site + thing.place] if site else [])


@pytest.mark.parametrize("title", ["Did it hold?", "It held!", "And so on …", "Talks of the U.N.", "{a} \\ $5 #1 100% a_b ~ ^ <i> & “q”", 'He said "no"', "\ue000 a"])
def test_a_title_is_never_altered(book: Book, title: str) -> None:  # noqa: F811
    """Whatever a title holds stands in every form letter for letter, and no full stop follows a mark that ends a sentence."""
    thing = Thing("event", "an-event", title, "record/chronology", "an-event")
    forms = citable.forms(thing)
    assert all(title in forms[style] for style in citable.STYLES)
    assert not any(re.search(r"[?!.…][”’]?\.(?!\w)", forms[style]) for style in citable.STYLES)
    assert check_csl(forms["json"])[0]["title"] == title and check_ris(forms["ris"])[0]["title"] == title
    check_bibtex(forms["bib"])


def test_every_file_is_what_reference_managers_read(book: Book) -> None:  # noqa: F811
    """BibTeX, RIS and CSL-JSON of all kinds of things keep to their formats and say version, cut-off and page."""
    for site in ("", SITE):
        entries = check_bibtex(citable.file(THINGS, "bib", site))
        assert len(entries) == len(THINGS) and entries["fixture-record-0.1.0"].type == "book"
        chapter = entries["fixture-record-0.1.0-one"]
        assert (chapter.type, chapter.fields["booktitle"], chapter.fields["chapter"]) == ("incollection", "{A record of three events}", "1")
        assert [str(p) for p in chapter.persons["author"]] == ["{The Negotiation Record contributors}"]
        assert chapter.fields["note"].startswith(Ed) and ("url" in chapter.fields) == bool(site)
        assert site or "Page chapters/one.html" in chapter.fields["note"]
        records = {one["id"]: one for one in check_ris(citable.file(THINGS, "ris", site))}
        assert records["fixture-record-0.1.0-one"]["type_of_reference"] == "CHAP"
        assert records["fixture-record-0.1.0-one"]["secondary_title"] == "A record of three events"
        assert all(one["edition"] == ED and one["year"] == "2016" for one in records.values())
        items = check_csl(citable.file(THINGS, "json", site))
        assert {item["custom"]["data_cutoff"] for item in items} == {"2015-12-31"} and {item["edition"] for item in items} == {ED}
        assert all(item.get("URL", "").startswith(site) if site else "URL" not in item for item in items)


def test_an_id_with_an_underscore_is_escaped_where_tex_reads_it(book: Book) -> None:  # noqa: F811
    """In the note, not in the key and not in an address."""
    thing = Thing("dataset", "table-event_actors", "Actors in events", "record/data", "table-event_actors")
    assert "table-event\\_actors" in check_bibtex(citable.forms(thing)["bib"])["fixture-record-0.1.0-table-event_actors"].fields["note"]
    assert check_bibtex(citable.forms(thing, SITE)["bib"]).popitem()[1].fields["url"] == f"{SITE}record/data.html#table-event_actors"
    assert citable.formatted(thing, "apa").endswith("Page record/data.html#table-event_actors.")


def test_two_versions_can_be_cited_side_by_side(book: Book) -> None:  # noqa: F811
    """The key of an entry holds the version, and a new version changes every form."""
    before = citable.forms(GOLD[2][0])
    package = book.package
    package["version"] = "0.2.0"
    package["record"]["cutoff_date"] = "2016-06-30"
    book.save(package)
    after = citable.forms(GOLD[2][0])
    assert "@incollection{fixture-record-0.2.0-one," in after["bib"] and "@incollection{fixture-record-0.1.0-one," in before["bib"]
    assert all("0.2.0, data to 30 June 2016" in after[style] for style in citable.STYLES)


def test_a_doi_is_the_address_of_the_book(book: Book) -> None:  # noqa: F811
    """Once the package has one, the book is found by it, and so are its parts, with their page, until pages have addresses."""
    package = book.package
    package["id"] = "10.1234/abc_5"
    book.save(package)
    whole, part = GOLD[0][0], GOLD[3][0]
    assert citable.formatted(whole, "apa", SITE) == f"{WHO}. (2016). A record of three events ({Ed}). https://doi.org/10.1234/abc_5"
    assert citable.formatted(part, "apa") == f"{WHO}. (2016). Method and limits. In A record of three events ({Ed}). Page chapters/method.html. https://doi.org/10.1234/abc_5"
    assert citable.formatted(part, "harvard", SITE).endswith(f"Available at: {SITE}chapters/method.html.")
    entry = check_bibtex(citable.forms(whole)["bib"]).popitem()[1]
    assert entry.fields["doi"] == "10.1234/abc_5" and "doi" not in check_bibtex(citable.forms(part)["bib"]).popitem()[1].fields
    assert check_csl(citable.forms(whole)["json"])[0]["DOI"] == "10.1234/abc_5" and check_ris(citable.forms(whole)["ris"])[0]["doi"] == "10.1234/abc_5"


@pytest.mark.parametrize("style", citable.STYLES)
def test_styles_are_valid(style: str) -> None:
    """Each style fits the schema of the Citation Style Language."""
    from citeproc import SCHEMA_PATH

    schema = etree.RelaxNG(etree.parse(SCHEMA_PATH))
    assert schema.validate(etree.parse(citable.FOLDER / f"{style}.csl")), schema.error_log


def test_a_thousand_citations_take_no_time(book: Book) -> None:  # noqa: F811
    """Forms are made once for a kind: citeproc is asked four times for a thousand events."""
    asked = []
    original = citing.typeset
    citable._pattern.cache_clear()
    try:
        citing.typeset = lambda items, style: asked.append(style) or original(items, style)
        for n in range(1000):
            citable.forms(Thing("event", f"event-{n}", f"Event {n}", "record/chronology", f"event-{n}"))
    finally:
        citing.typeset = original
    assert len(asked) == 4


def test_the_sources_of_the_book_are_strict_bibliographies(checkout) -> None:
    """All sources, as BibTeX that biber takes, as RIS and as CSL-JSON; none is lost on the way."""
    known = list(record.load("sources")["source_id"])
    assert list(check_bibtex(sources.bibtex())) == known
    assert [one["id"] for one in check_ris(sources.ris())] == known
    assert [item["id"] for item in check_csl(sources.csl_json())] == known
    assert json.loads(sources.csl_json())[0]["custom"]["publisher_group"]
