"""Figure of the chapter Actors on positions: where four actors stood on six issues, as steps on the record's scales."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers import meetings, participation, participation_positions, record
from helpers.display import Figure
from helpers.figures import theme
from helpers.sourcing import ids

P = theme.PALETTE
ISSUES = ["territory", "withdrawal-of-forces", "ceasefire", "neutrality-nato", "security-guarantees", "foreign-forces"]
ACTORS = {"ukraine": (P["blue"], "circle", -0.15), "russia": (P["wine"], "square", 0.15), "united-states": (P["ochre"], "diamond", 0.05), "e3": (P["teal"], "triangle-up", -0.05)}
"""Actor → colour, shape, and how far its line is set off from the step, so that lines on one step stay apart."""

FIRST = "2022-02-01"
GAP = 0.52
"""Least distance of two labels at the right edge, in steps."""


def _apart(values: list[float]) -> list[float]:
    """Heights for labels in the order given (ascending), each at least ``GAP`` above the one before."""
    placed: list[float] = []
    for value in values:
        placed.append(max(value, placed[-1] + GAP) if placed else value)
    over = max(placed[-1] - 4.3, 0.0) if placed else 0.0
    return [value - over for value in placed]


def _panel(found: pd.DataFrame, title: str, low: str, high: str, last: str, names: dict[str, str]) -> alt.LayerChart:
    """The courses on one issue, with the two ends of the scale in words and the actors named at the right edge."""
    words = list(names.values())
    colours, shapes = [c for c, _, _ in ACTORS.values()], [s for _, s, _ in ACTORS.values()]
    ends = found.groupby("actor", sort=False).last().reset_index().sort_values("at", kind="stable")
    ends = ends.assign(at=_apart(list(ends["at"])), edge=last)
    when = alt.Scale(type="utc", domain=[FIRST, "2028-01-20"])
    axis = alt.Axis(values=[f"{year}-01-01" for year in range(2023, 2027)], format="’%y", title=None, grid=True, domain=False, labelFlush=False)
    y = alt.Y("at:Q", scale=alt.Scale(domain=[4.75, -0.75], nice=False), axis=alt.Axis(values=[0, 1, 2, 3, 4], title=None, tickCount=5, format="d", grid=True))
    colour = alt.Color("actor:N", scale=alt.Scale(domain=words, range=colours), legend=None)
    shape = alt.Shape("actor:N", scale=alt.Scale(domain=words, range=shapes), legend=None)
    tooltip = [alt.Tooltip("actor:N", title="Actor"), alt.Tooltip("start:T", title="Day"), alt.Tooltip("step:Q", title="Step"), alt.Tooltip("summary:N", title="Position")]
    base = alt.Chart(found[["actor", "scale_id", "start", "end", "step", "at", "is_reported", "summary"]])
    x = alt.X("start:T", scale=when, axis=axis)
    lines = base.mark_rule(strokeWidth=1.8, opacity=0.75).encode(x=x, x2="end:T", y=y, color=colour)
    told = base.transform_filter("!datum.is_reported").mark_point(filled=True, size=36, opacity=1).encode(x=x, y=y, color=colour, shape=shape, tooltip=tooltip)
    heard = base.transform_filter("datum.is_reported").mark_point(filled=True, size=36, fill=P["paper"], strokeWidth=1.3, opacity=1).encode(x=x, y=y, stroke=colour, shape=shape, tooltip=tooltip)
    labels = alt.Chart(ends[["actor", "edge", "at"]]).mark_text(align="left", dx=5, fontSize=12, fontWeight=600).encode(x=alt.X("edge:T", scale=when), y=alt.Y("at:Q"), text="actor:N", color=colour)
    words_at = pd.DataFrame({"edge": [FIRST, FIRST], "at": [-0.55, 4.55], "text": [low, high]})
    poles = alt.Chart(words_at).mark_text(align="left", fontSize=11, dx=2, color=P["muted"]).encode(x=alt.X("edge:T", scale=when), y=alt.Y("at:Q"), text="text:N")
    return alt.layer(lines, told, heard, labels, poles).properties(width=theme.WIDTH // 2 - 44, height=172, title=alt.TitleParams(title, fontSize=13, offset=4))


def positions() -> Figure:
    """Where Ukraine, Russia, the United States and the E3 stood on six issues, over time."""
    last = str(record.package()["record"]["last_evidence_date"])
    table, scales, issues = record.load("positions"), record.load("scales"), record.load("issues").set_index("issue_id")["title"]
    short = participation.short_names(record.load("actors"))
    names = {**{actor: short[actor] for actor in ACTORS}, "united-states": "US"}
    ends = scales.dropna(subset=["end_date"]).drop_duplicates("scale_id").set_index("scale_id")["end_date"].to_dict()
    table = meetings.within(table, (FIRST, last), column="date_first")
    found = participation_positions.courses(table, ISSUES, list(ACTORS), ends, last)
    found = found.merge(table[["position_id", "summary"]], on="position_id", how="left")
    found["actor"] = found["actor_id"].map(names)
    found["at"] = found["step"] + [ACTORS[actor][2] for actor in found["actor_id"]]
    found["issue"] = found["issue_id"].map(issues)
    panels = []
    for issue in ISSUES:
        here = scales[scales["issue_id"] == issue]
        here = here[here["end_date"].isna()] if here["end_date"].notna().any() else here
        step = here.set_index(here["step"].astype(int))["label"]
        panels.append(_panel(found[found["issue_id"] == issue], str(issues[issue]), f"0: {step[0]}", f"4: {step[4]}", last, names))
    chart = alt.vconcat(*[alt.hconcat(*panels[n : n + 2], spacing=26) for n in range(0, len(panels), 2)], spacing=16).properties(autosize=alt.AutoSizeParams(type="pad"))
    moves = participation_positions.moved(found)
    said = "; ".join(
        f"{issues[issue]}: " + ", ".join(f"{names[row.actor_id]} {row.first} to {row.last}" for row in moves[moves["issue_id"] == issue].drop_duplicates("actor_id", keep="last").itertuples())
        for issue in ISSUES
    )
    return Figure(
        chart,
        name="fig-actor-positions",
        caption=(
            "Between 2022 and 2026 Ukraine’s positions crossed half a scale or more on most issues, those of the United States changed within months, and Russia’s stayed on the two highest steps on all issues but the ceasefire. Each mark is a dated position, coded on the issue’s scale from 0 (Ukraine’s declared maximum) to 4 (Russia’s), and held "
            "until the next; hollow marks are reported by others, not declared. The scale for a ceasefire changed at the start of 2025, so its lines break there. Coded by us, often from one sentence; the E3 are France, Germany and the United Kingdom together."
        ),
        alt=f"Six panels with {len(found)} coded positions of {len(ACTORS)} actors from {found['start'].min()} to {found['start'].max()} on scales from 0 to 4. First to last step, on the latest scale. {said}.",
        data=found,
        columns={"issue": "Issue", "actor": "Actor", "start": "Day", "step": "Step", "is_reported": "Reported by others", "summary": "Position", "position_id": "Id"},
        sources=ids(table[table["position_id"].isin(found["position_id"])]),
    )
