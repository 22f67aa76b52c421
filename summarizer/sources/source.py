"""One article that is to be read: what it is called, and how to get it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from summarizer.article import Article

__all__ = ["Source"]


@dataclass(frozen=True)
class Source:
    """An article before it is read.

    ``name`` is what the run calls it in messages and ledgers: a path or address as it was given, ``dump.jsonl#17`` for a
    record of a file. ``id`` is the same however it was given: the absolute path, the address, either with ``#`` and the
    record's own id or number. ``stem`` is the wished name of its files. ``load`` reads it; it may block, may be called in
    any thread and more than once, and raises SourceError where there is no article, UsageError where an extra is missing.
    ``known`` is False for sources that are found while others are worked on already (records, entries of a feed).
    """

    name: str
    id: str
    stem: str
    load: Callable[[], Article] = field(compare=False, repr=False)
    known: bool = True
