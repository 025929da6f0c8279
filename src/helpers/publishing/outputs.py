"""Stored notebook outputs as nodes that every builder understands.

A Vega-Lite bundle becomes a figure, a Data Resource a table. The output itself carries its name, caption, alternative
text and sources; what is missing is a warning, which stops the build.
"""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.util import logging

from helpers.display import CHART, RESOURCE, canonical
from helpers.publishing.nodes import chart, figure_tools, lang_span, record_ref, store

log = logging.getLogger(__name__)
MANY_SOURCES = 12


def warn(renderer: Any, line: int | None, message: str, *args: Any) -> None:
    """A warning located in the notebook."""
    log.warning(message, *args, location=(renderer.sphinx_env.docname, line), type="record", subtype="output")


def inline(renderer: Any, text: str, line: int | None) -> list[nodes.Node]:
    """Inline MyST text (roles work) as nodes."""
    box = nodes.Element()
    with renderer.current_node_context(box):
        renderer.nested_render_text(text, line)
    return list(box[0].children) if box.children else []


def _name(renderer: Any, node: nodes.Element, name: str, line: int | None) -> None:
    """Give a figure or table its permanent id, known to Sphinx's labels too."""
    node["ids"], node["record_name"] = [name], name
    node["names"] = [name]
    renderer.document.note_explicit_target(node, node)


def _tools(meta: dict[str, Any], digest: str) -> figure_tools:
    tools = figure_tools(name=meta["name"], digest=digest)
    sources = meta.get("sources", [])
    if sources:
        line = nodes.paragraph("", "Sources: ", classes=["figure-sources"])
        if len(sources) <= MANY_SOURCES:
            ref = record_ref("", kind="cite", target=";".join(sources), explicit="", plain=True)
            line += ref
        else:
            line += nodes.Text(f"{len(sources):,} sources, named row by row in the record.")
        tools += line
    return tools


class Chart:
    """The renderer of charts, an entry point of MyST-NB."""

    mime_priority_overrides = [("*", CHART, 1)]

    @staticmethod
    def handle_mime(element: Any, data: Any, inlined: bool) -> list[nodes.Element] | None:
        """A figure node from a chart's bundle; None for any other output."""
        if inlined or data.mime_type != CHART:
            return None
        renderer, spec = element.renderer, dict(data.content)
        meta = spec.pop("usermeta", {}).get("record", {})
        svg = _drawing(renderer, meta.get("name"))
        alt = spec.get("description", "")
        digest = hashlib.sha256(canonical(spec).encode()).hexdigest()[:12]
        for what, value, remedy in (
            ("a name", meta.get("name"), "Return helpers.display.Figure(name=…)."),
            ("a caption", meta.get("caption"), "Give caption= to the Figure."),
            ("alternative text", alt, "Give alt= to the Figure."),
            ("its drawing (image/svg+xml)", svg, "Run `make execute` to store it."),
        ):
            if not value:
                warn(renderer, data.line, "a chart without %s. %s", what, remedy)
        if not meta.get("name") or not svg:
            return []
        store(renderer.sphinx_env).put(digest, {"svg": svg, "spec": spec, "alt": alt, "meta": meta})
        figure = nodes.figure("", chart(digest=digest, alt=alt, name=meta["name"]), classes=["record-figure"])
        figure += nodes.caption("", "", *inline(renderer, meta.get("caption") or meta["name"], data.line))
        figure += _tools(meta, digest)
        _name(renderer, figure, meta["name"], data.line)
        return [figure]


@lru_cache(4)
def _drawings(path: str, changed: int) -> dict[str, str]:
    """Name of a figure → its stored drawing: MyST-NB hands over one mime type of a bundle only."""
    found = {}
    for cell in json.loads(Path(path).read_text("utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            bundle = output.get("data", {})
            svg = bundle.get("image/svg+xml", "")
            name = bundle.get(CHART, {}).get("usermeta", {}).get("record", {}).get("name")
            found[name] = "".join(svg)
    return found


def _drawing(renderer: Any, name: str) -> str:
    path = Path(renderer.sphinx_env.doc2path(renderer.sphinx_env.docname))
    return _drawings(str(path), path.stat().st_mtime_ns).get(name, "")


class Table:
    """The renderer of tables, an entry point of MyST-NB."""

    mime_priority_overrides = [("*", RESOURCE, 1)]

    @staticmethod
    def handle_mime(element: Any, data: Any, inlined: bool) -> list[nodes.Element] | None:
        """A table node from a Data Resource; None for any other output."""
        if inlined or data.mime_type != RESOURCE:
            return None
        renderer, content = element.renderer, data.content
        meta = content.get("record", {})
        for what, value in (("a name", meta.get("name")), ("a caption", meta.get("caption"))):
            if not value:
                warn(renderer, data.line, "a table without %s. Return helpers.display.Table(…).", what)
                return []
        digest = hashlib.sha256(canonical(content).encode()).hexdigest()[:12]
        store(renderer.sphinx_env).put(digest, {"meta": {**meta, "data": {k: content[k] for k in ("schema", "data")}}})
        node = table(content["schema"]["fields"], content["data"])
        node.insert(0, nodes.title("", "", *inline(renderer, meta["caption"], data.line)))
        _name(renderer, node, meta["name"], data.line)
        return [node, _tools(meta, digest)]


def table(fields: list[dict[str, Any]], rows: list[dict[str, Any]]) -> nodes.table:
    """A docutils table from Table Schema fields and rows; cells are text, never markup."""

    def cited(field: dict[str, Any]) -> dict[str, bool]:
        return {"of_sources": True} if field.get("reference") == "source" else {}  # print sets these under their row

    def cell(field: dict[str, Any], value: Any) -> nodes.entry:
        classes = ["right"] if field.get("align") == "right" else []
        paragraph = nodes.paragraph()
        value = "" if value is None else value
        if field.get("reference") and value:
            kind = "cite" if field["reference"] == "source" else field["reference"]
            targets = [str(value)] if kind == "cite" else str(value).split(";")
            for index, target in enumerate(targets):
                if index:
                    paragraph += nodes.Text("; ")
                paragraph += record_ref("", kind=kind, target=target, explicit="", plain=True)
        elif field.get("lang") and value:
            paragraph += lang_span("", str(value), lang=field["lang"])
        else:
            number = isinstance(value, int) and not isinstance(value, bool)
            paragraph += nodes.Text(f"{value:,}" if number and abs(value) >= 10000 else str(value))
        return nodes.entry("", paragraph, classes=classes, **cited(field))

    group = nodes.tgroup(cols=len(fields))
    for field in fields:
        group += nodes.colspec(colwidth=field.get("width") or width(field, rows))
    head = nodes.row()
    for field in fields:
        head += nodes.entry("", nodes.paragraph(text=field["title"]), classes=["right"] if field.get("align") == "right" else [], **cited(field))
    group += nodes.thead("", head)
    group += nodes.tbody("", *[nodes.row("", *[cell(f, row.get(f["name"])) for f in fields]) for row in rows])
    given = ["colwidths-given"] if any("width" in field for field in fields) else []  # else print finds its own
    return nodes.table("", group, classes=["record-table", *given])


def width(field: dict[str, Any], rows: list[dict[str, Any]]) -> int:
    """A relative column width from the text in the column: wide text gets room, short text is not squeezed."""
    lengths = [len(str(row.get(field["name"]) or "")) for row in rows] or [0]
    mean = sum(lengths) / len(lengths)
    return int(min(40, max(6, len(field["title"]) * 0.8, mean**0.75 * 1.5, max(lengths) ** 0.5 * 2)))
