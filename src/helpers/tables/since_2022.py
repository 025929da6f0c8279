"""Tables of the chapter History on the years since the invasion: rounds, envoys, truces proposed, votes."""

from __future__ import annotations

import pandas as pd

from helpers import ceasefires, meetings, record, voting
from helpers.display import Table
from helpers.sourcing import ids
from helpers.wording import in_words, span, text

ISTANBUL = {"2025-05-16-istanbul-1": r"stages agreed in Istanbul$", "2025-06-02-istanbul-2": r"greement of 2 June", "2025-07-23-istanbul-3": r"greement of 23 July|Istanbul agreements$"}
"""The rounds of 2025 in Istanbul, and the words by which ``stage`` names what was agreed there."""


def _since(event_types: set[str], first: str = meetings.INVASION) -> pd.DataFrame:
    """The events of some types from a day to the last day of evidence, in order, with ``when`` in words."""
    events = meetings.within(record.load("events"), (first, meetings.since()[1]))
    events = events[events["event_type"].isin(event_types)].reset_index(drop=True)
    return events.assign(when=[span(event) for event in events.itertuples()])


def _people(events: pd.DataFrame, **who: tuple[str, ...]) -> pd.DataFrame:
    """The events with a column for each keyword: the ids of the people named for those actors, ``;``-separated."""
    parts = record.load("event_actors")
    parts = parts[parts["person_id"].notna()].drop_duplicates(["event_id", "person_id"])
    for column, actors in who.items():
        named = parts[parts["actor_id"].isin(actors)].groupby("event_id")["person_id"].agg(";".join)
        events = events.assign(**{column: events["event_id"].map(named).astype("string")})
    return events


def _done(stages: str) -> str:
    """What the record holds of an exchange that was agreed: stages, people and bodies, in words."""
    people, bodies = record.load("prisoner_exchanges"), record.load("returns_of_bodies")
    freed = people[people["stage"].str.contains(stages, regex=True).fillna(False)]
    dead = bodies[bodies["stage"].str.contains(stages, regex=True).fillna(False)]
    said = []
    if len(freed):
        silent = int(freed["returned_to_ukraine"].isna().sum())
        stage = "stage" if len(freed) == 1 else "stages"
        said.append(f"{len(freed)} {stage}: {int(freed['returned_to_ukraine'].sum()):,} people to Ukraine, {int(freed['returned_to_russia'].sum()):,} to Russia" + (f", {silent} without a number" if silent else ""))
    if len(dead):
        back = dead["bodies_to_russia"]
        said.append(f"{int(dead['bodies_to_ukraine'].sum()):,} bodies to Ukraine, {f'{int(back.sum()):,}' if back.notna().any() else 'number not stated'} to Russia")
    return "; ".join(said)


def istanbul() -> Table:
    """The three direct rounds of 2025 in Istanbul: who led, what was agreed, what of it was carried out."""
    rounds = _since({"negotiation_round"})
    rounds = _people(rounds[rounds["event_id"].isin(ISTANBUL)], ukraine=("ukraine",), russia=("russia",))
    rounds["done"] = [_done(ISTANBUL[event]) for event in rounds["event_id"]]
    exchanges = record.load("prisoner_exchanges")
    return Table(
        rounds,
        name="tab-istanbul-2025",
        caption=(
            "The three direct rounds of 2025 in Istanbul. People named are those on record, not whole delegations. The last column counts what the record holds of each agreement; stages that were announced without "
            "numbers are not in the sums, and some stages served two agreements."
        ),
        columns={"event_id": "Round", "ukraine": "For Ukraine", "russia": "For Russia", "summary": "What happened", "done": "Carried out, on record"},
        refs={"event_id": "event", "ukraine": "person", "russia": "person"},
        widths={"event_id": 16, "ukraine": 14, "russia": 16, "summary": 34, "done": 20},
        sources=ids(rounds, exchanges[exchanges["stage"].notna()]),
    )


def envoys() -> Table:
    """Meetings of United States envoys with either side since January 2025."""
    found = _since({"envoy_meeting"}, "2025-01-20")
    found = _people(found, states=("united-states",), others=("russia", "ukraine"))
    found = found[found["states"].notna()]
    places = record.load("places").set_index("place_id")["name"]
    found["place"] = found["place_id"].map(places)
    return Table(
        found,
        name="tab-envoys",
        caption=f"Meetings of envoys of the United States with Russia or Ukraine since January 2025, rounds of talks left out. Rows after {in_words(record.cutoff())} are provisional.",
        columns={"when": "Date", "place": "Place", "states": "United States", "others": "Met", "outcome": "What came of it", "event_id": "Event"},
        refs={"states": "person", "others": "person", "event_id": "event"},
        widths={"when": 13, "place": 10, "states": 15, "others": 16, "outcome": 24, "event_id": 22},
        sources=ids(found),
    )


def truce_proposals() -> Table:
    """Truces that were proposed, claimed or agreed since the invasion and did not begin."""
    rows = ceasefires.not_begun(record.load("ceasefires"), meetings.day(meetings.INVASION))
    names = record.load("actors").set_index("actor_id")["short_name"]
    rows["by"] = [", ".join(names[actor] for actor in text(cell).split(";") if actor) for cell in rows["agreed_by_ids"]]
    rows["when"] = [in_words(text(day)) or in_words(text(other)) for day, other in zip(rows["announced_date"], rows["effective_date"])]
    titles = record.load("vocabulary")
    scopes = titles[titles["vocabulary"] == "truce_scope"].set_index("term")["title"]
    rows["what"] = rows["scope"].map(scopes).fillna(rows["scope"])
    rows["fate"] = [text(note) or "not begun" for note in rows["end_note"]]
    return Table(
        rows,
        name="tab-truce-proposals",
        caption="Truces proposed, claimed or agreed since the invasion that did not begin, by the day of the proposal; a date in the last days of the record is provisional.",
        columns={"when": "Proposed", "title": "Truce", "by": "By", "what": "Scope", "fate": "What became of it"},
        widths={"when": 14, "title": 30, "by": 16, "what": 12, "fate": 28},
        sources=ids(rows),
    )


def vote_moves() -> Table:
    """How states that voted one way on the war in February 2023 voted in February 2025."""
    calls, votes = record.load("roll_calls"), record.load("un_votes").set_index("vote_id")
    earlier, later = voting.GENERAL[-2:]
    found = voting.moves(calls, earlier, later)
    names = calls.drop_duplicates("country_iso3").set_index("country_iso3")["country_name"]
    words = record.load("vocabulary")
    words = words[words["vocabulary"] == "vote"].set_index("term")["title"]
    order = list(voting.STEPS) + ["not_voting"]
    found = found.sort_values(["before", "after"], key=lambda column: column.map(order.index))
    found["who"] = ["; ".join(sorted(names[list(states)])) if before != after else "" for states, before, after in zip(found["states"], found["before"], found["after"])]
    found = found.assign(before=found["before"].map(words), after=found["after"].map(words))
    return Table(
        found,
        name="tab-vote-moves",
        caption=f"How each state voted on {votes.loc[earlier, 'symbol']} of {in_words(votes.loc[earlier, 'date'])} and on {votes.loc[later, 'symbol']} of {in_words(votes.loc[later, 'date'])}; states are named where the vote changed.",
        columns={"before": votes.loc[earlier, "symbol"], "after": votes.loc[later, "symbol"], "number": "States", "who": "Which"},
        widths={"before": 14, "after": 14, "number": 9, "who": 63},
        sources=ids(votes.loc[[earlier, later]]),
    )
