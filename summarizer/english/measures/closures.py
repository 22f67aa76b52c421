"""Measures that shut somebody out: borders, ports and airspace that are closed, crossings that are refused, visas revoked."""

from __future__ import annotations

from summarizer.english.clauses import owner_before, subject_before
from summarizer.english.measures.agency import agent_of, state_of
from summarizer.english.measures.measure import Measure, State, make
from summarizer.english.measures.names import is_nation, nation_in
from summarizer.english.measures.vocabulary import CLOSE, REVOKE
from summarizer.english.mood import verb_group
from summarizer.english.nominals import NONE, Range, noun_phrase
from summarizer.english.parties import is_party
from summarizer.english.speech import speaker
from summarizer.english.times import is_time
from summarizer.english.words import BE, MODALS, Sentence

__all__ = ["by_closing", "by_refused_passage", "by_revoking"]

_GATES = frozenset(
    "border borders frontier frontiers port ports airspace crossing crossings strait straits canal waters airport airports harbour "
    "harbours harbor harbors checkpoint".split()
)


def by_closing(sentence: Sentence, at: int) -> Measure | None:
    """'A closed its border to T trucks', "threatened to close the country's ports to all T ships", 'shut its border with T'."""
    forms = sentence.forms
    shape = CLOSE[forms[at]]
    if shape == "base" and not _is_finite(sentence, at):
        return None
    k = at + 1 + (forms[at + 1 : at + 2] == ("off",))
    place = noun_phrase(sentence, k)
    if (
        place == NONE
        or forms[place[1] - 1] not in _GATES
        or forms[place[1] : place[1] + 1] not in {("to",), ("with",), ("against",)}
    ):
        return None
    if forms[place[1]] == "to" and forms[place[1] + 1 : place[1] + 2] and forms[place[1] + 1] in _ALL:
        return None
    shut_out = noun_phrase(sentence, place[1] + 1)
    target = _nation_of(sentence, shut_out)
    group = verb_group(sentence, at, shape)
    state = state_of(sentence, at, shape)
    if target == NONE or state is None or group.passive:
        return None
    return make(sentence, agent_of(sentence, group.low, at, shape), target, (at, shut_out[1]), at, state)


_ALL = frozenset("traffic all vehicles everyone visitors ships shipping flights the".split()) - {"all", "the"}


def _is_finite(sentence: Sentence, at: int) -> bool:
    """Whether 'close' or 'shut' is a verb there."""
    before = sentence.forms[at - 1] if at else ""
    return before in MODALS | {"to", "and", "or", "not"}


def _nation_of(sentence: Sentence, place: Range) -> Range:
    """Who is shut out: the nation of 'all T ships', else the party itself."""
    nation = nation_in(sentence, place) if place != NONE else NONE
    if nation != NONE:
        return nation
    return (
        place
        if is_party(sentence, place) and sentence.is_capital(place[1] - 1) and not is_time(sentence, *place)
        else NONE
    )


def by_refused_passage(sentence: Sentence, at: int) -> Measure | None:
    """'T trucks would not be let through the crossing unless …', 'T planes will not be allowed into its airspace'."""
    forms = sentence.forms
    if forms[at] not in {"let", "allowed", "permitted", "admitted"} or "be" not in forms[max(0, at - 3) : at]:
        return None
    gate = next(
        (
            k
            for k in range(at + 1, min(at + 4, len(sentence)))
            if forms[k] in {"through", "into", "across", "over", "in"}
        ),
        None,
    )
    if gate is None or not _GATES & set(forms[gate : gate + 8]):
        return None
    low = at
    while low > 0 and (
        forms[low - 1] in BE | MODALS
        or forms[low - 1] in {"not", "no", "longer", "also"}
        or forms[low - 1].endswith("n't")
    ):
        low -= 1
    if not ({"not", "longer"} & set(forms[low:at]) or any(f.endswith("n't") for f in forms[low:at])):
        return None
    target = _nation_of(sentence, subject_before(sentence, low, reach=0))
    if target == NONE:
        target = _nation_of(sentence, subject_before(sentence, low))
    if target == NONE:
        return None
    state: State = (
        "threatened" if "unless" in forms[at : at + 40] or {"would", "may", "might"} & set(forms[low:at]) else "imposed"
    )
    end = noun_phrase(sentence, gate + 1)[1]
    return make(sentence, _nation_that_speaks(sentence), target, (low, max(end, at + 1)), at, state)


def _nation_that_speaks(sentence: Sentence) -> Range:
    """Whose official announces it: the nation in 'Kenyan Minister of State Daniel Kibor', else the speaker himself."""
    told = speaker(sentence)
    for k in range(*told):
        if sentence.forms[k] == "'s":
            return owner_before(sentence, k)
    first = told[0]
    return (first, first + 1) if told != NONE and is_nation(sentence.forms[first]) and told[1] - first > 1 else told


def by_revoking(sentence: Sentence, at: int) -> Measure | None:
    """'A revoked the visas of 20 T officials', "A cancelled T's landing rights"."""
    forms = sentence.forms
    shape = REVOKE[forms[at]]
    if shape == "base" and not _is_finite(sentence, at):
        return None
    place = noun_phrase(sentence, at + 1)
    owned = next((k for k in range(*place) if forms[k] in _RIGHTS), None)
    group = verb_group(sentence, at, shape)
    state = state_of(sentence, at, shape)
    if owned is None or state is None or group.passive:
        return None
    target = (owned + 2, place[1]) if forms[owned + 1 : owned + 2] == ("of",) else nation_in(sentence, place)
    if target[0] >= target[1] or not is_party(sentence, target):
        return None
    return make(sentence, agent_of(sentence, group.low, at, shape), target, (at, owned + 1), at, state)


_RIGHTS = frozenset("visas visa rights privileges accreditation accreditations status".split())
