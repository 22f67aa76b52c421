"""Transfers by verbs of paying: 'X paid SUM to Y for THING'."""

from __future__ import annotations

from summarizer.english.amounts import amount_and_thing
from summarizer.english.lexicon import PAY
from summarizer.english.mood import Group, verb_group
from summarizer.english.phrases import phrase
from summarizer.english.times import is_time
from summarizer.english.transfers.behind import Behind
from summarizer.english.transfers.parties import is_party
from summarizer.english.transfers.places import Place, some
from summarizer.english.transfers.subjects import subject_of
from summarizer.english.transfers.sums import is_money
from summarizer.english.transfers.transfer import Transfer, make
from summarizer.english.words import NUMBER, Sentence

__all__ = ["by_payment"]


def by_payment(sentence: Sentence, at: int, earlier: list[Transfer]) -> Transfer | None:
    """'X paid SUM to Y for THING', 'X paid Y SUM', 'Y was paid SUM': the sum is what is transferred, the thing its price."""
    group = verb_group(sentence, at, PAY[sentence.forms[at]])
    after = Behind(sentence, at + 1)
    subject = subject_of(sentence, group, earlier)
    paid = after.object
    if paid is None:
        return _in_kind(sentence, group, subject, after, earlier[-1] if earlier else None)
    if not is_money(sentence, paid):
        if after.for_ and is_party(sentence, paid) and not group.passive:
            return make(sentence, after.for_, paid, subject, after, group, subject)  # 'pays X for boots and fuel'
        return None
    giver, taker = (after.by, subject) if group.passive else (subject, after.to)
    first = next(
        (m for m in range(*paid) if is_money(sentence, (m, m + 1)) or NUMBER.fullmatch(sentence.forms[m])), paid[0]
    )
    if (
        not group.passive
        and first > paid[0]
        and (paid[1] - first > 1 or is_money(sentence, (first, first + 1)))
        and sentence.forms[paid[0]] not in _ROUGH
    ):
        taker, paid = (paid[0], first), (first, paid[1])  # 'paid an unnamed supplier $620,000'
    return Transfer(sentence, paid, paid, giver, taker, after.for_, at, group.mood, subject)


# What stands before a sum and belongs to it, so that it is nobody who is paid: 'paid about $3 million'.
_ROUGH = frozenset("as more less up at about around over nearly almost some another".split())


def _in_kind(
    sentence: Sentence, group: Group, subject: Place | None, after: Behind, last: Transfer | None
) -> Transfer | None:
    """'received jets from X and paid with oil', 'jets to be paid for in coffee': goods, for what is told ``last``."""
    at = group.verb
    giver, taker = (last.taker, last.giver) if last else (None, None)
    if after.with_:
        giver = subject or giver
        amount, what = amount_and_thing(sentence, *after.with_)
        return Transfer(sentence, what, some(amount), giver, taker, None, at, group.mood, giver)
    if not group.passive or sentence.forms[at + 1 : at + 3] not in {("for", "in"), ("for", "with"), ("for", "by")}:
        return None
    place = phrase(sentence, at + 3)
    if place[0] >= place[1] or is_time(sentence, *place):
        return None
    amount, what = amount_and_thing(sentence, *place)
    return Transfer(sentence, what, some(amount), giver, taker, None, at, "planned", None)
