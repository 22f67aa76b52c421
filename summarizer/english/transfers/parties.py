"""Who can give or get: phrases that look like a party, two objects side by side, the taker behind a verb."""

from __future__ import annotations

import re

from summarizer.english.phrases import phrase
from summarizer.english.times import is_time
from summarizer.english.transfers.behind import Behind
from summarizer.english.transfers.places import Place
from summarizer.english.transfers.sums import is_money
from summarizer.english.words import DETERMINERS, NUMBER, Sentence

__all__ = ["is_demonym", "is_party", "taker_of", "two_objects"]

_PEOPLE = frozenset(
    "army navy government rebels militia militias forces force police ministry insurgents fighters guerrillas regime group company firm "
    "troops soldiers state country nation customer customers buyers military airline refugees civilians victims families hospitals "
    "separatists merchants traders dealers council".split()
)  # fmt: skip


def is_party(sentence: Sentence, place: Place) -> bool:
    """Whether a phrase looks like a party: it has a capital, or is a body or people."""
    if any(sentence.is_capital(k) for k in range(*place)):
        return not is_money(sentence, place) and not any(c.isdigit() for c in sentence.say(*place))
    return sentence.forms[place[1] - 1] in _PEOPLE


def two_objects(sentence: Sentence, obj: Place) -> tuple[Place, Place] | None:
    """'offering North Korea food', 'gave the rebels 20 mortars': the taker and the thing."""
    low, high = obj
    forms = sentence.forms
    k = low + (forms[low] in DETERMINERS)
    if k > low and k < high and forms[k] in _PEOPLE:
        k += 1
    else:
        first = k
        while k < high and sentence.is_capital(k):
            k += 1
        counted = k < high and (
            NUMBER.fullmatch(forms[k])
            or forms[k] in {"a", "an", "some", "several", "about", "over"}
            or forms[k][0] in "$€£¥"
        )
        if k == first or (not counted and is_demonym(forms[k - 1])):
            return None
    if low < k < high and (forms[k][0].isalnum() or forms[k][0] in "$€£¥") and forms[k] not in {"and", "or", "of"}:
        return (low, k), (k, high)
    return None


def is_demonym(form: str) -> bool:
    """Whether a word looks like the adjective of a nation: 'Korean', 'Talvian', 'Omani'."""
    return len(form) > 4 and bool(re.search(r"(?:ian|ean|ese|ish|ani|can|man|nch|tch|eli|qi|ghan|i)$", form))


def taker_of(sentence: Sentence, after: Behind) -> Place | None:
    """Who gets it: 'to X'; 'into Jordan for the rebels' is for the rebels."""
    for_ = after.for_ if after.for_ and is_party(sentence, after.for_) else None
    taker = after.to or for_ or after.into
    if taker and sentence.forms[taker[1] - 1] in _PEOPLE and sentence.forms[taker[1] : taker[1] + 1] == ("in",):
        where = phrase(sentence, taker[1] + 1)
        if where[0] < where[1] and sentence.is_capital(where[1] - 1) and not is_time(sentence, *where):
            return taker[0], where[1]  # 'rebels in neighbouring Tiravo'
    return taker
