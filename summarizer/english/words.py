"""The words of one sentence with their places, and the closed classes of English words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = [
    "BE",
    "CONJUNCTIONS",
    "DETERMINERS",
    "HAVE",
    "MODALS",
    "NUMBER",
    "PREPOSITIONS",
    "PRONOUNS",
    "RELATIVES",
    "Sentence",
    "forms_of_verbs",
    "read",
]

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|\b[NS]\.(?= Korea)"
    r"|\d+(?:[.,]\d+)*(?:-[^\W\d_]+)+"  # 50-kg
    r"|[$€£¥]?\d+(?:[.,]\d+)*(?:st|nd|rd|th|s|m|bn|k|%)?(?![^\W_])"  # 4,491 and $3.53 and 1990s
    r"|[^\W_]+(?:[-‐‑/&][^\W_]+)*"  # weapons-related, and/or
    r"(?:['’](?:t|re|ve|ll|d|m)\b)?"
    r"|['’]s\b|(?<=s)['’](?=\s)"
    r"|[^\w\s]"
)

BE = frozenset("is are was were be been being am 're".split())
HAVE = frozenset("has have had having".split())
MODALS = frozenset("will would shall should can could may might must won't wouldn't".split())
DETERMINERS = frozenset(
    "the a an its his her their our my your this that these those some any no every each all both several many few more "
    "most other another such".split()
)
PRONOUNS = frozenset("he she it they we i you him her them us me who whom himself herself itself themselves".split())
RELATIVES = frozenset("who which that whom whose where when while because although though if unless as whether".split())
CONJUNCTIONS = frozenset({"and", "or", "and/or", "but", "nor", "&"})
PREPOSITIONS = frozenset(
    "of to from for in on at by with without via through between among into onto over under about against after before during "
    "since until within across toward towards upon despite amid near behind beyond like including because than per "
    "around along off out up down according worth valued".split()
)
NUMBER = re.compile(
    r"[$€£¥]?\d[\d.,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|"
    r"sixty|seventy|eighty|ninety|dozen|dozens|hundred|hundreds|thousand|thousands|million|millions|billion|mln|bln|scores",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sentence:
    """A sentence on one line, cut into words: ``forms`` folded to lower case and plain apostrophes, ``raws`` as written."""

    text: str
    forms: tuple[str, ...]
    raws: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.forms)

    def say(self, low: int, high: int) -> str:
        """The characters of the words from ``low`` up to ``high``."""
        return self.text[self.starts[low] : self.ends[high - 1]] if low < high else ""

    def is_capital(self, i: int) -> bool:
        """Whether a word begins with a capital, in a sentence where that means something."""
        return self.raws[i][:1].isupper() and not self.in_capitals

    @property
    def in_capitals(self) -> bool:
        """Whether the sentence is in capitals throughout."""
        return self.text.upper() == self.text


@lru_cache(maxsize=512)
def read(text: str) -> Sentence:
    """Cut a sentence into words."""
    found = list(_TOKEN.finditer(text))
    return Sentence(
        text,
        tuple(m[0].casefold().replace("’", "'") for m in found),
        tuple(m[0] for m in found),
        tuple(m.start() for m in found),
        tuple(m.end() for m in found),
    )


def forms_of_verbs(regular: str, irregular: str = "") -> dict[str, str]:
    """Every form of some verbs, with what it is: 'base', 'third', 'past' (or participle), 'ing'.

    ``irregular`` holds verbs as 'base/past/participle', each verb once, with a doubled consonant written out as
    'ship/shipped/shipped/shipping'.
    """
    found: dict[str, str] = {}
    for verb in regular.split():
        root = verb.removesuffix("e")
        soft = verb.endswith("y") and verb[-2] not in "aeou"
        found[verb] = "base"
        found[verb[:-1] + "ies" if soft else verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")] = (
            "third"
        )
        found[verb[:-1] + "ied" if soft else root + "ed"] = "past"
        found[root + "ing"] = "ing"
    for entry in irregular.split():
        base, past, participle, *ing = entry.split("/")
        found[base] = "base"
        found[base + ("es" if base.endswith(("s", "sh", "ch", "x", "y")) and base[-2] not in "aeou" else "s")] = "third"
        found[past] = found[participle] = "past"
        found[ing[0] if ing else base.removesuffix("e") + "ing"] = "ing"
    return found
