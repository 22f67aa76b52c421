"""How many, as it is compared: 'over two dozen kinds', 'more than 20 types' and 'more than 24 types' can all be right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Literal

from summarizer.judge.numerals import Number, numbers
from summarizer.judge.stems import stem
from summarizer.judge.tokens import tokenise

__all__ = ["Quantity", "agree", "compared", "quantities", "words_of"]

Comparison = Literal["agree", "compatible", "at_odds", "other_measure"]
_LEAST = re.compile(
    r"\bat least\b|\b(?:fewer|less) than\b|\bupwards\b|\bor more\b|\+|\b(?:dozen|score|hundred|thousand|million|billion|trillion)s\b",
    re.IGNORECASE,
)
_ABOUT = Decimal("0.2")  # 'about 20' may be 16 to 24
_DOZENS = {
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "thousands": 2000,
    "millions": 2 * 10**6,
    "billions": 2 * 10**9,
    "trillions": 2 * 10**12,
}
# Words for the same measure; what is counted by none of them is counted by the piece.
_MEASURES = {
    **dict.fromkeys("kind type sort variety categor categori".split(), "kinds"),
    **{
        w: w
        for w in "ton tonn barrel gallon lit liter kilogram pound gram meter kilometer mil hectar round box crat contain truckload shipload planeload shipment consign carg percent".split()
    },
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what is said about it: any number from ``low`` to ``high`` may be meant.

    ``exact`` is the number itself where it is plainly told; ``measure`` what is counted ('kinds', 'ton', a currency),
    empty where it is the thing by the piece; ``said`` the words.
    """

    said: str
    low: Decimal
    high: Decimal | None
    exact: Decimal | None
    measure: str


def quantities(text: str) -> list[Quantity]:
    """The quantities of a value; numbers in names (S-300) are none."""
    return [found for n in numbers(text) if (found := _read(n, text)) is not None]


def _read(number: Number, text: str) -> Quantity | None:
    measure = number.unit if number.unit != "s" else ""
    if not measure:
        words = [stem(f) for f in tokenise(text[number.end :]).forms[:4] if f.isalpha() and f != "of"]
        measure = next((_MEASURES[w] for w in words[:2] if w in _MEASURES), "")
    said = text.strip()
    if number.vague:
        low = Decimal(_DOZENS[number.vague])
        return Quantity(said, low, None, None, measure)
    if number.name or not number.readings or number.unit == "s":
        return None
    low, high = min(number.readings), max(number.readings)
    if number.sign == ">":
        return Quantity(said, low, None, None, measure)
    if number.sign == "<":
        return Quantity(said, Decimal(0), high, None, measure)
    if number.sign == "~":
        return Quantity(said, low * (1 - _ABOUT), high * (1 + _ABOUT), None, measure)
    return Quantity(said, low, high, low if low == high else None, measure)


def compared(one: Sequence[Quantity], other: Sequence[Quantity]) -> Comparison | None:
    """How two facts' quantities stand to each other; None where one has none.

    ``agree``: the same; ``compatible``: in other words, and both can hold; ``at_odds``: no number is both;
    ``other_measure``: tons and pieces are not compared, nor are two currencies.
    """
    if not one or not other:
        return None
    if {_bounds(q) for q in one} & {_bounds(q) for q in other}:
        return "agree"
    pairs = [(a, b) for a in one for b in other if a.measure == b.measure]
    if not pairs:
        return "other_measure"
    return "compatible" if any(agree([a, b]) for a, b in pairs) else "at_odds"


def _bounds(q: Quantity) -> tuple[Decimal, Decimal | None, str]:
    return q.low, q.high, q.measure


def agree(found: Sequence[Quantity]) -> bool:
    """Whether one number is what all of them say; of intervals it is enough that each two meet."""
    return all(
        a.measure == b.measure and (a.high is None or a.high >= b.low) and (b.high is None or b.high >= a.low)
        for a, b in combinations(found, 2)
    )


def words_of(q: Quantity) -> str:
    """What a quantity comes to, in words: 'over two dozen kinds' is more than 24 kinds."""
    if q.exact is not None:
        amount = _plain(q.exact)
    elif q.high is None:
        amount = f"{_plain(q.low)} or more" if _LEAST.search(q.said) else f"more than {_plain(q.low)}"
    elif q.low == 0:
        amount = f"{_plain(q.high)} or fewer"
    else:
        amount = f"{_plain(q.low)} to {_plain(q.high)}"
    return f"{amount} {q.measure}".strip()


def _plain(number: Decimal) -> str:
    return f"{number.normalize():,f}"
