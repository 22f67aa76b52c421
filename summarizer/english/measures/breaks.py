"""Measures that break something off: aid, sales and relations that are suspended, and what is resumed of them."""

from __future__ import annotations

from itertools import pairwise

from summarizer.english.clauses import subject_before
from summarizer.english.measures.agency import agent_behind, agent_of, is_called_for, is_wished, state_of
from summarizer.english.measures.goods import goal_of, is_good
from summarizer.english.measures.measure import Measure, State, make
from summarizer.english.measures.names import is_nation, nation_in
from summarizer.english.measures.vocabulary import CUT, PUNISHES, RESUME
from summarizer.english.mood import verb_group
from summarizer.english.nominals import NONE, Range, noun_phrase
from summarizer.english.parties import is_party, without_determiner
from summarizer.english.times import is_time
from summarizer.english.words import MODALS, Sentence

__all__ = ["by_cut", "by_expulsion", "by_resumption"]

# What is broken off as a punishment whatever the sentence says of reasons,
_GRANTED = frozenset("aid assistance".split())
_BONDS = frozenset("relations ties".split())
_OF_STATES = frozenset("military diplomatic arms weapons defence defense security".split())
# and what is only where it is the state's to grant, or where a reason is told.
_TIES = (
    _GRANTED
    | _BONDS
    | frozenset(
        "membership cooperation sale sales export exports import imports trade contacts links delivery deliveries supply supplies shipment shipments flow training programme program "
        "programmes programs funding financing loans credits negotiations talks privileges agreement treaty pact accord visas".split()
    )
)


def by_cut(sentence: Sentence, at: int) -> Measure | None:
    """'A suspended military aid to T', 'A halted deliveries after T's raid', 'aid to T would be suspended if …'."""
    forms = sentence.forms
    shape = CUT[forms[at]]
    if shape == "base" and not _is_finite(sentence, at):
        return None
    k = at + 1 + (1 if forms[at + 1 : at + 2] == ("off",) else 0)
    if forms[at].startswith("br") and k == at + 1:
        return None  # to break is to break off here
    group = verb_group(sentence, at, shape)
    state = state_of(sentence, at, shape)
    if state is None:
        return None
    place = noun_phrase(sentence, k)
    if group.passive or (shape == "past" and place == NONE):
        return _suffered(sentence, at, group.low, state)
    if not _is_tie(sentence, place):
        return None
    target = _other_side(sentence, k, place)
    if not (_is_punishment(sentence, at, place) or (target != NONE and forms[at] in _SEVERING)):
        return None
    if target == NONE:
        target = _offender(sentence, place[1])
    if target == NONE and not (_has(sentence, place, _GRANTED) or _has(sentence, place, _OF_STATES)):
        return None
    high = target[1] if place[1] < target[0] <= place[1] + 2 else place[1]
    return make(sentence, agent_of(sentence, group.low, at, shape), target, (at, high), at, state)


_SEVERING = frozenset("sever severs severed severing broke broken break breaking".split())


def _is_finite(sentence: Sentence, at: int) -> bool:
    """Whether a base form is a verb there: 'to cut off aid', 'will suspend', 'suspend aid and halt sales'."""
    before = sentence.forms[at - 1] if at else ""
    return before in MODALS | {"to", "and", "or", "not"} or before.endswith("ly")


def _suffered(sentence: Sentence, at: int, low: int, state: State) -> Measure | None:
    """'Aid to T was suspended by A', 'U.S. military assistance to T would be suspended if …'."""
    subject = subject_before(sentence, low)
    if not _is_tie(sentence, subject):
        return None
    target = _other_side(sentence, subject[0], subject)
    if target == NONE or target[0] >= at:
        return None
    if not (
        _has(sentence, subject, _GRANTED | _BONDS)
        or _has(sentence, subject, _OF_STATES)
        or _is_punishment(sentence, at, subject)
    ):
        return None
    giver = nation_in(sentence, subject)
    giver = giver if giver[0] > 0 or is_nation(sentence.forms[0]) else NONE  # 'Arms sales to T'
    by = agent_behind(sentence, at + 1)
    authority = by if by != NONE else giver if giver != target else NONE
    return make(sentence, authority, target, without_determiner(sentence, (subject[0], at + 1)), at, state)


def _is_tie(sentence: Sentence, place: Range) -> bool:
    """Whether a phrase is aid, trade or relations: its head is, before any 'of' or 'in'."""
    low, high = place
    if low >= high:
        return False
    head = next((k for k in range(low, high) if sentence.forms[k] == "of"), high) - 1
    traded = sentence.forms[high : high + 1] == ("in",) and sentence.forms[head] in {
        "trade",
        "exports",
        "imports",
        "sales",
    }
    return sentence.forms[head] in _TIES and not traded  # 'trade in its shares'


def _has(sentence: Sentence, place: Range, words: frozenset[str]) -> bool:
    return bool(words & set(sentence.forms[place[0] : place[1]]))


def _is_punishment(sentence: Sentence, at: int, place: Range) -> bool:
    """Whether breaking off is told as a measure: a state's aid or arms, or anything with a reason or beside sanctions."""
    if _has(sentence, place, _GRANTED) or (_has(sentence, place, _OF_STATES) and not _has(sentence, place, _TALKS)):
        return True
    behind = sentence.forms[place[1] : place[1] + 24]
    if any(a == "for" and b.endswith("ing") for a, b in pairwise(behind)):
        return True  # 'for breaking the truce'
    shown = "to" in behind and bool(_SHOWING & set(behind))
    return shown or bool(PUNISHES & set(behind)) or bool(_PENAL & set(sentence.forms[max(0, at - 40) : at + 60]))


_TALKS = frozenset("negotiations talks training".split())
_SHOWING = frozenset("show express punish force press pressure compel signal protest".split())
_PENAL = frozenset("sanctions embargo boycott punitive".split())


def _other_side(sentence: Sentence, low: int, place: Range) -> Range:
    """To or with whom it was: 'aid to T', 'ties with T', 'imports from T', 'a programme for T', "T's membership", 'Talvian imports'."""
    forms = sentence.forms
    goal = goal_of(sentence, low, place[1])
    if goal != NONE and goal[0] <= place[1] + 3:
        return goal
    if forms[place[1] : place[1] + 1] in {("for",), ("between",)}:
        behind = noun_phrase(sentence, place[1] + 1)
        if is_party(sentence, behind) and not is_good(sentence, behind) and not is_time(sentence, *behind):
            return behind if forms[place[1]] == "for" else NONE
    owner = nation_in(sentence, place)
    if owner != NONE and {"imports", "membership", "privileges", "visas"} & set(forms[place[0] : place[1]]):
        return owner
    return NONE


def _offender(sentence: Sentence, k: int) -> Range:
    """Whose deed is the reason: 'halted deliveries in February after T's king sacked the government'."""
    forms = sentence.forms
    for m in range(k, min(k + 10, len(sentence))):
        if forms[m] in {",", ";", "."} or forms[m] == "to":
            return NONE
        if forms[m] in {"after", "over", "because", "until"}:
            place = noun_phrase(sentence, m + 1, lists=False)
            mark = next((n for n in range(*place) if forms[n] == "'s"), None)
            if mark is not None:
                place = (place[0], mark)
            return place if _is_named(sentence, place) else NONE
    return NONE


def _is_named(sentence: Sentence, place: Range) -> bool:
    return place != NONE and sentence.is_capital(place[1] - 1) and not is_time(sentence, *place)


def by_resumption(sentence: Sentence, at: int) -> Measure | None:
    """'A resumed military aid to T', "A's decision to restart arms sales to T": what had been broken off is lifted."""
    forms = sentence.forms
    shape = RESUME[forms[at]]
    if shape == "base" and not _is_finite(sentence, at):
        return None
    place = noun_phrase(sentence, at + 1)
    if not _is_tie(sentence, place) or not (
        _has(sentence, place, _GRANTED) or (_has(sentence, place, _OF_STATES) and not _has(sentence, place, _TALKS))
    ):
        return None
    target = _other_side(sentence, at + 1, place)
    if target == NONE:
        return None
    group = verb_group(sentence, at, shape)
    if (
        group.passive
        or group.mood == "negated"
        or is_wished(sentence, group.low, at)
        or is_called_for(sentence, group.low, at)
    ):
        return None
    decided = _decider(sentence, group.low)
    authority = decided if decided != NONE else agent_of(sentence, group.low, at, shape)
    return make(sentence, authority, target, (at, place[1]), at, "lifted")


def _decider(sentence: Sentence, low: int) -> Range:
    """Whose decision it is: 'a decision by A to restart'."""
    forms = sentence.forms
    for k in range(low - 1, max(0, low - 7), -1):
        if forms[k] == "by" and forms[k - 1] in {"decision", "move", "plan", "agreement", "offer"}:
            return noun_phrase(sentence, k + 1, lists=False)
    return NONE


_ENVOYS = frozenset(
    "diplomat diplomats ambassador envoy envoys attache attaches attaché attachés consul officials".split()
)
_CLUBS = frozenset(
    "union commonwealth league organization organisation bloc council community alliance oas ecowas g8 nations".split()
)


def by_expulsion(sentence: Sentence, at: int) -> Measure | None:
    """'A expelled three T diplomats', 'the union suspended T from the bloc'."""
    forms = sentence.forms
    shape = (
        "past"
        if forms[at].endswith("ed")
        else "third"
        if forms[at].endswith("s")
        else "ing"
        if forms[at].endswith("ing")
        else "base"
    )
    if shape == "base" and not _is_finite(sentence, at):
        return None
    group = verb_group(sentence, at, shape)
    place = noun_phrase(sentence, at + 1, lists=False)
    state = state_of(sentence, at, shape)
    if group.passive or place == NONE or state is None or sentence.in_capitals:
        return None
    if forms[at].startswith("expel") and forms[place[1] - 1] in _ENVOYS:
        nation = nation_in(sentence, place)
        if nation == NONE or not (is_nation(forms[nation[0]]) or forms[nation[1]] == "'s"):
            return None
        return make(sentence, agent_of(sentence, group.low, at, shape), nation, (at, place[1]), at, state)
    club = noun_phrase(sentence, place[1] + 1, lists=False) if forms[place[1] : place[1] + 1] == ("from",) else NONE
    if club == NONE or forms[club[1] - 1] not in _CLUBS or not _is_named(sentence, place):
        return None
    return make(sentence, agent_of(sentence, group.low, at, shape), place, (at, club[1]), at, state)
