"""Everything that must hold in the data; all failures at once, each with table, row, field, value, rule and remedy.

The schema in ``data/datapackage.json`` is the rule book: frictionless checks what the Table Schema standard knows
(``tabular``), the modules beside it what it does not: the schema itself (``schema``), cells with lists and vocabularies
(``cells``), the cells of a row to each other (``rows``), numbers that must agree (``sums``), tables to each other
(``across``), who took part (``participants``), what sources dispute (``disputed``), who is said to say what
(``attribution``), what rows rest on (``helpers.provenance``), what the edition says of itself
(``helpers.edition``), and the record to its last release (``helpers.releases``).
Time grows with the number of rows, and nothing here loads pandas.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from helpers import paths
from helpers.validation.problems import Problem, report, sort

if TYPE_CHECKING:
    from helpers.validation.reading import Data

__all__ = ["Problem", "check", "judge", "main", "report"]


def check(root: Path | None = None, *, warnings: bool = False) -> list[Problem]:
    """Check the record of a book.

    Args:
        root: folder of the book, the one that we are in if left out.
        warnings: also return what is worth a look but stops nothing.

    Returns:
        The problems, ordered by table (as in the schema) and line; empty if the record holds.

    Raises:
        RecordError: there is no readable ``data/datapackage.json``, so that nothing can be checked.
    """
    from helpers.validation import reading

    return judge(reading.read((root or paths.root()) / "data"), warnings=warnings)


def judge(data: Data, *, warnings: bool = False) -> list[Problem]:
    """``check`` for a record that has been read."""
    from helpers import edition, provenance, releases
    from helpers.validation import across, attribution, cells, disputed, participants, rows, schema, sums, tabular

    found = [problem for table in data.tables.values() for problem in table.problems]
    for module in (schema, tabular, cells, rows, sums, across, participants, disputed, attribution, provenance, edition, releases):
        found += module.findings(data)
    return [p for p in sort(found, ["datapackage", *data.tables]) if warnings or not p.warning]


def main(arguments: object = None) -> int:
    """``python -m helpers check``: print what the rows rest on, who is said to say what, and the report; 1 if there are problems."""
    from helpers import provenance
    from helpers.validation import attribution, reading

    data = reading.read(paths.root() / "data")
    problems = judge(data, warnings=True)
    print(*filter(None, (provenance.distribution(data), attribution.counts(data), report(problems))), sep="\n\n")
    return int(any(not problem.warning for problem in problems))
