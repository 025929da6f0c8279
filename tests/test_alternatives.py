"""The alternative texts of the stored figures: what they count must be in the figure's own data, or follow from it."""

from __future__ import annotations

import itertools
import json
import re
from collections import defaultdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from helpers.display import CHART

NUMBER = re.compile(r"(?<![\w./-])-?\d[\d,]*(?:\.\d+)?(?![\w/-]|\.\d)")
DATE = re.compile(r"\b\d{4}-\d\d(-\d\d)?\b|\b\d{4}[-–]Q?\d{1,2}\b|\b(\d{1,2} )?(Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{4}\b|\b(19|20)\d\d\b")
LITTLE = 20  # panels, scales, steps: small numbers describe the drawing as often as the data
NEARLY_ALL = 0.9  # of the larger numbers of all figures; a median or a fitted value is not to be had from the rows alone
LUCK = 0.45  # of numbers that are wrong by seven


@lru_cache(1)
def figures() -> list[tuple[str, str, dict[str, Any]]]:
    """Name, alternative text and data of every figure that the notebooks store."""
    found = []
    for path in sorted((Path(__file__).parents[1] / "chapters").glob("*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            for output in cell.get("outputs", ()):
                spec = output.get("data", {}).get(CHART, {})
                if meta := spec.get("usermeta", {}).get("record"):
                    found.append((meta["name"], spec["description"], meta["data"]))
    return found


def said(alt: str) -> list[float]:
    """The numbers of a text that are larger than a few, without its dates."""
    return [n for m in NUMBER.findall(DATE.sub(" ", alt)) if abs(n := float(m.replace(",", ""))) > LITTLE]


def follows(data: dict[str, Any]) -> set[float]:
    """What a reader can count, add up or compare in the rows of a figure, rounded as texts round."""
    rows, exact = data["data"], set[float]()
    exact.add(len(rows))
    names = [field["name"] for field in data["schema"]["fields"]]
    numeric = [n for n in names if any(isinstance(r[n], int | float) and not isinstance(r[n], bool) for r in rows)]
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    keys = [n for n in names if len({str(r[n]) for r in rows}) <= 60]
    for size in (0, 1, 2):
        for chosen in itertools.combinations(keys, size):
            for row in rows:
                groups[(chosen, *(str(row[n])[:40] for n in chosen))].append(row)
    for part in groups.values():
        exact.add(len(part))
        for name in names:
            exact.add(len({str(r[name]) for r in part}))
            exact.add(sum(r[name] not in (None, "", False) for r in part))
            exact.add(sum(r[name] in (None, "") for r in part))
        for name in numeric:
            exact.add(sum(r[name] for r in part if isinstance(r[name], int | float)))
    for row in rows:
        for value in row.values():
            if isinstance(value, int | float) and not isinstance(value, bool):
                exact.update((value, 100 * value))
            else:
                exact.update(float(m.replace(",", "")) for m in NUMBER.findall(str(value)))
    return {round(value, digits) for value in exact for digits in (0, 1, 2)} | {round(1 - value, 2) * 100 for value in exact if 0 < value < 1}


def test_numbers_of_alternative_texts_are_in_the_data() -> None:
    """Nine in ten of the larger numbers stand in the data of their figure or follow from it; of wrong ones, few do by luck."""
    known = {name: follows(data) for name, _, data in figures()}
    checked = {name: [(n, n in known[name]) for n in said(alt)] for name, alt, _ in figures()}
    every = [found for numbers in checked.values() for _, found in numbers]
    strange = {name: [n for n, found in numbers if not found] for name, numbers in checked.items() if any(not found for _, found in numbers)}
    assert len(every) > 100
    assert sum(every) / len(every) >= NEARLY_ALL, strange
    assert sum(n + 7 in known[name] for name, numbers in checked.items() for n, _ in numbers) / len(every) < LUCK


def test_a_wrong_number_is_noticed() -> None:
    """The rule can fail: 12 rows of 30 are not 417, nor is their sum."""
    data = {"schema": {"fields": [{"name": "n"}]}, "data": [{"n": 30}] * 12}
    assert said("12 rows of 30 from 2 March 2022 to 2023-05, 360 in all, 417 of them true; A/RES/68/262") == [30.0, 360.0, 417.0]
    assert {n for n in (30.0, 360.0, 417.0) if n in follows(data)} == {30.0, 360.0}


@pytest.mark.parametrize("name, alt", [(name, alt) for name, alt, _ in figures()])
def test_an_alternative_text_says_what_kind_of_drawing_it_is(name: str, alt: str) -> None:
    """It begins with the kind, ends as a sentence, and is not the text of a table."""
    assert re.match(r"[A-Z0-9]\S* ", alt) and alt.rstrip().endswith((".", "”")), alt[:80]
    assert re.search(r"(?i)chart|graph|map|matri|grid|bars?|dots?|lines?|timeline|panel|curve|point|diagram|heatmap|row|drawing", alt[:120]), alt[:120]
    assert 60 < len(alt) < 2500
