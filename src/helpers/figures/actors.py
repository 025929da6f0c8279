"""Figures of the chapter Actors: seats at the tables, and roles."""

from __future__ import annotations

import altair as alt

from helpers import meetings, participation, record
from helpers.display import Figure
from helpers.figures import rows, theme
from helpers.sourcing import ids

P = theme.PALETTE
WATCHED = {
    "Normandy format": ["ukraine", "russia", "germany", "france", "osce", "areas"],
    "Contact Group": ["ukraine", "russia", "osce", "areas"],
    "United States and Russia": ["united-states", "russia", "ukraine"],
    "Other talks": ["ukraine", "russia", "germany", "france", "united-states", "european-union", "united-kingdom", "nato", "areas"],
}
"""Whom to look for at each table: those who ever sat there, and Ukraine where it never did."""

SEATS = {"party": ("Party", P["blue"], "circle"), "mediator": ("Mediator", P["wine"], "square"), "signatory": ("Signed or attended", P["olive"], "diamond")}


def seats() -> Figure:
    """Who sat at which table in which year, and who did not."""
    events = meetings.within(record.load("events"))
    seated = participation.seats(events, record.load("event_actors"), participation.AREAS)
    names = participation.short_names(record.load("actors"))
    found = participation.attendance(seated, WATCHED)
    found = found[(found["table"] != participation.OTHER) | (found["sat"] > 0)]  # who was missing from talks of many kinds says nothing
    found = found.assign(actor=found["actor_id"].map(names))
    found["row"] = [rows.key(t, a) for t, a in zip(found["table"], found["actor"])]
    found["mark"] = found["role"].replace({"participant": "signatory"}).map({k: v[0] for k, v in SEATS.items()}).fillna("Absent")
    found["text"] = found["sat"].astype(str).where(found["sat"] > 0, "")
    order, axis = rows.axis({t: [names[a] for a in actors] for t, actors in WATCHED.items()})
    years = list(range(2014, 2023))
    y = alt.Y("row:N", scale=alt.Scale(domain=order), axis=axis)
    x = alt.X("year:O", scale=alt.Scale(domain=years), axis=alt.Axis(orient="top", title=None, labelAngle=0, domain=False, ticks=False))
    words, colours, shapes = zip(*SEATS.values())
    tooltip = [
        alt.Tooltip("table:N", title="Table"),
        alt.Tooltip("actor:N", title="Actor"),
        alt.Tooltip("year:O", title="Year"),
        alt.Tooltip("sat:Q", title="Sat"),
        alt.Tooltip("met:Q", title="Talks"),
        alt.Tooltip("mark:N", title="Mostly as"),
    ]
    base = alt.Chart(found[["table", "actor", "row", "year", "met", "sat", "mark", "text"]])
    absent = base.transform_filter("datum.sat == 0").mark_point(filled=False, size=70, strokeWidth=1.2, color=P["axis"]).encode(x=x, y=y, tooltip=tooltip)
    present = (
        base.transform_filter("datum.sat > 0")
        .mark_point(filled=True, opacity=1)
        .encode(
            x=x,
            y=y,
            size=alt.value(290),
            shape=alt.Shape("mark:N", scale=alt.Scale(domain=words, range=shapes), legend=alt.Legend(title=None)),
            color=alt.Color("mark:N", scale=alt.Scale(domain=words, range=colours), legend=alt.Legend(title=None)),
            tooltip=tooltip,
        )
    )
    count = base.transform_filter("datum.sat > 0").mark_text(color=P["paper"], fontSize=12, fontWeight=600, dy=0.5).encode(x=x, y=y, text="text:N")
    per = seated.groupby("table")["event_id"].nunique()
    without = found[(found["table"] == "United States and Russia") & (found["actor_id"] == "ukraine")]
    alternative = (
        "Grid of rows for actors at four tables and columns for the years 2014 to 2022, with the number of talks in which each sat. "
        + "; ".join(f"{table}: {int(per[table])} talks" for table in WATCHED)
        + f". At the talks of the United States and Russia Ukraine sat in {int(without['sat'].sum())} of {int(without['met'].sum())}."
    )
    return Figure(
        (absent + present + count).properties(width=theme.WIDTH, height=alt.Step(20)),
        name="fig-seats",
        caption=(
            "In how many recorded talks from 2014 to February 2022 each actor sat, by table and year. An empty ring means that the table met that year without it (not drawn for other talks, "
            "which have no fixed circle). Colour and shape give the commonest role; the roles are coded by us."
        ),
        alt=alternative,
        data=found,
        columns={"table": "Table", "actor": "Actor", "year": "Year", "met": "Talks of the table", "sat": "Talks with a seat", "mark": "Mostly as"},
        sources=ids(events[events["event_id"].isin(seated["event_id"])]),
    )


ROLES = ("party", "mediator", "signatory", "participant", "host", "observer", "author", "sponsor", "objector", "decider", "target")
SHOWN = 14


def roles() -> Figure:
    """In how many events each actor has each role."""
    events = meetings.within(record.load("events"))
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
    found["dark"] = found["events"] >= 12
    y = alt.Y("actor:N", sort=[names[a] for a in top], axis=alt.Axis(title=None, labelColor=P["ink"], labelLimit=200))
    x = alt.X("word:N", sort=[words[r] for r in ROLES], axis=alt.Axis(orient="top", title=None, labelAngle=-40, labelAlign="left", domain=False, ticks=False))
    base = alt.Chart(found[["actor", "word", "events", "dark"]])
    size = alt.Size("events:Q", scale=alt.Scale(type="sqrt", domain=[0, int(found["events"].max())], range=[0, 820]), legend=None)
    tooltip = [alt.Tooltip("actor:N", title="Actor"), alt.Tooltip("word:N", title="Role"), alt.Tooltip("events:Q", title="Events")]
    dots = base.mark_circle(color=P["blue"], opacity=1).encode(x=x, y=y, size=size, tooltip=tooltip)
    big = base.transform_filter("datum.dark").mark_text(color=P["paper"], fontWeight=600).encode(x=x, y=y, text="events:Q")
    small = base.transform_filter("!datum.dark").mark_text(color=P["ink"], align="left", dx=13).encode(x=x, y=y, text="events:Q")
    of = found.set_index(["actor_id", "role"])["events"]
    alternative = (
        f"Matrix of the {len(top)} actors with most events against {len(ROLES)} roles, with the number of events. Party: Ukraine {of['ukraine', 'party']}, Russia {of['russia', 'party']}. "
        f"Mediator: OSCE {of['osce', 'mediator']}, Germany {of['germany', 'mediator']}, France {of['france', 'mediator']}. "
        f"Author of an act alone: Russia {of['russia', 'author']}, Ukraine {of['ukraine', 'author']}."
    )
    return Figure(
        (dots + big + small).properties(width=theme.WIDTH, height=alt.Step(32)),
        name="fig-roles",
        caption=(
            "In how many events of every kind from 2014 to February 2022, not talks alone, each actor has each role, for the actors with most events. An actor may have several roles in one event; "
            "the roles are coded by us."
        ),
        alt=alternative,
        data=found,
        columns={"actor": "Actor", "word": "Role", "events": "Events"},
        sources=ids(events),
    )
