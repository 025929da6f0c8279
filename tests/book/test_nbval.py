"""nbval means it: what is stored is compared, and what is not stored is refused."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import Any

from helpers.display import CHART

from .conftest import Book


def nbval(book: Book, *names: str) -> tuple[dict[str, set[str]], str]:
    """Run nbval as a re-executor types it, in the book's folder: notebook → how its cells came out, and what was said."""
    environment = book.command()[1]
    line = [sys.executable, "-m", "pytest", "--nbval", *(f"chapters/{name}.ipynb" for name in names), "-q", "-rA", "-p", "no:cacheprovider", "-p", "no:xdist"]
    done = subprocess.run(line, env=environment, cwd=book.root, capture_output=True, text=True, timeout=300)
    outcomes: dict[str, set[str]] = {name: set() for name in names}
    for outcome, name in re.findall(r"^(PASSED|FAILED) chapters/(\w+)\.ipynb::", done.stdout, re.MULTILINE):
        outcomes[name].add(outcome)
    assert done.returncode == int(any("FAILED" in found for found in outcomes.values())), done.stdout + done.stderr
    return outcomes, done.stdout


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


def test_what_is_stored_is_compared(book: Book) -> None:
    """As it was stored a notebook passes; with outputs cleared in one cell, a number altered or a chart altered it fails."""
    for change in (clear_one, alter_number, alter_chart):
        shutil.copyfile(book.root / "chapters/one.ipynb", book.root / f"chapters/{change.__name__}.ipynb")
        book.notebook(change.__name__, change)
    outcomes, said = nbval(book, "one", "clear_one", "alter_number", "alter_chart")
    assert outcomes.pop("one") == {"PASSED"}, said
    assert all("FAILED" in found for found in outcomes.values()), said


def test_changed_data_fail(book: Book) -> None:
    """An input that changed makes the stored outputs wrong: nbval fails."""
    book.edit("data/events.csv", "A truce from 7 March", "A truce from the 7th of March")
    book.edit("data/events.csv", "Protocol of the Bridge signed", "Protocol of the Bridge initialled")
    outcomes, said = nbval(book, "one")
    assert "FAILED" in outcomes["one"], said
