"""When words say the same for the scorer: folded texts, names, and how much of a text two have in common.

Coarser than the judge on purpose. The judge must not be fooled; the scorer must not punish a fact for an article, a
plural or a typographic quote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

__all__ = ["content_words", "numbers", "plain", "same_name", "shared_words"]

_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")
_POSSESSIVE = re.compile(r"'s\b")
_BETWEEN = re.compile(r"\W+")
_DIGITS = re.compile(r"\d+")

_FUNCTION_WORDS = frozenset(
    "a an the of in on at to by for from with and or that which it its their his her as be is are was were been "
    "has have had will would mr mrs ms".split()
)
_OF_ANY_STATE = frozenset({"government", "administration", "regime"})
_INITIAL, _SURNAME = 0, -1


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """``text`` in small letters and digits with single spaces: compatibility forms folded, 'U.S.' as 'us', 's off."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_STRAIGHT)
    text = _INITIALS.sub(lambda found: found[0].replace(".", ""), text)
    return _BETWEEN.sub(" ", _POSSESSIVE.sub("", text)).strip()


@lru_cache(maxsize=8192)
def content_words(text: str) -> tuple[str, ...]:
    """The words of ``text`` in order without function words and titles, a plural's s off."""
    return tuple(_singular(word) for word in plain(text).split() if word not in _FUNCTION_WORDS)


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def numbers(text: str) -> frozenset[str]:
    """The numbers in ``text`` that are written in digits, thousands unparted."""
    return frozenset(_DIGITS.findall(text.replace(",", "")))


def shared_words(one: str, other: str) -> float:
    """The share of the shorter text's different content words that stand in the other, 0 to 1."""
    here, there = set(content_words(one)), set(content_words(other))
    return len(here & there) / min(len(here), len(there)) if here and there else 0.0


def same_name(name: str, names: Iterable[str], *, person: bool = False) -> bool:
    """Whether ``name`` is one of ``names``, whatever word for its government stands with it.

    Of a ``person`` the surname is enough where the rest does not speak against it: one of the two is the surname alone,
    or both begin with the same letter.
    """
    said = _name_words(name)
    return bool(said) and any(_agree(said, known, person) for n in names if (known := _name_words(n)))


def _name_words(name: str) -> tuple[str, ...]:
    return tuple(word for word in content_words(name) if word not in _OF_ANY_STATE)


def _agree(one: tuple[str, ...], other: tuple[str, ...], person: bool) -> bool:
    if one == other:
        return True
    if not person or one[_SURNAME] != other[_SURNAME] or len(one[_SURNAME]) <= 2:
        return False
    return 1 in (len(one), len(other)) or one[_INITIAL][0] == other[_INITIAL][0]
