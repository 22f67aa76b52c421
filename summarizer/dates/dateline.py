"""Whether the day on which an article says it was written fits the day on which it is said to be published."""

from __future__ import annotations

import re
from datetime import date

from summarizer.dates.spans import day_of
from summarizer.dates.words import cut

__all__ = ["contradicted"]

HEAD = 2_000
"""Characters at the beginning of an article in which a dateline stands."""
EARLIEST, LATEST = -1, 7
"""Days from the dateline to the publication: time zones on the one side, weeklies on the other."""
# 'ASTRIN, March 14 (Skerry Wire) -', 'PORT AMORY, 3 Feb.'
_DATELINE = re.compile(
    r"^[A-Z][A-Z .'’/-]{2,40},[ ](?:[A-Z][a-z]+\.?,[ ])?"
    r"(?P<day>(?:[A-Z][a-z]{2,8}\.?[ ]\d{1,2}|\d{1,2}[ ][A-Z][a-z]{2,8})(?!\w))(?P<year>,?[ ]\d{4}\b)?",
    re.MULTILINE,
)


def contradicted(text: str, published: date) -> bool:
    """Whether the dateline of a text is of another time than ``published``: that was the day of a copy, then, or a wrong one."""
    match = _DATELINE.search(text[:HEAD])
    words = cut(match["day"]) if match else None
    if match is None or words is None or {w.kind for w in words} != {"month", "number"}:
        return False
    month, day = (next(w.number for w in words if w.kind == kind) for kind in ("month", "number"))
    said = int(match["year"].strip(", ")) if match["year"] else None
    for year in [said] if said else [published.year - 1, published.year, published.year + 1]:
        found = day_of(year, month, day)
        if found and found.start and EARLIEST <= (published - found.start).days <= LATEST:
            return False
    return True
