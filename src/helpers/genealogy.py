"""Where drafts came from: which text followed which, who put it forward, and when it became known.

Pandas in, pandas out; nothing is drawn here.
"""

from __future__ import annotations

import pandas as pd

TYPES = ("draft", "plan", "memorandum", "letter")
"""Values of ``document_type`` that put terms forward."""

SETTLED = ("un_resolution", "legal_act", "treaty", "agreement")
"""Types that are no draft, even if they follow one another."""

LATE = 7
"""Days after its date from which a text counts as one that became known later."""

COLUMNS = {
    "russia": "Russia",
    "russia-us": "Russia and US",
    "russia-ukraine": "Russia and Ukraine",
    "us": "United States",
    "us-ukraine": "US and Ukraine",
    "ukraine": "Ukraine",
    "europe": "Europe, also with Ukraine",
    "others": "Others",
}
"""Who put a text forward, in the order in which it is drawn."""

EUROPE = {
    *("e3", "european-states", "european-union", "european-commission", "european-council", "coalition-of-the-willing", "weimar-plus"),
    *("france", "germany", "united-kingdom", "italy", "poland", "finland", "netherlands", "denmark", "norway", "sweden"),
}


def proposer(proposer_ids: str | None) -> str:
    """The column of ``COLUMNS`` for a list of proposers.

    A text of the United States with Ukraine counts as theirs even where Europeans worked on it.
    """
    who = set(proposer_ids.split(";")) if isinstance(proposer_ids, str) else set()
    russia, ukraine, states = "russia" in who, "ukraine" in who, "united-states" in who
    if russia and states:
        return "russia-us"
    if russia:
        return "russia-ukraine" if ukraine else "russia" if who == {"russia"} else "others"
    if states:
        return "us-ukraine" if ukraine else "us" if who == {"united-states"} else "others"
    if who & EUROPE:
        return "europe"
    return "ukraine" if who == {"ukraine"} else "others"


def genealogy(documents: pd.DataFrame, first: str, last: str) -> pd.DataFrame:
    """The texts that put terms forward, and those that follow such a text or precede it.

    Args:
        documents: the table ``documents``.
        first, last: ISO dates, both included; a text dated by month counts from its first day.

    Returns:
        One row per text in order of date: the columns of ``documents``, ``place`` (0, 1, … in that order), ``from``
        (a key of ``COLUMNS``), ``parent`` (the place of the text that it supersedes, missing where there is none or it
        lies outside) and ``late`` (days from its last possible date to the day on which it became known, if more than
        ``LATE``, else missing).
    """
    texts = documents[(documents["date_last"] >= pd.Timestamp(first, tz="UTC")) & (documents["date_first"] <= pd.Timestamp(last, tz="UTC"))]
    texts = texts[~texts["document_type"].isin(SETTLED)]
    own = texts["document_type"].isin(TYPES) & (texts["document_status"] != "signed")
    linked = texts["supersedes_id"].isin(texts["document_id"])
    earlier = texts["document_id"].isin(texts.loc[linked, "supersedes_id"])
    texts = texts[own | linked | earlier].sort_values(["date_first", "document_id"], kind="stable").reset_index(drop=True)
    place = pd.Series(texts.index, index=texts["document_id"])
    known = pd.to_datetime(texts["known_from"].str.ljust(10, "-").str.replace("---", "-01"), utc=True, errors="coerce")
    late = (known - texts["date_last"]).dt.days
    return texts.assign(
        place=texts.index,
        **{"from": [proposer(cell if isinstance(cell, str) else None) for cell in texts["proposer_ids"]]},
        parent=texts["supersedes_id"].map(place).astype("Int64"),
        late=late.where(late > LATE).astype("Int64"),
    )
