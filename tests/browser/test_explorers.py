"""Explorers of the chapters, from disk: two texts side by side, and the paths of the ledger."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from helpers import drafts, record
from helpers.publishing import comparing

pytestmark = pytest.mark.browser


def page_with(pages: list[str], built_book: Path, mark: str) -> str:
    """The page that has an explorer."""
    found = [name for name in pages if mark in (built_book / name).read_text("utf-8")]
    assert found, f"no page of the built book has {mark}"
    return found[0]


@pytest.mark.parametrize("width", [1280, 390])
def test_any_two_texts_side_by_side(visit: Callable[..., Any], pages: list[str], built_book: Path, width: int) -> None:
    """The table has what the comparison computes; exchanging the two exchanges it; each clause leads to its place."""
    seen = visit(page_with(pages, built_book, 'class="compare"'), width=width)
    box = seen.page.locator(".compare")
    box.scroll_into_view_if_needed()
    one, two = comparing.FIRST, "e3-counter-2025-11"
    box.locator("[name=one]").select_option(one)
    box.locator("[name=two]").select_option(two)
    many = drafts.counts(drafts.compare(record.load("provisions"), one, two))
    said = "{changed} clauses changed, {dropped} dropped, {added} added, {kept} kept."
    box.get_by_text(said.format(**many)).wait_for()
    assert box.locator("tbody tr").count() == sum(many.values())
    box.locator("[name=exchange]").click()
    box.get_by_text(said.format(**many | {"dropped": many["added"], "added": many["dropped"]})).wait_for()
    page, _, anchor = box.locator("tbody a").first.get_attribute("href").partition("#")
    assert f'id="{anchor}"' in (built_book / "chapters" / page).resolve().read_text("utf-8")
    assert seen.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert not seen.console + seen.outside


def test_an_address_names_the_two_texts(visit: Callable[..., Any], pages: list[str], built_book: Path) -> None:
    seen = visit(page_with(pages, built_book, 'class="compare"') + "#compare=minsk-protocol,minsk-ii")
    seen.page.locator(".compare tbody tr").first.wait_for()
    assert [seen.page.locator(f"[name={name}]").input_value() for name in ("one", "two")] == ["minsk-protocol", "minsk-ii"]


def test_without_a_script_no_empty_form(visit: Callable[..., Any], pages: list[str], built_book: Path) -> None:
    page = visit(page_with(pages, built_book, 'class="compare"'), javascript=False).page
    assert page.locator(".compare form").is_hidden() and page.locator("#tab-diff-e3").count() == 1


def test_the_ledger_shows_the_picked_path_alone(visit: Callable[..., Any], pages: list[str], built_book: Path) -> None:
    seen = visit(page_with(pages, built_book, 'id="fig-scenario-ledger"'))
    figure = seen.page.locator("#fig-scenario-ledger")
    seen.page.mouse.wheel(0, 40)
    figure.scroll_into_view_if_needed()
    seen.page.wait_for_function("document.querySelector('#fig-scenario-ledger').dataset.state === 'interactive'", timeout=30_000)
    figure.locator(".tool-values > summary").click()
    before = figure.locator(".chart").bounding_box()["height"]
    figure.locator("select").select_option(label="Ceasefire")
    assert figure.locator(".chart").bounding_box()["height"] < before / 2
    texts = figure.locator(".chart svg text").all_text_contents()
    assert "Ceasefire" in texts and "Armistice" not in texts
    assert not seen.console + seen.outside
