"""What of the book can be cited, each as one CSL-JSON record, and every form of its citation from that record.

A part of the book is ``Thing(kind, id, title, page, anchor)``. Its record names the contributors as author, the version
and the cut-off of the data as edition, and the page: as an address where the book has one, else as a note. A DOI, once the
package has one (``id``), is the address of the book, and that of its parts as long as pages have none of their own.

Forms are made once for a kind and filled in for each thing: where a thing's title and id will stand, the kind's record
holds signs of the private area, which no style touches. So a citation costs a replacement of text, the browser can make
the same from the same pattern, and no title is altered by a style.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from helpers import bibliographies, citing, record
from helpers import edition as editions

STYLES = {"apa": "APA", "chicago": "Chicago", "harvard": "Harvard", "iso690": "ISO 690"}
FILES = {"bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}
FOLDER = Path(__file__).parent / "publishing" / "csl"
ID, TITLE, PAGE = "\ue010", "\ue011", "\ue012"  # where id, title and page of a thing stand in a pattern
RESOLVER = editions.RESOLVER
STOPS = "?!.…"  # a title that ends so brings its own full stop

# kind → CSL type, genre. A figure and an entry have no type of their own that reference managers agree on.
KINDS = {
    "book": ("book", ""),
    "chapter": ("chapter", ""),
    "page": ("chapter", ""),
    "figure": ("chapter", ""),
    "table": ("chapter", ""),
    "event": ("entry-encyclopedia", ""),
    "document": ("entry-encyclopedia", ""),
    "dataset": ("dataset", "data set"),
}


@dataclass(frozen=True)
class Thing:
    """One citable part of the book.

    Attributes:
        kind: one of ``KINDS``.
        id: its permanent id, unlike all others; empty for the book as a whole.
        title: plain text.
        page: its page without suffix (``chapters/history``); empty for the book.
        anchor: its place on the page; empty for a whole page.
        number: of a chapter.
    """

    kind: str
    id: str
    title: str
    page: str = ""
    anchor: str = ""
    number: str = ""

    @property
    def place(self) -> str:
        """The address within the book."""
        return (f"{self.page}.html" if self.page else "") + (f"#{self.anchor}" if self.anchor else "")


def title() -> str:
    """The title of the book."""
    return editions.current().title


def author() -> str:
    """Who answers for the book, as one name."""
    return editions.current().author


def edition() -> str:
    """Version and cut-off of the data in words."""
    return editions.current().words


def book() -> Thing:
    """The book as a whole."""
    return Thing("book", "", title())


def key(thing: Thing) -> str:
    """The key of a thing in a bibliography: the version is part of it, so that two versions can be cited side by side."""
    package = record.package()
    return "-".join(filter(None, (package["name"], package["version"], thing.id)))


def doi() -> str:
    """The DOI of this version of the book, without address; empty until an archive has given one."""
    return editions.current().doi


def address(thing: Thing, site: str = "") -> str:
    """Where a thing can be found: the book by its DOI, a part by its page; without a site a part by the book's DOI, if any."""
    if doi() and (thing.kind == "book" or not site):
        return RESOLVER + doi()
    return site + thing.place if site else ""


def item(thing: Thing, site: str = "") -> dict[str, Any]:
    """The CSL-JSON record of a thing.

    Args:
        thing: what is cited.
        site: address of the book, ending with ``/``; without it the record names the page in a note.
    """
    package = record.package()
    kind, genre = KINDS[thing.kind]
    found: dict[str, Any] = {
        "id": key(thing),
        "type": kind,
        "title": thing.title,
        "author": [{"literal": author()}],
        "issued": {"date-parts": [[int(part) for part in package["record"]["release_date"].split("-")]]},
        "edition": edition(),
        "language": "en",
        "custom": {"version": package["version"], "data_cutoff": package["record"]["cutoff_date"]},
    }
    if thing.kind != "book":
        found["container-title"] = title()
    if genre:
        found["genre"] = genre
    if thing.number:
        found["chapter-number"] = thing.number
    if url := address(thing, site):
        found["URL"] = url
    if thing.kind == "book" and doi():
        found["DOI"] = doi()
    if thing.place and not site:
        found["note"] = f"Page {thing.place}"
    return found


def _pattern_thing(thing: Thing) -> Thing:
    """A thing that stands for all that differ from it only in id, title and page."""
    ending = thing.title[-1] if thing.title and thing.title[-1] in STOPS else ""
    # What TeX writes otherwise in a note than in a key or an address stays in the pattern.
    anchor = ID if thing.id and thing.anchor == thing.id == bibliographies.tex(thing.id) else thing.anchor
    page = PAGE if thing.page and bibliographies.tex(thing.page) == thing.page else thing.page
    return Thing(thing.kind, ID if thing.id else "", TITLE + ending, page, anchor, thing.number)


@lru_cache(maxsize=256)
def _pattern(thing: Thing, site: str, stamp: str) -> dict[str, str]:
    """Every form of a pattern's citation: italics marked in the formatted ones, id, title and page left open."""
    found = item(thing, site)
    ending = thing.title.removeprefix(TITLE)
    forms = {}
    for style in STYLES:
        text = citing.typeset([found], FOLDER / f"{style}.csl")[0]
        forms[style] = text.replace(f"{ending}.", ending, 1) if ending else text
    forms["bib"] = bibliographies.to_bibtex([found])
    forms["ris"] = bibliographies.to_ris([found])
    forms["json"] = json.dumps([found], ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return forms


def pattern(thing: Thing, site: str = "") -> dict[str, str]:
    """The forms of a thing's citation (``STYLES`` and ``FILES``) with ``ID`` and ``TITLE`` where its own will stand."""
    package = record.package()
    stamp = json.dumps([package.get(name) for name in ("title", "version", "name", "record", "contributors", "id")], sort_keys=True)
    return {name: text.replace(PAGE, thing.page) for name, text in _pattern(_pattern_thing(thing), site, stamp).items()}


def open_title(thing: Thing) -> str:
    """The title as it fills a pattern: a full stop of its own stands in the pattern already."""
    return thing.title[:-1] if thing.title and thing.title[-1] in STOPS else thing.title


def forms(thing: Thing, site: str = "") -> dict[str, str]:
    """Every form of a thing's citation: ``apa``, ``chicago``, ``harvard``, ``iso690`` with marks around italics, and the
    content of the files ``bib``, ``ris`` and ``json``."""
    return {name: _fill(text, name, thing) for name, text in pattern(thing, site).items()}


def _fill(text: str, name: str, thing: Thing) -> str:
    """A form with title and id of a thing, the title written as the form wants it."""
    title = open_title(thing)
    title = bibliographies.tex(title) if name == "bib" else json.dumps(title, ensure_ascii=False)[1:-1] if name == "json" else title
    return text.replace(TITLE, title).replace(ID, thing.id)


def runs(text: str, thing: Thing, site: str = "") -> citing.Formatted:
    """One of the formatted forms as plain text that also knows its italics and its address."""
    return citing.Formatted.of(citing.runs(text, address(thing, site)))


def formatted(thing: Thing, style: str, site: str = "") -> citing.Formatted:
    """A citation in one of ``STYLES``: plain text that also knows its italics and its address."""
    return runs(_fill(pattern(thing, site)[style], style, thing), thing, site)


def together(forms: Iterable[str], suffix: str) -> str:
    """Several things in one file, from the content of the file of each: ``bib``, ``ris`` or ``json``."""
    if suffix == "json":
        return "[\n" + ",\n".join(text.removeprefix("[\n").removesuffix("\n]\n") for text in forms) + "\n]\n"
    return ("\n" if suffix == "bib" else "").join(forms)


def file(things: Iterable[Thing], suffix: str, site: str = "") -> str:
    """The citations of several things in one file: ``bib``, ``ris`` or ``json``."""
    return together((forms(thing, site)[suffix] for thing in things), suffix)
