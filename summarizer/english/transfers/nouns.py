"""Transfers by nouns: 'shipments of THING to Y', "X's sale of THING"."""

from __future__ import annotations

from dataclasses import replace

from summarizer.english.lexicon import TAKING_NOUNS
from summarizer.english.mood import Group, mood_of_noun, verb_group
from summarizer.english.phrases import ends_phrase, in_name, phrase_before
from summarizer.english.transfers.behind import Behind
from summarizer.english.transfers.parties import taker_of
from summarizer.english.transfers.places import Place, some
from summarizer.english.transfers.subjects import subject_of
from summarizer.english.transfers.transfer import Transfer, make
from summarizer.english.words import DETERMINERS, NUMBER, PREPOSITIONS, Sentence

__all__ = ["by_noun"]

_BARE = frozenset("supplies shipments deliveries sales exports".split())
_STOPS = frozenset(
    "and or but of to restart resume halt stop ban end cut suspend block curb allow approve boost increase expand begin start stopped took take "
    "takes continue arrange arranging prohibit prohibits forbid forbids".split()
)
_PLAIN = frozenset(
    "covert illegal illicit commercial further new annual additional large regular secret direct foreign recent suspected alleged planned "
    "proposed potential possible future continued such more first second last initial any".split()
)


def by_noun(sentence: Sentence, at: int) -> Transfer | None:
    """'covert arms shipments', 'commercial sales of computers to Iran', "Korea's supply of weapons to Russia"."""
    forms = sentence.forms
    if in_name(sentence, at) and not sentence.in_capitals:
        return None
    low = at
    while (
        low > 0
        and (forms[low - 1][0].isalpha() or NUMBER.fullmatch(forms[low - 1]))
        and not ends_phrase(sentence, low - 1)
        and forms[low - 1] not in _STOPS
        and forms[low - 1] not in PREPOSITIONS
        and forms[low] not in DETERMINERS
    ):
        low -= 1
    owner = None
    if low > 0 and forms[low - 1] == "'s":
        owner = some(phrase_before(sentence, low - 1))
    mood = mood_of_noun(sentence, at, low)
    after = Behind(sentence, at + 1)
    first = low
    while first < at and (forms[first] in DETERMINERS or forms[first] in _PLAIN):
        first += 1
    if first < at and sentence.is_capital(first) and not sentence.in_capitals:
        name = first
        while first < at and sentence.is_capital(first):
            first += 1
        owner = owner or (name, first)  # 'U.S. arms sales', 'Talvian arms sales'
    while first < at and (forms[first] in _PLAIN):
        first += 1
    amount = (
        some((low, at + 1))
        if low < at and (NUMBER.fullmatch(forms[low]) or forms[low : low + 2] == ("a", "dozen"))
        else None
    )
    if after.of and forms[at + 1] == "of":
        thing: Place = after.of
    elif first < at or ((after.from_ or after.to) and forms[at] in _BARE):
        thing = (first, at + 1)
    else:
        return None
    if low > 0 and forms[low - 1] in {"took", "take", "takes"} and forms[at] == "delivery":
        group = verb_group(sentence, low - 1, "past")
        return make(sentence, thing, after.from_, subject_of(sentence, group, []), after, replace(group, verb=at), None)
    giver, taker = after.from_ or after.by, taker_of(sentence, after)
    if forms[at] in TAKING_NOUNS:
        giver, taker = after.from_, owner or after.by or after.to
    else:
        giver = giver or owner
    if giver is None and taker is None:
        return None
    made = make(sentence, thing, giver, taker, after, Group(low, at, False, mood), giver)
    return replace(made, amount=made.amount or amount) if made and thing == after.of else made
