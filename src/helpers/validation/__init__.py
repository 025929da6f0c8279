"""Everything that must hold in the data; all failures at once, each with table, row, field, value, rule and remedy.

The schema in ``data/datapackage.json`` is the rule book: frictionless checks what the Table Schema standard knows
(``tabular``), the modules beside it what it does not: the schema itself (``schema``), cells with lists and vocabularies
(``cells``), the cells of a row to each other (``rows``), tables to each other (``across``), and the record to its last
release (``helpers.releases``). Time grows with the number of rows, and nothing here loads pandas.
"""

from __future__ import annotations

from pathlib import Path

from helpers import paths
from helpers.validation.problems import Problem, report, sort

__all__ = ["Problem", "check", "main", "report"]


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
    from helpers import releases
    from helpers.validation import across, cells, reading, rows, schema, tabular

    data = reading.read((root or paths.root()) / "data")
    found = [problem for table in data.tables.values() for problem in table.problems]
    for module in (schema, tabular, cells, rows, across):
        found += module.findings(data)
    found += releases.findings(data)
    return [p for p in sort(found, ["datapackage", *data.tables]) if warnings or not p.warning]


def main(arguments: object = None) -> int:
    """``python -m helpers check``: print the report, warnings included; 1 if there are problems."""
    problems = check(warnings=True)
    print(report(problems))
    return int(any(not problem.warning for problem in problems))
