"""Figures of the chapter Obstacles: what the texts treat, and whom they bind."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from helpers import clauses, participation, record
from helpers.clauses import MINSK
from helpers.display import Figure
from helpers.figures import cells, theme
from helpers.sourcing import ids

P = theme.PALETTE
BOUND = {"ukraine": "Ukraine", "areas": "‘DPR’ and ‘LPR’", "osce": "OSCE", "russia": "Russia", clauses.NOBODY: "No addressee"}


ORDER = (
    *("ceasefire", "withdrawal-of-forces", "force-limits", "foreign-forces", "monitoring", "border-control"),
    *("political-status", "elections", "accountability", "language-culture", "prisoners", "humanitarian"),
    *("children", "nuclear-safety", "energy", "black-sea", "economic", "reconstruction", "frozen-assets", "sanctions"),
    *("territory", "security-guarantees", "neutrality-nato", "eu-membership", "military-aid", "use-of-force", "process", "implementation"),
)
"""Issues as a reader looks for them: arms, the order inside the country, people, money, the order between states."""

BREADTH = 8
"""Only texts that treat at least so many issues are drawn; narrower ones stand on their own pages."""


def _issues() -> pd.Series:
    """Issue → title, in ``ORDER``; an issue that is not there comes last."""
    titles = record.load("issues").set_index("issue_id")["title"].replace({"Nuclear safety and the Zaporizhzhia plant": "Nuclear safety, Zaporizhzhia plant"})
    return titles.reindex([*(i for i in ORDER if i in titles.index), *(i for i in titles.index if i not in ORDER)])


def _counts(base: alt.Chart, x: alt.X, y: alt.Y, many: int, tooltip: Sequence[alt.Tooltip]) -> alt.LayerChart:
    """Cells shaded by a number that stands in them; each opens what it counts."""
    color = alt.Color("clauses:Q", scale=alt.Scale(type="threshold", domain=[2, 3, 4, 5], range=theme.STEPS), legend=None)
    shades = base.mark_rect(cornerRadius=2).encode(x=x, y=y, color=color)
    dark = base.transform_filter(f"datum.clauses >= {many}").mark_text(color=P["paper"], fontWeight=600).encode(x=x, y=y, text="clauses:Q")
    light = base.transform_filter(f"datum.clauses < {many}").mark_text(color=P["ink"]).encode(x=x, y=y, text="clauses:Q")
    return alt.layer(shades, dark, light, cells.cover(base, tooltip, x=x, y=y))


def clauses_by_issue() -> Figure:
    """Number of clauses by issue and document; each cell opens its clauses in our words."""
    documents, provisions, titles = record.load("documents"), record.load("provisions"), _issues()
    found = clauses.gathered(provisions, ["document_id", "issue_id"])
    found = found[found.groupby("document_id")["issue_id"].transform("size") >= BREADTH].merge(documents[["document_id", "short_title", "date", "date_first"]], on="document_id")
    found = found.assign(issue=found["issue_id"].map(titles)).sort_values("date_first", kind="stable")
    short = found["short_title"].str.replace(r" \(.*\)| of (?:\d+ \w+|\d{4})$", "", regex=True)
    found["text_of"] = short + ", " + found["date"].str[:4]
    order = [title for title in titles if title in set(found["issue"])]
    texts = found["text_of"].unique().tolist()
    x = alt.X("text_of:N", sort=texts, axis=alt.Axis(orient="top", title=None, labelAngle=-50, labelAlign="left", labelLimit=260, domain=False, ticks=False))
    y = alt.Y("issue:N", sort=order, axis=alt.Axis(title=None, labelColor=P["ink"], labelLimit=220))
    tip = [alt.Tooltip("text_of:N", title="Text"), alt.Tooltip("issue:N", title="Issue"), alt.Tooltip("said:N", title="Clauses"), alt.Tooltip("sources:N", title="Sources")]
    chart = _counts(alt.Chart(found.assign(sources=cells.named(found["source_ids"]))[["issue", "text_of", "clauses", "said", "sources"]]), x, y, 4, tip)
    both = found.groupby("issue_id")["document_id"].agg(set)
    holds, order_of = both.get("security-guarantees", set()), both.get("implementation", set())
    alternative = (
        f"Matrix of {len(order)} issues against {len(texts)} texts from {found['date'].min()[:4]} to {found['date'].max()[:4]}, with the number of clauses. "
        f"Most clauses: {found.loc[found['clauses'].idxmax(), 'text_of']} on {found.loc[found['clauses'].idxmax(), 'issue'].lower()}, {int(found['clauses'].max())}. "
        f"Security guarantees: {len(holds)} texts, of which {len(holds & set(MINSK))} of the three Minsk texts."
    )
    return Figure(
        chart.properties(width=theme.WIDTH, height=alt.Step(22), padding={"left": 2, "top": 2, "bottom": 2, "right": 44}),
        name="fig-clauses",
        caption=(
            f"Of {len(texts)} texts that treat at least {BREADTH} issues {len(holds)} have a clause on security guarantees, of the three Minsk texts {len(holds & set(MINSK)) or 'none'}; {len(order_of)} have one on implementation and sequence. "
            "Numbers of clauses, the texts in the order of time. On screen each cell opens its clauses in our words, with qualifier and sources; the data under the figure have them too."
        ),
        alt=alternative,
        data=found.assign(order=found["issue"].map(order.index)).sort_values(["date_first", "document_id", "order"], kind="stable"),
        columns={"text_of": "Text", "issue": "Issue", "clauses": "Clauses", "said": "What they say, with [qualifier]", "source_ids": "Sources"},
        sources=ids(found),
    )


def _bound_words(chosen: pd.DataFrame) -> pd.DataFrame:
    """The clauses that bind each actor on each issue, with the short titles of their texts: ``issue_id``, ``actor_id``, ``said``."""
    title = record.load("documents").set_index("document_id")["short_title"]
    rows = chosen.assign(said=chosen["document_id"].map(title) + ", " + clauses.said(chosen))
    rows = rows.assign(actor_id=rows["obligated_actor_ids"].fillna(clauses.NOBODY).str.split(";")).explode("actor_id")
    rows["actor_id"] = rows["actor_id"].replace(dict(participation.AREAS))
    rows = rows.drop_duplicates(["provision_id", "actor_id"])
    return rows.groupby(["issue_id", "actor_id"], sort=False)["said"].agg(" · ".join).reset_index()


def bound() -> Figure:
    """Whom the clauses of the three Minsk texts bind, issue by issue."""
    provisions, titles = record.load("provisions"), _issues()
    chosen = provisions[provisions["document_id"].isin(MINSK)]
    found = clauses.bound(provisions, MINSK, participation.AREAS)
    found = found[found["actor_id"].isin(BOUND)].assign(issue=lambda f: f["issue_id"].map(titles), who=lambda f: f["actor_id"].map(BOUND))
    order = [title for title in titles if title in set(found["issue"])]
    x = alt.X("who:N", sort=list(BOUND.values()), axis=alt.Axis(orient="top", title=None, domain=False, ticks=False, labelColor=P["ink"]))
    y = alt.Y("issue:N", sort=order, axis=alt.Axis(title=None, labelColor=P["ink"], labelLimit=220))
    total = found.groupby("who", sort=False)["clauses"].sum()
    tip = [alt.Tooltip("who:N", title="Bound"), alt.Tooltip("issue:N", title="Issue"), alt.Tooltip("said:N", title="Clauses")]
    found = found.merge(_bound_words(chosen), on=["issue_id", "actor_id"])
    chart = _counts(alt.Chart(found[["issue", "who", "clauses", "said"]]), x, y, 4, tip)
    alternative = (
        f"Matrix of {len(order)} issues against those bound by the {len(chosen)} clauses of the three Minsk texts. "
        + ", ".join(f"{who} {int(total.get(who, 0))}" for who in BOUND.values())
        + "."
    )
    return Figure(
        chart.properties(width=theme.WIDTH, height=alt.Step(22)),
        name="fig-bound",
        caption=(
            f"By our reading {int(total.get(BOUND['ukraine'], 0))} of the {len(chosen)} clauses of the Protocol, the Memorandum and the Package of Measures bind Ukraine, alone or with others, and "
            f"{int(total.get(BOUND['russia'], 0))} bind Russia. A clause that binds several counts for each; one that names nobody but concerns all who signed counts for all of them, "
            "Russia included."
        ),
        alt=alternative,
        data=found,
        columns={"issue": "Issue", "who": "Bound", "clauses": "Clauses", "said": "What they say, with [qualifier]"},
        sources=ids(chosen),
    )
