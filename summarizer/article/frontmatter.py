"""What a plain text shows of itself: headline, date, publisher, language, and what is not the story.

Everything here is read off the text as it stands and is None where the text does not say it. The date is the
one that the source shows, which need not be the day of the story.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.article.boilerplate import AGENCY_SIGN_OFF, COPYRIGHT, END_MARK, find_boilerplate
from summarizer.article.dates import dateline_day, parse_date
from summarizer.article.layout import blocks
from summarizer.article.text import Span

__all__ = ["Front", "detect_language", "read_front"]


@dataclass(frozen=True, slots=True)
class Front:
    """What a text shows of itself. ``published_at`` is ISO 8601, no more precise than the text."""

    title: str | None
    published_at: str | None
    publisher: str | None
    language: str | None
    boilerplate: tuple[Span, ...]


_LONGEST_TITLE = 200
_BYLINE = re.compile(r"(?:by|from|von|par|por)\s+[^\W\d_]", re.IGNORECASE)

_DATELINE_AGENCY = re.compile(
    r"(?:[A-Z][^\na-z()]{1,50}(?:[A-Z][a-z]{2,8}\.?\s\d{1,2},?\s(?:\d{4},?\s)?)?)?"
    r"\((?P<name>[A-Z][\w.& ]{0,28}[\w.])\)\s?(?:--?|[–—])(?=\s)"
)
_NO_NAME = frozenset({"more", "end", "ends", "continued", "video", "file", "update", "local time"})

_WORD = re.compile(r"[A-Za-z]++(?![^\s,.])|[^\W\d_]+")  # the first is a short cut for most words of English
# Frequent in English; together they are frequent in no other language. German has 'was', Dutch 'of'.
_ENGLISH = frozenset(
    [
        *(
            "the",
            "and",
            "that",
            "with",
            "from",
            "which",
            "said",
            "have",
            "this",
            "they",
            "were",
            "would",
            "been",
            "their",
        ),
        *(
            "its",
            "after",
            "about",
            "there",
            "when",
            "who",
            "of",
            "to",
            "for",
            "by",
            "has",
            "not",
            "are",
            "was",
        ),
    ]
)


def read_front(text: str) -> Front:
    """Read what ``text`` shows of itself, in time linear in its length."""
    parts = blocks(text)
    boilerplate = find_boilerplate(text, parts)
    return Front(
        title=_title(text, parts, boilerplate),
        published_at=_published_at(text, parts),
        publisher=_publisher(text, parts),
        language=detect_language(text),
        boilerplate=boilerplate,
    )


def detect_language(text: str) -> str | None:
    """Give 'en' where the text is certainly English, else None. Looks at the first 8,000 characters."""
    words = list(map(str.lower, _WORD.findall(text[:8000])))
    known = sum(map(_ENGLISH.__contains__, words))
    the = words.count("the")
    certain = len(words) >= 8 and the >= 1 and known >= 3 and known >= len(words) * 0.14
    return "en" if certain else None


def _published_at(text: str, parts: list[Span]) -> str | None:
    """The date that stands alone on one of the first or last lines, or in a dateline with a year."""
    for part in [*parts[:8], *parts[8:][-3:]]:
        found = parse_date(text[part.start : min(part.end, part.start + 100)])
        if found:
            return found
    for part in parts[:4]:
        found = dateline_day(text[part.start : min(part.end, part.start + 100)])
        if found:
            return found
    return None


def _title(text: str, parts: list[Span], boilerplate: tuple[Span, ...]) -> str | None:
    """The first line of the story where it reads as a headline and a paragraph follows."""
    covered = set(boilerplate)
    story = [part for part in parts[:12] if part not in covered]
    if len(story) < 2:
        return None
    first, second = story[0], story[1]
    line = text[first.start : min(first.end, first.start + _LONGEST_TITLE + 1)]
    if len(line) > _LONGEST_TITLE or len(line.split()) > 30 or len(line.splitlines()) > 3:
        return None
    if line[-1] in '.,;:…"”' or line[0].islower() or _BYLINE.match(line):
        return None
    if line[-1] in "?!" and len(line.split()) > 16:
        return None
    if _DATELINE_AGENCY.match(line) or not any(map(str.isalpha, line)):
        return None
    # Two short lines in a row may be anything (a list, a poem); a headline has a story under it.
    if len(second) < len(first) and text[second.end - 1] not in '.!?"”’)' and len(story) < 3:
        return None
    return " ".join(line.split())


def _publisher(text: str, parts: list[Span]) -> str | None:
    """Who publishes: the copyright line, the agency in the dateline, the agency at the end; in this order."""
    ends = [text[part.start : min(part.end, part.start + 400)] for part in parts[-6:]]
    starts = [text[part.start : min(part.end, part.start + 200)] for part in parts[:5]]
    for line in [*reversed(ends), *starts]:
        match = COPYRIGHT.match(line)
        if match and match["name"]:
            return " ".join(match["name"].split())
    for line in starts:
        match = _DATELINE_AGENCY.match(line)
        if match and match["name"].lower() not in _NO_NAME:
            return match["name"]
    for part in reversed(parts[-4:]):
        tail = text[max(part.start, part.end - 40) : part.end]
        if END_MARK.fullmatch(tail) and tail.lower().strip("() ").startswith("reuter"):
            return "Reuters"
        match = AGENCY_SIGN_OFF.search(tail)
        if match and match["name"].lower() not in _NO_NAME:
            return match["name"]
    return None
