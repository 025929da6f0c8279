"""The files in which other tools look for a version, a date or a DOI: written from ``edition``, never by hand.

``CITATION.cff`` (Citation File Format 1.2.0, https://citation-file-format.github.io) is read by code hosts and
reference managers, ``.zenodo.json`` (the deposit metadata of https://developers.zenodo.org) by the archive that gives
the DOI. ``pyproject.toml`` and ``README.md`` name the version in one line each. `make freeze` writes all of them; a
test compares.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from helpers import edition
from helpers.edition import Edition
from helpers.errors import RecordError

CFF, ZENODO = "CITATION.cff", ".zenodo.json"
MADE = "# Made from data/datapackage.json by `make freeze`: change it there.\n"
CODE_LICENCE = "MIT"
ABSTRACT = (
    "An executable book, and the dated, sourced data package under it, on the efforts to end Russia's war against Ukraine: "
    "events, documents and their clauses, positions, truces, exchanges, votes and the people in the rooms."
)
_PROJECT = re.compile(r'(?m)^(version = ")[^"]*(")$')
_README = re.compile(r"(?s)Cite as \[CITATION\.cff\].*?(?=\n\n)")
_CREATED = re.compile(r'(?m)^(  "created": ")[^"]*(",)$')


def cff(about: Edition) -> dict[str, Any]:
    """The Citation File Format's record of an edition, its keys in the order in which they are written."""
    found: dict[str, Any] = {
        "cff-version": "1.2.0",
        "message": "If you use this book or its data, please cite it as below.",
        "type": "dataset",
        "title": about.title,
        "abstract": ABSTRACT,
        "authors": [{"name": about.author}],
        "version": about.version,
        "date-released": about.date,
        "doi": about.doi,
        "license": [about.licence, CODE_LICENCE],
        "keywords": list(about.keywords),
    }
    return {key: value for key, value in found.items() if value}


def zenodo(about: Edition) -> dict[str, Any]:
    """The archive's record of an edition; it holds a DOI only where one was reserved before the release."""
    found: dict[str, Any] = {
        "title": about.title,
        "upload_type": "dataset",
        "description": f"<p>{ABSTRACT} Data to {about.cutoff}.</p>",
        "creators": [{"name": about.author}],
        "version": about.version,
        "publication_date": about.date,
        "doi": about.doi,
        "access_right": "open",
        "license": about.licence.lower(),
        "language": "eng",
        "keywords": list(about.keywords),
        "notes": f"Text, figures and data: {about.licence}. Code: {CODE_LICENCE}.",
    }
    return {key: value for key, value in found.items() if value}


def readme(about: Edition) -> str:
    """The sentence of the README that says how to cite, in lines of at most 120 letters."""
    import textwrap

    doi = f" {about.address}" if about.doi else ""
    words = f"Cite as [{CFF}]({CFF}) says: {about.author} ({about.year}). *{about.title}* (version {about.version}).{doi}"
    return "\n".join(textwrap.wrap(words, 118, break_long_words=False, break_on_hyphens=False))


def _in(text: str, pattern: re.Pattern[str], new: str, name: str) -> str:
    found, count = pattern.subn(lambda match: f"{match[1]}{new}{match[2]}" if pattern.groups else new, text)
    if count != 1:
        raise RecordError(f"the place of the version stands there {count} times, not once", name, "Restore the line from the last release.")
    return found


def derived(root: Path) -> dict[Path, str]:
    """Each file that repeats a fact of the edition, as it must read.

    A book without ``pyproject.toml`` or ``README.md`` (those of the tests) has none of these.

    Raises:
        RecordError: a file has lost the line that names the version.
    """
    import yaml

    about = edition.of(json.loads((root / "data" / "datapackage.json").read_text("utf-8")))
    found = {
        root / CFF: MADE + yaml.safe_dump(cff(about), sort_keys=False, allow_unicode=True, width=110),
        root / ZENODO: json.dumps(zenodo(about), ensure_ascii=False, indent=2) + "\n",
    }
    for name, pattern, new in (
        ("pyproject.toml", _PROJECT, about.version),
        ("README.md", _README, readme(about)),
        ("data/datapackage.json", _CREATED, f"{about.date}T00:00:00Z"),
    ):
        text = (root / name).read_text("utf-8") if (root / name).is_file() else ""
        if text and (name.startswith(("pyproject", "README")) or _CREATED.search(text)):
            found[root / name] = _in(text, pattern, new, name)
    return found


def stale(root: Path) -> list[str]:
    """The files, by their path in the book, that do not say what they must."""
    return [path.relative_to(root).as_posix() for path, text in derived(root).items() if not path.is_file() or path.read_text("utf-8") != text]


def write(root: Path) -> list[str]:
    """Bring every such file up to date; returns those that changed."""
    changed = stale(root)
    for path, text in derived(root).items():
        if path.relative_to(root).as_posix() in changed:
            path.write_text(text, "utf-8", newline="\n")
    return changed
