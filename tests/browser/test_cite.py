"""“Cite” in a browser: closed until asked for, complete from disk, and still of use without a script."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bibliography_rules import check_bibtex, check_csl, check_ris

pytestmark = pytest.mark.browser
CHAPTER = "chapters/history.html"
FORMS = ["APA", "Chicago", "Harvard", "ISO 690", "BibTeX", "RIS", "CSL-JSON"]


def test_nothing_is_fetched_before_a_reader_asks(visit: Callable[..., Any]) -> None:
    """A closed box costs no request and no space."""
    seen = visit(CHAPTER)
    assert not [r for r in seen.requests if "cite" in r.rpartition("/")[2] or "/_cite/" in r]
    assert seen.page.locator(".cite-page .cite-form").bounding_box()["height"] == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_a_figure_is_cited_in_every_form(visit: Callable[..., Any], width: int) -> None:
    """The box offers seven forms, keeps to the width of the page, moves nothing above it, and stays in the words of the build."""
    seen = visit(CHAPTER, width=width)
    box = seen.page.locator(".record-figure .tool-cite").first
    before = box.locator("p").first.text_content()
    box.scroll_into_view_if_needed()
    top = box.bounding_box()["y"]
    above = seen.page.locator(".record-figure .tool-data").first.bounding_box()["y"]
    box.locator("summary").click()
    choice = box.locator("select")
    choice.wait_for()
    assert choice.locator("option").all_text_contents() == FORMS
    assert box.locator(".cite-text").text_content() == before
    assert seen.page.locator(".record-figure .tool-data").first.bounding_box()["y"] == above and box.bounding_box()["y"] >= top
    name = box.get_attribute("data-cite")
    for form in FORMS:
        choice.select_option(label=form)
        text = box.locator(".cite-text, pre").text_content()
        assert "0.2.0" in text or "ersion" in text
        check = {"BibTeX": check_bibtex, "RIS": check_ris, "CSL-JSON": check_csl}.get(form)
        assert check is None or (name in text and len(check(text)) == 1)
        assert seen.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert seen.console + seen.outside == []


def test_a_download_is_the_file_of_the_build(visit: Callable[..., Any], built_book: Path, tmp_path: Path) -> None:
    """The script's BibTeX is byte for byte the file that lies beside the page."""
    page = visit(CHAPTER).page
    box = page.locator(".record-figure .tool-cite").first
    box.locator("summary").click()
    with page.expect_download() as waiting:
        box.get_by_role("link", name="BibTeX").click()
    waiting.value.save_as(tmp_path / "figure.bib")
    name = box.get_attribute("data-cite")
    assert waiting.value.suggested_filename == f"{name}.bib"
    assert (tmp_path / "figure.bib").read_bytes() == (built_book / "_cite" / f"{name}.bib").read_bytes()


def test_copy_says_what_it_did(visit: Callable[..., Any]) -> None:
    """After “Copy” the words stand in the clipboard, without markup, and the reader is told."""
    page = visit(CHAPTER).page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".cite-page summary").click()
    page.locator(".cite-page button").click()
    page.locator(".cite-page [role=status]", has_text="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator(".cite-page .cite-text").text_content()


@pytest.mark.parametrize("name", ["record/chronology.html", "record/documents.html", "record/data.html"])
def test_an_entry_opens_and_closes_its_citation(visit: Callable[..., Any], name: str) -> None:
    """“Cite” at an entry opens a box in place and closes it again; the page does not turn."""
    seen = visit(name)
    link = seen.page.locator("a.to-cite").first
    link.click()
    box = seen.page.locator(".cite-form.tool").first
    box.locator("select").wait_for()
    assert link.get_attribute("aria-expanded") == "true" and link.get_attribute("data-cite") in seen.page.url + box.locator(".cite-text").text_content()
    link.click()
    assert not box.is_visible() and link.get_attribute("aria-expanded") == "false"
    assert seen.console + seen.outside == []


@pytest.mark.parametrize("name", [CHAPTER, "record/documents.html"])
def test_without_a_script_the_way_leads_to_every_form(visit: Callable[..., Any], name: str) -> None:
    """With JavaScript off, box or link lead to a page with all forms of that very thing."""
    page = visit(name, javascript=False).page
    if name == CHAPTER:
        page.locator(".cite-page summary").click()
        assert "The Negotiation Record contributors. (" in page.locator(".cite-page").inner_text()
        page.locator(".cite-page .cite-form a[href*=_cite]").click()
    else:
        page.locator("a.to-cite").nth(1).click()
    page.wait_for_load_state()
    identity = page.url.rpartition("#")[2]
    assert page.locator(f"[id='{identity}'] dt").all_text_contents() == FORMS[:4]
    assert page.locator(f"[id='{identity}'] a[download]").all_text_contents() == FORMS[4:]


def test_what_cannot_be_loaded_leaves_what_was_there(visit: Callable[..., Any]) -> None:
    """Without the script of the chooser the static form stays."""
    seen = visit(CHAPTER, block="cite.js")
    seen.page.locator(".cite-page summary").click()
    seen.page.wait_for_function("window.recordCite && document.querySelector('script[src*=\"_cite/\"]')")
    assert seen.page.locator(".cite-page .cite-form a[href*=_cite]").is_visible()
    assert all("net::ERR_" in line for line in seen.console)
