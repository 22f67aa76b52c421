"""A denial as a sentence tells it, made of its places: who denies, what, who relays it."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.english.denials.vocabulary import MOUTHS
from summarizer.english.nominals import NONE, QUOTES, Range, noun_phrase
from summarizer.english.parties import is_subject_pronoun, subject_pronoun, without_determiner
from summarizer.english.speech import speaker
from summarizer.english.words import Sentence

__all__ = ["Denial", "make", "unquoted"]


@dataclass(frozen=True)
class Denial:
    """A denial as one sentence tells it; places are ranges of words, empty where nothing is said.

    ``what`` is the claim that is denied, without the 'not' where there is one; ``teller`` relays the denial of another;
    ``own`` says that these are the denier's own words, in quotation marks; ``at`` is the word that tells it.
    """

    sentence: Sentence
    denier: Range
    what: Range
    teller: Range
    own: bool
    at: int

    def say(self, place: Range) -> str:
        """The words of a place."""
        return self.sentence.say(*place)


def unquoted(sentence: Sentence, place: Range) -> Range:
    """A place without quotation marks at its ends, if only one end has one."""
    low, high = place
    while (
        low < high
        and sentence.forms[high - 1] in QUOTES | {","}
        and not any(f in QUOTES for f in sentence.forms[low : high - 1])
    ):
        high -= 1
    return (low, high) if low < high else NONE


def make(sentence: Sentence, denier: Range, what: Range, at: int, inside: tuple[bool, ...]) -> Denial | None:
    """The denial with its denier as a party and with whoever relays it."""
    what = unquoted(sentence, what)
    if what == NONE:
        return None
    told = speaker(sentence, at)
    own = inside[at] and inside[what[0]]
    if denier != NONE and is_subject_pronoun(sentence, denier):
        pronoun = subject_pronoun(sentence, denier)
        if told != NONE and not is_subject_pronoun(sentence, told) and (inside[denier[0]] == (pronoun in {"we", "i"})):
            denier = told
    teller = NONE
    if told != NONE and not _touch(told, denier) and denier != NONE and not own:
        teller = told
    elif own and told != NONE and not _touch(told, denier) and subject_pronoun(sentence, denier) not in {"we", "i"}:
        teller, own = told, False
    teller = _body(sentence, teller) if teller != NONE else NONE
    denier = _body(sentence, denier) if denier != NONE else NONE
    return Denial(sentence, denier, what, teller, own, at)


def _touch(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _body(sentence: Sentence, place: Range) -> Range:
    """The body for which an unnamed mouth speaks: 'a White House spokesman' and 'a spokesman for the White House'."""
    forms = sentence.forms
    low, high = without_determiner(sentence, place)
    mouth = next((k for k in range(low, high) if forms[k] in MOUTHS), None)
    if mouth is None and forms[high - 1] == "side" and high - low > 1 and sentence.is_capital(high - 2):
        return (low, high - 1)  # 'the Talvian side'
    if mouth is None:
        return (low, high)
    if forms[mouth + 1 : mouth + 2] in {("for",), ("of",), ("at",)}:
        body = noun_phrase(sentence, mouth + 2, lists=False)
        if body != NONE:
            return without_determiner(sentence, body)
    if mouth + 1 < high:
        return (mouth + 1, high) if sentence.is_capital(mouth + 1) else (low, high)
    first = low
    while (
        first < mouth
        and not sentence.is_capital(first)
        and forms[first] in {"senior", "top", "chief", "an", "another", "unnamed", "government"}
    ):
        first += 1
    return (
        (first, mouth)
        if first < mouth
        and (
            sentence.is_capital(first)
            or sentence.in_capitals
            or forms[mouth - 1] in {"company", "ministry", "government", "army"}
        )
        else (low, high)
    )
