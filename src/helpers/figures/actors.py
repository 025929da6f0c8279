"""Figures of the chapter Actors: seats at the tables, and roles."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers import meetings, participation, record
from helpers.display import Figure
from helpers.figures import rows, theme
from helpers.figures.actors_grid import cells, heads
from helpers.sourcing import ids

P = theme.PALETTE
WATCHED = {
    "Normandy format": ["ukraine", "russia", "germany", "france"],
    "Contact Group": ["ukraine", "russia", "osce", "areas"],
    "Ukraine and Russia": ["ukraine", "russia", "turkiye"],
    "Grain and shipping": ["ukraine", "russia", "turkiye", "united-nations"],
    "United States and Russia": ["united-states", "russia", "ukraine", participation.EUROPEANS],
    "United States and Ukraine": ["united-states", "ukraine", "russia", participation.EUROPEANS],
    "Three-way track": ["united-states", "ukraine", "russia", participation.EUROPEANS],
    "European coalition": ["ukraine", "france", "united-kingdom", "germany", "united-states", "russia"],
}
"""Whom to look for at each table: those who sat there most, and those who were not there."""


def _seated() -> tuple[pd.DataFrame, pd.DataFrame]:
    """The seats of all talks since 2014, with the composite row, and the events they belong to."""
    events, parts = record.load("events"), record.load("event_actors")
    events = events[events["start_first"] >= meetings.day(participation.EARLY[0])]
    alone = participation.seats(events, parts, participation.HOUSES)
    joined = participation.seats(events, parts, {**participation.HOUSES, **participation.EUROPE})
    seated = pd.concat([alone, joined[joined["actor_id"] == participation.EUROPEANS]], ignore_index=True)
    return seated, events[events["event_id"].isin(seated["event_id"])]


def seats() -> Figure:
    """Who sat at which table in which year, and who did not."""
    seated, events = _seated()
    names = {**participation.short_names(record.load("actors")), participation.EUROPEANS: "Any European, EU, NATO"}
    found = participation.attendance(seated, WATCHED)
    found = found.assign(actor=found["actor_id"].map(names))
    found["row"] = [rows.key(t, a) for t, a in zip(found["table"], found["actor"])]
    order, axis = rows.axis({t: [names[a] for a in actors] for t, actors in WATCHED.items()})
    y = alt.Y("row:N", scale=alt.Scale(domain=order), axis=axis)
    years = list(range(2014, int(found["year"].max()) + 1))
    x = alt.X("year:O", scale=alt.Scale(domain=years), axis=alt.Axis(orient="top", title=None, labelAngle=0, domain=False, ticks=False))
    tooltip = [
        alt.Tooltip("table:N", title="Table"),
        alt.Tooltip("actor:N", title="Actor"),
        alt.Tooltip("year:O", title="Year"),
        alt.Tooltip("sat:Q", title="Sat"),
        alt.Tooltip("met:Q", title="Talks"),
    ]
    met = found.drop_duplicates(["table", "year"])[["table", "year", "met"]]
    met["row"] = [f"{table}|#{table}" for table in met["table"]]
    chart = cells(found[["table", "actor", "row", "year", "met", "sat"]], x, y, tooltip) + heads(met, x, y, "met")
    per = seated.groupby("table")["event_id"].nunique()
    without = found[(found["table"] == "United States and Russia") & (found["actor_id"] == "ukraine")]
    europe = found[(found["table"] == "Three-way track") & (found["actor_id"] == participation.EUROPEANS)]
    alternative = (
        f"Grid of rows for actors at eight tables and columns for the years 2014 to {years[-1]}, with the number of talks in which each sat. "
        + "; ".join(f"{table}: {int(per[table])} talks" for table in WATCHED)
        + f". At the talks of the United States and Russia Ukraine sat in {int(without['sat'].sum())} of {int(without['met'].sum())}; on the three-way track a European state, "
        f"the EU or NATO sat in {int(europe['sat'].sum())} of {int(europe['met'].sum())}."
    )
    return Figure(
        chart.properties(width=theme.WIDTH, height=alt.Step(17)),
        name="fig-seats",
        caption=(
            "Tables followed each other, and hardly an actor had a seat at all of them. In bold, how many recorded talks and calls a table had in a year; below it, in how many of them an "
            "actor sat, the stronger the shade the larger the share, 0 for a year in which the table met without it. Talks in separate rooms on one occasion count as one. Truces that one side declared are not talks."
        ),
        alt=alternative,
        data=found,
        columns={"table": "Table", "actor": "Actor", "year": "Year", "met": "Talks of the table", "sat": "Talks with a seat"},
        sources=ids(events),
    )


ROLES = ("party", "mediator", "signatory", "participant", "host", "observer", "author", "sponsor", "objector", "decider", "target")
SHOWN = 18


def roles() -> Figure:
    """In how many events each actor has each role."""
    events = record.load("events")
    events = events[events["start_first"] >= meetings.day(participation.EARLY[0])]
    parts = record.load("event_actors")
    parts = parts[parts["event_id"].isin(events["event_id"])]
    found = participation.roles(parts)
    found = found[found["role"].isin(ROLES)]
    names = participation.short_names(record.load("actors"))
    words = record.load("vocabulary")
    words = words[words["vocabulary"] == "role"].set_index("term")["title"]
    total = parts.drop_duplicates(["event_id", "actor_id"]).groupby("actor_id").size().sort_values(ascending=False, kind="stable")
    top = total.head(SHOWN).index.tolist()
    found = found[found["actor_id"].isin(top)].assign(actor=lambda f: f["actor_id"].map(names), word=lambda f: f["role"].map(words))
    found["dark"] = found["events"] >= 60
    y = alt.Y("actor:N", sort=[names[a] for a in top], axis=alt.Axis(title=None, labelColor=P["ink"], labelLimit=200))
    x = alt.X("word:N", sort=[words[r] for r in ROLES], scale=alt.Scale(padding=0.8), axis=alt.Axis(orient="top", title=None, labelAngle=-40, labelAlign="left", domain=False, ticks=False))
    base = alt.Chart(found[["actor", "word", "events", "dark"]])
    size = alt.Size("events:Q", scale=alt.Scale(type="sqrt", domain=[0, int(found["events"].max())], range=[0, 640]), legend=None)
    tooltip = [alt.Tooltip("actor:N", title="Actor"), alt.Tooltip("word:N", title="Role"), alt.Tooltip("events:Q", title="Events")]
    dots = base.mark_circle(color=P["blue"], opacity=1).encode(x=x, y=y, size=size, tooltip=tooltip)
    big = base.transform_filter("datum.dark").mark_text(color=P["paper"], fontWeight=600).encode(x=x, y=y, text="events:Q")
    small = base.transform_filter("!datum.dark").mark_text(color=P["ink"], align="left", dx=11).encode(x=x, y=y, text="events:Q")
    of = found.set_index(["actor_id", "role"])["events"]
    alternative = (
        f"Matrix of the {len(top)} actors with most events against {len(ROLES)} roles, with the number of events. Party: Ukraine {of['ukraine', 'party']}, Russia {of['russia', 'party']}. "
        f"Mediator: United States {of['united-states', 'mediator']}, OSCE {of['osce', 'mediator']}, Türkiye {of['turkiye', 'mediator']}, France {of['france', 'mediator']}, Germany {of['germany', 'mediator']}. "
        f"Author of an act alone: Russia {of['russia', 'author']}, Ukraine {of['ukraine', 'author']}."
    )
    return Figure(
        (dots + big + small).properties(width=theme.WIDTH, height=alt.Step(32)),
        name="fig-roles",
        caption=(
            "Two actors are parties almost everywhere; nearly all others are one thing more than once: who mediates also hosts, signs, takes part or decides. Events of every kind since 2014, not talks "
            "alone, for the actors with most events. An actor may have several roles in one event; the roles are coded by us."
        ),
        alt=alternative,
        data=found,
        columns={"actor": "Actor", "word": "Role", "events": "Events"},
        sources=ids(events),
    )
