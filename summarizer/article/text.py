"""The text and its geometry: one article, and the spans that point into it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarizer.article.folding import Folded

__all__ = ["Article", "Span"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open run ``[start, end)`` of Unicode code points in an article's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"no span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether ``other`` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True)
class Article:
    """One article as it was read.

    ``text`` is the source's text exactly as decoded (one leading BOM dropped, nothing else changed); every
    offset in a brief counts Unicode code points in it. What the source shows of itself (title, publisher,
    date, language) is None where it shows nothing. ``published_at`` is ISO 8601, as precise as the source
    says and no more. ``boilerplate`` are spans of the text that are not the story: photo captions, copyright
    and credit lines, date headers. ``notes`` say in words what of the source is not in the text although it may belong
    there (a page of a PDF without words), for the ledger of its brief.
    """

    text: str
    source: str = ""
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published_at: str | None = None
    language: str | None = None
    encoding: str = "utf-8"
    boilerplate: tuple[Span, ...] = field(default=())
    notes: tuple[str, ...] = ()

    @cached_property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the text in UTF-8 (lone surrogates, which UTF-8 lacks, pass through)."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def id(self) -> str:
        """A short name for the text: the first 16 digits of its digest."""
        return self.sha256[:16]

    @cached_property
    def sentences(self) -> Sequence[Span]:
        """The sentences, as `summarizer.article.sentences` cuts them; cut once for each article."""
        from summarizer.article.sentences import sentences  # itself made of spans

        return tuple(sentences(self.text))

    @cached_property
    def folded(self) -> Folded:
        """The text without its typography, as `summarizer.article.fold` folds it; once for each article."""
        from summarizer.article.folding import fold  # itself made of spans

        return fold(self.text)

    def quote(self, span: Span) -> str:
        """The source's own characters at ``span``."""
        return self.text[span.start : span.end]

    def context(self, span: Span, width: int = 32) -> tuple[str, str]:
        """Up to ``width`` characters before and after ``span``, as a W3C TextQuoteSelector has them."""
        return self.text[max(0, span.start - width) : span.start], self.text[span.end : span.end + width]
