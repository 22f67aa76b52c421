"""Measures told by a verb of listing: 'A sanctioned T', 'T was blacklisted', 'A designated T a terrorist group'."""

from __future__ import annotations

import re

from summarizer.english.clauses import first_subject, subject_before
from summarizer.english.measures.agency import agent_behind, agent_of, state_of
from summarizer.english.measures.bans import is_attribute
from summarizer.english.measures.goods import is_good
from summarizer.english.measures.measure import Measure, make
from summarizer.english.measures.names import past_aside
from summarizer.english.measures.nouns import is_deed
from summarizer.english.measures.vocabulary import DESIGNATE, SANCTION
from summarizer.english.mood import verb_group
from summarizer.english.nominals import NONE, QUOTES, Range, noun_phrase, noun_phrase_before
from summarizer.english.parties import is_party, is_subject_pronoun, members
from summarizer.english.times import is_time
from summarizer.english.words import MODALS, Sentence

__all__ = ["by_sanction"]


def by_sanction(sentence: Sentence, at: int) -> Measure | None:
    """'A sanctioned T', 'T was blacklisted by A', 'A designated T a terrorist organisation'."""
    forms = sentence.forms
    table = SANCTION if forms[at] in SANCTION else DESIGNATE
    shape = table[forms[at]]
    if forms[at] == "sanctions" and not is_deed(sentence, at):
        return None
    if (
        shape == "base"
        and not (at and (forms[at - 1] in MODALS or forms[at - 1] in {"to", "not", "and"}))
        and not is_deed(sentence, at)
    ):
        return None
    if forms[at] in {"blacklists", "boycotts"} and not is_deed(sentence, at):
        return None
    if forms[at] in DESIGNATE and not _is_hostile(sentence, at):
        return None
    if shape == "past" and (named := _named_below(sentence, at)):
        return Measure(sentence, NONE, named, (at, at + 1), NONE, at, "imposed")
    if is_attribute(sentence, at):
        return None
    state = state_of(sentence, at, shape)
    if state is None:
        return None
    group = verb_group(sentence, at, shape)
    place = noun_phrase(sentence, at + 1)
    if not group.passive and (place == NONE or is_time(sentence, *place)):
        subject, whom = _relative(sentence, group.low)
        if whom != NONE:
            return make(sentence, subject, whom, (at, at + 1), at, state)
    if group.passive or (shape == "past" and (place == NONE or is_time(sentence, *place))):
        subject = (
            subject_before(sentence, group.low)
            if group.low > 0 and forms[group.low - 1] not in {"and", "or"}
            else _first_of_joined(sentence, group.low)
        )
        if not is_party(sentence, subject) and not is_subject_pronoun(sentence, subject):
            return None
        return make(sentence, agent_behind(sentence, at + 1), subject, (at, at + 1), at, state)
    if not is_party(sentence, place) or is_good(sentence, place):
        return None
    authority = agent_of(sentence, group.low, at, shape)
    place = past_aside(sentence, place)
    return make(sentence, authority, place, (at, at + 1), at, state)


def _relative(sentence: Sentence, low: int) -> tuple[Range, Range]:
    """'T, whom A blacklisted': who does it, and the one before 'whom'; empty where there is no such clause."""
    subject = noun_phrase_before(sentence, low)
    k = subject[0]
    if subject == NONE or k < 2 or sentence.forms[k - 1] not in {"whom", "which", "that"}:
        return NONE, NONE
    whom = noun_phrase_before(sentence, k - 2 if sentence.forms[k - 2] == "," else k - 1)
    return (subject, whom) if is_party(sentence, whom) else (NONE, NONE)


def _named_below(sentence: Sentence, at: int) -> tuple[Range, ...]:
    """'Those blacklisted are A; his brother B; a firm, C', 'the firms sanctioned include A and B': who is named behind."""
    forms = sentence.forms
    if at == 0 or forms[at + 1 : at + 2] not in {("are",), ("were",), ("include",), ("included",)}:
        return ()
    if forms[at - 1] not in {"those", "companies", "firms", "individuals", "people", "entities", "vessels", "banks"}:
        return ()
    found: list[Range] = []
    k = at + 2
    while k < len(sentence):
        place = noun_phrase(sentence, k)
        if not is_party(sentence, place):
            break
        found += members(sentence, past_aside(sentence, place))
        k = next((m + 1 for m in range(place[1], len(sentence)) if forms[m] == ";"), len(sentence))
        k += forms[k : k + 1] == ("and",)
    return tuple(found)


def _first_of_joined(sentence: Sentence, low: int) -> Range:
    """'a dealer who attempted to sell … and was sanctioned': the subject of the clause that 'and' goes on."""
    forms = sentence.forms
    for k in range(low - 2, max(-1, low - 30), -1):
        if forms[k] in {"who", "which"}:
            return subject_before(sentence, k + 1)
        if forms[k] in {";", ":"} | QUOTES:
            break
    return first_subject(sentence, low)


_HOSTILE = re.compile(
    r"terror|sanction|blacklist|treasury|ofac|entity|embargo|traffick|proliferat|hostile", re.IGNORECASE
)


def _is_hostile(sentence: Sentence, at: int) -> bool:
    """Whether a designation is a punishment."""
    if not sentence.forms[at].startswith("designat"):
        return bool(
            {"sponsor", "sponsors", "terrorist", "terrorists"} & set(sentence.forms[at + 1 : at + 12])
            and {"as", "a"} & set(sentence.forms[at + 1 : at + 12])
        )
    low, high = max(0, at - 25), min(len(sentence), at + 25)
    return bool(_HOSTILE.search(sentence.say(low, high)))
