"""The verb or noun that governs a measure: 'imposed', 'the threat of', 'slapped T with'."""

from __future__ import annotations

from summarizer.english.measures.vocabulary import ALWAYS, BANS, FACE, HIT, PORTIONS, SOFT, kind_of
from summarizer.english.nominals import NONE, QUOTES, is_verb, noun_phrase, noun_phrase_before
from summarizer.english.times import is_time
from summarizer.english.words import DETERMINERS, PREPOSITIONS, Sentence

__all__ = ["EXEMPTIONS", "VIOLATING", "governor"]

EXEMPTIONS = frozenset("waiver waivers exemption exemptions relief reprieve exception exceptions".split())


def governor(sentence: Sentence, outer: int) -> int | None:
    """The verb (or 'violation of', 'lifting of', 'threat of') of which a measure is the object."""
    forms = sentence.forms
    k = outer
    for _ in range(8):
        if k == 0:
            return None
        form = forms[k - 1]
        if form == "back" and k > 1 and forms[k - 2] in {"put", "bring", "brought", "puts"}:
            k -= 1
            continue
        if (kind_of(form) or form in HIT or form in FACE or form in VIOLATING) and form not in DETERMINERS:
            return k - 1
        if form in EXEMPTIONS and forms[k] in {"from", "of", "to", "under"}:
            return k - 1
        if form in {"of", "off", "down", "up", "out", "in", "for", "with", "to", "back", "from"} or form in QUOTES:
            k -= 1
            if form in {"of"} and k > 0 and forms[k - 1] in PORTIONS:
                k -= 1
                while (
                    k > 0
                    and (forms[k - 1] in DETERMINERS or not is_verb(sentence, k - 1))
                    and forms[k - 1] not in PREPOSITIONS
                    and forms[k - 1][0].isalnum()
                ):
                    k -= 1
            elif form == "with" and k > 1:
                hit = _hit_before(sentence, k)
                if hit is not None:
                    return hit
                return None
            continue
        if form in {"and", "or"}:
            return _joined_governor(sentence, k - 1)
        low = _trailing_phrase(sentence, k)
        if low == k:
            return None
        k = low
    return None


VIOLATING = frozenset(
    "violation violations breach breaches defiance lifting easing removal suspension end evasion circumvention imposition threat prospect reimposition".split()
)


def _hit_before(sentence: Sentence, k: int) -> int | None:
    """'slapped T with sanctions': the verb before the target."""
    place = noun_phrase_before(sentence, k)
    low = place[0] if place != NONE else k
    for m in range(place[1] - 2, place[0], -1):
        if sentence.forms[m] in HIT and not sentence.is_capital(m):
            return m  # 'hit' and 'target' are nouns as well, and stand inside what looks like one phrase
    return low - 1 if low > 0 and sentence.forms[low - 1] in HIT else None


def _joined_governor(sentence: Sentence, conjunction: int) -> int | None:
    """'impose sanctions and an embargo': the second object shares the first one's verb."""
    place = noun_phrase_before(sentence, conjunction)
    if place == NONE or not any(f in ALWAYS or f in BANS or f in SOFT for f in sentence.forms[place[0] : place[1]]):
        return None
    k = place[0]
    return k - 1 if k > 0 and kind_of(sentence.forms[k - 1]) else None


def _trailing_phrase(sentence: Sentence, k: int) -> int:
    """Where a time or 'on T' between a verb and its object begins: 'imposed on Thursday new sanctions'."""
    forms = sentence.forms
    for n in range(1, 6):
        low = k - n
        if low > 0 and forms[low] in {"on", "against", "upon"} and noun_phrase(sentence, low + 1)[1] >= k:
            return low
        if low >= 0 and is_time(sentence, low, k) and (low == 0 or not is_time(sentence, low - 1, k)):
            return low
        if low < 0 or forms[low] in QUOTES or forms[low] in {",", ";"}:
            return k
    return k
