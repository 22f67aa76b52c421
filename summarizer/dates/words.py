"""The words of which English says a time, each with its kind; whatever holds another word is not read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from summarizer.dates.spans import FIRST_YEAR, LAST_YEAR

__all__ = ["LONGEST", "Word", "cut"]

LONGEST = 120
"""Characters of a time; what is longer is a sentence, and not read."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a time: its kind, what it counts or names, and how it is written in small letters."""

    kind: str
    value: int | str
    text: str = ""

    @property
    def number(self) -> int:
        """What the word counts; nought where it counts nothing."""
        return self.value if isinstance(self.value, int) else 0

    @property
    def in_digits(self) -> bool:
        """Whether it is written in digits, as days are: nobody says 'second March' for the day."""
        return self.text[:1].isdecimal()


def _numbered(kind: str, names: str, first: int = 1) -> dict[str, Word]:
    """Words that count up; forms of one word are joined by a slash."""
    rows = enumerate(names.split(), first)
    return {form: Word(kind, number, form) for number, row in rows for form in row.split("/")}


def _named(kind: str, **forms: str) -> dict[str, Word]:
    """Words of one kind by what they mean."""
    return {form: Word(kind, value, form) for value, row in forms.items() for form in row.split()}


_WORDS = {
    **_numbered(
        "month",
        "january/jan february/feb march/mar april/apr may june/jun july/jul august/aug september/sept/sep "
        "october/oct november/nov december/dec",
    ),
    **_numbered(
        "weekday",
        "monday/mon tuesday/tues/tue wednesday/wed thursday/thurs/thur/thu friday/fri saturday/sat sunday/sun",
        0,
    ),
    **_numbered("number", "a/an/one two three four five six seven eight nine ten eleven twelve"),
    **_numbered("ordinal", "first second third fourth fifth sixth seventh eighth ninth tenth"),
    **_numbered("which", "last this next", -1),
    **_numbered("day", "yesterday today tomorrow", -1),
    **_named(
        "unit",
        day="day days",
        week="week weeks",
        month="month months",
        quarter="quarter quarters",
        half="half",
        year="year years",
        decade="decade decades",
        century="century",
    ),
    **_named("part", early="early", mid="mid middle", late="late"),
    **_named("edge", early="beginning start", late="end close"),
    **_named("bound", earlier="earlier", later="later"),
    **_named("season", once="spring autumn fall", twice="summer winter"),
    **_named("hour", day="morning afternoon evening", night="night"),
    **_named("open", since="since starting", until="until till by", before="before", after="after"),
    **_named("to", to="to - through and"),
    **_named("lead", lead="in on at during throughout", along="over for within"),
    **_named("about", about="about around approximately roughly some circa ca nearly almost"),
}
_WORDS |= {
    w: Word(w, w, w) for w in ("ago", "past", "coming", "now", "tonight", "weekend", "of", "the", "from", "between")
}
_WORDS |= {
    w: Word("number", n, w) for n, w in zip((20, 30, 40, 50), ("twenty", "thirty", "forty", "fifty"), strict=True)
}
# Said beside a time without changing it.
_IDLE = frozenset({",", "(", ")", "only", "just", "back"})
# Small letters make other words of them: 'may', 'to march', 'sat'.
_CAPITALIZED = frozenset("may march mar jan sun sat wed mon".split())

_ZONE = r"(?:\s?\(?\b(?:GMT|UTC|ES?D?T|[CMP][SD]T|CES?T|BST|KST|JST|MSK)\b\)?)"
_CLOCK = re.compile(
    r"(?:\b(?:at|around|about|shortly after|just after)\s)?"
    rf"(?:\b\d{{1,2}}(?:[:.]\d\d)?\s?[ap](?:\.m\.|m\b)|(?<![\w:.])\d{{1,2}}:\d\d(?::\d\d)?(?!\d)|\b\d{{4}}(?={_ZONE})|\bnoon\b){_ZONE}?",
    re.ASCII | re.IGNORECASE,
)
_LOCAL = re.compile(r"\(?\b(?:local|eastern|central|mountain|pacific) time\b\)?", re.IGNORECASE)
_TOKEN = re.compile(
    r"\d{4}-\d\d-\d\d(?:T[\d:.]{4,15}(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])"
    r"|\d{4}-\d\d(?![\w-])"
    r"|\d{4}[./]\d{1,2}[./]\d{1,2}(?![\w./])"
    r"|\d{1,2}[./]\d{1,2}[./]\d{4}(?![\w./])"
    r"|\d{1,4}(?:st|nd|rd|th|s)?(?!\w)"
    r"|['’]\d0s\b"
    r"|[Qq][1-4](?!\w)|[Hh][12](?!\w)"
    r"|[A-Za-z]+(?!\w)"
    r"|[-,()]",
    re.ASCII,
)
_DASHES = str.maketrans("‐‑‒–—―", "------")


def cut(words: str) -> tuple[Word, ...] | None:
    """The words of a time; None where one of them is none of those that times are said with.

    Times of day and their zones are left out: 3 p.m. on Thursday is on Thursday.
    """
    return _cut(words) if len(words) <= LONGEST else None


# The same few times stand in all news.
@lru_cache(maxsize=1024)
def _cut(words: str) -> tuple[Word, ...] | None:
    said = " ".join(words.translate(_DASHES).split())
    said = _CLOCK.sub(" ", _LOCAL.sub(" ", said)).strip(" .,;")
    found: list[Word] = []
    at = 0
    while at < len(said):
        if said[at] == " ":
            at += 1
            continue
        match = _TOKEN.match(said, at)
        if match is None:
            return None
        at = match.end()
        token = match[0]
        if token in _IDLE or token.lower() in _IDLE:
            continue
        word = _word(token)
        if word is None:
            return None
        if word.kind in ("month", "weekday") and said[at : at + 1] == ".":
            at += 1
        if word.text == "-" and found and found[-1].kind in {"part", "edge"}:
            continue  # 'mid-March'
        found.append(word)
    return tuple(_joined(found))


def _word(token: str) -> Word | None:
    lower = token.lower()
    if token[0].isdigit() or token[0] in "'’":
        return _digits(lower)
    if len(lower) == 2 and lower[1].isdigit():
        return Word("quarter" if lower[0] == "q" else "half", int(lower[1]), lower)
    return None if token == lower and lower in _CAPITALIZED else _WORDS.get(lower)


def _digits(token: str) -> Word | None:
    if token[0] in "'’":
        # The nineteen-fifties to nineties; of the others nobody knows the century.
        return Word("decade", 1900 + int(token[1:3]), token) if int(token[1:3]) >= 50 else None
    parts = [p for p in re.split(r"[-./t]", token) if p.isdecimal()]
    if token.isdecimal():
        number = int(token)
        if len(token) == 4:
            return Word("year", number, token) if FIRST_YEAR <= number <= LAST_YEAR else None
        return Word("number", number, token) if len(token) <= 3 else None
    if token[-1] == "s":
        number = int(token[:-1])
        # 'the 1900s' may be ten years or a hundred.
        usable = len(token) == 5 and FIRST_YEAR <= number <= LAST_YEAR and number % 10 == 0 and number % 100
        return Word("decade", number, token) if usable else None
    if token[-2:] in ("st", "nd", "rd", "th"):
        return Word("ordinal", int(token[:-2]), token)
    return _numeric(token, [int(p) for p in parts[:3]])


def _numeric(token: str, parts: list[int]) -> Word | None:
    """A date in digits: a day as year, month and day in one number, a month as year and month."""
    if len(parts) == 2:
        year, month = parts
        # '2011-12' may be two years.
        return Word("iso month", 100 * year + month, token) if month != year % 100 + 1 else None
    if token[:4].isdecimal():
        year, month, day = parts
    else:
        day, month, year = parts
        if "/" in token and day != month and day <= 12 and month <= 12:
            return None  # by the day first in one country, by the month in another
        if "/" in token and month > 12:
            day, month = month, day
    return Word("iso day", 10000 * year + 100 * month + day, token)


def _joined(found: list[Word]) -> list[Word]:
    """'The' where it stands alone before a last unit ('the end of the year'), and 'beginning' by what follows it."""
    made: list[Word] = []
    for n, word in enumerate(found):
        after = found[n + 1] if n + 1 < len(found) else None
        if word.kind == "the":
            if after is not None and after.kind == "unit" and n + 2 == len(found):
                made.append(word)
        elif word.text == "beginning" and (after is None or after.kind != "of"):
            made.append(Word("open", "since", word.text))
        elif word.kind != "of":
            made.append(word)
    return made
