"""Markup that stayed text, since MyST passes over it in silence: a note without its words, a role with a space in it."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

log = logging.getLogger(__name__)
_NOTE = re.compile(r"\[\^([^\]\s]+)\]")
_ROLE = re.compile(r"\{([a-z]+(?::[a-z]+)?)\}")


class Leftovers(SphinxTransform):
    """Warns, which stops the build."""

    default_priority = 850

    def apply(self, **kwargs: object) -> None:
        for text in self.document.findall(nodes.Text):
            if isinstance(text.parent, (nodes.literal, nodes.literal_block, nodes.raw, nodes.comment, nodes.math)):
                continue
            for note in _NOTE.findall(text.astext()):
                message = "the note [^%s] has no text. Write it on this page: [^%s]: …"
                log.warning(message, note, note, location=text.parent, type="record", subtype="leftover")
            for role in _ROLE.findall(text.astext()):
                message = "{%s} stayed text. Write the role and its words without a space between: {%s}`…`."
                log.warning(message, role, role, location=text.parent, type="record", subtype="leftover")
