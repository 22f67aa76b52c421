"""What the words of a time come to, read on a day and in a tense: certain, or nothing.

A rule is the kinds of the words in their order (``part``, ``which``, ``unit``: 'late last year'); what fits no rule is
not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import cast

from summarizer.dates.calendar import (
    calendar_unit,
    distant,
    month_by_name,
    same,
    weekday_near,
    weekday_of_week,
    weekend,
)
from summarizer.dates.spans import (
    ONE_DAY,
    Part,
    When,
    agreed,
    bounded,
    century_of,
    day_of,
    decade_of,
    half_of,
    month_of,
    months_of,
    part_of,
    quarter_of,
    week_of,
    year_of,
)
from summarizer.dates.tense import Tense
from summarizer.dates.words import Word

__all__ = ["Reader", "Words", "kinds", "year_tail"]

Words = tuple[Word, ...]
A_YEAR = 366
HALF_A_YEAR = 183
HALF_A_MONTH = 15


def kinds(words: Words) -> tuple[str, ...]:
    """The kinds of words, by which they are read."""
    return tuple(w.kind for w in words)


def year_tail(words: Words) -> int:
    """Where the words begin that say a year ('2022', 'last year', 'two years ago') at the end of others."""
    match kinds(words[-3:]):
        case (*_, "year"):
            return len(words) - 1
        case ("number", "unit", "ago") if words[-2].value == "year":
            return len(words) - 3
        case (*_, "which" | "the", "unit") if words[-1].value == "year":
            return len(words) - 2
    return len(words)


@dataclass(frozen=True)
class Reader:
    """Reads one time as it is said on the day ``today`` (None where nobody knows it).

    ``tense`` is asked for only where the words alone don't say whether they look back or ahead. Where it is unsaid, the
    last such time is meant if it is near, as news looks back; unless ``guess`` is false.
    """

    today: date | None
    tense: Callable[[], Tense]
    guess: bool = True

    def read(self, words: Words) -> When | None:
        """The span that all of the words say; None where it is not certain."""
        if any(w.kind == "lead" for w in words):
            words = tuple(w for w in words if w.kind != "lead")
        if not words:
            return None
        return bounded(self._plain(words) or self._around_today(words) or self._framed(words) or self._in_a_year(words))

    def _plain(self, words: Words) -> When | None:
        """Times that are the same whenever they are said."""
        first, last = words[0].number, words[-1].number
        match kinds(words):
            case ("year",):
                return year_of(first)
            case ("decade",):
                return decade_of(first)
            case ("iso day",):
                return day_of(first // 10000, first // 100 % 100, first % 100)
            case ("iso month",) if 1 <= first % 100 <= 12:
                return month_of(first // 100, first % 100)
            case ("ordinal", "unit") if words[1].value == "century" and 18 <= first <= 21:
                return century_of(first)
            case ("unit", "year") if words[0].value == "year":
                return year_of(last)
        return None

    def _around_today(self, words: Words) -> When | None:
        """Times that hang on the day on which they are said."""
        today = self.today
        if today is None:
            return None
        first, unit = words[0].number, str(words[-1].value)
        match kinds(words):
            case ("day",):
                return same(today + first * ONE_DAY)
            case ("unit", "open", "day") if (words[1].text, words[2].number) in {("before", -1), ("after", 1)}:
                return same(today + 2 * words[2].number * ONE_DAY) if words[0].value == "day" else None
            case ("tonight",):
                return same(today)
            case ("which", "hour") if first == 0:
                return same(today)
            case ("which", "hour") if first == -1 and unit == "night":
                return When(today - ONE_DAY, today, "range")
            case ("which", "unit"):
                return calendar_unit(today, unit, first)
            case ("which", "month"):
                return month_by_name(today, words[1].number, first)
            case ("number", "unit", "ago"):
                return distant(today, str(words[1].value), -first)
            case ("number", "unit", "from", "now"):
                return distant(today, str(words[1].value), first)
            case ("ordinal", "which", "unit") if unit == "month":
                there = month_of(today.year, today.month + words[1].number).start or today
                return day_of(there.year, there.month, first)
            case ("ordinal",) if words[0].in_digits:
                months = [month_of(today.year, today.month + n).start or today for n in (-1, 0, 1)]
                # A month that lacks the day is not passed over: nobody says 'the 31st' for that of two months ago.
                months = months[:2] if first > today.day else months[1:]
                return self._nearest(today, [day_of(m.year, m.month, first) for m in months], HALF_A_MONTH)
        return self._weekday(today, words)

    def _weekday(self, today: date, words: Words) -> When | None:
        first, last = words[0].number, words[-1].number
        match kinds(words):
            case ("weekday",):
                week = (today + timedelta(n) for n in range(-6, 7))
                return self._nearest(today, [same(d) for d in week if d.weekday() == first], 0)
            case ("weekday", "which", "unit") if words[2].value == "week":
                return weekday_of_week(today, first, words[1].number)
            case ("which", "unit", "weekday") if words[1].value == "week":
                return weekday_of_week(today, last, first)
            case ("which", "weekday") if first == 0:
                found = weekday_of_week(today, last, 0)
                return found if found and self._nearest(today, [found], 0) else None
            case ("which", "weekday"):
                return agreed([weekday_near(today, last, first), weekday_of_week(today, last, first)])
            case ("past", "weekday") | ("which", "past", "weekday"):
                return weekday_near(today, last, -1)
            case ("coming", "weekday") | ("which", "coming", "weekday"):
                return weekday_near(today, last, 1)
            case ("weekend",) | ("which", "weekend") if words[0].kind == "weekend" or first == 0:
                return self._nearest(today, [weekend(today, n) for n in (-1, 0)], 0)
            case ("which", "weekend") if first == -1:
                return weekend(today, -1)
        return None

    def _nearest(self, today: date, times: Iterable[When | None], near: int) -> When | None:
        """The one of these times, in their order, that is meant; ``near`` are the days for which news looks back unasked."""
        closed = [(t, t.start, t.end) for t in times if t is not None and t.start is not None and t.end is not None]
        back = next(((t, (today - end).days) for t, start, end in reversed(closed) if start <= today), None)
        ahead = next(((t, (start - today).days) for t, start, end in closed if end >= today), None)
        if back is not None and ahead is not None and back[0] == ahead[0]:
            return back[0]
        tense = self.tense()
        if tense == "future":
            return ahead[0] if ahead is not None and ahead[1] <= A_YEAR else None
        limit = A_YEAR if tense == "past" else near if tense == "unsaid" and self.guess else -1
        return back[0] if back is not None and near >= 0 and 0 <= back[1] <= limit else None

    def _framed(self, words: Words) -> When | None:
        """A time within words that say which part of it is meant, or how exactly."""
        first, rest = words[0], words[1:]
        if not rest:
            return None
        if words[-1].kind == "hour":
            return self._a_day(words[:-1])
        match first.kind:
            case "about":
                found = self.read(rest)
                return found and found.loose()
            case "part" | "edge":
                whole = self._whole(rest)
                return whole and part_of(cast("Part", first.value), whole, loose=first.kind == "edge")
            case "bound":
                return self._bounded_by_today(str(first.value), rest)
            case "hour":
                return self._a_day(rest)
            case "weekday":
                return self._on_weekday(first.number, rest)
            case "unit":
                found = self.read(rest)
                if first.value == "week":
                    return week_of(found.start) if found and found.start and found.precision == "day" else None
                return found if found and first.value == found.precision == "month" else None
        if words[-1].kind == "weekday":
            return self._on_weekday(words[-1].number, words[:-1])
        if kinds(words[:2]) in {("ordinal", "unit"), ("which", "unit")} and len(words) > 2:
            return self._nth(words)
        return None

    def _whole(self, words: Words) -> When | None:
        """What a part is of: any time; 'the year' is that of today where the sentence looks ahead."""
        if kinds(words) == ("the", "unit"):
            ahead = self.today is not None and self.tense() == "future"
            return calendar_unit(self.today, str(words[1].value), 0) if ahead and self.today else None
        return self.read(words)

    def _a_day(self, words: Words) -> When | None:
        found = self.read(words)
        return found if found and found.precision == "day" else None

    def _bounded_by_today(self, side: str, words: Words) -> When | None:
        """'Earlier this year' ends today; 'later on Thursday' is on Thursday."""
        this = kinds(words) == ("which", "unit") and words[0].number == 0
        if not this and kinds(words) != ("the", "unit"):
            return self.read(words)
        whole = self._whole(words)
        if whole is None or self.today is None:
            return None
        if side == "earlier":
            return replace(whole, end=self.today, precision="range")
        return replace(whole, start=self.today, precision="range")

    def _on_weekday(self, weekday: int, words: Words) -> When | None:
        """A date with its weekday, which also tells the year; None where the two contradict each other."""
        found = self.read(words) if year_tail(words) < len(words) or self.today is None else None
        if found is None and self.today is not None:
            years = range(self.today.year - 1, self.today.year + 2)
            days = [_of_year(words, year) for year in years]
            found = self._nearest(
                self.today, [d for d in days if d and d.start and d.start.weekday() == weekday], HALF_A_YEAR
            )
            found = found or self._a_day(words)
        fits = found and found.precision == "day" and found.start and found.start.weekday() == weekday
        return found if fits else None

    def _nth(self, words: Words) -> When | None:
        """'The first week of March', 'the last day of 2022', 'the second half of April'."""
        count, unit, whole = words[0].number, words[1].value, self.read(words[2:])
        if whole is None or whole.start is None or whole.end is None or whole.precision not in {"month", "year"}:
            return None
        end_on = words[0].kind == "which"
        if (end_on and count != -1) or (not end_on and count < 1):
            return None
        if unit == "day":
            day = whole.end if end_on else whole.start + (count - 1) * ONE_DAY
            return same(day) if day <= whole.end and (count <= 1 or whole.precision == "month") else None
        if whole.precision != "month":
            return None
        if unit == "week" and (end_on or count <= 4):
            start = whole.end - 6 * ONE_DAY if end_on else whole.start + 7 * (count - 1) * ONE_DAY
            return When(start, start + 6 * ONE_DAY, "week", approximate=True)
        if unit == "half" and not end_on and count <= 2:
            middle = whole.start + 14 * ONE_DAY
            first = When(whole.start, middle, "range", whole.approximate)
            return first if count == 1 else replace(first, start=middle + ONE_DAY, end=whole.end)
        return None

    def _in_a_year(self, words: Words) -> When | None:
        """A part of the calendar with its year, or in the year that the tense tells."""
        if kinds(words[:2]) == ("which", "unit") and words[1].value == "year":
            words = (*words[2:], *words[:2])  # 'last year in March'
        at = year_tail(words)
        if at == 0:
            return None
        if at < len(words):
            year = self._year(words[at:])
            if year is None or year.start is None:
                return None
            found = _of_year(words[:at], year.start.year, alone=False)
            return found and replace(found, approximate=found.approximate or year.approximate)
        if self.today is None or words[0].kind == "season":
            return None
        years = range(self.today.year - 1, self.today.year + 2)
        times = [_of_year(words, year) for year in years]
        return self._nearest(self.today, times, HALF_A_YEAR) if any(times) else None

    def _year(self, words: Words) -> When | None:
        return self._whole(words) if words[0].kind == "the" else self.read(words)


def _of_year(words: Words, year: int, *, alone: bool = True) -> When | None:
    """A month, a day of a month, a quarter of a year; where the year is said (not ``alone``) also a half of it and more."""
    if not words:
        return None
    first, last = words[0].number, words[-1].number
    match kinds(words):
        case ("month",):
            return month_of(year, first)
        case ("month", "number" | "ordinal") if words[1].in_digits:
            return day_of(year, first, last)
        case ("number" | "ordinal", "month") if words[0].in_digits:
            return day_of(year, last, first)
        case ("quarter",):
            return quarter_of(year, first)
        case ("ordinal", "unit") if words[1].value == "quarter" and 1 <= first <= 4:
            return quarter_of(year, first)
        case ("half",):
            return half_of(year, first)
    if alone:
        return None
    match kinds(words):
        case ("ordinal", "unit") if words[1].value == "half" and 1 <= first <= 2:
            return half_of(year, first)
        case ("season",) if words[0].value == "once":
            # In either hemisphere it lies within the year, in which months only the place tells.
            return year_of(year)
        case ("ordinal", "number", "unit") if words[2].value == "month" and first == 1 and 1 <= words[1].number <= 12:
            return months_of(year, 1, words[1].number, "range")
        case ("which", "number", "unit") if words[2].value == "month" and first == -1 and 1 <= words[1].number <= 12:
            return months_of(year, 13 - words[1].number, words[1].number, "range")
    return None
