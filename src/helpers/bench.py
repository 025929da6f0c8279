"""``python -m helpers bench``: every promise about speed and memory, measured on the full book to come.

Each step runs in a process of its own, as a person would start it. The plain way stands beside it: Jupyter Book's own
command on the same notebooks, default theme, ``execute_notebooks: force`` (pages only; its PDF would need LaTeX).
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from helpers import bench_book, paths
from helpers.errors import RecordError

RESULT = "bench.json"
_PREVIEW = """
import json, sys, time
from pathlib import Path
from helpers import paths
from helpers.publishing import serve
from sphinx.util.docutils import docutils_namespace, patch_docutils
with patch_docutils(None), docutils_namespace():
    preview = serve.Preview(paths.root())
    first = preview.update()
    page = paths.root() / "chapters" / "c03.ipynb"
    page.write_text(page.read_text("utf-8").replace("It was contested.", "It was disputed.", 1), "utf-8")
    print(json.dumps([first, preview.update()]))
"""
_LOAD = """
import json, time
from helpers import record
start = time.perf_counter()
for name in record.tables():
    record.load(name)
print(json.dumps(1000 * (time.perf_counter() - start)))
"""


@dataclass(frozen=True)
class Measure:
    """One promise: what was measured, in which unit, and what was promised.

    Attributes:
        name, unit: what it is.
        value: as measured.
        target: not to be exceeded; None where nothing is promised.
        plain: the plain way's value, where there is one.
    """

    name: str
    unit: str
    value: float
    target: float | None = None
    plain: float | None = None

    @property
    def kept(self) -> bool:
        """Whether the promise holds."""
        return self.target is None or self.value <= self.target


@dataclass
class Ran:
    """A finished process: seconds, peak memory with all its children in GB, what it printed, when each line came."""

    seconds: float
    peak: float
    out: str
    lines: list[tuple[float, str]]


def _watch(pid: int, peak: list[float], done: threading.Event) -> None:
    """Note the peak of memory of a process and its children, a few samples a second.

    Pages that processes share count once (proportional set size), where the system tells.
    """
    import psutil

    parent = psutil.Process(pid)
    while not done.wait(0.2):
        total = 0
        with contextlib.suppress(psutil.Error):
            for process in (parent, *parent.children(recursive=True)):
                try:
                    total += process.memory_full_info().pss
                except (AttributeError, psutil.AccessDenied):
                    total += process.memory_info().rss
        peak[0] = max(peak[0], total / 1e9)


def run(command: list[str], root: Path) -> Ran:
    """Run a command on a book.

    Raises:
        RecordError: it failed; the message is the end of what it said.
    """
    source = str(Path(__file__).resolve().parents[1])
    env = {**os.environ, paths.ENVIRONMENT: str(root), "PYTHONPATH": source}
    start, lines = time.monotonic(), []
    process = subprocess.Popen(command, cwd=root, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    peak, done = [0.0], threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peak, done))
    watcher.start()
    reader = threading.Thread(target=lambda: lines.extend((time.monotonic() - start, line) for line in process.stderr))  # type: ignore[union-attr]
    reader.start()
    out = process.stdout.read()  # type: ignore[union-attr]
    process.wait()
    seconds = time.monotonic() - start
    done.set()
    reader.join()
    watcher.join()
    for stream in (process.stdout, process.stderr):
        stream.close()  # type: ignore[union-attr]
    if process.returncode:
        said = "".join(line for _, line in lines)[-3000:]
        raise RecordError(f"{' '.join(command[1:4])} failed:\n{said}")
    return Ran(seconds, peak[0], out, lines)


def helpers(root: Path, *arguments: str) -> Ran:
    """Run ``python -m helpers`` on a book."""
    return run([sys.executable, "-m", "helpers", *arguments], root)


def pages(folder: Path) -> int:
    """Pages of all PDFs in a folder."""
    from pypdf import PdfReader

    return sum(len(PdfReader(path).pages) for path in folder.glob("*.pdf"))


def _typeset(ran: Ran) -> float:
    """Seconds that the PDFs took, as the build says; they are made beside the pages."""
    return float(re.search(r"typeset the PDFs in ([0-9.]+) s", "".join(line for _, line in ran.lines))[1])  # type: ignore[index]


def _edit(path: Path, pattern: str, new: str) -> None:
    text, count = re.subn(pattern, new, path.read_text("utf-8"), count=1)
    if not count:
        raise RecordError(f"nothing to edit in {path.name}")
    path.write_text(text, "utf-8")


def measure(checkout: Path, folder: Path, say: Callable[[str], None], plain: bool = True) -> list[Measure]:
    """Make the big book in a folder and measure every promise on it."""
    big = folder / "big book"
    say("writing the big book")
    bench_book.write(checkout, big)
    found: list[Measure] = []

    def note(name: str, unit: str, value: float, target: float | None = None, plain: float | None = None) -> None:
        found.append(Measure(name, unit, round(value, 3), target, round(plain, 3) if plain is not None else None))
        say(_line(found[-1]))

    beside = None
    if plain:
        other = folder / "plain book"
        os.environ[paths.ENVIRONMENT] = str(big)
        bench_book.write_plain(big, other)
        beside = run([str(Path(sys.executable).with_name("jupyter-book")), "build", "."], other)
        if not (other / "_build/html/chapters/c11.html").is_file():
            raise RecordError("the plain way gave no pages")
    executed = helpers(big, "execute", "--all")
    built = helpers(big, "build")
    note("from nothing: every notebook, HTML, all PDFs, data", "s", executed.seconds + built.seconds, 60, beside and beside.seconds)
    note("  of this, notebooks", "s", executed.seconds)
    note("peak memory, kernels included", "GB", max(executed.peak, built.peak), 1.5, beside and beside.peak)
    count = pages(big / "_build" / "pdf")
    note("PDF, a page", "ms", 1000 * _typeset(built) / count, 25)
    note("pages of all PDFs", "pages", count)
    note("nothing changed", "s", statistics.median(helpers(big, "build").seconds for _ in range(3)), 1, None)
    note("check the data", "s", helpers(big, "check").seconds, 5)
    note("load all tables", "ms", json.loads(run([sys.executable, "-c", _LOAD], big).out), 150)
    _edit(big / "chapters" / "c05.ipynb", "It was contested", "It was never contested")
    note("after an edit of prose", "s", helpers(big, "build").seconds, 40)
    _edit(big / "data" / "events.csv", "(meeting,[^\n]*?),confirmed,false,", r"\1,provisional,false,")
    note("after a change of data under every chapter", "s", helpers(big, "build").seconds, 40)
    first, second = json.loads(run([sys.executable, "-c", _PREVIEW], big).out.splitlines()[-1])
    note("preview of an edited page", "s", second, 6)
    note("  the preview's start", "s", first)
    return found


def _line(m: Measure) -> str:
    target = f"≤ {m.target:g}" if m.target is not None else ""
    plain = f"{m.plain:.2f}, {m.plain / m.value:.1f}×" if m.plain is not None else ""
    verdict = "" if m.target is None else "kept" if m.kept else "NOT KEPT"
    return f"{m.name:<52}{m.value:>9.2f} {m.unit:<6}{target:>8}  {verdict:<9}{plain}"


def main(arguments: Any = None) -> int:
    """Measure, print a table, write ``_build/bench.json``; 1 if a promise is not kept."""
    checkout = paths.root()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        print(f"{'':<52}{'measured':>9} {'':<6}{'target':>8}  {'':<9}the plain way, ratio")
        found = measure(checkout, Path(folder), lambda text: print(text, flush=True))
    rows = [asdict(m) | {"kept": m.kept, "ratio": m.plain and round(m.plain / m.value, 2)} for m in found]
    (checkout / "_build").mkdir(exist_ok=True)
    (checkout / "_build" / RESULT).write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return int(not all(m.kept for m in found))
