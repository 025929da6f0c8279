"""The record described for machines: what schema.org asks of a Dataset, and no address that nobody has."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from small_record import Book, book  # noqa: F401  (a fixture)

from helpers import dataset_metadata, exports, record


def test_the_description_says_what_the_package_says(checkout: Path) -> None:
    """Name, version, licence, dates, maker and every table and field, none of them typed twice."""
    found, package = json.loads(dataset_metadata.jsonld()), record.package()
    assert (found["@context"], found["@type"]) == ("https://schema.org/", "Dataset")
    assert (found["name"], found["version"], found["datePublished"]) == (package["title"], package["version"], package["record"]["release_date"])
    assert 50 <= len(found["description"]) <= 5000, "what search engines accept"
    assert found["license"] == "https://creativecommons.org/licenses/by/4.0/" and found["isAccessibleForFree"] is True
    assert [who["name"] for who in found["creator"]] == ["The Negotiation Record contributors"]
    first, last = found["temporalCoverage"].split("/")
    assert first < last == record.cutoff()
    assert [part["alternateName"] for part in found["hasPart"]] == record.tables()
    for part in found["hasPart"]:
        assert [v["name"] for v in part["variableMeasured"]] == list(record.fields(part["alternateName"]))
        assert part["description"] and part["license"] == found["license"]


@pytest.mark.parametrize("folder", ["", "../downloads/"])
def test_no_address_is_invented(folder: str) -> None:
    """Files are named relative to the description; what would need an address of the book is left out."""
    found = dataset_metadata.dataset(folder)
    assert not {"url", "@id", "identifier", "sameAs", "includedInDataCatalog"} & set(found)
    assert [file["contentUrl"] for file in found["distribution"]] == [folder + name for name in exports.names()]
    assert [file["encodingFormat"] for file in found["distribution"]] == ["application/zip", "application/vnd.sqlite3"]


def test_beside_the_exports_it_has_their_digests(book: Book, tmp_path: Path) -> None:  # noqa: F811
    """The same bytes each time, with size and digest of the files that lie beside it."""
    made = exports.write(tmp_path)
    path = dataset_metadata.write(tmp_path)
    first = path.read_bytes()
    files = json.loads(first)["distribution"]
    assert {file["name"]: file["sha256"] for file in files} == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in made if path.suffix != ".jsonld"}
    assert dataset_metadata.write(tmp_path).read_bytes() == first


def test_no_text_can_end_the_script(book: Book) -> None:  # noqa: F811
    """Whatever a description says, a page that holds it is not broken."""
    package = book.package
    package["description"] = "A </script><script>alert(1)</script> in a description that is long enough to be one, for a test."
    book.save(package)
    text = dataset_metadata.jsonld()
    assert "<" not in text and json.loads(text)["description"] == package["description"]
