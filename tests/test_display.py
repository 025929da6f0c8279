"""Figures, tables and numbers: what a cell stores is whole, escaped, and the same everywhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import Any

import altair as alt
import pandas as pd
import pytest

from helpers import display
from helpers.errors import RecordError

ROWS = pd.DataFrame({"day": ["2015-02-12", "2015-02-15", "2022-02-23"], "count": [1, 3, 2], "kind": ["a", "b", "a"]})
EVIL = "<script>alert('x')</script> & \"*quoted*\" #let `code` {cite}`x` $y$"
SETTINGS = {"name": "fig-x", "caption": "Counts", "alt": "Points of three days; the most is 3.", "data": ROWS}


def chart() -> alt.Chart:
    """A chart with a clip path and a temporal scale: what differs from machine to machine if nothing is done."""
    x = alt.X("day:T", scale=alt.Scale(type="utc"), axis=alt.Axis(format="%d %b %Y"))
    return alt.Chart(ROWS).mark_line(clip=True).encode(x=x, y="count:Q", color="kind:N")


def figure(**changes: Any) -> display.Figure:
    return display.Figure(changes.pop("chart", None) or chart(), **(SETTINGS | changes))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"alt": " "}, "fig-x: figure without alt. Give alt= to the figure."),
        ({"caption": ""}, "fig-x: figure without caption. Give caption= to the figure."),
        ({"name": "Fig 1"}, "“Fig 1” is no name for a figure. Call it fig-… in lower case with hyphens."),
        ({"name": "tab-x"}, "“tab-x” is no name for a figure"),
        ({"columns": {"day": "Day", "many": "Many"}}, "no column many. The frame has day, count, kind."),
    ],
)
def test_a_figure_must_be_whole(changes: dict[str, Any], words: str) -> None:
    """Name, caption, alternative text and the named columns are there, or one sentence says what is missing."""
    with pytest.raises(RecordError) as raised:
        figure(**changes)
    assert words in str(raised.value)


def test_a_table_must_be_whole() -> None:
    """A table has a name, a caption and rows, and its references are of a known kind."""
    for changes, words in (
        ({"name": "fig-x"}, "no name for a table"),
        ({"caption": " "}, "table without caption"),
        ({"frame": ROWS[:0]}, "a table without rows"),
        ({"refs": {"kind": "thing"}}, "“thing” is no kind of reference"),
    ):
        settings = {"frame": ROWS, "name": "tab-x", "caption": "Counts"} | changes
        with pytest.raises(RecordError, match=words):
            display.Table(settings.pop("frame"), **settings)


def test_the_bundle_of_a_figure() -> None:
    """A stored chart is its specification with all that the book needs, and its drawing; names are not counted on."""
    first, second = figure()._repr_mimebundle_(), figure()._repr_mimebundle_()
    assert first == second
    spec = first[display.CHART]
    assert spec["description"] == SETTINGS["alt"] and spec["usermeta"]["record"]["name"] == "fig-x"
    assert not re.search(r"\bview_(?!1\b)\d+", display.canonical(spec))
    assert spec["usermeta"]["record"]["data"]["data"][1] == {"day": "2015-02-15", "count": 3, "kind": "b"}


def test_a_drawing_has_one_title_and_no_other_speech() -> None:
    """The drawing is one picture: role, title, no role or description of single marks."""
    svg = figure(alt="A & B <i>")._repr_mimebundle_()["image/svg+xml"]
    assert re.match(r'<svg role="img" aria-labelledby="(t\w+)" [^>]*><title id="\1">A &amp; B &lt;i&gt;</title>', svg)
    assert "aria-roledescription" not in svg and svg.count("role=\"img\"") == 1


def test_two_charts_on_a_page_share_no_id() -> None:
    """Clip paths and titles of two charts are told apart, or one would be cut by the other's frame."""
    one, other = figure().svg, figure(alt="Another description of the same points.").svg
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in (one, other)]
    assert any("-" in name for name in ids[0]) and not ids[0] & ids[1]
    for svg, found in zip((one, other), ids):
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= found


def test_drawings_do_not_depend_on_their_order() -> None:
    """vl-convert counts its ids over the life of a process; the stored drawing shows nothing of it."""
    before = figure().svg
    figure(alt="Another description of the same points.").svg  # noqa: B018
    assert figure().svg == before


def test_drawings_do_not_depend_on_the_machine() -> None:
    """The same drawing in Auckland with another language and hash seed."""
    code = (
        "import sys; sys.path[:0] = ['tests']\n"
        "from test_display import figure\nimport hashlib\nprint(hashlib.sha256(figure().svg.encode()).hexdigest())"
    )
    found = set()
    for changes in ({"TZ": "UTC", "PYTHONHASHSEED": "1"}, {"TZ": "Pacific/Auckland", "LANG": "C", "PYTHONHASHSEED": "77"}):
        done = subprocess.run([sys.executable, "-c", code], env=os.environ | changes, capture_output=True, text=True, check=True)
        found.add(done.stdout)
    assert len(found) == 1


def test_cells_of_a_resource() -> None:
    """Missing is null, whole numbers are whole, times are dates, text columns are text, numbers stand right."""
    frame = pd.DataFrame(
        {
            "n": pd.array([1, None], "Int64"),
            "x": pd.array([2.0, 2.5], "Float64"),
            "t": pd.to_datetime(["2015-02-12", None], utc=True),
            "s": pd.array(["", None], "string"),
            "b": pd.array([True, None], "boolean"),
        }
    )
    found = display.resource(frame, None)
    assert found["data"] == [{"n": 1, "x": 2, "t": "2015-02-12", "s": "", "b": True}, {"n": None, "x": 2.5, "t": None, "s": None, "b": None}]
    assert [f["name"] for f in found["schema"]["fields"] if f.get("align") == "right"] == ["n", "x"]


def test_columns_are_chosen_and_titled() -> None:
    """Only the named columns, in the order named."""
    found = display.resource(ROWS, {"kind": "Kind", "day": "Day"}, {"kind": "event"}, {"day": "right"})
    assert [(f["name"], f["title"]) for f in found["schema"]["fields"]] == [("kind", "Kind"), ("day", "Day")]
    assert found["schema"]["fields"][0]["reference"] == "event" and found["schema"]["fields"][1]["align"] == "right"
    assert list(found["data"][0]) == ["kind", "day"]


def test_the_html_of_a_table_is_escaped() -> None:
    """What JupyterLab shows of a stored table runs no script, in cells, titles and caption."""
    table = display.Table(pd.DataFrame({"a": [EVIL]}), name="tab-x", caption=EVIL, columns={"a": EVIL})
    html = table._repr_mimebundle_()["text/html"]
    assert "<script" not in html and html.count("&lt;script&gt;") == 3


def test_numbers_are_written_for_prose(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thousands are separated, text stays, and a missing value is refused."""
    import myst_nb

    glued: dict[str, Any] = {}
    monkeypatch.setattr(myst_nb, "glue", lambda name, value, display: glued.__setitem__(name, value))
    display.numbers({"b": 14200, "a": pd.Series([7], dtype="Int64").iloc[0], "c": "five", "d": 2.5, "e": True})
    assert glued == {"a": "7", "b": "14,200", "c": "five", "d": 2.5, "e": True} and list(glued) == sorted(glued)
    with pytest.raises(RecordError, match="the number “n” has no value"):
        display.numbers({"n": pd.NA})
