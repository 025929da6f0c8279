"""Figures of the chapter Obstacles: where the plans stand on each scale, and between the two sides."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers import bargaining, clauses, record
from helpers.display import Figure
from helpers.figures import cells as matrix
from helpers.figures import theme
from helpers.figures.obstacles_distance import COLORS, SHAPES, low, names
from helpers.sourcing import ids
from helpers.wording import in_words

P = theme.PALETTE

PLANS = (
    *("istanbul-communique-2022", "draft-treaty-2022-04", "peace-formula-2022", "putin-terms-2024-06", "witkoff-proposal-2025-04", "europe-ua-counter-2025-04"),
    *("ua-memorandum-2025-06", "ru-memorandum-2025-06", "us-28-point-2025-11", "e3-counter-2025-11", "europe-24-point-2025-11", "ua-us-20-point-2025-12", "london-e3-ua-2026-06"),
)
"""The texts that treat most issues, in the order of time: the columns of the matrix."""

ORDER = (
    *("territory", "withdrawal-of-forces", "ceasefire-2022", "ceasefire-2025", "monitoring", "security-guarantees", "foreign-forces", "neutrality-nato"),
    *("force-limits", "nuclear-safety", "elections", "language-culture", "accountability", "reconstruction", "frozen-assets", "sanctions"),
)
LEAST = 4
"""A text is drawn between the two sides if it can be compared on at least this many scales."""


def short(documents: pd.DataFrame) -> pd.Series:
    """Document → short title and year, as long as a column head may be."""
    title = documents.set_index("document_id")
    return title["short_title"].str.replace(r" of (?:15 April|June \d{4})$", "", regex=True) + ", " + title["date"].str[:4]


def plans() -> Figure:
    """Codes of the clauses of the main texts, scale by scale."""
    documents, provisions, scales = record.load("documents"), record.load("provisions"), record.load("scales")
    coded = bargaining.on_scales(provisions[provisions["document_id"].isin(PLANS)], documents, scales)
    found, title, heads = bargaining.ranges(coded), names(), short(documents)
    rows = [title[s] for s in ORDER if s in set(found["scale_id"])]
    cells = found.merge(clauses.gathered(coded, ["document_id", "scale_id"]).drop(columns="clauses"), on=["document_id", "scale_id"])
    cells = cells.assign(issue=cells["scale_id"].map(title), plan=cells["document_id"].map(heads))
    cells["steps"] = [f"{a:.0f}" if a == b else f"{a:.0f}–{b:.0f}" for a, b in zip(cells["low"], cells["high"])]
    columns = [heads[p] for p in PLANS]
    x = alt.X("plan:N", sort=columns, scale=alt.Scale(domain=columns), axis=alt.Axis(orient="top", title=None, labelAngle=-50, labelAlign="left", labelLimit=200, domain=False, ticks=False, labelColor=P["ink"]))
    y = alt.Y("issue:N", sort=rows, scale=alt.Scale(domain=rows), axis=alt.Axis(title=None, labelColor=P["ink"], labelLimit=220))
    color = alt.Color("middle:Q", scale=alt.Scale(type="threshold", domain=[0.5, 1.5, 2.5, 3.5], range=theme.POLES), legend=None)
    tip = [alt.Tooltip(f"{n}:N", title=t) for n, t in (("plan", "Text"), ("issue", "Issue"), ("steps", "Steps"), ("said", "Clauses"), ("sources", "Sources"))]
    base = alt.Chart(cells.assign(sources=matrix.named(cells["source_ids"]))[["plan", "issue", "middle", "steps", "said", "sources"]])
    squares = base.mark_rect(cornerRadius=2).encode(x=x, y=y, color=color)
    dark = base.transform_filter("datum.middle < 0.5 || datum.middle >= 3.5").mark_text(color=P["paper"], fontWeight=600).encode(x=x, y=y, text="steps:N")
    light = base.transform_filter("datum.middle >= 0.5 && datum.middle < 3.5").mark_text(color=P["ink"]).encode(x=x, y=y, text="steps:N")
    most = cells.groupby("plan", sort=False).size()
    mean = cells.groupby("plan")["middle"].mean()
    return Figure(
        alt.layer(squares, dark, light, matrix.cover(base, tip, x=x, y=y)).properties(width=theme.WIDTH, height=alt.Step(25), padding={"left": 2, "top": 2, "bottom": 2, "right": 34}),
        name="fig-plans",
        caption=(
            f"The {most.idxmax().split(',')[0]} treats {int(most.max())} of the {len(rows)} scales. Each cell is where a text stands, from 0 (Ukraine’s declared maximum, blue) to 4 (Russia’s, ochre); two numbers mean that its clauses "
            f"differ. On screen a cell opens its clauses with qualifier and sources; {{tab}}`tab-matrix` has them for the main drafts."
        ),
        alt=(
            f"Heatmap of {len(columns)} texts against {len(rows)} scales, steps 0 to 4. Mean step over the scales that a text treats: lowest {mean.idxmin()}, {mean.min():.1f}; highest {mean.idxmax()}, {mean.max():.1f}. "
            f"Scales treated: most {most.idxmax()}, {int(most.max())}; fewest {most.idxmin()}, {int(most.min())}."
        ),
        data=cells.assign(order=cells["document_id"].map(list(PLANS).index)).sort_values(["order", "issue"]),
        columns={"plan": "Text", "issue": "Scale", "steps": "Steps", "said": "Clauses, with [qualifier]", "source_ids": "Sources"},
        sources=ids(coded),
    )


def compared() -> pd.DataFrame:
    """The texts that can be compared with both sides on at least :data:`LEAST` scales, by :func:`bargaining.between`, oldest first."""
    documents, scales = record.load("documents"), record.load("scales")
    found = bargaining.ranges(bargaining.on_scales(record.load("provisions"), documents, scales))
    days = sorted(found["day"].unique())
    stands = bargaining.standing(bargaining.coded(record.load("positions")), days, bargaining.terms(scales))
    texts = bargaining.between(found, stands)
    return texts[texts["scales"] >= LEAST].sort_values("day", kind="stable").reset_index(drop=True)


def between() -> Figure:
    """Where each text stands between Ukraine and Russia on the day of its date."""
    texts, documents = compared(), record.load("documents")
    texts["text_of"] = texts["document_id"].map(short(documents)) + " (" + texts["scales"].astype(str) + ")"
    texts["part"] = (texts["text"] - texts["one"]) / (texts["two"] - texts["one"])
    order = texts["text_of"].tolist()
    y = alt.Y("text_of:N", sort=order, axis=alt.Axis(title=None, labelColor=P["ink"], labelLimit=270))
    x = alt.X("step:Q", scale=alt.Scale(domain=[0, 4], nice=False), axis=alt.Axis(values=[0, 1, 2, 3, 4], format="d", grid=True, orient="top", titleAnchor="start", title="Mean step on the scales compared"))
    long = texts.melt(id_vars=["text_of"], value_vars=["one", "text", "two"], var_name="who", value_name="step").replace({"who": {"one": "Ukraine", "text": "The text", "two": "Russia"}})
    kinds = ["Ukraine", "The text", "Russia"]
    color = alt.Color("who:N", scale=alt.Scale(domain=kinds, range=[COLORS["Ukraine"], P["ochre"], COLORS["Russia"]]), legend=alt.Legend(title=None))
    shape = alt.Shape("who:N", scale=alt.Scale(domain=kinds, range=[SHAPES["Ukraine"], "diamond", SHAPES["Russia"]]), legend=alt.Legend(title=None))
    lines = alt.Chart(texts[["text_of", "one", "two"]]).mark_rule(color=P["grid"], strokeWidth=7).encode(x=alt.X("one:Q"), x2="two:Q", y=y)
    size = alt.condition("datum.who == 'The text'", alt.value(85), alt.value(170))
    long = long.sort_values("who", key=lambda w: w == "The text", kind="stable")
    marks = alt.Chart(long).mark_point(filled=True, opacity=1).encode(x=x, y=y, color=color, shape=shape, size=size, tooltip=[alt.Tooltip("text_of:N", title="Text"), alt.Tooltip("who:N", title="Whose"), alt.Tooltip("step:Q", title="Mean step", format=".1f")])
    middle = texts[texts["part"].between(0.2, 0.8)]
    title = documents.set_index("document_id")["short_title"]
    table = texts.assign(day=texts["day"].dt.strftime("%Y-%m-%d"), **{c: texts[c].round(2) for c in ("one", "text", "two")})
    used = record.load("provisions")
    return Figure(
        alt.layer(lines, marks).properties(width=theme.WIDTH, height=alt.Step(25)),
        name="fig-between",
        caption=(
            f"Of {len(texts)} texts that can be compared on at least {LEAST} scales, {len(middle)} stand in the middle three fifths between the two sides: "
            f"{', '.join(low_the(title[d]) for d in middle['document_id'])}. Both sides are placed by their last statements up to the day of the text and on the same scales as the text; how many is in "
            "brackets. A side’s own text counts as its statement."
        ),
        alt=(
            f"Dots for {len(texts)} texts from {in_words(table['day'].iloc[0])} to {in_words(table['day'].iloc[-1])}: mean step of Ukraine, of the text and of Russia. Nearest to Ukraine: "
            f"{title[texts.loc[texts['part'].idxmin(), 'document_id']]}; nearest to Russia: {title[texts.loc[texts['part'].idxmax(), 'document_id']]}. 28-point plan: "
            f"{texts.set_index('document_id').at['us-28-point-2025-11', 'part']:.0%} of the way from Ukraine to Russia."
        ).replace("%", " per cent"),
        data=table,
        columns={"text_of": "Text (scales compared)", "day": "Day", "one": "Ukraine", "text": "Text", "two": "Russia"},
        sources=ids(used[used["document_id"].isin(texts["document_id"])]),
    )


def low_the(title: str) -> str:
    """A short title inside a sentence."""
    return "the " + low(title) if title[:1].isdigit() else "the " + title
