"""Numbers for the prose of any page: ``{value}`name``` calls a function of this module's register.

Each is computed from the record when the page is built; an unknown name stops the build.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from helpers import clauses, record
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
def last_evidence() -> str:
    """The last day on which sources were looked for, in words; rows after the cut-off are provisional."""
    return in_words(record.package()["record"]["last_evidence_date"])


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


def _breaches(later: bool = False) -> tuple[int, int]:
    """Truces of 2014 to 2022, or since the invasion, whose first reported breach has a date, and those in which it is the first day."""
    from helpers import ceasefires, meetings

    truces = record.load("ceasefires")
    first, last = map(meetings.day, meetings.since())
    course = ceasefires.later_course(truces, first, last) if later else ceasefires.course(truces, meetings.day(meetings.HISTORY[1]))
    seen = course[course["violation_seen"]]
    return len(seen), int((seen["days_to_violation"] == 0).sum())


@value
def breaches_dated() -> str:
    """Truces of the years 2014 to 2022 whose first reported breach has a date."""
    return str(_breaches()[0])


@value
def breaches_on_first_day() -> str:
    """Of these, the truces whose first reported breach falls on their first day."""
    return str(_breaches()[1])


@value
def breaches_dated_since() -> str:
    """Truces since the invasion whose first reported breach has a date."""
    return str(_breaches(later=True)[0])


@value
def breaches_on_first_day_since() -> str:
    """Of these, the truces whose first reported breach falls on their first day."""
    return str(_breaches(later=True)[1])


def _meetings_since() -> pd.DataFrame:
    """Meetings and calls by month since the invasion."""
    from helpers import intensity, meetings

    return intensity.monthly(record.load("events"), record.load("event_actors"), *meetings.since())


@value
def meetings_since() -> str:
    """Meetings on record since the invasion, calls left out."""
    return str(int(_meetings_since()[["direct", "other"]].to_numpy().sum()))


@value
def meetings_direct_since() -> str:
    """Of these, the meetings to which both Ukraine and Russia were parties, shuttles of go-betweens left out."""
    return str(int(_meetings_since()["direct"].sum()))


def _minsk() -> pd.DataFrame:
    """The clauses of the three Minsk texts."""
    provisions = record.load("provisions")
    return provisions[provisions["document_id"].isin(clauses.MINSK)]


@value
def minsk_clauses() -> str:
    """Clauses of the three Minsk texts."""
    return str(len(_minsk()))


@value
def minsk_clauses_ukraine() -> str:
    """Clauses of the three Minsk texts that bind Ukraine, alone or with others."""
    return str(sum(clauses.clauses_binding(_minsk(), text, "ukraine") for text in clauses.MINSK))


@value
def minsk_clauses_russia() -> str:
    """Clauses of the three Minsk texts that bind Russia, alone or with others."""
    return str(sum(clauses.clauses_binding(_minsk(), text, "russia") for text in clauses.MINSK))


@value
def minsk_clauses_guarantees() -> str:
    """Clauses of the three Minsk texts on security guarantees, in words if there is none."""
    return str(int((_minsk()["issue_id"] == "security-guarantees").sum()) or "none")


@value
def n_terms() -> str:
    """Terms of the reader's glossary."""
    return str(int((record.load("vocabulary")["vocabulary"] == "glossary").sum()))


@value
def n_exchanges() -> str:
    """Exchanges of prisoners, or stages of them: the rows of the table of that name."""
    return _count("prisoner_exchanges")


@value
def n_commitments() -> str:
    """Ceasefire commitments: the rows of ceasefires without the proposals that were not agreed."""
    from helpers import ceasefires

    return str(int(record.load("ceasefires")["truce_status"].isin(ceasefires.IN_FORCE).sum()))
