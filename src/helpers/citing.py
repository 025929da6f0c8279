"""CSL-JSON in, formatted bibliography entries out: citeproc-py with our own style, each entry formatted once.

Formatting takes some milliseconds an entry, so entries are kept in ``.cache/citations.json`` under a digest of all
that they depend on: the item, the style and the version of citeproc-py. With or without the cache the text is the same.
"""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from helpers import paths

STYLE = Path(__file__).parent / "publishing" / "csl" / "record.csl"
KEPT = 20_000  # entries that the cache may hold before it begins anew
BEGIN, END = "\ue000", "\ue001"  # around italics; signs of the private area, which no source may contain


@dataclass(frozen=True)
class Run:
    """A piece of an entry: its text, and how it is set."""

    text: str
    italic: bool = False
    href: str = ""
    lang: str = ""

    def html(self) -> str:
        """The piece as HTML, escaped."""
        inner = html.escape(self.text)
        if self.italic:
            inner = f"<i>{inner}</i>"
        if self.lang:
            inner = f'<span lang="{html.escape(self.lang)}">{inner}</span>'
        return f'<a href="{html.escape(self.href)}">{inner}</a>' if self.href else inner


# Words of English that no other language of the record's sources spells so; they betray a title given in translation.
_ENGLISH = frozenset(
    """the of and with after from for by says talks adopts agreement announced announces calls civilian civilians council
    defenders draft each exchange exchanged exchanges figures gains january february march may june july august october
    killed meet meeting meets minister package peace poll prisoners reported resolution returned russia russian security
    statement summit takes today took truce ukraine's ukrainian victims vote votes war within""".split()
)
_OTHER_SCRIPTS = frozenset("ar be bg el fa he hi hy ja ka ko kk mk ru sr uk zh".split())


def title_language(title: str, language: str) -> str:
    """The language in which a title is printed, as a mark for screen readers; empty for English.

    A source's ``language`` is that of the source itself; many titles are given in English translation, and marking those
    as foreign would have them read out with foreign sounds. A language of another script counts only where its
    letters stand (two titles in Latin transcription stay unmarked), one of Latin letters only without English words.
    """
    if language in ("", "en"):
        return ""
    if language in _OTHER_SCRIPTS:
        return language if any(c.isalpha() and not unicodedata.name(c, "LATIN").startswith("LATIN") for c in title) else ""
    return "" if _ENGLISH.intersection(re.findall(r"[a-z']+", title.lower())) else language


class Formatted(str):
    """An entry as plain text that also knows its runs (italics, address, foreign language)."""

    runs: tuple[Run, ...] = ()

    @classmethod
    def of(cls, runs: Sequence[Run]) -> Formatted:
        """The entry that consists of these runs."""
        entry = cls("".join(run.text for run in runs))
        entry.runs = tuple(runs)
        return entry

    def html(self) -> str:
        """The entry as HTML, escaped."""
        return "".join(run.html() for run in self.runs)


class _Marks:
    """The formatter that citeproc-py is given: italics are marked, everything else stays plain text."""

    @staticmethod
    def preformat(text: object) -> str:
        return str(text)

    @staticmethod
    def Italic(text: str) -> str:
        return f"{BEGIN}{text}{END}"

    Oblique = Italic
    Bold = Light = Underline = Superscript = Subscript = SmallCaps = preformat


@lru_cache(None)
def _basis(style: Path) -> str:
    return hashlib.sha256(style.read_bytes()).hexdigest() + version("citeproc-py")


def _digest(item: dict[str, Any], style: Path) -> str:
    text = json.dumps(item, sort_keys=True, ensure_ascii=False) + _basis(style)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def typeset(items: list[dict[str, Any]], style: Path) -> list[str]:
    """Format CSL-JSON items, in their order, without the cache; italics stand between ``BEGIN`` and ``END``."""
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
    from citeproc.source.json import CiteProcJSON

    # Ids of our own: citeproc-py takes "A-1" and "a-1" for the same.
    numbered = [{**{k: v for k, v in item.items() if k != "custom"}, "id": str(number)} for number, item in enumerate(items)]
    sheet = CitationStylesStyle(str(style), validate=False)
    bibliography = CitationStylesBibliography(sheet, CiteProcJSON(numbered), _Marks)
    bibliography.register(Citation([CitationItem(item["id"]) for item in numbered]))
    return [str(entry) for entry in bibliography.bibliography()]


def render(items: list[dict[str, Any]], style: Path = STYLE) -> list[str]:
    """Format CSL-JSON items, in their order; italics stand between ``BEGIN`` and ``END``."""
    file = paths.root() / ".cache" / "citations.json"
    try:
        kept = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        kept = {}
    keys = [_digest(item, style) for item in items]
    missing = {key: item for key, item in zip(keys, items) if key not in kept}
    if missing:
        new = dict(zip(missing, typeset(list(missing.values()), style)))
        kept = (kept if len(kept) < KEPT else {key: kept[key] for key in keys if key in kept}) | new
        _keep(file, kept)
    return [kept[key] for key in keys]


def _keep(file: Path, entries: dict[str, str]) -> None:
    temporary = file.with_suffix(f".{os.getpid()}")
    try:
        file.parent.mkdir(exist_ok=True)
        temporary.write_text(json.dumps(entries, ensure_ascii=False), "utf-8")
        temporary.replace(file)
    except OSError:
        pass  # a folder that cannot be written to costs time, nothing else


def runs(text: str, url: str = "", title: str = "", lang: str = "") -> list[Run]:
    """Split a formatted text into runs: italics, the address as a link, the title in its language if it is foreign."""
    found: list[Run] = []
    for number, part in enumerate(re.split(f"[{BEGIN}{END}]", text)):
        for piece in _split(part, title if lang else "", url):
            is_title, is_url = bool(lang) and piece == title, bool(url) and piece == url
            found.append(Run(piece, number % 2 == 1, url if is_url else "", lang if is_title else ""))
    return found


def _split(text: str, *marks: str) -> list[str]:
    """A text cut before and after each of the marks, at the first place where it stands."""
    pieces = [text]
    for mark in filter(None, marks):
        pieces = [p for piece in pieces for p in (piece.partition(mark) if piece not in marks else (piece,))]
    return [piece for piece in pieces if piece]
