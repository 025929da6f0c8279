"""Every address of every release leads somewhere in the built book: rows, pages, sections, figures, tables."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

import pytest

from helpers import ledger, permanence, releases, since
from helpers.publishing import addresses
from helpers.validation.reading import read

ROOT = Path(__file__).resolve().parents[2]
HTML = ROOT / "_build" / "html"


@pytest.fixture(autouse=True, scope="module")
def built() -> None:
    """Skip aloud where the book is not built (``make test`` builds it first)."""
    if not (HTML / "index.html").is_file():
        pytest.skip("the book is not built: run `make book`")


@lru_cache(None)
def ids(page: str) -> set[str]:
    """Every id on a page; nothing where there is no such page."""
    path = HTML / f"{page}.html"
    return set(re.findall(r'\bid="([^"]+)"', path.read_text("utf-8"))) if path.is_file() else set()


def test_every_bookmark_of_every_release_leads_on() -> None:
    """A page is there, and the id on the page where it stood in that release: itself, or the note that leads on."""
    lost = []
    for entry in ledger.read(ROOT):
        for kind, plural in permanence.KINDS.items():
            for name, was in entry["book"][plural].items():
                page = name if kind == "page" else was if kind == "section" else was[0]
                if not ids(page) or (kind != "page" and name not in ids(page)):
                    lost.append((entry["version"], kind, name, page))
    assert lost == []


def test_every_row_of_the_last_release_leads_on() -> None:
    """Each permanent id of release.json at the address that its release gave it."""
    released, last, lost = releases.last(ROOT / "data"), ledger.read(ROOT)[-1], []
    assert released
    for table, said in released["tables"].items():
        if not said["permanent"]:
            continue
        page, prefix = last["book"]["rows"][table]
        lost += [(table, row) for row in said["rows"] if prefix + row.replace("/", "-").replace(" ", "-") not in ids(page)]
    assert lost[:20] == []


def test_the_first_real_redirect() -> None:
    """The table of delegations of 0.2.0 went to Actors: its id is still on the page History, with a link there."""
    page = (HTML / "chapters" / "history.html").read_text("utf-8")
    (note,) = re.findall(r'<p class="moved" id="tab-delegations">(.*?)</p>', page, re.S)
    assert 'href="actors.html#tab-rosters"' in note and "tab-rosters" in ids("chapters/actors")


def test_the_download_of_changes_is_that_of_the_page() -> None:
    """Every release of the JSON has its section on the page; the data say the same as the sources."""
    said = json.loads((HTML / "downloads" / "changes.json").read_text("utf-8"))
    assert [r["version"] for r in said["releases"]] == [e["version"] for e in ledger.read(ROOT)]
    assert all(f"changes-{r['version'].replace('.', '-')}" in ids("record/changes") for r in said["releases"])
    assert said["changes"] == [c.json() | ({"ids": list(c.ids)} if c.ids else {}) for c in since.changes(ROOT)]


def test_addresses_are_those_of_the_module() -> None:
    """The anchors that a release promises are made as the pages make them."""
    rows = ledger.read(ROOT)[-1]["book"]["rows"]
    for table in read(ROOT / "data").tables:
        if table in rows and table not in ("event_actors", "vocabulary"):
            assert addresses.place(table, "an/id") == (rows[table][0], f"{rows[table][1]}an-id")
