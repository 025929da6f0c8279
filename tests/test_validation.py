"""Bad data is named: table, row, field, value, rule and remedy, all failures at once."""

from __future__ import annotations

import subprocess
import sys
import time  # process_time: the promise is about our work, not about what else the machine does
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from small_record import Book, book  # noqa: F401  (a fixture)

from helpers import validation
from helpers.errors import RecordError
from helpers.validation import boxes, cells, dates

BRIDGE, VISIT, ROUND = "2015-03-05-bridge-protocol", "2015-03-secret-visit", "2015-06-02-second-round"
GAZETTE = "lake-gazette-2015-03-06-bridge"


@dataclass(frozen=True)
class Bad:
    """One way to break the small record, and what the report must say of it."""

    kind: str
    spoil: Callable[[Book], Any]
    table: str
    row: str
    field: str
    value: str
    rule: str
    remedy: str


def cell(table: str, number: int, column: str, value: str) -> Callable[[Book], None]:
    return lambda book: book.edit(table, number, {column: value})


def text(file: str, old: str | bytes, new: str | bytes) -> Callable[[Book], None]:
    return lambda book: book.replace(file, old, new)


def event(kind: str, column: str, value: str, rule: str, remedy: str, number: int = 1, shown: str | None = None) -> Bad:
    row = (VISIT, BRIDGE, ROUND)[number]
    return Bad(kind, cell("events", number, column, value), "events", row, column, value if shown is None else shown, rule, remedy)


def twice(book: Book) -> None:
    rows = book.rows("events")
    book.write("events", [*rows[:2], {**rows[1], "title": "Signed once more"}, rows[2]])


def schema(table: str, change: Callable[[dict[str, Any]], Any]) -> Callable[[Book], None]:
    def spoil(book: Book) -> None:
        package = book.package
        change({f["name"]: f for f in book.fields(table, package)} | {"": next(r for r in package["resources"] if r["name"] == table)})
        book.save(package)

    return spoil


def votes(book: Book) -> None:
    """Add a table of votes and one of roll calls, in which the tally is wrong."""
    package = book.package
    field = {"title": "x", "description": "x", "constraints": {"required": True}}
    about = {"unit": "x", "inclusion": "x", "page": "x"}
    for name, columns, key, rows in (
        ("un_votes", ["vote_id", "yes", "no", "abstain", "not_voting", "membership"], "vote_id", ["v-1,2,1,0,0,4", "v-2,1,1,0,0,2"]),
        ("roll_calls", ["vote_id", "country_iso3", "vote"], ["vote_id", "country_iso3"], ["v-2,AAA,yes", "v-2,BBB,yes"]),
    ):
        fields = [{"name": c, "type": "integer" if columns.index(c) and name == "un_votes" else "string", **field} for c in columns]
        package["resources"].append({"name": name, "path": f"{name}.csv", "title": "x", "description": "x", "record": {**about, "sort": [columns[0]]}, "schema": {"fields": fields, "primaryKey": key}})
        (book.data / f"{name}.csv").write_text("\n".join([",".join(columns), *rows]) + "\n", "utf-8")
    book.save(package)


BAD = [
    event("unknown source", "source_ids", f"{GAZETTE};lake-group-2015-03-05-protocoll", "the id stands in sources.source_id", "Did you mean “lake-group-2015-03-05-protocol”?", shown="lake-group-2015-03-05-protocoll"),
    event("unknown place", "place_id", "genva", "the id stands in places.place_id", "Did you mean “geneva”?"),
    event("term outside its vocabulary", "event_type", "summit", "vocabulary event_type", "Choose one of: document, meeting"),
    event("value outside its enum", "start_precision", "hour", "one of: day, month, year", "Choose one of them"),
    event("impossible date", "start_date", "2015-02-30", "the calendar has this date", "Look the date up"),
    event("impossible month", "known_from", "2015-13", "the calendar has this date", "Look the date up"),
    event("date in another form", "end_date", "4 June 2015", "a date as 2025", "Write it in that form", number=2),
    event("end before start", "end_date", "2015-06-01", "end_date is not before start_date", "Look both dates up", number=2),
    event("precision that does not fit", "start_precision", "month", "the precision fits the date 2015-03-05", "Write day"),
    event("precision without a date", "end_precision", "day", "has no precision", "Empty the cell"),
    event("known before it happened", "known_from", "2015-03-04", "nothing is known before it happens", "from which the public could know"),
    event("known after the last day of evidence", "known_from", "2016-01-21", "after the last day of evidence", "move last_evidence_date"),
    Bad("duplicate id", twice, "events", BRIDGE, "event_id", BRIDGE, "no two rows have the same event_id; line 3", "Merge the rows"),
    event("empty required cell", "title", "", "a required cell is not empty", "Fill in “Title”"),
    event("empty sources", "source_ids", "", "a required cell is not empty", "Fill in “Sources”"),
    event("script in a cell", "summary", "He said <script>alert(1)</script>.", "no markup and no script", "plain text"),
    event("comment in a cell", "summary", "Signed <!-- ask --> in Geneva.", "no markup and no script", "plain text"),
    event("role in a cell", "summary", "As {cite}`x` says.", "no markup", "without backticks"),
    event("link in a cell", "notes", "See [this](https://e.org).", "no markup", "plain text"),
    event("entity in a cell", "summary", "War &amp; peace", "no markup", "the sign itself"),
    event("control character", "summary", "two\tcolumns", "control characters", "Join the lines"),
    event("two lines in a cell", "summary", "one\ntwo", "control characters", "Join the lines"),
    event("reversed text", "summary", "abc\u202edef", "no invisible signs", "remove them"),
    event("space at the end", "title", "Signed ", "none at its ends", "Remove the extra spaces"),
    event("formula", "notes", "=HYPERLINK(1)", "for a formula", "Begin with a word"),
    event("word for nothing", "outcome", "n/a", "empty where nothing is known", "Leave it empty"),
    event("accent as a sign of its own", "title", "Caf\u0065\u0301 talks", "Unicode NFC", "Type the letter anew"),
    event("spaces in a list", "issue_ids", "ceasefire; withdrawal", "; without spaces", "Write ceasefire;withdrawal"),
    event("empty item in a list", "issue_ids", "ceasefire;", "no empty item", "Write ceasefire"),
    event("item twice in a list", "issue_ids", "ceasefire;ceasefire", "each item once", "Write ceasefire"),
    event("neither true nor false", "is_disputed", "yes", "the cell is true or false", "Write true or false, in small letters"),
    event("dispute without discrepancy", "is_disputed", "true", "has its values in discrepancies", "or write false", number=2),
    event("discrepancy without mark", "is_disputed", "false", "open discrepancies is disputed (bridge-protocol-day)", "Write true"),
    Bad("words for a number", cell("provisions", 0, "stance_code", "two"), "provisions", "bridge-protocol-1", "stance_code", "two", "a whole number", "in digits, without spaces, units"),
    Bad("number off its scale", cell("provisions", 0, "stance_code", "5"), "provisions", "bridge-protocol-1", "stance_code", "5", "at most 4", "Compare it with its source"),
    Bad("id in another form", cell("places", 0, "country_iso3", "Swiss"), "places", "geneva", "country_iso3", "Swiss", "of the form", "Write it in that form"),
    Bad("place outside its country", cell("places", 0, "latitude", "64.2044"), "places", "geneva", "latitude", "64.2044", "lies in CHE", "swapped"),
    Bad("country without a box", cell("places", 0, "country_iso3", "QQQ"), "places", "geneva", "country_iso3", "QQQ", "borders of the country are known", "boxes.py"),
    Bad("address of another kind", cell("sources", 0, "url", "javascript:alert(1)"), "sources", GAZETTE, "url", "javascript:alert(1)", "begins with http:// or https://", "Copy it from the browser"),
    Bad("address without host", cell("sources", 0, "url", "https:///2015"), "sources", GAZETTE, "url", "https:///2015", "and a host", "Copy it from the browser"),
    Bad("later part without content", cell("ceasefires", 0, "first_violation_known_from", "2015-03-04"), "ceasefires", "bridge-truce", "first_violation_known_from", "2015-03-04", "a part is not known before its row", "Correct one"),
    Bad("violation before the truce", cell("ceasefires", 0, "first_violation_date", "2015-03-06"), "ceasefires", "bridge-truce", "first_violation_date", "2015-03-06", "not before effective_date", "Look both dates up"),
    Bad("discrepancy of no table", cell("discrepancies", 0, "table", "event"), "discrepancies", "bridge-protocol-day", "table", "event", "the table exists", "Did you mean “events”?"),
    Bad("discrepancy of no row", cell("discrepancies", 0, "row_id", "nothing"), "discrepancies", "bridge-protocol-day", "row_id", "nothing", "the row stands in events", "Correct the id"),
    Bad("discrepancy of no field", cell("discrepancies", 0, "field", "start"), "discrepancies", "bridge-protocol-day", "field", "start", "the field stands in events", "Correct its name"),
    Bad("redirect to nowhere", cell("redirects", 0, "new_id", "2015-06-02-second-rond"), "redirects", "events/2015-06-second-round", "new_id", "2015-06-02-second-rond", "leads to a row of events", f"Did you mean “{ROUND}”?"),
    Bad("redirect of what is there", cell("redirects", 0, "old_id", VISIT), "redirects", f"events/{VISIT}", "old_id", VISIT, "no longer in events", "Remove the redirect"),
    Bad("term that nothing uses", text("vocabulary.csv", "event_type,meeting", "event_type,letter,Letter,A letter.,,,\nevent_type,meeting"), "vocabulary", "event_type/letter", "term", "letter", "used by some row", "Remove the term"),
    Bad("rows out of order", text("issues.csv", "ceasefire,Ceasefire", "zone,Zone,A zone.\nceasefire,Ceasefire"), "issues", "ceasefire", "issue_id", "ceasefire", "in the order of issue_id", "Move the line up"),
    Bad("not UTF-8", text("actors.csv", "Lake Group", b"Lake Gr\xfcp"), "actors", "lake-group", "name", "Lake Gr\udcfcp", "the file is UTF-8", "Save it as UTF-8"),
    Bad("sign lost before", text("actors.csv", "Lake Group", "Lake Gr\ufffdp"), "actors", "lake-group", "name", "Lake Gr\ufffdp", "lost in another encoding", "Restore the sign"),
    Bad("byte order mark", text("actors.csv", b"actor_id", b"\xef\xbb\xbfactor_id"), "actors", "", "in the whole file", "", "without a byte order mark", "without BOM"),
    Bad("Windows line ends", text("actors.csv", b"\n", b"\r\n"), "actors", "", "in the whole file", "\\r", "line feed alone", "Unix line ends"),
    Bad("stray column", text("issues.csv", "definition\n", "definition,colour\n"), "issues", "", "colour", "colour", "a column stands in the schema", "Remove the column"),
    Bad("missing column", text("issues.csv", ",definition\n", "\n"), "issues", "", "definition", "", "is a column of the table", "Add the column"),
    Bad("columns in another order", text("issues.csv", "issue_id,title", "title,issue_id"), "issues", "", "", "title,issue_id,definition", "in the order of the schema", "issue_id,title,definition"),
    Bad("ragged row", text("issues.csv", ",Ceasefire,", ",Cease,fire,"), "issues", "ceasefire", "", "ceasefire,Cease,fire,Ending or pausing the fighting.", "3 cells like the header; this one has 4", "Count its commas"),
    Bad("empty line", text("issues.csv", "withdrawal,", "\nwithdrawal,"), "issues", "", "", "", "this one has 0", "Delete the empty line"),
    Bad("open quote", text("issues.csv", "Ending or", '"Ending or'), "issues", "", "", "", "readable as CSV", "double quote"),
    Bad("missing file", lambda book: (book.data / "issues.csv").unlink(), "issues", "", "", "", "the file of the table must exist", "Restore data/issues.csv"),
    Bad("file without schema", lambda book: (book.data / "extra.csv").write_text("a\n"), "datapackage", "", "", "extra.csv", "stands in the schema", "or remove the file"),
    Bad("field not described", schema("events", lambda f: f["title"].pop("description")), "events", "", "title", "", "the description of the field", "Add “description”"),
    Bad("empty cell without meaning", schema("events", lambda f: f["notes"].pop("empty")), "events", "", "notes", "", "what an empty cell means", "Add “empty”"),
    Bad("table without unit", schema("events", lambda f: f[""]["record"].pop("unit")), "events", "", "", "", "what one row is", "record.unit"),
    Bad("reference to no field", schema("events", lambda f: f["issue_ids"].update(references="issues.id")), "events", "", "issue_ids", "issues.id", "leads to a field", "references"),
    Bad("reference without foreign key", schema("events", lambda f: f[""]["schema"].pop("foreignKeys")), "events", "", "place_id", "", "a foreign key of the schema too", "foreignKeys"),
    Bad("vocabulary without terms", schema("events", lambda f: f["track"].update(vocabulary="tracks")), "events", "", "track", "tracks", "has its terms", "Add its terms"),
    Bad("closed list that is not its vocabulary", schema("events", lambda f: f["track"].setdefault("constraints", {}).update(enum=["bridge-format", "other"])), "events", "", "track", "other", "has the terms of the vocabulary track", "agree"),
    Bad("reference and foreign key apart", schema("events", lambda f: f["place_id"].update(references="actors.actor_id")), "events", "", "place_id", "actors.actor_id", "lead to one place", "Make them agree"),
    Bad("event without actors", lambda book: book.write("event_actors", book.rows("event_actors")[:5]), "events", ROUND, "event_id", ROUND, "at least one actor", "Add who took part"),
    Bad("person without office of the actor", cell("event_actors", 1, "person_id", "lindqvist"), "event_actors", f"{BRIDGE}/northland/signatory", "person_id", "lindqvist", "whose office they held (lake-group)", "add the office"),
    Bad("truce of another day than its event", cell("ceasefires", 0, "event_id", ROUND), "ceasefires", "bridge-truce", "event_id", ROUND, "a row and its event are of one day", "Correct event_id"),
    Bad("end without the day it was known", cell("ceasefires", 0, "end_known_from", ""), "ceasefires", "bridge-truce", "end_known_from", "", "has the day from which it was known", "first know it"),
    Bad("value that is not adopted", cell("discrepancies", 1, "value", "2015-03-04"), "events", BRIDGE, "start_date", "2015-03-05", "gives as adopted (2015-03-04)", "Write it in the cell"),
    Bad("verb that judges", cell("events", 1, "summary", "Northland claims victory."), "events", BRIDGE, "summary", "Northland claims", "without judgement", "Write says"),
    Bad("field of no known type", schema("events", lambda f: f["track"].update(type="text")), "events", "", "track", "text", "the type is one of", "Change it"),
    Bad("tally that does not add up", votes, "un_votes", "v-1", "membership", "4", "they are 3", "Compare the tally"),
    Bad("roll call against its tally", votes, "un_votes", "v-2", "yes", "1", "it names 2", "Compare both"),
]  # fmt: skip


def test_the_small_record_holds(book: Book) -> None:
    """The record that every fault is made from has no fault itself; else the faults would prove nothing."""
    assert validation.check(book.root, warnings=True) == []
    assert validation.report([]) == "No problems."


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.kind.replace(" ", "-"))
def test_each_kind_of_fault_is_named(book: Book, bad: Bad) -> None:
    """A fault is reported with its table, row, field and value, with the rule that it breaks and what to do."""
    bad.spoil(book)
    found = validation.check(book.root)
    where = [(p.table, p.row, p.field, p.value) for p in found]
    assert (bad.table, bad.row, bad.field, bad.value) in where, validation.report(found)
    fitting = [p for p in found if (p.table, p.row, p.field, p.value) == (bad.table, bad.row, bad.field, bad.value) and bad.rule in p.rule and bad.remedy in p.remedy]
    assert len(fitting) == 1, validation.report(found)
    if bad.row and bad.table != "datapackage":
        lines = (book.data / f"{bad.table}.csv").read_text("utf-8", "replace").splitlines()
        assert bad.row.split("/")[0] in lines[fitting[0].line - 1]


# Faults of all sorts that can be made one beside the other: no two in one cell, none that hides another's table.
TOGETHER = [
    "unknown source", "unknown place", "term outside its vocabulary", "value outside its enum", "impossible month",
    "end before start", "empty required cell", "script in a cell", "link in a cell", "spaces in a list",
    "word for nothing", "neither true nor false", "duplicate id", "words for a number", "place outside its country",
    "address of another kind", "later part without content", "discrepancy of no field", "redirect to nowhere",
    "term that nothing uses", "not UTF-8", "byte order mark", "ragged row", "empty line", "file without schema",
    "field not described", "table without unit",
]  # fmt: skip


def test_all_faults_are_reported_at_once(book: Book) -> None:
    """Faults of 27 kinds are all in one report: nobody mends one to learn of the next."""
    together = [next(bad for bad in BAD if bad.kind == kind) for kind in TOGETHER]
    for bad in together:
        bad.spoil(book)
    found = validation.check(book.root)
    told = {(p.table, p.row, p.field, p.value) for p in found}
    assert [bad.kind for bad in together if (bad.table, bad.row, bad.field, bad.value) not in told] == []
    assert [bad.kind for bad in together if not any(bad.rule in p.rule for p in found)] == []
    assert validation.report(found).endswith(f"{len(found)} problems in {len({p.table for p in found})} tables.")


def test_faults_come_in_the_order_of_tables_and_lines(book: Book) -> None:
    """A report is read from top to bottom beside the files; no fault stands there twice."""
    book.edit("events", 2, title="")
    book.edit("events", 0, title="", event_type="")
    book.edit("sources", 0, publisher="")
    found = validation.check(book.root)
    assert [(p.table, p.line, p.field) for p in found if p.rule.startswith("a required")] == [("sources", 2, "publisher"), ("events", 2, "event_type"), ("events", 2, "title"), ("events", 4, "title")]
    assert len(found) == len(set(found))


def test_one_broken_row_breaks_no_other(book: Book) -> None:
    """A row that cannot be read cell by cell still lends its id to those that refer to it."""
    book.replace("sources.csv", "Talks resume,", "Talks, resume,")
    assert [p.table for p in validation.check(book.root)] == ["sources"]


def test_a_source_that_nothing_names_is_a_warning(book: Book) -> None:
    """It is worth a look and stops nothing."""
    book.replace("sources.csv", "visnyk-nd-peremyrja", "visnyk-nd-other")
    book.edit("events", 2, source_ids="lake-gazette-2015-06-talks", evidence_status="provisional")
    found = validation.check(book.root, warnings=True)
    assert [(p.row, p.warning) for p in found] == [("visnyk-nd-other", True)] and validation.check(book.root) == []
    assert "warning: line 5, visnyk-nd-other" in validation.report(found) and "No problems; 1 warning." in validation.report(found)


def test_the_command_prints_and_returns_one(book: Book) -> None:
    """`python -m helpers check` prints the report without traceback and fails; on a sound record it succeeds."""
    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "helpers", "check"], capture_output=True, text=True, cwd=book.root, check=False)

    sound = run()
    assert sound.returncode == 0 and sound.stdout.endswith("\n\nNo problems.\n") and "What the rows rest on" in sound.stdout
    book.edit("events", 1, title="<b>x</b>")
    book.replace("actors.csv", "Lake Group", b"Lake Gr\xfcp")
    result = run()
    assert result.returncode == 1 and "2 problems in 2 tables." in result.stdout and "Traceback" not in result.stderr + result.stdout
    assert f"line 3, {BRIDGE}, title = “<b>x</b>”" in result.stdout


def test_without_a_schema_there_is_one_clear_error(book: Book) -> None:
    """A missing or broken datapackage.json is said in one sentence."""
    (book.data / "datapackage.json").write_text("{", "utf-8")
    with pytest.raises(RecordError, match="data/datapackage.json: not a data package"):
        validation.check(book.root)
    (book.data / "datapackage.json").unlink()
    with pytest.raises(RecordError, match="missing"):
        validation.check(book.root)


def test_plain_text_is_no_markup(book: Book) -> None:
    """Comparisons, ampersands, Cyrillic, quotation marks and signs of other scripts are plain text."""
    for summary in ("fewer than 5 < 10 & more", "R&D, «Є, Ї, Ґ» – Łódź, Türkiye", "from -5 to +3 °C", "5 * 3", "a_b [sic] (c)"):
        book.edit("events", 1, summary=summary)
        assert validation.check(book.root) == [], summary


def test_the_frictionless_command_agrees(checkout: Path) -> None:
    """The standard's own tool accepts the tables of the book and of the small record, and refuses a broken key."""
    command = Path(sys.executable).with_name("frictionless")
    for package in (checkout / "data/datapackage.json", Path(__file__).parent / "fixture_data/datapackage.json"):
        result = subprocess.run([command, "validate", package.relative_to(checkout)], capture_output=True, text=True, cwd=checkout, check=False)
        assert result.returncode == 0 and "INVALID" not in result.stdout, result.stdout


def test_the_frictionless_command_sees_broken_keys(book: Book) -> None:
    """Keys stand in the schema itself, not only in our own check."""
    book.edit("events", 1, place_id="nowhere")
    command = Path(sys.executable).with_name("frictionless")
    result = subprocess.run([command, "validate", "data/datapackage.json"], capture_output=True, text=True, cwd=book.root, check=False)
    assert result.returncode == 1 and "foreign-key" in result.stdout.replace("\n", "")


def test_the_book_holds(checkout: Path) -> None:
    """The real tables have no problem, and the check of them takes at most 5 seconds."""
    started = time.process_time()
    found = validation.check(checkout)
    assert found == [], validation.report(found)
    assert time.process_time() - started < 5


def test_time_grows_with_the_rows(book: Book) -> None:
    """A table a hundred times as long is checked in about a hundred times the time, faults and all, not ten thousand."""
    one = book.rows("events")[1]

    def seconds(number: int) -> float:
        book.write("events", [one | {"event_id": f"2015-03-05-event-{n:06}", "place_id": "nowhere", "title": "<b>", "is_disputed": "false"} for n in range(number)])
        started = time.process_time()
        found = validation.check(book.root)
        assert sum(p.field == "place_id" for p in found) == sum(p.field == "title" for p in found) == number
        return time.process_time() - started

    seconds(10)  # imports
    short, long = seconds(40), seconds(4_000)
    assert long < 100 * max(short, 0.05)


def test_bounds_know_the_calendar() -> None:
    """Leap days exist in leap years alone; a year and a month are all of their days."""
    assert dates.bounds("2023-02-29") is None and dates.bounds("2024-02-29") is not None
    assert [str(d) for d in dates.bounds("2024") or ()] == ["2024-01-01", "2024-12-31"]
    assert dates.bounds("24-01") is None and dates.bounds("2024-1") is None and dates.bounds("2024-00") is None


def test_every_box_is_a_box() -> None:
    """South is below north and west is left of east, within the globe; Kyiv lies in Ukraine and Moscow does not."""
    assert all(-90 <= s < n <= 90 and -180 <= w < e <= 180 for s, n, w, e in boxes.BOXES.values())
    south, north, west, east = boxes.BOXES["UKR"]
    assert south < 50.45 < north and west < 30.52 < east and not south < 55.75 < north


def test_every_rule_for_text_is_reached() -> None:
    """The quick look at a cell lets nothing pass that a rule would catch."""
    samples = ["\udc80", "\ufffd", "<b", "`", "](", "**", "&amp;", "\x07", "\u202e", " a", "a ", "a  b", "=1", "@x", "-x", "+x", "\u00ad", "\u2028"]
    for sample in samples:
        assert cells.SUSPECT.search(sample) and any(pattern.search(sample) for pattern, _, _ in cells.PARTS), ascii(sample)
