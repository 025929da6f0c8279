"""What changed since a version: the choice, its address, and old addresses, in a browser and from disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from helpers import ledger

PAGE = "record/changes.html"


def shown(visit: Any) -> list[str]:
    """The releases that the page shows, the newest first."""
    return visit.page.evaluate("[...document.querySelectorAll('main section[id^=changes-]')].filter((s) => /^changes-(next|[0-9-]+)$/.test(s.id) && s.checkVisibility()).map((s) => s.id)")


def test_a_version_or_a_day_hides_what_was_seen(visit: Callable[..., Any], checkout: Any) -> None:
    """By address and by choice; the choice goes into the address; nothing is asked from elsewhere."""
    first, second = ledger.read(checkout)[:2]
    everything = shown(visit(PAGE))
    anchors = [f"changes-{e['version'].replace('.', '-')}" for e in (first, second)]
    assert everything[-2:] == anchors[::-1]
    by_version, by_day = (visit(f"{PAGE}?since={value}") for value in (first["version"], first["date"]))
    assert shown(by_version) == shown(by_day) == everything[:-1]
    assert by_day.page.input_value("#since-day") == first["date"] and by_version.page.input_value("#since-version") == first["version"]
    found = visit(PAGE)
    found.page.select_option("#since-version", second["version"])
    assert shown(found) == everything[:-2] and found.page.url.endswith(f"?since={second['version']}")
    assert second["version"] in found.page.inner_text("#since [role=status]")
    found.page.select_option("#since-version", "")
    assert shown(found) == everything and found.page.url.endswith(PAGE)
    unknown = visit(f"{PAGE}?since=9.9.9")
    assert shown(unknown) == everything and "no version 9.9.9" in unknown.page.inner_text("#since")
    assert not found.console and not found.outside


def test_without_a_script_everything_is_there(visit: Callable[..., Any]) -> None:
    plain, full = visit(f"{PAGE}?since=0.1.0", javascript=False), visit(PAGE)
    assert plain.page.locator("#since").is_hidden() and plain.page.locator("main").inner_text().count("Version 0.1.0") == full.page.locator("main").inner_text().count("Version 0.1.0")


def test_an_old_address_leads_on(visit: Callable[..., Any]) -> None:
    """With a script at once; without one by a link that stands where the id stood, and only when it is asked for."""
    moved = visit("chapters/history.html#tab-delegations")
    moved.page.wait_for_url("**/actors.html#tab-rosters")
    plain = visit("chapters/history.html#tab-delegations", javascript=False)
    note = plain.page.locator(".moved:target")
    assert note.is_visible() and note.locator("a").get_attribute("href") == "actors.html#tab-rosters"
    assert visit("chapters/history.html", javascript=False).page.locator(".moved").first.is_hidden()
