"""Interrupted at any moment and run again, a build gives what an undisturbed one gives."""

from __future__ import annotations

import signal
import subprocess
import time

import pytest

from .conftest import Book

MOMENTS = ["checking the data", "running stale notebooks", "ran ", "HTML pages", "  read chapters/two", "  wrote chapters/two", "PDF", "data"]


def started(book: Book) -> subprocess.Popen[str]:
    line, environment = book.command("build")
    return subprocess.Popen(line, cwd=book.root, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, start_new_session=True)


def stop(process: subprocess.Popen[str], how: signal.Signals) -> None:
    """Send a signal to the build and wait for its end; kernels end by themselves when their parent is gone."""
    process.send_signal(how)
    try:
        process.wait(60)
    finally:
        process.stderr.close()


@pytest.fixture(scope="module")
def wanted(built_once: Book, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a clean, undisturbed build of the changed book gives."""
    from .conftest import copy_of

    book = copy_of(built_once, tmp_path_factory.mktemp("wanted") / "book")
    book.edit("data/ceasefires.csv", "2015-03-09,day,Lake Group", "2015-03-10,day,Lake Group")
    book.build()
    return book.tree()


@pytest.mark.parametrize("moment", MOMENTS, ids=str.strip)
def test_killed_at_a_moment(moment: str, book: Book, wanted: dict[str, str]) -> None:
    """Killed without warning when a step begins: what stands then is the old book or the new; the next build gives the new."""
    before = book.tree()
    book.edit("data/ceasefires.csv", "2015-03-09,day,Lake Group", "2015-03-10,day,Lake Group")
    process = started(book)
    for line in process.stderr:
        if line.startswith(moment):
            break
    stop(process, signal.SIGKILL)
    assert book.tree() == before
    book.build()
    assert book.tree() == wanted
    assert sorted(p.name for p in (book.root / "_build").iterdir() if p.name != ".lock") == ["book.json", "data", "html", "pdf"]


def test_killed_around_the_swap(book: Book, wanted: dict[str, str]) -> None:
    """Killed at seven times around the exchange of old and new: the next build gives the new, and nothing is left over."""
    book.edit("data/ceasefires.csv", "2015-03-09,day,Lake Group", "2015-03-10,day,Lake Group")
    book.run("execute")
    for tenths in range(0, 14, 2):
        process = started(book)
        for line in process.stderr:
            if line.startswith("data"):
                break
        time.sleep(tenths / 40)
        stop(process, signal.SIGKILL)
    book.build()
    assert book.tree() == wanted


@pytest.mark.parametrize("seconds", [0.3, 1.2, 2.5])
def test_interrupted_by_hand(seconds: float, book: Book, wanted: dict[str, str]) -> None:
    """Ctrl-C: one sentence, exit code 130, no traceback; the next build gives what a clean one gives."""
    book.edit("data/ceasefires.csv", "2015-03-09,day,Lake Group", "2015-03-10,day,Lake Group")
    process = started(book)
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert process.returncode in (130, 0, -signal.SIGINT), said  # the last: before Python listened
    if process.returncode == 130:
        assert "interrupted; run the same command again" in said and "Traceback" not in said
    book.build()
    assert book.tree() == wanted


def test_two_builds_at_once(book: Book, wanted: dict[str, str]) -> None:
    """The second waits for the first and then has nothing to do."""
    book.edit("data/ceasefires.csv", "2015-03-09,day,Lake Group", "2015-03-10,day,Lake Group")
    first, second = started(book), started(book)
    said = [first.communicate(timeout=120)[1], second.communicate(timeout=120)[1]]
    assert (first.returncode, second.returncode) == (0, 0), said
    assert sum("HTML pages" in text for text in said) == 1
    assert book.tree() == wanted
