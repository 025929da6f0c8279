"""``python -m helpers new``: a valid row from options or questions, in its place, or nothing at all."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pytest
from small_record import Book, book  # noqa: F401  (a fixture)

from helpers import contribute, record, validation
from helpers.contribute import asking, inserting, naming, wanted
from helpers.contribute.checking import alone
from helpers.contribute.derived import derive
from helpers.errors import RecordError
from helpers.validation import reading

GAZETTE = "lake-gazette-2015-03-06-bridge"
SOURCE = "source --publisher|Lake Gazette|--title|Third round on the bridge|--published_date|2015-07-02|--url|https://gazette.example.org/3|--reading|opened"
ACTOR = "|and|event_actor|--event_id|@event|--actor_id|lake-group|--role|mediator"
EVENT = f"event --start_date|2015-07-01|--event_type|meeting|--title|Third round of the talks|--summary|The sides meet.|--source_ids|{GAZETTE}|--known_from|2015-07-01"


def words(text: str) -> list[str]:
    """Options as a shell would hand them over: parts at bars, the table before the first space."""
    table, _, rest = text.partition(" ")
    return [table, *rest.split("|")] if rest else [table]


def new(*texts: str) -> int:
    return contribute.main(Namespace(words=[word for text in texts for word in words(text)]))


def files(book: Book) -> dict[str, bytes]:  # noqa: F811
    return {path.name: path.read_bytes() for path in book.data.iterdir()}


# One row of every kind of table: what is given, the id that it gets, and where it stands.
ROWS = [
    ("sources", SOURCE, "lake-gazette-2015-07-02-third-round"),
    ("events", EVENT, "2015-07-01-third-round-talks"),
    ("event_actors", "event_actor --event_id|2015-06-02-second-round|--actor_id|lake-group|--role|mediator", "2015-06-02-second-round/lake-group/mediator"),
    ("places", f"place --name|Bern|--country_iso3|CHE|--latitude|46.95|--longitude|7.45|--source_ids|{GAZETTE}", "bern"),
    ("issues", "issue --title|Exchange of prisoners|--definition|Who is released.", "exchange-prisoners"),
    ("documents", f"document --title|Annex to the Protocol|--short-title|Annex of the bridge|--date|2015-03-05|--event_id|2015-03-05-bridge-protocol|--source_ids|{GAZETTE}", "annex-of-the-bridge"),
    ("provisions", f"provision --document_id|bridge-protocol|--point|3|--issue_id|ceasefire|--summary|No shots.|--source_ids|{GAZETTE}", "bridge-protocol-3"),
]  # fmt: skip


def rest(table: str, text: str) -> str:
    """Required cells of the small record's tables that the example leaves open, from its first row."""
    data = reading.read(record.paths.data())
    rows, _ = wanted.parse(data, words(text))
    cells = rows[0].cells
    filled = {**cells, **{name: value for name, (value, _) in derive(data, data.tables[table], cells).items()}}
    first = data.tables[table].rows[0].cells
    more = [f"--{name}|{first[name]}" for name in contribute.checking.missing(data.tables[table], filled)]
    return "|".join([text, *more]) + (ACTOR if table == "events" else "")


@pytest.mark.parametrize(("table", "text", "row_id"), ROWS, ids=[row[0] for row in ROWS])
def test_a_row_of_every_kind(book: Book, capsys: pytest.CaptureFixture[str], table: str, text: str, row_id: str) -> None:  # noqa: F811
    """The row stands in its place, with its id; no other byte changed; the record holds; the next step is said."""
    before = files(book)
    assert new(rest(table, text)) == 0
    after = files(book)
    changed = {f"{table}.csv", "event_actors.csv"} if table == "events" else {f"{table}.csv"}  # an event has actors
    assert {name for name in before if after[name] != before[name]} == changed and after.keys() == before.keys()
    old, now = before[f"{table}.csv"].splitlines(), after[f"{table}.csv"].splitlines()
    added = [line for line in now if line not in old]
    assert len(added) == 1 and [line for line in now if line != added[0]] == old
    assert validation.check(book.root) == []
    said = capsys.readouterr().out
    assert f"data/{table}.csv, line {now.index(added[0]) + 1}: {row_id}" in said and "make check" in said


def test_what_follows_is_filled_in_and_told(book: Book, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    """Precision from the form of the date, the publisher's group from its other rows, a verdict on the evidence."""
    new(SOURCE)
    row = next(r for r in book.rows("sources") if r["published_date"] == "2015-07-02")
    assert (row["published_precision"], row["publisher_group"], row["language"], row["is_state_media"]) == ("day", "Lake Gazette", "en", "false")
    new(rest("events", EVENT.replace("2015-07-01|--event", "2015-07|--event").replace("known_from|2015-07-01", "known_from|2015-07")))
    event = next(r for r in book.rows("events") if r["start_date"] == "2015-07")
    assert (event["start_precision"], event["evidence_status"], event["is_disputed"]) == ("month", "provisional", "false")
    said = capsys.readouterr().out
    assert "published_precision: day (the form of 2015-07-02)" in said and "one publisher carries it" in said


BAD = [
    ("event --title|x|and", "after “and” comes another row"),
    (EVENT + "|--place_id|@place", "“@place” stands for a row of places made before it"),
    ("evnt", "Did you mean “event”? There are: "),
    ("event --titel|x", "events has no field “titel”. Did you mean “title”?"),
    ("event --title", "--title has no value"),
    ("event --title|a|--title|b", "--title is given twice"),
    ("event title", "“title” belongs to no option"),
    ("event --title|Third round", "--summary: "),
    (EVENT.replace("meeting", "summit"), "Choose one of: document, meeting"),
    (EVENT.replace("2015-07-01|--event", "2015-02-30|--event"), "the calendar has this date. Look the date up"),
    (EVENT.replace("2015-07-01|--event", "1 July|--event"), "a date as 2025, 2025-03 or 2025-03-04"),
    (EVENT + "|--place_id|genva", "Did you mean “geneva”?"),
    (EVENT + "|--issue_ids|ceasefire; withdrawal", "Write ceasefire;withdrawal"),
    (EVENT.replace("known_from|2015-07-01", "known_from|2015-06-01"), "nothing is known before it happens"),
    (EVENT.replace("The sides meet.", "<b>Met</b>"), "no markup and no script"),
    (EVENT.replace("The sides meet.", "They\nmeet"), "Join the lines"),
    (EVENT + "|--is_disputed|true", "Rows that need each other are made together"),
    (EVENT + "|--event_id|2015-06-02-second-round", "no two rows have the same event_id"),
    ("provision --document_id|bridge-protokol|--point|3|--issue_id|ceasefire|--summary|x|--source_ids|" + GAZETTE, "Did you mean “bridge-protocol”?"),
    (SOURCE.replace("https://", "ftp://"), "an address begins with http:// or https://"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), BAD, ids=[str(number) for number in range(len(BAD))])
def test_a_bad_row_is_told_how_to_mend_and_writes_nothing(book: Book, text: str, told: str) -> None:  # noqa: F811
    """Every kind of wrong input: a message with its remedy, and not one byte in any table."""
    before = files(book)
    full = rest("events", text) if text.startswith("event --start") else text
    with pytest.raises(RecordError) as error:
        new(full)
    assert told in str(error.value) and files(book) == before


def test_rows_that_need_each_other_come_together(book: Book) -> None:  # noqa: F811
    """A disputed row and its values are written at once; if one is wrong, none is."""
    disputed = rest("events", EVENT + "|--is_disputed|true")
    value = "and discrepancy|--table|events|--row_id|@event|--field|start_date|--source_ids|" + GAZETTE
    before = files(book)
    both = [disputed, *(f"{value}|--value|{day}|--status|open" for day in ("2015-07-01", "2015-07-02"))]
    with pytest.raises(RecordError, match="Did you mean “open”"):
        new(both[0], both[1], both[2].replace("open", "opn"))
    assert files(book) == before
    assert new(*both) == 0 and validation.check(book.root) == []
    assert [row["discrepancy_id"] for row in book.rows("discrepancies")][:2] == ["2015-07-01-third-round-talks-start-date-1", "2015-07-01-third-round-talks-start-date-2"]


def test_an_event_alone_is_told_what_it_needs(book: Book) -> None:  # noqa: F811
    """An event has actors: the message says how both come together."""
    with pytest.raises(RecordError, match="new event … and event_actor …; @event stands there"):
        new(rest("events", EVENT).removesuffix(ACTOR))


def test_half_a_dispute_is_told_what_it_needs(book: Book) -> None:  # noqa: F811
    """The other value alone would leave the table's own unsaid."""
    text = "discrepancy --table|events|--row_id|2015-06-02-second-round|--field|start_date|--value|2015-06-01|--status|open|--source_ids|" + GAZETTE
    with pytest.raises(RecordError, match="new discrepancy … and discrepancy …; is_disputed"):
        new(text)


def test_questions_for_an_event_go_on_to_its_actors(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """At a terminal the parts that a row must have are asked after it, until there are enough; all are written at once."""
    given = answers("", "southland", "party", "", "y", "northland", "party", "", "")
    data = reading.read(book.data)
    row, _ = wanted.parse(data, words(rest("events", EVENT).removesuffix(ACTOR)))
    asking.complete(data, row[0], lambda prompt: next(given) if "Enter to go on" in prompt else "")
    parts = asking.together(data, row[0], lambda prompt: next(given))
    contribute.add(data, [*row, *parts])
    assert [r["actor_id"] for r in book.rows("event_actors") if r["event_id"] == "2015-07-01-third-round-talks"] == ["northland", "southland"]
    assert validation.check(book.root) == []


def test_old_faults_of_others_stop_no_new_row(book: Book) -> None:  # noqa: F811
    """A problem that stood there before is not the contributor's; a file of broken form is, since no line is sure."""
    book.edit("documents", 0, event_id="nowhere")
    assert new(rest("events", EVENT)) == 0
    book.replace("events.csv", b"\n", b"\r\n")
    with pytest.raises(RecordError, match="the file must be mended first"):
        new(rest("events", EVENT.replace("Third", "Fourth")))


def test_a_command_run_twice_makes_one_row(book: Book) -> None:  # noqa: F811
    """The same source once more is not a second one, unless it is given an id of its own."""
    assert new(SOURCE) == 0
    before = files(book)
    with pytest.raises(RecordError, match="sources has this row already: lake-gazette-2015-07-02-third-round"):
        new(SOURCE)
    assert files(book) == before and new(SOURCE + "|--source_id|lake-gazette-2015-07-02-evening") == 0


def test_a_dry_run_writes_nothing(book: Book, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    before = files(book)
    assert new(rest("events", EVENT + "|--dry-run")) == 0
    assert files(book) == before and "would stand in line 5" in capsys.readouterr().out


def test_a_file_that_changes_meanwhile_is_not_overwritten(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """Another editor's row is kept: both files are left as they are, and the message says what to do."""
    text, judge = rest("events", EVENT), contribute.checking.judge

    def slow(*given: object) -> object:
        book.replace("events.csv", "2015-06-02-second-round", "2015-06-02-second-round,x\n2015-06-02-second-round")
        return judge(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(contribute.checking, "judge", slow)
    with pytest.raises(RecordError, match="changed meanwhile.*same command again"):
        new(text)
    assert b"third-round" not in (book.data / "events.csv").read_bytes() and len(files(book)) == 14


def answers(*given: str) -> Iterator[str]:
    yield from given


def test_questions_fill_a_row(book: Book, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    """Required fields are asked, wrong answers at once refused with the remedy, what follows is proposed or not asked."""
    asked: list[str] = []
    given = answers("Bern", "Swiss", "", "CHE", "46.95", "east", "7.45", "lake-gazette-2015-03-06-brigde", GAZETTE)

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return "" if "[bern" in prompt else next(given)  # the id that is proposed is taken

    data = reading.read(book.data)
    row = wanted.Wanted(data.tables["places"])
    asking.complete(data, row, ask)
    said = " ".join(capsys.readouterr().out.split())
    assert row.cells["name"] == "Bern" and row.cells["place_id"] == "bern" and row.cells["country_iso3"] == "CHE"
    assert "of the form" in said and "a number" in said and f"Did you mean “{GAZETTE}”?" in said and "Without it the row cannot stand" in said
    assert next(given, "all answers were asked for") == "all answers were asked for" and asked[-1].startswith("  [bern: the rule for ids]")


def test_what_is_lacking_leaves_out_what_follows(book: Book) -> None:  # noqa: F811
    """Who gives too little is told what to give, not what is filled in from it."""
    with pytest.raises(RecordError) as error:
        new("event --title|Third round")
    told = str(error.value)
    assert "the row lacks 4 required fields" in told and "--start_date: " in told and "--start_precision: " not in told
    assert re.search(r"Filled in from these, unless you give them: start_precision, .*evidence_status\.", told)


def test_stopping_at_a_question_writes_nothing(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    before = files(book)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)

    def stop(prompt: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(asking.complete, "__defaults__", (stop,))
    with pytest.raises(RecordError, match="stopped. Nothing was written"):
        new("place")
    assert files(book) == before


def test_the_command_lists_tables_and_fields(book: Book) -> None:  # noqa: F811
    """Without a table: all tables; with ``--help``: the fields and their terms; a mistake has no traceback."""

    def run(*given: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "helpers", "new", *given], capture_output=True, text=True, cwd=book.root, stdin=subprocess.DEVNULL, check=False)

    assert all(naming.singular(name) in run().stdout for name in record.tables())
    told = run("event", "--help").stdout
    assert "--event_type  (required)" in told and "One of: " in told and "2025-03-04" in told
    bad = run("event", "--title", "x")
    assert bad.returncode == 1 and "Traceback" not in bad.stderr and "the row lacks" in bad.stderr


def test_every_table_of_the_book_can_be_contributed_to(checkout: Path) -> None:
    """Generic over the schema: names, help, an id, and for real rows the place and the line that they have."""
    data = reading.read(checkout / "data")
    for name, table in data.tables.items():
        assert naming.find(data, naming.singular(name)) is table and naming.find(data, name) is table
        assert all(f"--{field}  (" in wanted.guide(data, table) for field in table.fields)
        lines = (checkout / "data" / table.resource["path"]).read_text("utf-8").split("\n")
        for number in range(0, len(table.rows), max(1, len(table.rows) // 5)):
            row = table.rows[number]
            assert alone(data, table, row.cells) == [], (name, row)
            others = [reading.Row(line, r.cells) for line, r in enumerate((r for r in table.rows if r is not row), 2)]
            before = reading.Table(name, table.resource, table.header, others)
            _, again = inserting.insert(data, before, row.cells)
            ranks = [inserting._rank(table, r.cells) for r in table.rows]
            assert ranks[number] == inserting._rank(table, table.rows[again.line - 2].cells)
            assert inserting.text(again).rstrip("\n") == lines[row.line - 1] or '"' in lines[row.line - 1]
            if len(table.key) == 1:
                cells = {field: value for field, value in row.cells.items() if field != table.key[0]}
                assert naming.propose(table, cells), (name, row)


def test_short_names_are_never_ambiguous(checkout: Path) -> None:
    """``exchange`` or ``vote`` mean one table; what could mean two means none."""
    data = reading.read(checkout / "data")
    known = naming.aliases(data)
    assert known["vote"] == "un_votes" and known["person"] == "people" and known["discrepancy"] == "discrepancies"
    assert "observation" not in known


def test_the_five_minutes_of_contributing_md(checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The commands of CONTRIBUTING.md, typed as they stand, add an event with its source to the real tables."""
    text = (checkout / "CONTRIBUTING.md").read_text("utf-8").split("## Add an event in five minutes")[1].split("\n## ")[0]
    commands = [line for block in re.findall(r"```sh\n(.+?)```", text, re.S) for line in block.replace("\\\n", " ").splitlines()]
    assert len(commands) == 2 and all(line.startswith("python -m helpers new ") for line in commands)
    shutil.copytree(checkout / "data", tmp_path / "data")
    for name in ("sources", "events", "event_actors"):  # whoever tried the example still has a test that passes
        lines = (tmp_path / "data" / f"{name}.csv").read_text("utf-8").splitlines(keepends=True)
        (tmp_path / "data" / f"{name}.csv").write_text("".join(x for x in lines if "envoys-meet-vienna-monitors" not in x and "examplegazette" not in x), "utf-8", newline="")
    (tmp_path / "_config.yml").touch()
    monkeypatch.setenv("NEGOTIATION_RECORD_ROOT", str(tmp_path))
    for line in commands:
        assert contribute.main(Namespace(words=shlex.split(line)[4:])) == 0
    said = capsys.readouterr().out
    assert "examplegazette-2021-06-04-envoys-meet\n" in said and "2021-06-03-envoys-meet-vienna-monitors\n" in said
    assert validation.check(tmp_path) == []
    with pytest.raises(RecordError) as error:
        contribute.main(Namespace(words=shlex.split(commands[1].replace("vienna --", "Viena --"))[4:]))
    shown = re.search(r"```text\n.+\n +(.+)\n```", text)
    assert shown and shown[1] in str(error.value)
