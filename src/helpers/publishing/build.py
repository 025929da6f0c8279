"""From sources to HTML, PDF and data: everything fresh, in a staging folder, renamed into place when it is whole.

An incremental Sphinx build is never equal to a clean one, so nothing is built in place; whether there is anything to
do is decided from digests before Sphinx is imported.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import hashlib
import json
import os
import platform
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from helpers import execution
from helpers.errors import RecordError
from helpers.publishing import checks, run

PARTS = ("html", "pdf", "data")
STAMP, STAGE = "book.json", ".staging"
Say = Callable[[str], None]
_OUTSIDE = {"README.md", "CONTRIBUTING.md", "CHANGELOG.md"}  # no pages, as _config.yml says; the changelog is named below
_SKIPPED = {"__pycache__", ".ipynb_checkpoints", "node_modules"}


def inputs(root: Path) -> Iterator[Path]:
    """Every file that the book is made from, in a fixed order: the book's own, then the helpers' code."""
    for name in ("_config.yml", "_toc.yml", "requirements.txt", "CHANGELOG.md", "LICENSE-DATA"):
        if (root / name).is_file():
            yield root / name
    yield from sorted(path for path in root.glob("*.md") if path.name not in _OUTSIDE)
    for folder in (root / "record", root / "chapters", root / "data", Path(__file__).resolve().parents[1]):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not _SKIPPED & set(path.parts) and not path.name.startswith(".") and path.suffix != ".pyc":
                yield path


def inputs_digest(root: Path) -> str:
    """One digest of all inputs and of the Python that builds them."""
    h, code = hashlib.sha256(platform.python_version().encode()), Path(__file__).resolve().parents[1]
    for path in inputs(root):
        name = path.relative_to(root) if path.is_relative_to(root) else path.relative_to(code)
        h.update(f"\0{name.as_posix()}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return h.hexdigest()


def _listing(folder: Path) -> dict[str, list[int]]:
    """Size and time of every built file: enough to see that somebody else wrote there."""
    found = {}
    for part in PARTS:
        for path in sorted((folder / part).rglob("*")):
            if path.is_file():
                stat = path.stat()
                found[path.relative_to(folder).as_posix()] = [stat.st_size, stat.st_mtime_ns]
    return found


def is_current(root: Path) -> bool:
    """Whether the built book is the one that the present inputs give."""
    build = root / "_build"
    stamp = _stamp(build)
    return bool(stamp) and stamp["inputs"] == inputs_digest(root) and stamp["outputs"] == _listing(build)


def _stamp(build: Path) -> dict[str, Any]:
    """What the last build noted of itself; nothing where none came to its end."""
    try:
        return dict(json.loads((build / STAMP).read_text("utf-8")))
    except (FileNotFoundError, ValueError):
        return {}


@contextlib.contextmanager
def _alone(build: Path) -> Iterator[None]:
    """One build at a time in a folder; a second one waits."""
    build.mkdir(exist_ok=True)
    with open(build / ".lock", "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _swap(stage: Path, build: Path) -> None:
    """Put the new parts in the place of the old; an interruption leaves no stamp, so the next build repairs it."""
    (build / STAMP).unlink(missing_ok=True)
    for part in PARTS:
        old = build / f".old-{part}"
        shutil.rmtree(old, ignore_errors=True)
        if (build / part).exists():
            os.replace(build / part, old)
        os.replace(stage / part, build / part)
        shutil.rmtree(old, ignore_errors=True)


def build(root: Path, say: Say = lambda text: None, force: bool = False) -> bool:
    """Build the whole book if anything changed.

    Args:
        root: the folder of the book.
        say: called with each line of progress.
        force: build even when nothing changed.

    Returns:
        whether anything was built.

    Raises:
        RecordError: something is wrong; the last good build stays.
    """
    start, folder = time.monotonic(), root / "_build"
    gc.set_threshold(20_000, 10, 10)  # looking for rubbish in a large tree that is all in use costs a fifth of the time
    with _alone(folder):
        if not force and is_current(root):
            return False
        known = {} if force else _stamp(folder).get("typeset", {})
        say("checking the data")
        _check_data(root)
        checks.contents(root)
        say("running stale notebooks")
        ran = execution.execute(root, say=say)
        if ran:
            say(f"rewrote {', '.join(p.relative_to(root).as_posix() for p in ran)} and chapters/{execution.STATE}: commit them")
        checks.outputs(root)
        _keep_ids(root)
        digest, stage = inputs_digest(root), folder / STAGE
        shutil.rmtree(stage, ignore_errors=True)
        try:
            say("HTML pages")
            run.sphinx(root, stage / "html", stage / "doctrees", stage / "pdf", (folder / "pdf", known), say)
            say("data")
            from helpers import exports
            from helpers.publishing import changed, downloads

            from helpers.publishing.typst import reuse

            exports.write(stage / "data")
            changed.write(stage / "data")
            typeset = reuse.note(stage / "doctrees" / "typst", stage / "pdf")
            downloads.gather(stage)
            _tidy(stage)
            _swap(stage, folder)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
        (folder / STAMP).write_text(json.dumps({"inputs": digest, "outputs": _listing(folder), "typeset": typeset}), "utf-8")
    say(f"built in {time.monotonic() - start:.1f} s: _build/html/index.html, _build/pdf/, _build/data/")
    return True


def _check_data(root: Path) -> None:
    from helpers import validation

    problems = validation.check(root)
    if problems:
        raise RecordError(validation.report(problems))


def _keep_ids(root: Path) -> None:
    from helpers import permanence  # it knows charts, which deciding that there is nothing to do does without

    permanence.keep(root)


def _tidy(stage: Path) -> None:
    """Remove what no page uses: Sphinx's bookkeeping, other extensions' scripts, the PDF's intermediate files."""
    for name in ("html/.buildinfo", "html/.doctrees", "pdf/src", "html/_sources"):
        path = stage / name
        shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
    for path in (stage / "html" / "_static").glob("mystnb.*.css"):
        path.unlink()


def main(arguments: Any) -> int:
    """``python -m helpers build``."""
    from helpers import paths

    root = paths.root()
    start = time.monotonic()
    if not build(root, say=lambda text: print(text, file=sys.stderr, flush=True), force=arguments.force):
        print(f"nothing changed; the book is in _build/html and _build/pdf ({time.monotonic() - start:.2f} s)")
    return 0
