"""The page of positions: for each issue the steps of its scale, then who declared what, and when."""

from __future__ import annotations

from typing import Any

import pandas as pd
from docutils import nodes

from helpers import record
from helpers.publishing import addresses
from helpers.publishing.blocks import Nodes, labels, paragraph, ref, refs, section
from helpers.publishing.marks import joined, marks, note
from helpers.publishing.nodes import backrefs
from helpers.publishing.rows import Column, Row, grid
from helpers.wording import in_words, span, text


def _scale(name: str, rows: pd.DataFrame, alone: bool) -> Nodes:
    """The steps of one scale."""
    columns = [Column("Step", 6), Column("Name", 20), Column("Meaning", 60)]
    cells = []
    for row in rows.itertuples(index=False):
        meaning = " ".join(filter(None, (text(row.definition), text(row.notes))))
        cells.append(Row(addresses.of("scales", row), [text(row.step), text(row.label), meaning]))
    when = span(next(rows.itertuples(index=False)))
    title = nodes.strong("", "Scale" if alone else f"Scale “{name}”")
    return [paragraph(title, f", for positions of {when}" if when else "", classes=["scale"]), grid(columns, cells, f"Scale {name}")]


def _what(row: Any, kinds: dict[str, str], usual: str) -> Nodes:
    """A position in our words, who stated it where, and its marks."""
    by, venue = text(row.statement_by), text(row.venue)
    said: list[Nodes] = [[nodes.Text(kinds.get(row.position_type, row.position_type).lower())]] if row.position_type != usual else []
    said += [[nodes.Text("a legal baseline, no party’s position")]] if text(row.is_legal_baseline) == "True" else []
    said += marks("positions", row)
    said += [[nodes.Text("in: "), ref("document", row.document_id)]] if text(row.document_id) else []
    said += [[nodes.Text("event: "), ref("event", row.event_id)]] if text(row.event_id) else []
    said += [[nodes.Text(text(row.notes))]] if text(row.notes) else []
    words = [nodes.Text(f"{text(row.summary).rstrip('.')}. "), nodes.emphasis("", ", ".join(filter(None, (by, venue))))]
    found: Nodes = [paragraph(*words)]
    if said:
        found.append(paragraph(*joined(said)))
    return [*found, backrefs(kind="position", target=row.position_id)]


def _step(row: Any) -> Nodes:
    """The coded step with its reason, or why there is none."""
    code, reason = text(row.stance_code), text(row.stance_reason)
    if not code:
        return [nodes.Text(f"not coded: {reason[:1].lower()}{reason[1:]}" if reason else "not coded")]
    step = ref("step", row.step_id, code) if text(row.step_id) else nodes.Text(code)
    return [step, nodes.Text(f": {reason}" if reason else "")]


def positions() -> Nodes:
    """Every issue with its scales and the declared positions, by actor and date."""
    issues, frame, steps = record.load("issues"), record.load("positions"), record.load("scales")
    actors, kinds = record.load("actors").set_index("actor_id")["name"], labels("position_type")
    frame = frame.assign(actor_name=frame["actor_id"].map(actors)).sort_values(["actor_name", "date", "position_id"])
    found = note("positions")
    columns = [Column("Who and when", 18), Column("Position, in our words", 44), Column("Step and reason", 24), Column("Sources", 18)]
    for issue in issues.itertuples(index=False):
        mine, scales = frame[frame["issue_id"] == issue.issue_id], steps[steps["issue_id"] == issue.issue_id]
        if mine.empty and scales.empty:
            continue
        body: Nodes = [paragraph(text(issue.definition))]
        alone = scales["scale_id"].nunique() == 1
        for name, rows in scales.groupby("scale_id", sort=True):
            body += _scale(str(name), rows, alone)
        if scales.empty:
            body.append(paragraph("This issue has no scale, so positions on it carry no step."))
        rows = [
            Row(addresses.of("positions", row), [
                [ref("actor", row.actor_id), nodes.Text(f", {in_words(text(row.date))}")],
                _what(row, kinds, "declared"), _step(row), refs("cite", row.source_ids)])
            for row in mine.itertuples(index=False)
        ]  # fmt: skip
        body += [grid(columns, rows)] if rows else []
        found.append(section(f"positions-{issue.issue_id}", text(issue.title), *body))
    return found
