"""Countries as rings of shared arcs: what a map needs of a topology, by plain arithmetic.

A border that two countries share is one arc, which one ring runs forwards and the other backwards. So a border that is
simplified stays common to both, and countries are merged by leaving out the arcs that run both ways between them.
Coordinates are pairs of numbers, degrees (longitude, latitude) before and pixels after a projection.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

Ring = np.ndarray
"""Points of a closed line, one row each, the last equal to the first."""


@dataclass(frozen=True)
class Topology:
    """Countries over shared arcs.

    Attributes:
        arcs: the lines, each an array of points.
        countries: code → its rings; a ring is a list of numbers of arcs, ``~n`` for arc ``n`` run backwards.
    """

    arcs: Sequence[np.ndarray]
    countries: Mapping[str, list[list[int]]]

    def line(self, number: int) -> np.ndarray:
        """The points of an arc in the direction in which a ring runs it."""
        return self.arcs[number] if number >= 0 else self.arcs[~number][::-1]

    def ring(self, numbers: Iterable[int]) -> Ring:
        """The points of a ring."""
        lines = [self.line(number) for number in numbers]
        return np.concatenate([lines[0], *(line[1:] for line in lines[1:])])

    def rings(self, code: str) -> list[Ring]:
        """The rings of a country, holes among them."""
        return [self.ring(numbers) for numbers in self.countries[code]]

    def moved(self, place: Callable[[np.ndarray], np.ndarray]) -> Topology:
        """The same countries with every point put elsewhere, by a projection for example."""
        ends = np.cumsum([len(arc) for arc in self.arcs])[:-1]
        return Topology(np.split(place(np.concatenate(self.arcs)), ends), self.countries)


def decoded(text: str) -> Topology:
    """A TopoJSON file with delta-coded arcs as a topology in degrees; a country is known by its three letters.

    Raises:
        KeyError: it has no object ``countries`` or no ``transform``.
    """
    content = json.loads(text)
    scale, origin = (np.array(content["transform"][key]) for key in ("scale", "translate"))
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + origin for arc in content["arcs"]]
    countries: dict[str, list[list[int]]] = {}
    for shape in content["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        countries.setdefault(shape["properties"]["a3"], []).extend(ring for polygon in polygons for ring in polygon)
    return Topology(arcs, countries)


def area(ring: Ring) -> float:
    """The area of a ring in the square of its unit, by Gauss's formula; negative if it runs clockwise with y upwards."""
    x, y = ring[:, 0], ring[:, 1]
    return float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1])) / 2


def middle(ring: Ring) -> tuple[float, float]:
    """The centre of gravity of a ring; the mean of its points where it has no area."""
    a = area(ring)
    if abs(a) < 1e-12:
        return float(ring[:, 0].mean()), float(ring[:, 1].mean())
    x, y = ring[:, 0], ring[:, 1]
    cross = x[:-1] * y[1:] - x[1:] * y[:-1]
    return float(((x[:-1] + x[1:]) * cross).sum() / (6 * a)), float(((y[:-1] + y[1:]) * cross).sum() / (6 * a))


def contains(rings: Iterable[Ring], point: tuple[float, float]) -> bool:
    """Whether a point lies inside, by the number of sides that a line from it to the right crosses (even: outside)."""
    px, py = point
    inside = False
    for ring in rings:
        (x0, y0), (x1, y1) = ring[:-1].T, ring[1:].T
        spans = (y0 > py) != (y1 > py)
        with np.errstate(divide="ignore", invalid="ignore"):
            crossed = spans & (px < (x1 - x0) * (py - y0) / (y1 - y0) + x0)
        inside ^= bool(crossed.sum() % 2)
    return inside


def merged(topology: Topology, codes: Iterable[str]) -> list[list[int]]:
    """The outline of several countries together: their rings without the arcs that two of them share.

    Returns:
        Rings as numbers of arcs, each running as it ran in its country, in the order in which they first appear.
    """
    used = [number for code in codes for ring in topology.countries[code] for number in ring]
    outer = set(used)
    left = [number for number in used if ~number not in outer]
    begins: dict[tuple[float, ...], list[int]] = defaultdict(list)
    for number in left:
        begins[tuple(topology.line(number)[0])].append(number)
    rings = []
    waiting = dict.fromkeys(left)
    while waiting:
        number = next(iter(waiting))
        start, ring = tuple(topology.line(number)[0]), []
        while True:
            ring.append(number)
            del waiting[number]
            end = tuple(topology.line(number)[-1])
            begins[tuple(topology.line(number)[0])].remove(number)
            if end == start:
                break
            number = begins[end][0]
        rings.append(ring)
    return rings


def shared(topology: Topology) -> list[int]:
    """The numbers of the arcs that two countries have in common: borders on land, in order."""
    used = {number for rings in topology.countries.values() for ring in rings for number in ring}
    return sorted(number for number in used if number >= 0 and ~number in used)


def thinned(line: np.ndarray, tolerance: float) -> np.ndarray:
    """A line with fewer points, none left out that lies farther from the new line than the tolerance.

    Both ends stay. The method is that of Ramer (1972) and of Douglas and Peucker (1973). A closed line is parted at the
    point farthest from its end first, since it has no direction of its own.
    """
    keep = np.zeros(len(line), dtype=bool)
    keep[[0, -1]] = True
    parts = [(0, len(line) - 1)]
    while parts:
        first, last = parts.pop()
        if last - first < 2:
            continue
        start, way = line[first], line[last] - line[first]
        off = line[first + 1 : last] - start
        length = float(np.dot(way, way))
        if length:
            along = np.clip(off @ way / length, 0, 1)
            off = off - along[:, None] * way
        far = np.einsum("ij,ij->i", off, off)
        index = int(far.argmax())
        if far[index] > tolerance**2:
            keep[first + 1 + index] = True
            parts += [(first, first + 1 + index), (first + 1 + index, last)]
    return line[keep]


def simplified(topology: Topology, tolerance: float, smallest: float) -> Topology:
    """Arcs with fewer points, and countries without their smallest islands.

    Args:
        tolerance: how far a border may move, in the unit of the coordinates.
        smallest: a ring below this area is left out, unless it is the largest of its country.
    """
    thin = Topology([thinned(arc, tolerance) for arc in topology.arcs], topology.countries)
    kept: dict[str, list[list[int]]] = {}
    for code, rings in topology.countries.items():
        sizes = [abs(area(topology.ring(ring))) for ring in rings]
        kept[code] = [ring for ring, size in zip(rings, sizes) if size >= smallest or size == max(sizes)]
    return Topology(thin.arcs, kept)


def stretches(line: np.ndarray, width: float, height: float) -> list[np.ndarray]:
    """The parts of an open line in a frame from (0, 0), after Liang and Barsky (1984)."""
    found: list[list[np.ndarray]] = []
    joined = False
    for here, there in zip(line[:-1], line[1:]):
        enter, leave, way = 0.0, 1.0, there - here
        for step, room in ((-way[0], here[0]), (way[0], width - here[0]), (-way[1], here[1]), (way[1], height - here[1])):
            if step < 0:
                enter = max(enter, room / step)
            elif step > 0:
                leave = min(leave, room / step)
            elif room < 0:
                leave = -1.0
        if enter < leave:
            if not joined or enter > 0:
                found.append([here + enter * way])
            found[-1].append(here + leave * way)
        joined = enter < leave == 1.0
    return [np.array(part) for part in found]


def within(ring: Ring, width: float, height: float) -> Ring | None:
    """The part of a ring in a frame from (0, 0), after Sutherland and Hodgman (1974); None if nothing of it is inside."""
    points = [tuple(point) for point in ring[:-1]]
    for axis, bound, sign in ((0, 0.0, 1), (0, width, -1), (1, 0.0, 1), (1, height, -1)):
        given, points = points, []
        for here, there in zip(given, given[1:] + given[:1]):
            in_here, in_there = sign * (here[axis] - bound) >= 0, sign * (there[axis] - bound) >= 0
            if in_here:
                points.append(here)
            if in_here != in_there:
                share = (bound - here[axis]) / (there[axis] - here[axis])
                points.append(tuple(a + share * (b - a) for a, b in zip(here, there)))
    return np.array([*points, points[0]]) if len(points) > 2 else None
