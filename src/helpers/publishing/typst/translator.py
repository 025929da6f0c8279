"""The resolved document tree as Typst markup. One translator makes the whole book and each chapter."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator

from helpers.publishing.typst.blocks import BlockNodes
from helpers.publishing.typst.figures import FigureNodes
from helpers.publishing.typst.index import Index
from helpers.publishing.typst.inline import InlineNodes
from helpers.publishing.typst.markup import key, label, string
from helpers.publishing.typst.survey import Survey
from helpers.publishing.typst.tables import TableNodes

log = logging.getLogger(__name__)
ANCHORED_ELSEWHERE = (nodes.section, nodes.figure, nodes.table, nodes.footnote, nodes.list_item, nodes.definition_list_item,
                      nodes.term, nodes.definition, nodes.row, nodes.entry, nodes.document, nodes.footnote_reference)  # fmt: skip


class TypstTranslator(InlineNodes, BlockNodes, TableNodes, FigureNodes, SphinxTranslator):
    """Visits a tree and leaves its markup in ``body()``.

    A node is found by its class name, so that extensions need not register their nodes with this builder. A node that
    nothing here knows is a warning with its name and place.

    Args:
        document: any document of the build (for its settings).
        builder: the Typst builder.
    """

    def __init__(self, document: nodes.document, builder: Any) -> None:
        super().__init__(document, builder)
        self.env = builder.env
        self.out: list[list[str]] = [[]]
        self.level = 0
        self.pages: list[tuple[str, int]] = []
        self.opened = self.is_chapter = False
        self.alone = False  # whether a volume has one page only, whose sections are then its contents
        self.boxed = ""  # the page of the record that is open
        self.noted: set[str] = set()
        self.placed: set[int] = set()
        self.captions: dict[str, str] = {}
        self.index = Index()

    def begin(self, tree: nodes.Element, docname: str, whole: bool, parts: dict[str, str] | None = None) -> str:
        """Translate a tree: the book, or the part of it that is one page with its subpages."""
        self.docname, self.whole, self.parts = docname, whole, parts or {}
        self.survey = Survey(tree, docname)
        tree.walkabout(self)
        return self.body()

    def body(self) -> str:
        """The markup made so far, with the index of a whole book."""
        text = "".join(self.out[0])
        return text + (f"\n#the-index({self.index.markup()})\n" if self.index.marks else "")

    # -- writing ------------------------------------------------------------------------------------------------------

    def add(self, markup: str) -> None:
        """Append markup."""
        self.out[-1].append(markup)

    def capture(self, children: list[nodes.Node], strip: bool = True) -> str:
        """The markup of some nodes, by default without white space around it, instead of appending it."""
        self.out.append([])
        for child in children:
            child.walkabout(self)
        markup = "".join(self.out.pop())
        return markup.strip(" \n") if strip else markup  # not the no-break space

    def anchors(self, node: nodes.Element) -> str:
        """An invisible anchor, if something in this PDF refers to the node."""
        ids = node.get("ids")
        name = key(self.docname, ids[0]) if ids else ""
        return f"#anchor({label(name)});" if name in self.survey.wanted else ""

    def warn(self, node: nodes.Node, message: str, *values: Any) -> None:
        """A Sphinx warning at a node; the book's build stops on it."""
        line = node.line or getattr(node.parent, "line", None)
        log.warning(message, *values, location=(self.docname, line), type="typst")

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Set a wanted anchor before the node, then visit it."""
        if isinstance(node, nodes.Element) and node.get("ids") and not isinstance(node, ANCHORED_ELSEWHERE) and "entry" not in node["classes"]:
            self.add(self.anchors(node))
        super().dispatch_visit(node)

    def unknown_visit(self, node: nodes.Node) -> None:
        """Nothing is left out in silence."""
        self.warn(node, "print has no form for the node <%s>. Give it a visitor in publishing/typst.", node.tagname)
        raise nodes.SkipNode

    def unknown_departure(self, node: nodes.Node) -> None:
        """A node that was visited and needs nothing at its end."""

    # -- numbers, from Sphinx alone, so that the web page and the book agree ------------------------------------------

    def section_number(self, section: nodes.section) -> str:
        numbers = self.env.toc_secnumbers.get(self.docname, {})
        number = numbers.get("#" + section["ids"][0])
        if number is None and not isinstance(section.parent, nodes.section):
            number = numbers.get("")
        return ".".join(map(str, number)) if number else ""

    def figure_number(self, node: nodes.Element, kind: str) -> str:
        numbers = self.env.toc_fignumbers.get(self.docname, {}).get(kind, {})
        return next((".".join(map(str, numbers[i])) for i in node["ids"] if i in numbers), "")

    def supplement(self, kind: str) -> str:
        """“Figure” out of Sphinx's “Figure %s”."""
        words = str(self.config.numfig_format.get(kind, kind.title())).replace("%s", "").strip()
        return string(words)
