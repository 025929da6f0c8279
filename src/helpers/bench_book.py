"""The full book to come, made up: 12 chapters, 48 charts, 1,500 sources, 720 citations, 360 references to figures.

The record of the checkout is filled up with generated rows in its own schema, so that every check and page of the real
book has its full work. Everything comes from one seed: two machines measure the same book.
"""

from __future__ import annotations

import csv
import json
import random
import shutil
from pathlib import Path
from typing import Any

CHAPTERS, CHARTS, SOURCES, CITATIONS, REFERENCES = 12, 4, 1500, 60, 30  # charts, citations and references of a chapter
EVENTS, PARAGRAPHS, WORDS = 400, 62, 130
SEED = 20220224
_STEMS = (
    "truce line talk border clause monitor envoy exchange summit draft council withdraw verify sanction corridor mandate "
    "guarantee status election amnesty prisoner artillery village winter delegation protocol mediator signature pledge"
).split()
_SMALL = "the of and a in to that was on for with as by at from which not were an their had it this after before".split()


def _append(file: Path, key: str, rows: list[dict[str, str]], order: tuple[str, ...]) -> None:
    """Add rows to a table, in its columns and its order."""
    with file.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle)
        columns, old = list(reader.fieldnames or ()), list(reader)
    assert not {r[key] for r in old} & {r[key] for r in rows} or key != order[-1]
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(old + rows, key=lambda row: [row[c] for c in order]))


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _sentence(dice: random.Random, length: int = 16) -> str:
    words = [dice.choice(_SMALL if n % 2 else _STEMS) for n in range(length)]
    return " ".join(words).capitalize() + "."


def _data(folder: Path, dice: random.Random) -> list[str]:
    """Fill up the record, if it is still smaller; returns the ids of the sources that the chapters cite."""
    sources, events = _rows(folder / "sources.csv"), _rows(folder / "events.csv")
    actors = [row["actor_id"] for row in _rows(folder / "actors.csv")]
    pattern = {key: sources[0][key] for key in ("source_type", "language", "is_state_media", "party_to_war", "reading")}
    new_sources = []
    for number in range(max(0, SOURCES - len(sources))):
        publisher = f"Gazette {dice.choice(_STEMS).capitalize()} {number % 90}"
        day = f"20{dice.randrange(14, 26)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"
        new_sources.append(
            pattern
            | {"source_id": f"zz-{number:04}", "publisher": publisher, "publisher_group": publisher, "published_date": day}
            | {"title": _sentence(dice, 8).rstrip("."), "published_precision": "day", "url": f"https://gazette.example.org/{day}/{number}"}
        )
    ids = [row["source_id"] for row in new_sources] or [row["source_id"] for row in sources]
    kept = ("event_type", "track", "issue_ids", "place_id")
    patterns = [{key: row[key] for key in kept} for row in events if row["event_type"] == "meeting"] or [{key: events[0][key] for key in kept}]
    new_events, parts = [], []
    each = -(-len(new_sources) // max(1, EVENTS - len(events)))
    for number in range(EVENTS - len(events)):
        day = f"20{dice.randrange(14, 22)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"
        identity = f"{day}-generated-{number}"
        cited = [ids[(each * number + n) % len(ids)] for n in range(each)]  # every source is named somewhere
        new_events.append(
            dice.choice(patterns)
            | {"event_id": identity, "start_date": day, "start_precision": "day", "end_date": day, "end_precision": "day", "title": _sentence(dice, 6).rstrip("."), "known_from": day}
            | {"summary": " ".join(_sentence(dice) for _ in range(2)), "source_ids": ";".join(cited)}
            | {"evidence_status": "confirmed", "is_disputed": "false"}
        )
        parts += [{"event_id": identity, "actor_id": actor, "role": "party"} for actor in sorted(dice.sample(actors, 3))]
    _append(folder / "sources.csv", "source_id", new_sources, ("source_id",))
    _append(folder / "events.csv", "event_id", new_events, ("start_date", "event_id"))
    _append(folder / "event_actors.csv", "event_id", parts, ("event_id", "actor_id", "role"))
    return ids


FIGURE = """\
import altair as alt

counts = events[{number}::2].assign(month=events["start_date"].str[:7])
counts = counts.groupby(["month", "{by}"], as_index=False).agg(events=("event_id", "count"))
Figure(
    alt.Chart(counts).mark_bar().encode(
        x=alt.X("month:T", title="Month", scale=alt.Scale(type="utc"), axis=alt.Axis(format="%Y")),
        y=alt.Y("events:Q", title="Events"),
        color=alt.Color("{by}:N", title=None),
    ),
    name="{name}",
    caption="Every second event by month, from number {number}, a generated figure",
    alt=f"Stacked bars of {{len(counts)}} values; at most {{counts['events'].max()}} events in a month.",
    data=counts,
    columns={{"month": "Month", "{by}": "Kind", "events": "Events"}},
    sources=["{source}"],
)
"""
SETUP = """\
from helpers import record
from helpers.display import Figure, Table, numbers

events, parts = record.load("events"), record.load("event_actors")
numbers({"n_events": len(events), "n_parts": len(parts)})
"""
TABLE = """\
Table(events.head(12), name="{name}", caption="Twelve events", columns={{"start_date": "Date", "title": "Event", "source_ids": "Sources"}}, refs={{"source_ids": "source"}})
"""  # fmt: skip


def _chapter(number: int, sources: list[str], dice: random.Random, plain: bool) -> dict[str, Any]:
    """One notebook; for Jupyter Book's own way with its own roles and cell metadata instead of ours."""
    figures = [f"fig-c{number}-{n}" for n in range(CHARTS)]
    everywhere = [f"fig-c{c}-{n}" for c in range(CHAPTERS) for n in range(CHARTS)]
    cites = [dice.choice(sources) for _ in range(CITATIONS)]
    points = [dice.choice(everywhere) for _ in range(REFERENCES)]
    fig, cells = ("numref" if plain else "fig"), []

    def cell(kind: str, text: str, **metadata: Any) -> None:
        code = {"execution_count": None, "outputs": []} if kind == "code" else {}
        cells.append({"cell_type": kind, "id": f"c{number}-{len(cells)}", "metadata": metadata, "source": text.splitlines(keepends=True)} | code)

    cell("markdown", f"# Chapter {number + 1} of the generated book\n\nThe record has {{glue:text}}`n_events` events with {{glue:text}}`n_parts` parts.")
    cell("code", SETUP)
    for paragraph in range(PARAGRAPHS):
        text = " ".join(_sentence(dice) for _ in range(WORDS // 16))
        if cites:
            text += f" So it was written {{cite}}`{cites.pop()}`."
        if points and paragraph % 2:
            text += f" See {{{fig}}}`{points.pop()}`."
        if paragraph % 20 == 0:
            text = f"(c{number}-part-{paragraph})=\n## Part {paragraph // 20 + 1}\n\n{text} It was contested.[^note]\n"
            text += "\n[^note]: The first of many notes.\n" if paragraph == 0 else ""
        cell("markdown", text)
        if paragraph % (PARAGRAPHS // CHARTS) == 5 and figures:
            name = figures.pop(0)
            code = FIGURE.format(number=CHARTS * number + len(figures), by=("event_type", "track")[number % 2], name=name, source=dice.choice(sources))
            own = {"mystnb": {"figure": {"name": name, "caption": "Events by month, a generated figure"}}} if plain else {}
            cell("code", code, **own)
    while points:
        cell("markdown", f"See {{{fig}}}`{points.pop()}` again.")
    if not plain:
        cell("code", TABLE.format(name=f"tab-c{number}"))
    kernel = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"}}
    return {"cells": cells, "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}


def _chapters(folder: Path, sources: list[str], plain: bool) -> None:
    dice = random.Random(SEED + 1)
    (folder / "chapters").mkdir()
    for number in range(CHAPTERS):
        text = json.dumps(_chapter(number, sources, dice, plain), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        (folder / "chapters" / f"c{number:02}.ipynb").write_text(text, "utf-8")


def _contents(pages: list[str]) -> str:
    chapters = "".join(f"      - file: chapters/c{n:02}\n" for n in range(CHAPTERS))
    record = "".join(f"      - file: {page}\n" for page in pages)
    tail = f"  - caption: The record\n    chapters:\n{record}" if pages else ""
    return f"format: jb-book\nroot: index\nparts:\n  - caption: The book\n    numbered: 1\n    chapters:\n{chapters}{tail}"


def write(checkout: Path, folder: Path) -> None:
    """Write the big book into a new folder.

    Args:
        checkout: the book whose configuration, record and pages of the record are taken.
        folder: does not exist yet.
    """
    shutil.copytree(checkout / "data", folder / "data")
    ids = _data(folder / "data", random.Random(SEED))
    for name in ("_config.yml", "requirements.txt"):
        shutil.copyfile(checkout / name, folder / name)
    (folder / "record").mkdir()
    pages = []
    for page in ("chronology", "documents", "ceasefires", "votes", "actors", "sources", "data", "glossary"):
        (folder / "record" / f"{page}.md").write_text(f"# {page.capitalize()}\n\n```{{record}} {'codebook' if page == 'data' else page}\n```\n", "utf-8")
        pages.append(f"record/{page}")
    (folder / "index.md").write_text("# The big book\n\nIt has {value}`n-events` events and {value}`n-sources` sources.\n", "utf-8")
    (folder / "_toc.yml").write_text(_contents(pages), "utf-8")
    _chapters(folder, ids, plain=False)


def write_plain(big: Path, folder: Path) -> None:
    """Write the same notebooks for Jupyter Book's own way: its default theme, bibliography and figure references.

    Args:
        big: the big book, whose data are used.
        folder: does not exist yet.
    """
    from helpers import sources

    folder.mkdir()
    (folder / "index.md").write_text("# The big book\n", "utf-8")
    (folder / "references.md").write_text("# References\n\n```{bibliography}\n```\n", "utf-8")
    (folder / "references.bib").write_text(sources.bibtex(), "utf-8")
    (folder / "_toc.yml").write_text(_contents(["references"]), "utf-8")
    config = "title: The big book\nauthor: Nobody\nexecute:\n  execute_notebooks: force\nbibtex_bibfiles: [references.bib]\nonly_build_toc_files: true\n"
    (folder / "_config.yml").write_text(config + "sphinx:\n  config:\n    numfig: true\n    nb_merge_streams: true\n", "utf-8")
    shutil.copytree(big / "data", folder / "data")
    ids = [row["source_id"] for row in _rows(big / "data" / "sources.csv")]
    _chapters(folder, [i for i in ids if i.startswith("zz-")] or ids, plain=True)
