"""What an edition of the book says of itself, from the one place where it stands: ``data/datapackage.json``.

Version, dates, author, licence and keywords are read there. So is the identifier: ``id`` is empty until an archive has
given the release a DOI (https://doi.org), which is then written there as ``10.…/…``; every citation, citation file and
description of the record takes it from here. No other file is the home of one of these: ``citation_files`` writes the
copies that other tools want to find.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from helpers.validation.problems import Problem
from helpers.validation.reading import Data

DOI = re.compile(r"10\.\d{4,9}(\.\d+)*/[A-Za-z0-9:/_;\-.()\[\]\\]+")  # as the Citation File Format 1.2.0 has it
RESOLVER = "https://doi.org/"


@dataclass(frozen=True)
class Edition:
    """One edition.

    Attributes:
        title: of the book, without subtitle.
        author: the one entity that stands for all who contributed.
        version: three numbers.
        date: day of the release, ISO.
        cutoff: day to which the record is complete, ISO.
        doi: identifier as ``10.…/…``; empty as long as there is none.
        licence: SPDX name of the licence of text and data.
        keywords: of the record.
    """

    title: str
    author: str
    version: str
    date: str
    cutoff: str
    doi: str
    licence: str
    keywords: tuple[str, ...]

    @property
    def year(self) -> str:
        """Year of the release."""
        return self.date[:4]

    @property
    def address(self) -> str:
        """The DOI as an address; empty as long as there is none."""
        return f"{RESOLVER}{self.doi}" if self.doi else ""

    @property
    def words(self) -> str:
        """Version and cut-off of the data."""
        from helpers.wording import in_words  # it knows pandas, which checking the data does without

        return f"version {self.version}, data to {in_words(self.cutoff)}"

    @property
    def citation(self) -> str:
        """The book as a plain sentence: author, year, title, version, data cut-off, and the DOI where there is one."""
        text = f"{self.author} ({self.year}). {self.title}, {self.words}."
        return f"{text} {self.address}" if self.doi else text


def of(package: Mapping[str, Any]) -> Edition:
    """The edition that a descriptor of the data package describes."""
    dates = package.get("record", {})
    return Edition(
        title=str(package.get("title", "")).partition(":")[0],
        author=str(package["contributors"][0]["title"]),
        version=str(package.get("version", "")),
        date=str(dates.get("release_date", "")),
        cutoff=str(dates.get("cutoff_date", "")),
        doi=str(package.get("id", "")),
        licence=str(package["licenses"][0]["name"]),
        keywords=tuple(package.get("keywords", ())),
    )


def current() -> Edition:
    """The edition of the book that we are in."""
    from helpers import record

    return of(record.package())


def findings(data: Data) -> Iterator[Problem]:
    """An identifier that is no DOI; what a version looks like is the schema's business."""
    doi = str(data.package.get("id", ""))
    if doi and not DOI.fullmatch(doi):
        yield Problem("datapackage", "", "id", doi, "the identifier is a DOI as its archive gave it, or empty", "Write it as 10.1234/abcd, without address; leave it empty while there is none.")
