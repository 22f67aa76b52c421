"""Whether two names may be one body's: companies, ministries, armed groups; the order of words, legal forms, short forms."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.dossier.persons import Found
from summarizer.dossier.reading import LEGAL, Name, is_common
from summarizer.dossier.spelling import consonants, is_unvowelled, key, latin, semitic, similar
from summarizer.dossier.syllables import syllables
from summarizer.judge import titles
from summarizer.judge.aliases import initials
from summarizer.judge.tokens import simplify

__all__ = ["compare_bodies"]

# Where one of two names has these more than the other, it is as likely the same body.
_EMPTY = frozenset("group holding holdings pmc pvc private military company global worldwide officials".split())
_LONGEST_SHORT = 12  # letters of a short form; a longer one may be parted in too many ways
_TAILS = frozenset("corps force forces army movement organization party militia front affair affairs".split())
_WORDS = {
    "dept": "department", "intl": "international", "natl": "national", "govt": "government", "assn": "association",
    "inst": "institute", "univ": "university", "corp": "corporation", "co": "company", "bros": "brothers",
    "mfg": "manufacturing", "tech": "technology", "technologies": "technology", "industries": "industry", "guards": "guard",
    "forces": "force", "systems": "system", "services": "service", "min": "ministry", "dev": "development", "airlines": "airline",
    "airways": "airline", "affairs": "affair", "rebels": "rebel", "militias": "militia", "sec": "security",
}  # fmt: skip


def compare_bodies(a: Name, b: Name) -> Found:
    """How two bodies' names are alike, and why.

    Names of two states, other numbers or a word of its own in each make two bodies, and so does a word more at the end:
    'Velmora Steel Shipping' is rather a subsidiary of Velmora Steel.
    """
    if a.codes and b.codes and a.codes != b.codes:
        return "different", "bodies of two states"
    if a.numbers != b.numbers:
        return "different", "other numbers"
    other = _other_name(a, b) or _other_name(b, a)
    if other:
        return other
    acronym = _acronym(a, b) or _acronym(b, a)
    if acronym:
        return acronym
    if not a.content or not b.content:
        return "different", ""
    if _letters(a) == _letters(b) and a.codes == b.codes and a.legal == b.legal:
        return "variant", "the same letters, parted otherwise or in another script"
    spoken = [syllables(" ".join(latin(w) for w in name.content)) for name in (a, b)]
    if spoken[0] and spoken[0] == spoken[1]:
        return "variant", "one Korean name, in other letters"
    if any(is_unvowelled(w) for w in (*a.plain, *b.plain)) and a.codes == b.codes:
        return _unvowelled(a, b)
    if a.legal and b.legal and a.legal != b.legal and _one_word(a.content, b.content):
        return "short", "other legal forms: perhaps two companies of one group"
    return _by_words(a, b)


def _unvowelled(a: Name, b: Name) -> Found:
    one, other = ("".join(semitic(w) for w in name.content) for name in (a, b))
    if len(one) < 3 or one != other:
        return "different", ""
    return ("variant" if len(one) > 4 else "short"), "the same consonants, in a script without vowels"


def _other_name(a: Name, b: Name) -> Found | None:
    """'The Pentagon' is the Department of Defense of the United States."""
    for other in titles.METONYMS.get(" ".join(a.plain), ()):
        words = other.split()
        codes = frozenset(w for w in words if w[0] == "#")
        if set(words) - codes - titles.FILLERS == set(b.content):
            return (
                ("variant", f"{a.said} is its other name")
                if codes == b.codes
                else ("short", f"{a.said} is such a body")
            )
    return None


def _letters(name: Name) -> str:
    return "".join(key(w) for w in name.content)


def _one_word(a: Sequence[str], b: Sequence[str]) -> bool:
    return [_WORDS.get(w, w) for w in a] == [_WORDS.get(w, w) for w in b]


def _by_words(a: Name, b: Name) -> Found:
    one, other = _bare(a), _bare(b)
    is_bare = (one, other) != (a.content, b.content) and len(one) == len(other)
    if is_bare and a.codes == b.codes and all(_is_one(x, y) for x, y in zip(one, other, strict=True)):
        return "short", "the same name but for words such as 'group'"
    short, long = sorted((a, b), key=lambda n: (len(n.content), n.said))
    pairs, left, near = _paired(short.content, long.content)
    if pairs is None or near > 1:
        return "different", ""
    more = [long.content[i] for i in left]
    if more and not _is_fuller(short, long, left):
        return "different", f"one has more to its name: {' '.join(more)}"
    if more and len(a.codes | b.codes) != len(a.codes & b.codes) and not all(w in _EMPTY or w in LEGAL for w in more):
        return "different", "only one of them tells the country, and one has more to its name"
    own = [w for w in short.content if not is_common(w)]
    if near and not more and _only_vowels(short.content, long.content):
        return "short", "only vowels differ"
    if near:
        # A word that is nearly the same must be borne out by one that is: 'Orvand Maritime', 'Orwandt Maritime'.
        return ("near", "nearly the same spelling") if not more and len(short.content) > 1 else ("different", "")
    if more:
        if own or a.codes & b.codes or len(short.content) > 1:
            return "short", f"one has more to its name: {' '.join(more)}"
        return "different", ""
    if a.codes != b.codes:
        return "short", "only one of them tells the country"
    if sorted(pairs) != pairs:
        # 'Bank of Commerce' and 'Commerce Bank' may be two; a ministry has its words in any order.
        return ("variant" if set(short.content) & titles.BODIES else "short"), "the same words in another order"
    if a.legal != b.legal:
        return "variant", "the same name with and without its legal form"
    return "variant", "the same words, in other letters or forms"


def _bare(name: Name) -> tuple[str, ...]:
    return tuple(w for w in name.content if w not in _EMPTY) or name.content


def _only_vowels(a: Sequence[str], b: Sequence[str]) -> bool:
    return all(
        _is_one(x, y) or (len(consonants(x)) > 3 and consonants(x) == consonants(y)) for x, y in zip(a, b, strict=True)
    )


def _paired(short: Sequence[str], long: Sequence[str]) -> tuple[list[int] | None, list[int], int]:
    """For each word of the shorter name its place in the longer; what is left of that; how many are only near."""
    places: list[int] = []
    near = 0
    for word in short:
        at = next((i for i, w in enumerate(long) if i not in places and _is_one(word, w)), None)
        if at is None:
            at = next((i for i, w in enumerate(long) if i not in places and _is_near(word, w)), None)
            near += 1
        if at is None:
            return None, [], 0
        places.append(at)
    return places, [i for i in range(len(long)) if i not in places], near


def _is_one(one: str, other: str) -> bool:
    a, b = _WORDS.get(one, one), _WORDS.get(other, other)
    return a == b or (min(len(key(a)), len(key(b))) > 3 and key(a) == key(b))


def _is_near(one: str, other: str) -> bool:
    return not is_common(one) and not is_common(other) and similar(latin(one), latin(other))


def _is_fuller(short: Name, long: Name, left: Sequence[int]) -> bool:
    """Whether the longer name has no more than empty words, or words before the shorter one's ('Islamic …')."""
    empty = all(long.content[i] in _EMPTY or long.content[i] in LEGAL for i in left)
    if empty or len(short.content) < 2:
        return empty
    first = min(i for i in range(len(long.content)) if i not in left)
    return all(i < first or long.content[i] in _TAILS for i in left)


def _acronym(a: Name, b: Name) -> Found | None:
    """'NSC' for the National Security Council."""
    if len(a.plain) != 1 or len(b.plain) < 2 or not a.raws[0].isupper() or not a.raws[0].isascii():
        return None
    short = a.plain[0]
    full = [simplify(r) for r in b.raws]
    choices = {initials(full), initials([w for w in full if w not in LEGAL]), initials(b.content), _all_initials(full)}
    if len(short) > 1 and short in choices:
        return "short", f"the initials of {b.said}"
    if 3 < len(short) <= _LONGEST_SHORT and _begins_words(short, [w for w in full if w not in titles.FILLERS]):
        return "short", f"the first letters of {b.said}"
    return None


def _all_initials(words: Sequence[str]) -> str:
    return "".join(w[0] for w in words if w)


def _begins_words(short: str, words: Sequence[str]) -> bool:
    """Whether a word is made of beginnings of the first words, at least three: 'KOMID' of Korea Mining Development."""

    def fits(rest: str, at: int) -> bool:
        if not rest:
            return at >= 3
        if at == len(words):
            return False
        return any(
            rest.startswith(words[at][:n]) and fits(rest[n:], at + 1) for n in range(1, min(len(words[at]), 4) + 1)
        )

    return fits(short, 0)
