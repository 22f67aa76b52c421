"""Transfers by contract: 'X won a contract for THING'."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from summarizer.english.lexicon import GIVE, MAKE
from summarizer.english.mood import Group, Mood, verb_group
from summarizer.english.phrases import ends_phrase, phrase, phrase_before
from summarizer.english.transfers.behind import Behind
from summarizer.english.transfers.parties import two_objects
from summarizer.english.transfers.places import Place
from summarizer.english.transfers.subjects import subject_of
from summarizer.english.transfers.sums import is_money, sum_end
from summarizer.english.transfers.transfer import Transfer, make
from summarizer.english.words import NUMBER, Sentence

__all__ = ["by_contract"]

_WINS = frozenset("won win wins received receive secured got gets landed signed winning clinched".split())
_AWARD = _WINS | frozenset("awarded award awards gave given granted placed".split())


def by_contract(sentence: Sentence, at: int) -> Transfer | None:
    """'X has been awarded a 3 billion dlr contract for missiles', 'a contract to build ten ships for Y'."""
    forms = sentence.forms
    low = at
    while low > 0 and (
        NUMBER.fullmatch(forms[low - 1]) or (forms[low - 1][0].isalpha() and not ends_phrase(sentence, low - 1))
    ):
        low -= 1
    to = _purpose(sentence, at)
    thing, after = _contracted(sentence, at, to)
    if thing is None or is_money(sentence, thing):
        return None
    giver, taker = _sides(sentence, low, at, after, with_purpose=to is not None)
    if giver is None and taker is None:
        return None
    after.price, after.worth = after.price or after.worth, None
    mood: Mood = (
        "tried" if any(w in _COLLAPSED for w in forms[at:]) or ("fell", "through") in pairwise(forms) else "planned"
    )
    made = make(sentence, thing, giver, taker or _awarding(sentence, giver), after, Group(low, at, False, mood), giver)
    money = next((m for m in range(low, at) if is_money(sentence, (m, m + 1))), None)
    if made and money is not None:
        first = next((m for m in range(low, at) if NUMBER.fullmatch(forms[m]) or forms[m][0] in "$€£¥"), low)
        made = replace(made, price=(first, sum_end(sentence, first, at)))
    return made


def _purpose(sentence: Sentence, at: int) -> int | None:
    """Where the 'to' stands that says what a contract is for: 'a contract to build', 'a deal to supply'."""
    forms = sentence.forms
    return next(
        (
            m
            for m in range(at + 1, min(at + 16, len(sentence) - 1))
            if forms[m] == "to" and (forms[m + 1] in GIVE or forms[m + 1] in MAKE)
        ),
        None,
    )


def _contracted(sentence: Sentence, at: int, to: int | None) -> tuple[Place | None, Behind]:
    """What a contract is about, behind 'for' or behind the verb of its purpose, and what stands behind that."""
    after = Behind(sentence, at + 1)
    thing = after.for_
    after.for_ = None
    if (
        thing is None
        and to is not None
        and not any(sentence.forms[m] in {";", "said", "who", "which", "that"} for m in range(at + 1, to))
    ):
        worth = after.price
        after = Behind(sentence, to + 2)
        after.price = after.price or worth
        thing = after.object
    return thing, after


def _sides(
    sentence: Sentence, low: int, at: int, after: Behind, *, with_purpose: bool
) -> tuple[Place | None, Place | None]:
    """Who gives and who takes by a contract: whoever wins one or is awarded it gives, whoever awards it takes."""
    forms = sentence.forms
    verb = next((m for m in range(low - 1, max(-1, low - 9), -1) if forms[m] in _AWARD), None)
    if verb is None:
        return after.with_, after.to or after.for_
    group = verb_group(sentence, verb, "past")
    subject = subject_of(sentence, group, [])
    if forms[verb] == "signed" and after.with_ and not with_purpose:
        return after.with_, subject
    if forms[verb] in _WINS or group.passive:
        return subject, after.by or after.from_ or after.with_ or after.for_
    inner = phrase(sentence, verb + 1)
    if inner[0] < inner[1] <= low:
        return inner, subject
    if parted := two_objects(sentence, (verb + 1, at + 1)):
        return parted[0], subject
    return after.to, subject


_COLLAPSED = frozenset("collapsed foundered scrapped cancelled canceled".split())
_BUYERS = frozenset(
    "army navy force marines corps pentagon ministry department government police guard command airline agency".split()
)


def _awarding(sentence: Sentence, giver: Place | None) -> Place | None:
    """Who awards a contract that 'has been awarded, the Army said'."""
    for k, form in enumerate(sentence.forms):
        if form == "said":
            place = phrase_before(sentence, k)
            if place[0] < place[1] and place != giver and sentence.forms[place[1] - 1] in _BUYERS:
                return place
    return None
