"""What is told of a measure that is the subject: 'sanctions were imposed', 'the ban remains in force'."""

from __future__ import annotations

from summarizer.english.measures.agency import is_called_for, is_wished
from summarizer.english.measures.behind import Behind
from summarizer.english.measures.deed import Deed
from summarizer.english.measures.laws import is_law
from summarizer.english.measures.nouns import Noun
from summarizer.english.measures.vocabulary import kind_of
from summarizer.english.nominals import NONE, Range, noun_phrase
from summarizer.english.parties import is_party
from summarizer.english.times import is_time
from summarizer.english.words import BE, HAVE, MODALS, PREPOSITIONS, Sentence

__all__ = ["passive_deed"]


def passive_deed(sentence: Sentence, after: Behind, noun: Noun) -> Deed | None:
    """'The embargo was imposed', 'sanctions could be reinstated', 'the ban remains in force', 'for the embargo to be lifted'."""
    forms = sentence.forms
    start = after.high
    for place in (after.target, after.of, after.by, after.basis):
        if start <= place[0] < start + 4 or place[0] == start + 1:
            start = max(start, place[1])
    k = start
    limit = min(len(sentence), start + 30)
    if k < limit and forms[k] == ",":
        closing = next((m for m in range(k + 1, min(k + 25, len(sentence))) if forms[m] == ","), None)
        k = closing + 1 if closing is not None else k
    while k < limit and (forms[k] in PREPOSITIONS - {"to"} or is_time(sentence, k, k + 1)):
        place = noun_phrase(sentence, k + 1) if forms[k] in PREPOSITIONS else (k, k + 1)
        if place == NONE:
            return None
        k = max(k + 1, place[1])
    while k < limit and forms[k] in {"which", "that"}:
        k += 1
    modal = wished = negated = be = False
    first = k
    while k < limit:
        form = forms[k]
        if form in MODALS:
            modal = True
        elif form == "to":
            modal = wished = True
        elif form in BE:
            be = True
        elif form in {"not", "never"} or form.endswith("n't"):
            negated = True
        elif (
            form not in HAVE
            and not form.endswith("ly")
            and form not in {"still", "also", "first", "again", "now", "eventually", "soon", "yet"}
        ):
            break
        k += 1
    if k >= limit or (k == first and forms[k] not in _STANDING):
        return None
    form = forms[k]
    kind = kind_of(form)
    conditional = bool({"if", "unless", "could", "may", "might", "should", "would"} & set(forms[first:k])) or is_wished(
        sentence, noun.outer, noun.outer
    )
    by = next((m for m in range(k + 1, min(k + 16, len(sentence))) if forms[m] == "by"), None)
    agent = noun_phrase(sentence, by + 1) if by is not None and not _clause_border(forms, k, by) else NONE
    if agent != NONE and (is_time(sentence, *agent) or not is_party(sentence, agent)) and not is_law(sentence, agent):
        agent = NONE
    if modal and kind == "impose" and is_called_for(sentence, noun.outer, noun.outer):
        return None
    if be and kind in {"impose", "keep", "lift", "violate"}:
        return _told(kind, form, modal, wished or conditional, negated, agent, first, k)
    if form in _STANDING:
        if form in {"expire", "expires", "expired", "lapse", "lapsed"}:
            return Deed("in_force" if modal else "lifted", NONE, first, k + 1, k)
        return Deed("in_force", NONE, first, k + 1, k)
    if modal and not be:
        return Deed("threatened" if "would" in forms[first:k] or conditional else "in_force", NONE, first, k + 1, k)
    return None


_STANDING = frozenset(
    "remain remains remained stay stays stayed continue continues continued in apply applies applied expire expires expired lapse lapsed".split()
)


def _told(
    kind: str, form: str, modal: bool, wished: bool, negated: bool, agent: Range, low: int, verb: int
) -> Deed | None:
    high = verb + 1
    if kind == "lift":
        return Deed("in_force" if negated or wished else "lifted", agent, low, high, verb)
    if kind == "violate":
        return Deed("violated", NONE, low, high, verb)
    if kind == "impose":
        if negated:
            return None
        return Deed("threatened" if modal else "imposed", agent, low, high, verb)
    return Deed("in_force", agent, low, high, verb)


def _clause_border(forms: tuple[str, ...], low: int, high: int) -> bool:
    return any(f in {",", ";", ":", "but", "that", "which"} for f in forms[low:high])
