"""Denials by a negated deed: 'A said it had not sold arms', and 'We have never sold arms' in quotation marks."""

from __future__ import annotations

from summarizer.english.clauses import clause_start
from summarizer.english.denials.denial import Denial, make
from summarizer.english.denials.deniers import inner_speaker, may_be_plural, named_denier, plural, speaks_for
from summarizer.english.denials.negation import negated_at
from summarizer.english.denials.vocabulary import ING_KEPT, KEPT, NOT, SAID_BEFORE
from summarizer.english.nominals import NONE, first
from summarizer.english.parties import is_subject_pronoun, subject_pronoun
from summarizer.english.speech import speaker
from summarizer.english.words import Sentence

__all__ = ["by_deed"]


# Who tells what there is not, without anybody's accusing him of it.
_ONLOOKERS = frozenset(
    "witness witnesses resident residents analyst analysts expert experts doctor doctors critic critics diplomat diplomats researcher "
    "researchers villager villagers".split()
)


def by_deed(sentence: Sentence, at: int, inside: tuple[bool, ...]) -> Denial | None:
    """'A said it had not sold arms', '"We have never sold arms," A said', '"There were no sales," A said'."""
    forms = sentence.forms
    form = forms[at]
    if not (form in NOT or form.endswith("n't") or form in KEPT or form in ING_KEPT):
        return None
    start = clause_start(sentence, at)
    deed = negated_at(sentence, at)
    if deed is None:
        return None
    told = speaker(sentence, at)
    subject = deed.subject
    if (
        form == "nothing"
        and forms[at + 1] in {"but", "except"}
        and not any(f.startswith(("insist", "maintain")) for f in forms[:at])
    ):
        return None  # only who is suspected of more insists on it
    if form == "nothing" and forms[at + 1] in {"but", "except"} and told != NONE:
        return make(sentence, told, deed.what, at, inside)
    inner = inner_speaker(sentence, at, inside)
    if inner != NONE and inner != told and is_subject_pronoun(sentence, subject):
        return make(sentence, inner, deed.what, at, inside)
    # 'A said it "has never sold arms"': a pronoun outside the marks is whoever speaks
    if inside[at] and (inside[subject[0]] or subject_pronoun(sentence, subject) not in {"it", "they", "he", "she"}):
        if subject_pronoun(sentence, subject) in {"we", "i"}:
            return make(sentence, told if told != NONE else subject, deed.what, at, inside)
        if subject == NONE and _ONLOOKERS & set(forms[told[0] : told[1]]):
            return None
        if told != NONE and (subject == NONE or form == "never" or speaks_for(sentence, told, subject)):
            return make(sentence, named_denier(sentence, told, subject), deed.what, at, inside)
        return None
    if told == NONE:
        return None
    if subject == NONE:
        fits = form in {"no", "not"} and at > 0 and (forms[at - 1] in SAID_BEFORE or forms[at - 1] == ",")
        return make(sentence, first(inner, told), deed.what, at, inside) if fits else None
    if told[0] >= start and told == subject:
        return None
    if subject_pronoun(sentence, subject) in {"it", "they", "he", "she"}:
        if plural(sentence, subject) and not may_be_plural(sentence, told):
            return None
        return make(sentence, told, deed.what, at, inside)
    if speaks_for(sentence, told, subject):
        return make(sentence, named_denier(sentence, told, subject), deed.what, at, inside)
    return None
