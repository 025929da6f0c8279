"""The built book as something to cite: everything in it has its citation, and nothing claims an address that it has not."""

from __future__ import annotations

import gzip
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from bibliography_rules import check_bibtex, check_csl, check_ris
from lxml import html

from helpers import record

ROOT = Path(__file__).resolve().parents[2]
HTML = ROOT / "_build" / "html"
CHAPTERS = ("history", "actors", "obstacles", "paths-forward", "method")
NUMBERED = CHAPTERS[:4]


@pytest.fixture(autouse=True, scope="module")
def built() -> None:
    """Skip aloud where the book is not built (``make test`` builds it first)."""
    if not (HTML / "_cite").is_dir():
        pytest.skip("the book is not built: run `make book`")


@lru_cache(None)
def pages() -> dict[str, Any]:
    """Every page that can be cited, parsed."""
    found = {p.relative_to(HTML).with_suffix("").as_posix(): p for p in sorted(HTML.rglob("*.html"))}
    return {name: html.parse(str(path)).getroot() for name, path in found.items() if not name.startswith("_") and name not in ("search", "genindex")}


def tags(page: Any) -> dict[str, str]:
    """The meta elements of a page."""
    return {m.get("name") or m.get("property"): m.get("content") for m in page.iter("meta") if m.get("name") or m.get("property")}


def offered() -> list[str]:
    """The ids of all that the pages offer to cite."""
    return [node.get("data-cite") for page in pages().values() for node in page.iter() if node.get("data-cite")]


def test_each_chapter_is_a_section_of_this_book() -> None:
    """What Zotero reads of each chapter: title, book, author, date, language, edition; no PDF without an address."""
    package = record.package()
    for chapter in CHAPTERS:
        found = tags(pages()[f"chapters/{chapter}"])
        assert found["citation_inbook_title"] == "The Negotiation Record" and found["citation_language"] == "en"
        assert found["citation_author"] == "The Negotiation Record contributors," and found["DC.creator"] == "The Negotiation Record contributors"
        assert found["citation_publication_date"] == package["record"]["release_date"].replace("-", "/")
        assert f"version {package['version']}, data to " in found["prism.edition"]
        title = re.sub(r"^\d+\.\s*|#$", "", pages()[f"chapters/{chapter}"].find(".//h1").text_content()).strip()
        assert found["citation_title"] == title == found["og:title"] == found["DC.title"]


def test_no_address_is_claimed() -> None:
    """Without an address in _config.yml no page has a canonical one, a PDF to fetch, a picture or a feed, and no such file is there."""
    if "baseurl" in (ROOT / "_config.yml").read_text("utf-8"):
        pytest.skip("the book has an address")
    for name, page in pages().items():
        assert not {"citation_pdf_url", "citation_public_url", "og:image", "og:url"} & set(tags(page)), name
        rels = [link.get("rel") for link in page.iter("link") if link.get("rel") == "canonical" or "atom" in (link.get("type") or "")]
        assert rels == [], name
        said = page.xpath("//head/script[@type='application/ld+json']")
        assert len(said) == 1, name
        outside = set(re.findall(r'"(https?://[^/"]+)', said[0].text)) - {"https://schema.org", "https://creativecommons.org"}
        assert outside == set(), name
        for address in re.findall(r'"contentUrl":"([^"]+)"', said[0].text):
            assert ((HTML / name).parent / address).resolve().is_file(), (name, address)
    assert not [n for n in ("feed.xml", "sitemap.xml", "_cards") if (HTML / n).exists()]


def test_everything_is_offered_once() -> None:
    """Every figure and table, every event and document, every table of the data and every page has its “Cite”."""
    found = offered()
    assert len(found) == len(set(found))
    shown = {path.name.partition(".")[0] for path in (HTML / "_figures").glob("*.csv")}
    wanted = shown | set(record.load("events")["event_id"]) | set(record.load("documents")["document_id"])
    wanted |= {f"table-{table}" for table in record.tables()} | set(CHAPTERS) | {"book", "data"}
    assert wanted - set(found) == set()
    assert len(pages()) == sum(1 for page in pages().values() if page.find_class("cite-page"))


def test_chapters_show_their_pictures_to_machines() -> None:
    """Each figure of a chapter is an ImageObject with licence; a chapter says its place in the book and its PDF."""
    for chapter in NUMBERED:
        page = pages()[f"chapters/{chapter}"]
        said = json.loads(page.xpath("//head/script[@type='application/ld+json']")[0].text)
        images = [part["identifier"] for part in said["hasPart"]]
        assert images == [f.get("data-figure") for f in page.iter("figure") if f.get("data-figure")] and images
        assert all(part["license"].startswith("https://creativecommons.org/") for part in said["hasPart"])
        assert said["position"] == str(NUMBERED.index(chapter) + 1) and said["encoding"]["contentUrl"].endswith(f"{chapter}.pdf")


def test_files_of_pages_and_sources_are_strict() -> None:
    """All citations of all pages, and the sources of every chapter, in three formats; no key stands for two things."""
    keys: list[str] = []
    for path in sorted((HTML / "_cite").glob("*.all.bib")):
        keys += check_bibtex(path.read_text("utf-8"))
        check_csl(path.with_suffix(".json").read_text("utf-8"))
        check_ris(path.with_suffix(".ris").read_bytes().decode())
    assert len(keys) == len(set(keys)) == len(offered())
    known = set(record.load("sources")["source_id"])
    for chapter in CHAPTERS[:4]:
        own = [item["id"] for item in check_csl((HTML / "_cite" / f"chapters-{chapter}.sources.json").read_text("utf-8"))]
        assert len(own) > 50 and set(own) <= known
        told = pages()[f"chapters/{chapter}"].xpath('//a[contains(@href, "#source-")][not(ancestor::section[starts-with(@id, "corrected-")])]')
        links = {a.get("href").rpartition("#source-")[2] for a in told}  # those of a correction bear out the correction
        assert links <= set(own)


def test_the_largest_chapter_stays_light() -> None:
    """History, before anybody touches it: page, script and typefaces together at most 250 kB over the network."""
    page = HTML / "chapters" / "history.html"
    fonts = sum((HTML / "_static" / f"{name}.woff2").stat().st_size for name in ("record-sans", "record-serif", "record-serif-italic"))
    sent = sum(len(gzip.compress(path.read_bytes(), 6)) for path in (page, HTML / "_static" / "record.js"))
    assert sent + fonts <= 250_000
