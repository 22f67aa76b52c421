"""A name taken apart: its words without titles and articles, its countries, its numbers, what tells generations apart."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from summarizer.dossier.given import is_given
from summarizer.dossier.spelling import latin
from summarizer.dossier.states import FOREIGN_STATES
from summarizer.dossier.syllables import is_surname, syllables
from summarizer.judge import titles
from summarizer.judge.countries import ADJECTIVES, CAPITALS
from summarizer.judge.tokens import simplify, tokenise

__all__ = ["LEGAL", "Name", "is_common", "read_name"]

LEGAL = frozenset(
    "corp inc ltd plc co llc llp gmbh ag sa nv bv spa srl sarl oao ooo zao pao ao jsc ojsc pjsc cjsc oy ab as kk "
    "company corporation limited incorporated gmbh".split()
)
_GENERATIONS = {"jr": "Jr.", "junior": "Jr.", "sr": "Sr.", "senior": "Sr.", "ii": "II", "iii": "III", "iv": "IV"}
_AMBIGUOUS = frozenset(
    "congo georgia guinea korea ireland samoa micronesia".split()
)  # of two states, or a state's part
# What the bodies of any state are for: with words for bodies and nothing else, they name none.
_FIELDS = frozenset(
    "defense foreign interior internal external affairs finance justice energy trade commerce economy economic health "
    "transport security intelligence police national central supreme federal state general public armed joint chiefs staff "
    "high constitutional criminal prosecutor prosecutors attorney office border customs tax industry industrial development "
    "agriculture education labor environment information communications space aviation nuclear atomic military naval air "
    "special operations forces reserve presidential prime minister president ministerial royal people republican civil "
    "protection relations cooperation strategic resistance liberation popular united main chief arms export import trading "
    "international first new rebel rebels militia militants insurgents opposition ruling officials authorities party local "
    "regional government regime troops soldiers separatists fighters merchants dealers brokers traffickers smugglers other "
    "unnamed several individuals entities people companies firms banks traders involved this matter".split()
)
# A name with one of these is no person's.
_TRADES = frozenset(
    "steel shipping shipyard maritime marine logistics trading motors energy oil gas petroleum mining metals technologies "
    "technology electronics aerospace arms holding holdings lines freight chemicals foods textiles construction engineering "
    "capital investment investments insurance securities media telecom telecommunications international global enterprises "
    "partners brothers works factory plant port ports grain timber cement pharma".split()
)
_NUMBER = re.compile(r"\d+")
_SLASHED = re.compile(r"\b(?:A/S|N/V|B/V|S/A)(?!\w)", re.IGNORECASE)
_APART = re.compile(r"\s*[(（]")
_OTHER_CASE = re.compile(r"[^\W\d_a-z]", re.UNICODE)


@dataclass(frozen=True)
class Name:
    """A name as said, read once. ``plain`` are its folded words; in ``words`` those of a country are its code.

    ``is_sure`` says that its bearer's kind was told, and is no guess from the words.
    """

    said: str
    words: tuple[str, ...]
    plain: tuple[str, ...]
    raws: tuple[str, ...]
    suffix: str
    is_person: bool
    is_sure: bool

    @cached_property
    def marked(self) -> str:
        """With its diacritics, and nothing else that ``plain`` lacks."""
        return unicodedata.normalize("NFKC", " ".join(self.raws)).casefold()

    @cached_property
    def marks(self) -> bool:
        """Whether it has diacritics: what lacks them all was perhaps written without them."""
        return not self.marked.isascii()

    @cached_property
    def latin(self) -> tuple[str, ...]:
        """Its words in Latin letters, a name in Hangul or Han as family name and first name."""
        found: list[str] = []
        for word in self.plain:
            first, _, rest = latin(word).partition(" ")
            found += [first, rest.replace(" ", "")] if rest else [first]
        return tuple(w for w in found if w)

    @cached_property
    def syllables(self) -> tuple[str, ...]:
        """The syllables of a Korean person's name, family name first; empty for any other."""
        found: list[str] = []
        for word in self.plain:
            parts = syllables(latin(word))
            if not parts:
                return ()
            found += parts
        return tuple(found) if 2 <= len(found) <= 4 and is_surname(found[0]) else ()

    @cached_property
    def codes(self) -> frozenset[str]:
        """The countries that it names."""
        return frozenset(w for w in self.words if w[0] == "#")

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Its numbers: the 9th brigade is not the 7th."""
        return frozenset(n for w in self.plain for n in _NUMBER.findall(w))

    @cached_property
    def content(self) -> tuple[str, ...]:
        """The words that tell a body from others: without countries, legal forms and little words."""
        return tuple(
            w for w in self.words if w[0] != "#" and w not in LEGAL and w not in titles.FILLERS and w not in _LITTLE
        )

    @cached_property
    def legal(self) -> frozenset[str]:
        """Its legal form."""
        return frozenset(w for w in self.words if w in LEGAL)

    @cached_property
    def state(self) -> str:
        """The code of the state that it is a name of, or of whose government or people; empty for any other."""
        if self.is_person:
            return ""
        foreign = "" if self.codes else FOREIGN_STATES.get(" ".join(self.plain))
        if foreign:
            return foreign
        rest = [w for w in self.words if w[0] != "#" and w not in titles.FILLERS and w != "the"]
        if len(self.codes) == 1 and all(w in _OF_STATES for w in rest):
            return next(iter(self.codes))
        for name, others in titles.METONYMS.items():
            if " ".join(self.words) == name:
                return next((o.split()[0] for o in others if o[0] == "#" and o.split()[1:] == ["government"]), "")
        return ""

    @cached_property
    def is_state_name(self) -> bool:
        """Whether it is a state's own name, and of one state only: not 'Pyongyang', 'Russians' or 'Congo'."""
        whole = " ".join(self.plain)
        if not self.state or whole in _AMBIGUOUS:
            return False
        return (not self.codes and whole in FOREIGN_STATES) or (
            len(self.words) == 1 and whole not in ADJECTIVES and whole not in CAPITALS
        )

    @cached_property
    def distinct(self) -> bool:
        """Whether it tells its bearer from others."""
        if self.is_person:
            return len(self.plain) > 1 or bool(self.syllables)
        if self.state:
            return self.is_state_name
        if not self.content or any(
            r[:1].islower() and w not in _SMALL for r, w in zip(self.raws, self.plain, strict=True)
        ):
            return False
        if len(self.plain) == 1 and not self.is_sure and not self.syllables:
            return False  # 'Kirby' may be a family's
        if all(is_common(w) for w in self.content):
            return bool(self.codes) and any(w in titles.BODIES for w in self.content)
        return True


_LITTLE = frozenset("the a an 's ' and".split())
_SMALL = titles.PARTICLES | titles.FILLERS | _LITTLE
_OF_STATES = frozenset("government administration authorities regime officials official state people republic".split())


def is_common(word: str) -> bool:
    """Whether a word stands in the names of bodies everywhere."""
    return (
        word in _FIELDS
        or word in titles.BODIES
        or word in titles.GENERIC
        or word in titles.ROLES
        or word in titles.COMPASS
    )


@lru_cache(maxsize=1 << 14)
def read_name(said: str, person: bool | None) -> Name:
    """Take a name apart. ``person`` says whether it is a person's; None: its words decide."""
    first = _APART.split(said, maxsplit=1)[0] or said
    first, suffix = _turned(first)
    tokens = tokenise(_SLASHED.sub(lambda m: m[0].replace("/", ""), first))
    words = [
        (form, raw)
        for form, raw in zip(tokens.forms, tokens.raws, strict=True)
        if form[0].isalnum() or form[0] == "#" or (form[0].isalpha())
    ]
    words = [w for w in words if w[0] != "'s"]
    if len(words) > 1 and words[-1][0] in _GENERATIONS and len(words) > 2:
        suffix = suffix or _GENERATIONS[words[-1][0]]
        words = words[:-1]
    while len(words) > 1 and words[0][0] in titles.DETERMINERS:
        words = words[1:]
    is_person = _looks_personal(words) if person is None else person
    words = _without_titles(words, is_person)
    if is_person:
        # 'Kim Jong Un', 'Michael Jordan', 'Chad Okoye': people have the names of states.
        words = [(simplify(raw) if form[0] == "#" else form, raw) for form, raw in words]
        words = [(part, raw) for form, raw in words for part in form.split()]
    plain = tuple(simplify(raw) if form[0] == "#" else form for form, raw in words)
    if not plain:  # no letters: its characters are its name
        sign = simplify(said.strip()) or said or "?"
        plain, words = (sign,), [(sign, said)]
    forms = tuple(form for form, _ in words)
    return Name(said, forms, plain, tuple(raw for _, raw in words), suffix, is_person, person is not None)


def _turned(said: str) -> tuple[str, str]:
    """'Kirby, John' is John Kirby; 'Kirby, Jr.' tells the generation; 'Kirby, the coordinator' is Kirby."""
    before, comma, after = said.partition(",")
    after = after.strip()
    if not comma or not before.strip():
        return said, ""
    word = after.rstrip(".").casefold()
    if word in _GENERATIONS:
        return before, _GENERATIONS[word]
    if word.replace(".", "").replace(" ", "") in LEGAL:
        return f"{before} {after}", ""
    parts = after.split()
    if len(before.split()) <= 2 and 1 <= len(parts) <= 3 and all(p[:1].isupper() for p in parts):
        return f"{after} {before}", ""
    return before, ""


def _looks_personal(words: list[tuple[str, str]]) -> bool:
    """Whether the words look like a person's name: two to five, capitals, none that bodies have."""
    forms = [form for form, _ in words]
    known = [f for f in forms if f[0] != "#"]
    if any(f in titles.BODIES or f in LEGAL or f in titles.GENERIC or f in _TRADES or f.isdigit() for f in known):
        return False
    if any(f in titles.FILLERS or is_common(f) for f in known if f not in titles.TITLES and f not in titles.PARTICLES):
        return False
    if len(words) == 1:
        return False
    bare = [raw for form, raw in words if form not in titles.PARTICLES and form not in titles.TITLES]
    if not 1 <= len(bare) <= 5 or any(raw[:1].islower() for raw in bare):
        return False
    if is_given(known[0]) if known else False:
        return True
    return not any(form[0] == "#" and raw.casefold() != "un" for form, raw in words)


def _without_titles(words: list[tuple[str, str]], is_person: bool) -> list[tuple[str, str]]:
    """'UK Foreign Secretary Jack Straw' is Jack Straw; but 'Foreign Ministry' is a name, and so is 'General Dynamics'."""
    if not is_person:
        return words
    office = [i for i, (form, _) in enumerate(words) if form in titles.TITLES or form in titles.ROLES]
    if not office or any(form[0] != "#" for form, _ in words[: office[0]]):
        return words
    end = office[0]
    while end < len(words) and (words[end][0] in titles.TITLES or words[end][0] in titles.ROLES):
        end += 1
    return words[end:] or words
