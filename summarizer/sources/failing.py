"""Sources that give no article: what is wrong with each is said when it is read, and costs no other source anything."""

from __future__ import annotations

from typing import NoReturn

from summarizer.article import Article
from summarizer.errors import SourceError, SummarizerError
from summarizer.sources.source import Source

__all__ = ["failing", "refused"]


def refused(name: str, id: str, stem: str, message: str, *, mend: str, known: bool = True) -> Source:
    """A source whose ``load`` raises SourceError with ``message`` and ``mend``."""
    return failing(name, id, stem, SourceError(message, mend=mend), known=known)


def failing(name: str, id: str, stem: str, error: SummarizerError, *, known: bool = True) -> Source:
    """A source whose ``load`` raises an error like ``error``: a fresh one each time, as a traceback grows with each raise."""
    kind, message, mend = type(error), error.message, error.mend

    def load() -> Article:
        _raise(kind(message, mend=mend))

    return Source(name, id, stem, load, known)


def _raise(error: SummarizerError) -> NoReturn:
    raise error
