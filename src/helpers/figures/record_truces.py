"""Figures of the chapter History on the truces since the invasion, and on all truces of the record."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers import ceasefires, meetings, record
from helpers.display import Figure
from helpers.figures import lives, theme
from helpers.figures.history_truces import MARKS, _from_one
from helpers.figures.history_truces import courses as early_courses
from helpers.sourcing import ids
from helpers.wording import in_words

P = theme.PALETTE
SHOWN = {
    "announced": MARKS["announced"],
    "violated": (*MARKS["violated"][:3], P["paper"]),
    "ended": ("Broken off", "square", P["ink"], P["ink"]),
    "term": MARKS["term"],
    "recommitted": ("Next term took over", "triangle-right", P["blue"], P["blue"]),
    "lost": ("No end on record", "cross", P["paper"], P["muted"]),
}
DAYS = [-7, 0, 1, 7, 30, 90]
SCOPES = {"humanitarian": "corridors", "maritime": "shipping", "energy": "energy", "holiday": "holiday", "local": "local", "full": "general", "long_range": "long range", "air_and_sea": "air and sea"}

_MONTH = r"(January|February|March|April|May|June|July|August|September|October|November|December)"
SHORTER = {
    rf",? (of |from )?(\d+ )?({_MONTH} )?(to {_MONTH} )?\d{{4}}$": "",
    r"^Black Sea Grain Initiative, ": "Grain: ",
    r"undertaking not to attack ships and ports": "first term",
    r" evacuation truce, (\w+ attempt)$": r", \1",
    r" for Kyiv, Kharkiv, Sumy and Mariupol$": "",
    r"Evacuation truce on several routes, 9 March": "Several evacuation routes",
    r"^Local truce at the (Zaporizhzhia plant)": r"Repairs at the \1",
}
"""What is taken out of the titles of truces, whose first day stands beside them."""


def courses() -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """The truces of the record, the courses of those since the invasion, and the last day looked at."""
    every, last = record.load("ceasefires"), str(record.package()["record"]["last_evidence_date"])
    return every, ceasefires.later_course(every, meetings.day(meetings.INVASION), meetings.day(last)), last


def truces_all() -> Figure:
    """The life of each truce since the invasion in days from its first day, and below them the proposals."""
    every, found, last = courses()
    found = found.merge(every[["ceasefire_id", "announced_first", "scope", "source_ids"]], on="ceasefire_id")
    found["label"] = found["title"].replace(SHORTER, regex=True)
    found["date"] = found["start"].dt.strftime("%-d %b %Y")
    known = found["violation_seen"]
    axis = {"titleAlign": "right", "titleX": 590, "titleAnchor": None}
    upper = lives.rows(found, SHOWN, DAYS, last=135, head=3.4, room=[318, 590], titles=(86, 232), sizes=(85, 100), axis=axis)
    offers = ceasefires.not_begun(every, meetings.day(meetings.INVASION))
    dayless = every[every["truce_status"].isin(ceasefires.IN_FORCE) & every["effective_first"].isna() & (every["announced_first"] >= meetings.day(meetings.INVASION))]
    dayless = int((~dayless["ceasefire_id"].isin(offers["ceasefire_id"])).sum())
    left_out = f" {dayless} more {'was' if dayless == 1 else 'were'} in force from a day that no source names, and {'is' if dayless == 1 else 'are'} left out." if dayless else ""
    first = int((found.loc[known, "days_to_violation"] == 0).sum())
    short = int(found["scope"].isin(["humanitarian", "holiday"]).sum())
    longest = found.loc[found["days_to_close"].idxmax()]
    ways = found["closed_by"].value_counts()
    alternative = (
        f"Two panels. Above, one row for each of {len(found)} truces, {found['start'].min():%B %Y} to {found['start'].max():%B %Y}, in days from its first day. A first breach is dated for {int(known.sum())}; for {first} of "
        f"them it is the first day. {int(ways.get('ended', 0))} were broken off, {int(ways.get('term', 0))} ran out, {int(ways.get('recommitted', 0))} gave way to a next term, for {int(ways.get('lost', 0))} no end is on record. The longest is "
        f"{longest['title']} with {int(longest['days_to_close'])} days. Below, {len(offers)} proposals that did not begin, {offers['moment'].min():%B %Y} to {offers['moment'].max():%B %Y}, "
        f"most of them in {offers['moment'].dt.year.value_counts().index[0]} ({int(offers['moment'].dt.year.value_counts().iloc[0])})."
    )
    data = pd.concat([found, offers]).assign(announced_on=lambda f: f["announced_first"])
    data["closed_by"] = data["closed_by"].fillna("not begun")
    return Figure(
        alt.vconcat(upper, _strip(offers, last), spacing=16, autosize=alt.AutoSizeParams(type="pad")).resolve_scale(x="independent", y="independent"),
        name="fig-truces-all",
        caption=(
            f"Of {len(found)} truces since the invasion {short} were for corridors or holidays. {int(known.sum())} have a dated first breach, in {first} cases the first day. A dashed line means that no date of "
            f"a first breach was found.{left_out} Below, the {len(offers)} truces that were proposed, claimed or agreed and did not begin, on the day of the proposal; {{tab}}`tab-truce-proposals` names them."
        ),
        alt=alternative,
        data=data,
        columns={"title": "Truce", "scope": "Scope", "announced_on": "Announced", "start": "First day", "violated": "First reported breach", "closed": "Clock stopped", "closed_by": "How", "days_to_close": "Days"},
        sources=ids(found, offers),
    )


def _strip(offers: pd.DataFrame, last: str) -> alt.LayerChart:
    """Proposals as hollow marks along the calendar, in a row for each scope."""
    rows = offers.assign(word=offers["scope"].map(SCOPES).str.capitalize(), date=offers["moment"].dt.strftime("%Y-%m-%d"))
    order = rows["word"].value_counts().index.tolist()
    scale = alt.Scale(type="utc", domain=["2022-01-01", f"{int(last[:4]) + 1}-01-01"], nice=False, range=[110, 592])
    years = [f"{year}-01-01" for year in range(2022, int(last[:4]) + 2)]
    x = alt.X("date:T", scale=scale, axis=alt.Axis(format="%Y", values=years[:-1], title=None, labelAlign="left", grid=True, domain=False))
    y = alt.Y("word:N", scale=alt.Scale(domain=order, padding=0.5), axis=None)
    marks = alt.Chart(rows[["date", "word", "title"]]).mark_point(filled=False, size=62, strokeWidth=1.4, color=P["ochre"], opacity=1)
    marks = marks.encode(x=x, y=y, tooltip=[alt.Tooltip("date:T", title="Proposed", format="%-d %B %Y"), alt.Tooltip("title:N", title="Proposal")])
    counts = pd.DataFrame({"word": order, "text": [f"{word} ({int((rows['word'] == word).sum())})" for word in order]})
    names = alt.Chart(counts).mark_text(align="left").encode(x=alt.value(0), y=y, text="text:N")
    title = alt.TitleParams("Proposed, claimed or agreed, not begun", anchor="start", fontSize=13, offset=2)
    return (marks + names).properties(width=theme.WIDTH, height=22 * len(order), title=title)


def truce_survival_all() -> Figure:
    """Kaplan–Meier curves before and since the invasion: to the first reported breach, and to the end."""
    every, before = early_courses()
    _, since, last = courses()
    periods = {"2014 to 2022": (before, P["blue"], [1, 0]), "Since the invasion": (since, P["ochre"], [6, 3])}
    asked = {"No breach reported": ("days_to_violation", "violation_seen"), "Not broken off or replaced": ("days_to_close", "close_seen")}
    parts, curves = [], {}
    for question, (days, seen) in asked.items():
        for period, (course, _, _) in periods.items():
            curve = ceasefires.survival(course[days], course[seen])
            curves[question, period] = curve
            parts.append(_from_one(curve).assign(question=question, period=period))
    frame = pd.concat(parts, ignore_index=True)
    names = list(periods)
    color = alt.Color("period:N", scale=alt.Scale(domain=names, range=[c for _, c, _ in periods.values()]), legend=None)
    dash = alt.StrokeDash("period:N", scale=alt.Scale(domain=names, range=[d for _, _, d in periods.values()]), legend=None)
    x = alt.X("nth:Q", scale=alt.Scale(type="symlog", constant=1, domain=[0, 620], nice=False), axis=alt.Axis(values=[1, 7, 30, 120, 365], title="Day of the truce", labelFlush=False))

    def panel(question: str, first: bool) -> alt.LayerChart:
        base = alt.Chart(frame[frame["question"] == question].drop(columns="question"))
        axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1], title="Share of truces" if first else None, labels=first, grid=True)
        y = alt.Y("low:Q", axis=axis, scale=alt.Scale(domain=[0, 1]))
        band = base.mark_area(interpolate="step-after", opacity=0.22).encode(x=x, y=y, y2="high:Q", color=alt.Color("period:N", scale=color["scale"], legend=None))
        tooltip = [alt.Tooltip("period:N", title="Truces"), alt.Tooltip("nth:Q", title="Day"), alt.Tooltip("share:Q", title="Share", format=".0%"), alt.Tooltip("at_risk:Q", title="In the count")]
        line = base.mark_line(interpolate="step-after").encode(x=x, y=alt.Y("share:Q", axis=axis), color=color, strokeDash=dash, tooltip=tooltip)
        left = base.transform_filter("datum.censored > 0").mark_tick(orient="vertical", size=11, thickness=1.6).encode(x=x, y=alt.Y("share:Q", axis=axis), color=alt.Color("period:N", scale=color["scale"], legend=None))
        ends = frame[frame["question"] == question].groupby("period", sort=False).tail(1)[["period", "share"]].assign(nth=10, dy=[-13, 17])
        layers = band + line + left
        for end in ends.itertuples() if first else ():
            words = alt.Chart(pd.DataFrame({"nth": [10], "share": [end.share], "period": [end.period]}))
            layers += words.mark_text(align="left", dy=end.dy, fontWeight=600).encode(x=x, y=alt.Y("share:Q", axis=axis), text="period:N", color=alt.Color("period:N", scale=color["scale"], legend=None))
        return layers.properties(width=262, height=250, title=alt.TitleParams(question, anchor="start", fontSize=13, offset=6))

    chart = alt.hconcat(panel("No breach reported", True), panel("Not broken off or replaced", False), spacing=12, autosize=alt.AutoSizeParams(type="pad"))
    said = []
    for (question, period), curve in curves.items():
        course, (days, seen) = periods[period][0], asked[question]
        held = float(curve.loc[curve["day"] <= 7, "share"].iloc[-1])
        said.append(f"{question}, {period}: {held:.0%} after a week, {float(curve['share'].min()):.0%} at the lowest, {int(course[seen].sum())} events, {int((~course[seen]).sum())} censored")
    return Figure(
        chart,
        name="fig-truce-survival-all",
        caption=(
            f"Share of truces still standing, by day: {len(before)} of 2014 to 2022 and {len(since)} since the invasion; Kaplan–Meier estimates with pointwise 95 per cent bands, which widen as few truces are left. Ticks mark truces that leave the "
            "count without the event: the stated term ran out, no end or no breach was found, or the record ends. The periods are not alike: the early truces were mostly general and gave way to the next "
            "promise, the later ones are mostly short pauses that were to end by themselves, and the truces are not independent of each other. The curves describe the record and test nothing."
        ),
        alt=f"Two panels of step curves with bands, by day of the truce, to {in_words(last)}. " + ". ".join(said) + ".",
        data=frame,
        columns={"question": "Question", "period": "Truces", "nth": "Day of the truce", "at_risk": "In the count", "events": "Events", "censored": "Left", "share": "Share", "low": "Low", "high": "High"},
        sources=ids(every),
    )
