"""Where the book lies. Everything else asks here, so that a fixture book is a book like any other."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

ENVIRONMENT = "NEGOTIATION_RECORD_ROOT"


def _is_book(folder: Path) -> bool:
    return (folder / "_config.yml").is_file() and (folder / "data" / "datapackage.json").is_file()


def root() -> Path:
    """The folder of the book.

    The environment variable ``NEGOTIATION_RECORD_ROOT`` comes first; then the nearest parent of the working
    directory that holds ``_config.yml`` and ``data/datapackage.json`` (a kernel runs in ``chapters/``); then
    the checkout that this package belongs to.
    """
    named = os.environ.get(ENVIRONMENT)
    return _resolved(named) if named else _found(os.getcwd())


@lru_cache(maxsize=8)  # asked some ten thousand times in a build
def _resolved(named: str) -> Path:
    return Path(named).resolve()


@lru_cache(maxsize=8)
def _found(working: str) -> Path:
    here = Path(working)
    for folder in (here, *here.parents):
        if _is_book(folder):
            return folder
    return Path(__file__).resolve().parents[2]


def data() -> Path:
    """The folder of the tables and their schema."""
    return root() / "data"


def chapters() -> Path:
    """The folder of the notebooks."""
    return root() / "chapters"
