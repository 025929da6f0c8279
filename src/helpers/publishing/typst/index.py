"""The index of the book: people by surname, events by date, then other subjects."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from helpers.publishing.typst.markup import array, string

PEOPLE, EVENTS, SUBJECTS = "People", "Events", "Subjects"
GROUPS = (PEOPLE, EVENTS)


class Term(NamedTuple):
    """One line of the index: its group, what it is sorted by, the text, and what keeps neighbours together."""

    group: str
    order: tuple[str, str]
    text: str
    cluster: str


class Index:
    """The terms met so far, each with its mark."""

    def __init__(self) -> None:
        self.marks: dict[Term, str] = {}

    def mark(self, term: Term) -> str:
        """Markup that marks the present page for a term."""
        return f"#ix({string(self.marks.setdefault(term, f'ix{len(self.marks)}'))});"

    def markup(self) -> str:
        """All terms in order, as a Typst array of (group, text, cluster, mark)."""

        def place(term: Term) -> tuple[int, str, tuple[str, str]]:
            return GROUPS.index(term.group) if term.group in GROUPS else len(GROUPS), term.group, term.order

        rows = ((*term[:1], *term[2:], self.marks[term]) for term in sorted(self.marks, key=place))
        return array([f"({', '.join(map(string, row))})" for row in rows])


def order(text: str) -> tuple[str, str]:
    """Alphabetical order: accents, case and leading punctuation do not count; ties by the text itself."""
    plain = unicodedata.normalize("NFKD", text).replace("ł", "l").replace("Ł", "L")
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return re.sub(r"^[\W_]+", "", plain), text


def subject(text: str, group: str = SUBJECTS) -> Term:
    """A term in its alphabetical place."""
    by = order(text)
    return Term(group, by, text, by[0][:1].upper())


def person(name: str) -> Term:
    """A person, in the place of the last word of the name."""
    by = order(name.split()[-1])[0], name
    return Term(PEOPLE, by, name, by[0][:1].upper())


def event(event_id: str, title: str, date: str) -> Term:
    """An event; its id begins with its date, so that the order of ids is the order of time."""
    return Term(EVENTS, (event_id, title), f"{title}, {date}" if date else title, event_id[:4])


def terms(kind: str, value: str) -> list[Term]:
    """The terms of a Sphinx index entry. ``single: group; term`` names a group of its own.

    Raises:
        ValueError: a kind of entry that print has no form for.
    """
    words = [word.strip() for word in value.split(";")]
    if kind == "single":
        return [subject(", ".join(words[1:]), words[0]) if len(words) > 1 else subject(words[0])]
    if kind in ("pair", "triple"):
        return [subject(", ".join((word, *words[:i], *words[i + 1 :]))) for i, word in enumerate(words)]
    raise ValueError(f"the index entry “{kind}: {value}” has no print form. Use single, pair or triple.")
