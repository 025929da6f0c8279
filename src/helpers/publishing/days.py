"""Pages of single days: the state of the talks as it could be known then, and beside each thing what has become of it.

One page for each day of ``moments.MOMENTS``. Every number and every line is computed from the record.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
from docutils import nodes

from helpers import moments, record
from helpers.publishing.blocks import Nodes, fact, labels, paragraph, ref, refs, section
from helpers.publishing.marks import AFTER, is_after, joined
from helpers.publishing.nodes import print_only, screen_only
from helpers.publishing.rows import Column, Row, grid
from helpers.wording import in_words, span, text

SIDES = {"ukraine": "Ukraine", "russia": "Russia"}
CODED = "A step is the place of a position on the scale of its issue, from 0, Ukraine’s declared maximum, to 4, Russia’s."


def _last() -> str:
    return in_words(record.package()["record"]["last_evidence_date"])


def _many(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _items(lines: list[Nodes]) -> nodes.bullet_list:
    return nodes.bullet_list("", *[nodes.list_item("", paragraph(*line)) for line in lines])


def _sentence(words: str) -> str:
    return f"{words.rstrip('.')}." if words else ""


def _named(row: Any) -> Nodes:
    """A dated link to an event, with its mark if it is later than the cut-off."""
    late = f" ({AFTER})" if is_after("events", row) else ""
    return [nodes.strong("", f"{span(row)}. "), ref("event", row.event_id, text(row.title)), nodes.Text(late)]


def _explore(page: str, words: str, **choice: str) -> nodes.Node:
    """A link to an explorer with a choice made; on paper there is none."""
    query = "&".join(f"{name.rstrip('_')}={value}" for name, value in choice.items())
    return screen_only("", paragraph(nodes.reference("", words, refuri=f"{page}.html#?{query}", internal=True)))


# Parts ----------------------------------------------------------------------------------------------------------------
def _lead(moment: moments.Moment, state: moments.State) -> Nodes:
    """What the page is, why this day, how much was known."""
    when, ever = in_words(moment.day), record.load("events")
    had = int((ever["start_first"] <= state.at).sum())
    unread = had - len(state.events[state.events["start_first"] <= state.at])
    known = f"The record holds {_many(had, 'event')} that had begun by then" + (f"; {unread} of them were not known outside." if unread else ", and all of them were known.")
    verdicts = labels("verdict")
    mine = record.load("claims")
    mine = mine[mine["article_id"] == moment.article]
    counts = mine["verdict"].value_counts()
    tally = ", ".join(f"{verdicts.get(v, v).lower()} {counts[v]}" for v in verdicts if v in counts)
    checked = fact("Its claims, checked", ref("claim", mine["claim_id"].iloc[0], f"{len(mine)} sentences"), f": {tally}") if len(mine) else None
    lines = [
        paragraph(
            f"This page shows the talks as a reader could have known them at the end of {when}: rows of the record by the day from which they were public, "
            f"and nothing that was learnt later. Beside it stands what has happened since, to {_last()}. {known}"
        ),
        fact("Why this day", moment.why, " ", *refs("cite", moment.article)),
        checked,
        screen_only("", paragraph("Any other day can be chosen in the ", nodes.reference("", "Chronology", refuri=f"chronology.html#?known={moment.day}", internal=True), " and in ",
                                  nodes.reference("", "Documents", refuri=f"documents.html#?known={moment.day}", internal=True), ", under “As known on”.")),
    ]  # fmt: skip
    return [line for line in lines if line is not None]


def _contacts(state: moments.State) -> nodes.Element:
    """Who had spoken with whom last, and when they did again."""
    events = record.load("events").set_index("event_id")
    rows = []
    for row in state.contacts().itertuples(index=False):
        last, coming = text(row.last), text(row.next)
        when = "that day" if row.days == 0 else f"{_many(row.days, 'day')} before" if last else ""
        then = [ref("event", last), nodes.Text(f", {span(events.loc[last])}, {when}")] if last else "None on record"
        since = [ref("event", coming), nodes.Text(f", {span(events.loc[coming])}, {_many(row.wait, 'day')} later")] if coming else "None on record"
        rows.append(Row("", [row.channel, then, since]))
    columns = [Column("Channel", 24), Column("The last one known that day", 38), Column("The next one", 38)]
    rule = paragraph("A meeting or call counts if both took part, as a party or as a mediator, and nobody denies it.")
    return section("contacts", "Who had met", rule, grid(columns, rows))


def _recent(state: moments.State) -> nodes.Element:
    """The events of the last weeks."""
    rows = state.recent()
    lines: list[Nodes] = []
    for row in rows.itertuples(index=False):
        line = [*_named(row), nodes.Text(f". {_sentence(text(row.summary))}")]
        if outcome := text(row.outcome):
            line += [nodes.emphasis("", " Outcome: "), nodes.Text(_sentence(outcome))]
        elif later := text(row.outcome_since):
            line += [nodes.emphasis("", " Outcome, known only later: "), nodes.Text(_sentence(later))]
        lines.append(line)
    said = paragraph(f"{_many(len(rows), 'event')} of the {moments.WEEKS} weeks to this day, as far as they were known.")
    first = (state.at - pd.Timedelta(weeks=moments.WEEKS) + pd.Timedelta(days=1)).strftime("%Y-%m-%d")
    link = _explore("chronology", "The same weeks in the chronology, as known that day", from_=first, until=state.day, known=state.day)
    short = [_named(row) for row in rows.itertuples(index=False)]  # paper has the summaries in the chronology
    return section("last-weeks", "The last weeks", said, screen_only("", _items(lines)), print_only("", _items(short)), link)


def _hidden(state: moments.State) -> nodes.Element | None:
    """What had happened and was not known."""
    rows = state.hidden()
    if rows.empty:
        return None
    lines = [[*_named(row), nodes.Text(f". Known from {in_words(text(row.known_from))}.")] for row in rows.itertuples(index=False)]
    return section("not-known", "What was not known", paragraph("Events that had begun and that became public later."), _items(lines))


def _truces(state: moments.State) -> nodes.Element:
    """Truces that held, as far as was known."""
    rows, ways, fates = state.truces(), labels("truce_end"), labels("commitment_fate")
    rule = "Truces of the full-scale war that had begun and of which no end was known. Those before it count as ended by the invasion at the latest."
    if rows.empty:
        return section("truces", "Truces without a known end", paragraph(f"There was none. Looked for: {rule[:1].lower()}{rule[1:]}"))
    made = []
    for row in rows.itertuples(index=False):
        began = f"{in_words(text(row.effective_date))}. " + (f"The promise behind it: {fates.get(row.fate, row.fate).lower()}." if text(row.fate) else "")
        end = ". ".join(filter(None, (in_words(text(row.date_since)), ways.get(text(row.reason_since), ""), text(row.note_since))))
        made.append(Row("", [[ref("ceasefire", row.ceasefire_id)], began, _sentence(end) or "Nothing further is on record."]))
    columns = [Column("Truce", 34), Column("Begun; what was known", 30), Column("How it ended, by the record today", 36)]
    return section("truces", "Truces without a known end", paragraph(rule), grid(columns, made))


def _proposals(state: moments.State) -> nodes.Element:
    """Texts on the table."""
    rows, states, kinds = state.proposals(), labels("document_status"), labels("document_type")
    made = []
    for row in rows.itertuples(index=False):
        then: list[Nodes] = [[nodes.Text(in_words(text(row.date)))]]
        then += [[nodes.Text("followed already by "), *refs("document", row.followed)]] if row.followed else []
        since: list[Nodes] = [[nodes.Text(f"{states.get(row.document_status, row.document_status)}, by the record today")]]
        since += [[nodes.Text("followed by "), *refs("document", row.followed_since)]] if row.followed_since else []
        kind = kinds.get(row.document_type, row.document_type).lower()
        made.append(Row("", [[ref("document", row.document_id), nodes.Text(f" ({kind})")], refs("actor", row.proposer_ids), joined(then), joined(since)]))
    rule = f"Plans, drafts, memoranda and letters of the {moments.MONTHS} months to this day that were neither signed nor adopted, the newest first. "
    rule += "How far a text got is recorded as of today, so that it stands under “since”."
    columns = [Column("Text", 34), Column("Put forward by", 18), Column("That day", 24), Column("Since", 24)]
    link = _explore("documents", "All documents known that day", known=state.day)
    return section("proposals", "Proposals on the table", paragraph(rule), grid(columns, made) if made else paragraph("None."), link)


def _stand(row: Any) -> Nodes:
    step = [nodes.Text(", "), ref("step", row.step_id, f"step {row.stance_code}")] if text(row.step_id) else []
    return [nodes.Text(f"{_sentence(text(row.summary))} "), ref("position", row.position_id, in_words(text(row.date))), *step]


def _moved(row: Any) -> Nodes:
    """What a side has said since, and whether its step is another."""
    if not row.more:
        return [nodes.Text(f"{SIDES[row.actor_id]}: nothing further")]
    code, then = text(row.next_code), text(row.stance_code)
    if code and then and text(row.next_scale) == text(row.scale_id):
        step = f", step {code} as before" if code == then else f", step {code} instead of {then}"
    else:
        step = f", step {code}" + (" of a later scale" if then else "") if code else ""
    return [nodes.Text(f"{SIDES[row.actor_id]}: {_many(row.more, 'statement')}, the last on "), ref("position", row.next_id, in_words(text(row.next_date))), nodes.Text(step)]


def _stands(state: moments.State) -> nodes.Element:
    """Where the sides stood."""
    frame, issues = state.stands(), record.load("issues").set_index("issue_id")["title"]
    made = []
    for issue, rows in frame.groupby("issue_id", sort=False):
        by = {row.actor_id: row for row in rows.itertuples(index=False)}
        cells = [_stand(by[side]) if side in by else "No declared position on record." for side in SIDES]
        made.append(Row("", [text(issues[str(issue)]), *cells, [paragraph(*_moved(row)) for row in by.values()]]))
    said = f"The last declared position of each side that was known, on every issue that has a scale. {CODED} An old date means that the record holds nothing newer."
    columns = [Column("Issue", 14), Column("Ukraine", 29), Column("Russia", 29), Column("Since", 28)]
    return section("positions", "Positions", paragraph(said), grid(columns, made) if made else paragraph("None."))


def _range(low: int, high: int) -> str:
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _exchanges(state: moments.State) -> nodes.Element:
    """Prisoners and bodies so far."""
    words = {"prisoners": "Prisoners and detainees returned to", "bodies": "Bodies handed over to"}
    made = [Row("", [f"{words[r.what]} {SIDES[r.side]}", _range(r.low, r.high), _range(r.low_now, r.high_now)]) for r in state.totals().itertuples(index=False)]
    mine, since = state.handovers()
    dead, dead_since = state.handovers("returns_of_bodies")
    last = next(mine.tail(1).itertuples(index=False), None)
    said = f"{_many(len(mine), 'exchange')} of prisoners, or stages of them, and {_many(len(dead), 'return')} of bodies were known since 24 February 2022; since this day "
    said += f"{since} and {dead_since} have followed. Totals add up what the sources of each row give, the least and the greatest where they differ; rows without a number add nothing."
    latest = [fact("The last exchange known", ref("exchange", last.exchange_id), f", {in_words(text(last.date))}")] if last is not None else []
    columns = [Column("Since 24 February 2022", 40), Column("By that day", 22, True), Column(f"By {_last()}", 24, True)]
    return section("exchanges", "Exchanges so far", paragraph(said), *latest, grid(columns, made))


def _promises(state: moments.State) -> nodes.Element:
    """Promises that were open."""
    rows, fates = state.promises(), labels("commitment_fate")
    made = []
    for row in rows.itertuples(index=False):
        fate = fates.get(text(row.fate_since), text(row.fate_since))
        since = " ".join(filter(None, (_sentence(", ".join(filter(None, (fate, in_words(text(row.fate_date_since)))))), _sentence(text(row.fate_note_since)))))
        made.append(Row("", [[ref("row", f"commitments/{row.commitment_id}", text(row.title))], refs("actor", row.owed_by_ids), in_words(text(row.made_date)), since]))
    rule = "Promises of the record that had been made and of which nobody knew yet whether they would be kept. The choice of promises other than truces is not complete."
    columns = [Column("Promise", 32), Column("Owed by", 18), Column("Made", 16), Column("What became of it", 34)]
    return section("promises", "Open promises", paragraph(rule), grid(columns, made) if made else paragraph("None."))


def _since(state: moments.State) -> nodes.Element:
    """What has happened since, in numbers, and the deals and rounds one by one."""
    kinds, later, deals = labels("event_type"), state.later, state.deals()
    counts = later["event_type"].value_counts(sort=False)
    most = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    tally = ", ".join(f"{kinds.get(kind, kind)} ({n})" for kind, n in most)
    past = sum(is_after("events", row) for row in later.itertuples(index=False))
    late = f" {past} of them are later than the cut-off of {in_words(record.cutoff())} and provisional." if past else ""
    said = paragraph(f"To {_last()} the record holds {_many(len(later), 'later event')}: {tally}.{late}")
    lead = paragraph(f"Among them {_many(len(deals), 'round of talks, agreement or truce', 'rounds of talks, agreements and truces')}:")
    lines = [_named(row) for row in deals.itertuples(index=False)]
    after = (state.at + pd.Timedelta(days=1)).strftime("%Y-%m-%d")
    return section("since", "What has happened since", said, *([lead, _items(lines)] if lines else []), _explore("chronology", "All later events in the chronology", from_=after))


def day(moment: moments.Moment) -> Nodes:
    """The page of one day."""
    state = moments.State(moment.day)
    parts = [f(state) for f in (_contacts, _truces, _proposals, _stands, _exchanges, _promises, _recent, _hidden, _since)]
    return [*_lead(moment, state), *(part for part in parts if part is not None)]


MAKERS: dict[str, Callable[[], Nodes]] = {f"talks-{moment.day}": partial(day, moment) for moment in moments.MOMENTS}
"""Part of the record → what makes it, as ``pages.MAKERS``."""
