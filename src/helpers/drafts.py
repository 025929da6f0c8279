"""Two texts compared clause by clause, issue by issue: what was added, dropped, moved, reworded, otherwise qualified.

Computed from the clauses in our words (``provisions``), so what differs is what the record says of two texts and not
their letters. Exchanging the two texts exchanges what comes out: nothing prefers the older one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import pandas as pd

ADDED, DROPPED, KEPT = "added", "dropped", "kept"
MOVED, REWORDED, REWRITTEN, QUALIFIED = "moved", "reworded", "rewritten", "qualifier changed"

SAME = 0.75
"""Two clauses at least this much alike say the same; below, the later one is reworded."""
ALIKE = 0.4
"""Two clauses on one issue at least this much alike are one clause in two versions."""
ALIKE_IN_PLACE = 0.18
"""What is enough if both stand at the same point; the later one is then rewritten."""
ALIKE_ELSEWHERE = 0.7
"""What is needed if they are filed under two issues."""

STRUCK = "deleted"
"""The qualifier of a row that only notes that a clause of an earlier text is gone: it is no clause of its text."""

_SMALL = frozenset("a an and are as at be by for from has have in into is it its no not of on or that the this to which with both all will".split())
_WORD = re.compile(r"[a-z0-9]+")
_ENDS = ("ing", "ed", "es", "s")


class _Clause(NamedTuple):
    number: int
    key: str
    point: str
    issue: str
    words: frozenset[str]


def words(text: str) -> frozenset[str]:
    """The words that carry meaning, in lower case and without common endings.

    >>> sorted(words("Forces of Ukraine are limited to 600,000"))
    ['000', '600', 'forc', 'limit', 'ukraine']
    """
    found = set()
    for word in _WORD.findall(text.lower().replace("’", "")):
        if word in _SMALL:
            continue
        end = next((e for e in _ENDS if word.endswith(e) and len(word) > len(e) + 3), "")
        found.add(word[: len(word) - len(end)] if end else word)
    return frozenset(found)


def _place(point: str) -> str:
    """The number that a point begins with: ``14`` for ``14b``; a point without one stands by its own name."""
    found = re.match(r"[IVX]+\.\d+|[IVX]+|\d+", point)
    return found[0] if found else point


def _clauses(provisions: pd.DataFrame, document_id: str) -> list[_Clause]:
    rows = provisions[(provisions["document_id"] == document_id) & (provisions["qualifier"].fillna("") != STRUCK)]
    return [
        _Clause(number, str(key), "" if pd.isna(point) else str(point), str(issue), words(str(summary)))
        for number, (key, point, issue, summary) in enumerate(zip(rows["provision_id"], rows["point"], rows["issue_id"], rows["summary"]))
    ]


def alike(one: frozenset[str], two: frozenset[str]) -> float:
    """From 0 (no common word) to 1 (the same words): the mean of the shares of common words in both and in the shorter."""
    common = len(one & two)
    return (common / len(one | two) + common / min(len(one), len(two))) / 2 if common else 0.0


def _pairs(one: list[_Clause], two: list[_Clause]) -> list[tuple[_Clause, _Clause]]:
    """The best partners first; ties are broken by names in alphabetical order, whichever text they are from."""
    found = []
    for a in one:
        for b in two:
            common = alike(a.words, b.words)
            here = a.issue == b.issue
            needed = (ALIKE_IN_PLACE if _place(a.point) == _place(b.point) else ALIKE) if here else ALIKE_ELSEWHERE
            if common >= needed:
                found.append((-common, not here, *sorted((a.key, b.key)), a, b))
    taken: set[str] = set()
    pairs = []
    for *_, a, b in sorted(found, key=lambda row: row[:4]):
        if not {a.key, b.key} & taken:
            taken |= {a.key, b.key}
            pairs.append((a, b))
    return pairs


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _change(a: _Clause, b: _Clause, qualifiers: Mapping[str, frozenset[str]]) -> str:
    """What differs between two clauses that are one clause in two texts; ``kept`` if nothing does."""
    changes = []
    if a.issue != b.issue or _place(a.point) != _place(b.point):
        changes.append(MOVED)
    likeness = alike(a.words, b.words)
    if likeness < SAME or {w for w in a.words if w.isdigit()} != {w for w in b.words if w.isdigit()}:
        changes.append(REWORDED if likeness >= ALIKE else REWRITTEN)
    if qualifiers[a.key] != qualifiers[b.key]:
        changes.append(QUALIFIED)
    return ", ".join(changes) or KEPT


def _qualifiers(provisions: pd.DataFrame) -> dict[str, frozenset[str]]:
    return {str(key): words(_text(value)) for key, value in zip(provisions["provision_id"], provisions["qualifier"])}


def matches(provisions: pd.DataFrame, documents: Sequence[str]) -> dict[tuple[str, str], list[tuple[str, str, str]]]:
    """For every two of some documents the clauses that are one clause in both, as :func:`compare` finds them.

    Args:
        provisions: the table ``provisions``.
        documents: the documents, in the order in which the first of a pair stands before the second.

    Returns:
        Pair of documents → clause of the first, clause of the second, what changed. A pair without partners is left out.
        What :func:`compare` calls dropped and added is what has no partner here, so nothing is lost.
    """
    qualifiers = _qualifiers(provisions)
    read = {document: _clauses(provisions, document) for document in documents}
    found = {}
    for one, two in combinations(documents, 2):
        if pairs := _pairs(read[one], read[two]):
            found[one, two] = [(a.key, b.key, _change(a, b, qualifiers)) for a, b in sorted(pairs, key=lambda pair: pair[0].number)]
    return found


def compare(provisions: pd.DataFrame, one: str, two: str) -> pd.DataFrame:
    """What becomes of each clause of one text in another.

    Args:
        provisions: the table ``provisions``.
        one: a document.
        two: another document.

    Returns:
        ``issue_id`` (of the first text's clause, or of the added one), ``one`` and ``two`` (``provision_id``, empty for
        none), ``point_one``, ``point_two``, ``change``: ``added``, ``dropped``, ``kept``, or what changed, joined by
        ``, ``. Clauses of the first text in its order, then what the second adds.
    """
    qualifiers = _qualifiers(provisions)
    first, second = _clauses(provisions, one), _clauses(provisions, two)
    partner = {a.key: b for a, b in _pairs(first, second)}
    rows = []
    for a in first:
        b = partner.get(a.key)
        rows.append((a.issue, a.key, b.key, a.point, b.point, _change(a, b, qualifiers)) if b else (a.issue, a.key, "", a.point, "", DROPPED))
    found = {b.key for b in partner.values()}
    rows += [(b.issue, "", b.key, "", b.point, ADDED) for b in second if b.key not in found]
    return pd.DataFrame(rows, columns=["issue_id", "one", "two", "point_one", "point_two", "change"])


def reverse(compared: pd.DataFrame) -> pd.DataFrame:
    """What :func:`compare` gives for the two texts in the other order, but for the order of rows and the issue of a clause that moved."""
    swapped = compared.rename(columns={"one": "two", "two": "one", "point_one": "point_two", "point_two": "point_one"})[compared.columns]
    return swapped.assign(change=swapped["change"].replace({ADDED: DROPPED, DROPPED: ADDED}))


def counts(compared: pd.DataFrame) -> dict[str, int]:
    """How many clauses were added, dropped, kept, and matched with a change."""
    many = compared["change"].value_counts()
    same = {name: int(many.get(name, 0)) for name in (ADDED, DROPPED, KEPT)}
    return {**same, "changed": len(compared) - sum(same.values())}
