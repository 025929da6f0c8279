"""Figures of the chapter History on truces: their course, their survival, the violations that were counted."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers import ceasefires, meetings, record
from helpers.display import Figure
from helpers.figures import lives, theme
from helpers.sourcing import ids

P = theme.PALETTE
MARKS = {
    "announced": ("Announced", "circle", P["paper"], P["muted"]),
    "violated": ("First reported breach", "diamond", P["wine"], P["wine"]),
    "ended": ("Declared over", "square", P["ink"], P["ink"]),
    "term": ("Stated term ran out", "square", P["paper"], P["ink"]),
    "recommitted": ("Promised anew", "triangle-right", P["blue"], P["blue"]),
}
DAYS = [-7, 0, 1, 7, 30, 90, 365]


def courses() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The truces of the chapter and their courses, up to the day before the full-scale invasion."""
    truces = record.load("ceasefires")
    return truces, ceasefires.course(truces, meetings.day(meetings.HISTORY[1]))


def truces() -> Figure:
    """The life of each truce in days from its first day."""
    every, found = courses()
    found = found.merge(every[["ceasefire_id", "announced_first", "source_ids"]], on="ceasefire_id")
    found["label"] = found["title"].str.replace(r" (of )?\d{4}$", "", regex=True).str.replace("Ceasefire with additional", "Additional")
    found["date"] = found["start"].dt.strftime("%b %Y")
    known = found["violation_seen"]
    chart = lives.rows(found, MARKS, DAYS, last=600, head=3.2, room=[292, 588], titles=(68, 222), sizes=(62, 62))
    first = int((found.loc[known, "days_to_violation"] == 0).sum())
    longest = found.loc[found["days_to_close"].idxmax()]
    alternative = (
        f"Dot chart with one row for each of {len(found)} truces, {found['start'].min():%B %Y} to {found['start'].max():%B %Y}, in days from its first "
        f"day. A first breach is dated for {int(known.sum())}; for {first} of them it is the first day. {int((found['closed_by'] == 'ended').sum())} were declared over, "
        f"{int((found['closed_by'] == 'recommitted').sum())} were promised anew, after {int(found['days_to_close'].min())} to {int(longest['days_to_close'])} days. "
        f"The longest is {longest['title']}."
    )
    data = found.assign(announced_on=found["announced_first"])
    return Figure(
        chart,
        name="fig-truces",
        caption=(
            f"Of {len(found)} truces of 2014 to 2022, {int((found['closed_by'] == 'recommitted').sum())} gave way to the next promise; of {int(known.sum())} first breaches with a date {first} fall on the "
            "first day. Each row is a truce; a dashed line means that no date of a first breach was found, not that there was none."
        ),
        alt=alternative,
        data=data,
        columns={
            "title": "Truce",
            "announced_on": "Announced",
            "start": "First day",
            "violated": "First reported breach",
            "closed": "Clock stopped",
            "closed_by": "How",
            "days_to_close": "Days",
        },
        sources=ids(found),
    )


def truce_survival() -> Figure:
    """Two Kaplan–Meier curves: to the first reported breach, and to the end or the next promise."""
    every, found = courses()
    curves = {
        "Not declared over or promised anew": ceasefires.survival(found["days_to_close"], found["close_seen"]),
        "No breach reported": ceasefires.survival(found["days_to_violation"], found["violation_seen"]),
    }
    frame = pd.concat([_from_one(curve).assign(curve=name) for name, curve in curves.items()], ignore_index=True)
    names = list(curves)
    x = alt.X(
        "nth:Q",
        scale=alt.Scale(type="symlog", constant=1, domain=[0, 620], nice=False),
        axis=alt.Axis(values=[1, 2, 7, 30, 90, 180, 365], title="Day of the truce (compressed scale)", labelFlush=False),
    )
    y = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], title="Share of truces")
    color = alt.Color("curve:N", scale=alt.Scale(domain=names, range=[P["blue"], P["wine"]]), legend=None)
    base = alt.Chart(frame)
    band = base.mark_area(interpolate="step-after", opacity=0.24).encode(x=x, y=alt.Y("low:Q", axis=y, scale=alt.Scale(domain=[0, 1])), y2="high:Q", color=color)
    line = base.mark_line(interpolate="step-after").encode(
        x=x,
        y=alt.Y("share:Q", axis=y),
        color=color,
        strokeDash=alt.StrokeDash("curve:N", scale=alt.Scale(domain=names, range=[[1, 0], [6, 3]]), legend=None),
        tooltip=[alt.Tooltip("curve:N", title="Curve"), alt.Tooltip("nth:Q", title="Day"), alt.Tooltip("share:Q", title="Share", format=".0%")],
    )
    censored = (
        base.transform_filter("datum.censored > 0")
        .mark_tick(orient="vertical", size=11, thickness=1.6)
        .encode(x=x, y="share:Q", color=color, tooltip=[alt.Tooltip("nth:Q", title="Day"), alt.Tooltip("censored:Q", title="Left the count")])
    )
    notes = pd.DataFrame({"nth": [9.0, 2.3], "share": [1.0, 0.61], "text": [f"{n}" for n in names], "curve": names})
    labels = alt.Chart(notes).mark_text(align="left", baseline="bottom", fontWeight=600).encode(x=x, y="share:Q", text="text:N", color=color)
    close, breach = curves[names[0]], curves[names[1]]
    seen, closed = int(found["violation_seen"].sum()), int(found["close_seen"].sum())
    alternative = (
        f"Two step curves over the days of {len(found)} truces. No breach reported: {breach.iloc[0]['share']:.0%} after the first day, "
        f"{breach['share'].min():.0%} at the lowest; {seen} breaches seen, {len(found) - seen} truces censored. Not declared over or promised anew: half by day "
        f"{ceasefires.median(close)} after the start, {close.iloc[-1]['share']:.0%} on day {int(close.iloc[-1]['day'])}; {closed} ends seen, {len(found) - closed} censored."
    )
    return Figure(
        (band + line + censored + labels).properties(width=theme.WIDTH, height=290),
        name="fig-truce-survival",
        caption=(
            "Share of the truces of 2014 to 2022 without a reported breach (dashed) and neither declared over nor promised anew (solid), by day; Kaplan–Meier estimates with pointwise "
            "95 per cent bands. Small ticks mark truces that leave the count without the event: their stated term ran out, the record ends, or, on the dashed curve, "
            "no first breach was found before the next promise."
        ),
        alt=alternative,
        data=frame,
        columns={"curve": "Curve", "nth": "Day of the truce", "at_risk": "In the count", "events": "Events", "censored": "Left", "share": "Share", "low": "Low", "high": "High"},
        sources=ids(every),
    )


def _from_one(curve: pd.DataFrame) -> pd.DataFrame:
    """The curve by the ordinal of the day, from a start at one, with the band closed where it is undefined."""
    start = pd.DataFrame({"nth": [0], "at_risk": [int(curve["at_risk"].max())], "events": [0], "censored": [0], "share": [1.0], "low": [1.0], "high": [1.0]})
    rest = curve.assign(nth=curve["day"] + 1, low=curve["low"].fillna(curve["share"]), high=curve["high"].fillna(curve["share"])).drop(columns="day")
    return pd.concat([start, rest], ignore_index=True).round({"share": 4, "low": 4, "high": 4})


def violations() -> Figure:
    """Violations that the monitoring mission recorded, per day, in periods that can be compared."""
    counts = record.load("ceasefire_violations")
    counts = counts[counts["end_last"] <= meetings.day(meetings.HISTORY[1])].copy()
    counts["days"] = (counts["end_last"] - counts["start_first"]).dt.days + 1
    counts["per_day"] = (counts["violations"].astype(float) / counts["days"]).round(0).astype(int)
    years = counts[counts["period_type"] == "year"]
    truce = counts[(counts["period_type"] == "part_year") & (counts["start_date"] == "2020-07-27") & ~counts["is_rounded"]].tail(1)
    daily = counts[counts["days"] == 1]
    spans = pd.concat([years.assign(kind="year"), truce.assign(kind="truce")])
    for column in ("start", "end"):
        spans[column] = spans[f"{column}_first" if column == "start" else "end_last"].dt.strftime("%Y-%m-%d")
    spans["middle"] = (spans["start_first"] + (spans["end_last"] - spans["start_first"]) / 2).dt.strftime("%Y-%m-%d")
    spans["text"] = spans["per_day"].map("{:,}".format)
    scale = alt.Scale(domain=[0, 1700], nice=False)
    y = alt.Y("per_day:Q", scale=scale, axis=alt.Axis(title="Violations a day", values=[0, 500, 1000, 1500], format=",d"))
    kind = alt.Color("kind:N", scale=alt.Scale(domain=["year", "truce"], range=[P["blue"], P["ochre"]]), legend=None)
    middles = alt.Axis(values=years["start_date"].str.replace("-01-01", "-07-01").tolist(), format="%Y", ticks=False, title="Averages of whole years")
    x = alt.X("start:T", scale=alt.Scale(type="utc", domain=["2017-01-01", "2022-01-01"]), axis=middles)
    base = alt.Chart(spans[["start", "end", "middle", "per_day", "text", "kind"]]).encode(y=y)
    aside = alt.Chart(spans[spans["kind"] == "truce"][["start", "per_day"]]).mark_text(align="right", dx=-6, dy=-3, color=P["ochre"], fontWeight=600)
    left = (
        base.mark_rule(strokeWidth=5).encode(x=x, x2="end:T", color=kind)
        + base.mark_text(dy=-12).encode(x="middle:T", text="text:N")
        + aside.encode(x="start:T", y="per_day:Q", text=alt.value("after the July truce"))
    ).properties(width=336, height=270)
    daily = daily.assign(start=daily["start_date"], text=daily["per_day"].map("{:,}".format))[["start", "per_day", "text"]]
    days = alt.Axis(format="%-d", values=["2022-02-10", "2022-02-12", "2022-02-14", "2022-02-16", "2022-02-18"], ticks=False, title="Days of February 2022")
    single = alt.Chart(daily).encode(
        x=alt.X("start:T", scale=alt.Scale(type="utc", domain=["2022-02-09", "2022-02-21"]), axis=days),
        y=alt.Y("per_day:Q", scale=scale, axis=alt.Axis(labels=False, title=None, values=[0, 500, 1000, 1500])),
    )
    right = (single.mark_point(color=P["wine"], shape="diamond", size=80, opacity=1) + single.mark_text(dx=8, align="left").encode(text="text:N")).properties(width=172, height=270)
    chart = alt.hconcat(left, right, spacing=14, autosize=alt.AutoSizeParams(type="pad"))
    top, low = years.loc[years["per_day"].idxmax()], years.loc[years["per_day"].idxmin()]
    alternative = (
        f"Two panels of violations a day. Left: averages of the years {years['start_date'].min()[:4]} to {years['start_date'].max()[:4]}, from {top['per_day']:,} in {top['start_date'][:4]} "
        f"to {low['per_day']:,} in {low['start_date'][:4]}, and {int(truce['per_day'].iloc[0]):,} from {truce['start_date'].iloc[0]} to {truce['end_date'].iloc[0]}. "
        f"Right: single days of February 2022, from {daily['per_day'].min():,} to {daily['per_day'].max():,}, the last the highest."
    )
    shown = pd.concat([years, truce, counts[counts["start_date"].isin(daily["start"]) & (counts["days"] == 1)]])
    return Figure(
        chart,
        name="fig-violations",
        caption=(
            "Violations of the ceasefire a day, as the OSCE monitoring mission recorded them. Left: average of each year (blue) and of the months after the truce of 27 July 2020 "
            "(ochre); right: single days of February 2022. Partial and overlapping periods are left out."
        ),
        alt=alternative,
        data=shown,
        columns={"start_date": "From", "end_date": "To", "violations": "Violations recorded", "days": "Days", "per_day": "Per day", "producer_id": "Counted by"},
        sources=ids(shown),
    )
