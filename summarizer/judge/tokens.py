"""Words of a text in the form in which the rules compare them: one pass, offsets kept.

A token has its ``form`` (case, diacritics and typography folded; countries as ``#`` and their code, in whatever words
they are said) and its ``raw`` characters. Hyphens part words and stops vanish, so 'air-defense' is 'air defense' and
'U.S.' is the same as 'United States'; the other punctuation stays, as clauses are cut there.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import compress

from summarizer.judge.countries import COUNTRY_WORDS

__all__ = ["Tokens", "forms_of", "simplify", "tokenise"]

_TOKEN = re.compile(
    r"[A-Za-z]++(?![^\s,])|"  # nearly all words; only a short cut, the third line reads them the same
    r"[^\W\d_](?:\.[^\W\d_])+(?![^\W_])\.?"  # U.S., J.K., e.g.
    r"|\d+(?:[.,]\d+)*(?![^\W_])"  # 4,491 and 3.53
    r"|(?:[^\W_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060])+(?:['’](?![sS]\b)[^\W_]+)*"  # don't, O'Brien
    r"|(?<=\w)['’][sS]\b"
    r"|[^\w\s]"
)
_JOINT = frozenset("-‐‑")
_APOSTROPHES = str.maketrans("’‘`´", "''''")
_INVISIBLE = re.compile("[\u0300-\u036f\u00ad\u200b-\u200d\u2060]")
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})
_QUOTES = frozenset("\"“”„‟«»'‘’‚‹›`´")
_APOSTROPHE_LIKE = frozenset("'‘’‚")
_DASHES = frozenset("–—―-")
# One word, two spellings.
_SPELLING = {
    "defence": "defense",
    "programme": "program",
    "programmes": "programs",
    "centre": "center",
    "centres": "centers",
    "organisation": "organization",
    "organisations": "organizations",
    "labour": "labor",
    "armour": "armor",
    "armoured": "armored",
    "licence": "license",
    "licences": "licenses",
    "aeroplane": "airplane",
    "aeroplanes": "airplanes",
    "tonne": "ton",
    "tonnes": "tons",
    "&": "and",
}


@lru_cache(maxsize=1 << 14)
def simplify(word: str) -> str:
    """A word without case, diacritics and soft hyphens, in American spelling: 'Erdoğan' is 'erdogan'."""
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word.translate(_APOSTROPHES)).casefold()
        word = unicodedata.normalize("NFKC", _INVISIBLE.sub("", word.translate(_PLAIN)))
    else:
        word = word.lower()
    if "." in word and not word[0].isdigit():
        word = word.replace(".", "")
    return _SPELLING.get(word, word)


@dataclass(frozen=True)
class Tokens:
    """Parallel tuples: form, characters and offsets of each token of a text."""

    forms: tuple[str, ...]
    raws: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.forms)

    def within(self, start: int, end: int) -> Tokens:
        """Those that lie between two offsets."""
        low = bisect_left(self.starts, start)
        high = max(low, bisect_right(self.ends, end))
        return Tokens(self.forms[low:high], self.raws[low:high], self.starts[low:high], self.ends[low:high])

    @cached_property
    def line(self) -> str:
        """All forms with a space round each: a phrase is in it if `` phrase `` is."""
        return f" {' '.join(self.forms)} "

    def find(self, phrase: str) -> list[tuple[int, int]]:
        """Where a phrase of forms stands: token indices, half-open."""
        found: list[tuple[int, int]] = []
        needle = f" {phrase} "
        at = self.line.find(needle)
        size = phrase.count(" ") + 1
        done, index = 0, 0
        while at >= 0 and len(found) < 100:
            index += self.line.count(" ", done, at)
            done = at
            found.append((index, index + size))
            at = self.line.find(needle, at + 1)
        return found


@lru_cache(maxsize=1 << 14)
def _form(raw: str) -> str | None:
    """The form of a token by itself; None where it has none, empty where its neighbours must be asked."""
    first = raw[0]
    if first.isalnum():
        return simplify(raw)
    if len(raw) == 2 and raw[1] in "sS":
        return "'s"
    if first == ".":
        return None
    if first in _JOINT or first in _APOSTROPHE_LIKE:
        return ""
    if first in _QUOTES:
        return '"'
    if first in _DASHES:
        return "-"
    if unicodedata.category(first)[0] == "M":
        return None
    return _SPELLING.get(raw, raw)


def tokenise(text: str, offset: int = 0, *, caseless: bool = False) -> Tokens:
    """The tokens of ``text``; ``offset`` is where it begins in its article.

    Countries are known by their capitals ('turkey' is a bird), unless ``caseless`` says that those mean nothing here.
    """
    forms: list[str] = []
    raws: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    previous = -1
    at = 0
    # Between two tokens stand white space and underscores only, and no token begins with one: the next place of its
    # characters is its own. Much faster than an object for each match.
    for raw in _TOKEN.findall(text):
        start = text.find(raw, at)
        at = start + len(raw)
        form = _form(raw)
        if form is None:
            continue
        if not form:  # a hyphen, or what may be an apostrophe: what stands beside it decides
            if raw in _JOINT and previous == start and text[at : at + 1].isalnum():
                previous = at
                continue
            form = "-" if raw in _DASHES else raw if raw in _JOINT else "'" if previous == start else '"'
        previous = at
        forms.append(form)
        raws.append(raw)
        starts.append(start + offset)
        ends.append(at + offset)
    return _with_countries(forms, raws, starts, ends, text, offset, caseless)


def _with_countries(
    forms: list[str],
    raws: list[str],
    starts: list[int],
    ends: list[int],
    text: str,
    offset: int,
    caseless: bool,
) -> Tokens:
    """Put ``#CODE`` where the words for a country stand."""
    done = 0
    longer: list[tuple[int, int]] = []  # where a country's name of several words begins and ends
    for i in [i for i, form in enumerate(forms) if form in COUNTRY_WORDS]:
        if i < done or not (caseless or raws[i][0].isupper()) or (forms[i] == "us" and not raws[i].isupper()):
            continue
        for words, code in COUNTRY_WORDS[forms[i]]:
            size = len(words)
            if size > 1 and tuple(forms[i : i + size]) != words:
                continue
            done = i + size
            forms[i] = code
            if size > 1:
                raws[i] = text[starts[i] - offset : ends[done - 1] - offset]
                ends[i] = ends[done - 1]
                longer.append((i, done))
            break
    if longer:
        kept = [True] * len(forms)
        for first, end in longer:
            kept[first + 1 : end] = [False] * (end - first - 1)
        forms, raws = list(compress(forms, kept)), list(compress(raws, kept))
        starts, ends = list(compress(starts, kept)), list(compress(ends, kept))
    return Tokens(tuple(forms), tuple(raws), tuple(starts), tuple(ends))


@lru_cache(maxsize=4096)
def forms_of(value: str) -> tuple[str, ...]:
    """The forms of a value's words, read once."""
    return tokenise(value).forms
