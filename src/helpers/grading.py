"""What the record rests on, and what it lacks.

Pandas in, pandas out; nothing is drawn here.
"""

from __future__ import annotations

import pandas as pd

from helpers import record

LANGUAGES = {"en": "English", "pl": "Polish", "ru": "Russian", "uk": "Ukrainian", "de": "German"}
"""Languages that figures and tables name: those of the two sides and the commonest others."""

HANDS = {"russia": "Russian state or Russian-backed", "ukraine": "Ukrainian state", "state_media": "State media elsewhere", "other": "All others"}
"""Names of the kinds of publisher that :func:`hands` tells apart."""


def readings(sources: pd.DataFrame) -> pd.DataFrame:
    """Sources by type and by how they were read: ``source_type``, ``reading``, ``sources``; the commonest type first."""
    found = sources.groupby(["source_type", "reading"], sort=True).size().rename("sources").reset_index()
    total = found.groupby("source_type")["sources"].transform("sum")
    return found.assign(total=total).sort_values(["total", "source_type"], ascending=[False, True], kind="stable").reset_index(drop=True)


def publishers(events: pd.DataFrame, sources: pd.DataFrame) -> pd.Series:
    """For each event (index ``event_id``) the number of groups of publishers that its sources come from."""
    groups = sources.set_index("source_id")["publisher_group"]
    pairs = events[["event_id", "source_ids"]].assign(source_id=events["source_ids"].str.split(";")).explode("source_id")
    pairs["group"] = pairs["source_id"].map(groups)
    return pairs.groupby("event_id", sort=False)["group"].nunique()


def hands(sources: pd.DataFrame) -> pd.Series:
    """Whose publisher each source is (index ``source_id``): ``russia``, ``ukraine``, ``state_media`` of others, ``other``.

    What belongs to a party to the war is counted with that party, its news media too.
    """
    side, state = sources["party_to_war"], sources["is_state_media"].fillna(False).astype(bool)
    found = side.astype("object").where(side.notna(), state.map({True: "state_media", False: "other"}))
    return pd.Series(found.to_numpy(), index=pd.Index(sources["source_id"], name="source_id"), name="hands")


def citations(rows: pd.DataFrame, kinds: pd.Series) -> pd.Series:
    """How many of the rows cite at least one source of each kind (index: the kinds), the commonest first.

    Args:
        rows: ``source_ids``, ids separated by semicolons.
        kinds: the kind of each source, index ``source_id``.
    """
    pairs = rows["source_ids"].dropna().str.split(";").explode()
    known = pd.DataFrame({"row": pairs.index, "kind": pairs.map(kinds).to_numpy()}).dropna().drop_duplicates()
    return known["kind"].value_counts()


def later_known(frame: pd.DataFrame, last: str = "end_last") -> pd.Series:
    """True where a row became publicly known after its own last day; an imprecise date counts from its last day."""
    return pd.Series(pd.DatetimeIndex(record.days(frame["known_from"])[1], tz="UTC"), index=frame.index) > frame[last]


def share(part: int, whole: int) -> str:
    """A share in whole per cent, in words for a sentence: ``12 per cent``."""
    return f"{round(100 * part / whole)} per cent" if whole else "none"
