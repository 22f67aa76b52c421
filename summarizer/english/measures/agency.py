"""Who does what a verb tells, and whether it is done, decided, threatened or only wished for."""

from __future__ import annotations

from summarizer.english.clauses import first_subject, group_low, subject_before
from summarizer.english.measures.measure import State
from summarizer.english.measures.vocabulary import CALLS, OF_A_CALL
from summarizer.english.mood import verb_group
from summarizer.english.nominals import NONE, QUOTES, Range, noun_phrase
from summarizer.english.parties import is_party
from summarizer.english.times import is_time
from summarizer.english.words import BE, MODALS, Sentence

__all__ = [
    "agent_behind",
    "agent_of",
    "is_asked",
    "is_called_for",
    "is_decided",
    "is_wished",
    "of_a_call",
    "order_of",
    "state_of",
]


def is_asked(sentence: Sentence, subject: Range, low: int) -> bool:
    """Whether a subject is who is called upon: 'asked A to lift', 'called on A to lift'."""
    forms = sentence.forms
    before = forms[max(0, subject[0] - 2) : subject[0]]
    return subject != NONE and subject[1] >= low - 1 and any(f in OF_A_CALL | CALLS for f in before)


_DECIDED = frozenset("voted decided agreed resolved votes decides agrees moved".split())


def is_decided(sentence: Sentence, low: int, verb: int) -> bool:
    """'voted to impose', 'decided to ban': a decision is the deed, of bodies that decide."""
    return (
        any(f in _DECIDED for f in sentence.forms[max(0, low - 18) : verb])
        and "to" in sentence.forms[max(0, low - 2) : verb]
        and not (set(sentence.forms[max(0, low - 3) : verb]) & MODALS)
    )


_WISHES = frozenset(
    "call calls called calling urge urges urged urging want wants wanted wanting demand demands demanded ask asks asked hope hopes hoped "
    "hoping appeal appeals appealed appealing move moves bid pressure pressed seek seeks sought seeking lobby lobbied "
    "lobbying opposed opposes opposing oppose against if unless until before could may might should consider considers "
    "considered considering considerations debate debated discuss discussed whether proposal proposals propose proposed towards toward ready premature "
    "condition pre-condition precondition expects expected expect refuse refused refuses".split()
)


def is_wished(sentence: Sentence, low: int, verb: int) -> bool:
    """Whether a deed is only called for, considered or put under a condition."""
    forms = sentence.forms
    for k in range(verb - 1, max(-1, low - 9, verb - 16), -1):
        if forms[k] in {";", ":", "but", "that"} | QUOTES or (forms[k] == "," and k < low):
            return forms[k] == "that" and k > 0 and forms[k - 1] in _WISHES  # 'demanded that A lift'
        if forms[k] in _WISHES:
            return True
    return False


# Who does these wants somebody else to act.
_CALLING = (
    CALLS | OF_A_CALL | frozenset("recommend recommends recommended lobby lobbied lobbying petition petitioned".split())
)


def is_called_for(sentence: Sentence, low: int, verb: int) -> bool:
    """Whether a deed is only what somebody calls upon others to do: 'urged A to impose', 'called for A to ban'."""
    forms = sentence.forms
    for k in range(verb - 1, max(-1, low - 12, verb - 16), -1):
        if forms[k] in {";", ":", "but"} | QUOTES or (forms[k] == "," and k < low):
            return False
        if forms[k] == "that" and forms[k - 1 : k] and forms[k - 1] not in _CALLING:
            return False
        if forms[k] in _CALLING and not (forms[k] in {"called", "call"} and _is_so_called(sentence, k)):
            return not (k > 1 and forms[k - 1] in BE)  # 'was asked to'
    return False


def _is_so_called(sentence: Sentence, k: int) -> bool:
    """Whether 'called' gives a name: 'a group called'."""
    following = sentence.forms[k + 1 : k + 2]
    return not following or following[0] not in {"on", "for", "upon"}


_ORDERS = frozenset(
    "order orders ordered ordering instruct instructs instructed tell tells told require requires required requiring oblige "
    "obliges obliged direct directs directed command commanded".split()
)


def order_of(sentence: Sentence, low: int) -> int | None:
    """The verb by which somebody is told to do what a group of verbs says: 'ordered its banks to freeze'."""
    forms = sentence.forms
    if forms[low : low + 1] != ("to",) and forms[low - 1 : low] != ("to",):
        return None
    place = subject_before(sentence, low if forms[low] == "to" else low - 1)
    k = place[0] - 1
    return k if place != NONE and k > 0 and forms[k] in _ORDERS and not sentence.is_capital(k) else None


def of_a_call(sentence: Sentence, low: int) -> bool:
    """'Talvia called for lifting …': whoever calls for a deed is not who does it."""
    return any(f in OF_A_CALL for f in sentence.forms[max(0, low - 2) : low])


def agent_of(sentence: Sentence, low: int, verb: int, shape: str) -> Range:
    """Whose deed a verb tells: the subject of its group, or of the verb with which 'and' joins it, or by which it is governed."""
    forms = sentence.forms
    if (low > 0 and forms[low - 1] in {"and", "or", ","}) or (shape == "ing" and low > 0):
        place = first_subject(sentence, low)
        before = subject_before(sentence, low) if forms[low - 1] == "," else NONE
        return before if before != NONE and shape != "ing" and is_party(sentence, before) else place
    if "to" in forms[low:verb] or forms[low - 1 : low] == ("to",):
        order = order_of(sentence, low)
        if order is not None:
            return agent_of(sentence, group_low(sentence, order), order, "past")
        return _of_infinitive(sentence, low)
    place = subject_before(sentence, low)
    if place == NONE:
        place = first_subject(sentence, low)
    if place != NONE and forms[place[1] - 1] in {"decision", "order", "resolution", "law", "move", "decree"}:
        owner = _owner_in(sentence, place)
        return owner if owner != NONE else place
    return place


def _of_infinitive(sentence: Sentence, low: int) -> Range:
    """'A threatened to impose', "A's decision to impose", 'pressed A to impose', 'A could not agree to impose'."""
    place = subject_before(sentence, low)
    if place == NONE:
        return first_subject(sentence, low)
    if is_party(sentence, place) and sentence.forms[place[1] - 1] not in _PLANS:
        return place
    owner = _owner_in(sentence, place)
    if owner != NONE:
        return owner
    return first_subject(sentence, place[0]) if place[0] > 0 else NONE


_PLANS = frozenset(
    "decision plan plans proposal move moves effort efforts call calls bid threat threats vote resolution power right talks".split()
)


def _owner_in(sentence: Sentence, place: Range) -> Range:
    for k in range(place[1] - 1, place[0], -1):
        if sentence.forms[k] == "'s":
            return (place[0], k)
    return NONE


def state_of(sentence: Sentence, verb: int, shape: str, standing: bool = False) -> State | None:
    """How a verb of punishing is told; ``standing`` where its present tense means that a rule stands. None where it is not."""
    group = verb_group(sentence, verb, shape)
    if group.mood == "negated":
        return None
    if {"still"} & set(sentence.forms[group.low : verb]):
        return "in_force"
    order = order_of(sentence, group.low)
    if order is not None and sentence.forms[order].startswith(("requir", "oblig")):
        return "in_force"
    if order is not None and not (MODALS | {"to", "not"}) & set(sentence.forms[group_low(sentence, order) : order]):
        return "imposed"
    if group.mood == "planned" and is_called_for(sentence, group.low, verb):
        return None
    if group.mood == "planned" and is_decided(sentence, group.low, verb):
        return "imposed"
    if group.mood in {"planned", "tried"} or (is_wished(sentence, group.low, verb) and shape != "past"):
        return "threatened"
    return "in_force" if standing and shape in {"third", "base"} else "imposed"


def agent_behind(sentence: Sentence, k: int) -> Range:
    """The phrase behind 'by' near a passive verb."""
    forms = sentence.forms
    for m in range(k, min(k + 14, len(sentence))):
        if forms[m] in {";", ":", "but", "which", "who"} or (m > k and forms[m] == ","):
            return NONE
        if forms[m] == "by":
            place = noun_phrase(sentence, m + 1, lists=False)
            return place if is_party(sentence, place) and not is_time(sentence, *place) else NONE
    return NONE
