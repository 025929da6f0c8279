"""What the page templates need: stylesheet, description, contents and outline of each page.

The templates and the stylesheet lie in ``record/``. They load nothing of other extensions, and nothing from elsewhere.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from helpers.publishing import cited, interactive

FOLDER = Path(__file__).parent / "record"
DESCRIPTION = 155
SAYING = 80  # letters of a line that says something
_CURRENT = 'class="current reference internal" href="#"'


@lru_cache(maxsize=1)
def stylesheet() -> str:
    """The stylesheet of every page, palette first, without comments and line ends; it stands in the page's head."""
    return _dense(interactive.css() + (FOLDER / "record.css").read_text("utf-8"))


@lru_cache(maxsize=1)
def finding() -> str:
    """What pages with a form need beside: explorers and the search."""
    return "\n" + _dense((FOLDER / "find.css").read_text("utf-8"))


def _dense(text: str) -> str:
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    return re.sub(r";(?=})", "", re.sub(r"(?<=[{},;])\n+", "", re.sub(r"\n+", "\n", text))).strip()


def description(doctree: nodes.document) -> str:
    """The first paragraph of running text without its citations, cut at a word; for search engines and lists of links.

    A line that is too short to say what the page is about, such as its dates, is passed over if there is another.
    """
    found = ""
    for node in doctree.findall(nodes.paragraph):
        if not isinstance(node.parent, nodes.section):
            continue
        words = re.sub(r" +(?=[.,;:])", "", " ".join(cited.words(node).split()))
        found = found or words
        if len(words) >= SAYING:
            found = words
            break
    return found if len(found) <= DESCRIPTION else found[:DESCRIPTION].rsplit(" ", 1)[0].rstrip(",;:–") + " …"


def outline(toc: str) -> str:
    """The sections of a page as a list of links, from Sphinx's own table of contents of the page, without its title."""
    start = toc.find("<ul", toc.find("<ul") + 1)
    if start < 0:
        return ""
    end = toc.rfind("</ul>", 0, toc.rfind("</ul>"))
    return toc[start : end + len("</ul>")]


def page_context(app: Any, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Fill in what the templates show; one and the same for every build of the same sources."""
    has_form = pagename == "search" or '<div class="explore"' in context.get("body", "")
    context["record_css"] = stylesheet() + (finding() if has_form else "")
    contents = context["toctree"](maxdepth=2, collapse=True, includehidden=True, titles_only=True) or ""
    contents = re.sub(r'<p class="caption" role="heading">', "<p>", contents)
    context["record_contents"] = contents.replace(_CURRENT, f'{_CURRENT} aria-current="page"')
    if doctree is None:
        return
    meta = context.get("meta") or {}
    context["record_description"] = html.escape(meta.get("description") or description(doctree), quote=True)
    context["record_outline"] = outline(context.get("toc") or "")


class foldable(nodes.General, nodes.Element):
    """An admonition that a reader opens. Attribute: ``label``."""


class Fold(SphinxPostTransform):
    """On the page, an admonition of class ``dropdown`` becomes a ``<details>``: it opens without any script."""

    default_priority = 400
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(nodes.Admonition)):
            if not isinstance(node, nodes.Element) or "dropdown" not in node["classes"]:
                continue
            title = node.next_node(nodes.title)
            label = title.astext() if title is not None else node.tagname.title()
            classes = ["admonition", *(c for c in node["classes"] if not c.startswith("admonition"))]
            node.replace_self(foldable("", *[c for c in node.children if c is not title], label=label, classes=classes, ids=node["ids"]))


def visit_foldable(self: Any, node: foldable) -> None:
    """Open a ``<details>`` with its label."""
    self.body.append(self.starttag(node, "details") + f"<summary>{html.escape(node['label'])}</summary>\n")


def depart_foldable(self: Any, node: foldable) -> None:
    """Close it."""
    self.body.append("</details>\n")


def setup(app: Any) -> None:
    """Register the theme and hang its parts on the build."""
    app.add_html_theme("record", str(FOLDER))
    app.add_node(foldable, html=(visit_foldable, depart_foldable))
    app.add_post_transform(Fold)
    app.connect("html-page-context", page_context)
    interactive.setup(app)
