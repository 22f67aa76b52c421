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

from summarizer.judge.countries import COUNTRY_WORDS

__all__ = ["Tokens", "forms_of", "simplify", "tokenise"]

_TOKEN = re.compile(
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


def tokenise(text: str, offset: int = 0, *, caseless: bool = False) -> Tokens:
    """The tokens of ``text``; ``offset`` is where it begins in its article.

    Countries are known by their capitals ('turkey' is a bird), unless ``caseless`` says that those mean nothing here.
    """
    forms: list[str] = []
    raws: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    previous = -1
    for match in _TOKEN.finditer(text):
        raw = match[0]
        start = match.start()
        end = start + len(raw)
        first = raw[0]
        if first.isalnum():
            form = simplify(raw)
        elif len(raw) == 2 and raw[1] in "sS":
            form = "'s"
        elif first == ".":
            continue
        elif first in _JOINT and previous == start and text[end : end + 1].isalnum():
            previous = end
            continue
        elif first in _QUOTES:
            form = '"' if first not in "'‘’‚" or previous != start else "'"
        elif first in _DASHES:
            form = "-"
        elif unicodedata.category(first)[0] == "M":
            continue
        else:
            form = _SPELLING.get(raw, raw)
        previous = end
        forms.append(form)
        raws.append(raw)
        starts.append(start + offset)
        ends.append(end + offset)
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
    new_forms: list[str] = []
    new_raws: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    for i in [i for i, form in enumerate(forms) if form in COUNTRY_WORDS]:
        if i < done or not (caseless or raws[i][0].isupper()) or (forms[i] == "us" and not raws[i].isupper()):
            continue
        for words, code in COUNTRY_WORDS[forms[i]]:
            size = len(words)
            if size > 1 and tuple(forms[i : i + size]) != words:
                continue
            new_forms += [*forms[done:i], code]
            new_raws += [*raws[done:i], text[starts[i] - offset : ends[i + size - 1] - offset]]
            new_starts += [*starts[done:i], starts[i]]
            new_ends += [*ends[done:i], ends[i + size - 1]]
            done = i + size
            break
    if not done:
        return Tokens(tuple(forms), tuple(raws), tuple(starts), tuple(ends))
    return Tokens(
        (*new_forms, *forms[done:]), (*new_raws, *raws[done:]), (*new_starts, *starts[done:]), (*new_ends, *ends[done:])
    )


@lru_cache(maxsize=4096)
def forms_of(value: str) -> tuple[str, ...]:
    """The forms of a value's words, read once."""
    return tokenise(value).forms
