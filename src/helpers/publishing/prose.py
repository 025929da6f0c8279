"""What a page says that can be searched: its sections with their running text, its figures and tables by their captions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from docutils import nodes

from helpers.publishing.explorer import explorer
from helpers.publishing.nodes import backrefs, chart, figure_tools
from helpers.publishing.votes import ballots

SILENT = (nodes.section, nodes.table, nodes.figure, chart, figure_tools, explorer, ballots, backrefs, nodes.comment, nodes.raw)

QUIET = {"entry", "cites"}
"""Classes of what is found by its own entry: entries of lists, and the short names of sources."""


class Found(NamedTuple):
    """One thing that can be found.

    Attributes:
        title: what it is called.
        anchor: its address below that of its kind (``<id>``, or ``<page>.html#<id>`` for prose).
        date: an ISO date at its own precision, or nothing.
        names: further names, of the record and of ``spellings.ALIASES``.
        weight: 0 to 9, how much of the book speaks of it.
        about: what is shown beside the title.
        text: what else is said of it; only its words are kept.
    """

    title: str
    anchor: str
    date: str = ""
    names: tuple[str, ...] = ()
    weight: int = 0
    about: str = ""
    text: str = ""


def own_text(node: nodes.Element) -> str:
    """The running text of a section without that of the sections, tables, figures and entries in it."""
    found = []
    for child in node.children:
        if isinstance(child, nodes.Text):
            found.append(str(child))
        elif isinstance(child, nodes.Element) and not isinstance(child, (*SILENT, nodes.title)) and not QUIET & set(child.get("classes", ())):
            found.append(own_text(child))
    return " ".join(filter(None, found))


def sections(doctree: nodes.document, page: str) -> Iterator[Found]:
    """The sections of a page that hold prose; what is only a list of entries is found by its entries."""
    for section in doctree.findall(nodes.section):
        holds_entries = any("entry" in child.get("classes", ()) for child in section.children if isinstance(child, nodes.Element))
        is_top = not isinstance(section.parent, nodes.section)
        if "entry" in section["classes"] or ((holds_entries or page.startswith("record/talks-")) and not is_top):
            continue
        title = section.next_node(nodes.title)
        top = next(doctree.findall(nodes.title)).astext()
        anchor = f"{page}.html" + ("" if is_top else f"#{section['ids'][0]}")
        yield Found(title.astext() if title is not None else page, anchor, "", (), 4 if is_top else 0, "" if is_top else top, own_text(section))


def figures(doctree: nodes.document, page: str, numbers: dict[str, Any]) -> Iterator[Found]:
    """The numbered figures and tables of a page, by their captions."""
    for node in doctree.findall(lambda n: isinstance(n, (nodes.figure, nodes.table)) and bool(n.get("record_name"))):
        kind = "table" if isinstance(node, nodes.table) else "figure"
        caption = next(iter(node.findall(nodes.title if kind == "table" else nodes.caption)), None)
        number = ".".join(map(str, numbers.get(kind, {}).get(node["record_name"], ())))
        label = f"{kind.title()} {number}".strip()
        yield Found(caption.astext() if caption is not None else label, f"{page}.html#{node['record_name']}", about=label)


def note_page(app: Any, doctree: nodes.document, docname: str) -> None:
    """Keep what can be found on a page until all pages stand."""
    if app.builder.format != "html":
        return
    if not hasattr(app, "record_prose"):
        app.record_prose = {}
    app.record_prose[docname] = (list(sections(doctree, docname)), list(figures(doctree, docname, app.env.toc_fignumbers.get(docname, {}))))
