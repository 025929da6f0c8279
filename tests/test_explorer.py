"""The explorers: what entries can be found by is what the tables say, and the form says nothing that a name could break."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import pytest
from docutils import nodes

from helpers import record
from helpers.publishing import explorer, pages
from helpers.wording import text

DAYS = ("2014-03-31", "2022-04-20", "2025-02-02", "2025-05-20", "2025-12-01", "2026-10-10")


@lru_cache(None)
def part(name: str) -> tuple[explorer.explorer, dict[str, nodes.Element]]:
    """The form of a part of the record, and its entries by id."""
    made = pages.MAKERS[name]()
    form = next(node for node in made if isinstance(node, explorer.explorer))
    entries = {e["ids"][0]: e for node in made for e in node.findall(nodes.Element) if "filters" in e}
    return form, entries


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("2015-02-11", "2015-02-12", ("2015-02-11", "2015-02-12")),
        ("2015-02", "", ("2015-02-01", "2015-02-28")),
        ("2016", "2017", ("2016-01-01", "2017-12-31")),
        ("", "", ("", "")),
    ],
)
def test_dates_become_first_and_last_possible_day(start: str, end: str, found: tuple[str, str]) -> None:
    assert explorer.days(start, end) == found


def test_marks_of_an_entry() -> None:
    """What repeats the first day is left out; an imprecise day of knowledge counts from its end; a value stands once."""
    entry = explorer.mark(nodes.container(), **{"from": "2025-03-04", "to": "2025-03-04"}, known="2025-03", actors=["b", "a", "b"], issues="x;y", kind=None)
    assert entry["filters"] == {"from": "2025-03-04", "known": "2025-03-31", "actors": "b a", "issues": "x y"}
    assert explorer.mark(nodes.container(), **{"from": "2025-03-04"}, known="2025-03-04")["filters"] == {"from": "2025-03-04"}


def test_a_line_is_late_only_if_it_is_later_than_its_entry() -> None:
    line = lambda known: explorer.since(nodes.paragraph(), known, "2025-03-04")  # noqa: E731
    assert "since" not in line("") and "since" not in line("2025-03-04") and line("2025-03")["since"] == "2025-03-31"
    assert explorer.since(None, "2025-03", "2025-03-04") is None


@pytest.mark.parametrize(("name", "table", "key"), [("chronology", "events", "event_id"), ("documents", "documents", "document_id")])
def test_every_row_can_be_found_by_its_own_values(name: str, table: str, key: str) -> None:
    """Each row has an entry with its first day, kind, and (for events) its actors and issues."""
    _, entries = part(name)
    frame = record.load(table)
    assert set(entries) == set(frame[key])
    actors = record.load("event_actors").groupby("event_id")["actor_id"].agg(set)
    for row in frame.itertuples(index=False):
        marks = entries[getattr(row, key)]["filters"]
        date = row.start_date if table == "events" else row.date
        assert marks["from"] == str(record.days([date])[0][0])
        assert marks["kind"] == (row.event_type if table == "events" else row.document_type)
        if table == "events":
            assert set(marks["actors"].split()) == actors[row.event_id]
            assert marks.get("issues", "").split() == list(dict.fromkeys(filter(None, text(row.issue_ids).split(";"))))


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(
    ("name", "table", "key"), [("chronology", "events", "event_id"), ("documents", "documents", "document_id"), ("ceasefires", "ceasefires", "ceasefire_id")]
)
def test_as_known_on_a_day_is_as_of(day: str, name: str, table: str, key: str) -> None:
    """The entries that the form leaves on a day, and the lines in them, are those of ``record.as_of``."""
    _, entries = part(name)
    known = record.as_of(day).load(table)
    assert {i for i, e in entries.items() if e["filters"].get("known", e["filters"]["from"]) <= day} == set(known[key])
    optional = {"events": {"outcome": "Outcome: "}, "documents": {"event_id": "Event: ", "supersedes_id": "Replaces: "}}.get(table)
    optional = optional or {"end_reason": "End: ", "first_violation_date": "First reported violation: "}
    wrong: list[Any] = []
    for row in known.itertuples(index=False):
        lines = {line.astext().split(": ")[0] + ": ": line for line in entries[getattr(row, key)].children if isinstance(line, nodes.paragraph)}
        for field, label in optional.items():
            shown = label in lines and lines[label].get("since", "") <= day
            if shown != isinstance(getattr(row, field), str):
                wrong.append((getattr(row, key), field))
    assert wrong == []


@pytest.mark.parametrize("name", ["chronology", "documents", "ceasefires"])
def test_choices_count_what_they_find(name: str) -> None:
    """Each choice finds as many entries as it says, under the words of the record, in the order of the alphabet."""
    form, entries = part(name)
    assert form["total"] == len(entries) and {f.name for f in form["facets"]} >= {"kind"}
    for facet in form["facets"]:
        for value, words, count in facet.options:
            assert count == sum(value in e["filters"].get(facet.mark, "").split() for e in entries.values()) > 0
            assert words and words != value or facet.name == "status", (facet.name, value)
        assert [o[1].casefold() for o in facet.options] == sorted(o[1].casefold() for o in facet.options)


def test_the_form_escapes_names() -> None:
    """A name with markup is text in a choice, and a value is text in an attribute."""
    entry = explorer.mark(nodes.container(), **{"from": "2025-03-04"}, kind='a"><b')
    form = explorer.form("events", ("event", "events"), [entry], [explorer.Facet("kind", "<Kind>", "kind", (('a"><b', "<script>x</script>", 1), ("c", "C", 1)))])
    found = explorer.markup(form, "../")
    assert "<script>x" not in found and "&lt;script&gt;x" in found and '"a"' not in found and "&lt;Kind&gt;" in found
    assert explorer.attributes(entry) == ' data-from="2025-03-04" data-kind="a&quot;&gt;&lt;b"'


def test_a_choice_of_one_value_is_none() -> None:
    """A form offers no choice among one thing."""
    entry = explorer.mark(nodes.container(), **{"from": "2025-03-04"}, kind="x")
    assert explorer.form("events", ("event", "events"), [entry], [explorer.facet("kind", "Kind", "kind", [entry], {})])["facets"] == ()


def test_what_finding_costs() -> None:
    """Styles and scripts of forms are carried by pages that have one alone, and are small."""
    from helpers.publishing import theme

    static = theme.FOLDER / "static"
    assert len(theme.finding().encode()) <= 5_000 and "/*" not in theme.finding() and ".explore" not in theme.stylesheet()
    assert (static / "explore.js").stat().st_size <= 9_500 and (static / "search.js").stat().st_size <= 16_000
