"""Figures of the chapter Paths forward: where the declared ranges meet, and what the signs of each path read."""

from __future__ import annotations

import json

import altair as alt
import pandas as pd

from helpers import observables, record, scenarios, zones
from helpers.display import Figure
from helpers.figures import cells as covering
from helpers.figures import rows, theme
from helpers.sourcing import ids
from helpers.wording import in_words

P = theme.PALETTE
ALL = "All paths"
SIDE = {"Ukraine": P["blue"], "Russia": P["ochre"]}


def last_day() -> str:
    """The last day of evidence of the record."""
    return str(record.package()["record"]["last_evidence_date"])


def found_ranges(day: str | None = None) -> pd.DataFrame:
    """The ranges on a day (the last day of evidence), with the titles of the issues."""
    found = zones.ranges(record.load("positions"), observables.TALKS, pd.Timestamp(day or last_day(), tz="UTC"))
    titles = record.load("issues").set_index("issue_id")["title"].str.replace(" and the Zaporizhzhia plant", "")
    return found.assign(issue=found["issue_id"].map(titles))


def common_ground() -> Figure:
    """For each issue the steps that each side has not excluded."""
    found = found_ranges()
    found = found.sort_values(["gap", "issue"], kind="stable").reset_index(drop=True)
    order = found["issue"].tolist()
    bars = pd.concat(
        [
            found.assign(side="Ukraine", start=-0.4, end=found["ukraine_reach"] + 0.4),
            found.assign(side="Russia", start=found["russia_reach"] - 0.4, end=4.4),
        ]
    )[["issue", "side", "start", "end"]]
    ends = "datum.value == 0 ? '0 Ukraine’s maximum' : datum.value == 4 ? '4 Russia’s maximum' : datum.value"
    align = {"condition": [{"test": "datum.value == 0", "value": "left"}, {"test": "datum.value == 4", "value": "right"}], "value": "center"}
    x = alt.X("start:Q", scale=alt.Scale(domain=[-0.45, 6.5], nice=False), axis=alt.Axis(values=[0, 1, 2, 3, 4], title=None, orient="top", labelExpr=ends, labelAlign=align, grid=True, domain=False))
    y = alt.Y("issue:N", sort=order, axis=alt.Axis(title=None, labelColor=P["ink"], labelLimit=215, grid=False))
    color = alt.Color("side:N", scale=alt.Scale(domain=list(SIDE), range=list(SIDE.values())), legend=alt.Legend(title="Not excluded by", orient="top", symbolType="square"))
    lines = [
        alt.Chart(bars[bars["side"] == name]).mark_bar(height=9, cornerRadius=2, yOffset=nudge).encode(x=x, x2="end:Q", y=y, color=color)
        for name, nudge in (("Ukraine", -5), ("Russia", 5))
    ]
    words = found.assign(at=4.6, text=found["gap"].map(lambda g: "a common step" if g <= 0 else f"{g} step{'s' if g > 1 else ''} apart"))
    gaps = alt.Chart(words[["issue", "at", "text"]]).mark_text(align="left", color=P["ink"]).encode(x="at:Q", y=y, text="text:N")
    met = found[found["gap"] <= 0]["issue"].tolist()
    alternative = (
        f"Range chart of {len(found)} issues on scales from 0 to 4, {in_words('2025-01-20')} to {in_words(last_day())}. Bars from the left are the steps that Ukraine has not excluded, bars from the right those of Russia. "
        f"A common step: {', '.join(met) or 'none'}. One step apart: {', '.join(found[found['gap'] == 1]['issue'])}. "
        f"Widest: {int(found['gap'].max())} steps on {', '.join(found[found['gap'] == found['gap'].max()]['issue'])}."
    )
    positions = record.load("positions")
    used = positions[positions["position_id"].isin([*found["ukraine_position"], *found["russia_position"]])]
    return Figure(
        alt.layer(*lines, gaps).properties(width=theme.WIDTH, height=alt.Step(29)),
        name="fig-common-ground",
        caption=(
            f"Steps that each side has not excluded by its own declarations since {in_words('2025-01-20')}. A side has not excluded the step furthest from its maximum that it declared itself, nor any nearer to "
            f"its maximum. The ranges meet on {len(met)} of {len(found)} issues, and there on short truces and truces of one sector; elsewhere the space between the bars is empty."
        ),
        alt=alternative,
        data=found,
        columns={"issue": "Issue", "ukraine_reach": "Furthest step of Ukraine", "ukraine_latest": "Latest step of Ukraine", "russia_reach": "Furthest step of Russia", "russia_latest": "Latest step of Russia", "gap": "Steps apart", "gap_latest": "Steps apart, latest"},
        sources=ids(used),
    )


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def signs(day: str | None = None) -> pd.DataFrame:
    """The ledger on the cut-off date and on the last day of evidence, one row per sign, with words for readers."""
    titles = record.load("vocabulary").query("vocabulary == 'scenario'").set_index("term")["title"]
    now, then = scenarios.ledger(day or last_day()), scenarios.ledger(record.cutoff())
    now = now.assign(path=now["scenario"].map(titles), before=then["value"], before_met=then["met"])
    now["needs"] = now["comparison"].map({"at_least": "≥ ", "at_most": "≤ "}) + now["threshold_value"].map(lambda v: _shown(float(v)))
    now["cutoff_value"], now["last_value"] = now["before"].map(_shown), now["value"].map(_shown)
    now["state"], now["cutoff_state"] = (now[c].map({True: "reached", False: "not reached"}) for c in ("met", "before_met"))
    return now


def _most(sums: pd.DataFrame, titles: pd.Series) -> str:
    """The paths with the greatest number of signs reached, in a sentence."""
    best = sums[sums["met"] == sums["met"].max()]
    named = [titles[name][:1].lower() + titles[name][1:] for name in best["scenario"]]
    return " and ".join(f"a {name}" for name in named) + f" ({', '.join(f'{row.met} of {row.signs}' for row in best.itertuples())})"


def ledger() -> Figure:
    """Every sign of every path: its reading on two days and whether it has reached its threshold."""
    found = signs()
    groups = {path: group["title"].tolist() for path, group in found.groupby("path", sort=False)}
    order, axis = rows.axis(groups, limit=190)
    # With a path picked, its rows alone are left, so that the chart is as high as they are.
    alone = {path: rows.axis({path: titles})[0] for path, titles in groups.items()}
    domain = alt.ExprRef(f"{json.dumps({ALL: order, **alone}, ensure_ascii=False)}[path]")
    found["row"] = [rows.key(path, title) for path, title in zip(found["path"], found["title"])]
    day = {"cut": f"Cut-off, {in_words(record.cutoff())}", "last": f"Last day, {in_words(last_day())}"}
    cells = pd.concat(
        [
            found.assign(when=day["cut"], text=found["cutoff_value"], state=found["cutoff_state"]),
            found.assign(when=day["last"], text=found["last_value"]),
        ]
    )[["row", "path", "when", "text", "state", "observed", "needs", "threshold_unit", "falsified_by"]]
    pick = alt.param(name="path", value=ALL, bind=alt.binding_select(options=[ALL, *groups], name="Path "))
    shown = f"path == '{ALL}' || datum.path == path"
    y = alt.Y("row:N", sort=order, scale=alt.Scale(domain=domain), axis=axis)
    x = alt.X("when:N", sort=list(day.values()), axis=alt.Axis(orient="top", title=None, labelAngle=0, domain=False, ticks=False, labelLimit=230, labelColor=P["ink"]))
    fill = alt.Color("state:N", scale=alt.Scale(domain=["reached", "not reached"], range=[P["step4"], P["wash"]]), legend=alt.Legend(title="Threshold", orient="top"))
    base = alt.Chart(cells).transform_filter(shown)
    says = {"observed": "Observed", "text": "Reading", "needs": "Threshold", "threshold_unit": "Unit", "state": "State", "falsified_by": "What would falsify it"}
    tiles = base.mark_rect(cornerRadius=2, stroke=P["axis"], strokeWidth=0.5).encode(x=x, y=y, color=fill)
    over = covering.cover(base, [alt.Tooltip(f"{field}:N", title=title) for field, title in says.items()], x=x, y=y)
    reached = base.transform_filter("datum.state == 'reached'")
    light = reached.mark_text(color=P["paper"], fontWeight=600).encode(x=x, y=y, text="text:N")
    ticks = reached.mark_point(shape="M-1,0L-0.3,0.7L1,-0.8", size=60, filled=False, strokeWidth=2, stroke=P["paper"], xOffset=34).encode(x=x, y=y)
    plain = base.transform_filter("datum.state != 'reached'").mark_text(color=P["ink"]).encode(x=x, y=y, text="text:N")
    needed = alt.Chart(found.assign(when="Threshold")[["row", "path", "when", "needs"]]).transform_filter(shown).mark_text(color=P["muted"]).encode(x=alt.X("when:N", sort=["Threshold", *day.values()]), y=y, text="needs:N")
    x.sort = ["Threshold", *day.values()]
    sums = scenarios.tally(found.assign(met=found["met"]))
    titles = found.drop_duplicates("scenario").set_index("scenario")["path"]
    alternative = f"Matrix of {len(found)} signs of {len(titles)} paths with their readings on {in_words(record.cutoff())} and {in_words(last_day())}. Thresholds reached on the last day: " + ", ".join(
        f"{titles[row.scenario]} {row.met} of {row.signs}" for row in sums.itertuples()
    )
    return Figure(
        alt.layer(tiles, light, ticks, plain, needed, over).add_params(pick).properties(width=theme.WIDTH, height=alt.Step(21)),
        name="fig-scenario-ledger",
        caption=(
            f"On {in_words(last_day())} most signs were reached for {_most(sums, titles)}; more ticks do not mean more likely. "
            "A dark cell with a tick has reached the threshold; units and falsifiers stand in {tab}`tab-ledger`, and on screen one path can be picked."
        ),
        alt=alternative + ".",
        data=found,
        columns={"path": "Path", "title": "Sign", "observed": "Observed", "needs": "Threshold", "threshold_unit": "Unit", "cutoff_value": "At the cut-off", "cutoff_state": "State at the cut-off", "last_value": "Last reading", "state": "State"},
        sources=sorted({i for cell in found["value_sources"] for i in cell.split(";")} - {""}),
    )
