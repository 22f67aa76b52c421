"""Many sources, one after the other: each ends as a brief or as a failure with its reason, none ends the others."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from structlog.contextvars import bound_contextvars

from summarizer.api import strategy_of
from summarizer.article import Article, load
from summarizer.aside import aside
from summarizer.brief import LedgerLine
from summarizer.budget import Price
from summarizer.chat import Endpoint
from summarizer.errors import ModelError, SourceError, SummarizerError
from summarizer.extract import Progress
from summarizer.model.connect import connect
from summarizer.model.exchanges import Recorder
from summarizer.model.prices import price_for
from summarizer.pipeline import Outcome, make_brief
from summarizer.progress import Reporter, SilentReporter
from summarizer.recordings import Recording, check_folders, find_recording, write_recording
from summarizer.schema import Schema
from summarizer.settings import Settings

__all__ = ["Done", "Failed", "run_sources"]

log = logging.getLogger("summarizer.run")

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
    record: Path | None = None,
    replay: Path | None = None,
) -> AsyncGenerator[Done | Failed, None]:
    """Each source's outcome, in order, as soon as it is there.

    The endpoint is opened when the first source could be read, and serves all of them. ``record`` is a folder in which
    the exchanges of each article are kept; with ``replay``, such a folder answers and no endpoint is opened: what was
    not recorded fails with NotRecorded. Raises UsageError where no source can succeed: credentials, settings, the
    embedded model, a folder without recordings.
    """
    reporter = reporter or SilentReporter()
    check_folders(record, replay)
    if replay is not None:
        reporter.message(f"Repeating what is recorded in {replay}; no model is asked")
    price = price_for(settings) if replay is None else None
    endpoint: Endpoint | None = None
    async with AsyncExitStack() as stack:
        for source in sources:
            article: Article | None = None
            try:
                article = await aside(_load, source, stdin)

                def progress(done: int, total: int, source: str = source) -> None:
                    if watch is not None:
                        watch(source, done, total)

                if replay is not None:
                    recording = await aside(find_recording, replay, article, schema, settings)
                    outcome = await _repeated(recording, article, schema, progress)
                    if difference := recording.difference(outcome.brief):
                        reporter.message(f"{source}: not the recorded brief, byte for byte: {difference}")
                else:
                    if endpoint is None:
                        endpoint = await stack.enter_async_context(connect(settings, reporter))
                    with bound_contextvars(source=source):
                        outcome = await _made(endpoint, article, schema, settings, price, progress, record)
            except (SourceError, ModelError) as error:
                said = {"kind": "failed", "source": source, "code": error.code}
                log.info("no brief: %s", error.message, extra=said)
                yield Failed(source, error, article)
            else:
                yield Done(source, article, outcome)


async def _made(
    endpoint: Endpoint,
    article: Article,
    schema: Schema,
    settings: Settings,
    price: Price | None,
    progress: Progress,
    record: Path | None,
) -> Outcome:
    """The brief from an endpoint's answers, which are kept where there is a folder for them."""
    strategy = strategy_of(settings, schema)
    if record is None:
        return await make_brief(article, schema, strategy, endpoint, progress=progress, settings=settings, price=price)
    recorder = Recorder(endpoint)
    try:
        outcome = await make_brief(
            article,
            schema,
            strategy,
            recorder,
            progress=progress,
            settings=settings,
            price=recorder.pricing(price),
            clock=recorder.clock,
            now=recorder.now,
        )
    except ModelError as error:
        write_recording(record, article, schema, settings, recorder, error)
        raise
    # Whatever else ends an article leaves no recording: half of one repeats nothing.
    write_recording(record, article, schema, settings, recorder, outcome.brief)
    return outcome


async def _repeated(recording: Recording, article: Article, schema: Schema, progress: Progress) -> Outcome:
    """The brief from recorded answers. Raises NotRecorded where it asks anything else than the recorded run did."""
    player = recording.player()
    strategy = strategy_of(recording.settings, schema)
    try:
        outcome = await make_brief(
            article,
            schema,
            strategy,
            player,
            progress=progress,
            settings=recording.settings,
            price=player.price,
            clock=player.clock,
            now=player.now,
        )
    except ModelError:
        player.check()
        raise
    player.check()
    return outcome


def _load(source: str, stdin: BinaryIO | None) -> Article:
    if source != "-":
        return load(Path(source))
    if stdin is None:
        raise SourceError("there is no standard input", mend="give the path of a file")
    return load(source, stdin=stdin)
