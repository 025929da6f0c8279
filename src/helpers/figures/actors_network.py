"""Figure of the chapter Actors: who met whom, one graph for each period with every actor at the same place."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import altair as alt
import networkx as nx
import numpy as np
import pandas as pd

from helpers import meetings, participation, participation_network, record
from helpers.display import Figure
from helpers.figures import maps, theme
from helpers.sourcing import ids

P = theme.PALETTE
LEAST = 4
"""Occasions that an actor must share with others, all periods together, to be drawn."""

RING = (
    "united-states osce united-nations turkiye belarus areas russia united-arab-emirates qatar saudi-arabia china india south-africa brazil holy-see "
    "finland spain poland italy nato european-union ukraine germany france united-kingdom canada"
).split()
"""Actors clockwise from the top: a place on the ring says nothing, but it is the same in every graph."""

COLUMN, PITCH, TOP = 304, 262, 40
CENTRE, RADIUS = (146, 104), (88, 96)
BEND = 0.6
"""How far a line bends towards the centre: 0 straight, 1 through the middle between its straight way and the centre."""

POINTS = 9
"""Points of a bent line."""

WIDEST = 8.5
HEAVIEST = 3
"""Lines of each graph whose number is written, beside that of the two sides of the war."""


def _names(actors: pd.DataFrame) -> dict[str, str]:
    return {**participation.short_names(actors), "united-states": "US", "united-kingdom": "UK", "united-arab-emirates": "Emirates", "areas": "‘DPR’, ‘LPR’"}


def places(drawn: Collection[str]) -> pd.DataFrame:
    """Where each actor stands, in pixels of a graph: index ``actor_id``, ``x``, ``y``, ``side`` (-1 left, 0 top or foot, 1 right).

    At equal angles on an ellipse in the order of ``RING``; an actor that is not in it comes last.
    """
    order = [*(actor for actor in RING if actor in drawn), *sorted(set(drawn) - set(RING))]
    angle = np.linspace(0, 2 * np.pi, len(order), endpoint=False)
    x, y = CENTRE[0] + RADIUS[0] * np.sin(angle), CENTRE[1] - RADIUS[1] * np.cos(angle)
    side = np.where(np.abs(np.sin(angle)) < 0.1, 0, np.sign(np.sin(angle))).astype(int)
    return pd.DataFrame({"x": x, "y": y, "side": side}, index=pd.Index(order, name="actor_id")).round(1)


def bent(start: tuple[float, float], end: tuple[float, float]) -> list[list[float]]:
    """A line between two actors that bends towards the centre, as points (a parabola, Bézier of the second degree)."""
    first, last, centre = (np.array(point, dtype=float) for point in (start, end, CENTRE))
    control = (first + last) / 2 * (1 - BEND) + centre * BEND
    steps = np.linspace(0, 1, POINTS)[:, None]
    return ((1 - steps) ** 2 * first + 2 * steps * (1 - steps) * control + steps**2 * last).round(1).tolist()


def _free(lines: list[tuple[int, list[list[float]]]]) -> list[tuple[int, list[float]]]:
    """A place on each line for its number, the middle if no other number is near, else one nearer an end."""
    found: list[tuple[int, list[float]]] = []
    for met, points in reversed(lines):
        free = (points[step] for step in (4, 5, 3, 6, 2) if all(abs(points[step][0] - x) > 20 or abs(points[step][1] - y) > 13 for _, (x, y) in found))
        found.append((met, next(free, points[POINTS // 2])))
    return found


def _layer(features: list[dict[str, Any]], colour: str, most: int) -> alt.Chart:
    """Lines whose width is the number of meetings."""
    tooltip = [alt.Tooltip("pair:N", title="Pair"), alt.Tooltip("met:Q", title="Meetings"), alt.Tooltip("period:N", title="Period")]
    width = alt.StrokeWidth("met:Q", scale=alt.Scale(domain=[1, most], range=[0.8, WIDEST]), legend=None)
    return maps.drawn(features, tooltip, fill=None, stroke=colour, strokeCap="round").encode(strokeWidth=width)


def sides(found: nx.Graph) -> int:
    """On how many occasions the two sides of the war sat together."""
    return int(found.edges[participation_network.SIDES]["meetings"]) if found.has_edge(*participation_network.SIDES) else 0


def _caption(graphs: dict[str, nx.Graph]) -> str:
    numbers = [str(sides(found)) for found in graphs.values()]
    return (
        f"Ukraine and Russia (ochre) sat in the same talks on {', '.join(numbers[:-1])} and {numbers[-1]} occasions in the six periods, which differ in length. A line joins two actors that did, the wider the more often and pale for one occasion; "
        f"drawn are actors with {LEAST} occasions or more, and the largest numbers are written. Calls are left out, a go-between is joined to each side and not the sides to each other, and who sat in one hall need not have spoken."
    )


def _alternative(graphs: dict[str, nx.Graph], pairs: pd.DataFrame, names: dict[str, str]) -> str:
    rows = []
    for period, found in graphs.items():
        inside = meetings.within(pairs, participation_network.PERIODS[period])
        top = sorted(((data["meetings"], one, other) for one, other, data in found.edges(data=True)), key=lambda way: (-way[0], way[1:]))[:4]
        rows.append(f"{period}: {inside['event_id'].nunique()} meetings, {len(found)} actors; most often " + ", ".join(f"{names[one]} and {names[other]} {met}" for met, one, other in top) + f"; Ukraine and Russia {sides(found)}.")
    return "Six graphs with every actor at the same place of a ring, joined where two sat in the same talks. " + " ".join(rows)


def network() -> Figure:
    """Who sat with whom in six periods."""
    events, actors = record.load("events"), record.load("actors")
    names = _names(actors)
    formats = set(actors.loc[actors["actor_type"] == "format", "actor_id"])
    pairs = participation_network.met(events, record.load("event_actors"), formats)
    count = participation_network.occasions_of(pairs)
    spots = places(count[count >= LEAST].index)
    where = {actor: (x, y) for actor, x, y in zip(spots.index, spots["x"], spots["y"])}
    graphs = participation_network.by_period(pairs)
    rows, features, nodes, heads, numbers = [], [], [], [], []
    for number, (period, found) in enumerate(graphs.items()):
        left, top = number % 2 * COLUMN, number // 2 * PITCH + TOP
        inside = meetings.within(pairs, participation_network.PERIODS[period])
        heads.append({"x": left, "y": top - 30, "text": f"{period}: {inside['event_id'].nunique()} meetings"})
        ways = sorted((data["meetings"], one, other) for one, other, data in found.edges(data=True) if {one, other} <= where.keys())
        rows += [{"pair": f"{names[one]} and {names[other]}", "met": met, "period": period} for met, one, other in reversed(ways)]
        written: list[tuple[int, list[list[float]]]] = []
        for met, one, other in ways:
            points = bent(where[one], where[other])
            about = {"pair": f"{names[one]} and {names[other]}", "met": met, "period": period}
            sides = (one, other) == participation_network.SIDES
            features.append(maps.lines([points], left, top, **about, sides=sides, once=met == 1 and not sides))
            if (met, one, other) in ways[-HEAVIEST:] or (one, other) == participation_network.SIDES:
                written.append((met, points))
        numbers += [{"x": x + left, "y": y + top, "text": str(met)} for met, (x, y) in _free(written)]
        nodes += [{"x": spot["x"] + left, "y": spot["y"] + top, "side": spot["side"], "text": names[actor], "here": actor in found} for actor, spot in spots.iterrows()]
    height = (len(graphs) + 1) // 2 * PITCH
    dots = pd.DataFrame(nodes)
    most = max(row["met"] for row in rows)
    kinds = {P["step2"]: (False, True), P["step4"]: (False, False), P["ochre"]: (True, False)}
    layers = [_layer(some, colour, most) for colour, kind in kinds.items() if (some := [f for f in features if (f["sides"], f["once"]) == kind])]
    for here, colour in ((False, P["grid"]), (True, P["ink"])):
        layers.append(maps.at(dots.loc[dots["here"] == here, ["x", "y"]], height).mark_circle(size=24, color=colour, opacity=1))
    for side, (align, across, down) in {-1: ("right", -6, 0), 0: ("center", 0, 11), 1: ("left", 6, 0)}.items():
        some = dots[dots["here"] & (dots["side"] == side)]
        up = np.where(some["y"] % PITCH < TOP + CENTRE[1], -1, 1)
        layers += maps.words(some.assign(x=some["x"] + across, y=some["y"] + up * down), height, 12, align=align)
    layers += maps.words(pd.DataFrame(numbers), height, 12, halo=True, align="center", fontWeight=600)
    layers += maps.words(pd.DataFrame(heads), height, fontWeight=600)
    return Figure(
        maps.sheet(layers, height),
        name="fig-network",
        caption=_caption(graphs),
        alt=_alternative(graphs, pairs, names),
        data=pd.DataFrame(rows),
        columns={"period": "Period", "pair": "Pair", "met": "Meetings"},
        sources=ids(events[events["event_id"].isin(pairs["event_id"])]),
    )
