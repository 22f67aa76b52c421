"""What is denied: where the claim begins and where its clause ends."""

from __future__ import annotations

from summarizer.english.denials.vocabulary import CLAIMS, FALSE, PRONOUN_CLAIM
from summarizer.english.lexicon import SAY
from summarizer.english.nominals import NONE, QUOTES, Range, is_verb, noun_phrase, noun_phrase_before
from summarizer.english.times import is_time
from summarizer.english.words import BE, HAVE, MODALS, PREPOSITIONS, Sentence

__all__ = ["claim_noun_before", "claim_of", "clause_end", "relative_claim"]


def claim_of(sentence: Sentence, at: int) -> Range:
    """What is denied, behind the verb: the clause, or the phrase to the end of its clause."""
    forms = sentence.forms
    k = at + 1
    while (
        k < len(sentence)
        and (
            (is_time(sentence, k, k + 1) and forms[k] != "this")
            or forms[k].endswith("ly")
            or forms[k] in {"on", "again"}
        )
        and forms[k] != "family"
    ):
        k += 1
    if k >= len(sentence) or forms[k] in {",", ".", ";", "when", "but", "by", "and"}:
        return NONE
    if forms[k] in PRONOUN_CLAIM and (
        k + 1 >= len(sentence)
        or forms[k + 1] in {".", ",", ";", "and", "but", "in", "on", "at", "during", "as", "of", "when"} | QUOTES
    ):
        return (
            k,
            k + (3 if forms[k : k + 3] == ("all", "of", "it") or forms[k : k + 3] == ("all", "of", "this") else 1),
        )
    end = clause_end(sentence, k)
    if at > 1 and forms[at - 1] in {"which", "who"} and forms[at - 2] == ",":
        end = next((m for m in range(k, end) if forms[m] == ","), end)  # 'A, which denies S, closed the border'
    that = next((m for m in range(k, min(k + 12, end)) if forms[m] == "that"), None)
    if that == k or (that is not None and forms[k] in PREPOSITIONS):
        return (that + 1, end) if end > that + 1 else NONE
    if forms[k] in PREPOSITIONS:
        aside = noun_phrase(sentence, k + 1)
        if aside == NONE or forms[k] != "in" or noun_phrase(sentence, aside[1]) == NONE:
            return NONE
        k = aside[1]
    if that is not None and any(f in CLAIMS for f in forms[k:that]):
        that += forms[that + 1 : that + 2] in {("says",), ("said",), ("alleges",), ("alleged",)}
        return (that + 1, end) if end > that + 1 else NONE
    return (k, end) if end > k else NONE


_ENDS = frozenset({";", ":", "—", "–", "(", "…"})


def clause_end(sentence: Sentence, k: int, deed: bool = False) -> int:
    """Where a clause ends that begins at a word: at a mark, at 'but', at ', he said'; a final full stop is out.

    For a ``deed`` that is negated it ends at the next verb's 'and' too, which the 'not' does not reach.
    """
    forms = sentence.forms
    opened = False
    for m in range(k, len(sentence)):
        form = forms[m]
        if deed and form == "and" and m + 1 < len(sentence) and _is_next_verb(sentence, m + 1):
            return m
        if form in _ENDS or form == "but" or (form == "." and m + 1 >= len(sentence) - 1):
            return m
        if form in QUOTES:
            if m == k:
                opened = True
                continue
            if not opened and form != "“" and forms[m - 1] in {".", ",", "?", "!"}:
                return m - 1
            if m + 1 < len(sentence) and forms[m - 1] in {",", "."}:
                return m - 1
        if form == "," and _comma_ends(sentence, m):
            return m
        if form == "and" and m > k and forms[m + 1 : m + 2] and (forms[m + 1] in _TURNS):
            return m
        if form == "as" and set(forms[m + 1 : m + 5]) & FALSE:
            return m
    return len(sentence)


def _is_next_verb(sentence: Sentence, k: int) -> bool:
    """Whether a finite verb or a pronoun begins here: 'and will continue', 'and we are'."""
    form = sentence.forms[k]
    return (
        form in BE | HAVE | MODALS
        or form in {"he", "she", "it", "they", "we", "i", "that"}
        or (SAY.get(form) == "past" or (form.endswith("ed") and is_verb(sentence, k)))
    )


# Verbs that begin another deed of whoever denies: 'denied it sold arms and accused Selka of lying'.
_TURNS = frozenset(
    "accused blasted called said vowed criticised criticized condemned urged demanded summoned blamed warned told insisted added described "
    "dismissed rejected asked denounced challenged refused declined says accuses calls".split()
)
_AFTER_COMMA = frozenset(
    "saying adding but and who which while although though when after he she they it as calling insisting describing said "
    "according noting stressing despite telling where because a an the in or".split()
)


def _comma_ends(sentence: Sentence, comma: int) -> bool:
    """Whether the clause is over at a comma, rather than a list or an aside."""
    forms = sentence.forms
    if comma + 1 >= len(sentence):
        return True
    following = forms[comma + 1]
    if following in {"or", "nor"}:
        return False
    if following in QUOTES or following in BE | HAVE | MODALS:
        return True
    if following in _AFTER_COMMA:
        return not (following in {"a", "an", "the", "and"} and _in_list(sentence, comma))
    return any(f in SAY for f in forms[comma + 1 : comma + (20 if sentence.is_capital(comma + 1) else 8)])


def _in_list(sentence: Sentence, comma: int) -> bool:
    """Whether what follows 'X, and' or 'X, a' goes on without a verb until the next mark, so that it is a list."""
    for k in range(comma + 2, min(comma + 10, len(sentence))):
        if sentence.forms[k] in {",", ".", ";"}:
            return sentence.forms[comma + 1] == "and"
        if is_verb(sentence, k):
            return False
    return False


def relative_claim(sentence: Sentence, low: int, at: int) -> tuple[Range, Range]:
    """'a charge that Tehran denies', 'allegations which the company has denied'."""
    forms = sentence.forms
    denier = noun_phrase_before(sentence, low)
    k = denier[0] if denier != NONE else low - 1 if low and forms[low - 1] in {"he", "she", "it", "they"} else 0
    if denier == NONE and k:
        denier = (low - 1, low)
    if denier != NONE and k > 1 and forms[k - 2 : k] == (",", "which"):
        what = _clause_before(sentence, k - 2)
        if what != NONE:
            return what, denier
    if denier != NONE and forms[denier[0]] == "something" and denier[1] - denier[0] > 1:
        denier, k = (denier[0] + 1, denier[1]), denier[0] + 1
    if denier != NONE and k > 0 and forms[k - 1] == "something":
        return _clause_before(sentence, k - 2 if forms[k - 2 : k - 1] == (",",) else k - 1), denier
    claim = next((m for m in range(denier[1] - 2, denier[0] - 1, -1) if forms[m] in CLAIMS), None)
    if claim is not None:
        # 'a charge Tehran denies': without 'that', both stand side by side
        return (denier[0], claim + 1), (claim + 1, denier[1])
    while k > 0 and forms[k - 1] in {"which", "that", ","}:
        k -= 1
    what = noun_phrase_before(sentence, k) if k else NONE
    if what == NONE or not any(f in CLAIMS for f in forms[what[0] : what[1]]):
        return NONE, NONE
    return what, denier


def _clause_before(sentence: Sentence, comma: int) -> Range:
    """The clause that ', which A denied' takes up: what was said or reported, unless a claim stands right before the comma."""
    forms = sentence.forms
    claim = noun_phrase_before(sentence, comma)
    if claim != NONE and set(forms[claim[0] : claim[1]]) & CLAIMS:
        return NONE
    for k in range(comma - 1, max(-1, comma - 40), -1):
        if (
            forms[k] == "of"
            and k + 1 < comma
            and forms[k + 1].endswith("ing")
            and any(f.startswith("accus") for f in forms[:k])
        ):
            return (k + 1, comma)
        if forms[k] in SAY and k + 1 < comma and sentence.is_capital(k + 1) and not sentence.is_capital(k):
            return (k + 1, comma)  # 'the report says A armed the rebels'
        if forms[k] == "that" and k > 0 and (forms[k - 1] in SAY or forms[k - 1] in CLAIMS):
            return (k + 1, comma)
        if forms[k] in {";", ":"} | QUOTES:
            return NONE
    return NONE


def claim_noun_before(sentence: Sentence, be: int) -> Range:
    """What 'reports (alleging) that S are not true' calls untrue: S."""
    forms = sentence.forms
    for k in range(be - 1, max(-1, be - 25), -1):
        if forms[k] in {";", ":"} | QUOTES or (forms[k] in SAY and not forms[k].endswith("ing")):
            return NONE
        if (
            forms[k] == "that"
            and k > 0
            and (forms[k - 1] in CLAIMS or forms[k - 1] in {"alleging", "claiming", "saying", "suggesting"})
        ):
            return (k + 1, be)
    return NONE
