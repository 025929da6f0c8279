"""Figures, charts and images, each with its caption, number and alternative text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docutils import nodes

from helpers.publishing.typst.markup import attach, key, string
from helpers.wording import first_sentence

PAGE_WIDTH = 600  # pixels of a chart that fill the measure
PAGE_HEIGHT = 820  # and that still leave room for the caption
_SIZE = re.compile(r'<svg\b[^>]*?\bwidth="([\d.]+)(?:px)?"[^>]*?\bheight="([\d.]+)(?:px)?"', re.S)
_BOX = re.compile(r'<svg\b[^>]*?\bviewBox="[\d.-]+ [\d.-]+ ([\d.]+) ([\d.]+)"', re.S)


def width(svg: str) -> str:
    """The width of a drawing in the book, per cent of the measure, from its size in pixels."""
    found = _SIZE.search(svg) or _BOX.search(svg)
    if not found:
        return "100%"
    wide, high = float(found[1]), float(found[2])
    shrink = min(1.0, PAGE_WIDTH / wide, PAGE_HEIGHT / high)
    return f"{100 * wide * shrink / PAGE_WIDTH:.4g}%"


class FigureNodes:
    """Visitors of figures and what stands in them."""

    def visit_figure(self, node: nodes.figure) -> None:
        caption = next((c for c in node.children if isinstance(c, nodes.caption)), None)
        tools = [c for c in node.children if c.tagname == "figure_tools"]
        body = self.capture([c for c in node.children if c is not caption and c not in tools])
        number = self.figure_number(node, "figure")
        words = self.capture(caption.children) if caption is not None else ""
        words += "".join(self.capture([t]) for t in tools)
        arguments = [
            f"supplement: {self.supplement('figure') if number else 'none'}",
            f"numbering: {f'no({string(number)})' if number else 'none'}",
        ]
        if not number:
            arguments.append("outlined: false")
        if words:
            arguments.append(f"caption: [{words}]")
        label = key(self.docname, node["ids"][0]) if node["ids"] else None
        self.add(f"#figure(kind: image, {', '.join(arguments)})[{body}]{attach(label)}\n\n")
        if number and label and caption is not None:
            self.listed(label, caption)
        raise nodes.SkipNode

    def visit_caption(self, node: nodes.caption) -> None:
        """A caption outside a figure: that of a block of code."""
        self.add(f"#rubric[{self.capture(node.children)}];\n\n")
        raise nodes.SkipNode

    def visit_figure_tools(self, node: nodes.Element) -> None:
        """Of all that stands under a figure, print keeps the sources."""
        body = self.capture(node.children)
        if body and id(node) not in self.placed:
            self.add(f"#sources[{body}];\n\n")
        raise nodes.SkipNode

    def visit_chart(self, node: nodes.Element) -> None:
        svg = self.builder.chart(node["digest"])
        self._picture(node, f"{node['digest']}.svg", node.get("alt", ""), width(svg))

    def visit_image(self, node: nodes.image) -> None:
        if node["uri"] not in self.builder.images:
            self.warn(node, "the image %s is not there or not of a kind that print knows (SVG, PNG, JPEG).", node["uri"])
            raise nodes.SkipNode
        size = re.fullmatch(r"([\d.]+)\s*(px|pt|mm|cm|in|em|%)?", str(node.get("width", "")).strip())
        wide = "auto"
        if size:
            unit = size[2] or "px"
            wide = f"{float(size[1]) * 100 / PAGE_WIDTH:.4g}%" if unit == "px" else f"{size[1]}{unit}"
        self._picture(node, self.builder.place_image(node["uri"]), node.get("alt", ""), wide)

    def _picture(self, node: nodes.Element, name: str, alt: str, wide: str) -> None:
        if not alt.strip():
            self.warn(node, "an image without alternative text: %s. Say in alt what it shows.", name)
        self.add(f"#image({string(name)}, alt: {string(alt or name)}, width: {wide});")
        if not isinstance(node.parent, (nodes.paragraph, nodes.reference)):
            self.add("\n\n")
        raise nodes.SkipNode

    def listed(self, label: str, caption: nodes.Element) -> None:
        """Note a caption for the list of figures or tables: its first sentence, as plain text."""
        self.captions[label] = first_sentence("".join(_plain(caption)))


def _plain(node: nodes.Node) -> Iterator[str]:
    """The text of a caption without its notes."""
    for child in node.children:
        if isinstance(child, nodes.Text):
            yield child.astext()
        elif child.tagname not in ("printnote", "footnote_reference", "index"):
            yield from _plain(child)

