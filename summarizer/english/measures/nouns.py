"""The noun of a measure with what stands before it: 'new American sanctions', 'the arms embargo', 'its sanctions list'."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.english.clauses import owner_before
from summarizer.english.measures.names import is_body, is_nation, named_in
from summarizer.english.measures.vocabulary import (
    ALWAYS,
    BAN_VERBS,
    BANS,
    FACE,
    HIT,
    LAWS,
    LIFT,
    NOT_TRADE,
    PORTIONS,
    PUNISHING,
    PUT,
    SOFT,
    TAKE_OFF,
    TRADE,
    VIOLATE,
    kind_of,
)
from summarizer.english.nominals import NONE, Range, first, is_verb, noun_phrase
from summarizer.english.parties import is_party
from summarizer.english.times import is_time
from summarizer.english.words import DETERMINERS, MODALS, PREPOSITIONS, PRONOUNS, RELATIVES, Sentence

__all__ = ["Noun", "is_deed", "modifies"]

_NOUN_OR_VERB = frozenset("ban bans curb curbs boycott boycotts blacklist blacklists freeze sanctions".split())


@dataclass(frozen=True)
class Noun:
    """The noun phrase of a measure up to its noun: its beginning, and who is named in it."""

    low: int  # without determiner and owner
    outer: int  # with them
    at: int
    authority: Range
    name: Range  # a name that may be the one's or the other's: 'Iran sanctions'
    stands: bool  # whether the noun is coercive without more
    of_is_target: bool
    lists: bool = False  # whether it is a list on which somebody stands

    @staticmethod
    def of(sentence: Sentence, at: int) -> Noun | None:
        """The noun of a measure at a word, with what stands before it; None where there is none."""
        forms = sentence.forms
        form = forms[at]
        if form == "list" or (form in {"blacklist", "blacklists"} and not is_deed(sentence, at)):
            return _listing(sentence, at)
        if forms[at + 1 : at + 2] and forms[at + 1] in _ABOUT and form == "sanctions":
            return None
        if form not in ALWAYS and form not in BANS and form not in SOFT:
            return None
        if form in _NOUN_OR_VERB and is_deed(sentence, at):
            return None
        low = at
        while low > 0 and modifies(sentence, low - 1):
            low -= 1
        # 'a series of sanctions', 'a new round of American sanctions'
        wide = low
        if low > 1 and forms[low - 1] == "of" and forms[low - 2] in PORTIONS:
            wide = low - 2
            while wide > 0 and modifies(sentence, wide - 1):
                wide -= 1
        outer = wide
        owner = NONE
        if wide > 1 and forms[wide - 1] in {"'s", "'"}:
            owner = owner_before(sentence, wide - 1)
            outer = owner[0] if owner != NONE else wide
        while outer > 0 and forms[outer - 1] in DETERMINERS:
            outer -= 1
        modifiers = [m for m in range(low, at) if forms[m] not in {"-", "'s"}]
        if not _coercive(sentence, at, modifiers):
            return None
        authority, name = named_in(sentence, low, at)
        if owner != NONE and (is_time(sentence, *owner) or forms[owner[1] - 1] in {"today", "yesterday"}):
            owner = NONE
        if owner != NONE:
            authority, name = owner, authority if authority != NONE and name == NONE else name
        stands = (
            form in ALWAYS
            or _has_trade(sentence, modifiers)
            or form in BANS
            or any(forms[m] in PUNISHING for m in modifiers)
            or (form == "measures" and forms[at + 1 : at + 4] in {("of", "its", "own"), ("of", "their", "own")})
        )
        return Noun(wide, outer, at, authority, name, stands, form.startswith(("boycott", "blacklist", "embargo")))


# What a committee or a resolution is about isn't told as a measure.
_ABOUT = frozenset(
    "committee panel monitor monitors expert experts compliance policy coordinator official officials office enforcement resolution list".split()
)
_NOUN_FORMS = frozenset(
    "asset assets export exports import imports trade visa travel oil target targeted arms sales list proposed planned existing related".split()
)
_DONE_TO_IT = frozenset(
    "proposed planned suspended expanded tightened extended reinstated renewed reimposed toughened".split()
)


def modifies(sentence: Sentence, k: int) -> bool:
    """Whether a word may stand before the noun of a measure, in its phrase."""
    form = sentence.forms[k]
    if (
        form in DETERMINERS
        or form in PREPOSITIONS
        or form in {"and", "or", "but", "'s", "'", "s"}
        or not form[0].isalnum()
    ):
        return (
            form in {"and", "or"}
            and 0 < k < len(sentence) - 1
            and sentence.forms[k - 1] in TRADE
            and sentence.forms[k + 1] in TRADE
        ) or (form == "-" and _is_hyphen(sentence, k))
    if sentence.is_capital(k) and k > 0 and not is_time(sentence, k, k + 1):
        return True
    if form in {"same", "previous", "earlier"}:
        return True
    if form in _NOUN_FORMS or form in TRADE:
        return not (form in VIOLATE or form in LIFT)
    if kind_of(form) or form in HIT or form in FACE or form in BAN_VERBS:
        return form in _DONE_TO_IT and (k > 0 and sentence.forms[k - 1] in DETERMINERS | {"'s"})
    return (
        not is_verb(sentence, k)
        and form not in RELATIVES | PRONOUNS | {"how", "what", "well", "not", "also", "still", "never", "only", "then"}
        and not is_time(sentence, k, k + 1)
    )


def _is_hyphen(sentence: Sentence, k: int) -> bool:
    """Whether a dash stands inside a word, as in 'U.S.-led'."""
    return (
        0 < k < len(sentence) - 1
        and sentence.ends[k - 1] == sentence.starts[k]
        and sentence.ends[k] == sentence.starts[k + 1]
    )


_FROZEN_OTHERWISE = frozenset("pay wage price hiring deep rent fare council tax production output".split())
_HARMLESS = frozenset(
    "safety security health austerity anti-dumping precautionary confidence-building cost-cutting".split()
)


_OTHER_ACTION = frozenset(
    "military legal court industrial disciplinary class strike protest joint affirmative police civil criminal armed rebel libel "
    "collective first next further-reaching small big major important key practical right wrong".split()
)


def _coercive(sentence: Sentence, at: int, modifiers: list[int]) -> bool:
    """Whether a noun and its modifiers are coercive, or may be if a party stands behind them."""
    forms = sentence.forms
    words = {forms[m] for m in modifiers} | {part for m in modifiers for part in forms[m].split("-")}
    form = forms[at]
    if forms[at + 1 : at + 2] and forms[at + 1] in {"treaty", "treaties", "expert", "experts"} and form in BANS:
        return False
    if form in BANS:
        return not words & NOT_TRADE and not (words & {"nuclear"} and words & {"test"})
    if form in {"measures", "measure"}:
        return not words & _HARMLESS
    if form in {"penalties", "penalty"}:
        return not words & {"criminal", "death", "tax", "civil", "prison", "maximum", "minor"}
    if form == "controls":
        return bool(words & {"export", "import", "trade", "visa"})
    if form in {"blockade", "blockades"}:
        return not words & {"road", "highway", "rail", "street", "protest", "motorway", "pipeline"}
    if form in {"zone", "zones"}:
        return "fly" in words or "exclusion" in words
    if form in {"action", "steps"}:
        # 'action against the bank', which only a party behind it makes a measure
        return not words & _OTHER_ACTION
    if form in {"freeze", "freezes"}:
        return not words & _FROZEN_OTHERWISE
    if form in {"boycott", "boycotts"}:
        return not words & {"consumer", "election", "oscars", "student"}
    return True


def _has_trade(sentence: Sentence, modifiers: list[int]) -> bool:
    forms = sentence.forms
    noun = modifiers[-1] + 1 if modifiers else 0
    if forms[noun] in {"measures", "measure", "action", "steps"}:
        return False
    if forms[noun] == "controls":
        return False
    return any(part in TRADE for m in modifiers for part in (forms[m], *forms[m].split("-")))


_RULES = frozenset("sanctions measures rules laws resolutions decrees regulations restrictions steps penalties".split())


def is_deed(sentence: Sentence, at: int) -> bool:
    """Whether a word that may be a noun is a verb there: 'to ban arms sales', 'Talvia bans exports', 'will boycott'."""
    forms = sentence.forms
    before = forms[at - 1] if at else ""
    if (
        forms[at] == "blacklist"
        and at + 1 < len(forms)
        and at > 0
        and sentence.is_capital(at - 1)
        and not (at > 1 and forms[at - 2] in DETERMINERS)
        and noun_phrase(sentence, at + 1) != NONE
        and not is_time(sentence, *noun_phrase(sentence, at + 1))
    ):
        return True
    if forms[at] in {"ban", "curb", "freeze"} and before in _RULES and noun_phrase(sentence, at + 1) != NONE:
        return True  # 'the measures ban imports of oil'
    if before in MODALS or before in {"to", "not", "did", "does", "do", "who", "which", "they", "it", "we"}:
        # 'led to sanctions' is no infinitive: 'sanctions' is not a base form
        return not (before == "to" and forms[at].endswith("s"))
    if not forms[at].endswith("s") or forms[at] == "sanctions":
        return (
            forms[at] == "sanctions"
            and at + 1 < len(forms)
            and sentence.is_capital(at + 1)
            and forms[at + 1] not in DETERMINERS
            and at > 0
            and (sentence.is_capital(at - 1) and not is_nation(before) and not is_body(before))
        )
    return (
        at + 1 < len(forms)
        and at > 0
        and (sentence.is_capital(at - 1) or before in LAWS | {"deal", "government", "council", "measure"})
        and (
            forms[at + 1] in TRADE
            or sentence.is_capital(at + 1)
            or forms[at + 1] in DETERMINERS
            or is_party(sentence, noun_phrase(sentence, at + 1))
        )
    )


def _is_punishing_list(sentence: Sentence, low: int) -> bool:
    """Whether somebody is put on or taken off a list of which the rest of the sentence shows what it is for."""
    forms = sentence.forms
    before = forms[max(0, low - 16) : low]
    if not ({"to", "from", "on", "off", "onto"} & set(before[-6:]) and any(f in PUT or f in TAKE_OFF for f in before)):
        return False
    owner = owner_before(sentence, low - 1) if low > 1 and forms[low - 1] in {"'s", "'"} else NONE
    return any(f in _LISTERS for f in forms[owner[0] : owner[1]]) or any(
        _PENAL.match(f) for f in forms[max(0, low - 60) : low + 60]
    )


_LISTERS = frozenset("treasury ofac".split())
_PENAL = re.compile(r"blacklist|sanction|embargo|froze|freez")
_PUNISHED = frozenset("sponsors terrorism terrorist sanctioned blacklisted designated sanctions subject".split())


def _listing(sentence: Sentence, at: int) -> Noun | None:
    """'the American government's list of state sponsors of terrorism', 'the sanctions list', 'the Entity List'."""
    forms = sentence.forms
    low = at
    while low > 0 and modifies(sentence, low - 1) and forms[low - 1] not in {"from", "remove"}:
        low -= 1
    before = set(forms[low:at])
    after = forms[at + 1 : at + 9]
    if not (
        forms[at] != "list"
        or _is_punishing_list(sentence, low)
        or before & {"sanctions", "terrorism", "terror", "terrorist", "entity", "blacklist", "designated", "embargo"}
        or (after[:1] == ("of",) and _PUNISHED & set(after))
    ):
        return None
    owner = owner_before(sentence, low - 1) if low > 1 and forms[low - 1] in {"'s", "'"} else NONE
    authority = named_in(sentence, low, at)[0]
    outer = owner[0] if owner != NONE else low
    while outer > 0 and forms[outer - 1] in DETERMINERS:
        outer -= 1
    if forms[at - 1] == "entity" and authority[1] == at:
        authority = NONE  # \'the Entity List\'
    return Noun(low, outer, at, first(owner, authority), NONE, True, False, True)
