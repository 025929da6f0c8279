"""Numbers and tables of the chapter Obstacles."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from helpers import bargaining, ceasefires, clauses, drafts, meetings, record, reliability
from helpers.clauses import MINSK
from helpers.display import Table
from helpers.figures import obstacles_land, obstacles_money, obstacles_overall, obstacles_texts, obstacles_unity
from helpers.figures.obstacles_distance import low as low_title
from helpers.figures.obstacles_distance import names
from helpers.sourcing import ids
from helpers.tables import obstacles_regions, obstacles_trust
from helpers.wording import in_words

TALKS = ("agreement", "negotiation_round", "bilateral_talks", "summit", "ministerial_meeting", "adviser_meeting", "envoy_meeting", "proposal", "ceasefire", "ceasefire_breakdown")
"""Kinds of event whose contested points are listed: talks, texts and truces."""


def _minsk() -> dict[str, Any]:
    """Clauses of the Minsk texts and breaches of the truces of their time."""
    provisions, truces = record.load("provisions"), record.load("ceasefires")
    minsk = provisions[provisions["document_id"].isin(MINSK)]
    bound = clauses.bound(provisions, MINSK).groupby("actor_id")["clauses"].sum()
    alone = minsk["obligated_actor_ids"].fillna("")
    course = ceasefires.course(truces, meetings.day(meetings.HISTORY[1]))
    seen = course[course["violation_seen"]]
    reporter = truces[truces["ceasefire_id"].isin(seen["ceasefire_id"])]["first_violation_reported_by"].fillna("")
    guarantees = provisions[provisions["issue_id"] == "security-guarantees"]
    dead = record.load("civilian_casualties")
    total = dead[(dead["series_id"] == "ohchr-2014-2021-cumulative").fillna(False)].sort_values("end_first").iloc[-1]
    return {
        "n_minsk_clauses": len(minsk),
        "n_minsk_ukraine": bound["ukraine"],
        "n_minsk_ukraine_alone": int((alone == "ukraine").sum()),
        "n_minsk_areas": bound["dpr"],
        "n_minsk_russia": bound["russia"],
        "n_minsk_nobody": int((alone == "").sum()),
        "n_truces": len(course),
        "n_breach_known": len(seen),
        "n_breach_first_day": int((seen["days_to_violation"] == 0).sum()),
        "n_breach_by_osce": int((reporter == "osce-smm").sum()),
        "n_breach_by_sides": int(reporter.str.contains("ukraine|russia|dpr|lpr").sum()),
        "n_breach_unknown": len(course) - len(seen),
        "n_guarantee_clauses": len(guarantees),
        "n_guarantee_minsk": int(guarantees["document_id"].isin(MINSK).sum()) or "none",
        "killed_to_2021": int(total["killed"]),
    }


def _distance() -> dict[str, Any]:
    """The distance between the declared positions, with its bands, and what the codings say of themselves."""
    apart, narrow, wide = obstacles_overall.computed()
    share = bargaining.overall(apart)
    first, last = share["day"].iloc[0], share["day"].iloc[-1]
    same = bargaining.like_with_like(apart, first, last)
    codings = record.load("codings")
    pairs = reliability.pairs(codings)
    latest = apart[apart["day"] == last]
    low = share.loc[share["share"].idxmin()]
    drop, title = obstacles_overall.dropped(), names()
    texts = obstacles_texts.compared().set_index("document_id")
    part = (texts["text"] - texts["one"]) / (texts["two"] - texts["one"])
    percent = {
        "distance_first": share["share"].iloc[0],
        "distance_low": low["share"],
        "distance_last": share["share"].iloc[-1],
        "distance_same_first": same["then"].mean() / bargaining.STEPS,
        "distance_same_last": same["now"].mean() / bargaining.STEPS,
        "distance_low_band": narrow["low"].iloc[-1],
        "distance_high_band": narrow["high"].iloc[-1],
        "distance_low_wide": wide["low"].iloc[-1],
        "distance_high_wide": wide["high"].iloc[-1],
        "distance_drop_low": drop.iloc[0],
        "distance_drop_high": drop.iloc[-1],
        "coding_agreement": (pairs["first"] == pairs["second"]).mean(),
        "part_28": part["us-28-point-2025-11"],
        "part_e3": part["e3-counter-2025-11"],
        "part_20": part["ua-us-20-point-2025-12"],
    }
    return {
        **{name: f"{value:.0%}".replace("%", " per cent") for name, value in percent.items()},
        "drop_low_scale": low_title(title[drop.index[0]]),
        "n_scales": int(share["scales"].iloc[-1]),
        "n_same_scales": len(same),
        "steps_ukraine": f"{same['one'].sum():g}",
        "steps_russia": f"{same['two'].sum():g}",
        "steps_nearer": f"{(same['then'] - same['now']).sum():g}",
        "n_positions": int((record.load("positions")["stance_code"].notna()).sum()),
        "n_coded_twice": len(pairs),
        "n_far": int((latest["steps"] >= 3).sum()),
        "n_over_half_year": int((latest["age"] > 182).sum()),
        "n_texts_between": len(texts),
    }


def _first_figure(text: str) -> str:
    """The first number of a sentence, as it stands there."""
    return str(re.findall(r"\d[\d,]*", text)[0])


def _counts() -> dict[str, Any]:
    """Figures of polls, money, land and drafts that the prose names."""
    provisions = record.load("provisions")
    found: dict[str, Any] = {}
    for name, (one, two) in {"e3": ("us-28-point-2025-11", "e3-counter-2025-11"), "20": ("us-28-point-2025-11", "ua-us-20-point-2025-12"), "istanbul": ("draft-treaty-2022-04", "ua-us-20-point-2025-12")}.items():
        for what, many in drafts.counts(drafts.compare(provisions, one, two)).items():
            found[f"diff_{name}_{what}"] = many
    needs = record.load("reconstruction_needs").sort_values("as_of_date").iloc[-1]
    aid = obstacles_money.aid_by_year().pivot(index="year", columns="who", values="total")
    votes = record.load("un_votes").set_index("vote_id")
    polls = record.load("opinion_polls").set_index("answer_id")["share_pct"].astype("float64").astype(int)
    land = record.load("territory_control")
    mirror = land[land["series_id"] == "deepstate-area-mirror"].sort_values("date")["share_pct"].astype("float64")
    gains = record.load("territory_changes").set_index("observation_id")["net_change_km2"]
    acts = obstacles_money.acts()["row"].value_counts()
    clause, position = provisions.set_index("provision_id")["summary"], record.load("positions").set_index("position_id")["summary"]
    return {
        **found,
        "cap_28": _first_figure(clause["us-28-point-2025-11-6"]),
        "cap_e3": _first_figure(clause["e3-counter-2025-11-6"]),
        "cap_2022_russia": _first_figure(clause["draft-treaty-2022-04-annex-1-russian-figures"]),
        "cap_2022_ukraine": _first_figure(clause["draft-treaty-2022-04-annex-1-ukrainian-figures"]),
        "coalition_states": _first_figure(position["coalition-of-the-willing-foreign-forces-2025-09-04"]),
        "needs_bn": int(needs["needs_usd_bn"]),
        "aid_us_2024": f"{aid.at['2024', 'United States']:.1f}",
        "aid_us_2025": f"{aid.at['2025', 'United States']:.1f}",
        "aid_europe_2024": f"{aid.at['2024', 'Europe']:.1f}",
        "aid_europe_2025": f"{aid.at['2025', 'Europe']:.1f}",
        "n_us_easing": int(acts["US: easing"]),
        "land_first": f"{mirror.iloc[0]:.1f}",
        "land_last": f"{mirror.iloc[-1]:.1f}",
        "gain_2025_deepstate": int(gains["deepstate-2025"]),
        "gain_2025_afp": int(gains["afp-isw-2025"]),
        "yes_es11_1": int(votes.at[next(v for v in votes.index if v.endswith("es-11-1")), "yes"]),
        "poll_reject_first": polls["kiis-concessions-2022-05-reject"],
        "poll_reject_last": polls["kiis-concessions-2025-12-29-reject"],
        "poll_plan_europe": polls["kiis-plan-europe-2025-09-2025-12-13-accept"],
        "poll_donbas_against": polls["kiis-donbas-for-guarantees-2026-03-08-reject"],
        "poll_donbas_accept": polls["kiis-donbas-for-guarantees-2026-03-08-accept"],
        "poll_levada_talks": polls["levada-continue-or-talks-2026-02-25-talks"],
        "poll_levada_continue": polls["levada-continue-or-talks-2026-02-25-continue"],
        "n_accounts": len(_accounts()),
    }


def _ground() -> dict[str, Any]:
    """Change of the front by month, and what is held of the regions."""
    found = obstacles_land.changes()
    line = found[found["who"] == obstacles_land.LINE]
    spread = obstacles_land.spreads(found)
    most = line.loc[line["km2"].idxmax()]
    donetsk = obstacles_regions.held().set_index("place_id").loc["donetsk-region"]
    return {
        "month_most": round(float(most["km2"])),
        "month_most_when": in_words(str(most["month"])[:7]),
        "month_last": round(float(line["km2"].tail(3).mean())),
        "month_spread": round(float((spread["high"] - spread["low"]).max())),
        "gap_four": obstacles_regions.gap(),
        "regions_day": in_words(obstacles_regions.last_mapped()),
        "claim_day": in_words(obstacles_regions.CLAIM),
        **{f"donetsk_{name}": donetsk[name] for name in ("said", "isw", "before", "now")},
    }


def numbers() -> dict[str, Any]:
    """Every number that the prose of the chapter names."""
    return {**_minsk(), **obstacles_trust.numbers(), **_distance(), **_counts(), **_ground(), **obstacles_unity.numbers()}


def _accounts() -> pd.DataFrame:
    """Accounts of talks, texts and truces on which at least two authors are on record."""
    found = clauses.attributed(record.load("discrepancies"))
    kinds = record.load("events").set_index("event_id")["event_type"]
    found = found[found["row_id"].map(kinds).isin(TALKS)]
    return found[found.groupby(["row_id", "field"])["author"].transform("nunique") >= 2]


def accounts() -> Table:
    """Contested points: who says what, with the sources."""
    found = _accounts().rename(columns={"row_id": "event_id"})
    events = record.load("events").set_index("event_id")
    found = found.assign(year=found["event_id"].map(events["start_date"]).str[:4], author=found["author"].str[:1].str.upper() + found["author"].str[1:])
    return Table(
        found.sort_values("event_id", kind="stable"),
        name="tab-accounts",
        caption="Points on which at least two accounts are on record and the record prefers none. Their order means nothing.",
        columns={"year": "Year", "event_id": "Event", "author": "Whose account", "account": "What it says", "source_ids": "Sources"},
        refs={"event_id": "event", "source_ids": "source"},
        widths={"year": 7, "event_id": 26, "author": 17, "account": 28, "source_ids": 22},
        sources=ids(found),
    )
