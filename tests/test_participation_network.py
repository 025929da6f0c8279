"""Who met whom and where, and shared formats: worked by hand on a toy record, and against a published graph."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from helpers import meetings_occasions, participation_formats, participation_network, record
from helpers.figures import actors_channels, actors_formats, actors_network, actors_venues, actors_votes, maps, theme
from helpers.tables import actors_meetings


def _events(rows: list[tuple[str, str, str, str, str]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["event_id", "event_type", "place_id", "start_date", "end_date"])
    precision = {4: "year", 7: "month", 10: "day"}
    return frame.assign(
        track="multilateral",
        start_precision=frame["start_date"].str.len().map(precision),
        end_precision=frame["end_date"].str.len().map(precision),
        start_first=pd.to_datetime(frame["start_date"].str.ljust(10, "-").str.replace("---", "-01"), utc=True, format="%Y-%m-%d"),
        end_last=pd.to_datetime(frame["end_date"].str.ljust(10, "-").str.replace("---", "-28"), utc=True, format="%Y-%m-%d"),
    )


EVENTS = _events(
    [
        ("summit", "summit", "paris", "2026-01-06", "2026-01-07"),
        ("deal", "agreement", "paris", "2026-01-07", "2026-01-07"),
        ("next", "summit", "paris", "2026-01-08", "2026-01-08"),
        ("month", "summit", "paris", "2026-01", "2026-01"),
        ("tour", "envoy_meeting", "kyiv", "2026-02-01", "2026-02-03"),
        ("video", "multilateral_talks", "remote", "2026-03-01", "2026-03-01"),
        ("video-2", "multilateral_talks", "remote", "2026-03-01", "2026-03-01"),
        ("call", "phone_call", "remote", "2026-03-02", "2026-03-02"),
    ]
)
PARTS = pd.DataFrame(
    [
        *[("summit", actor, "party", None) for actor in ("ukraine", "france", "russia")],
        *[("deal", actor, "signatory", None) for actor in ("ukraine", "france")],
        *[("next", actor, "party", None) for actor in ("ukraine", "france")],
        *[("month", actor, "party", None) for actor in ("ukraine", "france")],
        *[("tour", actor, role, None) for actor, role in (("ukraine", "party"), ("russia", "party"), ("poland", "participant"), ("china", "mediator"))],
        *[("video", actor, "party", None) for actor in ("ukraine", "g7", "italy")],
        *[("video-2", actor, "party", None) for actor in ("ukraine", "spain")],
        *[("call", actor, "party", None) for actor in ("russia", "ukraine")],
    ],
    columns=["event_id", "actor_id", "role", "person_id"],
)


def test_overlapping_days_at_one_place_are_one_occasion() -> None:
    """The deal ends the summit; the day after, a month and anything by video stand alone."""
    found = dict(zip(EVENTS["event_id"], meetings_occasions.occasions(EVENTS)))
    assert found == {name: "summit" if name == "deal" else name for name in EVENTS["event_id"]}


def test_venues_count_occasions_and_leave_calls_out() -> None:
    found = meetings_occasions.venues(EVENTS, PARTS, {"January": ("2026-01-01", "2026-01-31"), "later": ("2026-02-01", "2026-12-31")})
    assert found[["period", "place_id", "meetings"]].values.tolist() == [["January", "paris", 3], ["later", "remote", 2], ["later", "kyiv", 1]]
    assert found["events"].iloc[0] == ["summit", "deal", "next", "month"]


def test_pairs_meet_once_for_an_occasion_and_only_with_a_go_between_on_his_tour() -> None:
    pairs = participation_network.met(EVENTS, PARTS, formats={"g7"})
    found = participation_network.graph(pairs)
    assert found.edges["france", "ukraine"]["meetings"] == 3, "summit with deal, next day, month"
    assert found.edges["russia", "ukraine"]["meetings"] == 1, "the summit; neither the tour nor the call"
    assert set(found["china"]) == {"ukraine", "russia", "poland"} and not found.has_edge("poland", "ukraine")
    assert "g7" not in found and found.has_edge("italy", "ukraine")
    assert participation_network.occasions_of(pairs).to_dict() == {"ukraine": 6, "france": 3, "russia": 2, "china": 1, "italy": 1, "poland": 1, "spain": 1}


def test_centrality_of_the_kite_is_that_of_its_author() -> None:
    """Krackhardt (1990): Diane knows most (6), Heather is between most (14 of 36 pairs), as networkx has it too."""
    edges = pd.DataFrame([(f"n{a}", f"n{b}") for a, b in nx.krackhardt_kite_graph().edges], columns=["one", "other"])
    found = participation_network.centrality(participation_network.graph(edges)).set_index("actor_id")
    assert found.index[0] == "n3" and found.at["n3", "partners"] == 6
    assert found["betweenness"].idxmax() == "n7" and found.at["n7", "betweenness"] == pytest.approx(14 / 36)
    assert found["met"].sum() == 2 * len(edges)


def test_periods_of_the_graph_follow_each_other_without_gap() -> None:
    days = [pd.to_datetime(day) for period in participation_network.PERIODS.values() for day in period]
    assert all(after - before == pd.Timedelta(days=1) for before, after in zip(days[1::2], days[2::2]))


def test_every_actor_has_one_place_on_the_ring() -> None:
    spots = actors_network.places(["ukraine", "russia", "zz-new", "france"])
    assert spots.index.tolist() == ["russia", "ukraine", "france", "zz-new"]
    assert not spots.duplicated(["x", "y"]).any()
    assert len(set(actors_network.RING)) == len(actors_network.RING) and set(actors_network.RING) <= set(record.load("actors")["actor_id"]) | {"areas"}
    line = actors_network.bent((0, 0), (200, 0))
    assert line[0] == [0, 0] and line[-1] == [200, 0] and line[4][1] > 0, "it bends towards the centre"


MEMBERS = pd.DataFrame(
    [("a", "one", "2014", None), ("b", "one", "2014", "2020-01-31"), ("a", "two", "2025-03", None), ("b", "two", "2025-03-02", None), ("c", "two", "2026-01-01", None)],
    columns=["member_id", "coalition_id", "start_date", "end_date"],
).assign(
    start_first=pd.to_datetime(["2014-01-01", "2014-01-01", "2025-03-01", "2025-03-02", "2026-01-01"], utc=True),
    start_last=pd.to_datetime(["2014-12-31", "2014-12-31", "2025-03-31", "2025-03-02", "2026-01-01"], utc=True),
    end_last=pd.to_datetime([None, "2020-01-31", None, None, None], utc=True),
)


def test_memberships_hold_on_a_day() -> None:
    assert participation_formats.members(MEMBERS, "2020-01-31") == {"one": {"a", "b"}}
    assert participation_formats.members(MEMBERS, "2025-06-01") == {"one": {"a"}, "two": {"a", "b"}}
    found = participation_formats.combinations(MEMBERS, ["one", "two"], "2026-06-01")
    assert found.values.tolist() == [[("one", "two"), ["a"], 1], [("two",), ["b", "c"], 2]]
    assert participation_formats.combinations(MEMBERS, ["one", "two"], "2026-06-01", {"a"})["members"].tolist() == [["a"]]


def test_first_named_counts_up() -> None:
    """A month counts from its last day, after the day that lies in it."""
    found = participation_formats.first_named(MEMBERS, "two")
    assert found[["start_date", "number", "all"]].values.tolist() == [["2025-03-02", 1, 1], ["2025-03", 1, 2], ["2026-01-01", 1, 3]]


def test_labels_cover_neither_signs_nor_each_other() -> None:
    """Two signs beside each other: the first label goes right, the second cannot go left and takes the right too; a third has no room."""
    signs = pd.DataFrame({"x": [10.0, 80.0, 10.0], "y": [20.0, 20.0, 21.0], "radius": 4.0, "text": ["Aaaa", "Bbbb", "C" * 60]})
    found = maps.labelled(signs, 160, 40)
    assert found["text"].tolist() == ["Aaaa", "Bbbb"] and found["align"].tolist() == ["left", "left"]
    assert maps.labelled(signs.tail(0), 160, 40).empty


def test_hatching_of_a_square_by_hand() -> None:
    """Level lines 1 apart in a square of side 4: at 1, 2 and 3, each 4 long, and none on its edges beyond."""
    square = np.array([(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)], dtype=float)
    lines = maps.hatching([square], 1, slope=0)["geometry"]["coordinates"]
    inner = [line for line in lines if 0 < line[0][1] < 4]
    assert sorted(line[0][1] for line in inner) == [1, 2, 3] and all(abs(line[1][0] - line[0][0]) == 4 for line in inner)
    assert maps.hatching([], 1)["geometry"]["coordinates"] == []


@pytest.fixture(scope="module", params=[actors_venues.venues, actors_votes.vote_maps, actors_network.network, actors_formats.formats, actors_channels.mediators_before], ids=lambda f: f.__name__)
def figure(request: pytest.FixtureRequest):
    return request.param()


def test_every_figure_says_what_it_shows_and_stays_small(figure) -> None:
    """A caption of at most three sentences that begins with a word, an alternative text, sources, and a drawing that a page can carry."""
    known = set(record.load("sources")["source_id"])
    assert figure.caption[0].isalpha() and len(figure.alt) > 150 and figure.data["data"]
    assert figure.sources and set(figure.sources) <= known
    assert len(figure.svg) < 140_000, "seven maps, each below 20 kB"
    colours = ({part[:7] for part in figure.svg.split('"') if part.startswith("#") and len(part) == 7})
    assert colours <= set(theme.PALETTE.values()), "a stylesheet repaints plain colours of the palette alone"


def test_numbers_and_tables_of_the_chapter_agree_with_the_figures() -> None:
    numbers = actors_meetings.numbers()
    assert numbers["vote_then_yes"] + numbers["vote_then_no"] + numbers["vote_then_abstain"] + numbers["vote_then_not_voting"] == numbers["vote_yes_2023"]
    named = actors_meetings.named().data["data"]
    assert named[-1]["all"] == sum(row["number"] for row in named) == numbers["coalition_named"]
    central = actors_meetings.central().data["data"]
    assert len(central) == actors_meetings.SHOWN * len(participation_network.PERIODS)
