"""Figures of the chapter History. Each function draws one figure from the record."""

from __future__ import annotations

from helpers.figures.history_counts import casualties, un_votes
from helpers.figures.history_time import meetings_by_table, timeline
from helpers.figures.history_truces import truce_survival, truces, violations
from helpers.figures.record_drafts import genealogy
from helpers.figures.record_exchanges import exchanges_over_time
from helpers.figures.record_intensity import intensity_and_harm
from helpers.figures.record_time import timeline_record
from helpers.figures.record_truces import truce_survival_all, truces_all
from helpers.figures.record_votes import un_votes_all, vote_drift

__all__ = [
    *("casualties", "meetings_by_table", "timeline", "truce_survival", "truces", "un_votes", "violations"),
    *("exchanges_over_time", "genealogy", "intensity_and_harm", "timeline_record", "truce_survival_all", "truces_all", "un_votes_all", "vote_drift"),
]
