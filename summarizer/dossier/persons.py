"""Whether two names may be one person's: family names, first names, initials, order, generations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from summarizer.dossier.given import is_given, same_given
from summarizer.dossier.reading import Name
from summarizer.dossier.spelling import consonants, is_other_sex, is_unvowelled, key, near_semitic, semitic, similar

__all__ = ["Found", "compare_persons"]

Found = tuple[Literal["identical", "variant", "short", "near", "different"], str]
_NO: Found = ("different", "")
_ARTICLES = frozenset("al el ul ad ar as at az".split())
_SONS = frozenset("bin ibn ben bint".split())
_ARABIC = _ARTICLES | _SONS | frozenset("abu abd abdel abdul mohammed muhammad mohamed mohammad".split())
_GUTTURAL = re.compile(r"q(?!u)|dh")
_SERVANT = re.compile(r"abd[aeu]l(?=\w{4})|a?bd$|abd[aeu]l$")
_FIRST_VOWEL = re.compile("[aeiou]")
_LIKE = {"a": "ae", "e": "aei", "i": "ei", "o": "ou", "u": "ou"}
_TELLING = 4  # consonants, together, that two names in a script without vowels must share

Step = Literal["exact", "variant", "form", "initial", "vowels", "near", "none"]


def compare_persons(a: Name, b: Name) -> Found:
    """How two people's names are alike, and why.

    First names that differ are two people, however rare the family name; a family name alone, an initial and a middle name
    that only one of them has are short forms that others may share, a father and his son.
    """
    if a.suffix and b.suffix and a.suffix != b.suffix:
        return "different", f"{a.suffix} and {b.suffix}"
    found = _by_words(a, b)
    if found[0] != "different" and a.suffix != b.suffix:
        return "short", f"only one of them is called {a.suffix or b.suffix}"
    return found


def _by_words(a: Name, b: Name) -> Found:
    if a.syllables and b.syllables:
        return _korean(a.syllables, b.syllables)
    one, other = _parts(a), _parts(b)
    if not one or not other:
        return _NO
    if a.plain == b.plain:
        return "variant", "the same words"
    if "".join(one) == "".join(other):
        return "variant", "the same letters, parted otherwise"
    unvowelled = any(is_unvowelled(w) for w in (*a.plain, *b.plain))
    arabic = unvowelled or any(w in _ARABIC or _GUTTURAL.search(w) for w in (*a.latin, *b.latin))
    if unvowelled and len(_bones(one)) >= _TELLING + 1 and _bones(one) == _bones(other):
        return "variant", "one name, in a script without vowels"
    found = [_aligned(one, other, arabic, unvowelled, turned=False)]
    # Where any of the words may be the first name, their order tells two people apart: Ahmed Hassan, Hassan Ahmed.
    firm = not all(is_given(w) for w in (one[0], one[-1], other[0], other[-1]))
    if firm and not _SONS & {*one, *other} and min(len(one), len(other)) > 1:
        turns = (one[-1:] + one[:-1], one[1:] + one[:1])
        found += [_aligned(turn, other, arabic, unvowelled, turned=True) for turn in turns]
    return min(found, key=lambda f: ("identical", "variant", "short", "near", "different").index(f[0]))


def _bones(words: Sequence[str]) -> str:
    return "".join(semitic(w) for w in words)


def _korean(a: Sequence[str], b: Sequence[str]) -> Found:
    if a == b:
        return "variant", "one Korean name, in other Latin letters"
    if sorted(a) == sorted(b) and (tuple(a[1:]) + tuple(a[:1]) == tuple(b) or tuple(b[1:]) + tuple(b[:1]) == tuple(a)):
        return "variant", "one Korean name, the family name at the other end"
    return "different", "Korean names with other syllables" if len(a) == len(b) else ""


def _parts(name: Name) -> list[str]:
    """The words in Latin letters: articles dropped, 'Abd al-Fattah' and 'Abdelfattah' alike."""
    words: list[str] = []
    for word in name.latin:
        if word in _ARTICLES and len(name.latin) > 1:
            continue
        servant = _SERVANT.match(word)
        if servant:
            words += ["abdel", word[servant.end() :]] if servant.end() < len(word) else ["abdel"]
        else:
            words.append("bin" if word in _SONS else word)
    return [w for w in words if w] or list(name.latin)


def _aligned(one: Sequence[str], other: Sequence[str], arabic: bool, bare: bool, *, turned: bool) -> Found:
    short, long = sorted((list(one), list(other)), key=len)
    if not short:
        return _NO
    if len(short) == 1:
        return _alone(short[0], long, arabic, bare)
    first = _step(short[0], long[0], arabic, bare, given=True)
    last = _step(short[-1], long[-1], arabic, bare, given=False)
    if first == "none" or last in {"none", "initial"}:
        return _begun(short, long, arabic, bare) if not turned else _NO
    middle = _middle(short[1:-1], long[1:-1], arabic, bare)
    if middle == "none":
        return _NO
    steps = {first, last, middle}
    if bare and not _telling(short):
        return _NO
    if "near" in steps or {first, last} == {"vowels"}:
        # One of the two must be the same beyond doubt.
        if turned or not {first, last} & {"exact", "variant", "form"} or len(short) != len(long):
            return _NO
        return "near", "nearly the same spelling, the other names the same"
    if "vowels" in steps:
        return "short", "only vowels differ"
    if "form" in steps:
        return "short", "first names that are forms of one"
    if "initial" in steps:
        return "short", "an initial for a first name"
    if len(short) != len(long):
        return "short", "only one of them has a name in the middle"
    if turned:
        return "variant", "the same names in another order"
    return "variant", "one name, in other letters" if steps != {"exact"} else "the same names"


def _telling(words: Sequence[str]) -> bool:
    return sum(len(semitic(w)) for w in words) >= _TELLING


def _alone(word: str, long: Sequence[str], arabic: bool, bare: bool) -> Found:
    if len(word) < 2 or not long:
        return _NO
    if _step(word, long[-1], arabic, bare, given=False) in {"exact", "variant"}:
        return ("short", "the family name alone") if len(long) > 1 else ("variant", "one name, in other letters")
    if len(long) > 1 and _step(word, long[0], arabic, bare, given=False) == "exact":
        return "short", "one name of several"
    if len(long) == 1 and _step(word, long[0], arabic, bare, given=False) == "vowels":
        return "near", "only vowels differ"
    return _NO


def _begun(short: Sequence[str], long: Sequence[str], arabic: bool, bare: bool) -> Found:
    """'Nicolás Maduro' and 'Nicolás Maduro Moros': the longer one goes on."""
    if len(short) == len(long) or len(short) < 2 or "".join(short) == "".join(long[-len(short) :]):
        return _NO
    steps = [_step(x, y, arabic, bare, given=i == 0) for i, (x, y) in enumerate(zip(short, long, strict=False))]
    if all(s in {"exact", "variant"} for s in steps):
        return "short", "one of them goes on with more names"
    return _NO


def _middle(short: Sequence[str], long: Sequence[str], arabic: bool, bare: bool) -> Step:
    """How the middle names agree: each of the shorter name's finds its own in the longer, in order."""
    at = 0
    worst: Step = "exact"
    if short and long and (len(short[0]) == 1 or len(long[0]) == 1) and short[0][0] != long[0][0]:
        return "none"  # George W. is not George H. W.
    for word in short:
        while at < len(long) and _step(word, long[at], arabic, bare, given=True) == "none":
            at += 1
        if at == len(long):
            return "none"
        step = _step(word, long[at], arabic, bare, given=True)
        worst = max(worst, step, key=_ORDER.index)
        at += 1
    return worst


_ORDER: tuple[Step, ...] = ("exact", "variant", "form", "initial", "vowels", "near", "none")


def _step(one: str, other: str, arabic: bool, bare: bool, *, given: bool) -> Step:
    """How two words of names are alike."""
    if one == other:
        return "exact"
    if 1 in {len(one), len(other)}:
        return "initial" if one[:1] == other[:1] or key(one)[:1] == key(other)[:1] else "none"
    if is_other_sex(one, other) or (given and _is_mate(one, other)):
        return "none"
    if key(one) == key(other) and key(one):
        return "variant"
    if given and same_given(one, other, bare=bare):
        return "variant" if bare else "form"
    if bare:
        if semitic(one) and semitic(one) == semitic(other):
            return "variant"
        return "near" if near_semitic(one, other) else "none"
    if len(consonants(one)) > 3 and consonants(one) == consonants(other) and similar(one, other):
        return "variant" if arabic and _same_first_vowel(one, other) else "vowels"
    if not _same_first_vowel(one, other):
        return "none"
    if arabic and len(semitic(one)) > 1 and semitic(one) == semitic(other):
        return "variant"
    if len(consonants(one)) >= 3 and consonants(one) == consonants(other) and similar(one, other):
        return "vowels"
    return "near" if similar(one, other) else "none"


def _is_mate(one: str, other: str) -> bool:
    """Whether two first names are a man's and a woman's: Mario and Maria."""
    return one[:-1] == other[:-1] and {one[-1:], other[-1:]} == {"a", "o"}


def _same_first_vowel(one: str, other: str) -> bool:
    """Hassan is not Hussein."""
    a, b = _FIRST_VOWEL.search(key(one)), _FIRST_VOWEL.search(key(other))
    return not a or not b or b[0] in _LIKE[a[0]]
