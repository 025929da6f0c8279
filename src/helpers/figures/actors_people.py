"""Figure of the chapter Actors on envoys: mandates over time and the talks in which they are named."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers import meetings, participation, participation_people, record
from helpers.display import Figure
from helpers.figures import rows, theme
from helpers.sourcing import ids

P = theme.PALETTE
WATCHED = {
    "United States": ["william-burns", "keith-kellogg", "mike-waltz", "marco-rubio", "steve-witkoff", "jared-kushner", "dan-driscoll"],
    "Russia": ["vladimir-medinsky", "sergey-lavrov", "yuri-ushakov", "kirill-dmitriev", "igor-kostyukov"],
    "Ukraine": ["davyd-arakhamia", "mykhailo-podolyak", "andriy-yermak", "rustem-umerov", "sergiy-kyslytsya", "kyrylo-budanov", "andrii-hnatov"],
    "Go-betweens": ["li-hui", "matteo-zuppi", "celso-amorim", "hakan-fidan"],
}
"""Negotiators who are no heads of state or government, in the order of their first talks: an editor's choice."""


def envoys() -> Figure:
    """Who was sent to talk, under which office, and when they are named in talks."""
    last = str(record.package()["record"]["last_evidence_date"])
    events = meetings.within(record.load("events"), (participation.FIRST_DAY, last))
    people = record.load("people")
    names = people.drop_duplicates("person_id").set_index("person_id")["name"]
    watched = [person for group in WATCHED.values() for person in group]
    talks = participation_people.named(events, record.load("event_actors"), watched)
    held = participation_people.mandates(people, talks, meetings.day(participation.FIRST_DAY))
    side = {person: group for group, found in WATCHED.items() for person in found}
    counts = talks.groupby("person_id").size()
    label = {person: f"{names[person]} ({counts.get(person, 0)})" for person in watched}
    order, axis = rows.axis({group: [label[p] for p in found] for group, found in WATCHED.items()}, limit=230)
    for frame in (talks, held):
        frame["row"] = [rows.key(side[p], label[p]) for p in frame["person_id"]]
        frame["name"] = frame["person_id"].map(names)
    talks["date"] = talks["day"].dt.strftime("%Y-%m-%d")
    held["from"], held["to"] = held["start"].dt.strftime("%Y-%m-%d"), held["end"].dt.strftime("%Y-%m-%d")
    held["known"] = held["is_end_known"].map({True: "yes", False: "no"})
    y = alt.Y("row:N", scale=alt.Scale(domain=order), axis=axis)
    when = alt.Scale(type="utc", domain=["2022-02-01", "2026-11-15"])
    years = alt.Axis(format="%Y", tickCount={"interval": "year", "step": 1}, title=None, grid=True, labelFlush=False, orient="top")
    bars = (
        alt.Chart(held[["row", "name", "office", "from", "to", "known"]])
        .mark_bar(height=11)
        .encode(
            x=alt.X("from:T", scale=when, axis=years),
            x2="to:T",
            y=y,
            color=alt.Color("known:N", scale=alt.Scale(domain=["yes", "no"], range=[P["step3"], P["step2"]]), legend=None),
            tooltip=[alt.Tooltip("name:N", title="Person"), alt.Tooltip("office:N", title="Office"), alt.Tooltip("from:T", title="From"), alt.Tooltip("to:T", title="To")],
        )
    )
    ticks = (
        alt.Chart(talks[["row", "name", "title", "date"]])
        .mark_tick(thickness=1.6, size=15, color=P["wine"])
        .encode(x=alt.X("date:T", scale=when, axis=years), y=y, tooltip=[alt.Tooltip("name:N", title="Person"), alt.Tooltip("title:N", title="Talks"), alt.Tooltip("date:T", title="Day")])
    )
    most = counts.sort_values(ascending=False, kind="stable").head(5)
    alternative = (
        f"Time chart of {len(watched)} negotiators in four groups from {participation.FIRST_DAY} to {last}: bars for offices held, ticks for talks in which they are named. "
        "Named most often: " + ", ".join(f"{names[p]} {n}" for p, n in most.items()) + ". First and last talks: "
        + "; ".join(f"{names[p]} {t['date'].iloc[0]} to {t['date'].iloc[-1]}" for p, t in talks[talks["person_id"].isin(["keith-kellogg", "steve-witkoff", "jared-kushner", "rustem-umerov", "vladimir-medinsky", "kirill-dmitriev"])].groupby("person_id", sort=False))
        + "."
    )
    shown = pd.merge(talks, held[["person_id", "office", "from", "to"]], on="person_id", how="left")
    shown = shown[shown["from"].isna() | ((shown["date"] >= shown["from"]) & (shown["date"] <= shown["to"]))]
    return Figure(
        (bars + ticks).properties(width=theme.WIDTH, height=alt.Step(19)),
        name="fig-envoys",
        caption=(
            f"Russia’s delegation had the same head in 2025 as in 2022. Of the envoys of the United States Kellogg is last named in {talks.loc[talks['person_id'] == 'keith-kellogg', 'day'].max():%B %Y}, Witkoff and Kushner to the end. "
            "Bars are offices, ticks are talks in which the person is named, their number in brackets. A pale bar has no recorded "
            "end and stops at the last talks; without a bar the record knows no office or no first day. Presidents and most ministers are left out."
        ),
        alt=alternative,
        data=shown,
        columns={"name": "Person", "office": "Office", "date": "Day", "title": "Talks"},
        sources=ids(events[events["event_id"].isin(talks["event_id"])]),
    )
