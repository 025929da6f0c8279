"""Figures of the chapter History along time: all events, and the meetings by table."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers import meetings, record
from helpers.display import Figure
from helpers.errors import RecordError
from helpers.figures import theme
from helpers.sourcing import ids
from helpers.wording import span

P = theme.PALETTE
ROWS = {
    "Leaders, ministers and go-betweens": ("normandy", "western_mediation"),
    "Contact Group": ("contact_group", "military_contacts"),
    "Ukraine and Russia, exchanges": ("ukraine_russia", "humanitarian"),
    "Russia and the West": ("us_russia", "nato_russia", "multilateral"),
    "United Nations, OSCE, EU, courts": ("united_nations", "osce", "european_union", "courts"),
    "Kyiv": ("domestic_ukraine", "ukrainian_initiative"),
    "Moscow": ("domestic_russia",),
    "Crimea, Donbas and the front": ("battlefield", "crimea", "donbas"),
}
"""Rows of the timeline and the tracks that share each."""

KINDS = {
    "Agreement": (("agreement",), "diamond", P["ink"]),
    "Meeting, call": (
        (
            *("summit", "ministerial_meeting", "adviser_meeting", "contact_group_meeting", "bilateral_talks", "multilateral_talks"),
            *("phone_call", "mediation_initiative", "negotiation_round", "envoy_meeting"),
        ),
        "circle",
        P["blue"],
    ),
    "Truce, pull-back": (("ceasefire", "recommitment", "disengagement"), "triangle-up", P["teal"]),
    "Violence, breakdown": (("ceasefire_breakdown", "escalation"), "triangle-down", P["wine"]),
    "Proposal, statement": (("proposal", "statement", "diplomatic_note"), "square", P["ochre"]),
    "Exchange": (("prisoner_exchange", "return_of_bodies"), "cross", P["violet"]),
    "Law, vote, measure": (
        ("un_vote", "court_order", "annexation", "recognition", "disputed_vote", "legislation", "sanctions", "monitoring", "eu_act", "asset_measure"),
        "stroke",
        P["olive"],
    ),
}
"""Kinds of event that share a shape, with the shape and the colour."""

STROKE = "M-0.28,-1.1H0.28V1.1H-0.28Z"
YEARS = [f"{year}-01-01" for year in range(2014, 2023)]
MIDDLES = [f"{year}-07-01" for year in range(2014, 2022)]
LABELS = {
    "2014-03-21-crimea-annexation-ratified": "annexation of Crimea",
    "2014-04-17-geneva-statement": "Geneva",
    "2014-09-05-minsk-protocol": "Minsk Protocol",
    "2015-02-12-minsk-ii": "Minsk II",
    "2015-02-15-debaltseve": "Debaltseve",
    "2017-10-07-volker-surkov-belgrade": "Volker and Surkov",
    "2018-11-25-kerch-strait": "Kerch Strait",
}
"""Events named in the timeline where there is room beside them."""


def _time_axis(top: float, bottom: float, y: alt.Y) -> tuple[alt.X, alt.Chart]:
    """The years as an axis, and a line at the start of each year from ``top`` to ``bottom`` of the y scale."""
    scale = alt.Scale(type="utc", domain=["2014-01-01", "2022-03-20"], nice=False)
    axis = alt.Axis(format="%Y", values=MIDDLES, title=None, domain=False, ticks=False)
    years = pd.DataFrame({"date": YEARS, "y": top, "bottom": bottom})
    x = alt.X("date:T", scale=scale, axis=axis)
    return x, alt.Chart(years).mark_rule(color=P["grid"], clip=True).encode(x=x, y=y, y2="bottom:Q")


def _kind(event_type: str) -> str:
    """The group of ``KINDS`` that an event type belongs to.

    Raises:
        RecordError: the type is in no group.
    """
    for name, (types, _, _) in KINDS.items():
        if event_type in types:
            return name
    raise RecordError(f"the timeline has no place for events of type “{event_type}”", remedy="Add the type to KINDS in helpers/figures/history_time.py.")


def _shapes() -> list[str]:
    return [STROKE if shape == "stroke" else shape for _, shape, _ in KINDS.values()]


def timeline() -> Figure:
    """All events of the chapter, by track and kind; with the pointer it can be zoomed along time."""
    events = meetings.within(record.load("events"))
    row_of = {track: row for row, tracks in ROWS.items() for track in tracks}
    events["row"] = events["track"].map(row_of)
    if events["row"].isna().any():
        lost = ", ".join(sorted(events.loc[events["row"].isna(), "track"].unique()))
        raise RecordError(f"the timeline has no row for the track “{lost}”", remedy="Add it to ROWS in helpers/figures/history_time.py.")
    events["kind"] = events["event_type"].map(_kind)
    events["date"] = events["start_first"].dt.strftime("%Y-%m-%d")
    events["when"] = [span(event) for event in events.itertuples()]
    heads, top, placed = [], 0.0, []
    for row in ROWS:
        own = events[events["row"] == row]
        heads.append({"y": top, "text": row})
        lane = meetings.lanes(own["start_first"], 50)
        placed.append(own.assign(y=[top + 1.05 + 0.88 * n for n in lane]))
        top += 2.15 + 0.88 * max(lane, default=0)
    events = pd.concat(placed).sort_values("start_first", kind="stable")
    heads = pd.DataFrame(heads)
    heads["line"] = heads["y"] - 0.62
    names, colors = list(KINDS), [color for _, _, color in KINDS.values()]
    y = alt.Y("y:Q", scale=alt.Scale(domain=[-3.6, top - 0.5], reverse=True, nice=False, zero=False), axis=None)
    x, grid = _time_axis(-0.62, top - 0.5, y)
    legend = alt.Legend(title=None, columns=4, orient="none", legendX=0, legendY=0, columnPadding=34, symbolSize=100)
    dots = (
        alt.Chart(events[["date", "y", "kind", "title", "when", "row"]])
        .mark_point(filled=True, size=74, opacity=1, clip=True)
        .encode(
            x=x,
            y=y,
            shape=alt.Shape("kind:N", scale=alt.Scale(domain=names, range=_shapes()), legend=legend),
            color=alt.Color("kind:N", scale=alt.Scale(domain=names, range=colors), legend=legend),
            tooltip=[alt.Tooltip("when:N", title="Date"), alt.Tooltip("title:N", title="Event"), alt.Tooltip("kind:N", title="Kind"), alt.Tooltip("row:N", title="Row")],
        )
        .interactive(bind_y=False)
    )
    rows = alt.Chart(heads)
    lines = rows.mark_rule(color=P["grid"]).encode(y=alt.Y("line:Q", axis=None))
    titles = rows.mark_text(align="left", fontWeight=600).encode(x=alt.value(0), y=y, text="text:N")
    named = events.assign(text=events["event_id"].map(LABELS)).dropna(subset=["text"])[["date", "y", "text"]]
    notes = alt.Chart(named).mark_text(align="left", dx=9, color=P["muted"], clip=True).encode(x=x, y=y, text="text:N")
    per_row, per_kind = events["row"].value_counts(), events["kind"].value_counts()
    years = events["start_first"].dt.year.value_counts()
    alternative = (
        f"Timeline of {len(events)} events from {events['start_first'].min():%B %Y} to {events['start_first'].max():%B %Y} in {len(ROWS)} rows. "
        f"Fullest row: {per_row.index[0]} with {per_row.iloc[0]}; emptiest: {per_row.index[-1]} with {per_row.iloc[-1]}. "
        f"Most frequent kind: {per_kind.index[0].lower()} with {per_kind.iloc[0]}. The year with most events is {years.index[0]} with {years.iloc[0]}, "
        f"the full year with fewest {years.drop(2022).index[-1]} with {years.drop(2022).iloc[-1]}."
    )
    return Figure(
        (grid + lines + notes + dots + titles).properties(width=theme.WIDTH, height=int(17 * (top + 3.1))),
        name="fig-timeline-2014-2022",
        caption=(
            "Every event of these years in the record, 21 February 2014 to 23 February 2022, by where it happened and by kind. Events close in time stand below each other."
        ),
        alt=alternative,
        data=events.assign(id=events["event_id"]),
        columns={"start_date": "Date", "title": "Event", "row": "Row", "kind": "Kind", "event_id": "Id"},
        sources=ids(events),
    )


def meetings_by_table() -> Figure:
    """Who met when: the meetings of the chapter by negotiating table."""
    seated = meetings.seats(meetings.within(record.load("events")))
    seated["date"] = seated["start_first"].dt.strftime("%Y-%m-%d")
    seated["when"] = [span(event) for event in seated.itertuples()]
    seated["of"] = seated["table"].map(meetings.TABLES)
    counts = seated["table"].value_counts()
    shown = [table for table in meetings.TABLES if table in counts.index]
    heads, top, placed = [], 0.0, []
    for table in shown:
        own = seated[seated["table"] == table]
        lane = meetings.lanes(own["start_first"], 42)
        heads.append({"y": top, "text": f"{meetings.TABLES[table]} ({counts[table]})", "line": top - 0.62})
        placed.append(own.assign(y=[top + 1.1 + 0.9 * n for n in lane]))
        top += 2.25 + 0.9 * max(lane, default=0)
    seated = pd.concat(placed)
    leaders = seated[seated["table"] == "normandy-leaders"]
    before, after = meetings.longest_gap(leaders["start_first"])
    months = (after.year - before.year) * 12 + after.month - before.month - (after.day < before.day)
    gap = pd.DataFrame({"date": [before.strftime("%Y-%m-%d")], "end": [after.strftime("%Y-%m-%d")], "middle": [(before + (after - before) / 2).strftime("%Y-%m-%d")], "y": [1.1], "text": [f"no meeting for {months} months"]})
    y = alt.Y("y:Q", scale=alt.Scale(domain=[-0.7, top - 0.5], reverse=True, nice=False, zero=False), axis=None)
    x, grid = _time_axis(-0.62, top - 0.5, y)
    rows = alt.Chart(pd.DataFrame(heads))
    lines = rows.mark_rule(color=P["grid"]).encode(y=alt.Y("line:Q", axis=None))
    titles = rows.mark_text(align="left", fontWeight=600).encode(x=alt.value(0), y=y, text="text:N")
    dots = (
        alt.Chart(seated[["date", "y", "title", "when", "of"]])
        .mark_point(filled=True, size=74, opacity=1, color=P["blue"], clip=True)
        .encode(x=x, y=y, tooltip=[alt.Tooltip("when:N", title="Date"), alt.Tooltip("title:N", title="Meeting"), alt.Tooltip("of:N", title="Table")])
        .interactive(bind_y=False)
    )
    empty = alt.Chart(gap).mark_rule(color=P["wine"], strokeDash=[3, 3], clip=True).encode(x=x, x2="end:T", y=y)
    empty += alt.Chart(gap).mark_text(color=P["wine"], dy=-9, clip=True).encode(x="middle:T", y=y, text="text:N")
    parts = ", ".join(f"{meetings.TABLES[table]} {counts[table]}" for table in shown)
    return Figure(
        (grid + lines + empty + dots + titles).properties(width=theme.WIDTH, height=int(17.5 * (top + 0.5))),
        name="fig-meetings",
        caption=(
            f"The longest gap between meetings of the four leaders lasted {months} months. Meetings on record at each table, with their number; of the Contact Group, "
            "which met far more often, only the meetings that made a text or a truce or were reported for another reason."
        ),
        alt=(
            f"Dot timeline of {len(seated)} meetings from {seated['start_first'].min():%B %Y} to {seated['start_first'].max():%B %Y} at {len(shown)} tables: {parts}. "
            f"The longest gap between meetings of the four leaders runs from {before:%B %Y} to {after:%B %Y}, {months} months."
        ),
        data=seated.sort_values(["start_first", "table"]),
        columns={"start_date": "Date", "of": "Table", "title": "Meeting", "event_id": "Id"},
        sources=ids(seated),
    )
