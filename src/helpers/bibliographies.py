"""Bibliography files for reference managers, from CSL-JSON: BibTeX (as biber reads it too) and RIS."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

BIBTEX = {
    "article-journal": ("article", "journal"),
    "article-newspaper": ("article", "journal"),
    "book": ("book", "publisher"),
    "chapter": ("incollection", "publisher"),
    "entry-encyclopedia": ("incollection", "publisher"),
    "report": ("techreport", "institution"),
}
PLAIN = ("misc", "howpublished")
RIS = {
    "article-journal": "JOUR",
    "article-newspaper": "NEWS",
    "book": "BOOK",
    "broadcast": "MPCT",
    "chapter": "CHAP",
    "dataset": "DATA",
    "entry-encyclopedia": "ENCYC",
    "report": "RPRT",
    "webpage": "ELEC",
}
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "&%$#_"},
    }
)


def tex(text: str) -> str:
    """A text for BibTeX: every sign that means something to TeX is escaped."""
    return text.translate(ESCAPES)


def _person(name: Mapping[str, str]) -> str:
    """A name for BibTeX: a literal one in braces, so that it is not taken apart."""
    return "{" + tex(name["literal"]) + "}" if "literal" in name else f"{tex(name['family'])}, {tex(name['given'])}"


def _authors(item: Mapping[str, Any]) -> list[Mapping[str, str]]:
    found: list[Mapping[str, str]] = item.get("author") or ([{"literal": item["publisher"]}] if "publisher" in item else [])
    return found


def _date(item: Mapping[str, Any]) -> list[int]:
    return list(item["issued"]["date-parts"][0]) if "issued" in item else []


def _notes(item: Mapping[str, Any]) -> str:
    """Edition and page of a part of this book, as BibTeX's note; the notes of a source are our own remarks and stay out."""
    edition = item.get("edition", "")
    return ". ".join(filter(None, (edition[:1].upper() + edition[1:], item.get("note", "")))) if edition else ""


def to_bibtex(items: Iterable[Mapping[str, Any]]) -> str:
    """CSL-JSON items as BibTeX in UTF-8, in their order. A publisher stands as author where no author is named."""
    # Written by hand: pybtex's writer escapes addresses as if they were text, and an escaped address is a dead link.
    blocks = []
    for item in items:
        date = _date(item)
        # Every entry but a @misc must have a year, and none is invented.
        kind, house = BIBTEX.get(item["type"], PLAIN) if date else PLAIN
        container = item.get("container-title", "")
        of = f"{item['genre'][:1].upper()}{item['genre'][1:]} in {container}" if kind == "misc" and container and "genre" in item else ""
        fields = {
            "author": " and ".join(map(_person, _authors(item))),
            "title": "{" + tex(item.get("title", "")) + "}",
            "booktitle": "{" + tex(container) + "}" if kind == "incollection" and container else "",
            "chapter": item.get("chapter-number", "") if kind == "incollection" else "",
            house: tex(of or item.get("publisher", "")),
            "year": f"{date[0]}" if date else "",
            "month": MONTHS[date[1] - 1] if len(date) > 1 else "",
            "day": f"{date[2]}" if len(date) > 2 else "",
            "note": tex(_notes(item)),
            "doi": item.get("DOI", ""),
            # In an address only what would end the field must go.
            "url": item.get("URL", "").replace("{", "%7B").replace("}", "%7D"),
            "language": item.get("language", ""),
        }
        # A month is one of BibTeX's own words and stands without braces.
        lines = [f"  {name} = {value if name == 'month' else '{' + value + '}'}," for name, value in fields.items() if value]
        blocks.append("\n".join([f"@{kind}{{{item['id']},", *lines, "}"]))
    return "\n\n".join(blocks) + "\n"


def to_ris(items: Iterable[Mapping[str, Any]]) -> str:
    """CSL-JSON items as RIS in UTF-8, in their order. A publisher stands as author where no author is named."""
    lines = []
    for item in items:
        lines.append(f"TY  - {RIS.get(item['type'], 'GEN')}")
        lines.append(f"ID  - {item['id']}")
        lines += [f"AU  - {n.get('literal') or n['family'] + ', ' + n['given']}" for n in _authors(item)]
        date = _date(item)
        if date:
            parts = [f"{date[0]:04}", *(f"{part:02}" for part in date[1:]), "", "", ""][:4]
            lines += [f"PY  - {date[0]:04}", f"DA  - {'/'.join(parts)}"]
        tags = {"TI": "title", "T2": "container-title", "ET": "edition", "SE": "chapter-number", "M3": "genre", "PB": "publisher",
                "DO": "DOI", "UR": "URL", "LA": "language", "N1": "note"}  # fmt: skip
        lines += [f"{tag}  - {item[variable]}" for tag, variable in tags.items() if item.get(variable)]
        lines += ["ER  - ", ""]
    return "\r\n".join(lines) + ("\r\n" if lines else "")
