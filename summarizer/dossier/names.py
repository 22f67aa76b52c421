"""Whether two names may be one party's, by their words alone: folded, transliterated, shortened, in another order.

Only names that are the same word for word are ``same``. Everything else is a likeness of a certain ``level`` with its
reasons; what the bearers do must decide (``links``). A likeness of spelling is no measure: Kirby and Kerry are as near as
Mkrtychev and Mkrtchyan, and Ri Yong Ho and Ri Yong Hyo nearer still.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from summarizer.dossier.bodies import compare_bodies
from summarizer.dossier.persons import compare_persons
from summarizer.dossier.reading import Name, read_name

__all__ = ["Level", "Likeness", "compare", "fold_name", "is_distinct", "is_person"]

Level = Literal["identical", "variant", "short", "near", "different"]
_PEOPLE = frozenset("person persons people individual individuals man woman human".split())
_BODIES = frozenset(
    "government body company companies group org organization organisation state country agency ministry firm bank military "
    "army party vessel ship aircraft place location institution business authority association union court media".split()
)
_LONGEST = 300  # characters; what is longer is no name, and is only compared as a whole
_SCORES: dict[Level, float] = {"identical": 1.0, "variant": 0.9, "short": 0.7, "near": 0.5, "different": 0.0}


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two names are alike.

    ``score`` is 0 to 1 by ``level`` alone: ``identical`` (case, diacritics that one of them lacks, typography, titles and
    articles apart; or two names of one state), ``variant`` (a known way to write the same name), ``short`` (one is a
    shorter form that others may share), ``near`` (spelled nearly alike), ``different``. ``same`` is true of identical
    ones only. ``reasons`` are for people to read.
    """

    score: float
    same: bool
    reasons: tuple[str, ...]
    level: Level


def is_person(kind: str | None) -> bool | None:
    """Whether a kind of party, as a schema calls it, is people; None where its words do not tell."""
    words = set(re.findall(r"[a-z]+", (kind or "").casefold()))
    if words & _PEOPLE:
        return True
    return False if words & _BODIES else None


def fold_name(name: str) -> str:
    """A name as decisions remember it: small letters without diacritics, titles and punctuation. Never empty."""
    return " ".join(read_name(name, None).plain) or name.casefold()


def is_distinct(name: str, *, person: bool | None = None) -> bool:
    """Whether a name tells its bearer from others of the kind.

    'Ministry of Defense', 'the rebels', 'Kirby' and 'Georgia' do not: each state, each war and many a family has its own.
    """
    return read_name(name, person).distinct


def compare(one: str, other: str, *, person: bool | None = None) -> Likeness:
    """How two names are alike, whichever comes first.

    ``person`` says whether they are names of people, where that is known; else the words decide.
    """
    return _compare(*sorted((one, other)), person)


@lru_cache(maxsize=1 << 16)
def _compare(one: str, other: str, person: bool | None) -> Likeness:
    a, b = read_name(one, person), read_name(other, person)
    level, reason = _level(a, b)
    return Likeness(_SCORES[level], level == "identical", (reason,) if reason else (), level)


def _level(a: Name, b: Name) -> tuple[Level, str]:
    if a.plain == b.plain:
        if a.marked != b.marked and a.marks and b.marks:
            return "variant", "the same letters with other diacritics"
        if a.suffix == b.suffix:
            return "identical", "the same name"
    if max(len(a.said), len(b.said)) > _LONGEST:
        return "different", ""
    if a.state or b.state:
        return _states(a, b)
    if a.is_person != b.is_person:
        # 'Orvand' may be read as a person's, and 'Orvand Maritime' is a company: what the words look like decides little.
        return compare_bodies(a, b)
    return compare_persons(a, b) if a.is_person else compare_bodies(a, b)


def _states(a: Name, b: Name) -> tuple[Level, str]:
    if a.state != b.state:
        return "different", "names of two states" if a.state and b.state else ""
    if a.is_state_name and b.is_state_name:
        return "identical", "two names of one state"
    return "variant", "a state, and its capital, its government or its people"
