"""What changed since somebody cited the book: from a version or a day on, one list of changes, release by release.

Computed from ``data/release-history.json`` (what each release changed), the digests of the last release in
``data/release.json`` compared with the tables as they are, ``errata`` (old and new value of a fact, and why), and the
bookmarks of the book. Nothing is read from the history of a repository, so that a copy without one tells the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from helpers import bookmarks, ledger, releases
from helpers.changes import STANDING, UNEXPLAINED
from helpers.errors import RecordError
from helpers.validation.reading import Data, read

NEXT = "next"  # stands for the release that is not made yet
# Bookmarks by kind, and what one of them is called.
NAMES = {"pages": "page", "sections": "section", "figures": "figure", "tables": "table", "numbers": "number"}


@dataclass(frozen=True)
class Change:
    """One change, as a reader who cited the book must know it.

    Attributes:
        release: version in which it came; ``NEXT`` if no release has it yet.
        date: day of that release, ISO; empty for the next one.
        kind: ``corrected`` (a published fact, with its reason), ``changed`` (wording, a cell that was empty, sources; a
            number in the text; the data of a figure), ``added``, ``withdrawn`` or ``moved``.
        what: table of the record; or ``page``, ``section``, ``figure``, ``table``, ``number``.
        id: of the row or bookmark; empty where ``ids`` or ``count`` speak of several.
        field: of the row, empty if that is not known; of a number the words around it, with ``#`` in its place.
        old, new: cells as they were and are; of a moved id the two ids; empty if not known.
        reason: why, where somebody said it.
        place: page of a bookmark, with its section after a hash where it has one.
        count: how many rows came or went.
        ids: their ids, where the table gives ids of their own.
    """

    release: str
    date: str
    kind: str
    what: str
    id: str = ""
    field: str = ""
    old: str = ""
    new: str = ""
    reason: str = ""
    place: str = ""
    count: int = 1
    ids: tuple[str, ...] = ()

    def json(self) -> dict[str, Any]:
        """The change without its empty parts."""
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(self).items() if value not in ("", (), 1)}


def _tables(release: str, date: str, tables: Mapping[str, Any]) -> Iterator[Change]:
    for name, said in tables.items():
        for old, new in said.get("moved", {}).items():
            yield Change(release, date, "moved", name, old, old=old, new=new)
        for row in said.get("removed", ()):
            yield Change(release, date, "withdrawn", name, row)
        for row, field, old, new, reason in said.get("values", ()):
            corrected = bool(reason) and reason != UNEXPLAINED and field not in STANDING
            yield Change(release, date, "corrected" if corrected else "changed", name, row, field, old, new, "" if reason == UNEXPLAINED else reason)
        if added := said.get("added"):
            ids = tuple(added) if isinstance(added, list) else ()
            yield Change(release, date, "added", name, count=len(ids) or int(added), ids=ids)


def _bookmarks(release: str, date: str, old: Mapping[str, Any], new: Mapping[str, Any], moved: Mapping[tuple[str, str], str]) -> Iterator[Change]:
    for kind, what in NAMES.items():
        before, now = old.get(kind, {}), new.get(kind, {})
        for name, was in before.items():
            if kind == "numbers":
                page, _, number = name.partition(" ")
                if name in now and now[name][1] != was[1]:
                    place = page + (f"#{now[name][0]}" if now[name][0] else "")
                    yield Change(release, date, "changed", what, number, now[name][2], was[1], now[name][1], place=place)
            elif name not in now:
                target = moved.get((what, name), "")
                place = name if kind == "pages" else was if kind == "sections" else was[0]
                yield Change(release, date, "moved" if target else "withdrawn", what, name, old=name if target else "", new=target, place=place)
            elif kind in ("figures", "tables") and now[name][1] != was[1]:
                yield Change(release, date, "changed", what, name, place=now[name][0])
        added = [name for name in now if name not in before]
        if added and kind != "numbers":
            yield Change(release, date, "added", what, count=len(added), ids=tuple(added))


def moves(data: Data) -> dict[tuple[str, str], str]:
    """Every redirect: table or kind of bookmark, and old id → new id (empty if it was withdrawn)."""
    table = data.tables.get("redirects")
    return {(r.cells.get("table", ""), r.cells.get("old_id", "")): r.cells.get("new_id", "") for r in table.rows} if table else {}


def _pending(data: Data) -> Iterator[Change]:
    """What changed in the tables since the last release: by the digests of rows, told by the errata that came since."""
    released = releases.last(data.folder)
    if released is None:
        return
    moved, errata, told = moves(data), data.tables.get("errata"), set()
    known = released["tables"].get("errata", {}).get("rows", {})
    for row in errata.rows if errata else ():
        if errata.id(row) in known:
            continue
        cells = {name: row.cells.get(name, "") for name in ("table", "row_id", "field", "old_value", "new_value", "reason")}
        told.add((cells["table"], cells["row_id"]))
        yield Change(NEXT, "", "corrected", *cells.values())
    state = releases.state(data)["tables"]
    for name, table in state.items():
        before = released["tables"].get(name, {"rows": {}})["rows"]
        ids = set(moved.get((name, old), "") for old in before if old not in table["rows"])
        for old in before:
            if old not in table["rows"]:
                target = moved.get((name, old), "")
                yield Change(NEXT, "", "moved" if target else "withdrawn", name, old, old=old if target else "", new=target)
            elif before[old] != table["rows"][old] and (name, old) not in told:
                yield Change(NEXT, "", "changed", name, old)
        if added := [row for row in table["rows"] if row not in before and row not in ids]:
            yield Change(NEXT, "", "added", name, count=len(added), ids=tuple(added) if table["permanent"] else ())
    for name in sorted(set(released["tables"]) - set(state)):
        yield Change(NEXT, "", "withdrawn", name, count=len(released["tables"][name]["rows"]))


def changes(root: Path) -> list[Change]:
    """Every change from the first release to the book as it is: newest release first, within it tables, then bookmarks.

    Raises:
        RecordError: a file of the releases cannot be read.
    """
    files = [p for folder in ("data", "chapters", "record") for p in sorted((root / folder).glob("*")) if p.is_file()]
    return list(_changes(root, tuple((str(p), p.stat().st_mtime_ns) for p in files)))


@lru_cache(2)  # asked by the page and by its download; what it reads takes a second
def _changes(root: Path, stamp: tuple[tuple[str, int], ...]) -> tuple[Change, ...]:
    entries, data = ledger.read(root), read(root / "data")
    if not entries:
        return ()
    found: list[Change] = []
    moved = {key: new for key, new in moves(data).items() if new}
    book = bookmarks.current(root)
    found += _pending(data)
    if book["pages"]:
        found += _bookmarks(NEXT, "", entries[-1]["book"], book, moved)
    for before, entry in reversed(list(zip([{"book": {}}, *entries], entries))):
        found += _tables(entry["version"], entry["date"], entry["tables"])
        if before["book"]:
            found += _bookmarks(entry["version"], entry["date"], before["book"], entry["book"], moved)
    return tuple(found)


def since(found: Sequence[Change], entries: Sequence[Mapping[str, Any]], start: str) -> list[Change]:
    """The changes that somebody who cited a version, or read the book on a day, has not seen.

    Args:
        found: changes as ``changes`` gives them.
        entries: the releases, oldest first (``ledger.read``).
        start: a version, or a day as ISO text: the release that was the newest on it counts as read.

    Raises:
        RecordError: there was no such version, or no release yet on that day.
    """
    versions = [entry["version"] for entry in entries]
    if start in versions:
        seen = versions.index(start) + 1
    else:
        seen = sum(entry["date"] <= start for entry in entries) if len(start) == 10 and start[4:5] == "-" else 0
    if not seen:
        told = ", ".join(f"{entry['version']} ({entry['date']})" for entry in entries)
        raise RecordError(f"there was no release “{start}”", remedy=f"There were: {told or 'none yet'}; or name a later day.")
    return [change for change in found if change.release not in versions[:seen]]
