"""All the measures that a sentence tells, each once."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import replace

from summarizer.english.measures.bans import by_ban
from summarizer.english.measures.behind import Behind
from summarizer.english.measures.breaks import by_cut, by_expulsion, by_resumption
from summarizer.english.measures.closures import by_closing, by_refused_passage, by_revoking
from summarizer.english.measures.deeds import deed_of
from summarizer.english.measures.designations import by_sanction
from summarizer.english.measures.freezes import by_freeze
from summarizer.english.measures.laws import basis_of, from_basis
from summarizer.english.measures.lists import likewise
from summarizer.english.measures.measure import Measure, known_authority, targets_of
from summarizer.english.measures.nouns import Noun
from summarizer.english.measures.objects import object_target
from summarizer.english.measures.violations import by_violation, with_its_ban
from summarizer.english.measures.vocabulary import (
    BAN_VERBS,
    CLOSE,
    CUT,
    DESIGNATE,
    EXPEL,
    FREEZE,
    RESUME,
    REVOKE,
    SANCTION,
    THAW,
)
from summarizer.english.nominals import NONE, Range, first
from summarizer.english.parties import is_party
from summarizer.english.words import DETERMINERS, Sentence, read

__all__ = ["measures"]


def measures(text: str) -> list[Measure]:
    """All coercive measures that a sentence tells, in the order of the words that tell them."""
    sentence = read(text)
    found: list[Measure] = []
    for at in range(len(sentence)):
        made = _by_noun(sentence, at) or _by_verb(sentence, at) or by_violation(sentence, at)
        if made is not None and not _is_background(made):
            _add(found, _with_others(found, made))
    return found


_ACCORDING = frozenset("line accordance keeping compliance part under".split())


def _with_others(found: list[Measure], made: Measure) -> Measure:
    """A measure with what the sentence told before it: 'blacklisted T, and N could be added to the list' by the same."""
    forms = made.sentence.forms
    if made.authority == NONE and forms[made.at] == "list":
        known = next((m.authority for m in reversed(found) if m.authority != NONE), NONE)
        return replace(made, authority=known)
    if (
        not made.target
        and found
        and found[-1].target
        and _ACCORDING & set(forms[max(0, made.measure[0] - 4) : made.measure[0]])
    ):
        return replace(made, target=found[-1].target)  # 'halted imports from T in line with A's sanctions'
    return made


def _is_background(made: Measure) -> bool:
    """Whether a measure only dates something else: 'since the accounts were frozen', with nobody's name to it."""
    if made.target or made.authority != NONE or made.state not in {"imposed", "lifted"}:
        return False
    forms = made.sentence.forms
    start = made.measure[0]
    while start > 0 and forms[start - 1] in DETERMINERS:
        start -= 1
    return start > 0 and forms[start - 1] in {"since", "after", "before", "when", "until", "once", "if"}


def _add(found: list[Measure], made: Measure) -> None:
    """Keep a measure unless one before it tells the same; of two that overlap the fuller one stays."""
    for k, other in enumerate(found):
        if (both := with_its_ban(other, made)) is not None:
            found[k] = both
            return
        if _overlap(other.measure, made.measure):
            found[k] = _fuller(other, made)
            return
    found.append(made)


def _overlap(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _fuller(one: Measure, other: Measure) -> Measure:
    return other if _weight(other) > _weight(one) else one


def _weight(made: Measure) -> int:
    return 2 * bool(made.target) + 2 * (made.authority != NONE) + (made.basis != NONE) + (made.state != "in_force")


def _by_noun(sentence: Sentence, at: int) -> Measure | None:
    """'sanctions against T', 'an arms embargo', 'a ban on exports to T': the measure is a noun, whatever governs it."""
    noun = Noun.of(sentence, at)
    if noun is None:
        return None
    after = Behind(sentence, noun)
    if not noun.stands and not after.stands:
        return None
    deed = deed_of(sentence, noun, after)
    if deed is None:
        return None
    target = first(after.target, object_target(sentence, noun, deed))
    authority = first(after.by, noun.authority, deed.authority)
    if authority == NONE and after.of != NONE and target == NONE and noun.of_is_target:
        target = after.of
    elif authority == NONE and after.of != NONE and is_party(sentence, after.of):
        authority = after.of
    if target == NONE and noun.name != NONE:
        target = noun.name
    elif authority == NONE and noun.name != NONE:
        authority = noun.name
    low = noun.low
    high = max(at + 1, after.high)
    targets = targets_of(sentence, target, authority) + likewise(sentence, noun)
    # what tells the measure is no part of whom it hits
    targets = tuple((a, noun.outer - 1) if a < noun.outer - 1 < b else (a, b) for a, b in targets)
    basis = first(after.basis, basis_of(sentence, deed.low, min(len(sentence), max(high, deed.high))))
    authority, basis = from_basis(sentence, authority, basis)
    return Measure(sentence, known_authority(sentence, authority), targets, (low, high), basis, at, deed.state)


# Which readers look at a verb, in this order; the first that makes a measure of it has it.
_READERS: tuple[tuple[Container[str], Callable[[Sentence, int], Measure | None]], ...] = (
    (BAN_VERBS, by_ban),
    (FREEZE, by_freeze),
    (THAW, by_freeze),
    (SANCTION, by_sanction),
    (DESIGNATE, by_sanction),
    (CUT, by_cut),
    (EXPEL, by_expulsion),
    (RESUME, by_resumption),
    (CLOSE, by_closing),
    (REVOKE, by_revoking),
    (frozenset({"let", "allowed", "permitted", "admitted"}), by_refused_passage),
)


def _by_verb(sentence: Sentence, at: int) -> Measure | None:
    """'A banned arms shipments to T', 'T was blacklisted by A', 'A froze the assets of T'."""
    form = sentence.forms[at]
    return next((made for words, read_verb in _READERS if form in words and (made := read_verb(sentence, at))), None)
