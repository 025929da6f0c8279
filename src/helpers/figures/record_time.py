"""Figure of the chapter History: every event of the record by track and kind, an overview with a window into it."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers import meetings, record
from helpers.display import Figure
from helpers.errors import RecordError
from helpers.figures import theme
from helpers.figures.history_time import KINDS, _kind, _shapes
from helpers.sourcing import ids
from helpers.wording import in_words

P = theme.PALETTE
FIRST = "2014-02-01"
ROWS = {
    "Ukraine and Russia": ("ukraine_russia",),
    "Exchanges, corridors": ("humanitarian",),
    "United States and Russia": ("us_russia",),
    "United States and Ukraine": ("us_ukraine", "trilateral_us"),
    "Normandy, Contact Group": ("normandy", "contact_group", "military_contacts"),
    "European states and EU": ("western_mediation", "european_coalition", "european_union"),
    "Others, grain, plants": ("global_mediation", "black_sea", "nuclear_safety"),
    "UN, OSCE, NATO, courts": ("united_nations", "osce", "nato_russia", "multilateral", "courts"),
    "Kyiv": ("ukrainian_initiative", "domestic_ukraine"),
    "Moscow, Washington": ("domestic_russia", "domestic_us"),
    "Crimea, Donbas, the front": ("battlefield", "crimea", "donbas"),
}
"""Rows of the timeline and the tracks that share each."""

OPENED = "2025-01-01"
"""First day of the window as it is printed; a reader moves it."""

LEFT, RIGHT = 172, 580
"""Where the axis of time begins and ends, in pixels."""


def _sorted(events: pd.DataFrame) -> pd.DataFrame:
    """The events with ``row``, ``kind`` and ``date``.

    Raises:
        RecordError: a track has no row.
    """
    row_of = {track: row for row, tracks in ROWS.items() for track in tracks}
    rows = events["track"].map(row_of)
    if rows.isna().any():
        lost = ", ".join(sorted(events.loc[rows.isna(), "track"].unique()))
        raise RecordError(f"the timeline has no row for the track “{lost}”", remedy="Add it to ROWS in helpers/figures/record_time.py.")
    kinds = events["event_type"].map(_kind)
    dates = events["start_first"].dt.strftime("%Y-%m-%d")
    return events.assign(row=rows, kind=kinds, date=dates)


def _lanes(events: pd.DataFrame, gap: int) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """The events of the detail with ``y``, the rows' names with ``y`` and ``line``, and the height in lanes."""
    heads, top, placed = [], 0.0, []
    for row in ROWS:
        own = events[events["row"] == row]
        lane = meetings.lanes(own["start_first"], gap)
        many = 1 + max((n for n, date in zip(lane, own["date"]) if date >= OPENED), default=0)
        heads.append({"y": top, "text": row, "line": top - 0.55})
        placed.append(own.assign(y=[top + n % many for n in lane]))  # outside the printed window marks may share a place
        top += many + 0.15
    return pd.concat(placed).sort_values("start_first", kind="stable"), pd.DataFrame(heads), top


def timeline_record() -> Figure:
    """All events since 2014: counted by quarter above, one mark each in the window below."""
    last = record.package()["record"]["last_evidence_date"]
    events = _sorted(meetings.within(record.load("events"), (FIRST, last)))
    names, colors = list(KINDS), [color for _, _, color in KINDS.values()]
    end = f"{int(last[:4]) + 1}-01-01"
    quarters = events.assign(date=events["start_first"].dt.tz_localize(None).dt.to_period("Q").dt.start_time.dt.strftime("%Y-%m-%d"))
    counts = quarters.groupby(["row", "date"], sort=False).size().rename("events").reset_index()
    most = int(counts["events"].max())
    counts["base"] = counts["row"].map({row: n for n, row in enumerate(ROWS)}) + 0.44
    counts["tip"] = (counts["base"] - 0.86 * counts["events"] / most).round(4)
    counts["until"] = (pd.to_datetime(counts["date"]) + pd.DateOffset(days=80)).dt.strftime("%Y-%m-%d")
    totals = events["row"].value_counts()
    window = alt.selection_interval(name="window", encodings=["x"], value={"x": [int(meetings.day(edge).timestamp() * 1000) for edge in (OPENED, end)]}, mark=alt.BrushConfig(fill=P["step1"], fillOpacity=0.45, stroke=P["axis"]))
    years = [f"{year}-01-01" for year in range(2014, int(end[:4]) + 1)]
    middles = [f"{year}-07-01" for year in range(2014, int(end[:4]))]
    scale = alt.Scale(type="utc", domain=["2014-01-01", end], nice=False, range=[LEFT, RIGHT])
    axis = alt.Axis(format="%Y", values=middles, title=None, domain=False, ticks=False, labelFlush=False)
    x = alt.X("date:T", scale=scale, axis=axis)
    y = alt.Y("base:Q", scale=alt.Scale(domain=[-0.6, len(ROWS) - 0.4], reverse=True, nice=False, zero=False), axis=None)
    grid = alt.Chart(pd.DataFrame({"date": years})).mark_rule(color=P["grid"]).encode(x=x)
    bars = (
        alt.Chart(counts)
        .mark_rect(color=P["blue"])
        .encode(x=x, x2="until:T", y=y, y2="tip:Q", tooltip=[alt.Tooltip("row:N", title="Row"), alt.Tooltip("date:T", title="Quarter from", format="%-d %B %Y"), alt.Tooltip("events:Q", title="Events")])
        .add_params(window)
    )
    heads = pd.DataFrame({"base": [n + 0.44 for n in range(len(ROWS))], "text": list(ROWS), "total": [f"{int(totals.get(row, 0))}" for row in ROWS]})
    labels = alt.Chart(heads).encode(y=y)
    labels = labels.mark_rule(color=P["axis"], strokeWidth=0.7).encode(x=alt.value(LEFT), x2=alt.value(RIGHT)) + labels.mark_text(align="left", dy=-7).encode(x=alt.value(0), text="text:N")
    labels += alt.Chart(heads).mark_text(align="right", dy=-7, color=P["muted"]).encode(x=alt.value(LEFT - 7), y=y, text="total:N")
    overview = (grid + bars + labels).properties(width=theme.WIDTH, height=22 * len(ROWS))

    placed, rows, top = _lanes(events, 9)
    dx = alt.X("date:T", scale=alt.Scale(type="utc", domain={"param": "window", "encoding": "x"}, nice=False, range=[LEFT, RIGHT]), axis=alt.Axis(title=None, domain=False, tickCount=8, labelFlush=False, labelOverlap=True))
    dy = alt.Y("y:Q", scale=alt.Scale(domain=[-0.7, top - 0.4], reverse=True, nice=False, zero=False), axis=None)
    legend = alt.Legend(title=None, columns=4, columnPadding=28, symbolSize=90, orient="top", offset=4)
    dots = (
        alt.Chart(placed[["date", "y", "kind", "title"]].round({"y": 2}))
        .transform_filter(window)
        .mark_point(filled=True, size=46, opacity=1, clip=True)
        .encode(
            x=dx,
            y=dy,
            shape=alt.Shape("kind:N", scale=alt.Scale(domain=names, range=_shapes()), legend=legend),
            color=alt.Color("kind:N", scale=alt.Scale(domain=names, range=colors), legend=legend),
            tooltip=[alt.Tooltip("date:T", title="First day", format="%-d %B %Y"), alt.Tooltip("title:N", title="Event"), alt.Tooltip("kind:N", title="Kind")],
        )
    )
    words = alt.Chart(rows)
    lines = words.mark_rule(color=P["grid"]).encode(y=alt.Y("line:Q", axis=None))
    titles = words.mark_text(align="left").encode(x=alt.value(0), y=dy, text="text:N")
    detail = (lines + dots + titles).properties(width=theme.WIDTH, height=int(12 * (top + 0.5)))
    chart = alt.vconcat(overview, detail, spacing=20, autosize=alt.AutoSizeParams(type="pad"))
    per_year = events["start_first"].dt.year.value_counts()
    inside = events[events["date"] >= OPENED]
    alternative = (
        f"Two panels of {len(events)} events from {events['start_first'].min():%B %Y} to {events['start_first'].max():%B %Y} in {len(ROWS)} rows. Above, bars of events by quarter: "
        f"the fullest row is {totals.index[0]} with {totals.iloc[0]}, the emptiest {totals.index[-1]} with {totals.iloc[-1]}; the fullest year is {per_year.index[0]} with {per_year.iloc[0]}, "
        f"the full year with fewest is {per_year.drop(int(last[:4])).index[-1]} with {per_year.drop(int(last[:4])).iloc[-1]}. Below, the {len(inside)} events from {in_words(OPENED)} on, one mark each, by row and kind."
    )
    return Figure(
        chart,
        name="fig-timeline-record",
        caption=(
            f"Of the {len(events)} events since {in_words(FIRST[:7])}, {len(inside)} fall after {int(OPENED[:4]) - 1}. Above, their number by track and quarter, with the total of each row; below, one mark for each "
            f"event in the shaded window, here from {in_words(OPENED)} to {in_words(last)}. On screen the window can be moved and stretched. Rows after {in_words(record.cutoff())} are provisional."
        ),
        alt=alternative,
        data=events,
        columns={"start_date": "Date", "row": "Row", "kind": "Kind", "event_id": "Event"},
        sources=ids(events),
    )
