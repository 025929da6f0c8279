"""How long a chapter takes to read, under its title, and on any page by the role ``{minutes}``.

Words are counted in the page as Sphinx reads it, so that the time is the same in every build of the same sources:
headings, paragraphs, lists, boxes and captions of figures count; tables, charts, code and citations do not, since
they are looked up and not read. 230 words a minute is a round number below the mean of 238 that a review of 190
studies gives for silent reading of English non-fiction by adults (M. Brysbaert, “How many words do we read per
minute?”, Journal of Memory and Language 109, 2019).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from helpers.publishing.nodes import chart, figure_tools, record_ref

log = logging.getLogger(__name__)
WORDS_A_MINUTE = 230
TIMED = "chapters/"
"""Pages that carry their time."""

PASSED_OVER = (nodes.table, nodes.literal_block, nodes.Invisible, nodes.image, nodes.raw, chart, figure_tools)
_WORD = re.compile(r"\w(?:[\w’'.,-]*\w)?")


class minutes_ref(nodes.Inline, nodes.TextElement):
    """The reading time of another page, not yet known. Attribute: ``page``."""


def _texts(node: nodes.Node) -> Iterator[str]:
    if isinstance(node, nodes.Text):
        yield node.astext()
    elif isinstance(node, record_ref):  # a citation has no words of its own; a reference has those that were given
        yield node["explicit"]
    elif not isinstance(node, PASSED_OVER):
        for child in node.children:
            yield from _texts(child)


def words(document: nodes.Node) -> int:
    """Words of running text in a page, as read and not yet resolved."""
    return sum(len(_WORD.findall(text)) for text in _texts(document))


def in_words(count: int) -> str:
    """The time for so many words: ``4 minutes``, from an hour on in steps of five minutes, ``1 hour 25 minutes``."""
    minutes = max(1, round(count / WORDS_A_MINUTE))
    if minutes < 60:
        return f"{minutes} minute{'s' * (minutes > 1)}"
    hours, rest = divmod(5 * round(minutes / 5), 60)
    return f"{hours} hour{'s' * (hours > 1)}" + (f" {rest} minutes" if rest else "")


def line(page: str, count: int, printed: bool) -> nodes.container:
    """The line under a title: the time for so many words and, where a page has a PDF of its own, the way to it.

    It is a box, so that the first paragraph of the section stays the page's description.
    """
    said = nodes.paragraph("", f"Reading time: about {in_words(count)}")
    if printed:
        up = "../" * page.count("/")
        said += [nodes.Text(" · "), nodes.reference("", "this page as PDF", refuri=f"{up}downloads/{page.rpartition('/')[2]}.pdf", internal=True)]
    return nodes.container("", said, classes=["reading-time"])


class MinutesRole(SphinxRole):
    """``{minutes}`chapters/history```: the reading time of a page."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        node = minutes_ref("", page=self.text.strip())
        self.set_source_info(node)
        return [node], []


class ReadingTime(SphinxPostTransform):
    """Fill in the times; on screen, put a chapter's own under its title."""

    default_priority = 3

    def run(self, **kwargs: Any) -> None:
        counted = getattr(self.env, "record_words", {})
        for node in list(self.document.findall(minutes_ref)):
            if node["page"] not in counted:
                log.warning("no page “%s” to read. Name it as in _toc.yml.", node["page"], location=node, type="record", subtype="dangling")
            node.replace_self(nodes.Text(in_words(counted.get(node["page"], 0))))
        if self.app.builder.format != "html" or not self.env.docname.startswith(TIMED):
            return
        title = self.document.next_node(nodes.title)
        if title is not None and isinstance(title.parent, nodes.section):
            found = line(self.env.docname, counted.get(self.env.docname, 0), bool(re.match(self.config.pdf_chapters, self.env.docname)))
            title.parent.insert(title.parent.index(title) + 1, found)


def collect(app: Any, doctree: nodes.document) -> None:
    """Note the words of a page once it is read."""
    if not hasattr(app.env, "record_words"):
        app.env.record_words = {}
    app.env.record_words[app.env.docname] = words(doctree)


def purge(app: Any, env: Any, docname: str) -> None:
    """Forget a page that is read again."""
    getattr(env, "record_words", {}).pop(docname, None)


def setup(app: Any) -> None:
    """Register the role, the count and the line under the title."""
    app.add_role("minutes", MinutesRole())
    app.add_post_transform(ReadingTime)
    app.connect("doctree-read", collect)
    app.connect("env-purge-doc", purge)
