"""No stale figure and no needless work: after a change exactly what rests on it is made anew."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers import execution
from helpers.publishing import build
from helpers.publishing.typst import reuse

from .conftest import CODE, Book

Run = Callable[..., tuple[int, list[str]]]


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """The files that differ, came or went."""
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def pages(files: set[str]) -> set[str]:
    """Of some built files the pages of the site, by name."""
    return {f.removeprefix("html/").removesuffix(".html") for f in files if f.endswith(".html") and not f.startswith("html/_")}


def stamps(book: Book) -> dict[str, int]:
    """When each notebook was last written."""
    return {p.name: p.stat().st_mtime_ns for p in (book.root / "chapters").glob("*.ipynb")}


# Which pages rest on a table: the chapters by their cells, every page by its roles and directives. Written down by hand
# from the fixture's sources, so that a page that loses its record of a table is noticed.
RESTS_ON = {
    "ceasefires": {"chapters/two", "record/ceasefires", "record/data"},
    "events": {"chapters/one", "index", "record/ceasefires", "record/chronology", "record/data", "record/documents"},
    "places": {"record/chronology", "record/data"},
    "provisions": {"chapters/two", "record/data", "record/documents"},
}
VALUES = {
    "ceasefires": ("2015-03-09,day,Lake Group", "2015-03-10,day,Lake Group"),
    "events": ("A truce from 7 March", "A truce from the 7th of March"),
    "places": ("Geneva,CHE", "Genève,CHE"),
    "provisions": ("stop firing at the bridge", "stop shooting at the bridge"),
}
# The volumes that tell it; what only names an event by its title does not change with its summary.
VOLUMES = {"ceasefires": {"", "-data"}, "events": {"", "-chronology"}, "places": {"-chronology", "-sources"}, "provisions": {"", "-data"}}


@pytest.mark.parametrize("table", VALUES)
def test_one_changed_value_changes_what_rests_on_it(table: str, book: Book, here: Run) -> None:
    """Exactly the pages whose recorded tables include it change, with the search index, its downloads and the PDFs."""
    before, written = book.tree(), stamps(book)
    book.edit(f"data/{table}.csv", *VALUES[table])
    assert here("build") == (0, [])
    files = changed(before, book.tree())
    assert pages(files) == RESTS_ON[table]
    ran = {p for p, t in stamps(book).items() if written[p] != t}
    state = execution.read_state(book.root)
    assert ran <= {f"{name}.ipynb" for name in state if table in state[name]["tables"]}
    rest = {f for f in files if not (f.endswith(".html") and not f.startswith("html/_"))}
    chapters = {p.rpartition("/")[2] for p in RESTS_ON[table] if p.startswith("chapters/")}
    books = {f"{c}.pdf" for c in chapters} | {f"the-negotiation-record{volume}.pdf" for volume in VOLUMES[table]}
    assert {f for f in rest if f.endswith(".pdf")} == {f"{folder}/{name}" for folder in ("pdf", "html/downloads") for name in books}
    figures = {f.rpartition("/")[2] for f in rest if "/_figures/" in f}
    shown = {"ceasefires": "fig-truce", "provisions": "tab-clauses", "events": "tab-events"}.get(table)
    assert all(name.startswith(shown or "none") for name in figures) and bool(figures) == bool(shown)
    taken = {f.rpartition("/")[2] for f in rest if f.startswith(("data/", "html/downloads/")) and not f.endswith(".pdf")}
    assert {Path(name).suffix for name in taken} == {".zip", ".sqlite", ".jsonld"}
    others = {f for f in rest if f.startswith("html/") and not f.startswith(("html/_figures/", "html/_previews/", "html/downloads/"))}
    assert others <= {f"html/_search/{part}.js" for part in ("names", "words", "sources")} | {"html/objects.inv"}
    assert not any("_static" in f for f in rest)


def test_a_changed_value_shows_in_every_output(book: Book, here: Run) -> None:
    """The new number stands in the prose, the chart, its data and the PDF."""
    from pypdf import PdfReader

    book.edit("data/ceasefires.csv", *VALUES["ceasefires"])
    assert here("build")[0] == 0
    page = (book.root / "_build/html/chapters/two.html").read_text("utf-8")
    assert '<span class="pasted-text">3</span> days' in page and "Bar of one truce, 3 days long." in page
    assert "2015-03-10,3" in (book.root / "_build/html/_figures/fig-truce.csv").read_text("utf-8")
    text = " ".join(p.extract_text() for p in PdfReader(book.root / "_build/pdf/two.pdf").pages)
    assert "lasted 3 days" in " ".join(text.split())


def test_a_changed_helper_runs_the_notebooks_that_import_it(book: Book, tmp_path: Path) -> None:
    """Chapter two imports the analyses of truces, chapter one does not: only two runs again."""
    shutil.copytree(CODE, tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    book.code = tmp_path / "src"
    before = book.tree()
    with open(tmp_path / "src" / "helpers" / "ceasefires.py", "a") as module:
        module.write("\n# a remark\n")
    said = book.build().stderr
    assert "ran two.ipynb (code changed: helpers.ceasefires)" in said and "ran one.ipynb" not in said
    assert book.tree() == before  # the analysis gives what it gave


def test_edited_prose_runs_no_notebook(book: Book, here: Run) -> None:
    """Only the page that was edited changes, with the search index and the PDFs that hold it."""
    before, written = book.tree(), stamps(book)
    book.say("one", "A sentence about herons.")
    spoken = stamps(book)
    assert here("build") == (0, [])
    assert stamps(book) == spoken and spoken["two.ipynb"] == written["two.ipynb"]
    assert changed(before, book.tree()) == {"html/chapters/one.html", "html/_search/words.js"} | {
        f"{folder}/{name}.pdf" for folder in ("pdf", "html/downloads") for name in ("one", "the-negotiation-record")
    }


def test_a_pdf_of_the_last_build_is_taken_only_if_it_is_the_one(book: Book, here: Run) -> None:
    """What is noted of the PDFs is true of them, and one that somebody changed is set again."""
    before = book.tree()
    (book.root / "_build/pdf/two.pdf").write_bytes(b"%PDF-1.7 not the one that was made")
    assert here("build") == (0, []) and book.tree() == before
    told = json.loads((book.root / "_build" / build.STAMP).read_text("utf-8"))["typeset"]
    made = {path.name: reuse.of(path) for path in (book.root / "_build/pdf").iterdir()}
    assert {name: digest for name, (_, digest) in told.items()} == made


def test_a_new_title_reaches_every_page(book: Book, here: Run) -> None:
    """The contents of every page show a chapter's new title: an incremental build would leave the old one there."""
    book.notebook("two", lambda nb: nb["cells"][0]["source"].__setitem__(0, "# The pause\n"))
    assert here("build")[0] == 0
    for page in (book.root / "_build/html").rglob("*.html"):
        if "_figures" not in page.parts:
            text = page.read_text("utf-8")
            assert "The pause" in text and "The truce<" not in text, page


def test_nothing_is_done_when_nothing_changed(book: Book) -> None:
    """A build with nothing to do takes at most a second and writes nothing."""
    times = {p: p.stat().st_mtime_ns for p in book.root.rglob("*") if p.is_file() and p.name != ".lock"}
    took = []
    for _ in range(3):  # the best of three: other work on the machine is not the book's
        start = time.monotonic()
        done = book.build(anew=True)
        took.append(time.monotonic() - start)
        assert done.stdout.startswith("nothing changed") and not done.stderr
    assert min(took) <= 1
    assert times == {p: p.stat().st_mtime_ns for p in book.root.rglob("*") if p.is_file() and p.name != ".lock"}


TOUCHED: dict[str, Callable[[Book], object]] = {
    "altered": lambda book: book.edit("_build/html/index.html", "events", "evnets"),
    "deleted": lambda book: (book.root / "_build/html/_figures/fig-truce.svg").unlink(),
    "added": lambda book: (book.root / "_build/html/stray.html").write_text("stray"),
    "half deleted": lambda book: shutil.rmtree(book.root / "_build/pdf"),
}


@pytest.mark.parametrize("what", TOUCHED)
def test_a_touched_output_is_noticed(what: str, book: Book) -> None:
    """A file of the built book that somebody changed, removed or added makes the book out of date."""
    assert build.is_current(book.root)
    TOUCHED[what](book)
    assert not build.is_current(book.root)


def test_touched_outputs_are_repaired(book: Book, here: Run) -> None:
    """All that at once: the next build gives the same bytes as before, and nothing besides."""
    before = book.tree()
    for touch in TOUCHED.values():
        touch(book)
    assert here("build") == (0, [])
    assert book.tree() == before


def test_plain_jupyter_book_works_and_is_noticed(book: Book) -> None:
    """`jupyter-book build .` builds the same sources in the same place; the next build notices and sets its own there."""
    import subprocess
    import sys

    before = book.tree()
    _, kept = book.command()
    line = [sys.executable, "-m", "jupyter_book.cli.main", "build", "."]
    if shutil.which("jupyter-book", path=str(Path(sys.executable).parent)):
        line = [str(Path(sys.executable).parent / "jupyter-book"), "build", "."]
    done = subprocess.run(line, cwd=book.root, env=kept, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARNING" not in done.stderr and "WARNING" not in done.stdout
    page = (book.root / "_build" / "html" / "chapters" / "one.html").read_text("utf-8")
    assert 'data-figure="fig-parts"' in page
    assert book.tree() != before
    assert "HTML pages" in book.build().stderr
    assert book.tree() == before


def test_a_kept_time_hides_no_change(book: Book, here: Run) -> None:
    """What counts is the content of a source, not its time."""
    before, file = book.tree(), book.root / "data" / "places.csv"
    times = file.stat()
    book.edit("data/places.csv", "Geneva,", "Genova,")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert here("build") == (0, [])
    assert book.tree() != before


def test_the_record_of_executions_tells_no_machine(book: Book) -> None:
    """execution.json holds digests and names, no path, time or version."""
    text = (book.root / "chapters" / execution.STATE).read_text("utf-8")
    for name, run in json.loads(text).items():
        assert set(run) == execution.RUN, name
    assert str(book.root) not in text and "/" not in text and os.environ.get("USER", "nobody-at-all") not in text
