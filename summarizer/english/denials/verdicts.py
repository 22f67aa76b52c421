"""Denials that call a claim false: 'called the report a lie', 'said it was not true that S', 'no truth in the report'."""

from __future__ import annotations

from summarizer.english.clauses import first_subject, group_low, subject_before
from summarizer.english.denials.claims import claim_noun_before, claim_of, clause_end
from summarizer.english.denials.denial import Denial, make
from summarizer.english.denials.deniers import denier_of
from summarizer.english.denials.verbs import as_verdict, is_undone
from summarizer.english.denials.vocabulary import CALLING, CLAIMS, FALSE, NOT, REJECT
from summarizer.english.nominals import NONE, QUOTES, first, noun_phrase
from summarizer.english.speech import opening_party, speaker
from summarizer.english.words import BE, DETERMINERS, Sentence

__all__ = ["by_verdict"]


def by_verdict(sentence: Sentence, at: int, inside: tuple[bool, ...]) -> Denial | None:
    """'called the report false', 'said the claims were baseless', 'it is not true that S', 'no truth in the report'."""
    forms = sentence.forms
    form = forms[at]
    if form in CALLING and CALLING[form] != "base":
        if form not in REJECT and (start := as_verdict(sentence, at)) is not None:
            low = group_low(sentence, at)
            what = claim_of(sentence, start - 1)
            return (
                make(sentence, denier_of(sentence, low, at, inside), what, at, inside)
                if what != NONE and not is_undone(sentence, low, at)
                else None
            )
        place = noun_phrase(sentence, at + 1)
        if place == NONE and forms[at + 1 : at + 2] in {("it",), ("them",), ("this",)}:
            place = (at + 1, at + 2)
        tail = forms[place[1] : place[1] + 8] if place != NONE else ()
        whole = forms[place[0] : place[1] + 8] if place != NONE else ()
        if place == NONE or not set(whole) & FALSE or set(tail) & NOT:
            return None
        if not (set(forms[place[0] : place[1]]) & CLAIMS or forms[place[0]] in {"it", "them", "this"}):
            return None
        low = group_low(sentence, at)
        if is_undone(sentence, low, at):
            return None
        end = next((k for k in range(*place) if forms[k] in FALSE), place[1])
        if forms[place[0]] not in {"it", "them", "this"} and not set(forms[place[0] : end]) & CLAIMS:
            return None
        while end > place[0] + 1 and forms[end - 1] in DETERMINERS | {"as"} | QUOTES:
            end -= 1
        return make(sentence, denier_of(sentence, low, at, inside), (place[0], end), at, inside)
    if form == "without" and forms[at + 1 : at + 2] and forms[at + 1] in {"foundation", "basis", "merit", "substance"}:
        return _verdict(sentence, at, inside)
    if form == "wrong" and any(f in CLAIMS or f in {"finding", "findings"} for f in forms[max(0, at - 4) : at]):
        return _verdict(sentence, at, inside)
    if form == "true" or form in FALSE:
        return _verdict(sentence, at, inside)
    if (
        form == "guilty"
        and at > 1
        and forms[at - 1] == "not"
        and forms[at - 2] in {"pleaded", "pleads", "plead", "pled"}
    ):
        low = group_low(sentence, at - 2)
        return make(
            sentence, denier_of(sentence, low, at - 2, inside), (at, clause_end(sentence, at, deed=True)), at, inside
        )
    if form == "truth" and forms[at - 1 : at] == ("no",) and forms[at + 1 : at + 2] in {("in",), ("to",)}:
        place = noun_phrase(sentence, at + 2)
        if place != NONE and forms[place[1] : place[1] + 1] == ("that",):
            place = (place[1] + 1, clause_end(sentence, place[1] + 1))
        what = place if place != NONE else (at + 2, min(at + 3, len(sentence)))
        return make(sentence, speaker(sentence, at), what, at, inside) if what[0] < what[1] else None
    return None


def _verdict(sentence: Sentence, at: int, inside: tuple[bool, ...]) -> Denial | None:
    """'the report is not true', 'the allegations were baseless', 'it was untrue that S'."""
    forms = sentence.forms
    k = at
    while k > 0 and (
        forms[k - 1].endswith("ly")
        or forms[k - 1]
        in {"a", "an", "pure", "complete", "not", "all", "total", "just", "simply", "and", ",", "outright"}
        | FALSE
        | QUOTES
    ):
        k -= 1
    negated = "not" in forms[k:at] or any(f.endswith("n't") for f in forms[max(0, k - 1) : k])
    if (forms[at] == "true") != negated:
        return None
    be = k - 1
    if be < 0 or not (forms[be] in BE or forms[be] == "'s" or forms[be].endswith("n't")):
        return None
    low = group_low(sentence, be)
    stated = claim_noun_before(sentence, low)
    if stated != NONE:
        told = first(speaker(sentence, at), first_subject(sentence, stated[0]))
        return make(sentence, told, stated, at, inside) if told[1] <= stated[0] or told[0] > at else None
    subject = subject_before(sentence, low)
    if subject == NONE and forms[low - 1 : low] in {("this",), ("that",), ("these",), ("all",)}:
        subject = (low - 1, low)
    if subject == NONE:
        return None
    what = subject
    if forms[subject[0]] == "it" and forms[at + 1 : at + 2] == ("that",):
        what = (at + 2, clause_end(sentence, at + 2))
    elif not (
        set(forms[subject[0] : subject[1]]) & (CLAIMS | {"finding", "findings"})
        or forms[subject[0]] in {"it", "this", "that", "these", "they"}
    ):
        return None
    told = speaker(sentence, at)
    if told == NONE and "saying" in forms[max(0, subject[0] - 2) : subject[0]]:
        told = opening_party(sentence, len(sentence))
    if told == NONE and not (inside[at] or forms[subject[0]] == "it"):
        return None
    if forms[subject[0]] in {"it", "that", "they"} and not inside[at] and forms[at + 1 : at + 2] != ("that",):
        return None
    return make(sentence, told, what, at, inside)
