"""Figure of the chapter Obstacles on Western unity: votes of the General Assembly, and aid promised and allocated."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from helpers import record, voting
from helpers import voting_unity as unity
from helpers.display import Figure
from helpers.figures import theme
from helpers.figures.history_counts import ANSWERS
from helpers.figures.record_votes import LETTERS
from helpers.sourcing import ids
from helpers.wording import in_words

P = theme.PALETTE
SERIES = ("kiel-r30-committed", "kiel-r30-allocated")
DONORS = 12
"""Donors drawn, of those that promised most."""

COMMON = ("vote_id", "symbol", "title", "date", "source_ids", "united-states", "others", "agreement")
"""Columns of :func:`votes` that are no member of the Union."""

CHANGE = "2025-01-20"
"""The day on which the US administration changed."""


def votes() -> pd.DataFrame:
    """Every vote of the General Assembly on Ukraine whose list of states is complete, oldest first.

    Returns:
        ``vote_id``, ``symbol``, ``title``, ``date``, ``united-states``, one column per member of the European Union that was
        ever apart from the rest (by name), ``others`` (the vote of the rest, if it is one), ``agreement`` (of all members),
        ``source_ids``.
    """
    asked, calls = record.load("un_votes"), record.load("roll_calls")
    asked = asked[(asked["body"] == "unga") & (asked["roll_call_coverage"] == "complete")].sort_values("date_first", kind="stable")
    grid = voting.matrix(calls, asked["vote_id"].tolist())
    names = calls.drop_duplicates("country_iso3").set_index("country_iso3")["country_name"]
    alone = unity.apart(calls[calls["vote_id"].isin(asked["vote_id"])])
    rest = grid.loc[sorted(unity.EU - set(alone))]
    found = asked[["vote_id", "symbol", "title", "date", "source_ids"]].assign(**{"united-states": grid.loc["USA"].to_numpy()})
    for code in alone:
        found[names[code]] = grid.loc[code].to_numpy()
    found["others"] = [rest[v].iloc[0] if rest[v].nunique() == 1 else "split" for v in found["vote_id"]]
    found["agreement"] = [unity.agreement(grid.loc[sorted(unity.EU), v].tolist()) for v in found["vote_id"]]
    return found.reset_index(drop=True)


def numbers() -> dict[str, Any]:
    """Counts of votes and shares of aid for the prose."""
    found, given = votes(), unity.pledges(record.load("support"), *SERIES)
    alone = [c for c in found.columns if c not in COMMON]
    late = found["date"] >= CHANGE
    us = found["united-states"]
    whole = given.set_index("donor_id")
    return {
        "eu_apart": " and ".join(alone),
        "n_lists": len(found),
        "n_eu_whole": int((found["agreement"] == 1).sum()),
        "n_eu_split": int((found["agreement"] < 1).sum()),
        "n_us_yes_before": int((us[~late] == "yes").sum()),
        "n_lists_before": int((~late).sum()),
        "n_us_yes_since": int((us[late] == "yes").sum()),
        "n_us_no_since": int((us[late] == "no").sum()),
        "n_us_abstain_since": int((us[late] == "abstain").sum()),
        "n_lists_since": int(late.sum()),
        "aid_eu_committed": f"{whole.at['european-union', 'committed']:.0f}",
        "aid_eu_allocated": f"{whole.at['european-union', 'allocated']:.0f}",
        "aid_three": f"{given['committed'].head(3).sum() / given['committed'].sum():.0%}".replace("%", " per cent"),
    }


def _grid(found: pd.DataFrame) -> tuple[alt.LayerChart, pd.DataFrame]:
    alone = [c for c in found.columns if c not in COMMON]
    who = {"others": f"{len(unity.EU) - len(alone)} EU members", **{name: name for name in alone}, "united-states": "United States"}
    cells = found.melt(["symbol", "title", "date"], list(who), "key", "vote")
    cells = cells.assign(who=cells["key"].map(who), letter=cells["vote"].map(LETTERS).fillna("S"), word=cells["vote"].map(ANSWERS).fillna("Split"))
    x = alt.X("symbol:N", sort=found["symbol"].tolist(), axis=alt.Axis(orient="top", title=None, labels=False, domain=False, ticks=False))
    y = alt.Y("who:N", sort=list(who.values()), axis=alt.Axis(title=None, labelColor=P["ink"], labelLimit=150))
    color = alt.Color("letter:N", scale=alt.Scale(domain=["Y", "N", "A", "–", "S"], range=[P["pole1"], P["pole5"], P["pole3"], P["paper"], P["wash"]]), legend=None)
    base = alt.Chart(cells[["symbol", "title", "date", "who", "letter", "word"]])
    boxes = base.mark_rect(stroke=P["paper"], strokeWidth=1.5).encode(x=x, y=y, color=color)
    letters = base.mark_text().encode(x=x, y=y, text="letter:N", color=alt.condition("datum.letter == 'Y' || datum.letter == 'N'", alt.value(P["paper"]), alt.value(P["ink"])))
    tip = [alt.Tooltip(f"{n}:N", title=t) for n, t in (("who", "Who"), ("word", "Vote"), ("symbol", "Resolution"), ("title", "Title"), ("date", "Day"))]
    over = base.mark_rect(opacity=0, fill=P["paper"]).encode(x=x, y=y, tooltip=tip)
    years = found.assign(year=found["date"].str[:4]).drop_duplicates("year")[["symbol", "year"]]
    years = years[years["year"].isin(["2014", "2018", "2022", "2025"])]
    named = alt.Chart(years).mark_text(align="left", dx=-8, y=-9, color=P["muted"]).encode(x=x, text="year:N")
    return alt.layer(boxes, letters, named, over), cells


def western_unity() -> Figure:
    """Votes of the Union's members and of the United States above, aid promised and allocated by donor below."""
    found = votes()
    grid, cells = _grid(found)
    given = unity.pledges(record.load("support"), *SERIES).head(DONORS)
    given = given.assign(donor=given["donor"].str.replace(" (Commission and Council)", "", regex=False))
    order = given["donor"].tolist()
    y = alt.Y("donor:N", sort=order, axis=alt.Axis(title=None, labelColor=P["ink"], labelLimit=150))
    scale = alt.Scale(domain=[0, 200], nice=False)
    axis = alt.Axis(title="Billion euro to 30 June 2026: ring promised, disc allocated", values=[0, 50, 100, 150, 200], orient="top", grid=True, titleAnchor="start")
    lines = alt.Chart(given[["donor", "committed", "allocated"]]).mark_rule(color=P["axis"], strokeWidth=2).encode(x=alt.X("allocated:Q", scale=scale, axis=axis), x2="committed:Q", y=y)
    tip = [alt.Tooltip("donor:N", title="Donor"), alt.Tooltip("committed:Q", title="Promised, billion euro"), alt.Tooltip("allocated:Q", title="Allocated")]
    rings = alt.Chart(given[["donor", "committed", "allocated"]]).mark_point(filled=False, size=70, strokeWidth=2, color=P["blue"], fill=P["paper"], opacity=1).encode(x=alt.X("committed:Q", scale=scale, axis=axis), y=y, tooltip=tip)
    discs = alt.Chart(given[["donor", "committed", "allocated"]]).mark_point(filled=True, size=62, color=P["blue"], opacity=1).encode(x=alt.X("allocated:Q", scale=scale, axis=axis), y=y, tooltip=tip)
    chart = alt.vconcat(grid.properties(width=17 * len(found), height=alt.Step(24)), (lines + rings + discs).properties(width=17 * len(found), height=alt.Step(20)), spacing=22).resolve_scale(color="independent")
    count, split = numbers(), found[found["agreement"] < 1]
    rest = (given["committed"] - given["allocated"]).clip(lower=0)
    open_part = rest[given["donor_id"] == "european-union"].sum() / rest.sum()
    return Figure(
        chart.properties(autosize=alt.AutoSizeParams(type="pad")),
        name="fig-unity",
        caption=(
            f"In {count['n_eu_whole']} of {count['n_lists']} votes of the General Assembly on Ukraine all members of the European Union voted alike; the United States, who had voted yes each time before 2025, did so in {count['n_us_yes_since']} of {count['n_lists_since']} since. "
            f"Y yes, N no, A abstained. Of what the {len(given)} largest donors promised and had not allocated, {open_part:.0%} was the Union’s own."
        ).replace("%", " per cent"),
        alt=(
            f"Two panels. Votes on {len(found)} resolutions, {in_words(found['date'].iloc[0][:7])} to {in_words(found['date'].iloc[-1][:7])}: the Union’s members differ in {len(split)} ({', '.join(split['symbol'])}); United States yes {int((found['united-states'] == 'yes').sum())}, "
            f"no {int((found['united-states'] == 'no').sum())}, abstained {int((found['united-states'] == 'abstain').sum())}. Aid promised and allocated in billion euro: "
            + "; ".join(f"{r.donor} {r.committed:.0f} and {r.allocated:.0f}" for r in given.itertuples())
            + "."
        ),
        data=pd.concat(
            [
                cells.rename(columns={"symbol": "what"})[["date", "what", "who", "word"]],
                given.assign(date="2026-06-30", what="Aid promised and allocated", who=given["donor"], word=[f"{a:.1f} and {b:.1f} billion euro" for a, b in zip(given["committed"], given["allocated"])])[["date", "what", "who", "word"]],
            ],
            ignore_index=True,
        ),
        columns={"date": "Date", "what": "Resolution or aid", "who": "Who", "word": "Vote or sum"},
        sources=ids(found, given),
    )
