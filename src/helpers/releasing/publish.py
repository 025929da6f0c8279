"""`make release`: the committed, frozen book built twice, compared, and packed into ``dist/``.

What comes out: the archive (site with PDFs and data in it, licences, citation file, digests), each download by itself,
the release notes from ``CHANGELOG.md``, and ``SHA256SUMS`` of all that. The digests of the site go to ``releases/``, to be
committed, so that `python -m helpers verify` can tell a copy later.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from helpers import bookmarks, citation_files, edition, ledger, paths, releases
from helpers.edition import Edition
from helpers.errors import RecordError
from helpers.releasing import reproducible, verify
from helpers.validation.reading import read

DIST, NOTES = "dist", "RELEASE-NOTES.md"
BESIDE = ("LICENSE", "LICENSE-DATA", citation_files.CFF, "CHANGELOG.md")  # files of the sources that go into the archive
Build = Callable[[Path, Path, Callable[[str], None]], Path]


def stem(about: Edition, name: str) -> str:
    """How the folder of a release and its archive are called; the data's own archive has the name without “book”."""
    return f"{name}-{about.version}"


def notes(changelog: str, about: Edition) -> str:
    """The part of the changelog that tells of an edition, as release notes.

    Raises:
        RecordError: it tells nothing of that version, or names another day.
    """
    head = re.search(rf"(?m)^## \[{re.escape(about.version)}\](?: - (\S+))?[ ]*$", changelog)
    if not head:
        raise RecordError(f"the changelog does not tell of version {about.version}", "CHANGELOG.md", f"Add “## [{about.version}] - {about.date}” and what a reader should know.")
    if head[1] != about.date:
        raise RecordError(f"version {about.version} is of {about.date} in data/datapackage.json, and of {head[1] or 'no day'} here", "CHANGELOG.md", "Let both say the same.")
    following = re.search(r"(?m)^## ", changelog[head.end() :])
    text = changelog[head.end() : head.end() + following.start() if following else None].strip()
    if not text:
        raise RecordError(f"the changelog says nothing of version {about.version}", "CHANGELOG.md", "Write what a reader should know.")
    return f"# {about.title} {about.version}, {about.date}\n\n{text}\n\n## How to cite\n\n{about.citation}\n"


def _dirty(root: Path, version: str) -> list[str]:
    """What the tree holds that no commit has, but for the digests that releasing itself writes."""
    done = subprocess.run(["git", "status", "--porcelain", "--untracked-files=all"], cwd=root, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RecordError("this is no repository, so that nobody could say what was released", remedy="Release from a clone.")
    own = verify.path_of(root, version).relative_to(root).as_posix()
    return [line[3:] for line in done.stdout.splitlines() if line[3:] != own]


def ready(root: Path) -> Edition:
    """The edition that the sources are ready to release.

    Raises:
        RecordError: they are not: something is not committed, values changed without a new version, the release is not
            frozen, a file repeats another version, or the changelog does not tell of it.
    """
    data = read(root / "data")
    about = edition.of(data.package)
    if changed := _dirty(root, about.version):
        more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
        raise RecordError(f"the tree holds changes that no commit has: {', '.join(changed[:3])}{more}", remedy="Commit them or take them back.")
    frozen, state = releases.last(root / "data"), releases.state(data)
    if frozen is None or frozen["version"] != about.version:
        was = f"of {frozen['version']}" if frozen else "missing"
        raise RecordError(f"the data are of version {about.version}, and data/release.json is {was}", remedy="Run `make freeze` and commit what it writes.")
    if changed := sorted(name for name in state["tables"].keys() | frozen["tables"].keys() if state["tables"].get(name) != frozen["tables"].get(name)):
        raise RecordError(f"values changed since version {about.version} was frozen, and the version is still the same: {', '.join(changed)}", "data/datapackage.json", "Raise the version, then run `make freeze`.")
    entries = ledger.read(root)
    if not entries or entries[-1]["version"] != about.version or entries[-1]["book"] != bookmarks.read(root):
        raise RecordError("pages, figures or numbers changed since the release was frozen", f"data/{ledger.FILE}", "Run `make freeze` again and commit what it writes.")
    if stale := citation_files.stale(root):
        raise RecordError(f"another version, date or DOI than in data/datapackage.json stands in {', '.join(stale)}", remedy="Run `make freeze` and commit what it writes.")
    notes((root / "CHANGELOG.md").read_text("utf-8") if (root / "CHANGELOG.md").is_file() else "", about)
    return about


def readme(about: Edition) -> str:
    """What the archive says of itself."""
    return (
        f"{about.citation}\n\nOpen html/index.html: the book works from disk, without a network. PDFs and data lie in html/downloads.\n"
        f"{verify.SUMS} holds the digest of every file: sha256sum --check {verify.SUMS}\nText, figures and data: {about.licence}. Code: {citation_files.CODE_LICENCE}.\n"
    )


def archived(root: Path, book: Path, about: Edition) -> Iterator[tuple[str, bytes]]:
    """Path and content of everything in the archive but the digests, sorted by path."""
    found = {name: root / name for name in BESIDE if (root / name).is_file()}
    found |= {path.relative_to(book / "_build").as_posix(): path for path in (book / "_build" / "html").rglob("*") if path.is_file()}
    for name in sorted([*found, "README.txt"]):
        yield name, readme(about).encode() if name == "README.txt" else found[name].read_bytes()


def pack(target: Path, root: Path, book: Path, about: Edition) -> dict[str, str]:
    """Write the archive, the same bytes for the same book: sorted, stored, dated by the release; returns its digests.

    Stored, not deflated: compressors differ from machine to machine, and most of it is packed already.
    """
    year, month, day = (int(part) for part in about.date.split("-"))
    sums: dict[str, str] = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:

        def put(name: str, content: bytes) -> None:
            entry = zipfile.ZipInfo(f"{target.stem}/{name}", (max(year, 1980), month, day, 0, 0, 0))
            entry.external_attr, entry.create_system = 0o100644 << 16, 3
            archive.writestr(entry, content)

        for name, content in archived(root, book, about):
            sums[name] = hashlib.sha256(content).hexdigest()
            put(name, content)
        put(verify.SUMS, verify.format(sums).encode())
    return sums


def assemble(root: Path, book: Path, about: Edition) -> tuple[Path, Path]:
    """Lay out the release that a built book makes; returns its folder in ``dist/`` and the file of its digests."""
    name = read(root / "data").package["name"]
    folder = root / DIST / stem(about, name)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    sums = pack(folder / f"{stem(about, name)}-book.zip", root, book, about)
    for part in ("pdf", "data"):
        for path in sorted((book / "_build" / part).iterdir()):
            shutil.copyfile(path, folder / path.name)
    (folder / NOTES).write_text(notes((root / "CHANGELOG.md").read_text("utf-8"), about), "utf-8", newline="\n")
    (folder / verify.SUMS).write_text(verify.format(reproducible.digests(folder)), "utf-8", newline="\n")
    kept = verify.path_of(root, about.version)
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(verify.format(sums), "utf-8", newline="\n")
    return folder, kept


def publish(root: Path, say: Callable[[str], None], build: Build = reproducible.twice) -> Path:
    """Make the release; returns its folder.

    Args:
        root: the repository.
        say: called with each line of progress.
        build: gives a built copy of the committed book, from an empty folder to build in.

    Raises:
        RecordError: the sources are not ready, or two builds differ; nothing was written then.
    """
    about = ready(root)
    with tempfile.TemporaryDirectory() as scratch:
        folder, kept = assemble(root, build(root, Path(scratch), say), about)
    archive = next(folder.glob("*-book.zip"))
    verdict = verify.verify(archive, root)
    if not verdict.same:
        raise RecordError(f"the archive is not what was built: {verify.report(verdict, archive)}", remedy="This is a fault in helpers.releasing.")
    say(f"{folder.relative_to(root)}: {len(list(folder.iterdir()))} files, {sum(p.stat().st_size for p in folder.iterdir()) / 1e6:.0f} MB")
    say(f"Commit {kept.relative_to(root)}, tag the commit v{about.version}, and attach what is in {folder.relative_to(root)}.")
    return folder


def main(arguments: Any = None) -> int:
    """``python -m helpers publish``: make the release and tell how far it is."""
    start = time.monotonic()
    publish(paths.root(), lambda text: print(f"{text} ({time.monotonic() - start:.0f} s)", file=sys.stderr, flush=True))
    return 0
