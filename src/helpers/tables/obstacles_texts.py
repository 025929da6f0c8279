"""Tables of the chapter Obstacles: the clauses of the main drafts, and the drafts compared."""

from __future__ import annotations

import pandas as pd

from helpers import bargaining, clauses, drafts, record
from helpers.display import Table
from helpers.figures.obstacles_distance import names
from helpers.figures.obstacles_texts import ORDER
from helpers.sourcing import ids

MATRIX = ("istanbul-communique-2022", "draft-treaty-2022-04", "ua-memorandum-2025-06", "ru-memorandum-2025-06", "us-28-point-2025-11", "e3-counter-2025-11", "ua-us-20-point-2025-12")
"""The drafts whose coded clauses are printed side by side."""

REST = ("eu-membership", "economic", "energy", "black-sea", "prisoners", "humanitarian", "children", "process", "implementation", "military-aid", "use-of-force")
"""Issues without a scale, after those with one."""


def _rank(issues: pd.Series) -> pd.Series:
    order = [*dict.fromkeys(s.rsplit("-20", 1)[0] for s in ORDER), *REST]
    return issues.map(lambda issue: order.index(issue) if issue in order else len(order))


def matrix() -> Table:
    """The coded clauses of the main drafts, issue by issue: our words, qualifier, step and source."""
    documents, provisions = record.load("documents"), record.load("provisions")
    found = bargaining.on_scales(provisions[provisions["document_id"].isin(MATRIX)], documents, record.load("scales"))
    many = len(found)
    where = ["scale_id", "document_id"]
    cells = clauses.gathered(found, where).drop(columns="clauses").merge(bargaining.ranges(found)[[*where, "low", "high"]], on=where)
    cells["step"] = [f"{a:.0f}" if a == b else f"{a:.0f}–{b:.0f}" for a, b in zip(cells["low"], cells["high"])]
    cells = cells.assign(issue=cells["scale_id"].map(names()), a=cells["scale_id"].map(list(ORDER).index), b=cells["document_id"].map(list(MATRIX).index))
    return Table(
        cells.sort_values(["a", "b"], kind="stable"),
        name="tab-matrix",
        caption=(
            f"The {many} clauses of seven main drafts that stand on a scale, in our words, with point and [qualifier]. Steps from 0 (Ukraine’s declared maximum) to 4 (Russia’s); two where clauses differ. "
            "All other clauses stand under each document."
        ),
        columns={"issue": "Issue", "document_id": "Text", "said": "Clauses", "step": "Step", "source_ids": "Sources"},
        refs={"document_id": "document", "source_ids": "source"},
        widths={"issue": 12, "document_id": 14, "said": 50, "step": 6, "source_ids": 18},
        sources=ids(found),
    )


def _difference(one: str, two: str, name: str, about: str) -> Table:
    """One table of what becomes of the clauses of a draft in another, without those that stayed as they were."""
    provisions, documents = record.load("provisions"), record.load("documents").set_index("document_id")
    found = drafts.compare(provisions, one, two)
    many = drafts.counts(found)
    table = provisions.set_index("provision_id")
    words = clauses.said(table[table["document_id"].isin([one, two])]).to_dict()
    code = table["stance_code"]
    found = found[found["change"] != drafts.KEPT].assign(rank=_rank(found["issue_id"]), number=range(len(found[found["change"] != drafts.KEPT])))
    found["before"], found["after"] = (found[side].map(words).fillna("none") for side in ("one", "two"))
    steps = [[("" if not key or pd.isna(code[key]) else str(code[key])) for key in pair] for pair in zip(found["one"], found["two"])]
    found["step"] = [f"{a or 'none'} → {b or 'none'}" if a or b else "" for a, b in steps]
    found["issue"] = found["issue_id"].map(record.load("issues").set_index("issue_id")["title"])
    used = table.loc[[k for k in (*found["one"], *found["two"]) if k]]
    return Table(
        found.sort_values(["rank", "number"], kind="stable"),
        name=name,
        caption=(
            f"{about}: {many['changed']} clauses changed, {many['dropped']} dropped, {many['added']} added, {many['kept']} as they were (not shown). “Reworded” means that our "
            "summaries differ, “rewritten” that little but the place is common, “moved” another point or issue."
        ),
        columns={"issue": "Issue", "before": documents.at[one, "short_title"], "after": documents.at[two, "short_title"], "change": "Change", "step": "Step"},
        widths={"issue": 14, "before": 33, "after": 33, "change": 12, "step": 8},
        sources=ids(used),
    )


def e3_against_28() -> Table:
    """The European counter-text against the 28 points."""
    return _difference("us-28-point-2025-11", "e3-counter-2025-11", "tab-diff-e3", "From the 28-point plan to the E3 counter-proposal")


def twenty_against_28() -> Table:
    """The 20 points against the 28."""
    return _difference("us-28-point-2025-11", "ua-us-20-point-2025-12", "tab-diff-20", "From the 28-point plan to the 20-point framework")


def istanbul() -> Table:
    """The drafts of 2022 against the draft of December 2025, issue by issue."""
    texts = ("istanbul-communique-2022", "draft-treaty-2022-04", "ua-us-20-point-2025-12")
    provisions, documents = record.load("provisions"), record.load("documents").set_index("document_id")
    chosen = provisions[provisions["document_id"].isin(texts) & (provisions["qualifier"].fillna("") != drafts.STRUCK)]
    cells = clauses.gathered(chosen, ["issue_id", "document_id"]).set_index(["issue_id", "document_id"])["said"].unstack("document_id")
    cells = cells[cells[list(texts[:2])].notna().any(axis=1)].reindex(columns=list(texts)).reset_index()
    compared = drafts.compare(provisions, texts[1], texts[2])
    many = compared.assign(kind=compared["change"].where(compared["change"].isin([drafts.ADDED, drafts.DROPPED, drafts.KEPT]), "changed")).groupby(["issue_id", "kind"]).size()
    cells["change"] = [", ".join(f"{many[issue, kind]} {kind}" for kind in ("kept", "changed", drafts.DROPPED, drafts.ADDED) if (issue, kind) in many.index) or "in neither" for issue in cells["issue_id"]]
    cells["issue"] = cells["issue_id"].map(record.load("issues").set_index("issue_id")["title"])
    cells = cells.assign(rank=_rank(cells["issue_id"])).sort_values("rank", kind="stable").fillna({t: "none" for t in texts})
    return Table(
        cells,
        name="tab-diff-istanbul",
        caption=(
            f"The texts of spring 2022 and the draft of December 2025 on the {len(cells)} issues that the former treat. The last column compares the draft of 15 April 2022 with the later text clause by clause: "
            f"{drafts.counts(compared)['changed'] + drafts.counts(compared)['kept'] or 'none'} of its clauses has a partner there. The map of 2022 is not published, and brackets mark what the sides had not agreed."
        ),
        columns={"issue": "Issue", **{t: documents.at[t, "short_title"] for t in texts}, "change": "April 2022 to December 2025"},
        widths={"issue": 13, texts[0]: 24, texts[1]: 26, texts[2]: 26, "change": 11},
        sources=ids(chosen),
    )
