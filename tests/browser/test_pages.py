"""What a reader may count on with the book unpacked on a disk and the network off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from helpers.figures import theme

pytestmark = pytest.mark.browser

INTERACTIVE = "document.querySelectorAll('.record-figure[data-figure] .chart').length === document.querySelectorAll('.record-figure[data-state=interactive]').length"
SETTLED = "[...document.querySelectorAll('.record-figure .chart')].every(c => ['interactive', 'static'].includes(c.closest('figure').dataset.state))"


def walk(page: Any) -> None:
    """Scroll past every figure, as a reader does."""
    page.mouse.move(5, 5)
    page.mouse.wheel(0, 40)
    for figure in page.query_selector_all(".record-figure"):
        figure.scroll_into_view_if_needed()
        page.wait_for_timeout(60)


def rgb(hexa: str) -> str:
    """A palette colour as a browser's computed style writes it."""
    return "rgb({}, {}, {})".format(*(int(hexa[i : i + 2], 16) for i in (1, 3, 5)))


def test_every_page_opens_from_disk_in_silence(visit: Callable[..., Any], pages: list[str]) -> None:
    """No page asks for anything outside the book, misses a file of its own, or says a word in the console."""
    faults = {}
    for name in pages:
        seen = visit(name)
        if seen.outside or seen.console:
            faults[name] = seen.outside + seen.console
        seen.page.close()
    assert not faults


def test_no_page_is_wider_than_its_window(visit: Callable[..., Any], pages: list[str]) -> None:
    """On a small phone and at a zoom of 400 per cent nothing but a chart's or a table's own box scrolls sideways."""
    wide = {}
    for name in pages:
        seen = visit(name, width=320)
        extra = seen.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if extra > 0:
            wide[name] = extra
        seen.page.close()
    assert not wide


def test_lines_have_the_length_of_a_book_page(visit: Callable[..., Any], chart_pages: list[str]) -> None:
    """Running text is set in 55 to 80 characters a line on a wide screen."""
    page = visit(chart_pages[0], width=1440).page
    measure = page.evaluate(
        """() => {
          const text = [...document.querySelectorAll('main section > p')].sort((a, b) => b.textContent.length - a.textContent.length)[0];
          return text.textContent.length / (text.getBoundingClientRect().height / parseFloat(getComputedStyle(text).lineHeight));
        }"""
    )
    assert 55 <= measure <= 80


def test_the_shipped_typefaces_are_used(visit: Callable[..., Any], chart_pages: list[str]) -> None:
    """From disk, text and headings are set in the typefaces that the book brings along."""
    page = visit(chart_pages[0]).page
    page.evaluate("document.fonts.ready.then(() => true)")
    loaded = set(page.evaluate("[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family.replace(/\"/g, ''))"))
    assert loaded >= {"Record Sans", "Record Serif"}


def test_charts_are_there_without_javascript(visit: Callable[..., Any], chart_pages: list[str]) -> None:
    """With JavaScript off every figure shows its drawing, named by its alternative text."""
    for name in chart_pages:
        page = visit(name, javascript=False).page
        for svg in page.locator(".record-figure .chart").all():
            box = svg.locator("svg").bounding_box()
            assert box and box["width"] > 250 and box["height"] > 60, name
            labelled = svg.locator("svg").get_attribute("aria-labelledby")
            assert page.locator(f"#{labelled}").text_content(), name
        page.close()


def test_the_library_waits_for_the_reader(visit: Callable[..., Any], chart_pages: list[str]) -> None:
    """Nobody who only opens a page pays for the chart library."""
    for name in chart_pages:
        seen = visit(name)
        seen.page.wait_for_timeout(300)
        assert not [r for r in seen.requests if r.endswith("vega.js")], name
        seen.page.close()


def test_charts_become_interactive_in_place(visit: Callable[..., Any], chart_pages: list[str]) -> None:
    """Scrolling past makes every chart interactive, from disk, without a word in the console and without moving the page."""
    for name in chart_pages:
        seen = visit(name)
        before = seen.page.evaluate("[...document.querySelectorAll('.chart')].map(c => c.getBoundingClientRect().height)")
        walk(seen.page)
        seen.page.wait_for_function(INTERACTIVE, timeout=30_000)
        after = seen.page.evaluate("[...document.querySelectorAll('.chart')].map(c => c.getBoundingClientRect().height)")
        assert all(abs(a - b) < 1 for a, b in zip(before, after, strict=True)), name
        roles = seen.page.evaluate("[...document.querySelectorAll('.chart svg')].map(s => [s.getAttribute('role'), s.getAttribute('aria-label')])")
        assert all(role == "img" and label for role, label in roles), name
        assert not seen.console + seen.outside, name
        seen.page.close()


def test_a_chart_answers_with_text_never_markup(visit: Callable[..., Any], chart_pages: list[str]) -> None:
    """The tooltip under the pointer shows words of the data as text, drawn by our style."""
    seen = visit(chart_pages[0])
    walk(seen.page)
    seen.page.wait_for_function(INTERACTIVE, timeout=30_000)
    drawn = ", ".join(f".mark-{kind} path" for kind in ("rect", "symbol", "line"))
    # The first chart may be one whose marks lie under a brush: a few marks of each chart are tried.
    marks = [chart.locator(drawn).nth(n) for chart in seen.page.locator(".chart").all() for n in range(min(6, chart.locator(drawn).count()))]
    for mark in marks:
        mark.scroll_into_view_if_needed()
        box = mark.bounding_box()
        if box is None or box["width"] < 3 or box["height"] < 3:
            continue
        seen.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        seen.page.wait_for_timeout(80)
        if seen.page.locator("#chart-tip.visible").count():
            assert seen.page.locator("#chart-tip").inner_text().strip()
            return
    pytest.fail("no mark of the first charts answers the pointer")


@pytest.mark.parametrize("lost", ["vega.js", "fig-*.js"])
def test_what_fails_leaves_the_drawing(visit: Callable[..., Any], chart_pages: list[str], lost: str) -> None:
    """When the library or a chart's own file cannot be had, the drawing stays and our script says nothing."""
    seen = visit(chart_pages[0], block=lost)
    walk(seen.page)
    seen.page.wait_for_function(SETTLED, timeout=30_000)
    states = seen.page.evaluate("[...document.querySelectorAll('.record-figure')].filter(f => f.querySelector('.chart')).map(f => f.dataset.state)")
    assert set(states) == {"static"}
    assert all(svg.is_visible() for svg in seen.page.locator(".chart svg").all())
    assert all("net::ERR_" in line for line in seen.console), seen.console  # the browser's own note of the lost file


@pytest.mark.parametrize("interactive", [False, True])
def test_the_dark_repaints_charts(visit: Callable[..., Any], chart_pages: list[str], interactive: bool) -> None:
    """Every palette colour of a chart, drawn or interactive, turns into its counterpart in the dark."""
    page = visit(chart_pages[0], dark=True).page
    if interactive:
        walk(page)
        page.wait_for_function(INTERACTIVE, timeout=30_000)
    painted = page.evaluate(
        """() => [...document.querySelectorAll('.chart svg *')].flatMap(e => ['fill', 'stroke']
          .filter(a => /^#/.test(e.getAttribute(a) || '')).map(a => [e.getAttribute(a).toLowerCase(), getComputedStyle(e)[a]]))"""
    )
    assert painted
    wrong = {(hexa, found) for hexa, found in painted if hexa not in theme.DARK or found != rgb(theme.DARK[hexa])}
    assert not wrong


def test_light_and_dark_by_button(visit: Callable[..., Any]) -> None:
    """The button turns the colours round, says so to a screen reader, and the choice holds on the next page before its first paint."""
    page = visit("index.html").page
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == rgb(theme.PALETTE["paper"])
    button = page.get_by_role("button", name="Dark colours")
    button.click()
    assert page.evaluate(paper) == rgb(theme.DARK[theme.PALETTE["paper"]])
    assert button.get_attribute("aria-pressed") == "true"
    page.reload()
    assert page.evaluate(paper) == rgb(theme.DARK[theme.PALETTE["paper"]])
    button.click()
    assert page.evaluate(paper) == rgb(theme.PALETTE["paper"])


def test_keyboard_alone(visit: Callable[..., Any], chart_pages: list[str]) -> None:
    """Tab, Enter and Escape reach the skip link, the contents, the toggle and a figure's data, with the focus in sight."""
    page = visit(chart_pages[0]).page
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Skip to the text" and skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    page = visit(chart_pages[0]).page
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text().startswith("Contents")
    page.keyboard.press("Enter")
    assert page.locator(".contents[open]").count() == 1
    assert page.locator(".contents [aria-current=page]").is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".contents[open]").count() == 0
    assert page.locator(":focus").inner_text().startswith("Contents")

    data = page.locator(".tool-data > summary").first
    data.focus()
    page.keyboard.press("Enter")
    assert page.locator(".tool-data[open]").count() == 1
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_outline_marks_where_the_reader_is(visit: Callable[..., Any], chart_pages: list[str]) -> None:
    """The list of sections stands beside the text on a wide screen, folded above it on a phone, and follows the reader."""
    page = visit(chart_pages[0]).page
    links = page.locator(".outline > details > ul > li > a")
    assert links.count() >= 3 and links.first.is_visible()
    links.nth(2).click()
    page.wait_for_function("document.querySelectorAll('.outline [aria-current]').length === 1")
    phone = visit(chart_pages[0], width=390).page
    assert not phone.locator(".outline a").first.is_visible()
    phone.locator(".outline summary").click()
    assert phone.locator(".outline a").first.is_visible()


def test_previews(visit: Callable[..., Any], chart_pages: list[str]) -> None:
    """A reference shows its entry on focus and on hover, describes itself by it, and lets it go with Escape."""
    seen = visit(chart_pages[0])
    page, box = seen.page, seen.page.locator("#preview")
    link = page.locator("main p a[data-ref^='event:']").first
    link.scroll_into_view_if_needed()
    page.keyboard.press("Shift")
    link.focus()
    page.wait_for_selector("#preview", state="visible")
    assert len(box.inner_text()) > 15
    assert link.get_attribute("aria-describedby") == "preview"
    page.keyboard.press("Escape")
    assert box.is_hidden() and link.get_attribute("aria-describedby") is None
    link.blur()
    link.hover()
    page.wait_for_selector("#preview", state="visible")
    at = box.bounding_box()
    assert at["x"] >= 0 and at["x"] + at["width"] <= 1280
    box.hover()
    page.wait_for_timeout(400)
    assert box.is_visible()  # what appears on hover can be hovered itself
    page.mouse.move(3, 3)
    page.wait_for_selector("#preview", state="hidden")
    assert not seen.console + seen.outside


def test_a_tap_previews_and_a_second_follows(visit: Callable[..., Any], chart_pages: list[str]) -> None:
    """On a touch screen the first tap shows the preview, the second goes to the entry."""
    page = visit(chart_pages[0], width=390, touch=True).page
    link = page.locator("main p a[data-ref^='event:']").first
    before = page.url
    link.tap()
    page.wait_for_selector("#preview", state="visible")
    assert page.url == before
    link.tap()
    page.wait_for_url("**/record/**")


def test_search_from_disk(visit: Callable[..., Any], built_book: Any) -> None:
    """The search finds a word of the text from disk, links to pages that exist, and takes markup in a query as text."""
    seen = visit("search.html?q=ceasefire")
    seen.page.wait_for_selector("#results a")
    assert "found" in seen.page.locator("#found").inner_text()
    for link in seen.page.locator("#results a").all():
        assert (built_book / link.get_attribute("href").partition("#")[0]).is_file()
    assert not seen.console + seen.outside
    nothing = visit("search.html?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3Equux")
    nothing.page.wait_for_function("document.getElementById('found').textContent")
    assert nothing.page.locator("main img").count() == 0 and not nothing.console


def test_print_leaves_the_text(visit: Callable[..., Any], chart_pages: list[str]) -> None:
    """On paper: text, figures, captions and sources; no navigation, no tools, dark ink on light paper even from the dark."""
    page = visit(chart_pages[0], dark=True).page
    page.emulate_media(media="print")
    for gone in ("header.site", ".outline", ".turn", ".tool-download", ".headerlink"):
        assert not page.locator(gone).first.is_visible(), gone
    for kept in ("h1", "figcaption", ".chart svg", ".figure-sources", "footer.site"):
        assert page.locator(kept).first.is_visible(), kept
    assert page.evaluate("getComputedStyle(document.querySelector('main section > p')).color") == "rgb(0, 0, 0)"


def test_less_motion_when_asked(browser: Any, built_book: Any, chart_pages: list[str]) -> None:
    """Who asks the system for less motion gets jumps, not glides."""
    for wish, behaviour in (("reduce", "auto"), ("no-preference", "smooth")):
        context = browser.new_context(reduced_motion=wish)
        page = context.new_page()
        page.goto((built_book / chart_pages[0]).as_uri())
        page.locator("a.book").focus()
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour
        context.close()
