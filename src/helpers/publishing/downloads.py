"""The files beside the pages: each figure's data, chart and picture, and the previews of each page's references."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import vl_convert
from docutils import nodes
from sphinx.util import logging

from helpers.display import canonical
from helpers.figures import theme
from helpers.publishing.html import LONG, data_table
from helpers.publishing.nodes import figure_tools, store
from helpers.publishing.roles import NUMBERED, registry

log = logging.getLogger(__name__)
PNG_SCALE = 2


def csv_text(resource: dict[str, Any]) -> str:
    """A Data Resource as CSV with its column names."""
    out = io.StringIO()
    names = [f["name"] for f in resource["schema"]["fields"]]
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(resource["data"])
    return out.getvalue()


class Pictures:
    """Drawn charts as pictures, text in the shipped font; what was drawn for the last build is kept, since a drawing costs a tenth of a second.

    A picture depends on the chart as SVG and on the version of vl-convert alone, and is kept under the digest of both.

    Args:
        folder: where they are kept; made when the first is drawn.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.used = folder, set[str]()

    def png(self, svg: str) -> bytes:
        """The picture of a chart."""
        name = f"{hashlib.sha256(f'{vl_convert.__version__} {PNG_SCALE} {svg}'.encode()).hexdigest()}.png"
        self.used.add(name)
        path = self.folder / name
        if not path.is_file():
            theme.register_fonts()
            self.folder.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(f".{os.getpid()}")
            part.write_bytes(vl_convert.svg_to_png(svg, scale=PNG_SCALE))
            part.replace(path)  # whole or not at all
        return path.read_bytes()

    def tidy(self) -> None:
        """Forget the pictures that no figure of this build has."""
        for path in self.folder.glob("*"):
            if path.name not in self.used:
                path.unlink(missing_ok=True)


def script(text: str) -> str:
    """JSON text that is safe inside a script, whatever the record says."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def figure_files(name: str, content: dict[str, Any], title: str, pictures: Pictures) -> Iterator[tuple[str, bytes]]:
    """File name and bytes of everything that can be downloaded of one figure or table."""
    resource = content["meta"]["data"]
    yield f"{name}.csv", csv_text(resource).encode()
    if "svg" not in content:
        return
    yield f"{name}.vl.json", (json.dumps(content["spec"], ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    yield f"{name}.svg", content["svg"].encode()
    yield f"{name}.png", pictures.png(content["svg"])
    yield f"{name}.js", f"recordFigure({json.dumps(name)},{script(canonical(content['spec']))})\n".encode()
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<style>body{font:16px/1.5 system-ui,sans-serif;margin:1rem;color-scheme:light dark}td,th{padding:.2rem .5rem;text-align:left;"
        "vertical-align:top;border-bottom:1px solid #8886}caption{text-align:left;font-weight:bold}.right{text-align:right}</style>"
        f"<title>{html.escape(title)}</title></head><body><main><h1>{html.escape(title)}</h1>{data_table(resource, 'Rows behind the figure')}"
        "</main></body></html>\n"
    )
    yield f"{name}.html", page.encode()


def note_figures(app: Any, doctree: nodes.document) -> None:
    """Remember which figures and tables a page shows, so that their files are written at the end."""
    shown = {}
    for node in doctree.findall(figure_tools):
        owner = node.parent if isinstance(node.parent, nodes.figure) else node.parent[node.parent.index(node) - 1]
        title = next(iter(owner.findall(nodes.caption)), None) or next(iter(owner.findall(nodes.title)), None)
        shown[node["name"]] = (node["digest"], title.astext() if title is not None else node["name"])
    if not hasattr(app.env, "record_figures"):
        app.env.record_figures = {}
    app.env.record_figures[app.env.docname] = shown


def previews(app: Any, doctree: nodes.document, docname: str) -> None:
    """Write what a page's references say on hover, in a file that the page loads at the first hover."""
    if app.builder.format != "html":
        return
    known, found = registry(app.env), {}
    pages = getattr(app.env, "record_figures", {})
    elsewhere = {name: title for page, shown in pages.items() if page != docname for name, (_, title) in shown.items()}
    for node in doctree.findall(nodes.reference):
        if mark := node.get("record_ref"):
            kind, _, identity = mark.partition(":")
            if entry := known.get((kind, identity)):
                found[node["refuri"] if docname in LONG else mark] = entry.preview_html()
            elif kind in NUMBERED and identity in elsewhere:  # one of this page is shown as it stands there
                found[mark] = f"<strong>{html.escape(node.astext())}</strong><p>{html.escape(elsewhere[identity])}</p>"
    if found:
        file = Path(app.outdir) / "_previews" / f"{docname.replace('/', '-')}.js"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"recordPreviews({script(canonical(found))})\n", "utf-8")


def finished(app: Any, error: Exception | None) -> None:
    """Write the files of every figure and table once the pages stand."""
    if error or app.builder.format != "html":
        return
    folder = Path(app.outdir) / "_figures"
    folder.mkdir(parents=True, exist_ok=True)
    shelf, pictures = store(app.env), Pictures(Path(app.srcdir) / ".cache" / "pictures")
    for shown in getattr(app.env, "record_figures", {}).values():
        for name, (digest, title) in shown.items():
            for filename, data in figure_files(name, shelf.get(digest), title, pictures):
                (folder / filename).write_bytes(data)
    pictures.tidy()


def gather(stage: Path) -> None:
    """Put the PDFs and the data beside the pages too, so that a site or an unpacked archive of pages has them."""
    folder = stage / "html" / "downloads"
    folder.mkdir()
    for part in ("pdf", "data"):
        for path in sorted((stage / part).iterdir()):
            if path.is_file():
                os.link(path, folder / path.name)


def setup(app: Any) -> None:
    """Connect the writing of files to the build."""
    app.connect("doctree-read", note_figures)
    app.connect("doctree-resolved", previews)
    app.connect("build-finished", finished)
