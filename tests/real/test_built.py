"""The built book itself: every page, link, figure and number, in HTML and in PDF."""

from __future__ import annotations

import html.parser
import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urldefrag

import pypdf
import pytest

from helpers import execution

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "_build"
HTML = BUILD / "html"
CHAPTERS = ("history", "actors", "obstacles", "paths-forward", "method", "faq")
# What must never reach a reader: Altair's text, empty cells of pandas, roles and directives that stayed text.
VOLUMES = ("the-negotiation-record", "the-negotiation-record-chronology", "the-negotiation-record-data", "the-negotiation-record-sources")
LEFTOVERS = re.compile(r"alt\.[A-Za-z]*Chart\(|<NA>|\bNaT\b|\bnan\b(?!\xad)|\{(glue|cite|event|document|actor|person|term|fig|tab|value)[}:]|�")
# No host of a package registry, no folder of the machine that built it.
PRIVATE = [b"pypi" + b".org", b"pythonhosted", b"npmjs", str(ROOT).encode()]


@pytest.fixture(autouse=True, scope="module")
def built() -> None:
    """Skip aloud where the book is not built (``make test`` builds it first)."""
    if not (HTML / "index.html").is_file():
        pytest.skip("the book is not built: run `make book`")


@dataclass
class Page(html.parser.HTMLParser):
    """What the checks need of a page: ids, links, loaded addresses, text."""

    path: Path
    ids: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._hidden = 0
        self.feed(self.path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {k: v or "" for k, v in attrs}
        self._hidden += tag in ("script", "style")
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a" and "href" in values:
            self.links.append((values["href"], values.get("class", "")))
        if tag in ("script", "img", "iframe", "source", "use") and (values.get("src") or values.get("xlink:href")):
            self.loads.append(values.get("src") or values.get("xlink:href", ""))
        if tag == "link" and "href" in values and not values.get("rel", "").startswith("schema."):  # that names a vocabulary, and loads nothing
            self.loads.append(values["href"])

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text.append(data)


@lru_cache(None)
def site() -> dict[Path, Page]:
    """Every page of the site."""
    return {path: Page(path) for path in sorted(HTML.rglob("*.html"))}


def figures() -> Iterator[tuple[Path, str, str]]:
    """Page, id and HTML of every figure."""
    for path in site():
        for found in re.finditer(r'<figure class="record-figure".*?</figure>', path.read_text("utf-8"), re.S):
            yield path, re.search(r'\bid="([^"]+)"', found[0])[1], found[0]


@lru_cache(None)
def pdf(name: str) -> pypdf.PdfReader:
    """One of the built PDFs."""
    return pypdf.PdfReader(BUILD / "pdf" / f"{name}.pdf")


@lru_cache(None)
def pdf_text(name: str) -> str:
    """The text of a PDF as a reader's program extracts it; spaces made even."""
    done = subprocess.run(["pdftotext", str(BUILD / "pdf" / f"{name}.pdf"), "-"], capture_output=True, check=True) if _poppler() else None
    text = done.stdout.decode() if done else "\n".join(page.extract_text() for page in pdf(name).pages)
    return " ".join(text.split())


def flat(outline: list[Any]) -> Iterator[Any]:
    """Bookmarks of every level."""
    for item in outline:
        yield from flat(item) if isinstance(item, list) else [item]


def _poppler() -> bool:
    import shutil

    return shutil.which("pdftotext") is not None


def test_every_page_can_be_reached() -> None:
    """Whoever starts at the cover reaches every page by links of the contents."""
    seen, queue = set(), [HTML / "index.html"]
    while queue:
        path = queue.pop()
        if path in seen or path not in site():
            continue
        seen.add(path)
        queue += [(path.parent / unquote(urldefrag(href)[0])).resolve() for href, _ in site()[path].links if not re.match(r"[a-z]+:", href)]
    pages = {p for p in site() if p.parent.name != "_figures" and p.name != "genindex.html"}
    assert pages - seen == set() and len(pages) > 15


@lru_cache(None)
def offered(page: Path) -> set[tuple[str, str]]:
    """What the form of an explorer offers: (field, value) of each choice, (field, nothing) for fields of words and days."""
    text = page.read_text("utf-8")
    found = {(name, "") for name in re.findall(r'<input [^>]*name="([^"]+)"', text.partition('<form id="explore"')[2].partition("</form>")[0])}
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', text):
        found |= {(name, html.unescape(value)) for value in re.findall(r'value="([^"]+)"', options)}
    return found


def test_every_internal_link_has_a_target() -> None:
    """No link of the site leads to a missing file or a missing id."""
    missing = []
    for path, page in site().items():
        for href, _ in page.links:
            if re.match(r"[a-z]+:", href):
                continue
            file, fragment = urldefrag(href)
            target = (path.parent / unquote(file)).resolve() if file else path
            if not target.is_file():
                missing.append((path.name, href))
            elif fragment.startswith("?"):  # a choice in an explorer: each name is a field of its form, each value an option or a date
                wrong = [f"{name}={value}" for name, value in parse_qsl(fragment[1:]) if (name, value) not in offered(target) and (name, "") not in offered(target)]
                missing += [(path.name, href)] if wrong or not offered(target) else []
            elif fragment and target in site() and unquote(fragment) not in site()[target].ids:
                missing.append((path.name, href))
    assert missing == []


def test_ids_are_unique_on_a_page() -> None:
    """An id stands once on a page, so that a link has one meaning."""
    twice = {p.name: {i for i in page.ids if page.ids.count(i) > 1} for p, page in site().items() if len(set(page.ids)) < len(page.ids)}
    assert twice == {}


def test_nothing_is_loaded_from_elsewhere() -> None:
    """Pages load only files that lie beside them."""
    outside = [(p.name, a) for p, page in site().items() for a in page.loads if re.match(r"(?!data:)([a-z]+:|//)", a)]
    assert outside == []
    assert any(page.loads for page in site().values())


def test_outside_links_are_sources() -> None:
    """A link that leaves the site is the address of a source, or the licence."""
    from helpers import record

    known = set(record.load("sources")["url"].dropna())
    strange = {h for page in site().values() for h, _ in page.links if h.startswith("http")} - known
    assert {h for h in strange if not h.startswith("https://creativecommons.org/")} == set()


def test_no_leftovers_in_text() -> None:
    """No page and no PDF shows Altair's or pandas' text, or markup that stayed text."""
    found = {p.name: m[0] for p, page in site().items() if (m := LEFTOVERS.search(" ".join(page.text)))}
    # A word parted at the end of a line may look like one: “Fi-nan-cial”.
    found |= {f"{name}.pdf": m[0] for name in (*VOLUMES, *CHAPTERS) if (m := LEFTOVERS.search(pdf_text(name).replace("- ", "")))}
    assert found == {}


def test_nothing_private_is_built() -> None:
    """No built file names a folder of the machine or a host of a package registry."""
    files = [p for part in ("html", "pdf", "data") for p in (BUILD / part).rglob("*") if p.is_file()]
    assert [(p.name, word) for p in files for word in PRIVATE if word in p.read_bytes()] == []


def test_every_figure_is_whole() -> None:
    """Each figure has a drawing with a title, a caption with a number, and every download that it offers."""
    seen = []
    for path, name, text in figures():
        seen.append(name)
        assert re.search(r"<svg role=\"img\"[^>]*><title[^>]*>[^<]{40,}</title>", text), name
        assert re.search(r'caption-number">Figure \d+(\.\d+)? ', text), name
        assert len(re.sub(r"<[^>]+>", "", re.search(r'caption-text">(.*?)</p>', text, re.S)[1])) > 30, name
        for suffix in ("csv", "vl.json", "svg", "png", "js"):
            assert (HTML / "_figures" / f"{name}.{suffix}").stat().st_size > 100, f"{name}.{suffix}"
        json.loads((HTML / "_figures" / f"{name}.vl.json").read_text("utf-8"))
    assert len(seen) == len(set(seen)) >= 12


def test_figures_and_tables_have_the_same_numbers_in_print() -> None:
    """Number and caption of each figure and table are those of the PDF, in the book and in the chapter's own PDF."""
    checked = 0
    for chapter in CHAPTERS:
        text = (HTML / "chapters" / f"{chapter}.html").read_text("utf-8")
        for number, caption in re.findall(r'caption-number">((?:Figure|Table) [\d.]+) ?</span><span class="caption-text">(.*?)</span><a', text, re.S):
            words = html.unescape(re.sub(r"<[^>]+>", "", caption))
            start = " ".join(f"{number} {words}".split()[:7])
            for name in ("the-negotiation-record", chapter):
                assert start in pdf_text(name).replace("\xa0", " "), (name, start)
            checked += 1
    assert checked >= 15


@pytest.mark.parametrize("name", [*VOLUMES, *CHAPTERS])
def test_pdf_is_tagged_titled_and_linked(name: str) -> None:
    """Each PDF says title, author and language, is marked as PDF/UA-1, has bookmarks, and its links have targets."""
    reader = pdf(name)
    info, catalogue = reader.metadata, reader.trailer["/Root"]
    assert "The Negotiation Record" in info.title and info.author == "The Negotiation Record contributors"
    assert catalogue["/Lang"].startswith("en") and catalogue["/MarkInfo"]["/Marked"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data()
    assert len(list(flat(reader.outline))) >= 4
    inside = [a.get_object() for page in reader.pages for a in page.get("/Annots", ()) if a.get_object()["/Subtype"] == "/Link"]
    goals = set(reader.named_destinations)
    named = [a["/Dest"] for a in inside if isinstance(a.get("/Dest"), str)]
    assert inside and set(named) <= goals


def test_every_chapter_says_how_long_it_takes() -> None:
    """The reading time stands under the title, and the page on reading repeats those of the chapters."""
    times = {}
    for path in sorted((HTML / "chapters").glob("*.html")):
        found = re.findall(r'</h1>\s*<div class="figure-tools cite-page">(?:(?!<div class="reading-time).)*<div class="reading-time[^>]*>\s*<p>Reading time: about ([^<·]+?)(?: · <a [^>]*href="\.\./downloads/[a-z-]+\.pdf"[^>]*>this page as PDF</a>)?</p>', path.read_text("utf-8"), re.S)
        assert len(found) == 1, path.name
        times[path.stem] = found[0]
    page = (HTML / "chapters" / "how-to-read.html").read_text("utf-8")
    assert all(f"({times[name]}" in page for name in (*CHAPTERS, "ten-minutes"))


def test_chart_labels_can_be_read_in_the_pdf() -> None:
    """Charts are vectors: the words in a chart can be found in the PDF's text."""
    spec = json.loads((HTML / "_figures" / "fig-truces.vl.json").read_text("utf-8"))
    svg = (HTML / "_figures" / "fig-truces.svg").read_text("utf-8")
    words = [w for w in re.findall(r"<text[^>]*>([A-Z][a-z]{4,} [a-z]{4,})<", svg)]
    assert spec["description"] and len(words) >= 3
    assert [w for w in words if w not in pdf_text("history")] == []


def test_notebooks_are_current() -> None:
    """The tracked notebooks are those that the present data and code give, and all of them hold outputs."""
    assert {p.name: why for p, why in execution.stale(ROOT).items()} == {}
    for path in execution.notebooks(ROOT):
        cells = [c for c in json.loads(path.read_text("utf-8"))["cells"] if c["cell_type"] == "code"]
        assert any(c["outputs"] for c in cells), path.name
        assert path.stat().st_size < 2_500_000, path.name  # GitHub still shows it; the largest holds every event since 2014


def test_the_built_book_is_that_of_these_sources() -> None:
    """What the tests look at was built from the sources as they are now."""
    from helpers.publishing import build

    assert build.is_current(ROOT), "run `make book`"
