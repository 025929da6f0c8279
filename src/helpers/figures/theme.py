"""One palette and one typeface for charts and pages alike.

Every colour of a chart is a plain hex value from :data:`PALETTE`, so that a stylesheet can repaint a drawn or an
interactive chart for the dark by attribute selectors (a CSS variable inside an SVG would print black). The categorical
colours keep a contrast of at least 3 : 1 on paper in light and dark and stay apart under the three kinds of colour
blindness; ``tests/test_theme.py`` measures both.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path
from typing import Any

import altair as alt

FONT = "Record Sans"
_FONTS = f"{FONT}, sans-serif"  # a downloaded drawing finds any sans where ours is not installed
FONT_FOLDER = Path(__file__).parent / "fonts"
"""TrueType files of :data:`FONT` (regular and semibold), for drawing charts and for print."""

WIDTH = 600
"""Width of a figure in pixels, labels included; it is printed 126 mm wide, so 13 px are 7.7 pt on paper."""

SIZE = 13
"""Size of every label in pixels."""

PALETTE: dict[str, str] = {
    # text and lines
    "ink": "#1b1d20",
    "muted": "#555a61",
    "axis": "#81868d",
    "grid": "#e1e2e4",
    "wash": "#f1f0ec",
    "paper": "#fcfbf8",
    # categories; take them in this order
    "blue": "#1f4e96",
    "ochre": "#c67a0c",
    "teal": "#149389",
    "wine": "#7a1145",
    "violet": "#7c65d4",
    "olive": "#576012",
    # what is not part of the comparison: context, missing, not known
    "grey": "#868b91",
    # a quantity in five bins, from little to much
    "step1": "#dbe5f2",
    "step2": "#a8c2e2",
    "step3": "#6e99cb",
    "step4": "#3b6db0",
    "step5": "#17407f",
    # an ordered scale with two poles and a middle, from one pole to the other
    "pole1": "#2a5ea8",
    "pole2": "#9cb8dc",
    "pole3": "#e5e2da",
    "pole4": "#e2b777",
    "pole5": "#b06a06",
}

_NIGHT: dict[str, str] = {
    "ink": "#e8e6e1",
    "muted": "#aaaeb4",
    "axis": "#777c83",
    "grid": "#2f3237",
    "wash": "#202327",
    "paper": "#16181b",
    "blue": "#5a8cf0",
    "ochre": "#f3bb4e",
    "teal": "#63e0c8",
    "wine": "#cf5a94",
    "violet": "#aeb0fa",
    "olive": "#a0963a",
    "grey": "#7d8289",
    "step1": "#22324b",
    "step2": "#2f507d",
    "step3": "#4574b3",
    "step4": "#729fde",
    "step5": "#b4cff5",
    "pole1": "#5f92ee",
    "pole2": "#3c5a8e",
    "pole3": "#3b3d41",
    "pole4": "#7e5d24",
    "pole5": "#eaaf46",
}

DARK: dict[str, str] = {PALETTE[name]: _NIGHT[name] for name in PALETTE}
"""Colour on light paper → its counterpart in the dark."""

CATEGORY: list[str] = [PALETTE[name] for name in ("blue", "ochre", "teal", "wine", "violet", "olive")]
STEPS: list[str] = [PALETTE[f"step{n}"] for n in range(1, 6)]
POLES: list[str] = [PALETTE[f"pole{n}"] for n in range(1, 6)]


def css_variables(dark: bool = False) -> str:
    """The palette as CSS declarations, ``--ink:#1b1d20;…``, in its own order; the dark counterparts if asked."""
    return "".join(f"--{name}:{DARK[hexa] if dark else hexa};" for name, hexa in PALETTE.items())


@lru_cache(maxsize=None)
def register_fonts() -> None:
    """Let vl-convert measure and draw with the shipped typeface, so that no chart depends on the machine's fonts."""
    import vl_convert

    vl_convert.register_font_directory(str(FONT_FOLDER))


def configuration() -> dict[str, Any]:
    """The Vega-Lite configuration of every chart: our typeface, our colours, no description of single marks."""
    ink, muted, axis, grid = (PALETTE[name] for name in ("ink", "muted", "axis", "grid"))
    text = {"labelFont": _FONTS, "labelFontSize": SIZE, "labelFontWeight": "normal"}
    head = {"titleFont": _FONTS, "titleFontSize": SIZE, "titleFontWeight": 600, "titleColor": ink}
    return {
        "aria": False,  # the drawing has one alternative text; hundreds of labelled marks would bury it
        "autosize": {"type": "fit-x", "contains": "padding"},
        "background": None,
        "font": _FONTS,
        "padding": 2,
        "view": {"stroke": None, "continuousWidth": WIDTH, "continuousHeight": 280, "discreteWidth": WIDTH},
        "title": {
            "anchor": "start",
            "frame": "group",
            "font": _FONTS,
            "fontSize": 15,
            "fontWeight": 600,
            "color": ink,
            "offset": 12,
            "subtitleFont": _FONTS,
            "subtitleFontSize": SIZE,
            "subtitleColor": muted,
        },
        "axis": {
            **text,
            **head,
            "labelColor": muted,
            "labelPadding": 5,
            "titlePadding": 9,
            "domainColor": axis,
            "tickColor": axis,
            "tickSize": 4,
            "gridColor": grid,
            "gridWidth": 1,
        },
        "axisX": {"grid": False},
        "axisXDiscrete": {"labelAngle": 0},
        "axisY": {"domain": False, "ticks": False},
        "axisTemporal": {"labelFlush": False},
        "legend": {
            **text,
            **head,
            "labelColor": ink,
            "labelLimit": 400,
            "orient": "top",
            "direction": "horizontal",
            "columns": 4,
            "columnPadding": 18,
            "symbolSize": 90,
            "titleAnchor": "start",
            "offset": 12,
        },
        "header": {**text, **head, "labelColor": ink, "labelFontWeight": 600, "labelAnchor": "start"},
        "mark": {"color": PALETTE["blue"]},
        "area": {"fillOpacity": 0.85, "line": False},
        "bar": {"discreteBandSize": {"band": 0.72}},
        "line": {"strokeWidth": 2.25, "strokeCap": "round", "strokeJoin": "round"},
        "point": {"filled": True, "size": 60},
        "circle": {"size": 60, "opacity": 1},
        "square": {"size": 60, "opacity": 1},
        "rule": {"color": axis},
        "tick": {"color": PALETTE["blue"], "thickness": 2},
        "text": {"font": _FONTS, "fontSize": SIZE, "color": ink},
        "range": {
            "category": CATEGORY,
            "ordinal": STEPS,
            "ramp": STEPS,
            "heatmap": STEPS,
            "diverging": POLES,
        },
    }


@alt.theme.register("record", enable=False)
def _record() -> alt.theme.ThemeConfig:
    return alt.theme.ThemeConfig(config=configuration())  # type: ignore[typeddict-item]


def enabled() -> AbstractContextManager[Any]:
    """Charts become specifications in the book's look inside ``with enabled():``."""
    return alt.theme.enable("record")


def enable() -> None:
    """Charts become specifications in the book's look from here on."""
    alt.theme.enable("record")
