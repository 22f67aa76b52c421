"""Numbers as news copy writes them: digits and words, magnitudes, ranges, about and more than. Words: English.

``3.53 billion``, ``$9.5m``, ``two and a half million``, ``over two dozen``, ``18-19``, ``the 30th``, ``155mm``; a
number inside a name (S-300) is part of the name and no quantity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

__all__ = ["Number", "numbers"]

_UNITS = {
    word: i
    for i, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen".split()
    )
}
_TENS = {w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SMALL = {**_UNITS, **_TENS, "fourty": 40, "single": 1, "couple": 2}
_LARGE = {
    "dozen": Decimal(12),
    "score": Decimal(20),
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "lakh": Decimal(10**5),
    "million": Decimal(10**6),
    "mln": Decimal(10**6),
    "mn": Decimal(10**6),
    "crore": Decimal(10**7),
    "billion": Decimal(10**9),
    "bln": Decimal(10**9),
    "bn": Decimal(10**9),
    "trillion": Decimal(10**12),
    "trln": Decimal(10**12),
    "tn": Decimal(10**12),
}
_ATTACHED = {"k": Decimal(1000), "m": Decimal(10**6), "b": Decimal(10**9), "t": Decimal(1)}
_ORDINALS = {
    w: i
    for i, w in enumerate(
        "third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
        "seventeenth eighteenth nineteenth twentieth".split(),
        3,
    )
} | {"thirtieth": 30}
_VAGUE = {
    "dozens": (24, 1000),
    "scores": (40, 1000),
    "hundreds": (200, 10_000),
    "thousands": (2000, 1_000_000),
    "millions": (2 * 10**6, 10**9),
    "billions": (2 * 10**9, 10**12),
    "trillions": (2 * 10**12, 10**15),
}
_CURRENCY = {
    "$": "usd",
    "us$": "usd",
    "usd": "usd",
    "dlr": "usd",
    "dlrs": "usd",
    "dollar": "usd",
    "dollars": "usd",
    "€": "eur",
    "eur": "eur",
    "euro": "eur",
    "euros": "eur",
    "£": "gbp",
    "gbp": "gbp",
    "pound": "gbp",
    "pounds": "gbp",
    "stg": "gbp",
    "¥": "jpy",
    "yen": "jpy",
    "yuan": "cny",
    "renminbi": "cny",
    "₽": "rub",
    "ruble": "rub",
    "rubles": "rub",
    "rouble": "rub",
    "roubles": "rub",
    "₩": "krw",
    "won": "krw",
    "₹": "inr",
    "rupee": "inr",
    "rupees": "inr",
    "rs": "inr",
    "%": "%",
    "pct": "%",
    "percent": "%",
    "per cent": "%",
}
_WORD = "|".join(sorted([*_SMALL, *(w for w in _LARGE if len(w) > 2)], key=len, reverse=True))
_MAGNITUDE = "|".join(sorted(_LARGE, key=len, reverse=True))
_NUMBER = re.compile(
    # A name with a number in it: S-300, F16, Su-35, AK-47.
    r"(?P<name>(?<![^\W_])(?<!\d[.,])[^\W\d_]{1,6}[-‐‑–]?\d+(?:[^\W\d_][^\W_]{0,5})?(?![^\W_]))"
    r"|(?P<digits>(?<![^\W_])(?<!\d[.,])(?:\d{1,3}(?:[,.'’\u00a0\u2009\u202f ]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?))"
    rf"(?P<suffix>(?!(?:{_MAGNITUDE})\b)[^\W\d_]{{1,12}})?(?:[\s-]{{0,3}}(?P<large>{_MAGNITUDE})(?![^\W_]))?"
    rf"|(?P<vague>\b(?:{'|'.join(_VAGUE)})\b)"
    rf"|(?P<ordinal>\b(?:{'|'.join(_ORDINALS)})\b)"
    rf"|(?P<words>\b(?:(?:half\s+)?an?\s+(?=(?:half|couple|single|{_MAGNITUDE})\b)|half\s+)?(?:{_WORD})\b"
    rf"(?:(?:[\s-]{{1,3}}|\s+and\s+|\s+and\s+a\s+(?=half\b))(?:{_WORD}|half)\b){{0,12}})",
    re.IGNORECASE,
)
# That pattern tries much at every character. A number has a digit or one of these words in it, and those are found at
# small cost; the letters that one another stand for without case are left to the pattern alone.
_KEY = re.compile(r"\d+|[a-z]{3,}")
_DIGITS = re.compile(r"\d+")
_KEYS = frozenset({*_SMALL, *_LARGE, *_VAGUE, *_ORDINALS, "half"})
_KEYS_AS_BYTES = frozenset(word.encode() for word in _KEYS)
_LETTERS = bytes(ord(chr(b).lower()) if b < 128 and chr(b).isalpha() else 32 for b in range(256))
_HYPHENS = frozenset("-‐‑–")
_BEFORE_DIGITS = 7  # characters of a name before its first digit: six letters and a hyphen
_ODD_LETTER = re.compile("[\u0130\u0131\u017f\u212a]")
_BEFORE = re.compile(
    r"(?:(?P<more>\b(?:over|more than|above|exceeding|exceeds|in excess of|at least|(?:no|not) (?:fewer|less) than|upwards of|"
    r"greater than)|>)"
    r"|(?P<less>\b(?:under|fewer than|less than|below|up to|at most|(?:no|not) more than|a maximum of)|<)"
    r"|(?P<about>\b(?:about|around|some|approximately|roughly|an estimated|estimated|circa|nearly|almost|close to|just over|"
    r"just under|as many as|as much as)|~))\s*(?:a\s+|the\s+)?(?:[A-Z]{0,3}[$€£¥₽₩₹]|(?:USD|EUR|GBP|Rs)\s)?\s*$",
    re.IGNORECASE,
)
# One of these stands in whatever that pattern finds, in lower case.
_TOLD = re.compile(
    "[<>~\u0131\u017f\u0307]|over|than|above|exceed|excess|least|upwards|under|below|up to|most|maximum|about|around|some|"
    "approx|roughly|estimated|circa|nearly|close|as many|as much"
)
_CURRENCY_ENDS = frozenset("$€£¥₽₩₹dDrRpPsSſ")  # how whatever the next pattern finds ends
_AFTER = re.compile(
    r"\s*(?:(?P<more>\+|\bor more\b|\bplus\b)|(?P<less>\bor (?:less|fewer)\b)|(?P<about>-odd\b|\bor so\b))",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"((?:US)?[$]|[€£¥₽₩₹]|\b(?:USD|EUR|GBP|Rs)\b)\s*$", re.IGNORECASE)
_UNIT_AFTER = re.compile(r"[\s-]{0,3}(%|per cent\b|[^\W\d_]+)")
_RANGE = re.compile(r"\s*(?:-|–|—|‐|‑|to|and|or)\s*[$€£¥]?\s*$", re.IGNORECASE)
_PREFIX = re.compile(r"[^\W\d_]+")
_NO_LETTER = re.compile(r"[\W_]")
# What may stand before a hyphen and a number without making a name of it.
_NO_NAME = frozenset(
    "mid pre post late early since no nr us jan feb mar apr may jun jul aug sep sept oct nov dec x usd eur".split()
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text. ``readings`` are what it may be; ``sign`` '>', '<', '~' or '' what is said about it.

    ``unit`` is a currency, '%' or 's' (the 1990s) where one is told; ``name`` the name that it is part of; ``vague`` the
    word that stands for an unknown number ('dozens').
    """

    start: int
    end: int
    said: str
    readings: frozenset[Decimal] = frozenset()
    sign: str = ""
    unit: str = ""
    name: str = ""
    vague: str = ""
    before: str = ""

    def supports(self, claimed: Number) -> bool:
        """Whether this number of the source may stand for the ``claimed`` one (what is said about it apart)."""
        if self.name or claimed.name:
            return self.name == claimed.name
        if "s" in (self.unit, claimed.unit) and self.unit != claimed.unit:
            return False
        if self.unit and claimed.unit and self.unit != claimed.unit:
            return False
        if claimed.vague:
            low, high = _VAGUE[claimed.vague]
            return self.vague == claimed.vague or any(low <= r < high for r in self.readings)
        return bool(self.readings & claimed.readings)

    def agrees(self, claimed: Number) -> bool:
        """Whether what is said about the two goes together: 'more than 24' is not 'fewer than 24'."""
        return {self.sign, claimed.sign} != {">", "<"}

    def says_less(self, claimed: Number) -> bool:
        """Whether the claim adds a 'more than' that the source has not."""
        return claimed.sign in {">", "<"} and self.sign != claimed.sign


def numbers(text: str) -> list[Number]:
    """All numbers of ``text`` in order."""
    found: list[Number] = []
    for match in _matches(text):
        number = _read(text, match)
        if number is None:
            continue
        if found and number.readings and found[-1].readings:
            number, found[-1] = _range(text, found[-1], number)
        found.append(number)
    return found


def _matches(text: str) -> Iterator[re.Match[str]]:
    """The same as ``_NUMBER.finditer``: the pattern begins where a number with the next digit or number word would."""
    if _ODD_LETTER.search(text):
        yield from _NUMBER.finditer(text)
        return
    # The words as bytes, all other characters as spaces: the fastest way to see that there is no number word.
    worded = not _KEYS_AS_BYTES.isdisjoint(text.encode("ascii", "replace").translate(_LETTERS).split())
    done = 0
    for key in _KEY.finditer(text.lower()) if worded else _DIGITS.finditer(text):
        at = key.start()
        if key.end() <= done:
            continue
        before = text[at - 1 : at]
        if key[0].isdecimal():
            # 'AK-47' begins with its letters
            begin = at - _BEFORE_DIGITS if before.isalnum() or before in _HYPHENS else at
        elif key[0] in _KEYS and not before.isalnum():
            # and 'a   million' with its article.
            begin = at
            while begin > done and text[begin - 1].isspace():
                begin -= 1
            begin = begin - 2 if text[begin - 1 : begin] in "aAnN" else at
        else:
            continue
        match = _NUMBER.search(text, max(done, begin))
        if match is None:
            return
        yield match
        done = match.end()


def _read(text: str, match: re.Match[str]) -> Number | None:
    said = match[0]
    start, end = match.span()
    if match["name"]:
        letters = _PREFIX.match(said)
        prefix = letters[0] if letters else ""
        if prefix.casefold() not in _NO_NAME and (prefix != prefix.lower() or len(prefix) <= 2):
            return Number(start, end, said, name=_NO_LETTER.sub("", said).casefold().removesuffix("s"))
        rest = _NUMBER.match(text, start + len(prefix) + (not said[len(prefix)].isdigit()))
        return _read(text, rest) if rest and rest.end() <= end and not rest["name"] else None
    if match["vague"]:
        return Number(start, end, said, vague=said.casefold())
    if match["ordinal"]:
        return Number(start, end, said, readings=frozenset({Decimal(_ORDINALS[said.casefold()])}))
    unit = ""
    if match["digits"]:
        readings = _digits(match["digits"])
        suffix = (match["suffix"] or "").casefold()
        if suffix in _ATTACHED:
            readings = readings | {r * _ATTACHED[suffix] for r in readings}
        elif suffix == "s":
            unit = "s"
        if match["large"]:
            readings = frozenset(r * _LARGE[match["large"].casefold()] for r in readings)
    else:
        value = _spelled(said.casefold())
        if value is None:
            return None
        readings = frozenset({value})
    before = text[max(0, start - 28) : start]
    money = _MONEY_BEFORE.search(before) if before.rstrip()[-1:] in _CURRENCY_ENDS else None
    after = _UNIT_AFTER.match(text, end)
    if money:
        unit = _CURRENCY.get(money[1].casefold(), "")
    elif after and not unit:
        unit = _CURRENCY.get(after[1].casefold(), "")
    told = (_BEFORE.search(before) if _TOLD.search(before.lower()) else None) or _AFTER.match(text, end)
    sign = {"more": ">", "less": "<", "about": "~"}[told.lastgroup] if told and told.lastgroup else ""
    return Number(start, end, said, readings=readings, sign=sign, unit=unit)


def _digits(said: str) -> frozenset[Decimal]:
    """What digits may mean: '3.530' is three and a half or three thousand and a half, '4,491' one thing only."""
    if said.isdecimal() and len(said) < 10:
        return frozenset({Decimal(said).normalize()})
    plain = re.sub(r"['’\s]", "", said)
    readings = set()
    if re.fullmatch(r"\d{1,3}(?:[,.]\d{3})+", plain):
        readings.add(plain.replace(",", "").replace(".", ""))
        if plain.count(".") == 1 and "," not in plain:
            readings.add(plain)
    elif "," in plain and "." in plain:
        last = max(plain.rfind(","), plain.rfind("."))
        readings.add(plain[:last].replace(",", "").replace(".", "") + "." + plain[last + 1 :])
    else:
        readings.add(plain.replace(",", "."))
    found = set()
    for reading in readings:
        try:
            found.add(Decimal(reading).normalize())
        except InvalidOperation:
            continue
    return frozenset(found)


def _spelled(said: str) -> Decimal | None:
    """The value of number words: 'twenty-four', 'half a dozen', 'two and a half million', 'one hundred and twenty'."""
    total, group = Decimal(0), Decimal(0)
    half_before, seen = False, False
    for word in re.findall(r"[a-z]+", said):
        if word in ("and", "a", "an"):
            continue
        if word == "half":
            if seen:
                group += Decimal("0.5")
            else:
                half_before = True
        elif word in _SMALL:
            group += _SMALL[word]
            seen = True
        elif word in ("hundred", "dozen", "score"):
            group = (group or Decimal(1)) * _LARGE[word]
            seen = True
        else:
            total += (group or Decimal(1)) * _LARGE[word]
            group, seen = Decimal(0), True
    if not seen:
        return None
    value = total + group
    return (value / 2 if half_before else value).normalize()


def _range(text: str, one: Number, other: Number) -> tuple[Number, Number]:
    """Two numbers that are one range share what stands at the second only: '$5-10 million', '2022-23'."""
    between = text[one.end : other.start]
    if len(between) > 8 or not _RANGE.match(between):
        return other, one
    first = one.readings
    wide = re.search(rf"(?:{_MAGNITUDE})\s*$", other.said, re.IGNORECASE)
    if wide and not re.search(r"[^\W\d_]", one.said):
        first = first | {r * _LARGE[wide[0].strip().casefold()] for r in first}
    second = other.readings
    if "-" in between or "–" in between:
        century = {int(r) // 100 * 100 for r in one.readings if 1000 <= r <= 9999}
        second = second | {Decimal(c) + r for c in century for r in second if r < 100 and len(other.said) == 2}
    unit = one.unit or other.unit
    return (
        Number(other.start, other.end, other.said, second, other.sign, other.unit or unit, other.name, other.vague),
        Number(one.start, one.end, one.said, first, one.sign, unit, one.name, one.vague),
    )
