"""Figure of the chapter Actors on the coalition of the willing: how many states met, and how many promised forces."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers import participation_counts, record
from helpers.display import Figure
from helpers.figures import theme
from helpers.sourcing import ids

P = theme.PALETTE
MET = {
    "2025-03-11-paris-military-chiefs": "states",
    "2025-03-15-coalition-video-meeting": "leaders",
    "2025-03-27-paris-coalition-summit": "states",
    "2025-04-10-coalition-defence-ministers": "states",
    "2025-09-04-coalition-paris": "states",
    "2025-11-25-coalition-video-meeting": "states",
    "2026-01-03-kyiv-advisers": "states",
    "2026-01-06-paris-declaration": "states",
    "2026-07-13-paris-coalition": "states",
}
"""Meetings whose row states how many took part → what was counted."""

PROMISED = {"2025-09-04-coalition-paris": "have promised"}
SHORT = {
    "2025-03-11-paris-military-chiefs": "Chiefs of staff, Paris",
    "2025-03-15-coalition-video-meeting": "Leaders, by video",
    "2025-03-27-paris-coalition-summit": "Summit, Paris",
    "2025-04-10-coalition-defence-ministers": "Defence ministers, Brussels",
    "2025-09-04-coalition-paris": "Summit, Paris",
    "2025-11-25-coalition-video-meeting": "Leaders, by video",
    "2026-01-03-kyiv-advisers": "Advisers, Kyiv",
    "2026-01-06-paris-declaration": "Summit, Paris",
    "2026-07-13-paris-coalition": "Summit, Paris",
}


def coalition() -> Figure:
    """How many states met as the coalition of the willing, and how many promised forces, by meeting."""
    events = record.load("events")
    met = participation_counts.stated(events, MET).assign(what="States or leaders at the meeting")
    promised = participation_counts.stated(events, PROMISED).assign(what="States that promised forces")
    found = pd.concat([met, promised], ignore_index=True)
    days = pd.to_datetime(found["day"])
    found["meeting"] = days.dt.day.astype(str) + days.dt.strftime(" %b %Y: ") + found["event_id"].map(SHORT)
    found["text"] = [f"about {n}" if about else str(n) for n, about in zip(found["number"], found["is_about"])]
    found.loc[found["what"] == "States that promised forces", "text"] += " promise forces"
    words = ["States or leaders at the meeting", "States that promised forces"]
    y = alt.Y("meeting:N", sort=list(dict.fromkeys(found["meeting"])), axis=alt.Axis(title=None, labelColor=P["ink"], labelLimit=280))
    x = alt.X("number:Q", scale=alt.Scale(domain=[0, 46]), axis=None)
    base = alt.Chart(found[["meeting", "what", "number", "text"]])
    tooltip = [alt.Tooltip("meeting:N", title="Meeting"), alt.Tooltip("what:N", title="Counted"), alt.Tooltip("number:Q", title="Number")]
    bars = base.transform_filter("datum.what != 'States that promised forces'").mark_bar(color=P["step2"], height=15).encode(x=x, y=y, tooltip=tooltip)
    label = base.transform_filter("datum.what != 'States that promised forces'").mark_text(align="left", dx=5, color=P["ink"]).encode(x=x, y=y, text="text:N")
    inner = base.transform_filter("datum.what == 'States that promised forces'").mark_bar(color=P["step5"], height=15).encode(x=x, y=y, tooltip=tooltip)
    pledge = base.transform_filter("datum.what == 'States that promised forces'").mark_text(align="right", dx=-6, color=P["paper"], fontWeight=600).encode(x=x, y=y, text="text:N")
    alternative = (
        f"Bars for {len(met)} meetings of the coalition from {met['day'].min()} to {met['day'].max()}: "
        + ", ".join(f"{m} {t}" for m, t in zip(found["meeting"], found["text"]) if "promise" not in t)
        + f". On {promised['day'].iloc[0]} {promised['number'].iloc[0]} states promised forces for the time after a ceasefire."
    )
    return Figure(
        (bars + label + inner + pledge).properties(width=theme.WIDTH, height=alt.Step(24)),
        name="fig-coalition",
        caption=(
            "No single number is the size of the coalition: each belongs to a date and to a kind of meeting. Only once does the record state how many promised forces, and those for the time after a ceasefire. "
            "The counts are those of the hosts or of the press; who counts as present by video or through an envoy differs."
        ),
        alt=alternative,
        data=found,
        columns={"meeting": "Meeting", "what": "Counted", "number": "Number", "is_about": "About"},
        sources=ids(events[events["event_id"].isin(found["event_id"])]),
    )
