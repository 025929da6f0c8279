"""News for those who come back, the map of the site, and the picture of a page: made by hand here, without a build."""

from __future__ import annotations

import struct

import pytest
from lxml import etree
from small_record import Book, book  # noqa: F401  (a fixture)

from helpers.figures import theme
from helpers.publishing import card, feed

SITE = "https://book.example.org/"
CHANGELOG = """# Changelog

## [Unreleased]

- Nothing yet.

## [0.2.0] - 2016-02-01

### Added

- The **second** version & more: <b>no markup</b>.

## [0.1.0] - 2015-06-01

First release.
"""
CHANGES = "# What changed in the facts\n\n## Facts, 0.1.0 to 0.2.0\n\n3 values changed.\n\n### events\n\n- Rows added (1): x\n"
ERRATA = """erratum_id,published_date,published_precision,table,row_id,field,old_value,new_value,reason,source_ids
one-date,2016-03-04,day,events,2015-06-02-second-round,end_date,2015-06-03,2015-06-04,The archive gives another day,lake-gazette-2015-06-talks
two-name,2016-03,month,events,2015-06-02-second-round,outcome,,<none>,It was left out,
"""


@pytest.fixture
def news(book: Book) -> Book:  # noqa: F811
    """A book with two releases and two corrections."""
    (book.root / "CHANGELOG.md").write_text(CHANGELOG, "utf-8")
    (book.data / "CHANGES.md").write_text(CHANGES, "utf-8")
    (book.data / "errata.csv").write_text(ERRATA, "utf-8")
    package = book.package
    columns = ERRATA.partition("\n")[0].split(",")
    fields = [{"name": name, "type": "string", "title": name, "description": name} for name in columns]
    package["resources"].append(
        {"name": "errata", "path": "errata.csv", "title": "Errata", "description": "Corrections.", "encoding": "utf-8",
         "schema": {"fields": fields, "primaryKey": ["erratum_id"]}, "record": {"unit": "one correction", "date_prefixes": ["published"]}}
    )  # fmt: skip
    book.save(package)
    return book


def test_the_feed_tells_releases_and_corrections(news: Book) -> None:
    """The newest first, each with its date and a permanent address; nothing that is not released; no markup of the record."""
    root = etree.fromstring(feed.atom(SITE))
    entries = root.findall("{*}entry")
    assert [e.findtext("{*}title") for e in entries] == [
        "Correction: events, 2015-06-02-second-round", "Correction: events, 2015-06-02-second-round", "Version 0.2.0", "Version 0.1.0",
    ]  # fmt: skip
    assert [e.findtext("{*}updated")[:10] for e in entries] == ["2016-03-04", "2016-03-01", "2016-02-01", "2015-06-01"]
    assert root.findtext("{*}updated") == "2016-03-04T00:00:00Z"
    ids = [e.findtext("{*}id") for e in entries]
    assert ids[0] == f"{SITE}record/corrections.html#erratum-one-date" and ids[2] == f"{SITE}record/changes.html#changes-0-2-0" and len(set(ids)) == 4
    contents = [e.findtext("{*}content") for e in entries]
    assert "End: 3 June 2015, now 4 June 2015. The archive gives another day." in contents[0]
    assert "Outcome: empty, now &lt;none&gt;. It was left out." in contents[1]
    assert "3 values changed." in contents[2] and "<strong>second</strong>" in contents[2] and "&lt;b&gt;" in contents[2] and "Rows added" not in contents[2]
    assert feed.atom(SITE) == feed.atom(SITE)
    for entry in entries:  # what RFC 4287 demands of each
        assert all(entry.find(f"{{*}}{name}") is not None for name in ("id", "title", "updated", "link", "content"))
    assert root.find("{*}author/{*}name").text == "The Negotiation Record contributors"


def test_no_news_is_a_valid_feed(book: Book) -> None:  # noqa: F811
    """A book without changelog and corrections has a feed without entries, dated by its release."""
    root = etree.fromstring(feed.atom(SITE))
    assert root.findall("{*}entry") == [] and root.findtext("{*}updated") == "2016-02-01T00:00:00Z"


def test_the_sitemap_begins_with_the_cover(book: Book) -> None:  # noqa: F811
    """The cover is the address of the book itself; each page has the date of the release."""
    root = etree.fromstring(feed.sitemap(SITE, ["chapters/one", "index", "record/data"], "index"))
    assert [u.findtext("{*}loc") for u in root] == [SITE, f"{SITE}chapters/one.html", f"{SITE}record/data.html"]
    assert {u.findtext("{*}lastmod") for u in root} == {"2016-02-01"}


def test_a_picture_holds_title_and_chart() -> None:
    """It has the size that is announced, the chart inside its frame, and no more of a title than there is room for."""
    chart = f'<svg role="img" class="marks" width="600" height="900" viewBox="0 0 600 900"><rect width="600" height="900" fill="{theme.PALETTE["blue"]}"/></svg>'
    svg = card.draw("A title & more " * 12, "The book", "version 0.1.0", chart)
    tree = etree.fromstring(svg)
    inner = tree.find("{*}svg")
    assert float(inner.get("y")) + float(inner.get("height")) <= card.HEIGHT - 40
    assert float(inner.get("x")) > 500 and float(inner.get("x")) + float(inner.get("width")) <= card.WIDTH - 40
    texts = [t.text for t in tree.findall("{*}text")]
    assert texts[0] == "The book" and texts[-1] == "Version 0.1.0" and len(texts) == 2 + card.LINES and texts[-2].endswith(" …")
    picture = card.png(svg)
    assert struct.unpack(">LL", picture[16:24]) == (card.WIDTH, card.HEIGHT) and picture == card.png(svg)
