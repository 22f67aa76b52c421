"""Noun phrases as clauses need them: where one begins and ends, over 'of' and lists, and what is a verb there."""

from __future__ import annotations

import re

from summarizer.english.lexicon import COMMON, CONTINUE, DENY, GIVE, PLAN, SAY, TAKE
from summarizer.english.times import is_time
from summarizer.english.words import (
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    HAVE,
    MODALS,
    NUMBER,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    Sentence,
    forms_of_verbs,
)

__all__ = [
    "ADVERBS",
    "NONE",
    "QUOTES",
    "SUBJECTS",
    "VERBS",
    "Range",
    "first",
    "is_hyphen",
    "is_verb",
    "noun_phrase",
    "noun_phrase_before",
]

Range = tuple[int, int]
NONE: Range = (0, 0)
QUOTES = frozenset({'"', "“", "”", "``", "„"})
_OTHER_VERBS = forms_of_verbs(
    "impose lift ease ban bar prohibit forbid blacklist sanction designate freeze block violate breach evade suspend "
    "renew extend tighten reinstate threaten slap punish target remove waive levy enact adopt introduce unveil bring "
    "accuse charge base link involve trigger prompt affect hurt cripple isolate appear vow force want need expire last "
    "end fail relate connect employ own list follow press urge blame warn date expand hit go pave isolate hamper "
    "undermine stem damage result adopt stay work vote pass criticise criticize",
    "break/broke/broken forbid/forbade/forbidden/forbidding freeze/froze/frozen put/put/put/putting "
    "hit/hit/hit/hitting take/took/taken show/showed/shown give/gave/given fall/fell/fallen make/made/made hear/heard/heard",
)
VERBS = {**_OTHER_VERBS, **PLAN, **CONTINUE, **DENY, **TAKE, **GIVE, **SAY, "paid": "past"}
# Forms that are nouns or adjectives as often as verbs; whether they are verbs is told by what stands around them.
_NOUNS = frozenset(
    "report reports claim claims plan plans state states order orders export exports import imports supply supplies offer "
    "offers aim aims hope hopes bid bids work works vow vows purchase purchases transfer transfers charge charges ban bans "
    "sanction sanctions blacklist freeze block blocks bar bars breach list lists link links target targets end release "
    "issue issues present return returns estimate estimates request requests promise promises threat warning meeting "
    "trucks truck ships ship loan loans grant grants note ease base hit hits want needs need pass work show shows vote "
    "votes force forces press stem stay look start starts pledge set result results damage lead leads load loads "
    "shipping trading dealing dealings banking transport traffic interest proposed united used bring last "
    "select secure able due ready interested likely unlikely potential possible eager willing armed alleged "
    "suspected wanted about accused finding findings".split()
)
_ABBREVIATED = frozenset(
    "mr mrs ms dr gen col lt brig sen rep gov capt adm maj sgt prof st co corp inc ltd jr sr messrs hon".split()
)
ADVERBS = frozenset(
    "twice always also then still only even just ever never not already however instead together again once now nor neither".split()
)
_NO_ADVERBS = frozenset(
    "family supply assembly ally italy reply rally july monopoly anomaly daily weekly early only bully".split()
)
_IN_PHRASE = frozenset({"of", "such", "including", "like"})
_WILLING = frozenset("plans plan hopes hope aims aim wants want vows vow needs need pledges works".split())


def first(*places: Range) -> Range:
    """The first place that is not empty."""
    return next((p for p in places if p[0] < p[1]), NONE)


def is_verb(sentence: Sentence, k: int) -> bool:
    """Whether a word is a verb there, as far as the word and its neighbours tell."""
    form = sentence.forms[k]
    if form in BE or form in MODALS or form in HAVE or form.endswith("n't"):
        return True
    if k > 0 and sentence.is_capital(k):
        return False
    kind = VERBS.get(form)
    if kind == "past":
        return form not in _NOUNS
    if form in COMMON and form not in _NOUNS:
        return True
    if form in _WILLING and sentence.forms[k + 1 : k + 2] == ("to",):
        # 'the government plans to', but not 'plans to' or 'the new plans to'
        return (
            k > 0
            and sentence.forms[k - 1] not in DETERMINERS | {"'s", "'", "no", "new", "of"}
            and sentence.forms[k - 1] not in PREPOSITIONS
        )
    if kind in {"third", "base"} and form not in _NOUNS:
        return k == 0 or sentence.forms[k - 1] not in DETERMINERS
    if form.endswith("ed") and "-" not in form and len(form) > 4 and form not in _NOUNS and form != "hundred":
        # 'Sudan punished', but not 'the unnamed dealer'
        return k > 0 and sentence.forms[k - 1] not in DETERMINERS and not NUMBER.fullmatch(sentence.forms[k - 1])
    return False


_SPANS = frozenset("year years month months week weeks day days decade decades hour hours minute minutes".split())


def _is_acronym(sentence: Sentence, k: int) -> bool:
    """Whether a word in capitals stands in a sentence that is not: 'US', 'WHO', 'IT'."""
    return len(sentence.forms[k]) > 1 and sentence.raws[k].isupper() and not sentence.in_capitals


def is_hyphen(sentence: Sentence, k: int) -> bool:
    """Whether a dash belongs to the word before it: 'U.S.-led', 'Talvia- and Selka-based'."""
    return k > 0 and sentence.ends[k - 1] == sentence.starts[k]


def _is_point(sentence: Sentence, k: int) -> bool:
    """Whether a full stop belongs to the word before it: 'Lt. Col.', 'Donald J. Trump'."""
    if sentence.forms[k] != "." or k == 0 or k + 1 >= len(sentence):
        return False
    before = sentence.raws[k - 1]
    return sentence.forms[k - 1] in _ABBREVIATED or (len(before) == 1 and before.isupper())


def _time_begins(sentence: Sentence, k: int) -> bool:
    if NUMBER.fullmatch(sentence.forms[k]) and k + 1 < len(sentence) and sentence.forms[k + 1] in _SPANS:
        return True
    return any(is_time(sentence, k, min(k + n, len(sentence))) for n in (1, 2)) and not re.fullmatch(
        r"\d{1,3}|of|this|same|mid|end|end of|may|march", sentence.forms[k]
    )


def _breaks(sentence: Sentence, k: int) -> bool:
    """Whether a word can't be part of a noun phrase."""
    form = sentence.forms[k]
    if form in {"'s", "'", "%"} or _is_point(sentence, k):
        return False
    if form == "-":
        return not is_hyphen(sentence, k)
    if not (form[0].isalnum() or form[0] in "$€£¥"):
        return True
    if (
        sentence.is_capital(k)
        and (k > 0 or sentence.raws[k].isupper())
        and (form not in PRONOUNS or _is_acronym(sentence, k))
    ):
        return False
    if form == "saying" or form in RELATIVES or form in ADVERBS or (form in PRONOUNS and form != "her"):
        return True
    if form in PREPOSITIONS and form not in _IN_PHRASE:
        return True
    return is_verb(sentence, k) or (form.endswith("ly") and len(form) > 4 and form not in _NO_ADVERBS)


def _starts(sentence: Sentence, k: int) -> bool:
    while k < len(sentence) and sentence.forms[k] in QUOTES:
        k += 1
    return k < len(sentence) and sentence.forms[k] not in {"'s", "'", "of"} and not _breaks(sentence, k)


def noun_phrase(sentence: Sentence, i: int, lists: bool = True) -> Range:
    """The noun phrase that begins at a word, over 'of', 'such as' and (with ``lists``) over lists; empty where none is."""
    forms = sentence.forms
    while i < len(sentence) and forms[i] in QUOTES:
        i += 1
    k = i
    while k < len(sentence):
        form = forms[k]
        if form == "such":
            if forms[k + 1 : k + 2] != ("as",) or k == i:
                k += 1
                continue
            k += 2
            continue
        if form in CONJUNCTIONS and k > i and forms[k - 1] == "-" and _starts(sentence, k + 1):
            k += 1  # 'Talvia- and Selka-based'
            continue
        if form in CONJUNCTIONS:
            if not lists or k == i or form == "but" or not _starts(sentence, k + 1) or _clause_follows(sentence, k + 1):
                break
            k += 1
            continue
        if form == ",":
            if not lists or k == i or not _list_goes_on(sentence, k):
                break
            k += 1
            continue
        if (
            form in DETERMINERS
            and k > i
            and forms[k - 1] not in {"of", "and", "or", ",", "as", "including", "like", "such", "all", "both", "'s"}
        ):
            break
        if _breaks(sentence, k) or (k > i and _time_begins(sentence, k)):
            break
        k += 1
    while k > i and (
        forms[k - 1] in CONJUNCTIONS
        or forms[k - 1] in {",", "such", "as", "including", "like", "'s", "'"} | _IN_PHRASE | DETERMINERS
    ):
        k -= 1
    return (i, k) if k > i else NONE


def _clause_follows(sentence: Sentence, i: int) -> bool:
    """Whether a clause begins here rather than a member of a list: a verb follows within a few words."""
    for k in range(i, min(i + 7, len(sentence))):
        form = sentence.forms[k]
        if form in {",", ";", "."} or (form in PREPOSITIONS and form != "of"):
            return False
        if k > i and form in SUBJECTS:
            return False  # 'three people it said had helped': the verb is that of a relative clause
        if is_verb(sentence, k) and form not in _REDUCED:
            return True
    return False


# Participles that describe rather than tell: 'firms and people linked to Talvia'.
_REDUCED = frozenset(
    "involved linked based accused suspected owned controlled tied known named connected associated responsible related".split()
)


def _list_goes_on(sentence: Sentence, comma: int) -> bool:
    """Whether a comma stands inside a list that ends in 'and' or 'or'."""
    forms = sentence.forms
    for m in range(comma + 1, min(comma + 16, len(sentence))):
        if forms[m] in {"and", "or"}:
            return _starts(sentence, m + 1) and not _clause_follows(sentence, m + 1)
        if forms[m] == ",":
            continue
        if forms[m] in {"of", "'s"}:
            continue
        if _breaks(sentence, m) or (m == comma + 1 and forms[m] in {"a", "an"}):
            return False
    return False


def noun_phrase_before(sentence: Sentence, i: int) -> Range:
    """The noun phrase that ends before a word, over 'of' and 'and'; empty where none is."""
    forms = sentence.forms
    k = i
    while k > 0:
        form = forms[k - 1]
        if form in {"of", "'s", "'", "and", "or", "&"} and k < i:
            k -= 1
            continue
        if form == "." and _is_point(sentence, k - 1):
            k -= 1
            continue
        if form == "," and k < i and _in_list(sentence, k, i):
            k -= 1
            continue
        if form in {"and", "or"} or _breaks(sentence, k - 1) or form in {"such", "including", "like"}:
            break
        k -= 1
        if form in DETERMINERS and not (
            k > 0 and (forms[k - 1] in {"of", "and", "or"} or (forms[k - 1] == "," and _in_list(sentence, k, i)))
        ):
            break
    while k < i and (forms[k] in {"and", "or", "of", "'s", ",", "'", "&"} or _time_begins(sentence, k)):
        k += 1
    comma = next((m for m in range(k, i) if forms[m] == ","), None)
    if comma is not None and k > 0 and forms[k - 1] in {"in", "at", "on", "after", "under", "with", "for", "since"}:
        k = comma + 1  # 'In Lund, Talvia and Selka'
    return (k, i) if k < i else NONE


def _in_list(sentence: Sentence, k: int, i: int) -> bool:
    """Whether the comma before ``k`` stands in a list of names that ends before ``i``: 'Talvia, the Orrins and Selka'."""
    forms = sentence.forms
    if forms[k] in {"and", "or"}:
        return k < i - 1
    if not any(f in {"and", "or"} for f in forms[k:i]) or forms[k] in {"a", "an"}:
        return False
    return sentence.is_capital(k + 1 if forms[k] == "the" and k + 1 < i else k) or (
        i - k < 7 and forms[k] not in DETERMINERS
    )


SUBJECTS = frozenset("it they he she we i".split())
