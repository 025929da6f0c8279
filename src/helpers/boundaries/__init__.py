"""The countries of the world as maps of the book draw them: with the borders that the United Nations recognise.

``world.json`` lies beside this module; README.md says where it comes from and what was changed. Crimea, Sevastopol and
the regions of Donetsk, Luhansk, Zaporizhzhia and Kherson are Ukraine (A/RES/68/262, A/RES/ES-11/4). A map takes no position
on the status of any other area.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from helpers.boundaries.topology import Topology, decoded
from helpers.errors import RecordError

FILE = Path(__file__).with_name("world.json")
DIGEST = "959a7082fc723b98f983847a3ac03f88452e35fea8d35b2b55c3589a58c3ad62"
"""SHA-256 of the file: notebooks follow the code that they import, and so the file by this line."""

FOOTNOTE = "Ukraine is drawn in the borders that the General Assembly recognises; the map takes no position on any other area."


@lru_cache(maxsize=1)
def world() -> Topology:
    """All countries in degrees, known by their ISO 3166-1 alpha-3 code (``XKX`` for Kosovo). Not to be changed.

    Raises:
        RecordError: the file is not the one that this module was written for.
    """
    text = FILE.read_bytes()
    if hashlib.sha256(text).hexdigest() != DIGEST:
        raise RecordError("the boundaries are not those that the book was made with", "src/helpers/boundaries/world.json", "Restore the file, or write its new digest into the module.")
    return decoded(text.decode())
