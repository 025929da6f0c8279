"""Whether a copy of the book is the one that was released: every file that differs, is missing or is extra.

`make release` leaves the digests of a release in ``releases/<version>.sha256``, committed with the sources; the archive
holds the same list as ``SHA256SUMS``. A copy is the archive, packed or not, a folder with the site, the PDFs and the
data as a build leaves it, the site alone, or one of its downloads.
"""

from __future__ import annotations

import hashlib
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helpers import edition, paths
from helpers.errors import RecordError

FOLDER, SUMS = "releases", "SHA256SUMS"
DOWNLOADS = "html/downloads/"
BESIDE = ("pdf/", "data/")  # in a build folder these hold once more what the site offers for download
SAME, OTHER, UNKNOWN = 0, 1, 2  # exit codes
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_VERSIONED = re.compile(r".*-(\d+\.\d+\.\d+)\.(?:zip|sqlite)")


@dataclass
class Verdict:
    """What a comparison found: the release, how many files were compared, and the paths that are not as they were released."""

    version: str
    compared: int = 0
    differs: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Whether the copy is the release."""
        return bool(self.compared) and not (self.differs or self.missing or self.extra)


def parse(text: str, where: str) -> dict[str, str]:
    """Path → digest, from the lines of ``sha256sum``.

    Raises:
        RecordError: a line is none.
    """
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.fullmatch(line)
        if not match:
            raise RecordError("a line of digests is a SHA-256, two blanks and a path", f"{where}, line {number}", "Take the file from the release.")
        found[match[2]] = match[1]
    return found


def format(digests: dict[str, str]) -> str:
    """``parse`` the other way round, sorted by path."""
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests))


def _files(copy: Path) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file of a folder or a zip."""
    if copy.is_dir():
        for path in sorted(copy.rglob("*")):
            if path.is_file():
                yield path.relative_to(copy).as_posix(), path.read_bytes()
        return
    with zipfile.ZipFile(copy) as archive:
        for name in sorted(n for n in archive.namelist() if not n.endswith("/")):
            yield name, archive.read(name)


def contents(copy: Path) -> dict[str, str]:
    """Path → digest of the files of a copy, their paths as the release has them.

    A folder around everything is taken off; the site alone is put below ``html/``; PDFs and data in folders of their own
    are what the site offers for download. What else lies beside the site of a build folder is none of the book.

    Raises:
        RecordError: there is no page of the book in it.
    """
    found = {name: hashlib.sha256(data).hexdigest() for name, data in _files(copy)}
    top = {name.partition("/")[0] for name in found}
    if len(top) == 1 and not {"html/index.html", "index.html"} & found.keys():
        found = {name.partition("/")[2]: digest for name, digest in found.items()}
    if "html/index.html" not in found and "index.html" in found:
        return {f"html/{name}": digest for name, digest in found.items()}
    if "html/index.html" not in found:
        raise RecordError("there is no copy of the book in it", str(copy), "Name the archive, its folder, the folder of the site, or one of its downloads.")
    if SUMS in found:
        return found
    return {name: digest for name, digest in found.items() if name.startswith(("html/", *BESIDE))}


def compare(copy: dict[str, str], released: dict[str, str], version: str = "") -> Verdict:
    """Set the files of a copy against those of a release; what the archive has beside the site may be left out with it."""
    whole = SUMS in copy
    wanted = {name: digest for name, digest in released.items() if whole or name.startswith("html/")}
    verdict = Verdict(version)
    for name, digest in sorted(copy.items()):
        place = DOWNLOADS + name.partition("/")[2] if name.startswith(BESIDE) else name
        if name == SUMS:
            changed = digest != hashlib.sha256(format(released).encode()).hexdigest()
        elif place not in wanted:
            verdict.extra.append(name)
            continue
        else:
            changed = digest != wanted[place]
        verdict.compared += 1
        verdict.differs += [name] if changed else []
    verdict.missing = sorted(wanted.keys() - copy.keys())
    return verdict


def one_file(file: Path, releases: dict[str, Path]) -> Verdict | None:
    """A single download, told by its name: compared with the releases that have such a file, the newest first; None if none has."""
    digest, found = hashlib.sha256(file.read_bytes()).hexdigest(), None
    for version, path in reversed(releases.items()):
        released = parse(path.read_text("utf-8"), str(path))
        if DOWNLOADS + file.name not in released:
            continue
        if released[DOWNLOADS + file.name] == digest:
            return Verdict(version, 1)
        found = found or Verdict(version, 1, [file.name])
    return found


def known(root: Path) -> dict[str, Path]:
    """Version → the digests of every release that these sources know, the oldest first."""
    found = [path for path in (root / FOLDER).glob("*.sha256") if re.fullmatch(r"\d+\.\d+\.\d+", path.stem)]
    return {path.stem: path for path in sorted(found, key=lambda p: [int(part) for part in p.stem.split(".")])}


def claimed(names: list[str]) -> str:
    """The version that a copy says it is, by the name of its data; empty if it says none."""
    return next((match[1] for name in sorted(names) if (match := _VERSIONED.fullmatch(name))), "")


def verify(copy: Path, root: Path, sums: Path | None = None) -> Verdict:
    """Compare a copy with the release that it says it is.

    Args:
        copy: a folder or a file.
        root: the sources, which know their releases.
        sums: the digests to compare with, where the sources do not have them.

    Raises:
        RecordError: there is nothing to compare, or nothing to compare it with.
    """
    if not copy.exists():
        raise RecordError("there is no such file or folder", str(copy), "Name a copy of the book.")
    releases = {sums.stem: sums} if sums else known(root)
    if copy.is_file():
        if alone := one_file(copy, releases):
            return alone
        if not zipfile.is_zipfile(copy):
            raise RecordError("no release that is known here has such a file", str(copy), "Name the digests of its release with --sums.")
    files = contents(copy)
    version = claimed(list(files))
    if not sums and version not in releases:
        told = f"Known are: {', '.join(releases)}. " if releases else ""
        what = f"the digests of release {version} are not here" if version else "the copy does not say which release it is"
        raise RecordError(what, str(copy), f"{told}Name a file of digests with --sums.")
    path = sums or releases[version]
    return compare(files, parse(path.read_text("utf-8"), str(path)), version or path.stem)


def report(verdict: Verdict, copy: Path) -> str:
    """The verdict in words, a line for each file that is not as it was released."""
    lines = [f"{word:8} {name}" for word, names in (("differs", verdict.differs), ("missing", verdict.missing), ("extra", verdict.extra)) for name in names]
    if verdict.same:
        return f"{copy} is release {verdict.version}: {verdict.compared:,} {'files' if verdict.compared > 1 else 'file'}, every one as released."
    counts = f"{len(verdict.differs)} differ, {len(verdict.missing)} are missing, {len(verdict.extra)} are extra"
    return "\n".join([*lines, f"{copy} is not release {verdict.version}: of {verdict.compared:,} files compared, {counts}."])


def main(arguments: Any) -> int:
    """``python -m helpers verify [PATH]``: exit code 0 for the release, 1 for another book, 2 if that cannot be told."""
    root = paths.root()
    copy = Path(arguments.path) if arguments.path else root / "_build"
    try:
        verdict = verify(copy, root, Path(arguments.sums) if arguments.sums else None)
    except (RecordError, OSError, zipfile.BadZipFile) as error:
        print(error, file=sys.stderr)
        return UNKNOWN
    print(report(verdict, copy))
    return SAME if verdict.same else OTHER


def path_of(root: Path, version: str = "") -> Path:
    """Where the digests of a release are kept, of the present version if none is named."""
    return root / FOLDER / f"{version or edition.current().version}.sha256"
