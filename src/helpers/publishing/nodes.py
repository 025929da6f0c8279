"""Nodes that every builder understands, and the shelf where drawn charts wait.

A chart's drawing and specification stay out of the pickled doctrees: the node carries a digest, the shelf the rest.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from docutils import nodes


class chart(nodes.General, nodes.Element):
    """A drawn chart. Attributes: ``digest``, ``alt``, ``name``."""


class figure_tools(nodes.General, nodes.Element):
    """What stands under a figure or table: data, downloads, citation, sources. Attributes: ``name``, ``digest``."""


class record_ref(nodes.Inline, nodes.TextElement):
    """A reference into the record, not yet resolved. Attributes: ``kind``, ``target``, ``explicit``; ``quiet`` without preview, ``aside`` if no mention."""


class printnote(nodes.Inline, nodes.TextElement):
    """A note that print shows at the foot of the page."""


class lang_span(nodes.Inline, nodes.TextElement):
    """Words in another language. Attribute: ``lang``."""


class backrefs(nodes.General, nodes.Element):
    """Where an entry is referred to; filled when the references are resolved. Attributes: ``kind``, ``target``."""


class screen_only(nodes.General, nodes.Element):
    """Content that print leaves out."""


class print_only(nodes.General, nodes.Element):
    """Content that only print shows."""


class Shelf:
    """Charts and tables by digest, as files beside the doctrees."""

    def __init__(self, doctreedir: str | Path) -> None:
        self.folder = Path(doctreedir) / "outputs"

    def put(self, digest: str, content: dict[str, Any]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{digest}.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")

    def get(self, digest: str) -> dict[str, Any]:
        return json.loads((self.folder / f"{digest}.json").read_text("utf-8"))


def store(env: Any) -> Shelf:
    """The shelf of a build environment."""
    return Shelf(env.doctreedir)
