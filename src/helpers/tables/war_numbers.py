"""The numbers that the prose on the years since 2022 uses, each computed from the record.

A few stand in no column of their own, only in the words of one row (“about 40 states”). They are read from that row, and
a row whose words change stops the run, so that the prose can never say another number than the record.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pandas as pd

from helpers import record
from helpers.errors import RecordError

WAR = ("2022-02-24", "2024-12-31")  # the years of the first three sections
LATER = ("2025-02-12", "2026-06-30")  # from the first call of the two presidents to the cut-off
SIX = tuple(f"unga-es-11-{number}" for number in range(1, 7))


@cache
def _table(name: str, key: str) -> pd.DataFrame:
    return record.load(name).set_index(key, drop=False)


def in_words(table: str, key: str, row: str, field: str, pattern: str) -> int:
    """A whole number in the words of one cell.

    Args:
        table, key, row, field: the cell.
        pattern: a regular expression with one group, the number.

    Raises:
        RecordError: the cell's words no longer hold it.
    """
    found = re.search(pattern, str(_table(table, key).at[row, field]))
    if not found:
        raise RecordError(f"no “{pattern}” in {table}.{row}.{field}", remedy="Correct the pattern in helpers/tables/war_numbers.py and the sentence that uses the number.")
    return int(found[1].replace(",", ""))


def _between(table: str, field: str, first: str, last: str) -> pd.DataFrame:
    frame = record.load(table)
    return frame[frame[field].between(first, last)]


def _holds(cells: pd.Series, identity: str) -> pd.Series:
    """Whether a list cell names an id, whatever form the loader gives to lists."""
    return cells.map(lambda cell: identity in (cell.split(";") if isinstance(cell, str) else list(cell) if cell is not None and cell is not pd.NA else []))


def _size(cell: Any) -> int:
    return len(cell.split(";") if isinstance(cell, str) else cell)


def _votes() -> dict[str, int]:
    votes, found = _table("un_votes", "vote_id"), {}
    wanted = {"es1": "unga-es-11-1", "es3": "unga-es-11-3", "es4": "unga-es-11-4", "es5": "unga-es-11-5", "es6": "unga-es-11-6", "r316": "unga-78-316",
              "es117": "unga-es-11-7", "es118": "unga-es-11-8", "es1110": "unga-es-11-10", "unsc2774": "unsc-2774"}  # fmt: skip
    for name, vote in wanted.items():
        for answer in ("yes", "no", "abstain"):
            if pd.notna(votes.at[vote, answer]):
                found[f"{name}_{answer}"] = int(votes.at[vote, answer])
    calls = record.load("roll_calls").pivot(index="country_iso3", columns="vote_id", values="vote")
    found["n_yes_all_six"] = int((calls[list(SIX)] == "yes").all(axis=1).sum())
    found["n_yes_es4_not_es5"] = int(((calls["unga-es-11-4"] == "yes") & (calls["unga-es-11-5"] != "yes")).sum())
    return found


def _exchanges() -> dict[str, int]:
    rows, table = _between("prisoner_exchanges", "date", *WAR), _table("prisoner_exchanges", "exchange_id")
    prisoners = table[table["exchange_type"] == "prisoners"]
    of_2024, of_2025 = (prisoners[prisoners["date"].str.startswith(year)] for year in ("2024", "2025"))
    early = table[table["date"].str[:4].isin(["2022", "2023"])]
    bodies = record.load("returns_of_bodies")
    late = bodies[bodies["date"].str[:7].between("2025-06", "2025-12")]
    gap = pd.Timestamp(str(table.at["2024-01-03-1", "date"])) - pd.Timestamp(str(table.at["2023-08-07-1", "date"]))
    return {
        "n_exchanges": len(rows),
        "n_to_ukraine": int(rows["returned_to_ukraine"].sum()),
        "n_no_russian_number": int(rows["returned_to_russia"].isna().sum()),
        "total_stated_2024": int(table.at["2024-12-30-1", "total_stated_by_ukraine"]),
        "sept_2022_to_ukraine": int(table.at["2022-09-21-1", "returned_to_ukraine"]),
        "sept_2022_to_russia": int(table.at["2022-09-21-1", "returned_to_russia"]),
        "exchange_gap_days": gap.days,
        "n_prisoner_exchanges_2024": len(of_2024),
        "n_uae_2024": int(_holds(of_2024["mediator_ids"], "united-arab-emirates").sum()),
        "n_exchanges_2022_2023": len(early),
        "n_mediated_2022_2023": int(early["mediator_ids"].map(lambda cell: bool(_size(cell)) if isinstance(cell, (str, list, tuple)) else False).sum()),
        "n_bodies_to_ukraine": int(bodies.loc[bodies["date"].str[:4].between("2022", "2024"), "bodies_to_ukraine"].sum()),
        "n_exchanges_2025": len(of_2025),
        "n_exchanges_2025_no_number": int(of_2025["returned_to_ukraine"].isna().sum()),
        "bodies_ukraine_jun_dec_2025": int(late["bodies_to_ukraine"].sum()),
        "bodies_russia_jun_dec_2025": int(late["bodies_to_russia"].sum()),
    }


def _truces() -> dict[str, int]:
    frame = record.load("ceasefires")
    table = frame.set_index("ceasefire_id")
    begun = frame["effective_date"].fillna(frame["announced_date"])
    humanitarian = frame[(frame["scope"] == "humanitarian") & frame["truce_status"].isin(["declared", "in_force"]) & begun.between("2022-03-01", "2022-05-31")]
    later = frame[frame["effective_date"].between(*LATER)]
    dated = later[(later["effective_precision"] == "day") & (later["first_violation_precision"] == "day")]
    disputed = record.load("discrepancies")
    third = disputed[(disputed["row_id"] == "2023-03-grain-third-term") & (disputed["field"] == "stated_days")]
    own = int(table.at["2023-03-grain-third-term", "stated_days"])
    return {
        "n_humanitarian_truces": len(humanitarian),
        "n_humanitarian_collapsed": int((humanitarian["end_reason"] == "collapsed").sum()),
        "grain_days": int(table.at["2022-07-grain-no-attack", "stated_days"]),
        "grain_third_russia": own,
        "grain_third_ukraine": next(int(value) for value in third["value"] if str(value) != str(own)),
        "n_truces_2025_26_violation_known": len(dated),
        "n_truces_2025_26_same_day": int((dated["first_violation_date"] == dated["effective_date"]).sum()),
        "n_znpp_truces": int(_holds(later["mediator_ids"], "iaea").sum()),
    }


def _texts() -> dict[str, int]:
    documents, provisions, positions = _table("documents", "document_id"), _table("provisions", "provision_id"), _table("positions", "position_id")
    steps = {side: provisions.loc[provisions["document_id"] == f"{side}-memorandum-2025-06", "stance_code"].dropna().astype(int) for side in ("ru", "ua")}
    annex = "draft-treaty-2022-04-annex-1-{}-figures"
    return {
        **{f"points_{name}": int(documents.at[text, "points_count"]) for name, text in (
            ("istanbul", "istanbul-communique-2022"), ("formula", "peace-formula-2022"), ("china", "china-12-points-2023"), ("africa", "african-10-points-2023"))},
        "n_guarantors": _size(provisions.at["istanbul-communique-2022-2", "obligated_actor_ids"]),
        "n_guarantors_april": _size(provisions.at["draft-treaty-2022-04-preamble", "obligated_actor_ids"]),
        "crimea_years": in_words("provisions", "provision_id", "istanbul-communique-2022-8", "summary", r"within (\d+) years"),
        **{f"forces_{side}_figure": in_words("provisions", "provision_id", annex.format(side), "summary", r"up to ([\d,]+) troops") for side in ("ukrainian", "russian")},
        **{f"range_{side}_km": in_words("provisions", "provision_id", annex.format(side), "summary", r"range up to (\d+) km") for side in ("ukrainian", "russian")},
        **{name: int(positions.at[row, "stance_code"]) for name, row in (
            ("ua_territory_march_2022", "ukraine-territory-2022-03-29"), ("ua_territory_nov_2022", "ukraine-territory-2022-11-15"),
            ("ru_territory_march_2022", "russia-territory-2022-03-07"), ("ru_territory_sept_2022", "russia-territory-2022-09-30"))},
        "ru_memo_coded": len(steps["ru"]), "ru_memo_step4": int((steps["ru"] == 4).sum()), "ru_memo_min": int(steps["ru"].min()),
        "ua_memo_coded": len(steps["ua"]), "ua_memo_max": int(steps["ua"].max()),
    }  # fmt: skip


def _events() -> dict[str, int]:
    events = record.load("events")
    rounds = events[(events["event_type"] == "negotiation_round") & (events["track"] == "ukraine_russia") & events["start_date"].between("2022-02-24", "2022-12-31")]
    after = events[events["start_date"] > str(record.package()["record"]["cutoff_date"])]
    named = {source for cell in after["source_ids"] for source in (cell.split(";") if isinstance(cell, str) else cell)}
    reading = _table("sources", "source_id")["reading"]
    words = (("bucha_killed", "2022-04-02-bucha", "outcome", r"(\d+) of them in Bucha"), ("sumy_left", "2022-03-08-sumy-corridor", "outcome", r"About ([\d,]+) people"),
             ("azovstal_civilians", "2022-04-29-azovstal-evacuation", "outcome", r"About (\d+) civilians"), ("azovstal_prisoners", "2022-05-16-azovstal-surrender", "outcome", r"([\d,]+) prisoners"),
             ("grain_million_tonnes", "2022-08-01-first-grain-ship", "outcome", r"Nearly (\d+) million"), ("olenivka_killed", "2022-07-29-olenivka", "summary", r"at least (\d+)"),
             ("jeddah_states", "2023-08-05-jeddah-advisers", "summary", r"About (\d+) states"), ("buergenstock_delegations", "2024-06-15-buergenstock-summit", "summary", r"About (\d+) delegations"),
             ("buergenstock_supporters", "2024-06-15-buergenstock-summit", "outcome", r"by (\d+) states"))  # fmt: skip
    return {
        "n_rounds_2022": len(rounds),
        **{name: in_words("events", "event_id", row, field, pattern) for name, row, field, pattern in words},
        "n_events_after_cutoff": len(after),
        "n_events_after_cutoff_provisional": int((after["evidence_status"] == "provisional").sum()),
        "n_sources_after_cutoff": len(named),
        "n_sources_after_cutoff_address": int((reading[sorted(named)] == "address_seen").sum()),
    }


def war_numbers() -> dict[str, int]:
    """All of them, by the name that ``{glue:text}`` uses in the chapter."""
    _table.cache_clear()
    return {**_events(), **_texts(), **_votes(), **_truces(), **_exchanges()}
