"""A grid of counts for the figures of the chapter Actors: how often somebody sat, as number and as shade."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers.figures import theme

P = theme.PALETTE
BINS = [0.2, 0.4, 0.6, 0.8]
"""Bounds of the five shades, as share of the talks of the table."""


def cells(found: pd.DataFrame, x: alt.X, y: alt.Y, tooltip: list[alt.Tooltip], none_text: str = "0") -> alt.LayerChart:
    """Cells with the number of talks, shaded by the share of the table's talks; no shade for none.

    Args:
        found: one row per cell with ``sat`` and ``met`` and the fields of ``x``, ``y`` and ``tooltip``.
        x, y: the two axes.
        tooltip: what the interactive form says of a cell.
        none_text: what is written where nobody sat.
    """
    found = found.assign(share=found["sat"] / found["met"], text=found["sat"].astype(str))
    found["is_dark"] = (found["sat"] > 0) & (found["share"] > BINS[1])
    base = alt.Chart(found)
    fill = alt.Color("share:Q", scale=alt.Scale(type="threshold", domain=BINS, range=theme.STEPS), legend=None)
    some = base.transform_filter("datum.sat > 0").mark_rect(stroke=P["paper"], strokeWidth=1).encode(x=x, y=y, color=fill, tooltip=tooltip)
    zero = base.transform_filter("datum.sat == 0").mark_text(fontSize=12, color=P["muted"], text=none_text).encode(x=x, y=y)
    light = base.transform_filter("datum.sat > 0 && !datum.is_dark").mark_text(fontSize=12, color=P["ink"]).encode(x=x, y=y, text="text:N")
    dark = base.transform_filter("datum.is_dark").mark_text(fontSize=12, fontWeight=600, color=P["paper"]).encode(x=x, y=y, text="text:N")
    return some + zero + light + dark


def heads(frame: pd.DataFrame, x: alt.X, y: alt.Y, text: str) -> alt.Chart:
    """Numbers in the rows of the headings: how many talks the table had."""
    return alt.Chart(frame).mark_text(fontSize=12, fontWeight=600, color=P["muted"]).encode(x=x, y=y, text=f"{text}:N")
