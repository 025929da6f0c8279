"""PDFs that need not be set again, because the last build set them from the same input.

A PDF depends on nothing but its markup, the pictures and templates that the markup names, the fonts, the time stamp and
the version of Typst. Their digest is stored with the digest of the file that came out; where both still hold, the file of
the last build is the one that a new run would give.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typst

from helpers.publishing.typst.compiling import STANDARDS, Job, Press

NOTE = "typeset.json"
_NAMED = re.compile(rb'"([\w.-]+\.(?:svg|png|jpe?g|json|typ))"')


def digest(job: Job, press: Press) -> str:
    """One digest of everything that a PDF is made from."""
    h = hashlib.sha256(json.dumps([typst.__version__, STANDARDS, press.sans, press.timestamp, job.source.name]).encode())
    fonts = [path for folder in press.font_folders for path in sorted(Path(folder).rglob("*")) if path.is_file()]
    found, waiting = set(), [job.source]
    while waiting:
        path = waiting.pop()
        if path in found or not path.is_file():
            continue
        found.add(path)
        if path.suffix in (".typ", ".json"):
            waiting += [job.source.parent / name.decode() for name in sorted(set(_NAMED.findall(path.read_bytes())))]
    for path in [*fonts, *sorted(found)]:
        h.update(f"\0{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return h.hexdigest()


def of(path: Path) -> str:
    """Digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def note(folder: Path, pdfs: Path) -> dict[str, list[str]]:
    """For the next build: PDF → the digest of its input, written by ``take``, and its own."""
    inputs: dict[str, str] = json.loads((folder / NOTE).read_text("utf-8"))
    return {name: [made_from, of(pdfs / name)] for name, made_from in inputs.items()}


def take(jobs: Iterable[Job], press: Press, last: Path, known: dict[str, Any]) -> list[Job]:
    """Copy what the last build has already; note the input of all; returns the jobs that are left, in their order.

    Args:
        last: folder of the PDFs of the last build.
        known: what ``note`` gave then.
    """
    inputs, left = {}, []
    for job in jobs:
        name, old = job.target.name, last / job.target.name
        inputs[name] = digest(job, press)
        if known.get(name, [""])[0] == inputs[name] and old.is_file() and of(old) == known[name][1]:
            shutil.copyfile(old, job.target)
        else:
            left.append(job)
        folder = job.source.parent
    (folder / NOTE).write_text(json.dumps(inputs), "utf-8")
    return left
