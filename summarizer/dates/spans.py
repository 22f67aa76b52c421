"""Spans of days on the calendar: what a resolved time is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "ONE_DAY",
    "Part",
    "Precision",
    "When",
    "agreed",
    "bounded",
    "century_of",
    "day_of",
    "decade_of",
    "half_of",
    "month_of",
    "months_of",
    "part_of",
    "quarter_of",
    "shifted",
    "week_of",
    "year_of",
]

Precision = Literal["day", "week", "month", "quarter", "half", "year", "decade", "century", "range"]
Part = Literal["early", "mid", "late"]
ONE_DAY = timedelta(1)
FIRST_YEAR, LAST_YEAR = 1700, 2199
"""Four digits beyond these are no year of the news."""


@dataclass(frozen=True, slots=True)
class When:
    """The days from ``start`` to ``end``, both of them in it; an end that is None is open.

    ``precision`` is how exactly the words say it, not how long the span is: 'since March' is as precise as a month.
    ``approximate``: the words are loose, the time may be a little outside.
    """

    start: date | None
    end: date | None
    precision: Precision
    approximate: bool = False

    def loose(self) -> When:
        """The same, approximate."""
        return replace(self, approximate=True)


def bounded(span: When | None) -> When | None:
    """The span, if it lies in the years of the news."""
    if span is None or any(d is not None and not FIRST_YEAR <= d.year <= LAST_YEAR for d in (span.start, span.end)):
        return None
    return span


def day_of(year: int, month: int, day: int) -> When | None:
    """A day, where the calendar has it."""
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return When(found, found, "day")


def week_of(day: date) -> When:
    """The week of a day, Monday to Sunday (ISO 8601)."""
    monday = day - timedelta(day.weekday())
    return When(monday, monday + timedelta(6), "week")


def month_of(year: int, month: int) -> When:
    """A month; ``month`` may be any whole number, 13 being the January after."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    after = date(year + month // 12, month % 12 + 1, 1)
    return When(date(year, month, 1), after - timedelta(1), "month")


def months_of(year: int, first: int, count: int, precision: Precision) -> When:
    """``count`` whole months from the month ``first``."""
    return When(month_of(year, first).start, month_of(year, first + count - 1).end, precision)


def quarter_of(year: int, number: int) -> When:
    """A calendar quarter; ``number`` may be any whole number, 5 being the first of the next year."""
    return months_of(year, 3 * number - 2, 3, "quarter")


def half_of(year: int, number: int) -> When:
    """The first or the second half of a year."""
    return months_of(year, 6 * number - 5, 6, "half")


def year_of(year: int) -> When:
    """A calendar year."""
    return When(date(year, 1, 1), date(year, 12, 31), "year")


def decade_of(year: int) -> When:
    """The ten years that share all but the last digit."""
    first = year - year % 10
    return When(date(first, 1, 1), date(first + 9, 12, 31), "decade")


def century_of(number: int) -> When:
    """A century by its number: the 20th is 1901 to 2000."""
    return When(date(100 * number - 99, 1, 1), date(100 * number, 12, 31), "century")


def part_of(part: Part, span: When, *, loose: bool) -> When | None:
    """The early, middle or late part of a span.

    A year's early and late parts are its first and last quarters, its middle the two between. A month is cut behind the
    10th and the 20th, a quarter by its months, a decade into four, three and three years. Of a day or a week it is the
    day or week itself; None of everything else.
    """
    if span.start is None or span.end is None:
        return None
    made = _part(part, span, span.start)
    if made is None or made == span:
        return made
    return made.loose() if loose or span.approximate or made.precision in {"range", "half"} else made


def _part(part: Part, span: When, first: date) -> When | None:
    year, month = first.year, first.month
    match span.precision:
        case "day" | "week":
            return span
        case "month":
            low, high = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}[part]
            last = span.end if part == "late" else first.replace(day=high)
            return When(first.replace(day=low), last, "range")
        case "quarter":
            return month_of(year, month + ("early", "mid", "late").index(part))
        case "year":
            return {"early": quarter_of(year, 1), "mid": months_of(year, 4, 6, "half"), "late": quarter_of(year, 4)}[
                part
            ]
        case "decade":
            low, high = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}[part]
            return When(date(year + low, 1, 1), date(year + high, 12, 31), "range")
    return None


def shifted(day: date, unit: str, count: int) -> date | None:
    """The day that is ``count`` days, weeks, months or years later; of a shorter month its last day."""
    try:
        match unit:
            case "day" | "week":
                return day + timedelta(count * (7 if unit == "week" else 1))
            case "month" | "year":
                month = month_of(day.year, day.month + count * (12 if unit == "year" else 1))
                return month.end.replace(day=min(day.day, month.end.day)) if month.end else None
    except (OverflowError, ValueError):
        return None
    return None


def agreed(readings: Iterable[When | None]) -> When | None:
    """What all readings come to; None where two of them differ."""
    found = set(readings)
    return found.pop() if len(found) == 1 else None
