"""Whether a noun phrase is a party, and which parties it joins."""

from __future__ import annotations

import re

from summarizer.english.nominals import SUBJECTS, Range
from summarizer.english.words import DETERMINERS, NUMBER, Sentence

__all__ = ["is_party", "is_people", "is_subject_pronoun", "members", "subject_pronoun", "without_determiner"]

_PEOPLE = frozenset(
    "army navy government governments rebels militia militias forces police ministry insurgents fighters guerrillas regime "
    "group groups company companies firm firms troops country countries nation nations state states bank banks individuals "
    "individual people persons person entities entity officials official leaders leader generals officers businessmen "
    "businessman tycoon tycoons oligarchs members member airline airlines shipper shippers vessels ships tankers council "
    "organization organizations organisation organisations network networks party parties anyone anybody those dealer "
    "dealers broker brokers traders trader shipbroker exporters exporter importers suppliers supplier corporations "
    "corporation subsidiary subsidiaries chairman president minister ministers junta authorities separatists citizens "
    "nationals administration commander commanders relatives family associates businesses institutions owner owners lender lenders buyer buyers "
    "enterprises network ring lawmakers politicians makers maker".split()
)


def subject_pronoun(sentence: Sentence, place: Range) -> str:
    """The pronoun that a place is, out of a contraction too ('we've' is 'we'); empty where it is none."""
    if place[1] - place[0] != 1:
        return ""
    form = sentence.forms[place[0]]
    word = form if form.endswith("n't") else form.partition("'")[0]
    return word if word in SUBJECTS else ""


def is_subject_pronoun(sentence: Sentence, place: Range) -> bool:
    """Whether a place is one pronoun that stands for a party."""
    return subject_pronoun(sentence, place) != ""


def is_party(sentence: Sentence, place: Range) -> bool:
    """Whether a phrase looks like a party: a name, or a body or people."""
    low, high = place
    if low >= high:
        return False
    if sentence.in_capitals:
        return sentence.forms[low] not in {"which", "that"}
    if is_subject_pronoun(sentence, place) or sentence.forms[high - 1] in {"them", "him"}:
        return True
    if any(sentence.is_capital(k) and (k > 0 or sentence.forms[k] not in DETERMINERS) for k in range(low, high)):
        return True
    return is_people(sentence, place)


_AGENTS = re.compile(r"[a-z]{3}(?:ers|ors|ists)$")
_NO_AGENTS = frozenset(
    "orders papers letters powers others numbers containers computers matters boosters waters borders sectors factors errors".split()
)


def is_people(sentence: Sentence, place: Range) -> bool:
    """Whether the head of a phrase is a common noun for people or a body: 'two companies', 'officials of the ministry'."""
    low, high = place
    head = next((k for k in range(low, high) if sentence.forms[k] == "of"), high) - 1
    words = {sentence.forms[high - 1]} | ({sentence.forms[head]} if head >= low else set())
    return any(w in _PEOPLE or (_AGENTS.search(w) is not None and w not in _NO_AGENTS) for w in words)


_KEPT_DETERMINERS = frozenset("such other more some many several most".split())


def without_determiner(sentence: Sentence, place: Range) -> Range:
    """The phrase without 'the', 'its', 'any' and the like at its beginning."""
    low, high = place
    while low < high - 1 and sentence.forms[low] in DETERMINERS - _KEPT_DETERMINERS:
        low += 1
    return (low, high)


def members(sentence: Sentence, place: Range) -> tuple[Range, ...]:
    """The parties that a phrase joins: 'countries such as Zimbabwe and Burma' are two, 'militia and rebel leaders' is one."""
    low, high = place
    forms = sentence.forms
    for k in range(low, high - 1):
        if (forms[k] == "such" and forms[k + 1] == "as") or forms[k] in {"including", "like"}:
            inner = k + (2 if forms[k] == "such" else 1)
            if inner < high and (sentence.is_capital(inner) or sentence.in_capitals):
                return members(sentence, (inner, high))
    parts: list[Range] = []
    start = low
    for k in range(low, high + 1):
        if k == high or forms[k] in {"and", "or", ",", "&"}:
            if k > start:
                parts.append((start, k))
            start = k + 1
    if len(parts) > 1 and all(_may_be_member(sentence, p) for p in parts):
        return tuple(without_determiner(sentence, p) for p in parts)
    return (without_determiner(sentence, place),) if low < high else ()


def _may_be_member(sentence: Sentence, part: Range) -> bool:
    low, high = part
    if sentence.in_capitals:
        return high - low == 1
    own = sentence.forms[low] in DETERMINERS or bool(NUMBER.fullmatch(sentence.forms[low]))
    return own or sentence.is_capital(high - 1)
