"""Figures of the chapter Paths forward: the limited deals on one line of time; the others stand beside this module."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers import deals, record
from helpers.display import Figure
from helpers.figures import theme
from helpers.figures.paths_deals import fates, guarantees, people, truce_lengths
from helpers.figures.paths_zones import common_ground, ledger
from helpers.sourcing import ids

__all__ = ["common_ground", "fates", "guarantees", "ledger", "limited_deals", "people", "truce_lengths"]

P = theme.PALETTE
SUMMIT = "Summit of the four"
KINDS = {
    SUMMIT: (P["grey"], "square"),
    deals.AGREEMENT: (P["olive"], "square"),
    "Truce": (P["blue"], "circle"),
    "Truce promised anew": (P["teal"], "triangle-up"),
    "Pull-back of forces": (P["ochre"], "diamond"),
    "Exchange of prisoners": (P["wine"], "cross"),
    "Return of bodies": (P["violet"], "triangle-right"),
    deals.CHILDREN: (P["ink"], "triangle-down"),
}


def limited_deals() -> Figure:
    """Every limited deal by kind and day, with the summits of the four leaders above them."""
    events = record.load("events")
    events = events[events["start_first"] >= "2014-02-01"]
    found = deals.register(events)
    summits = events[(events["track"] == "normandy") & (events["event_type"].isin(["summit"]) | (events["event_id"] == "2015-02-12-minsk-ii"))]
    found = pd.concat([summits.assign(kind=SUMMIT), found], ignore_index=True)
    found["day"] = found["start_first"].dt.strftime("%Y-%m-%d")
    marks = list(KINDS)
    colours, shapes = zip(*KINDS.values())
    x = alt.X(
        "day:T",
        scale=alt.Scale(type="utc", domain=["2014-01-01", "2027-09-01"]),
        axis=alt.Axis(format="%Y", values=[f"{year}-01-01" for year in range(2014, 2027, 2)], title=None, grid=True, labelFlush=False),
    )
    y = alt.Y("kind:N", sort=marks, axis=alt.Axis(title=None, labelColor=P["ink"], labelLimit=200))
    base = alt.Chart(found[["day", "kind", "title"]])
    points = base.mark_point(filled=True, size=70, opacity=0.7).encode(
        x=x,
        y=y,
        shape=alt.Shape("kind:N", scale=alt.Scale(domain=marks, range=shapes), legend=None),
        color=alt.Color("kind:N", scale=alt.Scale(domain=marks, range=colours), legend=None),
        tooltip=[alt.Tooltip("title:N", title="What"), alt.Tooltip("day:T", title="First day", format="%-d %B %Y"), alt.Tooltip("kind:N", title="Kind")],
    )
    war = pd.DataFrame({"day": ["2022-02-24"], "text": ["24 February 2022"]})
    rule = alt.Chart(war).mark_rule(color=P["ink"], strokeDash=[4, 3]).encode(x=x)
    named = alt.Chart(war).mark_text(align="left", dx=4, y=-8, color=P["muted"]).encode(x=x, text="text:N")
    counts = found.groupby("kind").size().reindex(marks).fillna(0)
    tally = pd.DataFrame({"kind": marks, "n": [f"{int(n)}" for n in counts], "day": "2027-05-15"})
    totals = alt.Chart(tally).mark_text(align="center", color=P["ink"], fontWeight=600).encode(x=x, y=y, text="n:N")
    gone = found[found["kind"] == "Pull-back of forces"]
    alternative = (
        f"Dot chart of {int(counts.drop(SUMMIT).sum())} limited deals in {len(marks) - 1} rows and {int(counts[SUMMIT])} summits in another, {found['day'].min()} to {found['day'].max()}. "
        + ", ".join(f"{kind}: {int(n)}" for kind, n in counts.items())
        + f". All pull-backs fall between {gone['day'].min()} and {gone['day'].max()}, all returns of bodies after February 2022."
    )
    return Figure(
        (points + rule + named + totals).properties(width=theme.WIDTH, height=alt.Step(34)),
        name="fig-limited-deals",
        caption=(
            "Pull-backs ended with 2019, exchanges of prisoners went on through the full-scale war, and returns of bodies became regular in it. "
            "Each mark is an event of the record on its first day; the number on the right is the total of the row."
        ),
        alt=alternative,
        data=found,
        columns={"day": "First day", "kind": "Kind", "title": "Event"},
        sources=ids(found),
    )
