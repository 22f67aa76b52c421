"""Whether a word that can tell a transfer tells one there."""

from __future__ import annotations

from summarizer.english.lexicon import GIVE, MAKE, TAKE
from summarizer.english.phrases import in_name, starts_phrase
from summarizer.english.words import DETERMINERS, NUMBER, Sentence

__all__ = ["TURNED", "is_noun", "is_receiving", "is_turned_over"]

# Verbs that give with 'over', and which form of the verb each is.
TURNED = {
    "turn": "base",
    "turns": "third",
    "turned": "past",
    "turning": "ing",
    "sign": "base",
    "signed": "past",
    "signs": "third",
}


def is_turned_over(sentence: Sentence, at: int) -> bool:
    """Whether a word gives with 'over' behind it: 'turned over', 'signed over'."""
    return sentence.forms[at] in TURNED and sentence.forms[at + 1 : at + 2] == ("over",)


def is_receiving(sentence: Sentence, at: int) -> bool:
    """Whether 'take' is to receive: 'take tobacco in return', 'took 20 tanks from'."""
    after = sentence.forms[at + 1 :]
    return ("return" in after or "exchange" in after) and "in" in after


_NOUNS = frozenset(
    "offer order orders release grant grants loan loans ship ships trucks truck transport lease channel issue issues present load loads "
    "return returns secure import select traffic haul hand hands moves move win wins supply supplies export exports transfer transfers "
    "purchase purchases moving".split()
)


def is_noun(sentence: Sentence, at: int) -> bool:
    """Whether a word that could be a verb is none there: 'the supply of', 'arms supplies', 'Air Supply'."""
    forms = sentence.forms
    form = forms[at]
    if in_name(sentence, at):
        return True
    kind = GIVE.get(form) or TAKE.get(form) or MAKE.get(form)
    before = forms[at - 1] if at else ""
    follows_of = forms[at + 1 : at + 2] == ("of",)
    if kind == "ing":
        return before in {"the", "a", "an"} or follows_of
    if kind not in {"base", "third"}:
        return False
    if (
        before in DETERMINERS
        or before in {"of", "in", "for", "from", "'s", "with", "on", "by"}
        or NUMBER.fullmatch(before)
    ):
        return True
    if before in {"to", "not", "and", "or", "nor", "and/or"} or before.endswith("ly"):
        return follows_of
    if form in _NOUNS:
        return not (_has_subject(sentence, at) and starts_phrase(sentence, at + 1))
    return False


def _has_subject(sentence: Sentence, at: int) -> bool:
    """Whether what stands before a word is an auxiliary, a pronoun or a name, so that the word is its verb."""
    before = sentence.forms[at - 1] if at else ""
    if before in _HELPERS:
        return True
    return sentence.forms[at].endswith("s") and at > 0 and sentence.is_capital(at - 1)


_HELPERS = frozenset(
    "will would can could should may might must did does do who which that they we it he she i you".split()
)
