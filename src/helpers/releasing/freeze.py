"""`make freeze`: what a release promises, written into the sources, to be committed before it is built.

It refuses what breaks a promise of the release before, or leaves a changed fact without its reason. What it writes:
``data/release.json`` (ids and digests), ``data/release-history.json`` (bookmarks, and what changed), ``data/CHANGES.md``
(the same for a reader), and the files that repeat version, date or DOI.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from helpers import bookmarks, changes, citation_files, earlier, edition, execution, ledger, paths, permanence, releases, validation
from helpers.errors import RecordError
from helpers.validation.reading import read


def _changed(root: Path, since: str | None) -> dict[str, Any] | None:
    """What changed in the tables since the last release; None if nothing did, or there was none."""
    data = read(root / "data")
    released = releases.last(root / "data")
    if released is None or releases.state(data)["tables"] == released["tables"]:
        return None
    with earlier.at(since or earlier.last_release(root), root) as before:
        return ledger.tables(changes.between(before, data), data)


def freeze(root: Path, since: str | None = None) -> list[str]:
    """Make the present state of the book the next release.

    Args:
        root: folder of the book.
        since: the last release as zip, folder or revision; found in the history of the repository if left out.

    Returns:
        The files that were written, by their path in the book.

    Raises:
        RecordError: the data have problems, notebooks are stale, an id leads nowhere, the version does not show what
            changed, or a fact changed without erratum; nothing was written then.
    """
    problems = validation.check(root)
    if problems:
        raise RecordError(validation.report(problems))
    if stale := execution.stale(root):
        raise RecordError(f"{len(stale)} notebooks are out of date", "chapters", "Run `make execute`, then freeze.")
    permanence.keep(root)
    citation_files.derived(root)  # says now, not halfway, if a file has lost its line
    told = changes.for_release(root, since)
    changed = _changed(root, since)
    book = bookmarks.read(root)
    path = releases.write_release(root)
    if told:
        changes.keep(root, told)
    about = edition.of(read(root / "data").package)
    history = ledger.append(root, about.version, about.date, book, changed)
    written = [path, history, *([root / "data" / changes.FILE] if told else [])]
    return [*(p.relative_to(root).as_posix() for p in written), *citation_files.write(root)]


def main(arguments: Any = None) -> int:
    """``python -m helpers release``: compare with the last release; with ``--write``, make the present state one."""
    root = paths.root()
    if getattr(arguments, "write", False):
        written = freeze(root, getattr(arguments, "since", None))
        print(f"Release {edition.of(read(root / 'data').package).version} is frozen. Commit {', '.join(written)}; then `make release`.")
        return 0
    data = read(root / "data")
    problems = [*releases.findings(data), *permanence.findings(root)]
    print(validation.report(problems) if releases.last(data.folder) else "There is no release yet.")
    return int(any(not p.warning for p in problems))
