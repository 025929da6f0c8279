"""Cells of the record in words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import pandas as pd


def text(value: Any) -> str:
    """A cell as text; an empty cell is an empty text."""
    return "" if value is None or pd.isna(value) else str(value)


def span(row: Any, start: str = "start_date", end: str = "end_date") -> str:
    """The dates of a row in words, at their own precision: ``12 February 2015``, ``March 2021 to 2022``, ``until 2016``."""
    first, last = text(getattr(row, start, "")), text(getattr(row, end, ""))
    if last and not first:
        return f"until {in_words(last)}"
    return in_words(first) if not last or last == first else f"{in_words(first)} to {in_words(last)}"


@lru_cache(None)
def in_words(iso: str) -> str:
    """An ISO date of any precision in words."""
    if not iso:
        return ""
    parts = iso.split("-")
    if len(parts) == 1:
        return iso
    months = "January February March April May June July August September October November December".split()
    month = f"{months[int(parts[1]) - 1]} {parts[0]}"
    return month if len(parts) == 2 else f"{int(parts[2])} {month}"


def first_sentence(words: str) -> str:
    """The first sentence of a caption, without its full stop: what lists and citations call a figure by."""
    words = " ".join(words.split())
    found = re.match(r".{20,}?[.;](?=\s|$)", words)
    return (found[0] if found else words).rstrip(".;")
