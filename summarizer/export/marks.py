"""Where evidence stands in an article's text: the text in blocks, cut at every border of any evidence.

Evidence overlaps: facts share their sentences. So nothing is nested: each piece of the text says which evidence covers
it. Pure geometry; what is made of it stands in the templates.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from summarizer.article import Article

__all__ = ["LONGEST", "Block", "Mark", "Piece", "blocks"]

LONGEST = 2_000
"""Code points of a block (a few more where a letter's marks or a line's end hang on the last one)."""

MOST = 10_000
"""Blocks of a text, about: of a longer one more lines make a block, so that a page of it can be laid out."""

FILLED = 120
"""Code points that no line has where lines are filled by hand or by a wire service."""

_BREAKS = re.compile(r"(?:\r\n|[\n\r\u2028\u2029])+")
_SPACE = re.compile(r"\s(?=\S*\Z)")
_JOINED = 64  # code points that are looked at for a border between letters


@dataclass(frozen=True, slots=True)
class Mark:
    """One evidence: the fact's short ``code``, its place among the fact's evidence, the index of the kind, the span."""

    code: str
    number: int
    kind: int
    start: int
    end: int

    @property
    def id(self) -> str:
        """The name of its place in a page: ``e-I2-0``."""
        return f"e-{self.code}-{self.number}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text that the same evidence covers, ``marks``, the shortest first; none where there is none.

    ``begins`` are the names of the evidence whose first piece this is, ``ends`` the codes of the facts that have evidence
    whose last piece this is.
    """

    start: int
    end: int
    text: str
    marks: tuple[Mark, ...] = ()
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The facts that it is evidence of."""
        return tuple(dict.fromkeys(mark.code for mark in self.marks))


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text ``[start, end)`` in its pieces: a line with its end, or as much of it as one block holds."""

    index: int
    start: int
    end: int
    pieces: tuple[Piece, ...]

    @property
    def is_paragraph(self) -> bool:
        """Whether it is one long line, and the next follows without a blank one: a paragraph of a text that fills no lines."""
        if self.end - self.start <= FILLED:
            return False
        broken = _BREAKS.search("".join(piece.text for piece in self.pieces))
        return broken is not None and broken.end() == self.end - self.start and broken[0] in ("\n", "\r", "\r\n")


def blocks(article: Article, marks: Iterable[Mark] = ()) -> list[Block]:
    """The whole text in blocks, in order, nothing left out; marks that lie in no text mark nothing."""
    text = article.text
    begin: dict[int, list[Mark]] = defaultdict(list)
    end: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        if 0 <= mark.start < mark.end <= len(text):
            begin[mark.start].append(mark)
            end[mark.end].append(mark)
    cuts = sorted(begin.keys() | end.keys())
    under: list[Mark] = []
    made = []
    for index, (first, last) in enumerate(_stretches(text)):
        edges = [first, *cuts[bisect_right(cuts, first) : bisect_left(cuts, last)], last]
        pieces = []
        for start, stop in pairwise(edges):
            opened = begin.get(start, [])
            if opened or start in end:
                under = sorted([m for m in under if m.end != start] + opened, key=_shortest)
            pieces.append(
                Piece(
                    start,
                    stop,
                    text[start:stop],
                    tuple(under),
                    tuple(m.id for m in sorted(opened, key=_shortest)),
                    tuple(dict.fromkeys(m.code for m in sorted(end.get(stop, []), key=_shortest))),
                )
            )
        made.append(Block(index, first, last, tuple(pieces)))
    return made


def _shortest(mark: Mark) -> tuple[int, int, int, str, int]:
    return mark.end - mark.start, mark.start, mark.kind, mark.code, mark.number


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Where the blocks of a text begin and end. A blank line belongs to the block before it."""
    least = min(len(text) // MOST, LONGEST // 2)
    start = 0
    while start < len(text):
        limit = min(start + LONGEST, len(text))
        if broken := _BREAKS.search(text, start + least, limit):
            end = broken.end()
        else:
            end = limit if limit == len(text) else _between_words(text, start, limit)
        if text[end - 1] == "\r" and text[end : end + 1] == "\n":
            end += 1
        yield start, end
        start = end


def _between_words(text: str, start: int, limit: int) -> int:
    """Where a line that is too long is cut: after its last space, else between two letters."""
    middle = start + LONGEST // 2
    if space := _SPACE.search(text, middle, limit):
        return space.end()
    for end in range(limit, max(middle, limit - _JOINED), -1):
        if not _hangs(text[end]) and text[end - 1] != "\u200d":
            return end
    return limit


def _hangs(char: str) -> bool:
    """Whether a character belongs to the one before it: a mark, a joiner, a tone of skin."""
    return unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf") or "\U0001f3fb" <= char <= "\U0001f3ff"
