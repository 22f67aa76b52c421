"""Typographic folding with an offset map: what a quote may differ in from the source, and nothing more.

Two strings that fold alike differ in typography only: the kind of quotation mark, dash, ellipsis or white
space, line wraps, case, compatibility forms (NFKC), soft hyphens and zero-width characters. Words are never
dropped, reordered or approximated, so a quote with its 'not' deleted folds to something else.

How it works: one pass of ``str.translate`` turns every character that folds to exactly one character by
itself, which is nearly all of them, and puts a mark where one does not. Only the runs round those marks, and
runs of white space, are then worked on piece by piece. A text without them is one piece, so the offset map is
a handful of breakpoints.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from summarizer.article.text import Span

__all__ = ["Folded", "fold", "is_word_border"]

_SINGLE = "‘’‚‛‹›`´′‵ʹʻʼʽ׳＇❛❜❮❯"
_DOUBLE = "“”„‟«»″‶ʺˮ״＂❝❞〝〞〟"
# Unicode's property Dash beyond ASCII, written out because unicodedata does not have it.
_DASHES = (
    "\u058a\u05be\u1400\u1806\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2053\u207b\u208b\u2212\u2e17\u2e1a\u2e3a\u2e3b"
    "\u2e40\u2e5d\u301c\u3030\u30a0\ufe31\ufe32\ufe58\ufe63\uff0d"
)
_DROPPED = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

_TYPOGRAPHY: dict[int, str] = {
    **{ord(c): "'" for c in _SINGLE},
    **{ord(c): '"' for c in _DOUBLE},
    **{ord(c): "-" for c in _DASHES},
    **{ord(c): "" for c in _DROPPED},
    ord("…"): "...",
    ord("⋯"): "...",
}
_SPACES = re.compile(r"\s+")

# A character that can't be in anybody's text (a Unicode noncharacter) marks what needs more than one look.
# Where a hostile text has it all the same it is worked on like the rest of the marked characters and folds to
# itself.
_MARK = "\uffff"
_WORK = re.compile(f"[ {_MARK}]{{2,}}|{_MARK}")

# A base character with more marks than this is no writing. Unicode's stream-safe format allows 30; beyond the
# limit the characters are folded one by one, because ordering a huge run of marks costs time quadratic in its
# length.
_LONGEST_SEGMENT = 64
_TABLE_LIMIT = 1 << 15


def _fold_segment(segment: str) -> str:
    """Fold a short run that is independent of its neighbours, until folding changes nothing more."""
    for _ in range(6):  # the longest chain in Unicode needs three rounds
        folded = unicodedata.normalize("NFKC", segment.translate(_TYPOGRAPHY)).casefold()
        folded = _SPACES.sub(" ", folded)
        if folded == segment:
            break
        segment = folded
    return segment


@lru_cache(maxsize=4096)
def _extends(char: str) -> bool:
    """Whether ``char`` may join or reorder with what stands before it: the two are folded together."""
    if char in _DROPPED:
        return True
    if char.isascii():
        return False
    first = unicodedata.normalize("NFKD", char)[0]
    if unicodedata.category(first)[0] == "M":
        return True
    # The few letters that compose with the letter before them: Hangul vowels and finals, Kirat Rai vowel
    # signs.
    return "\u1160" <= first <= "\u11ff" or "\U00016d63" <= first <= "\U00016d6a"


class _Table(dict[int, str]):
    """What each character folds to where that is one character on its own; the mark where it is not."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _fold_segment(char)
        # A lone mark or a letter that turns into one depends on its neighbour; ' ' may only come from white
        # space.
        alone = len(folded) == 1 and not _extends(char) and not _extends(folded)
        if not alone or code == ord(_MARK) or (folded == " " and not char.isspace()):
            folded = _MARK
        if len(self) < _TABLE_LIMIT:  # a text made of every code point there is must not fill the memory
            self[code] = folded
        return folded


_TABLE = _Table()


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and the way back from its characters to the source's.

    ``text`` is the folded string, ``source`` the string it came from. The map is a list of pieces, each from
    ``source[_sources[k]:_ends[k]]`` to the folded text from ``_folds[k]`` on: character by character where
    ``_plain[k]``, else as one inseparable whole (a ligature, a letter with its combining marks, a run of
    white space).
    """

    text: str
    source: str
    _folds: tuple[int, ...]
    _sources: tuple[int, ...]
    _ends: tuple[int, ...]
    _plain: tuple[bool, ...]

    def source_span(self, start: int, end: int) -> Span:
        """Give the smallest span of the source that produced ``text[start:end]``.

        The span neither begins nor ends with white space or with a character that folds to nothing; it is
        empty where the range is empty or holds white space only. A range that begins or ends within an
        inseparable piece gets the whole piece; ``aligned`` tells. Raises ``IndexError`` unless ``0 <= start
        <= end <= len(text)``.
        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"no range of the folded text: {start}..{end} of {len(self.text)}")
        if not self._folds:
            return Span(0, 0)
        if start == end:
            at = self._begin(start) if start < len(self.text) else self._ends[-1]
            return Span(at, at)
        low, high = self._begin(start), self._finish(end)
        while low < high and _is_blank(self.source[low]):
            low += 1
        while low < high and _is_blank(self.source[high - 1]):
            high -= 1
        return Span(low, high)

    def aligned(self, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` begins and ends where characters of the source do.

        False means that the range cuts through what one character became, as '1' does in the '1⁄2' of a '½'.
        """
        return self._is_edge(start) and self._is_edge(end)

    def _is_edge(self, index: int) -> bool:
        if index <= 0 or index >= len(self.text):
            return True
        piece = bisect_right(self._folds, index) - 1
        return self._plain[piece] or self._folds[piece] == index

    def _begin(self, index: int) -> int:
        """Where the source character starts that made the folded character at ``index``."""
        piece = bisect_right(self._folds, index) - 1
        offset = index - self._folds[piece] if self._plain[piece] else 0
        return self._sources[piece] + offset

    def _finish(self, index: int) -> int:
        """Where the source character ends that made the last folded character before ``index``."""
        piece = bisect_right(self._folds, index - 1) - 1
        return self._sources[piece] + index - self._folds[piece] if self._plain[piece] else self._ends[piece]


class _Builder:
    """Puts a folded text together from pieces in order."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.folds: list[int] = []
        self.sources: list[int] = []
        self.ends: list[int] = []
        self.plain: list[bool] = []

    def add(self, folded: str, start: int, end: int, *, plain: bool) -> None:
        """Append what ``source[start:end]`` became; what became nothing is left out of the map."""
        if folded.startswith(" ") and self.parts and self.parts[-1].endswith(" "):
            folded = folded[1:]  # white space made by a character beside white space is one run with it
        if not folded:
            return
        self.folds.append(self.length)
        self.sources.append(start)
        self.ends.append(end)
        self.plain.append(plain)
        self.parts.append(folded)
        self.length += len(folded)

    def work(self, text: str, start: int, end: int) -> None:
        """Append ``text[start:end]``: a run of white space and of characters that don't fold one to one."""
        at = start
        while at < end:
            begin = at
            at += 1
            if text[begin].isspace():
                while at < end and _is_blank(text[at]):
                    at += 1
                self.add(" ", begin, at, plain=False)
                continue
            while at < end and _extends(text[at]):
                at += 1
            if at - begin <= _LONGEST_SEGMENT:
                self.add(_fold_segment(text[begin:at]), begin, at, plain=False)
            else:
                for index in range(begin, at):
                    self.add(_fold_segment(text[index]), index, index + 1, plain=False)


def fold(text: str) -> Folded:
    """Fold the typography of ``text``, in time linear in its length.

    Folding a folded text changes nothing. (The one exception: letters that carry more than 64 combining
    marks, which are folded mark by mark.)
    """
    turned = text.translate(_TABLE)
    builder = _Builder()
    done = 0
    for run in _WORK.finditer(turned):
        start, end = run.span()
        if start > done and _extends(text[start]):
            start -= 1  # the letter that the marks belong to
        if start > done:
            builder.add(turned[done:start], done, start, plain=True)
        builder.work(text, start, end)
        done = end
    if done < len(text):
        builder.add(turned[done:], done, len(text), plain=True)
    return Folded(
        "".join(builder.parts),
        text,
        tuple(builder.folds),
        tuple(builder.sources),
        tuple(builder.ends),
        tuple(builder.plain),
    )


def _is_blank(char: str) -> bool:
    return char.isspace() or char in _DROPPED


# Scripts that are written without spaces between words: there every place between two characters is a border.
_UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\u1b00-\u1b7f\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua980-\ua9ff\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)


def is_word_border(text: str, index: int) -> bool:
    """Whether no word of ``text`` runs across ``index``.

    Inside a word there are letters, digits or combining marks on both sides; soft hyphens and zero-width
    characters between them don't count. Next to a letter of a script without spaces (Han, kana, Thai, Lao,
    Khmer, Myanmar, Tibetan …) every place is a border, except before a combining mark, which belongs to the
    letter before it. Both ends of the text are borders.
    """
    if index <= 0 or index >= len(text):
        return True
    left, right = index - 1, index
    if text[left].isascii() and text[right].isascii():
        return not (text[left].isalnum() and text[right].isalnum())
    # More than a few such characters in a row are no hyphenation; the bound keeps a hostile run of them
    # cheap.
    for _ in range(8):
        if left >= 0 and text[left] in _DROPPED:
            left -= 1
        if right < len(text) and text[right] in _DROPPED:
            right += 1
    if left < 0 or right == len(text):
        return True
    before, after = text[left], text[right]
    if unicodedata.category(after)[0] == "M":
        return before.isspace()
    if not after.isalnum() or not (before.isalnum() or unicodedata.category(before)[0] == "M"):
        return True
    return bool(_UNSPACED.match(before) or _UNSPACED.match(after))
