"""Numbers for the prose of any page: ``{value}`name``` calls a function of this module's register.

Each is computed from the record when the page is built; an unknown name stops the build.
"""

from __future__ import annotations

from collections.abc import Callable

from helpers import record
from helpers.errors import RecordError
from helpers.wording import in_words

REGISTER: dict[str, Callable[[], str]] = {}


def value(function: Callable[[], str]) -> Callable[[], str]:
    """Register a computed value under its function's name."""
    REGISTER[function.__name__.replace("_", "-")] = function
    return function


def compute(name: str) -> str:
    """The text of a value.

    Raises:
        RecordError: no value has that name.
    """
    if name not in REGISTER:
        raise RecordError(f"no computed value “{name}”", remedy=f"There are {', '.join(sorted(REGISTER))}; add one in helpers/values.py.")
    return REGISTER[name]()


def _count(table: str) -> str:
    return f"{len(record.load(table)):,}"


for _table in ("events", "sources", "documents", "provisions", "ceasefires", "actors", "un_votes", "people"):
    REGISTER[f"n-{_table.replace('_', '-')}"] = lambda table=_table: _count(table)


@value
def cutoff() -> str:
    """The last day that the record covers, in words."""
    return in_words(record.package()["record"]["cutoff_date"])


@value
def first_event() -> str:
    """The date of the earliest event, in words."""
    return in_words(str(record.load("events")["start_date"].min()))


@value
def last_event() -> str:
    """The date of the latest event, in words."""
    return in_words(str(record.load("events")["start_date"].max()))


@value
def version() -> str:
    """The version of the record."""
    return str(record.package()["version"])


@value
def release_date() -> str:
    """The day of the release, in words."""
    return in_words(record.package()["record"]["release_date"])


@value
def release_year() -> str:
    """The year of the release."""
    return str(record.package()["record"]["release_date"])[:4]
