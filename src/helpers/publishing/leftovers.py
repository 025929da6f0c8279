"""Markup that stayed text, since MyST passes over it in silence: a note without its words, a role with a space in it."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

log = logging.getLogger(__name__)
_NOTE = re.compile(r"\[\^([^\]\s]+)\]")
_ROLE = re.compile(r"\{([a-z]+(?::[a-z]+)?)\}")


def _of_the_record(node: nodes.Node | None) -> bool:
    """Whether a text comes from a cell of the record, where nothing is markup."""
    while isinstance(node, nodes.Element):
        if {"record-table", "entry"} & set(node.get("classes", ())):
            return True
        node = node.parent
    return False


class Leftovers(SphinxTransform):
    """Warns, which stops the build."""

    default_priority = 850

    def apply(self, **kwargs: object) -> None:
        for text in self.document.findall(nodes.Text):
            if isinstance(text.parent, (nodes.literal, nodes.literal_block, nodes.raw, nodes.comment, nodes.math)):
                continue
            if _of_the_record(text.parent):
                continue
            for note in _NOTE.findall(text.astext()):
                message = "the note [^%s] has no text. Write it on this page: [^%s]: …"
                log.warning(message, note, note, location=text.parent, type="record", subtype="leftover")
            for role in _ROLE.findall(text.astext()):
                message = "{%s} stayed text. Write the role and its words without a space between: {%s}`…`."
                log.warning(message, role, role, location=text.parent, type="record", subtype="leftover")
