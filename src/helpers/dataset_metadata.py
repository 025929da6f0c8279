"""The record as a schema.org ``Dataset``, in JSON-LD, for search engines and repositories that read it.

Only what is known is said. Until the book has an address of its own there is no ``url``, and no ``identifier`` until the
edition has a DOI; the addresses of the files (``contentUrl``) are relative to where the description stands: beside the
files in the exports, on the page of the data in the site. https://schema.org/Dataset
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from helpers import edition, exports, record

FILE = "dataset.jsonld"
FORMATS = {
    ".zip": ("application/zip", "All tables as CSV, with schema, codebook, licence and checksums"),
    ".sqlite": ("application/vnd.sqlite3", "The same tables as an SQLite database, lists as link tables with foreign keys"),
    ".csv": ("text/csv", "One table"),
}


def span() -> str:
    """From the first day of an event to the cut-off, as schema.org wants it; empty if there is no dated event."""
    if "events" not in record.tables():
        return ""
    first = record.load("events")["start_first"].dropna()
    return f"{first.min():%Y-%m-%d}/{record.cutoff()}" if len(first) else ""


def _variable(field: dict[str, Any]) -> dict[str, Any]:
    """A field as a ``PropertyValue``: what was measured or coded, and in what unit."""
    found = {"@type": "PropertyValue", "name": field["name"], "description": field.get("description", "")}
    return found | ({"unitText": field["unit"]} if field.get("unit") else {})


def _file(name: str, folder: str, path: Path | None) -> dict[str, Any]:
    """One file to download; size and digest where the file is at hand."""
    kind, about = FORMATS[Path(name).suffix]
    found: dict[str, Any] = {"@type": "DataDownload", "name": name, "description": about, "encodingFormat": kind, "contentUrl": f"{folder}{name}"}
    if path and path.is_file():
        content = path.read_bytes()
        found |= {"contentSize": f"{len(content)} B", "sha256": hashlib.sha256(content).hexdigest()}
    return found


def dataset(folder: str = "", files: Sequence[Path] = (), *, fields: bool = True, site: str = "") -> dict[str, Any]:
    """The description of the record.

    Args:
        folder: where the zip and the database lie, seen from the description: empty for beside it, else a path
            or an address that ends with ``/``.
        files: the files themselves, where they are at hand, for their sizes and digests.
        fields: False leaves out the fields of the tables, which are most of the description.
        site: address of the book, ending with ``/``, where it has one.

    Returns:
        The JSON-LD object: the record with its distributions, and each table as a part.
    """
    package, dates = record.package(), record.package()["record"]
    at_hand = {path.name: path for path in files}
    licence = package["licenses"][0]
    found: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": package["title"],
        "alternateName": package["name"],
        "description": package.get("description", ""),
        "identifier": edition.current().address,
        "version": package["version"],
        "datePublished": dates["release_date"],
        "license": licence.get("path") or licence["name"],
        "creator": [{"@type": "Organization", "name": person["title"]} for person in package["contributors"]],
        "keywords": package.get("keywords", []),
        "url": f"{site}record/data.html" if site else "",
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "temporalCoverage": span(),
        "distribution": [_file(name, folder, at_hand.get(name)) for name in exports.names()],
        "hasPart": [_part(resource, licence, fields) for resource in package["resources"]],
    }
    return {key: value for key, value in found.items() if value not in ("", [])}


def _part(resource: dict[str, Any], licence: dict[str, Any], fields: bool) -> dict[str, Any]:
    unit = resource.get("record", {}).get("unit", "")
    found = {
        "@type": "Dataset",
        "name": resource.get("title", resource["name"]),
        "alternateName": resource["name"],
        "description": ". ".join(part.rstrip(".") for part in (resource.get("description", ""), unit[:1].upper() + unit[1:]) if part) + ".",
        "license": licence.get("path") or licence["name"],
    }
    return found | ({"variableMeasured": [_variable(field) for field in resource["schema"]["fields"]]} if fields else {})


def jsonld(folder: str = "", files: Sequence[Path] = (), *, fields: bool = True) -> str:
    """``dataset`` as text, the same bytes for the same record; nothing in it can end a script of a page."""
    text = json.dumps(dataset(folder, files, fields=fields), ensure_ascii=False, indent=1)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029") + "\n"


def write(folder: Path) -> Path:
    """Write the description beside the exports that lie in a folder, and return its path."""
    path = folder / FILE
    path.write_text(jsonld(files=[folder / name for name in exports.names()]), "utf-8", newline="\n")
    return path
