"""All the transfers that a sentence tells, each once."""

from __future__ import annotations

from dataclasses import replace

from summarizer.english.lexicon import DEALS, GIVE, MAKE, MATRIX, PAY, SEIZE, TAKE, TRANSFERS
from summarizer.english.transfers.arrivals import by_arrival
from summarizer.english.transfers.behind import is_infinitive
from summarizer.english.transfers.contracts import by_contract
from summarizer.english.transfers.nouns import by_noun
from summarizer.english.transfers.paid import by_payment
from summarizer.english.transfers.places import Place
from summarizer.english.transfers.requests import REQUESTS, by_request
from summarizer.english.transfers.seizures import by_seizure
from summarizer.english.transfers.senses import is_noun, is_receiving, is_turned_over
from summarizer.english.transfers.transfer import Transfer
from summarizer.english.transfers.verbs import by_verb
from summarizer.english.words import Sentence, read

__all__ = ["transfers"]


def transfers(text: str) -> list[Transfer]:
    """All transfers that a sentence tells, in the order of the words that tell them; also what it says is not done
    (mood ``negated``)."""
    sentence = read(text)
    found: list[Transfer] = []
    for at in range(len(sentence)):
        made = _told_at(sentence, at, found)
        if made is None:
            continue
        made = _in_units(made, found)
        if not _joined(found, made) and not any(_told(earlier, made) for earlier in found):
            found.append(made)
    # What comes from nobody and goes to nobody is a mention; what was stopped on its way need not say whose it was.
    return [t for t in found if t.giver or t.taker or t.mood == "tried" or t.price]


_TAKE = frozenset("take takes took taken taking".split())
_ARRIVE = frozenset("arrived arrive arrives reached reach reaches".split())


def _told_at(sentence: Sentence, at: int, found: list[Transfer]) -> Transfer | None:
    """The transfer that one word tells; a verb may lean on those ``found`` before it."""
    form = sentence.forms[at]
    if (
        form in MATRIX
        and sentence.forms[at + 1 : at + 2] == ("to",)
        and at + 2 < len(sentence)
        and is_infinitive(sentence, at + 2)
    ):
        return None  # 'seeks to obtain', 'offered to sell': the verb behind it tells it
    if form in _TAKE and not is_receiving(sentence, at):
        return None
    made = None
    if is_turned_over(sentence, at) or ((form in GIVE or form in TAKE or form in MAKE) and not is_noun(sentence, at)):
        made = by_verb(sentence, at, found)
    if form in PAY and not is_noun(sentence, at):
        made = by_payment(sentence, at, found)
    if form in SEIZE:
        made = by_seizure(sentence, at)
    if form in _ARRIVE:
        made = by_arrival(sentence, at)
    if form in REQUESTS:
        made = by_request(sentence, at)
    if made is None and form in TRANSFERS:
        made = by_noun(sentence, at)
    if made is None and form in DEALS:
        made = by_contract(sentence, at)
    return made


_UNITS = frozenset("ton tons tonne tonnes barrels litres liters kilograms units rounds".split())


def _in_units(made: Transfer, found: list[Transfer]) -> Transfer:
    """A transfer of bare units is of the thing that was told last: 'sold 20 tons of rice and gave 5 tons'."""
    low, high = made.thing
    if not found or not made.amount or high - low != 1 or made.sentence.forms[low] not in _UNITS:
        return made
    return replace(made, thing=found[-1].thing, amount=(made.amount[0], high))


def _joined(found: list[Transfer], made: Transfer) -> bool:
    """Put what a second verb adds about the same thing to what is told: 'awaits 30 vehicles promised by X'."""
    for i, one in enumerate(found):
        if one.thing == made.thing and one.mood != "negated":
            if one.giver is None and made.giver and made.taker in {None, one.taker} and made.giver != one.taker:
                found[i] = replace(one, giver=made.giver)
                return True
            if one.taker is None and made.taker and made.giver in {None, one.giver} and made.taker != one.giver:
                found[i] = replace(one, taker=made.taker)
                return True
    return False


def _overlap(one: Place, other: Place) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _told(one: Transfer, other: Transfer) -> bool:
    """Whether one transfer's words hold the other's thing already."""
    if one.thing == other.thing:
        return (other.giver in {None, one.giver}) and other.taker in {None, one.taker}
    return _overlap(one.thing, other.thing)
