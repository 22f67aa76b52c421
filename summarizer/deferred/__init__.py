"""Half price: the questions of many articles in rounds, through the Batch API of an endpoint.

    submit      sources ─→ questions that have no answer ─→ files ─→ batches
    collect     batches that have ended ─→ answers ─→ briefs, and questions for the next round

An article is made by the same pipeline as in any run, against the answers that are kept. Where one is missing, its
question goes into the next round, and the article waits.
"""

from __future__ import annotations

from summarizer.deferred.desk import Connector, Desk, Keeper, check_settings
from summarizer.deferred.files import FileLimits
from summarizer.deferred.questions import NotAnswered
from summarizer.deferred.queue import ATTEMPTS, Queue
from summarizer.deferred.rounds import Deferred, Report, refresh

__all__ = [
    "ATTEMPTS",
    "Connector",
    "Deferred",
    "Desk",
    "FileLimits",
    "Keeper",
    "NotAnswered",
    "Queue",
    "Report",
    "check_settings",
    "refresh",
]
