"""Goods and assets that a measure is about, who holds them, and to whom they would go."""

from __future__ import annotations

import re

from summarizer.english.lexicon import EQUIP, GIVE, TAKE
from summarizer.english.measures.names import past_aside
from summarizer.english.measures.vocabulary import ASSETS, TRADE
from summarizer.english.nominals import NONE, Range, noun_phrase
from summarizer.english.parties import is_party
from summarizer.english.times import is_time
from summarizer.english.words import Sentence

__all__ = ["barred_deed", "goal_end", "goal_of", "holder_of", "is_frozen", "is_good", "is_trading", "party_or_none"]


def is_good(sentence: Sentence, place: Range) -> bool:
    """Whether a phrase is what is traded rather than a party: 'arms exports', 'all trade', 'the sale of weapons'."""
    low, high = place
    head = next((k for k in range(low, high) if sentence.forms[k] == "of"), high) - 1
    return (
        sentence.forms[head] in TRADE
        or sentence.forms[head] in ASSETS
        or (sentence.forms[high - 1] in TRADE and not sentence.is_capital(high - 1))
    )


def is_trading(form: str) -> bool:
    """Whether a word is a deed of trade from which somebody may be barred: 'selling', 'doing' (business), 'dealing'."""
    return (
        form in GIVE
        or form in TAKE
        or form in TRADE
        or form in EQUIP
        or form in {"doing", "entering", "travelling", "traveling", "investing", "using", "dealing"}
    )


def party_or_none(sentence: Sentence, place: Range) -> Range:
    """A place that looks like a party, and not like what is traded; else none."""
    return place if place != NONE and is_party(sentence, place) and not is_good(sentence, place) else NONE


# What somebody may be shut out of.
_PLACES = frozenset("airspace territory waters country ports port market markets system bloc exchange soil".split())


def barred_deed(sentence: Sentence, k: int) -> Range | None:
    """What somebody is barred from, with its object: 'from doing business with', 'to supply Drovia with weapons'."""
    forms = sentence.forms
    if k + 1 >= len(sentence) or forms[k] not in {"from", "to"}:
        return None
    verb = k + 1
    if forms[k] == "from" and (place := noun_phrase(sentence, verb)) != NONE and forms[place[1] - 1] in _PLACES:
        return place
    place = noun_phrase(sentence, verb + 1)
    making = forms[verb] in {"making", "make"} and place != NONE and forms[place[1] - 1] in TRADE
    if not (
        making
        or is_trading(forms[verb])
        or forms[verb] in {"enter", "travel", "visiting", "leaving", "visit", "do", "trade", "deal", "invest"}
    ):
        return None
    return (verb, max(verb + 1, place[1]))


def goal_of(sentence: Sentence, low: int, high: int) -> Range:
    """To or with whom the barred trade would go: 'arms shipments to T', 'supply T with', 'to and from T'."""
    forms = sentence.forms
    k = low
    limit = min(len(sentence), high + 24)
    while k < limit:
        form = forms[k]
        if form in {";", ":", "but", "which", "after", "because", "while"} or (form == "," and k > high):
            break
        if form in {"supply", "supplying", "providing", "provide", "arm", "arming", "equip", "equipping"}:
            place = noun_phrase(sentence, k + 1)
            whole = form in {"arm", "arming", "equip", "equipping"} and not is_good(sentence, place)
            if (whole or forms[place[1] : place[1] + 1] == ("with",)) and is_party(sentence, place):
                return place
        if form in {"to", "with"} and forms[k + 1 : k + 2] in {("it",), ("them",)}:
            return (k + 1, k + 2)
        if form in {"to", "with", "from", "on", "in"}:
            place = noun_phrase(sentence, k + 1)
            if (
                place != NONE
                and is_party(sentence, place)
                and not is_time(sentence, *place)
                and not is_good(sentence, place)
            ):
                return place
        k += 1
    return NONE


def goal_end(sentence: Sentence, k: int) -> int:
    """Where 'to T' or 'to and from T' behind a barred good ends."""
    forms = sentence.forms
    if k < len(sentence) and forms[k] in {"to", "from", "with"}:
        while k < len(sentence) and forms[k] in {"to", "from", "and", "with"}:
            k += 1
        place = noun_phrase(sentence, k)
        return place[1] if place != NONE else 0
    return 0


def is_frozen(sentence: Sentence, place: Range) -> bool:
    """Whether a phrase is money or assets."""
    low, high = place
    return low < high and (
        any(f in ASSETS for f in sentence.forms[low:high]) or bool(re.match(r"[$€£¥]", sentence.forms[low]))
    )


def holder_of(sentence: Sentence, place: Range) -> Range:
    """Whose assets: 'the assets of T', "T's assets", 'Talvian assets', 'assets belonging to T'."""
    forms = sentence.forms
    low, high = place
    for k in range(low, high):
        if forms[k] == "of" and k + 1 < high:
            inner = (k + 1, high)
            if set(forms[k + 1 : high]) & ASSETS and forms[high - 1] in ASSETS:
                return holder_of(sentence, inner)
            return past_aside(sentence, inner)
        if forms[k] == "'s":
            return (low, k)
    if forms[high : high + 1] == ("of",):
        return NONE
    names = [k for k in range(low, high) if sentence.is_capital(k) and k > 0]
    if names:
        return (names[0], names[-1] + 1)
    if (
        forms[high : high + 2] == ("belonging", "to")
        or forms[high : high + 2] == ("held", "by")
        or forms[high : high + 2] == ("owned", "by")
    ):
        return noun_phrase(sentence, high + 2)
    return NONE
