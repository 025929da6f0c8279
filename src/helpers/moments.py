"""The state of the talks on a day, as a reader could have had it then, and what the record has learnt since.

Pandas in, pandas out; nothing is drawn here. “Then” is ``record.as_of`` of the day and nothing else; “since” is the whole
record, to the last day of evidence. Rules that pick rows stand in the docstrings and are said on the pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from helpers import bargaining, ceasefires, exchanges, intensity, meetings, record

WEEKS = 4
"""How far back “the last weeks” reach."""

MONTHS = 6
"""How old a proposal may be to count as on the table."""

PROPOSALS = ("plan", "draft", "memorandum", "letter", "treaty")
"""Values of ``document_type`` that put something forward."""

SETTLED = ("signed", "adopted")
"""Values of ``document_status`` of texts that are proposals no more."""

_TALKS = (*intensity.MEETINGS, intensity.CALL)
CONTACTS: dict[str, tuple[tuple[str, str], tuple[str, ...], tuple[str, ...]]] = {
    "Rounds of talks between Ukraine and Russia": (("ukraine", "russia"), ("ukraine_russia", "trilateral_us"), ("negotiation_round",)),
    "The United States and Russia, meetings and calls": (("united-states", "russia"), ("us_russia",), _TALKS),
    "The United States and Ukraine, meetings and calls": (("united-states", "ukraine"), ("us_ukraine",), _TALKS),
}
"""Channels whose last and next contact is looked up: who must be there, and the values of ``track`` and ``event_type`` that belong to each."""

DEALS = ("agreement", "ceasefire", "recommitment", "negotiation_round")
"""Values of ``event_type`` that are told one by one among what has happened since."""


@dataclass(frozen=True)
class Moment:
    """A day that has a page of its own.

    Attributes:
        day: ISO date.
        article: the background article of the table ``claims`` that describes that day (a source).
        why: how the day follows from the article.
    """

    day: str
    article: str
    why: str


MOMENTS: tuple[Moment, ...] = (
    Moment(
        "2024-12-31",
        "background-001-peace-talks-overview",
        "The article bears no date. It tells of the end of the Black Sea Grain Initiative in July 2023 and of nothing in 2025, so the page takes the last "
        "day that it can describe.",
    ),
    Moment("2025-02-02", "background-002-progress-challenges", "The heading of the article names the day."),
    Moment(
        "2025-05-20",
        "background-000-istanbul-talks",
        "The article says May 2025. Its latest events are the calls of 19 May, and it does not know of the exchange of 23 to 25 May.",
    ),
    Moment(
        "2025-12-01",
        "background-004-update-current-talks",
        "The article bears no day. It tells of the talks in Florida on 30 November 2025 and expects the meeting in Moscow of 2 December.",
    ),
    Moment(
        "2025-12-03",
        "background-003-negotiations-status",
        "The article bears no day. The meeting in Moscow, which ended in the night to 3 December 2025, is the latest event that it tells.",
    ),
)


class State:
    """The talks on one day.

    Args:
        day: ISO date; the state is that at the end of the day.
    """

    def __init__(self, day: str) -> None:
        self.day, self.at = day, meetings.day(day)
        self.view = record.as_of(day)

    @cached_property
    def events(self) -> pd.DataFrame:
        """The events known that day, in the order of their first day."""
        return self.view.load("events").sort_values(["start_first", "event_id"], kind="stable")

    @cached_property
    def later(self) -> pd.DataFrame:
        """The events of the whole record that began after the day, in order."""
        frame = record.load("events")
        return frame[frame["start_first"] > self.at].sort_values(["start_first", "event_id"], kind="stable")

    def recent(self) -> pd.DataFrame:
        """The events of the last ``WEEKS`` weeks that were known, in order, with ``outcome_since``: the outcome if it was learnt later."""
        events = self.events
        rows = events[(events["start_last"] > self.at - pd.Timedelta(weeks=WEEKS)) & (events["start_first"] <= self.at)]
        now = record.load("events").set_index("event_id")["outcome"]
        return rows.assign(outcome_since=rows["event_id"].map(now).where(rows["outcome"].isna()))

    def hidden(self) -> pd.DataFrame:
        """The events that had begun and that nobody outside could know, in order."""
        frame = record.load("events")
        return frame[(frame["start_last"] <= self.at) & ~frame["event_id"].isin(self.events["event_id"])].sort_values("start_first", kind="stable")

    def contacts(self) -> pd.DataFrame:
        """The last contact in each of ``CONTACTS`` that was known, and the next one of the whole record.

        Both actors of the channel take part as a party or mediator; a contact that somebody denies (``objector``) is none.

        Returns:
            ``channel``, ``last`` (event_id or missing), ``days`` since its last day, ``next`` (event_id or missing), ``wait``
            (days from the day to the first day of the next).
        """
        found = []
        parts = record.load("event_actors")
        denied = parts.loc[parts["role"] == "objector", "event_id"]
        for channel, (pair, tracks, kinds) in CONTACTS.items():
            there = parts[parts["role"].isin(["party", "mediator", "signatory"]) & parts["actor_id"].isin(pair) & ~parts["event_id"].isin(denied)]
            both = there.groupby("event_id")["actor_id"].nunique() == len(pair)
            past, coming = (
                frame[frame["track"].isin(tracks) & frame["event_type"].isin(kinds) & frame["event_id"].isin(both.index[both])]
                for frame in (self.events, self.later)
            )
            past = past[past["start_first"] <= self.at]
            past = past.assign(over=past["end_last"].fillna(past["start_last"])).sort_values(["over", "event_id"], kind="stable")
            last, after = past.tail(1), coming.head(1)
            found.append(
                {
                    "channel": channel,
                    "last": next(iter(last["event_id"]), pd.NA),
                    "days": max(0, (self.at - last["over"].iloc[0]).days) if len(last) else pd.NA,
                    "next": next(iter(after["event_id"]), pd.NA),
                    "wait": (after["start_first"].iloc[0] - self.at).days if len(after) else pd.NA,
                }
            )
        return pd.DataFrame(found)

    def truces(self) -> pd.DataFrame:
        """The truces of the full-scale war that had begun and of which no end was known; the invasion ended the older ones at the latest.

        Returns:
            The columns of ``ceasefires`` as known that day, with ``fate`` (of the promise behind it, as far as it was known)
            and ``date_since``, ``reason_since``, ``note_since``: how it ended, by the whole record.
        """
        frame = self.view.load("ceasefires")
        begun = frame["effective_last"].between(meetings.day(meetings.INVASION), self.at)
        rows = frame[frame["truce_status"].isin(ceasefires.IN_FORCE) & begun & frame["end_reason"].isna()].sort_values(["effective_first", "ceasefire_id"])
        promised = self.view.load("commitments").dropna(subset=["ceasefire_id"]).drop_duplicates("ceasefire_id").set_index("ceasefire_id")["fate"]
        now = record.load("ceasefires").set_index("ceasefire_id")
        more = {f"{name}_since": rows["ceasefire_id"].map(now[f"end_{name}"]) for name in ("date", "reason", "note")}
        return rows.assign(fate=rows["ceasefire_id"].map(promised), **more)

    def proposals(self) -> pd.DataFrame:
        """The texts of the last ``MONTHS`` months that put something forward, newest first.

        ``document_status`` is a fact of today, so a text is left out only when it was signed or adopted.

        Returns:
            The columns of ``documents`` as known that day, with ``followed`` and ``followed_since``: the ids of texts that
            replace it, ``;``-separated, known that day and known only later.
        """
        frame, ever = self.view.load("documents"), record.load("documents")
        young = frame["date_last"] > self.at - pd.DateOffset(months=MONTHS)
        rows = frame[frame["document_type"].isin(PROPOSALS) & ~frame["document_status"].isin(SETTLED) & young]
        after = ever.dropna(subset=["supersedes_id"]).groupby("supersedes_id")["document_id"].agg(list)
        known = set(frame["document_id"])
        parts = {
            name: [";".join(d for d in after.get(one, []) if (d in known) == then) for one in rows["document_id"]]
            for name, then in (("followed", True), ("followed_since", False))
        }
        return rows.assign(**parts).sort_values(["date_first", "document_id"], ascending=[False, True], kind="stable")

    def stands(self) -> pd.DataFrame:
        """The last declared position of Ukraine and of Russia on each issue that has a scale, and what came after it.

        Returns:
            One row per issue and side that has one: ``issue_id``, ``actor_id``, ``position_id``, ``date``, ``summary``,
            ``scale_id``, ``stance_code``, ``step_id``, ``more`` (declared positions since), and of the last of these
            ``next_id``, ``next_date``, ``next_scale``, ``next_code``; issues in their own order, Ukraine first.
        """
        scaled = set(record.load("scales")["issue_id"])

        def declared(frame: pd.DataFrame) -> pd.DataFrame:
            kept = (frame["position_type"] == "declared") & ~frame["is_legal_baseline"].fillna(False) & frame["actor_id"].isin(bargaining.SIDES)
            return frame[kept & frame["issue_id"].isin(scaled)].sort_values(["date_last", "position_id"], kind="stable")

        then, now = declared(self.view.load("positions")), declared(record.load("positions"))
        now = now[~now["position_id"].isin(then["position_id"]) & (now["date_last"] > self.at)]
        own = ["issue_id", "actor_id", "position_id", "date", "summary", "scale_id", "stance_code", "step_id"]
        after = {"next_id": "position_id", "next_date": "date", "next_scale": "scale_id", "next_code": "stance_code"}
        last, coming = ({key: rows.iloc[-1] for key, rows in frame.groupby(["issue_id", "actor_id"])} for frame in (then, now))
        count = now.groupby(["issue_id", "actor_id"]).size().to_dict()
        rows = []
        for key in ((issue, side) for issue in record.load("issues")["issue_id"] for side in bargaining.SIDES):
            if key in last:
                new = {name: coming[key][column] if key in coming else pd.NA for name, column in after.items()}
                rows.append({**last[key][own].to_dict(), "more": count.get(key, 0), **new})
        return pd.DataFrame(rows, columns=[*own, "more", *after])

    def totals(self) -> pd.DataFrame:
        """Prisoners and bodies handed over since the invasion, that day and by the last day of evidence.

        Returns:
            ``what`` (``prisoners`` or ``bodies``), ``side`` (to whom), ``low`` and ``high`` (that day; by the least and the
            greatest numbers of the sources), ``low_now``, ``high_now`` (by the whole record).
        """
        first, rows = meetings.day(meetings.INVASION), []
        tables = (("prisoners", "prisoner_exchanges", "exchange_id", exchanges.SIDES), ("bodies", "returns_of_bodies", "return_id", exchanges.BODIES))
        for what, table, key, sides in tables:
            then, now = (
                exchanges.running(frame, key, sides, disputed, first).groupby("side")[["low", "high"]].last()
                for frame, disputed in ((self.view.load(table), self.view.load("discrepancies")), (record.load(table), record.load("discrepancies")))
            )
            for side in sides:
                edges = [*(then.loc[side] if side in then.index else (0, 0)), *now.loc[side]]
                rows.append((what, side, *map(int, edges)))
        return pd.DataFrame(rows, columns=["what", "side", "low", "high", "low_now", "high_now"])

    def handovers(self, table: str = "prisoner_exchanges") -> tuple[pd.DataFrame, int]:
        """The handovers since the invasion known that day, in order, and how many the whole record has had since."""
        then, now = self.view.load(table), record.load(table)
        mine = then[then["date_last"] >= meetings.day(meetings.INVASION)].sort_values("date_last", kind="stable")
        return mine, int((~now["date_last"].isna() & (now["date_last"] > self.at)).sum())

    def promises(self) -> pd.DataFrame:
        """The promises that were made, and of which nobody knew yet what became of them, oldest first.

        Returns:
            The columns of ``commitments`` as known that day, with ``fate_since``, ``fate_date_since``, ``note_since``.
        """
        frame = self.view.load("commitments")
        rows = frame[frame["fate"].isna() | (frame["fate"] == "open")].sort_values(["made_first", "commitment_id"], kind="stable")
        now = record.load("commitments").set_index("commitment_id")
        more = {f"{name}_since": rows["commitment_id"].map(now[name]) for name in ("fate", "fate_date", "fate_note")}
        return rows.assign(**more)

    def deals(self) -> pd.DataFrame:
        """What was agreed or met for directly since: the later events of the kinds ``DEALS``, in order."""
        return self.later[self.later["event_type"].isin(DEALS)]
