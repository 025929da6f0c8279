"""Which issues the texts treat, and whom their clauses bind.

Pandas in, pandas out; nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

MINSK = ("minsk-protocol", "minsk-memorandum", "minsk-ii")
"""The three texts that are called the Minsk agreements."""

NOBODY = "nobody named"
"""What stands for the bound where a clause puts no named actor under a duty."""


def said(provisions: pd.DataFrame) -> pd.Series:
    """Each clause as it is quoted in figures and tables: its point, our words, the qualifier of the text in brackets."""
    point = (provisions["point"].astype("string") + ": ").fillna("")
    qualifier = (" [" + provisions["qualifier"].astype("string") + "]").fillna("")
    return (point + provisions["summary"].astype("string") + qualifier).rename("said")


def gathered(provisions: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """The clauses of each group in the order of their text: ``by``, ``said`` (joined by `` · ``), ``clauses`` (how many), ``source_ids``."""
    rows = provisions.assign(said=said(provisions)).sort_values("sequence", kind="stable")
    groups = rows.groupby(list(by), sort=False)
    found = groups.agg(said=("said", " · ".join), clauses=("said", "size"), source_ids=("source_ids", ";".join)).reset_index()
    return found.assign(source_ids=[";".join(dict.fromkeys(cell.split(";"))) for cell in found["source_ids"]])


def until(provisions: pd.DataFrame, documents: pd.DataFrame, last: str) -> pd.DataFrame:
    """The clauses of documents dated on or before a day (an imprecise date counts by its last day), in file order."""
    early = documents.loc[documents["date_last"] <= pd.Timestamp(last, tz="UTC"), "document_id"]
    return provisions[provisions["document_id"].isin(early)]


def by_issue(provisions: pd.DataFrame) -> pd.DataFrame:
    """Clauses by document and issue: ``document_id``, ``issue_id``, ``clauses``; only pairs that occur, in file order."""
    return provisions.groupby(["document_id", "issue_id"], sort=False).size().rename("clauses").reset_index()


def bound(provisions: pd.DataFrame, document_ids: Sequence[str], together: Mapping[str, str] = {}) -> pd.DataFrame:
    """Who is bound by the clauses of some documents, issue by issue.

    Args:
        provisions: the table ``provisions``.
        document_ids: the documents to look at.
        together: actor id → id under which it is counted.

    Returns:
        One row per issue and actor, in file order: ``issue_id``, ``actor_id`` (``NOBODY`` for a clause that names
        none), ``clauses``. A clause that binds several actors counts once for each.
    """
    chosen = provisions[provisions["document_id"].isin(document_ids)]
    who = chosen["obligated_actor_ids"].fillna(NOBODY).str.split(";")
    pairs = chosen.assign(actor_id=who).explode("actor_id")
    pairs["actor_id"] = pairs["actor_id"].replace(dict(together))
    pairs = pairs.drop_duplicates(["provision_id", "actor_id"])
    return pairs.groupby(["issue_id", "actor_id"], sort=False).size().rename("clauses").reset_index()


def clauses_binding(provisions: pd.DataFrame, document_id: str, actor_id: str) -> int:
    """How many clauses of a document bind an actor; ``NOBODY`` counts those that name none."""
    found = bound(provisions, [document_id])
    return int(found.loc[found["actor_id"] == actor_id, "clauses"].sum())


def attributed(discrepancies: pd.DataFrame) -> pd.DataFrame:
    """The open accounts that say whose they are: a value that ends in ``(who)``.

    Args:
        discrepancies: the table ``discrepancies``.

    Returns:
        The rows about events whose status is ``open`` and whose value names an author, for fields of which at least one
        value does, in file order, with ``account`` and ``author`` in place of ``value``.
    """
    rows = discrepancies[(discrepancies["table"] == "events") & (discrepancies["status"] == "open")]
    parts = rows["value"].str.extract(r"^(?P<account>.*\S)\s*\((?P<author>[^()]+)\)$")
    found = rows.assign(account=parts["account"], author=parts["author"])
    return found[found["author"].notna()].drop(columns="value").reset_index(drop=True)
