"""Table of the chapter Obstacles: what each poll of the chapter asked, of whom and how many."""

from __future__ import annotations

import pandas as pd

from helpers import record
from helpers.display import Table
from helpers.figures.obstacles_opinion import ASKED, margins
from helpers.sourcing import ids
from helpers.wording import in_words


def _span(values: pd.Series) -> str:
    known = sorted(values.dropna().astype("float64").unique())
    if not known:
        return "not published"
    low, high = f"{known[0]:,.0f}", f"{known[-1]:,.0f}"
    return low if low == high else f"{low} to {high}"


def _margin(values: pd.Series) -> str:
    known = values.dropna().astype("float64")
    return f"up to {known.max():.1f}" if len(known) else "not published"


def asked() -> pd.DataFrame:
    """One row per series of opinion in the record, those drawn first, then by country and title.

    Returns:
        ``series_id``, ``title``, ``question`` (our words), ``population``, ``waves``, ``span`` (first and last month), ``asked`` (sizes
        of the samples), ``margin`` (the widest, as published, else computed for a simple sample; points), ``missing`` (waves without a
        size), ``limits`` (what breaks the series), ``source_ids``.
    """
    series, polls = record.load("series"), record.load("opinion_polls")
    polls = polls.assign(margin=margins)
    rows = []
    for one in series[series["observations_table"] == "opinion_polls"].itertuples(index=False):
        waves = polls[polls["series_id"] == one.series_id].sort_values("fieldwork_end_first", kind="stable")
        each = waves.drop_duplicates("wave_id")
        months = [in_words(day[:7]) for day in (each["fieldwork_end_date"].iloc[0], each["fieldwork_end_date"].iloc[-1])]
        rows.append(
            {
                "series_id": one.series_id,
                "title": one.title,
                "question": one.question,
                "population": one.population,
                "waves": len(each),
                "span": months[0] if months[0] == months[1] else f"{months[0]} to {months[1]}",
                "asked": _span(each["sample_size"]),
                "margin": _margin(waves["margin"]),
                "missing": int(each["sample_size"].isna().sum()),
                "limits": "" if pd.isna(one.break_note) else one.break_note.replace(" (is_derived)", ""),
                "source_ids": ";".join(dict.fromkeys(i for cell in each["source_ids"] for i in cell.split(";"))),
            }
        )
    order = {name: number for number, name in enumerate(ASKED)}
    found = pd.DataFrame(rows)
    return found.assign(rank=found["series_id"].map(order).fillna(len(order))).sort_values(["rank", "title"], kind="stable").reset_index(drop=True)


def questions() -> Table:
    """Wording, population, sample and margin of every poll that the record holds."""
    found = asked()
    found["sample"] = found["asked"] + [f"; {m} of {w} waves without" if m and m < w else "" for m, w in zip(found["missing"], found["waves"])]
    found["when"] = [f"{w} wave{'s' * (w > 1)}, {s}" for w, s in zip(found["waves"], found["span"])]
    found["asks"] = found["question"] + (" " + found["limits"]).where(found["limits"] != "", "")
    return Table(
        found,
        name="tab-questions",
        caption=f"The {len(found)} series of opinion in the record: what was asked, in our words and shortened, of whom, how many and with what margin. The margin is the published one, else that of a simple sample; the design of a survey makes it wider.",
        columns={"title": "Series", "asks": "Question, and what breaks the series", "population": "Who was asked", "when": "When", "sample": "How many", "margin": "Margin, points"},
        widths={"title": 15, "asks": 35, "population": 20, "when": 12, "sample": 10, "margin": 8},
        sources=ids(record.load("opinion_polls")),
    )
