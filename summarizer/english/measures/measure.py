"""A measure as a sentence tells it, made of its places: the authority resolved, the targets parted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from summarizer.english.measures.goods import is_good
from summarizer.english.measures.laws import basis_of, from_basis
from summarizer.english.measures.names import named_in, past_aside, with_tail
from summarizer.english.measures.vocabulary import ALWAYS, BANS, SOFT
from summarizer.english.nominals import NONE, Range, noun_phrase
from summarizer.english.parties import is_party, is_subject_pronoun, members, without_determiner
from summarizer.english.speech import speaker
from summarizer.english.times import is_time
from summarizer.english.words import DETERMINERS, Sentence

__all__ = ["Measure", "State", "known_authority", "make", "targets_of"]

State = Literal["imposed", "threatened", "in_force", "violated", "lifted"]


@dataclass(frozen=True)
class Measure:
    """A coercive measure as one sentence tells it; places are ranges of words, empty where nothing is said.

    ``target`` holds one place for each party; ``basis`` is the law, order or resolution; ``at`` the word that tells it.
    """

    sentence: Sentence
    authority: Range
    target: tuple[Range, ...]
    measure: Range
    basis: Range
    at: int
    state: State

    def say(self, place: Range) -> str:
        """The words of a place."""
        return self.sentence.say(*place)


def known_authority(sentence: Sentence, authority: Range) -> Range:
    """The authority without its determiner; 'A said it had imposed' gives A."""
    if authority == NONE or is_time(sentence, *authority):
        return NONE
    if is_subject_pronoun(sentence, authority) and sentence.forms[authority[0]] in {"it", "they", "he", "she"}:
        told = speaker(sentence, authority[0])
        if told != NONE and told[1] <= authority[0] and not is_subject_pronoun(sentence, told):
            return without_determiner(sentence, told)
        return authority
    if sentence.forms[authority[1] - 1] in ALWAYS | BANS | SOFT:
        authority = named_in(sentence, *authority)[0]  # 'a U.N. embargo prohibits' is the U.N.'s prohibition
    elif sentence.forms[authority[1] - 1] == "committee" and _is_of_body(sentence, authority):
        authority = (authority[0], authority[1] - 1)
    if not is_party(sentence, authority):
        return NONE
    return without_determiner(sentence, authority)


def _is_of_body(sentence: Sentence, place: Range) -> bool:
    """Whether a committee is named after the body whose it is: 'a U.N. Security Council committee'."""
    return place[1] - place[0] > 2 and sentence.forms[place[1] - 2] in {"council", "union", "nations", "parliament"}


def targets_of(sentence: Sentence, target: Range, authority: Range) -> tuple[Range, ...]:
    """The parties of a target, each as a place of its own."""
    if target in (NONE, authority):
        return ()
    if sentence.forms[target[0] : target[1]] == ("it",) and sentence.forms[0] == "it" and target[0] > 0:
        return ((0, 1),)  # 'It has been short of spares since A banned arms sales to it'
    if target[1] - target[0] == 1 and sentence.forms[target[0]] == "it":
        opening = noun_phrase(sentence, 0)
        if opening != NONE and opening[1] < target[0] and opening != authority and sentence.is_capital(opening[1] - 1):
            return (without_determiner(sentence, opening),)
    found = [t for t in members(sentence, target) if not is_time(sentence, *t)]
    if found and found[-1][1] == target[1]:
        found[-1] = with_tail(sentence, past_aside(sentence, found[-1]) if len(found) > 1 else found[-1])
    return (*found, *_further(sentence, target[1]))


def _further(sentence: Sentence, k: int) -> tuple[Range, ...]:
    """The targets that are added to a first one: 'on A as well as B', 'of A, and of B', 'on A, along with B'."""
    forms = sentence.forms
    if forms[k : k + 1] == (",",):
        k += 1
    if forms[k : k + 3] == ("as", "well", "as"):
        k += 3
    elif forms[k : k + 2] == ("along", "with") or forms[k : k + 2] in {
        ("and", "of"),
        ("and", "on"),
        ("and", "against"),
    }:
        k += 2
    else:
        return ()
    place = noun_phrase(sentence, k)
    if place != NONE and forms[place[1] : place[1] + 1] == (",",) and sentence.forms[place[0]] in DETERMINERS:
        place = past_aside(sentence, place)
    return members(sentence, place) if is_party(sentence, place) and not is_good(sentence, place) else ()


def make(sentence: Sentence, authority: Range, target: Range, measure: Range, at: int, state: State) -> Measure:
    """A measure whose basis is searched near it, with its authority and targets resolved."""
    basis = basis_of(sentence, measure[0], min(len(sentence), measure[1] + 2))
    authority, basis = from_basis(sentence, authority, basis)
    resolved = known_authority(sentence, authority)
    return Measure(sentence, resolved, targets_of(sentence, target, authority), measure, basis, at, state)
