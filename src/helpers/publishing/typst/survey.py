"""What a tree holds, seen once before it is translated: labels, references, footnotes."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx import addnodes

from helpers.publishing.typst.markup import key


class Survey:
    """The places of one PDF.

    Attributes:
        labels: place (``%page#id`` or ``%page``) → the label that stands for it in the PDF.
        wanted: labels that some reference of the same PDF points to.
        notes: place of a footnote → its node.
    """

    def __init__(self, tree: nodes.Element, docname: str) -> None:
        self.labels: dict[str, str] = {}
        self.wanted: set[str] = set()
        self.notes: dict[str, nodes.footnote] = {}
        places: list[str] = []
        for doc, node in walk(tree, docname):
            ids = node.get("ids", ())
            for node_id in ids:
                self.labels[key(doc, node_id)] = key(doc, ids[0])
            if isinstance(node, nodes.section) and key(doc) not in self.labels:
                self.labels[key(doc)] = key(doc, ids[0])
            if isinstance(node, nodes.footnote):
                self.notes.update({key(doc, node_id): node for node_id in ids})
            elif isinstance(node, nodes.reference) and (place := destination(node, doc)):
                places.append(place)
        self.wanted = {self.labels[p] for p in places if p in self.labels}


def walk(tree: nodes.Element, docname: str) -> Iterator[tuple[str, nodes.Element]]:
    """Every element in document order with the page it stands on."""
    stack: list[tuple[str, nodes.Element]] = [(docname, tree)]
    while stack:
        doc, node = stack.pop()
        if isinstance(node, addnodes.start_of_file):
            doc = node["docname"]
        yield doc, node
        stack.extend((doc, child) for child in reversed(node.children) if isinstance(child, nodes.Element))


def destination(node: nodes.reference, docname: str) -> str | None:
    """The place an internal reference points to; None for a link out of the book.

    None too for what the record's lists name of the record: each such link costs Typst 65 kB and a millisecond or two, and
    there are thousands. On paper a list's names are looked up in the next; the site has every link.
    """
    if docname.startswith("record/") and "record_ref" in node:
        return None
    if "refid" in node:
        return key(docname, node["refid"])
    uri = node.get("refuri", "")
    return uri if uri.startswith("%") else None
