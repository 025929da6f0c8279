"""Figure of the chapter Obstacles: the steps that a settlement with a change of territory would have to take in both orders of law."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers.display import Figure
from helpers.figures import theme

P = theme.PALETTE
UKRAINE, RUSSIA = "In Ukraine", "In Russia"

STEPS = pd.DataFrame(
    [
        (UKRAINE, "A", "Martial law is lifted", "No change of the constitution|and no referendum before", "uiamp-2022-peace-agreements-referendum;thepage-2022-06-28-constitution;opora-2022-referendum-security-agreement"),
        (UKRAINE, "B", "Constitutional Court", "May a treaty change the territory?|OPORA: to be settled before signature", "opora-nd-referendum-challenges;washingtonlawreview-nd-compromise"),
        (UKRAINE, "C", "Nationwide referendum", "The only way to change the|territory, Article 73", "ua-constitution-art73;opora-nd-referendum-challenges;wion-2025-12-29-referendum"),
        (UKRAINE, "D", "Verkhovna Rada", "Ratifies; changes the constitution,|should NATO’s course of 2019 go", "rada-2019-02-07-law2680;washingtonlawreview-nd-compromise"),
        (RUSSIA, "A", "Four regions named in the constitution", "Laws of October 2022, Article 65,|in what it calls its subjects", "babel-2022-10-05-annexation;ria-2022-10-06-constitution-text;pravdaru-2022-10-03-boundaries"),
        (RUSSIA, "B", "Giving up territory is barred", "Since 2020, but for setting|borders with neighbours", "tass-2020-07-05-territory-amendment;tass-2020-07-22-extremism-bill;garant-2020-russian-constitution"),
        (RUSSIA, "C", "Acts and calls are punishable", "Articles 280.1 and 280.2:|six to ten years for acts", "crimeahrg-2020-12-08-articles-280;tass-2020-07-22-extremism-bill"),
        (RUSSIA, "D", "Constitutional Court and parliament", "Approved treaties and laws in 2022;|by our reading would be asked again", "babel-2022-10-02-constitutional-court;babel-2022-10-05-annexation"),
    ],
    columns=["side", "step", "title", "text", "source_ids"],
)
"""The boxes, each with the sources that it rests on."""


def legal_path() -> Figure:
    """Two columns of boxes, one for each state, and the end in which they meet."""
    found = STEPS.assign(x=STEPS["side"].map({UKRAINE: 0.0, RUSSIA: 1.0}), y=STEPS["step"].map(list("ABCD").index) * 1.0)
    found = found.assign(x2=found["x"] + 0.94, y2=found["y"] + 0.74, mid=found["x"] + 0.47)
    first, second = (found["text"].str.split("|").str[n] for n in (0, 1))
    texts = pd.concat(
        [
            pd.DataFrame({"x": found["mid"], "y": found["y"] + 0.17, "text": found["title"], "kind": "title"}),
            pd.DataFrame({"x": found["mid"], "y": found["y"] + 0.41, "text": first, "kind": "line"}),
            pd.DataFrame({"x": found["mid"], "y": found["y"] + 0.60, "text": second, "kind": "line"}),
            pd.DataFrame({"x": [0.97], "y": [4.2], "text": ["A treaty in force for both sides"], "kind": ["title"]}),
        ]
    )
    ends = pd.DataFrame({"x": [0.47], "x2": [1.47], "y": [4.0], "y2": [4.4]})
    arrows = pd.DataFrame([(x + 0.47, n + 0.74, n + 1.0) for x in (0.0, 1.0) for n in range(4)], columns=["x", "y", "y2"])
    heads = pd.DataFrame({"x": [0.47, 1.47], "y": [-0.16, -0.16], "text": [UKRAINE, RUSSIA]})
    sx, sy = alt.Scale(domain=[-0.02, 1.96], nice=False), alt.Scale(domain=[-0.3, 4.45], nice=False, reverse=True)
    x, y = (lambda f: alt.X(f, scale=sx, axis=None)), (lambda f: alt.Y(f, scale=sy, axis=None))
    tones = alt.Color("side:N", scale=alt.Scale(domain=[UKRAINE, RUSSIA], range=[P["blue"], P["wine"]]), legend=None)
    boxes = alt.Chart(found).mark_rect(cornerRadius=4, fill=P["wash"], strokeWidth=1.5).encode(x=x("x:Q"), x2="x2:Q", y=y("y:Q"), y2="y2:Q", stroke=tones)
    last = alt.Chart(ends).mark_rect(cornerRadius=4, fill=P["wash"], stroke=P["ink"], strokeWidth=1.5).encode(x=x("x:Q"), x2="x2:Q", y=y("y:Q"), y2="y2:Q")
    lines = alt.Chart(arrows).mark_rule(color=P["muted"], strokeWidth=1.5).encode(x=x("x:Q"), y=y("y:Q"), y2="y2:Q")
    tips = alt.Chart(arrows).mark_point(shape="triangle-down", filled=True, color=P["muted"], size=55, opacity=1, yOffset=-3).encode(x=x("x:Q"), y=y("y2:Q"))
    bold = alt.Chart(texts[texts["kind"] == "title"]).mark_text(fontWeight=600, color=P["ink"]).encode(x=x("x:Q"), y=y("y:Q"), text="text:N")
    plain = alt.Chart(texts[texts["kind"] == "line"]).mark_text(color=P["ink"]).encode(x=x("x:Q"), y=y("y:Q"), text="text:N")
    top = alt.Chart(heads).mark_text(fontWeight=600, fontSize=15).encode(x=x("x:Q"), y=y("y:Q"), text="text:N", color=alt.Color("text:N", scale=alt.Scale(domain=[UKRAINE, RUSSIA], range=[P["blue"], P["wine"]]), legend=None))
    chart = alt.layer(boxes, last, lines, tips, bold, plain, top).resolve_scale(color="independent").properties(width=theme.WIDTH, height=470)
    told = [f"{side}: " + "; then ".join(f"{t}, {b.replace('|', ' ')}" for t, b in zip(part["title"], part["text"])) for side, part in found.groupby("side", sort=False)]
    return Figure(
        chart,
        name="fig-legal-path",
        caption=(
            "Both orders of law ask for steps that cannot be taken while the war lasts, or that the law forbids altogether. The path of a settlement that would change who holds which territory in law; a "
            "ceasefire, or a line that neither side recognises, needs none of these boxes. Our summary of the provisions and of the readings named in the text, not a legal opinion."
        ),
        alt=f"Diagram of {len(found)} boxes in two columns with arrows down to a treaty in force for both sides. " + ". ".join(told) + ".",
        data=found.assign(text=found["text"].str.replace("|", " ")),
        columns={"side": "State", "title": "Step", "text": "What the law or its readers say", "source_ids": "Sources"},
        sources=sorted({s for cell in found["source_ids"] for s in cell.split(";")}),
    )
