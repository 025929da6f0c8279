"""Figure of the chapter History: how much was negotiated in each month, beside the harm to civilians counted in it."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers import intensity, meetings, record
from helpers.display import Figure
from helpers.figures import theme
from helpers.sourcing import ids
from helpers.wording import in_words

P = theme.PALETTE
KINDS = {"direct": ("Meetings with Ukraine and Russia", P["blue"]), "other": ("Other meetings", P["step2"]), "calls": ("Telephone calls", P["ochre"])}
TOP = 900
"""Deaths at which the scale of the second panel is cut; what is higher is written beside its bar."""


def _panel(base: alt.Chart, gaps: pd.DataFrame, x: alt.X, field: str, title: str, color: str, domain: list[int], values: list[int]) -> alt.LayerChart:
    """Bars of one count by month, with the months that have none shaded."""
    y = alt.Y(f"{field}:Q", scale=alt.Scale(domain=domain, nice=False, clamp=True), axis=alt.Axis(title=title, values=values, format=",d", grid=True))
    tooltip = [alt.Tooltip("month:T", title="Month", format="%B %Y"), alt.Tooltip(f"{field}:Q", title=title, format=","), alt.Tooltip("from:N", title="From")]
    empty = alt.Chart(gaps).mark_rect(color=P["wash"]).encode(x=alt.X("start:T"), x2="end:T")
    crosses = alt.Chart(gaps).mark_text(color=P["muted"], text="?", dy=-7).encode(x="middle:T", y=alt.YDatum(0))
    bars = base.transform_filter(f"isValid(datum.{field})").mark_rect(color=color).encode(x=x, x2="end:T", y=y, y2=alt.datum(0), tooltip=tooltip)
    return alt.layer(empty, bars, crosses)


def _edges(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with ``start``, ``middle`` and ``end`` of the bar of each month."""
    first = pd.to_datetime(frame["month"])
    days = {"start": 1, "middle": 15, "end": 29}
    return frame.assign(**{name: (first + pd.Timedelta(days=n)).dt.strftime("%Y-%m-%d") for name, n in days.items()})


def intensity_and_harm() -> Figure:
    """Meetings and calls by month since the invasion, above civilians killed and injured where a month was counted."""
    last = record.package()["record"]["last_evidence_date"]
    events, dead = record.load("events"), record.load("civilian_casualties")
    talks = _edges(intensity.monthly(events, record.load("event_actors"), meetings.INVASION, last))
    harm = _edges(intensity.harm(dead, meetings.INVASION, last))
    titles = record.load("series").set_index("series_id")["title"]
    harm["from"] = harm["series_id"].map(titles)
    long = talks.melt(["month", "start", "end"], list(KINDS), "kind", "number")
    long["order"] = long["kind"].map(list(KINDS).index)
    long = long.sort_values(["month", "order"])
    long["to"] = long.groupby("month")["number"].cumsum()
    long["base"] = long["to"] - long["number"]
    long["word"] = long["kind"].map(lambda kind: KINDS[kind][0])
    long = long[long["number"] > 0]
    words, colors = zip(*KINDS.values())
    end = (pd.Timestamp(last) + pd.offsets.MonthEnd(0)).strftime("%Y-%m-%d")
    scale = alt.Scale(type="utc", domain=["2022-02-01", end], nice=False)
    years = range(2022, int(last[:4]) + 1)
    axis = alt.Axis(format="%Y", values=[f"{year}-01-01" for year in years][1:], title=None, grid=True, labelAlign="left", labelFlush=False, domain=False)
    x = alt.X("start:T", scale=scale, axis=axis)
    most = int(long["to"].max())
    upper = (
        alt.Chart(long)
        .mark_rect()
        .encode(
            x=x,
            x2="end:T",
            y=alt.Y("base:Q", scale=alt.Scale(domain=[0, most + 1], nice=False), axis=alt.Axis(title="Meetings and calls", values=[0, 5, 10, 15], grid=True)),
            y2="to:Q",
            color=alt.Color("word:N", scale=alt.Scale(domain=words, range=colors), legend=alt.Legend(title=None, columns=3, symbolType="square")),
            tooltip=[alt.Tooltip("month:T", title="Month", format="%B %Y"), alt.Tooltip("word:N", title="Kind"), alt.Tooltip("number:Q", title="Number")],
        )
        .properties(width=theme.WIDTH - 60, height=170)
    )
    base = alt.Chart(harm[["month", "start", "end", "killed", "injured", "from"]])
    no_killed, no_injured = harm[harm["killed"].isna()][["start", "middle", "end"]], harm[harm["injured"].isna()][["start", "middle", "end"]]
    high = harm[harm["killed"] > TOP].assign(text=lambda f: [f"{n:,} in {in_words(m[:7])}" for n, m in zip(f["killed"], f["month"])], y=TOP)
    notes = alt.Chart(high[["end", "text", "y"]]).mark_text(align="left", dx=16, dy=7).encode(x="end:T", y=alt.Y("y:Q"), text="text:N")
    killed = (_panel(base, no_killed, x, "killed", "Killed", P["wine"], [0, TOP], [0, 200, 400, 600]) + notes).properties(width=theme.WIDTH - 60, height=130)
    injured = _panel(base, no_injured, x, "injured", "Injured", P["violet"], [0, 2800], [0, 1000, 2000]).properties(width=theme.WIDTH - 60, height=110)
    chart = alt.vconcat(upper, killed, injured, spacing=14, autosize=alt.AutoSizeParams(type="pad")).resolve_scale(x="independent", y="independent")
    total = talks[list(KINDS)].sum()
    by_month = talks.set_index("month")[list(KINDS)].sum(axis=1)
    direct = talks.loc[talks["direct"].idxmax()]
    known = harm.dropna(subset=["killed"])
    worst, least = known.loc[known["killed"].idxmax()], known.loc[known["killed"].idxmin()]
    alternative = (
        f"Three panels of monthly bars, {in_words(meetings.INVASION[:7])} to {in_words(last[:7])}. Meetings and calls: {int(total['direct'])} meetings with Ukraine and Russia, most in {in_words(direct['month'][:7])} "
        f"({int(direct['direct'])}), {int(total['other'])} other meetings and {int(total['calls'])} calls; the month with most is {in_words(by_month.idxmax()[:7])} with {int(by_month.max())}. "
        f"Civilians killed are given for {len(known)} of {len(harm)} months, from {int(least['killed'])} in {in_words(least['month'][:7])} to {int(worst['killed']):,} in {in_words(worst['month'][:7])}; "
        f"injured for {int(harm['injured'].notna().sum())}, at most {int(harm['injured'].max()):,} in {in_words(harm.loc[harm['injured'].astype(float).idxmax(), 'month'][:7])}."
    )
    data = talks.merge(harm[["month", "killed", "injured", "from"]], on="month")
    data["month"] = data["month"].str[:7]
    meetings_in = events[events["event_type"].isin([*intensity.MEETINGS, intensity.CALL]) & (events["start_date"] >= meetings.INVASION)]
    return Figure(
        chart,
        name="fig-intensity",
        caption=(
            "How much was negotiated does not tell how much civilians suffered, nor the other way round; the panels share only the months. Above, meetings and calls on record; meetings to which Ukraine and Russia "
            "were both parties, if not always in one room, stand at the foot of the bars. Below, civilians killed and injured as the United Nations human rights office verified them for a single month: figures at first publication, before 2023 mostly "
            "from a table of February 2023; later confirmations raise them. Shaded with “?”: no figure for that month was read."
        ),
        alt=alternative,
        data=data,
        columns={"month": "Month", "direct": KINDS["direct"][0], "other": KINDS["other"][0], "calls": KINDS["calls"][0], "killed": "Killed", "injured": "Injured", "from": "Count"},
        sources=ids(meetings_in, harm),
    )
