"""Figures of the page Method: what the record rests on."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers import grading, record, reliability
from helpers.display import Figure
from helpers.figures import rows, theme

P = theme.PALETTE
READINGS = ("opened", "address_seen", "known")


def _titles(vocabulary: str) -> pd.Series:
    words = record.load("vocabulary")
    return words[words["vocabulary"] == vocabulary].set_index("term")["title"]


def sources_by_reading() -> Figure:
    """Sources by type and by how they were read."""
    found = grading.readings(record.load("sources"))
    found["type"] = found["source_type"].map(_titles("source_type"))
    found["read"] = found["reading"].map(_titles("reading"))
    readings = [word for word in _titles("reading").reindex(READINGS) if word in set(found["read"])]
    found["place"] = found["read"].map(readings.index)
    order = found.drop_duplicates("type")["type"].tolist()
    y = alt.Y("type:N", sort=order, axis=alt.Axis(title=None, labelColor=P["ink"]))
    color = alt.Color("read:N", scale=alt.Scale(domain=readings, range=[P["blue"], P["ochre"], P["wine"]][: len(readings)]), legend=alt.Legend(title=None))
    ends = found.groupby("type", sort=False).agg(total=("total", "first")).reset_index()
    known = found[found["reading"] != "opened"].groupby("type")["sources"].sum()
    ends["text"] = [f"{t}" + (f", {known[n]} not opened" if n in known else "") for n, t in zip(ends["type"], ends["total"])]
    x = alt.X("sources:Q", scale=alt.Scale(domain=[0, int(ends["total"].max() * 1.3)], nice=False), axis=alt.Axis(title="Sources", tickCount=5))
    bars = (
        alt.Chart(found[["type", "read", "sources", "place"]])
        .mark_bar()
        .encode(x=x, y=y, color=color, order="place:Q", tooltip=[alt.Tooltip("type:N", title="Type"), alt.Tooltip("read:N", title="Reading"), alt.Tooltip("sources:Q", title="Sources")])
    )
    labels = alt.Chart(ends).mark_text(align="left", dx=6).encode(x="total:Q", y=y, text="text:N")
    official = int(found.loc[found["source_type"].isin(["primary_document", "official_statement"]), "sources"].sum())
    opened = found.loc[found["reading"] == "opened", "sources"].sum()
    alternative = (
        f"Stacked bars of {int(found['sources'].sum())} sources in {len(order)} types. The commonest are {order[0].lower()} ({int(ends['total'][0])}) and {order[1].lower()} "
        f"({int(ends['total'][1])}); the rarest {order[-1].lower()} ({int(ends['total'].iloc[-1])}). Opened: {int(opened)}; not opened: {int(found['sources'].sum() - opened)}."
    )
    return Figure(
        (bars + labels).properties(width=theme.WIDTH, height=alt.Step(26)),
        name="fig-sources",
        caption=(
            f"Sources by type and by how they were read; primary texts and official pages are {grading.share(official, int(found['sources'].sum()))} of them. “Known” means a "
            "document that exists and is named, whose page was not opened."
        ),
        alt=alternative,
        data=found,
        columns={"type": "Type", "read": "Reading", "sources": "Sources"},
        sources=[],
    )


def origins() -> Figure:
    """Sources by language and by who publishes them."""
    sources = record.load("sources")
    languages = sources["language"].map(grading.LANGUAGES).fillna("Other languages").value_counts()
    hands = grading.hands(sources).map(grading.HANDS).value_counts().reindex(list(grading.HANDS.values()), fill_value=0).to_dict()
    neither = int(sources["party_to_war"].isna().sum())
    groups = {"Language": [*grading.LANGUAGES.values(), "Other languages"], "Publisher": list(hands)}
    count = {**languages.to_dict(), **hands}
    order, axis = rows.axis(groups, 240)
    found = pd.DataFrame([(g, r, rows.key(g, r), int(count.get(r, 0))) for g, names in groups.items() for r in names], columns=["group", "name", "row", "sources"])
    found["text"] = [f"{n} ({grading.share(n, len(sources))})" for n in found["sources"]]
    y = alt.Y("row:N", scale=alt.Scale(domain=order), axis=axis)
    x = alt.X("sources:Q", scale=alt.Scale(domain=[0, int(found["sources"].max() * 1.35)], nice=False), axis=alt.Axis(title="Sources", tickCount=5))
    color = alt.Color("group:N", scale=alt.Scale(domain=list(groups), range=[P["blue"], P["teal"]]), legend=None)
    bars = alt.Chart(found).mark_bar().encode(x=x, y=y, color=color, tooltip=[alt.Tooltip("name:N", title="Group"), alt.Tooltip("sources:Q", title="Sources")])
    labels = alt.Chart(found).mark_text(align="left", dx=6).encode(x="sources:Q", y=y, text="text:N")
    alternative = (
        f"Bars of {len(sources)} sources. Language: "
        + ", ".join(f"{n} {count.get(n, 0)}" for n in groups["Language"])
        + ". Publisher: "
        + ", ".join(f"{n} {v}" for n, v in hands.items())
        + "."
    )
    return Figure(
        (bars + labels).properties(width=theme.WIDTH, height=alt.Step(23)),
        name="fig-origins",
        caption=(
            f"Sources in English are {grading.share(int(count.get('English', 0)), len(sources))} of all, those published by neither side {grading.share(neither, len(sources))}. What a side or its media "
            "publish is used for what that side says and does; the marks stand beside each source."
        ),
        alt=alternative,
        data=found,
        columns={"group": "By", "name": "Group", "sources": "Sources"},
        sources=[],
    )


def stability() -> Figure:
    """Alpha of the two codings by scale, with its interval."""
    found = reliability.by_scale(record.load("codings"))
    found["scale"] = found["scale_id"].map(reliability.titles(record.load("scales"), record.load("issues")))
    found = found.sort_values(["alpha", "scale"], ascending=[False, True], kind="stable").reset_index(drop=True)
    found["text"] = [f"{alpha:.2f} ({agree} of {n} equal)" for alpha, agree, n in zip(found["alpha"], found["agree"], found["n"])]
    least = min(0.0, float(found["low"].min()))
    y = alt.Y("scale:N", sort=found["scale"].tolist(), axis=alt.Axis(title=None, labelLimit=270, labelColor=P["ink"]))
    axis = alt.Axis(title="Krippendorff’s alpha", values=[0, 0.2, 0.4, 0.6, 0.8, 1])
    x = alt.X("alpha:Q", scale=alt.Scale(domain=[least, 1.7], nice=False), axis=axis)
    tips = [alt.Tooltip("scale:N", title="Scale"), alt.Tooltip("alpha:Q", title="Alpha", format=".3f"), alt.Tooltip("low:Q", title="From", format=".3f"), alt.Tooltip("high:Q", title="To", format=".3f")]
    base = alt.Chart(found[["scale", "alpha", "low", "high", "text"]])
    spans = base.mark_rule(color=P["blue"], strokeWidth=2).encode(x="low:Q", x2="high:Q", y=y)
    dots = base.mark_point(filled=True, size=70, color=P["blue"], opacity=1).encode(x=x, y=y, tooltip=tips)
    labels = base.mark_text(align="left", dx=10, color=P["ink"]).encode(x=alt.datum(1), y=y, text="text:N")
    mark = alt.Chart(pd.DataFrame({"limit": [reliability.THRESHOLD], "text": [str(reliability.THRESHOLD)]}))
    line = mark.mark_rule(color=P["wine"], strokeDash=[4, 3]).encode(x="limit:Q")
    named = mark.mark_text(align="right", dx=-4, dy=-8, color=P["wine"], baseline="bottom").encode(x="limit:Q", y=alt.value(4), text="text:N")
    low = found[found["low"] < reliability.THRESHOLD].sort_values("low", kind="stable")
    best, worst = found["alpha"].max(), found.iloc[-1]
    alternative = (
        f"Dots with intervals for {len(found)} scales, {int(found['n'].sum())} items in all. Alpha is {best:.2f} for {int((found['alpha'] == best).sum())} of them and least for {worst['scale']} "
        f"({worst['alpha']:.2f}, interval {worst['low']:.2f} to {worst['high']:.2f}). Below {reliability.THRESHOLD} lie {int((found['alpha'] < reliability.THRESHOLD).sum())} values and the lower limits of "
        f"{len(low)} scales" + (f": {', '.join(low['scale'])}." if len(low) else ".")
    )
    return Figure(
        (line + spans + dots + labels + named).properties(width=theme.WIDTH, height=alt.Step(24)),
        name="fig-stability",
        caption=(
            f"Stability of the coding: Krippendorff’s alpha of two codings by one team, with bootstrap intervals of 95 per cent. Below the dashed line at {reliability.THRESHOLD} a scale bears no "
            f"conclusion; {len(low)} of {len(found)} scales have an interval that reaches below it. An interval without width means that all codes were equal, which few items cannot make certain."
        ),
        alt=alternative,
        data=found,
        columns={"scale": "Scale", "n": "Items", "agree": "Equal codes", "alpha": "Alpha", "low": "From", "high": "To"},
        sources=[],
    )
