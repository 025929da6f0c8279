"""Figures of the chapter History that count: votes in the General Assembly, civilian deaths."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers import meetings, record
from helpers.display import Figure
from helpers.figures import theme
from helpers.sourcing import ids

P = theme.PALETTE
ANSWERS = {"yes": "Yes", "no": "No", "abstain": "Abstained", "not_voting": "Did not vote"}
FILLS = (P["pole1"], P["pole5"], P["pole3"], P["paper"])
INKS = (P["paper"], P["paper"], P["ink"], P["ink"])


def _subject(title: str) -> str:
    """The series that a resolution belongs to, by its title."""
    for word, subject in (("ilitari", "Stationing of forces in Crimea and nearby seas"), ("uman rights", "Human rights in Crimea")):
        if word in title:
            return subject
    return "Territorial integrity"


def vote_bars(votes: pd.DataFrame, groups: list[str], pitch: int = 24) -> tuple[alt.LayerChart, pd.DataFrame]:
    """Stacked bars of votes, one row each, under a line with the name of their group.

    Args:
        votes: rows of ``un_votes`` with the column ``subject``, in order of time.
        groups: the subjects in the order wanted.
        pitch: pixels from one row to the next.

    Returns:
        The chart, and the rows in the order drawn, with the columns of ``ANSWERS`` as titles.
    """
    rows, heads, place = [], [], 0.0
    for subject in groups:
        heads.append({"row": place, "text": subject})
        for vote in votes[votes["subject"] == subject].itertuples():
            place += 1
            rows.append((place, vote.vote_id))
        place += 1.5
    votes = votes.merge(pd.DataFrame(rows, columns=["row", "vote_id"]), on="vote_id").sort_values("row")
    votes["month"] = votes["date_first"].dt.strftime("%b %Y")
    votes["label"] = votes["symbol"].str.removeprefix("A/RES/")
    parts = votes.melt(["row", "symbol"], list(ANSWERS), "answer", "states").astype({"states": int})
    parts["order"] = parts["answer"].map(list(ANSWERS).index)
    parts = parts.sort_values(["row", "order"])
    parts["to"] = parts.groupby("row")["states"].cumsum()
    parts["from"] = parts["to"] - parts["states"]
    parts["middle"] = (parts["from"] + parts["to"]) / 2
    parts["answer"] = parts["answer"].map(ANSWERS)
    names = list(ANSWERS.values())
    y = alt.Y("row:Q", scale=alt.Scale(domain=[-1.9, place - 0.9], reverse=True, nice=False, zero=False), axis=None)
    x = alt.X("from:Q", scale=alt.Scale(domain=[0, 193], range=[134, 598], nice=False), axis=None)
    bars = (
        alt.Chart(parts)
        .mark_bar(height=pitch - 7, stroke=P["axis"], strokeWidth=0.6)
        .encode(
            x=x,
            x2="to:Q",
            y=y,
            color=alt.Color("answer:N", scale=alt.Scale(domain=names, range=FILLS), legend=alt.Legend(title=None, columns=4, orient="none", legendX=134, legendY=0, symbolType="square", symbolStrokeColor=P["axis"], symbolStrokeWidth=0.8)),
            tooltip=[alt.Tooltip("symbol:N", title="Resolution"), alt.Tooltip("answer:N", title="Vote"), alt.Tooltip("states:Q", title="States")],
        )
    )
    numbers = (
        alt.Chart(parts)
        .mark_text()
        .encode(x=alt.X("middle:Q"), y=y, text="states:Q", color=alt.Color("answer:N", scale=alt.Scale(domain=names, range=INKS), legend=None))
    )
    words = alt.Chart(votes[["row", "month", "label"]]).encode(y=y)
    labels = words.mark_text(align="left", color=P["muted"]).encode(x=alt.value(0), text="month:N")
    labels += words.mark_text(align="left").encode(x=alt.value(74), text="label:N")
    titles = alt.Chart(pd.DataFrame(heads)).mark_text(align="left", fontWeight=600).encode(x=alt.value(0), y=y, text="text:N")
    chart = (bars + numbers + labels + titles).resolve_scale(color="independent").properties(width=theme.WIDTH, height=pitch * (place + 1))
    return chart, votes


def un_votes() -> Figure:
    """How the General Assembly voted on Crimea, resolution by resolution, grouped by subject."""
    votes = record.load("un_votes")
    votes = meetings.within(votes[votes["symbol"].str.startswith("A/RES/")], column="date_first")
    votes["subject"] = votes["title"].map(_subject)
    order = votes.groupby("subject")["date_first"].min().sort_values().index
    chart, votes = vote_bars(votes, order.tolist())
    low, high = votes.loc[votes["yes"].idxmin()], votes.loc[votes["yes"].idxmax()]
    alternative = (
        f"Stacked bars of {len(votes)} General Assembly votes on Crimea, {votes['date_first'].min():%B %Y} to {votes['date_first'].max():%B %Y}, in {len(order)} subjects. "
        f"Yes votes range from {low['yes']} ({low['symbol']}) to {high['yes']} ({high['symbol']}), no votes from {votes['no'].min()} to {votes['no'].max()}, "
        f"abstentions from {votes['abstain'].min()} to {votes['abstain'].max()}, states that did not vote from {votes['not_voting'].min()} to {votes['not_voting'].max()}."
    )
    return Figure(
        chart,
        name="fig-un-votes",
        caption=(
            "Votes of all members in the General Assembly on Crimea, to the end of 2021, grouped by what was asked. Compare within a group only: texts of different groups "
            "asked different questions."
        ),
        alt=alternative,
        data=votes,
        columns={"date": "Date", "symbol": "Resolution", "title": "Title", **{k: v for k, v in ANSWERS.items()}},
        sources=ids(votes),
    )


def casualties() -> Figure:
    """Civilian deaths by year, as the United Nations counted them."""
    deaths = record.load("civilian_casualties")
    deaths = meetings.within(deaths[deaths["series_id"].isin(["ohchr-2014-2021-years", "ohchr-2014-2021-first-counts"])])
    deaths["year"] = deaths["start_date"].str[:4]
    latest = deaths.sort_values("as_of_date", kind="stable").groupby("year").tail(1).sort_values("year")
    earlier = deaths.drop(latest.index)
    latest["text"] = latest["killed"].map("{:,}".format)
    y = alt.Y("year:N", sort=latest["year"].tolist(), title=None, axis=alt.Axis(labelColor=P["ink"]))
    x = alt.X("killed:Q", scale=alt.Scale(domain=[0, 2300], nice=False), axis=alt.Axis(title="Civilians killed", values=[0, 500, 1000, 1500, 2000], format=",d", grid=True, domain=False))
    bars = alt.Chart(latest[["year", "killed", "text"]]).encode(x=x, y=y)
    chart = bars.mark_bar(color=P["blue"], height=15).encode(tooltip=[alt.Tooltip("year:N", title="Year"), alt.Tooltip("killed:Q", title="Killed", format=",")]) + bars.mark_text(align="left", dx=6).encode(text="text:N")
    first, last = latest.iloc[0], latest.iloc[-1]
    alternative = (
        f"Bar chart of civilian deaths by year, {first['year']} to {last['year']}, falling from {first['killed']:,} to {last['killed']:,}; "
        f"{latest['killed'].sum():,} in all, {latest['killed'].head(2).sum():,} of them in the first two years."
    )
    note = "" if earlier.empty else " The year " + ", ".join(f"{r.year} was first given as {r.killed}" for r in earlier.itertuples()) + "."
    return Figure(
        chart.properties(width=theme.WIDTH, height=24 * len(latest)),
        name="fig-casualties",
        caption=(
            f"Of {latest['killed'].sum():,} civilian deaths {latest['killed'].head(2).sum():,} fall in the first two years. Civilians killed in connection with the conflict in "
            f"the east, as counted by the United Nations human rights office; 2014 from 14 April and with flight MH17.{note}"
        ),
        alt=alternative,
        data=deaths,
        columns={"start_date": "From", "end_date": "To", "killed": "Killed", "injured": "Injured", "as_of_date": "As of"},
        sources=ids(deaths),
    )
