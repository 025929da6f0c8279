"""Figure of the chapter Obstacles: aid and sanctions beside the talks."""

from __future__ import annotations

import altair as alt
import pandas as pd

from helpers import record
from helpers.display import Figure
from helpers.figures import theme
from helpers.sourcing import ids

P = theme.PALETTE
YEARS_SERIES = "kiel-r28-allocated-years"
DONORS = {"Europe": ("Europe", P["teal"], "diamond"), "United States": ("United States", P["ochre"], "triangle-up"), "Other": ("others", P["grey"], "circle")}
ROWS = ("EU: new measures", "US: tightening", "US: easing", "Rounds of talks")
DOMAIN = ["2022-01-01", "2026-12-31"]


def aid_by_year() -> pd.DataFrame:
    """Aid allocated in each full year by group of donors: ``year``, ``who``, ``total`` (billion euro), ``source_ids``."""
    found = record.load("support")
    found = found[(found["series_id"] == YEARS_SERIES) & (found["end_date"].str[5:] == "12-31")]
    who = [next((name for start, (name, _, _) in DONORS.items() if donor.startswith(start)), donor) for donor in found["donor"]]
    return found.assign(who=who, year=found["end_date"].str[:4], total=found["total_eur_bn"].astype("float64"))[["year", "who", "total", "source_ids"]].reset_index(drop=True)


def acts() -> pd.DataFrame:
    """Sanctions and rounds of talks by day: ``date``, ``row``, ``title``, ``source_ids``. Rounds: of the two sides, or of the three."""
    packages, events = record.load("sanctions_packages"), record.load("events")
    done = packages[packages["is_adopted"].fillna(False) & packages["sender_id"].isin(["european-union", "united-states"]) & (packages["date"] >= "2022-02")]
    eu = done["sender_id"] == "european-union"
    row = pd.Series(ROWS[0], index=done.index).where(eu, done["direction"].map({"tightening": ROWS[1], "easing": ROWS[2]}))
    done = done.assign(row=row.where(~eu | (done["direction"] == "tightening")))
    rounds = events[(events["event_type"] == "negotiation_round") & events["track"].isin(["ukraine_russia", "trilateral_us"])]
    rounds = rounds.assign(date=rounds["start_date"], row=ROWS[3])
    return pd.concat([done, rounds])[["date", "row", "title", "source_ids"]].dropna(subset=["row"]).sort_values("date", kind="stable").reset_index(drop=True)


def money() -> Figure:
    """Aid by year and donor above, sanctions and rounds of talks by day below."""
    aid, found = aid_by_year(), acts()
    x = alt.X("date:T", scale=alt.Scale(type="utc", domain=DOMAIN, nice=False), axis=alt.Axis(format="%Y", values=[f"{y}-01-01" for y in range(2022, 2027)], title=None, grid=True))
    names = [name for name, _, _ in DONORS.values()]
    color = alt.Color("who:N", scale=alt.Scale(domain=names, range=[tone for _, tone, _ in DONORS.values()]), legend=None)
    shape = alt.Shape("who:N", scale=alt.Scale(domain=names, range=[form for _, _, form in DONORS.values()]), legend=None)
    y = alt.Y("total:Q", scale=alt.Scale(domain=[-4, 80], nice=False), axis=alt.Axis(title="Billion euro in the year", values=[0, 20, 40, 60, 80]))
    base = alt.Chart(aid.assign(date=aid["year"] + "-07-01")[["date", "who", "total"]])
    last = aid[aid["year"] == aid["year"].max()].assign(date=aid["year"].max() + "-07-01")
    last["label"] = last["who"] + " " + last["total"].map("{:.1f}".format)
    text = alt.Chart(last[["date", "who", "total", "label"]]).mark_text(align="left", dx=9).encode(x=x, y=y, text="label:N", color=color)
    upper = alt.layer(base.mark_line().encode(x=x, y=y, color=color), base.mark_point(filled=True, opacity=1, size=80).encode(x=x, y=y, color=color, shape=shape, tooltip=[alt.Tooltip("who:N", title="Donor"), alt.Tooltip("total:Q", title="Billion euro")]), text)
    rows = alt.Y("row:N", sort=list(ROWS), scale=alt.Scale(domain=list(ROWS)), axis=alt.Axis(title=None, labelColor=P["ink"], labelLimit=160, grid=True))
    kind = alt.Scale(domain=list(ROWS), range=[P["teal"], P["ochre"], P["wine"], P["ink"]])
    forms = alt.Scale(domain=list(ROWS), range=["diamond", "triangle-up", "triangle-down", "circle"])
    lower = alt.Chart(found[["date", "row", "title"]]).mark_point(filled=True, opacity=0.9, size=62).encode(
        x=x, y=rows, color=alt.Color("row:N", scale=kind, legend=None), shape=alt.Shape("row:N", scale=forms, legend=None), tooltip=[alt.Tooltip("title:N", title="What"), alt.Tooltip("date:T", title="Day", format="%-d %B %Y")]
    )
    chart = alt.vconcat(upper.properties(width=455, height=200), lower.properties(width=455, height=alt.Step(28)), spacing=18).resolve_scale(color="independent", shape="independent")
    table = aid.pivot(index="year", columns="who", values="total")
    many = found["row"].value_counts()
    least = table["United States"].idxmin()
    us = table["United States"]
    return Figure(
        chart.properties(autosize=alt.AutoSizeParams(type="pad")),
        name="fig-money",
        caption=(
            f"In {least} new aid of the United States fell to {us.min():.1f} billion euro from {us.loc[str(int(least) - 1)]:.1f} the year before, and that of Europe rose from {table['Europe'].loc[str(int(least) - 1)]:.1f} to {table['Europe'].loc[least]:.1f}. Above: aid allocated, "
            "by release 28 of the Kiel Institute; below: sanctions adopted, and rounds of the two sides, alone or with the United States. They stand beside each other, and the chart shows no effect of one on the other."
        ),
        alt=(
            "Two panels, 2022 to 2026. Lines of aid by year: "
            + "; ".join(f"{who} " + ", ".join(f"{year} {value:.1f}" for year, value in table[who].items()) for who in names)
            + " billion euro. Marks by day: "
            + ", ".join(f"{row} {int(many.get(row, 0))}" for row in ROWS)
            + "."
        ),
        data=pd.concat([aid.assign(date=aid["year"], row="Aid, " + aid["who"], title=aid["total"].map("{:.2f} billion euro".format)), found]),
        columns={"date": "Date", "row": "Series", "title": "What"},
        sources=ids(aid, found),
    )
