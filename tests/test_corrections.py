"""A correction is shown, dated and with its reason, wherever a reader may meet the fact; old addresses lead on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from docutils import nodes
from docutils.utils import new_document
from small_pages import chapter, cover
from small_record import Book
from test_since import errata, erratum, redirect

from helpers import ledger, paths
from helpers.publishing import changed, corrections, corrections_page, events, redirects
from helpers.publishing.blocks import paragraph, ref, section
from helpers.publishing.nodes import Shelf, backrefs, figure_tools, record_ref
from helpers.releasing import freeze

PROTOCOL, ROUND = "2015-03-05-bridge-protocol", "2015-06-02-second-round"


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Book:
    """The small record with three errata: of an event, of who took part in it, and of a place."""
    root = tmp_path / "book"
    root.mkdir()
    monkeypatch.setenv(paths.ENVIRONMENT, str(root))
    found = Book(root)
    errata(found)
    erratum(found, "part", "2016-03-01", "event_actors", f"{PROTOCOL}/lake-group/mediator", "role", "host", "mediator")
    erratum(found, "place", "2016-02-20", "places", "geneva", "latitude", "46.2044", "46.2")
    erratum(found, "round", "2016-04-10", "events", ROUND, "start_date", "2015-06", "2015-06-02")
    found.write("errata", sorted(found.rows("errata"), key=lambda r: r["erratum_id"]))
    return found


def page(name: str, *parts: nodes.Node, shelf: Path | None = None) -> tuple[Any, nodes.document]:
    """A page as Sphinx has it when it was read."""
    document = new_document(name)
    document += section("top", "Top", *parts)
    return SimpleNamespace(env=SimpleNamespace(docname=name, doctreedir=shelf)), document


def said(found: nodes.Node, name: str) -> list[str]:
    return [p.astext() for p in found.findall(nodes.paragraph) if name in p["classes"]]


def test_corrections_come_newest_first(book: Book) -> None:
    """With day, cell, old and new value, reason and sources."""
    every = corrections.every()
    assert [(c.id, c.date) for c in every] == [("round", "2016-04-10"), ("part", "2016-03-01"), ("place", "2016-02-20")]
    assert corrections.step("events", "start_date", "2015-06", "2015-06-02").endswith(": June 2015, now 2 June 2015")
    assert corrections.cell("places", "latitude", "") == "empty"
    assert corrections.cell("event_actors", "role", "mediator") != "" and every[0].sources == "lake-gazette-2015-06-talks"


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("5", "7", ("5", "7")),
        ("", "A long text that is now there and was not there before, in full.", ("empty", "A long text that is now there and was not there before, in full.")),
        ("The sides meet by the lake, one after the other.", "The sides meet.", ("“The sides meet by the lake, one after the other.”", "“The sides meet.”")),
        (
            "The sides meet again in the house by the lake, without any result, and part in the evening of the same day.",
            "The sides meet again in the house by the lake, with a small result, and part in the evening of the same day.",
            ("“… house by the lake, without any result, and part in …”", "“… house by the lake, with a small result, and part in …”"),
        ),
        (
            "They say that it cannot be discussed without them, and that nothing else will do.",
            "They say that it cannot be discussed without them, and that nothing else will do. Others agree.",
            ("“… that nothing else will do”", "“… that nothing else will do. Others agree”"),
        ),
    ],
)  # fmt: skip
def test_of_two_long_texts_the_difference_is_shown(book: Book, old: str, new: str, shown: tuple[str, str]) -> None:
    """Short values whole; of long texts the words that changed with four around them."""
    assert corrections.pair("events", "summary", old, new) == shown


def test_a_row_that_connects_is_told_by_its_event(book: Book) -> None:
    link = corrections.row("event_actors", f"{PROTOCOL}/lake-group/mediator")
    assert link.astext() == " (lake-group, mediator)" and next(iter(link.findall(record_ref)))["target"] == PROTOCOL
    assert corrections.row("events", "gone").astext() == "events gone"


def test_the_entry_of_a_row_tells_its_correction(book: Book) -> None:
    """In the chronology, at the event itself and at the event of a part; before “Referred to in”."""
    app, document = page("record/chronology", *events.chronology())
    corrections.mark(app, document)
    entries = {node["ids"][0]: node for node in document.findall(nodes.Element) if node.get("ids")}
    assert [text.partition(". ")[0] for text in said(entries[ROUND], "correction")] == ["Corrected on 10 April 2016"]
    assert said(entries[PROTOCOL], "correction")[0].startswith("Corrected on 1 March 2016. ") and "The paper printed a correction." in said(entries[PROTOCOL], "correction")[0]
    assert isinstance(entries[ROUND].children[-1], backrefs)
    assert len(said(document, "correction")) == 2 and app.env.record_tables == {"record/chronology": {"errata"}}


def test_a_row_of_a_table_tells_its_correction(book: Book) -> None:
    """In the fullest cell of its row; where a row has no anchor of its own, at the end of the page."""
    row = nodes.row("", nodes.entry("", nodes.paragraph(text="Geneva")), nodes.entry("", nodes.paragraph(text="Switzerland")), ids=["place-geneva"])
    app, document = page("record/data", nodes.table("", nodes.tgroup("", nodes.tbody("", row), cols=2)))
    corrections.mark(app, document)
    assert said(row[-1], "correction") == said(document, "correction") and "46.2044, now 46.2. The paper" in said(row[-1], "correction")[0]
    app, document = page("record/data", nodes.paragraph(text="None here."))
    corrections.mark(app, document)
    assert said(document, "correction")[0].startswith("Corrected on 20 February 2016. ")
    assert [n["target"] for n in document.findall(record_ref)][0] == "geneva"


def no_part(row: str) -> list[nodes.Node]:
    return [paragraph(ref("event", row))]


@pytest.mark.parametrize(
    ("name", "parts", "days"),
    [
        ("the event in its prose", lambda: no_part(ROUND), ["10 April 2016"]),
        ("the event of a part that was corrected", lambda: no_part(PROTOCOL), ["1 March 2016"]),
        ("both", lambda: no_part(ROUND) + no_part(PROTOCOL), ["10 April 2016", "1 March 2016"]),
        ("neither", lambda: no_part("2015-03-secret-visit"), []),
    ],
)
def test_a_chapter_tells_of_the_facts_that_it_names(book: Book, name: str, parts: Callable[[], list[nodes.Node]], days: list[str]) -> None:
    """A line under its title and a list at its end, the newest first."""
    app, document = page("chapters/one", *parts())
    corrections.mark(app, document)
    listed = said(document, "correction")
    assert [text.partition(". ")[0] for text in listed] == days, name
    top = said(document, "corrected")
    assert len(top) == bool(days) and (not days or days[0] in top[0])
    assert bool([n for n in document.findall(nodes.section) if n["ids"] == ["corrected-one"]]) == bool(days)
    notes = [p for p in document.findall(nodes.paragraph) if "correction" in p["classes"]]
    assert all(r["aside"] for p in notes for r in p.findall(record_ref)), "what tells of a correction is no mention of the row"


def test_a_chapter_tells_of_facts_in_its_figures(book: Book, tmp_path: Path) -> None:
    """Ids in the data of a figure or table count: in a column of references, or in one called as the table's key."""
    fields = [{"name": "what", "title": "What", "type": "string", "reference": "event"}, {"name": "place_id", "title": "Where", "type": "string"}, {"name": "n", "title": "N", "type": "number"}]
    rows = [{"what": f"2015-03-secret-visit;{ROUND}", "place_id": None, "n": 1}, {"what": None, "place_id": "geneva", "n": 2}]
    Shelf(tmp_path).put("d", {"meta": {"data": {"schema": {"fields": fields}, "data": rows}}})
    app, document = page("chapters/one", nodes.figure("", figure_tools(name="fig-a", digest="d")), shelf=tmp_path)
    corrections.mark(app, document)
    assert [text.partition(". ")[0] for text in said(document, "correction")] == ["10 April 2016", "20 February 2016"]


def test_corrections_in_the_tables_of_a_chapter_are_counted(book: Book) -> None:
    """A chapter computed from a corrected table says so, though it does not name the row; another table is not its concern."""
    (book.root / "chapters").mkdir()
    run = {"code": "", "lock": "", "modules": {}, "outputs": "", "package": "", "tables": {"places": "", "event_actors": ""}}
    (book.root / "chapters" / "execution.json").write_text(json.dumps({"one": run}), "utf-8")
    app, document = page("chapters/one", nodes.paragraph(text="Many places."))
    corrections.mark(app, document)
    assert "2 further corrections concern the tables" in document.astext() and said(document, "correction") == [] == said(document, "corrected")


def test_the_page_of_corrections_lists_them_by_day(book: Book) -> None:
    """Each under its permanent anchor; then replaced ids with where they lead; then the form."""
    found = nodes.section("", *corrections_page.corrections())
    ids = [i for node in found.findall(nodes.Element) for i in node.get("ids", ())]
    assert [i for i in ids if i.startswith("corrections-2016")] == ["corrections-2016-04-10", "corrections-2016-03-01", "corrections-2016-02-20"]
    assert [i for i in ids if i.startswith("erratum-")] == ["erratum-round", "erratum-part", "erratum-place"]
    assert "moved-events-2015-06-second-round" in ids and "send-a-correction" in ids
    assert {n["target"] for n in found.findall(record_ref)} >= {ROUND, "geneva", "lake-gazette-2015-06-talks"}


def test_the_feed_gets_dated_corrections(book: Book) -> None:
    """With day, id, words and address, the newest first."""
    found = corrections.dated()
    assert [(d.date, d.id) for d in found] == [("2016-04-10", "round"), ("2016-03-01", "part"), ("2016-02-20", "place")]
    assert (found[0].page, found[0].anchor) == ("record/corrections", "erratum-round") and found[0].text.endswith("now 2 June 2015. The paper printed a correction.")


def test_the_two_forms_ask_the_same(checkout: Path) -> None:
    """The form of the code host and the one in plain text: same questions, same help, same order; no address of ours."""
    asked = yaml.safe_load((checkout / ".github" / "ISSUE_TEMPLATE" / "correction.yml").read_text("utf-8"))
    assert {"name", "description", "body"} <= set(asked) and asked["body"][0]["type"] == "markdown"
    fields = [(f["id"], f["attributes"]["label"], f["attributes"]["description"], f["validations"]["required"]) for f in asked["body"][1:]]
    assert fields == [tuple(line) for line in corrections_page.FORM]
    words = corrections_page.template()
    assert all(question in words for _, question, _, _ in corrections_page.FORM) and "@" not in words and "http" not in words


# Old addresses ------------------------------------------------------------------------------------------------------


@pytest.fixture
def moved(book: Book) -> Book:
    """A release, and since then a figure, a section, a page and a row that went."""
    (book.data / "errata.csv").write_text((book.data / "errata.csv").read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    cover(book.root, "# Lake\n", ["one", "two"])
    chapter(book.root, "one", "# One\n\n(talks)=\n## Talks\n\nNo more.", {"fig-b": 1})
    chapter(book.root, "two", "# Two\n\n(end)=\n## End\n\nNo more.", {"tab-d": 1})
    from helpers import bookmarks

    old = bookmarks.read(book.root)
    old["pages"]["chapters/old"], old["sections"]["gone"], old["figures"]["fig-a"] = "Old", "chapters/old", ["chapters/one", "x"]
    ledger.append(book.root, "0.1.0", "2016-02-01", old, None)
    redirect(book, ("figure", "fig-a", "tab-d"), ("page", "chapters/old", "chapters/two"), ("section", "gone", "end"), ("issues", "lake", ""))
    return book


def test_an_old_id_stands_on_its_old_page_and_leads_on(moved: Book) -> None:
    """A figure that went to another chapter: its id is still there, hidden, with a link; a row likewise; print has none."""
    app, document = page("chapters/one", nodes.paragraph(text="No more."))
    redirects.lay(app, document)
    (note,) = [p for p in document.findall(nodes.paragraph) if "moved" in p["classes"]]
    assert note["ids"] == ["fig-a"] and note.astext() == "fig-a is now . So it is." and note.parent.tagname == "screen_only"
    assert [(n["kind"], n["target"]) for n in note.findall(record_ref)] == [("tab", "tab-d")]
    assert app.env.record_tables == {"chapters/one": {"redirects"}}
    app, document = page("record/chronology")
    redirects.lay(app, document)
    assert [p["ids"] for p in document.findall(nodes.paragraph)] == [["2015-06-second-round"]]
    app, document = page("record/data")
    redirects.lay(app, document)
    assert document.astext().strip().endswith("lake was withdrawn. So it is.")
    app, document = page("chapters/two")
    redirects.lay(app, document)
    assert list(document.findall(nodes.paragraph)) == []


def test_a_page_that_went_leads_on_with_its_ids(moved: Book) -> None:
    """The stub has the link, a way without script, and the ids that stood on the page."""
    builder = SimpleNamespace(get_relative_uri=lambda here, to: "../" * here.count("/") + f"{to}.html")
    app = SimpleNamespace(builder=builder, env=SimpleNamespace(found_docs={"index", "chapters/one", "chapters/two"}, titles={"chapters/two": nodes.title("", "Two")}))
    stubs = {name: (context, template) for name, context, template in redirects.stubs(app)}
    context, template = stubs["chapters/old"]
    assert set(stubs) == {"chapters/old", "chapters/zero"} and template == "page.html"
    assert '<a href="../chapters/two.html">Two</a>' in context["body"] and '<li id="gone"><code>gone</code> is now in <a href="../chapters/two.html#end">Two</a>.</li>' in context["body"]
    assert '<noscript><meta http-equiv="refresh" content="0; url=../chapters/two.html"></noscript>' in context["record_head"]
    app.env.found_docs.add("chapters/old")
    assert [name for name, *_ in redirects.stubs(app)] == ["chapters/zero"]


def test_the_page_of_changes_is_whole_without_a_script(moved: Book) -> None:
    """Release by release with permanent anchors; the choice is hidden until the script shows it; JSON says the same."""
    found = nodes.section("", *changed.changes())
    assert [n["ids"][0] for n in found.children if isinstance(n, nodes.section)] == ["changes-next", "changes-0-1-0"]
    raw = next(found.findall(nodes.raw)).astext()
    assert '<div id="since" hidden>' in raw and '"releases": [{"version": "0.1.0", "date": "2016-02-01", "anchor": "changes-0-1-0"}]' in raw
    text = found.astext()
    assert "figure fig-a is now" in text and "page chapters/old is now" in text and "The first release." in text
    said = json.loads((changed.write(moved.root) or moved.root).read_text("utf-8"))
    assert said["releases"] == [{"version": "0.1.0", "date": "2016-02-01"}] and {"release": "next", "kind": "moved", "what": "figure", "id": "fig-a", "old": "fig-a", "new": "tab-d", "place": "chapters/one"} in said["changes"]


def test_before_the_first_release_nothing_is_told(book: Book) -> None:
    assert changed.write(book.root) is None and "no release yet" in changed.changes()[0].astext()
    assert freeze.releases.last(book.data) is None
