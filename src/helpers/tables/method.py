"""Numbers and tables of the page Method."""

from __future__ import annotations

from typing import Any

import pandas as pd

from helpers import ceasefires, codability, grading, meetings, participation, record, reliability
from helpers.display import Table


def numbers() -> dict[str, Any]:
    """Sizes and shares for the prose."""
    events, sources, documents = record.load("events"), record.load("sources"), record.load("documents")
    disputes = record.load("discrepancies")
    truces = record.load("ceasefires")
    return {
        "n_events": len(events),
        "n_events_period": len(meetings.within(events)),
        "n_truce_rows": len(truces),
        "n_commitments": int(truces["truce_status"].isin(ceasefires.IN_FORCE).sum()),
        "n_truces": len(_courses(truces)),
        "n_truces_early": len(ceasefires.course(truces, meetings.day(meetings.HISTORY[1]))),
        "n_stance_clauses": int(record.load("provisions")["stance_code"].notna().sum()),
        "n_stance_positions": int(record.load("positions")["stance_code"].notna().sum()),
        "n_truce_events": int(events["event_type"].isin(["ceasefire", "recommitment"]).sum()),
        "n_sources": len(sources),
        "n_groups": sources["publisher_group"].nunique(),
        "n_tables": len(record.tables()),
        "n_opened": int((sources["reading"] == "opened").sum()),
        "n_not_opened": int((sources["reading"] != "opened").sum()),
        "n_party": int(sources["party_to_war"].notna().sum()),
        "n_russian_side": int((sources["party_to_war"] == "russia").sum()),
        "n_ukrainian_state": int((sources["party_to_war"] == "ukraine").sum()),
        "n_state": int(sources["is_state_media"].fillna(False).sum()),
        "n_english": grading.share(int((sources["language"] == "en").sum()), len(sources)),
        "n_outcome_later": int(events["outcome_known_from"].notna().sum()),
        "n_documents_later": int(grading.later_known(documents, "date_last").sum()),
        "n_documents": len(documents),
        "n_values": len(disputes),
        "n_disputed_rows": int(disputes.groupby(["table", "row_id", "field"]).ngroups),
        "n_open_values": int((disputes["status"] == "open").sum()),
    }


def _courses(truces: pd.DataFrame) -> pd.DataFrame:
    """The courses of all truces of the record with a first day, before and since the invasion."""
    first, last = map(meetings.day, meetings.since())
    return pd.concat([ceasefires.course(truces, meetings.day(meetings.HISTORY[1])), ceasefires.later_course(truces, first, last)])


def gaps() -> Table:
    """What is missing, counted."""
    events, sources, documents = record.load("events"), record.load("sources"), record.load("documents")
    provisions, votes = record.load("provisions"), record.load("un_votes")
    truces, parts = record.load("ceasefires"), record.load("event_actors")
    course = _courses(truces)
    seated = participation.seats(events, parts, participation.AREAS)
    named = parts[parts["person_id"].notna()]["event_id"]
    assembly = votes[votes["body"] == "unga"]
    rows = [
        ("Truces with a first day, but no date of a first breach", int((~course["violation_seen"]).sum()), len(course)),
        ("Truces whose end no source states", int((truces["end_reason"] == "not_known").sum()), len(truces)),
        ("Events that rest on one group of publishers", int((grading.publishers(events, sources) == 1).sum()), len(events)),
        ("Events whose evidence is provisional", int((events["evidence_status"] == "provisional").sum()), len(events)),
        ("Talks in which no delegate is named", int((~pd.Series(seated["event_id"].unique()).isin(named)).sum()), seated["event_id"].nunique()),
        ("Clauses taken from a text that was named, not opened", int((provisions["reading"] != "opened").sum()), len(provisions)),
        ("Documents whose full text is not public", int((documents["text_public"] != "full").sum()), len(documents)),
        ("General Assembly votes without the whole list of states", int((assembly["roll_call_coverage"] != "complete").sum()), len(assembly)),
        ("Sources whose page was not opened", int((sources["reading"] != "opened").sum()), len(sources)),
        ("Sources without an address", int(sources["url"].isna().sum()), len(sources)),
    ]
    frame = pd.DataFrame(rows, columns=["gap", "rows", "of"])
    return Table(
        frame,
        name="tab-gaps",
        caption="What the record lacks, counted from the record itself.",
        columns={"gap": "What is missing", "rows": "Rows", "of": "Of"},
        widths={"gap": 70, "rows": 15, "of": 15},
    )


SPEAKERS = 4  # actors that have a line of their own among those whose positions are recorded


def voices() -> Table:
    """Whose voice the record rests on: sources, events that cite them, and declared positions, by side and language."""
    sources, events, positions = record.load("sources"), record.load("events"), record.load("positions")
    own = grading.hands(sources)
    tongue = sources.set_index("source_id")["language"].map(grading.LANGUAGES).fillna("Other languages").astype("object")
    rows = []
    for group, kinds, order in (("Publisher", own.map(grading.HANDS), list(grading.HANDS.values())), ("Language", tongue, [*grading.LANGUAGES.values(), "Other languages"])):
        counted, cited = kinds.value_counts(), grading.citations(events, kinds)
        rows += [(group, name, _of(int(counted.get(name, 0)), len(sources)), _of(int(cited.get(name, 0)), len(events))) for name in order]
    declared = positions[~positions["is_legal_baseline"].fillna(False)]["actor_id"].map(record.load("actors").set_index("actor_id")["name"])
    speakers = declared.value_counts()
    named = [(name, int(n)) for name, n in sorted(speakers.items(), key=lambda one: (-one[1], one[0]))[:SPEAKERS]]
    rows += [("Position of", name, _of(n, len(declared)), "") for name, n in [*named, ("All others", len(declared) - sum(n for _, n in named))]]
    return Table(
        pd.DataFrame(rows, columns=["group", "name", "sources", "events"]),
        name="tab-voices",
        caption=(
            "Whose voice the record carries: sources by publisher and by language, the events that cite at least one of them, and declared positions by actor. An event cites several, so that "
            "its shares do not add up; who publishes is not always who is quoted."
        ),
        columns={"group": "By", "name": "Group", "sources": "Sources (positions)", "events": "Events that cite them"},
        widths={"group": 16, "name": 36, "sources": 24, "events": 24},
        align={"sources": "right", "events": "right"},
    )


def _of(part: int, whole: int) -> str:
    """A count with its share: ``120 (24%)``."""
    return f"{part:,} ({part / whole:.0%})"


def stability_numbers() -> dict[str, Any]:
    """Sizes and results of the second coding for the prose."""
    codings = record.load("codings")
    found, both = reliability.by_scale(codings), reliability.pairs(codings)
    names = reliability.titles(record.load("scales"), record.load("issues"))
    second = codings[codings["coding"] == "second"]
    apart = (both["first"] - both["second"]).abs()
    low = found[found["low"] < reliability.THRESHOLD].sort_values("low", kind="stable")
    return {
        "n_coded_twice": len(both),
        "n_second_codings": len(second),
        "n_coded_scales": len(found),
        "n_coded_equal": int((apart == 0).sum()),
        "n_coded_unequal": int((apart > 0).sum()),
        "n_coded_far": int((apart > 1).sum()),
        "share_coded_equal": grading.share(int((apart == 0).sum()), len(both)),
        "coded_per_scale": f"{found['n'].min()} to {found['n'].max()}",
        "alpha_least": f"{found['alpha'].min():.2f}",
        "alpha_limit_least": f"{found['low'].min():.2f}",
        "n_scales_below": int((found["alpha"] < reliability.THRESHOLD).sum()) or "none",
        "n_scales_low_limit": len(low),
        "scales_low_limit": ", ".join(f"{names[scale]} ({limit:.2f}, {n} items)" for scale, limit, n in zip(low["scale_id"], low["low"], low["n"])) or "none",
        "n_scales_all_equal": int((found["agree"] == found["n"]).sum()),
        "alpha_threshold": str(reliability.THRESHOLD),
        "n_bootstrap": f"{reliability.DRAWS:,}",
        "coding_seed": str(codings["seed"].min()),
        "n_coded_from_text": int((second["basis"] == "opened").sum()),
        "n_coded_known": int((second["basis"] == "known").sum()),
        "n_coded_from_summary": int((second["basis"] == "summary").sum()),
    }


def codable_numbers() -> dict[str, Any]:
    """Sizes and results of the draw that mixed items without a code among coded ones, for the prose."""
    codings = record.load("codings")
    decided = codability.decisions(codings)
    alpha, low, high = codability.alpha(decided)
    without, coded = decided[~decided["first"]], decided[decided["first"]]
    mixed = codings[codings["seed"] == codability.SEED]
    both = reliability.pairs(mixed)
    present = pd.concat(
        [
            record.load("positions").assign(table="positions").rename(columns={"position_id": "row_id", "stance_code": "code"}),
            record.load("provisions").assign(table="provisions").rename(columns={"provision_id": "row_id", "stance_code": "code"}),
        ]
    )[["table", "row_id", "code"]]
    return {
        "codable_seed": str(codability.SEED),
        "n_mixed": len(decided),
        "n_mixed_without": len(without),
        "n_mixed_with": len(coded),
        "n_now_given": int(without["second"].sum()),
        "share_now_given": grading.share(int(without["second"].sum()), len(without)),
        "n_now_none": int((~coded["second"]).sum()),
        "share_now_none": grading.share(int((~coded["second"]).sum()), len(coded)),
        "n_decided_otherwise": int((decided["first"] != decided["second"]).sum()),
        "n_mixed_both": len(both),
        "n_mixed_equal": int((both["first"] == both["second"]).sum()),
        "codable_alpha": f"{alpha:.2f}",
        "codable_limits": f"{low:.2f} to {high:.2f}",
        "n_mixed_recoded": int(reliability.recoded(mixed, present).sum()) or "none",
    }


def stability() -> Table:
    """How far the two codings of one team agree, for each scale."""
    found = reliability.by_scale(record.load("codings"))
    found["scale"] = found["scale_id"].map(reliability.titles(record.load("scales"), record.load("issues")))
    found["equal"] = [f"{share:.0%} ({low:.0%} to {high:.0%})" for share, low, high in zip(found["agreement"], found["agreement_low"], found["agreement_high"])]
    found["value"] = [f"{alpha:.3f}" for alpha in found["alpha"]]
    found["limits"] = [f"{low:.3f} to {high:.3f}" for low, high in zip(found["low"], found["high"])]
    return Table(
        found.sort_values("scale", kind="stable"),
        name="tab-stability",
        caption=(
            "Stability of the coding by scale: one team coded the same items twice. Agreement is the share of equal codes with Wilson’s interval, alpha is Krippendorff’s for "
            "ordinal codes with a bootstrap interval, both of 95 per cent. It is not agreement between independent coders."
        ),
        columns={"scale": "Scale", "n": "Items", "agree": "Equal codes", "equal": "Agreement", "value": "Alpha", "limits": "Interval of alpha"},
        align={"value": "right", "limits": "right"},
        widths={"scale": 34, "n": 8, "agree": 10, "equal": 22, "value": 9, "limits": 17},
    )


def codable() -> Table:
    """How often the second coding decided otherwise whether an item takes a stance at all."""
    found = codability.changed(codability.decisions(record.load("codings")))
    kinds = {"positions": "Positions", "provisions": "Clauses"}
    found["item"] = [f"{kinds[table]} {'with' if first else 'without'} a first code" for table, first in zip(found["table"], found["first"])]
    found["otherwise"] = [f"{other} got {'none' if first else 'a code'}" for other, first in zip(found["other"], found["first"])]
    found["limits"] = [f"{share:.0%} ({low:.0%} to {high:.0%})" for share, low, high in zip(found["share"], found["low"], found["high"])]
    return Table(
        found,
        name="tab-codable",
        caption=(
            "Whether a text takes a stance at all: items that the second coding decided otherwise, in a draw that mixed items without a code among coded ones; the coder was not told "
            "which were which. Shares with Wilson’s interval of 95 per cent."
        ),
        columns={"item": "Items", "n": "Drawn", "otherwise": "In the second coding", "limits": "Share"},
        widths={"item": 38, "n": 10, "otherwise": 26, "limits": 26},
    )
