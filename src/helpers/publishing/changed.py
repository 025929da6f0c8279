"""“What changed since you cited us”: a page, release by release, and the same as JSON beside the data.

The page is whole without a script: the newest release comes first, and a reader goes down to the version that was cited.
A script adds a choice of version or day, hides what that reader has seen, and keeps the choice in the address
(``?since=0.1.0``, ``?since=2026-11-30``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from docutils import nodes

from helpers import edition, ledger, paths, record, since
from helpers.changes import STANDING
from helpers.publishing import corrections, redirects
from helpers.publishing.blocks import Nodes, paragraph, section
from helpers.publishing.nodes import screen_only
from helpers.since import NEXT, Change
from helpers.wording import in_words

FILE = "changes.json"
LONG = 160  # letters of a value that the page shows; the JSON has it whole
CLAIMS, SOURCES = "claims", "sources"
ROWS_NAMED = 12  # new or withdrawn rows that are named one by one


def anchor(release: str) -> str:
    """The anchor of a release on the page: ``changes-0-2-0``."""
    return f"changes-{release.replace('.', '-')}"


def _short(value: str) -> str:
    return value if len(value) <= LONG else f"{value[: LONG - 1].rstrip()} …"


def _title(what: str) -> str:
    return str(record.resource(what).get("title", what)) if what in record.tables() else f"{what.replace('_', ' ')}"


def _items(*lines: Nodes) -> list[nodes.Node]:
    return [nodes.bullet_list("", *[nodes.list_item("", paragraph(*line)) for line in lines])] if lines else []


def _value(change: Change) -> Nodes:
    """One value that changed: row, field, old and new, and the reason."""
    where: Nodes = [corrections.row(change.what, change.id)]
    if not change.field:
        return [*where, nodes.Text(": another wording, other sources, or a cell that was empty")]
    old, new = map(_short, corrections.pair(change.what, change.field, change.old, change.new))
    why = f" {change.reason.rstrip('.')}." if change.reason else ""
    return [*where, nodes.Text(f", {corrections.field_title(change.what, change.field).lower()}: {old} → {new}.{why}")]


def _place(place: str) -> nodes.Node:
    page, _, name = place.partition("#")
    return _named("section", name) if name and name in _here()["section"] else _named("page", page)


def _number(change: Change) -> Nodes:
    before, _, after = change.field.partition("#")
    return [nodes.Text(f"“{before}"), nodes.strong("", f"{change.old} → {change.new}"), nodes.Text(f"{after}” ("), _place(change.place), nodes.Text(")")]


def _named(what: str, name: str) -> nodes.Node:
    """A bookmark by its number or title, or its bare id if it has moved since."""
    return redirects.link(what, name) if name in _here().get(what, ()) else nodes.literal("", name)


def _here() -> dict[str, set[str]]:
    from helpers import bookmarks, permanence

    book = bookmarks.current(paths.root())
    return {kind: set(book[plural]) for kind, plural in permanence.KINDS.items()}


def _moved(change: Change) -> Nodes:
    kind = change.what.replace("_", " ")
    if change.kind == "withdrawn":
        return [nodes.Text(f"{kind} "), nodes.literal("", change.id or f"({change.count:,} rows)"), nodes.Text(" withdrawn")]
    if change.what in redirects.OF_PAGES:
        now = next((what for what, names in _here().items() if change.new in names), "")
        target: nodes.Node = redirects.link(now, change.new) if now else nodes.literal("", change.new)
    else:
        target = corrections.row(change.what, change.new)
    return [nodes.Text(f"{kind} "), nodes.literal("", change.id), nodes.Text(" is now "), target]


def _added(change: Change) -> Nodes:
    is_table = change.what in record.tables()
    about = f"{change.count:,} new {'row' if is_table else change.what}{'s' if change.count > 1 else ''}"
    words = f"{_title(change.what)}: {about}" if is_table else about
    if change.count > ROWS_NAMED or not change.ids:
        return [nodes.Text(words)]
    found: Nodes = [nodes.Text(f"{words}: ")]
    for number, name in enumerate(change.ids):
        link = corrections.row(change.what, name) if is_table else _named(change.what, name)
        found += [nodes.Text("; " if number else ""), link]
    return found


def _standing(changes: Iterable[Change]) -> list[Nodes]:
    """How many rows of each table rest on other or further sources, or on evidence graded anew."""
    counts: dict[str, set[str]] = {}
    for change in changes:
        counts.setdefault(change.what, set()).add(change.id)
    return [[nodes.Text(f"{_title(what)}: {len(rows):,} {'rows' if len(rows) > 1 else 'row'}")] for what, rows in counts.items()]


def _parts(name: str, changes: Sequence[Change]) -> list[nodes.section]:
    """The changes of one release under the headings that a citing reader looks for."""

    def pick(*kinds: str) -> list[Change]:
        return [c for c in changes if c.kind in kinds and c.what not in since.NAMES.values()]

    values = pick("corrected", "changed")
    standing = [c for c in values if c.field in STANDING]
    plain = [c for c in values if c.field not in STANDING and c.what not in (CLAIMS, SOURCES)]
    numbers = [c for c in changes if c.what == "number"]
    drawn = [c for c in changes if c.what in ("figure", "table") and c.kind == "changed"]
    gone = [c for c in changes if c.kind in ("moved", "withdrawn")]
    several = [[nodes.Text(f"{len(list(group)):,} rows of {_title(what)} whose wording, sources or empty cells changed")] for what, group in groupby([c for c in plain if not c.field], key=lambda c: c.what)]
    lists: list[tuple[str, str, list[Nodes]]] = [
        ("claims", "Claims", [_value(c) for c in values if c.what == CLAIMS and c.field not in STANDING]),
        ("facts", "Corrected facts", [_value(c) for c in plain if c.kind == "corrected"]),
        ("numbers", "Numbers in the text", [_number(c) for c in numbers]),
        ("figures", "Figures and tables with other data", [[_named(c.what, c.id), nodes.Text(" ("), nodes.literal("", c.id), nodes.Text(", "), _place(c.place), nodes.Text(")")] for c in drawn]),
        ("values", "Other values: wording, and cells that were empty", [_value(c) for c in plain if c.kind == "changed" and c.field] + several),
        ("sources", "Sources", [_value(c) for c in values if c.what == SOURCES and c.field not in STANDING] + _standing(standing)),
        ("moved", "Moved and withdrawn", [_moved(c) for c in gone]),
        ("added", "New", [_added(c) for c in changes if c.kind == "added"]),
    ]
    found = []
    for key, title, lines in lists:
        if lines:
            lead = [paragraph("Rows that rest on other or further sources, or whose evidence was graded anew, are counted by table.")] if key == "sources" and standing else []
            found.append(section(f"{anchor(name)}-{key}", title, *lead, *_items(*lines)))
    return found


def _release(name: str, date: str, before: str, changes: Sequence[Change]) -> nodes.section:
    title = f"Version {name}, {in_words(date)}" if date else f"Since version {before}, not yet released"
    if not before:
        return section(anchor(name), title, paragraph("The first release."))
    facts = sum(c.kind == "corrected" for c in changes)
    numbers, drawn = (sum(c.what in kinds and c.kind == "changed" for c in changes) for kinds in (("number",), ("figure", "table")))
    gone = sum(c.kind in ("moved", "withdrawn") for c in changes)
    told = ", ".join(
        f"{count:,} {one if count == 1 else many}"
        for count, one, many in (
            (facts, "corrected fact", "corrected facts"), (numbers, "number in the text", "numbers in the text"),
            (drawn, "figure or table with other data", "figures and tables with other data"), (gone, "id moved or withdrawn", "ids moved or withdrawn"),
        ) if count
    )  # fmt: skip
    lead = paragraph(f"Since version {before}: {told or 'no corrected fact, number, figure or id'}.")
    return section(anchor(name), title, lead, *_parts(name, changes))


def releases() -> list[dict[str, str]]:
    """Every release, the newest first: version, day and anchor on the page."""
    return [{"version": e["version"], "date": e["date"], "anchor": anchor(e["version"])} for e in reversed(ledger.read(paths.root()))]


def changes() -> Nodes:
    """The page after its head: the choice, then release by release."""
    root = paths.root()
    entries, found = ledger.read(root), since.changes(root)
    for table in record.tables():
        record.stamp(table)  # the page stands on every table
    if not entries:
        return [paragraph("There is no release yet.")]
    versions = [entry["version"] for entry in entries]
    data = json.dumps({"next": anchor(NEXT), "releases": releases()}, ensure_ascii=False).replace("<", "\\u003c")
    choice = f'<div id="since" hidden></div>\n<script type="application/json" id="since-releases">{data}</script>\n<script defer src="../_static/changes.js"></script>'
    parts: Nodes = [screen_only("", nodes.raw("", choice, format="html"))]
    if pending := [c for c in found if c.release == NEXT]:
        parts.append(_release(NEXT, "", versions[-1], pending))
    for before, entry in reversed(list(zip(["", *versions], entries))):
        parts.append(_release(entry["version"], entry["date"], before, [c for c in found if c.release == entry["version"]]))
    return parts


def description() -> dict[str, Any]:
    """The same for programs: the edition, every release, and every change with the release in which it came."""
    root, about = paths.root(), edition.current()
    return {
        "about": "Changes of The Negotiation Record. A reader who cited version V has not seen the changes whose release comes after V in “releases”, nor those of release “next”.",
        "title": about.title,
        "version": about.version,
        "date": about.date,
        "releases": [{"version": e["version"], "date": e["date"]} for e in ledger.read(root)],
        "changes": [change.json() for change in since.changes(root)],
    }


def write(folder: Path) -> Path | None:
    """Write the changes as JSON into a folder; None where there has been no release."""
    if not ledger.read(paths.root()):
        return None
    path = folder / FILE
    path.write_text(json.dumps(description(), ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")
    return path
