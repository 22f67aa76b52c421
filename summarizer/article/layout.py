"""Where the lines of a plain text are the author's and where they are only wrapped.

A newline in the middle of a sentence is no border; a newline after a headline, a byline or a paragraph is
one. Nothing in the characters tells the two apart, so the geometry does: a line was wrapped if the next word
would not have fit.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from summarizer.article.text import Span

__all__ = ["blocks"]

_NEWLINE = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029](?:(?<=\r)\n)?")
# Nobody wraps text wider than this; a longer line is a whole paragraph.
_WIDEST_WRAP = 120
_TERMINAL = ".!?…。！？"
_CLOSERS = "\"'”’»)]}」』"
_HANGING = re.compile(
    r"(?:\b(?:an?|the|of|and|or|in|on|at|to|for|by|with|from|that|which|as|than|into|over|said|its|his|her|their|but)|[,;&/])$",
    re.IGNORECASE,
)
# Lines that always stand alone or begin a text: the wire's date header, a dateline, the end mark.
_DATE_LINE = re.compile(r"\d{1,2}-[A-Z]{3}-\d{2,4}\b|DATE:\s*\d")
_DATELINE = re.compile(
    r"[A-Z][A-Z.,' /()-]{2,60}?,?\s"
    r"(?:\([A-Z][\w .&/-]{1,30}\)|(?:[A-Z][a-z]{2,8}|[A-Z]{3,9})\.?\s\d{1,2}|\d{1,2}\s[A-Z][A-Za-z]{2,8})"
    r"[^\n]{0,40}?\s?(?:--?|[–—])\s"
)
# A content system's header at the end of the headline's line.
_TRAILING_DATE = re.compile(r"\sDATE:\s*\d{4}-\d\d-\d\d[ T\d:.Z+-]*\Z")


def blocks(text: str) -> list[Span]:
    """Cut ``text`` into its blocks: paragraphs, headings, bylines, single lines that stand for themselves.

    A block holds no border between paragraphs, though it may hold wrapped lines. Blocks are in order, don't
    overlap, and have no white space at either end; together they hold every character that is not white
    space. Linear time.
    """
    return list(_blocks(text))


@lru_cache(maxsize=2)
def _blocks(text: str) -> tuple[Span, ...]:
    lines = _lines(text)
    if not lines:
        return ()
    width, margin = _wrap_width(text, lines), _margin(text, lines)
    found: list[Span] = []
    start = lines[0].start
    for above, below in pairwise(lines):
        if _is_border(text, above, below, width, margin):
            found.append(Span(start, above.end))
            start = below.start
    found.append(Span(start, lines[-1].end))
    return tuple(found)


def _lines(text: str) -> list[Span]:
    """The lines of ``text`` that are not blank, trimmed."""
    found: list[Span] = []
    start = 0
    headed = "DATE:" in text
    ends = [(m.start(), m.end()) for m in _NEWLINE.finditer(text)]
    for end, following in [*ends, (len(text), len(text))]:
        line = text[start:end]
        stripped = line.strip()
        if stripped:
            first = start + len(line) - len(line.lstrip())
            last = first + len(stripped)
            header = _TRAILING_DATE.search(text, max(first, last - 48), last) if headed else None
            if header:
                found.append(Span(first, first + len(text[first : header.start()].rstrip())))
                first = header.start() + 1
            found.append(Span(first, last))
        start = following
    return found


def _indent(text: str, line: Span) -> int:
    """How many columns of white space stand before the line (a tab counts four); bounded."""
    columns = 0
    at = line.start - 1
    while at >= 0 and columns < 80 and text[at] in " \t\u00a0\u3000":
        columns += 4 if text[at] == "\t" else 1
        at -= 1
    return columns


def _ends_sentence(text: str, line: Span) -> bool:
    return text[line.start : line.end][-4:].rstrip(_CLOSERS)[-1:] in set(_TERMINAL)


def _starts_lower(text: str, line: Span) -> bool:
    return text[line.start : line.start + 3].lstrip("\"'“‘([«-")[:1].islower()


def _first_word(text: str, line: Span) -> str:
    return text[line.start : min(line.end, line.start + 40)].split(None, 1)[0]


def _room(text: str, above: Span, below: Span, width: int) -> int:
    """How many columns would have been left on the upper line with the lower line's first word on it."""
    return width - (_indent(text, above) + len(above) + 1 + len(_first_word(text, below)))


def _wrap_width(text: str, lines: list[Span]) -> int:
    """The column at which the text was wrapped, 0 if it has one line a paragraph."""
    narrow = [line for line in lines if len(line) <= _WIDEST_WRAP]
    if len(narrow) < 2:
        return 0
    width = max(_indent(text, line) + len(line) for line in narrow)
    full = 0
    for above, below in pairwise(lines):
        if len(above) > _WIDEST_WRAP or len(below) > _WIDEST_WRAP or _is_blank_between(text, above, below):
            continue
        if _ends_sentence(text, above):
            continue
        if _starts_lower(text, below):
            return width
        # Text in capitals shows no lower case: there, several lines as full as they could be tell.
        full += _room(text, above, below, width) < 0
        if full >= 3:
            return width
    return 0


def _margin(text: str, lines: list[Span]) -> int:
    """Where the lines start that surely go on from the one above, those in lower case; far out if there are none."""
    return min((_indent(text, line) for line in lines if _starts_lower(text, line)), default=_WIDEST_WRAP)


def _is_blank_between(text: str, above: Span, below: Span) -> bool:
    """Whether an empty line stands between the two lines."""
    first = _NEWLINE.search(text, above.end, below.start)
    return first is not None and _NEWLINE.search(text, first.end(), below.start) is not None


def _is_capital_heading(text: str, above: Span, below: Span) -> bool:
    """Whether the upper line is in capitals and the lower one is not."""
    return text[above.start : above.end].isupper() and not text[below.start : below.end].isupper()


def _is_border(text: str, above: Span, below: Span, width: int, margin: int) -> bool:
    """Whether the lower line begins a paragraph of its own."""
    if _is_blank_between(text, above, below):
        return True
    if _DATE_LINE.match(text, below.start) or _DATE_LINE.match(text, above.start):
        return True
    if _DATELINE.match(text, below.start):
        return True
    ended = _ends_sentence(text, above)
    if not ended and (
        _starts_lower(text, below) or _HANGING.search(text[max(above.start, above.end - 12) : above.end])
    ):
        return False
    if _indent(text, below) > min(_indent(text, above), margin):
        return True
    if not width or len(above) > _WIDEST_WRAP or len(below) > _WIDEST_WRAP:
        return True
    room = _room(text, above, below, width)
    if ended:
        # The splitter of sentences sees the stop; this only settles an abbreviation at the end of a
        # paragraph.
        return room > width // 3
    # Wrapping is seldom as tight as it could be (hyphens, an editor's hand): only a clearly short line was
    # ended.
    return room >= max(8, width // 5) or _is_capital_heading(text, above, below)
