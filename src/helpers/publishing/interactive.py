"""Charts that answer the reader: the one script that draws them, and the colours by which a stylesheet repaints them.

Every chart stands in its page as a finished drawing. ``_static/vega.js`` is loaded only when a reader comes near one; it
holds Vega, Vega-Lite and Vega-Embed as vl-convert ships them, so drawing and interactive chart agree to the pixel.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from helpers import paths
from helpers.figures import theme

SNIPPET = "window.recordVega={embed:vegaEmbed};"

# The library's remarks on a specification are for those who build the book; a reader's console hears of errors alone.
QUIET = "const console=Object.assign(Object.create(window.console),{debug(){},info(){},log(){},warn(){}});"

SANS = f'"{theme.FONT}",system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif'
SERIF = '"Record Serif","Iowan Old Style","Palatino Linotype",Palatino,Georgia,"Libertinus Serif","DejaVu Serif",serif'

# What only pages need: links and the line under them, in light and dark; both kept at 4.5 : 1 and more on paper.
LINK = {"link": ("#1a4a8a", "#9dbdf6"), "line": ("#1a4a8a66", "#9dbdf688")}


def css() -> str:
    """CSS of the palette: variables for pages in light and dark, and rules that repaint charts by their own hex colours.

    A chart names plain colours. A rule for each of them, by attribute, points it to the variable of the same name, so
    static and interactive drawing change together; in light the variable is the very same colour.
    """
    light = theme.css_variables() + "".join(f"--{name}:{pair[0]};" for name, pair in LINK.items())
    dark = theme.css_variables(dark=True) + "".join(f"--{name}:{pair[1]};" for name, pair in LINK.items()) + "color-scheme:dark;"
    rules = "".join(
        f'.chart [{attribute}="{hexa}"]{{{attribute}:var(--{name})}}\n' for name, hexa in theme.PALETTE.items() for attribute in ("fill", "stroke")
    )
    return (
        f":root{{{light}--sans:{SANS};--serif:{SERIF}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\n"
        f"@media screen{{:root[data-theme=dark]{{{dark}}}}}\n{rules}"
    )


@lru_cache(maxsize=1)
def script() -> str:
    """The chart library as one classic script that leaves a single name, ``recordVega``; it runs from disk as well."""
    import vl_convert

    key = hashlib.sha256(f"{metadata.version('vl-convert-python')} {QUIET} {SNIPPET}".encode()).hexdigest()[:12]
    cache = paths.root() / ".cache" / f"vega-{key}.js"
    with contextlib.suppress(OSError):
        return cache.read_text("utf-8")
    text = "(function(){" + QUIET + vl_convert.javascript_bundle(SNIPPET).replace("</script", "<\\/script") + "\n})();\n"
    with contextlib.suppress(OSError):  # a place that cannot be written to only costs the two seconds again
        cache.parent.mkdir(exist_ok=True)
        part = cache.with_suffix(f".{os.getpid()}")
        part.write_text(text, "utf-8")
        part.replace(cache)
    return text


def finished(app: Any, error: Exception | None) -> None:
    """Write the chart library once the pages stand, if any page shows a chart."""
    if error is None and app.builder.format == "html" and any(getattr(app.env, "record_figures", {}).values()):
        target = Path(app.outdir) / "_static" / "vega.js"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(script(), "utf-8")


def setup(app: Any) -> None:
    """Write the chart library at the end of an HTML build."""
    app.connect("build-finished", finished)
