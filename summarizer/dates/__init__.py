"""When the words of a time were: a span of days on the calendar, resolved against the day of publication.

Certain, or nothing: what is not plain English of news, or has two readings that differ, is not resolved. Nothing is
looked up: not the clock, not the locale. ``docs/dates.md`` says what is read, and how.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from summarizer.dates.dateline import contradicted
from summarizer.dates.ranges import read_time
from summarizer.dates.reading import Reader
from summarizer.dates.spans import FIRST_YEAR, LAST_YEAR, Precision, When, agreed, day_of, month_of, year_of
from summarizer.dates.tense import Tense, tense_round
from summarizer.dates.words import cut

__all__ = ["Precision", "When", "contradicted", "days_of_publication", "resolve"]

_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:[T ].*)?)?)?", re.ASCII | re.DOTALL)


def resolve(words: str, published_at: str | None, sentences: Callable[[], Iterable[str]] = tuple) -> When | None:
    """What the words of a time come to; None where that is not certain.

    ``published_at`` is ISO 8601 as precise as it is known; without it only what is the same on any day is resolved.
    ``sentences`` gives those in which the words stand, which tell whether 'on Thursday' looks back or ahead; it is
    called only where that matters. Nothing is raised.
    """
    said = cut(words)
    if not said:
        return None
    known: list[Tense] = []

    def tense() -> Tense:
        if not known:
            known.append(tense_round(words, sentences()))
        return known[0]

    # What is the same on the first and on the last day on which it may have been published is certain.
    return agreed(read_time(Reader(day, tense), said) for day in days_of_publication(published_at))


def days_of_publication(published_at: str | None) -> tuple[date | None, ...]:
    """The day of an ISO 8601 time; the first and the last of a month or a year; None alone where none can be read.

    The day is the one that the source writes, in its own time zone.
    """
    match = _ISO.fullmatch(published_at or "")
    if match is None or not FIRST_YEAR < int(match["year"]) < LAST_YEAR:
        return (None,)
    year, month = int(match["year"]), int(match["month"] or 1)
    if match["day"]:
        span = day_of(year, month, int(match["day"]))
    else:
        span = year_of(year) if match["month"] is None else month_of(year, month) if 1 <= month <= 12 else None
    return (None,) if span is None else tuple(dict.fromkeys((span.start, span.end)))
