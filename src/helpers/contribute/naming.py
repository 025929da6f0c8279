"""What a contributor may call a table, and the id that a new row is offered.

Ids follow a rule for each table, as ``datapackage.json`` says in words: ``2015-02-12-minsk-ii`` for an event, document
and point for a clause. A table without a rule here gets one from its own fields, so that a new table needs no code.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from helpers.errors import RecordError
from helpers.validation.cells import nearest
from helpers.validation.reading import Data, Table

# How an id is made of the cells of its row; {n} counts up where rows share the rest, and a number is added anyway
# where an id is taken. «keywords» are the first telling words, «month» a date without its day,
# «house» is how the ids of a publisher begin.
RULES = {
    "sources": "{publisher:house}-{published_date}-{title:two_keywords}",
    "events": "{start_date}-{title:keywords}",
    "documents": "{short_title}",
    "provisions": "{document_id}-{point}",
    "ceasefires": "{effective_date|announced_date:month}-{title:keywords}",
    "people": "{person_id}-{office:keyword}",
    "prisoner_exchanges": "{date}-{n}",
    "returns_of_bodies": "{date}-bodies-{n}",
    "positions": "{actor_id}-{issue_id}-{date}",
    "scales": "{scale_id}-{step}",
    "claims": "claim-{article_id:number}-{sequence:two}",
    "discrepancies": "{row_id}-{field}-{n}",
    "errata": "{published_date}-{row_id}-{field}",
    "un_votes": "{body}-{symbol:number_of_text}",
    "opinion_polls": "{series_id}-{fieldwork_end_date}-{answer_code}",
    "sanctions_packages": "{sender_id}-{date}-{title:keywords}",
    "support": "{series_id}-{donor}",
    "forecasts": "{forecaster:keywords}-{made_date}",
    "base_rates": "{study:keywords}-{bears_on}",
    "regional_control": "{producer_id}-{place_id}-{date}",
    "readouts": "{event_id}-{actor_id}",
    "actors": "{short_name}",
    "places": "{name:head}",
}
NAMES = ("short_title", "short_name", "title", "name", "label")
SERIES = "{series_id}-{end_date|as_of_date|date}"
STOP = set("a an the of on in at to for and or by with from into as is are was were be its his her their after before over under s".split())
IRREGULAR = {"people": "person", "vocabulary": "term", "series": "series", "errata": "erratum"}
LONGEST = 4  # words of an id that are keywords
PART = re.compile(r"\{([\w|]+)(?::(\w+))?\}")


def singular(name: str) -> str:
    """The name of one row of a table.

    >>> singular("events"), singular("discrepancies"), singular("people"), singular("returns_of_bodies")
    ('event', 'discrepancy', 'person', 'return_of_bodies')
    """
    if name in IRREGULAR:
        return IRREGULAR[name]
    head, of, rest = name.partition("_of_")
    one = head[:-3] + "y" if head.endswith("ies") else head[:-1] if head.endswith("s") else head
    return one + of + rest


def aliases(data: Data) -> dict[str, str]:
    """Every name that a table answers to → the table: its own, its singular, their last word, its key without ``_id``.

    A short name that two tables share belongs to neither; the names of the tables themselves always hold.
    """
    found: dict[str, set[str]] = {}
    for name, table in data.tables.items():
        key = table.key[0] if len(table.key) == 1 and table.key[0].endswith("_id") else ""
        for alias in (singular(name), singular(name).rpartition("_")[2], key.removesuffix("_id")):
            if alias:
                found.setdefault(alias, set()).add(name)
    short = {alias: names.pop() for alias, names in found.items() if len(names) == 1}
    return short | {singular(name): name for name in data.tables} | {name: name for name in data.tables}


def find(data: Data, word: str) -> Table:
    """The table that a contributor means.

    Raises:
        RecordError: no table is called so; the message names the nearest and all there are.
    """
    known = aliases(data)
    name = word.replace("-", "_").lower()
    if name not in known:
        rows = ", ".join(singular(table) for table in data.tables)
        raise RecordError(f"there is no table for “{word}”", remedy=f"{nearest(name, known)}There are: {rows}.")
    return data.tables[known[name]]


def slug(text: str) -> str:
    """Letters and digits of a text as an id has them; what has no Latin form is left out.

    >>> slug("Bürgenstock communiqué, 11a")
    'burgenstock-communique-11a'
    """
    bare = unicodedata.normalize("NFKD", text.lower().replace("ł", "l").replace("ø", "o").replace("ß", "ss"))
    plain = "".join(sign for sign in bare if not unicodedata.combining(sign) and sign not in "’'ʼ")
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def keywords(text: str, most: int = LONGEST) -> str:
    """The first words of a title that tell something.

    >>> keywords("Signing of the Memorandum on a ceasefire in the south")
    'signing-memorandum-ceasefire-south'
    """
    words = slug(text).split("-")
    return "-".join([word for word in words if word and word not in STOP][:most])


def _house(table: Table, publisher: str) -> str:
    """How the ids of a publisher begin: as those of its other sources do, else its name as one word."""
    dated = [re.match(r"(.+?)-(?=\d{4}(?:-|$))", row.cells.get("source_id", "")) for row in table.rows if row.cells.get("publisher") == publisher]
    usual = Counter(found[1] for found in dated if found).most_common(1)
    return usual[0][0] if usual else slug(publisher).replace("-", "")[:24]


def _part(table: Table, value: str, how: str) -> str:
    """One part of an id from its cell."""
    if how == "keywords":
        return keywords(value)
    if how in ("keyword", "two_keywords"):
        return keywords(value, 1 if how == "keyword" else 2)
    if how == "head":
        return slug(value.partition(",")[0])
    if how == "house":
        return _house(table, value)
    if how == "month":
        return value[:7]
    if how == "two":
        return value.zfill(2)
    if how == "number":
        digits = re.search(r"\d+", value)
        return digits[0] if digits else slug(value)
    if how == "number_of_text":  # A/RES/ES-11/4 → es-11-4, S/2014/189 → draft-2014-189
        return ("" if "/RES/" in value else "draft-") + slug(re.sub(r"^(A|S)/(RES/)?", "", value))
    return slug(value)


def _rule(table: Table) -> str:
    if table.name in RULES:
        return RULES[table.name]
    if "series_id" in table.fields and table.key != ["series_id"]:
        return SERIES
    named = next((field for field in NAMES if table.fields.get(field, {}).get("constraints", {}).get("required")), "")
    dated = next((c for c in ("date", "start_date", "as_of_date") if c in table.fields), "")
    points = [c for c, about in table.fields.items() if about.get("references") and about.get("constraints", {}).get("required") and not about.get("list")]
    parts = [f"{named}:keywords" if named == "title" else named] if named else [*points[:2], *([dated] if dated else [])]
    return "-".join(f"{{{part}}}" for part in parts)


def propose(table: Table, cells: Mapping[str, str], taken: Iterable[str] = ()) -> str:
    """An id for a new row that no other row has.

    Args:
        table: the table, with the rows that it has.
        cells: what is known of the row.
        taken: further ids that may not be used, those that moved among them.

    Returns:
        The id; empty if the table has no id of its own or too little is known.
    """
    if len(table.key) != 1 or not (rule := _rule(table)):
        return ""
    used = {table.id(row) for row in (*table.rows, *table.ragged)} | set(taken)

    def fill(match: re.Match[str]) -> str:
        value = next((cells[name] for name in match[1].split("|") if cells.get(name)), "")
        return _part(table, value, match[2] or "")

    counted = "{n}" in rule
    stem = re.sub(r"-{2,}", "-", PART.sub(fill, rule.replace("-{n}", ""))).strip("-")
    if not stem:
        return ""
    if not counted and stem not in used:
        return stem
    number = 1 if counted else 2
    while f"{stem}-{number}" in used:
        number += 1
    return f"{stem}-{number}"
