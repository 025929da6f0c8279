"""What the signs of a scenario read on a given day: one function for each ``measure`` of the table ``indicators``.

Each takes a loader (``record.load`` or that of a view as of a day), the day, and the row of the indicator; it gives
the value, the day of the latest row that it rests on (the day itself where a count looks at the whole window), and
the sources of those rows. Nothing later than the day is looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

from helpers import zones

Load = Callable[[str], pd.DataFrame]
TALKS = pd.Timestamp("2025-01-20", tz="UTC")
"""First day of the declarations that count for the distance between the sides: the talks of 2025 and 2026."""

WAR = pd.Timestamp("2022-02-24", tz="UTC")


class Reading(NamedTuple):
    """A value, its day, and the ids of its sources."""

    value: float
    day: pd.Timestamp
    sources: str = ""


REGISTER: dict[str, Callable[[Load, pd.Timestamp, Any], Reading]] = {}


def measure(function: Callable[[Load, pd.Timestamp, Any], Reading]) -> Callable[[Load, pd.Timestamp, Any], Reading]:
    """Register a measure under its function's name."""
    REGISTER[function.__name__] = function
    return function


def _window(frame: pd.DataFrame, column: str, day: pd.Timestamp, row: Any) -> pd.DataFrame:
    return frame[(frame[column] > day - pd.Timedelta(days=int(row.window_days))) & (frame[column] <= day)]


def _truces(load: Load, day: pd.Timestamp) -> pd.DataFrame:
    """Truces since 2022 beyond one place that both sides were to keep and that had begun by the day."""
    truces = load("ceasefires")
    begun = truces["effective_first"].between(WAR, day)
    return truces[begun & (truces["truce_status"] == "in_force") & ~truces["scope"].isin(["local", "humanitarian"])]


def _sources(frame: pd.DataFrame, most: int = 2) -> str:
    ids = [i for cell in frame["source_ids"].dropna() for i in cell.split(";")[:most]]
    return ";".join(dict.fromkeys(ids))


@measure
def truces_begun(load: Load, day: pd.Timestamp, row: Any) -> Reading:
    """Truces of both sides beyond one place that began in the window."""
    found = _window(_truces(load, day), "effective_first", day, row)
    return Reading(len(found), day, _sources(found))


@measure
def energy_truces_begun(load: Load, day: pd.Timestamp, row: Any) -> Reading:
    """Truces of both sides for energy sites that began in the window."""
    truces = _truces(load, day)
    found = _window(truces[truces["scope"] == "energy"], "effective_first", day, row)
    return Reading(len(found), day, _sources(found))


@measure
def longest_truce(load: Load, day: pd.Timestamp, row: Any) -> Reading:
    """Days, first and last one counted, of the longest truce of both sides that began in the window; 0 if none did."""
    found = _window(_truces(load, day), "effective_first", day, row)
    ends = found["end_first"].fillna(day).clip(upper=day)
    length = (ends - found["effective_first"]).dt.days + 1
    return Reading(int(length.max()) if len(found) else 0, day, _sources(found))


@measure
def exchanges(load: Load, day: pd.Timestamp, row: Any) -> Reading:
    """Exchanges of prisoners in the window."""
    found = _window(load("prisoner_exchanges"), "date_last", day, row)
    return Reading(len(found), day, _sources(found))


@measure
def returns_of_bodies(load: Load, day: pd.Timestamp, row: Any) -> Reading:
    """Returns of bodies in the window."""
    found = _window(load("returns_of_bodies"), "date_last", day, row)
    return Reading(len(found), day, _sources(found))


def _rounds(load: Load, day: pd.Timestamp) -> pd.DataFrame:
    events = load("events")
    return events[(events["event_type"] == "negotiation_round") & events["start_last"].between(WAR, day)]


@measure
def rounds(load: Load, day: pd.Timestamp, row: Any) -> Reading:
    """Rounds with both delegations at one table in the window."""
    found = _window(_rounds(load, day), "start_last", day, row)
    return Reading(len(found), day, _sources(found))


@measure
def days_without_round(load: Load, day: pd.Timestamp, row: Any) -> Reading:
    """Days since the last round with both delegations at one table began."""
    last = _rounds(load, day).nlargest(1, "start_last")
    return Reading(int((day - last["start_last"].iloc[0]).days), day, _sources(last))


@measure
def joint_documents(load: Load, day: pd.Timestamp, row: Any) -> Reading:
    """Texts of the window that both states signed or agreed as one document."""
    documents = load("documents")
    both = documents["signatory_ids"].fillna("").str.split(";").map(lambda ids: set(zones.SIDES) <= set(ids))
    found = _window(documents[both & documents["document_status"].isin(["signed", "agreed"])], "date_last", day, row)
    return Reading(len(found), day, _sources(found))


@measure
def leaders_meetings(load: Load, day: pd.Timestamp, row: Any) -> Reading:
    """Meetings of the two presidents in the window: summits to which both states are party."""
    events, parts = load("events"), load("event_actors")
    parties = parts[(parts["role"] == "party") & parts["actor_id"].isin(zones.SIDES)].groupby("event_id")["actor_id"].nunique()
    summits = events[(events["event_type"] == "summit") & events["event_id"].isin(parties[parties == 2].index)]
    found = _window(summits, "start_last", day, row)
    return Reading(len(found), day, _sources(found))


def _positions(load: Load, day: pd.Timestamp, ids: list[str]) -> str:
    positions = load("positions")
    return _sources(positions[positions["position_id"].isin(ids)])


@measure
def gap(load: Load, day: pd.Timestamp, row: Any) -> Reading:
    """Steps between the furthest declarations of the two sides on an issue since the talks of 2025 began."""
    found = zones.ranges(load("positions"), TALKS, day).set_index("issue_id").loc[row.issue_id]
    return Reading(int(found["gap"]), day, _positions(load, day, [found["ukraine_position"], found["russia_position"]]))


@measure
def open_issues(load: Load, day: pd.Timestamp, row: Any) -> Reading:
    """Share of the issues on which at least one step is open to both sides, in per cent."""
    found = zones.ranges(load("positions"), TALKS, day)
    return Reading(round(100 * float((found["gap"] <= 0).mean())), day)


@measure
def latest_stance(load: Load, day: pd.Timestamp, row: Any) -> Reading:
    """Step of an actor’s latest coded declaration on an issue."""
    found = zones.declared(load("positions"), WAR, day)
    found = found[(found["actor_id"] == row.actor_id) & (found["issue_id"] == row.issue_id)].iloc[[-1]]
    return Reading(int(found["stance_code"].iloc[0]), found["date_last"].iloc[0], _sources(found))


@measure
def area_per_month(load: Load, day: pd.Timestamp, row: Any) -> Reading:
    """Change of the area under Russian control by the DeepState mirror, square kilometres in 30 days, latest interval of 25 days or more."""
    area = load("territory_control")
    area = area[(area["series_id"] == "deepstate-area-mirror") & (area["date_first"] <= day)].sort_values("date_first")
    last = area.iloc[-1]
    before = area[area["date_first"] <= last["date_first"] - pd.Timedelta(days=25)].iloc[-1]
    days = (last["date_first"] - before["date_first"]).days
    return Reading(round(30 * float(last["area_km2"] - before["area_km2"]) / days), last["date_first"], str(last["source_ids"]))


@measure
def casualties_in_month(load: Load, day: pd.Timestamp, row: Any) -> Reading:
    """Civilians killed and injured in the latest month that the UN has published by the day."""
    months = load("civilian_casualties")
    months = months[(months["series_id"] == "ohchr-2022-months-first") & (months["end_last"] <= day) & months["injured"].notna()]
    last = months.sort_values("end_last").iloc[[-1]]
    return Reading(int(last["killed"].iloc[0] + last["injured"].iloc[0]), last["end_last"].iloc[0], _sources(last))


@measure
def poll(load: Load, day: pd.Timestamp, row: Any) -> Reading:
    """Share of the latest wave that gives the answer ``reject`` (handing over all of Donbas for guarantees), per cent."""
    answers = load("opinion_polls")
    chosen = (answers["series_id"] == "kiis-donbas-for-guarantees") & (answers["answer_code"] == "reject")
    last = answers[chosen & (answers["fieldwork_end_last"] <= day)].sort_values("fieldwork_end_last").iloc[[-1]]
    return Reading(float(last["share_pct"].iloc[0]), last["fieldwork_end_last"].iloc[0], _sources(last))


@measure
def binding_guarantees(load: Load, day: pd.Timestamp, row: Any) -> Reading:
    """Guarantee designs of the window that are in force."""
    designs = load("guarantees")
    found = _window(designs[designs["guarantee_status"] == "in_force"], "date_last", day, row)
    return Reading(len(found), day, _sources(found))
