"""Old addresses of the built fixture book lead on: a row that moved, and a page that went."""

from __future__ import annotations

import re

from .conftest import Book


def test_a_row_that_moved_is_found_at_its_old_address(built_once: Book) -> None:
    """On the page where it stood, under its old id, with a link to the new one; print has no such note."""
    page = (built_once.root / "_build" / "html" / "record" / "chronology.html").read_text("utf-8")
    (note,) = re.findall(r'<p class="moved" id="2015-06-second-round">(.*?)</p>', page, re.S)
    assert 'href="#2015-06-02-second-round"' in note and "The day became known." in note
    assert ".moved{display:none}" in page and ".moved:target{display:block}" in page


def test_a_page_that_went_leads_on(built_once: Book) -> None:
    """Its address holds a page of the book with a link, a way without script, and nothing for search engines."""
    page = (built_once.root / "_build" / "html" / "chapters" / "zero.html").read_text("utf-8")
    assert 'content="0; url=one.html"' in page and 'name="robots" content="noindex"' in page
    assert re.search(r'What stood here is now <a href="one.html">[^<]+</a>. One chapter begins with one.', page)
    assert '<header class="site">' in page
    index = [path.read_text("utf-8") for path in (built_once.root / "_build" / "html" / "_search").iterdir()]
    assert any("chapters/one" in text for text in index) and not any("chapters/zero" in text for text in index)
