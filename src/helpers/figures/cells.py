"""Cells of a matrix that answer the pointer as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from helpers import record
from helpers.figures import theme


def named(source_ids: pd.Series) -> pd.Series:
    """Cells of source ids as a reader knows them: publisher and year, each once."""
    rows = record.load("sources").set_index("source_id")
    words = rows["publisher"] + (" " + rows["published_date"].str[:4]).fillna("")
    return source_ids.map(lambda cell: "; ".join(dict.fromkeys(words[i] for i in cell.split(";"))))


def cover(base: alt.Chart, tooltip: Sequence[alt.Tooltip], **places: Any) -> alt.Chart:
    """An unseen cell over each drawn one: the number in the middle of a cell would else keep the pointer from it.

    Args:
        base: the chart with the rows of the matrix.
        tooltip: what a cell says.
        places: the channels that place a cell, ``x`` and ``y`` as a rule.
    """
    return base.mark_rect(opacity=0, fill=theme.PALETTE["paper"]).encode(tooltip=list(tooltip), **places)
