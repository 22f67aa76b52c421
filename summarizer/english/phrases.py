"""Noun phrases: where one begins and ends."""

from __future__ import annotations

import re

from summarizer.english.amounts import roughly
from summarizer.english.lexicon import COMMON, DENY, GIVE, PLAN, SAY, TAKE, TOLD
from summarizer.english.times import TIMES, begins_time
from summarizer.english.words import (
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    HAVE,
    MODALS,
    NUMBER,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    Sentence,
)

__all__ = ["ends_phrase", "in_name", "is_plain_noun", "phrase", "phrase_before", "starts_phrase"]

_ADVERBS = frozenset(
    "abroad overseas elsewhere once here there away home so far also then still only even just ever never not already however instead together as".split()
)
_LISTS = frozenset({"like", "including", "such", "of", "ranging"})


def in_name(sentence: Sentence, i: int) -> bool:
    """Whether a word is part of a name, whatever it means elsewhere: 'States' in 'United States', 'Order' in 'Order of …'."""
    if sentence.raws[i] == "US" or (
        sentence.in_capitals and sentence.forms[max(0, i - 1) : i + 1] == ("united", "states")
    ):
        return True
    if not sentence.is_capital(i) or not sentence.forms[i].isalpha():
        return False
    before = i > 0 and sentence.is_capital(i - 1)
    after = i + 1 < len(sentence) and sentence.is_capital(i + 1)
    opens = i == 0 or sentence.forms[i - 1] in _OPENING
    return (not opens or (after and sentence.forms[i] not in PREPOSITIONS)) if before or after else False


_OPENING = frozenset({'"', "“", "-", "—", ":", ".", "(", "'", "‘"})


def ends_phrase(sentence: Sentence, i: int) -> bool:
    """Whether a word can't be part of a noun phrase."""
    form = sentence.forms[i]
    if in_name(sentence, i):
        return False
    if form in BE or form in MODALS or form in HAVE or form in RELATIVES or form.endswith("n't"):
        return True
    if form in PRONOUNS and form not in {"her"}:
        return True
    if form in PREPOSITIONS and form not in _LISTS:
        return True
    if (
        (form in SAY and form not in _NOUNS_TOO)
        or form in COMMON
        or form in TOLD
        or form in DENY
        or form in {"neither", "paid", "pays"}
    ):
        return True
    if (
        PLAN.get(form) in {"past", "third"}
        and (form not in _NOUNS_TOO or sentence.forms[i + 1 : i + 2] == ("to",))
        and not (i > 0 and sentence.forms[i - 1] in DETERMINERS)
    ):
        return True
    if (GIVE.get(form) in {"past", "third"} or TAKE.get(form) in {"past", "third"}) and form not in _NOUNS_TOO:
        return True
    if form.endswith("ed") and i > 0 and sentence.forms[i + 1 : i + 2] and sentence.forms[i + 1] in PREPOSITIONS:
        return True  # 'products licensed by', 'equipment used to': a participle with its own phrase
    if (
        form.endswith("ed")
        and form not in _PARTICIPLES
        and "-" not in form
        and i > 0
        and is_plain_noun(sentence, i - 1)
    ):
        return True  # 'a businessman used front companies': a past form behind a noun is its verb
    return form in _ADVERBS


_PARTICIPLES = frozenset(
    "armed united combined advanced refined armoured armored mechanised mechanized guided unmanned banned alleged suspected limited "
    "surplus sophisticated so-called hundred red feed seed speed need breed weed embed manned enriched improved unguided wanted seized "
    "wounded detained unidentified unnamed retired occupied disputed divided besieged displaced".split()
)


def is_plain_noun(sentence: Sentence, i: int) -> bool:
    """Whether a word looks like a noun: letters, and none of the small words, adverbs or participles."""
    form = sentence.forms[i]
    if form in COMMON or form in SAY or form in GIVE or form in TAKE:
        return False
    if (
        not form[0].isalpha()
        or form in DETERMINERS
        or form in PREPOSITIONS
        or form in CONJUNCTIONS
        or NUMBER.fullmatch(form)
    ):
        return False
    return not (
        form.endswith("ly")
        or form.endswith("ed")
        or form in PRONOUNS
        or form in BE
        or form in HAVE
        or re.search(r"(?:ian|ean|ese|ish)$", form)
    )


# What is a noun or an adjective as often as a verb.
_NOUNS_TOO = frozenset(
    "supplies exports imports transfers orders purchases loads trucks releases grants stolen donated offers leases ships "
    "plans plan works aims hopes bids planned proposed expected requests looks presents channels issues returns passes hands report reports claim claims estimate estimates note notes state states quote quotes stress stock ask asks want wants order promise promises pledge pledges exchange".split()
)


def starts_phrase(sentence: Sentence, i: int) -> bool:
    """Whether a noun phrase may begin at a word."""
    if i >= len(sentence):
        return False
    form = sentence.forms[i]
    if form in {'"', "“", "‘", "'"}:
        return starts_phrase(sentence, i + 1)
    if roughly(sentence, i):
        return True
    if form in PREPOSITIONS and not in_name(sentence, i):
        return False
    return form[0].isalnum() or form[0] in "$€£¥" if not ends_phrase(sentence, i) else False


def phrase(sentence: Sentence, i: int) -> tuple[int, int]:
    """The noun phrase that begins at a word, as a range of words; empty where there is none.

    It goes on over 'of', 'such as', 'like', 'including' and over lists; it ends before a verb, another preposition, a
    relative clause, a time.
    """
    forms = sentence.forms
    while i < len(sentence) and forms[i] in {'"', "“", "‘", "'"}:
        i += 1
    low = k = i
    while k < len(sentence):
        form = forms[k]
        if rough := roughly(sentence, k):
            k += rough + 1
            continue
        if k > low and _new_subject(sentence, k):
            break
        if form in {"such"} and forms[k + 1 : k + 2] == ("as",) and k > low:
            k += 2
            continue
        if form == "ranging" and forms[k + 1 : k + 2] == ("from",):
            k += 2
            continue
        if form in CONJUNCTIONS:
            if k == low or form == "but" or not starts_phrase(sentence, k + 1) or _is_clause(sentence, k + 1):
                break
            k += 1
            continue
        if form == ",":
            if not _list_goes_on(sentence, k):
                break
            k += 1
            continue
        if form in {'"', "”", "’", "“"}:
            if k + 1 < len(sentence) and forms[k + 1][0].isalpha() and not ends_phrase(sentence, k + 1) and k > low:
                k += 1
                continue
            break
        if not (form[0].isalnum() or form[0] in "$€£¥" or form in {"'s", "'", "%"}):
            break
        if ends_phrase(sentence, k) or (begins_time(sentence, k) and k > low):
            break
        k += 1
    high = k
    while high > low and (
        forms[high - 1] in CONJUNCTIONS
        or forms[high - 1] in {",", "of", "such", "as", "the", "a"}
        or forms[high - 1].endswith("ly")
    ):
        high -= 1
    return low, high


def _new_subject(sentence: Sentence, k: int) -> bool:
    """Whether a name begins a relative clause that has no 'that': 'items North Korea is interested in'."""
    if not sentence.is_capital(k) or sentence.is_capital(k - 1) or not sentence.forms[k - 1].isalpha():
        return False
    if (
        sentence.forms[k - 1] in DETERMINERS
        or sentence.forms[k - 1] in PREPOSITIONS
        or sentence.forms[k - 1] in CONJUNCTIONS
    ):
        return False
    while k < len(sentence) and sentence.is_capital(k):
        k += 1
    return k < len(sentence) and (
        sentence.forms[k] in BE
        or sentence.forms[k] in HAVE
        or sentence.forms[k] in MODALS
        or PLAN.get(sentence.forms[k]) == "third"
    )


def _is_clause(sentence: Sentence, i: int) -> bool:
    """Whether 'and' is followed by a new clause: a name or pronoun and a verb soon after it."""
    forms = sentence.forms
    begun = any(
        forms[k] in BE or forms[k] in HAVE or forms[k] in MODALS or forms[k] in SAY or GIVE.get(forms[k]) == "third"
        for k in range(i)
    )
    if not begun and not any(_plain_past(sentence, k) for k in range(i)):
        return False  # 'Weapons shipped by A and B were stolen': there is no clause yet that could have ended
    for k in range(i, min(i + 5, len(sentence))):
        if forms[k] in {",", ";", "."} or forms[k] in PREPOSITIONS:
            return False
        if forms[k] in BE or forms[k] in MODALS or forms[k] in HAVE or (k > i and SAY.get(forms[k]) == "past"):
            return True
    return False


def _plain_past(sentence: Sentence, k: int) -> bool:
    """Whether a word is a past form that has an object, so that it is the verb of a clause."""
    form = sentence.forms[k]
    past = form.endswith("ed") or GIVE.get(form) == "past" or TAKE.get(form) == "past"
    return past and k + 1 < len(sentence) and sentence.forms[k + 1] not in PREPOSITIONS and k > 0


def _list_goes_on(sentence: Sentence, k: int) -> bool:
    """Whether a comma stands inside a list: 'rockets, missiles, and other weapons'."""
    forms = sentence.forms
    if k + 1 < len(sentence) and forms[k + 1] in {"and", "or"}:
        return starts_phrase(sentence, k + 2) and not _is_clause(sentence, k + 2)
    for m in range(k + 1, min(k + 8, len(sentence))):
        if forms[m] in {"and", "or"}:
            return m > k + 1 and starts_phrase(sentence, m + 1) and not _is_clause(sentence, m + 1)
        if forms[m] == ",":
            continue
        if forms[m] in {"to", "from"} and k + 1 < m <= k + 3:
            return not any(
                sentence.is_capital(n) for n in range(k + 1, m)
            )  # a headline: 'weapons, munitions to Russia'
        if not starts_phrase(sentence, m) or forms[m] in DETERMINERS - {"other", "some", "several"}:
            return False
    return False


def phrase_before(sentence: Sentence, i: int) -> tuple[int, int]:
    """The noun phrase that ends before a word, as a range of words; empty where there is none."""
    forms = sentence.forms
    high = i
    while (
        high > 0
        and (forms[high - 1] in _ADVERBS or forms[high - 1] in TIMES or forms[high - 1].endswith("ly"))
        and not sentence.is_capital(high - 1)
    ):
        high -= 1
    if high > 0 and forms[high - 1] in {",", ")"}:
        aside = _aside_before(sentence, high - 1)
        if aside is None:
            return high, high
        high = aside
    k = high
    while k > 0:
        form = forms[k - 1]
        if form in {"'s", "'", "of", "%"} or form in {"and", "or"}:
            k -= 1
            continue
        if form == "," and k < high and _in_list(sentence, k - 1, high):
            k -= 1
            continue
        if not (form[0].isalnum() or form[0] in "$€£¥") or (ends_phrase(sentence, k - 1) and form not in {"like"}):
            break
        if begins_time(sentence, k - 1) and k < high:
            break
        k -= 1
        if (
            form in DETERMINERS
            and k > 0
            and forms[k - 1] not in {"of", "and", "or"}
            and not (forms[k - 1] == "," and _in_list(sentence, k - 1, high))
        ):
            break
    while k < high and (forms[k] in {"and", "or", "of", "'s", ",", "'"}):
        k += 1
    while high > k and forms[high - 1] in {"of", "and", "or", ","}:
        high -= 1
    return k, high


def _in_list(sentence: Sentence, comma: int, high: int) -> bool:
    """Whether a comma before a word is one of a list's: an 'and' or 'or' follows it soon."""
    return any(f in {"and", "or"} for f in sentence.forms[comma + 1 : min(comma + 6, high)])


def _aside_before(sentence: Sentence, close: int) -> int | None:
    """Where an apposition begins that ends at ``close``: 'X, a dealer in Lund, sold' and 'X (the agency) sold'."""
    forms = sentence.forms
    opener = "(" if forms[close] == ")" else ","
    for k in range(close - 1, max(-1, close - 25), -1):
        if forms[k] in {";", '"', "“", "”"}:
            return None
        if forms[k] == opener:
            return k
    return None
