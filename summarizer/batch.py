"""Many sources, one after the other: each ends as a brief or as a failure with its reason, none ends the others."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from summarizer.api import strategy_of
from summarizer.article import Article, load
from summarizer.brief import LedgerLine
from summarizer.chat import Endpoint
from summarizer.errors import ModelError, SourceError, SummarizerError
from summarizer.model.connect import connect
from summarizer.pipeline import Outcome, make_brief
from summarizer.progress import Reporter
from summarizer.schema import Schema
from summarizer.settings import Settings

__all__ = ["Done", "Failed", "run_sources"]

Watch = Callable[[str, int, int], None]
"""Told the source and how many of its questions are answered: (source, done, total)."""


@dataclass(frozen=True)
class Done:
    """A source that has a brief."""

    source: str
    article: Article
    outcome: Outcome


@dataclass(frozen=True)
class Failed:
    """A source that has none. ``article`` is None where it could not be read."""

    source: str
    error: SummarizerError
    article: Article | None = None

    @property
    def line(self) -> LedgerLine:
        """The failure as a ledger has it."""
        return LedgerLine(path="", code=self.error.code, value=self.error.message, hint=self.error.mend or None)


async def run_sources(
    sources: Sequence[str],
    schema: Schema,
    settings: Settings,
    *,
    reporter: Reporter | None = None,
    watch: Watch | None = None,
    stdin: BinaryIO | None = None,
) -> AsyncIterator[Done | Failed]:
    """Each source's outcome, in order, as soon as it is there.

    The endpoint is opened when the first source could be read, and serves all of them. Raises UsageError where no
    source can succeed: credentials, settings, the embedded model.
    """
    strategy = strategy_of(settings, schema)
    endpoint: Endpoint | None = None
    async with AsyncExitStack() as stack:
        for source in sources:
            article: Article | None = None
            try:
                article = await asyncio.to_thread(_load, source, stdin)
                if endpoint is None:
                    endpoint = await stack.enter_async_context(connect(settings, reporter))

                def progress(done: int, total: int, source: str = source) -> None:
                    if watch is not None:
                        watch(source, done, total)

                outcome = await make_brief(article, schema, strategy, endpoint, progress=progress)
            except (SourceError, ModelError) as error:
                yield Failed(source, error, article)
            else:
                yield Done(source, article, outcome)


def _load(source: str, stdin: BinaryIO | None) -> Article:
    return load(source, stdin=stdin) if source == "-" else load(Path(source))
