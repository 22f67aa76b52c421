"""Which facts say the same thing: grouped where nothing speaks against it, each fact in exactly one group.

One deal told twice is one claim; two deliveries of different things are two. Nothing is averaged, and what can't be grouped
with certainty stands alone, with a note where it was close.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from summarizer.dossier.quantities import compared
from summarizer.dossier.readings import Fields, Reading
from summarizer.judge.context import as_list
from summarizer.schema import Reference

__all__ = ["Apart", "Group", "gap_days", "group_facts", "is_swapped"]

_SAME, _INSIDE, _ALIKE, _WEAK = 1.0, 0.7, 0.6, 0.3  # how much two things have in common
_SHARED_PART = 0.6  # of the words of both, from which on two things are alike
_SPECIFIC = 2  # content words from which on a thing says by itself which one it is
_SHORT_SPAN = 92  # days: a longer span that agrees says little
_LOOSE = 31  # days that a time told only about so may lie outside
_SLIP = 7  # days that two sources of one thing may be apart in, shown as a conflict
_SWAPS = {"giver": "taker", "taker": "giver"}


@dataclass(frozen=True, slots=True)
class Group:
    """Facts that say the same thing, in the order of the briefs."""

    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Apart:
    """Two facts that may be one claim but for what ``words`` say."""

    one: Reading
    other: Reading
    words: str


@dataclass(frozen=True, slots=True)
class _Fit:
    """Whether two facts fit: a positive ``score``, or none and, where it was close, why not."""

    score: float = 0.0
    words: str = ""


_NO = _Fit()
Suggested = Mapping[str, Mapping[str, str]]
"""For each entity those that it may be one party with, with words that say so."""


def group_facts(readings: Sequence[Reading], suggested: Suggested) -> tuple[list[Group], list[Apart]]:
    """Group the facts of all briefs, and say which pairs were close.

    The likest pair is joined first, and two groups only where every fact of the one fits every fact of the other: a chain
    of likenesses never joins what by itself would stand apart. Of the same briefs in the same order the groups are the
    same.
    """
    fits: dict[tuple[int, int], _Fit] = {}
    for i, j in _pairs(readings, suggested):
        fit = _fit(readings[i], readings[j], suggested)
        if fit.score or fit.words:
            fits[i, j] = fit
    group_of = {i: [i] for i in range(len(readings))}
    for (i, j), fit in sorted(fits.items(), key=lambda item: (-item[1].score, item[0])):
        one, other = group_of[i], group_of[j]
        if fit.score and one is not other and all(_score(fits, a, b) for a in one for b in other):
            one += other
            for member in other:
                group_of[member] = one
    members = {id(group): sorted(group) for group in group_of.values()}
    groups = sorted(members.values())
    near = [
        Apart(readings[i], readings[j], fit.words or "each is nearer to another fact")
        for (i, j), fit in sorted(fits.items())
        if group_of[i] is not group_of[j] and (fit.words or readings[i].brief != readings[j].brief)
    ]
    return [Group(tuple(readings[i] for i in group)) for group in groups], near


def _score(fits: Mapping[tuple[int, int], _Fit], one: int, other: int) -> float:
    return fits.get((min(one, other), max(one, other)), _NO).score


def _pairs(readings: Sequence[Reading], suggested: Suggested) -> Iterator[tuple[int, int]]:
    """The pairs of facts of one kind that share a party, or may, and where words say what it is about, such a word."""
    blocks: dict[tuple[str, str, str], list[int]] = {}
    for i, r in enumerate(readings):
        own = {id for ids in r.parties.values() for id in ids}
        own |= {other for id in own for other in suggested.get(id, ())}
        stems = {stem for thing in r.things for stem in thing} if r.fields.is_text else set()
        for stem in stems or {""}:
            for id in own or {""}:
                blocks.setdefault((r.fact.kind, stem, id), []).append(i)
    yield from sorted({pair for block in blocks.values() for pair in combinations(block, 2)})


def _fit(one: Reading, other: Reading, suggested: Suggested) -> _Fit:
    things = _things(one, other)
    if not things:
        return _NO
    parties = _parties(one, other, suggested)
    if parties is None:
        return _NO
    amounts = compared(one.numbers, other.numbers)
    gap = gap_days(one, other)
    close = gap == 0 and all(_is_short(r.days) for r in (one, other))
    identity = amounts in ("agree", "compatible") or close
    full, near = parties.full, parties.words
    if one.brief == other.brief:
        # An article that tells two facts of a kind tells them apart, unless it says itself that they are one.
        same = identity and things >= _INSIDE and amounts != "at_odds" and one.is_done == other.is_done
        if not same or near or parties.swapped or _times_apart(one, other, gap):
            return _NO
        return _Fit(_total(one, other, things, amounts, close))
    if amounts == "at_odds" and things < _INSIDE:
        return _NO
    specific = things == _SAME and any(len(a) >= _SPECIFIC for a in one.things if a in other.things)
    if parties.swapped and not (things == _SAME and (amounts == "agree" or close)):
        return _NO
    if not full and not identity and not specific:
        return _NO
    if things <= _WEAK and not identity and one.fields.is_text:
        return _NO
    if near:
        return _Fit(words=near)
    if _times_apart(one, other, gap):
        slip = amounts == "agree" and gap is not None and gap <= _SLIP
        if not slip:
            return _Fit(words="the same parties and thing, but told of other times")
    if None not in (one.is_done, other.is_done) and one.is_done != other.is_done and not identity and not specific:
        return _Fit(words="the same parties and thing, but one is told as done and the other is not")
    if not one.fields.is_text and not identity and _states(one) != _states(other):
        return _Fit(words=f"the same parties, but {_listed(_states(one))} here and {_listed(_states(other))} there")
    return _Fit(_total(one, other, things, amounts, close))


def _total(one: Reading, other: Reading, things: float, amounts: str | None, close: bool) -> float:
    score = things + {"agree": 1.0, "compatible": 0.5, "at_odds": -0.4}.get(amounts or "", 0.0) + 0.5 * close
    score += 0.2 * sum(bool(ids) and ids == other.parties[f] for f, ids in one.parties.items())
    return round(score + 0.2 * (_states(one) == _states(other)) + 0.1 * bool(one.speakers & other.speakers), 3)


def _things(one: Reading, other: Reading) -> float:
    """How much two facts have in common of what they are about, 0 to 1; weak where too little is said."""
    if not one.things or not other.things:
        return 0.0 if one.fields.is_text and (one.things or other.things) else _WEAK
    return max(_alike(a, b) for a in one.things for b in other.things)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """A word is itself and no other: whether rockets are weapons is not guessed."""
    shared = len(one & other)
    if one == other:
        return _SAME
    if shared == min(len(one), len(other)):
        return _INSIDE if shared >= _SPECIFIC else _WEAK
    if shared >= _SPECIFIC and shared / len(one | other) >= _SHARED_PART:
        return _ALIKE
    return 0.0


@dataclass(frozen=True, slots=True)
class _Parties:
    """How the parties of two facts agree: ``full`` where each says the same of all, ``words`` where only a suggested link
    would make them agree."""

    full: bool
    swapped: bool = False
    words: str = ""


def _parties(one: Reading, other: Reading, suggested: Suggested) -> _Parties | None:
    """How the parties agree; None where they don't."""
    if is_swapped(one, other):
        return _Parties(full=True, swapped=True)
    shared, full, words = 0, True, []
    for name, here in one.parties.items():
        there = other.parties[name]
        if not here or not there:
            full = full and not (here or there)
            continue
        rest = here - there if len(here) <= len(there) else there - here
        full = full and (here == there or bool(rest))
        shared += bool(here & there)
        if rest:
            facing = there if len(here) <= len(there) else here
            said = [
                next(filter(None, (suggested.get(id, {}).get(o, "") for o in sorted(facing))), "")
                for id in sorted(rest)
            ]
            if not all(said):
                return None
            words += said
            shared += 1
    nobody = not any(one.parties.values()) and not any(other.parties.values())
    if not shared and not nobody:
        return None
    main = one.fields.kind.main
    if (
        main.is_reference
        and not words
        and not one.parties.get(main.name, frozenset()) & other.parties.get(main.name, frozenset())
    ):
        return None
    return _Parties(full=full and not nobody, words="; ".join(dict.fromkeys(words)))


def is_swapped(one: Reading, other: Reading) -> bool:
    """Whether who gives in the one is who takes in the other, and the other way round."""
    sides = _sided(one.fields)
    if not {"giver", "taker"} <= set(sides):
        return False
    pairs = [(one.parties[sides[a]], other.parties[sides[b]]) for a, b in _SWAPS.items()]
    straight = [(one.parties[sides[a]], other.parties[sides[a]]) for a in _SWAPS]
    return all(a and a == b for a, b in pairs) and not any(a & b for a, b in straight)


def _sided(fields: Fields) -> dict[str, str]:
    return {f.marker.side: f.name for f in fields.parties if isinstance(f.marker, Reference) and f.marker.side}


def _states(reading: Reading) -> list[str]:
    """How far it has come, by its own values."""
    return [said.replace("_", " ") for f in reading.fields.states for said in as_list(reading.fact.values.get(f.name))]


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words) or "nothing"


def gap_days(one: Reading, other: Reading) -> int | None:
    """The days between the times of two facts; 0 where they meet, None where one has no resolved time."""
    if one.days is None or other.days is None:
        return None
    (a, b), (c, d) = one.days, other.days
    return max(0, (c - b).days, (a - d).days)


def _times_apart(one: Reading, other: Reading, gap: int | None) -> bool:
    """Whether two facts can't be of one time. Words that come to no day are of one time where one has the other's."""
    if gap is not None:
        return gap > (_LOOSE if one.is_about or other.is_about else 0)
    if one.days is None and other.days is None and one.when and other.when:
        return one.when not in other.when and other.when not in one.when
    return False


def _is_short(days: tuple[date, date] | None) -> bool:
    return days is not None and (days[1] - days[0]).days <= _SHORT_SPAN
