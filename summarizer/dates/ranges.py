"""Times with two ends or one: 'from March to May 2022', 'Nov. 18-19', 'since 2014', 'over the past two years'."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from summarizer.dates.calendar import distant, rolling
from summarizer.dates.reading import Reader, Words, kinds, year_tail
from summarizer.dates.spans import ONE_DAY, When, bounded
from summarizer.dates.words import Word

__all__ = ["read_time"]

_IN_A_YEAR = {"month", "quarter", "half", "unit", "season"}
_NUMBER_ALONE = {("number",), ("ordinal",)}


def read_time(reader: Reader, words: Words) -> When | None:
    """What the words of a time come to; None where that is not certain."""
    lead = ""
    while words and words[0].kind == "lead":
        lead, words = words[0].text, words[1:]
    if not words or (lead == "at" and words[0].kind == "year"):
        return None  # 'at 1800' is a time of day
    if lead == "in" and kinds(words) == ("number", "unit"):
        return _ahead(reader, words)
    if words[0].kind == "open":
        return bounded(_open(reader, words[0], words[1:]))
    if found := _rolling(reader, words):
        return bounded(found)
    if any(w.kind in {"to", "between", "from"} for w in words[:-1]) and "now" not in kinds(words):
        return bounded(_range(reader, words))
    if lead in {"over", "for", "within"} and words[-1].kind != "weekend":
        return None  # 'over two years ago' is more than two, 'for Thursday' was planned
    return reader.read(words)


def _ahead(reader: Reader, words: Words) -> When | None:
    """'In two weeks', which is how long it took where the sentence looks back."""
    if reader.today is None or reader.tense() != "future":
        return None
    return bounded(distant(reader.today, str(words[1].value), words[0].number))


def _open(reader: Reader, opening: Word, words: Words) -> When | None:
    """A time of which one end is said: the outermost day that the words allow."""
    # 'Since' always looks back; a limit looks ahead as often, so that nothing is guessed.
    inner = replace(reader, tense=lambda: "past") if opening.text == "since" else replace(reader, guess=False)
    found = inner.read(words)
    if found is None or found.start is None or found.end is None:
        return None
    match opening.value:
        case "since":
            return replace(found, end=None)
        case "until":
            return replace(found, start=None)
        case "before":
            return replace(found, start=None, end=found.start - ONE_DAY)
    return replace(found, start=found.end + ONE_DAY, end=None)


def _rolling(reader: Reader, words: Words) -> When | None:
    """'The past two years', 'the last three months', 'the next ten days'."""
    if reader.today is None:
        return None
    match kinds(words):
        case ("past" | "coming", "unit"):
            count = 1
        case ("past" | "coming", "number", "unit"):
            count = words[1].number
        case ("which", "number", "unit") if words[0].number:
            count = words[1].number
        case _:
            return None
    back = words[0].kind == "past" or words[0].number < 0
    return rolling(reader.today, str(words[-1].value), -count if back else count)


def _range(reader: Reader, words: Words) -> When | None:
    """A time from one to another."""
    frame = words[0].kind if words[0].kind in {"between", "from"} else ""
    words = words[1:] if frame else words
    cuts = [n for n, w in enumerate(words) if w.kind == "to" or (frame == "from" and w.text in {"until", "till"})]
    if frame == "from" and not cuts:
        return _open(reader, Word("open", "since", "from"), words)
    if len(cuts) != 1 or not 0 < cuts[0] < len(words) - 1:
        return None
    joint, one, other = words[cuts[0]].text, _bare(words[: cuts[0]]), _bare(words[cuts[0] + 1 :])
    if frame and (joint == "and") != (frame == "between"):
        return None
    ends = _ends(reader, *_sharing(one, other))
    if ends is None:
        return None
    first, last = ends
    if first.start is None or first.end is None or last.start is None or last.end is None:
        return None
    if not (first.start < last.start and first.end < last.end):
        return None
    if joint == "and" and not frame and last.start - first.end != ONE_DAY:
        return None  # two times, not one
    return When(first.start, last.end, "range", first.approximate or last.approximate)


def _bare(words: Words) -> Words:
    return tuple(w for w in words if w.kind != "lead")


def _sharing(one: Words, other: Words) -> tuple[Words, Words]:
    """Both ends with the month that only one of them says: 'Nov. 18-19', '5-7 March'."""
    at, end = year_tail(one), year_tail(other)
    if kinds(other[:end]) in _NUMBER_ALONE and "month" in kinds(one[:at]):
        other = (*(w for w in one[:at] if w.kind == "month"), *other)
    elif kinds(one[:at]) in _NUMBER_ALONE and "month" in kinds(other[:end]):
        one = (*one[:at], *(w for w in other[:end] if w.kind == "month"), *one[at:])
    return one, other


def _ends(reader: Reader, one: Words, other: Words) -> tuple[When, When] | None:
    """Both ends, each with the year or the week that only the other says."""
    at, end = year_tail(one), year_tail(other)
    one_has, other_has = at < len(one), end < len(other)
    if not one or not other or (other_has and not one_has and end == 0):
        return None
    if one_has and not other_has:
        first = reader.read(one)
        last = reader.read((*other, *one[at:])) or reader.read(other)
        return (first, last) if first and last else None
    last = reader.read(other)
    if last is None or last.start is None:
        return None
    if kinds(one) == kinds(other) == ("weekday",):
        day = last.start - timedelta((other[0].number - one[0].number) % 7)
        return When(day, day, "day"), last
    if one_has or not _IN_A_YEAR & {*kinds(one)}:
        first = reader.read(one)
    else:
        # The year of the end, or the one before where that comes later: 'December to February 2023'.
        tries = [reader.read((*one, Word("year", last.start.year - back))) for back in (0, 1)]
        first = next((t for t in tries if t and t.start and t.start < last.start), None) or reader.read(one)
    return (first, last) if first else None
