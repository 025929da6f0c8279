"""Figure of the chapter Paths forward: the limited deals of the period on one line of time."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers import deals, meetings, record
from helpers.display import Figure
from helpers.figures import theme
from helpers.sourcing import ids

P = theme.PALETTE
SUMMIT = "Summit of the four"
KINDS = {
    SUMMIT: (P["grey"], "square"),
    deals.AGREEMENT: (P["olive"], "square"),
    "Truce": (P["blue"], "circle"),
    "Truce promised anew": (P["teal"], "triangle-up"),
    "Pull-back of forces": (P["ochre"], "diamond"),
    "Exchange of prisoners": (P["wine"], "cross"),
}


def limited_deals() -> Figure:
    """Every limited deal by kind and day, with the summits of the four leaders above them."""
    events = meetings.within(record.load("events"))
    found = deals.register(events)
    summits = events[(events["track"] == "normandy") & (events["event_type"].isin(["summit"]) | (events["event_id"] == "2015-02-12-minsk-ii"))]
    found = pd.concat([summits.assign(kind=SUMMIT), found], ignore_index=True)
    found["day"] = found["start_first"].dt.strftime("%Y-%m-%d")
    found["year"] = found["day"].str[:4]
    marks = list(KINDS)
    colours, shapes = zip(*KINDS.values())
    x = alt.X(
        "day:T",
        scale=alt.Scale(type="utc", domain=["2014-01-01", "2022-06-01"]),
        axis=alt.Axis(format="%Y", tickCount={"interval": "year", "step": 1}, title=None, grid=True, labelFlush=False),
    )
    y = alt.Y("kind:N", sort=marks, axis=alt.Axis(title=None, labelColor=P["ink"], labelLimit=200))
    base = alt.Chart(found[["day", "kind", "title"]])
    points = base.mark_point(filled=True, size=85, opacity=0.9).encode(
        x=x,
        y=y,
        shape=alt.Shape("kind:N", scale=alt.Scale(domain=marks, range=shapes), legend=None),
        color=alt.Color("kind:N", scale=alt.Scale(domain=marks, range=colours), legend=None),
        tooltip=[alt.Tooltip("title:N", title="What"), alt.Tooltip("day:T", title="First day", format="%-d %B %Y"), alt.Tooltip("kind:N", title="Kind")],
    )
    counts = found.groupby("kind").size().reindex(marks)
    tally = pd.DataFrame({"kind": marks, "n": [f"{int(n)}" for n in counts], "day": "2022-04-20"})
    totals = alt.Chart(tally).mark_text(align="center", color=P["ink"], fontWeight=600).encode(x=alt.X("day:T"), y=y, text="n:N")
    first, last = found["day"].min(), found["day"].max()
    gone = found[found["kind"].isin(["Pull-back of forces"])]
    alternative = (
        f"Dot chart of {int(counts.drop(SUMMIT).sum())} limited deals in five rows and {int(counts[SUMMIT])} summits in a sixth, {first} to {last}. "
        + ", ".join(f"{kind}: {int(n)}" for kind, n in counts.items())
        + f". All pull-backs fall between {gone['day'].min()} and {gone['day'].max()}."
    )
    return Figure(
        (points + totals).properties(width=theme.WIDTH, height=alt.Step(34)),
        name="fig-limited-deals",
        caption=(
            "Limited deals from 2014 to February 2022 by kind, with the summits of the four leaders above them. Each mark is an event of the record on its first day; the number on the right is the total of the row."
        ),
        alt=alternative,
        data=found,
        columns={"day": "First day", "kind": "Kind", "title": "Event"},
        sources=ids(found),
    )
