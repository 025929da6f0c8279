"""Who took part: every event has somebody, and a person sat there for an actor, in an office held at the time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from helpers.validation.dates import bounds
from helpers.validation.problems import Problem
from helpers.validation.reading import Data, Row


def findings(data: Data) -> Iterator[Problem]:
    """Events and their actors, actors and their people; ids that lead nowhere are reported elsewhere."""
    events, parts, people = (data.tables.get(name) for name in ("events", "event_actors", "people"))
    if not events or not parts or not {"event_id", "actor_id"} <= set(parts.header):
        return
    there = parts.values("event_id")
    for row in events.rows:
        if events.id(row) not in there:
            yield events.problem(row, "event_id", "an event has at least one actor in event_actors", "Add who took part, with a role.")
    if not people or "person_id" not in parts.header or not {"person_id", "actor_id"} <= set(people.header):
        return
    actors = data.tables.get("actors")
    parents = {row.cells.get("actor_id", ""): row.cells.get("parent_id", "") for row in actors.rows} if actors else {}
    tenures: dict[str, list[Row]] = defaultdict(list)
    for row in people.rows:
        tenures[row.cells["person_id"]].append(row)
    by_id = {events.id(row): row for row in events.rows}
    for row in parts.rows:
        person, actor, event = row.cells["person_id"], row.cells["actor_id"], by_id.get(row.cells["event_id"])
        if not person or person not in tenures:
            continue
        own = [t for t in tenures[person] if actor in (t.cells["actor_id"], parents.get(t.cells["actor_id"])) or parents.get(actor) == t.cells["actor_id"]]
        if not own:
            offices = ", ".join(sorted({t.cells["actor_id"] for t in tenures[person]}))
            yield parts.problem(row, "person_id", f"a person takes part for an actor whose office they held ({offices})", "Correct actor_id, or add the office to data/people.csv.")
        elif event and not any(_covers(tenure, event) for tenure in own):
            rule = f"the person was in office at the time ({event.cells.get('start_date', '')})"
            # A warning: one who left office may still be spoken of, or speak of it.
            yield parts.problem(row, "person_id", rule, "Look at the dates in data/people.csv; one without office takes part without person_id.", warning=True)


def _covers(tenure: Row, event: Row) -> bool:
    """Whether a tenure may cover a day of an event; a date that is not given sets no limit."""
    begun, ended = bounds(tenure.cells.get("start_date", "")), bounds(tenure.cells.get("end_date", ""))
    first = bounds(event.cells.get("start_date", ""))
    last = bounds(event.cells.get("end_date", "")) or first
    return not first or not last or ((not begun or begun[0] <= last[1]) and (not ended or ended[1] >= first[0]))
