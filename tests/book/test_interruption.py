"""Interrupted at any moment and run again, a build gives what an undisturbed one gives."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable

import pytest

from .conftest import Book, copy_of
from .warm import Process


def change_data(book: Book) -> None:
    """A change under which a notebook runs again."""
    book.edit("data/ceasefires.csv", "2015-03-09,day,Lake Group", "2015-03-10,day,Lake Group")


def change_prose(book: Book) -> None:
    """A change that asks for pages and PDFs only."""
    book.say("two", "A sentence about herons.")


MOMENTS = {"ran ": change_data, "  wrote chapters/two": change_prose, "data": change_prose}
MORE = {"checking the data": change_prose, "running stale notebooks": change_data, "HTML pages": change_prose, "  read chapters/two": change_prose, "PDF": change_prose}
ALL = [pytest.param(moment, change, id=moment.strip(), marks=[pytest.mark.slow] * (moment in MORE)) for moment, change in (MOMENTS | MORE).items()]


def kill(process: Process) -> None:
    """End the build without warning; kernels and the making of PDFs end by themselves when their parent is gone."""
    process.kill()
    process.wait(60)
    process.stderr.close()


def wait_for(process: Process, words: str) -> None:
    """Read on until a line of progress begins so; the build must come that far."""
    assert any(line.startswith(words) for line in process.stderr), f"the build never said {words!r}"


@pytest.fixture(scope="module")
def wanted(built_once: Book, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Callable[[Book], None]], dict[str, str]]:
    """What a clean, undisturbed build gives after a change; built once for each change."""
    known: dict[str, dict[str, str]] = {}

    def tree(change: Callable[[Book], None]) -> dict[str, str]:
        if change.__name__ not in known:
            book = copy_of(built_once, tmp_path_factory.mktemp("wanted") / "book")
            change(book)
            book.build()
            known[change.__name__] = book.tree()
        return known[change.__name__]

    return tree


@pytest.mark.parametrize(("moment", "change"), ALL)
def test_killed_at_a_moment(moment: str, change: Callable[[Book], None], book: Book, wanted: Callable[..., dict[str, str]]) -> None:
    """Killed when a step begins: the old book still stands whole; the next build gives what a clean one gives, and no rest."""
    before = book.tree()
    change(book)
    process = book.start("build")
    wait_for(process, moment)
    kill(process)
    assert book.tree() == before
    book.build()
    assert book.tree() == wanted(change)
    assert sorted(p.name for p in (book.root / "_build").iterdir() if p.name != ".lock") == ["book.json", "data", "html", "pdf"]


@pytest.mark.parametrize("moments", [2, pytest.param(12, marks=pytest.mark.slow)])
def test_killed_around_the_swap(moments: int, book: Book, wanted: Callable[..., dict[str, str]]) -> None:
    """Killed again and again around the exchange of old and new: the next build gives the new, and nothing is left over."""
    change_prose(book)
    for number in range(moments):
        process = book.start("build", "--force")  # one that came through before it was killed would leave nothing to do
        wait_for(process, "data")
        time.sleep(0.25 * (number + 1) / moments)
        kill(process)
    book.build()
    assert book.tree() == wanted(change_prose)
    assert sorted(p.name for p in (book.root / "_build").iterdir() if p.name != ".lock") == ["book.json", "data", "html", "pdf"]


@pytest.mark.parametrize("where", ["  wrote chapters/two", pytest.param("running stale notebooks", marks=pytest.mark.slow)])
def test_interrupted_by_hand(where: str, book: Book, wanted: Callable[..., dict[str, str]]) -> None:
    """Ctrl-C: one sentence, exit code 130, no traceback; the next build gives what a clean one gives."""
    change_data(book)
    process = book.start("build")
    wait_for(process, where)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 130, said
    assert "interrupted; run the same command again" in said and "Traceback" not in said
    book.build()
    assert book.tree() == wanted(change_data)


def test_two_builds_at_once(book: Book, wanted: Callable[..., dict[str, str]]) -> None:
    """The second waits for the first and then has nothing to do."""
    change_prose(book)
    first, second = book.start("build"), book.start("build")
    said = [first.communicate(timeout=120)[1], second.communicate(timeout=120)[1]]
    assert (first.returncode, second.returncode) == (0, 0), said
    assert sum("HTML pages" in text for text in said) == 1
    assert book.tree() == wanted(change_prose)
