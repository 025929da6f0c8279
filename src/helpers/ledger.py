"""Every release there was, in ``data/release-history.json``: its day, its bookmarks, and what changed in it.

``release.json`` holds the last state of the rows as digests, which show that something changed; here each release adds
what it was: rows that came, went or moved, and every value with the reason that ``errata`` gives. `make freeze` appends
an entry, and nothing else writes here. An entry, oldest first:

``version``, ``date``; ``book`` (see ``bookmarks``); ``tables``: table → any of ``new``, ``gone`` (true), ``fields_added``,
``fields_removed``, ``added``, ``removed`` (ids; for rows without ids of their own their number), ``moved`` (old id → new
id) and ``values`` (row, field, old, new, reason); empty for the first release.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from helpers.changes import TableChange
from helpers.errors import RecordError
from helpers.validation.reading import Data

FILE = "release-history.json"
ABOUT = "Every release: its bookmarks, and what changed in it. Written by `make freeze`; what it says of a release is never edited."


def read(root: Path) -> list[dict[str, Any]]:
    """The entries of all releases, oldest first; none before the first.

    Raises:
        RecordError: the file is not JSON.
    """
    try:
        found = json.loads((root / "data" / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return []
    except ValueError as error:
        raise RecordError(f"not valid JSON ({error})", f"data/{FILE}", "Restore it from the release.") from None
    return list(found["releases"])


def _ids(ids: Sequence[str], permanent: bool) -> list[str] | int:
    return list(ids) if permanent else len(ids)


def tables(changes: Sequence[TableChange], new: Data) -> dict[str, Any]:
    """What ``changes.between`` found, as an entry keeps it."""
    found = {}
    for change in changes:
        key = new.tables[change.name].key if change.name in new.tables else [""]
        permanent = len(key) == 1 and key[0].endswith("_id")
        said: dict[str, Any] = {
            "new": change.is_new,
            "gone": change.is_gone,
            "fields_added": change.fields_added,
            "fields_removed": change.fields_removed,
            "added": _ids(change.added, permanent),
            "removed": list(change.removed),
            "moved": change.moved,
            "values": [[v.row, v.field, v.old, v.new, v.reason] for v in change.values],
        }
        found[change.name] = {name: value for name, value in said.items() if value}
    return found


def text(entries: Sequence[dict[str, Any]]) -> str:
    """The file: an entry of a list or mapping to a line where it is short, so that a diff of two releases can be read."""
    return json.dumps({"about": ABOUT, "releases": list(entries)}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def append(root: Path, version: str, date: str, book: dict[str, Any], changed: dict[str, Any] | None) -> Path:
    """Add the entry of a release, or, where the same version is frozen again, set its bookmarks anew.

    Args:
        root: folder of the book.
        version, date: of the release.
        book: its bookmarks.
        changed: what changed in the tables; None if that is as the entry of the same version has it.
    """
    entries = read(root)
    if entries and entries[-1]["version"] == version:
        old = entries.pop()
        changed = old["tables"] if changed is None else changed
    entries.append({"version": version, "date": date, "book": book, "tables": changed or {}})
    path = root / "data" / FILE
    path.write_text(text(entries), "utf-8", newline="\n")
    return path
