"""Table of the chapter Obstacles: region by region what Russian law names as Russia, what is said to be held and what maps show."""

from __future__ import annotations

import pandas as pd

from helpers import record
from helpers.display import Table
from helpers.sourcing import ids
from helpers.wording import in_words

CLAIM = "2025-08-30"
"""The day on which the Russian General Staff gave shares of the regions."""

LAW = {"crimea": "since March 2014, with Sevastopol"}
"""Region → when Russian law took it in, where that is not :data:`REST`."""

REST = "since October 2022"


def _share(rows: pd.DataFrame) -> pd.Series:
    """Region → per cent held in words."""
    named = rows.set_index("place_id")
    return named["share_pct"].astype("float64").map("{:g}".format)


def held() -> pd.DataFrame:
    """One row per region, those that Russian law claims first, by the area held on the last day mapped.

    Returns:
        ``place_id``, ``region``, ``law``, ``said``, ``isw``, ``before``, ``now`` (per cent of the region, as text; missing
        where nobody is on record), ``area`` (square kilometres held, last day), ``source_ids``.
    """
    rows, places = record.load("regional_control"), record.load("places").set_index("place_id")
    maps = rows[rows["producer_id"] == "deepstate"]
    first, last = (maps[maps["date"] == day] for day in (maps["date"].min(), maps["date"].max()))
    of_day = rows[rows["date"] == CLAIM]
    found = last.sort_values(["is_claimed", "area_km2"], ascending=[False, False], kind="stable")[["place_id", "is_claimed", "area_km2"]]
    shown = pd.concat([first, last, of_day]).drop_duplicates("observation_id")
    cited = shown.groupby("place_id")["source_ids"].agg(lambda cells: ";".join(dict.fromkeys(i for cell in cells for i in cell.split(";"))))
    return pd.DataFrame(
        {
            "place_id": found["place_id"],
            "region": found["place_id"].map(places["name"]),
            "law": ["" if not claimed else LAW.get(place, REST) for place, claimed in zip(found["place_id"], found["is_claimed"])],
            "said": found["place_id"].map(_share(of_day[of_day["producer_id"] == "russia"])),
            "isw": found["place_id"].map(_share(of_day[of_day["producer_id"] == "isw"])),
            "before": found["place_id"].map(_share(first)),
            "now": found["place_id"].map(_share(last)),
            "area": found["area_km2"].astype("float64").round().astype(int),
            "source_ids": found["place_id"].map(cited),
        }
    ).reset_index(drop=True)


def last_mapped() -> str:
    """The last day on which regions were measured, as ISO text."""
    rows = record.load("regional_control")
    return str(rows.loc[rows["producer_id"] == "deepstate", "date"].max())


def regions() -> Table:
    """What is claimed and what is held, region by region."""
    found = held()
    four = found[found["law"] == REST].assign(share=lambda f: f["now"].astype(float)).sort_values("share", kind="stable")
    low, high = four.iloc[0], four.iloc[-1]
    return Table(
        found.fillna({"said": "not given", "isw": "not given", "before": "not measured"}).assign(law=found["law"].replace("", "not named")),
        name="tab-regions",
        caption=(
            f"By DeepState’s maps Russia held from {low['share']:.0f} per cent ({low['region']}) to {high['share']:.0f} ({high['region']}) of the four regions that its law has named as Russia since 2022. "
            "By the resolutions of the General Assembly, 68/262 and ES-11/4 among them, every row is Ukraine. Shares cut from the maps by us are true to about a point; what lacks in Crimea is a difference of two coastlines."
        ),
        columns={
            "region": "Region",
            "law": "Named as Russia in Russian law",
            "said": f"Russian General Staff, {in_words(CLAIM)}, per cent",
            "isw": "ISW in answer, per cent",
            "before": f"DeepState, {in_words(CLAIM)}, per cent",
            "now": f"DeepState, {in_words(last_mapped())}, per cent",
            "area": "Held that day, km²",
            "source_ids": "Sources",
        },
        refs={"source_ids": "source"},
        align={column: "right" for column in ("said", "isw", "before", "now", "area")},
        widths={"region": 12, "law": 12, "said": 10, "isw": 9, "before": 12, "now": 12, "area": 8, "source_ids": 25},
        sources=ids(found, record.load("un_votes").query("vote_id in ('unga-68-262', 'unga-es-11-4')")),
    )


def gap() -> int:
    """Square kilometres of the regions claimed by Russian law that Russia did not hold on the last day mapped, to the next thousand."""
    rows = record.load("regional_control")
    last = rows[(rows["producer_id"] == "deepstate") & (rows["date"] == last_mapped()) & rows["is_claimed"]]
    area, share = last["area_km2"].astype("float64"), last["share_pct"].astype("float64") / 100
    # Crimea is held whole; what is missing of its share is the difference of two coastlines.
    missing = (area / share - area)[last["place_id"] != "crimea"]
    return int(round(missing.sum(), -3))
