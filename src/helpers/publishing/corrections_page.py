"""The page of corrections: every erratum, ids that were replaced, and how a reader tells us of a fault."""

from __future__ import annotations

from itertools import groupby

from docutils import nodes

from helpers import record
from helpers.publishing import addresses, redirects
from helpers.publishing import corrections as published
from helpers.publishing.blocks import Nodes, paragraph, section
from helpers.publishing.rows import Column, Row, grid
from helpers.wording import in_words, text

# What a correction needs, for the form of the code host (.github/ISSUE_TEMPLATE/correction.yml) and the one in plain text:
# key, question, what helps to answer it, and whether it must be answered. A test compares the two.
FORM = (
    ("where", "Where is it?", "Page, figure or table number, or the id of the row, for example fig-truces or 2015-02-12-minsk-ii", True),
    ("version", "Which version do you read?", "It stands at the foot of every page, for example 1.2.0", True),
    ("says", "What does the book say?", "The words or the value, as they stand there", True),
    ("should", "What should it say?", "The value or wording that you think right; or: it should be called disputed", True),
    ("source", "Which source says so?", "Publisher, title, date and address or page; one that others can open", True),
    ("note", "Anything else?", "For example how sure you are, or that the source is your own", False),
)


def _erratum(one: published.Correction) -> Row:
    lead = [published.row(one.table, one.row), nodes.Text(f", {published.field_title(one.table, one.field).lower()}")]
    values = published.pair(one.table, one.field, one.old, one.new)
    why: Nodes = [nodes.Text(f"{one.reason.rstrip('.')}."), *([nodes.Text(" "), *published.bracketed(one.sources)] if one.sources else [])]
    return Row(addresses.anchor("errata", one.id), [lead, *values, why])


def _errata() -> Nodes:
    """Every correction, by day, the newest first."""
    every = published.every()
    if not every:
        return [paragraph("No correction has been published yet.")]
    columns = [Column("What", 22), Column("Was", 22), Column("Is now", 22), Column("Why, and sources", 34)]
    found: Nodes = [paragraph(f"{len(every):,} corrections, the newest first." if len(every) > 1 else "One correction.")]
    for day, group in groupby(every, key=lambda one: one.date):
        found.append(section(f"corrections-{day}", in_words(day), grid(columns, [_erratum(one) for one in group])))
    return found


def _replaced() -> nodes.section | None:
    """Ids that were replaced or withdrawn, each with where it leads."""
    if "redirects" not in record.tables() or not len(rows := record.load("redirects")):
        return None
    lead = paragraph("Ids of earlier releases that were replaced or withdrawn. Each leads to what stands in its place; the old address leads there too.")
    made = []
    for row in rows.itertuples(index=False):
        kind, old, new = text(row.table), text(row.old_id), text(row.new_id)
        target = [redirects.link(kind, new)] if new else "withdrawn"
        made.append(Row(addresses.of("redirects", row), [f"{old} ({kind.replace('_', ' ')})", target, text(row.reason)]))
    return section("replaced-ids", "Replaced ids", lead, grid([Column("Id", 34), Column("Leads to", 26), Column("Why", 40)], made))


def template() -> str:
    """The form in plain text, to copy into a message."""
    lines = ["CORRECTION", ""]
    for _, question, help_, needed in FORM:
        lines += [f"{question}{'' if needed else ' (may stay empty)'}", f"({help_})", "> ", ""]
    return "\n".join(lines).rstrip() + "\n"


def form() -> nodes.section:
    """How to tell us of a fault."""
    ways = paragraph(
        "A correction with a source is welcome from everybody. Where the sources of this book are kept as a repository with a list of issues, “A "
        "correction” there asks these questions, and CONTRIBUTING.md says how to change the row yourself. Everywhere else, copy the text, fill it "
        "in, and send it the way that is offered where you found the book. A correction that holds is published here with its date and reason; one "
        "that the sources do not settle makes the fact a disputed one, with both values."
    )
    words = template()
    return section("send-a-correction", "Tell us of a fault", ways, nodes.literal_block(words, words, language="text"))


def corrections() -> Nodes:
    """Dated corrections after publication, ids that were replaced, and how to send a correction."""
    return [section("published-corrections", "Published corrections", *_errata()), *filter(None, [_replaced()]), form()]
