"""Transfers by arrival: 'THING from X arrived in Y'."""

from __future__ import annotations

from summarizer.english.mood import verb_group
from summarizer.english.phrases import phrase, phrase_before, starts_phrase
from summarizer.english.times import is_time
from summarizer.english.transfers.behind import Behind
from summarizer.english.transfers.transfer import Transfer, make
from summarizer.english.words import Sentence

__all__ = ["by_arrival"]


def by_arrival(sentence: Sentence, at: int) -> Transfer | None:
    """'Five carriers from China arrived in Kathmandu': a delivery, where it says from whom."""
    group = verb_group(sentence, at, "past" if sentence.forms[at].endswith("ed") else "base")
    place = phrase_before(sentence, group.low)
    low = place[0]
    if place[0] >= place[1] or low < 2 or sentence.forms[low - 1] != "from" or not sentence.is_capital(place[1] - 1):
        return None
    thing = phrase_before(sentence, low - 1)
    if thing[0] >= thing[1] or sentence.is_capital(thing[1] - 1):
        return None
    after = Behind(sentence, at + 1)
    taker = after.object
    if sentence.forms[at + 1 : at + 2] == ("in",) and starts_phrase(sentence, at + 2):
        taker = phrase(sentence, at + 2)
    if taker and (is_time(sentence, *taker) or not sentence.is_capital(taker[1] - 1)):
        taker = None
    return make(sentence, thing, place, taker, after, group, place)
