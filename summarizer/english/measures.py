"""Who punishes whom: the coercive measures that a sentence tells, with their authority, target, basis and state."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from summarizer.english.clauses import (
    NONE,
    QUOTES,
    Range,
    clause_start,
    first,
    is_party,
    is_people,
    is_subject_pronoun,
    is_verb,
    members,
    noun_phrase,
    noun_phrase_before,
    owner_before,
    speaker,
    subject_before,
    without_determiner,
)
from summarizer.english.lexicon import GIVE, TAKE
from summarizer.english.mood import verb_group
from summarizer.english.phrases import is_time
from summarizer.english.words import (
    BE,
    DETERMINERS,
    HAVE,
    MODALS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    Sentence,
    forms_of_verbs,
    read,
)

__all__ = ["Measure", "State", "measures"]

State = Literal["imposed", "threatened", "in_force", "violated", "lifted"]


@dataclass(frozen=True)
class Measure:
    """A coercive measure as one sentence tells it; places are ranges of words, empty where nothing is said.

    ``target`` holds one place for each party; ``basis`` is the law, order or resolution; ``at`` the word that tells it.
    """

    sentence: Sentence
    authority: Range
    target: tuple[Range, ...]
    measure: Range
    basis: Range
    at: int
    state: State

    def say(self, place: Range) -> str:
        """The words of a place."""
        return self.sentence.say(*place)


def measures(text: str) -> list[Measure]:
    """All coercive measures that a sentence tells, in the order of the words that tell them."""
    sentence = read(text)
    found: list[Measure] = []
    for at in range(len(sentence)):
        made = _by_noun(sentence, at) or _by_verb(sentence, at) or _by_violation(sentence, at)
        if made is not None:
            _add(found, made)
    return found


def _add(found: list[Measure], made: Measure) -> None:
    """Keep a measure unless one before it tells the same; of two that overlap the fuller one stays."""
    for k, other in enumerate(found):
        if _overlap(other.measure, made.measure):
            found[k] = _fuller(other, made)
            return
    found.append(made)


def _overlap(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _fuller(one: Measure, other: Measure) -> Measure:
    return other if _weight(other) > _weight(one) else one


def _weight(made: Measure) -> int:
    return 2 * bool(made.target) + 2 * (made.authority != NONE) + (made.basis != NONE) + (made.state != "in_force")


# --- words -----------------------------------------------------------------------------------------------------------

_ALWAYS = frozenset("sanctions embargo embargoes embargos boycott boycotts blacklist blacklists blacklisting".split())
_BANS = frozenset("ban bans prohibition prohibitions moratorium".split())
_SOFT = frozenset(
    "restriction restrictions curb curbs penalties penalty measures measure freeze freezes blockade controls".split()
)
_PUNISHING = frozenset("punitive coercive restrictive retaliatory".split())
_TRADE = frozenset(
    "arms weapon weapons trade trading export exports import imports oil crude petroleum gas fuel coal steel gold diamond diamonds technology "
    "travel visa visas flight flights entry investment investments military munitions missile missiles nuclear uranium grain "
    "wheat food luxury goods commodities commodity shipping shipment shipments sale sales delivery deliveries supplies "
    "supply equipment transfers transfer transactions dealings commerce commercial financial economic banking diplomatic aviation "
    "airspace overflight landing products purchases purchase chips chip semiconductor semiconductors computer computers aircraft "
    "helicopters spare parts ammunition guns rifles dual-use hardware software machinery loans lending borrowing credits "
    "cargo cargoes tankers vessels ships port ports iron minerals timber textiles seafood coffee sugar wine beef dollar debt bond "
    "bonds insurance asset assets technologies transit".split()
)
_NOT_TRADE = frozenset(
    "smoking hunting driving doping transfer-window test testing fur ivory whaling fishing logging advertising abortion burqa "
    "headscarf alcohol gun lifetime life match touchline football one-match two-match three-match four-match playing "
    "immigration marriage mining cloning drug drugs anti-doping gay".split()
)
_LAWS = frozenset(
    "decree decrees resolution resolutions order orders act law laws statute legislation directive regulation regulations "
    "bill ordinance proclamation".split()
)

_IMPOSE = forms_of_verbs(
    "impose slap place announce clamp decree order levy enact introduce adopt reimpose re-impose reinstate restore unveil "
    "apply declare issue approve agree",
    "put/put/put/putting bring/brought/brought take/took/taken",
)
_KEEP = forms_of_verbs(
    "extend renew maintain retain enforce continue expand tighten toughen strengthen widen broaden intensify prolong "
    "implement uphold prolong",
    "keep/kept/kept hold/held/held",
)
_HARDER = frozenset("expand tighten toughen strengthen widen broaden intensify".split())
_LIFT = forms_of_verbs(
    "lift ease end remove suspend waive drop relax cancel scrap abolish loosen terminate revoke repeal rescind soften "
    "discontinue",
    "undo/undid/undone withdraw/withdrew/withdrawn drop/dropped/dropped/dropping scrap/scrapped/scrapped/scrapping",
)
_VIOLATE = forms_of_verbs(
    "violate breach evade circumvent flout bust dodge skirt defy contravene bypass infringe ignore undermine",
    "break/broke/broken",
)
_THREATEN = forms_of_verbs(
    "threaten consider mull weigh propose discuss debate urge demand seek advocate favour favor recommend prepare draft plan "
    "oppose back support want request contemplate risk avoid avert invite warn resist veto block reject endorse need "
    "trigger prompt face review",
    "mull/mulled/mulled seek/sought/sought plan/planned/planned/planning",
)
_FACE = forms_of_verbs("face suffer endure withstand")
_HIT = forms_of_verbs(
    "target punish penalise penalize threaten slap", "hit/hit/hit/hitting slap/slapped/slapped/slapping"
)
_ASSETS = frozenset("assets asset accounts account funds money property holdings deposits reserves wealth".split())
_FREEZE = forms_of_verbs("block", "freeze/froze/frozen")
_BAN_VERBS = forms_of_verbs(
    "prohibit outlaw", "ban/banned/banned/banning bar/barred/barred/barring forbid/forbade/forbidden/forbidding"
)
_SANCTION = forms_of_verbs("sanction blacklist boycott")
_DESIGNATE = forms_of_verbs("designate list label brand declare name")
_CUT = forms_of_verbs("suspend halt sever freeze downgrade", "cut/cut/cut/cutting")
_TIES = frozenset("relations ties aid assistance membership cooperation sales exports trade contacts links".split())
_PUNISHES = frozenset("over after retaliation response protest punish punishment punitive because for sanction".split())
_CALLS = frozenset(
    "call calls called calling urge urges urged urging want wants wanted demand demands demanded ask asked asks".split()
)


def _kind(form: str) -> str | None:
    """What a verb does to a measure: 'impose', 'keep', 'lift', 'violate', 'threaten'."""
    for kind, verbs in (
        ("impose", _IMPOSE),
        ("keep", _KEEP),
        ("lift", _LIFT),
        ("violate", _VIOLATE),
        ("threaten", _THREATEN),
    ):
        if form in verbs:
            return kind
    return None


# --- by a noun -------------------------------------------------------------------------------------------------------


def _by_noun(sentence: Sentence, at: int) -> Measure | None:
    """'sanctions against T', 'an arms embargo', 'a ban on exports to T': the measure is a noun, whatever governs it."""
    noun = _Noun.of(sentence, at)
    if noun is None:
        return None
    after = _After(sentence, noun)
    if not noun.stands and not after.stands:
        return None
    deed = _deed(sentence, noun, after)
    if deed is None:
        return None
    target = first(after.target, _object_target(sentence, noun, deed))
    authority = first(after.by, noun.authority, deed.authority)
    if authority == NONE and after.of != NONE and target == NONE and noun.of_is_target:
        target = after.of
    elif authority == NONE and after.of != NONE and is_party(sentence, after.of):
        authority = after.of
    if target == NONE and noun.name != NONE:
        target = noun.name
    elif authority == NONE and noun.name != NONE:
        authority = noun.name
    low = noun.low
    high = max(at + 1, after.high)
    targets = _targets(sentence, target, authority) + _likewise(sentence, noun)
    # what tells the measure is no part of whom it hits
    targets = tuple((a, noun.outer - 1) if a < noun.outer - 1 < b else (a, b) for a, b in targets)
    basis = first(after.basis, _basis(sentence, deed.low, min(len(sentence), max(high, deed.high))))
    authority, basis = _from_basis(sentence, authority, basis)
    return Measure(sentence, _resolved(sentence, authority), targets, (low, high), basis, at, deed.state)


def _likewise(sentence: Sentence, noun: _Noun) -> tuple[Range, ...]:
    """Further targets: 'under the same embargo as T', "T's status as one of those on the list"."""
    forms = sentence.forms
    if forms[noun.at] == "list":
        # "Talvia's status as one of the few countries that remain on the list"
        status = next((k for k in range(1, noun.outer) if forms[k] == "status" and forms[k + 1] == "as"), 0)
        owner = owner_before(sentence, status - 1) if status and forms[status - 1] in {"'s", "'"} else NONE
        return (without_determiner(sentence, owner),) if owner != NONE else ()
    if "same" not in forms[noun.outer : noun.at] or forms[noun.at + 1 : noun.at + 2] != ("as",):
        return ()
    place = noun_phrase(sentence, noun.at + 2)
    return members(sentence, place) if is_party(sentence, place) else ()


_NOUN_OR_VERB = frozenset("ban bans curb curbs boycott boycotts blacklist blacklists freeze sanctions".split())


@dataclass(frozen=True)
class _Noun:
    """The noun phrase of a measure up to its noun: its beginning, and who is named in it."""

    low: int  # without determiner and owner
    outer: int  # with them
    at: int
    authority: Range
    name: Range  # a name that may be the one's or the other's: 'Iran sanctions'
    stands: bool  # whether the noun is coercive without more
    of_is_target: bool

    @staticmethod
    def of(sentence: Sentence, at: int) -> _Noun | None:
        forms = sentence.forms
        form = forms[at]
        if form == "list":
            return _listing(sentence, at)
        if forms[at + 1 : at + 2] and forms[at + 1] in _ABOUT and form == "sanctions":
            return None
        if form not in _ALWAYS and form not in _BANS and form not in _SOFT:
            return None
        if form in _NOUN_OR_VERB and _is_deed(sentence, at):
            return None
        low = at
        while low > 0 and _modifies(sentence, low - 1):
            low -= 1
        # 'a series of sanctions', 'a new round of American sanctions'
        wide = low
        if low > 1 and forms[low - 1] == "of" and forms[low - 2] in _PORTIONS:
            wide = low - 2
            while wide > 0 and _modifies(sentence, wide - 1):
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
        authority, name = _named_in(sentence, low, at)
        if owner != NONE and (is_time(sentence, *owner) or forms[owner[1] - 1] in {"today", "yesterday"}):
            owner = NONE
        if owner != NONE:
            authority, name = owner, authority if authority != NONE and name == NONE else name
        stands = (
            form in _ALWAYS
            or _has_trade(sentence, modifiers)
            or form in _BANS
            or any(forms[m] in _PUNISHING for m in modifiers)
        )
        return _Noun(wide, outer, at, authority, name, stands, form.startswith(("boycott", "blacklist", "embargo")))


# What a committee or a resolution is about isn't told as a measure.
_ABOUT = frozenset(
    "committee panel monitor monitors expert experts compliance policy coordinator official officials office enforcement resolution list".split()
)
_PORTIONS = frozenset(
    "round rounds series set package packages raft range wave lot number threat form kind system regime prospect range spate battery host rafts waves sets packages tranche tranches".split()
)
_NOUN_FORMS = frozenset(
    "asset assets export exports import imports trade visa travel oil target targeted arms sales list proposed planned existing related".split()
)


_DONE_TO_IT = frozenset(
    "proposed planned suspended expanded tightened extended reinstated renewed reimposed toughened".split()
)


def _modifies(sentence: Sentence, k: int) -> bool:
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
            and sentence.forms[k - 1] in _TRADE
            and sentence.forms[k + 1] in _TRADE
        ) or (form == "-" and _is_hyphen(sentence, k))
    if sentence.is_capital(k) and k > 0 and not is_time(sentence, k, k + 1):
        return True
    if form in {"same", "previous", "earlier"}:
        return True
    if form in _NOUN_FORMS or form in _TRADE:
        return not (form in _VIOLATE or form in _LIFT)
    if _kind(form) or form in _HIT or form in _FACE or form in _BAN_VERBS:
        return form in _DONE_TO_IT and (k > 0 and sentence.forms[k - 1] in DETERMINERS | {"'s"})
    return (
        not is_verb(sentence, k)
        and form not in RELATIVES | PRONOUNS | {"not", "also", "still", "never", "only", "then"}
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


def _coercive(sentence: Sentence, at: int, modifiers: list[int]) -> bool:
    """Whether a noun and its modifiers are coercive, or may be if a party stands behind them."""
    forms = sentence.forms
    words = {forms[m] for m in modifiers} | {part for m in modifiers for part in forms[m].split("-")}
    form = forms[at]
    if forms[at + 1 : at + 2] and forms[at + 1] in {"treaty", "treaties", "expert", "experts"} and form in _BANS:
        return False
    if form in _BANS:
        return not words & _NOT_TRADE and not (words & {"nuclear"} and words & {"test"})
    if form in {"measures", "measure"}:
        return not words & _HARMLESS
    if form in {"penalties", "penalty"}:
        return not words & {"criminal", "death", "tax", "civil", "prison", "maximum", "minor"}
    if form in {"controls", "blockade"}:
        return False
    if form in {"freeze", "freezes"}:
        return not words & _FROZEN_OTHERWISE
    if form in {"boycott", "boycotts"}:
        return not words & {"consumer", "election", "oscars", "student"}
    return True


def _has_trade(sentence: Sentence, modifiers: list[int]) -> bool:
    forms = sentence.forms
    if forms[modifiers[-1] + 1 if modifiers else 0] in {"measures", "measure"}:
        return False
    return any(part in _TRADE for m in modifiers for part in (forms[m], *forms[m].split("-")))


def _named_in(sentence: Sentence, low: int, at: int) -> tuple[Range, Range]:
    """The authority and, where it isn't certain, the name that stand as modifiers: 'American', 'U.N. Security Council'."""
    forms = sentence.forms
    runs: list[Range] = []
    k = low
    while k < at:
        if not _is_name(sentence, k):
            k += 1
            continue
        start = k
        while k < at and _is_name(sentence, k):
            k += 1
        runs += _parted(sentence, start, k)
    runs = [r for r in runs if forms[r[0]] not in _NO_AUTHORITY]
    if not runs:
        administration = [
            m for m in range(low, at) if forms[m] in {"administration", "government", "western", "allied"}
        ]
        return ((administration[0], administration[0] + 1), NONE) if administration else (NONE, NONE)
    certain = [r for r in runs if _is_nation(forms[r[0]]) or _is_body(forms[r[1] - 1]) or r[0] + 1 < r[1]]
    first = certain[0] if certain else NONE
    others = [r for r in runs if r != first]
    return first, others[0] if others else NONE


def _parted(sentence: Sentence, low: int, high: int) -> list[Range]:
    """'U.N. Security Council' is one name; 'U.S. Iran' and 'American Cuba' are two."""
    forms = sentence.forms
    if high - low > 1 and _is_nation(forms[low]) and not any(_is_body(forms[m]) for m in range(low, high)):
        return [(low, low + 1), (low + 1, high)]
    return [(low, high)]


_NO_AUTHORITY = frozenset("arms iran-related russia-related magnitsky cold".split())
_BODIES = frozenset(
    "council department nations states treasury ministry commission government administration house union congress senate "
    "washington league bank office agency parliament cabinet".split()
)


def _is_name(sentence: Sentence, k: int) -> bool:
    if sentence.in_capitals:
        return _is_nation(sentence.forms[k]) or _is_body(sentence.forms[k])
    return (
        sentence.is_capital(k) and (k > 0 or _is_nation(sentence.forms[k]) or _is_body(sentence.forms[k]))
    ) or sentence.raws[k][:3] in {"U.S", "U.N"}


_LETTERS = frozenset("eu us un uk nato western g7 oas ecowas asean european ec eec".split())


def _is_nation(form: str) -> bool:
    """Whether a word is a nation's adjective or an abbreviation that acts as one: 'American', 'EU', 'U.S.'."""
    if "." in form or form in _LETTERS:
        return True
    return len(form) > 4 and form != "vatican" and _NATIONAL.search(form) is not None


_NATIONAL = re.compile(
    r"(?:ian|ean|yan|uan|ban|kan|can|ndan|ese|ish|ani|aqi|aeli|aiti|audi|meni|tari|irati|mali|ench|utch|czech|reek|wiss|ghan|erman)$"
)


def _is_body(form: str) -> bool:
    return form in _BODIES


def _is_deed(sentence: Sentence, at: int) -> bool:
    """Whether a word that may be a noun is a verb there: 'to ban arms sales', 'Talvia bans exports', 'will boycott'."""
    forms = sentence.forms
    before = forms[at - 1] if at else ""
    if (
        forms[at] == "blacklist"
        and at + 1 < len(forms)
        and at > 0
        and sentence.is_capital(at - 1)
        and noun_phrase(sentence, at + 1) != NONE
    ):
        return True
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
            and (sentence.is_capital(at - 1) and not _is_nation(before) and not _is_body(before))
        )
    return (
        at + 1 < len(forms)
        and at > 0
        and (sentence.is_capital(at - 1) or before in _LAWS | {"deal", "government", "council", "measure"})
        and (
            forms[at + 1] in _TRADE
            or sentence.is_capital(at + 1)
            or forms[at + 1] in DETERMINERS
            or is_party(sentence, noun_phrase(sentence, at + 1))
        )
    )


_PUNISHED = frozenset("sponsors terrorism terrorist sanctioned blacklisted designated sanctions subject".split())


def _listing(sentence: Sentence, at: int) -> _Noun | None:
    """'the American government's list of state sponsors of terrorism', 'the sanctions list', 'the Entity List'."""
    forms = sentence.forms
    low = at
    while low > 0 and _modifies(sentence, low - 1) and forms[low - 1] not in {"from", "remove"}:
        low -= 1
    before = set(forms[low:at])
    after = forms[at + 1 : at + 9]
    if not (
        before & {"sanctions", "terrorism", "terror", "terrorist", "entity", "blacklist", "designated", "embargo"}
        or (after[:1] == ("of",) and _PUNISHED & set(after))
    ):
        return None
    owner = owner_before(sentence, low - 1) if low > 1 and forms[low - 1] in {"'s", "'"} else NONE
    authority = _named_in(sentence, low, at)[0]
    outer = owner[0] if owner != NONE else low
    while outer > 0 and forms[outer - 1] in DETERMINERS:
        outer -= 1
    if forms[at - 1] == "entity" and authority[1] == at:
        authority = NONE  # \'the Entity List\'
    return _Noun(low, outer, at, first(owner, authority), NONE, True, False)


# --- what stands behind the noun -------------------------------------------------------------------------------------


_OF_TRADE = frozenset("embargo embargoes boycott restrictions curbs freeze freezes".split())


class _After:
    """What stands behind the noun of a measure: target, authority, basis, and where its phrase ends."""

    def __init__(self, sentence: Sentence, noun: _Noun) -> None:
        self.sentence = sentence
        self.target = self.by = self.of = self.basis = NONE
        self.stands = False
        forms = sentence.forms
        self.high = noun.at + 1
        self.list = forms[noun.at] == "list"
        self.ban = forms[noun.at] in _BANS or forms[noun.at] in _OF_TRADE
        self.penal = forms[noun.at] in {"penalties", "sanctions", "penalty"}
        self.soft = forms[noun.at] in {"measures", "measure"}
        self.verb: int | None = None
        k = noun.at + 1
        size = len(sentence)
        if self.list and forms[k : k + 1] == ("of",):
            self.high = k = max(noun_phrase(sentence, k + 1)[1], k + 1)
            k -= forms[k - 1] == "subject"
            if forms[k : k + 2] == ("subject", "to"):
                self.high = k = max(noun_phrase(sentence, k + 2)[1], k + 2)
        # 'sanctions and an arms embargo on T' is one measure
        joined = self._joined(k)
        if joined:
            self.high = k = joined
        limit = min(size, k + 60)
        while k < limit:
            k = self._step(k)
            if k < 0:
                break

    def _joined(self, k: int) -> int:
        forms = self.sentence.forms
        if forms[k : k + 1] not in {("and",), ("or",)}:
            return 0
        for m in range(k + 1, min(k + 6, len(forms))):
            if forms[m] in _ALWAYS or forms[m] in _BANS or forms[m] in _SOFT:
                return m + 1
            if forms[m] in PREPOSITIONS or (is_verb(self.sentence, m) and forms[m] not in DETERMINERS | _TRADE):
                return 0
        return 0

    def _step(self, k: int) -> int:
        """Read one phrase and say where the next begins; -1 at the end."""
        sentence, forms = self.sentence, self.sentence.forms
        form = forms[k]
        if form in {";", ":", "but", "if", "unless", "because", "while", "although", "when", "whereas", "—"}:
            return -1
        if form in QUOTES:
            return k + 1 if k + 1 < len(sentence) and forms[k + 1] in PREPOSITIONS else -1
        if form in {"that", "which", "who"}:
            return self._relative(k + 1)
        if form in PREPOSITIONS:
            return self._preposition(k)
        if form == "pursuant":
            return k + 1
        if is_time(sentence, k, k + 1) or form.endswith("ly"):
            return k + 1
        if form == ",":
            return (
                k + 1
                if k + 1 < len(sentence)
                and forms[k + 1] in PREPOSITIONS | {"which", "that"}
                and forms[k + 1] != "after"
                else -1
            )
        if form in _IMPOSE or form in _KEEP:
            # 'sanctions imposed by A on T'; the deed of the noun's own clause is found elsewhere
            if _is_imposed(form):
                self.verb = self.verb if self.verb is not None else k
                return k + 1
            return -1
        if form in {"targeting", "aimed", "directed", "affecting", "covering"}:
            place = noun_phrase(sentence, k + (2 if forms[k + 1 : k + 2] == ("at",) else 1))
            if self.target == NONE and is_party(sentence, place):
                self.target, self.stands = place, True
                return place[1]
            return k + 1
        if is_verb(sentence, k):
            return -1
        place = noun_phrase(sentence, k)
        if place != NONE and place[1] < len(sentence) and self.verb is None:
            verb = place[1] + (1 if forms[place[1]] in HAVE else 0)
            if verb < len(sentence) and forms[verb] in _IMPOSE and self.by == NONE and is_party(sentence, place):
                self.by = place  # 'sanctions the United States imposed on T'
                self.verb = verb
                return verb + 1
        return -1

    def _relative(self, k: int) -> int:
        """Read 'that A imposed' behind the noun; -1 where it is something else."""
        sentence, forms = self.sentence, self.sentence.forms
        place = noun_phrase(sentence, k) if k < len(sentence) else NONE
        verb = place[1] if place != NONE else k
        while verb < len(sentence) and (forms[verb] in HAVE or forms[verb] in BE or forms[verb].endswith("ly")):
            verb += 1
        if verb >= len(sentence) or forms[verb] not in _IMPOSE:
            return -1
        if place != NONE and is_party(sentence, place) and self.by == NONE:
            self.by = place
        self.verb = verb
        return verb + 1

    def _preposition(self, k: int) -> int:
        sentence, forms = self.sentence, self.sentence.forms
        form = forms[k]
        if form in {"against", "on"} and forms[k + 1 : k + 2] in {("it",), ("them",), ("him",), ("her",)}:
            self.target, self.stands = (k + 1, k + 2), True
            return k + 2
        place = noun_phrase(sentence, k + 1)
        if place == NONE:
            return k + 1 if form in {"in", "up"} else self._deed_of_ban(k)
        if form == "in" and forms[place[0]] in {"return", "exchange", "response", "retaliation"}:
            return -1
        if is_time(sentence, *place) or forms[place[0]] in {"place", "force", "effect"}:
            return place[1]
        if _is_law(sentence, place):
            self.basis = self.basis if self.basis != NONE else place
            return place[1]
        if form in {"against", "on", "upon", "to", "from", "with", "into"}:
            return self._target(k, place)
        if form == "by" and forms[place[0]].endswith("ing"):
            return -1
        if form == "by" and self.by == NONE:
            self.by = place
        elif form == "of" and self.of == NONE:
            self.of = place
            if self.ban or forms[k - 1] in {"blacklisting", "blacklist"}:
                self.stands = self.stands or is_party(sentence, place)
        elif (
            form == "for"
            and self.penal
            and self.target == NONE
            and is_party(sentence, place)
            and "'s" not in forms[place[0] : place[1]]
        ):
            self.target, self.stands = place, True
        return place[1]

    def _target(self, k: int, place: Range) -> int:
        """Read 'on T', 'on arms exports to T', 'against T'; a good is no target, but makes a ban a measure."""
        sentence, forms = self.sentence, self.sentence.forms
        if forms[k] in {"on", "upon"} and _is_frozen(sentence, place) and (holder := _holder(sentence, place)) != NONE:
            self.target, self.stands = holder, True
            return place[1]
        party = is_party(sentence, place) and not _is_good(sentence, place)
        direct = forms[k] in {"on", "upon", "against"}
        if self.soft and forms[k] != "against":
            return place[1]
        if self.target == NONE and (direct or (self.ban and k <= self.high)):
            if party and not self._is_matter(place):
                self.target = _past_aside(sentence, place)
                self.stands = True
                return max(_with_tail(sentence, place)[1], self.target[1])
            if direct and (_is_good(sentence, place) or party):
                self.stands = self.stands or _is_good(sentence, place)
                self.high = max(self.high, place[1])
                owner = _nation_in(sentence, place)
                if owner != NONE and forms[place[1] : place[1] + 1] != ("to",):
                    self.target = owner
        return place[1]

    def _is_matter(self, place: Range) -> bool:
        """Whether a phrase is somebody's matter rather than a party: "Talvia's oil exports", "Talvia's atomic work"."""
        forms = self.sentence.forms
        return (
            "'s" in forms[place[0] : place[1]]
            and not self.sentence.is_capital(place[1] - 1)
            and not is_people(self.sentence, place)
        )

    def _deed_of_ban(self, k: int) -> int:
        """'a ban on selling arms to T': on over the verb."""
        forms = self.sentence.forms
        if k + 1 < len(forms) and forms[k + 1].endswith("ing") and forms[k] in {"on", "against", "from"}:
            self.stands = self.stands or _is_trading(forms[k + 1])
            place = noun_phrase(self.sentence, k + 2)
            self.high = max(self.high, place[1], k + 2) if self.ban else self.high
            return max(k + 2, place[1])
        return -1


def _is_imposed(form: str) -> bool:
    return _IMPOSE.get(form) == "past" or _KEEP.get(form) == "past"


def _past_aside(sentence: Sentence, place: Range) -> Range:
    """The name behind a description: 'the shipbroker, Tobin Orvand' gives 'Tobin Orvand'."""
    forms = sentence.forms
    head = next((k for k in range(*place) if forms[k] == "of"), place[1]) - 1
    if sentence.in_capitals or sentence.is_capital(place[1] - 1) or (forms[head].endswith("s") and head < place[1] - 1):
        return place
    if forms[place[1] : place[1] + 1] == (",",) and place[1] + 1 < len(sentence) and sentence.is_capital(place[1] + 1):
        name = noun_phrase(sentence, place[1] + 1, lists=False)
        if (
            name != NONE
            and sentence.is_capital(name[1] - 1)
            and forms[name[1] : name[1] + 1] in {(",",), (".",), (";",), (":",), ("and",), ("(",), ()}
        ):
            return name
    return place


def _with_tail(sentence: Sentence, place: Range) -> Range:
    """A description with the participle that goes with it: 'individuals involved in this matter', 'firms linked to Talvia'."""
    forms = sentence.forms
    k = place[1]
    if k + 2 >= len(sentence) or sentence.is_capital(k - 1) or not is_people(sentence, place):
        return place
    if forms[k] == "from":
        k -= 1
    elif not forms[k].endswith(("ed", "ing")) or forms[k + 1] not in PREPOSITIONS:
        return place
    inner = noun_phrase(sentence, k + 2)
    return (place[0], inner[1]) if inner != NONE and not is_time(sentence, *inner) else place


def _is_good(sentence: Sentence, place: Range) -> bool:
    """Whether a phrase is what is traded rather than a party: 'arms exports', 'all trade', 'the sale of weapons'."""
    low, high = place
    head = next((k for k in range(low, high) if sentence.forms[k] == "of"), high) - 1
    return (
        sentence.forms[head] in _TRADE
        or sentence.forms[head] in _ASSETS
        or (sentence.forms[high - 1] in _TRADE and not sentence.is_capital(high - 1))
    )


def _nation_in(sentence: Sentence, place: Range) -> Range:
    """Whose goods: 'Liberian diamonds', 'imports of South African steel', "Talvia's oil exports"."""
    low, high = place
    forms = sentence.forms
    mark = next((k for k in range(low, high) if forms[k] == "'s"), None)
    if mark is not None:
        return without_determiner(sentence, owner_before(sentence, mark))
    for k in range(low, high - 1):
        capital = (
            sentence.is_capital(k)
            and not sentence.is_capital(k + 1)
            and forms[k + 1] not in {"of", "and", "or", ",", "'s"}
        )
        if capital or (
            sentence.in_capitals and (_is_nation(forms[k]) or re.search(r"\w{4}(?:an|ese|ish)$", forms[k]) is not None)
        ):
            start = k
            while start > low and sentence.is_capital(start - 1):
                start -= 1
            return (start, k + 1)
    return NONE


def _is_trading(form: str) -> bool:
    return (
        form in GIVE
        or form in TAKE
        or form in _TRADE
        or form in {"doing", "entering", "travelling", "traveling", "investing", "using", "dealing"}
    )


def _is_law(sentence: Sentence, place: Range) -> bool:
    return any(
        sentence.forms[k] in _LAWS and not (sentence.forms[k] == "bill" and sentence.is_capital(k))
        for k in range(*place)
    )


# --- what governs the noun -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Deed:
    """What is done with a measure: its state, by whom, and the words that tell it."""

    state: State
    authority: Range
    low: int
    high: int
    verb: int | None


def _deed(sentence: Sentence, noun: _Noun, after: _After) -> _Deed | None:
    """What the sentence says is done with a measure; None where it says that there is none."""
    forms = sentence.forms
    if forms[noun.outer : noun.outer + 1] == ("no",) and noun.outer < noun.low:
        return None
    if forms[noun.at] == "list":
        return _listing_deed(sentence, noun)
    if forms[noun.at + 1 : noun.at + 2] in {("relief",), ("waiver",), ("waivers",)}:
        return _Deed("lifted", NONE, noun.outer, noun.at + 2, None)
    if forms[noun.at + 1 : noun.at + 2] in {("violation",), ("violations",), ("evasion",), ("busting",)}:
        named = noun.authority != NONE or noun.name != NONE
        return _Deed("violated", NONE, noun.outer, noun.at + 2, None) if named else None
    verb = _governor(sentence, noun.outer)
    # in 'wants the embargo to be lifted' the second verb says what is to become of it
    passive = _passive(sentence, after, noun) if verb is None or forms[verb] in _THREATEN else None
    if verb is not None and passive is None:
        return _governed(sentence, verb, noun)
    if passive is not None:
        return passive
    if after.verb is not None:
        k = after.verb
        state: State = "imposed" if forms[k] in _IMPOSE else "in_force"
        return _Deed(state, NONE, noun.outer, k + 1, k)
    return _bare(sentence, noun)


def _governor(sentence: Sentence, outer: int) -> int | None:
    """The verb (or 'violation of', 'lifting of', 'threat of') of which a measure is the object."""
    forms = sentence.forms
    k = outer
    for _ in range(8):
        if k == 0:
            return None
        form = forms[k - 1]
        if form == "back" and k > 1 and forms[k - 2] in {"put", "bring", "brought", "puts"}:
            k -= 1
            continue
        if (_kind(form) or form in _HIT or form in _FACE or form in _VIOLATING) and form not in DETERMINERS:
            return k - 1
        if form in {"of", "off", "down", "up", "out", "in", "for", "with", "to", "back", "from"} or form in QUOTES:
            k -= 1
            if form in {"of"} and k > 0 and forms[k - 1] in _PORTIONS:
                k -= 1
                while (
                    k > 0
                    and (forms[k - 1] in DETERMINERS or not is_verb(sentence, k - 1))
                    and forms[k - 1] not in PREPOSITIONS
                    and forms[k - 1][0].isalnum()
                ):
                    k -= 1
            elif form == "with" and k > 1:
                hit = _hit_before(sentence, k)
                if hit is not None:
                    return hit
                return None
            continue
        if form in {"and", "or"}:
            return _joined_governor(sentence, k - 1)
        low = _trailing_phrase(sentence, k)
        if low == k:
            return None
        k = low
    return None


_VIOLATING = frozenset(
    "violation violations breach breaches defiance lifting easing removal suspension end evasion circumvention imposition threat prospect reimposition".split()
)


def _hit_before(sentence: Sentence, k: int) -> int | None:
    """'slapped T with sanctions': the verb before the target."""
    place = noun_phrase_before(sentence, k)
    low = place[0] if place != NONE else k
    return low - 1 if low > 0 and sentence.forms[low - 1] in _HIT else None


def _joined_governor(sentence: Sentence, conjunction: int) -> int | None:
    """'impose sanctions and an embargo': the second object shares the first one's verb."""
    place = noun_phrase_before(sentence, conjunction)
    if place == NONE or not any(f in _ALWAYS or f in _BANS or f in _SOFT for f in sentence.forms[place[0] : place[1]]):
        return None
    k = place[0]
    return k - 1 if k > 0 and _kind(sentence.forms[k - 1]) else None


def _trailing_phrase(sentence: Sentence, k: int) -> int:
    """Where a time or 'on T' between a verb and its object begins: 'imposed on Thursday new sanctions'."""
    forms = sentence.forms
    for n in range(1, 6):
        low = k - n
        if low > 0 and forms[low] in {"on", "against", "upon"} and noun_phrase(sentence, low + 1)[1] >= k:
            return low
        if low >= 0 and is_time(sentence, low, k) and (low == 0 or not is_time(sentence, low - 1, k)):
            return low
        if low < 0 or forms[low] in QUOTES or forms[low] in {",", ";"}:
            return k
    return k


def _governed(sentence: Sentence, verb: int, noun: _Noun) -> _Deed | None:
    forms = sentence.forms
    form = forms[verb]
    low = max(0, verb - 12)
    if form in _VIOLATING and (not _kind(form) or forms[verb + 1 : verb + 2] == ("of",)):
        return _by_deed_noun(sentence, verb, noun)
    kind = "face" if form in _FACE else _kind(form) or "hit"
    if form in {"block", "blocks", "blocked"} or (form in {"back", "support"} and forms[noun.outer - 1] in {"off"}):
        kind = "threaten"
    table = {
        "impose": _IMPOSE,
        "keep": _KEEP,
        "lift": _LIFT,
        "violate": _VIOLATE,
        "threaten": _THREATEN,
        "face": _FACE,
        "hit": _HIT,
    }[kind]
    shape = table.get(form, "past")
    group = verb_group(sentence, verb, shape)
    mood = group.mood
    subject = NONE if _of_a_call(sentence, group.low) else _agent(sentence, group.low, verb, shape)
    if kind == "face" or (kind == "hit" and group.passive):
        state: State = "threatened" if mood == "planned" and not _still(forms, group.low, verb) else "in_force"
        return None if mood == "negated" else _Deed(state, NONE, low, verb, verb)
    if kind == "hit":
        state = "threatened" if mood in {"planned", "tried"} or form.startswith("threaten") else "imposed"
        return None if mood == "negated" else _Deed(state, subject, low, verb, verb)
    if kind == "violate":
        return (
            _Deed("violated", NONE, low, verb, verb) if mood != "negated" else _Deed("in_force", NONE, low, verb, verb)
        )
    if kind == "lift":
        if mood == "negated":
            return _Deed("in_force", subject, low, verb, verb)
        called = _is_wished(sentence, group.low, verb) or (shape == "ing" and _would(sentence, noun.at))
        asked = subject if called and _is_asked(sentence, subject, group.low) else NONE
        return _Deed("in_force" if called else "lifted", asked if called else subject, low, verb, verb)
    if kind == "threaten":
        if form in _THREATEN and form.startswith(
            (
                "avoid",
                "avert",
                "oppos",
                "back",
                "support",
                "resist",
                "veto",
                "urg",
                "demand",
                "block",
                "reject",
                "favo",
                "advoc",
                "risk",
                "want",
                "endors",
                "invit",
                "trigger",
                "prompt",
            )
        ):
            subject = NONE
        standing = forms[noun.low - 1 : noun.low] in {
            ("the",),
            ("its",),
            ("this",),
            ("these",),
            ("existing",),
        } and not form.startswith("threat")
        return (
            _Deed("in_force" if standing else "threatened", NONE if standing else subject, low, verb, verb)
            if mood != "negated"
            else None
        )
    if mood == "negated":
        return None
    wished = _is_wished(sentence, group.low, verb)
    if shape == "ing" and forms[verb - 1 : verb] in {("over",), ("about",), ("on",)}:
        subject, wished = NONE, True
    if mood == "planned" and _decided(sentence, group.low, verb):
        mood = "done"
    if mood in {"planned", "tried"} or wished:
        if kind == "keep" and not wished:
            return _Deed("in_force", subject, low, verb, verb)
        return _Deed("threatened", subject, low, verb, verb)
    harder = any(form.startswith(stem.rstrip("e")) for stem in _HARDER)
    return _Deed("imposed" if kind == "impose" or harder else "in_force", subject, low, verb, verb)


def _is_asked(sentence: Sentence, subject: Range, low: int) -> bool:
    """Whether a subject is who is called upon: 'asked A to lift', 'called on A to lift'."""
    forms = sentence.forms
    before = forms[max(0, subject[0] - 2) : subject[0]]
    return subject != NONE and subject[1] >= low - 1 and any(f in _OF_A_CALL | _CALLS for f in before)


_DECIDED = frozenset("voted decided agreed resolved votes decides agrees moved".split())


def _decided(sentence: Sentence, low: int, verb: int) -> bool:
    """'voted to impose', 'decided to ban': a decision is the deed, of bodies that decide."""
    return (
        any(f in _DECIDED for f in sentence.forms[max(0, low - 18) : verb])
        and "to" in sentence.forms[max(0, low - 2) : verb]
        and not (set(sentence.forms[max(0, low - 3) : verb]) & MODALS)
    )


def _would(sentence: Sentence, at: int) -> bool:
    """Whether a clause goes on with 'would' or 'could': 'lifting the ban would be wrong'."""
    forms = sentence.forms
    for k in range(at + 1, min(at + 12, len(sentence))):
        if forms[k] in {",", ";", "that", "which", "and"}:
            return False
        if forms[k] in {"would", "could", "might", "may"}:
            return True
    return False


def _still(forms: tuple[str, ...], low: int, high: int) -> bool:
    return bool({"still", "continue", "continues", "remain"} & set(forms[low:high]))


def _by_deed_noun(sentence: Sentence, noun: int, measure: _Noun) -> _Deed | None:
    """'a violation of sanctions', 'the lifting of the embargo', 'the threat of sanctions'."""
    form = sentence.forms[noun]
    owner = NONE
    k = noun
    while (
        k > 0 and (sentence.forms[k - 1] in DETERMINERS or _modifies(sentence, k - 1)) and sentence.forms[k - 1] != "'s"
    ):
        k -= 1
    if k > 1 and sentence.forms[k - 1] == "'s":
        owner = owner_before(sentence, k - 1)
    if form.startswith(("violat", "breach", "defian", "evasi", "circumv")):
        return _Deed("violated", NONE, k, noun, noun)
    if form in {"threat", "prospect"}:
        return _Deed("threatened", owner, k, noun, noun)
    if form.endswith("imposition"):
        return _Deed("imposed", owner, k, noun, noun)
    if _is_wished(sentence, k, noun) or any(f in _CALLS | MODALS for f in sentence.forms[max(0, k - 6) : k]):
        return _Deed("in_force", NONE, k, noun, noun)
    return _Deed("lifted", owner, k, noun, noun)


_WISHES = frozenset(
    "call calls called calling urge urges urged urging want wants wanted wanting demand demands demanded ask asks asked hope hopes hoped "
    "hoping appeal appeals appealed appealing move moves bid pressure pressed seek seeks sought seeking lobby lobbied "
    "lobbying opposed opposes opposing oppose against if unless until before could may might should consider considers "
    "considered considering considerations debate debated discuss discussed whether proposal proposals propose proposed towards toward ready premature "
    "condition pre-condition precondition expects expected expect refuse refused refuses".split()
)
_OF_A_CALL = frozenset(
    "call calls called calling urge urges urged urging demand demands demanded ask asks asked appeal appeals appealed press presses pressed".split()
)


def _is_wished(sentence: Sentence, low: int, verb: int) -> bool:
    """Whether a deed is only called for, considered or put under a condition."""
    forms = sentence.forms
    for k in range(verb - 1, max(-1, low - 9, verb - 16), -1):
        if forms[k] in {";", ":", "but", "that"} | QUOTES or (forms[k] == "," and k < low):
            return False
        if forms[k] in _WISHES:
            return True
    return False


def _of_a_call(sentence: Sentence, low: int) -> bool:
    """'Talvia called for lifting …': whoever calls for a deed is not who does it."""
    return any(f in _OF_A_CALL for f in sentence.forms[max(0, low - 2) : low])


def _passive(sentence: Sentence, after: _After, noun: _Noun) -> _Deed | None:
    """'The embargo was imposed', 'sanctions could be reinstated', 'the ban remains in force', 'for the embargo to be lifted'."""
    forms = sentence.forms
    start = after.high
    for place in (after.target, after.of, after.by, after.basis):
        if start <= place[0] < start + 4 or place[0] == start + 1:
            start = max(start, place[1])
    k = start
    limit = min(len(sentence), start + 30)
    if k < limit and forms[k] == ",":
        closing = next((m for m in range(k + 1, min(k + 25, len(sentence))) if forms[m] == ","), None)
        k = closing + 1 if closing is not None else k
    while k < limit and (forms[k] in PREPOSITIONS - {"to"} or is_time(sentence, k, k + 1)):
        place = noun_phrase(sentence, k + 1) if forms[k] in PREPOSITIONS else (k, k + 1)
        if place == NONE:
            return None
        k = max(k + 1, place[1])
    while k < limit and forms[k] in {"which", "that"}:
        k += 1
    modal = wished = negated = be = False
    first = k
    while k < limit:
        form = forms[k]
        if form in MODALS:
            modal = True
        elif form == "to":
            modal = wished = True
        elif form in BE:
            be = True
        elif form in {"not", "never"} or form.endswith("n't"):
            negated = True
        elif (
            form not in HAVE
            and not form.endswith("ly")
            and form not in {"still", "also", "first", "again", "now", "eventually", "soon", "yet"}
        ):
            break
        k += 1
    if k >= limit or (k == first and forms[k] not in _STANDING):
        return None
    form = forms[k]
    kind = _kind(form)
    conditional = bool(
        {"if", "unless", "could", "may", "might", "should", "would"} & set(forms[first:k])
    ) or _is_wished(sentence, noun.outer, noun.outer)
    by = next((m for m in range(k + 1, min(k + 16, len(sentence))) if forms[m] == "by"), None)
    agent = noun_phrase(sentence, by + 1) if by is not None and not _clause_border(forms, k, by) else NONE
    if agent != NONE and (is_time(sentence, *agent) or not is_party(sentence, agent)) and not _is_law(sentence, agent):
        agent = NONE
    if be and kind in {"impose", "keep", "lift", "violate"}:
        return _told(kind, form, modal, wished or conditional, negated, agent, first, k)
    if form in _STANDING:
        if form in {"expire", "expires", "expired", "lapse", "lapsed"}:
            return _Deed("in_force" if modal else "lifted", NONE, first, k + 1, k)
        return _Deed("in_force", NONE, first, k + 1, k)
    if modal and not be:
        return _Deed("threatened" if "would" in forms[first:k] or conditional else "in_force", NONE, first, k + 1, k)
    return None


_STANDING = frozenset(
    "remain remains remained stay stays stayed continue continues continued in apply applies applied expire expires expired lapse lapsed".split()
)


def _told(
    kind: str, form: str, modal: bool, wished: bool, negated: bool, agent: Range, low: int, verb: int
) -> _Deed | None:
    high = verb + 1
    if kind == "lift":
        return _Deed("in_force" if negated or wished else "lifted", agent, low, high, verb)
    if kind == "violate":
        return _Deed("violated", NONE, low, high, verb)
    if kind == "impose":
        if negated:
            return None
        return _Deed("threatened" if modal else "imposed", agent, low, high, verb)
    return _Deed("in_force", agent, low, high, verb)


def _clause_border(forms: tuple[str, ...], low: int, high: int) -> bool:
    return any(f in {",", ";", ":", "but", "that", "which"} for f in forms[low:high])


_UNCERTAIN = frozenset(
    "threat threats threatened threatens threatening possible potential proposed talk warned considers".split()
)


def _bare(sentence: Sentence, noun: _Noun) -> _Deed:
    """A measure that no verb of imposing governs: it stands, unless it is threatened or called for."""
    forms = sentence.forms
    low = noun.outer
    before = forms[max(0, low - 4) : low]
    if any(f in _UNCERTAIN for f in (*before, *forms[noun.low : noun.at])) or (
        {"call", "calls", "called", "calling"} & set(before) and "for" in before
    ):
        return _Deed("threatened", NONE, max(0, low - 4), noun.at, None)
    return _Deed("in_force", NONE, max(0, low - 4), noun.at, None)


def _agent(sentence: Sentence, low: int, verb: int, shape: str) -> Range:
    """Whose deed a verb tells: the subject of its group, or of the verb with which 'and' joins it, or by which it is governed."""
    forms = sentence.forms
    if (low > 0 and forms[low - 1] in {"and", "or", ","}) or (shape == "ing" and low > 0):
        place = _first_subject(sentence, low)
        before = subject_before(sentence, low) if forms[low - 1] == "," else NONE
        return before if before != NONE and shape != "ing" and is_party(sentence, before) else place
    if "to" in forms[low:verb] or forms[low - 1 : low] == ("to",):
        return _of_infinitive(sentence, low)
    place = subject_before(sentence, low)
    if place == NONE:
        place = _first_subject(sentence, low)
    if place != NONE and forms[place[1] - 1] in {"decision", "order", "resolution", "law", "move", "decree"}:
        owner = _owner_in(sentence, place)
        return owner if owner != NONE else place
    return place


def _of_infinitive(sentence: Sentence, low: int) -> Range:
    """'A threatened to impose', "A's decision to impose", 'pressed A to impose', 'A could not agree to impose'."""
    place = subject_before(sentence, low)
    if place == NONE:
        return _first_subject(sentence, low)
    if is_party(sentence, place) and sentence.forms[place[1] - 1] not in _PLANS:
        return place
    owner = _owner_in(sentence, place)
    if owner != NONE:
        return owner
    return _first_subject(sentence, place[0]) if place[0] > 0 else NONE


_PLANS = frozenset(
    "decision plan plans proposal move moves effort efforts call calls bid threat threats vote resolution power right talks".split()
)


def _owner_in(sentence: Sentence, place: Range) -> Range:
    for k in range(place[1] - 1, place[0], -1):
        if sentence.forms[k] == "'s":
            return (place[0], k)
    return NONE


def _first_subject(sentence: Sentence, before: int) -> Range:
    """The subject with which the clause of a word begins, past an opening 'In 1998, '."""
    forms = sentence.forms
    k = clause_start(sentence, before)
    if k < before and forms[k] in PREPOSITIONS:
        comma = next((m for m in range(k, before) if forms[m] == ","), None)
        if comma is None:
            return NONE
        k = comma + 1
    while k < before and (
        forms[k] in {",", "if", "and", "when", "as", "earlier", "later", "meanwhile"}
        or is_time(sentence, k, k + 1)
        or (forms[k].endswith("ly") and not sentence.is_capital(k))
    ):
        k += 1
    if k >= before:
        return NONE
    if forms[k] in {"he", "she", "it", "they", "we"}:
        return (k, k + 1)
    place = noun_phrase(sentence, k)
    return place if place != NONE and place[1] <= before and is_party(sentence, place) else NONE


def _object_target(sentence: Sentence, noun: _Noun, deed: _Deed) -> Range:
    """The target that stands before the measure: 'T faces sanctions', 'slapped T with', 'T is under', 'imposed on T a ban'."""
    forms = sentence.forms
    k = noun.outer
    verb = deed.verb
    before = forms[k - 1] if k else ""
    if verb is not None and verb < k and forms[verb] in _FACE:
        group = verb_group(sentence, verb, _FACE[forms[verb]])
        return _party_or_none(sentence, subject_before(sentence, group.low))
    if verb is not None and verb < k - 1 and forms[verb] in _HIT:
        group = verb_group(sentence, verb, _HIT[forms[verb]])
        if group.passive:
            return _party_or_none(sentence, subject_before(sentence, group.low))
        return _party_or_none(sentence, noun_phrase(sentence, verb + 1))
    if verb is not None and verb > noun.at:
        return _behind(sentence, verb + 1)
    if verb is not None and verb < k:
        for m in range(verb + 1, k):
            if forms[m] in {"on", "upon", "against"}:
                place = noun_phrase(sentence, m + 1)
                if place != NONE and not is_time(sentence, *place):
                    return _party_or_none(sentence, place)
    if before == "under" or (before == "to" and forms[k - 2 : k - 1] == ("subject",)):
        start = k - 1 if before == "under" else k - 2
        return _under(sentence, start)
    if before == "by" and k > 1 and _is_hit(forms[k - 2]):
        low = verb_group(sentence, k - 2, "past").low
        named = noun_phrase_before(sentence, low - 1) if forms[low - 1 : low] == (",",) else NONE
        return _party_or_none(sentence, first(named, subject_before(sentence, low)))
    if forms[noun.at] == "list":
        return _listed(sentence, noun)
    return NONE


def _behind(sentence: Sentence, start: int) -> Range:
    """'Sanctions were levied last year against T', 'the embargo which A decreed against T'."""
    forms = sentence.forms
    k = start
    while k < min(start + 14, len(sentence)):
        if is_time(sentence, k, k + 1) or forms[k].endswith("ly"):
            k += 1
            continue
        if forms[k] not in PREPOSITIONS:
            return NONE
        place = noun_phrase(sentence, k + 1)
        timed = place != NONE and is_time(sentence, *place)
        if forms[k] in {"on", "upon", "against"} and place != NONE and not timed:
            return _party_or_none(sentence, place)
        if not timed and forms[k] != "by":
            return NONE
        k = max(place[1], k + 1)
    return NONE


def _is_hit(form: str) -> bool:
    return form in {"hit", "targeted", "affected", "covered", "crippled", "isolated", "hurt", "squeezed", "punished"}


def _under(sentence: Sentence, k: int) -> Range:
    """'put China under the same embargo', 'Talvia, which is under sanctions', 'Talvia remains under an embargo'."""
    forms = sentence.forms
    low = k
    while low > 0 and (
        forms[low - 1] in BE or forms[low - 1] in HAVE or forms[low - 1] in MODALS or forms[low - 1] in _COPULAS
    ):
        low -= 1
    if low == k and low > 0:
        place = noun_phrase_before(sentence, k)
        return place if is_party(sentence, place) and not _is_good(sentence, place) else NONE
    return _party_or_none(sentence, subject_before(sentence, low))


_COPULAS = frozenset(
    "remain remains remained still now already come comes came fall falls placed put currently also not be long".split()
)


_PUT = frozenset("add adds added adding put puts putting place places placed placing include includes included".split())
_TAKE_OFF = frozenset(
    "remove removes removed removing take takes took taken taking drop drops dropped dropping strike struck delisted".split()
)
_STAY = frozenset(
    "remain remains remained remaining stay stays stayed is are was were been keep keeps kept appears appear".split()
)


def _list_verb(sentence: Sentence, noun: _Noun) -> int | None:
    """The verb of 'added T to A's list', 'removed T from the list', 'T remains on the list'."""
    forms = sentence.forms
    k = noun.outer - 1
    if k < 1 or forms[k] not in {"on", "to", "from", "off", "onto"}:
        return None
    for m in range(k - 1, max(-1, k - 25), -1):
        if forms[m] in {";", ":", "but", "that"} | QUOTES:
            return None
        if forms[m] in _PUT or forms[m] in _TAKE_OFF or forms[m] in _STAY:
            return m
    return None


def _listing_deed(sentence: Sentence, noun: _Noun) -> _Deed:
    """What is done with a list: putting on it imposes, taking off it lifts."""
    verb = _list_verb(sentence, noun)
    if verb is None or sentence.forms[verb] in _STAY:
        return _Deed("in_force", NONE, noun.outer, noun.at, None)
    forms = sentence.forms
    shape = (
        "ing"
        if forms[verb].endswith("ing")
        else "base"
        if forms[verb] in {"add", "put", "place", "include", "remove", "take", "drop"}
        else "past"
    )
    group = verb_group(sentence, verb, shape)
    subject = NONE if group.passive else _agent(sentence, group.low, verb, shape)
    wished = _is_wished(sentence, group.low, verb)
    planned = group.mood in {"planned", "tried"} or wished
    if group.mood == "negated":
        return _Deed("in_force", NONE, noun.outer, noun.at, None)
    if forms[verb] in _TAKE_OFF:
        return _Deed("in_force" if wished else "lifted", NONE if wished else subject, noun.outer, noun.at, None)
    return _Deed("threatened" if planned else "imposed", NONE if wished else subject, noun.outer, noun.at, None)


def _listed(sentence: Sentence, noun: _Noun) -> Range:
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
        return _party_or_none(sentence, noun_phrase(sentence, verb + 1))
    return _with_company(sentence, _party_or_none(sentence, subject_before(sentence, low)))


def _with_company(sentence: Sentence, place: Range) -> Range:
    """'the few countries, along with Iran and Syria, that remain': on to those that keep it company."""
    forms = sentence.forms
    k = place[1]
    if place != NONE and forms[k : k + 3] == (",", "along", "with"):
        company = noun_phrase(sentence, k + 3)
        return (company if company != NONE else place) if not sentence.is_capital(place[1] - 1) else place
    return place


def _party_or_none(sentence: Sentence, place: Range) -> Range:
    return place if place != NONE and is_party(sentence, place) and not _is_good(sentence, place) else NONE


def _basis(sentence: Sentence, low: int, high: int) -> Range:
    """The law, order or resolution by or under which something is done, near the words from ``low`` to ``high``."""
    forms = sentence.forms
    for k in range(max(0, low), min(len(sentence), high + 14)):
        if forms[k] in {"under", "by", "with", "through", "in", "of", "via", "to"}:
            place = noun_phrase(sentence, k + 1, lists=False)
            if place != NONE and _is_law(sentence, place) and "draft" not in forms[place[0] : place[1]]:
                if forms[k] in {"of", "to", "in"} and not (
                    set(forms[place[0] : place[1]]) & {"resolution", "resolutions", "decree"}
                ):
                    continue
                return without_determiner(sentence, _law_alone(sentence, place))
    return NONE


def _law_alone(sentence: Sentence, place: Range) -> Range:
    """A law without what is said of it: of 'a violation of two resolutions' only 'two resolutions'."""
    law = next(k for k in range(*place) if sentence.forms[k] in _LAWS)
    low = next((k + 1 for k in range(law, place[0], -1) if sentence.forms[k] == "of"), place[0])
    return (low, place[1])


def _from_basis(sentence: Sentence, authority: Range, basis: Range) -> tuple[Range, Range]:
    """Part a law from whoever made it: 'U.N. Security Council resolutions' as an authority is the Council and its law."""
    if authority == NONE or not _is_law(sentence, authority):
        return authority, basis
    law = next(k for k in range(*authority) if sentence.forms[k] in _LAWS)
    low = law
    while low > authority[0] and (sentence.is_capital(low - 1) or "." in sentence.forms[low - 1]):
        low -= 1
    owner = NONE
    for k in range(authority[1] - 1, authority[0], -1):
        if sentence.forms[k] == "'s":
            owner = (authority[0], k)
    return first(
        owner, (low, law), _maker(sentence, law, authority[1])
    ), basis if basis != NONE else without_determiner(sentence, _law_alone(sentence, authority))


def _maker(sentence: Sentence, law: int, high: int) -> Range:
    """Whose resolution: 'Resolution 1187 of the Merrow Sea Council'."""
    of = next((k for k in range(law, high) if sentence.forms[k] == "of"), None)
    return noun_phrase(sentence, of + 1) if of is not None else NONE


def _resolved(sentence: Sentence, authority: Range) -> Range:
    """The authority without its determiner; 'A said it had imposed' gives A."""
    if authority == NONE or is_time(sentence, *authority):
        return NONE
    if is_subject_pronoun(sentence, authority) and sentence.forms[authority[0]] in {"it", "they", "he", "she"}:
        told = speaker(sentence, authority[0])
        if told != NONE and told[1] <= authority[0] and not is_subject_pronoun(sentence, told):
            return without_determiner(sentence, told)
        return authority
    if not is_party(sentence, authority):
        return NONE
    return without_determiner(sentence, authority)


def _targets(sentence: Sentence, target: Range, authority: Range) -> tuple[Range, ...]:
    if target in (NONE, authority):
        return ()
    if target[1] - target[0] == 1 and sentence.forms[target[0]] == "it":
        opening = noun_phrase(sentence, 0)
        if opening != NONE and opening[1] < target[0] and opening != authority and sentence.is_capital(opening[1] - 1):
            return (without_determiner(sentence, opening),)
    found = [t for t in members(sentence, target) if not is_time(sentence, *t)]
    if found and found[-1][1] == target[1]:
        found[-1] = _with_tail(sentence, _past_aside(sentence, found[-1]) if len(found) > 1 else found[-1])
    return (*found, *_further(sentence, target[1]))


def _further(sentence: Sentence, k: int) -> tuple[Range, ...]:
    """The targets that are added to a first one: 'on A as well as B', 'of A, and of B', 'on A, along with B'."""
    forms = sentence.forms
    if forms[k : k + 1] == (",",):
        k += 1
    if forms[k : k + 3] == ("as", "well", "as"):
        k += 3
    elif forms[k : k + 2] == ("along", "with") or forms[k : k + 2] in {
        ("and", "of"),
        ("and", "on"),
        ("and", "against"),
    }:
        k += 2
    else:
        return ()
    place = noun_phrase(sentence, k)
    if place != NONE and forms[place[1] : place[1] + 1] == (",",) and sentence.forms[place[0]] in DETERMINERS:
        place = _past_aside(sentence, place)
    return members(sentence, place) if is_party(sentence, place) and not _is_good(sentence, place) else ()


# --- by a verb -------------------------------------------------------------------------------------------------------


def _by_verb(sentence: Sentence, at: int) -> Measure | None:
    """'A banned arms shipments to T', 'T was blacklisted by A', 'A froze the assets of T'."""
    form = sentence.forms[at]
    if form in _BAN_VERBS:
        return _by_ban(sentence, at)
    if form in _FREEZE and (made := _by_freeze(sentence, at)):
        return made
    if form in _SANCTION or form in _DESIGNATE:
        return _by_sanction(sentence, at)
    if form in _CUT:
        return _by_cut(sentence, at)
    return None


def _state(sentence: Sentence, verb: int, shape: str, standing: bool = False) -> State | None:
    group = verb_group(sentence, verb, shape)
    if group.mood == "negated":
        return None
    if {"still"} & set(sentence.forms[group.low : verb]):
        return "in_force"
    if group.mood == "planned" and _decided(sentence, group.low, verb):
        return "imposed"
    if group.mood in {"planned", "tried"} or (_is_wished(sentence, group.low, verb) and shape != "past"):
        return "threatened"
    return "in_force" if standing and shape in {"third", "base"} else "imposed"


def _by_agent(sentence: Sentence, k: int) -> Range:
    """The phrase behind 'by' near a passive verb."""
    forms = sentence.forms
    for m in range(k, min(k + 14, len(sentence))):
        if forms[m] in {";", ":", "but", "which", "who"} or (m > k and forms[m] == ","):
            return NONE
        if forms[m] == "by":
            place = noun_phrase(sentence, m + 1, lists=False)
            return place if is_party(sentence, place) and not is_time(sentence, *place) else NONE
    return NONE


def _made(sentence: Sentence, authority: Range, target: Range, measure: Range, at: int, state: State) -> Measure:
    basis = _basis(sentence, measure[0], min(len(sentence), measure[1] + 2))
    authority, basis = _from_basis(sentence, authority, basis)
    resolved = _resolved(sentence, authority)
    return Measure(sentence, resolved, _targets(sentence, target, authority), measure, basis, at, state)


def _is_attribute(sentence: Sentence, at: int) -> bool:
    """Whether a participle stands before its noun: 'the banned goods', 'a sanctioned bank'."""
    before = sentence.forms[at - 1] if at else ""
    return before in DETERMINERS | {"'s", "of", "in", "on", "for", "with"}


def _by_ban(sentence: Sentence, at: int) -> Measure | None:
    forms = sentence.forms
    shape = _BAN_VERBS[forms[at]]
    if _is_attribute(sentence, at) or (shape in {"base", "third"} and not _is_finite(sentence, at)):
        return None
    group = verb_group(sentence, at, shape)
    state = _state(sentence, at, shape, standing=True)
    if state is None:
        return None
    place = noun_phrase(sentence, at + 1)
    if group.passive or (shape == "past" and place == NONE and group.low == at):
        subject = subject_before(sentence, group.low)
        inner = _inner_deed(sentence, at + 1)
        if subject == NONE:
            return None
        good = _is_good(sentence, subject)
        if not good and inner is None:
            return None
        if state == "threatened" and forms[group.low : at].count("will") and "be" in forms[group.low : at]:
            state = "threatened"
        goal = _goal(sentence, subject[0], at) if good else _goal(sentence, inner[0], inner[1]) if inner else NONE
        target = goal if good or (goal != NONE and not _is_singled_out(sentence, subject)) else subject
        measure = (subject[0], at + 1) if good else (at, inner[1] if inner else at + 1)
        return _made(sentence, _by_agent(sentence, at + 1), target, without_determiner(sentence, measure), at, state)
    if place == NONE and not (at + 1 < len(sentence) and _is_trading(forms[at + 1])):
        return None
    authority = _agent(sentence, group.low, at, shape)
    if _is_good(sentence, place) or place == NONE:
        end = place[1] if place != NONE else at + 2
        target = first(_goal(sentence, at, end), _nation_in(sentence, place) if place != NONE else NONE)
        return _made(sentence, authority, target, (at, max(end, _goal_end(sentence, end))), at, state)
    inner = _inner_deed(sentence, place[1])
    if inner is None or (not is_party(sentence, place) and forms[place[0]] not in {"members"}):
        return None
    goal = _goal(sentence, inner[0], inner[1])
    target = goal if goal != NONE and not _is_singled_out(sentence, place) else place
    if sentence.forms[inner[0]] in {"entering", "enter", "travelling", "traveling", "travel", "visiting", "leaving"}:
        target = place
    return _made(sentence, authority, target, (at, inner[1]), at, state)


def _is_singled_out(sentence: Sentence, place: Range) -> bool:
    """Whether who is barred is one party rather than the authority's own people: 'Kessel', not 'Talvian companies'."""
    head = place[1] - 1
    return sentence.is_capital(head) and not sentence.forms[head].endswith("s") and not _is_nation(sentence.forms[head])


def _is_finite(sentence: Sentence, at: int) -> bool:
    """Whether 'bar' or 'bans' is a verb there."""
    before = sentence.forms[at - 1] if at else ""
    if sentence.forms[at] in {"prohibit", "prohibits", "forbid", "forbids", "outlaw", "outlaws"}:
        return True
    if at and before in _LAWS and is_party(sentence, noun_phrase(sentence, at + 1)):
        return True  # 'the resolutions bar Talvia from …'
    return (
        before in MODALS
        or before in {"to", "which", "that", "who", "they", "we", "it", "would", "and", "also"}
        or _is_deed(sentence, at)
    )


def _inner_deed(sentence: Sentence, k: int) -> Range | None:
    """What somebody is barred from, with its object: 'from doing business with', 'to supply Drovia with weapons'."""
    forms = sentence.forms
    if k + 1 >= len(sentence) or forms[k] not in {"from", "to"}:
        return None
    verb = k + 1
    place = noun_phrase(sentence, verb + 1)
    making = forms[verb] in {"making", "make"} and place != NONE and forms[place[1] - 1] in _TRADE
    if not (
        making
        or _is_trading(forms[verb])
        or forms[verb] in {"enter", "travel", "visiting", "leaving", "visit", "do", "trade", "deal", "invest"}
    ):
        return None
    return (verb, max(verb + 1, place[1]))


def _goal(sentence: Sentence, low: int, high: int) -> Range:
    """To or with whom the barred trade would go: 'arms shipments to T', 'supply T with', 'to and from T'."""
    forms = sentence.forms
    k = low
    limit = min(len(sentence), high + 24)
    while k < limit:
        form = forms[k]
        if form in {";", ":", "but", "which", "after", "because", "while"} or (form == "," and k > high):
            break
        if form in {"supply", "supplying", "providing", "provide", "arm", "arming", "equip", "equipping"}:
            place = noun_phrase(sentence, k + 1)
            if forms[place[1] : place[1] + 1] == ("with",) and is_party(sentence, place):
                return place
        if form in {"to", "with"} and forms[k + 1 : k + 2] in {("it",), ("them",)}:
            return (k + 1, k + 2)
        if form in {"to", "with", "from", "on", "in"}:
            place = noun_phrase(sentence, k + 1)
            if (
                place != NONE
                and is_party(sentence, place)
                and not is_time(sentence, *place)
                and not _is_good(sentence, place)
            ):
                return place
        k += 1
    return NONE


def _goal_end(sentence: Sentence, k: int) -> int:
    """Where 'to T' or 'to and from T' behind a barred good ends."""
    forms = sentence.forms
    if k < len(sentence) and forms[k] in {"to", "from", "with"}:
        while k < len(sentence) and forms[k] in {"to", "from", "and", "with"}:
            k += 1
        place = noun_phrase(sentence, k)
        return place[1] if place != NONE else 0
    return 0


def _by_freeze(sentence: Sentence, at: int) -> Measure | None:
    forms = sentence.forms
    shape = _FREEZE[forms[at]]
    state = _state(sentence, at, shape)
    if state is None:
        return None
    if shape == "base" and not _is_finite(sentence, at) and forms[at - 1 : at] != ("to",):
        return None
    group = verb_group(sentence, at, shape)
    place = noun_phrase(sentence, at + 1)
    if group.passive or (shape == "past" and not _is_frozen(sentence, place)):
        subject = subject_before(sentence, group.low)
        if not _is_frozen(sentence, subject):
            return None
        low, _high = subject
        return _made(
            sentence,
            _by_agent(sentence, at + 1),
            _holder(sentence, subject),
            without_determiner(sentence, (low, at + 1)),
            at,
            state,
        )
    if not _is_frozen(sentence, place):
        return None
    if forms[at] in {"freezing"} and forms[at + 1 : at + 2] == ("of",):
        return None
    return _made(sentence, _agent(sentence, group.low, at, shape), _holder(sentence, place), (at, place[1]), at, state)


def _is_frozen(sentence: Sentence, place: Range) -> bool:
    low, high = place
    return low < high and (
        any(f in _ASSETS for f in sentence.forms[low:high]) or bool(re.match(r"[$€£¥]", sentence.forms[low]))
    )


def _holder(sentence: Sentence, place: Range) -> Range:
    """Whose assets: 'the assets of T', "T's assets", 'Talvian assets', 'assets belonging to T'."""
    forms = sentence.forms
    low, high = place
    for k in range(low, high):
        if forms[k] == "of" and k + 1 < high:
            inner = (k + 1, high)
            if set(forms[k + 1 : high]) & _ASSETS and forms[high - 1] in _ASSETS:
                return _holder(sentence, inner)
            return _past_aside(sentence, inner)
        if forms[k] == "'s":
            return (low, k)
    if forms[high : high + 1] == ("of",):
        return NONE
    names = [k for k in range(low, high) if sentence.is_capital(k) and k > 0]
    if names:
        return (names[0], names[-1] + 1)
    if (
        forms[high : high + 2] == ("belonging", "to")
        or forms[high : high + 2] == ("held", "by")
        or forms[high : high + 2] == ("owned", "by")
    ):
        return noun_phrase(sentence, high + 2)
    return NONE


def _by_sanction(sentence: Sentence, at: int) -> Measure | None:
    """'A sanctioned T', 'T was blacklisted by A', 'A designated T a terrorist organisation'."""
    forms = sentence.forms
    table = _SANCTION if forms[at] in _SANCTION else _DESIGNATE
    shape = table[forms[at]]
    if forms[at] == "sanctions" and not _is_deed(sentence, at):
        return None
    if (
        shape == "base"
        and not (at and (forms[at - 1] in MODALS or forms[at - 1] in {"to", "not", "and"}))
        and not _is_deed(sentence, at)
    ):
        return None
    if forms[at] in {"blacklists", "boycotts"} and not _is_deed(sentence, at):
        return None
    if forms[at] in _DESIGNATE and not _is_hostile(sentence, at):
        return None
    if shape == "past" and (named := _named_below(sentence, at)):
        return Measure(sentence, NONE, named, (at, at + 1), NONE, at, "imposed")
    if _is_attribute(sentence, at):
        return None
    state = _state(sentence, at, shape)
    if state is None:
        return None
    group = verb_group(sentence, at, shape)
    place = noun_phrase(sentence, at + 1)
    if group.passive or (shape == "past" and (place == NONE or is_time(sentence, *place))):
        subject = (
            subject_before(sentence, group.low)
            if group.low > 0 and forms[group.low - 1] not in {"and", "or"}
            else _first_of_joined(sentence, group.low)
        )
        if not is_party(sentence, subject) and not is_subject_pronoun(sentence, subject):
            return None
        return _made(sentence, _by_agent(sentence, at + 1), subject, (at, at + 1), at, state)
    if not is_party(sentence, place) or _is_good(sentence, place):
        return None
    authority = _agent(sentence, group.low, at, shape)
    place = _past_aside(sentence, place)
    return _made(sentence, authority, place, (at, at + 1), at, state)


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
        found += members(sentence, _past_aside(sentence, place))
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
    return _first_subject(sentence, low)


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


def _by_cut(sentence: Sentence, at: int) -> Measure | None:
    """'A suspended military aid to T in retaliation': breaking off as a punishment."""
    forms = sentence.forms
    shape = _CUT[forms[at]]
    if shape == "base" and forms[at - 1 : at] not in {("to",), ("will",), ("would",)}:
        return None
    k = at + 1 + (1 if forms[at + 1 : at + 2] == ("off",) else 0)
    place = noun_phrase(sentence, k)
    if place == NONE or forms[place[1] - 1] not in _TIES or not _PUNISHES & set(forms[place[1] : place[1] + 14]):
        return None
    state = _state(sentence, at, shape)
    group = verb_group(sentence, at, shape)
    target = _goal(sentence, k, place[1])
    if state is None or group.passive or target == NONE or target[0] > place[1] + 3:
        return None
    return _made(sentence, _agent(sentence, group.low, at, shape), target, (at, place[1]), at, state)


# --- by a violation --------------------------------------------------------------------------------------------------


def _by_violation(sentence: Sentence, at: int) -> Measure | None:
    """'would violate a series of U.N. Security Council resolutions': what is violated is a resolution."""
    forms = sentence.forms
    if forms[at] in {"violation", "violations", "breach", "breaches", "defiance"} and forms[at + 1 : at + 2] == ("of",):
        low = at + 2
    elif forms[at] in _VIOLATE:
        low = at + 1
    else:
        return None
    if forms[at] in _VIOLATE and verb_group(sentence, at, _VIOLATE[forms[at]]).mood == "negated":
        return None
    place = noun_phrase(sentence, low)
    if place == NONE or not {"resolution", "resolutions"} & set(forms[place[0] : place[1]]):
        return None
    low, high = without_determiner(sentence, place)
    authority = _named_in(sentence, low, high)[0]
    return Measure(sentence, _resolved(sentence, authority), (), (low, high), (low, high), at, "violated")
