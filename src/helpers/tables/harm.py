"""Table of the chapter History: the latest counts of harm to people and things."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers import meetings, record
from helpers.display import Table
from helpers.wording import in_words, text

VERIFIED = "ohchr-2022-cumulative"
CIVILIANS = {"killed": "Civilians killed", "injured": "Civilians injured", "children_killed": "Children among the killed"}
MOVED = {"Displaced inside Ukraine": ("un-idp-estimates", "unhcr-idps"), "Refugees from Ukraine, worldwide": ("unhcr-worldwide",)}
RETURNED = {"returned_to_ukraine": "People returned to Ukraine in exchanges", "returned_to_russia": "People returned to Russia in exchanges"}
COLUMNS = ["what", "number", "date", "kind", "producer_ids", "source_ids"]


def latest() -> pd.DataFrame:
    """The latest value of each count: ``what``, ``number`` (text), ``date`` (ISO), ``kind``, ``producer_ids``, ``source_ids``."""
    rows: list[tuple[Any, ...]] = []
    dead = record.load("civilian_casualties")
    dead = dead[dead["series_id"] == VERIFIED].sort_values("end_last", kind="stable")
    for column, label in CIVILIANS.items():
        row = dead.dropna(subset=[column]).iloc[-1]
        rows.append((label, f"{int(row[column]):,}", row["end_date"], "Verified one by one: a minimum", row["producer_id"], row["source_ids"]))
    moved = record.load("displacement").sort_values("date_first", kind="stable")
    for label, series in MOVED.items():
        row = moved[moved["series_id"].isin(series)].iloc[-1]
        rows.append((label, f"{int(row['people']):,}", row["date"], "Estimate", row["producer_id"], row["source_ids"]))
    swaps = record.load("prisoner_exchanges")
    swaps = swaps[swaps["date_first"] >= meetings.day(meetings.INVASION)].sort_values("date_first", kind="stable")
    for column, label in RETURNED.items():
        given = swaps.dropna(subset=[column])
        kind = f"Sum of the {len(given)} rows with a number; {len(swaps) - len(given)} have none"
        rows.append((label, f"{int(given[column].sum()):,}", given["date"].iloc[-1], kind, "", given["source_ids"].iloc[-1]))
    need = record.load("reconstruction_needs").sort_values("as_of_first", kind="stable").iloc[-1]
    for column, label in {"damage_usd_bn": "Direct damage, billion US dollars", "needs_usd_bn": "Needs of rebuilding over ten years, billion US dollars"}.items():
        rows.append((label, f"{need[column]:g}", need["as_of_date"], f"Assessment {need['assessment']}", need["producer_ids"], need["source_ids"]))
    return pd.DataFrame(rows, columns=COLUMNS)


def harm() -> Table:
    """The latest count of each kind of harm, with its day and its producer."""
    names = record.load("actors").set_index("actor_id")
    short = names["short_name"].fillna(names["name"])
    found = latest()
    found["producer"] = [", ".join(short.get(one, one) for one in text(cell).split(";") if one) or "this record" for cell in found["producer_ids"]]
    return Table(
        found.assign(date=[in_words(text(day)) for day in found["date"]]),
        name="tab-harm",
        caption=(
            "Harm counted since 24 February 2022: the latest value of each series in the record, with its day. The counts measure different things and are not added up. "
            "Soldiers, civilian detainees and deported children have no series here, since the two sides give different numbers and no third body has a full count."
        ),
        columns={"what": "What", "number": "Number", "date": "As of", "kind": "Kind of number", "producer": "By"},
        align={"number": "right"},
        widths={"what": 28, "number": 12, "date": 16, "kind": 26, "producer": 18},
        sources=sorted({one for cell in found["source_ids"] for one in text(cell).split(";") if one}),
    )
