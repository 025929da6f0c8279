"""Pages described as schema.org objects in JSON-LD: the book, its chapters and pages with their figures, the data.

What an address would be needed for is given relative to the page until the book has an address, or left out.
https://schema.org/Book, https://schema.org/Chapter, https://schema.org/ImageObject, https://schema.org/Dataset
"""

from __future__ import annotations

from typing import Any

from helpers import citable, dataset_metadata, record
from helpers.citable import Thing
from helpers.publishing import cited

CONTEXT = "https://schema.org/"


def licence() -> str:
    """The address of the licence of text, figures and data."""
    found = record.package()["licenses"][0]
    return str(found.get("path") or found["name"])


def creator() -> dict[str, str]:
    """Who answers for the book."""
    return {"@type": "Organization", "name": citable.author()}


def _about(thing: Thing, site: str) -> dict[str, Any]:
    """What is true of the book and of every part of it."""
    package = record.package()
    found: dict[str, Any] = {
        "name": thing.title,
        "author": creator(),
        "datePublished": package["record"]["release_date"],
        "version": package["version"],
        "inLanguage": "en",
        "license": licence(),
        "isAccessibleForFree": True,
    }
    return found | ({"url": site + thing.place} if site else {})


def _pdf(address: str) -> dict[str, str]:
    return {"@type": "MediaObject", "encodingFormat": "application/pdf", "contentUrl": address}


def image(thing: Thing, base: str, site: str) -> dict[str, Any]:
    """A figure as an ``ImageObject``: its picture, who made it, under which licence, and its place on the page."""
    return {
        "@type": "ImageObject",
        "name": thing.title,
        "identifier": thing.id,
        "url": site + thing.place if site else f"#{thing.anchor}",
        "contentUrl": f"{base}_figures/{thing.id}.png",
        "encodingFormat": "image/png",
        "creator": creator(),
        "creditText": f"{citable.title()}, {citable.edition()}",
        "copyrightNotice": citable.author(),
        "license": licence(),
    }


def book(site: str) -> dict[str, Any]:
    """The book as a whole, without its parts."""
    about = {"@type": "Book", **_about(citable.book(), site), "bookEdition": citable.edition(), "bookFormat": "https://schema.org/EBook"}
    return about | ({"identifier": citable.RESOLVER + citable.doi()} if citable.doi() else {})


def describe(builder: Any, docname: str, description: str) -> dict[str, Any]:
    """The JSON-LD object of a page.

    Args:
        builder: the HTML builder that has just written the page.
        docname: the page.
        description: what the page says of itself, plain text.
    """
    site, found = cited.site(builder.config), cited.things(builder, docname)
    base = site or "../" * docname.count("/")
    thing = next(iter(found.values()))
    if thing.id == "data":
        return dataset_metadata.dataset(f"{base}downloads/", fields=False, site=site)
    said = {"description": description} if description else {}
    if thing.kind == "book":
        env = builder.env
        parts = [cited.page(env, name) for name in env.found_docs if name.startswith(cited.CHAPTERS)]
        parts = sorted(parts, key=lambda part: (not part.number, part.number, part.page))
        listed = [{"@type": "Chapter", "name": p.title, "url": base + p.place, **({"position": p.number} if p.number else {})} for p in parts]
        whole = book(site) | said | {"keywords": record.package().get("keywords", []), "temporalCoverage": dataset_metadata.span()}
        whole |= {"encoding": _pdf(f"{base}downloads/{builder.config.pdf_name}.pdf"), "hasPart": listed}
        return {"@context": CONTEXT, **{key: value for key, value in whole.items() if value not in ("", [])}}
    images = [image(part, base, site) for part in found.values() if part.kind == "figure"]
    chapter = {"@context": CONTEXT, "@type": "Chapter", **_about(thing, site), **said, "isPartOf": book(site)}
    if own := cited.pdf(builder.config, docname):
        chapter["encoding"] = _pdf(base + own)
    if thing.number:
        chapter["position"] = thing.number
    return chapter | ({"hasPart": images} if images else {})
