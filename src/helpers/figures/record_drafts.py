"""Figure of the chapter History: which text followed which since December 2021, and who put it forward."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers import genealogy as origins
from helpers import record
from helpers.display import Figure
from helpers.figures import theme
from helpers.sourcing import ids
from helpers.wording import in_words

P = theme.PALETTE
FIRST = "2021-12-01"
MARKS = {"full": ("Full text public", "circle"), "excerpts": ("Excerpts", "diamond"), "reported": ("Only reported", "square")}
LEFT, GAP = 300, 36
"""Pixels of the first column and between two columns."""

SHORT = {"russia-us": "Russia, US", "russia-ukraine": "Russia, Ukraine", "us": "US", "us-ukraine": "US, Ukraine", "europe": "Europe"}
"""Heads of the columns, where those of ``origins.COLUMNS`` are too long."""


def _when(date: str) -> str:
    """A date at its own precision, short: ``17 Dec 2021``, ``Feb 2022``."""
    moment = pd.Timestamp(date)
    return f"{moment.day} {moment:%b %Y}" if len(date) == 10 else f"{moment:%b %Y}"


def _beside(base: alt.Chart, x: alt.X, y: alt.Y, last: int) -> list[alt.Chart]:
    """The day on which a text became known, right of its node, or left of it in the last column; on paper, over lines."""
    found = []
    for test, align, dx in ((f"datum.x < {last}", "left", 10), (f"datum.x >= {last}", "right", -10)):
        words = base.transform_filter(f"datum.known != '' && {test}").encode(x=x, y=y, text="known:N")
        found += [words.mark_text(align=align, dx=dx, stroke=P["paper"], strokeWidth=4), words.mark_text(align=align, dx=dx, color=P["wine"])]
    return found


def genealogy() -> Figure:
    """The texts in order of date, in the column of whoever put them forward, each joined to the text it supersedes."""
    last = record.package()["record"]["last_evidence_date"]
    found = origins.genealogy(record.load("documents"), FIRST, last)
    columns = {key: LEFT + GAP * n for n, key in enumerate(origins.COLUMNS)}
    found["x"] = found["from"].map(columns)
    found["when"] = found["date"].map(_when)
    found["mark"] = found["text_public"].map({key: word for key, (word, _) in MARKS.items()})
    found["who"] = found["from"].map(origins.COLUMNS)
    found["refused"] = found["document_status"].eq("rejected")
    found["known"] = [f"known {_when(day)}" if pd.notna(days) else "" for day, days in zip(found["known_from"], found["late"])]
    parents = found.dropna(subset=["parent"])[["place", "x", "parent"]].astype({"parent": int})
    edges = parents.merge(found[["place", "x"]].rename(columns={"place": "parent", "x": "x2"}), on="parent")
    y = alt.Y("place:Q", scale=alt.Scale(domain=[-0.8, len(found) - 0.4], reverse=True, nice=False, zero=False), axis=None)
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, theme.WIDTH], range=[0, theme.WIDTH], nice=False), axis=None)
    names, shapes = zip(*MARKS.values())
    legend = alt.Legend(title=None, columns=1, direction="vertical", orient="none", legendX=0, legendY=-64, symbolFillColor=P["blue"], symbolStrokeColor=P["blue"])
    base = alt.Chart(found[["place", "x", "when", "short_title", "mark", "who", "known", "refused"]])
    bands = alt.Chart(pd.DataFrame({"place": range(0, len(found), 5)})).mark_rule(color=P["grid"]).encode(y=y, x=alt.value(LEFT), x2=alt.value(LEFT + 7 * GAP))
    guides = alt.Chart(pd.DataFrame({"x": list(columns.values())})).mark_rule(color=P["grid"]).encode(x=x)
    lines = alt.Chart(edges).mark_rule(color=P["ink"], strokeWidth=1.6).encode(x=x, x2="x2:Q", y=y, y2="parent:Q")
    nodes = base.mark_point(filled=True, size=78, opacity=1, strokeWidth=1.6).encode(
        x=x,
        y=y,
        shape=alt.Shape("mark:N", scale=alt.Scale(domain=names, range=shapes), legend=legend),
        fill=alt.condition("datum.refused", alt.value(P["paper"]), alt.value(P["blue"])),
        stroke=alt.value(P["blue"]),
        tooltip=[alt.Tooltip("short_title:N", title="Text"), alt.Tooltip("when:N", title="Date"), alt.Tooltip("who:N", title="Put forward by"), alt.Tooltip("mark:N", title="Text")],
    )
    dates = base.mark_text(align="left", color=P["muted"]).encode(x=alt.value(0), y=y, text="when:N")
    texts = base.mark_text(align="left", limit=214).encode(x=alt.value(82), y=y, text="short_title:N")
    later = alt.layer(*_beside(base, x, y, columns["others"]))
    heads = pd.DataFrame({"x": list(columns.values()), "text": [SHORT.get(key, word) for key, word in origins.COLUMNS.items()]})
    top = alt.Chart(heads).mark_text(align="left", angle=315, fontWeight=600).encode(x=x, y=alt.value(2), text="text:N")
    chart = (bands + guides + lines + later + nodes + dates + texts + top).properties(width=theme.WIDTH, height=15.5 * len(found))
    late = found.dropna(subset=["late"])
    counts = found["who"].value_counts()
    longest = late.loc[late["late"].idxmax()]
    children = edges["parent"].value_counts()
    fertile = found.set_index("place").loc[children.index[0]]
    alternative = (
        f"Node and line drawing of {len(found)} texts from {in_words(found['date'].iloc[0])} to {in_words(found['date'].iloc[-1])}, one row each, in {len(columns)} columns by who put them forward: "
        + ", ".join(f"{who} {int(counts.get(who, 0))}" for who in origins.COLUMNS.values())
        + f". {len(edges)} follow an earlier text of the drawing; most follow {fertile['short_title']} ({int(children.iloc[0])}). {int(found['refused'].sum())} were refused. "
        f"{len(late)} became known more than {origins.LATE} days later, {longest['short_title']} after {int(longest['late'])} days."
    )
    return Figure(
        chart,
        name="fig-genealogy",
        caption=(
            f"Of {len(found)} texts {len(edges)} are on record as following an earlier one. Each row is a text that put terms forward, in the column of whoever did; a line leads from a text down to one that supersedes it, where a "
            "source says so. Shape: how much of the text is public; hollow: refused; red: the day on which it became known, if that was more than a week later. Signed agreements, resolutions and laws are left out."
        ),
        alt=alternative,
        data=found,
        columns={"date": "Date", "title": "Text", "who": "Put forward by", "document_status": "Status", "supersedes_id": "Supersedes", "mark": "Public", "known_from": "Known from", "document_id": "Id"},
        sources=ids(found),
    )
