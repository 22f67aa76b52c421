"""Names of parties: cleaning, recognising two names of one party, collecting them from a text.

The rules are English ones (titles, determiners, pronouns); in other scripts and languages they find little to do and
leave names as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from summarizer.article import fold
from summarizer.extract.english import (
    BODIES,
    BODY_NOUNS,
    COUNTING,
    MONTHS_DAYS,
    NO_DIFFERENCE,
    OPENERS,
    OTHER_PLACE,
    PERSON_NOUN,
    PRONOUNS,
    ROLE_NOUNS,
    TITLES,
)
from summarizer.judge.countries import ADJECTIVES, CAPITALS
from summarizer.judge.parties import is_adjective_of
from summarizer.judge.tokens import forms_of

__all__ = [
    "acronyms",
    "capitalised_names",
    "clean_name",
    "is_adjective",
    "is_capital_city",
    "is_person",
    "is_pronoun",
    "is_short_for",
    "key",
    "may_be_full_name",
    "nation_of",
    "noun_of",
    "same_party",
    "shows_party",
    "sort_of_name",
    "split_run",
]

_DETERMINER = re.compile(r"^(?:the|a|an|its|his|her|their|our|this|that|these|those|some)\s+", re.IGNORECASE)
# 'Hong Kong-based Lucky Harvest', 'the arms firm Avtokarpat', 'Russian private military company Wagner Group'
_MAKE = re.compile(r"^.*?\b[\w.]+-(?:owned|based|backed|built|run|led|funded|made|controlled)\b\s*")
_TRADE = re.compile(
    r"^(?:[A-Z][\w’'-]+ )?(?:(?!(?:of|in|for|and|or|from|on|at|to|the|by|with|al|el|bin|ibn|de|da|di|van|von|der|den|la|le|du|dos|del)\b)"
    r"[a-z][\w-]* )+(?=[A-Z][a-z])|^.*\b(?:nation|state|republic|island|port|city|town|province) of (?=[A-Z][a-z])"
)
# "Kazakhstan's Trade Ministry" is the Trade Ministry; the People's Republic is no people's.
_OWNED_NAME = re.compile(r"^([A-Z][\w.’-]*(?: [A-Z][\w.-]*){0,2})['’]s? (?=[A-Z])")
_COMMONERS = frozenset({"people", "workers", "farmers", "peasants", "women", "children", "citizens"})
# "Harrow Corp's Underwater Systems division" is the firm; 'Helena Straker QC' the person.
_UNIT = re.compile(r"(.+?)['’]s? .*\b(?:division|unit|subsidiary|arm|branch|Division|Unit)$")
_LETTERS = re.compile(r",? (?:QC|KC|MP|MEP|PhD|Jr|Sr)\.?$")
_STATE_SECRETARY = re.compile(
    r"\b(?:Secretary|Minister|Ministers) of (?:State|Foreign Affairs|Defence|Defense)\s+(?=[A-Z])"
)
_POSSESSIVE = re.compile(r"['’]s?$")
_EDGE = re.compile(r"^[\W_]+|[\W_]+$")
_WORD = re.compile(r"\w+(?:[.'’&-]\w+)*\.?")


def clean_name(name: str) -> str:
    """A name without the determiner before it, the title before a person, the possessive and stray marks around it.

    ``U.S.`` keeps its stops. Empty where nothing is left.
    """
    name = " ".join(name.split())
    # "China's crackdown" is about China; "Russia's Wagner Group" about the group.
    if (owner := re.search(r"['’]s? (?=[a-z])", name)) and not _OWN_BODY.search(name):
        name = name[: owner.start()]
    name = re.sub(r"^(?:[Tt]he )?[a-z]\w*['’]s (?=[A-Z])", "", name)
    unit = _UNIT.match(name)
    owner = _OWNED_NAME.match(name)
    if unit and _COMPANY.search(unit[1]):
        name = unit[1]
    elif owner and _plain(owner[1].split(" ")[-1]) not in _COMMONERS:
        name = name[owner.end() :]
    name = _LETTERS.sub("", _MAKE.sub("", name))
    name = _TRADE.sub("", _DETERMINER.sub("", name))
    name = _DETERMINER.sub("", _STATE_SECRETARY.sub("Secretary ", name))
    stripped = _EDGE.sub("", name)
    if stripped and re.search(rf"\b(?:\w\.)*{re.escape(stripped[-1])}\.$", name) and re.search(r"(?:\w\.){2,}$", name):
        stripped = name[name.index(stripped) :]
    stripped = _POSSESSIVE.sub("", stripped).rstrip()
    words = stripped.split(" ")
    cut = 0
    for i, word in enumerate(words[:-1]):
        if _plain(word) in TITLES or _plain(word).split("-")[-1] in TITLES:
            cut = i + 1
    # 'UK Foreign Secretary Jack Straw': what stands before the last title is the office, not the name; but
    # 'Ministry of Foreign Trade' is a name, and there the title words are followed by no capitalised name of a person.
    rest = words[cut:]
    if cut and rest and all(w[:1].isupper() for w in rest) and "of" not in words[:cut] and not _is_body(rest):
        return " ".join(rest)
    return stripped


def _is_body(words: list[str]) -> bool:
    return bool(words) and _plain(words[-1]) in BODIES


def _plain(word: str) -> str:
    return word.casefold().strip(".,;:'’\"“”()")


def is_pronoun(name: str) -> bool:
    """Whether a name is none: a pronoun, a bare title or role ('officials', 'the company'), a date, or empty."""
    said = [w for w in _WORD.findall(name) if _plain(w) not in COUNTING]
    if name.islower() and re.search(rf"(?:^| ){PERSON_NOUN}$", name):
        return True  # 'arms broker', 'tycoon': an office or trade without a name
    offices = [w for w in said if not (is_adjective(w) or re.search(r"[a-z](?:ian|ean|ese|ish)$", w))]
    return all(_is_no_name(w) for w in said) or (
        bool(offices) and len(offices) < len(said) and all(_plain(w) in TITLES for w in offices)
    )


_INITIALS = re.compile(r"[A-Z](?:\.?[A-Z]){1,5}\.?")


def _is_initials(short: str, long: str) -> bool:
    """Whether ``short`` is made of the initials of ``long``: 'EU' of 'European Union', 'U.S.' of 'United States'."""
    if not _INITIALS.fullmatch(short):
        return False
    words = [w for w in re.findall(r"[\w’'-]+", long) if w[0].isupper()]
    return len(words) > 1 and "".join(w[0] for w in words) == short.replace(".", "")


def _is_no_name(word: str) -> bool:
    plain = _plain(word)
    if word == "US":
        return False
    common = PRONOUNS | TITLES | ROLE_NOUNS | MONTHS_DAYS
    return plain in common or plain.isdigit() or (plain in BODY_NOUNS and word[:1].islower())


def key(name: str) -> tuple[str, ...]:
    """What two spellings of one name have in common: folded words without stops, determiners and generic nouns."""
    folded = re.sub(r"\b((?:\w\.)+\w?)", lambda m: m[1].replace(".", ""), fold(name).text)
    folded = re.sub(r"'s?(?=\s|$)", "", folded)
    words = re.findall(r"\w+", folded)
    kept = [w for w in words if w not in NO_DIFFERENCE]
    return tuple(kept or words)


def same_party(one: str, other: str, *, person: bool, acronym_of: dict[str, str] | None = None) -> bool:
    """Whether two names are one party's: the same key, a person's surname or first and last name, a given acronym."""
    a, b = key(one), key(other)
    if not a or not b:
        return False
    if a == b or _is_initials(one, other) or _is_initials(other, one):
        return True
    # A body and the same body with its country before it.
    if {a[0], b[0]} & {"us", "u", "american"} and len(a) > 1 and len(b) > 1 and (a[1:] == b or b[1:] == a):
        return True
    if acronym_of:
        for x, y in ((a, b), (b, a)):
            if len(x) == 1 and key(acronym_of.get(x[0], "")) == y:
                return True
    if person:
        short, long = sorted((a, b), key=len)
        if len(short) == 1:
            if any(_SURNAME_FIRST.match(n) for n in (one, other)) and short[0] == long[0]:
                return True
            return len(short[0]) > 2 and short[0] == long[-1]
        return short[-1] == long[-1] and short[0][0] == long[0][0] and set(short[1:-1]) <= set(long)
    return False


@lru_cache(maxsize=4096)
def nation_of(name: str) -> str:
    """The code of the country whose government a name stands for ('Tehran', 'Russian officials', 'the U.S. administration'),
    empty where it stands for none."""
    forms = [w for w in forms_of(name) if w not in NO_DIFFERENCE]
    return forms[0] if len(forms) == 1 and forms[0].startswith("#") else ""


def noun_of(adjective: str, text: str) -> str:
    """The country's name in a text from which an adjective is made ('Velmoran': 'Velmora'); empty where it has none."""
    word = adjective.strip()
    if " " in word or not word[:1].isupper() or not re.search(r"(?:an|ese|ish|i|ans|is)$", word):
        return ""
    for other in _capitalised(text).get(word[:3], ()):
        if other != word and is_adjective_of(word.casefold(), other.casefold()):
            return other
    return ""


def is_capital_city(name: str) -> bool:
    """Whether a name that stands for a country is its capital's or another metonym: 'Tehran', 'Washington'."""
    return name.casefold() in CAPITALS


# What a state has that is a party of its own.
_OWN_BODY = re.compile(
    r"(?:ministry|army|navy|air force|armed forces|military|parliament|embassy|police|coast guard|central bank|security services)$"
)
_COMPANY = re.compile(
    r"\b(?:Inc|Corp|Co|Ltd|Plc|PLC|LLC|JSC|GmbH|AG|SA|S\.A|A/S|AB|NV|Bhd|Pte|Airways|Airlines|Shipping|Industries|Shipyards?|Motors|Dynamics|Aerospace|Trading|Petroleum)\b\.?(?:$| )"
)
_STATE_BODY = re.compile(
    r"\b(?:Ministry|Department|Agency|Court|Army|Navy|Air Force|Parliament|Senate|Congress|Treasury|Customs|Directorate|Coast Guard|Police|Pentagon|"
    r"White House|Embassy|Commission|Bureau|Authority)\b|\b(?:ministry|army|navy|air force|parliament|embassy|department|treasury|coast guard|police)\b"
)
_OTHER_ORG = re.compile(
    r"\b(?:United Nations|U\.N\.|UN|European Union|EU|NATO|Nato|Security Council|Red Cross|Union|League|Institute|University|Association|Federation|Society|Foundation|Watch|Group|Times|Party|Programme)\b"
)


@lru_cache(maxsize=4096)
def sort_of_name(name: str, text: str) -> str:
    """What sort of party a name's own words show: '' where they don't. A name from which the text makes an adjective
    ('Velmoran' of Velmora) is a country's."""
    if _COMPANY.search(name):
        return "company"
    words = name.split()
    nation = nation_of(name)
    if (nation and nation not in {"#UN", "#EU"}) or (len(words) == 1 and _has_adjective(name, text)):
        return "government"
    if nation or _OTHER_ORG.search(name):
        return "other_org"
    if _STATE_BODY.search(name):
        return "government_body"
    return ""


_SCHOLARS = re.compile(r"\b(?:Institute|University|College|School|Centre|Center|Times|Court|Committee)\b")


def shows_party(name: str, text: str) -> bool:
    """Whether a name, wherever it stands, is that of somebody who is likely to take part in the story: a company, a body
    of a state, an organisation or a person, by its own words or the office beside it. Countries are settings as often."""
    sort = sort_of_name(name, text)
    if sort in {"company", "government_body", "other_org"}:
        return not _SCHOLARS.search(name) and len(name.split()) > 1
    return not sort and is_person(name, text)


def _has_adjective(name: str, text: str) -> bool:
    root = name.rstrip("aeiouy")
    if len(root) < 3 or not name[0].isupper():
        return False
    others = (w for w in _capitalised(text).get(name[:3], ()) if w.startswith(root) and w != name)
    return any(is_adjective_of(w.casefold(), name.casefold()) for w in others)


@lru_cache(maxsize=4)
def _capitalised(text: str) -> dict[str, tuple[str, ...]]:
    """The words of a text that have a capital, each once, by their first three letters."""
    found: dict[str, dict[str, None]] = {}
    for match in re.finditer(r"\b[^\W\d_a-z]\w{2,}", text):
        found.setdefault(match[0][:3], {})[match[0]] = None
    return {start: tuple(words) for start, words in found.items()}


def is_short_for(short: str, names: Iterable[str]) -> bool:
    """Whether a name is the short form of a fuller one: 'Merlane' of 'Merlane Aircraft Corp', 'the Front' of 'Free Oriel
    Front', 'Velmoran' of 'Velmora'."""
    mine = tuple(re.findall(r"\w+", fold(short).text))
    mine = tuple(w for w in mine if w not in {"the", "a"})
    if not mine:
        return False
    for name in names:
        long = tuple(w for w in re.findall(r"\w+", fold(name).text) if w not in {"the", "a"})
        if len(mine) == 1 and len(long) == 1 and mine != long and is_adjective_of(mine[0], long[0]):
            return True
        if len(long) <= len(mine):
            continue
        if (
            long[: len(mine)] == mine
            and "'s" not in name
            and "’s" not in name
            and (_COMPANY.search(name) or (long[-1] in BODIES and not sort_of_name(short, "")))
            and mine[-1] not in OTHER_PLACE
            and not nation_of(short)
        ):
            return True
        if (
            len(mine) == 1
            and mine[0] in {"north", "south"}
            and long[0] == mine[0]
            and len(long) == 2
            and nation_of(name)
        ):
            return True
        if len(mine) == 1 and mine[0] in BODIES and mine[0] in long and "of" not in long:
            return True
        if len(mine) == 1 and short.islower() and name.islower() and mine[0] == long[-1]:
            return True  # 'gangs' of 'drug gangs'
    return False


def is_adjective(name: str) -> bool:
    """Whether a name is a country's adjective: 'Russian', 'Americans'."""
    return name.casefold() in ADJECTIVES


_SURNAME_FIRST = re.compile(r"^\w+ [A-Z]\w+-[a-z]\w+$")  # 'Paik Jun-ha'
_ACRONYM = re.compile(r"\(([A-Z][A-Z.&-]{1,9})\)")
# 'Korea Mining Development Trading Corporation (Komid)'
_BRACKETED = re.compile(r"((?:[A-Z][\w&’'-]*\.? ){2,7}[A-Z][\w&’'-]*\.?) \((?:the |or )?([A-Z][\w-]{1,14})\)")
_STANDS_FOR = re.compile(
    r"\b([A-Z][A-Z.&-]{1,9}) (?:stands|is short) for (?:the )?((?:[A-Z][\w’'-]*|of|and|the|for)(?: (?:[A-Z][\w’'-]*|of|and|the|for))*)"
)


def acronyms(text: str) -> dict[str, str]:
    """The abbreviations that a text itself explains: 'National Security Council (NSC)', 'DPRK stands for …'.

    Maps the folded abbreviation to the full name.
    """
    found: dict[str, str] = {}
    for match in _ACRONYM.finditer(text):
        letters = [c for c in match[1] if c.isalpha()]
        words = re.findall(r"[\w’'-]+", text[max(0, match.start() - 120) : match.start()])
        # Walk back until the capitals of the words spell the letters; small words between count for nothing.
        name: list[str] = []
        want = letters[::-1]
        for word in reversed(words):
            if want and word[0].upper() == want[0] and word[0].isupper():
                name.insert(0, word)
                want.pop(0)
                if not want:
                    break
            elif word.islower() and len(word) <= 3:
                name.insert(0, word)
            else:
                break
        if not want and len(name) > 1:
            found[key(match[1])[0]] = " ".join(name)
    for match in _BRACKETED.finditer(text):
        found.setdefault(key(match[2])[0], match[1])
    for match in _STANDS_FOR.finditer(text):
        found[key(match[1])[0]] = match[2]
    return found


_CAP = r"(?:(?:al|el|bin)-)?[^\W\d_a-zß-öø-ÿ][\w’'&-]*(?:/[A-Z]+)?"
_RUN = re.compile(
    rf"(?:\b(?:[A-Z]\.){{2,}}|\b{_CAP})(?:(?: of the| for the| of| for| de| van| von| bin| al)? (?:(?:[A-Z]\.)+|{_CAP}))*"
)
_JOINT = re.compile(r" (of the|for the|of|for) ")
_OWNER = re.compile(r"['’]s? (?=[^\W\d_a-z])")


_DEMONYM = re.compile(
    r"(?:(?:ian|ean|ese|ish|ani|qi|eli|ghan|audi)s?|american|americans|german|germans|french|dutch|greek|greeks|czech|thai|swiss|"
    r"mexican|mexicans|african|africans|moroccan|cuban|cubans)$",
    re.IGNORECASE,
)


def _is_adjective(name: str) -> bool:
    """Whether a name is a demonym, or an office without a holder ('Coordinator for Strategic Communications')."""
    words = name.split()
    if _DEMONYM.search(words[-1]) and len(words) < 3:
        return True
    return _plain(words[0]) in TITLES and len(words) > 2 and words[1] in {"for", "of"}


def is_person(name: str, text: str) -> bool:
    """Whether a text itself shows that a name is a person's: a title before it ('Col. Petar Ruiz'), or an office or
    trade in apposition ('the shipbroker, Tobin Orvand', 'Irena Kolvas, a spokeswoman for …')."""
    said = r"\s+".join(re.escape(w) for w in name.split())
    title = r"(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Capt|Adm|Brig|Sgt|Sen|Gov|President|Minister|Secretary|Premier)"
    patterns = (
        rf"\b{title}\.?\s+{said}\b",
        rf"\b{PERSON_NOUN},?\s+{said}\b",
        rf"\b{said},\s+(?:who\b|\d\d,)",
        rf"\b{said},\s+(?:(?:a|an|the|his|her|its|their)\s+)?(?:(?!and\b|or\b)[\w’'-]+\s+){{0,4}}?{PERSON_NOUN}\b",
    )
    return any(re.search(p, text, re.IGNORECASE if name.isupper() else 0) for p in patterns)


def may_be_full_name(long: str, short: str) -> bool:
    """Whether ``long`` reads as the full name of a person whom ``short``, one word, calls by the surname."""
    words = long.split()
    return (
        len(short.split()) == 1
        and 2 <= len(words) <= 3
        and all(w[:1].isupper() and len(w.strip(".")) > 0 for w in words)
        and _plain(words[0]) not in OTHER_PLACE
        and _plain(words[-1]) not in BODIES
        and _plain(words[-1]) == _plain(short)
    )


def split_run(run: str) -> list[str]:
    """The names in a run of capitalised words: 'Rosaly Lopes of NASA's Jet Propulsion Laboratory' holds three.

    'of' and 'for' hold a name together behind a word for a body (Ministry, Bank, Centre) and part two names elsewhere;
    a possessive parts two names unless a body follows it ('People's Republic').
    """
    words = run.split(" ")
    while words and words[0].casefold() in OPENERS:
        words = words[1:]
    while words and words[-1].casefold() in {"and", "or"}:
        words = words[:-1]
    run = " ".join(words)
    for match in _OWNER.finditer(run):
        following = run[match.end() :].split(" ")[0]
        if _plain(run[: match.start()].split(" ")[-1]) in {
            "people",
            "workers",
            "farmers",
            "peasants",
            "women",
            "children",
            "citizens",
        }:
            continue
        if _plain(following) not in BODIES:
            return [*split_run(run[: match.start()]), *split_run(run[match.end() :])]
    for match in _JOINT.finditer(run):
        if _plain(run[: match.start()].split(" ")[-1]) not in BODIES:
            return [run[: match.start()], *split_run(run[match.end() :])]
    return [run] if run else []


def capitalised_names(sentences: Iterable[str]) -> list[tuple[str, int]]:
    """Runs of capitalised words that look like names: (name, index of the sentence) in order of appearance.

    A single word that opens a sentence counts only where the text has it capitalised inside a sentence too. Text in
    capitals throughout yields nothing.
    """
    inner: set[str] = set()
    found: list[tuple[str, int, bool]] = []
    for index, text in enumerate(sentences):
        if text.upper() == text:
            continue
        for match in _RUN.finditer(text):
            opens = not re.search(r"\w", text[: match.start()])
            for part in split_run(match[0]):
                name = clean_name(part)
                if not name or is_pronoun(name) or _plain(name) in OPENERS or _is_adjective(name):
                    continue
                first = opens and match[0].startswith(part)
                if not first:
                    inner.update(key(name))
                found.append((name, index, first))
    return [(n, i) for n, i, first in found if not first or len(n.split()) > 1 or set(key(n)) <= inner]
