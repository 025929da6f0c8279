"""Two projections that keep areas true, from degrees to pixels of a drawing.

Equal Earth for the world (Šavrič, Patterson and Jenny, 2018, doi 10.1080/13658816.2018.1504949) and Lambert's azimuthal
projection for a part of it (Snyder, Map Projections: A Working Manual, 1987, pages 185 to 187). Done here and not by the
chart library, so that the drawn coordinates are short and a border has only the points that can be seen at its size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from helpers.boundaries.topology import Ring, Topology, area, shared, simplified, stretches, within

_A = (1.340264, -0.081106, 0.000893, 0.003796)


def equal_earth(points: np.ndarray) -> np.ndarray:
    """Degrees (longitude, latitude) → Equal Earth on the unit sphere, x to the east and y to the north."""
    lon, lat = np.radians(points[:, 0]), np.radians(points[:, 1])
    t = np.arcsin(np.sqrt(3) / 2 * np.sin(lat))
    a1, a2, a3, a4 = _A
    x = 2 * np.sqrt(3) * lon * np.cos(t) / (3 * (9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1))
    return np.column_stack([x, a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t])


def azimuthal(points: np.ndarray, longitude: float, latitude: float) -> np.ndarray:
    """Degrees → Lambert's azimuthal equal-area projection on the unit sphere about a centre in degrees, which is (0, 0).

    The point opposite the centre has no place: it comes out very far away.
    """
    lon, lat = np.radians(points[:, 0] - longitude), np.radians(points[:, 1])
    middle = np.radians(latitude)
    cosine = np.sin(middle) * np.sin(lat) + np.cos(middle) * np.cos(lat) * np.cos(lon)
    k = np.sqrt(2 / np.maximum(1 + cosine, 1e-9))
    return np.column_stack([k * np.cos(lat) * np.sin(lon), k * (np.cos(middle) * np.sin(lat) - np.sin(middle) * np.cos(lat) * np.cos(lon))])


def _short(line: np.ndarray, step: float) -> list[list[float]]:
    """A line on a raster of so many pixels, without points that then fall on the one before."""
    whole = (np.rint(line / step) * step).round(1)
    fresh = np.concatenate([[True], (np.diff(whole, axis=0) != 0).any(axis=1)])
    return [list(map(float, point)) for point in whole[fresh]]


@dataclass(frozen=True)
class Frame:
    """A rectangle of pixels, (0, 0) at its top left, that shows a part of the world.

    Attributes:
        width, height: its size in pixels.
        scale: pixels to the unit of the projection.
        centre: longitude and latitude in degrees of Lambert's projection; None for Equal Earth.
        middle: longitude and latitude in degrees of the point in the middle of the rectangle.
        step: raster in pixels, not below a tenth, on which borders are drawn; a coarse one makes a drawing light.
    """

    width: float
    height: float
    scale: float
    centre: tuple[float, float] | None
    middle: tuple[float, float]
    step: float = 0.1

    def _flat(self, points: np.ndarray) -> np.ndarray:
        return azimuthal(points, *self.centre) if self.centre else equal_earth(points)

    def place(self, points: np.ndarray) -> np.ndarray:
        """Degrees → pixels."""
        flat = self._flat(points) - self._flat(np.array([self.middle]))
        return np.column_stack([self.width / 2 + flat[:, 0] * self.scale, self.height / 2 - flat[:, 1] * self.scale])

    def shows(self, points: np.ndarray, edge: float = 0) -> np.ndarray:
        """Which points lie inside the rectangle, at least ``edge`` pixels from its sides."""
        x, y = self.place(points).T
        return (x >= edge) & (x <= self.width - edge) & (y >= edge) & (y <= self.height - edge)

    def drawn(self, world: Topology, tolerance: float = 0.35, smallest: float = 1.2) -> Topology:
        """A topology in pixels with no more points than the size of the drawing needs.

        Args:
            world: a topology in degrees.
            tolerance: how far a border may move, in pixels.
            smallest: an island below so many square pixels is left out, unless its country has no larger one.
        """
        return simplified(world.moved(self.place), tolerance, smallest)

    def visible(self, rings: list[Ring], least: float = 0.5) -> list[list[list[float]]]:
        """Rings in pixels, cut at the frame, on its raster; those below ``least`` square pixels are left out."""
        found = []
        for ring in rings:
            cut = within(ring, self.width, self.height)
            if cut is not None and abs(area(cut)) >= least:
                found.append(_short(cut, self.step))
        return found

    def borders(self, drawn: Topology) -> list[list[list[float]]]:
        """The borders on land of a topology in pixels, each once, cut at the frame, on its raster."""
        lines = [part for number in shared(drawn) for part in stretches(drawn.arcs[number], self.width, self.height)]
        return [short for line in lines if len(short := _short(line, self.step)) > 1]
