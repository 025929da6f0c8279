"""Figures of the chapter Obstacles: how far apart the declared positions are, scale by scale and together."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers import bargaining, record, reliability
from helpers.display import Figure
from helpers.figures import theme
from helpers.sourcing import ids
from helpers.wording import in_words

P = theme.PALETTE
ACTORS = {"ukraine": "Ukraine", "united-states": "United States", "european": "EU and E3", "russia": "Russia"}
COLORS = {"Ukraine": P["blue"], "Russia": P["wine"], "United States": P["ochre"], "EU and E3": P["teal"]}
SHAPES = {"Ukraine": "circle", "Russia": "square", "United States": "triangle-up", "EU and E3": "diamond"}
SHIFT = 0.07
"""Steps by which the lines of the two sides are drawn apart."""

TOGETHER = {"european-union": "european", "e3": "european"}

def low(title: str) -> str:
    """A title inside a sentence: a small first letter, but for a name."""
    return title if title.startswith(("EU", "NATO")) or title[1:2].isupper() else title[:1].lower() + title[1:]


def last_day() -> pd.Timestamp:
    """The last day of evidence of the record."""
    return pd.Timestamp(record.package()["record"]["last_evidence_date"], tz="UTC")


def rows() -> pd.DataFrame:
    """The coded positions, those of the EU and the E3 counted as one row of the charts."""
    found = bargaining.coded(record.load("positions"))
    return found.assign(actor_id=found["actor_id"].replace(TOGETHER))


def names() -> pd.Series:
    """Scale → its name, short enough for the side of a chart."""
    found = reliability.titles(record.load("scales"), record.load("issues"))
    return found.replace({"Nuclear safety and the Zaporizhzhia plant": "Nuclear safety, Zaporizhzhia plant"})


def standing_now() -> Figure:
    """Where four actors last said that they stand, scale by scale."""
    found, day = rows(), last_day()
    stands = bargaining.standing(found, [day], bargaining.terms(record.load("scales")))
    stands = stands[stands["actor_id"].isin(list(ACTORS))]
    apart = bargaining.distance(stands).set_index("scale_id")
    title = names()
    stands = stands.assign(issue=stands["scale_id"].map(title), who=stands["actor_id"].map(ACTORS), months=(stands["age"] / 30.44).round().astype(int))
    order = [title[s] for s in apart.sort_values(["steps", "age"], ascending=[False, True], kind="stable").index]
    stands = stands[stands["issue"].isin(order)]
    stands["place"] = stands["issue"].map(order.index)
    # Two marks on one code stand one above the other, always in the order of ACTORS.
    ranked = stands.assign(rank=stands["who"].map(list(ACTORS.values()).index)).sort_values(["issue", "code", "rank"])
    ranked["up"] = ranked.groupby(["issue", "code"]).cumcount() - (ranked.groupby(["issue", "code"])["who"].transform("size") - 1) / 2
    ranked["y"] = ranked["place"] + ranked["up"] * 0.27
    lines = apart.reset_index().assign(issue=lambda f: f["scale_id"].map(title), place=lambda f: f["scale_id"].map(title).map(order.index))
    scale = alt.Scale(domain=[-0.6, len(order) - 0.4], nice=False, reverse=True)
    axis = alt.Axis(values=list(range(len(order))), labelExpr=f"{order!r}[datum.value]".replace("'", '"'), title=None, labelColor=P["ink"], labelLimit=230, grid=False)
    x = alt.X("code:Q", scale=alt.Scale(domain=[-0.15, 5.05], nice=False), axis=alt.Axis(values=[0, 1, 2, 3, 4], format="d", orient="top", grid=True, titleAnchor="start", title="0 Ukraine’s declared maximum, 4 Russia’s"))
    base = alt.Chart(lines).mark_rule(color=P["grid"], strokeWidth=9).encode(x=alt.X("low:Q"), x2="high:Q", y=alt.Y("place:Q", scale=scale, axis=axis))
    kind = {"domain": list(ACTORS.values())}
    marks = (
        alt.Chart(ranked[["issue", "who", "code", "y", "months", "stated"]])
        .mark_point(filled=True, opacity=1, size=85)
        .encode(
            x=x,
            y=alt.Y("y:Q", scale=scale, axis=axis),
            color=alt.Color("who:N", scale=alt.Scale(**kind, range=[COLORS[w] for w in ACTORS.values()]), legend=alt.Legend(title=None)),
            shape=alt.Shape("who:N", scale=alt.Scale(**kind, range=[SHAPES[w] for w in ACTORS.values()]), legend=alt.Legend(title=None)),
            tooltip=[alt.Tooltip("issue:N", title="Issue"), alt.Tooltip("who:N", title="Actor"), alt.Tooltip("code:Q", title="Step"), alt.Tooltip("stated:T", title="Last stated", format="%-d %B %Y"), alt.Tooltip("months:Q", title="Months ago")],
        )
    )
    old = lines.assign(text=[f"{m} month{'s' * (m != 1)}" for m in (lines["age"] / 30.44).round().astype(int)], at=4.2)
    ages = alt.Chart(old).mark_text(align="left", color=P["muted"]).encode(x="at:Q", y=alt.Y("place:Q", scale=scale, axis=axis), text="text:N")
    far = [low(i) for i in order if apart.loc[title[title == i].index[0], "steps"] >= 3]
    near = [low(i) for i in order if apart.loc[title[title == i].index[0], "steps"] <= 1]
    used = ranked.merge(found[["actor_id", "scale_id", "day", "source_ids"]], left_on=["actor_id", "scale_id", "stated"], right_on=["actor_id", "scale_id", "day"])
    return Figure(
        alt.layer(base, marks, ages).properties(width=theme.WIDTH, height=34 * len(order)),
        name="fig-standing",
        caption=(
            f"On {len(far)} of {len(order)} scales the last declared positions of Ukraine and Russia stand three or four steps apart, on {len(near)} one step. The last statement of each actor up to "
            f"{in_words(day.strftime('%Y-%m-%d'))} is carried forward; on the right stands the age of the older of the two."
        ),
        alt=(
            f"Dots of four actors on {len(order)} scales from 0 to 4. Three or more steps between Ukraine and Russia: {', '.join(far)}. One step or less: {', '.join(near)}. "
            f"Oldest pair of statements: {int(apart['age'].max() / 30.44 + 0.5)} months."
        ),
        data=stands.sort_values(["place", "actor_id"]).assign(stated=lambda f: f["stated"].dt.strftime("%Y-%m-%d")),
        columns={"issue": "Scale", "who": "Actor", "code": "Step", "stated": "Last stated", "months": "Months ago"},
        sources=ids(used),
    )


def courses() -> Figure:
    """The declared positions of four actors over time, scale by scale."""
    found = rows()
    found = found[found["actor_id"].isin(list(ACTORS)) & (found["day"] >= "2022-01-01")]
    title = names()
    found = found.assign(issue=found["scale_id"].map(title), who=found["actor_id"].map(ACTORS))
    points = found.groupby(["issue", "scale_id", "who", "day"], sort=False)["code"].mean().reset_index()
    end = bargaining.terms(record.load("scales"))["last"].dropna()
    lines = points[points["who"].isin(["Ukraine", "Russia"])]
    tails = lines.sort_values("day").groupby(["issue", "scale_id", "who"]).tail(1)
    tails = tails.assign(day=tails["scale_id"].map(end).fillna(last_day()))
    order = points.groupby("issue").size().sort_values(ascending=False, kind="stable").index.tolist()
    x = alt.X("day:T", scale=alt.Scale(type="utc", domain=["2022-01-01", "2026-10-31"], nice=False), axis=alt.Axis(format="%Y", values=[f"{y}-01-01" for y in range(2022, 2027)], title=None, grid=True))
    y = alt.Y("y:Q", scale=alt.Scale(domain=[-0.3, 4.3], nice=False), axis=alt.Axis(values=[0, 2, 4], title=None))
    who = list(ACTORS.values())
    color = alt.Color("who:N", scale=alt.Scale(domain=who, range=[COLORS[w] for w in who]), legend=alt.Legend(title=None))
    shape = alt.Shape("who:N", scale=alt.Scale(domain=who, range=[SHAPES[w] for w in who]), legend=alt.Legend(title=None))
    # One row per statement, and one for the end of each line; a tenth of a step keeps two lines on one step apart.
    both = pd.concat([points.assign(end=0), tails.assign(end=1)]).sort_values(["issue", "who", "day"], kind="stable")
    both = both.assign(day=both["day"].dt.strftime("%Y-%m-%d"), code=both["code"])[["issue", "who", "day", "code", "end"]]
    base = alt.Chart(both).transform_calculate(y=f"datum.code + {SHIFT} * ((datum.who == 'Russia') - (datum.who == 'Ukraine'))")
    steps = base.transform_filter("datum.who == 'Ukraine' || datum.who == 'Russia'").mark_line(interpolate="step-after", strokeWidth=1.8).encode(x=x, y=y, color=color)
    tip = [alt.Tooltip("who:N", title="Actor"), alt.Tooltip("day:T", title="Day", format="%-d %B %Y"), alt.Tooltip("code:Q", title="Step")]
    dots = base.transform_filter("datum.end == 0").mark_point(filled=True, opacity=1, size=32).encode(x=x, y=y, color=color, shape=shape, tooltip=tip)
    chart = (
        alt.layer(steps, dots)
        .properties(width=258, height=74)
        .facet(facet=alt.Facet("issue:N", sort=order, title=None, header=alt.Header(labelPadding=2, labelLimit=255)), columns=2, spacing={"row": 12, "column": 26})
        .properties(autosize=alt.AutoSizeParams(type="pad"))
    )
    moved = points[points["who"].isin(["Ukraine", "Russia"])].sort_values("day").groupby(["issue", "who"])["code"]
    shifts = (moved.last() - moved.first()).unstack("who")
    ua, ru = int((shifts["Ukraine"] > 0).sum()), int((shifts["Russia"] < 0).sum())
    return Figure(
        chart,
        name="fig-positions",
        caption=(
            f"From its first to its last coded statement Ukraine moved towards Russia’s end on {ua} of {len(order)} scales and Russia towards Ukraine’s end on {ru}. "
            "Marks are statements on steps from 0 (Ukraine’s declared maximum) to 4 (Russia’s), lines carry the last one forward; no line joins the two scales of the ceasefire, whose steps differ."
        ),
        alt=(
            f"{len(order)} small panels, 2022 to 2026, steps 0 to 4, with the statements of four actors. First to last statement, Ukraine: up on {ua}, down on {int((shifts['Ukraine'] < 0).sum())}; "
            f"Russia: down on {ru}, up on {int((shifts['Russia'] > 0).sum())}. Most statements: {low(order[0])}."
        ),
        data=points.sort_values(["issue", "day", "who"]).assign(day=lambda f: f["day"].dt.strftime("%Y-%m-%d")),
        columns={"issue": "Scale", "day": "Day", "who": "Actor", "code": "Step"},
        sources=ids(found),
    )
