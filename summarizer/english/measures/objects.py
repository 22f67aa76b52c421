"""The target that stands before or behind a measure: 'slapped T with sanctions', 'T is under an embargo'."""

from __future__ import annotations

from summarizer.english.clauses import subject_before
from summarizer.english.measures.deed import Deed
from summarizer.english.measures.goods import goal_of, is_good, party_or_none
from summarizer.english.measures.lists import listed_on
from summarizer.english.measures.nouns import Noun
from summarizer.english.measures.vocabulary import FACE, HIT
from summarizer.english.mood import verb_group
from summarizer.english.nominals import NONE, Range, first, noun_phrase, noun_phrase_before
from summarizer.english.parties import is_party
from summarizer.english.times import is_time
from summarizer.english.words import BE, HAVE, MODALS, PREPOSITIONS, Sentence

__all__ = ["object_target"]


def object_target(sentence: Sentence, noun: Noun, deed: Deed) -> Range:
    """The target that stands before the measure: 'T faces sanctions', 'slapped T with', 'T is under', 'imposed on T a ban'."""
    forms = sentence.forms
    k = noun.outer
    verb = deed.verb
    before = forms[k - 1] if k else ""
    if verb is not None and verb < k and forms[verb] in FACE:
        group = verb_group(sentence, verb, FACE[forms[verb]])
        subject = subject_before(sentence, group.low)
        if subject != NONE and is_good(sentence, subject):
            # 'companies that buy Talvian oil could face'
            relative = next(
                (m for m in range(subject[0] - 1, max(0, subject[0] - 7), -1) if forms[m] in {"that", "which", "who"}),
                0,
            )
            subject = noun_phrase_before(sentence, relative) if relative else NONE
        return party_or_none(sentence, subject)
    if verb is not None and verb < k - 1 and forms[verb] in HIT:
        group = verb_group(sentence, verb, HIT[forms[verb]])
        if group.passive:
            return party_or_none(sentence, subject_before(sentence, group.low))
        return party_or_none(sentence, noun_phrase(sentence, verb + 1))
    if verb is not None and verb > noun.at:
        return first(_behind(sentence, verb + 1), _under(sentence, k - 1) if before == "under" else NONE)
    if deed.state == "lifted" and verb is not None and verb < k and (exempt := _exempt(sentence, verb, k)) != NONE:
        return exempt
    if verb is not None and verb < k:
        for m in range(verb + 1, k):
            if forms[m] in {"on", "upon", "against"}:
                place = noun_phrase(sentence, m + 1)
                if place != NONE and not is_time(sentence, *place):
                    return party_or_none(sentence, place)
    if before == "under" or (before == "to" and k > 1 and forms[k - 2] in {"subject", "subjected"}):
        start = k - 1 if before == "under" else k - 2
        return _under(sentence, start)
    if before == "by" and k > 1 and _is_hit(forms[k - 2]):
        low = verb_group(sentence, k - 2, "past").low
        named = noun_phrase_before(sentence, low - 1) if forms[low - 1 : low] == (",",) else NONE
        return party_or_none(sentence, first(named, subject_before(sentence, low)))
    if noun.lists:
        return listed_on(sentence, noun)
    return NONE


def _exempt(sentence: Sentence, verb: int, outer: int) -> Range:
    """Whom a waiver spares: 'gave T a sanctions waiver', 'granted T's banks', 'granted a waiver to T'."""
    forms = sentence.forms
    given = noun_phrase(sentence, verb + 1, lists=False)
    if forms[verb] in _GIVEN and given != NONE and given[1] <= outer:
        return party_or_none(sentence, given)
    k = outer + 1
    while k < len(sentence) and forms[k] not in {"to", "for", ",", ";", "."}:
        k += 1
    spared = noun_phrase(sentence, k + 1) if forms[k : k + 1] in {("to",), ("for",)} else NONE
    if spared != NONE and is_party(sentence, spared) and not is_time(sentence, *spared):
        return party_or_none(sentence, spared)
    return goal_of(sentence, k, k)  # 'an exemption for containers that A plans to ship to T'


_GIVEN = frozenset("gave give gives given granted grant grants granting".split())


def _behind(sentence: Sentence, start: int) -> Range:
    """'Sanctions were levied last year against T', 'the embargo which A decreed against T'."""
    forms = sentence.forms
    k = start
    while k < min(start + 14, len(sentence)):
        if is_time(sentence, k, k + 1) or forms[k].endswith("ly"):
            k += 1
            continue
        if forms[k] not in PREPOSITIONS:
            return NONE
        place = noun_phrase(sentence, k + 1)
        timed = place != NONE and is_time(sentence, *place)
        if forms[k] in {"on", "upon", "against"} and place != NONE and not timed:
            return party_or_none(sentence, place)
        if not timed and forms[k] != "by":
            return NONE
        k = max(place[1], k + 1)
    return NONE


def _is_hit(form: str) -> bool:
    return form in {"hit", "targeted", "affected", "covered", "crippled", "isolated", "hurt", "squeezed", "punished"}


def _under(sentence: Sentence, k: int) -> Range:
    """'put China under the same embargo', 'Talvia, which is under sanctions', 'Talvia remains under an embargo'."""
    forms = sentence.forms
    low = k
    while low > 0 and (
        forms[low - 1] in BE or forms[low - 1] in HAVE or forms[low - 1] in MODALS or forms[low - 1] in _COPULAS
    ):
        low -= 1
    if low == k and low > 0:
        place = noun_phrase_before(sentence, k)
        return place if is_party(sentence, place) and not is_good(sentence, place) else NONE
    return party_or_none(sentence, subject_before(sentence, low))


_COPULAS = frozenset(
    "remain remains remained still now already come comes came fall falls placed put currently also not be long".split()
)
