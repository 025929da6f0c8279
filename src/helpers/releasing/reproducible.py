"""The same book from the same sources, made twice where everything differs that must not matter.

Folder (one with a space), time zone, language, hash seed and, where a library for it is locked, the clock. The test of
reproducibility and `make release` both use this, so that what is published is what was proved.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Mapping
from importlib import resources, util
from pathlib import Path

from helpers import execution, paths
from helpers.errors import RecordError

PARTS = ("html", "pdf", "data")
HERE = {"TZ": "UTC", "LANG": "C.UTF-8", "PYTHONHASHSEED": "1"}
ELSEWHERE = {"TZ": "Pacific/Auckland", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "77"}
YEAR = "2031"
Say = Callable[[str], None]


def other_clock() -> dict[str, str]:
    """What a process needs in its environment to see the year 2031; nothing where no library for that is locked (Linux on x86_64 has one)."""
    if (sys.platform, platform.machine()) != ("linux", "x86_64") or util.find_spec("libfaketime") is None:
        return {}
    library = next(Path(str(resources.files("libfaketime"))).rglob("libfaketime.so.1"))
    return {
        "LD_PRELOAD": library.name,  # by name, since a path with a space would be read as two
        "LD_LIBRARY_PATH": str(library.parent),
        "FAKETIME": f"@{YEAR}-05-05 05:05:05",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


def digests(folder: Path) -> dict[str, str]:
    """Path within a folder → SHA-256 of each of its files, in the order of the paths."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def built(root: Path) -> dict[str, str]:
    """Path within ``_build`` → digest of every file of the site, the PDFs and the data."""
    return {f"{part}/{name}": value for part in PARTS for name, value in digests(root / "_build" / part).items()}


def stored(root: Path) -> dict[str, str]:
    """Notebooks and the record of their runs → digest."""
    return {name: value for name, value in digests(root / "chapters").items() if "/" not in name}


def differing(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """The paths whose digests differ or that only one side has."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def checkout(root: Path, folder: Path) -> None:
    """The committed sources of a repository in a folder of their own.

    Raises:
        RecordError: there is no commit to take them from.
    """
    archive = folder.with_suffix(".tar")
    with archive.open("wb") as out:
        done = subprocess.run(["git", "archive", "--format=tar", "HEAD"], cwd=root, stdout=out, stderr=subprocess.PIPE, check=False)
    if done.returncode:
        raise RecordError("the sources cannot be taken from the repository", remedy="Commit them, and run the same command again.")
    folder.mkdir(parents=True)
    with tarfile.open(archive) as tar:
        tar.extractall(folder) if sys.version_info < (3, 12) else tar.extractall(folder, filter="data")
    archive.unlink()


def run(root: Path, arguments: list[str], environment: Mapping[str, str]) -> None:
    """A command of the book in a folder, with the code that lies there.

    Raises:
        RecordError: it fails; what it said is in the message.
    """
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "COV_", "LC_", "GIT_"))}
    kept |= {paths.ENVIRONMENT: str(root), "PYTHONPATH": str(root / "src"), **environment}
    done = subprocess.run([sys.executable, "-m", "helpers", *arguments], cwd=root, env=kept, capture_output=True, text=True, check=False)
    if done.returncode:
        said = "\n".join((done.stderr or done.stdout).strip().splitlines()[-20:])
        raise RecordError(f"{' '.join(arguments)} failed with exit code {done.returncode}: {said}", root.name)


def make(root: Path, environment: Mapping[str, str]) -> None:
    """Run every notebook anew and build, with nothing left from before."""
    for name in ("_build", ".cache"):
        shutil.rmtree(root / name, ignore_errors=True)
    (root / "chapters" / execution.STATE).unlink(missing_ok=True)  # without a record of runs each notebook runs
    run(root, ["build"], environment)


def twice(root: Path, scratch: Path, say: Say = lambda text: None, build: Callable[[Path, Mapping[str, str]], None] = make) -> Path:
    """Build the committed book in two places that have nothing in common but the sources.

    Args:
        root: the repository.
        scratch: an empty folder for the two copies.
        say: called with each line of progress.
        build: how a copy is built.

    Returns:
        The first of the two copies, built.

    Raises:
        RecordError: a build fails; the two differ; or the notebooks that are committed are not those that a run gives.
    """
    places = (("one", HERE), ("an other", {**ELSEWHERE, **other_clock()}))
    for name, environment in places:
        say(f"building in a folder of its own, {environment['TZ']}")
        checkout(root, scratch / name)
        build(scratch / name, environment)
    one, other = (scratch / name for name, _ in places)
    if found := differing(built(one), built(other)):
        raise RecordError(f"two builds of the same sources differ in {len(found)} files: {', '.join(found[:5])}", remedy="Look for a clock, a path or an order that is not fixed.")
    if found := differing(stored(one), stored(root)):
        raise RecordError(f"the stored notebooks are not those that a fresh run gives: {', '.join(found)}", "chapters", "Run `make execute ALL=1` and commit them.")
    say(f"{len(built(one)):,} files, the same bytes in both places")
    return one
