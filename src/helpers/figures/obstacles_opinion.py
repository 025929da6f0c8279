"""Figure of the chapter Obstacles on opinion over time."""

from __future__ import annotations

import altair as alt
import numpy as np
import pandas as pd

from helpers import record
from helpers.display import Figure
from helpers.figures import theme
from helpers.sourcing import ids
from helpers.wording import in_words

P = theme.PALETTE
ASKED = {
    "kiis-concessions": ("Ukraine (KIIS): give up some territory for peace and independence?", {"reject": "under no circumstances", "accept": "may give up some"}),
    "levada-continue-or-talks": ("Russia (Levada): continue military action, or begin talks?", {"talks": "begin talks", "continue": "continue"}),
    "kiis-donbas-for-guarantees": ("Ukraine (KIIS): all of Donbas for guarantees of the US and Europe?", {"reject": "categorically against", "accept": "ready to accept"}),
}
"""Series drawn over time: heading, and the answers shown with their words."""


def margins(polls: pd.DataFrame) -> pd.Series:
    """Half the width of each answer's 95 per cent interval in points: as published, else from the sample size, else missing.

    The formula is that of a simple random sample; the design of a survey makes the true interval wider.
    """
    size, share = polls["sample_size"].astype("float64"), polls["share_pct"].astype("float64") / 100
    computed = 196 * np.sqrt(share * (1 - share) / size)
    return polls["margin_pct"].astype("float64").fillna(computed).rename("margin")


def _waves() -> pd.DataFrame:
    """The answers drawn, one row per series, wave and answer; where a wave has two values the first release is left to the data page."""
    polls, series = record.load("opinion_polls"), record.load("series").set_index("series_id")
    joinable = [s for s in ASKED if bool(series.at[s, "is_joinable"])]
    found = polls[polls["series_id"].isin(joinable)].assign(margin=margins)
    found = found[[a in ASKED[s][1] for s, a in zip(found["series_id"], found["answer_code"])]]
    found = found.drop_duplicates(["series_id", "wave_id", "answer_code"])
    share = found["share_pct"].astype("float64")
    return found.assign(
        heading=found["series_id"].map({s: h for s, (h, _) in ASKED.items()}),
        words=[ASKED[s][1][a] for s, a in zip(found["series_id"], found["answer_code"])],
        share=share,
        low=(share - found["margin"]).clip(lower=0),
        high=(share + found["margin"]).clip(upper=100),
        day=found["fieldwork_end_first"],
    ).sort_values(["series_id", "answer_code", "day"], kind="stable")


def opinion() -> Figure:
    """Three questions over time, with intervals where a sample size or a margin is known."""
    found, asked = _waves(), list(ASKED)
    panels = []
    domain = ["2022-01-01", "2027-06-01"]
    for number, series in enumerate(asked):
        part = found[found["series_id"] == series][["day", "share", "low", "high", "words", "sample_size"]]
        tones = dict(zip(ASKED[series][1].values(), (P["blue"], P["ochre"])))
        x = alt.X("day:T", scale=alt.Scale(type="utc", domain=domain, nice=False), axis=alt.Axis(format="%Y", values=[f"{y}-01-01" for y in range(2022, 2027)], title=None, labels=number == len(asked) - 1, grid=True))
        y = alt.Y("share:Q", scale=alt.Scale(domain=[0, 100], nice=False), axis=alt.Axis(values=[0, 25, 50, 75, 100], title=None, format="d"))
        color = alt.Color("words:N", scale=alt.Scale(domain=list(tones), range=list(tones.values())), legend=None)
        shape = alt.Shape("words:N", scale=alt.Scale(domain=list(tones), range=["circle", "square"]), legend=None)
        base = alt.Chart(part)
        known = part.dropna(subset=["low"])
        bars = alt.Chart(known).mark_rule(strokeWidth=5, opacity=0.35).encode(x=x, y=alt.Y("low:Q", scale=alt.Scale(domain=[0, 100], nice=False), axis=alt.Axis(values=[0, 25, 50, 75, 100], title=None, format="d")), y2="high:Q", color=color)
        line = base.mark_line(strokeWidth=1.5).encode(x=x, y=y, color=color)
        dots = base.mark_point(filled=True, opacity=1, size=42).encode(x=x, y=y, color=color, shape=shape, tooltip=[alt.Tooltip("words:N", title="Answer"), alt.Tooltip("day:T", title="Fieldwork to", format="%-d %B %Y"), alt.Tooltip("share:Q", title="Per cent"), alt.Tooltip("sample_size:Q", title="Asked")])
        last = part.sort_values("day").groupby("words", sort=False).tail(1).assign(label=lambda f: f["share"].astype(int).astype(str) + " " + f["words"])
        text = alt.Chart(last).mark_text(align="left", dx=8).encode(x=x, y=y, text="label:N", color=color)
        panels.append(alt.layer(bars, line, dots, text).properties(width=540, height=118, title=alt.TitleParams(ASKED[series][0], fontSize=theme.SIZE, offset=6)))
    chart = alt.vconcat(*panels, spacing=16).resolve_scale(color="independent", shape="independent").properties(autosize=alt.AutoSizeParams(type="pad"))
    ends = {s: found[found["series_id"] == s].sort_values("day") for s in asked}
    told = []
    for s in asked:
        for code, words in ASKED[s][1].items():
            of = ends[s][ends[s]["answer_code"] == code]
            told.append(f"{ASKED[s][0].split(':')[0]}, {words}: {int(of['share'].iloc[0])} per cent in {in_words(of['fieldwork_end_date'].iloc[0][:7])}, {int(of['share'].iloc[-1])} in {in_words(of['fieldwork_end_date'].iloc[-1][:7])}")
    bare = int(found["low"].isna().sum())
    return Figure(
        chart,
        name="fig-opinion",
        caption=(
            "In Ukraine the refusal to give up territory fell until the turn of 2024 to 2025 and has changed little since; in Russia the answer “begin talks” rose. "
            f"Bars are 95 per cent intervals, by the published margin or from the sample size; {bare} of {len(found)} answers have neither. "
            "Each panel is a question of its own, worded in {tab}`tab-questions`: no line may be read across."
        ),
        alt="Three panels with two lines each, 2022 to 2026. " + ". ".join(told) + ".",
        data=found.assign(margin=found["margin"].round(1)),
        columns={"heading": "Question", "fieldwork_end_date": "Fieldwork to", "words": "Answer", "share": "Per cent", "sample_size": "Asked", "margin": "Margin, points"},
        sources=ids(found),
    )
