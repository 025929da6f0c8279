"""Figure of the chapter Actors: where they met, on a map with the borders that the United Nations recognise."""

from __future__ import annotations

from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from helpers import boundaries, meetings, meetings_occasions, participation, record
from helpers.boundaries.projection import Frame
from helpers.boundaries.topology import Topology, merged
from helpers.display import Figure
from helpers.figures import maps, theme
from helpers.sourcing import ids

P = theme.PALETTE
PERIODS = {
    "February 2014 to 23 February 2022": participation.EARLY,
    "24 February 2022 to 19 January 2025": (participation.FIRST_DAY, "2025-01-19"),
    "Since 20 January 2025": ("2025-01-20", "2100-01-01"),
}
"""Periods of the chapter → first and last day."""

SHORT = dict(zip(PERIODS, ("before the invasion", "then", "since January 2025")))
"""Periods as the caption names them."""

NEAR = Frame(width=352, height=236, scale=352, centre=(27, 43), middle=(25.5, 41.5), step=0.5)
"""Europe and the Middle East."""

FAR = Frame(width=234, height=106, scale=234 / 5.4, centre=None, middle=(10, 18), step=0.5)
"""The world, for the venues that ``NEAR`` does not show."""

LEFT = 362
PITCH = 276
TOP = 26
RADIUS = 3.9
"""Radius in pixels of the circle for one meeting; areas grow with the number."""


def _ground(frame: Frame, world: Topology) -> tuple[Any, Any, Any]:
    """Land, Ukraine, and borders on land that a frame shows, in its pixels."""
    drawn = frame.drawn(world, tolerance=0.75, smallest=6)
    land = [drawn.ring(ring) for ring in merged(drawn, [code for code in drawn.countries if code != "UKR"])]
    return frame.visible(land), frame.visible(drawn.rings("UKR")), frame.borders(drawn) if frame is NEAR else []


def _signs(rows: pd.DataFrame, frame: Frame, left: float, top: float, names: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Circles and labels of the venues of one map, in pixels of the sheet."""
    spots = frame.place(rows[["longitude", "latitude"]].to_numpy(dtype=float))
    signs = rows.assign(x=spots[:, 0].round(1), y=spots[:, 1].round(1), radius=RADIUS * np.sqrt(rows["meetings"].astype(float)))
    signs["text"] = rows["place_id"].map(names).str.split(",").str[0] + np.where(rows["meetings"] > 1, " " + rows["meetings"].astype(str), "")
    labels = maps.labelled(signs, frame.width, frame.height)
    for part, columns in ((signs, [("x", left), ("y", top)]), (labels, [("label_x", left), ("label_y", top)])):
        for column, offset in columns:
            part[column] = (part[column] + offset).round(1)
    return signs, labels


def _leading(found: pd.DataFrame, period: str, number: int = 3) -> str:
    """The places with most meetings of a period, in words; more than ``number`` if the last ones are equal."""
    placed = found[(found["period"] == period) & ~found["place_id"].isin(meetings_occasions.NOWHERE)]
    top = placed[placed["meetings"] >= placed["meetings"].nlargest(number).min()]
    names = [f"{name.split(',')[0]} ({meetings})" for name, meetings in zip(top["name"], top["meetings"])]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _alternative(found: pd.DataFrame) -> str:
    """What the maps show, in words, from the data."""
    placed = found[~found["place_id"].isin(meetings_occasions.NOWHERE)]
    rows = []
    for period in PERIODS:
        here, all_ = placed[placed["period"] == period], found[found["period"] == period]
        away = int(all_.loc[all_["place_id"] == "remote", "meetings"].sum())
        inside = {code: int(here.loc[here["country_iso3"] == code, "meetings"].sum()) for code in ("UKR", "RUS", "USA")}
        rows.append(
            f"{period}: {int(all_['meetings'].sum())} meetings, {away} of them by video, in {len(here)} places, {_leading(found, period, 5)}; in Ukraine {inside['UKR']}, in Russia {inside['RUS']}, in the United States {inside['USA']}."
        )
    return "Three maps of Europe and the Middle East, each with a small map of the world, with circles for the places of meetings. " + " ".join(rows)


def venues() -> Figure:
    """The places of the talks in three periods, by the number of meetings."""
    events, places = record.load("events"), record.load("places").set_index("place_id")
    found = meetings_occasions.venues(events, record.load("event_actors"), PERIODS)
    found = found.join(places[["name", "country_iso3", "latitude", "longitude"]], on="place_id")
    grounds = {frame: _ground(frame, boundaries.world()) for frame in (NEAR, FAR)}
    land, ukraine, borders, circles, labels, heads, notes = [], [], [], [], [], [], []
    for number, period in enumerate(PERIODS):
        top = number * PITCH + TOP
        here = found[found["period"] == period]
        placed = here[~here["place_id"].isin(meetings_occasions.NOWHERE)]
        shown = NEAR.shows(placed[["longitude", "latitude"]].to_numpy(dtype=float), edge=4)
        for rows, frame, left, down in ((placed[shown], NEAR, 0, 0), (placed[~shown], FAR, LEFT, 14)):
            shapes = grounds[frame]
            land.append(maps.shape(shapes[0], left, top + down))
            ukraine.append(maps.shape(shapes[1], left, top + down))
            borders.append(maps.lines(shapes[2], left, top + down))
            signs, written = _signs(rows, frame, left, top + down, places["name"])
            circles.append(signs)
            labels.append(written)
        away = int(here.loc[here["place_id"] == "remote", "meetings"].sum())
        heads.append({"x": 0, "y": top - 13, "text": f"{period}: {int(here['meetings'].sum())} meetings"})
        notes.append({"x": LEFT, "y": top + 4, "text": "Elsewhere"})
        notes.append({"x": LEFT, "y": top + 136, "text": f"By video: {away}"})
    height = len(PERIODS) * PITCH
    dots, words = pd.concat(circles, ignore_index=True), pd.concat(labels, ignore_index=True)
    layers = [
        maps.drawn(land, fill=P["grid"]),
        maps.drawn(borders, fill=None, stroke=P["paper"], strokeWidth=0.7),
        maps.drawn(ukraine, fill=P["step2"], stroke=P["ink"], strokeWidth=0.7),
    ]
    sized = dots.sort_values("meetings", ascending=False).assign(size=lambda f: (np.pi * f["radius"].astype(float) ** 2).round(1))
    tooltip = [alt.Tooltip("name:N", title="Place"), alt.Tooltip("meetings:Q", title="Meetings"), alt.Tooltip("period:N", title="Period")]
    layers.append(
        maps.at(sized[["x", "y", "size", "name", "meetings", "period"]], height)
        .mark_circle(fill=P["ochre"], stroke=P["paper"], strokeWidth=0.8, opacity=1)
        .encode(size=alt.Size("size:Q", scale=None, legend=None), tooltip=tooltip)
    )
    for align, some in words.groupby("align"):
        layers += maps.words(some[["label_x", "label_y", "text"]].set_axis(["x", "y", "text"], axis=1), height, 12, halo=True, align=align)
    layers += maps.words(pd.DataFrame(heads), height, fontWeight=600)
    layers += maps.words(pd.DataFrame(notes), height, 12, color=P["muted"])
    return Figure(
        maps.sheet(layers, height),
        name="fig-venues",
        caption=(
            f"Places changed with the tables: {'; '.join(f'{SHORT[period]} {_leading(found, period)}' for period in PERIODS)}. The area of a circle is the number of meetings at which at least two actors sat, each "
            f"occasion once; calls are left out, and so are truces and renewals, whose venue is not coded. {boundaries.FOOTNOTE}"
        ),
        alt=_alternative(found),
        data=found,
        columns={"period": "Period", "name": "Place", "country_iso3": "State", "meetings": "Meetings"},
        sources=ids(events[events["event_id"].isin(found["events"].explode())]),
    )
