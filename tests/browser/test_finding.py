"""Explorers and search as a reader uses them: from disk, by keyboard, on a phone, with and without scripts. One page is loaded for many questions."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from helpers import moments, record, spellings

pytestmark = pytest.mark.browser

SHOWN = "[...document.querySelectorAll('main .entry[data-from]')].filter(e => !e.closest('[hidden]')).map(e => e.id)"
LINES = "[...document.querySelectorAll('main .entry[data-from] [data-since]')].filter(e => !e.closest('[hidden]')).map(e => e.closest('.entry').id)"
SAID = "document.querySelector('.explore [role=status]').textContent"
DAYS = ("2014-03-31", "2022-04-20", "2025-05-20", "2026-10-10")

# query → kind and title (or its beginning) of the first hit
FIRST = {
    "zelensky": ("person", "Volodymyr Zelenskyy"),
    "Zelenskyy": ("person", "Volodymyr Zelenskyy"),
    "zelenskiy": ("person", "Volodymyr Zelenskyy"),
    "zelenskij": ("person", "Volodymyr Zelenskyy"),
    "Зеленский": ("person", "Volodymyr Zelenskyy"),
    "Зеленський": ("person", "Volodymyr Zelenskyy"),
    "zelenskky": ("person", "Volodymyr Zelenskyy"),  # a slip of the finger
    "putin": ("person", "Vladimir Putin"),
    "Путін": ("person", "Vladimir Putin"),
    "lukashenka": ("person", "Alexander Lukashenko"),
    "erdogan": ("person", "Recep Tayyip Erdoğan"),
    "cavusoglu": ("person", "Mevlüt Çavuşoğlu"),
    "orban": ("person", "Viktor Orbán"),
    "von der leyen": ("person", "Ursula von der Leyen"),
    "ermak": ("person", "Andriy Yermak"),
    "wit": ("person", "Steve Witkoff"),
    "kiev": ("place", "Kyiv"),
    "Київ": ("place", "Kyiv"),
    "Odessa": ("place", "Odesa"),
    "zaporozhye": ("place", "Zaporizhzhia region"),
    "Turkey": ("actor", "Republic of Türkiye"),
    "turkiye": ("actor", "Republic of Türkiye"),
    "osce": ("actor", "Organization for Security and Co-operation in Europe"),
    "ОБСЕ": ("actor", "Organization for Security and Co-operation in Europe"),
    "uk": ("actor", "United Kingdom"),
    "security council": ("actor", "United Nations Security Council"),
    "minsk ii": ("document", "Package of Measures for the Implementation"),
    "es-11/1": ("document", "General Assembly resolution ES-11/1"),
    "line of contact": ("term", "Line of contact"),
    "steinmeier formula": ("term", "Steinmeier formula"),
    "istanbul communique": ("term", "Istanbul communiqué"),
    "trump putin call": ("event", "Trump-Putin call"),
    "oval office": ("section", "From the Oval Office to Jeddah"),
    "grain ship odessa": ("event", "First grain ship leaves Odesa"),
}


@pytest.fixture(scope="module")
def loaded(browser: Any, built_book: Path) -> Iterator[Callable[[str], Any]]:
    """``loaded("record/chronology.html")``: a page loaded once for this module, with what it says in its console."""
    context, found = browser.new_context(viewport={"width": 1280, "height": 900}, timezone_id="Pacific/Auckland"), {}

    def page(name: str) -> Any:
        if name not in found:
            made = context.new_page()
            made.faults = []
            made.on("pageerror", lambda error: made.faults.append(str(error)))
            made.on("request", lambda r: made.faults.append(r.url) if not r.url.startswith(("file:", "data:")) else None)
            made.goto((built_book / name).as_uri(), wait_until="load")
            found[name] = made
        return found[name]

    yield page
    context.close()


@pytest.fixture
def chronology(loaded: Callable[[str], Any]) -> Any:
    """The chronology with an empty form."""
    page = loaded("record/chronology.html")
    page.evaluate("document.getElementById('explore').reset(), history.replaceState(null, '', location.pathname), recordExplore.show()")
    return page


def choose(page: Any, **choice: str) -> set[str]:
    """Fill the form as a script would; returns the ids of the entries that are left."""
    page.evaluate(
        "c => { const f = document.getElementById('explore'); for (const n in c) f.elements[n].value = c[n]; f.dispatchEvent(new Event('input', {bubbles: true})) }", choice
    )
    return set(page.evaluate(SHOWN))


def test_choices_find_the_rows_of_the_tables(chronology: Any) -> None:
    """Actor and actor, kind, issue and dates find together what the tables hold together."""
    events, parts = record.load("events"), record.load("event_actors")
    both = [set(parts.loc[parts["actor_id"] == actor, "event_id"]) for actor in ("united-states", "russia")]
    calls = set(events.loc[(events["event_type"] == "phone_call") & (events["start_date"] >= "2025-03") & (events["start_date"] <= "2025-12-31"), "event_id"])
    found = choose(chronology, actor="united-states", **{"with": "russia"}, kind="phone_call", **{"from": "2025-03-01", "until": "2025-12-31"})
    assert found == both[0] & both[1] & calls and found
    assert chronology.evaluate(SAID) == f"{len(found)} of {len(events)} events"
    on_children = set(events.loc[events["issue_ids"].fillna("").str.split(";").map(lambda ids: "children" in ids), "event_id"])
    chronology.evaluate("document.getElementById('explore').reset()")
    assert choose(chronology, issue="children") == on_children


def test_words_are_found_in_any_spelling(chronology: Any) -> None:
    """“Kiev” and “Kyiv” find the same entries, a beginning of a word is enough, and every word must be there."""
    kyiv = choose(chronology, text="Kyiv")
    assert kyiv and choose(chronology, text="kiev") == kyiv == choose(chronology, text="КИЕВ")
    assert choose(chronology, text="kyi") >= kyiv
    both = choose(chronology, text="kyiv zelens")
    assert both and both < kyiv and choose(chronology, text="zelenskiy kiev") == both
    assert choose(chronology, text="<img src=x> quux") == set() and chronology.evaluate(SAID).startswith("0 of ")


@pytest.mark.parametrize(("name", "table", "key"), [("chronology", "events", "event_id"), ("documents", "documents", "document_id"), ("ceasefires", "ceasefires", "ceasefire_id")])
def test_as_known_on_a_day(loaded: Callable[[str], Any], name: str, table: str, key: str) -> None:
    """The page shows on a day the rows of ``record.as_of``, and of what was learnt later only what was known."""
    page = loaded(f"record/{name}.html")
    page.evaluate("document.getElementById('explore').reset()")
    for day in DAYS:
        known = record.as_of(day).load(table)
        assert choose(page, known=day) == set(known[key]), day
        if table == "events":
            outcomes = set(known.loc[known["outcome"].notna(), "event_id"])
            assert set(page.evaluate(LINES)) <= outcomes, day
    page.evaluate("document.getElementById('explore').reset()")


def test_the_address_keeps_the_choice(chronology: Any, visit: Callable[..., Any]) -> None:
    """What a reader chooses stands in the address; the address opens the same view, in the form too; reset clears both."""
    found = choose(chronology, actor="osce", text="Minsk", known="2016-12-31")
    assert found
    address = chronology.evaluate("location.hash")
    assert address.startswith("#?") and "actor=osce" in address and "known=2016-12-31" in address
    seen = visit(f"record/chronology.html{address}")
    assert set(seen.page.evaluate(SHOWN)) == found and not seen.console
    assert seen.page.input_value("#x-actor") == "osce" and seen.page.input_value("#x-known") == "2016-12-31" and seen.page.input_value("#x-text") == "Minsk"
    assert seen.page.evaluate(SAID).endswith("as known on 31 December 2016")
    seen.page.get_by_role("button", name="Show all").click()
    seen.page.wait_for_function("!location.hash")
    assert len(seen.page.evaluate(SHOWN)) == len(record.load("events"))
    assert seen.page.evaluate("document.activeElement.id") == "x-text"


def test_an_address_that_offers_nothing_is_no_choice(visit: Callable[..., Any]) -> None:
    """Values that the form does not have are left out, and markup in an address is no markup."""
    page = visit("record/documents.html#?kind=nothing&status=%3Cimg%20src%3Dx%3E&from=tomorrow&other=1").page
    assert len(page.evaluate(SHOWN)) == len(record.load("documents")) and page.locator("main img").count() == 0


def test_a_link_to_a_hidden_entry_shows_it(chronology: Any) -> None:
    """An address of an entry comes before a choice that would hide it."""
    assert "2015-02-12-minsk-ii" not in choose(chronology, kind="sanctions")
    chronology.evaluate("location.hash = '#2015-02-12-minsk-ii'")
    chronology.wait_for_function("!document.getElementById('2015-02-12-minsk-ii').hidden")
    assert len(chronology.evaluate(SHOWN)) == len(record.load("events")) and chronology.evaluate("location.hash") == "#2015-02-12-minsk-ii"


def test_the_form_by_keyboard_and_ear(chronology: Any) -> None:
    """Every field has a label and can be reached; hits are announced politely; years without hits leave list and outline."""
    fields = chronology.evaluate("[...document.getElementById('explore').elements].filter(f => f.name).map(f => f.labels.length)")
    assert len(fields) == 8 and set(fields) == {1}
    chronology.locator(".explore summary").focus()
    chronology.keyboard.press("Tab")
    assert chronology.evaluate("document.activeElement.id") == "x-text"
    chronology.keyboard.type("debaltseve")
    chronology.wait_for_function("document.querySelector('.explore [role=status]').textContent.includes(' of ')")
    assert chronology.locator("#year-1994").is_hidden() and chronology.locator("#year-2015").is_visible()
    assert chronology.locator(".outline a[href='#year-1994']").is_hidden() and chronology.locator(".outline a[href='#year-2015']").is_visible()
    assert chronology.faults == []


def test_a_filtered_view_moves_nothing_while_it_loads(visit: Callable[..., Any]) -> None:
    """From the first paint on the view of an address stands still."""
    shift = "new Promise(r => new PerformanceObserver(l => r(l.getEntries().reduce((s, e) => s + e.value, 0))).observe({type: 'layout-shift', buffered: true}) || setTimeout(() => r(0), 400))"
    for width in (390, 1280):
        page = visit("record/chronology.html#?actor=osce&kind=agreement", width=width).page
        assert page.evaluate(shift) < 0.02, width


def test_without_scripts_and_on_paper(visit: Callable[..., Any], chronology: Any) -> None:
    """Without scripts the whole list and no form; on paper what the reader chose, and the words that say so."""
    page = visit("record/chronology.html", javascript=False).page
    assert page.locator(".explore").is_hidden() and page.locator("main .entry").count() == len(record.load("events"))
    found = choose(chronology, actor="icj")
    chronology.emulate_media(media="print")
    assert chronology.locator(".explore form").is_hidden() and chronology.locator(".explore [role=status]").is_visible()
    assert chronology.locator(".chosen").inner_text() == "Actor: International Court of Justice"
    assert chronology.locator("main .entry:visible").count() == len(found) < 10
    chronology.emulate_media(media="screen")


def test_links_of_entries_have_previews(chronology: Any) -> None:
    """In the long lists, where a link carries its address alone, its preview is found by that address."""
    link = chronology.locator("[id='2015-02-12-minsk-ii'] .fact a").first
    link.scroll_into_view_if_needed()
    chronology.keyboard.press("Shift")
    link.focus()
    chronology.wait_for_selector("#preview", state="visible")
    assert chronology.locator("#preview strong").inner_text() == link.inner_text()
    chronology.keyboard.press("Escape")
    assert chronology.locator("#preview").is_hidden()


# Search ---------------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def search(loaded: Callable[[str], Any]) -> Any:
    """The search page, its index read."""
    page = loaded("search.html")
    page.evaluate("recordFind('minsk')")
    return page


@pytest.mark.parametrize("query", FIRST)
def test_the_first_hit(search: Any, query: str) -> None:
    """Exact names first, in any usual spelling."""
    kind, title = FIRST[query]
    first = search.evaluate("q => recordFind(q)", query)
    assert first[0]["kind"] == kind and first[0]["title"].startswith(title), first[:3]


def test_hits_lead_somewhere(search: Any, built_book: Path) -> None:
    """The addresses of hits of every kind are pages and anchors of the book."""
    kinds, texts = set(), {}
    for query in ("minsk", "kyiv", "truce", "2774", "osce 2015", "figure", "zelenskyy", "recommitment"):
        for hit in search.evaluate("q => recordFind(q)", query):
            page, _, anchor = hit["href"].partition("#")
            text = texts.setdefault(page, (built_book / page).read_text("utf-8"))
            assert not anchor or f'id="{anchor}"' in text, hit
            kinds.add(hit["kind"])
    assert kinds >= {"person", "actor", "event", "document", "ceasefire", "term", "place", "section", "source"}


def test_the_results_page(visit: Callable[..., Any]) -> None:
    """Groups with heads, dates, arrow keys, an address; the index is loaded when somebody asks, sources last; markup stays text."""
    seen = visit("search.html", width=390)
    page = seen.page
    assert page.evaluate("document.activeElement.id") == "q"
    page.wait_for_load_state("networkidle")
    assert not [r for r in seen.requests if "_search" in r], "nobody has asked yet"
    page.keyboard.type("steinmeier")
    page.wait_for_selector("#found-source")
    heads = page.locator("#results h2").all_inner_texts()
    assert heads[0].startswith("People 1") and heads[-1].startswith("Sources")
    assert "results found" in page.locator("#found").inner_text() and page.evaluate("location.hash") == "#q=steinmeier"
    assert page.locator("#found-event + ol li span").first.inner_text().strip()[-4:].isdigit()
    page.keyboard.press("ArrowDown")
    assert page.locator(":focus b").inner_text() == "Frank-Walter Steinmeier"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "q"
    page.fill("#q", "<img src=x onerror=alert(1)> quux")
    page.wait_for_function("document.getElementById('found').textContent.startsWith('Nothing')")
    assert page.locator("main img").count() == 0
    assert not seen.console + seen.outside and all("_search/" in r or "_static" in r or r.endswith((".html", "woff2")) for r in seen.requests if r.startswith("file:"))


def test_a_near_word_is_offered(search: Any) -> None:
    """A word that nothing holds is answered by one that differs in a letter, and the page says so."""
    search.fill("#q", "zelinsky")
    search.wait_for_function("document.querySelector('#results a')")
    search.fill("#q", "bugapest")
    search.wait_for_function("document.getElementById('found').textContent.includes('“budapest”')")
    assert search.faults == []


def test_the_index_is_small(built_book: Path) -> None:
    """Over the network: names and words at most 150 kB, the sources, which come last, at most 140 kB."""
    size = {name: len(gzip.compress((built_book / "_search" / f"{name}.js").read_bytes())) for name in ("names", "words", "sources")}
    assert size["names"] + size["words"] <= 150_000 and size["sources"] <= 140_000, size


def test_browser_and_build_make_the_same_words(search: Any) -> None:
    """``plain`` of the page gives what ``spellings.plain`` gives, for every title and name of the record."""
    people, events, places = record.load("people"), record.load("events"), record.load("places")
    texts = [*people["name"], *people["name_uk"].dropna(), *people["name_ru"].dropna(), *events["title"], *events["summary"], *places["name"]]
    texts += ["İSTANBUL ıŁßØ œuvre", "Їжак ґанок Ёлка съезд", "cœur d’Éole", "e\u0301 и\u0306", "28-point; 1,000 for 1,000"]
    assert search.evaluate("texts => texts.map(recordSpellings.plain)", texts) == [spellings.plain(text) for text in texts]


def test_single_days(visit: Callable[..., Any]) -> None:
    """A page of a day stands in the contents, says what was known, and leads to the chronology as known that day."""
    seen, state = visit("record/talks-2025-05-20.html", width=320), moments.State("2025-05-20")
    page = seen.page
    assert page.locator(".contents a[aria-current=page]").count() == 1
    assert page.locator("#promises td").first.text_content().strip() and f"{len(state.later)} later events" in page.locator("#since").text_content()
    page.get_by_role("link", name="The same weeks in the chronology").click()
    page.wait_for_function("document.querySelector('.explore [role=status]')?.textContent.endsWith('as known on 20 May 2025')")
    assert page.evaluate(SAID).startswith(f"{len(state.recent())} of ") and not seen.console + seen.outside
