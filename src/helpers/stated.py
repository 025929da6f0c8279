"""A value as ``discrepancies`` states it: text as the field would hold it, with a remark behind it where one is needed.

``9, the Democratic People’s Republic of Korea among them`` states 9. Fields with a value of their own, which a chart can
draw and a check compare, are told from fields of prose by the schema.
"""

from __future__ import annotations

import re
from typing import Any

ABOUT = r"(?:about|around|some|almost|nearly|over|under|up to|at least|at most|more than|less than|fewer than)\s+"
NUMBER = re.compile(rf"(?:{ABOUT})?([+-]?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?)(?![\d-])", re.I)
DATE = re.compile(r"(\d{4}(?:-\d{2}(?:-\d{2})?)?)(?![\d-])")
NOTHING = re.compile(r"none\b|(?:no|not)\s", re.I)  # “not stated”, “no end stated”


def kind(name: str, about: dict[str, Any]) -> str:
    """What a field holds, by its name and schema: ``number``, ``date``, ``boolean``, ``term``, ``list`` or ``text``."""
    if about.get("type") in ("integer", "number"):
        return "number"
    if name == "date" or name.endswith(("_date", "known_from")):
        return "date"
    if about.get("type") == "boolean":
        return "boolean"
    if about.get("list"):
        return "list"
    return "term" if {"vocabulary", "references"} & set(about) or "enum" in about.get("constraints", {}) else "text"


def plain(value: str, sort: str) -> str | None:
    """The value without its remark, in one spelling; empty if it says that nothing is given; None if it is no such value.

    >>> plain("9, the Democratic People’s Republic of Korea among them", "number"), plain("about 1,200", "number")
    ('9', '1200')
    >>> plain("2015-03 (the Gazette)", "date"), plain("not stated", "number"), plain("many", "number")
    ('2015-03', '', None)
    """
    if sort in ("number", "date") and NOTHING.match(value):
        return ""
    if sort in ("number", "date"):
        found = (NUMBER if sort == "number" else DATE).match(value)
        return f"{float(found[1].replace(',', '')):.15g}" if found and sort == "number" else found[1] if found else None
    bare = re.split(r" \(|, ", value, maxsplit=1)[0]
    if sort == "boolean":
        return bare if bare in ("true", "false") else None
    if sort == "list":
        return ";".join(sorted(value.split(";"))) if not re.search(r"\s", value) else None
    return bare if sort == "term" and not re.search(r"\s", bare) else value if sort == "text" else None
