"""Earlier states of the record: from the zip of a release, a folder, or the history of the repository."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from helpers import releases
from helpers.errors import RecordError
from helpers.validation.reading import Data, read


@contextmanager
def at(where: str, root: Path) -> Iterator[Data]:
    """The tables of another state: a zip of a release, a folder with ``datapackage.json``, or a revision of git.

    Raises:
        RecordError: it is none of the three, or holds no data package.
    """
    path = Path(where)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if path.is_dir():
            folder = path
        elif path.is_file() and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                archive.extractall(folder)
        else:
            done = subprocess.run(["git", "archive", "--format=tar", where, "--", "data"], cwd=root, capture_output=True, check=False)
            if done.returncode:
                raise RecordError(f"“{where}” is no zip, no folder and no revision of the repository", remedy="Name the zip of a release, as _build/data has it.")
            with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
                for member in archive:  # by hand: Python 3.11.3 and older know no filters
                    if member.isfile() and (content := archive.extractfile(member)):
                        (folder / Path(member.name).name).write_bytes(content.read())
        schema = min(folder.rglob("datapackage.json"), key=lambda p: len(p.parts), default=None)
        if schema is None:
            raise RecordError(f"there is no datapackage.json in {where}", remedy="Name the zip of a release, as _build/data has it.")
        yield read(schema.parent)


def last_release(root: Path) -> str:
    """The revision that holds the tables of the last release: the commit of ``data/release.json``, if they fit it.

    Raises:
        RecordError: there is no release, no history, or tables that do not fit the digests.
    """
    released = releases.last(root / "data")
    if released is None:
        raise RecordError("there is no release yet", "data/release.json", "Compare with a zip, a folder or a revision by name.")
    done = subprocess.run(["git", "log", "-1", "--format=%H", "--", "data/release.json"], cwd=root, capture_output=True, text=True, check=False)
    revision = done.stdout.strip()
    remedy = "Name its zip: python -m helpers changes <zip>, or release --write --since <zip>."
    if done.returncode or not revision:
        raise RecordError(f"the tables of release {released['version']} are not at hand", "data/release.json", remedy)
    with at(revision, root) as data:
        rows = {name: table["rows"] for name, table in releases.state(data)["tables"].items()}
        if rows != {name: table["rows"] for name, table in released["tables"].items()}:
            raise RecordError(f"the tables of commit {revision[:7]} are not those of release {released['version']}", "data/release.json", remedy)
    return revision
