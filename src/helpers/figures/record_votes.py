"""Figures of the chapter History on the General Assembly: every vote on Ukraine, and the states that moved."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers import meetings, record, voting
from helpers.display import Figure
from helpers.figures import theme
from helpers.figures.history_counts import ANSWERS, FILLS, vote_bars
from helpers.sourcing import ids
from helpers.wording import in_words

P = theme.PALETTE
FIRST = "2014-02-01"
SUBJECTS = {
    "The war and Ukraine’s territory": ("erritorial integrity", "Aggression against", "Humanitarian consequences", "principles", "lasting peace", "path to peace"),
    "Russia in UN bodies, reparation, children": ("Human Rights Council", "remedy", "children"),
    "Human rights in occupied territory": ("uman rights in",),
    "Forces in Crimea and nearby seas": ("ilitarization",),
    "Nuclear safety": ("uclear", "Chornobyl"),
    "Cooperation with the Council of Europe": ("Council of Europe",),
}
"""Subjects of resolutions, in the order in which they are drawn, and words of their titles that tell them."""

ROWS = 24
"""States drawn in the figure of those that moved most."""

LETTERS = {"yes": "Y", "no": "N", "abstain": "A", "not_voting": "–"}


def _subject(title: str) -> str:
    return next((subject for subject, words in SUBJECTS.items() if any(word in title for word in words)), "Other")


def un_votes_all() -> Figure:
    """How the General Assembly voted on every resolution on Ukraine since 2014, grouped by what was asked."""
    last = record.package()["record"]["last_evidence_date"]
    votes = record.load("un_votes")
    votes = votes[votes["symbol"].str.startswith("A/RES/") & votes[list(ANSWERS)].notna().all(axis=1)]
    votes = meetings.within(votes, (FIRST, last), column="date_first")
    votes["subject"] = votes["title"].map(_subject)
    groups = [subject for subject in [*SUBJECTS, "Other"] if (votes["subject"] == subject).any()]
    chart, votes = vote_bars(votes, groups, 21)
    war = votes[votes["subject"] == groups[0]].sort_values("date_first")
    low, high = votes.loc[votes["yes"].idxmin()], votes.loc[votes["yes"].idxmax()]
    peak, latest = war.loc[war["yes"].idxmax()], war.iloc[-1]
    alternative = (
        f"Stacked bars of {len(votes)} General Assembly votes, {votes['date_first'].min():%B %Y} to {votes['date_first'].max():%B %Y}, in {len(groups)} subjects. Yes votes range from {low['yes']} ({low['symbol']}) to "
        f"{high['yes']} ({high['symbol']}), no votes from {votes['no'].min()} to {votes['no'].max()}, abstentions from {votes['abstain'].min()} to {votes['abstain'].max()}, states that did not vote from "
        f"{votes['not_voting'].min()} to {votes['not_voting'].max()}. On the war itself yes votes were {peak['yes']} at the highest ({in_words(peak['date'])}) and {latest['yes']} at the latest ({in_words(latest['date'])})."
    )
    return Figure(
        chart,
        name="fig-un-votes-all",
        caption=(
            f"On the war itself yes votes fell from {peak['yes']} in {in_words(peak['date'][:7])} to {int(war['yes'].min())} in {in_words(war.loc[war['yes'].idxmin(), 'date'][:7])} and stood at {latest['yes']} in {in_words(latest['date'][:7])}. "
            "All votes of the General Assembly in the record, by subject and date. Compare within a group, and there with care: texts differ in what they ask and in who put them forward (ES-11/8 was a text of the United States, "
            "amended)."
        ),
        alt=alternative,
        data=votes,
        columns={"date": "Date", "symbol": "Resolution", "title": "Title", "subject": "Subject", **{key: word for key, word in ANSWERS.items()}},
        sources=ids(votes),
    )


def _cells(calls: pd.DataFrame, states: list[str], names: pd.Series, votes: pd.DataFrame, series: str) -> pd.DataFrame:
    """One row per state and vote of a series: ``state``, ``when``, ``vote`` in words, ``letter``, ``series``."""
    grid = voting.matrix(calls, votes["vote_id"].tolist()).loc[states]
    long = grid.reset_index().melt("country_iso3", var_name="vote_id", value_name="vote").dropna(subset=["vote"])
    long = long.merge(votes[["vote_id", "when", "symbol"]], on="vote_id")
    return long.assign(state=long["country_iso3"].map(names), word=long["vote"].map(ANSWERS), letter=long["vote"].map(LETTERS), series=series)


def vote_drift() -> Figure:
    """The states that moved most between yes, abstention and no along two series of resolutions."""
    votes, calls = record.load("un_votes"), record.load("roll_calls")
    names = calls.drop_duplicates("country_iso3").set_index("country_iso3")["country_name"]
    asked = {"The war as a whole": voting.complete(votes, voting.GENERAL), "Human rights in Crimea and other occupied territory": voting.complete(votes, voting.CRIMEA)}
    moved = {series: voting.travel(voting.matrix(calls, chosen)) for series, chosen in asked.items()}
    general = moved["The war as a whole"]
    both = sum((frame["steps"] for frame in moved.values()), start=0 * general["steps"])
    wide = pd.concat([frame["widest"] for frame in moved.values()], axis=1).max(axis=1)
    order = pd.DataFrame({"general": general["net"], "steps": both, "widest": wide, "name": names})
    chosen = order.sort_values(["widest", "steps", "name"], ascending=[False, False, True]).head(ROWS)
    chosen = chosen.sort_values(["general", "steps", "name"], ascending=[True, False, True])
    states = chosen["name"].tolist()
    panels, data = [], []
    for number, (series, vote_ids) in enumerate(asked.items()):
        about = votes[votes["vote_id"].isin(vote_ids)].sort_values("date_first")
        about = about.assign(when=about["date_first"].dt.strftime("%b %Y") if number == 0 else about["date_first"].dt.strftime("%Y"))
        cells = _cells(calls, chosen.index.tolist(), names, about, series)
        data.append(cells.merge(about[["vote_id", "date"]], on="vote_id"))
        y = alt.Y("state:N", sort=states, axis=alt.Axis(title=None, labelColor=P["ink"], labelLimit=170) if number == 0 else None)
        x = alt.X("when:O", sort=about["when"].tolist(), axis=alt.Axis(orient="top", title=None, labelAngle=-60, labelAlign="left", domain=False, ticks=False))
        base = alt.Chart(cells[["state", "when", "letter", "symbol"]])
        color = alt.Color("letter:N", scale=alt.Scale(domain=list(LETTERS.values()), range=list(FILLS)), legend=None)
        boxes = base.mark_rect(stroke=P["axis"], strokeWidth=0.6).encode(
            x=x, y=y, color=color, tooltip=[alt.Tooltip("state:N", title="State"), alt.Tooltip("symbol:N", title="Resolution"), alt.Tooltip("letter:N", title="Vote")]
        )
        letters = base.mark_text().encode(x=x, y=y, text="letter:N", color=alt.condition("datum.letter == 'Y' || datum.letter == 'N'", alt.value(P["paper"]), alt.value(P["ink"])))
        panels.append((boxes + letters).properties(width=27 * len(vote_ids), height=19 * len(states), title=alt.TitleParams(series.split(" and ")[0], anchor="start", fontSize=13, offset=4)))
    chart = alt.hconcat(*panels, spacing=18, autosize=alt.AutoSizeParams(type="pad"))
    crossed = general[(general["net"] == -2)].index
    softer = int((general["net"] == -1).sum())
    other = int((general["net"] > 0).sum())
    firm = int((general["steps"] == 0).sum())
    series = moved["Human rights in Crimea and other occupied territory"]
    alternative = (
        f"Two grids of votes of the {len(states)} states that moved most, in {len(asked['The war as a whole'])} resolutions on the war and {len(asked['Human rights in Crimea and other occupied territory'])} on human rights. "
        f"On the war, from {in_words(str(data[0]['date'].min()))} to {in_words(str(data[0]['date'].max()))}, {len(crossed)} states went from yes to no: {', '.join(sorted(names[crossed]))}; {softer} moved one step towards no, {other} towards yes, "
        f"{firm} cast the same vote each time they voted. On human rights {int((series['net'] > 0).sum())} moved towards yes and {int((series['net'] < 0).sum())} towards no."
    )
    rows = pd.concat(data).pivot(index="state", columns="symbol", values="word").loc[states].reset_index()
    order = votes.set_index("vote_id").loc[sum(asked.values(), []), "symbol"].tolist()
    return Figure(
        chart,
        name="fig-vote-drift",
        caption=(
            f"From yes to no on the war went {len(crossed)} states ({', '.join(sorted(names[crossed]))}) between {in_words(str(data[0]['date'].min())[:7])} and {in_words(str(data[0]['date'].max())[:7])}; {softer} took one step that way, nearly all from yes to abstention. Shown are "
            f"the {len(states)} states that moved most, counted over both series: Y yes, A abstained, N no, – did not vote. Only resolutions whose complete list of states was read. A vote answers a text and its moment; it is "
            "not a view on the war."
        ),
        alt=alternative,
        data=rows,
        columns={"state": "State", **{symbol: symbol for symbol in order}},
        sources=ids(votes[votes["vote_id"].isin(sum(asked.values(), []))]),
    )
