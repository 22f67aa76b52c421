"""Denials told by a verb of denying: 'A denied that S', 'A rejected the accusation', 'the report was denied by A'."""

from __future__ import annotations

from summarizer.english.clauses import group_low, subject_before
from summarizer.english.denials.claims import claim_of, relative_claim
from summarizer.english.denials.denial import Denial, make, unquoted
from summarizer.english.denials.deniers import denier_of
from summarizer.english.denials.vocabulary import CLAIMS, DENY, FALSE, HANDLED, NOT, REJECT
from summarizer.english.nominals import NONE, QUOTES, Range, is_verb, noun_phrase
from summarizer.english.words import BE, MODALS, Sentence

__all__ = ["as_verdict", "by_verb", "is_undone"]


def by_verb(sentence: Sentence, at: int, inside: tuple[bool, ...]) -> Denial | None:
    """'A denied that S', 'A rejected the accusation', 'the report was denied by A'."""
    forms = sentence.forms
    form = forms[at]
    if form not in DENY and form not in REJECT:
        return None
    low = group_low(sentence, at)
    if is_undone(sentence, low, at) or (
        forms[at - 1 : at] in {("confirm",), ("or",)} and "confirm" in forms[max(0, at - 3) : at]
    ):
        return None
    shape = DENY.get(form) or REJECT.get(form)
    if shape == "past" and (BE & set(forms[low:at]) or forms[at + 1 : at + 2] == ("by",)):
        return _passive(sentence, at, low, inside)
    verdict = as_verdict(sentence, at)
    what = claim_of(sentence, at if verdict is None else verdict - 1)
    denier = denier_of(sentence, low, at, inside)
    if form in REJECT and what != NONE and verdict is None and not _rejects_claim(sentence, at, what):
        return None
    if what == NONE:
        what, denier = relative_claim(sentence, low, at)
    what = unquoted(sentence, what)
    if what == NONE or (form in DENY and _is_refusal(sentence, at, what)):
        return None
    return make(sentence, denier, what, at, inside)


def as_verdict(sentence: Sentence, at: int) -> int | None:
    """Where the claim begins in 'rejected as "pure fantasy" a report that S'; None where there is no such verdict."""
    forms = sentence.forms
    if forms[at + 1 : at + 2] != ("as",):
        return None
    closing = None
    for k in range(at + 2, min(at + 14, len(sentence))):
        if forms[k] in QUOTES and k > at + 2:
            closing = k
        if forms[k] in CLAIMS:
            low = k
            while (
                low > at + 2
                and forms[low - 1] not in QUOTES
                and forms[low - 1] not in FALSE
                and not forms[low - 1].endswith("ly")
            ):
                low -= 1
            fits = closing is not None or any(f in FALSE for f in forms[at + 2 : low])
            return low if fits else None
        if forms[k] in {",", ";", "."}:
            return None
    return None


_HASTENING = frozenset("continues continued moved hastened rushed quick back went came on".split())


def is_undone(sentence: Sentence, low: int, at: int) -> bool:
    """Whether there is no denial: 'did not deny', 'refused to deny', 'could deny', 'neither confirmed nor denied'."""
    forms = sentence.forms
    group = forms[low:at]
    if any(f in NOT or f.endswith("n't") for f in group):
        return True
    if "to" in group and not _HASTENING & set(forms[max(0, low - 2) : at]):
        return True
    if set(group) & (MODALS - {"would", "must"}):
        return True
    return bool({"nor", "neither"} & set(forms[max(0, low - 1) : low])) or (
        forms[low - 1 : low] == ("or",) and forms[low - 2 : low - 1] in {("confirmed",), ("confirm",), ("confirming",)}
    )


def _is_refusal(sentence: Sentence, at: int, what: Range) -> bool:
    """'denied access', 'denied him a visa', 'denied the request': a refusal contradicts nothing."""
    forms = sentence.forms
    place = noun_phrase(sentence, what[0])
    if forms[what[0]] in {"him", "her", "them", "us", "me"}:
        return True
    if (
        place == NONE
        or forms[at + 1 : at + 2] == ("that",)
        or any(is_verb(sentence, k) for k in range(place[1], min(place[1] + 3, what[1])))
    ):
        return False
    head = next((k for k in range(*place) if forms[k] == "of"), place[1]) - 1
    if head == place[1] - 1 and all(sentence.is_capital(k) for k in range(*place)) and not sentence.in_capitals:
        return True  # 'the goalkeeper denied Kessel from close range'
    return forms[head] in HANDLED or (
        forms[place[1] - 1] in HANDLED and not any(f in CLAIMS for f in forms[place[0] : place[1]])
    )


def _rejects_claim(sentence: Sentence, at: int, what: Range) -> bool:
    """Whether what is rejected is an allegation, or is rejected as false."""
    forms = sentence.forms
    low = at + 1
    head = forms[low : low + 10]
    if "as" in head and set(forms[low : low + 24]) & FALSE:
        return "as" in head
    place = noun_phrase(sentence, low)
    if place == NONE:
        return False
    end = next((k for k in range(*place) if forms[k] in {"of"}), place[1])
    if forms[at] in {"denounced", "denounce", "denounces", "denouncing"}:
        return False
    if end > 0 and forms[end - 1].startswith("claim") and forms[end : end + 1] == ("for",):
        return False  # 'rejected his claim for damages'
    return forms[end - 1] in CLAIMS and bool(what)


def _passive(sentence: Sentence, at: int, low: int, inside: tuple[bool, ...]) -> Denial | None:
    """'The report was denied by A': only where somebody is said to deny, and a claim is denied."""
    forms = sentence.forms
    by = next((k for k in range(at + 1, min(at + 6, len(sentence))) if forms[k] == "by"), None)
    if by is None:
        return None
    denier = noun_phrase(sentence, by + 1, lists=False)
    what = subject_before(sentence, low)
    if denier == NONE or what == NONE:
        return None
    if not (set(forms[what[0] : what[1]]) & CLAIMS or forms[what[0]] in {"this", "it", "which"}):
        return None
    return make(sentence, denier, what, at, inside)
