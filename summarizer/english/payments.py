"""What is given in return: the other half of an exchange, told apart from the goods that it is given for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from summarizer.english.amounts import amount_and_thing
from summarizer.english.lexicon import DEALS, MILITARY, PAY
from summarizer.english.phrases import phrase, starts_phrase
from summarizer.english.transfers import Place, Transfer, transfers
from summarizer.english.transfers.sums import is_money, sum_end
from summarizer.english.words import MODALS, NUMBER, Sentence, read

__all__ = ["Exchange", "exchanges"]


@dataclass(frozen=True)
class Exchange:
    """The transfers of a sentence, parted: ``goods`` and what is given in ``returns`` for goods or for an act."""

    goods: tuple[Transfer, ...]
    returns: tuple[Transfer, ...]


def exchanges(text: str) -> Exchange:
    """Part the transfers of a sentence into goods and what is given in return.

    In return is: money with a price's words ('for $5 million', 'worth', 'paid', 'a $90 million contract'), what stands behind
    'in exchange for', what is given 'in return'. Where arms are exchanged for anything else, the arms are the goods on whichever
    side they stand.
    """
    sentence = read(text)
    goods: list[Transfer] = []
    returns: list[Transfer] = []
    found = transfers(text)
    marked = _in_return(sentence, found)
    for told in found:
        if is_money(sentence, told.thing) or sentence.forms[told.at] in PAY:
            returns.append(replace(told, price=None))
            if told.price:
                goods.append(_other_way(told))
            continue
        if told in marked:
            returns.append(told)
            continue
        if told.price is None:
            goods.append(told)
            continue
        back = _other_way(told)
        if _is_military(sentence, back.thing) and not _is_military(sentence, told.thing):
            goods.append(back)
            returns.append(replace(told, price=None))
        else:
            goods.append(replace(told, price=None))
            returns.append(back)
    if not returns:
        made = _promised(sentence) or _priced(sentence, goods)
        returns += [made] if made else []
    within = [t for t in goods if any(r.thing[0] <= t.thing[0] and t.thing[1] <= r.thing[1] for r in returns)]
    return Exchange(tuple(t for t in goods if t not in within), tuple(returns))


def _other_way(told: Transfer) -> Transfer:
    """The price of a transfer as a transfer of its own."""
    assert told.price is not None
    sentence = told.sentence
    amount, thing = (
        (told.price, told.price) if is_money(sentence, told.price) else amount_and_thing(sentence, *told.price)
    )
    return replace(
        told,
        thing=thing,
        amount=amount if amount[0] < amount[1] else None,
        giver=told.taker,
        taker=told.giver,
        price=None,
    )


def _is_military(sentence: Sentence, place: Place) -> bool:
    return any(w in MILITARY for w in sentence.forms[place[0] : place[1]])


def _in_return(sentence: Sentence, found: list[Transfer]) -> list[Transfer]:
    """The transfers that the sentence says are made in return: the one nearest to each 'in return' or 'in exchange' that
    has no 'for' ('… and in return provide X with …'), and means ('to secure ammunition through providing food')."""
    marked = [
        t
        for t in found
        if t.at and sentence.forms[t.at - 1] in {"through", "by"} and sentence.forms[t.at].endswith("ing")
    ]
    for k in range(len(sentence) - 1):
        if sentence.forms[k] != "in" or sentence.forms[k + 1] not in {"return", "exchange"}:
            continue
        if sentence.forms[k + 2 : k + 3] == ("for",):
            continue
        near = [(gap, i) for i, t in enumerate(found) if (gap := _gap(sentence, t, k)) is not None]
        if near:
            marked.append(found[min(near)[1]])
    return marked


def _gap(sentence: Sentence, told: Transfer, k: int) -> int | None:
    """How many words lie between a transfer and 'in return'; None where it is too far or another clause begins between."""
    last = max(told.at, told.thing[1] - 1)
    first = min(told.at, told.thing[0])
    if k + 2 <= first and first - k <= 9 and not _crosses(sentence, k + 2, first):
        return first - k - 2
    if last < k <= last + 9 and not _crosses(sentence, last + 1, k):
        return k - last - 1
    return None


def _crosses(sentence: Sentence, low: int, high: int) -> bool:
    return any(w in {";", ".", "but", "and", '"', "while"} for w in sentence.forms[low:high])


def _promised(sentence: Sentence) -> Transfer | None:
    """'In return, X will open its ports and free the pilots': an act, in the words after the verb's helper."""
    forms = sentence.forms
    for k in range(len(sentence) - 3):
        if forms[k] == "in" and forms[k + 1] in {"return", "exchange"} and forms[k + 2] != "for":
            start = k + 2 + (forms[k + 2] == ",")
            if not starts_phrase(sentence, start):
                continue
            giver = phrase(sentence, start)
            verb = giver[1]
            if giver[0] >= giver[1] or verb >= len(sentence) - 1:
                continue
            planned = False
            while verb < len(sentence) - 1 and (
                forms[verb] in MODALS or forms[verb] in _PROMISE or forms[verb] in {"to", "has", "have", "had", "also"}
            ):
                planned = planned or forms[verb] in MODALS or forms[verb] in _PROMISE
                verb += 1
            if verb == giver[1]:
                continue
            end = next((m for m in range(verb, len(sentence)) if forms[m] in {".", ";", '"', "”"}), len(sentence))
            for m in range(verb + 1, end):
                if forms[m] == "," and m + 2 < end and forms[end - 1] in {"said", "says"}:
                    end = m
            thing = (verb, end)
            return Transfer(sentence, thing, None, giver, None, None, verb, "planned" if planned else "done", giver)
    return None


_PROMISE = frozenset("promised agreed pledged offered vowed undertook promises agrees pledges offers".split())


def _priced(sentence: Sentence, goods: list[Transfer]) -> Transfer | None:
    """'The contract is worth 2.1 billion crowns', 'the deal, valued at $3 million', 'a $3 billion arms deal'."""
    forms = sentence.forms
    deal = next((k for k, w in enumerate(forms) if w in DEALS), None)
    if deal is None:
        return None
    for k in range(len(sentence) - 1):
        if forms[k] == "worth" or forms[k : k + 2] == ("valued", "at"):
            start = k + (1 if forms[k] == "worth" else 2)
            place = phrase(sentence, start)
            if place[0] < place[1] and is_money(sentence, place):
                return _sum(sentence, place, k, goods)
    low = deal
    while (
        low > 0
        and deal - low < 8
        and (forms[low - 1][0].isalnum() or forms[low - 1][0] in "$€£¥")
        and forms[low - 1] not in {"a", "the", "of"}
    ):
        low -= 1
    if low < deal and is_money(sentence, (low, deal)):
        start = next((m for m in range(low, deal) if NUMBER.fullmatch(forms[m]) or forms[m][0] in "$€£¥"), low)
        return _sum(sentence, (start, sum_end(sentence, start, deal)), deal, goods)
    return None


def _sum(sentence: Sentence, place: Place, at: int, goods: list[Transfer]) -> Transfer:
    told = goods[0] if goods else None
    return Transfer(
        sentence,
        place,
        place,
        told.taker if told else None,
        told.giver if told else None,
        None,
        at,
        told.mood if told else "planned",
    )
