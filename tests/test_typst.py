"""The PDF: its markup, its text, its numbers and links, and what it refuses."""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path

import pypdf
import pytest
import typst
from docutils import nodes as docutils_nodes
from docutils.parsers.rst import Directive, directives
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import SphinxDirective, SphinxRole, docutils_namespace, patch_docutils

from helpers.publishing import nodes
from helpers.publishing.typst import formulas, index, markup, reuse, tables
from helpers.publishing.typst.compiling import Job, Press
from helpers.publishing.typst.figures import width

GOLDEN = Path(__file__).parent / "golden"
KITCHEN = GOLDEN / "kitchen"
CHART = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="80"><text x="9" y="40" font-family="Libertinus Serif" font-size="12">Axis label</text></svg>'


class Note(SphinxRole):
    def run(self):
        children, messages = self.inliner.parse(self.text, self.lineno, self.inliner, self.inliner.parent)
        return [nodes.printnote("", "", *children)], messages


class Ukrainian(SphinxRole):
    def run(self):
        return [nodes.lang_span("", self.text, lang="uk")], []


class ChartDirective(SphinxDirective):
    required_arguments, has_content, option_spec = 1, True, {"name": directives.unchanged, "alt": directives.unchanged}

    def run(self):
        digest = self.arguments[0]
        nodes.store(self.env).put(digest, {"svg": CHART})
        figure = docutils_nodes.figure("", nodes.chart(digest=digest, alt=self.options.get("alt", "A chart of nothing").replace("none", "")))
        inline, _ = self.state.inline_text(" ".join(self.content), self.lineno)
        figure += docutils_nodes.caption("", "", *inline)
        figure += nodes.figure_tools("", docutils_nodes.paragraph(text="Sources: none."), name="fig-chart")
        self.add_name(figure)
        return [figure]


def wrapping(kind):
    class Wrapper(Directive):
        has_content = True

        def run(self):
            node = kind()
            self.state.nested_parse(self.content, self.content_offset, node)
            return [node]

    return Wrapper


def build(source: Path, folder: Path, **config) -> tuple[Path, str]:
    """Build a small book; returns the folder of its PDFs and the warnings."""
    warnings = io.StringIO()
    settings = {
        "extensions": ["myst_parser", "helpers.publishing.typst"],
        "source_suffix": {".rst": "restructuredtext", ".md": "markdown"},  # without it Sphinx would change its default, for all later books of the process
        "project": "The Kitchen Book",
        "author": "The cooks",
        "numfig": True,
        "numfig_format": {"figure": "Figure %s", "table": "Table %s"},
        "language": "en",
        "pdf_sans": "Libertinus Serif",
        "pdf_name": "kitchen",
        "pdf_volumes": [],
        "pdf_fonts": [],
        "pdf_timestamp": 1767225600,
        "pdf_meta": {"version": "0.1", "cutoff": "30 June 2026", "licence": "CC BY 4.0.", "cite": [["Cooks. ", False], ["The Kitchen Book", True], [", version 0.1.", False]], "keywords": ["peace"]},
    }
    with patch_docutils(None), docutils_namespace():
        app = Sphinx(str(source), None, str(folder / "pdf"), str(folder / "doctrees"), "typst", settings | config, None, warnings, True)
        app.add_role("note", Note())
        app.add_role("uk", Ukrainian())
        app.add_directive("chart", ChartDirective)
        app.add_directive("screenonly", wrapping(nodes.screen_only))
        app.add_directive("printonly", wrapping(nodes.print_only))
        app.build()
    return folder / "pdf", warnings.getvalue()


def text_of(pdf: Path) -> str:
    return " ".join("\n".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages).split())


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory) -> tuple[Path, str]:
    return build(KITCHEN, tmp_path_factory.mktemp("kitchen"))


@pytest.fixture(scope="module")
def book(kitchen) -> pypdf.PdfReader:
    return pypdf.PdfReader(kitchen[0] / "kitchen.pdf")


# -- the kitchen sink: every kind of node ---------------------------------------------------------------------------


def test_the_markup_of_every_node_is_the_reviewed_one(kitchen, request):
    """A change of the markup is seen and accepted by hand: write the new text over the golden file."""
    folder, _ = kitchen
    made = (folder.parent / "doctrees" / "typst" / "kitchen.typ").read_text("utf-8")
    golden = GOLDEN / "kitchen.typ"
    if os.environ.get("ACCEPT_GOLDEN"):
        golden.write_text(made, "utf-8")
    assert made == golden.read_text("utf-8")


def test_a_clean_book_gives_no_warning(kitchen):
    assert kitchen[1] == ""


def test_the_book_and_each_chapter_are_there(kitchen):
    assert sorted(p.name for p in kitchen[0].iterdir()) == ["kitchen.pdf", "second.pdf", "sink.pdf"]


def test_every_character_arrives_in_roman_and_italic(kitchen):
    text = text_of(kitchen[0] / "kitchen.pdf")
    for words in ("Є Ї Ґ ґ", "Türkiye", "Łódź, Erdoğan", "Мінськ", "# $ * _ @ < > \\ ` ~ [ ] { } = + - / ‘", "// /* … – — -1 1. a."):
        assert words in text
    assert text.count("Łódź, Erdoğan") == 2


def test_what_print_leaves_out_is_left_out(kitchen):
    text = text_of(kitchen[0] / "kitchen.pdf")
    for words in ("Only a screen", "skipped", "Only on screen", "comment"):
        assert words not in text
    for words in ("Only paper shows this", "Only in print", "raw Typst"):
        assert words in text


def test_footnotes_of_one_name_in_two_chapters_stay_apart(kitchen):
    first, second = text_of(kitchen[0] / "sink.pdf"), text_of(kitchen[0] / "second.pdf")
    assert "The footnote of the sink" in first and "The footnote of the second" not in first
    assert "The footnote of the second chapter" in second and "of the sink" not in second
    whole = text_of(kitchen[0] / "kitchen.pdf")
    assert whole.count("The footnote of the sink") == whole.count("The footnote of the second chapter") == 1


def test_numbers_are_sphinxs_own(kitchen):
    for name in ("kitchen.pdf", "sink.pdf"):
        text = text_of(kitchen[0] / name)
        for words in ("Figure 1.1 A figure’s caption", "Figure 1.2 A chart’s caption", "Table 1.1 A table’s caption", "1.1 Sections", "1.1.1 Deeper"):
            assert words in text
    assert "Figure 1.1" in text_of(kitchen[0] / "second.pdf")  # a reference out of the chapter keeps its words


def test_words_in_a_chart_are_text(kitchen):
    assert "Axis label" in text_of(kitchen[0] / "sink.pdf")


def links(pdf: Path) -> tuple[int, list[str]]:
    """How many links lead to places in a PDF, and the addresses that the others lead to."""
    inner, outer = 0, []
    for page in pypdf.PdfReader(pdf).pages:
        for annotation in page.get("/Annots") or ():
            annotation = annotation.get_object()
            if "/Dest" in annotation or annotation.get("/A", {}).get("/S") == "/GoTo":
                inner += 1
            elif annotation.get("/A", {}).get("/S") == "/URI":
                outer.append(annotation["/A"]["/URI"])
    return inner, outer


def test_links_lead_somewhere(kitchen):
    inner, outer = links(kitchen[0] / "kitchen.pdf")
    assert inner > 15 and "https://example.org/a_b#c" in outer
    assert links(kitchen[0] / "second.pdf")[0] <= 2  # only the note and its mark: all others leave the chapter


def test_bookmarks_title_author_language_and_standard(book):
    titles = [entry.title for entry in book.outline if not isinstance(entry, list)]
    assert {"Every node: all of Ґ", "The second chapter", "The record", "Index", "Contents"} <= {re.sub(r"^\d+ ", "", t) for t in titles}
    assert book.metadata.title == "The Kitchen Book" and book.metadata.author == "The cooks"
    assert book.trailer["/Root"]["/Lang"] == "en" and book.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in book.trailer["/Root"]["/Metadata"].get_object().get_data()
    assert "20260101" in book.metadata["/CreationDate"]


def test_the_index_names_pages(book):
    text = " ".join(book.pages[-1].extract_text().split())
    assert re.search(r"People Kuchma, Leonid 3 Subjects ceasefire \d+", text)


def test_chapters_begin_on_right_hand_pages(book):
    for number, page in enumerate(book.pages, 1):
        if re.search(r"Chapter \d", page.extract_text()[:30]):
            assert number % 2 == 1


def test_the_same_book_gives_the_same_bytes(kitchen, tmp_path):
    folder, _ = build(KITCHEN, tmp_path / "again here")
    for pdf in folder.iterdir():
        assert pdf.read_bytes() == (kitchen[0] / pdf.name).read_bytes()


# -- refusals -------------------------------------------------------------------------------------------------------


def small(tmp_path: Path, text: str, **config) -> tuple[Path, str]:
    (tmp_path / "book" / "chapters").mkdir(parents=True)
    (tmp_path / "book" / "index.rst").write_text("Book\n====\n\n.. toctree::\n\n   chapters/one\n", "utf-8")
    (tmp_path / "book" / "chapters" / "one.rst").write_text(f"One\n===\n\n{text}\n", "utf-8")
    return build(tmp_path / "book", tmp_path / "out", **config)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (".. chart:: aaaaaaaaaaaa\n   :alt: none\n\n   Caption.", "without alternative text"),
        (".. py:function:: f(x)\n\n   Words.", "print has no form for the node <desc>"),
        (":math:`\\oint x`", "the formula “\\oint x” has no print form"),
        (".. index:: see: a; b", "the index entry “see: a; b” has no print form"),
        (".. image:: nowhere.svg\n   :alt: x", "nowhere.svg"),
    ],
)
def test_nothing_is_left_out_in_silence(tmp_path, text, message):
    _, warnings = small(tmp_path, text)
    assert message in warnings and "chapters/one" in warnings


def test_a_missing_glyph_names_character_and_page(tmp_path):
    with pytest.raises(SphinxError) as error:
        small(tmp_path, "A word and 🙂 a face.")
    assert re.fullmatch(r"kitchen\.pdf: chapters/one: no font of the book has “🙂” \(U\+1F642\)\. Write it with .*", str(error.value))


def test_a_fault_of_the_markup_names_the_page(tmp_path):
    with pytest.raises(SphinxError, match=r"kitchen\.pdf: chapters/one: "):
        small(tmp_path, ".. raw:: typst\n\n   #nonsense()")


# -- pieces ---------------------------------------------------------------------------------------------------------

LETTERS = "abzÄßЄїҐґŁőğ09 #$*_@<>`~[]{}=+-/\\'\".,:;!?()&^|%"


def typeset(markup_text: str) -> str:
    """What stands in a PDF of some markup, without white space."""
    source = f"#set page(width: 600pt, height: auto)\n#set text(hyphenate: false)\n{markup_text}"
    pdf = typst.compile(source.encode(), ignore_system_fonts=True)
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text(LETTERS, max_size=40), min_size=1, max_size=6))
def test_text_comes_out_as_it_went_in(texts):
    """Any text, after any other: at the start of a line, after a function, in its brackets and as a string."""
    pieces, expected = [], []
    for text in texts:
        escaped = markup.escape(text)
        pieces += [escaped, f"#strong[{escaped}];", escaped, "\n\n", escaped, f"#text({markup.string(text)});", "\n\n"]
        expected += [text] * 5
    assert typeset("".join(pieces)) == re.sub(r"\s", "", "".join(expected))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_one_markup_run(text):
    """Whatever Unicode there is, Typst reads the markup back as the same text: no markup, comment or command in it."""
    clean = re.sub(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]", "", text)
    query = f'#let plain(it) = if it.has("text") {{ it.text }} else if it.has("children") {{ it.children.map(plain).join() }} else if it == [ ] {{ " " }} else {{ repr(it) }}\n#metadata(plain([a{markup.escape(text)}b]))<x>'
    found = json.loads(typst.query(query.encode(), "<x>", field="value", one=True, ignore_system_fonts=True))
    spaces = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")
    assert spaces.sub(" ", found) == spaces.sub(" ", f"a{clean}b")


def test_places_and_strings():
    assert markup.key("a/b", "c") == "%a/b#c" and markup.key("a/b") == "%a/b"
    assert markup.string('a"b\\c\nd') == '"a\\"b\\\\c\\nd"'
    assert markup.array(["1"]) == "(1,)" and markup.array([]) == "()"


def test_the_index_is_in_order():
    people = [index.person(name) for name in ("Recep Tayyip Erdoğan", "Leonid Kuchma", "Łukasz Łoś", "Angela Merkel")]
    made = index.Index()
    for term in (index.subject("truce"), index.event("2015-02-12-minsk-ii", "Minsk II", "12 February 2015"), *reversed(people)):
        made.mark(term)
    words = re.findall(r'"(?:People|Events|Subjects)", "([^"]+)"', made.markup())
    assert words == ["Recep Tayyip Erdoğan", "Leonid Kuchma", "Łukasz Łoś", "Angela Merkel", "Minsk II, 12 February 2015", "truce"]


def rows(*texts: tuple[str, ...]) -> list[docutils_nodes.row]:
    return [docutils_nodes.row("", *[docutils_nodes.entry("", docutils_nodes.paragraph(text=t)) for t in row]) for row in texts]


def test_long_words_get_room_first():
    cells = ("Implementation and sequencing", "word " * 80, "Ukraine; Organization for Security and Co-operation in Europe")
    widths, crowded = tables.column_widths(rows(("Issue", "What", "Who")), rows(cells), 3)
    assert not crowded and float(widths[0][:-2]) > len("Implementation") and float(widths[2][:-2]) > len("Co-operation")
    assert tables.column_widths([], rows(tuple(["x" * 40] * 3)), 3)[1]


def test_columns_of_text_are_wider():
    body = rows(("2015-02-12", "word " * 60, "some words in here and there"))
    widths, crowded = tables.column_widths(rows(("Date", "What", "Note")), body, 3)
    assert not crowded and widths[0] == "auto" and float(widths[1][:-2]) > 1.5 * float(widths[2][:-2])


def test_a_column_is_as_wide_as_its_longest_word():
    """84 characters: the second column's word of 16 wants 18.8, the others share what is left as they asked; too much is divided."""
    assert tables.fitted([10, 10, 20], [8, 12, 10], 80) == (["20.0fr", "20.0fr", "40.0fr"], False)
    assert tables.fitted([30, 10, 40], [8, 16, 10], 84) == (["27.9fr", "18.8fr", "37.3fr"], False)
    assert tables.fitted([1, 1, 1], [30, 30, 30], 84) == (["1fr", "1fr", "1fr"], True)


def test_sources_stand_under_their_row():
    """The column is found by its mark, in a table of four columns or more; a short table is one that may float."""
    head, body = rows(("Day", "Kind", "What", "Sources"))[0], rows(("2015", "Truce", "word " * 30, "Gazette 2015; Herald 2016"))[0]
    assert tables.sources_column([head], [body]) is None
    head[3]["of_sources"] = True
    assert tables.sources_column([head], [body]) == 3
    body[1]["morecols"] = 1
    assert tables.sources_column([head], [body]) is None  # cells that span columns stay where they are
    few = [list(row.children) for row in rows(*[("2015", "Truce", "short")] * 5)]
    assert tables.height(few, 3) == 5 < tables.FLOATS < tables.height([list(body.children)] * 20, 4)


@pytest.mark.parametrize(
    ("svg", "expected"),
    [('<svg width="600" height="300">', "100%"), ('<svg width="300px" height="90px">', "50%"), ('<svg viewBox="0 0 600 1640">', "50%"), ("<svg>", "100%")],
)
def test_charts_keep_their_scale(svg, expected):
    assert width(svg) == expected


@pytest.mark.parametrize(("latex", "markup_text"), [("x^2_i", "x ^(2) _(i)"), (r"\frac{a+b}{2} \le \text{all of it}", 'frac(a + b, 2) <= "all of it"')])
def test_simple_formulas(latex, markup_text):
    assert formulas.typst(latex) == markup_text
    typeset(f"${formulas.typst(latex)}$")


def test_a_pdf_is_taken_again_only_if_all_that_it_is_made_of_is_the_same(tmp_path: Path) -> None:
    """Markup, a picture that it names, a template, the time stamp, and the old file itself: each counts."""
    work, last, out = (tmp_path / name for name in ("work", "last", "out"))
    for folder in (work, last, out):
        folder.mkdir()
    files = {"one.typ": '#import "book.typ": *\n#image("a.svg")', "two.typ": '#import "book.typ": *', "book.typ": '#let x = json("one.json")', "one.json": "{}", "a.svg": "<svg/>"}
    for name, text in files.items():
        (work / name).write_text(text)
    jobs, press = [Job(work / f"{name}.typ", out / f"{name}.pdf") for name in ("one", "two")], Press([], "Sans", 0)
    assert reuse.take(jobs, press, last, {}) == jobs
    for job in jobs:
        job.target.write_text(f"PDF of {job.source.name}")
        (last / job.target.name).write_text(f"PDF of {job.source.name}")
    known = reuse.note(work, out)

    def left(press: Press = press) -> list[str]:
        return [job.source.stem for job in reuse.take(jobs, press, last, known)]

    assert left() == [] and left(Press([], "Sans", 1)) == ["one", "two"] and left(Press([], "Other", 0)) == ["one", "two"]
    for name, of in {"a.svg": ["one"], "two.typ": ["two"], "book.typ": ["one", "two"], "one.json": ["one", "two"]}.items():
        (work / name).write_text("changed")
        assert left() == of, name
        (work / name).write_text(files[name])
    (last / "two.pdf").write_text("somebody else's")
    assert left() == ["two"] and json.loads((work / reuse.NOTE).read_text()).keys() == {"one.pdf", "two.pdf"}
