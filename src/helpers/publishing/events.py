"""The entries of what happened: chronology, documents with their clauses, ceasefires."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docutils import nodes

from helpers import record
from helpers.publishing import explorer
from helpers.publishing.blocks import Nodes, entry, fact, labels, paragraph, ref, refs, section, titled
from helpers.publishing.marks import is_after, last_evidence, note, status
from helpers.publishing.outputs import table as make_table
from helpers.publishing.rows import anchored
from helpers.wording import in_words, span, text


def _about(row: Any, issues: Mapping[str, str]) -> str:
    """What an event was about: its issues, the main one first."""
    about = "; ".join(issues.get(issue, issue) for issue in text(row.issue_ids).split(";") if issue)
    return f". Issues: {about}" if about else ""


def chronology() -> Nodes:
    """Every event, by year, in the order of the table, under a form to find them by; those after the cut-off apart."""
    events, places = record.load("events"), record.load("places").set_index("place_id")["name"]
    actors, issues = record.load("actors").set_index("actor_id")["name"], record.load("issues").set_index("issue_id")["title"]
    parts = {k: list(g.itertuples(index=False)) for k, g in record.load("event_actors").groupby("event_id", sort=False)}
    types, roles = labels("event_type"), labels("role")
    years: dict[str, list[nodes.Node]] = {}
    entries: list[nodes.Element] = []
    for row in events.itertuples(index=False):
        head = paragraph(nodes.strong("", f"{span(row)}. "), nodes.strong("", text(row.title)), classes=["entry-title"])
        took_part: Nodes = []
        for part in parts.get(row.event_id, ()):
            took_part += [nodes.Text("; ")] if took_part else []
            person = text(part.person_id)
            if person:
                took_part += [ref("person", person), nodes.Text(" for ")]
            took_part += [ref("actor", part.actor_id), nodes.Text(f" ({roles.get(part.role, part.role).lower()})")]
        known = text(row.known_from)
        body = [
            paragraph(text(row.summary)),
            explorer.since(fact("Outcome", text(row.outcome)), getattr(row, "outcome_known_from", ""), known) if text(row.outcome) else None,
            fact("Kind", "; ".join(filter(None, (types.get(row.event_type, row.event_type), text(places.get(row.place_id))))), _about(row, issues)),
            fact("Who", *took_part) if took_part else None,
            fact("Publicly known from", in_words(known)) if known > max(text(row.end_date), text(row.start_date)) else None,
            status("events", row),
            explorer.sources(row),
        ]
        made = entry("event", row.event_id, head, *body)
        first, last = explorer.days(row.start_date, row.end_date)
        who = [part.actor_id for part in parts.get(row.event_id, ())]
        entries.append(explorer.mark(made, **{"from": first, "to": last}, known=known, kind=row.event_type, actors=who, issues=row.issue_ids))
        year = "" if is_after("events", row) else text(row.start_date)[:4]
        years.setdefault(year, []).append(made)
    later = years.pop("", [])
    facets = [
        explorer.facet("actor", "Actor", "actors", entries, actors),
        explorer.Facet("with", "together with", "actors", like="actor"),
        explorer.facet("kind", "Kind", "kind", entries, types),
        explorer.facet("issue", "Issue", "issues", entries, issues),
    ]
    found: Nodes = [explorer.form("chronology", ("event", "events"), entries, facets)]
    found += [section(f"year-{year}", year, *rows) for year, rows in years.items()]
    if later:
        title = f"After the cut-off of {in_words(record.cutoff())}"
        found.append(section("after-the-cut-off", title, paragraph(last_evidence()), *later))
    return found


def qualified(clause: Any) -> str:
    """A clause in our words with its qualifier, which is added only where the words do not hold it already."""
    summary, qualifier = text(clause.summary), text(clause.qualifier)
    return summary if not qualifier or qualifier.casefold() in summary.casefold() else f"{summary} ({qualifier})"


def documents() -> Nodes:
    """Every document with its clauses."""
    provisions = {k: g for k, g in record.load("provisions").groupby("document_id", sort=False)}
    issues = record.load("issues").set_index("issue_id")["title"]
    kinds, states, public = labels("document_type"), labels("document_status"), labels("text_public")
    actors, entries = record.load("actors").set_index("actor_id")["name"], []
    learnt = dict(zip(record.load("events")["event_id"], record.load("events")["known_from"]))
    learnt |= dict(zip(record.load("documents")["document_id"], record.load("documents")["known_from"]))
    for row in record.load("documents").itertuples(index=False):
        kind = f"{kinds.get(row.document_type, row.document_type)}, {states.get(row.document_status, row.document_status).lower()}"
        body = [
            fact("Date", in_words(text(row.date))),
            fact("Kind and fate", kind),
            fact("Proposed by", *refs("actor", row.proposer_ids)) if text(row.proposer_ids) else None,
            fact("Signed by", *refs("actor", row.signatory_ids)) if text(row.signatory_ids) else None,
            fact("Text", public.get(row.text_public, text(row.text_public))),
            explorer.since(fact("Event", ref("event", row.event_id)), learnt.get(row.event_id), row.known_from) if text(row.event_id) else None,
            explorer.since(fact("Replaces", ref("document", row.supersedes_id)), learnt.get(row.supersedes_id), row.known_from)
            if text(row.supersedes_id) else None,
            status("documents", row),
            explorer.sources(row),
        ]
        rows = provisions.get(row.document_id)
        if rows is not None:
            fields = [
                {"name": "point", "title": "Point", "width": 7},
                {"name": "issue", "title": "Issue", "width": 12},
                {"name": "summary", "title": "What it says, in our words", "width": 40},
                {"name": "obligated", "title": "Who is bound", "reference": "actor", "width": 16},
            ]
            if rows["stance_code"].notna().any():
                fields.append({"name": "step", "title": "Step, with reason", "width": 20})
            cells = [
                {
                    "point": text(p.point),
                    "issue": issues.get(p.issue_id, p.issue_id),
                    "summary": qualified(p),
                    "obligated": text(p.obligated_actor_ids),
                    "step": ": ".join(filter(None, (text(p.stance_code), text(p.stance_reason)))) if text(p.stance_code) else "",
                }
                for p in rows.itertuples(index=False)
            ]
            body.append(anchored(make_table(fields, cells), "provisions", rows["provision_id"]))
        made = titled("document", row.document_id, text(row.title), *body)
        first, last = explorer.days(row.date)
        about = rows["issue_id"].dropna() if rows is not None else ()
        entries.append(explorer.mark(
            made, **{"from": first, "to": last}, known=row.known_from, kind=row.document_type, status=row.document_status,
            actors=row.proposer_ids, signed=row.signatory_ids, issues=about,
        ))  # fmt: skip
    facets = [
        explorer.facet("proposer", "Proposed by", "actors", entries, actors),
        explorer.facet("signatory", "Signed by", "signed", entries, actors),
        explorer.facet("kind", "Kind", "kind", entries, kinds),
        explorer.facet("status", "Fate, by the record today", "status", entries, states),
        explorer.facet("issue", "A clause on", "issues", entries, issues),
    ]
    return [*note("documents"), explorer.form("documents", ("document", "documents"), entries, facets), *entries]


def _reported(row: Any) -> list[nodes.Node | str]:
    """When a truce was first reported broken, and by whom."""
    when = in_words(text(row.first_violation_date))
    by = text(row.first_violation_reported_by)
    if not when or not by:
        return [when]
    is_list = record.fields("ceasefires")["first_violation_reported_by"].get("list")
    return [f"{when}, reported by ", *(refs("actor", by) if is_list else [by])]


def _end(row: Any, ways: dict[str, str]) -> str:
    """When and how a truce ended, as far as it is known."""
    way = ways.get(text(row.end_reason), text(row.end_reason))
    how = [f"{in_words(text(row.end_date))}: {way}" if text(row.end_date) else way, text(getattr(row, "end_note", ""))]
    return ". ".join(filter(None, how))


def ceasefires() -> Nodes:
    """Every truce, proposal of one, and recommitment, under a form to find them by."""
    states, kinds, scopes, ways = labels("truce_status"), labels("truce_type"), labels("truce_scope"), labels("truce_end")
    actors, found = record.load("actors").set_index("actor_id")["name"], []
    final = record.package()["record"]["last_evidence_date"]  # what nobody dated counts as learnt last, as in record.as_of
    for row in record.load("ceasefires").itertuples(index=False):
        kind = kinds.get(text(getattr(row, "truce_type", "")), "")
        state = states.get(row.truce_status, text(row.truce_status))
        facts = [
            fact("Status", f"{kind}, {state.lower()}" if kind else state),
            fact("Announced", in_words(text(row.announced_date))) if text(row.announced_date) else None,
            fact("In effect from", in_words(text(row.effective_date))) if text(row.effective_date) else None,
            explorer.since(fact("First reported violation", *_reported(row)), text(row.first_violation_known_from) or final, row.known_from)
            if text(row.first_violation_date) else None,
            explorer.since(fact("End", _end(row, ways)), text(row.end_known_from) or final, row.known_from) if text(row.end_reason) else None,
            fact("Scope", scopes.get(row.scope, text(row.scope))) if text(row.scope) else None,
            fact("Agreed by", *refs("actor", row.agreed_by_ids)) if text(row.agreed_by_ids) else None,
            fact("Mediated by", *refs("actor", row.mediator_ids)) if text(row.mediator_ids) else None,
            fact("Event", ref("event", row.event_id)) if text(row.event_id) else None,
            status("ceasefires", row),
            explorer.sources(row),
        ]  # fmt: skip
        made = entry("ceasefire", row.ceasefire_id, paragraph(nodes.strong("", text(row.title)), classes=["entry-title"]), *facts)
        first, last = explorer.days(text(row.effective_date) or row.announced_date, text(row.end_date))
        found.append(explorer.mark(
            made, **{"from": first, "to": last}, known=row.known_from, kind=row.scope, status=row.truce_status,
            actors=row.agreed_by_ids, signed=row.mediator_ids,
        ))  # fmt: skip
    facets = [
        explorer.facet("actor", "Agreed by", "actors", found, actors),
        explorer.facet("mediator", "Mediated by", "signed", found, actors),
        explorer.facet("kind", "What stops", "kind", found, scopes),
        explorer.facet("status", "Status", "status", found, states),
    ]
    return [*note("ceasefires"), explorer.form("ceasefires", ("truce", "truces"), found, facets), *found]
