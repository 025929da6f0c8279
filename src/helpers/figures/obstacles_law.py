"""Figure of the chapter Obstacles: the steps that a settlement with a change of territory would have to take in both orders of law."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers.display import Figure
from helpers.figures import theme

P = theme.PALETTE
UKRAINE, RUSSIA = "In Ukraine", "In Russia"

UA, RU = "ua-constitution-articles", "ru-constitution-article"

STEPS = pd.DataFrame(
    [
        (UKRAINE, "Martial law ends", "Art. 157: no amendment before that;|laws of 2015 and 2021: no referendum", f"{UA};ua-law-2015-389-article-19;ua-law-2021-1135-article-20"),
        (UKRAINE, "Constitutional Court", "Arts. 151, 159: its opinion first; Art. 157 bars|changes against territorial integrity", f"{UA};opora-nd-referendum-challenges;focus-2025-11-24-article-157"),
        (UKRAINE, "Verkhovna Rada amends", "Art. 9: before a treaty against the text;|Art. 133 names the regions; Art. 155", UA),
        (UKRAINE, "Nationwide referendum", "Arts. 73, 85: the only way to alter|the territory, called by the Rada", f"{UA};rbcukraine-2021-04-09-stefanchuk;24kanal-2026-02-28-mahera"),
        (UKRAINE, "Verkhovna Rada consents", "Arts. 9 and 85: by law, which makes|the treaty a part of national law", UA),
        (RUSSIA, "Five regions named as Russia’s", "Art. 65, by acts of 2014 and 2022,|which the General Assembly calls invalid", "rosbalt-2022-10-06-constitution;ria-2022-10-06-constitution-text;babel-2022-10-05-annexation;un-2014-03-27-a-res-68-262;un-2022-10-12-es-11-4"),
        (RUSSIA, "Giving up territory is barred", "Art. 67, part 2.1, since 2020, but for|setting borders with neighbours; Art. 4", f"{RU}-67;{RU}-4;tass-2020-07-05-territory-amendment"),
        (RUSSIA, "Acts and calls are punishable", "Criminal Code, Arts. 280.1 and 280.2:|six to ten years for acts", "ru-criminal-code-article-280-2;crimeahrg-2020-12-08-articles-280;tass-2020-07-22-extremism-bill"),
        (RUSSIA, "The text would have to change", "Art. 137 provides for joining, not leaving;|Art. 4 only by way of Art. 135", f"{RU}-137;{RU}-135;{RU}-4"),
        (RUSSIA, "Constitutional Court and parliament", "Art. 125: treaties not yet in force;|approved four of them in 2022", "rg-2022-10-02-ruling-36;babel-2022-10-02-constitutional-court;babel-2022-10-05-annexation"),
    ],
    columns=["side", "title", "text", "source_ids"],
)
"""The boxes from above to below, each with the sources that it rests on. Articles are those of the constitution of that side."""


def legal_path() -> Figure:
    """Two columns of boxes, one for each state, and the end in which they meet."""
    found = STEPS.assign(x=STEPS["side"].map({UKRAINE: 0.0, RUSSIA: 1.0}), y=STEPS.groupby("side").cumcount() * 1.0)
    steps = int(found["y"].max()) + 1
    found = found.assign(x2=found["x"] + 0.94, y2=found["y"] + 0.74, mid=found["x"] + 0.47)
    first, second = (found["text"].str.split("|").str[n] for n in (0, 1))
    texts = pd.concat(
        [
            pd.DataFrame({"x": found["mid"], "y": found["y"] + 0.17, "text": found["title"], "kind": "title"}),
            pd.DataFrame({"x": found["mid"], "y": found["y"] + 0.41, "text": first, "kind": "line"}),
            pd.DataFrame({"x": found["mid"], "y": found["y"] + 0.60, "text": second, "kind": "line"}),
            pd.DataFrame({"x": [0.97], "y": [steps + 0.2], "text": ["A treaty in force for both sides"], "kind": ["title"]}),
        ]
    )
    ends = pd.DataFrame({"x": [0.47], "x2": [1.47], "y": [steps], "y2": [steps + 0.4]})
    arrows = pd.DataFrame([(x + 0.47, n + 0.74, n + 1.0) for x in (0.0, 1.0) for n in range(steps)], columns=["x", "y", "y2"])
    heads = pd.DataFrame({"x": [0.47, 1.47], "y": [-0.16, -0.16], "text": [UKRAINE, RUSSIA]})
    sx, sy = alt.Scale(domain=[-0.02, 1.96], nice=False), alt.Scale(domain=[-0.3, steps + 0.45], nice=False, reverse=True)
    x, y = (lambda f: alt.X(f, scale=sx, axis=None)), (lambda f: alt.Y(f, scale=sy, axis=None))
    tones = alt.Color("side:N", scale=alt.Scale(domain=[UKRAINE, RUSSIA], range=[P["blue"], P["wine"]]), legend=None)
    boxes = alt.Chart(found).mark_rect(cornerRadius=4, fill=P["wash"], strokeWidth=1.5).encode(x=x("x:Q"), x2="x2:Q", y=y("y:Q"), y2="y2:Q", stroke=tones)
    last = alt.Chart(ends).mark_rect(cornerRadius=4, fill=P["wash"], stroke=P["ink"], strokeWidth=1.5).encode(x=x("x:Q"), x2="x2:Q", y=y("y:Q"), y2="y2:Q")
    lines = alt.Chart(arrows).mark_rule(color=P["muted"], strokeWidth=1.5).encode(x=x("x:Q"), y=y("y:Q"), y2="y2:Q")
    tips = alt.Chart(arrows).mark_point(shape="triangle-down", filled=True, color=P["muted"], size=55, opacity=1, yOffset=-3).encode(x=x("x:Q"), y=y("y2:Q"))
    bold = alt.Chart(texts[texts["kind"] == "title"]).mark_text(fontWeight=600, color=P["ink"]).encode(x=x("x:Q"), y=y("y:Q"), text="text:N")
    plain = alt.Chart(texts[texts["kind"] == "line"]).mark_text(color=P["ink"]).encode(x=x("x:Q"), y=y("y:Q"), text="text:N")
    top = alt.Chart(heads).mark_text(fontWeight=600, fontSize=15).encode(x=x("x:Q"), y=y("y:Q"), text="text:N", color=alt.Color("text:N", scale=alt.Scale(domain=[UKRAINE, RUSSIA], range=[P["blue"], P["wine"]]), legend=None))
    chart = alt.layer(boxes, last, lines, tips, bold, plain, top).resolve_scale(color="independent").properties(width=theme.WIDTH, height=94 * (steps + 1))
    told = [f"{side}: " + "; then ".join(f"{t}, {b.replace('|', ' ')}" for t, b in zip(part["title"], part["text"])) for side, part in found.groupby("side", sort=False)]
    return Figure(
        chart,
        name="fig-legal-path",
        caption=(
            "Both orders of law ask a settlement that changes the territory for steps that cannot be taken while the war lasts, or that they forbid. A ceasefire, or a line that neither side recognises, needs "
            "none of these boxes. Our summary of the articles, not a legal opinion; whether the third and the fourth box on the left may come in another order is contested."
        ),
        alt=f"Diagram of {len(found)} boxes in two columns with arrows down to a treaty in force for both sides. " + ". ".join(told) + ".",
        data=found.assign(text=found["text"].str.replace("|", " ")),
        columns={"side": "State", "title": "Step", "text": "What the law or its readers say", "source_ids": "Sources"},
        sources=sorted({s for cell in found["source_ids"] for s in cell.split(";")}),
    )
