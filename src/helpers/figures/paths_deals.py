"""Figures of the chapter Paths forward: promises and their fate, people and bodies, how long truces lasted, guarantees."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers import ceasefires, deals, meetings, observables, record
from helpers.display import Figure
from helpers.figures import theme
from helpers.sourcing import ids

P = theme.PALETTE
FATES = dict(zip(deals.OUTCOMES, (P["blue"], P["step2"], P["ochre"], P["wine"], P["grid"])))


def titles(vocabulary: str) -> pd.Series:
    """Term → title of one list of terms."""
    words = record.load("vocabulary")
    return words[words["vocabulary"] == vocabulary].set_index("term")["title"]


def fates() -> Figure:
    """What became of the promises, by what they were about."""
    promises = record.load("commitments")
    found = deals.tally(promises)
    found["kind"] = found["commitment_kind"].map(titles("commitment_kind"))
    total = found.groupby("kind")["promises"].sum()
    kept = found[found["group"] == "Kept"].set_index("kind")["promises"].reindex(total.index).fillna(0)
    order = (kept / total).sort_values(ascending=False, kind="stable").index.tolist()
    rank = {name: n for n, name in enumerate(deals.OUTCOMES)}
    found["rank"] = found["group"].map(rank)
    found = found.sort_values(["kind", "rank"], kind="stable")
    found["end"] = found.groupby("kind")["promises"].cumsum()
    found["start"] = found["end"] - found["promises"]
    found["middle"] = (found["start"] + found["end"]) / 2
    y = alt.Y("kind:N", sort=order, axis=alt.Axis(title=None, labelColor=P["ink"], labelLimit=190))
    color = alt.Color("group:N", sort=list(FATES), scale=alt.Scale(domain=list(FATES), range=list(FATES.values())), legend=alt.Legend(title=None, columns=3, columnPadding=10))
    bars = alt.Chart(found[["kind", "group", "start", "end", "promises"]]).mark_bar(stroke=P["paper"], strokeWidth=1).encode(
        x=alt.X("start:Q", axis=alt.Axis(title="Promises", tickMinStep=5, grid=True), scale=alt.Scale(domain=[0, int(total.max())], nice=False)), x2="end:Q", y=y, color=color
    )
    dark = found["group"].isin(["Kept", "Breach reported or ended", "Not begun"])
    marks = [
        alt.Chart(part[["kind", "middle", "promises"]]).mark_text(color=ink, fontWeight=600).encode(x="middle:Q", y=y, text="promises:Q")
        for part, ink in ((found[dark], P["paper"]), (found[~dark], P["ink"]))
    ]
    sums = deals.outcomes(promises).groupby("group").size().reindex(list(deals.OUTCOMES))
    best = order[0]
    alternative = (
        f"Stacked bars of {len(promises)} promises by {len(order)} kinds and what became of them: "
        + ", ".join(f"{name.lower()} {int(n)}" for name, n in sums.items())
        + f". Highest share kept: {best}, {int(kept[best])} of {int(total[best])}. Truces: {int(kept.get('Truce', 0))} kept of {int(total.get('Truce', 0))}."
    )
    return Figure(
        alt.layer(bars, *marks).properties(width=theme.WIDTH, height=alt.Step(27)),
        name="fig-commitments",
        caption=(
            f"What became of {len(promises)} promises from {str(promises['made_date'].min())[:4]} to {str(promises['made_date'].max())[:4]}, by what they were about; the kinds with the highest share kept stand on top. Promises with a list or a number, of prisoners, bodies and passages, were carried out more often than truces; "
            "political terms, with one law passed and one resolution adopted late, seldom."
        ),
        alt=alternative,
        data=found,
        columns={"kind": "Kind", "group": "What became of it", "promises": "Promises"},
        sources=ids(promises),
    )


def people() -> Figure:
    """People exchanged and bodies returned by quarter."""
    exchanged, bodies = record.load("prisoner_exchanges"), record.load("returns_of_bodies")
    since = observables.WAR
    a = deals.quarters(exchanged[exchanged["date_first"] >= since], ["returned_to_ukraine", "returned_to_russia"])
    b = deals.quarters(bodies[bodies["date_first"] >= since], ["bodies_to_ukraine", "bodies_to_russia"])
    silent = exchanged.loc[exchanged["date_first"] >= since, ["returned_to_ukraine", "returned_to_russia"]].isna().all(axis=1)
    quarters = sorted(set(a["quarter"]) | set(b["quarter"]))
    a, b = (f.set_index("quarter").reindex(quarters).fillna(0) for f in (a, b))
    names = {"People to Ukraine": a["returned_to_ukraine"], "People to Russia": a["returned_to_russia"], "Bodies to Ukraine": b["bodies_to_ukraine"], "Bodies to Russia": b["bodies_to_russia"]}
    found = pd.concat([pd.DataFrame({"what": name, "quarter": quarters, "number": values.to_numpy()}) for name, values in names.items()], ignore_index=True)
    found["what_of"], found["side"] = found["what"].str.split(" to ").str[0], found["what"].str.split(" to ").str[1]
    found["number"] = found["number"].astype(int)
    color = alt.Color("side:N", scale=alt.Scale(domain=["Ukraine", "Russia"], range=[P["blue"], P["ochre"]]), legend=alt.Legend(title="To", orient="top"))
    labels = [q for q in quarters if q.endswith("Q1")]
    charts = []
    for what, title in (("People", "People exchanged or released"), ("Bodies", "Bodies of the dead returned")):
        part = found[found["what_of"] == what]
        x = alt.X("quarter:N", sort=quarters, axis=alt.Axis(title=None, values=labels, labelExpr="split(datum.value, '-')[0]", labelAngle=0, labelAlign="left"))
        bars = alt.Chart(part[["quarter", "number", "side"]]).mark_bar().encode(x=x, xOffset=alt.XOffset("side:N", sort=["Ukraine", "Russia"]), y=alt.Y("number:Q", axis=alt.Axis(title=None, tickCount=4)), color=color)
        peak = part.loc[[part["number"].idxmax()]]
        mark = alt.Chart(peak[["quarter", "number", "side"]]).mark_text(dy=-7, fontWeight=600).encode(x=x, xOffset=alt.XOffset("side:N", sort=["Ukraine", "Russia"], scale=alt.Scale(domain=["Ukraine", "Russia"])), y="number:Q", text=alt.Text("number:Q", format=","))
        charts.append((bars + mark).properties(width=theme.WIDTH, height=130, title=alt.Title(title, fontSize=theme.SIZE, offset=6)))
    totals = {name: int(values.sum()) for name, values in names.items()}
    high = {what: found[found["what_of"] == what].groupby("quarter")["number"].sum().idxmax() for what in ("People", "Bodies")}
    alternative = (
        f"Two bar charts by quarter, {quarters[0]} to {quarters[-1]}. Rows of the record with a number add up to "
        + ", ".join(f"{name.lower().replace('ukraine', 'Ukraine').replace('russia', 'Russia')} {n:,}" for name, n in totals.items())
        + f". Highest quarter for people {high['People']}, for bodies {high['Bodies']}."
    )
    return Figure(
        alt.vconcat(*charts, spacing=14),
        name="fig-people-and-bodies",
        caption=(
            "The quarter of the first two rounds in Istanbul in 2025 stands out in both panels, of people exchanged or released and of bodies returned. "
            f"The bars are lower bounds: {int(silent.sum())} exchanges have no number on record."
        ),
        alt=alternative,
        data=found,
        columns={"quarter": "Quarter", "what": "What", "number": "Number"},
        sources=ids(exchanged, bodies),
    )


def truce_lengths() -> Figure:
    """How long truces lasted, by what they stopped."""
    truces = record.load("ceasefires")
    war = deals.lengths(truces, observables.WAR)
    scopes = {"humanitarian": "Corridors, 2022", "holiday": "Holidays and whole front", "full": "Holidays and whole front", "energy": "Energy, 2025", "maritime": "Grain corridor, terms", "local": "One city or plant"}
    war = war.assign(row=war["scope"].map(scopes))
    early = ceasefires.course(truces, meetings.day(meetings.HISTORY[1]))
    early = early.assign(row="Donbas, 2014 to 2022", days=early["days_to_close"].astype(int) + 1, ceasefire_id=early["ceasefire_id"])
    early = early.merge(truces[["ceasefire_id", "source_ids"]], on="ceasefire_id")
    found = pd.concat([early[["row", "title", "days", "source_ids"]], war[["row", "title", "days", "source_ids"]]], ignore_index=True)
    order = ["Donbas, 2014 to 2022", *dict.fromkeys(scopes.values())]
    order = [name for name in order if name in set(found["row"])]
    colours = dict(zip(order, [P["grey"], P["teal"], P["wine"], P["ochre"], P["blue"], P["violet"]]))
    middle = found.groupby("row")["days"].median().reindex(order)
    n = found.groupby("row").size().reindex(order)
    scale = alt.Scale(type="log", domain=[0.8, 9000], nice=False)
    x = alt.X("days:Q", scale=scale, axis=alt.Axis(values=[1, 3, 10, 30, 100, 300], title="Days, first and last counted (logarithmic)", grid=True))
    y = alt.Y("row:N", sort=order, axis=alt.Axis(title=None, labelColor=P["ink"], labelLimit=190))
    dots = alt.Chart(found[["row", "days", "title"]]).mark_point(filled=True, size=75, opacity=0.6).encode(
        x=x, y=y, color=alt.Color("row:N", scale=alt.Scale(domain=order, range=[colours[o] for o in order]), legend=None), tooltip=[alt.Tooltip("title:N", title="Truce"), alt.Tooltip("days:Q", title="Days")]
    )
    marks = pd.DataFrame({"row": order, "days": middle.to_numpy(), "text": [f"median {m:g} of {k}" if k > 1 else f"{m:g}, one truce" for m, k in zip(middle, n)], "at": 700})
    ticks = alt.Chart(marks).mark_tick(color=P["ink"], thickness=2.5, size=22).encode(x=x, y=y)
    words = alt.Chart(marks).mark_text(align="left", dx=6, color=P["ink"]).encode(x=alt.X("at:Q", scale=scale), y=y, text="text:N")
    alternative = f"Dot chart of {len(found)} truces by length in days, in {len(order)} rows. Medians: " + ", ".join(f"{o} {m:g} days ({k} truces)" for o, m, k in zip(order, middle, n)) + f". Longest: {int(found['days'].max())} days."
    return Figure(
        (dots + ticks + words).properties(width=theme.WIDTH, height=alt.Step(38)),
        name="fig-truce-lengths",
        caption=(
            "Truces for the whole front lasted days, the terms of the grain corridor months: time on paper, whether or not a truce was kept; the tick is the median. "
            "The clock runs to the end that the record names, for Donbas also to the next promise; truces without a known end are left out."
        ),
        alt=alternative,
        data=found,
        columns={"row": "Kind", "title": "Truce", "days": "Days"},
        sources=ids(found),
    )


AUTOMATIC = ("not_stated", "security_council", "all_must_agree", "consult_only", "after_ceasefire", "decision_open", "consult_then_each_acts", "like_article_5", "tiers")


def guarantees() -> Figure:
    """Designs of guarantees in the order of time, by how an answer comes about."""
    found = record.load("guarantees")
    words, family, status = titles("automaticity"), titles("guarantee_family"), titles("guarantee_status")
    order = [words[a] for a in AUTOMATIC if a in set(found["automaticity"])]
    found = found.assign(how=found["automaticity"].map(words), kind=found["guarantee_family"].map(family), state=found["guarantee_status"].map(status))
    found["force"] = found["forces"].map({"none": "", "not_stated": ""}).fillna("F")
    found["row"] = found["title"] + ", " + found["date"].str[:4]
    families = family[[f for f in ("assurance", "multilateral_treaty", "compact", "bilateral", "coalition", "article_5_like")]].tolist()
    shapes = ["square", "diamond", "triangle-up", "circle", "cross", "triangle-right"]
    y = alt.Y("row:N", sort=found["row"].tolist(), axis=alt.Axis(title=None, labelColor=P["ink"], labelLimit=280, grid=True))
    x = alt.X("how:N", sort=order, axis=alt.Axis(orient="top", title=None, labelAngle=-40, labelAlign="left", labelLimit=200, grid=True))
    points = alt.Chart(found[["row", "how", "kind", "state", "trigger", "response"]]).mark_point(filled=True, size=95).encode(
        x=x, y=y,
        color=alt.Color("kind:N", sort=families, scale=alt.Scale(domain=families, range=theme.CATEGORY), legend=alt.Legend(title=None, columns=2, orient="bottom")),
        shape=alt.Shape("kind:N", sort=families, scale=alt.Scale(domain=families, range=shapes)),
        tooltip=[alt.Tooltip("trigger:N", title="Trigger"), alt.Tooltip("response:N", title="Response"), alt.Tooltip("state:N", title="Status")],
    )
    force = alt.Chart(found[found["force"] == "F"][["row", "how"]]).mark_text(text="F", dx=13, fontWeight=600, color=P["ink"]).encode(x=x, y=y)
    counts = found.groupby("how").size().reindex(order)
    running = found[found["guarantee_status"] == "in_force"]
    alternative = (
        f"Dot chart of {len(found)} designs of guarantees from {found['date'].min()[:4]} to {found['date'].max()[:4]}, by how an answer comes about: "
        + ", ".join(f"{name.lower()} {int(k)}" for name, k in counts.items())
        + f". In force: {len(running)}, all of them among assurance and bilateral agreements."
    )
    return Figure(
        (points + force).properties(width=theme.WIDTH, height=alt.Step(21), padding={"left": 2, "top": 2, "bottom": 2, "right": 50}),
        name="fig-guarantees",
        caption=(
            f"Of {len(found)} designs of guarantees the {len(running)} in force consult or turn to the Security Council; what goes further is a draft, a proposal or an undertaking for the time after a ceasefire. "
            "F marks a place for foreign forces, also a limit on them; the columns are kinds and no scale of strength."
        ),
        alt=alternative,
        data=found,
        columns={"date": "Date", "title": "Design", "kind": "Family", "guarantors": "Guarantors", "trigger": "Trigger", "response": "Response", "how": "Automatic or not", "forces_note": "Forces", "state": "Status"},
        sources=ids(found),
    )


