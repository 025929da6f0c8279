"""Lives of truces drawn in rows: a line from the first day to the last, with marks for what happened on the way."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers.figures import theme

P = theme.PALETTE
Mark = tuple[str, str, str, str]


def rows(
    found: pd.DataFrame, marks: dict[str, Mark], days: list[int], *, last: int, head: float, room: list[int], titles: tuple[int, int], sizes: tuple[int, int], axis: dict[str, object] | None = None
) -> alt.LayerChart:
    """One row for each truce, in days from its first day on a compressed scale.

    Args:
        found: truces in the order of the rows, with ``label``, ``date`` (text), ``start``, ``announced_first``,
            ``days_to_violation`` (days; missing where no breach is dated), ``violation_seen``, ``days_to_close`` and ``closed_by``.
        marks: what happened (``announced``, ``violated``, or a value of ``closed_by``) → name, shape, fill and stroke; what
            is not named is not marked.
        days: days that the axis names.
        last: last day of the axis.
        head: rows left free above for the legend.
        room: first and last pixel of the axis.
        titles: pixel where the titles begin, and their longest length.
        sizes: area of the mark of a first breach, which may fall on another and is drawn over it, and of the others.
        axis: what else the axis is told.
    """
    found = found.assign(row=range(len(found)), breach=found["violation_seen"].map({True: "dated", False: "not dated"}))
    at = {"announced": (found["announced_first"] - found["start"]).dt.days, "violated": found["days_to_violation"].where(found["violation_seen"])}
    base = found[["row", "label", "date"]]
    points = pd.concat([base.assign(kind=kind, day=day) for kind, day in at.items()] + [base.assign(kind=found["closed_by"], day=found["days_to_close"])])
    points = points[points["day"].notna() & points["kind"].isin(marks)].astype({"day": int})
    points = points.assign(mark=points["kind"].map(lambda kind: marks[kind][0]), over=points["kind"] == "violated").sort_values("over", kind="stable")
    x = alt.X(
        "day:Q",
        scale=alt.Scale(type="symlog", constant=1, domain=[-8, last], nice=False, range=room),
        axis=alt.Axis(values=days, title="Days from the first day (compressed scale)", labelFlush=False, domain=False, **(axis or {})),
    )
    y = alt.Y("row:Q", scale=alt.Scale(domain=[-head, len(found) - 0.3], reverse=True, nice=False, zero=False), axis=None)
    names, shapes, fills, strokes = zip(*marks.values())
    legend = alt.Legend(title=None, columns=3, orient="none", legendX=0, legendY=0, columnPadding=40, symbolOpacity=1)
    dash = alt.StrokeDash("breach:N", scale=alt.Scale(domain=["dated", "not dated"], range=[[1, 0], [2, 3]]), legend=None)
    spans = found.assign(day=0, close=found["days_to_close"].astype(int))[["row", "day", "close", "breach"]]
    lines = alt.Chart(spans).mark_rule(strokeWidth=2, color=P["grey"]).encode(x=x, x2="close:Q", y=y, strokeDash=dash)
    dots = (
        alt.Chart(points[["row", "label", "date", "day", "mark", "over"]])
        .mark_point(filled=True, strokeWidth=1.4, opacity=1)
        .encode(
            x=x,
            y=y,
            shape=alt.Shape("mark:N", scale=alt.Scale(domain=names, range=shapes), legend=legend),
            fill=alt.Fill("mark:N", scale=alt.Scale(domain=names, range=fills), legend=legend),
            stroke=alt.Stroke("mark:N", scale=alt.Scale(domain=names, range=strokes), legend=legend),
            size=alt.condition("datum.over", alt.value(sizes[0]), alt.value(sizes[1])),
            tooltip=[alt.Tooltip("label:N", title="Truce"), alt.Tooltip("date:N", title="First day"), alt.Tooltip("mark:N", title="Mark"), alt.Tooltip("day:Q", title="Day")],
        )
    )
    grid = alt.Chart(pd.DataFrame({"day": days, "row": -0.7, "below": len(found) - 0.3})).mark_rule(color=P["grid"], strokeWidth=1).encode(x=x, y=y, y2="below:Q")
    words = alt.Chart(found[["row", "label", "date"]]).encode(y=y)
    dates = words.mark_text(align="left", color=P["muted"]).encode(x=alt.value(0), text="date:N")
    names_of = words.mark_text(align="left", limit=titles[1]).encode(x=alt.value(titles[0]), text="label:N")
    return (grid + lines + dots + dates + names_of).properties(width=theme.WIDTH, height=18 * (len(found) + 3))
