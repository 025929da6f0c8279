"""Numbers that must agree: parts and wholes, tallies and memberships, roll calls, shares, totals that only grow.

A rule holds for every table that has the columns, whatever its name. Where ``discrepancies`` has values for the number
of a row, sources themselves disagree: the rule is silent there.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from helpers.validation.dates import bounds
from helpers.validation.problems import Problem
from helpers.validation.reading import Data, Row, Table

TALLY = ("yes", "no", "abstain", "not_voting")
# Parts that make up a whole, and how far rounding may take them apart.
WHOLES = [(("killed", "injured"), "casualties", 0.0), (("military_eur_bn", "financial_eur_bn", "humanitarian_eur_bn"), "total_eur_bn", 0.25)]
# What is counted among something else cannot be more than that.
AMONG = [
    ("civilians_to_ukraine", "returned_to_ukraine"), ("civilians_to_russia", "returned_to_russia"), ("children_killed", "killed"),
    ("children_injured", "injured"), ("vessels_added_number", "vessels_total_number"), ("sample_size", "sample_total"),
]  # fmt: skip
# Members of the United Nations, and seats of the Security Council, from a day on: South Sudan was the last to join.
MEMBERS = {"unga": [("2002-09-27", 191), ("2006-06-28", 192), ("2011-07-14", 193)], "unsc": [("1966-01-01", 15)]}
TO_ADOPT = 9  # votes in the Security Council, none of its permanent members against (Charter, Article 27)
WHO = ("donor", "aid_stage", "series_id")  # columns that part one running total from another
Disputed = set[tuple[str, str, str]]


def findings(data: Data) -> Iterator[Problem]:
    """Every rule on every table that has its columns."""
    disputes = data.tables.get("discrepancies")
    disputed = {(r.cells.get("table", ""), r.cells.get("row_id", ""), r.cells.get("field", "")) for r in disputes.rows} if disputes else set()
    for table in data.tables.values():
        columns = set(table.header)
        yield from _parts(table, columns, disputed)
        if {*TALLY, "membership"} <= columns:
            yield from _tallies(table, disputed)
        if {"is_cumulative", "series_id", "end_date"} <= columns:
            yield from _growing(data, table)
        if {"wave_id", "series_id", "share_pct"} <= columns:
            yield from _shares(table)
        if {"total_stated_by_ukraine", "returned_to_ukraine", "date"} <= columns:
            yield from _totals(table, disputed)
    yield from _roll_calls(data, disputed)


def number(row: Row, column: str) -> float | None:
    """The number in a cell, None if there is none; a cell that should hold one and does not is reported elsewhere."""
    try:
        return float(row.cells.get(column, ""))
    except ValueError:
        return None


def _parts(table: Table, columns: set[str], disputed: Disputed) -> Iterator[Problem]:
    wholes = [one for one in WHOLES if {*one[0], one[1]} <= columns]
    among = [one for one in AMONG if set(one) <= columns]
    for row in table.rows if wholes or among else ():
        for parts, whole, margin in wholes:
            found, stated = [number(row, c) for c in parts], number(row, whole)
            if stated is not None and None not in found and abs(sum(filter(None, found)) - stated) > margin + 1e-9:
                if not any((table.name, table.id(row), c) in disputed for c in (*parts, whole)):
                    rule = f"{' + '.join(parts)} is {whole}; they add up to {sum(filter(None, found)):.15g}"
                    yield table.problem(row, whole, rule, "Compare them with the source; values that sources dispute stand in discrepancies.")
        for part, whole in among:
            few, all_of_them = number(row, part), number(row, whole)
            if few is not None and all_of_them is not None and few > all_of_them:
                yield table.problem(row, part, f"{part} is counted among {whole} ({row.cells[whole]})", "Compare both with the source.")


def _tallies(table: Table, disputed: Disputed) -> Iterator[Problem]:
    for row in table.rows:
        texts = [row.cells[c] for c in (*TALLY, "membership")]
        if all(text.isdecimal() for text in texts):
            *votes, membership = map(int, texts)
            if sum(votes) != membership:
                rule = f"yes, no, abstain and not_voting add up to the membership; they are {sum(votes)}"
                yield table.problem(row, "membership", rule, "Compare the tally with the record of the meeting.")
        day, body = bounds(row.cells.get("date", "")), row.cells.get("body", "")
        then = [count for since, count in MEMBERS.get(body, []) if day and since <= day[0].isoformat()]
        if then and row.cells["membership"].isdecimal() and int(row.cells["membership"]) != then[-1]:
            yield table.problem(row, "membership", f"the membership is that of the day, {then[-1]} in {body} on {row.cells['date']}", f"Write {then[-1]}, or correct body or date.")
        yes, vetoed, adopted = row.cells["yes"], row.cells.get("vetoed_by_ids", ""), row.cells.get("is_adopted", "")
        if body == "unsc" and yes.isdecimal() and (table.name, table.id(row), "is_adopted") not in disputed:
            passed = int(yes) >= TO_ADOPT and not vetoed
            if adopted in ("true", "false") and passed != (adopted == "true"):
                yield table.problem(row, "is_adopted", f"the Security Council adopts with {TO_ADOPT} votes and without veto ({yes} in favour, veto: {vetoed or 'none'})", "Compare tally, vetoes and outcome with the record.")
            if vetoed and int(yes) < TO_ADOPT:
                yield table.problem(row, "vetoed_by_ids", f"a vote against is a veto only of a text with {TO_ADOPT} votes in favour ({yes})", "Empty the cell, or correct the tally.")


def _roll_calls(data: Data, disputed: Disputed) -> Iterator[Problem]:
    votes, calls = data.tables.get("un_votes"), data.tables.get("roll_calls")
    if not votes or not calls or not set(TALLY) <= set(votes.header):
        return
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for row in calls.rows:
        counted[row.cells.get("vote_id", "")][row.cells.get("vote", "")] += 1
    for row in votes.rows:
        count, membership = counted.get(votes.id(row), Counter()), row.cells.get("membership", "")
        names, coverage = sum(count.values()), row.cells.get("roll_call_coverage", "")
        if coverage:
            wanted = "complete" if str(names) == membership else "partial" if names else "none"
            if coverage != wanted:
                yield votes.problem(row, "roll_call_coverage", f"the roll call is {coverage}; it names {names} of {membership}", f"Write {wanted}, or add the names that were read.")
        for column in TALLY:
            stated, named = row.cells[column], count[column]
            if names and stated.isdecimal() and (named > int(stated) or (str(names) == membership and named != int(stated))):
                if (votes.name, votes.id(row), column) not in disputed:
                    rule = f"the roll call agrees with the tally; it names {named}"
                    yield votes.problem(row, column, rule, "Compare both with the record of the meeting; what sources dispute stands in discrepancies.")


def _growing(data: Data, table: Table) -> Iterator[Problem]:
    """A running total never falls within its series, unless the row is marked as a revision or the series as broken."""
    series = data.tables.get("series")
    broken = {r.cells.get("series_id", "") for r in series.rows if r.cells.get("is_joinable") == "false"} if series else set()
    lines: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in table.rows:
        if row.cells["is_cumulative"] == "true" and row.cells["series_id"] not in broken and bounds(row.cells["end_date"]):
            lines[tuple(row.cells.get(c, "") for c in WHO)].append(row)
    numeric = [c for c in table.header if table.fields.get(c, {}).get("type") in ("integer", "number") and c != "release_number"]
    for rows in lines.values():
        rows.sort(key=lambda r: (bounds(r.cells["end_date"]) or (), r.cells.get("as_of_date", "")))
        for column in numeric:
            before: Row | None = None
            for row in rows:
                now = number(row, column)
                if now is None:
                    continue
                if before is not None and row.cells.get("is_revision") != "true":
                    then, ended, ends = number(before, column), bounds(before.cells["end_date"]), bounds(row.cells["end_date"])
                    # Dates that overlap, as a month and a day in it, say nothing on what came first.
                    if then is not None and now < then and ended and ends and ended[1] < ends[0]:
                        rule = f"a running total does not fall; {table.id(before)} has {before.cells[column]}"
                        yield table.problem(row, column, rule, "Correct it, mark the row as a revision, or give it a series of its own.")
                before = row


def _shares(table: Table) -> Iterator[Problem]:
    """The answers to one question in one wave are shares of the same people: together no more than all of them."""
    waves: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in table.rows:
        waves[tuple(row.cells.get(c, "") for c in ("wave_id", "series_id", "country_iso3"))].append(row)
    for rows in waves.values():
        best: dict[str, float] = {}  # two reports of one answer are no two answers
        for row in rows:
            answer = row.cells.get("answer", "")
            best[answer] = max(best.get(answer, 0), number(row, "share_pct") or 0)
        if sum(best.values()) > 100 + max(1.0, 0.5 * len(best)):
            rule = f"the shares of one question in one wave are at most 100 per cent; they add up to {sum(best.values()):.15g}"
            yield table.problem(rows[-1], "share_pct", rule, "Correct a share, or part questions that allow several answers by series_id.")


def _totals(table: Table, disputed: Disputed) -> Iterator[Problem]:
    """Totals and numbers that a side gives rise from exchange to exchange, and at least by those who were exchanged."""
    rows = sorted((r for r in table.rows if len(r.cells["date"]) == 10), key=lambda r: (r.cells["date"], r.line))
    before: Row | None = None
    ordinals: dict[str, Row] = {}
    returned = 0.0
    for row in rows:
        counts = row.cells.get("exchange_type", "") in ("", "prisoners", "civilians")
        returned += (number(row, "returned_to_ukraine") or 0) if counts else 0
        side, stated = row.cells.get("ordinal_stated_by_id", ""), number(row, "stated_ordinal")
        if stated is not None and (table.name, table.id(row), "stated_ordinal") not in disputed:
            if side in ordinals and stated < (number(ordinals[side], "stated_ordinal") or 0):
                rule = f"the numbers that a side gives do not fall from exchange to exchange; {table.id(ordinals[side])} has {ordinals[side].cells['stated_ordinal']}"
                yield table.problem(row, "stated_ordinal", rule, "Correct one of them; a number that sources dispute stands in discrepancies.")
            ordinals[side] = row
        total = number(row, "total_stated_by_ukraine")
        if total is None:
            continue
        if before is not None and (table.name, table.id(row), "total_stated_by_ukraine") not in disputed:
            then = number(before, "total_stated_by_ukraine") or 0
            if total < then:
                rule = f"a total does not fall from exchange to exchange; {table.id(before)} has {before.cells['total_stated_by_ukraine']}"
                yield table.problem(row, "total_stated_by_ukraine", rule, "Correct one of them; a total that sources dispute stands in discrepancies.")
            elif total - then < returned:
                rule = f"a total rises at least by those returned since; from {table.id(before)} it rises by {total - then:.15g}, and {returned:.15g} returned"
                # A warning: sides do not say whether they count civilians, convicts and those returned by third states.
                yield table.problem(row, "total_stated_by_ukraine", rule, "Look for a row that stands there twice, or note what the total counts.", warning=True)
        before, returned = row, 0.0
