"""Measures told by a verb of freezing: 'A froze the assets of T'."""

from __future__ import annotations

from summarizer.english.clauses import subject_before
from summarizer.english.measures.agency import agent_behind, agent_of, state_of
from summarizer.english.measures.bans import is_finite
from summarizer.english.measures.goods import holder_of, is_frozen
from summarizer.english.measures.measure import Measure, make
from summarizer.english.measures.vocabulary import FREEZE, RELEASE, THAW
from summarizer.english.mood import verb_group
from summarizer.english.nominals import noun_phrase
from summarizer.english.parties import without_determiner
from summarizer.english.words import Sentence

__all__ = ["by_freeze"]


def by_freeze(sentence: Sentence, at: int) -> Measure | None:
    """'A froze the assets of T', 'the accounts of T were frozen by A'."""
    forms = sentence.forms
    shape = FREEZE.get(forms[at]) or THAW[forms[at]]
    state = state_of(sentence, at, shape)
    if state is None or (forms[at] in RELEASE and "frozen" not in forms[at + 1 : at + 10]):
        return None
    if forms[at] in THAW:
        if state != "imposed":
            return None  # that assets may be released does not lift the freeze
        state = "lifted"
    if shape == "base" and not is_finite(sentence, at) and forms[at - 1 : at] != ("to",):
        return None
    group = verb_group(sentence, at, shape)
    place = noun_phrase(sentence, at + 1)
    if group.passive or (shape == "past" and not is_frozen(sentence, place)):
        subject = subject_before(sentence, group.low)
        if not is_frozen(sentence, subject):
            return None
        low, _high = subject
        return make(
            sentence,
            agent_behind(sentence, at + 1),
            holder_of(sentence, subject),
            without_determiner(sentence, (low, at + 1)),
            at,
            state,
        )
    if not is_frozen(sentence, place):
        return None
    if forms[at] in {"freezing"} and forms[at + 1 : at + 2] == ("of",):
        return None
    return make(
        sentence, agent_of(sentence, group.low, at, shape), holder_of(sentence, place), (at, place[1]), at, state
    )
