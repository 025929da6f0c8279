"""Reading with the keyboard alone, on a phone, and beside the text: charts, previews, tables, and a page that holds still."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

KINDS = ("cite", "event", "document", "person", "actor", "term", "fig", "tab")
SHIFTS = """document.fonts.ready.then(() => { window.shifted = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput)
window.shifted += entry.value }).observe({type: 'layout-shift'}) })"""


def alive(page: Any, number: int = 0) -> Any:
    """The box of a chart, once it answers."""
    page.mouse.move(5, 5)
    page.mouse.wheel(0, 40)
    figure = page.locator(".record-figure:has(.chart)").nth(number)
    figure.scroll_into_view_if_needed()
    page.wait_for_function("(n) => [...document.querySelectorAll('.record-figure')].filter(f => f.querySelector('.chart'))[n].dataset.state === 'interactive'", arg=number, timeout=30_000)
    return figure.locator(".chart")


def test_a_tour_by_keyboard(visit: Callable[..., Any], chart_pages: list[str]) -> None:
    """From the head of a page by Tab: contents, search, colours, text; a reference shows its entry, a chart its values, a figure its data."""
    page = visit(chart_pages[0]).page
    stops = []
    for _ in range(5):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("(document.activeElement.innerText || document.activeElement.ariaLabel).trim().split('\\n')[0]"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert stops == ["Skip to the text", page.locator(".book").inner_text(), "Contents", "Search", "Dark colours"]
    page.keyboard.press("Space")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"

    reference = page.locator("main p a[data-ref]").first
    reference.focus()
    page.wait_for_selector("#preview", state="visible")
    page.keyboard.press("Escape")
    assert page.locator("#preview").is_hidden()
    assert page.evaluate("document.activeElement.matches('a[data-ref]')")  # the reader is where she was

    chart = alive(page)
    chart.focus()
    said = []
    for key in ("ArrowRight", "ArrowRight", "End"):
        page.keyboard.press(key)
        page.wait_for_selector("#chart-tip.visible")
        said.append(page.locator("p[role=status].hidden").last.text_content())
    assert all(said) and len(set(said)) == 3
    page.keyboard.press("Escape")
    assert page.locator("#chart-tip.visible").count() == 0
    page.keyboard.press("Tab")
    assert page.locator(":focus").evaluate("e => e.matches('figcaption .headerlink')")  # the figure's own address
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(".tool-data[open]").count() == 1


def test_every_kind_of_reference_has_a_preview(visit: Callable[..., Any], chart_pages: list[str]) -> None:
    """Citations, events, documents, people, actors, terms, figures and tables, each with more than its name; a figure shows itself."""
    left = set(KINDS)
    for name in chart_pages:
        page = visit(name).page
        page.keyboard.press("Shift")
        for kind in sorted(left):
            link = page.locator(f"main a[data-ref^='{kind}:']").first
            if not link.count():
                continue
            link.scroll_into_view_if_needed()
            link.focus()
            page.wait_for_selector("#preview", state="visible", timeout=8000)
            assert len(page.locator("#preview").inner_text()) > len(link.inner_text()), (name, kind)
            assert page.locator("#preview [id]").count() == 0
            page.keyboard.press("Escape")
            left.discard(kind)
        own = page.locator("main a[data-ref^='fig:'][href^='#']").first
        if own.count():
            own.focus()
            page.wait_for_selector("#preview .chart svg", state="visible")
        page.close()
        if not left:
            return
    assert not left


def test_a_page_holds_still(visit: Callable[..., Any], chart_pages: list[str]) -> None:
    """Scrolling down past charts that come alive moves nothing that the reader looks at (layout shift below 0.02).

    From disk the page waits for its typefaces, which over the network never move it: what they move is not counted.
    """
    page = visit(chart_pages[0]).page
    page.evaluate(SHIFTS)
    for number in range(3):
        alive(page, number)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("window.shifted") < 0.02


def test_tables_of_text_are_lists_on_a_phone(visit: Callable[..., Any], chart_pages: list[str]) -> None:
    """No table of text scrolls sideways on a phone: rows stand one under the other, cells named; it is a table to a screen reader still."""
    page = visit(chart_pages[0], width=390).page
    stacked = page.locator("main .stack")
    assert stacked.count()
    for table in stacked.all():
        table.scroll_into_view_if_needed()
        assert table.evaluate("t => t.parentElement.scrollWidth <= t.parentElement.clientWidth + 1")
        assert table.evaluate("t => [...t.querySelectorAll('tbody td')].every(c => c.role === 'cell' && c.dataset.label && c.parentElement.role === 'row')")
    wide = visit(chart_pages[0]).page
    assert wide.locator("main .stack").count() == 0


@pytest.mark.parametrize("width", [768, 1000, 1280])
def test_captions_are_not_cut(visit: Callable[..., Any], chart_pages: list[str], width: int) -> None:
    """A caption ends where the text does, beside a table however wide, and entries of a list begin where the text begins."""
    page = visit(chart_pages[0], width=width).page
    wide = page.evaluate(
        """() => [...document.querySelectorAll('main .record-table caption')].map(c => [c.getBoundingClientRect().width,
        c.closest('.table-wrap').getBoundingClientRect().width]).filter(([own, box]) => own > box + 1)"""
    )
    assert not wide
