"""Names round a measure: nations and bodies that impose, and the party behind a description."""

from __future__ import annotations

import re

from summarizer.english.clauses import owner_before
from summarizer.english.nominals import NONE, Range, noun_phrase
from summarizer.english.parties import is_people, without_determiner
from summarizer.english.times import is_time
from summarizer.english.words import PREPOSITIONS, Sentence

__all__ = ["is_body", "is_nation", "named_in", "nation_in", "past_aside", "with_tail"]


def named_in(sentence: Sentence, low: int, at: int) -> tuple[Range, Range]:
    """The authority and, where it isn't certain, the name that stand as modifiers: 'American', 'U.N. Security Council'."""
    forms = sentence.forms
    runs: list[Range] = []
    k = low
    while k < at:
        if not _is_name(sentence, k):
            k += 1
            continue
        start = k
        while k < at and _is_name(sentence, k):
            k += 1
        runs += _parted(sentence, start, k)
    runs = [r for r in runs if forms[r[0]] not in _NO_AUTHORITY]
    if not runs:
        administration = [
            m for m in range(low, at) if forms[m] in {"administration", "government", "western", "allied"}
        ]
        return ((administration[0], administration[0] + 1), NONE) if administration else (NONE, NONE)
    certain = [r for r in runs if is_nation(forms[r[0]]) or is_body(forms[r[1] - 1]) or r[0] + 1 < r[1]]
    first = certain[0] if certain else NONE
    others = [r for r in runs if r != first]
    return first, others[0] if others else NONE


def _parted(sentence: Sentence, low: int, high: int) -> list[Range]:
    """'U.N. Security Council' is one name; 'U.S. Iran' and 'American Cuba' are two."""
    forms = sentence.forms
    if high - low > 1 and is_nation(forms[low]) and not any(is_body(forms[m]) for m in range(low, high)):
        return [(low, low + 1), (low + 1, high)]
    return [(low, high)]


_NO_AUTHORITY = frozenset("arms iran-related russia-related magnitsky cold".split())
_BODIES = frozenset(
    "council department nations states treasury ministry commission government administration house union congress senate "
    "washington league bank office agency parliament cabinet".split()
)


def _is_name(sentence: Sentence, k: int) -> bool:
    if sentence.in_capitals:
        return is_nation(sentence.forms[k]) or is_body(sentence.forms[k])
    return (
        sentence.is_capital(k) and (k > 0 or is_nation(sentence.forms[k]) or is_body(sentence.forms[k]))
    ) or sentence.raws[k][:3] in {"U.S", "U.N"}


_LETTERS = frozenset("eu us un uk nato western g7 oas ecowas asean european ec eec".split())


def is_nation(form: str) -> bool:
    """Whether a word is a nation's adjective or an abbreviation that acts as one: 'American', 'EU', 'U.S.'."""
    if "." in form or form in _LETTERS:
        return True
    return len(form) > 4 and form != "vatican" and _NATIONAL.search(form) is not None


_NATIONAL = re.compile(
    r"(?:ian|ean|yan|uan|ban|kan|can|ndan|ese|ish|ani|aqi|aeli|aiti|audi|meni|tari|irati|mali|ench|utch|czech|reek|wiss|ghan|erman)$"
)


def is_body(form: str) -> bool:
    """Whether a word is the head of a body's name: 'council', 'treasury'."""
    return form in _BODIES


def past_aside(sentence: Sentence, place: Range) -> Range:
    """The name behind a description: 'the shipbroker, Tobin Orvand' gives 'Tobin Orvand'."""
    forms = sentence.forms
    head = next((k for k in range(*place) if forms[k] == "of"), place[1]) - 1
    if sentence.in_capitals or sentence.is_capital(place[1] - 1) or (forms[head].endswith("s") and head < place[1] - 1):
        return place
    if forms[place[1] : place[1] + 1] == (",",) and place[1] + 1 < len(sentence) and sentence.is_capital(place[1] + 1):
        name = noun_phrase(sentence, place[1] + 1, lists=False)
        if (
            name != NONE
            and sentence.is_capital(name[1] - 1)
            and forms[name[1] : name[1] + 1] in {(",",), (".",), (";",), (":",), ("and",), ("(",), ()}
        ):
            return name
    return place


def with_tail(sentence: Sentence, place: Range) -> Range:
    """A description with the participle that goes with it: 'individuals involved in this matter', 'firms linked to Talvia'."""
    forms = sentence.forms
    k = place[1]
    if k + 2 >= len(sentence) or sentence.is_capital(k - 1) or not is_people(sentence, place):
        return place
    if forms[k] == "from":
        k -= 1
    elif not forms[k].endswith(("ed", "ing")) or forms[k + 1] not in PREPOSITIONS:
        return place
    inner = noun_phrase(sentence, k + 2)
    return (place[0], inner[1]) if inner != NONE and not is_time(sentence, *inner) else place


def nation_in(sentence: Sentence, place: Range) -> Range:
    """Whose goods: 'Liberian diamonds', 'imports of South African steel', "Talvia's oil exports"."""
    low, high = place
    forms = sentence.forms
    mark = next((k for k in range(low, high) if forms[k] == "'s"), None)
    if mark is not None:
        return without_determiner(sentence, owner_before(sentence, mark))
    for k in range(low, high - 1):
        capital = (
            sentence.is_capital(k)
            and not sentence.is_capital(k + 1)
            and forms[k + 1] not in {"of", "and", "or", ",", "'s"}
        )
        if capital or (
            sentence.in_capitals and (is_nation(forms[k]) or re.search(r"\w{4}(?:an|ese|ish)$", forms[k]) is not None)
        ):
            start = k
            while start > low and sentence.is_capital(start - 1):
                start -= 1
            return (start, k + 1)
    return NONE
