"""Numbers and table of the chapter Obstacles on trust: truces and other promises, and what became of them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers import ceasefires, record
from helpers.display import Table
from helpers.sourcing import ids

SIDES = frozenset({"ukraine", "russia"})
INVASION = pd.Timestamp("2022-02-24", tz="UTC")

FATES = "commitment_fate"
"""Vocabulary of what became of a promise."""

CONTESTED = ("breach_reported", "breach_found", "ended_by_party", "disputed")
"""Fates on which the sides do not agree or somebody found a breach."""

SECURITY = ("truce", "forces", "monitoring", "assurance", "energy", "maritime", "political")
"""Kinds of promise in the register of trust; exchanges, returns and repairs stand in the next chapter."""


def since_invasion() -> pd.DataFrame:
    """Truces that came into force since 24 February 2022, with their course and the columns of ``ceasefires``."""
    truces = record.load("ceasefires")
    course = ceasefires.course(truces, pd.Timestamp(record.package()["record"]["last_evidence_date"], tz="UTC"))
    course = course[course["start"] >= INVASION].drop(columns="title")
    return course.merge(truces, on="ceasefire_id")


def _since() -> dict[str, Any]:
    """Truces since the invasion: how many, when a first breach was reported and by whom."""
    truces = since_invasion()
    seen = truces[truces["violation_seen"]]
    who = seen["first_violation_reported_by"].fillna("").map(lambda cell: frozenset(cell.split(";")) - {""})
    return {
        "n_truces_since": len(truces),
        "n_since_breach": len(seen),
        "n_since_first_two_days": int((seen["days_to_violation"] <= 1).sum()),
        "n_since_by_third": int(who.map(lambda them: not them <= SIDES).sum()) or "none",
        "n_since_both": int((who == SIDES).sum()),
        "n_since_no_date": len(truces) - len(seen),
    }


def promises() -> pd.DataFrame:
    """The promises on security and status, with who reported a first breach where the promise was a truce."""
    found, truces = record.load("commitments"), record.load("ceasefires").set_index("ceasefire_id")
    found = found[found["commitment_kind"].isin(SECURITY)].sort_values(["made_first", "commitment_id"], kind="stable")
    return found.assign(by=found["ceasefire_id"].map(truces["first_violation_reported_by"]))


def _promises() -> dict[str, Any]:
    """How many promises, what became of them, and for how many a third body said so."""
    found = promises()
    fate = found["fate"].value_counts()
    return {
        "n_promises": len(found),
        "n_promises_contested": len(contested()),
        "n_promises_kept": int(fate.get("kept", 0) + fate.get("kept_late", 0)),
        "n_promises_breach": int(fate.get("breach_reported", 0) + fate.get("breach_found", 0)),
        "n_promises_undone": int(fate.get("not_carried_out", 0) + fate.get("condition_not_met", 0)),
        "n_promises_finding": int(found["fate_finding"].notna().sum()),
        "n_promises_finding_since": int((found["fate_finding"].notna() & (found["made_first"] >= INVASION)).sum()) or "none",
        "n_promises_since": int((found["made_first"] >= INVASION).sum()),
    }


def contested() -> pd.DataFrame:
    """Those of the promises on security and status of which a breach is on record, which a side ended, or whose fate is disputed."""
    found = promises()
    return found[found["fate"].isin(CONTESTED)]


def trust() -> Table:
    """The register of contested promises: what became of each, who reported a breach, what a third body found."""
    found = contested().copy()
    names = record.load("actors").set_index("actor_id")
    named = names["short_name"].fillna(names["name"])
    terms = record.load("vocabulary")
    fates = terms[terms["vocabulary"] == FATES].set_index("term")["title"]
    for column, ids_of in (("owed", "owed_by_ids"), ("by", "by")):
        found[column] = found[ids_of].map(lambda cell: ", ".join(named[actor] for actor in cell.split(";")), na_action="ignore")
    found["by"] = found["by"].fillna("see beside")
    found["became"] = found["fate"].map(fates).fillna(found["fate"]) + (". " + found["fate_note"]).fillna("")
    found["finding"] = found["fate_finding"].fillna("none on record")
    count = _promises()
    return Table(
        found,
        name="tab-trust",
        caption=(
            f"Of {count['n_promises']} promises on security and status, {len(found)} with a breach reported or found, ended by a side, or disputed; {{tab}}`tab-commitments` has all. A report of a breach is the word of the side that makes it, "
            "a resolution of the General Assembly speaks of the Charter and not of the promise, and no fate says who is to blame."
        ),
        columns={"made_date": "Made", "title": "Promise", "owed": "Owed by", "by": "First breach reported by", "became": "What became of it", "finding": "Finding of a third body", "source_ids": "Sources"},
        refs={"source_ids": "source"},
        widths={"made_date": 11, "title": 14, "owed": 11, "by": 10, "became": 25, "finding": 11, "source_ids": 18},
        sources=ids(found),
    )


def numbers() -> dict[str, Any]:
    """Every number on trust that the prose names."""
    return {**_since(), **_promises()}
