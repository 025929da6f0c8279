"""Answers to questions and the story in ten minutes: what they say is what the record and the chapters say."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from helpers import record
from helpers.tables import faq

CHAPTERS = Path(__file__).resolve().parents[1] / "chapters"
PAGES = ("faq", "ten-minutes")
OF = {"history": "history", "calls": "history", "actors_numbers": "actors", "obstacles": "obstacles", "paths": "paths-forward", "method": "method"}
ASKED = ("faq-latest", "faq-us-russia", "faq-hinders", "faq-nato", "faq-others")
ROLE = re.compile(r"\{[a-z:]+\}`([^`]*)`")


def cells(page: str) -> list[dict]:
    return json.loads((CHAPTERS / f"{page}.ipynb").read_text("utf-8"))["cells"]


def prose(page: str) -> str:
    return "\n\n".join("".join(cell["source"]) for cell in cells(page) if cell["cell_type"] == "markdown")


def glued(page: str) -> dict[str, str]:
    """Name → text of the numbers stored in a notebook."""
    found = {}
    for cell in cells(page):
        for output in cell.get("outputs", ()):
            name = output.get("metadata", {}).get("scrapbook", {}).get("name")
            if name:
                found[name] = "".join(next(iter(output["data"].values()))).strip("'")
    return found


def answers() -> dict[str, str]:
    """Id of a question → its answer."""
    parts = re.split(r"^\((faq-[a-z0-9-]+)\)=\n### .+\?$", prose("faq"), flags=re.M)
    return {name: re.split(r"^\(", text, maxsplit=1, flags=re.M)[0].strip() for name, text in zip(parts[1::2], parts[2::2])}


def test_the_questions_are_there() -> None:
    found = answers()
    assert len(found) >= 20 and set(ASKED) <= set(found)
    assert prose("faq").count("\n### ") == len(found)


@pytest.mark.parametrize("name", list(answers()))
def test_every_answer_is_short_cited_dated_and_leads_on(name: str) -> None:
    answer = answers()[name]
    text, dated = answer.rsplit("\n\n", 1)
    assert text.startswith("**"), "the answer comes first"
    assert "{cite}`" in text
    assert dated.startswith("*As of {glue:text}`last_day`.* More: ")
    assert re.search(r"\]\([a-z0-9-]+\)|\{doc\}`|\{fig\}`|\{tab\}`", dated)
    plain = re.sub(r"\s?\{cite\}`[^`]*`", "", text)
    assert 30 < len(plain.split()) < 190


@pytest.mark.parametrize("page", PAGES)
def test_no_quantity_is_typed(page: str) -> None:
    """Numbers come from the record; what remains are dates and the names of texts and articles."""
    text = ROLE.sub("", prose(page))
    months = "January|February|March|April|May|June|July|August|September|October|November|December"
    text = re.sub(rf"\d{{1,2}} (?=(?:{months}))|\b(?:19|20)\d\d\b|the 9th|28-point|28 points|20 points|Article 73|G20|E3", "", text)
    text = re.sub(r"\(#?[a-z0-9-]+\)=?", "", text)
    assert re.findall(r"\d[\d,.]*", text) == []


@pytest.mark.parametrize("page", PAGES)
def test_numbers_are_those_of_the_chapters(page: str) -> None:
    """An answer repeats the number of the chapter that says more."""
    here = glued(page)
    assert set(re.findall(r"\{glue:text\}`([a-z0-9_]+)`", prose(page))) <= set(here)
    for compute, names in faq.TAKEN.items():
        there = glued(OF[compute.__module__.rpartition(".")[2]])
        for name in names.split():
            assert here[name] == ("none" if there[name] == "0" else there[name]), name


def test_every_number_is_used() -> None:
    used = set(re.findall(r"\{glue:text\}`([a-z0-9_]+)`", "".join(map(prose, PAGES))))
    assert set(" ".join(faq.TAKEN.values()).split()) | set(faq._own()) == used


def test_sentences_that_a_later_row_would_make_wrong() -> None:
    """The prose names these as the last of their kind. When this fails, the two pages want a new sentence."""
    events, parts = record.load("events"), record.load("event_actors")
    own = faq._own()
    assert (own["ceasefire_now"], own["n_running"]) == ("No", "no")
    assert faq.last_round(events, parts)["event_id"] == "2026-02-17-geneva-round-3"
    assert faq.last_meeting(events, parts, faq.PRESIDENTS)["event_id"] == "2019-12-09-paris-summit"
    assert own["last_exchange"] == "15 May 2026"


def day(text: str) -> pd.Timestamp:
    return pd.Timestamp(text, tz="UTC")


def test_a_truce_runs_from_its_first_to_its_last_day() -> None:
    rows = [
        ("ended", "in_force", "full", "2026-05-09", "2026-05-11"),
        ("ends that day", "in_force", "full", "2026-05-09", "2026-10-10"),
        ("open", "in_force", "holiday", "2026-10-01", None),
        ("later", "in_force", "full", "2026-10-11", None),
        ("of one town", "in_force", "local", "2026-10-01", None),
        ("proposed", "proposed", "full", "2026-10-01", None),
        ("long ago", "in_force", "full", "2020-07-27", None),
    ]
    frame = pd.DataFrame(rows, columns=["ceasefire_id", "truce_status", "scope", "effective_first", "end_last"])
    for column in ("effective_first", "end_last"):
        frame[column] = pd.to_datetime(frame[column], utc=True)
    assert list(faq.running(frame, day("2022-02-24"), day("2026-10-10"))["ceasefire_id"]) == ["ends that day", "open"]


def test_to_object_is_not_to_meet() -> None:
    events = pd.DataFrame({"event_id": ["met", "blamed", "called"], "event_type": ["summit", "summit", "phone_call"], "start_first": [day("2019-12-09"), day("2024-07-09"), day("2025-01-01")]})
    parts = pd.DataFrame(
        [("met", "a", "participant"), ("met", "b", "party"), ("blamed", "a", "host"), ("blamed", "b", "objector"), ("called", "a", "party"), ("called", "b", "party")],
        columns=["event_id", "person_id", "role"],
    )
    assert faq.last_meeting(events, parts, {"a", "b"})["event_id"] == "met"
