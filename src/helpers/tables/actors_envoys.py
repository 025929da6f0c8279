"""Table of the chapter Actors: the people who carried terms, with office, time in office and the talks that name them."""

from __future__ import annotations

import pandas as pd

from helpers import meetings, participation, participation_people, record
from helpers.display import Table
from helpers.sourcing import ids
from helpers.wording import span, text

WATCHED = {
    "ukraine": "leonid-kuchma davyd-arakhamia andriy-yermak rustem-umerov kyrylo-budanov sergiy-kyslytsya",
    "russia": "vladislav-surkov dmitry-kozak vladimir-medinsky yuri-ushakov kirill-dmitriev igor-kostyukov",
    "united-states": "victoria-nuland kurt-volker william-burns keith-kellogg mike-waltz marco-rubio steve-witkoff jared-kushner dan-driscoll",
    "united-kingdom": "jonathan-powell",
    "france": "emmanuel-bonne",
    "turkiye": "hakan-fidan",
    "holy-see": "matteo-zuppi",
    "china": "li-hui",
    "brazil": "celso-amorim",
}
"""Envoys and negotiators below presidents, by the state or organisation for which they spoke: an editor’s choice."""


def mandates() -> Table:
    """Every office of the envoys watched, with its time and the talks on record in which the holder is named."""
    events, parts, people = record.load("events"), record.load("event_actors"), record.load("people")
    events = events[events["start_first"] >= meetings.day(participation.EARLY[0])]
    names = participation.short_names(record.load("actors"))
    rows = []
    for actor, listed in WATCHED.items():
        talks = participation_people.named(events, parts, listed.split())
        for person in listed.split():
            held = people[people["person_id"] == person].sort_values("start_first", kind="stable")
            here = talks[talks["person_id"] == person]
            offices = {row.tenure_id: 0 for row in held.itertuples()}
            for day in here["day"]:
                offices[participation_people.office(people, person, day)["tenure_id"]] += 1
            for row in held.itertuples():
                until = span(row) if text(row.end_date) else f"from {span(row)}" if text(row.start_date) else "not dated"
                rows.append((names[actor], person, row.office, until, offices[row.tenure_id], row.source_ids))
    frame = pd.DataFrame(rows, columns=["side", "person_id", "office", "time", "talks", "source_ids"])
    return Table(
        frame[(frame["talks"] > 0) | ~frame.duplicated("person_id", keep=False)],
        name="tab-mandates",
        caption="Envoys and negotiators below the presidents, with office, time in office and the number of recorded talks that name them while they held it. Offices in which no talks name the holder are left out where the person held another.",
        columns={"side": "For", "person_id": "Person", "office": "Office", "time": "In office", "talks": "Talks"},
        refs={"person_id": "person"},
        widths={"side": 14, "person_id": 20, "office": 36, "time": 22, "talks": 8},
        sources=ids(frame),
    )
