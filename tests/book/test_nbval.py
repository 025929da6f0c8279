"""nbval means it: what is stored is compared, and what is not stored is refused."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from helpers.display import CHART

from .conftest import Book


def nbval(book: Book, name: str = "one") -> subprocess.CompletedProcess[str]:
    """Run nbval as a re-executor types it, in the book's folder."""
    environment = book.command()[1]
    line = [sys.executable, "-m", "pytest", "--nbval", f"chapters/{name}.ipynb", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    return subprocess.run(line, env=environment, cwd=book.root, capture_output=True, text=True, timeout=300)


def chart(nb: dict[str, Any]) -> dict[str, Any]:
    """The first stored chart of a notebook."""
    return next(o["data"][CHART] for c in nb["cells"] for o in c.get("outputs", ()) if CHART in o.get("data", {}))


def clear_one(nb: dict[str, Any]) -> None:
    """Clear the outputs of the first cell that shows a chart."""
    next(c for c in nb["cells"] if any(CHART in o.get("data", {}) for o in c.get("outputs", ())))["outputs"] = []


def alter_number(nb: dict[str, Any]) -> None:
    """Alter the first stored number of the prose."""
    prefix = "application/papermill.record/text/plain"
    data = next(o["data"] for c in nb["cells"] for o in c.get("outputs", ()) if prefix in o.get("data", {}))
    data[prefix] = ["41"] if isinstance(data[prefix], list) else "41"


def alter_chart(nb: dict[str, Any]) -> None:
    """Alter one word of a stored chart."""
    chart(nb)["description"] += " Or so."


def test_unchanged_passes(book: Book) -> None:
    """A notebook as it was stored passes, cell by cell."""
    done = nbval(book)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout


@pytest.mark.parametrize("change", [clear_one, alter_number, alter_chart], ids=lambda f: f.__name__)
def test_changed_outputs_fail(change: Any, book: Book) -> None:
    """Outputs cleared in one cell, an altered number, an altered chart: nbval fails."""
    book.notebook("one", change)
    done = nbval(book)
    assert done.returncode == 1, done.stdout + done.stderr
    assert " failed" in done.stdout


def test_changed_data_fail(book: Book) -> None:
    """An input that changed makes the stored outputs wrong: nbval fails."""
    book.edit("data/events.csv", "A truce from 7 March", "A truce from the 7th of March")
    book.edit("data/events.csv", "Protocol of the Bridge signed", "Protocol of the Bridge initialled")
    done = nbval(book)
    assert done.returncode == 1, done.stdout + done.stderr
