"""Review: what people decide of briefs, and how it lasts.

A brief and the decisions about it give its review; that is pure: ``decisions`` are the shapes of what is decided, ``binding`` finds
which fact each is about, ``state`` folds them into ``slots``. ``check`` lets the judge try what people propose, ``deciding`` makes
decisions of it, ``log`` keeps them, ``desk`` puts it all together for one folder, ``sheet`` is one brief of it. ``reviewed``, ``export`` and ``static``
make briefs, gold and pages of what was decided; ``server`` shows it in a browser.
"""

from __future__ import annotations

from summarizer.review.deciding import Proposal
from summarizer.review.decisions import Decision, Target
from summarizer.review.desk import Desk
from summarizer.review.log import DecisionLog
from summarizer.review.sheet import Sheet
from summarizer.review.slots import Review, Slot
from summarizer.review.state import review_of

__all__ = ["Decision", "DecisionLog", "Desk", "Proposal", "Review", "Sheet", "Slot", "Target", "review_of"]
