"""Limited deals and promises: what was promised, what came of it, how many people, and how long truces lasted.

Pandas in, pandas out; nothing is drawn here.
"""

from __future__ import annotations

import pandas as pd

from helpers import ceasefires

KINDS = {
    "ceasefire": "Truce",
    "recommitment": "Truce promised anew",
    "disengagement": "Pull-back of forces",
    "prisoner_exchange": "Exchange of prisoners",
    "return_of_bodies": "Return of bodies",
}
"""Values of ``event_type`` that are limited deals, with their names."""

CHILDREN = "Return of children"
"""Kind of a mediation on the humanitarian track that treats children."""

AGREEMENT = "Limited agreement"
"""Kind of an agreement all of whose issues are among ``LIMITED``."""

LIMITED = {"ceasefire", "withdrawal-of-forces", "force-limits", "monitoring", "prisoners", "humanitarian"}
"""Issues that can be settled without settling status, border, elections or alliances."""

OUTCOMES = {
    "Kept": ("kept", "kept_late"),
    "In part or unclear": ("kept_in_part", "not_known", "disputed"),
    "Breach reported or ended": ("breach_found", "breach_reported", "ended_by_party"),
    "Not begun": ("not_carried_out", "condition_not_met"),
    "Not yet due": ("open",),
}
"""What became of a promise, in five groups → the values of ``fate``. No group says who is to blame."""


def register(events: pd.DataFrame) -> pd.DataFrame:
    """The limited deals among the events, in the order of their first day, with ``kind`` in words.

    A deal is limited if its type is one of ``KINDS``, if it is an agreement that treats issues of ``LIMITED`` alone, or if
    somebody brought children home.
    """
    narrow = events["issue_ids"].str.split(";").map(lambda found: isinstance(found, list) and set(found) <= LIMITED)
    kind = events["event_type"].map(KINDS).mask((events["event_type"] == "agreement") & narrow, AGREEMENT)
    children = (events["event_type"] == "mediation_initiative") & (events["track"] == "humanitarian") & events["issue_ids"].str.contains("children", na=False)
    kind = kind.mask(children, CHILDREN)
    found = events.assign(kind=kind).dropna(subset="kind")
    return found.sort_values("start_first", kind="stable").reset_index(drop=True)


def delay(events: pd.DataFrame, earlier: str, later: str) -> int:
    """Days from the last day of one event to the first day of another.

    Raises:
        KeyError: there is no such event.
    """
    by = events.set_index("event_id")
    last = by["end_last"].fillna(by["start_last"])
    return int((by["start_first"][later] - last[earlier]).days)


def outcomes(commitments: pd.DataFrame) -> pd.DataFrame:
    """The promises with ``group``, what became of them in the words of ``OUTCOMES``."""
    words = {fate: group for group, fates in OUTCOMES.items() for fate in fates}
    return commitments.assign(group=commitments["fate"].map(words))


def tally(commitments: pd.DataFrame) -> pd.DataFrame:
    """Promises by kind and group: ``commitment_kind``, ``group``, ``promises``; groups in the order of ``OUTCOMES``."""
    found = outcomes(commitments).groupby(["commitment_kind", "group"]).size().rename("promises").reset_index()
    order = found["group"].map({name: n for n, name in enumerate(OUTCOMES)})
    return found.assign(_n=order).sort_values(["commitment_kind", "_n"]).drop(columns="_n").reset_index(drop=True)


def delivered(commitments: pd.DataFrame) -> pd.DataFrame:
    """The promises that name a number and for which the number delivered is known, with ``share`` of it (1 is all)."""
    found = commitments[commitments["promised_quantity"].notna() & commitments["fate_quantity"].notna()]
    return found.assign(share=found["fate_quantity"].astype(float) / found["promised_quantity"].astype(float)).reset_index(drop=True)


def lengths(truces: pd.DataFrame, since: pd.Timestamp) -> pd.DataFrame:
    """How long truces that began on a day or later lasted, whether or not they were kept.

    Returns:
        The rows of ``ceasefires`` that both or one side put in force from ``since`` on and whose end has a day, with
        ``days``: first and last day counted. Proposals and truces of unknown end are left out.
    """
    found = truces[truces["truce_status"].isin(ceasefires.IN_FORCE) & (truces["effective_first"] >= since) & truces["end_first"].notna()]
    days = (found["end_first"] - found["effective_first"]).dt.days + 1
    return found.assign(days=days.astype(int)).sort_values("effective_first", kind="stable").reset_index(drop=True)


def quarters(frame: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """Sums of columns by quarter of ``date_first``, quarters without a row included: ``quarter`` (``2025-Q2``) and the columns."""
    period = frame["date_first"].dt.tz_localize(None).dt.to_period("Q")
    sums = frame[columns].astype(float).fillna(0).groupby(period).sum()
    sums = sums.reindex(pd.period_range(sums.index.min(), sums.index.max(), freq="Q"), fill_value=0)
    return sums.rename_axis("period").reset_index().assign(quarter=lambda f: f["period"].astype(str).str.replace("Q", "-Q")).drop(columns="period")
