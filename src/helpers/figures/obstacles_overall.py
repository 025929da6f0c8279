"""Figure of the chapter Obstacles: the overall distance between Ukraine and Russia, with every weighting a reader may choose.

The weights are parameters of the one specification: what a reader moves is computed by the chart itself, from the same
rows and by the same sum as :func:`helpers.bargaining.overall`. No second script computes anything.
"""

from __future__ import annotations

import json
from functools import lru_cache

import altair as alt
import pandas as pd

from helpers import bargaining, record
from helpers.display import Figure
from helpers.figures import theme
from helpers.figures.obstacles_distance import last_day, names
from helpers.sourcing import ids
from helpers.wording import in_words

P = theme.PALETTE
START = "2025-06-30"
"""The overall distance is drawn from the month in which both sides had laid their memoranda on the table."""

LABELS = ("2026-02-15", "2026-06-01")
"""First day of the bands over which the labels stand, and the day of their middle."""

NEIGHBOUR = (-1, 0, 1)
"""Coding errors of the wider band: every code may as well be its neighbour."""


def months() -> list[pd.Timestamp]:
    """The ends of the months since :data:`START`, and the last day of the record."""
    return [*pd.date_range(pd.Timestamp(START, tz="UTC"), last_day(), freq="ME"), last_day()]


@lru_cache(maxsize=1)
def _computed(stamps: tuple[tuple[str, ...], ...]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    found, limits = bargaining.coded(record.load("positions")), bargaining.terms(record.load("scales"))
    apart = bargaining.distance(bargaining.standing(found, months(), limits))
    bands = [bargaining.band(found, months(), limits, errors) for errors in (bargaining.disagreement(record.load("codings")), NEIGHBOUR)]
    return apart, *bands


def computed() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Distances by month and scale, and the two bands of the overall distance; once for what the record holds."""
    tables = ("positions", "scales", "codings")
    return _computed(tuple(record.stamp(name) for name in tables))  # type: ignore[return-value]


def percent(share: float) -> str:
    """A share in a sentence: ``58 per cent``."""
    return f"{share:.0%}".replace("%", " per cent")


def dropped() -> pd.Series:
    """The last value of the overall distance without one scale (index ``scale_id``), lowest first."""
    apart, _, _ = computed()
    found = {s: float(bargaining.overall(apart, {s: 0})["share"].iloc[-1]) for s in sorted(apart["scale_id"].unique())}
    return pd.Series(found).sort_values(kind="stable")


def weight_name(scale: str) -> str:
    """The name of a scale's weight among the parameters of the chart."""
    return "w_" + scale.replace("-", "_")


def overall() -> Figure:
    """The overall distance by month, with bands of coding uncertainty and weights that a reader sets."""
    apart, narrow, wide = computed()
    equal = bargaining.overall(apart)
    title = names()
    scales = sorted(apart["scale_id"].unique(), key=lambda s: title[s])
    bind = {s: alt.binding_range(min=0, max=3, step=0.5, name=f"{title[s]} ") for s in scales}
    weights = {s: alt.param(name=weight_name(s), value=1, bind=bind[s]) for s in scales}
    choice = alt.binding_select(options=["", *scales], labels=["none", *(title[s] for s in scales)], name="Leave out one scale: ")
    leave = alt.param(name="leave_out", value="", bind=choice)
    chosen = "{" + ",".join(f"{json.dumps(s)}:{weight_name(s)}" for s in scales) + "}[datum.scale_id]"
    x = alt.X("day:T", scale=alt.Scale(type="utc", domain=["2025-06-20", "2026-11-30"], nice=False), axis=alt.Axis(format="%b %Y", tickCount=6, title=None))
    scale = alt.Scale(domain=[0, 1], nice=False)
    axis = alt.Axis(format="%", title="Share of the whole scale", values=[0, 0.25, 0.5, 0.75, 1])
    y = alt.Y("share:Q", scale=scale, axis=axis)
    area = alt.layer(
        alt.Chart(wide).mark_area(color=P["step1"], opacity=1).encode(x=x, y=alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q"),
        alt.Chart(narrow).mark_area(color=P["step2"], opacity=1).encode(x=x, y="low:Q", y2="high:Q"),
    )
    rows = apart.assign(last=(apart["day"] == apart["day"].max()).astype(int))[["day", "scale_id", "steps", "last"]]
    base = alt.Chart(rows).transform_calculate(weight=f"datum.scale_id == leave_out ? 0 : {chosen}").transform_calculate(part="datum.weight * datum.steps")
    base = base.transform_aggregate(part="sum(part)", weight="sum(weight)", groupby=["day", "last"]).transform_filter("datum.weight > 0")
    base = base.transform_calculate(share=f"datum.part / datum.weight / {bargaining.STEPS}")
    fixed = alt.Chart(equal).mark_line(color=P["ink"], strokeWidth=1.5, strokeDash=[5, 4]).encode(x=x, y=y)
    line = base.mark_line(color=P["blue"], point=alt.OverlayMarkDef(color=P["blue"], filled=True, size=36)).encode(
        x=x, y=y, tooltip=[alt.Tooltip("day:T", title="Day", format="%-d %B %Y"), alt.Tooltip("share:Q", title="Distance", format=".1%")]
    )
    day = last_day().strftime("%Y-%m-%d")
    end = base.transform_filter("datum.last == 1").mark_text(align="left", dx=8, color=P["blue"], fontWeight=600).encode(x=x, y=y, text=alt.Text("share:Q", format=".1%"))
    under = float(wide.loc[wide["day"] >= pd.Timestamp(LABELS[0], tz="UTC"), "low"].min())
    notes = pd.DataFrame([("dark: by the test of coding", under - 0.035), ("light: if any code may be its neighbour", under - 0.085)], columns=["text", "share"]).assign(day=LABELS[1])
    words = alt.Chart(notes).mark_text(color=P["ink"], align="center").encode(x=x, y=y, text="text:N")
    chart = (area + fixed + line + end + words).add_params(*weights.values(), leave).properties(width=theme.WIDTH, height=300)
    first, last = equal.iloc[0], equal.iloc[-1]
    lowest = equal.loc[equal["share"].idxmin()]
    table = equal.merge(narrow, on="day").merge(wide, on="day", suffixes=("", "_wide")).assign(day=lambda f: f["day"].dt.strftime("%Y-%m-%d"))
    table[["share", "low", "high", "low_wide", "high_wide"]] = (table[["share", "low", "high", "low_wide", "high_wide"]] * 100).round(1)
    stated = record.load("positions")
    return Figure(
        chart,
        name="fig-distance",
        caption=(
            f"The overall distance fell from {percent(first['share'])} of the scale at the end of June 2025 to {percent(lowest['share'])} at the end of {in_words(lowest['day'].strftime('%Y-%m'))} and was {percent(last['share'])} on "
            f"{in_words(day)}, by equal weights of up to {int(equal['scales'].max())} scales. The bands hold 95 of 100 resamplings of the codes. "
            "On screen the sliders under the chart set the weights: blue is by the reader’s weights, dashed by equal ones."
        ),
        alt=(
            f"Line of the mean distance between Ukraine and Russia by month, {percent(first['share'])} of the scale in June 2025 ({int(first['scales'])} scales), lowest {percent(lowest['share'])} in "
            f"{in_words(lowest['day'].strftime('%Y-%m'))}, {percent(last['share'])} on {in_words(day)} ({int(last['scales'])} scales). Band by test of coding on that day {percent(narrow['low'].iloc[-1])} to {percent(narrow['high'].iloc[-1])}, "
            f"by neighbouring codes {percent(wide['low'].iloc[-1])} to {percent(wide['high'].iloc[-1])}."
        ),
        data=table,
        columns={
            "day": "Day",
            "share": "Distance, per cent of the scale",
            "scales": "Scales",
            "low": "Low, test of coding",
            "high": "High, test of coding",
            "low_wide": "Low, neighbouring codes",
            "high_wide": "High, neighbouring codes",
        },
        sources=ids(stated[stated["actor_id"].isin(bargaining.SIDES) & stated["stance_code"].notna()]),
    )
