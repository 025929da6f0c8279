"""The data behind every figure and table of the built book, read by the lines that the data page shows."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from helpers import exports, usage

SITE = Path(__file__).resolve().parents[2] / "_build" / "html"
pytestmark = pytest.mark.skipif(not SITE.is_dir(), reason="the book is not built; run `make book`")


def test_every_figure_is_read_by_its_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each line for Python gives as many rows as the file has, for every figure and table of the book."""
    monkeypatch.chdir(SITE)
    names = sorted(path.stem for path in Path(usage.FIGURES).glob("*.csv"))
    assert len(names) > 10 and all(usage.FIGURE.fullmatch(name) for name in names)
    for name in names:
        with Path(usage.FIGURES, f"{name}.csv").open(encoding="utf-8", newline="") as file:
            wanted = len(list(csv.DictReader(file)))
        for line in usage.lines(name):
            if line.language == "python":
                given: dict[str, Any] = {}
                exec(line.code, given)
                assert len(list(given.values())[-1]) == wanted > 0, line


def test_the_data_page_describes_the_record_and_its_files() -> None:
    """One JSON-LD object; the files that it names lie where it says, as seen from the page."""
    page = SITE / "record" / "data.html"
    found = re.findall(r'<script type="application/ld\+json">(.+?)</script>', page.read_text("utf-8"), re.S)
    described = [about for text in found if (about := json.loads(text))["@type"] == "Dataset"]
    assert len(described) == 1
    files = [page.parent / file["contentUrl"] for file in described[0]["distribution"]]
    assert [path.name for path in files] == list(exports.names()) and all(path.is_file() for path in files)
