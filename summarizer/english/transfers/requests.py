"""Transfers that are asked for: 'a request by Y for THING'."""

from __future__ import annotations

from summarizer.english.mood import Group, verb_group
from summarizer.english.phrases import phrase_before
from summarizer.english.transfers.behind import Behind
from summarizer.english.transfers.parties import is_party
from summarizer.english.transfers.subjects import subject_of
from summarizer.english.transfers.sums import is_money
from summarizer.english.transfers.transfer import Transfer, make
from summarizer.english.words import Sentence

__all__ = ["REQUESTS", "by_request"]

REQUESTS = frozenset("request requests appeal bid asked asks".split())


def by_request(sentence: Sentence, at: int) -> Transfer | None:
    """'a request by X for 12 helicopters', 'X asked Y for shells': sought, or in vain where it was turned down."""
    forms = sentence.forms
    after = Behind(sentence, at + 1)
    if after.for_ is None or is_money(sentence, after.for_):
        return None
    if forms[at] in {"asked", "asks"}:
        group = verb_group(sentence, at, "past")
        if group.passive or group.mood == "negated":
            return None
        taker, giver = subject_of(sentence, group, []), after.object
    else:
        low, high = phrase_before(sentence, at)
        owner = (low, high) if low < high and sentence.is_capital(high - 1) else None
        taker, giver = after.by or owner, after.to
    if taker is None or not is_party(sentence, taker):
        return None
    refused = any(
        forms[k : k + 2] == ("turned", "down") or forms[k] in {"rejected", "refused", "declined"}
        for k in range(len(sentence))
    )
    return make(
        sentence, after.for_, giver, taker, after, Group(at, at, False, "tried" if refused else "planned"), taker
    )
