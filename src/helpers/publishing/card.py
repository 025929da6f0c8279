"""The picture that stands for a page where its address is shared: title, book, and the first figure of the page.

Pages without a figure share the one of the first chapter. Such a picture is asked for by its absolute address, so that none
is made until the book has one.
"""

from __future__ import annotations

import html
import re
import textwrap
from pathlib import Path
from typing import Any

from helpers import citable
from helpers.figures import theme
from helpers.publishing import cited
from helpers.publishing.nodes import store
from helpers.wording import first_sentence

FOLDER = "_cards"
WIDTH, HEIGHT = 1200, 630
LEFT, BESIDE, TOP = 60, 540, 56  # where words begin, where the chart begins, and how far below the edge
WIDE, HIGH = WIDTH - BESIDE - 40, HEIGHT - 2 * TOP  # room for the chart
LEAST = 0.9  # a chart is not made smaller than that, since its labels are to be read: the end of a tall one is cut off
LINES, LETTERS = 6, 19  # of the title
_SIZE = re.compile(r'<svg\b[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"')


def draw(title: str, book: str, edition: str, chart: str) -> str:
    """The picture as SVG.

    Args:
        title: of the page.
        book, edition: what stands above and below.
        chart: a drawn chart; empty for none.
    """
    lines = textwrap.wrap(title, LETTERS)
    lines = [*lines[: LINES - 1], f"{lines[LINES - 1]} …"] if len(lines) > LINES else lines
    ink, muted, paper, accent = (theme.PALETTE[name] for name in ("ink", "muted", "paper", "ochre"))

    def words(text: str, y: int, size: int, colour: str, weight: int = 400) -> str:
        return f'<text x="{LEFT}" y="{y}" font-family="{theme.FONT}" font-size="{size}" font-weight="{weight}" fill="{colour}">{html.escape(text)}</text>'

    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{paper}"/><rect width="{WIDTH}" height="10" fill="{accent}"/>', words(book, 80, 26, muted)]
    parts += [words(line, 150 + 54 * number, 45, ink, 600) for number, line in enumerate(lines)]
    size = _SIZE.search(chart)
    if size:
        wide, high = float(size[1]), float(size[2])
        scale = min(WIDE / wide, max(HIGH / high, LEAST))
        shown = min(high, HIGH / scale)
        frame = f'x="{BESIDE}" y="{TOP}" width="{wide * scale:.0f}" height="{shown * scale:.0f}" viewBox="0 0 {wide:g} {shown:g}"'
        opening = re.sub(r'\b(width|height|viewBox)="[^"]*"', "", chart[: chart.index(">", size.start())])
        parts.append(opening.replace("<svg", f"<svg {frame}", 1) + chart[chart.index(">", size.start()) :])
    parts.append(words(edition[:1].upper() + edition[1:], HEIGHT - TOP - 4, 22, muted))
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{WIDTH}" height="{HEIGHT}">{"".join(parts)}</svg>'


def png(svg: str) -> bytes:
    """The picture as PNG, in the shipped typeface, at its own size."""
    import vl_convert

    theme.register_fonts()
    return vl_convert.svg_to_png(svg, scale=1)


def _first(env: Any, docname: str) -> tuple[str, str] | None:
    """Digest and caption of the first figure of a page."""
    return next((shown for name, shown in getattr(env, "record_figures", {}).get(docname, {}).items() if name.startswith("fig-")), None)


def of_page(builder: Any, docname: str) -> tuple[str, str] | None:
    """The picture of a page: its address within the book, and its words; None where no chapter has a figure."""
    env = builder.env
    chapters = [name for name in env.toc_secnumbers if name.startswith(cited.CHAPTERS)]
    for name in (docname, *sorted(chapters, key=lambda n: env.toc_secnumbers[n].get("", (99,)))):
        if found := _first(env, name):
            return f"{FOLDER}/{cited.slug(name)}.png", first_sentence(found[1])
    return None


def finished(app: Any, error: Exception | None) -> None:
    """Write the pictures once the pages stand, if the book has an address."""
    if error or app.builder.name != "html" or not cited.site(app.config):
        return
    folder, shelf = Path(app.outdir) / FOLDER, store(app.env)
    for docname in sorted(getattr(app.env, "record_figures", {})):
        if found := _first(app.env, docname):
            folder.mkdir(exist_ok=True)
            svg = draw(app.env.titles[docname].astext(), citable.title(), citable.edition(), shelf.get(found[0])["svg"])
            (folder / f"{cited.slug(docname)}.png").write_bytes(png(svg))


def setup(app: Any) -> None:
    """Write the pictures at the end of an HTML build."""
    app.connect("build-finished", finished)
