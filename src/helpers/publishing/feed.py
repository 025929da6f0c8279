"""For those who come back: an Atom feed of releases and corrections, and the map of the site for search engines.

Releases come from ``CHANGELOG.md`` with the count of changed facts from ``data/CHANGES.md``, corrections from the table
``errata``. Both files need absolute addresses, so that none is made until the book has one. RFC 4287; sitemaps.org.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from helpers import citable, exports, paths, record
from helpers.publishing import changed, cited
from helpers.publishing import corrections as published
from helpers.wording import in_words

NAME, MAP = "feed.xml", "sitemap.xml"
ATOM, SITEMAP = "http://www.w3.org/2005/Atom", "http://www.sitemaps.org/schemas/sitemap/0.9"
CHANGES = "record/changes"
_RELEASE = re.compile(r"^## \[(\d[^\]]*)\] - (\d{4}-\d\d-\d\d)$", re.M)
_FACTS = re.compile(r"^## Facts, \S+ to (\S+)$", re.M)


@dataclass(frozen=True)
class News:
    """One entry of the feed.

    Attributes:
        date: ISO, at its own precision.
        id: its permanent address, within the book.
        title, content: text and HTML.
    """

    date: str
    id: str
    title: str
    content: str


def _parts(file: Path, heading: re.Pattern[str]) -> dict[str, tuple[re.Match[str], str]]:
    """What stands under each heading of a Markdown file, by the heading's first group; empty without the file."""
    if not file.is_file():
        return {}
    words = file.read_text("utf-8")
    starts = list(heading.finditer(words))
    ends = [found.start() for found in starts[1:]] + [len(words)]
    return {found[1]: (found, words[found.end() : end].strip()) for found, end in zip(starts, ends)}


def releases() -> list[News]:
    """Every release that the changelog dates, with how much changed in the facts."""
    from markdown_it import MarkdownIt

    write = MarkdownIt("commonmark", {"html": False}).render
    facts = _parts(paths.data() / exports.CHANGES, _FACTS)
    found = []
    for version, (heading, words) in _parts(paths.root() / "CHANGELOG.md", _RELEASE).items():
        told = facts[version][1].partition("\n### ")[0].strip() if version in facts else ""
        lead = f"### Facts\n\n{told}\n\n" if told else ""
        found.append(News(heading[2], f"{CHANGES}.html#{changed.anchor(version)}", f"Version {version}", write(f"{lead}{words}\n")))
    return found


def corrections() -> list[News]:
    """Every correction of a published fact."""
    return [News(one.date, f"{one.page}.html#{one.anchor}", one.title, f"<p>{html.escape(one.text)}</p>") for one in published.dated()]


def _moment(date: str) -> str:
    """A date as Atom wants it; one that is known less exactly counts from its first day."""
    return f"{date}{'-01' * (2 - date.count('-'))}T00:00:00Z"


def _xml(root: Any) -> bytes:
    etree.indent(root, " ")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8")) + b"\n"


def atom(site: str) -> bytes:
    """The feed, the newest entry first. ``site`` is the address of the book, ending with ``/``."""
    package = record.package()
    news = sorted([*releases(), *corrections()], key=lambda one: (_moment(one.date), one.id), reverse=True)
    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})

    def add(parent: Any, name: str, words: str = "", **attributes: str) -> Any:
        made = etree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
        made.text = words or None
        return made

    add(root, "id", site + NAME)
    add(root, "title", f"{citable.title()}: releases and corrections")
    add(root, "updated", max([_moment(one.date) for one in news], default=_moment(package["record"]["release_date"])))
    add(add(root, "author"), "name", citable.author())
    add(root, "link", rel="self", type="application/atom+xml", href=site + NAME)
    add(root, "link", rel="alternate", type="text/html", href=site)
    add(root, "rights", ", ".join(licence.get("title") or licence["name"] for licence in package["licenses"]))
    for one in news:
        entry = add(root, "entry")
        add(entry, "id", site + one.id)
        add(entry, "title", one.title)
        add(entry, "updated", _moment(one.date))
        add(entry, "link", rel="alternate", type="text/html", href=site + one.id)
        add(entry, "summary", f"{one.title}, {in_words(one.date)}")
        add(entry, "content", one.content, type="html")
    return _xml(root)


def sitemap(site: str, pages: list[str], root_doc: str) -> bytes:
    """Every page of the book with the date of its release; the cover is the address of the book itself."""
    root = etree.Element(f"{{{SITEMAP}}}urlset", nsmap={None: SITEMAP})
    for page in sorted(pages, key=lambda name: (name != root_doc, name)):
        url = etree.SubElement(root, f"{{{SITEMAP}}}url")
        etree.SubElement(url, f"{{{SITEMAP}}}loc").text = site + ("" if page == root_doc else f"{page}.html")
        etree.SubElement(url, f"{{{SITEMAP}}}lastmod").text = record.package()["record"]["release_date"]
    return _xml(root)


def finished(app: Any, error: Exception | None) -> None:
    """Write feed and map once the pages stand, if the book has an address."""
    site = cited.site(app.config)
    if error or app.builder.name != "html" or not site:
        return
    (Path(app.outdir) / NAME).write_bytes(atom(site))
    (Path(app.outdir) / MAP).write_bytes(sitemap(site, sorted(app.env.found_docs), app.config.root_doc))


def setup(app: Any) -> None:
    """Write both at the end of an HTML build."""
    app.connect("build-finished", finished)
