"""Sources as citations: a row becomes CSL-JSON, and from that one form come entries, labels, BibTeX and RIS.

How a row maps to CSL-JSON (https://docs.citationstyles.org/en/stable/specification.html), without loss:

===================== ==========================================================================================
``source_id``         ``id``
``title``             ``title``, letter for letter
``authors``           ``author``: ``Family, Given`` becomes a person, anything else a literal name
``publisher``         ``publisher``; also ``container-title`` where the publisher is the name of a periodical
``published_date``    ``issued`` with as many parts as are known, so that ``published_precision`` is implied
``url`` ``language``  ``URL``, ``language``
``notes``             ``note``
everything else       ``custom``, under its own name (``source_type`` too, since CSL knows fewer types)
===================== ==========================================================================================
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import pandas as pd

from helpers import citing, record
from helpers.citing import Formatted, Run
from helpers.errors import RecordError

__all__ = ["Formatted", "Run", "bibtex", "cite_text", "csl", "csl_json", "entries", "from_csl", "ris", "short_label"]

TYPES = {
    "academic": "article-journal",
    "aggregator": "webpage",
    "book": "book",
    "broadcaster": "broadcast",
    "dataset": "dataset",
    "encyclopedia": "entry-encyclopedia",
    "newspaper": "article-newspaper",
    "official_statement": "webpage",
    "primary_document": "document",
    "think_tank": "report",
    "wire": "article-newspaper",
}
PERIODICAL = {"article-journal", "article-newspaper", "broadcast", "entry-encyclopedia", "webpage"}
DERIVED = {"published_precision", "published_first", "published_last"}
PRECISION = {1: "year", 2: "month", 3: "day"}


def csl(row: Any) -> dict[str, Any]:
    """One source as a CSL-JSON item; the table in the module's text says what becomes of each column.

    Args:
        row: a row of ``sources`` as a mapping, a Series or a named tuple; empty cells may be missing values.
    """
    fields = row if isinstance(row, Mapping) else row._asdict() if hasattr(row, "_asdict") else row.to_dict()
    cells = {k: v for k, v in fields.items() if k != "Index" and v is not None and not pd.isna(v) and v != ""}
    kind = TYPES.get(str(cells.get("source_type")), "document")
    item: dict[str, Any] = {"id": cells.pop("source_id"), "type": kind}
    for column, variable in (("title", "title"), ("publisher", "publisher"), ("url", "URL"), ("language", "language"), ("notes", "note")):
        if column in cells:
            item[variable] = cells.pop(column)
    if kind in PERIODICAL and "publisher" in item:
        item["container-title"] = item["publisher"]
    if "authors" in cells:
        item["author"] = [_name(name) for name in cells.pop("authors").split(";")]
    if "published_date" in cells:
        item["issued"] = {"date-parts": [[int(part) for part in cells.pop("published_date").split("-")]]}
    rest = {column: value for column, value in cells.items() if column not in DERIVED}
    if rest:
        item["custom"] = {column: value if isinstance(value, str) else bool(value) for column, value in sorted(rest.items())}
    return item


def _name(name: str) -> dict[str, str]:
    family, comma, given = name.partition(", ")
    return {"family": family, "given": given} if comma else {"literal": name}


def from_csl(item: Mapping[str, Any]) -> dict[str, Any]:
    """The cells of a source that are not empty, from its CSL-JSON item: what ``csl`` did, undone."""
    cells = {"source_id": item["id"], **item.get("custom", {})}
    for column, variable in (("title", "title"), ("publisher", "publisher"), ("url", "URL"), ("language", "language"), ("notes", "note")):
        if variable in item:
            cells[column] = item[variable]
    if "author" in item:
        cells["authors"] = ";".join(n.get("literal") or f"{n['family']}, {n['given']}" for n in item["author"])
    if "issued" in item:
        parts = item["issued"]["date-parts"][0]
        cells["published_date"] = "-".join([f"{parts[0]:04}", *(f"{part:02}" for part in parts[1:])])
        cells["published_precision"] = PRECISION[len(parts)]
    return cells


@lru_cache(maxsize=4)
def _all(stamp: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Every source as an item, by id; read once for each state of the table."""
    return {row["source_id"]: csl(row) for row in record.load("sources").to_dict("records")}


def items() -> dict[str, dict[str, Any]]:
    """Every source as a CSL-JSON item, by id, in the order of the table. Not to be changed."""
    return _all(record.stamp("sources"))


def _find(ids: Iterable[str] | None) -> list[dict[str, Any]]:
    known = items()
    if ids is None:
        return list(known.values())
    wanted = list(ids)
    for source_id in wanted:
        if source_id not in known:
            import difflib

            close = difflib.get_close_matches(source_id, known, 1, 0.6)
            hint = f"Did you mean “{close[0]}”?" if close else "Add it to data/sources.csv."
            raise RecordError(f"there is no source “{source_id}”", "sources", hint)
    return [known[source_id] for source_id in wanted]


def _short(item: Mapping[str, Any]) -> str:
    """Who stands for the source in running text: the family names of its authors, or a short form of its publisher."""
    names = [name.get("family") or name["literal"] for name in item.get("author", [])]
    if len(names) > 2:
        return f"{names[0]} et al."
    if names:
        return " and ".join(names)
    publisher = item.get("custom", {}).get("publisher_short") or item.get("publisher", "")
    return re.split(r"[,/;]", re.sub(r"\s*\([^)]*\)", "", publisher))[0].strip() or publisher or item["id"]


@lru_cache(maxsize=4)
def _labels(stamp: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    """For each source its label and the letter that makes it unlike the others of its name and year."""
    groups: dict[tuple[str, str], list[tuple[Any, str]]] = defaultdict(list)
    for source_id, item in _all(stamp).items():
        parts = item["issued"]["date-parts"][0] if "issued" in item else []
        groups[_short(item), str(parts[0]) if parts else "n.d."].append((parts, source_id))
    labels = {}
    for (name, year), members in groups.items():
        for number, (_, source_id) in enumerate(sorted(members)):
            letter = _letters(number) if len(members) > 1 else ""
            labels[source_id] = f"{name} {year}{'-' if letter and year == 'n.d.' else ''}{letter}", letter
    return labels


def _letters(number: int) -> str:
    """a … z, aa, ab …

    >>> _letters(0), _letters(25), _letters(26)
    ('a', 'z', 'aa')
    """
    return ("" if number < 26 else _letters(number // 26 - 1)) + chr(ord("a") + number % 26)


def short_label(source_id: str) -> str:
    """The source in running text: ``OSCE 2015a``, ``Wolff and Malyarenko 2014``, ``Wikipedia n.d.-c``.

    The letter is there when another source of the whole bibliography has the same name and year; letters follow the
    date, then the id.

    Raises:
        RecordError: there is no such source.
    """
    _find([source_id])
    return _labels(record.stamp("sources"))[source_id][0]


def labels() -> dict[str, str]:
    """Every source in running text, by id: ``short_label`` for all of them at once."""
    return {source_id: label for source_id, (label, _) in _labels(record.stamp("sources")).items()}


@lru_cache(None)
def _language(code: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code).get_language_name("en") or code
    except (UnknownLocaleError, ValueError):
        return code


def _printed(item: Mapping[str, Any], letter: str) -> dict[str, Any]:
    """What the style is given: the publisher stands first when no author is named, and then not again."""
    kept = {key: item[key] for key in ("type", "title", "issued", "URL", "author") if key in item}
    if "author" not in item:
        kept["author"] = [{"literal": item.get("publisher", item["id"])}]
    elif "publisher" in item:
        kept["container-title"] = item["publisher"]
    if letter:
        kept["year-suffix"] = letter
    if item.get("language", "en") != "en":
        kept["medium"] = f"in {_language(item['language'])}"
    return kept


def entries(ids: Sequence[str] | None = None) -> dict[str, Formatted]:
    """The bibliography entries of sources, by id in the order asked for; all sources if no ids are given.

    Returns:
        Plain texts that also know their italics, address and language (``.runs``, ``.html()``).

    Raises:
        RecordError: there is no such source.
    """
    found = _find(ids)
    letters = _labels(record.stamp("sources"))
    texts = citing.render([_printed(item, letters[item["id"]][1]) for item in found])
    result = {}
    for item, text in zip(found, texts):
        lang = citing.title_language(item.get("title", ""), item.get("language", "en"))
        result[item["id"]] = Formatted.of(citing.runs(text, item.get("URL", ""), item.get("title", ""), lang))
    return result


def cite_text(source_id: str) -> str:
    """The bibliography entry of one source as plain text. RecordError: there is no such source."""
    return str(entries([source_id])[source_id])


def csl_json(ids: Iterable[str] | None = None) -> str:
    """Sources as a CSL-JSON file, in the order asked for; all if no ids are given."""
    return json.dumps(_find(ids), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def bibtex(ids: Iterable[str] | None = None) -> str:
    """Sources as a BibTeX file, UTF-8; titles in double braces, so that no style changes their letters."""
    from helpers.bibliographies import to_bibtex

    return to_bibtex(_find(ids))


def ris(ids: Iterable[str] | None = None) -> str:
    """Sources as a RIS file, UTF-8."""
    from helpers.bibliographies import to_ris

    return to_ris(_find(ids))
