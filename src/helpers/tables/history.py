"""Tables and numbers of the chapter History. Each function makes one table, or the numbers of the prose."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers import ceasefires, meetings, record
from helpers.display import Table
from helpers.sourcing import ids
from helpers.tables.war_numbers import war_numbers
from helpers.wording import in_words, text

STEPS = {
    "1": ["2015-02-15-debaltseve", "2020-07-27-ceasefire"],
    "2": ["2015-09-29-weapons-addendum", "2016-09-21-disengagement-decision"],
    "3": ["2017-09-05-un-mission-proposal"],
    "4b": ["2015-03-17-rada-special-status-conditions"],
    "6": ["2017-12-27-prisoner-exchange", "2019-12-29-prisoner-exchange", "2020-04-16-prisoner-exchange"],
    "11a": ["2015-08-31-decentralisation-first-reading", "2019-10-01-steinmeier-formula"],
    "12": ["2019-10-01-steinmeier-formula"],
}
"""Points of Minsk II and the later events of the record that were steps on them, or away from them: an editor's choice."""

GROUP = "ukraine;russia;osce;dpr;lpr"
"""The actors of a truce that the Contact Group agreed."""


def _names() -> pd.Series:
    """Short names of actors by id."""
    return record.load("actors").set_index("actor_id")["short_name"]


def _listed(cell: Any, names: pd.Series, nobody: str = "") -> str:
    """The actors of a cell by short name, separated by commas."""
    return ", ".join(names[actor] for actor in text(cell).split(";")) if text(cell) else nobody


def truces_of_chapter() -> pd.DataFrame:
    """The truces and recommitments of the chapter, proposals left out, by first day (or announcement, where none is named)."""
    every = record.load("ceasefires")
    every["moment"] = every["effective_first"].fillna(every["announced_first"])
    return meetings.within(every[every["truce_status"].isin(ceasefires.IN_FORCE)], column="moment")


def minsk_clauses() -> Table:
    """The points of the Package of Measures: subject, content, who is bound, later steps on record."""
    clauses = record.load("provisions")
    clauses = clauses[clauses["document_id"] == "minsk-ii"].sort_values("sequence")
    clauses = clauses.merge(record.load("issues")[["issue_id", "title"]], on="issue_id", how="left")
    names = _names()
    clauses["bound"] = [_listed(cell, names, "no addressee") for cell in clauses["obligated_actor_ids"]]
    clauses["steps"] = pd.array([";".join(STEPS[point]) if point in STEPS else pd.NA for point in clauses["point"]], dtype="string")
    clauses["point"] = clauses["point"].str.replace("(footnote)", "note", regex=False)
    return Table(
        clauses,
        name="tab-minsk-clauses",
        caption=(
            "What the Package of Measures of 12 February 2015 asks for, point by point, in our words. “Who is bound” is our reading of each clause: the text speaks of "
            "sides and of representatives of certain areas and names Russia nowhere as bound; points 7 and 13, which name nobody, are read as binding all who signed. An empty last column: no later step is on record."
        ),
        columns={"point": "Point", "title": "Subject", "summary": "What it says", "bound": "Who is bound", "steps": "Later steps on record"},
        refs={"steps": "event"},
        widths={"point": 2, "title": 4, "summary": 10, "bound": 4, "steps": 6},
        sources=ids(clauses),
    )


def truces() -> Table:
    """All ceasefire commitments of the chapter with their first reported breach and what became of them."""
    found, names = truces_of_chapter(), _names()
    found["first_day"] = [in_words(text(day)) if text(day) else "no day named" for day in found["effective_date"]]
    found["by"] = ["Contact Group" if text(cell) == GROUP else _listed(cell, names) for cell in found["agreed_by_ids"]]
    breaches = zip(found["first_violation_date"], found["effective_date"], found["first_violation_reported_by"])
    found["breach"] = [_breach(text(day), text(start), _listed(who, names)) for day, start, who in breaches]
    ends = record.load("vocabulary")
    ends = ends[ends["vocabulary"] == "truce_end"].set_index("term")["title"]
    found["fate"] = [text(row.end_note) or ends[row.end_reason] for row in found.itertuples()]
    return Table(
        found,
        name="tab-truces",
        caption=(
            "Every ceasefire commitment of the record from June 2014 to December 2021, in order of the first day, with the first breach that a source dates and who reported it; "
            "proposals that were not agreed are left out. Contact Group: Ukraine, Russia and the OSCE, with representatives of the ‘DPR’ and the ‘LPR’. An empty cell: no "
            "dated report was found."
        ),
        columns={"first_day": "First day", "title": "Truce or commitment", "by": "By", "breach": "First reported breach", "fate": "What became of it"},
        widths={"first_day": 4, "title": 6, "by": 5, "breach": 5, "fate": 8},
        sources=ids(found),
    )


def _breach(day: str, start: str, who: str) -> str:
    """The first reported breach in words; an empty text if none is dated."""
    if not day:
        return ""
    when = "the same day" if day == start else in_words(day)
    return f"{when}, by {who}" if who else when


def formats() -> Table:
    """Who sat at which table, from when to when, and what it signed or agreed."""
    seated = meetings.seats(meetings.within(record.load("events")))
    company = meetings.company(seated, record.load("event_actors"))
    names = _names()
    documents = record.load("documents").dropna(subset=["event_id"])
    rows = []
    for table in meetings.TABLES:
        own = seated[seated["table"] == table]
        if own.empty:
            continue
        texts = documents[documents["event_id"].isin(own["event_id"])]["document_id"]
        rows.append(
            {
                "name": meetings.TABLES[table],
                "who": ", ".join(names[actor] for actor in company[company["table"] == table]["actor_id"]),
                "first": in_words(own["start_date"].iloc[0]),
                "last": in_words(own["start_date"].iloc[-1]),
                "meetings": len(own),
                "texts": ";".join(texts) or pd.NA,
            }
        )
    return Table(
        pd.DataFrame(rows).astype({"texts": "string"}),
        name="tab-formats",
        caption=(
            "Where talks were held, and who was in the room. Named are those recorded at more than half of a table's meetings; hosts are left out. Of the Contact Group's "
            "meetings only those that left a trace are on record."
        ),
        columns={"name": "Table", "who": "Who sat there", "first": "First on record", "last": "Last on record", "meetings": "On record", "texts": "Texts"},
        refs={"texts": "document"},
        widths={"name": 5, "who": 7, "first": 4, "last": 4, "meetings": 2, "texts": 8},
        sources=ids(seated),
    )


def numbers() -> dict[str, Any]:
    """The numbers that the prose of the chapter uses, by name."""
    end = meetings.day(meetings.HISTORY[1])
    truces = truces_of_chapter()
    course = ceasefires.course(truces, end)
    known = course["violation_seen"]
    closing = ceasefires.survival(course["days_to_close"], course["close_seen"])
    votes = record.load("un_votes").set_index("vote_id")
    deaths = record.load("civilian_casualties").set_index("observation_id")["killed"]
    counts = record.load("ceasefire_violations").set_index("observation_id")["violations"]
    points = record.load("documents").set_index("document_id")["points_count"]
    crimea = votes.loc["unga-68-262"]
    ordinals = truces.set_index("ceasefire_id")["stated_ordinal"]
    return {
        "n_events": len(meetings.within(record.load("events"))),
        "n_commitments": len(truces),
        "n_truces": len(course),
        "n_ended": int((course["closed_by"] == "ended").sum()),
        "n_violation_known": int(known.sum()),
        "n_violation_unknown": int((~known).sum()),
        "n_first_day": int((course.loc[known, "days_to_violation"] == 0).sum()),
        "median_close": ceasefires.median(closing),
        "sc_189_yes": votes.loc["unsc-draft-2014-189", "yes"],
        "sc_members": votes.loc["unsc-draft-2014-189", "membership"],
        "ordinal_2018_08": ordinals["2018-08-school-truce"],
        "ordinal_2018_12": ordinals["2018-12-new-year-truce"],
        **{f"ga_68262_{answer}": crimea[answer] for answer in ("yes", "no", "abstain", "not_voting")},
        "points_minsk_1": points["minsk-protocol"],
        "points_minsk_2": points["minsk-ii"],
        **{f"violations_{year}": counts[f"smm-{year}"] for year in (2017, 2019, 2020)},
        "violations_after_truce": counts["smm-2020-07-27-to-2021-01-17"],
        "violations_feb16": counts["smm-2022-02-16"],
        "violations_feb18": counts["smm-2022-02-18"],
        **{f"deaths_{year}": deaths[str(year)] for year in (2014, 2016, 2021)},
        **war_numbers(),
    }
