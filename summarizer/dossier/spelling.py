"""How a name's words sound, whatever script and romanisation they are written in.

Each word gets a ``key``: Latin letters in which the usual ways to romanise one name are the same ('Yevgeny', 'Evgenii',
'Евгений'). A key says that two spellings may be one name; it is never shown, and links nothing by itself.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import OSA

from summarizer.dossier.syllables import syllables

__all__ = ["consonants", "is_other_sex", "is_unvowelled", "key", "latin", "near_semitic", "semitic", "similar"]

_LONGEST = 40  # consonants of a word that is looked at closely; no name's has more
_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_HEBREW = re.compile("[\u0590-\u05ff]")
_UNVOWELLED = re.compile("[\u0590-\u06ff\u0750-\u077f\ufb1d-\ufdff\ufe70-\ufeff]")
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u0652\u0640]")
# Letters by their usual sound (ELOT 743, and the plain way of news) where one character alone does not tell it.
_GREEK_PAIRS = (
    ("ου", "u"), ("ευ", "ev"), ("αυ", "av"), ("γγ", "ng"), ("γκ", "g"), ("γχ", "nch"), ("οι", "oi"), ("αι", "ai"),
    ("ει", "ei"), ("χ", "ch"), ("η", "i"), ("υ", "y"),
)  # fmt: skip
_GREEK_FIRST = (("μπ", "b"), ("ντ", "d"))
_HEBREW_LETTERS = str.maketrans(
    {"ב": "b", "ו": "w", "כ": "k", "ך": "k", "פ": "f", "ף": "f", "ח": "h", "צ": "ts", "ץ": "ts", "ק": "k", "ש": "sh"}
    | {"ת": "t", "ט": "t", "י": "y", "ע": "", "א": ""}
)
_FOLDS = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"[^a-z]", ""),
        (r"schtsch|shch|szcz|stch", "S"),
        (r"tsch|tch|cz", "C"),
        (r"sch|sh|sz", "S"),
        (r"dzh|dj|dsch", "j"),
        (r"zh", "z"),
        (r"kh", "h"),
        (r"ch", "C"),
        (r"ph", "f"),
        (r"([tdg])h", r"\1"),
        (r"ts|tz", "c"),
        (r"ck|qu|q", "k"),
        (r"c(?=[aoulrk]|$)", "k"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"f+$", "v"),
        (r"ou|oo", "u"),
        (r"ee", "i"),
        (r"oe", "o"),
        (r"ae|aa", "a"),
        (r"ue", "u"),
        (r"^[yji]e", "e"),  # Yeltsin, Jelzin, Eltsin
        (r"(?<=[aeiou])j(?![aeiou])", "i"),  # Sergej
        (r"^j(?=[aou]\w{3})", "y"),  # Jaroslav; not the short 'Jong', which is not 'Yong'
        (r"(?<=i)[yj](?=[aeou])", ""),  # Mariya, Marija
        (r"(?<=[bcdfghklmnprstvzSC])(?:[yji]o|[yji]e)", "e"),  # Fyodor, Fedor
        (r"(?<=[bcdfghklmnprstvzSC])[yji]u", "u"),  # Lyudmila, Liudmila
        (r"(?<=[CS])ov$", "ev"),  # Gorbatschow
        (r"y", "i"),
        (r"ij|ii", "i"),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=1 << 14)
def latin(word: str) -> str:
    """A word in small Latin letters; the syllables of Hangul and Han are parted by spaces.

    Han characters are read as Mandarin: what they are in Japanese or Korean they do not tell.
    """
    word = unicodedata.normalize("NFKC", word)
    if _GREEK.search(word):
        word = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFD", word))).casefold()
        for pair, sound in _GREEK_FIRST:
            word = re.sub(rf"\b{pair}", sound, word)
        for pair, sound in _GREEK_PAIRS:
            word = word.replace(pair, sound)
    elif _HEBREW.search(word):
        word = _MARKS.sub("", word).translate(_HEBREW_LETTERS)
    elif _UNVOWELLED.search(word):
        word = _MARKS.sub("", word)
        word = re.sub(r"^ال(?=\w{3})", "", word)  # the article, written as one word with the name
    said = "".join(_hangul(c) for c in word) if _HANGUL.search(word) else anyascii(word)
    if not word.isascii() and any(_syllabic(c) for c in word):
        said = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", said)
    return re.sub(r"[^a-z ]", "", said.lower()).strip()


def _hangul(char: str) -> str:
    """A syllable as it is said: its last sound unvoiced, its first no 'l'."""
    said = anyascii(char)
    if not _HANGUL.match(char):
        return said
    said = re.sub(r"^L", "R", said)
    return said[:-1] + {"g": "k", "b": "p", "d": "t"}.get(said[-1], said[-1]) if not said.endswith("ng") else said


def _syllabic(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7a3"


@lru_cache(maxsize=1 << 14)
def key(word: str) -> str:
    """The sound of a word: one for the usual spellings of one name, whatever its script. May be empty."""
    found = latin(word).replace(" ", "")
    for pattern, by in _FOLDS:
        found = pattern.sub(by, found)
    return found


@lru_cache(maxsize=1 << 14)
def consonants(word: str) -> str:
    """What is left of a key without its vowels; the first sound stays: 'mkrCv' of Mkrtychev."""
    sound = re.sub(r"t([aeiou]?C)", r"\1", key(word)).replace("c", "z")  # 'tch' is one sound, and 'tych' hardly another
    return sound[:1] + re.sub(r"[aeiou]", "", sound[1:])


@lru_cache(maxsize=1 << 14)
def semitic(word: str) -> str:
    """The consonants by which Arabic and Hebrew write a name, or as news romanises it: Gaddafi, Qadhafi and القذافي are one."""
    said = latin(word)
    sound = "k" + key(said[1:]) if said[:1] == "j" else key(word)
    found = re.sub(r"[aeiouhvy]", "", sound.replace("j", "k").replace("g", "k"))
    return re.sub(r"(.)\1+", r"\1", found)


def is_unvowelled(word: str) -> bool:
    """Whether a word is in a script that leaves its vowels out."""
    return _UNVOWELLED.search(word) is not None


def similar(one: str, other: str) -> bool:
    """Whether two long words are nearly spelled alike: Mkrtychev and Mkrtchyan, but not Kirby and Kerry.

    They begin alike, and their consonants differ in one of five at most, their vowels as they like. A woman's form of a
    Slavic surname is another person's.
    """
    a, b = consonants(one), consonants(other)
    if (
        max(len(a), len(b)) > _LONGEST
        or min(len(a), len(b)) < 3
        or a[:2] != b[:2]
        or is_other_sex(one, other)
        or syllables(one)
        or syllables(other)
    ):
        return False
    allowed = min(len(a), len(b)) // 5
    return abs(len(a) - len(b)) <= allowed and OSA.distance(a, b) <= allowed


def near_semitic(one: str, other: str) -> bool:
    """Whether two words, at least one of them without vowels, differ by one consonant in four or more."""
    a, b = semitic(one), semitic(other)
    return min(len(a), len(b)) >= 4 and max(len(a), len(b)) <= _LONGEST and OSA.distance(a, b) <= 1


def is_other_sex(one: str, other: str) -> bool:
    """Whether one is the woman's form of the other: Petrov and Petrova, Sadovsky and Sadovskaya."""
    a, b = sorted((key(one), key(other)), key=len)
    return b == a + "a" or (a[-2:] in {"ki", "ni"} and b in {a[:-1] + "aia", a[:-1] + "a", a[:-1] + "aa"})
