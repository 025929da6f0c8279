"""Building blocks of the record's pages: references, labelled lines, entries under their permanent ids."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docutils import nodes

from helpers import record
from helpers.publishing.entries import ANCHORS, KINDS
from helpers.publishing.nodes import backrefs, record_ref
from helpers.wording import text

Nodes = list[nodes.Node]


def ref(kind: str, target: str, explicit: str = "") -> record_ref:
    """A pending reference, without brackets."""
    return record_ref("", kind=kind, target=target, explicit=explicit, plain=True)


def refs(kind: str, cell: Any) -> Nodes:
    """References to every id of a ``;``-list, with separators."""
    found: Nodes = []
    for target in filter(None, text(cell).split(";")):
        found += [nodes.Text("; ")] if found else []
        found.append(ref(kind, target))
    return found


def paragraph(*parts: Any, classes: Iterable[str] = ()) -> nodes.paragraph:
    """A paragraph of texts and nodes."""
    return nodes.paragraph("", "", *[nodes.Text(p) if isinstance(p, str) else p for p in parts], classes=list(classes))


def fact(label: str, *parts: Any) -> nodes.paragraph:
    """A labelled line: ``Place: Minsk``."""
    return paragraph(nodes.strong("", f"{label}: "), *parts, classes=["fact"])


def section(anchor: str, title: str, *children: nodes.Node) -> nodes.section:
    """A section with a permanent id."""
    return nodes.section("", nodes.title("", title), *children, ids=[anchor], names=[])


def entry(kind: str, identity: str, heading: nodes.Node, *body: nodes.Node | None) -> nodes.container:
    """One entry of the record under its permanent id."""
    anchor = ANCHORS.get(kind, "") + identity.replace(" ", "-")
    children = [heading, *(b for b in body if b is not None), backrefs(kind=kind, target=identity)]
    return nodes.container("", *children, ids=[anchor], classes=["entry", f"entry-{kind}"])


def titled(kind: str, identity: str, title: str, *body: nodes.Node | None) -> nodes.section:
    """An entry that is a section of its own, so that the page outline lists it."""
    children = [b for b in body if b is not None]
    part = section(ANCHORS.get(kind, "") + identity, title, *children, backrefs(kind=kind, target=identity))
    part["classes"] = ["entry", f"entry-{kind}"]
    return part


def labels(vocabulary: str) -> dict[str, str]:
    """Term → its title in a closed list."""
    frame = record.load("vocabulary")
    rows = frame[frame["vocabulary"] == vocabulary]
    return dict(zip(rows["term"], rows["title"]))


def kind_of(table: str) -> str:
    """The kind of reference that leads to a row of a table by the column that others point to; empty if there is none."""
    return next((kind for kind, (name, _, _) in KINDS.items() if name == table), "")


def ref_to(table: str, identity: str) -> record_ref:
    """A reference to any row of any table: by its title where it has one, else by its identity."""
    for kind, (name, key, _) in KINDS.items():
        if name == table and record.primary_key(table) == [key]:
            return ref(kind, identity)
    return ref("row", f"{table}/{identity}", identity)
