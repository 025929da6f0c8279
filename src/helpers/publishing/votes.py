"""The page of votes: every result, then who voted how, state by state, as a table of letters."""

from __future__ import annotations

import html
from typing import Any

import pandas as pd
from docutils import nodes

from helpers import record
from helpers.publishing import addresses
from helpers.publishing.blocks import Nodes, labels, paragraph, refs, section
from helpers.publishing.marks import note
from helpers.publishing.nodes import backrefs
from helpers.publishing.rows import Column, Row, grid
from helpers.publishing.tabular import evidence, number, remarks
from helpers.wording import in_words, text

LETTERS = {"yes": "Y", "no": "N", "abstain": "A", "not_voting": "–"}
CLASSES = {"no": ' class="no"', "abstain": ' class="quiet"', "not_voting": ' class="quiet"'}
KEY = "Y for, N against, A abstained, – did not vote. An empty field: no member at the time, or no vote of that state was read."
TALLIES = (("yes", "For"), ("no", "Against"), ("abstain", "Abst."), ("not_voting", "Absent"))


class ballots(nodes.General, nodes.Element):
    """States × votes: thousands of cells as one node. Attributes: ``label``; ``votes``: (id, short name, title); ``states``: (iso3, name, vote of each)."""


def cells(node: ballots) -> list[str]:
    """The anchors of all cells that hold a vote."""
    return [
        addresses.anchor("roll_calls", f"{vote}/{iso}") for iso, _, cast in node["states"] for (vote, _, _), c in zip(node["votes"], cast) if c
    ]


def short(symbol: str) -> str:
    """A document's symbol as the head of a narrow column: ``A/RES/68/262`` → ``68/262``."""
    for lead in ("A/RES/", "S/RES/"):
        symbol = symbol.removeprefix(lead)
    return symbol


def _ballots(votes: pd.DataFrame, calls: pd.DataFrame, label: str) -> ballots:
    names = dict(zip(calls["country_iso3"], calls["country_name"]))
    cast = {(r.vote_id, r.country_iso3): text(r.vote) for r in calls.itertuples(index=False)}
    heads = [(v.vote_id, short(text(v.symbol)), f"{in_words(text(v.date))}: {text(v.title)}") for v in votes.itertuples(index=False)]
    states = [(iso, name, [cast.get((vote, iso), "") for vote, _, _ in heads]) for iso, name in sorted(names.items(), key=lambda pair: pair[1])]
    return ballots(label=label, votes=heads, states=states)


def _results(frame: pd.DataFrame) -> nodes.table:
    """One row for each vote, under its permanent id."""
    columns = [Column("Text and date", 30), *(Column(title, 8, True) for _, title in TALLIES), Column("Result, remarks and sources", 44)]
    rows = []
    for row in frame.itertuples(index=False):
        veto = refs("actor", getattr(row, "vetoed_by_ids", ""))
        end: Nodes = [nodes.Text("Not adopted, veto of "), *veto] if veto else [nodes.Text("Adopted" if row.is_adopted else "Not adopted")]
        end.append(nodes.Text(f". Put forward by {text(row.sponsors)}. " if text(row.sponsors) else ". "))
        end += remarks("un_votes", row, frozenset({"is_adopted"}))
        head = paragraph(nodes.strong("", text(row.symbol)), f", {in_words(text(row.date))}. {text(row.title)}")
        tallies = [number(getattr(row, name)) for name, _ in TALLIES]
        cells = [[head], *tallies, [*evidence(end, row.source_ids), backrefs(kind="vote", target=row.vote_id)]]
        rows.append(Row(addresses.of("un_votes", row), cells))
    return grid(columns, rows)


def votes() -> Nodes:
    """Results by organ, then the roll calls that were read."""
    frame, calls, bodies = record.load("un_votes"), record.load("roll_calls"), labels("un_body")
    found = note("un_votes")
    for body, rows in frame.groupby("body", sort=True):
        name = bodies.get(str(body), str(body))
        found.append(section(f"results-{body}", f"{name}: results", _results(rows)))
    for body, rows in frame.groupby("body", sort=True):
        mine = calls[calls["vote_id"].isin(rows["vote_id"])]
        if mine.empty:
            continue
        rows = rows[rows["vote_id"].isin(mine["vote_id"])]
        name = bodies.get(str(body), str(body))
        lead = f"{KEY} The head of a column leads to the result, with its sources."
        found.append(section(f"roll-calls-{body}", f"{name}: state by state", paragraph(lead), _ballots(rows, mine, f"{name}: state by state")))
    return found


def visit_html(self: Any, node: ballots) -> None:
    """Written at once: as single nodes the cells would cost the build more than all other pages together."""
    label, say = html.escape(node["label"], quote=True), html.escape
    heads = "".join(
        f'<th scope="col"><a href="#{addresses.anchor("un_votes", i)}" title="{say(title, quote=True)}">{say(name)}</a></th>' for i, name, title in node["votes"]
    )
    lines = []
    for iso, name, cast in node["states"]:
        line = "".join(
            f'<td id="{addresses.anchor("roll_calls", f"{vote}/{iso}")}"{CLASSES.get(c, "")}>{LETTERS.get(c, say(c))}</td>' if c else "<td></td>"
            for (vote, _, _), c in zip(node["votes"], cast)
        )
        lines.append(f'<tr><th scope="row">{say(name)}</th>{line}</tr>\n')
    self.body.append(
        f'<div class="table-wrap ballots" role="region" tabindex="0" aria-label="{label}"><table class="record-table">'
        f'<thead><tr><th scope="col">State</th>{heads}</tr></thead><tbody>{"".join(lines)}</tbody></table></div>\n'
    )
    raise nodes.SkipNode


def visit_typst(self: Any, node: ballots) -> None:
    """The same table in small type, its heads turned."""
    from helpers.publishing.typst.markup import escape

    heads = [f"rotate(-90deg, reflow: true)[{escape(name)}]" for _, name, _ in node["votes"]]
    lines = [f"[{escape(name)}], " + ", ".join(f"[{LETTERS.get(c, escape(c))}]" for c in cast) for _, name, cast in node["states"]]
    self.add(
        "#{\n  set text(size: 5.4pt)\n  table(\n"
        f"    columns: (auto, {', '.join(['1fr'] * len(heads))}), inset: (x: 1pt, y: 1.5pt), align: (x, y) => (if x == 0 {{ left }} else {{ center }}) + bottom,\n"
        "    stroke: (x, y) => if y == 0 { (top: .8pt, bottom: .5pt) } else { (bottom: .2pt + luma(80%)) },\n"
        f"    table.header(repeat: true, [State], {', '.join(heads)}),\n    {(','+chr(10)+'    ').join(lines)},\n  )\n}}\n\n"
    )
    raise nodes.SkipNode


def skip(self: Any, node: ballots) -> None:
    """For builders that have no form for it (text, gettext)."""
    raise nodes.SkipNode


def setup(app: Any) -> None:
    """Register the table of letters with its forms."""
    app.add_node(ballots, html=(visit_html, None), typst=(visit_typst, None), text=(skip, None), gettext=(skip, None))
