"""Figures of the chapter Obstacles on land: the share under Russian control, and its change from month to month."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers import record
from helpers.display import Figure
from helpers.figures import theme
from helpers.sourcing import ids
from helpers.wording import in_words

P = theme.PALETTE
MIRROR = "deepstate-area-mirror"
ESTIMATORS = {"afp-isw-share": "AFP, from ISW maps", MIRROR: "DeepState, by a mirror", "press-share": "Shares in the press", "isw-share-press": "ISW, in the press"}

CHANGES = {
    "deepstate-gain-months": "DeepState, as published",
    "afp-isw-gain-months": "AFP from ISW maps",
    "afp-isw-gain-2025": "AFP, with unconfirmed land",
    "isw-gain-press": "ISW, in the press",
}
"""Series of changes with single months → who estimates."""

LINE = "DeepState, by a mirror"


def land() -> Figure:
    """Share of Ukraine under Russian control, by estimator."""
    found = record.load("territory_control")
    found = found[found["series_id"].isin(list(ESTIMATORS)) & found["share_pct"].notna()]
    found = found.assign(who=found["series_id"].map(ESTIMATORS), share=found["share_pct"].astype("float64"), day=found["date_first"])
    # A whole number stands for what rounds to it; one tenth of a point is the precision of the others.
    half = found["share"].map(lambda v: 0.5 if float(v).is_integer() else 0.05)
    found = found.assign(low=found["share"] - half, high=found["share"] + half)
    who = [w for w in ESTIMATORS.values() if w in set(found["who"])]
    tones, shapes = dict(zip(who, (P["blue"], P["wine"], P["grey"], P["ochre"]))), dict(zip(who, ("circle", "triangle-up", "cross", "square")))
    scale = alt.Scale(domain=[0, 25], nice=False)
    axis = alt.Axis(title="Per cent of Ukraine with Crimea", values=[0, 5, 10, 15, 20, 25], format="d", grid=True)
    x = alt.X("day:T", scale=alt.Scale(type="utc", domain=["2021-12-15", "2026-11-15"], nice=False), axis=alt.Axis(format="%Y", values=[f"{y}-01-01" for y in range(2022, 2027)], title=None))
    color = alt.Color("who:N", scale=alt.Scale(domain=who, range=list(tones.values())), legend=alt.Legend(title=None, columns=2, symbolOpacity=1))
    shape = alt.Shape("who:N", scale=alt.Scale(domain=who, range=list(shapes.values())), legend=alt.Legend(title=None, columns=2, symbolOpacity=1))
    base = alt.Chart(found[["day", "share", "low", "high", "who"]])
    bands = base.mark_rule(strokeWidth=5, opacity=0.3).encode(x=x, y=alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q", color=color)
    joined = alt.Chart(found[found["series_id"] == MIRROR][["day", "share", "who"]]).mark_line(strokeWidth=1.5).encode(x=x, y=alt.Y("share:Q", scale=scale, axis=axis), color=color)
    dots = base.mark_point(filled=True, opacity=1, size=48).encode(x=x, y=alt.Y("share:Q", scale=scale, axis=axis), color=color, shape=shape, tooltip=[alt.Tooltip("who:N", title="Estimator"), alt.Tooltip("day:T", title="Day", format="%-d %B %Y"), alt.Tooltip("share:Q", title="Per cent")])
    mirror = found[found["series_id"] == MIRROR].sort_values("day")
    ends = pd.concat([mirror.iloc[[0]], mirror.iloc[[-1]], found[found["share"] == found["share"].max()].iloc[[0]]]).assign(label=lambda f: f["share"].map("{:.1f}".format))
    text = alt.Chart(ends[["day", "share", "label"]]).mark_text(dy=-13, color=P["ink"]).encode(x=x, y=alt.Y("share:Q", scale=scale, axis=axis), text="label:N")
    first, last = mirror.iloc[0], mirror.iloc[-1]
    peak = found.loc[found["share"].idxmax()]
    return Figure(
        alt.layer(bands, joined, dots, text).properties(width=theme.WIDTH, height=270),
        name="fig-land",
        caption=(
            f"The share of Ukraine under Russian control was highest in early 2022; by DeepState’s maps it rose from {first['share']:.1f} per cent in {in_words(first['date'][:7])} to {last['share']:.1f} in {in_words(last['date'][:7])}. "
            "Crimea and the parts held since 2014 are included; a bar is what a rounded figure may stand for. Under the resolutions of the General Assembly all of it is Ukraine, whoever holds it."
        ),
        alt=(
            f"Points by estimator, 2022 to 2026, per cent of Ukraine: highest {peak['share']:.0f} in {in_words(peak['date'][:7])} ({peak['who']}), lowest {found['share'].min():.0f} on {in_words(found.loc[found['share'].idxmin(), 'date'])}; "
            f"DeepState line {first['share']:.1f} in {in_words(first['date'][:7])} to {last['share']:.1f} in {in_words(last['date'][:7])}, rising in {int((mirror['share'].diff() > 0).sum())} of {len(mirror) - 1} steps."
        ),
        data=found.sort_values(["who", "day"]),
        columns={"who": "Estimator", "date": "Date", "share": "Per cent", "low": "At least", "high": "At most"},
        sources=ids(found),
    )


def changes() -> pd.DataFrame:
    """Estimates of the change of a month in square kilometres, gains of Russia counted up.

    Returns:
        One row per month and estimate: ``month`` (first day), ``who``, ``km2``, ``months`` (over how many the value is a
        mean), ``until`` (first day after), ``source_ids``. Values of :data:`LINE` are differences of the areas of two first
        days of months; of longer periods only those of a few months are kept, as a mean.
    """
    stock = record.load("territory_control")
    stock = stock[stock["series_id"] == MIRROR].sort_values("date_first", kind="stable")
    months = stock[stock["date_first"].dt.day <= 2]
    start = months["date_first"].dt.strftime("%Y-%m-01")
    line = pd.DataFrame({"month": start, "who": LINE, "km2": months["area_km2"].astype("float64").diff().shift(-1), "months": 1, "until": start.shift(-1), "source_ids": months["source_ids"]})
    flow = record.load("territory_changes")
    flow = flow[flow["series_id"].isin(list(CHANGES))]
    span = (flow["end_first"].dt.year - flow["start_first"].dt.year) * 12 + flow["end_first"].dt.month - flow["start_first"].dt.month + 1
    flow = flow.assign(months=span, who=flow["series_id"].map(CHANGES), km2=flow["net_change_km2"].astype("float64") / span, month=flow["start_first"].dt.strftime("%Y-%m-01"), until=(flow["end_first"] + pd.offsets.MonthBegin()).dt.strftime("%Y-%m-01"))
    found = pd.concat([line.dropna(subset=["km2"]), flow[flow["months"] <= 4][list(line)]], ignore_index=True)
    return found.sort_values(["month", "who"], kind="stable").reset_index(drop=True)


def spreads(found: pd.DataFrame) -> pd.DataFrame:
    """For each month with at least two estimates the lowest and the highest: ``month``, ``low``, ``high``, ``estimates``."""
    single = found[found["months"] == 1]
    groups = single.groupby("month")["km2"].agg(low="min", high="max", estimates="size").reset_index()
    return groups[groups["estimates"] > 1].reset_index(drop=True)


def months() -> Figure:
    """Change of the land under Russian control by month, by estimator, with the span of the estimates."""
    found = changes()
    apart = spreads(found)
    who = [LINE, *(w for w in CHANGES.values())]
    tones, forms = (P["wine"], P["wine"], P["blue"], P["teal"], P["ochre"]), ("triangle-up", "cross", "circle", "diamond", "square")
    single = found[found["months"] == 1].assign(middle=lambda f: f["month"].str[:8] + "15")
    scale, axis = alt.Scale(domain=[-200, 800], nice=False), alt.Axis(title="Square kilometres in the month", values=[-200, 0, 200, 400, 600, 800], format="d", grid=True)
    x = alt.X("middle:T", scale=alt.Scale(type="utc", domain=["2024-07-01", "2026-09-01"], nice=False), axis=alt.Axis(format="%b %Y", values=["2024-07-01", "2025-01-01", "2025-07-01", "2026-01-01", "2026-07-01"], title=None, labelFlush=True))
    y = alt.Y("km2:Q", scale=scale, axis=axis)
    color = alt.Color("who:N", scale=alt.Scale(domain=who, range=list(tones)), legend=alt.Legend(title=None, columns=2, symbolOpacity=1))
    shape = alt.Shape("who:N", scale=alt.Scale(domain=who, range=list(forms)), legend=alt.Legend(title=None, columns=2, symbolOpacity=1))
    zero = alt.Chart(pd.DataFrame({"km2": [0]})).mark_rule(color=P["axis"]).encode(y=y)
    span = alt.Chart(apart.assign(middle=apart["month"].str[:8] + "15")[["middle", "low", "high"]]).mark_rule(strokeWidth=9, color=P["grid"]).encode(x=x, y=alt.Y("low:Q", scale=scale, axis=axis), y2="high:Q")
    long = found[found["months"] > 1]
    means = alt.Chart(long[["month", "until", "km2", "who"]]).mark_rule(strokeWidth=3).encode(x=alt.X("month:T", scale=alt.Scale(type="utc", domain=["2024-07-01", "2026-09-01"], nice=False)), x2="until:T", y=y, color=color)
    line = alt.Chart(single[single["who"] == LINE][["middle", "km2", "who"]]).mark_line(strokeWidth=1.5).encode(x=x, y=y, color=color)
    tip = [alt.Tooltip("who:N", title="Estimator"), alt.Tooltip("middle:T", title="Month", format="%B %Y"), alt.Tooltip("km2:Q", title="Square kilometres", format=",.0f")]
    dots = alt.Chart(single[["middle", "km2", "who"]]).mark_point(filled=True, opacity=1, size=52).encode(x=x, y=y, color=color, shape=shape, tooltip=tip)
    widest, mirror = apart.loc[(apart["high"] - apart["low"]).idxmax()], single[single["who"] == LINE]
    most, least = mirror.loc[mirror["km2"].idxmax()], mirror.loc[mirror["km2"].idxmin()]
    return Figure(
        alt.layer(span, zero, means, line, dots).properties(width=theme.WIDTH, height=270),
        name="fig-land-months",
        caption=(
            f"By DeepState’s maps Russia’s gain of a month went from {most['km2']:.0f} square kilometres in {in_words(most['month'][:7])} down to {least['km2']:.0f} in {in_words(least['month'][:7])}. Grey bars join the estimates of one month, "
            f"which lie up to {widest['high'] - widest['low']:.0f} apart ({in_words(widest['month'][:7])}); level lines are means over several months."
        ),
        alt=(
            f"Line of {len(mirror)} months by DeepState’s maps, {in_words(mirror['month'].iloc[0][:7])} to {in_words(mirror['month'].iloc[-1][:7])}: highest {most['km2']:.0f} square kilometres in {in_words(most['month'][:7])}, lowest {least['km2']:.0f} in "
            f"{in_words(least['month'][:7])}. Points of other estimates in {len(apart)} of the months, {apart['high'].max():.0f} at the highest and {single['km2'].min():.0f} at the lowest. Means over several months: "
            + ", ".join(f"{r.who} {r.km2:.0f} from {in_words(r.month[:7])}" for r in long.itertuples())
            + "."
        ),
        data=found.assign(month=found["month"].str[:7], km2=found["km2"].round(0).astype(int)),
        columns={"month": "Month", "who": "Estimator", "km2": "Square kilometres in the month", "months": "Mean over months"},
        sources=ids(found),
    )
