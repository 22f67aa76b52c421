"""Blacklists and sanctions lists: who is put on them, stands on them, is taken off them."""

from __future__ import annotations

from summarizer.english.clauses import owner_before, subject_before
from summarizer.english.measures.agency import agent_of, is_wished
from summarizer.english.measures.deed import Deed
from summarizer.english.measures.goods import party_or_none
from summarizer.english.measures.nouns import Noun
from summarizer.english.measures.vocabulary import PUT, TAKE_OFF
from summarizer.english.mood import verb_group
from summarizer.english.nominals import NONE, QUOTES, Range, noun_phrase
from summarizer.english.parties import is_party, members, without_determiner
from summarizer.english.words import BE, HAVE, MODALS, Sentence

__all__ = ["likewise", "listed_on", "listing_deed"]


def likewise(sentence: Sentence, noun: Noun) -> tuple[Range, ...]:
    """Further targets: 'under the same embargo as T', "T's status as one of those on the list"."""
    forms = sentence.forms
    if noun.lists:
        # "Talvia's status as one of the few countries that remain on the list"
        status = next((k for k in range(1, noun.outer) if forms[k] == "status" and forms[k + 1] == "as"), 0)
        owner = owner_before(sentence, status - 1) if status and forms[status - 1] in {"'s", "'"} else NONE
        return (without_determiner(sentence, owner),) if owner != NONE else ()
    if "same" not in forms[noun.outer : noun.at] or forms[noun.at + 1 : noun.at + 2] != ("as",):
        return ()
    place = noun_phrase(sentence, noun.at + 2)
    return members(sentence, place) if is_party(sentence, place) else ()


_STAY = frozenset(
    "remain remains remained remaining stay stays stayed is are was were been keep keeps kept appears appear".split()
)


def _list_verb(sentence: Sentence, noun: Noun) -> int | None:
    """The verb of 'added T to A's list', 'removed T from the list', 'T remains on the list'."""
    forms = sentence.forms
    k = noun.outer - 1
    if k < 1 or forms[k] not in {"on", "to", "from", "off", "onto"}:
        return None
    for m in range(k - 1, max(-1, k - 25), -1):
        if forms[m] in {";", ":", "but", "that"} | QUOTES:
            return None
        if forms[m] in PUT or forms[m] in TAKE_OFF or forms[m] in _STAY:
            return m
    return None


def listing_deed(sentence: Sentence, noun: Noun) -> Deed:
    """What is done with a list: putting on it imposes, taking off it lifts."""
    verb = _list_verb(sentence, noun)
    if verb is None or sentence.forms[verb] in _STAY:
        return Deed("in_force", NONE, noun.outer, noun.at, None)
    forms = sentence.forms
    shape = (
        "ing"
        if forms[verb].endswith("ing")
        else "base"
        if forms[verb] in {"add", "put", "place", "include", "remove", "take", "drop"}
        else "past"
    )
    group = verb_group(sentence, verb, shape)
    subject = NONE if group.passive else agent_of(sentence, group.low, verb, shape)
    wished = is_wished(sentence, group.low, verb)
    planned = group.mood in {"planned", "tried"} or wished
    if group.mood == "negated":
        return Deed("in_force", NONE, noun.outer, noun.at, None)
    if forms[verb] in TAKE_OFF:
        return Deed("in_force" if wished else "lifted", NONE if wished else subject, noun.outer, noun.at, None)
    return Deed("threatened" if planned else "imposed", NONE if wished else subject, noun.outer, noun.at, None)


def listed_on(sentence: Sentence, noun: Noun) -> Range:
    """Who stands on a list, is put on it or taken off it."""
    forms = sentence.forms
    verb = _list_verb(sentence, noun)
    if verb is None:
        return NONE
    low = verb
    while low > 0 and (forms[low - 1] in BE | HAVE | MODALS or forms[low - 1] in {"still", "also", "not"}):
        low -= 1
    passive = (
        forms[verb] in _STAY
        or (bool(BE & set(forms[low:verb])) and not forms[verb].endswith("ing"))
        or verb == noun.outer - 2
    )
    if not passive or (forms[verb] in {"keep", "keeps", "kept"} and verb < noun.outer - 2):
        return party_or_none(sentence, noun_phrase(sentence, verb + 1))
    return _with_company(sentence, party_or_none(sentence, subject_before(sentence, low)))


def _with_company(sentence: Sentence, place: Range) -> Range:
    """'the few countries, along with Iran and Syria, that remain': on to those that keep it company."""
    forms = sentence.forms
    k = place[1]
    if place != NONE and forms[k : k + 3] == (",", "along", "with"):
        company = noun_phrase(sentence, k + 3)
        return (company if company != NONE else place) if not sentence.is_capital(place[1] - 1) else place
    return place
