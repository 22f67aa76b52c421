"""Violations of a rule that is no measure by name: of a resolution, or of a cap that an authority set."""

from __future__ import annotations

from dataclasses import replace

from summarizer.english.clauses import group_low
from summarizer.english.measures.agency import agent_of
from summarizer.english.measures.laws import from_basis
from summarizer.english.measures.measure import Measure, known_authority, targets_of
from summarizer.english.measures.names import named_in
from summarizer.english.measures.vocabulary import VIOLATE
from summarizer.english.mood import verb_group
from summarizer.english.nominals import NONE, QUOTES, Range, noun_phrase
from summarizer.english.parties import is_party, without_determiner
from summarizer.english.words import Sentence, forms_of_verbs

__all__ = ["by_violation", "with_its_ban"]

_EXCEED = forms_of_verbs("exceed")
_CAPS = frozenset("cap caps ceiling ceilings quota quotas limit limits".split())
_NOUNS = frozenset("violation violations breach breaches defiance contravention".split())


def by_violation(sentence: Sentence, at: int) -> Measure | None:
    """'would violate a series of U.N. Security Council resolutions', 'violating an annual cap set by the council'."""
    forms = sentence.forms
    low = at + 1
    low += forms[low : low + 1] != () and forms[low] in QUOTES  # 'a "plain violation" of'
    if forms[at] in _NOUNS and forms[low : low + 1] == ("of",):
        low += 1
    elif forms[at] not in VIOLATE and forms[at] not in _EXCEED:
        return None
    shape = VIOLATE.get(forms[at]) or _EXCEED.get(forms[at])
    if shape is not None and verb_group(sentence, at, shape).mood == "negated":
        return None
    low += forms[low : low + 1] == ("that",)  # 'violated that resolution'
    place = noun_phrase(sentence, low)
    if place == NONE:
        return None
    words = set(forms[place[0] : place[1]])
    if words & _CAPS:
        return _of_cap(sentence, place, at)
    if not words & {"resolution", "resolutions"} or forms[at] in _EXCEED:
        return None
    low, high = without_determiner(sentence, place)
    authority, _law = from_basis(sentence, (low, high), NONE)
    return Measure(sentence, known_authority(sentence, authority), (), (low, high), (low, high), at, "violated")


def _of_cap(sentence: Sentence, place: Range, at: int) -> Measure | None:
    """A cap is a measure where somebody is told to have set it: 'an annual cap set by the council'."""
    forms = sentence.forms
    low, high = without_determiner(sentence, place)
    authority = named_in(sentence, low, high)[0]
    for k in range(high, min(high + 8, len(sentence))):
        if forms[k] == "by" and forms[k - 1] in {"set", "imposed", "fixed", "laid", "agreed", "down", "put"}:
            authority = noun_phrase(sentence, k + 1, lists=False)
            break
    authority = known_authority(sentence, authority)
    if authority == NONE or not sentence.is_capital(authority[1] - 1):
        return None  # 'a quota set by the ministry' is no measure against anybody
    shape = VIOLATE.get(forms[at]) or _EXCEED.get(forms[at])
    culprit = agent_of(sentence, group_low(sentence, at), at, shape) if shape else NONE
    # who exceeds a cap is the one for whom it was set
    named = culprit != NONE and is_party(sentence, culprit) and sentence.is_capital(culprit[1] - 1)
    targets = targets_of(sentence, culprit, authority) if named else ()
    cap = next(k for k in range(low, high) if forms[k] in _CAPS)
    return Measure(sentence, authority, targets, (low, cap + 1), NONE, at, "violated")


def with_its_ban(violated: Measure, ban: Measure) -> Measure | None:
    """A violation of a law together with what that law forbids; None where they are about different laws.

    In 'a violation of two resolutions, which prohibit arms sales to T' the second clause says what is violated.
    """
    same = violated.basis == violated.measure and violated.basis[0] < ban.basis[1] and ban.basis[0] < violated.basis[1]
    if violated.state != "violated" or violated.target or not same:
        return None
    return replace(
        ban,
        state="violated",
        at=violated.at,
        authority=violated.authority if violated.authority != NONE else ban.authority,
    )
