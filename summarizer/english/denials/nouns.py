"""Denials told by a noun: 'the denial of A', 'the statement of A that it will neither sell nor give'."""

from __future__ import annotations

from summarizer.english.denials.claims import clause_end
from summarizer.english.denials.denial import Denial, make
from summarizer.english.denials.deniers import is_pronoun_or_own, owner_of
from summarizer.english.denials.negation import negated_deed
from summarizer.english.denials.vocabulary import HANDLED, NOUNS_OF_SAYING
from summarizer.english.nominals import NONE, noun_phrase
from summarizer.english.times import is_time
from summarizer.english.words import Sentence

__all__ = ["by_noun"]


def by_noun(sentence: Sentence, at: int, inside: tuple[bool, ...]) -> Denial | None:
    """ "A's denial that S", 'a denial by A', "A's statement that it will neither sell nor give"."""
    forms = sentence.forms
    form = forms[at]
    if form in {"denial", "denials"}:
        denier = owner_of(sentence, at)
        by = next((k for k in range(at + 1, min(at + 5, len(sentence))) if forms[k] in {"by", "from"}), None)
        if denier == NONE and by is not None:
            denier = noun_phrase(sentence, by + 1, lists=False)
        if denier == NONE or is_time(sentence, *denier):
            return None
        start = at + 1
        for k in range(at + 1, min(at + 12, len(sentence))):
            if forms[k] in {"that", "of"} and k != by:
                start = k + 1
                break
        what = (start, clause_end(sentence, start)) if start > at + 1 else NONE
        if what != NONE and forms[what[0]] in HANDLED:
            return None
        return make(sentence, denier, what, at, inside) if what != NONE else None
    if form in NOUNS_OF_SAYING and forms[at + 1 : at + 2] == ("that",):
        denier = owner_of(sentence, at)
        deed = negated_deed(sentence, at + 2)
        if denier == NONE or deed is None or not is_pronoun_or_own(sentence, deed.subject, denier):
            return None
        return make(sentence, denier, deed.what, deed.at, inside)
    return None
