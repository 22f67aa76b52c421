"""Transfers by verbs of giving, taking and making."""

from __future__ import annotations

from summarizer.english.lexicon import DEALS, EQUIP, GIVE, MAKE, TAKE
from summarizer.english.mood import Group, verb_group
from summarizer.english.phrases import is_plain_noun, phrase, phrase_before, starts_phrase
from summarizer.english.transfers.behind import Behind
from summarizer.english.transfers.parties import is_party, taker_of, two_objects
from summarizer.english.transfers.places import Place, head, some
from summarizer.english.transfers.senses import TURNED
from summarizer.english.transfers.subjects import subject_of
from summarizer.english.transfers.transfer import Transfer, make
from summarizer.english.words import NUMBER, PRONOUNS, Sentence

__all__ = ["by_verb"]


def by_verb(sentence: Sentence, at: int, earlier: list[Transfer]) -> Transfer | None:
    """'X sold THING to Y', 'THING was sold to Y by X', 'THING that X sold'; a second verb leans on what is told ``earlier``."""
    form = sentence.forms[at]
    kind = GIVE.get(form) or TAKE.get(form) or MAKE.get(form) or TURNED.get(form) or "base"
    group = verb_group(sentence, at, kind)
    has_object = Behind(sentence, at + 1).object is not None
    before = some(phrase_before(sentence, group.low))
    if group.low > 1 and sentence.forms[group.low - 1] in PRONOUNS:
        before = (group.low - 1, group.low)
    if not has_object and not group.passive and (thing := _relative_object(sentence, before)):
        return _done(sentence, group, earlier, thing)
    reduced = kind == "past" and not has_object and group.low == at and form not in _PAST_ONLY  # 'weapons shipped to'
    if group.passive or reduced:
        return _suffered(sentence, group, earlier)
    return _done(sentence, group, earlier)


_PAST_ONLY = frozenset("gave flew took stole chose".split())  # no participles


def _suffered(sentence: Sentence, group: Group, earlier: list[Transfer]) -> Transfer | None:
    """'THING was sold to Y by X', 'Y was supplied with THING', '… stolen by X and sold to Y'."""
    form = sentence.forms[group.verb]
    after = Behind(sentence, group.verb + 1)
    joined = group.low > 0 and sentence.forms[group.low - 1] in {"and", "or", "then"} and earlier
    agent = after.by
    if joined:
        # The same thing, and whoever had it gives it.
        thing: Place | None = earlier[-1].thing
        agent = agent or earlier[-1].agent
    else:
        thing = subject_of(sentence, group, earlier)
    if form in EQUIP and after.with_:
        return make(sentence, after.with_, agent, thing, after, group, agent)
    if thing is None:
        return None
    if form in GIVE or form in MAKE or form in TURNED:
        return make(sentence, thing, agent or after.from_, taker_of(sentence, after), after, group, agent)
    return make(sentence, thing, after.from_, agent, after, group, agent)


def _done(sentence: Sentence, group: Group, earlier: list[Transfer], thing: Place | None = None) -> Transfer | None:
    """'X sold THING to Y', 'X supplied Y with THING', 'Y bought THING from X', 'X will build THING for Y'; ``thing`` where
    it stands before the verb."""
    form = sentence.forms[group.verb]
    after = Behind(sentence, group.verb + 1)
    subject = subject_of(sentence, group, earlier)
    thing = after.object or thing
    if thing is None or (head(sentence, thing) in DEALS):
        return None
    if form in EQUIP and after.with_:
        return make(sentence, after.with_, subject, thing, after, group, subject)
    if form in GIVE or form in TURNED:
        return _given(sentence, group, thing, subject, after)
    if form in MAKE:
        return _built(sentence, group, thing, subject, after)
    return _received(sentence, group, thing, subject, after)


def _given(sentence: Sentence, group: Group, thing: Place, subject: Place | None, after: Behind) -> Transfer | None:
    """'X sold THING to Y', 'X gave Y THING', 'X will exchange THING for wheat'."""
    form = sentence.forms[group.verb]
    if form.startswith("exchang") and after.for_ and after.price is None:
        after.price, after.for_ = after.for_, None  # 'will exchange maize for wheat'
    taker = taker_of(sentence, after)
    if after.to is None and (parted := two_objects(sentence, thing)):
        taker, thing = parted
    if taker is None and subject is None:
        return None
    # 'He tried to sell weapons from X to Y': he brokers what X gives.
    giver = after.from_ if taker and after.from_ and is_party(sentence, after.from_) else subject
    if form.startswith("export") and taker is None:
        return None  # trade statistics
    return make(sentence, thing, giver, taker, after, group, subject)


def _built(sentence: Sentence, group: Group, thing: Place, subject: Place | None, after: Behind) -> Transfer | None:
    """'X will build THING for Y', or for whoever the sentence's contract is with."""
    taker = after.for_ if after.for_ and is_party(sentence, after.for_) else None
    if taker is None and not set(sentence.forms) & DEALS:
        return None
    return make(sentence, thing, subject, taker, after, group, subject)


def _received(sentence: Sentence, group: Group, thing: Place, subject: Place | None, after: Behind) -> Transfer | None:
    """'Y bought THING from X', 'A worked with X to obtain THING for Y'."""
    forms = sentence.forms
    form = forms[group.verb]
    taker, giver = subject, after.from_
    if after.for_ and is_party(sentence, after.for_):
        taker = after.for_  # 'worked with officials to obtain weapons for Russia'
        giver = giver or _partner(sentence, group)
    if giver is None and taker is None:
        return None
    if form in _WANTING and not any(NUMBER.fullmatch(w) for w in forms[thing[0] : thing[1]]):
        return None
    if form.startswith("import") and giver is None:
        return None  # trade statistics
    return make(sentence, thing, giver, taker, after, group, subject)


# Only what is counted is goods that somebody wants: 'wants 20 tanks', not 'wants peace'.
_WANTING = frozenset("want wants wanted await awaits awaiting".split())


def _relative_object(sentence: Sentence, subject: Place | None) -> Place | None:
    """'rifle scopes that a trader had tried to send': the thing stands before the relative clause."""
    if subject is None or subject[0] < 2:
        return None
    before = subject[0] - 1
    if sentence.forms[before] not in {"that", "which"}:
        if not is_plain_noun(sentence, before) or sentence.is_capital(before) or sentence.in_capitals:
            return None
        return some(phrase_before(sentence, subject[0]))  # 'frigates it is seeking to lease'
    return some(phrase_before(sentence, before - (sentence.forms[before - 1] == ",")))


def _partner(sentence: Sentence, group: Group) -> Place | None:
    """With whom somebody works who obtains a thing for another."""
    for k in range(group.low - 1, max(-1, group.low - 9), -1):
        if sentence.forms[k] == "with" and starts_phrase(sentence, k + 1):
            return phrase(sentence, k + 1)
        if sentence.forms[k] in {",", ";", '"'}:
            return None
    return None
