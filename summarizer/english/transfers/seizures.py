"""Transfers that failed because somebody seized the thing on its way."""

from __future__ import annotations

from summarizer.english.lexicon import SEIZE
from summarizer.english.mood import Group, verb_group
from summarizer.english.phrases import phrase
from summarizer.english.transfers.behind import Behind
from summarizer.english.transfers.places import some
from summarizer.english.transfers.subjects import head_phrase
from summarizer.english.transfers.transfer import Transfer, make
from summarizer.english.words import Sentence

__all__ = ["by_seizure"]


def by_seizure(sentence: Sentence, at: int) -> Transfer | None:
    """'officers seized a container of rifle scopes bound for Selka', 'the arms were seized': a transfer that failed."""
    forms = sentence.forms
    group = verb_group(sentence, at, SEIZE[forms[at]])
    after = Behind(sentence, at + 1)
    thing = head_phrase(sentence, group.low) if group.passive else after.object
    if thing is None or group.mood in {"negated", "planned"}:
        return None
    bound = next(
        (
            m
            for m in range(at, len(sentence) - 1)
            if forms[m] in {"bound", "destined", "headed"} and forms[m + 1] == "for"
        ),
        None,
    )
    taker = some(phrase(sentence, bound + 2)) if bound is not None else None
    return make(sentence, thing, None, taker, after, Group(group.low, at, group.passive, "tried"), None)
