"""Clauses: who is the subject of a verb, where its group and its clause begin."""

from __future__ import annotations

from summarizer.english.nominals import ADVERBS, NONE, QUOTES, Range, noun_phrase, noun_phrase_before
from summarizer.english.parties import is_party, is_subject_pronoun
from summarizer.english.times import is_time
from summarizer.english.words import BE, HAVE, MODALS, PREPOSITIONS, PRONOUNS, Sentence

__all__ = ["clause_start", "first_subject", "group_low", "owner_before", "subject_before"]


def subject_before(sentence: Sentence, i: int, reach: int = 4) -> Range:
    """The subject of a verb group that begins at a word: the phrase before it, past adverbs, times, asides, 'which'.

    'The council in Lund', 'Velmora on Tuesday', 'Velmora, its neighbour,' and 'Velmora, which' all give the first phrase.
    """
    forms = sentence.forms
    k = i
    aside = NONE
    for _ in range(reach + 4):
        while k > 0 and (
            forms[k - 1] in ADVERBS
            or forms[k - 1] in QUOTES
            or (forms[k - 1].endswith("ly") and not sentence.is_capital(k - 1))
        ):
            k -= 1
        if k == 0:
            return NONE
        form = forms[k - 1]
        if (form in PRONOUNS and form not in {"who", "whom"}) or is_subject_pronoun(sentence, (k - 1, k)):
            return (k - 1, k)
        if form in {",", ")", "—", "-", "–"}:
            opened = _opened(sentence, k - 1)
            if opened is None:
                return NONE
            aside = (opened + 1, k - 1)
            k = opened
            continue
        if form in {"which", "who", "that"}:
            k -= 1
            if k > 0 and forms[k - 1] in {","}:
                k -= 1
            if k > 1 and forms[k - 1] in PREPOSITIONS:
                return NONE
            found = noun_phrase_before(sentence, k)
            if found != NONE and forms[found[0] - 1 : found[0]] == (",",):
                named = noun_phrase_before(sentence, found[0] - 1)
                if named != NONE and sentence.is_capital(named[1] - 1) and not sentence.is_capital(found[1] - 1):
                    return named
            return found
        low = _time_before(sentence, k)
        if low < k:
            k = low
            continue
        found = noun_phrase_before(sentence, k)
        if found == NONE:
            return NONE
        low = found[0]
        if low > 1 and forms[low - 1] in PREPOSITIONS - _OPENING_CLAUSES and reach > 0:
            inner = noun_phrase_before(sentence, low - 1)
            if inner != NONE:
                if (
                    forms[inner[1] - 1] in _SENT
                    and found[1] - low > 2
                    and all(sentence.is_capital(m) for m in range(*found))
                ):
                    return (low + 1, found[1])  # 'Ambassador to Lund Orrin Vale'
                k = low - 1
                reach -= 1
                continue
            if low > 1 and forms[low - 2] in {",", ")"}:
                k = low - 2
                continue
            return NONE
        return aside if _is_plain_name(sentence, aside) and not sentence.is_capital(found[1] - 1) else found
    return NONE


_SENT = frozenset("ambassador envoy adviser advisor representative emissary".split())


def _is_plain_name(sentence: Sentence, place: Range) -> bool:
    """Whether an aside is nothing but a name: 'the dealer, Tobin Orvand, sold'."""
    low, high = place
    while high - low > 1 and sentence.forms[high - 1] in {".", ">"}:
        opened = next((k for k in range(high - 2, low, -1) if sentence.forms[k] == "<"), high - 1)
        high = opened if sentence.forms[high - 1] == ">" else high - 1  # 'Orrin Works Co.', 'Orrin Works Inc <ORN>'
    return (
        0 < high - low < 8
        and sentence.is_capital(high - 1)
        and all(sentence.is_capital(m) or sentence.forms[m] in {".", "of", "and", "the"} for m in range(low, high))
        and not is_time(sentence, low, high)
    )


# Prepositions that may as well begin a clause: 'after Talvia imposed'.
_OPENING_CLAUSES = frozenset("like including because than after before since until".split())


def _opened(sentence: Sentence, close: int) -> int | None:
    """Where an aside begins that ends at ``close``: ', a dealer in Lund,' or '(the agency)'."""
    forms = sentence.forms
    opener = "(" if forms[close] == ")" else forms[close]
    for k in range(close - 1, max(-1, close - 30), -1):
        if forms[k] in {";"} | QUOTES:
            return None
        if forms[k] == opener:
            return k
    return None


_DAYTIMES = frozenset("morning afternoon evening night noon midday midnight dawn".split())
_BEFORE_DAYTIMES = frozenset(
    "this that at in the by on monday tuesday wednesday thursday friday saturday sunday yesterday tomorrow late early".split()
)
_BEFORE_TIMES = frozenset("on in at since late early by during the".split())


def _time_before(sentence: Sentence, k: int) -> int:
    """Where a time that ends before a word begins, with its preposition: 'on Tuesday', 'in March 1984', 'last month'."""
    low = k
    if k > 1 and sentence.forms[k - 1] in _DAYTIMES and sentence.forms[k - 2] in _BEFORE_DAYTIMES:
        low = k = k - 1 if is_time(sentence, k - 2, k - 1) and sentence.forms[k - 2] != "this" else k - 2
    for n in (4, 3, 2, 1):
        if k - n >= 0 and is_time(sentence, k - n, k) and sentence.forms[k - n] != "of":
            low = k - n
            break
    if low < k:
        while low > 0 and sentence.forms[low - 1] in _BEFORE_TIMES:
            low -= 1
    return low


_BETWEEN = frozenset("to not never also again did does do still later both once twice always ever".split())


def group_low(sentence: Sentence, verb: int) -> int:
    """Where the group of a verb begins: 'has repeatedly denied'."""
    forms = sentence.forms
    k = verb
    while k > 0 and (
        forms[k - 1] in HAVE | BE | MODALS | _BETWEEN
        or (forms[k - 1].endswith("ly") and not sentence.is_capital(k - 1))
        or forms[k - 1].endswith("n't")
    ):
        k -= 1
    return k


def clause_start(sentence: Sentence, i: int) -> int:
    """Where the clause begins in which a word stands: after the last mark or word that opens a clause."""
    forms = sentence.forms
    for k in range(i - 1, -1, -1):
        if forms[k] in {";", ":", "that", "but", "—", "–", "because", "although", "while"} | QUOTES:
            return k + 1
    return 0


def owner_before(sentence: Sentence, mark: int) -> Range:
    """Whose something is, before its "'s": of 'took note of Talvia's words' only 'Talvia'."""
    place = noun_phrase_before(sentence, mark)
    for k in range(place[1] - 1, place[0], -1):
        if sentence.forms[k] in {"of", "and", "or"} and k > place[0] and not sentence.is_capital(k - 1):
            return (k + 1, place[1])
    return place


_BEFORE_SUBJECT = frozenset({",", "-", "if", "and", "when", "as", "earlier", "later", "meanwhile"})


def first_subject(sentence: Sentence, before: int) -> Range:
    """The subject with which the clause of a word begins, past an opening 'In 1998, '."""
    forms = sentence.forms
    k = clause_start(sentence, before)
    if k < before and forms[k] in PREPOSITIONS:
        comma = next((m for m in range(k, before) if forms[m] == ","), None)
        if comma is None:
            return NONE
        k = comma + 1
    while k < before and (
        forms[k] in _BEFORE_SUBJECT
        or is_time(sentence, k, k + 1)
        or (forms[k].endswith("ly") and not sentence.is_capital(k))
    ):
        k += 1
    if k >= before:
        return NONE
    if is_subject_pronoun(sentence, (k, k + 1)) and "'" not in forms[k]:
        return (k, k + 1)
    place = noun_phrase(sentence, k)
    return place if place != NONE and place[1] <= before and is_party(sentence, place) else NONE
