"""Sphinx's warnings become one sentence with file, cell and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.publishing.report import Warnings

ROOT = Path("/somewhere/a book")


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (
            "/somewhere/a book/chapters/history.ipynb:30003: WARNING: no event “x”. Did you mean “y”?",
            "chapters/history.ipynb, cell 3, line 3: no event “x”. Did you mean “y”?",
        ),
        (
            '/somewhere/a book/record/actors.md:7: ERROR: Unknown interpreted text role "evnt". [myst.role_unknown]',
            'record/actors.md, line 7: Unknown interpreted text role "evnt". Check its spelling against the table of roles in CONTRIBUTING.md.',
        ),
        (
            "\x1b[91m/somewhere/a book/index.md:2: WARNING: 'myst' cross-reference target not found: 'x' [myst.xref_missing]\x1b[39;49;00m",
            "index.md, line 2: 'myst' cross-reference target not found: 'x'. Check the id, or define it before the heading: (an-id)=.",
        ),
        (
            "/somewhere/a book/index.md: WARNING: duplicate label x, other instance in /somewhere/a book/chapters/one.ipynb",
            "index.md: duplicate label x, other instance in chapters/one.ipynb. Give one of them another id; ids are unique in the book.",
        ),
        ("WARNING: something that nobody foresaw", "something that nobody foresaw"),
        ("no prefix at all", "no prefix at all"),
    ],
)
def test_a_warning_in_our_words(said: str, line: str) -> None:
    """File without the folder of the machine, cell and line, what is wrong, what to do; unknown warnings pass unchanged."""
    stream = Warnings(ROOT)
    stream.write(f"{said}\n")
    assert stream.lines() == [line]


def test_each_warning_once() -> None:
    """The same warning of two builders stands once; blank writes are no warnings."""
    stream = Warnings(ROOT)
    for text in ("WARNING: one\n", "\n", "WARNING: two\n", "WARNING: one\n"):
        stream.write(text)
    assert stream.lines() == ["one", "two"]
