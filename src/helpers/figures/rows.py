"""Rows in labelled groups on one axis, so that groups share a scale and stand in one picture."""

from __future__ import annotations

import altair as alt

from helpers.figures import theme

GAP = "\u00a0"


def key(group: str, row: str) -> str:
    """The identity of a row: the same name may stand in several groups."""
    return f"{group}|{row}"


def axis(groups: dict[str, list[str]], limit: int = 200) -> tuple[list[str], alt.Axis]:
    """The order of all rows, each group under a row of its own name, and the axis that writes them.

    Args:
        groups: group → its rows, in the order wanted.
        limit: pixels for the longest label.
    """
    order = []
    for number, (group, rows) in enumerate(groups.items()):
        order += [f"{GAP * number}|"] if number else []
        order += [f"{group}|#{group}", *(key(group, row) for row in rows)]
    heading = "indexof(datum.value, '|#') > 0"
    written = alt.Axis(
        title=None,
        labelLimit=limit,
        labelExpr="replace(split(datum.value, '|')[1], '#', '')",
        labelColor=theme.PALETTE["ink"],
        labelFontWeight={"condition": {"test": heading, "value": 600}, "value": 400},
        grid=False,
    )
    return order, written
