"""Times by their place on the calendar round a day: 'yesterday', 'last week', 'next Thursday', 'two years ago'.

Where words have two readings ('next Thursday' on a Monday; weeks that begin on Sunday or on Monday), both are tried,
and only what they agree in is told.
"""

from __future__ import annotations

from datetime import date, timedelta

from summarizer.dates.spans import When, agreed, month_of, quarter_of, shifted, week_of, year_of

__all__ = [
    "calendar_unit",
    "distant",
    "month_by_name",
    "rolling",
    "same",
    "weekday_near",
    "weekday_of_week",
    "weekend",
]

SUNDAY = 6


def same(day: date | None) -> When | None:
    """One day as a span."""
    return None if day is None else When(day, day, "day")


def calendar_unit(today: date, unit: str, step: int) -> When | None:
    """The week, month, quarter or year that is ``step`` after the one of today. On a Sunday nobody knows which week that is."""
    match unit:
        case "week" if today.weekday() != SUNDAY:
            return week_of(today + timedelta(7 * step))
        case "month":
            return month_of(today.year, today.month + step)
        case "quarter":
            return quarter_of(today.year, (today.month + 2) // 3 + step)
        case "year":
            return year_of(today.year + step)
    return None


def distant(today: date, unit: str, count: int) -> When | None:
    """So many days, weeks, months or years before (negative) or after today, as precise as the unit.

    Only days are counted exactly, and of these no round numbers.
    """
    day = shifted(today, unit, count) if count else None
    if day is None:
        return None
    match unit:
        case "day":
            return When(day, day, "day", approximate=count % 10 == 0)
        case "week":
            return week_of(day).loose()
        case "month":
            return month_of(day.year, day.month).loose()
    return year_of(day.year).loose()


def rolling(today: date, unit: str, count: int) -> When | None:
    """From so many units before today until today, or from today on where ``count`` is positive."""
    if unit in {"quarter", "decade"}:
        unit, count = ("month", 3 * count) if unit == "quarter" else ("year", 10 * count)
    day = shifted(today, unit, count) if count else None
    if day is None:
        return None
    return When(min(day, today), max(day, today), "range", approximate=unit != "day")


def month_by_name(today: date, month: int, step: int) -> When | None:
    """'Last March' and 'next March', where the nearest March is also that of last or next year; 'this March'."""
    if not step:
        return month_of(today.year, month)
    passed = month < today.month if step < 0 else month > today.month
    return agreed([month_of(today.year if passed else today.year + step, month), month_of(today.year + step, month)])


def weekday_of_week(today: date, weekday: int, step: int) -> When | None:
    """The weekday of this, last or next week, where that is the same day whether weeks begin on Sunday or on Monday."""
    by_monday = today + timedelta(7 * step + weekday - today.weekday())
    by_sunday = today + timedelta(7 * step + (weekday + 1) % 7 - (today.weekday() + 1) % 7)
    return agreed([same(by_monday), same(by_sunday)])


def weekday_near(today: date, weekday: int, step: int) -> When | None:
    """The nearest such day before today (-1) or after it (1)."""
    ahead = (weekday - today.weekday() - 1) % 7 + 1
    back = (today.weekday() - weekday - 1) % 7 + 1
    return same(today + timedelta(ahead if step > 0 else -back))


def weekend(today: date, step: int) -> When:
    """The weekend before the days of this week (-1), the one of this week (0) or the one after it (1)."""
    saturday = today + timedelta(5 - today.weekday() + 7 * step)
    return When(saturday, saturday + timedelta(1), "range")
