"""The numbers rule: every number of a value is in its evidence, token by token. Number words are English ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from summarizer.judge.context import Case, Outcome
from summarizer.judge.numerals import Number, numbers
from summarizer.schema import Copied, Free

__all__ = ["amounts"]

CODE = "number_not_in_evidence"
_ISO_DATE = re.compile(r"\s*(\d{4})-(\d\d)(?:-(\d\d))?\s*\Z")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)})[a-z]*\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_TIME_WORD = re.compile(
    rf"\b(?:{'|'.join(_MONTHS)})|day\b|\b(?:last|this|next|end of|early|late|mid|since|until|in)\b|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)


def amounts(case: Case) -> Iterator[Outcome]:
    """A number in a value stands in the quotes, as the same number: digits, words and magnitudes are one.

    Taught by '240 types' under a quote that says 'more than 24 types', by 'Nov. 1' under 'Nov. 18', and by 'S-400 parts'
    under 'S-300 parts'. 'over two dozen' supports '24' and 'more than 24', '$9.5 million' supports '$9,500,000'. A date,
    or any number where the quotes have none of their own, may also stand in the rest of the sentence. A 'more than'
    that the source has not is flagged, and so is a number from the sentence between two quotes.
    """
    for f, said in case.fields:
        if not isinstance(f.marker, Free | Copied) or f.is_name:
            continue
        for value in said:
            yield from _tried(case, f.name, value)


def _tried(case: Case, name: str, value: str) -> Iterator[Outcome]:
    claimed, date = _claimed(value)
    if not claimed:
        return
    month = _iso_month(value)
    found = [_one(case, name, value, number, date=date) for number in claimed]
    if month and not any(month in p.text.casefold() for p in case.passages):
        words = f"the evidence has no month that is '{value}'"
        found.append(Outcome("numbers", name, "flag", "date_doubtful", words, value))
    told = [o for o in found if o is not None]
    worst = next((o for o in told if o.result == "fail"), told[0] if told else None)
    yield worst or Outcome("numbers", name, "ok", CODE, "every number is in the evidence", value)


def _one(case: Case, name: str, value: str, number: Number, *, date: bool) -> Outcome | None:
    """What speaks against one number of a value; None where nothing does."""
    quoted, around = _evidence(case)
    hits = _hits(case, quoted, number, value)
    if not hits and (not quoted or date or _is_time(value)):
        hits = _hits(case, around, number, value)
    if not hits:
        return _missing(case, name, value, number, [*quoted, *around], date=date)
    if all(not hit.agrees(number) for hit in hits):
        words = f"'{number.said}': the evidence says the opposite of 'more' or 'less'"
        return Outcome("numbers", name, "fail", CODE, words, value)
    if all(hit.says_less(number) for hit in hits):
        words = f"'{number.said}': the evidence has the number without 'more' or 'less'"
        return Outcome("numbers", name, "flag", CODE, words, value)
    return None


def _iso_month(value: str) -> str:
    """How the month of an ISO date begins in words, empty for other values."""
    iso = _ISO_DATE.match(value)
    return _MONTHS[int(iso[2]) - 1] if iso and 1 <= int(iso[2]) <= 12 else ""


def _missing(case: Case, name: str, value: str, number: Number, evidence: Sequence[Number], *, date: bool) -> Outcome:
    """What to make of a number that the evidence has not."""
    said = f"'{number.said}'"
    is_year = _YEAR.fullmatch(number.said)
    if date and is_year and not any(_YEAR.fullmatch(n.said) for n in evidence):
        words = f"the evidence has the date, but not the year {number.said}"
        return Outcome("numbers", name, "flag", "date_doubtful", words, value)
    between = [n for p in case.between for n in p.numbers]
    if _hits(case, between, number, value):
        return Outcome("numbers", name, "flag", CODE, f"{said} is only in the sentence between the quotes", value)
    others = ", ".join(dict.fromkeys(n.said for n in evidence if not n.name)) or "none"
    return Outcome("numbers", name, "fail", CODE, f"{said} is not in the evidence; its numbers: {others[:120]}", value)


def _evidence(case: Case) -> tuple[list[Number], list[Number]]:
    """The numbers in the quotes, and those in the rest of their sentences."""
    known: tuple[list[Number], list[Number]] | None = case.memo.get("numbers")
    if known is None:
        quoted: list[Number] = []
        around: list[Number] = []
        for passage in case.passages:
            at = passage.span.start
            for n in passage.numbers:
                inside = any(q.start < at + n.end and at + n.start < q.end for q in case.quotes)
                (quoted if inside else around).append(n)
        known = case.memo["numbers"] = (quoted, around)
    return known


def _hits(case: Case, found: Sequence[Number], number: Number, value: str) -> list[Number]:
    hits = [n for n in found if n.supports(number)]
    if not hits and number.readings == {1} and number.said.casefold() in {"1", "one"}:
        # '1 ship' where the text has 'a ship': the word behind the number decides.
        after = re.match(r"\W*(\w+)", value[number.end :])
        if after and any(
            re.search(rf"\ban? (?:\w+ ){{0,2}}{re.escape(after[1])}\b", p.text, re.I) for p in case.passages
        ):
            return [number]
    return hits


@lru_cache(maxsize=4096)
def _claimed(value: str) -> tuple[tuple[Number, ...], bool]:
    """The numbers of a value, and whether the value is a date as a whole. A month in digits is no number."""
    iso = _ISO_DATE.match(value)
    if iso:
        parts = [n for n in (iso[1], iso[3]) if n]
        return tuple(n for part in parts for n in numbers(part.lstrip("0"))), True
    return tuple(numbers(value)), bool(_MONTH.search(value) and _YEAR.search(value))


def _is_time(value: str) -> bool:
    return bool(_TIME_WORD.search(value))
