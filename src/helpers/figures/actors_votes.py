"""Figure of the chapter Actors: how states voted in the General Assembly on the war, on maps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from helpers import boundaries, record, voting, voting_maps
from helpers.boundaries.projection import Frame
from helpers.boundaries.topology import Topology, area, merged, middle
from helpers.display import Figure
from helpers.figures import maps, theme
from helpers.figures.history_counts import ANSWERS, FILLS
from helpers.sourcing import ids
from helpers.wording import in_words

P = theme.PALETTE
FRAME = Frame(width=292, height=124, scale=292 / 5.4, centre=None, middle=(10, 15), step=0.5)
COLUMN, PITCH, TOP = 308, 166, 36
SMALL = 2.2
"""A state whose largest piece of land has fewer square pixels is drawn as a sign."""

COLOUR = dict(zip(ANSWERS, FILLS))
ORDER = ("yes", "abstain", "not_voting", "no")
RADIUS, TRIANGLE = 2.2, 6.0
"""Size of the signs of small states: circles, and triangles for a no."""


def _largest(world: Topology) -> dict[str, float]:
    """The size of the largest piece of land of each country in square pixels."""
    return {code: max(abs(area(ring)) for ring in world.rings(code)) for code in world.countries}


def _middle(code: str) -> tuple[float, float]:
    """The centre of the largest piece of land of a country in degrees."""
    return middle(max(boundaries.world().rings(code), key=lambda ring: abs(area(ring))))


def _panel(world: Topology, answers: dict[str, str], large: list[str], left: float, top: float) -> dict[str, list[dict[str, Any]]]:
    """The features of one map by what they are: an answer, ``apart``, its hatching, ``ukraine``."""
    found: dict[str, list[dict[str, Any]]] = {}
    for answer in (*ORDER, voting_maps.APART):
        codes = [code for code in large if answers[code] == answer]
        if answer == voting_maps.APART:
            codes = [code for code in world.countries if answers[code] == answer]
        rings = [world.ring(ring) for ring in merged(world, codes)]
        found[answer] = [maps.shape(FRAME.visible(rings), left, top)]
        if answer == voting_maps.APART:
            found["cross"] = [maps.hatching(rings, 2.2, -1, left, top)]
        if answer == "no":
            found["hatch"] = [maps.hatching(rings, 3.2, 1, left, top)]
        if answer == "not_voting":
            found["lines"] = [maps.hatching(rings, 2.4, 0, left, top)]
    found["ukraine"] = [maps.shape(FRAME.visible(world.rings("UKR")), left, top)]
    return found


def _key(left: float, top: float) -> tuple[dict[str, list[dict[str, Any]]], pd.DataFrame, list[tuple[str, float, float]]]:
    """The key: a patch of each kind of land, its words, and a sign of each kind for small states."""
    patches: dict[str, list[dict[str, Any]]] = {}
    words, signs = [], []
    named = {**ANSWERS, voting_maps.APART: "Not a member of the United Nations"}
    for number, (answer, word) in enumerate(named.items()):
        y = top + number * 19
        box = [[[0.0, 0.0], [22.0, 0.0], [22.0, 13.0], [0.0, 13.0], [0.0, 0.0]]]
        patches[answer] = [maps.shape(box, left, y)]
        ring = [np.array(box[0])]
        if answer == voting_maps.APART:
            patches["cross"] = [maps.hatching(ring, 2.2, -1, left, y)]
        if answer == "no":
            patches["hatch"] = [maps.hatching(ring, 3.2, 1, left, y)]
        if answer == "not_voting":
            patches["lines"] = [maps.hatching(ring, 2.4, 0, left, y)]
        if answer in ANSWERS:
            signs.append((answer, left + 34, y + 6.5))
        words.append({"x": left + 46, "y": y + 7, "text": word})
    return patches, pd.DataFrame(words), signs


def _counts(vote: pd.Series) -> str:
    """The result of a vote in words."""
    return f"{vote['yes']} yes, {vote['no']} no, {vote['abstain']} abstained, {vote['not_voting']} did not vote"


def _caption(about: pd.DataFrame, cast: pd.DataFrame) -> str:
    """What to see, from the votes drawn."""
    most, least = about.loc[about["yes"].idxmax()], about[about["yes"] == about["yes"].min()]
    how = {"yes": "voted for", "no": "voted against", "abstain": "abstained on", "not_voting": "did not vote on"}
    usa = " and ".join(f"{how[cast.at['USA', vote]]} {symbol.removeprefix('A/RES/')}" for vote, symbol in least["symbol"].items())
    return (
        f"Support was widest in {in_words(most['date'][:7])}, with {most['yes']} states of {most['membership']}, and narrowest in {in_words(least['date'].iloc[0][:7])}, with {least['yes'].iloc[0]}, when the United States {usa}. "
        f"Maps of every adopted resolution on the war or on Ukraine’s territory whose whole list of states was read; states too small for the map are signs, and a large country has one vote like a small one. {boundaries.FOOTNOTE}"
    )


def _alternative(about: pd.DataFrame, cast: pd.DataFrame, names: pd.Series) -> str:
    """What the maps show, in words, from the votes drawn."""
    always = {answer: sorted(names[cast.index[(cast == answer).all(axis=1)]]) for answer in ("yes", "no", "abstain")}
    return (
        f"Maps of the world, one for each of {len(about)} resolutions, coloured by vote. "
        + " ".join(f"{vote['symbol'].removeprefix('A/RES/')} of {in_words(vote['date'])}: {_counts(vote)}." for _, vote in about.iterrows())
        + f" No on all of them: {', '.join(always['no'])}. Yes on all of them: {len(always['yes'])} states. Abstention on all of them: {', '.join(always['abstain']) or 'none'}."
    )


def vote_maps() -> Figure:
    """Maps of the votes on the war whose complete list of states was read."""
    votes, calls = record.load("un_votes"), record.load("roll_calls")
    chosen = voting_maps.on_the_war(votes)
    about = votes.set_index("vote_id").loc[chosen]
    cast = voting.matrix(calls, chosen)
    names = calls.drop_duplicates("country_iso3").set_index("country_iso3")["country_name"]
    world = FRAME.drawn(boundaries.world(), tolerance=0.8, smallest=4)
    sizes = _largest(world)
    large = [code for code in world.countries if sizes[code] >= SMALL]
    small = [code for code in cast.index if sizes[code] < SMALL]
    spots = {code: FRAME.place(np.array([_middle(code)]))[0] for code in small}
    features: dict[str, list[dict[str, Any]]] = {}
    signs, heads, lines = [], [], []
    for number, vote in enumerate(chosen):
        left, top = (number % 2) * COLUMN, number // 2 * PITCH + TOP
        here = about.loc[vote]
        for kind, found in _panel(world, voting_maps.shown(cast[vote].to_dict(), world.countries), large, left, top).items():
            features.setdefault(kind, []).extend(found)
        signs += [(cast.at[code, vote], x + left, y + top) for code, (x, y) in spots.items()]
        heads.append({"x": left, "y": top - 28, "text": f"{here['date_first']:%b %Y}, {here['symbol'].removeprefix('A/RES/')}: {here['title']}"})
        lines.append({"x": left, "y": top - 12, "text": _counts(here)})
    left, top = (len(chosen) % 2) * COLUMN, len(chosen) // 2 * PITCH + TOP
    patches, words, marks = _key(left + 24, top - 14)
    for kind, found in patches.items():
        features.setdefault(kind, []).extend(found)
    height = (len(chosen) + 2) // 2 * PITCH
    layers = [maps.drawn(features[kind], fill=COLOUR[kind], stroke=P["axis"], strokeWidth=0.4) for kind in ORDER]
    layers += [
        maps.drawn(features[voting_maps.APART], fill=P["paper"], stroke=P["axis"], strokeWidth=0.4),
        maps.drawn(features["cross"], fill=None, stroke=P["muted"], strokeWidth=0.8),
        maps.drawn(features["hatch"], fill=None, stroke=P["paper"], strokeWidth=0.9),
        maps.drawn(features["lines"], fill=None, stroke=P["axis"], strokeWidth=0.6),
        maps.drawn(features["ukraine"], fill=None, stroke=P["ink"], strokeWidth=0.9),
    ]
    for answer in ORDER:
        here = [(x, y) for vote, x, y in signs + marks if vote == answer]
        sign = maps.triangles(here, TRIANGLE) if answer == "no" else maps.points(here)
        layers.append(maps.drawn([sign], radius=RADIUS, fill=COLOUR[answer], stroke=P["axis"], strokeWidth=0.5))
    layers += maps.words(pd.DataFrame(heads), height, fontWeight=600, limit=FRAME.width)
    layers += maps.words(pd.DataFrame(lines), height, 12, color=P["muted"])
    layers += maps.words(words, height, 12)
    table = cast.replace(ANSWERS).rename(columns=about["symbol"].to_dict())
    table.insert(0, "state", names.reindex(table.index))
    table = table.sort_values("state").reset_index()
    return Figure(
        maps.sheet(layers, height),
        name="fig-vote-maps",
        caption=_caption(about, cast),
        alt=_alternative(about, cast, names),
        data=table,
        columns={"state": "State", **{symbol: symbol for symbol in about["symbol"]}},
        sources=ids(about),
    )
