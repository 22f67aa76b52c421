"""Names of parties: cleaning, recognising two names of one party, collecting them from a text.

The rules are English ones (titles, determiners, pronouns); in other scripts and languages they find little to do and
leave names as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

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

__all__ = [
    "acronyms",
    "capitalised_names",
    "clean_name",
    "is_person",
    "is_pronoun",
    "key",
    "may_be_full_name",
    "same_party",
    "split_run",
]

_DETERMINER = re.compile(r"^(?:the|a|an|its|his|her|their|our|this|that|these|those|some)\s+", re.IGNORECASE)
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
    if owner := re.search(r"['’]s? (?=[a-z])", name):
        name = name[: owner.start()]
    name = _DETERMINER.sub("", _STATE_SECRETARY.sub("Secretary ", name))
    stripped = _EDGE.sub("", name)
    if stripped and re.search(rf"\b(?:\w\.)*{re.escape(stripped[-1])}\.$", name) and re.search(r"(?:\w\.){2,}$", name):
        stripped = name[name.index(stripped) :]
    stripped = _POSSESSIVE.sub("", stripped).rstrip()
    words = stripped.split(" ")
    cut = 0
    for i, word in enumerate(words[:-1]):
        if _plain(word) in TITLES:
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
    return all(_is_no_name(w) for w in said)


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
            return len(short[0]) > 2 and short[0] == long[-1]
        return short[-1] == long[-1] and short[0][0] == long[0][0] and set(short[1:-1]) <= set(long)
    return False


_ACRONYM = re.compile(r"\(([A-Z][A-Z.&-]{1,9})\)")
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
    for match in _STANDS_FOR.finditer(text):
        found[key(match[1])[0]] = match[2]
    return found


_CAP = r"[^\W\d_a-zß-öø-ÿ][\w’'&-]*"
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
