"""The glossary has the words that the chapters use in a sense of their own."""

from __future__ import annotations

import json
import re
from pathlib import Path

from helpers import record

CHAPTERS = Path(__file__).resolve().parents[1] / "chapters"
PLAIN = {"TASS", "AFP", "RAND", "HIMARS", "OPORA", "CSV", "SVG", "PNG", "JSON", "PDF"}
"""Names of agencies, arms and files that need no entry where they stand."""

SPECIAL = (
    "Donbas;read-out;mediator;guarantor;envoy;go-between;monitoring;pull-back;regime of silence;school truce;holiday truce;local truce;grain corridor;"
    "limited deal;frozen conflict;interim agreement;comprehensive settlement;referendum;martial law;General Assembly;Security Council;emergency special session;"
    "European Council;International Criminal Court;International Court of Justice;European Court of Human Rights;scale;stance;precision;as of;known from;cut-off;"
    "confirmed;provisional;disputed;discrepancy;erratum;survival curve;confidence interval;median;Brier score;Krippendorff’s alpha;falsifier;scenario ledger"
).split(";")


def glossary() -> dict[str, str]:
    frame = record.load("vocabulary")
    rows = frame[frame["vocabulary"] == "glossary"]
    return dict(zip(rows["title"], rows["definition"]))


def test_every_term_is_defined_in_a_sentence() -> None:
    found = glossary()
    assert len({title.casefold() for title in found}) == len(found)
    wrong = [title for title, text in found.items() if not re.fullmatch(r"[A-ZÀ-Þ‘“].{15,320}\.", text)]
    assert wrong == []


def test_special_words_have_an_entry() -> None:
    titles = {title.casefold() for title in glossary()}
    assert [word for word in SPECIAL if word.casefold() not in titles] == []


def test_abbreviations_have_an_entry_or_are_names_of_actors() -> None:
    """A row of capitals in a chapter is a term, or stands in one, or is the short name of an actor."""
    actors = record.load("actors")
    known = " ".join([*glossary(), *glossary().values(), *actors["short_name"].dropna(), *actors["name"]])
    missing = {}
    for path in sorted(CHAPTERS.glob("*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                text = re.sub(r"\{[a-z:]+\}`[^`]*`", " ", "".join(cell["source"]))
                for word in re.findall(r"(?<![\w-])[A-Z]{2,}[0-9]*(?![\w-])", text):
                    if word not in PLAIN and not re.fullmatch("[IVX]+", word) and not re.search(rf"\b{word}\b", known):
                        missing.setdefault(word, path.name)
    assert missing == {}
