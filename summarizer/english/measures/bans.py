"""Measures told by a verb of banning: 'A banned arms shipments to T', 'T is barred from exporting'."""

from __future__ import annotations

from summarizer.english.clauses import subject_before
from summarizer.english.measures.agency import agent_behind, agent_of, state_of
from summarizer.english.measures.goods import barred_deed, goal_end, goal_of, is_good, is_trading
from summarizer.english.measures.measure import Measure, make
from summarizer.english.measures.names import is_nation, nation_in
from summarizer.english.measures.nouns import is_deed
from summarizer.english.measures.vocabulary import BAN_VERBS, LAWS
from summarizer.english.mood import verb_group
from summarizer.english.nominals import NONE, Range, first, noun_phrase
from summarizer.english.parties import is_party, without_determiner
from summarizer.english.words import DETERMINERS, MODALS, Sentence

__all__ = ["by_ban", "is_attribute", "is_finite"]


def is_attribute(sentence: Sentence, at: int) -> bool:
    """Whether a participle stands before its noun: 'the banned goods', 'a sanctioned bank'."""
    before = sentence.forms[at - 1] if at else ""
    return before in DETERMINERS | {"'s", "of", "in", "on", "for", "with"}


def by_ban(sentence: Sentence, at: int) -> Measure | None:
    """'A banned arms shipments to T', 'T is barred from exporting', 'A barred its citizens from dealing with T'."""
    forms = sentence.forms
    shape = BAN_VERBS[forms[at]]
    if is_attribute(sentence, at) or (shape in {"base", "third"} and not is_finite(sentence, at)):
        return None
    group = verb_group(sentence, at, shape)
    state = state_of(sentence, at, shape, standing=True)
    if state is None:
        return None
    place = noun_phrase(sentence, at + 1)
    if group.passive or (shape == "past" and place == NONE and group.low == at):
        subject = subject_before(sentence, group.low)
        inner = barred_deed(sentence, at + 1)
        if subject == NONE:
            return None
        good = is_good(sentence, subject)
        if not good and inner is None:
            return None
        goal = goal_of(sentence, subject[0], at) if good else goal_of(sentence, inner[0], inner[1]) if inner else NONE
        target = goal if good or (goal != NONE and not _is_singled_out(sentence, subject)) else subject
        measure = (subject[0], at + 1) if good else (at, inner[1] if inner else at + 1)
        return make(sentence, agent_behind(sentence, at + 1), target, without_determiner(sentence, measure), at, state)
    if place == NONE and not (at + 1 < len(sentence) and is_trading(forms[at + 1])):
        return None
    authority = agent_of(sentence, group.low, at, shape)
    if is_good(sentence, place) or place == NONE:
        end = place[1] if place != NONE else at + 2
        target = first(goal_of(sentence, at, end), nation_in(sentence, place) if place != NONE else NONE)
        return make(sentence, authority, target, (at, max(end, goal_end(sentence, end))), at, state)
    inner = barred_deed(sentence, place[1])
    if inner is None or (not is_party(sentence, place) and forms[place[0]] not in {"members"}):
        return None
    goal = goal_of(sentence, inner[0], inner[1])
    target = goal if goal != NONE and not _is_singled_out(sentence, place) else place
    if sentence.forms[inner[0]] in _MOVING:
        target = place
    return make(sentence, authority, target, (at, inner[1]), at, state)


_MOVING = frozenset("entering enter travelling traveling travel visiting visit leaving".split())


def _is_singled_out(sentence: Sentence, place: Range) -> bool:
    """Whether who is barred is one party rather than the authority's own people: 'Kessel', not 'Talvian companies'."""
    head = place[1] - 1
    return sentence.is_capital(head) and not sentence.forms[head].endswith("s") and not is_nation(sentence.forms[head])


def is_finite(sentence: Sentence, at: int) -> bool:
    """Whether 'bar' or 'bans' is a verb there."""
    before = sentence.forms[at - 1] if at else ""
    if sentence.forms[at] in {"prohibit", "prohibits", "forbid", "forbids", "outlaw", "outlaws"}:
        return True
    if (
        at
        and before in LAWS | {"sanctions", "measures", "rules", "restrictions", "embargo"}
        and is_party(sentence, noun_phrase(sentence, at + 1))
    ):
        return True  # 'the resolutions bar Talvia from …'
    return (
        before in MODALS
        or before in {"to", "which", "that", "who", "they", "we", "it", "would", "and", "also"}
        or is_deed(sentence, at)
    )
