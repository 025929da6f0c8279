"""Dates at their own precision: ``2025``, ``2025-03``, ``2025-03-04``."""

from __future__ import annotations

import calendar
import datetime
import re
from functools import lru_cache

SHAPE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
PRECISION = {4: "year", 7: "month", 10: "day"}


@lru_cache(maxsize=None)
def bounds(text: str) -> tuple[datetime.date, datetime.date] | None:
    """First and last possible day of an ISO date; None if the calendar has no such day, month or year.

    >>> bounds("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> bounds("2023-02-29") is None
    True
    """
    if not SHAPE.fullmatch(text):
        return None
    try:
        first = datetime.date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return None
    if PRECISION[len(text)] == "day":
        return first, first
    month = first.month if PRECISION[len(text)] == "month" else 12
    return first, datetime.date(first.year, month, calendar.monthrange(first.year, month)[1])


def is_date(field: str) -> bool:
    """Whether a field holds a date, by its name."""
    return field in ("date", "known_from") or field.endswith(("_date", "_known_from"))
