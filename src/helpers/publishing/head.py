"""What the head of every page tells machines: Highwire tags, Dublin Core, Open Graph, JSON-LD, and links to its citation.

All of it comes from the one record of the page (``citable.item``). Highwire tags are those that Zotero's translator for
embedded metadata and Google Scholar read: with ``citation_inbook_title`` a page becomes a book section. What needs an
absolute address (canonical address, PDF, preview picture, feed) is left out until ``_config.yml`` names one.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any

from docutils import nodes

from helpers import citable, record
from helpers.citable import Thing
from helpers.display import canonical
from helpers.publishing import card, cited, feed, linked
from helpers.publishing.cite_files import FOLDER, TYPES
from helpers.publishing.downloads import script

# DCMI types where there is one; a reference manager takes "Book" for what it says.
DUBLIN = {"book": "Book", "dataset": "Dataset"}


def pdf(config: Any, thing: Thing) -> str:
    """The PDF of a page within the book: a chapter's own, the book's for the cover; empty for other pages."""
    if thing.kind == "book":
        return f"downloads/{config.pdf_name}.pdf"
    return cited.pdf(config, thing.page) if thing.kind == "chapter" else ""


def highwire(thing: Thing, site: str, file: str) -> Iterator[tuple[str, str]]:
    """Highwire tags of a page, in order."""
    package = record.package()
    yield "citation_title", thing.title
    # The comma says that all of it is the family name: without it Zotero makes “contributors” the family name of a person.
    yield "citation_author", f"{citable.author()},"
    yield "citation_publication_date", package["record"]["release_date"].replace("-", "/")
    if thing.kind not in ("book", "dataset"):
        yield "citation_inbook_title", citable.title()
    yield "citation_language", "en"
    yield "citation_keywords", "; ".join(package.get("keywords", []))
    if thing.kind == "book" and citable.doi():
        yield "citation_doi", citable.doi()
    if site:
        yield "citation_public_url", site + thing.place
        if file:
            yield "citation_pdf_url", site + file
    yield "prism.edition", citable.edition()  # Zotero's “Edition”; Highwire has none


def dublin(thing: Thing, site: str) -> Iterator[tuple[str, str]]:
    """Dublin Core of a page."""
    package = record.package()
    yield "DC.title", thing.title
    yield "DC.creator", citable.author()
    yield "DC.date", package["record"]["release_date"]
    yield "DC.type", DUBLIN.get(thing.kind, "Text")
    yield "DC.format", "text/html"
    yield "DC.language", "en"
    yield "DC.identifier", site + thing.place if site else citable.key(thing)
    if thing.kind != "book":
        yield "DC.relation.isPartOf", citable.title()
    yield "DC.rights", linked.licence()
    yield "DCTERMS.bibliographicCitation", str(citable.formatted(thing, "apa", site))


def graph(thing: Thing, site: str, description: str, picture: tuple[str, str] | None) -> Iterator[tuple[str, str]]:
    """Open Graph of a page; ``picture`` is its preview's address within the book and its words."""
    yield "og:type", "book" if thing.kind == "book" else "article"
    yield "og:title", thing.title
    yield "og:site_name", citable.title()
    yield "og:locale", "en_GB"
    if description:
        yield "og:description", description
    if site:
        yield "og:url", site + thing.place
        if picture:
            yield "og:image", site + picture[0]
            yield "og:image:type", "image/png"
            yield "og:image:width", str(card.WIDTH)
            yield "og:image:height", str(card.HEIGHT)
            yield "og:image:alt", picture[1]


def links(thing: Thing, docname: str, site: str, file: str) -> Iterator[tuple[str, str, str, str]]:
    """Relation, address, type and title of what belongs to a page."""
    up, identity = "../" * docname.count("/"), thing.id or "book"
    if site:
        yield "canonical", site + thing.place, "", ""
        yield "alternate", site + feed.NAME, "application/atom+xml", f"{citable.title()}: releases and corrections"
    if file:
        yield "alternate", up + file, "application/pdf", "PDF"
    for suffix, name in citable.FILES.items():
        yield "alternate", f"{up}{FOLDER}/{identity}.{suffix}", TYPES[suffix], name


def tags(builder: Any, docname: str, description: str) -> str:
    """The tags of a page as HTML."""

    def tag(element: str, **attributes: str) -> str:
        return f"<{element} " + " ".join(f'{key}="{html.escape(value, quote=True)}"' for key, value in attributes.items() if value) + ">"

    site, thing = cited.site(builder.config), next(iter(cited.things(builder, docname).values()))
    file = pdf(builder.config, thing)
    picture = card.of_page(builder, docname) if site else None
    lines = [tag("meta", name=name, content=value) for name, value in highwire(thing, site, file) if value]
    lines += [tag("link", rel="schema.DC", href="http://purl.org/dc/elements/1.1/"), tag("link", rel="schema.DCTERMS", href="http://purl.org/dc/terms/")]
    lines += [tag("meta", name=name, content=value) for name, value in dublin(thing, site)]
    lines += [tag("meta", property=name, content=value) for name, value in graph(thing, site, description, picture)]
    lines += [tag("link", rel=rel, type=kind, title=title, href=href) for rel, href, kind, title in links(thing, docname, site, file)]
    lines.append(f'<script type="application/ld+json">{script(canonical(linked.describe(builder, docname, description)))}</script>')
    return "\n".join(lines) + "\n"


def page_context(app: Any, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Fill in what the template places in the head of a page."""
    if doctree is not None and app.builder.name == "html":
        context["record_head"] = tags(app.builder, pagename, html.unescape(context.get("record_description", "")))


def setup(app: Any) -> None:
    """Connect head, preview pictures, sitemap and feed to the build."""
    app.connect("html-page-context", page_context)
    card.setup(app)
    feed.setup(app)
