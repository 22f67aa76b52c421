"""What a strategy makes of a model's answers, before the judge has seen it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from summarizer.article import Article, Span
from summarizer.brief import LedgerLine
from summarizer.chat import Endpoint
from summarizer.schema import Schema

__all__ = ["Draft", "DraftFact", "Progress", "Strategy", "quiet"]


@dataclass(frozen=True)
class DraftFact:
    """One fact as a reply states it. ``path`` is list/index in the reply.

    ``places`` says, quote by quote, where a strategy that knows took the quote from (None where it does not know).
    """

    kind: str
    path: str
    values: Mapping[str, Any]
    quotes: tuple[str, ...]
    places: tuple[Span | None, ...] = ()
    attempt: int = 0

    def place(self, index: int) -> Span | None:
        """Where the quote of this index was taken from, if known."""
        return self.places[index] if index < len(self.places) else None


@dataclass
class Draft:
    """All facts of one article as drafted, and what was lost on the way."""

    facts: list[DraftFact] = field(default_factory=list)
    ledger: list[LedgerLine] = field(default_factory=list)
    suspect: bool = False


class Progress(Protocol):
    """Told how far an article is: ``done`` of ``total`` questions."""

    def __call__(self, done: int, total: int) -> None:
        """Take note."""
        ...


def quiet(done: int, total: int) -> None:
    """Progress that nobody watches."""


class Strategy(Protocol):
    """A way to get a draft out of a model. ``name`` and ``prompt`` (name/version) stand in the provenance."""

    name: str
    prompt: str
    prompt_sha256: str

    async def draft(self, article: Article, schema: Schema, endpoint: Endpoint, progress: Progress = quiet) -> Draft:
        """Ask, parse, draft. Raises ModelError or UsageError where the article can't be had."""
        ...
