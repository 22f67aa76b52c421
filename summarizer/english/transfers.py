"""Who gives what to whom: the transfers that a sentence tells."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from summarizer.english.lexicon import (
    ABSTRACT,
    COMMON,
    DEALS,
    EQUIP,
    GIVE,
    MAKE,
    MATRIX,
    PAY,
    SEIZE,
    TAKE,
    TAKING_NOUNS,
    TRANSFERS,
)
from summarizer.english.mood import Group, Mood, mood_of_noun, verb_group
from summarizer.english.phrases import (
    amount_and_thing,
    ends_phrase,
    in_name,
    is_plain_noun,
    is_time,
    phrase,
    phrase_before,
    starts_phrase,
)
from summarizer.english.words import DETERMINERS, NUMBER, PREPOSITIONS, PRONOUNS, Sentence, read

__all__ = ["Place", "Transfer", "is_money", "sum_end", "transfers"]

Place = tuple[int, int]
"""A range of words of a sentence, half-open."""


@dataclass(frozen=True)
class Transfer:
    """A transfer as one sentence tells it; places are ranges of words, None where nothing is said.

    ``thing`` with its ``amount``; ``giver``, ``taker``; ``price``: what is given for it, where the same clause says so;
    ``at``: the verb or noun that tells it; ``agent``: whose deed that is, on whichever side; ``mood``: how it is told.
    """

    sentence: Sentence
    thing: Place
    amount: Place | None
    giver: Place | None
    taker: Place | None
    price: Place | None
    at: int
    mood: Mood
    agent: Place | None = None

    def say(self, place: Place | None) -> str:
        """The words of a place; empty for none."""
        return self.sentence.say(*place) if place else ""


def transfers(text: str) -> list[Transfer]:
    """All transfers that a sentence tells, in the order of the words that tell them; also what it says is not done
    (mood ``negated``)."""
    sentence = read(text)
    found: list[Transfer] = []
    for at, form in enumerate(sentence.forms):
        made = None
        if (
            form in MATRIX
            and sentence.forms[at + 1 : at + 2] == ("to",)
            and at + 2 < len(sentence)
            and _is_infinitive(sentence, at + 2)
        ):
            continue  # 'seeks to obtain', 'offered to sell': the verb behind it tells it
        if _is_turned_over(sentence, at):
            made = _by_verb(sentence, at, found)
        elif form in {"take", "takes", "took", "taken", "taking"} and not _takes(sentence, at):
            continue
        elif (form in GIVE or form in TAKE or form in MAKE) and not _is_noun(sentence, at):
            made = _by_verb(sentence, at, found)
        if form in PAY and not _is_noun(sentence, at):
            made = _paid(sentence, at, found)
        if form in SEIZE:
            made = _seized(sentence, at)
        if form in {"arrived", "arrive", "arrives", "reached", "reach", "reaches"}:
            made = _arrived(sentence, at)
        if form in _REQUESTS:
            made = _requested(sentence, at)
        if made is None and form in TRANSFERS:
            made = _by_noun(sentence, at)
        if made is None and form in DEALS:
            made = _by_contract(sentence, at)
        if (
            made is not None
            and found
            and made.amount
            and _head(sentence, made.thing) in _UNITS
            and len(range(*made.thing)) == 1
        ):
            made = replace(
                made, thing=found[-1].thing, amount=(made.amount[0], made.thing[1])
            )  # 'sold 20 tons of rice and gave 5 tons'
        if made is not None and not _joined(found, made) and not any(_told(earlier, made) for earlier in found):
            found.append(made)
    # What comes from nobody and goes to nobody is a mention; what was stopped on its way need not say whose it was.
    return [t for t in found if t.giver or t.taker or t.mood == "tried" or t.price]


_UNITS = frozenset("ton tons tonne tonnes barrels litres liters kilograms units rounds".split())


def _is_turned_over(sentence: Sentence, at: int) -> bool:
    """'turned over', 'signed over': to give."""
    return sentence.forms[at] in _TURNED and sentence.forms[at + 1 : at + 2] == ("over",)


_TURNED = {
    "turn": "base",
    "turns": "third",
    "turned": "past",
    "turning": "ing",
    "sign": "base",
    "signed": "past",
    "signs": "third",
}


def _takes(sentence: Sentence, at: int) -> bool:
    """Whether 'take' is to receive: 'take tobacco in return', 'took 20 tanks from'."""
    after = sentence.forms[at + 1 :]
    return ("return" in after or "exchange" in after) and "in" in after


def _joined(found: list[Transfer], made: Transfer) -> bool:
    """Put what a second verb adds about the same thing to what is told: 'awaits 30 vehicles promised by X'."""
    for i, one in enumerate(found):
        if one.thing == made.thing and one.mood != "negated":
            if one.giver is None and made.giver and made.taker in {None, one.taker} and made.giver != one.taker:
                found[i] = replace(one, giver=made.giver)
                return True
            if one.taker is None and made.taker and made.giver in {None, one.giver} and made.taker != one.giver:
                found[i] = replace(one, taker=made.taker)
                return True
    return False


def _overlap(one: Place | None, other: Place | None) -> bool:
    return bool(one and other and one[0] < other[1] and other[0] < one[1])


def _told(one: Transfer, other: Transfer) -> bool:
    """Whether one transfer's words hold the other's thing already."""
    if one.thing == other.thing:
        return (other.giver in {None, one.giver}) and other.taker in {None, one.taker}
    return _overlap(one.thing, other.thing)


_NOUNS = frozenset(
    "offer order orders release grant grants loan loans ship ships trucks truck transport lease channel issue issues present load loads "
    "return returns secure import select traffic haul hand hands moves move win wins supply supplies export exports transfer transfers "
    "purchase purchases moving".split()
)


def _is_noun(sentence: Sentence, at: int) -> bool:
    """Whether a word that could be a verb is none there: 'the supply of', 'arms supplies', 'Air Supply'."""
    forms = sentence.forms
    form = forms[at]
    if in_name(sentence, at):
        return True
    kind = GIVE.get(form) or TAKE.get(form) or MAKE.get(form)
    before = forms[at - 1] if at else ""
    follows_of = forms[at + 1 : at + 2] == ("of",)
    if kind == "ing":
        return before in {"the", "a", "an"} or follows_of
    if kind not in {"base", "third"}:
        return False
    if (
        before in DETERMINERS
        or before in {"of", "in", "for", "from", "'s", "with", "on", "by"}
        or NUMBER.fullmatch(before)
    ):
        return True
    if before in {"to", "not", "and", "or", "nor", "and/or"} or before.endswith("ly"):
        return follows_of
    if form in _NOUNS:
        return not (_has_subject(sentence, at) and starts_phrase(sentence, at + 1))
    return False


def _has_subject(sentence: Sentence, at: int) -> bool:
    """Whether what stands before a word is an auxiliary, a pronoun or a name, so that the word is its verb."""
    before = sentence.forms[at - 1] if at else ""
    if before in _HELPERS:
        return True
    return sentence.forms[at].endswith("s") and at > 0 and sentence.is_capital(at - 1)


_HELPERS = frozenset(
    "will would can could should may might must did does do who which that they we it he she i you".split()
)


def _by_verb(sentence: Sentence, at: int, earlier: list[Transfer]) -> Transfer | None:
    form = sentence.forms[at]
    kind = GIVE.get(form) or TAKE.get(form) or MAKE.get(form) or _TURNED.get(form) or "base"
    group = verb_group(sentence, at, kind)
    has_object = _After(sentence, at + 1).object is not None
    before = _some(phrase_before(sentence, group.low))
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
    after = _After(sentence, group.verb + 1)
    joined = group.low > 0 and sentence.forms[group.low - 1] in {"and", "or", "then"} and earlier
    agent = after.by
    if joined:
        # The same thing, and whoever had it gives it.
        thing: Place | None = earlier[-1].thing
        agent = agent or earlier[-1].agent
    else:
        thing = _subject(sentence, group, earlier)
    if form in EQUIP and after.with_:
        return _transfer(sentence, after.with_, agent, thing, after, group, agent)
    if thing is None:
        return None
    if form in GIVE or form in MAKE or form in _TURNED:
        return _transfer(sentence, thing, agent or after.from_, _taker(sentence, after), after, group, agent)
    return _transfer(sentence, thing, after.from_, agent, after, group, agent)


def _done(sentence: Sentence, group: Group, earlier: list[Transfer], thing: Place | None = None) -> Transfer | None:
    """'X sold THING to Y', 'X gave Y THING', 'X supplied Y with THING', 'Y bought THING from X', 'X will build THING for Y'."""
    forms = sentence.forms
    form = forms[group.verb]
    after = _After(sentence, group.verb + 1)
    subject = _subject(sentence, group, earlier)
    thing = after.object or thing
    if thing is None or (_head(sentence, thing) in DEALS):
        return None
    if form in EQUIP and after.with_:
        return _transfer(sentence, after.with_, subject, thing, after, group, subject)
    if form in GIVE or form in _TURNED:
        if form.startswith("exchang") and after.for_ and after.price is None:
            after.price, after.for_ = after.for_, None  # 'will exchange maize for wheat'
        taker = _taker(sentence, after)
        if after.to is None and (parted := _two_objects(sentence, thing)):
            taker, thing = parted
        if taker is None and subject is None:
            return None
        # 'He tried to sell weapons from X to Y': he brokers what X gives.
        giver = after.from_ if taker and after.from_ and _is_party(sentence, after.from_) else subject
        if form.startswith("export") and taker is None:
            return None  # trade statistics
        return _transfer(sentence, thing, giver, taker, after, group, subject)
    if form in MAKE:
        if not (after.for_ and _is_party(sentence, after.for_)) and not set(forms) & DEALS:
            return None
        taker = after.for_ if after.for_ and _is_party(sentence, after.for_) else None
        return _transfer(sentence, thing, subject, taker, after, group, subject)
    taker, giver = subject, after.from_
    if after.for_ and _is_party(sentence, after.for_):
        taker = after.for_  # 'worked with officials to obtain weapons for Russia'
        giver = giver or _partner(sentence, group)
    if giver is None and taker is None:
        return None
    if form in {"want", "wants", "wanted", "await", "awaits", "awaiting"} and not any(
        NUMBER.fullmatch(w) for w in forms[thing[0] : thing[1]]
    ):
        return None
    if form.startswith("import") and giver is None:
        return None  # trade statistics
    return _transfer(sentence, thing, giver, taker, after, group, subject)


def _relative_object(sentence: Sentence, subject: Place | None) -> Place | None:
    """'rifle scopes that a trader had tried to send': the thing stands before the relative clause."""
    if subject is None or subject[0] < 2:
        return None
    before = subject[0] - 1
    if sentence.forms[before] not in {"that", "which"}:
        if not is_plain_noun(sentence, before) or sentence.is_capital(before) or sentence.in_capitals:
            return None
        return _some(phrase_before(sentence, subject[0]))  # 'frigates it is seeking to lease'
    return _some(phrase_before(sentence, before - (sentence.forms[before - 1] == ",")))


def _paid(sentence: Sentence, at: int, earlier: list[Transfer]) -> Transfer | None:
    """'X paid SUM to Y for THING', 'X paid Y SUM', 'Y was paid SUM': the sum is what is transferred, the thing its price."""
    kind = PAY[sentence.forms[at]]
    group = verb_group(sentence, at, kind)
    after = _After(sentence, at + 1)
    subject = _subject(sentence, group, earlier)
    obj = after.object
    if obj is None and after.with_:
        giver = subject or (earlier[-1].taker if earlier else None)  # 'received jets from X and paid with oil'
        taker = earlier[-1].giver if earlier else None
        amount, what = amount_and_thing(sentence, *after.with_)
        return Transfer(sentence, what, _some(amount), giver, taker, None, at, group.mood, giver)
    if (
        obj is not None
        and not is_money(sentence, obj)
        and after.for_
        and _is_party(sentence, obj)
        and not group.passive
    ):
        return _transfer(sentence, after.for_, obj, subject, after, group, subject)  # 'pays X for boots and fuel'
    if (
        obj is None
        and group.passive
        and forms_at(sentence, at + 1) == "for"
        and forms_at(sentence, at + 2) in {"in", "with", "by"}
    ):
        place = phrase(sentence, at + 3)  # 'to be paid for in coffee'
        if place[0] < place[1] and not is_time(sentence, *place):
            amount, what = amount_and_thing(sentence, *place)
            last = earlier[-1] if earlier else None
            return Transfer(
                sentence,
                what,
                _some(amount),
                last.taker if last else None,
                last.giver if last else None,
                None,
                at,
                "planned",
                None,
            )
    if obj is None or not is_money(sentence, obj):
        return None
    giver, taker = (after.by, subject) if group.passive else (subject, after.to)
    first = next(
        (m for m in range(*obj) if is_money(sentence, (m, m + 1)) or NUMBER.fullmatch(sentence.forms[m])), obj[0]
    )
    if (
        not group.passive
        and first > obj[0]
        and (obj[1] - first > 1 or is_money(sentence, (first, first + 1)))
        and not _rough(sentence, obj[0])
    ):
        taker, obj = (obj[0], first), (first, obj[1])  # 'paid an unnamed supplier $620,000'
    return Transfer(sentence, obj, obj, giver, taker, after.for_, at, group.mood, subject)


def forms_at(sentence: Sentence, k: int) -> str:
    return sentence.forms[k] if k < len(sentence) else ""


def _rough(sentence: Sentence, k: int) -> bool:
    return sentence.forms[k] in {
        "as",
        "more",
        "less",
        "up",
        "at",
        "about",
        "around",
        "over",
        "nearly",
        "almost",
        "some",
        "a",
        "another",
        "an",
    } and (
        not sentence.forms[k].startswith("a")
        or sentence.forms[k] in {"as", "at", "about", "around", "almost", "another"}
    )


def _seized(sentence: Sentence, at: int) -> Transfer | None:
    """'officers seized a container of rifle scopes bound for Selka', 'the arms were seized': a transfer that failed."""
    forms = sentence.forms
    group = verb_group(sentence, at, SEIZE[forms[at]])
    after = _After(sentence, at + 1)
    thing = _head_phrase(sentence, group.low) if group.passive else after.object
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
    taker = _some(phrase(sentence, bound + 2)) if bound is not None else None
    return _transfer(sentence, thing, None, taker, after, Group(group.low, at, group.passive, "tried"), None)


def _partner(sentence: Sentence, group: Group) -> Place | None:
    """With whom somebody works who obtains a thing for another."""
    for k in range(group.low - 1, max(-1, group.low - 9), -1):
        if sentence.forms[k] == "with" and starts_phrase(sentence, k + 1):
            return phrase(sentence, k + 1)
        if sentence.forms[k] in {",", ";", '"'}:
            return None
    return None


def _taker(sentence: Sentence, after: _After) -> Place | None:
    """Who gets it: 'to X'; 'into Jordan for the rebels' is for the rebels."""
    for_ = after.for_ if after.for_ and _is_party(sentence, after.for_) else None
    taker = after.to or for_ or after.into
    if taker and sentence.forms[taker[1] - 1] in _PEOPLE and sentence.forms[taker[1] : taker[1] + 1] == ("in",):
        where = phrase(sentence, taker[1] + 1)
        if where[0] < where[1] and sentence.is_capital(where[1] - 1) and not is_time(sentence, *where):
            return taker[0], where[1]  # 'rebels in neighbouring Tiravo'
    return taker


def _transfer(
    sentence: Sentence,
    thing: Place,
    giver: Place | None,
    taker: Place | None,
    after: _After,
    group: Group,
    agent: Place | None,
) -> Transfer | None:
    if thing[0] >= thing[1] or is_time(sentence, *thing):
        return None
    if all(w in PRONOUNS or w in DETERMINERS or w == "of" for w in sentence.forms[thing[0] : thing[1]]):
        return None
    amount, what = amount_and_thing(sentence, *thing)
    if what[0] >= what[1] or _head(sentence, what) in ABSTRACT:
        return None
    if sentence.forms[thing[0]] in {"no", "any"}:
        group = replace(group, mood="negated")
    if any(p and sentence.forms[p[0]] in {"no", "nobody"} for p in (giver, taker)):
        group = replace(group, mood="negated")
    giver, taker = (None if p and (is_time(sentence, *p) or is_money(sentence, p)) else p for p in (giver, taker))
    if giver is None:
        giver, what = _maker(sentence, what)
    if what[0] >= what[1]:
        return None
    return Transfer(
        sentence,
        what,
        _some(amount) or after.worth,
        giver,
        taker,
        after.price,
        group.verb,
        group.mood,
        agent,
    )


def _maker(sentence: Sentence, what: Place) -> tuple[Place | None, Place]:
    """Whose the thing is: "Talgar's missiles", 'North Korean weapons'."""
    low, high = what
    if sentence.in_capitals:
        return None, what
    k = low
    while k < high and sentence.is_capital(k):
        k += 1
    if low < k < high and sentence.forms[k] == "'s":
        return (low, k), (k + 1, high)
    if low < k < high and _is_demonym(sentence.forms[k - 1]):
        return (low, k), what
    return None, what


def _head(sentence: Sentence, place: Place) -> str:
    """The main word of a noun phrase: the last one before 'of' or before a list's next entry."""
    low, high = place
    for k in range(low + 1, high):
        if sentence.forms[k] in {"of", ",", "and", "or", "such", "like", "including", "ranging"}:
            return sentence.forms[k - 1]
    return sentence.forms[high - 1]


_MONEY = frozenset(
    "dollar dollars dlr dlrs euro euros pounds sterling rouble roubles ruble rubles yuan yen crown crowns francs marks peso pesos "
    "money cash won rupees dinars riyals".split()
)


def is_money(sentence: Sentence, place: Place) -> bool:
    """Whether a phrase is a sum of money."""
    return any(w[0] in "$€£¥" or w in _MONEY for w in sentence.forms[place[0] : place[1]])


_PEOPLE = frozenset(
    "army navy government rebels militia militias forces force police ministry insurgents fighters guerrillas regime group company firm "
    "troops soldiers state country nation customer customers buyers military airline refugees civilians victims families hospitals "
    "separatists merchants traders dealers council".split()
)  # fmt: skip


def _is_party(sentence: Sentence, place: Place) -> bool:
    """Whether a phrase looks like a party: it has a capital, or is a body or people."""
    if any(sentence.is_capital(k) for k in range(*place)):
        return not is_money(sentence, place) and not any(c.isdigit() for c in sentence.say(*place))
    return sentence.forms[place[1] - 1] in _PEOPLE


def _two_objects(sentence: Sentence, obj: Place) -> tuple[Place, Place] | None:
    """'offering North Korea food', 'gave the rebels 20 mortars': the taker and the thing."""
    low, high = obj
    forms = sentence.forms
    k = low + (forms[low] in DETERMINERS)
    if k > low and k < high and forms[k] in _PEOPLE:
        k += 1
    else:
        first = k
        while k < high and sentence.is_capital(k):
            k += 1
        counted = k < high and (
            NUMBER.fullmatch(forms[k])
            or forms[k] in {"a", "an", "some", "several", "about", "over"}
            or forms[k][0] in "$€£¥"
        )
        if k == first or (not counted and _is_demonym(forms[k - 1])):
            return None
    if low < k < high and (forms[k][0].isalnum() or forms[k][0] in "$€£¥") and forms[k] not in {"and", "or", "of"}:
        return (low, k), (k, high)
    return None


def _is_demonym(form: str) -> bool:
    return len(form) > 4 and bool(re.search(r"(?:ian|ean|ese|ish|ani|can|man|nch|tch|eli|qi|ghan|i)$", form))


def _subject(sentence: Sentence, group: Group, earlier: list[Transfer]) -> Place | None:
    """Whose deed a verb tells: the phrase before it, through 'who' and 'which', over a second verb's 'and'."""
    forms = sentence.forms
    k = group.low
    if k > 1 and forms[k - 1] in {"who", "which", "that"}:
        return _antecedent(sentence, k - 1)
    if k > 0 and forms[k - 1] in PRONOUNS:
        return (k - 1, k)
    if k > 0 and forms[k - 1] in {"and", "or", "nor"}:
        before = [t for t in earlier if t.at < group.verb]
        return before[-1].agent if before else _clause_subject(sentence, k)
    place = _head_phrase(sentence, k)
    if place is None:
        return _clause_subject(sentence, k)
    if forms[place[1] - 1] in _UNDERTAKINGS:
        low = place[1] - 1
        if low > place[0] and forms[low - 1] == "'s":
            return _some(phrase_before(sentence, low - 1))  # "Russia's attempts to procure"
        if low > place[0] and sentence.is_capital(low - 1):
            return (low - 1, low)  # 'Russian attempts to acquire'
        return _clause_subject(sentence, place[0])
    return place


_UNDERTAKINGS = frozenset(
    "plan plans attempt attempts effort efforts bid deal deals agreement agreements right rights ability intention intentions "
    "option options order orders contract contracts proposal proposals decision offer campaign operation scheme licence license permission".split()
)  # fmt: skip


def _antecedent(sentence: Sentence, relative: int) -> Place | None:
    """Whom 'who' or 'which' stands for: 'Ashot M., a dealer who …' is Ashot M.; after a verb of saying 'that' is nobody."""
    low, high = phrase_before(sentence, relative - (sentence.forms[relative - 1] == ","))
    if low >= high:
        return None
    if low > 1 and sentence.forms[low - 1] == ",":
        first = phrase_before(sentence, low - 1)
        if first[0] < first[1] and sentence.is_capital(first[1] - 1):
            return first
    return low, high


def _head_phrase(sentence: Sentence, k: int) -> Place | None:
    """The phrase before a word, or where that hangs on a preposition, the one that it hangs on:
    'Weapons shipped into Jordan for rebels by the agency were' is about weapons."""
    forms = sentence.forms
    place = phrase_before(sentence, k)
    for _ in range(6):
        low, high = place
        if low >= high or is_time(sentence, low, high):
            if low > 0 and low < high and forms[low - 1] in PREPOSITIONS:
                high = low  # a time: look before it
            else:
                return None
        at = low - 1
        if at < 1 or forms[at] not in PREPOSITIONS - {"despite", "amid"}:
            return place
        while (
            at > 0
            and (forms[at - 1].endswith("ed") or forms[at - 1] in GIVE or forms[at - 1] in TAKE)
            and not sentence.is_capital(at - 1)
        ):
            at -= 1
        before = phrase_before(sentence, at)
        if before[0] >= before[1]:
            return place if is_time(sentence, low, high) is False and at > 0 and forms[low - 1] == "of" else None
        place = before
    return place


def _clause_subject(sentence: Sentence, k: int) -> Place | None:
    """The subject of the clause where the verb stands away from it: 'X worked with officials to obtain', 'X is
    pursuing a plan to secure'."""
    forms = sentence.forms
    low = 0
    for m in range(k - 1, -1, -1):
        if forms[m] in {";", ":", '"', "“", "”", "that", "but", "-", "—"}:
            low = m + 1
            break
    if k - low > 24:
        return None
    if low < k and forms[low] in PREPOSITIONS:
        comma = next((m for m in range(low, k) if forms[m] == ","), None)  # 'Between the end of 2022 and 2023, …'
        if comma is None:
            return None
        low = comma + 1
    if low < k and forms[low] in PRONOUNS:
        return (low, low + 1)
    place = phrase(sentence, low) if low < k else (low, low)
    if place[0] < place[1] <= k and not is_time(sentence, *place) and _is_party(sentence, place):
        return place
    return None


class _After:
    """What stands behind a verb or noun: its object and its phrases with 'to', 'from', 'by', 'for', 'with', 'of'."""

    def __init__(self, sentence: Sentence, start: int) -> None:
        self.object: Place | None = None
        self.to: Place | None = None
        self.into: Place | None = None
        self.from_: Place | None = None
        self.by: Place | None = None
        self.for_: Place | None = None
        self.with_: Place | None = None
        self.of: Place | None = None
        self.price: Place | None = None
        self.worth: Place | None = None
        forms = sentence.forms
        k = start
        if forms[k : k + 1] == ("over",) and forms[k - 1].startswith(("hand", "turn", "sign")):
            k += 1
        while (
            k < len(sentence)
            and (forms[k].endswith("ly") or forms[k] in {"out", "off", "over", "up", "back"})
            and not starts_phrase(sentence, k)
        ):
            k += 1
        if (
            forms[k : k + 1] == ("in",)
            and k + 1 < len(sentence)
            and NUMBER.fullmatch(forms[k + 1])
            and not is_time(sentence, k + 1, k + 2)
        ):
            k += 1  # 'had flown in 38 tonnes of biscuits'
        if starts_phrase(sentence, k):
            place = phrase(sentence, k)
            if place[0] < place[1]:
                self.object = None if is_time(sentence, *place) else place
                k = place[1]
        self._read(sentence, k)

    def _read(self, sentence: Sentence, k: int) -> None:
        forms = sentence.forms
        first = k
        while k < len(sentence) and k - first < 40:
            form = forms[k]
            if form == "in" and forms[k + 1 : k + 2] in {("exchange",), ("return",)}:
                if forms[k + 2 : k + 3] == ("for",):
                    self.price = _some(phrase(sentence, k + 3))
                return
            if form == "worth" or (form == "valued" and forms[k + 1 : k + 2] == ("at",)):
                k += 1 + (form == "valued")
                self.worth = _some(phrase(sentence, k))
                k = self.worth[1] if self.worth else k
            elif form in PREPOSITIONS and starts_phrase(sentence, k + 1):
                place = phrase(sentence, k + 1)
                if place[0] >= place[1] or (form == "to" and _is_infinitive(sentence, k + 1)):
                    return
                if not is_time(sentence, *place):
                    self._take(sentence, form, place)
                k = place[1]
            elif form in {'"', "“", "”", "(", ")"} or (form in PREPOSITIONS and form != "to"):
                k += 1
            elif form == ",":
                k += 1
                close = next((m for m in range(k, min(k + 6, len(sentence) - 1)) if forms[m] == ","), None)
                if (
                    close is not None
                    and forms[close + 1] in PREPOSITIONS
                    and k < len(sentence)
                    and sentence.is_capital(k)
                ):
                    k = close + 1  # 'supply the state company, Velfert, with phosphate'
                    continue
                if k < len(sentence) and (forms[k] in PRONOUNS or sentence.is_capital(k)):
                    return  # ', Kirby said', ', and Russia …'
            elif (
                is_time(sentence, k, k + 1)
                or form.endswith("ly")
                or form in {"early", "late", "last", "next", "this", "ago", "then", "direct"}
            ):
                k += 1
            else:
                return  # another verb, a conjunction: the phrases behind it are its own

    def _take(self, sentence: Sentence, preposition: str, place: Place) -> None:
        name = {
            "from": "from_",
            "for": "for_",
            "with": "with_",
            "to": "to",
            "into": "into",
            "by": "by",
            "of": "of",
        }.get(preposition)
        if preposition == "for" and is_money(sentence, place):
            name = "price"
        if name and getattr(self, name) is None:
            setattr(self, name, place)


def _is_infinitive(sentence: Sentence, k: int) -> bool:
    """Whether 'to' is followed by a verb: 'to build ships', 'to study the moon'."""
    form = sentence.forms[k]
    if sentence.is_capital(k) or form in DETERMINERS:
        return False
    if "base" in (GIVE.get(form), TAKE.get(form), MAKE.get(form)) or form in COMMON:
        return True
    following = sentence.forms[k + 1] if k + 1 < len(sentence) else ""
    return (
        following in DETERMINERS
        or following in PRONOUNS
        or (not form.endswith("s") and sentence.is_capital(min(k + 1, len(sentence) - 1)))
    )


def _some(place: Place) -> Place | None:
    return place if place[0] < place[1] else None


_BARE = frozenset("supplies shipments deliveries sales exports".split())
_STOPS = frozenset(
    "and or but of to restart resume halt stop ban end cut suspend block curb allow approve boost increase expand begin start stopped took take "
    "takes continue arrange arranging prohibit prohibits forbid forbids".split()
)
_PLAIN = frozenset(
    "covert illegal illicit commercial further new annual additional large regular secret direct foreign recent suspected alleged planned "
    "proposed potential possible future continued such more first second last initial any".split()
)


def _by_noun(sentence: Sentence, at: int) -> Transfer | None:
    """'covert arms shipments', 'commercial sales of computers to Iran', "Korea's supply of weapons to Russia"."""
    forms = sentence.forms
    if in_name(sentence, at) and not sentence.in_capitals:
        return None
    low = at
    while (
        low > 0
        and (forms[low - 1][0].isalpha() or NUMBER.fullmatch(forms[low - 1]))
        and not ends_phrase(sentence, low - 1)
        and forms[low - 1] not in _STOPS
        and forms[low - 1] not in PREPOSITIONS
        and forms[low] not in DETERMINERS
    ):
        low -= 1
    owner = None
    if low > 0 and forms[low - 1] == "'s":
        owner = _some(phrase_before(sentence, low - 1))
    mood = mood_of_noun(sentence, at, low)
    after = _After(sentence, at + 1)
    first = low
    while first < at and (forms[first] in DETERMINERS or forms[first] in _PLAIN):
        first += 1
    if first < at and sentence.is_capital(first) and not sentence.in_capitals:
        name = first
        while first < at and sentence.is_capital(first):
            first += 1
        owner = owner or (name, first)  # 'U.S. arms sales', 'Talvian arms sales'
    while first < at and (forms[first] in _PLAIN):
        first += 1
    amount = (
        _some((low, at + 1))
        if low < at and (NUMBER.fullmatch(forms[low]) or forms[low : low + 2] == ("a", "dozen"))
        else None
    )
    if after.of and forms[at + 1] == "of":
        thing: Place = after.of
    elif first < at or ((after.from_ or after.to) and forms[at] in _BARE):
        thing = (first, at + 1)
    else:
        return None
    if low > 0 and forms[low - 1] in {"took", "take", "takes"} and forms[at] == "delivery":
        group = verb_group(sentence, low - 1, "past")
        return _transfer(
            sentence, thing, after.from_, _subject(sentence, group, []), after, replace(group, verb=at), None
        )
    giver, taker = after.from_ or after.by, _taker(sentence, after)
    if forms[at] in TAKING_NOUNS:
        giver, taker = after.from_, owner or after.by or after.to
    else:
        giver = giver or owner
    if giver is None and taker is None:
        return None
    made = _transfer(sentence, thing, giver, taker, after, Group(low, at, False, mood), giver)
    return replace(made, amount=made.amount or amount) if made and thing == after.of else made


def _arrived(sentence: Sentence, at: int) -> Transfer | None:
    """'Five carriers from China arrived in Kathmandu': a delivery, where it says from whom."""
    group = verb_group(sentence, at, "past" if sentence.forms[at].endswith("ed") else "base")
    place = phrase_before(sentence, group.low)
    low = place[0]
    if place[0] >= place[1] or low < 2 or sentence.forms[low - 1] != "from" or not sentence.is_capital(place[1] - 1):
        return None
    thing = phrase_before(sentence, low - 1)
    if thing[0] >= thing[1] or sentence.is_capital(thing[1] - 1):
        return None
    after = _After(sentence, at + 1)
    taker = after.object
    if sentence.forms[at + 1 : at + 2] == ("in",) and starts_phrase(sentence, at + 2):
        taker = phrase(sentence, at + 2)
    if taker and (is_time(sentence, *taker) or not sentence.is_capital(taker[1] - 1)):
        taker = None
    return _transfer(sentence, thing, place, taker, after, group, place)


_REQUESTS = frozenset("request requests appeal bid asked asks".split())


def _requested(sentence: Sentence, at: int) -> Transfer | None:
    """'a request by X for 12 helicopters', 'X asked Y for shells': sought, or in vain where it was turned down."""
    forms = sentence.forms
    after = _After(sentence, at + 1)
    if after.for_ is None or is_money(sentence, after.for_):
        return None
    if forms[at] in {"asked", "asks"}:
        group = verb_group(sentence, at, "past")
        if group.passive or group.mood == "negated":
            return None
        taker, giver = _subject(sentence, group, []), after.object
    else:
        low, high = phrase_before(sentence, at)
        owner = (low, high) if low < high and sentence.is_capital(high - 1) else None
        taker, giver = after.by or owner, after.to
    if taker is None or not _is_party(sentence, taker):
        return None
    refused = any(
        forms[k : k + 2] == ("turned", "down") or forms[k] in {"rejected", "refused", "declined"}
        for k in range(len(sentence))
    )
    return _transfer(
        sentence, after.for_, giver, taker, after, Group(at, at, False, "tried" if refused else "planned"), taker
    )


_WINS = frozenset("won win wins received receive secured got gets landed signed winning clinched".split())
_AWARD = _WINS | frozenset("awarded award awards gave given granted placed".split())


def _by_contract(sentence: Sentence, at: int) -> Transfer | None:
    """'X has been awarded a 3 billion dlr contract for missiles', 'a contract to build ten ships for Y'."""
    forms = sentence.forms
    low = at
    while low > 0 and (
        NUMBER.fullmatch(forms[low - 1]) or (forms[low - 1][0].isalpha() and not ends_phrase(sentence, low - 1))
    ):
        low -= 1
    after = _After(sentence, at + 1)
    thing = after.for_
    after.for_ = None
    to = next(
        (
            m
            for m in range(at + 1, min(at + 16, len(sentence) - 1))
            if forms[m] == "to" and (forms[m + 1] in GIVE or forms[m + 1] in MAKE)
        ),
        None,
    )
    if (
        thing is None
        and to is not None
        and not any(forms[m] in {";", "said", "who", "which", "that"} for m in range(at + 1, to))
    ):
        worth = after.price
        after = _After(sentence, to + 2)
        after.price = after.price or worth
        thing = after.object
    if thing is None or is_money(sentence, thing):
        return None
    verb = next((m for m in range(low - 1, max(-1, low - 9), -1) if forms[m] in _AWARD), None)
    if verb is None:
        giver, taker = after.with_, after.to or after.for_
    else:
        group = verb_group(sentence, verb, "past")
        subject = _subject(sentence, group, [])
        if forms[verb] == "signed" and after.with_ and to is None:
            giver, taker = after.with_, subject
        elif forms[verb] in _WINS or group.passive:
            giver, taker = subject, after.by or after.from_ or after.with_ or after.for_
        else:
            giver, taker = after.to, subject
            inner = phrase(sentence, verb + 1)
            if inner[0] < inner[1] <= low:
                giver = inner
            elif parted := _two_objects(sentence, (verb + 1, at + 1)):
                giver = parted[0]
    if giver is None and taker is None:
        return None
    after.price, after.worth = after.price or after.worth, None
    mood: Mood = (
        "tried" if any(w in _COLLAPSED for w in forms[at:]) or ("fell", "through") in pairwise(forms) else "planned"
    )
    made = _transfer(
        sentence, thing, giver, taker or _awarding(sentence, giver), after, Group(low, at, False, mood), giver
    )
    money = next((m for m in range(low, at) if is_money(sentence, (m, m + 1))), None)
    if made and money is not None:
        first = next((m for m in range(low, at) if NUMBER.fullmatch(forms[m]) or forms[m][0] in "$€£¥"), low)
        made = replace(made, price=(first, sum_end(sentence, first, at)))
    return made


_COLLAPSED = frozenset("collapsed foundered scrapped cancelled canceled".split())
_BUYERS = frozenset(
    "army navy force marines corps pentagon ministry department government police guard command airline agency".split()
)


def _awarding(sentence: Sentence, giver: Place | None) -> Place | None:
    """Who awards a contract that 'has been awarded, the Army said'."""
    for k, form in enumerate(sentence.forms):
        if form == "said":
            place = phrase_before(sentence, k)
            if place[0] < place[1] and place != giver and sentence.forms[place[1] - 1] in _BUYERS:
                return place
    return None


def sum_end(sentence: Sentence, first: int, limit: int) -> int:
    """Where a sum of money ends that begins at a word: behind '$90 million', 'dlrs'."""
    end = first + 1
    while end < limit and (NUMBER.fullmatch(sentence.forms[end]) or is_money(sentence, (end, end + 1))):
        end += 1
    return end
