"""Figures of the chapter Actors on channels and mediators: who sat where since the invasion, and what came of whose mediation."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers import meetings, participation, participation_mediators, record
from helpers.display import Figure
from helpers.figures import rows, theme
from helpers.figures.actors_grid import cells
from helpers.sourcing import ids

P = theme.PALETTE
TURN = "2025-01-20"
"""Day on which the second of the two periods begins: a new administration took office in Washington."""

END = "2100-01-01"
"""A day after all events."""

PERIODS = {"Feb 2022 to Jan 2025": (participation.FIRST_DAY, "2025-01-19"), "Since Jan 2025": (TURN, END)}
ACTORS = "ukraine russia united-states turkiye united-nations european-union france germany united-kingdom poland italy nato china india brazil south-africa holy-see united-arab-emirates".split()
MISSION = dict.fromkeys(("senegal", "congo-republic", "comoros", "zambia", "uganda", "egypt"), "african-peace-mission")
"""Members of the African mission, South Africa apart, counted with it."""

LEAST = 2
"""Events that a mediator must have to stand in the figure."""


def channels() -> Figure:
    """Which actors sat at which tables, before and after January 2025."""
    events, parts, names = record.load("events"), record.load("event_actors"), participation.short_names(record.load("actors"))
    found, used = [], []
    for period, days in PERIODS.items():
        inside = meetings.within(events, days)
        seated = participation.seats(inside, parts, participation.HOUSES)
        used.append(inside[inside["event_id"].isin(seated["event_id"])])
        found.append(participation.circle(seated, ACTORS).assign(period=period))
    grid = pd.concat(found, ignore_index=True)
    grid["actor"] = grid["actor_id"].map(names)
    grid["label"] = grid["table"] + " (" + grid["met"].astype(str) + ")"
    grid["row"] = [rows.key(p, t) for p, t in zip(grid["period"], grid["label"])]
    order, axis = rows.axis({p: list(dict.fromkeys(grid.loc[grid["period"] == p, "label"])) for p in PERIODS}, limit=230)
    y = alt.Y("row:N", scale=alt.Scale(domain=order), axis=axis)
    x = alt.X("actor:N", sort=[names[a] for a in ACTORS], axis=alt.Axis(orient="top", title=None, labelAngle=-60, labelAlign="left", domain=False, ticks=False, labelColor=P["ink"]))
    tooltip = [
        alt.Tooltip("period:N", title="Period"),
        alt.Tooltip("table:N", title="Table"),
        alt.Tooltip("actor:N", title="Actor"),
        alt.Tooltip("sat:Q", title="Sat"),
        alt.Tooltip("met:Q", title="Talks"),
    ]
    chart = cells(grid[["period", "table", "actor", "row", "met", "sat"]], x, y, tooltip, "·")
    seat = grid.groupby(["period", "actor_id"])["sat"].sum()
    first, second = PERIODS
    both = {p: grid[(grid["period"] == p)].drop_duplicates("table")["met"].sum() for p in PERIODS}
    alternative = (
        f"Two grids of tables against {len(ACTORS)} actors with the number of talks in which each sat. {first}: {both[first]} talks; {second}: {both[second]}. "
        f"The United States sat in {seat[first, 'united-states']} and {seat[second, 'united-states']}, Ukraine in {seat[first, 'ukraine']} and {seat[second, 'ukraine']}, Russia in {seat[first, 'russia']} and "
        f"{seat[second, 'russia']}, Türkiye in {seat[first, 'turkiye']} and {seat[second, 'turkiye']}, the UN in {seat[first, 'united-nations']} and {seat[second, 'united-nations']}, "
        f"China in {seat[first, 'china']} and {seat[second, 'china']}."
    )
    return Figure(
        chart.properties(width=theme.WIDTH, height=alt.Step(19)),
        name="fig-channels",
        caption=(
            "The centre of the net moved from Türkiye and the United Nations to the United States. Rows are tables, with the number of their recorded talks and calls in brackets; a cell says in how many of "
            "them the actor sat (a dot: in none), the stronger the shade the larger the share. Two actors in one row did not always sit together. Before 2025 the record is thinner for contacts that were not announced."
        ),
        alt=alternative,
        data=grid,
        columns={"period": "Period", "table": "Table", "actor": "Actor", "met": "Talks of the table", "sat": "Talks with a seat"},
        sources=ids(*used),
    )


def _results(period: tuple[str, str]) -> tuple[alt.LayerChart, pd.DataFrame, list[str]]:
    """What each mediator of a period had a part in: the chart, its rows, and their sources."""
    events = meetings.within(record.load("events"), period)
    parts, names = record.load("event_actors"), participation.short_names(record.load("actors"))
    mediated = participation_mediators.mediated(events, parts, {**participation.HOUSES, **MISSION})
    found = participation_mediators.results(mediated)
    found = found[found["all"] >= LEAST].assign(actor=lambda f: f["actor_id"].map(names))
    order = list(dict.fromkeys(found["actor"]))
    kinds = list(participation_mediators.RESULTS)
    y = alt.Y("actor:N", sort=order, axis=alt.Axis(title=None, labelColor=P["ink"], labelLimit=200))
    x = alt.X("kind:N", sort=kinds, axis=alt.Axis(orient="top", title=None, labelAngle=0, domain=False, ticks=False, labelColor=P["ink"]))
    base = alt.Chart(found[["actor", "kind", "events", "all"]])
    tooltip = [alt.Tooltip("actor:N", title="Mediator"), alt.Tooltip("kind:N", title="Kind"), alt.Tooltip("events:Q", title="Events")]
    size = alt.Size("events:Q", scale=alt.Scale(type="sqrt", domain=[0, int(found["events"].max())], range=[0, 700]), legend=None)
    dots = base.transform_filter("datum.events > 0").mark_circle(color=P["blue"], opacity=1).encode(x=x, y=y, size=size, tooltip=tooltip)
    labels = base.transform_filter("datum.events > 0").mark_text(align="left", dx=17, color=P["ink"]).encode(x=x, y=y, text="events:Q")
    none = base.transform_filter("datum.events == 0").mark_text(color=P["axis"], text="0").encode(x=x, y=y)
    chart = alt.layer(dots, labels, none).properties(width=theme.WIDTH, height=alt.Step(25))
    return chart, found, ids(events[events["event_id"].isin(mediated["event_id"])])


COLUMNS = {"actor": "Mediator", "kind": "Kind of event", "events": "Events", "all": "All events"}


def mediators() -> Figure:
    """What each mediator had a part in since the invasion, counted in one way for all."""
    chart, found, sources = _results((participation.FIRST_DAY, END))
    order, kinds = list(dict.fromkeys(found["actor"])), list(participation_mediators.RESULTS)
    of = found.set_index(["actor_id", "kind"])["events"]
    lead = found.drop_duplicates("actor_id").head(4)
    alternative = (
        f"Grid of {len(order)} mediators against four kinds of events: {', '.join(kinds).lower()}. Most events: " + ", ".join(f"{a} {n}" for a, n in zip(lead["actor"], lead["all"])) + ". "
        f"Exchanges and returns: UAE {of['united-arab-emirates', kinds[3]]}, United States {of['united-states', kinds[3]]}, Türkiye {of['turkiye', kinds[3]]}. "
        f"Agreements and renewals: Türkiye {of['turkiye', kinds[1]]}, UN {of['united-nations', kinds[1]]}, United States {of['united-states', kinds[1]]}. Truces: IAEA {of['iaea', kinds[2]]}, United States {of['united-states', kinds[2]]}."
    )
    return Figure(
        chart,
        name="fig-mediators",
        caption=(
            "Who met most did not deliver most: the Emirates lead in exchanges, Türkiye and the United Nations in agreements, the IAEA in truces. Events since 24 February 2022 in which the record codes an actor as mediator, "
            "by kind of event; an event with two mediators counts for both. A count says nothing of the weight of a result, nor of how long it held."
        ),
        alt=alternative,
        data=found,
        columns=COLUMNS,
        sources=sources,
    )


def mediators_before() -> Figure:
    """What each mediator had a part in before the invasion, counted in the same way."""
    chart, found, sources = _results(participation.EARLY)
    order, kinds = list(dict.fromkeys(found["actor"])), list(participation_mediators.RESULTS)
    of = found.set_index(["actor_id", "kind"])["events"]
    lead = {kind: found[found["kind"] == kind].nlargest(1, "events").iloc[0] for kind in kinds[:3]}
    return Figure(
        chart,
        name="fig-mediators-before",
        caption=(
            f"Before the invasion France and Germany were mediators at most talks, {of['france', kinds[0]]} and {of['germany', kinds[0]]}, and the OSCE in most agreements and renewals ({of['osce', kinds[1]]}) and truces "
            f"({of['osce', kinds[2]]}). Events from February 2014 to 23 February 2022, counted as in {{fig}}`fig-mediators`; how long the truces were kept is in {{fig}}`fig-truces`."
        ),
        alt=(
            f"Grid of {len(order)} mediators against four kinds of events: {', '.join(kinds).lower()}. "
            + "; ".join(f"{actor}: " + ", ".join(f"{kind.lower()} {of[actor_id, kind]}" for kind in kinds) for actor, actor_id in found.drop_duplicates("actor_id")[["actor", "actor_id"]].itertuples(index=False))
            + ". "
            + " ".join(f"Most {kind.lower()}: {row['actor']}, {row['events']}." for kind, row in lead.items())
        ),
        data=found,
        columns=COLUMNS,
        sources=sources,
    )
