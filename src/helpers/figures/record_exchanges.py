"""Figure of the chapter History: prisoners exchanged and bodies returned since the invasion, by side."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers import exchanges, meetings, record
from helpers.display import Figure
from helpers.figures import theme
from helpers.sourcing import ids
from helpers.wording import in_words

P = theme.PALETTE
WIDE = 412
"""Width of the panels in pixels; the totals stand to the right of them."""

SIDES = {"ukraine": ("to Ukraine", P["blue"], [1, 0]), "russia": ("to Russia", P["wine"], [6, 3])}


def _lines(found: pd.DataFrame, last: str, title: str, values: list[int], height: int, stated: pd.DataFrame | None = None) -> alt.LayerChart:
    """Running totals of the two sides as steps, with the range of disputed numbers and the last total written beside."""
    end = meetings.day(last)
    start = pd.DataFrame({"side": list(SIDES), "date": meetings.day(meetings.INVASION), "total": 0, "low": 0, "high": 0})
    ends = found.groupby("side", as_index=False).tail(1).assign(date=end)
    frame = pd.concat([start, found, ends]).sort_values(["side", "date"], kind="stable")
    frame["day"] = frame["date"].dt.strftime("%Y-%m-%d")
    frame["word"] = frame["side"].map(lambda side: SIDES[side][0])
    words, colors, dashes = zip(*SIDES.values())
    color = alt.Color("word:N", scale=alt.Scale(domain=words, range=colors), legend=None)
    years = [f"{year}-01-01" for year in range(2023, end.year + 1)]
    scale = alt.Scale(type="utc", domain=["2022-02-01", last], nice=False, range=[0, WIDE])
    x = alt.X("day:T", scale=scale, axis=alt.Axis(format="%Y", values=years, title=None, labelFlush=False, grid=True, domain=False))
    top = int(frame["high"].max() * 1.06)
    y = alt.Y("total:Q", scale=alt.Scale(domain=[0, top], nice=False), axis=alt.Axis(title=title, values=values, format=",d", grid=True))
    base = alt.Chart(frame[["day", "word", "total", "low", "high"]].astype({"total": int, "low": int, "high": int}))
    band = base.mark_area(interpolate="step-after", opacity=0.35).encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=color)
    line = base.mark_line(interpolate="step-after").encode(
        x=x, y=y, color=color, strokeDash=alt.StrokeDash("word:N", scale=alt.Scale(domain=words, range=dashes), legend=None),
        tooltip=[alt.Tooltip("day:T", title="Day", format="%-d %B %Y"), alt.Tooltip("word:N", title="Side"), alt.Tooltip("total:Q", title="In all", format=",")],
    )
    final = ends.assign(day=last, word=ends["side"].map(lambda side: SIDES[side][0]))
    final["text"] = [f"{w}: {int(t):,}" for w, t in zip(final["word"], final["total"])]
    final["more"] = [f"{int(n)} without a number" if n else "" for n in final["unknown"]]  # a lower limit, so said beside it
    notes = alt.Chart(final[["day", "word", "total", "text", "more"]].astype({"total": int}))
    labels = notes.mark_text(align="left", dx=6, fontWeight=600).encode(x=x, y="total:Q", text="text:N", color=color)
    labels += notes.mark_text(align="left", dx=6, dy=15, color=P["muted"]).encode(x=x, y="total:Q", text="more:N")
    layers = band + line + labels
    if stated is not None:
        ukraine = found[found["side"] == "ukraine"]
        silent = ukraine.loc[ukraine["unknown"].diff() > 0, "date"]
        edges = {"day": [f"{silent.min():%Y-%m-%d}"], "end": [f"{silent.max():%Y-%m-%d}"], "text": ["stages without"], "more": ["numbers"]}
        pause = alt.Chart(pd.DataFrame(edges))
        shade = pause.mark_rect(color=P["wash"], stroke=P["grid"]).encode(x=x, x2="end:T")
        shade += pause.mark_text(align="left", dx=14, color=P["muted"], baseline="bottom").encode(x=x, y=alt.value(height - 22), text="text:N")
        shade += pause.mark_text(align="left", dx=14, color=P["muted"], baseline="bottom").encode(x=x, y=alt.value(height - 6), text="more:N")
        layers = shade + layers
        layers += alt.Chart(stated).mark_point(shape="diamond", filled=False, size=55, color=P["ink"], strokeWidth=1.4).encode(
            x=x, y="total:Q", tooltip=[alt.Tooltip("day:T", title="Day", format="%-d %B %Y"), alt.Tooltip("total:Q", title="Stated by Ukraine", format=",")]
        )
    return layers.properties(width=WIDE, height=height)


def exchanges_over_time() -> Figure:
    """Running totals of prisoners exchanged and of bodies returned, to either side."""
    last = record.package()["record"]["last_evidence_date"]
    people, bodies, disputes = record.load("prisoner_exchanges"), record.load("returns_of_bodies"), record.load("discrepancies")
    since = meetings.day(meetings.INVASION)
    freed = exchanges.running(people, "exchange_id", exchanges.SIDES, disputes[disputes["table"] == "prisoner_exchanges"], since)
    dead = exchanges.running(bodies, "return_id", exchanges.BODIES, disputes[disputes["table"] == "returns_of_bodies"], since)
    stated = people.dropna(subset=["total_stated_by_ukraine"])
    stated = pd.DataFrame({"day": stated["date_last"].dt.strftime("%Y-%m-%d"), "total": stated["total_stated_by_ukraine"].astype(int)})
    upper = _lines(freed, last, "People exchanged", [0, 2000, 4000, 6000, 8000], 230, stated)
    lower = _lines(dead, last, "Bodies returned", [0, 5000, 10000, 15000, 20000], 180)
    chart = alt.vconcat(upper, lower, spacing=18, autosize=alt.AutoSizeParams(type="pad")).resolve_scale(color="shared", x="independent")
    recent, gone = people[people["date_last"] >= since], bodies[bodies["date_last"] >= since]
    final = {name: frame.groupby("side").tail(1).set_index("side") for name, frame in (("freed", freed), ("dead", dead))}
    f, d = final["freed"], final["dead"]
    before, after = meetings.longest_gap(recent["date_first"])
    istanbul = recent[recent["returned_to_ukraine"].isna()]
    alternative = (
        f"Two panels of step lines, {in_words(meetings.INVASION)} to {in_words(last)}. People exchanged in {len(recent)} recorded exchanges or stages: {int(f.loc['ukraine', 'total']):,} to Ukraine "
        f"({int(f.loc['ukraine', 'low']):,} to {int(f.loc['ukraine', 'high']):,} with disputed numbers), {int(f.loc['russia', 'total']):,} to Russia; without a number are {int(f.loc['ukraine', 'unknown'])} and "
        f"{int(f.loc['russia', 'unknown'])} rows. Totals stated by Ukraine: {len(stated)}, the last {int(stated['total'].iloc[-1]):,} on {in_words(stated['day'].iloc[-1])}. "
        f"Bodies returned on {len(gone)} occasions: {int(d.loc['ukraine', 'total']):,} to Ukraine, {int(d.loc['russia', 'total']):,} to Russia, {int(d.loc['russia', 'unknown'])} times without a Russian number."
    )
    rows = pd.concat(
        [
            recent.rename(columns={"returned_to_ukraine": "ukraine", "returned_to_russia": "russia", "exchange_id": "id"}).assign(what="Exchange"),
            gone.rename(columns={"bodies_to_ukraine": "ukraine", "bodies_to_russia": "russia", "return_id": "id"}).assign(what="Return of bodies"),
        ]
    )[["date", "what", "title", "ukraine", "russia", "total_stated_by_ukraine", "is_disputed", "id"]]
    rows["disputed"] = rows["is_disputed"].map({True: "yes", False: ""})
    return Figure(
        chart,
        name="fig-exchanges",
        caption=(
            f"The longest pause between two recorded exchanges ran from {in_words(before.strftime('%Y-%m-%d'))} to {in_words(after.strftime('%Y-%m-%d'))}. Running totals of the numbers in the record, by side; bands span the numbers that sources dispute. They are lower limits: {len(istanbul)} stages of the "
            "exchange agreed in Istanbul on 2 June 2025 were announced without numbers, and the number handed to Russia is often not stated. Diamonds: totals stated by Ukraine, which counts some returns that are not here."
        ),
        alt=alternative,
        data=rows,
        columns={"date": "Date", "what": "What", "title": "Title", "ukraine": "To Ukraine", "russia": "To Russia", "total_stated_by_ukraine": "Total stated by Ukraine", "disputed": "Disputed", "id": "Id"},
        sources=ids(recent, gone),
    )
