"""Figure of the chapter Actors: which states share which formats."""

from __future__ import annotations

import textwrap

import altair as alt
import pandas as pd

from helpers import participation, participation_formats, record
from helpers.display import Figure
from helpers.figures import maps, theme
from helpers.sourcing import ids
from helpers.wording import in_words

P = theme.PALETTE
FORMATS = ("nato", "european-union", "g7", "e3", "normandy-four", "trilateral-contact-group", "e5", "weimar-plus", "coalition-of-the-willing")
"""Formats compared, in the order in which they began."""

SHORT = {"coalition-of-the-willing": "Coalition", "trilateral-contact-group": "Contact Group", "normandy-four": "Normandy"}
STEP, LINE, LEFT, TOP = 30, 15, 12, 132
LETTERS = 50
"""Letters to a line of names."""


def formats() -> Figure:
    """States by the formats to which they belong together."""
    actors, memberships = record.load("actors"), record.load("memberships")
    names = participation.short_names(actors)
    states = set(actors.loc[actors["actor_type"] == "state", "actor_id"])
    on = str(record.package()["record"]["last_evidence_date"])
    found = participation_formats.combinations(memberships, FORMATS, on, states)
    begun = memberships.groupby("coalition_id")["start_date"].min().str[:4]
    dots, rules, words, heads = [], [], [], []
    y = float(TOP)
    for row in found.itertuples(index=False):
        lines = textwrap.wrap(", ".join(names[m] for m in row.members), LETTERS)
        middle = y + LINE * (len(lines) - 1) / 2
        columns = [LEFT + STEP * FORMATS.index(name) for name in row.formats]
        dots += [{"x": LEFT + STEP * n, "y": middle, "in": name in row.formats, "format": names[name], "states": len(row.members)} for n, name in enumerate(FORMATS)]
        rules.append({"x": columns[0], "x2": columns[-1], "y": middle})
        words += [{"x": LEFT + STEP * len(FORMATS) + 2, "y": y + LINE * n, "text": line} for n, line in enumerate(lines)]
        y += LINE * len(lines) + 9
    inside = participation_formats.members(memberships, on)
    for n, name in enumerate(FORMATS):
        heads.append({"x": LEFT + STEP * n, "y": TOP - 18, "text": f"{SHORT.get(name, names[name])} {begun[name]}"})
    counts = [{"x": LEFT + STEP * n, "y": y + 4, "text": str(len(inside[name] & states))} for n, name in enumerate(FORMATS)]
    counts.append({"x": LEFT + STEP * len(FORMATS) + 2, "y": y + 4, "text": "states in each format"})
    height = y + 16
    grid = pd.DataFrame(dots)
    layers = [maps.at(pd.DataFrame(rules), height).mark_rule(color=P["step4"], strokeWidth=2.5).encode(x2="x2:Q")]
    for here, colour, size in ((False, P["grid"], 30), (True, P["step5"], 110)):
        layers.append(
            maps.at(grid[grid["in"] == here][["x", "y", "format", "states"]], height)
            .mark_circle(color=colour, size=size, opacity=1)
            .encode(tooltip=[alt.Tooltip("format:N", title="Format"), alt.Tooltip("states:Q", title="States of this row")])
        )
    layers += maps.words(pd.DataFrame(heads), height, 12, angle=300)
    layers += maps.words(pd.DataFrame(words), height, 12)
    layers += maps.words(pd.DataFrame(counts[:-1]), height, 12, align="center", fontWeight=600)
    layers += maps.words(pd.DataFrame(counts[-1:]), height, 12, color=P["muted"])
    outside = sorted(names[m] for m in (inside["nato"] | inside["european-union"]) & states - inside["coalition-of-the-willing"])
    most = found.iloc[0]
    data = pd.DataFrame([{"state": names[m], **{name: "yes" if name in row.formats else "" for name in FORMATS}} for row in found.itertuples() for m in row.members]).sort_values("state")
    return Figure(
        maps.sheet(layers, height),
        name="fig-formats-shared",
        caption=(
            f"{' and '.join(names[m] for m in most['members'])} stand in {len(most['formats'])} of {len(FORMATS)} formats, more than any other state; of the members of NATO or the EU {len(outside)} are not named in the coalition of the willing: "
            f"{', '.join(outside)}. States with the same memberships on {in_words(on)} share a row, the year is that of a format’s first member; in the coalition stands who was named at one of its meetings, which is no promise of forces. Organisations that belong to a format are left out."
        ),
        alt=(
            f"Matrix of {len(found)} combinations of {len(FORMATS)} formats with the states that have them. " + "; ".join(f"{names[name]}: {len(inside[name] & states)} states" for name in FORMATS) + ". "
            + "Combinations of four formats or more: " + "; ".join(f"{', '.join(names[m] for m in row.members)}: {', '.join(names[name] for name in row.formats)}" for row in found.itertuples() if len(row.formats) >= 4) + "."
        ),
        data=data,
        columns={"state": "State", **{name: names[name] for name in FORMATS}},
        sources=ids(memberships[memberships["coalition_id"].isin(FORMATS)]),
    )
