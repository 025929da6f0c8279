"""Bibliography files for reference managers, from CSL-JSON: BibTeX (as biber reads it too) and RIS."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

BIBTEX = {
    "article-journal": ("article", "journal"),
    "article-newspaper": ("article", "journal"),
    "book": ("book", "publisher"),
    "chapter": ("incollection", "publisher"),
    "report": ("techreport", "institution"),
}
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


def _tex(text: str) -> str:
    return text.translate(ESCAPES)


def _person(name: Mapping[str, str]) -> str:
    """A name for BibTeX: a literal one in braces, so that it is not taken apart."""
    return "{" + _tex(name["literal"]) + "}" if "literal" in name else f"{_tex(name['family'])}, {_tex(name['given'])}"


def _authors(item: Mapping[str, Any]) -> list[Mapping[str, str]]:
    found: list[Mapping[str, str]] = item.get("author") or ([{"literal": item["publisher"]}] if "publisher" in item else [])
    return found


def _date(item: Mapping[str, Any]) -> list[int]:
    return list(item["issued"]["date-parts"][0]) if "issued" in item else []


def to_bibtex(items: Iterable[Mapping[str, Any]]) -> str:
    """CSL-JSON items as BibTeX in UTF-8, in their order. A publisher stands as author where no author is named."""
    # Written by hand: pybtex's writer escapes addresses as if they were text, and an escaped address is a dead link.
    blocks = []
    for item in items:
        kind, house = BIBTEX.get(item["type"], ("misc", "howpublished"))
        date = _date(item)
        fields = {
            "author": " and ".join(map(_person, _authors(item))),
            "title": "{" + _tex(item.get("title", "")) + "}",
            house: _tex(item.get("publisher", "")),
            "year": f"{date[0]}" if date else "",
            "month": MONTHS[date[1] - 1] if len(date) > 1 else "",
            "day": f"{date[2]}" if len(date) > 2 else "",
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
        tags = {"TI": "title", "T2": "container-title", "PB": "publisher", "UR": "URL", "LA": "language", "N1": "note"}
        lines += [f"{tag}  - {item[variable]}" for tag, variable in tags.items() if item.get(variable)]
        lines += ["ER  - ", ""]
    return "\r\n".join(lines) + ("\r\n" if lines else "")
