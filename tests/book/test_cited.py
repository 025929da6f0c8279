"""What the built pages tell machines and readers about citing them; the fixture book has an address, so that all of it is there."""

from __future__ import annotations

import json
import re
import struct
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pypdf
import pytest
from bs4 import BeautifulSoup
from lxml import etree
from bibliography_rules import check_bibtex, check_csl, check_ris

from helpers import citable

from .conftest import SITE, Book

ADDRESS = f"{SITE}/"
WHO = "The Negotiation Record contributors"
PAGES = ["index", "chapters/one", "chapters/two", *(f"record/{name}" for name in ("chronology", "documents", "ceasefires", "actors", "sources", "glossary", "data"))]

# What Zotero's “Embedded Metadata” reads of a chapter, and what each becomes there. A name that ends with a comma is one family
# name; the edition is read from PRISM, since Highwire has none; with citation_inbook_title the item is a book section.
HIGHWIRE = {
    "chapters/one": [
        ("citation_title", "The talks at the bridge"),
        ("citation_author", f"{WHO},"),
        ("citation_publication_date", "2016/02/01"),
        ("citation_inbook_title", "A record of three events"),
        ("citation_language", "en"),
        ("citation_public_url", f"{ADDRESS}chapters/one.html"),
        ("citation_pdf_url", f"{ADDRESS}downloads/one.pdf"),
        ("prism.edition", "version 0.1.0, data to 31 December 2015"),
    ],
    "chapters/two": [
        ("citation_title", "The truce"),
        ("citation_author", f"{WHO},"),
        ("citation_publication_date", "2016/02/01"),
        ("citation_inbook_title", "A record of three events"),
        ("citation_language", "en"),
        ("citation_public_url", f"{ADDRESS}chapters/two.html"),
        ("citation_pdf_url", f"{ADDRESS}downloads/two.pdf"),
        ("prism.edition", "version 0.1.0, data to 31 December 2015"),
    ],
}
REQUIRED = {
    "Book": {"name", "author", "datePublished", "inLanguage", "license", "version", "bookEdition", "bookFormat", "url"},
    "Chapter": {"name", "author", "datePublished", "inLanguage", "license", "version", "isPartOf", "url"},
    "ImageObject": {"name", "contentUrl", "encodingFormat", "license", "creator", "creditText", "copyrightNotice", "url"},
    "Dataset": {"name", "description", "license", "creator", "version", "distribution", "url", "temporalCoverage"},
    "MediaObject": {"contentUrl", "encodingFormat"},
}


@pytest.fixture(scope="module")
def html(built_once: Book) -> Path:
    """The pages."""
    return built_once.root / "_build" / "html"


def soup(html: Path, page: str) -> BeautifulSoup:
    """A page, parsed."""
    return BeautifulSoup((html / f"{page}.html").read_text("utf-8"), "lxml")


def metas(page: BeautifulSoup, *prefixes: str) -> list[tuple[str, str]]:
    """Names and contents of the meta elements of a page, by the beginning of their names."""
    found = [(m.get("name") or m.get("property") or "", m.get("content", "")) for m in page.head.find_all("meta")]
    return [(name, content) for name, content in found if name.startswith(prefixes)]


def linked(page: BeautifulSoup) -> dict[str, Any]:
    """The one JSON-LD object of a page."""
    scripts = page.head.find_all("script", type="application/ld+json")
    assert len(scripts) == 1 and not page.body.find_all("script", type="application/ld+json")
    found: dict[str, Any] = json.loads(scripts[0].string)
    return found


def objects(value: Any) -> list[dict[str, Any]]:
    """Every object with a type inside a JSON-LD object, itself first."""
    if isinstance(value, list):
        return [found for one in value for found in objects(one)]
    if not isinstance(value, dict):
        return []
    return ([value] if "@type" in value else []) + [found for one in value.values() for found in objects(one)]


@pytest.mark.parametrize("page", HIGHWIRE)
def test_chapters_carry_the_tags_that_zotero_reads(html: Path, page: str) -> None:
    """Sign by sign, in the head, once each."""
    found = soup(html, page)
    assert metas(found, "citation_", "prism.") == HIGHWIRE[page]
    assert (html / unescape(dict(HIGHWIRE[page])["citation_pdf_url"]).removeprefix(ADDRESS)).is_file()
    # No other prefix that the translator knows may say something else: Open Graph's book would be one.
    assert dict(metas(found, "og:type")) == {"og:type": "article"}


def test_every_page_is_a_book_section_but_the_book_and_the_data(html: Path) -> None:
    """The cover is the book, the page of the data the data; both say so in the terms that reference managers know."""
    for page in PAGES:
        found = soup(html, page)
        tags = dict(metas(found, "citation_", "DC.", "og:type"))
        assert tags["citation_title"] == tags["DC.title"] and tags["citation_author"] == f"{tags['DC.creator']},"
        assert ("citation_inbook_title" in tags) == (page not in ("index", "record/data")), page
        assert ("citation_pdf_url" in tags) == (page == "index" or page.startswith("chapters/")), page
        assert tags["DC.type"] == {"index": "Book", "record/data": "Dataset"}.get(page, "Text")
        assert tags["DC.date"] == "2016-02-01" and tags["DC.rights"].startswith("https://creativecommons.org/")
        cited = dict(metas(found, "DCTERMS."))["DCTERMS.bibliographicCitation"]
        assert cited.startswith(f"{WHO}. (2016). ") and cited.endswith(tags["DC.identifier"]) and "ersion 0.1.0, data to 31 December 2015" in cited


def test_json_ld_says_what_each_type_must_say(html: Path) -> None:
    """Book, chapters, pictures, data: the properties that readers of schema.org ask for, and absolute addresses that are files."""
    seen: dict[str, int] = {}
    for page in PAGES:
        whole = linked(soup(html, page))
        assert whole["@context"] == "https://schema.org/"
        assert whole["@type"] == {"index": "Book", "record/data": "Dataset"}.get(page, "Chapter")
        for one in objects(whole):
            kind = one["@type"]
            seen[kind] = seen.get(kind, 0) + 1
            nested = kind == "Dataset" and one is not whole or kind == "Chapter" and one is not whole
            assert nested or not REQUIRED.get(kind, set()) - set(one), (page, kind, sorted(one))
            assert all(value not in ("", [], None) for value in one.values()), (page, one)
            if address := one.get("contentUrl"):
                assert (html / address.removeprefix(ADDRESS)).is_file(), address
            if "url" in one:
                assert one["url"].startswith(ADDRESS)
    assert seen["Chapter"] >= len(PAGES) and seen["ImageObject"] == 2 and seen["Book"] == len(PAGES) - 1 and seen["Dataset"] > 5
    assert [part["name"] for part in linked(soup(html, "index"))["hasPart"]] == ["The talks at the bridge", "The truce"]
    data = linked(soup(html, "record/data"))
    assert {file["encodingFormat"] for file in data["distribution"]} == {"application/zip", "application/vnd.sqlite3"}


def test_addresses_are_absolute_and_lead_back(html: Path) -> None:
    """Canonical address, Open Graph, feed: those of the address that is configured, on every page."""
    for page in PAGES:
        found = soup(html, page)
        here = ADDRESS if page == "index" else f"{ADDRESS}{page}.html"
        assert [link["href"] for link in found.head.find_all("link", rel="canonical")] == [here]
        graph = dict(metas(found, "og:"))
        assert graph["og:url"] == here and graph["og:title"] and "[" not in graph.get("og:description", "")
        assert graph["og:image:alt"]
        picture = (html / graph["og:image"].removeprefix(ADDRESS)).read_bytes()
        assert picture[:8] == b"\x89PNG\r\n\x1a\n" and struct.unpack(">LL", picture[16:24]) == (1200, 630)
        kinds = {link["type"]: link["href"] for link in found.head.find_all("link", rel="alternate")}
        assert kinds["application/atom+xml"] == f"{ADDRESS}feed.xml"
        for kind in ("application/x-bibtex", "application/x-research-info-systems", "application/vnd.citationstyles.csl+json"):
            assert ((html / page).parent / kinds[kind]).resolve().is_file(), (page, kind)


def test_sitemap_and_feed(html: Path) -> None:
    """Every page stands in the sitemap once, the cover first; the feed is Atom even before there is news."""
    places = etree.parse(html / "sitemap.xml").findall(".//{*}loc")
    assert [p.text for p in places] == [ADDRESS, *sorted(f"{ADDRESS}{page}.html" for page in PAGES[1:])]
    feed = etree.parse(html / "feed.xml").getroot()
    assert feed.findtext("{*}id") == f"{ADDRESS}feed.xml" and feed.findtext("{*}updated") == "2016-02-01T00:00:00Z"


def boxes(html: Path, page: str) -> list[tuple[str, str]]:
    """Id and way to every form of each thing that a page offers to cite."""
    found = soup(html, page).body.select("[data-cite]")
    return [(b["data-cite"], b["href"] if b.name == "a" else b.select_one(".cite-form a[href*=_cite]")["href"]) for b in found]


def test_everything_can_be_cited_without_a_script(html: Path) -> None:
    """Page, figures, events, documents and tables each offer their citation, and the way leads to all forms of that thing."""
    offered = {page: boxes(html, page) for page in PAGES}
    assert [i for i, _ in offered["chapters/one"]] == ["one", "fig-parts", "tab-events"] and [i for i, _ in offered["index"]] == ["book"]
    assert [i for i, _ in offered["record/chronology"]][1:] == ["2015-03-secret-visit", "2015-03-05-bridge-protocol", "2015-06-02-second-round"]
    assert [i for i, _ in offered["record/documents"]][1:] == ["bridge-protocol"]
    assert "table-events" in [i for i, _ in offered["record/data"]]
    for page, found in offered.items():
        for identity, way in found:
            file, _, anchor = way.partition("#")
            plain = BeautifulSoup(((html / page).parent / file).read_text("utf-8"), "lxml")
            assert anchor == identity
            section = plain.find(id=identity)
            assert [dt.text for dt in section.find_all("dt")] == list(citable.STYLES.values())
            assert all(WHO.casefold() in dd.text.casefold() and ADDRESS in dd.text for dd in section.find_all("dd"))
            for link in section.select("a[download]"):
                there = link["href"]
                text = unquote(there.partition(",")[2]) if there.startswith("data:") else ((html / "_cite") / there).read_text("utf-8")
                {"bib": check_bibtex, "ris": check_ris, "json": check_csl}[link["download"].rpartition(".")[2]](text)


def test_the_script_fills_in_what_the_build_wrote(html: Path) -> None:
    """A pattern with title and id put in is the very form of the plain page and of the files."""
    for page in PAGES:
        name = page.replace("/", "-")
        given = json.loads((html / "_cite" / f"{name}.js").read_text("utf-8").removeprefix("recordCite(").removesuffix(")\n"))
        title_slot, id_slot = given["slots"]
        filled = []
        for identity, (number, title, *tex) in given["things"].items():
            own = "" if identity == "book" else identity
            filled.append(given["patterns"][number]["bib"].replace(title_slot, (tex or [title])[0]).replace(id_slot, own))
        assert sorted(filled) == sorted(f"{one.strip()}\n" for one in (html / "_cite" / f"{name}.all.bib").read_text("utf-8").split("\n\n"))


def test_files_of_a_whole_page_and_of_sources(html: Path) -> None:
    """All of a page, the sources of a chapter and all sources: in three formats that reference managers take, no key twice."""
    for page in PAGES:
        name = page.replace("/", "-")
        keys = list(check_bibtex((html / "_cite" / f"{name}.all.bib").read_text("utf-8")))
        assert keys == [one["id"] for one in check_ris((html / "_cite" / f"{name}.all.ris").read_bytes().decode())]
        assert keys == [item["id"] for item in check_csl((html / "_cite" / f"{name}.all.json").read_text("utf-8"))]
    own = list(check_bibtex((html / "_cite" / "chapters-one.sources.bib").read_text("utf-8")))
    assert own == [item["id"] for item in check_csl((html / "_cite" / "chapters-one.sources.json").read_text("utf-8"))]
    assert "lake-group-2015-03-05-protocol" in own
    assert len(check_ris((html / "downloads" / "sources.ris").read_bytes().decode())) == 4
    links = [a["href"] for a in soup(html, "chapters/one").select(".cite-page a[download]")]
    assert [link.rpartition("/")[2] for link in links] == [f"chapters-one.sources.{suffix}" for suffix in citable.FILES]


def test_the_bibliography_is_grouped_and_says_what_a_source_is_for(html: Path) -> None:
    """By kind, the nearest first; side and state media in words; and what rests on each source, with a link."""
    page = soup(html, "record/sources")
    assert [h.get_text().rstrip("#") for h in page.select("main h2")] == ["Primary documents", "Newspapers, magazines and online news"]
    entry = page.find(id="source-visnyk-nd-peremyrja").get_text()
    assert "state media" in entry and "published by a party to the war (Ukraine)" in entry and "Newspaper; known" in entry
    used = page.find(id="source-lake-group-2015-03-05-protocol").select_one(".fact")
    assert used.get_text().startswith("Used for: ") and "chronology.html#2015-03-05-bridge-protocol" in [a["href"] for a in used.select("a")]


@pytest.mark.parametrize(("chapter", "title"), [("one", "The talks at the bridge"), ("two", "The truce")])
def test_the_pdf_of_a_chapter_says_how_it_is_cited(built_once: Book, chapter: str, title: str) -> None:
    """On its first page and in its metadata (XMP): the citation of the page, word for word."""
    reader = pypdf.PdfReader(built_once.root / "_build" / "pdf" / f"{chapter}.pdf")
    shown = " ".join(reader.pages[0].extract_text().split())
    cited = dict(metas(soup(built_once.root / "_build" / "html", f"chapters/{chapter}"), "DCTERMS."))["DCTERMS.bibliographicCitation"]
    assert re.sub(r"\s", "", cited) in re.sub(r"\s", "", shown)
    packet = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    xmp = etree.fromstring(re.sub(r"<\?.*?\?>", "", packet).strip())
    words = {name: " ".join(" ".join(node.itertext()).split()) for name in ("title", "creator", "description") for node in xmp.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}")}
    assert title in words["title"] and words["creator"] == WHO and cited in words["description"]
