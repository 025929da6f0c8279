"""Marks of a map in pixels of the whole drawing, so that several maps, their labels and signs stand on one sheet.

The geometry comes projected (``helpers.boundaries``); the chart library only places it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from helpers.boundaries.topology import Ring
from helpers.figures import theme

P = theme.PALETTE
Coordinates = list[list[list[float]]]


def shape(rings: Coordinates, left: float = 0, top: float = 0, **about: Any) -> dict[str, Any]:
    """Rings in pixels of a map as one GeoJSON feature of the sheet, with what is known about it as members."""
    moved = [[[round(x + left, 1), round(y + top, 1)] for x, y in ring] for ring in rings]
    return {"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": [moved]}, **about}


def lines(parts: Coordinates, left: float = 0, top: float = 0, **about: Any) -> dict[str, Any]:
    """Open lines in pixels of a map as one GeoJSON feature of the sheet."""
    moved = [[[round(x + left, 1), round(y + top, 1)] for x, y in part] for part in parts]
    return {"type": "Feature", "geometry": {"type": "MultiLineString", "coordinates": moved}, **about}


def points(spots: Iterable[tuple[float, float]], **about: Any) -> dict[str, Any]:
    """Pixels of the sheet as one GeoJSON feature, to be drawn as circles."""
    return {"type": "Feature", "geometry": {"type": "MultiPoint", "coordinates": [[round(x, 1), round(y, 1)] for x, y in spots]}, **about}


def triangles(spots: Iterable[tuple[float, float]], size: float, **about: Any) -> dict[str, Any]:
    """Triangles that point upwards about pixels of the sheet, so high, as one GeoJSON feature."""
    corners = ((0.0, -0.6), (0.6, 0.4), (-0.6, 0.4), (0.0, -0.6))
    rings = [[[[round(x + size * a, 1), round(y + size * b, 1)] for a, b in corners]] for x, y in spots]
    return {"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": rings}, **about}


def hatching(rings: Iterable[Ring], pitch: float, slope: float = 1.0, left: float = 0, top: float = 0, **about: Any) -> dict[str, Any]:
    """Parallel lines that fill the rings, as one GeoJSON feature.

    Args:
        rings: in pixels of a map; a point is inside by the even-odd rule.
        pitch: pixels from one line to the next, across the lines.
        slope: rise of the lines, 1 for 45 degrees upwards to the right, 0 for level ones.
    """
    rings = list(rings)
    along = np.array([1.0, -slope]) / np.hypot(1.0, slope)
    across = np.array([-along[1], along[0]])
    found = []
    if rings:
        offsets = np.concatenate([ring @ across for ring in rings])
        for offset in np.arange(np.ceil(offsets.min() / pitch) * pitch, offsets.max(), pitch):
            cuts = []
            for ring in rings:
                height = ring @ across - offset
                first, last = height[:-1], height[1:]
                hit = (first > 0) != (last > 0)
                share = first[hit] / (first[hit] - last[hit])
                points = ring[:-1][hit] + share[:, None] * (ring[1:][hit] - ring[:-1][hit])
                cuts += (points @ along).tolist()
            cuts.sort()
            for begin, end in zip(cuts[::2], cuts[1::2]):
                if end - begin > 1.2:
                    ends = [along * at + across * offset + (left, top) for at in (begin, end)]
                    found.append([[round(float(x), 1), round(float(y), 1)] for x, y in ends])
    return {"type": "Feature", "geometry": {"type": "MultiLineString", "coordinates": found}, **about}


def drawn(features: list[dict[str, Any]], tooltip: list[alt.Tooltip] | None = None, radius: float = 2, **mark: Any) -> alt.Chart:
    """Features as a layer of the sheet, points as circles of the radius. They are handed on as text: the chart library would check and copy every point."""
    text = re.sub(r"\.0(?=[],])", "", json.dumps(features, separators=(",", ":")))
    data = alt.InlineData(values=text, format=alt.JsonDataFormat(type="json"))
    chart = alt.Chart(data).mark_geoshape(**mark).project(type="identity", scale=1, translate=[0, 0], pointRadius=radius)
    return chart.encode(tooltip=tooltip) if tooltip else chart


def words(frame: pd.DataFrame, height: float, size: float = theme.SIZE, halo: bool = False, **mark: Any) -> list[alt.Chart]:
    """Texts of the sheet (``x``, ``y``, ``text``), on a halo of paper if they stand on a map."""
    base = at(frame[["x", "y", "text"]], height).encode(text="text:N")
    given = {"align": "left", "baseline": "middle", "fontSize": size, **mark}
    under = [base.mark_text(**given, stroke=P["paper"], strokeWidth=2.5, strokeJoin="round", strokeOpacity=0.85, fill=P["paper"])] if halo else []
    return [*under, base.mark_text(**given)]


def at(frame: pd.DataFrame, height: float, x: str = "x", y: str = "y") -> alt.Chart:
    """A chart of the rows of a frame with their columns ``x`` and ``y`` as pixels of the sheet, from its top left."""
    return alt.Chart(frame).encode(
        x=alt.X(f"{x}:Q", scale=alt.Scale(domain=[0, theme.WIDTH], range=[0, theme.WIDTH], nice=False, zero=False), axis=None),
        y=alt.Y(f"{y}:Q", scale=alt.Scale(domain=[0, height], range=[0, height], nice=False, zero=False), axis=None),
    )


def sheet(layers: list[alt.Chart], height: float) -> alt.LayerChart:
    """Layers as one chart of the width of a figure."""
    return alt.layer(*layers).properties(width=theme.WIDTH, height=height, autosize=alt.AutoSizeParams(type="none", contains="padding"), padding=0)


LETTER = 6.3
"""Pixels that a letter takes on the average at the size of a label on a map."""

LINE = 12.0
"""Height of a label on a map in pixels."""


def _boxes(x: float, y: float, radius: float, width: float) -> Iterable[tuple[str, tuple[float, float, float, float]]]:
    """Where a label may stand beside a sign: alignment and its box (left, top, right, bottom), the best place first."""
    gap, half = radius + 2.5, LINE / 2
    yield "left", (x + gap, y - half, x + gap + width, y + half)
    yield "right", (x - gap - width, y - half, x - gap, y + half)
    for side in (-1, 1):
        level = y + side * (gap + half - 1)
        yield "center", (x - width / 2, level - half, x + width / 2, level + half)
    for side in (-1, 1):
        level = y + side * (radius * 0.7 + half)
        yield "left", (x + radius * 0.6 + 1, level - half, x + radius * 0.6 + 1 + width, level + half)
        yield "right", (x - radius * 0.6 - 1 - width, level - half, x - radius * 0.6 - 1, level + half)


def labelled(signs: pd.DataFrame, width: float, height: float) -> pd.DataFrame:
    """Where the labels of signs on a map stand, so that none covers a sign or another label.

    Args:
        signs: ``x``, ``y`` and ``radius`` in pixels and ``text``, the most important first; an empty text is no label.
        width, height: of the map, which no label leaves.

    Returns:
        The rows whose label found a place, with ``label_x``, ``label_y`` and ``align``. Greedy: each takes the first free
        place to the right, to the left, above, below or aslant.
    """
    taken = [(s.x - s.radius, s.y - s.radius, s.x + s.radius, s.y + s.radius) for s in signs.itertuples()]
    rows = []
    for number, sign in enumerate(signs.itertuples()):
        own = taken[number]
        for align, box in _boxes(sign.x, sign.y, sign.radius, LETTER * len(sign.text)) if sign.text else ():
            left, top, right, bottom = box
            inside = left >= 0 and top >= 0 and right <= width and bottom <= height
            if inside and not any(left < r and right > le and top < b and bottom > t for le, t, r, b in taken if (le, t, r, b) != own):
                taken.append(box)
                rows.append((number, {"left": left, "right": right, "center": (left + right) / 2}[align], (top + bottom) / 2, align))
                break
    found = pd.DataFrame(rows, columns=["number", "label_x", "label_y", "align"]).set_index("number").astype({"label_x": float, "label_y": float})
    return signs.reset_index(drop=True).join(found, how="inner")
