"""The built book in a real browser: Chromium, from disk, with every request and every word of the console written down."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""


@dataclass
class Visit:
    """One page opened in the browser, and what happened there.

    Attributes:
        page: Playwright's page.
        requests: addresses asked for, in order.
        console: warnings, errors and uncaught exceptions, in order.
    """

    page: Any
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)

    @property
    def outside(self) -> list[str]:
        """Requests that left the disk."""
        return [r for r in self.requests if not r.startswith(("file:", "data:", "blob:", "about:"))]


@pytest.fixture(scope="session")
def built_book(checkout: Path) -> Path:
    """The folder of the built pages; ``BOOK_HTML`` names another, for example an unpacked download."""
    folder = Path(os.environ.get("BOOK_HTML") or checkout / "_build" / "html").resolve()
    if not (folder / "index.html").is_file():
        pytest.skip("the book is not built: run `make book`")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Headless Chromium of this machine. It goes with its module: while it lives, nothing else in this process can run a loop."""
    if not CHROMIUM:
        pytest.skip("no Chromium here: install it (Debian: chromium), or name it in CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield running
        running.close()


@pytest.fixture
def visit(browser: Any, built_book: Path) -> Iterator[Callable[..., Visit]]:
    """``visit("chapters/history.html", dark=True, width=390, javascript=False, block="vega.js")`` opens a page from disk."""
    contexts = []

    def open_page(
        name: str, *, width: int = 1280, height: int = 900, dark: bool = False, javascript: bool = True, block: str = "", touch: bool = False
    ) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            has_touch=touch,
            timezone_id="Pacific/Auckland",
        )
        contexts.append(context)
        found = Visit(context.new_page())
        found.page.on("request", lambda request: found.requests.append(request.url))
        found.page.on("pageerror", lambda error: found.console.append(str(error)))
        found.page.on("console", lambda message: found.console.append(message.text) if message.type in ("warning", "error") else None)
        if block:
            found.page.route(f"**/{block}", lambda route: route.abort())
        file, _, anchor = name.partition("#")
        file, _, rest = file.partition("?")
        address = (built_book / file).as_uri() + (f"?{rest}" if rest else "") + (f"#{anchor}" if anchor else "")
        found.page.goto(address, wait_until="load")
        return found

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def pages(built_book: Path) -> list[str]:
    """Every page of the book, by name; the tables behind single figures are data, not pages."""
    found = (p.relative_to(built_book).as_posix() for p in built_book.rglob("*.html"))
    return sorted(name for name in found if not name.startswith("_"))


@pytest.fixture(scope="session")
def chart_pages(built_book: Path, pages: list[str]) -> list[str]:
    """Pages with charts."""
    found = [name for name in pages if 'class="record-figure' in (built_book / name).read_text("utf-8")]
    assert found, "no page of the built book shows a chart"
    return found


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, from ``AXE_PATH`` or a ``node_modules`` here."""
    for place in (os.environ.get("AXE_PATH", ""), "node_modules/axe-core/axe.min.js"):
        if place and Path(place).is_file():
            return Path(place).read_text("utf-8")
    pytest.skip("axe-core is not here: `npm install axe-core`, or name axe.min.js in AXE_PATH")
