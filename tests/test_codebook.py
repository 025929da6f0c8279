"""The codebook: every field and term is described there, and every field and term is used by some row."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import pytest
from docutils import nodes
from small_record import Book, book  # noqa: F401  (a fixture)

from helpers import record, validation
from helpers.publishing.codebook import codebook

DATA = Path(__file__).resolve().parents[1] / "data"

# Columns that no row fills, each with the reason why it stands all the same. One that is filled now leaves this list.
UNFILLED = {
    ("actors", "pax_id"): "promised since 0.1.0; the ids of PA-X actors were not established",
    ("actors", "ucdp_id"): "promised since 0.1.0; the ids of UCDP actors were not established",
    ("returns_of_bodies", "place_id"): "no source that was read names the place of a handover",
    ("commitments", "notes"): "every table has notes",
    ("guarantees", "notes"): "every table has notes",
    ("indicators", "notes"): "every table has notes",
}


GROWING = {"errata", "redirects"}  # which columns are filled depends on what was corrected


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def unfilled(data: Path, package: dict) -> set[tuple[str, str]]:
    """Columns of tables with rows that are empty in all of them."""
    found = set()
    for resource in package["resources"]:
        lines = rows(data / resource["path"])
        found |= {(resource["name"], f["name"]) for f in resource["schema"]["fields"] if lines and not any(line[f["name"]] for line in lines)}
    return found


@lru_cache(1)
def page() -> list[nodes.Node]:
    """The codebook as its page has it."""
    return codebook()


@lru_cache(1)
def shown() -> dict[str, str]:
    """Anchor → text of each section of the page."""
    return {part["ids"][0]: part.astext() for made in page() for part in made.findall(nodes.section)}


def test_every_field_is_filled_by_some_row() -> None:
    """A column that nothing uses is no column: it is filled, or stands above with the reason."""
    assert {one for one in unfilled(DATA, record.package()) if one[0] not in GROWING} == set(UNFILLED)


def test_an_unused_field_and_an_unused_term_are_found(book: Book) -> None:  # noqa: F811
    """Broken on purpose: a column that no row fills, and a term that no row has."""
    before = unfilled(book.data, book.package)
    package = book.package
    book.fields("issues", package).append({"name": "colour", "type": "string", "title": "Colour", "description": "Colour of the issue", "empty": "None"})
    book.save(package)
    book.write("issues", [row | {"colour": ""} for row in book.rows("issues")])
    assert unfilled(book.data, book.package) - before == {("issues", "colour")}
    book.replace("vocabulary.csv", "event_type,meeting", "event_type,letter,Letter,A letter.,,,\nevent_type,meeting")
    assert [p.value for p in validation.check(book.root)] == ["letter"]


@pytest.mark.parametrize("name", record.tables())
def test_every_field_is_described_on_the_page(name: str) -> None:
    """Name, meaning, and what an empty cell means; a meaning says more than the title does."""
    resource, text = record.resource(name), shown()[f"table-{name}"]
    assert resource["description"] in text and resource["record"]["inclusion"] in text
    for field in resource["schema"]["fields"]:
        meaning, empty = field["description"], field.get("empty", "")
        assert field["name"] in text and meaning in text and empty in text, field["name"]
        assert len(meaning.split()) > 2 and meaning.casefold() != field["title"].casefold() and not meaning.endswith("."), f"{field['name']}: {meaning}"
        assert bool(empty) != bool(field.get("constraints", {}).get("required")), f"{field['name']}: never empty, or a meaning of the empty cell"


def test_every_term_is_described_on_the_page() -> None:
    """Each term of each closed list with its definition; what the list is for is said by the fields that point to it."""
    for row in rows(DATA / "vocabulary.csv"):
        if row["vocabulary"] != "glossary":
            text = shown()[f"list-{row['vocabulary'].replace('_', '-')}"]
            assert row["term"] in text and row["definition"] and row["definition"] in text, row["term"]


def test_the_page_begins_with_how_to_read_it() -> None:
    """A list of all tables with links, and the conventions that hold for every one."""
    first = page()[0]
    assert [link["refid"] for link in first.findall(nodes.reference)] == [f"table-{name}" for name in record.tables()]
    assert all(word in first.astext() for word in ("2025-03", "semicolons", "never zero", "is_disputed", "python -m helpers new"))
