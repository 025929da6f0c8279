"""Figures of the chapter History. Each function draws one figure from the record."""

from __future__ import annotations

from helpers.figures.history_counts import casualties, un_votes
from helpers.figures.history_time import meetings_by_table, timeline
from helpers.figures.history_truces import truce_survival, truces, violations

__all__ = ["casualties", "meetings_by_table", "timeline", "truce_survival", "truces", "un_votes", "violations"]
