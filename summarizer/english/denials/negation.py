"""Deeds that are said not to be: 'had not sold', 'sold no arms', 'had nothing to do with', 'lived up to the pact'."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.english.clauses import first_subject, group_low, subject_before
from summarizer.english.denials.claims import clause_end
from summarizer.english.denials.vocabulary import (
    BINDING,
    DEEDS,
    DONE,
    ING_KEPT,
    KEPT,
    KNOW,
    MOVED,
    NEED_OBJECT,
    NOT,
    SAID_BEFORE,
    STATES,
    THERE_IS_NO,
    TIES,
    UNDENIED,
)
from summarizer.english.lexicon import TRANSFERS
from summarizer.english.nominals import NONE, QUOTES, Range, noun_phrase
from summarizer.english.parties import is_party, is_subject_pronoun
from summarizer.english.words import BE, DETERMINERS, HAVE, MODALS, Sentence

__all__ = ["negated_at", "negated_deed"]


@dataclass(frozen=True)
class _Deed:
    """A deed that is said not to be: its subject, the claim without the 'not', and the word that negates it."""

    subject: Range
    what: Range
    at: int


def negated_deed(sentence: Sentence, low: int) -> _Deed | None:
    """The first deed that is negated in the clause that begins at a word."""
    forms = sentence.forms
    for k in range(low, min(low + 10, len(sentence))):
        if forms[k] in {";", ":", "."}:
            return None
        if forms[k] in NOT or forms[k].endswith("n't"):
            return negated_at(sentence, k)
    return None


def negated_at(sentence: Sentence, at: int) -> _Deed | None:
    """The deed that a 'not' denies, if it is one of which somebody may be accused."""
    forms = sentence.forms
    form = forms[at]
    size = len(sentence)
    if form in KEPT or form in ING_KEPT:
        return _kept(sentence, at)
    low = group_low(sentence, at)
    if form == "not" and (one := _not_one(sentence, at)):
        return one
    if form in {"no", "none"}:
        return _no_thing(sentence, at)
    if form == "nothing":
        return _nothing(sentence, at)
    if (
        form == "neither"
        and low == at
        and at + 1 < size
        and forms[at + 1] in DETERMINERS | {"side", "of", "has", "is", "did"}
    ):
        return None
    subject = _subject_of_group(sentence, low)
    contracted = subject != NONE and "'" in forms[subject[1] - 1] and subject[1] == low
    auxiliaries = (
        forms[low:at] + ((form,) if form.endswith("n't") else ()) + (forms[low - 1 : low] if contracted else ())
    )
    if form != "never" and form != "neither" and not auxiliaries and form != "nor":
        return None
    if form == "nor":
        return None
    k = at + 1
    while k < size and (
        forms[k] in BE | HAVE | {"been", "ever", "also", "either", "directly", "and", "has", "never", "not"}
        or (forms[k].endswith("ly") and forms[k] not in DEEDS)
    ):
        k += 1
    if k >= size:
        return None
    if forms[k] in {"to"}:
        return None
    verb = forms[k]
    refusing = (
        set(auxiliaries) & {"could", "can", "may", "might", "should", "must", "can't", "couldn't", "shouldn't"}
        or form == "cannot"
    )
    if verb in STATES and (
        BE & set(forms[low:k]) or any(a.startswith(("isn", "aren", "wasn", "weren")) for a in auxiliaries)
    ):
        return _Deed(subject, (k, clause_end(sentence, k, deed=True)), at)
    if verb in {"a", "any", "the"} and HAVE & set(forms[low:k]) and k + 1 < size:
        place = noun_phrase(sentence, k)
        return (
            _Deed(subject, (k, clause_end(sentence, k, deed=True)), at)
            if place != NONE and forms[place[1] - 1] in TIES
            else None
        )
    if verb in KNOW and not refusing:
        known = noun_phrase(sentence, k + 1)
        fits = known != NONE and not _is_undenied(sentence, k, size) and not _UNKNOWN & set(forms[known[0] : known[1]])
        return _Deed(subject, (k, clause_end(sentence, k, deed=True)), at) if fits else None
    if verb == "met" and form == "never":
        return _Deed(subject, (k, clause_end(sentence, k, deed=True)), at)
    if _is_harmless_plan(sentence, k):
        return None
    if refusing or verb not in DEEDS or (verb in {"do", "did", "done"} and form != "never"):
        return None
    passive = DEEDS[verb] == "past" and bool(BE & set(forms[low:k]))
    if passive and not _may_be_accused(sentence, subject):
        return None
    end = clause_end(sentence, k, deed=True)
    if _is_undenied(sentence, k, end) or (verb in NEED_OBJECT and end <= k + 1):
        return None
    return _Deed(subject, (k, end), at)


# What one may say one does not know without being accused of knowing it.
_UNKNOWN = frozenset(
    "what how why when where whether if who which enough much anything number cause identity whereabouts extent amount origin fate motive".split()
)


def _is_harmless_plan(sentence: Sentence, k: int) -> bool:
    """Whether what is not planned is nothing that anybody is accused of: 'does not plan to appeal'."""
    forms = sentence.forms
    if not forms[k].startswith(("plan", "inten", "desire")) or forms[k + 1 : k + 2] != ("to",):
        return False
    return not any(f in DEEDS and not f.startswith(("plan", "inten")) for f in forms[k + 2 : k + 3])


def _may_be_accused(sentence: Sentence, subject: Range) -> bool:
    """Whether a subject may be accused: 'we have not been offered'."""
    return subject != NONE and is_party(sentence, subject)


def _is_undenied(sentence: Sentence, verb: int, end: int) -> bool:
    """'did not give details', 'has not received a request': nobody is accused of that."""
    place = noun_phrase(sentence, verb + 1)
    if place == NONE:
        return False
    forms = sentence.forms
    head = next((k for k in range(*place) if forms[k] == "of"), place[1]) - 1
    return forms[head] in UNDENIED or forms[place[1] - 1] in UNDENIED


def _subject_of_group(sentence: Sentence, low: int) -> Range:
    forms = sentence.forms
    if low > 0 and is_subject_pronoun(sentence, (low - 1, low)):
        return (low - 1, low)
    if low > 0 and forms[low - 1] in {"and", "but"}:
        return first_subject(sentence, low)
    return subject_before(sentence, low)


def _no_thing(sentence: Sentence, at: int) -> _Deed | None:
    """'has no links to', 'there have been no sales', 'sold no arms', 'played no role in'."""
    forms = sentence.forms
    place = noun_phrase(sentence, at + 1)
    if place == NONE or forms[at] != "no":
        return None
    low = group_low(sentence, at)
    head = next((k for k in range(*place) if forms[k] == "of"), place[1]) - 1
    end = clause_end(sentence, at + 1, deed=True)
    lacking = forms[head] in UNDENIED or forms[at + 1] in UNDENIED | {"longer", "one", "way", "more"}
    if lacking and not (forms[at + 1] == "more" and forms[head] in TRANSFERS):
        return None
    if _is_harmless_plan(sentence, head):
        return None
    if low < at and forms[low - 1 : low] == ("there",):
        if forms[place[1] : place[1] + 1] == ("to",) and forms[head] not in TRANSFERS:
            return None  # 'there are no weapons to spare'
        if forms[head] in TRANSFERS or forms[head] in THERE_IS_NO:
            return _Deed(NONE, (at + 1, end), at)
        return None
    if low < at and HAVE & set(forms[low:at]):
        return _Deed(_subject_of_group(sentence, low), (at + 1, end), at) if forms[head] in TIES | TRANSFERS else None
    k = place[1]
    if (
        k + 1 < len(sentence)
        and (forms[k] in BE | HAVE or forms[k] in MOVED)
        and at
        and (forms[at - 1] in SAID_BEFORE or forms[at - 1] in QUOTES)
    ):
        return _Deed(NONE, (at + 1, end), at) if _moved(sentence, k) else None
    if at and forms[at - 1] in DONE:
        group = group_low(sentence, at - 1)
        if forms[head] in TIES | TRANSFERS or forms[at - 1] in DEEDS:
            return _Deed(_subject_of_group(sentence, group), (at + 1, end), at)
    return None


def _moved(sentence: Sentence, k: int) -> bool:
    """Whether what begins at a word is 'has been sold', 'were going', 'had left'."""
    verb = next((m for m in range(k, min(k + 4, len(sentence))) if sentence.forms[m] not in BE | HAVE), k)
    return sentence.forms[verb] in MOVED


def _not_one(sentence: Sentence, at: int) -> _Deed | None:
    """'Not one rifle has left our territory', 'not a single gun was sold'."""
    forms = sentence.forms
    low = at + 1 if forms[at + 1 : at + 2] == ("one",) else at + 2 if forms[at + 1 : at + 3] == ("a", "single") else 0
    place = noun_phrase(sentence, low) if low else NONE
    if place == NONE or not _moved(sentence, place[1]) or forms[place[1] : place[1] + 1] == ():
        return None
    return _Deed(NONE, (at + 1, clause_end(sentence, at + 1, deed=True)), at)


def _nothing(sentence: Sentence, at: int) -> _Deed | None:
    """'had nothing to do with', 'did nothing wrong', 'knew nothing about', 'carried nothing but food'."""
    forms = sentence.forms
    low = group_low(sentence, at)
    end = clause_end(sentence, at + 1, deed=True)
    if forms[at + 1 : at + 4] == ("to", "do", "with") or forms[at + 1 : at + 3] == ("to", "hide"):
        return _Deed(_subject_of_group(sentence, low), (at + 1, end), at)
    if at and forms[at - 1] in KNOW and forms[at + 1 : at + 2] in {("about",), ("of",)}:
        return _Deed(_subject_of_group(sentence, group_low(sentence, at - 1)), (at + 1, end), at)
    if forms[at + 1 : at + 4] in {("of", "the", "kind"), ("of", "the", "sort")}:
        return _Deed(NONE if low == at else _subject_of_group(sentence, low), (at + 1, end), at)
    if forms[at + 1 : at + 2] in {("but",), ("except",)} and at and forms[at - 1] in DEEDS:
        group = group_low(sentence, at - 1)
        return _Deed(_subject_of_group(sentence, group), (group, clause_end(sentence, at + 2, deed=True)), at)
    if forms[at + 1 : at + 2] in {("wrong",), ("illegal",), ("improper",)} and at:
        group = group_low(sentence, at - 1)
        return _Deed(_subject_of_group(sentence, group), (at + 1, end), at)
    return None


def _kept(sentence: Sentence, at: int) -> _Deed | None:
    """'had lived up to the pact', 'was complying with the agreement': who says so denies that the pact was broken."""
    forms = sentence.forms
    following = forms[at + 1 : at + 4]
    fits = {
        "lived": following[:2] == ("up", "to"),
        "complied": following[:1] == ("with",),
        "complying": following[:1] == ("with",),
        "abided": following[:1] == ("by",),
        "abiding": following[:1] == ("by",),
        "adhered": following[:1] == ("to",),
        "adhering": following[:1] == ("to",),
        "stuck": following[:1] == ("to",),
        "acted": following[:1] in {("within",), ("lawfully",), ("legally",)},
    }.get(
        forms[at],
        bool(set(forms[at + 1 : at + 8]) & BINDING),
    )
    if not fits:
        return None
    low = group_low(sentence, at)
    if (
        low == at
        or set(forms[low:at]) & ({"not", "never", "to"} | MODALS)
        or any(f.endswith("n't") for f in forms[low:at])
    ):
        return None
    return _Deed(_subject_of_group(sentence, low), (at, clause_end(sentence, at, deed=True)), at)
