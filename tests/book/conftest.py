"""A book of three pages, built once for all workers; each test gets a copy of its own to break."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from helpers import __main__, paths

from .warm import Process

TESTS = Path(__file__).resolve().parents[1]
CODE = TESTS.parent / "src"
PARTS = ("html", "pdf", "data")
SITE = "https://book.example.org/record"  # the real book has no address yet
PROGRESS = re.compile(r"(  read |  wrote |  typeset |ran |rewrote |built in )|(checking the data|running stale notebooks|HTML pages|PDF|data)$")


class Book:
    """A copy of the fixture book on disk, and what a person does with it."""

    def __init__(self, root: Path, code: Path = CODE) -> None:
        self.root, self.code = root, code

    def command(self, *arguments: str) -> tuple[list[str], dict[str, str]]:
        """The command line of ``python -m helpers`` for this book, and its environment."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "COV_"))}
        kept |= {paths.ENVIRONMENT: str(self.root), "PYTHONPATH": str(self.code)}
        return [sys.executable, "-m", "helpers", *arguments], kept

    def start(self, *arguments: str) -> Process:
        """Begin a command of the book in a process of its own, a fork that has nothing left to import."""
        assert self.code == CODE, "other code is run anew"
        return Process(list(arguments), self.command()[1], self.root)

    def run(self, *arguments: str, anew: bool = False, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the book in a process of its own; ``anew``: as a person does, with an interpreter that just began."""
        line, kept = self.command(*arguments)
        if anew or environment or self.code != CODE:
            return subprocess.run(line, env=kept | environment, cwd=self.root, capture_output=True, text=True, timeout=300)
        process = self.start(*arguments)
        out, err = process.communicate(300)
        return subprocess.CompletedProcess(line, process.returncode or 0, out, err)

    def build(self, anew: bool = False, **environment: str) -> subprocess.CompletedProcess[str]:
        """Build; the test fails with what was said if the build does."""
        done = self.run("build", anew=anew, **environment)
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    def tree(self, *parts: str) -> dict[str, str]:
        """Path → digest of every built file."""
        build = self.root / "_build"
        files = (p for part in parts or PARTS for p in (build / part).rglob("*") if p.is_file())
        return {p.relative_to(build).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(files)}

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace one piece of text in a file; the piece must be there."""
        file = self.root / path
        text = file.read_text("utf-8")
        assert old in text, f"{path} has no {old!r}"
        file.write_text(text.replace(old, new, 1), "utf-8")

    def notebook(self, name: str, change: Callable[[dict[str, Any]], None]) -> None:
        """Change a notebook as a person with an editor would: nothing but the change."""
        file = self.root / "chapters" / f"{name}.ipynb"
        content = json.loads(file.read_text("utf-8"))
        change(content)
        file.write_text(json.dumps(content, sort_keys=True, ensure_ascii=False, indent=1) + "\n", "utf-8")

    def say(self, name: str, text: str, cell: int = 2) -> None:
        """Add a paragraph to a cell (counted from 1) of a chapter."""
        self.notebook(name, lambda nb: nb["cells"][cell - 1]["source"].append(f"\n\n{text}\n"))

    def code_cell(self, name: str, old: str, new: str) -> None:
        """Replace text in the code cells of a chapter."""

        def change(nb: dict[str, Any]) -> None:
            found = False
            for cell in nb["cells"]:
                text = "".join(cell["source"])
                if cell["cell_type"] == "code" and old in text:
                    cell["source"], found = text.replace(old, new, 1).splitlines(keepends=True), True
            assert found, f"{name} has no {old!r}"

        self.notebook(name, change)


def lay_out(folder: Path) -> Book:
    """The sources of the fixture book in a folder: its own pages, the data of the fixture, the real configuration with an address."""
    shutil.copytree(TESTS / "fixture_book", folder)
    shutil.copytree(TESTS / "fixture_data", folder / "data")
    text = (TESTS.parent / "_config.yml").read_text("utf-8")
    assert "baseurl" not in text
    (folder / "_config.yml").write_text(text.replace("\nhtml:\n", f"\nhtml:\n  baseurl: {SITE}\n", 1), "utf-8")
    (folder / "requirements.txt").write_text("# no package of its own\n")
    return Book(folder)


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The fixture book, laid out and built once for every worker. Not to be changed."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = base / "fixture book"
    with open(base / "fixture-book.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (base / "fixture-book.done").exists():
            shutil.rmtree(folder, ignore_errors=True)
            lay_out(folder).build()
            (base / "fixture-book.done").touch()
    return Book(folder)


def copy_of(book: Book, folder: Path) -> Book:
    """A copy of a book with everything that was built, times included, so that the copy is as current as the book."""
    shutil.copytree(book.root, folder)
    return Book(folder, book.code)


@pytest.fixture
def book(built_once: Book, tmp_path: Path) -> Book:
    """A built copy of the fixture book, to be changed at will."""
    return copy_of(built_once, tmp_path / "book")


@pytest.fixture
def here(book: Book, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., tuple[int, list[str]]]]:
    """Run a command of the book in this process (seconds faster); gives the exit code and the lines of its error."""
    monkeypatch.setenv(paths.ENVIRONMENT, str(book.root))
    monkeypatch.chdir(book.root)

    def run(*arguments: str) -> tuple[int, list[str]]:
        capsys.readouterr()
        code = __main__.main(list(arguments))
        lines = capsys.readouterr().err.splitlines()
        return code, [line for line in lines if line and not PROGRESS.match(line)]

    yield run
