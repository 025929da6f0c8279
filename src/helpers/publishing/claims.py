"""The pages that set words against evidence: claims of the background articles, and values on which sources differ."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes

from helpers import record
from helpers.publishing import addresses
from helpers.publishing.blocks import Nodes, entry, fact, labels, paragraph, ref_to, refs, section
from helpers.publishing.rows import Column, Row, grid
from helpers.wording import in_words, text


def _claim(row: Any, verdicts: dict[str, str]) -> nodes.container:
    """A claim in our words, the verdict with what the record shows, the row that bears it, the sources."""
    found = " ".join(f"{words.rstrip('.')}." for words in (text(row.correction), text(row.notes)) if words)
    verdict = verdicts.get(row.verdict, row.verdict)
    head = paragraph(nodes.strong("", f"{text(row.sequence)}. {text(row.claim)}"), classes=["entry-title"])
    bears = text(row.table) and text(row.row_id)
    return entry(
        "claim",
        row.claim_id,
        head,
        fact(verdict, found) if found else paragraph(nodes.strong("", f"{verdict}."), classes=["fact"]),
        fact("In the record", ref_to(row.table, row.row_id)) if bears else None,
        fact("Sources", *refs("cite", row.source_ids)) if text(row.source_ids) else None,
    )


def claims() -> Nodes:
    """Every claim with its verdict, article by article."""
    frame, verdicts, found = record.load("claims"), labels("verdict"), []
    sources = record.load("sources").set_index("source_id")
    for article, rows in frame.groupby("article_id", sort=True):
        about = sources.loc[str(article)]
        count = rows["verdict"].value_counts()
        tally = ", ".join(f"{verdicts.get(v, v).lower()} {count[v]}" for v in verdicts if v in count)
        dating = ". ".join(filter(None, (in_words(text(about["published_date"])), text(about.get("dating_ground")))))
        head = [fact("Article", *refs("cite", article)), fact("Date", dating) if dating else None, fact("Verdicts", f"{tally}; {len(rows)} claims")]
        listed = [_claim(row, verdicts) for row in rows.itertuples(index=False)]
        found.append(section(f"article-{article}", text(about["title"]), *(h for h in head if h is not None), *listed))
    return found


DATE = re.compile(r"\d{4}(-\d\d){0,2}")


def _named(table: str, field: str) -> str:
    """The title of a field."""
    return str(record.fields(table).get(field, {}).get("title", field.replace("_", " ")))


def disputes() -> Nodes:
    """Every value that sources give for a disputed field, side by side, by table."""
    frame, states = record.load("discrepancies"), labels("discrepancy_status")
    columns = [Column("Row and field", 26), Column("Value", 20), Column("Standing and note", 30), Column("Sources", 20)]
    if frame.empty:
        return [paragraph("None is recorded.")]
    known, found = record.tables(), []
    for table in sorted(frame["table"].dropna().unique(), key=lambda t: known.index(t) if t in known else len(known)):
        rows, last = [], None
        for row in frame[frame["table"] == table].sort_values(["row_id", "field", "discrepancy_id"]).itertuples(index=False):
            dispute = (row.row_id, row.field)
            first: Any = None
            if dispute != last:
                first = [paragraph(ref_to(table, text(row.row_id))), paragraph(_named(table, text(row.field)))]
            standing = states.get(row.status, text(row.status))
            notes = f"{standing}. {text(row.notes)}" if text(row.notes) else standing
            value = text(row.value)
            value = in_words(value) if DATE.fullmatch(value) and "date" in text(row.field) else value
            rows.append(Row(addresses.of("discrepancies", row), [first, value, notes, refs("cite", row.source_ids)]))
            last = dispute
        title = record.resource(table).get("title", table) if table in known else table
        found.append(section(f"disputes-{table.replace('_', '-')}", title, grid(columns, rows)))
    return found
