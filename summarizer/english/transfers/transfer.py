"""A transfer as a sentence tells it, made of its places: what, how much of it, from whom, to whom."""

from __future__ import annotations

from dataclasses import dataclass, replace

from summarizer.english.amounts import amount_and_thing
from summarizer.english.lexicon import ABSTRACT
from summarizer.english.mood import Group, Mood
from summarizer.english.times import is_time
from summarizer.english.transfers.behind import Behind
from summarizer.english.transfers.parties import is_demonym
from summarizer.english.transfers.places import Place, head, some
from summarizer.english.transfers.sums import is_money
from summarizer.english.words import DETERMINERS, PRONOUNS, Sentence

__all__ = ["Transfer", "make"]


@dataclass(frozen=True)
class Transfer:
    """A transfer as one sentence tells it; places are ranges of words, None where nothing is said.

    ``thing`` with its ``amount``; ``giver``, ``taker``; ``price``: what is given for it, where the same clause says so;
    ``at``: the verb or noun that tells it; ``agent``: whose deed that is, on whichever side; ``mood``: how it is told.
    """

    sentence: Sentence
    thing: Place
    amount: Place | None
    giver: Place | None
    taker: Place | None
    price: Place | None
    at: int
    mood: Mood
    agent: Place | None = None

    def say(self, place: Place | None) -> str:
        """The words of a place; empty for none."""
        return self.sentence.say(*place) if place else ""


def make(
    sentence: Sentence,
    thing: Place,
    giver: Place | None,
    taker: Place | None,
    after: Behind,
    group: Group,
    agent: Place | None,
) -> Transfer | None:
    """The transfer of a noun phrase: parted into amount and thing, with price and worth from ``after`` and the mood of ``group``.

    None where the phrase is no thing that changes hands (a time, a pronoun, 'signals'). A side that is a time or a sum is
    dropped; what is given by nobody, or is no thing at all, is negated; where no giver is said, the thing may name its maker.
    """
    if thing[0] >= thing[1] or is_time(sentence, *thing):
        return None
    if all(w in PRONOUNS or w in DETERMINERS or w == "of" for w in sentence.forms[thing[0] : thing[1]]):
        return None
    amount, what = amount_and_thing(sentence, *thing)
    if what[0] >= what[1] or head(sentence, what) in ABSTRACT:
        return None
    if sentence.forms[thing[0]] in {"no", "any"}:
        group = replace(group, mood="negated")
    if any(p and sentence.forms[p[0]] in {"no", "nobody"} for p in (giver, taker)):
        group = replace(group, mood="negated")
    giver, taker = (None if p and (is_time(sentence, *p) or is_money(sentence, p)) else p for p in (giver, taker))
    if giver is None:
        giver, what = _maker(sentence, what)
    if what[0] >= what[1]:
        return None
    return Transfer(
        sentence,
        what,
        some(amount) or after.worth,
        giver,
        taker,
        after.price,
        group.verb,
        group.mood,
        agent,
    )


def _maker(sentence: Sentence, what: Place) -> tuple[Place | None, Place]:
    """Whose the thing is: "Talgar's missiles", 'North Korean weapons'."""
    low, high = what
    if sentence.in_capitals:
        return None, what
    k = low
    while k < high and sentence.is_capital(k):
        k += 1
    if low < k < high and sentence.forms[k] == "'s":
        return (low, k), (k + 1, high)
    if low < k < high and is_demonym(sentence.forms[k - 1]):
        return (low, k), what
    return None, what
