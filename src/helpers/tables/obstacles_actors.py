"""Table of the chapter Obstacles: each issue against each actor, with evidence and the date of the last change."""

from __future__ import annotations

import pandas as pd

from helpers import bargaining, record
from helpers.display import Table
from helpers.figures.obstacles_distance import names
from helpers.figures.obstacles_texts import ORDER
from helpers.sourcing import ids

ACTORS = ("ukraine", "russia", "united-states", "european-union", "e3")


def _label(scale: str, code: float, labels: pd.Series) -> str:
    """The label of a step; of both neighbours where statements of one day differ."""
    steps = sorted({int(code), int(-(-code // 1))})
    return " or ".join(str(labels[scale, step]) for step in steps)


def actors() -> Table:
    """Where each actor last stood on each issue, since when, and by which sources."""
    scales = record.load("scales")
    labels = scales.set_index(["scale_id", "step"])["label"]
    found = bargaining.changes(bargaining.coded(record.load("positions")))
    ended = bargaining.terms(scales)["last"].dropna().index
    found = found[found["actor_id"].isin(ACTORS) & ~found["scale_id"].isin(ended)]
    found = found.assign(
        issue=found["scale_id"].map(names()),
        stand=[f"{code:g}: {_label(scale, code, labels)}" for scale, code in zip(found["scale_id"], found["code"])],
        since_day=found["since"].dt.strftime("%Y-%m-%d"),
        last=found["stated"].dt.strftime("%Y-%m-%d"),
        a=found["scale_id"].map(list(ORDER).index),
        b=found["actor_id"].map(list(ACTORS).index),
    )
    return Table(
        found.sort_values(["a", "b"], kind="stable"),
        name="tab-actors",
        caption=(
            "Each issue against each actor: the step on which it last stood, the day since when its statements give that step (the last change), the day of the last statement, and what that one rests on. "
            "Where an actor is missing, no statement that could be coded was found. Scales from 0 (Ukraine’s declared maximum) to 4 (Russia’s)."
        ),
        columns={"issue": "Issue", "actor_id": "Actor", "stand": "Step", "since_day": "Since", "last": "Last stated", "source_ids": "Evidence"},
        refs={"actor_id": "actor", "source_ids": "source"},
        widths={"issue": 13, "actor_id": 13, "stand": 18, "since_day": 12, "last": 12, "source_ids": 32},
        sources=ids(found),
    )
