"""Which resolutions are drawn on maps, and what a map shows of each country.

Plain rules over the tables ``un_votes`` and ``roll_calls``; nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

WAR = ("erritorial integrity", "Aggression against", "Humanitarian consequences", "principles", "lasting peace", "path to peace")
"""Words of the titles of resolutions on the war as a whole and on Ukraine's territory."""

WITH = {"GRL": "DNK", "FRO": "DNK", "ALA": "FIN", "PRI": "USA", "NCL": "FRA", "HKG": "CHN", "MAC": "CHN"}
"""Territory that a map draws apart → the member of the United Nations that answers for it and cast the vote."""

APART = "apart"
"""What a map shows of land that is no member of the United Nations and that no member's vote is drawn on."""


def on_the_war(votes: pd.DataFrame) -> list[str]:
    """Every adopted resolution of the General Assembly on the war or Ukraine's territory whose list of states is complete.

    Args:
        votes: the table ``un_votes``.

    Returns:
        Ids in order of the day, ties in the order of the file.
    """
    fits = votes["symbol"].str.startswith("A/RES/") & votes["is_adopted"] & (votes["roll_call_coverage"] == "complete")
    fits &= votes["title"].map(lambda title: any(word in title for word in WAR))
    return votes[fits].sort_values("date_first", kind="stable")["vote_id"].tolist()


def shown(cast: Mapping[str, str], codes: Iterable[str]) -> dict[str, str]:
    """What a map shows of each country.

    Args:
        cast: ISO 3166-1 alpha-3 code of a member → its vote (``yes``, ``no``, ``abstain``, ``not_voting``).
        codes: the countries that the map draws.

    Returns:
        Code → a vote or ``APART``, in the order of the codes.
    """
    return {code: cast.get(WITH.get(code, code), APART) for code in codes}
