"""How long a page takes to read."""

from __future__ import annotations

import pytest
from docutils import nodes

from helpers.publishing import reading
from helpers.publishing.nodes import record_ref


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "1 minute"), (230, "1 minute"), (346, "2 minutes"), (59 * 230, "59 minutes"), (60 * 230, "1 hour"), (84 * 230, "1 hour 25 minutes"), (121 * 230, "2 hours"), (123 * 230, "2 hours 5 minutes")],
)
def test_times_in_words(count: int, said: str) -> None:
    assert reading.in_words(count) == said


def test_what_is_looked_up_is_not_read() -> None:
    """Eight words: a title of one, a sentence of five and a reference of two."""
    table = nodes.table("", nodes.paragraph("", "a cell that nobody reads aloud"))
    sentence = nodes.paragraph("", "", nodes.Text("Of 3,404 people, Ukraine’s said "), record_ref("", kind="cite", target="x", explicit=""), nodes.Text("."))
    event = nodes.paragraph("", "", record_ref("", kind="event", target="x", explicit="in Minsk"))
    page = nodes.section("", nodes.title("", "Numbers"), sentence, event, table, nodes.comment("", "not seen"), nodes.literal_block("", "a b c"))
    assert reading.words(page) == 8


def test_captions_of_figures_are_read() -> None:
    figure = nodes.figure("", nodes.image(alt="many words that are not shown"), nodes.caption("", "What to see."))
    assert reading.words(figure) == 3


def test_line_under_a_title_leads_to_the_pdf_where_there_is_one() -> None:
    with_one, without = reading.line("chapters/history", 2300, True), reading.line("chapters/how-to-read", 690, False)
    assert [link["refuri"] for link in with_one.findall(nodes.reference)] == ["../downloads/history.pdf"]
    assert with_one.astext() == "Reading time: about 10 minutes · this page as PDF"
    assert without.astext() == "Reading time: about 3 minutes"
