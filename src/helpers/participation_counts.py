"""Numbers that an event's text states, read from the text so that they follow it. Pandas in, pandas out."""

from __future__ import annotations

import re

import pandas as pd

from helpers.errors import RecordError

WORDS = {word: number for number, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split())}
TENS = {word: number * 10 for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)}


def number(text: str) -> int:
    """A whole number in digits or English words below a hundred: ``35``, ``Thirty-five``.

    Raises:
        ValueError: the text is neither.
    """
    word = text.strip().lower()
    if word.replace(",", "").isdigit():
        return int(word.replace(",", ""))
    if word in WORDS:
        return WORDS[word]
    ten, _, one = word.partition("-")
    if ten in TENS and (not one or one in WORDS):
        return TENS[ten] + WORDS.get(one, 0)
    raise ValueError(f"“{text}” is no number")


def _first(text: str, words: str) -> tuple[int, bool] | None:
    """The first number before the words, and whether it is an approximate one."""
    for match in re.finditer(rf"(?:(about|over|more than)\s+)?\b(\d+|[A-Za-z]+(?:-[a-z]+)?) {words}", text, re.I):
        try:
            return number(match[2]), bool(match[1])
        except ValueError:
            continue  # a word that is no number, “European states”
    return None


def stated(events: pd.DataFrame, wanted: dict[str, str]) -> pd.DataFrame:
    """The numbers that the summaries of some events state.

    Args:
        events: the table ``events``.
        wanted: event id → the words behind the number, a regular expression; ``about`` may stand before it.

    Returns:
        One row per event, in the order wanted: ``event_id``, ``day`` (ISO), ``number`` and ``is_about``.

    Raises:
        RecordError: an event is missing or its summary states no such number.
    """
    texts = events.set_index("event_id")
    rows = []
    for event, words in wanted.items():
        summary = str(texts.at[event, "summary"]) if event in texts.index else ""
        found = _first(summary, words)
        if found is None:
            raise RecordError("the summary states no such number", where=event, remedy=f"Look for “{words}” in it, and change the figure or the row.")
        rows.append((event, str(texts.at[event, "start_date"]), *found))
    return pd.DataFrame(rows, columns=["event_id", "day", "number", "is_about"])
