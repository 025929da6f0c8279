"""An id of the book never vanishes: pages, sections, figures and tables stay, or ``redirects`` says where they went.

``releases`` sees to the ids of rows; here are those of the pages, compared with the bookmarks of the last release. In
``redirects`` their ``table`` is ``page``, ``section``, ``figure`` or ``table``; a page is named as in the contents.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from helpers import bookmarks, ledger, since
from helpers.errors import RecordError
from helpers.validation.across import BOOKMARKS
from helpers.validation.cells import nearest
from helpers.validation.problems import Problem
from helpers.validation.reading import read

KINDS = {kind: plural for plural, kind in since.NAMES.items() if kind in BOOKMARKS}  # as redirects name them → as bookmarks do


def compare(entries: Sequence[Mapping[str, Any]], book: Mapping[str, Any], moved: Mapping[tuple[str, str], str]) -> Iterator[Problem]:
    """What the book as it is breaks of what its releases promised.

    Args:
        entries: the releases, oldest first.
        book: the bookmarks as they are.
        moved: every redirect, as ``since.moves`` gives them.

    Returns:
        A problem for each id of a release that is gone without redirect, for each redirect of a bookmark that is still
        there or leads nowhere, and for each table whose rows have another address.
    """
    first: dict[tuple[str, str], str] = {}
    for entry in entries:
        for kind, plural in KINDS.items():
            for name in entry["book"].get(plural, ()):
                first.setdefault((kind, name), entry["version"])
    everything = [name for plural in KINDS.values() for name in book[plural]]
    for (kind, name), version in first.items():
        if name not in book[KINDS[kind]] and (kind, name) not in moved:
            rule = f"a {kind} of release {version} stays, or a redirect says where it went"
            remedy = f"Restore it, or add a row to data/redirects.csv: table {kind}, old_id {name}, new_id the id in its place, and the reason."
            yield Problem("book", name, "", name, rule, remedy)
    for (kind, old), new in moved.items():
        if kind not in KINDS:
            continue
        if old in book[KINDS[kind]]:
            yield Problem("redirects", f"{kind}/{old}", "old_id", old, f"a {kind} that moved is no longer in the book", "Remove the redirect.")
        if new and new not in everything:
            remedy = "Let it lead to where that one leads." if any(new == name for _, name in moved) else f"{nearest(new, everything)}Correct the id."
            yield Problem("redirects", f"{kind}/{old}", "new_id", new, "a redirect of a page, section, figure or table leads to one", remedy)
    for table, place in entries[-1]["book"].get("rows", {}).items() if entries else ():
        if table in book["rows"] and book["rows"][table] != place:
            was = f"{place[0]}.html#{place[1]}…"
            yield Problem("book", table, "", was, f"the rows of a table keep the address that they had in release {entries[-1]['version']}", "Restore it in helpers/publishing/addresses.py.")


def findings(root: Path) -> list[Problem]:
    """What the book breaks of its releases; nothing before the first, or where there are no pages."""
    entries = ledger.read(root)
    book = bookmarks.current(root) if entries else {"pages": {}}
    return list(compare(entries, book, since.moves(read(root / "data")))) if book["pages"] else []


def keep(root: Path) -> None:
    """Refuse a book in which an id of a release leads nowhere.

    Raises:
        RecordError: all such ids in one message, with what to do.
    """
    if found := findings(root):
        raise RecordError("\n".join(f"{p.table} {p.row}: {p.rule}. {p.remedy}" for p in found))


def homes(root: Path) -> dict[tuple[str, str], str]:
    """Kind and id of every page, section, figure and table that any release had → the page on which it stood first.

    Needed for redirects: whoever kept the old address comes to the old page.
    """
    found: dict[tuple[str, str], str] = {}
    for entry in ledger.read(root):
        for kind, plural in KINDS.items():
            for name in entry["book"].get(plural, ()):
                found.setdefault((kind, name), bookmarks.place(entry["book"], plural, name)[0])
    return found
