"""Who is said to say what: the same listed verbs for every side, and no verb that judges what it reports.

Read are the prose fields of all tables, quotations and the words of others left out. A verb counts where its subject
stands right before it: an actor or a person of the record (``Ukraine says``, ``Lavrov also denies``), one who speaks
for a state (``the Russian foreign ministry reports``) or a pronoun. A noun never counts (``Russia’s claims``).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers.validation.problems import Problem
from helpers.validation.reading import Data, Row, Table
from helpers.validation.verbs import BETWEEN, BODIES, LOADED, ONLY_BEFORE, PLURAL, PREPOSITIONS, PRONOUNS, SPEECH, forms

VOCABULARY = "attribution_verb"
SIDES = ("ukraine", "russia")
# What stands for a side beside the names of its actors and people.
STANDS_FOR = {"Kyiv": "ukraine", "Ukrainian": "ukraine", "Moscow": "russia", "Kremlin": "russia", "Russian": "russia"}
# The words of others, given as they are; names, addresses, and lists of terms.
NOT_OURS = {("sources", None), ("vocabulary", None), ("actors", None), ("claims", "claim"), ("discrepancies", "value"), ("opinion_polls", "answer"), ("series", "question"), ("provisions", "qualifier")}
QUOTED = re.compile(r"“[^”]*”|‘[^’]*(?:’\w[^’]*)*’|«[^»]*»|\"[^\"]*\"")
ROLE = re.compile(r"\{\w+(?::\w+)?\}`[^`]*`")
TOKEN = re.compile(r"\w+(?:[-’']\w+)*|[.,;:!?()–—]")
LONGEST = 6  # words of a name
REACH = 6  # words between a side and the noun that speaks for it


@dataclass(frozen=True)
class Said:
    """One verb of speech: the side of its subject (empty if neither of the two), the verb and the words as written."""

    side: str
    verb: str
    words: str


def sides(data: Data) -> dict[str, str]:
    """Every actor → the side that it is or is a part of, or nothing."""
    actors = data.tables.get("actors")
    parents = {row.cells.get("actor_id", ""): row.cells.get("parent_id", "") for row in actors.rows} if actors else {}
    found = {}
    for actor in parents:
        above, seen = actor, set()
        while above and above not in SIDES and above not in seen:
            seen.add(above)
            above = parents.get(above, "")
        found[actor] = above if above in SIDES else ""
    return found


def subjects(data: Data) -> dict[str, str]:
    """The names of actors and people, and what stands for them → the side that they belong to, or nothing."""
    actors, people, side = data.tables.get("actors"), data.tables.get("people"), sides(data)
    found = dict(STANDS_FOR)
    for row in people.rows if people else ():
        name = row.cells.get("name", "")
        for one in (name, name.split(" ")[-1]):
            found[one] = side.get(row.cells.get("actor_id", ""), "")
    for row in actors.rows if actors else ():
        for column in ("name", "short_name"):
            found[row.cells.get(column, "")] = side[row.cells.get("actor_id", "")]
    return {name.removeprefix("The ").removeprefix("the "): which for name, which in found.items() if len(name) > 1}


FORMS = {form: verb for verb in (*SPEECH, *LOADED) for form in forms(verb)}


def said(text: str, names: dict[str, str]) -> Iterator[Said]:
    """Every verb of speech in a text that has a subject of the record.

    >>> [one.words for one in said("Ukraine also denies it. Russia’s claims fail.", {"Ukraine": "ukraine", "Russia": "russia"})]
    ['Ukraine also denies']
    """
    words = [match[0] for match in TOKEN.finditer(QUOTED.sub(" … ", text))]
    for at, word in enumerate(words):
        verb = FORMS.get(word)
        if not verb or verb in ONLY_BEFORE and (words[at + 1 : at + 2] or [""])[0] not in ONLY_BEFORE[verb]:
            continue
        last = at - 1
        while last >= 0 and (words[last] in BETWEEN or words[last].endswith("ly") and words[last].islower()):
            last -= 1
        found = _subject(words, last, names)
        if found is not None:
            first, side = found
            one = words[last].lower() not in PLURAL and not (words[last] in BODIES and words[last].endswith("s")) and words[max(0, first - 1)] != "and"
            if word == verb and one:
                continue  # a noun: the demand of one side
            yield Said(side, verb, " ".join(words[first : at + 1]))


def _subject(words: list[str], last: int, names: dict[str, str]) -> tuple[int, str] | None:
    """The subject that ends at a word: where it begins, and its side; None if nobody of the record stands there."""
    if last < 0:
        return None
    for length in range(min(LONGEST, last + 1), 0, -1):
        first = last - length + 1
        name = " ".join(words[first : last + 1])
        if name in names and name not in ("Russian", "Ukrainian"):
            before = words[first - 1] if first and words[first - 1] != "the" else words[first - 2] if first > 1 else ""
            return None if before in PREPOSITIONS else (first, names[name])
    if words[last].lower() in PRONOUNS:
        return last, ""
    if words[last] not in BODIES:
        return None
    for first in range(last - 1, max(-1, last - REACH), -1):
        if not words[first][0].isalnum() or words[first] in PREPOSITIONS:
            break
        if (bare := re.sub(r"[’']s?$", "", words[first])) in names:
            return first, names[bare]
    return last, ""


def prose(table: Table) -> list[str]:
    """The fields of a table that hold our own sentences."""
    return [
        name
        for name, about in table.fields.items()
        if about.get("type") == "string" and not {"references", "vocabulary", "list"} & set(about) and not {"enum", "pattern"} & set(about.get("constraints", {}))
        if not {(table.name, None), (table.name, name)} & NOT_OURS and not name.endswith(("_id", "_url", "_date", "known_from", "name"))
    ]


def _all(data: Data) -> Iterator[tuple[Table, Row, str, Said]]:
    names, side = subjects(data), sides(data)
    for table in data.tables.values():
        columns = [column for column in prose(table) if column in table.header]
        led = "actor_id" in table.header and "summary" in columns  # “Rejects a truce”: the subject has its own field
        for row in table.rows if columns else ():
            for column in columns:
                if text := row.cells[column]:
                    for one in said(text, names):
                        yield table, row, column, one
            first = row.cells["summary"].split(" ", 1)[0] if led else ""
            if verb := FORMS.get(first.lower()):
                yield table, row, "summary", Said(side.get(row.cells["actor_id"], ""), verb, first)


def _listed(data: Data) -> set[str]:
    vocabulary = data.tables.get("vocabulary")
    return {row.cells.get("term", "") for row in vocabulary.rows if row.cells.get("vocabulary") == VOCABULARY} if vocabulary else set()


def findings(data: Data) -> Iterator[Problem]:
    """Verbs that judge, and verbs that are not listed."""
    listed = _listed(data)
    for verb in sorted(listed & set(LOADED)):
        yield data.tables["vocabulary"].problem(None, "term", "a verb that judges what is said is not listed", "Remove it.", verb)
    for table, row, column, one in _all(data):
        if one.verb in LOADED:
            rule = f"what a side says is given without judgement; “{one.verb}” doubts or affirms it"
            yield table.problem(row, column, rule, "Write says, reports or denies, with the source.", one.words)
        elif listed and one.verb not in listed:
            rule = f"verbs that give the words of a side are listed in the vocabulary {VOCABULARY}; “{one.verb}” is not"
            yield table.problem(row, column, rule, "Write says or another verb of the list; add this one there if it judges nothing and is used for all alike.", one.words)


    yield from _chapters(data, listed)


def _chapters(data: Data, listed: set[str]) -> Iterator[Problem]:
    """The same in the prose of the chapters, as warnings: the check is one of the data."""
    names = subjects(data)
    for page in sorted((data.folder.parent / "chapters").glob("*.ipynb")):
        for number, text in _markdown(page):
            for one in said(ROLE.sub(" ", text), names):
                if one.verb in LOADED or listed and one.verb not in listed:
                    rule = f"chapters give the words of all sides by the verbs of the vocabulary {VOCABULARY}; “{one.verb}” is not one"
                    yield Problem("chapters", page.name, f"cell {number}", one.words, rule, "Write says or another verb of the list.", warning=True)


def _markdown(page: Path) -> list[tuple[int, str]]:
    """The cells of prose of a notebook with their numbers, counted from 1; none if it is no notebook."""
    try:
        cells = json.loads(page.read_text("utf-8"))["cells"]
        return [(number, "".join(cell["source"])) for number, cell in enumerate(cells, 1) if cell["cell_type"] == "markdown"]
    except (ValueError, KeyError, TypeError):
        return []  # reported where notebooks are run


def counts(data: Data) -> str:
    """How often which verb has Ukraine, Russia or anyone else as its subject, as text: the commonest first."""
    counted: dict[str, Counter[str]] = {side: Counter() for side in (*SIDES, "")}
    for *_, one in _all(data):
        counted[one.side][one.verb] += 1
    total = sum(counted.values(), Counter())
    if not total:
        return ""
    lines = ["Verbs that give the words of", f"{'':13}" + "".join(f"{side.title() or 'Others':>9}" for side in counted)]
    for verb in sorted(total, key=lambda verb: (-total[verb], verb)):
        lines.append(f"{verb:13}" + "".join(f"{of_side[verb]:9}" for of_side in counted.values()))
    return "\n".join([*lines, f"{'all':13}" + "".join(f"{sum(of_side.values()):9}" for of_side in counted.values())])
