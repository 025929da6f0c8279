"""Version, dates and identifier stand once, in data/datapackage.json; everything else follows."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from small_record import Book, book  # noqa: F401  (a fixture)

from helpers import citable, citation_files, dataset_metadata, edition, record, validation
from helpers.errors import RecordError
from helpers.citable import Thing
from helpers.publishing import head, linked

INVENTED = "10.5281/zenodo.0000000"
FIGURE = Thing("figure", "fig-a", "Figure 1: Truces", "chapters/one", "fig-a")

# The keys that the Citation File Format 1.2.0 knows for a whole file, and those that it demands.
CFF_KEYS = set(
    "abstract authors cff-version commit contact date-released doi identifiers keywords license license-url message "
    "preferred-citation references repository repository-artifact repository-code title type url version".split()
)
CFF_NEEDED = {"authors", "cff-version", "message", "title"}
# What the archive's deposit form demands, and the words that it takes.
ZENODO_NEEDED = {"title", "upload_type", "description", "creators", "access_right", "license"}


def give_doi(book: Book, doi: str) -> None:  # noqa: F811
    """Fill the one field that a release fills."""
    book.save({"name": book.package["name"], "id": doi, **{k: v for k, v in book.package.items() if k != "name"}})


def test_derived_files_are_as_the_home_says(checkout: Path) -> None:
    """Citation file, archive's metadata, version of the code's package, the README's sentence, `created`."""
    assert citation_files.stale(checkout) == []
    assert len(citation_files.derived(checkout)) == 5


def test_no_other_file_is_a_home(checkout: Path) -> None:
    """The present version stands only in the home, in what is derived from it, and where releases are told."""
    import subprocess

    about = edition.current()

    def naming(*pattern: str) -> list[str]:
        return subprocess.run(["git", "grep", "-lF", *pattern], cwd=checkout, capture_output=True, text=True).stdout.split()

    listed = sorted({*naming(about.version, "--", ":!*.py"), *naming(f'"{about.version}"', "--", "*.py")})  # a remark on a release is none
    allowed = {p.relative_to(checkout).as_posix() for p in citation_files.derived(checkout)}
    allowed |= {"CHANGELOG.md", "data/CHANGES.md", "data/release.json", "data/release-history.json"}
    # Versions of other things, and the tests' own invented releases, are no second home. (A day may be another thing's.)
    others = re.compile(r"(requirements.*\.txt|\.ci/.*|data/[a-z_]+\.csv|chapters/.*\.ipynb|tests/.*|releases/.*)?")
    assert [name for name in listed if name not in allowed and not others.fullmatch(name)] == []


def test_the_changelog_tells_of_the_edition(checkout: Path) -> None:
    """Its newest release is this one, with its day."""
    newest = re.search(r"^## \[(\d[^\]]*)\] - (\S+)$", (checkout / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert newest and (newest[1], newest[2]) == (edition.current().version, edition.current().date)


def test_citation_file_holds_what_the_format_asks(checkout: Path) -> None:
    """Keys, version of the format, one entity as author; nothing invented."""
    found = yaml.safe_load((checkout / citation_files.CFF).read_text("utf-8"))
    assert CFF_NEEDED <= set(found) <= CFF_KEYS
    assert found["cff-version"] == "1.2.0" and found["type"] in ("dataset", "software")
    assert found["authors"] == [{"name": "The Negotiation Record contributors"}]
    assert all(isinstance(found[key], str) for key in ("version", "date-released", "title", "message"))
    assert len(set(found["keywords"])) == len(found["keywords"]) > 3
    assert ("doi" in found) == bool(edition.current().doi) and not {"url", "repository", "repository-code", "identifiers"} & set(found)


def test_archive_metadata_holds_what_the_form_asks(checkout: Path) -> None:
    found = json.loads((checkout / citation_files.ZENODO).read_text("utf-8"))
    assert ZENODO_NEEDED <= set(found)
    assert (found["upload_type"], found["access_right"], found["license"], found["language"]) == ("dataset", "open", "cc-by-4.0", "eng")
    assert found["version"] == edition.current().version and found["publication_date"] == edition.current().date


def test_without_doi_none_is_said(book: Book) -> None:  # noqa: F811
    """No field, no address, no empty brackets."""
    texts = [path for path in citation_files.derived(book.root).values()]
    texts += [edition.current().citation, dataset_metadata.jsonld(), json.dumps(linked.book(""))]
    texts += [text for thing in (citable.book(), FIGURE) for text in citable.forms(thing).values()]
    assert not [text for text in texts if "doi" in text.lower() or "identifier" in text]
    assert not [name for name, value in head.highwire(citable.book(), "", "") if name == "citation_doi" and value]


def test_a_doi_once_given_stands_everywhere(book: Book) -> None:  # noqa: F811
    """The one field filled: citations, citation file, archive's metadata and the description of the record have it."""
    give_doi(book, INVENTED)
    about, address = edition.current(), f"https://doi.org/{INVENTED}"
    assert validation.check(book.root) == []
    assert about.citation == f"The Negotiation Record contributors (2016). A record of three events, version 0.1.0, data to 31 December 2015. {address}"
    whole, part = citable.forms(citable.book()), citable.forms(FIGURE, "https://book.example.org/")
    for style in citable.STYLES:
        assert whole[style].rstrip(".").endswith(address), style
        assert "https://book.example.org/chapters/one.html#fig-a" in part[style], style
        assert address in citable.forms(FIGURE)[style] and "Page chapters/one.html#fig-a." in citable.forms(FIGURE)[style], style
    assert json.loads(whole["json"])[0]["DOI"] == INVENTED and f"doi = {{{INVENTED}}}" in whole["bib"] and f"DO  - {INVENTED}\r\n" in whole["ris"]
    assert "DOI" not in json.loads(part["json"])[0], "a part has no DOI of its own"
    assert citable.formatted(citable.book(), "apa").runs[-1].href == address
    assert ("citation_doi", INVENTED) in head.highwire(citable.book(), "", "")
    assert linked.book("")["identifier"] == address
    assert json.loads(dataset_metadata.jsonld())["identifier"] == address
    files = {path.name: text for path, text in citation_files.derived(book.root).items()}
    assert yaml.safe_load(files[citation_files.CFF])["doi"] == INVENTED
    assert json.loads(files[citation_files.ZENODO])["doi"] == INVENTED
    assert f"(version {about.version}). {address}" in " ".join(citation_files.readme(about).split())


@pytest.mark.parametrize(("doi", "version", "field"), [("https://doi.org/10.1/x", "0.1.0", "id"), ("10.12/x y", "0.1.0", "id"), (INVENTED, "1.0", "version")])
def test_what_is_no_doi_or_version_is_a_problem(book: Book, doi: str, version: str, field: str) -> None:  # noqa: F811
    give_doi(book, doi)
    book.replace("datapackage.json", '"version": "0.1.0"', f'"version": "{version}"')
    assert [(p.table, p.field) for p in validation.check(book.root)] == [("datapackage", field)]


def test_a_new_version_reaches_every_file(book: Book) -> None:  # noqa: F811
    """One change at home, one command: every copy follows; a file that lost its line is named."""
    (book.root / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "0.0.9"\n', "utf-8")
    (book.root / "README.md").write_text("# X\n\nCite as [CITATION.cff](CITATION.cff) says: nothing.\n\nMore.\n", "utf-8")
    book.replace("datapackage.json", '"version": "0.1.0"', '"version": "0.2.0"')
    assert citation_files.write(book.root) == ["CITATION.cff", ".zenodo.json", "pyproject.toml", "README.md"]
    assert citation_files.stale(book.root) == [] and citation_files.write(book.root) == []
    assert 'version = "0.2.0"\n' in (book.root / "pyproject.toml").read_text("utf-8")
    assert "(version 0.2.0).\n\nMore." in (book.root / "README.md").read_text("utf-8")
    (book.root / "README.md").write_text("# X\n", "utf-8")
    with pytest.raises(RecordError, match="README.md: the place of the version stands there 0 times"):
        citation_files.stale(book.root)


def test_the_book_is_described_as_its_package_says() -> None:
    about = edition.current()
    assert (about.version, about.date, about.cutoff) == (record.package()["version"], record.package()["record"]["release_date"], record.cutoff())
    assert about.title == "The Negotiation Record" and about.year == about.date[:4]
