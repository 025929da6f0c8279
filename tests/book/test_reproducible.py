"""The same sources give the same bytes, whatever the folder, the zone, the language, the hash seed or the clock."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from helpers import execution
from helpers.releasing import reproducible

from .conftest import PARTS, TESTS, Book, lay_out


def elsewhere() -> dict[str, str]:
    """Another zone, language and hash seed, and five years later (the library comes with the lock; Linux only)."""
    clock = reproducible.other_clock()
    if not clock:
        pytest.skip("another clock is set by libfaketime, which is locked for Linux on x86_64 only")
    return reproducible.ELSEWHERE | clock


HERE = reproducible.HERE


def outputs(book: Book) -> dict[str, str]:
    """The stored notebooks, which are part of what must be the same."""
    return {p.name: p.read_text("utf-8") for p in (book.root / "chapters").iterdir() if p.is_file()}


def build_all(book: Book, environment: dict[str, str]) -> None:
    """Run every notebook anew and build, with nothing left from before and no record of an earlier run."""
    for name in ("_build", ".cache"):
        shutil.rmtree(book.root / name, ignore_errors=True)
    (book.root / "chapters" / execution.STATE).unlink(missing_ok=True)
    said = book.build(anew=True, **environment).stderr
    assert all(f"ran {path.name}" in said for path in (book.root / "chapters").glob("*.ipynb")), said


def compare(one: Book, other: Book) -> None:
    """Assert that two builds are the same, file by file, and that there is something to compare."""
    assert outputs(one) == outputs(other)
    first, second = reproducible.built(one.root), reproducible.built(other.root)
    assert reproducible.differing(first, second) == []
    assert all(any(path.startswith(part) for path in first) for part in PARTS)


def test_the_clock_is_another() -> None:
    """The second environment does show another year, or the comparison would prove less than it says."""
    import subprocess
    import sys

    line = [sys.executable, "-c", "import time; print(time.localtime().tm_year, time.tzname[0])"]
    done = subprocess.run(line, env=elsewhere(), capture_output=True, text=True)
    assert done.stdout.split()[0] == reproducible.YEAR and done.stdout.split()[1] != "UTC", done.stderr


def test_fixture_book_is_reproducible(tmp_path: Path) -> None:
    """Two folders, one with a space, and two environments: site, PDFs, data and stored notebooks are the same bytes."""
    one, other = lay_out(tmp_path / "one"), lay_out(tmp_path / "an other")
    build_all(one, HERE)
    build_all(other, elsewhere())
    compare(one, other)


@pytest.mark.slow
def test_real_book_is_reproducible(tmp_path: Path) -> None:
    """The same for the book itself, each copy with its own code and every notebook executed anew."""
    skipped = shutil.ignore_patterns(".git", ".venv", "_build", ".cache", "__pycache__", "tests", ".pytest_cache", ".hypothesis")
    books = []
    for name in ("one", "an other"):
        shutil.copytree(TESTS.parent, tmp_path / name, ignore=skipped)
        books.append(Book(tmp_path / name, tmp_path / name / "src"))
    build_all(books[0], HERE)
    build_all(books[1], elsewhere())
    compare(*books)
    assert outputs(books[0]) == outputs(Book(TESTS.parent)), "the stored notebooks are not those that a fresh run gives: commit `make execute ALL=1`"
