"""Sphinx's warnings in words that name file and cell, and what to do."""

from __future__ import annotations

import os
import re
from pathlib import Path

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_WARNING = re.compile(r"^(?P<where>.*?): (?:WARNING|ERROR|CRITICAL|SEVERE): (?P<what>.*)$", re.S)
_BARE = re.compile(r"^(?:WARNING|ERROR|CRITICAL|SEVERE): (?P<what>.*)$", re.S)
_LINE = re.compile(r"^(?P<file>.*?):(?P<line>\d+)$")
_TYPE = re.compile(r"\s*\[[a-z_-]+(\.[a-z0-9_-]+)*\]\s*$")
_REMEDIED = re.compile(r"[.”)] [A-Z][^.]*[.?]$")  # our own warnings say what to do in a second sentence
CELL = 10_000  # MyST-NB counts a notebook's lines as cell × 10,000 + line

REMEDIES = (
    (r"Unknown interpreted text role|Unknown directive type", "Check its spelling against the table of roles in CONTRIBUTING.md."),
    (r"target not found|reference target|undefined label", "Check the id, or define it before the heading: (an-id)=."),
    (r"nonexist(ing|ent) document|unknown document", "Name a page that exists, or add the file to _toc.yml and the folder."),
    (r"image file not readable|not found", "Check the path; it is relative to the page."),
    (r"[Dd]uplicate", "Give one of them another id; ids are unique in the book."),
    (r"header level|heading", "Headings go down one level at a time; a page has one first-level heading."),
    (r"unknown output mime|No mime type", "Return helpers.display.Figure or Table from the cell."),
    (r"No key|glue", "Store the value with helpers.display.numbers on the same page, and run `make execute`."),
    (r"glyph|font", "Write the character in a script that the book's fonts have."),
)


class Warnings:
    """A stream for Sphinx that keeps every warning as one text."""

    def __init__(self, root: Path) -> None:
        self.root, self.found = root, []

    def write(self, text: str) -> int:
        if cleaned := _ANSI.sub("", text).strip():
            self.found.append(cleaned)
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""

    def isatty(self) -> bool:
        """Never a terminal, so that Sphinx sends no colours."""
        return False

    def lines(self) -> list[str]:
        """The warnings as “file, cell, line: what. remedy”, each once, in the order of first appearance."""
        return list(dict.fromkeys(self.translate(text) for text in self.found))

    def translate(self, text: str) -> str:
        """One of Sphinx's warnings in our words."""
        if match := _WARNING.match(text):
            where, what = match["where"], match["what"]
        else:
            where, what = "", (_BARE.match(text) or {"what": text})["what"]
        what = _TYPE.sub("", what).strip()
        what = what.replace(f"{self.root}{os.sep}", "")
        remedy = next((r for pattern, r in REMEDIES if re.search(pattern, what)), "")
        text = f"{self.place(where)}: {what}" if where else what
        if remedy and not _REMEDIED.search(what):
            text = f"{text.rstrip('.')}. {remedy}"
        return text

    def place(self, where: str) -> str:
        """``chapters/history.ipynb, cell 3, line 3`` from Sphinx's location."""
        match = _LINE.match(where)
        file, line = (match["file"], int(match["line"])) if match else (where, 0)
        path = Path(file)
        if path.is_absolute() and path.is_relative_to(self.root):
            file = path.relative_to(self.root).as_posix()
        if file.endswith(".ipynb") and line >= CELL:
            return f"{file}, cell {line // CELL}, line {line % CELL}"
        return f"{file}, line {line}" if line else file
