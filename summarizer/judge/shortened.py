"""By which part of its name a party goes once it was introduced: 'the Front', 'Merlane' for Merlane Aviation Ltd.

A part counts only where the article bears it out: the full name stands in it, the part is never used before that, and
nothing else in the article could be meant by it. English, and for names written with capitals; 'THE LEAGUE' in a text
in capitals too.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from summarizer.judge import titles
from summarizer.judge.context import Passage, View
from summarizer.judge.tokens import Tokens, tokenise

__all__ = ["Shortened", "is_contraction"]

# Nouns that stand for the whole name behind 'the'. Not 'government' or 'party': those are said of others as well.
_HEADS = frozenset(
    "front league council bank ministry board bureau agency commission committee court union movement brigade alliance "
    "network congress senate assembly institute foundation fund directorate secretariat organization association society "
    "federation division laboratory program".split()
)
_NEVER_PLAIN = frozenset({"front", "league", "movement", "union", "division", "program", "network"})
# What says that a name is a company's, and so that its first word may do for it.
_COMPANY = frozenset("corp inc ltd plc co llc gmbh ag sa nv company corporation group".split())
_TRADES = frozenset(
    "shipping airlines airways aviation maritime marine freight forwarding logistics lines works industries industrial "
    "petroleum oil gas energy trading traders motors steel mining metals instruments dynamics systems aircraft aerospace "
    "shipyard shipyards verft holdings electronics chemicals pharmaceuticals textiles foods brothers partners".split()
)
_PLAIN_FIRST = frozenset(
    "first second national general united royal international global world european african asian american atlantic "
    "pacific free public federal people red blue black white green golden silver sea land air lucky holy saint radio".split()
)
_WHERE = frozenset("in at near off around across outside inside".split())
_MOST = 40  # mentions of a part that are looked at
_AROUND = 60  # characters on either side of a mention in which its full name is looked for


class Short(NamedTuple):
    """A part of a name that may stand for it, and its last word as written; behind 'the' only, where ``headed``."""

    phrase: str
    size: int
    key: str
    headed: bool


def short_forms(words: Sequence[str], raws: Sequence[str]) -> list[Short]:
    """The parts of a name that may stand for it, the longest first: what English allows, not yet what the article does."""
    core = list(words)
    while len(core) > 1 and (core[-1] in _COMPANY or len(core[-1]) == 1):
        core.pop()
    if len(words) < 2:
        return []
    company = len(core) < len(words) or core[-1] in _TRADES
    found = []
    if all(r[:1].isupper() for r, w in zip(raws, words, strict=True) if w.isalpha() and w not in titles.FILLERS):
        # Of a person's name no first words will do; two or more words of three are too much for a person to share.
        longest = len(core) - 1 if len(core) == len(words) else len(core)
        for size in range(longest, 0, -1):
            lead = core[:size]
            if lead[-1] in titles.FILLERS or (size == len(core) == len(words)):
                continue
            if size > 1 or (company and _is_own(lead[0])):
                found.append(Short(" ".join(lead), size, raws[size - 1], headed=False))
    if len(core) > 1 and core[-1] in _HEADS:
        found.append(Short(core[-1], 1, raws[len(core) - 1], headed=True))
    return found


def _is_own(word: str) -> bool:
    """Whether the first word of a company's name is its own, and no country, adjective or common word."""
    return (
        len(word) > 2
        and word.isalpha()
        and word not in _PLAIN_FIRST | titles.COMPASS | titles.BODIES | titles.TITLES
        and not word.endswith(("ian", "ean", "ese", "ish"))
    )


def is_contraction(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether a name is another with words left out of its middle: 'Upland League' of the Upland Peasants' League."""
    if not 2 <= len(short) < len(full) or short[-1] not in titles.BODIES:
        return False
    if (short[0], short[-1]) != (full[0], full[-1]):
        return False
    rest = iter(full)
    return all(word in rest for word in short)


class Shortened:
    """The short forms of one name in one article."""

    def __init__(self, view: View, phrases: Sequence[str], words: Sequence[str], raws: Sequence[str]) -> None:
        self.view = view
        self.full = phrases
        self.words = words
        self.forms = short_forms(words, raws)
        self._borne_out: dict[Short, bool] = {}

    def places(self, passage: Passage, known: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The tokens by which a passage means the party so, beside those by which it is ``known`` to mean it."""
        for short in self.forms:
            if f" {short.phrase} " not in passage.tokens.line:
                continue
            spots = [
                (i, j)
                for i, j in passage.tokens.find(short.phrase)
                if self._may_be(passage.tokens, i, short) and not any(a <= i and j <= b for a, b in known)
            ]
            if spots and self._is_borne_out(short):
                yield from spots

    def _may_be(self, tokens: Tokens, i: int, short: Short) -> bool:
        if not short.headed:
            return tokens.raws[i][:1].isupper()
        behind_the = i > 0 and tokens.forms[i - 1] == "the"
        return behind_the and (tokens.raws[i][:1].isupper() or short.phrase not in _NEVER_PLAIN)

    def _is_borne_out(self, short: Short) -> bool:
        known = self._borne_out.get(short)
        if known is None:
            known = self._borne_out[short] = self._look(short)
        return known

    def _look(self, short: Short) -> bool:
        """Whether the article uses the part for nothing else, and not before the full name but in its headline."""
        introduced = False
        for tokens, i, j in self._mentions(short):
            if self._is_in_full(tokens, i, j):
                introduced = True
            elif self._is_shouted(tokens, i) or (not introduced and self._in_headline(tokens, i)):
                continue
            elif not introduced or not (
                self._heads(tokens, i, j) if short.headed else self._leads(tokens, i, j, short)
            ):
                return False
        return introduced

    def _mentions(self, short: Short) -> Iterator[tuple[Tokens, int, int]]:
        """Where the part stands, each with the words round it: the article as a whole is not cut into words for this."""
        text = self.view.article.text
        found = {at for word in _written(short.key) for at in islice(_places(text, word), _MOST)}
        for at in sorted(found)[:_MOST]:
            start, end = max(0, at - _AROUND), min(len(text), at + len(short.key) + _AROUND)
            while start > 0 and start < at and not text[start - 1].isspace():
                start += 1
            while end < len(text) and end > at + len(short.key) and not text[end].isspace():
                end -= 1
            tokens = tokenise(text[start:end], start)
            j = bisect_right(tokens.starts, at)
            i = j - short.size
            if i >= 0 and " ".join(tokens.forms[i:j]) == short.phrase:
                yield tokens, i, j

    def _is_in_full(self, tokens: Tokens, i: int, j: int) -> bool:
        """Whether the part stands there inside the full name."""
        return any(
            a <= i and j <= b
            for phrase in self.full
            if " " in phrase and f" {phrase} " in tokens.line
            for a, b in tokens.find(phrase)
        )

    def _is_shouted(self, tokens: Tokens, i: int) -> bool:
        """Whether a headline in capitals says it: that tells nothing in an article that is not in capitals."""
        return not self.view.caseless and len(tokens.raws[i]) > 3 and tokens.raws[i].isupper()

    def _in_headline(self, tokens: Tokens, i: int) -> bool:
        """Whether it stands in the article's first line, and that is no sentence."""
        first = self.view.sentences[0]
        line = self.view.article.text[first.start : first.end].rstrip("\"'”’ \n\r")
        return tokens.starts[i] < first.end and line[-1:] not in {".", "!", "?"}

    def _heads(self, tokens: Tokens, i: int, j: int) -> bool:
        """'the Council', and not 'a council', 'the town council' or 'the Council of Elders'."""
        before = tokens.forms[i - 1] if i else ""
        following = tokens.forms[j] if j < len(tokens) else ""
        if following == "of":
            return False
        if before in self.words:
            return True
        capital = not self.view.caseless and tokens.raws[i][:1].isupper()
        return before == "the" and not (capital and _goes_on(tokens, j))

    def _leads(self, tokens: Tokens, i: int, j: int, short: Short) -> bool:
        """'Merlane', and not 'merlane', 'in Merlane', 'John Merlane' or 'Merlane Airport'."""
        if self.view.caseless or not tokens.raws[i][:1].isupper():
            return False
        if i and (tokens.forms[i - 1] in _WHERE | titles.TITLES or self._is_name_before(tokens, i - 1)):
            return False
        if _goes_on(tokens, j):
            return tokens.forms[j] == self.words[short.size]
        return True

    def _is_name_before(self, tokens: Tokens, at: int) -> bool:
        beside = tokens.starts[at + 1] - tokens.ends[at] == 1
        return beside and _is_name(tokens, at) and tokens.forms[at] not in titles.SENTENCE_OPENERS


def _goes_on(tokens: Tokens, j: int) -> bool:
    """Whether another word with a capital follows at ``j``, with nothing but a space between."""
    return j < len(tokens) and _is_name(tokens, j) and tokens.starts[j] - tokens.ends[j - 1] == 1


def _written(word: str) -> set[str]:
    return {word, word.lower(), word.upper(), word.capitalize()}


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _is_name(tokens: Tokens, at: int) -> bool:
    raw = tokens.raws[at]
    return raw[:1].isupper() and raw[:1].isalpha()
