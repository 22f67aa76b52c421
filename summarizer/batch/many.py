"""The library's way to many briefs."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterable
from contextlib import aclosing
from pathlib import Path
from typing import Any

from summarizer.api import schema_of
from summarizer.article import Article
from summarizer.batch.engine import Redo, Run
from summarizer.batch.results import Result
from summarizer.chat import Endpoint
from summarizer.errors import SettingsError
from summarizer.events import Listener
from summarizer.progress import Reporter
from summarizer.schema import Report, Schema
from summarizer.settings import Settings, load_settings
from summarizer.sources import Source, expand
from summarizer.store import BriefStore

__all__ = ["summarize_many"]

Named = str | Path | Article | Source


async def summarize_many(
    sources: Iterable[Named] | AsyncIterable[Named],
    *,
    schema: str | type[Report] | Schema | None = None,
    settings: Settings | None = None,
    out: str | Path | None = None,
    force: bool = False,
    retry_failed: bool = False,
    on_event: Listener | None = None,
    endpoint: Endpoint | None = None,
    reporter: Reporter | None = None,
    **options: Any,
) -> AsyncGenerator[Result, None]:
    """Make the briefs of many articles; each result as soon as it is there, whatever its place.

        async for result in summarize_many(["news/", "feed.xml", "dump.jsonl"], out="briefs", jobs=32):
            match result:
                case Done(): print(result.source, result.brief.status)
                case Failed(): print(result.source, result.error)

    ``sources`` are files, folders, patterns, records, addresses (docs/sources.md), `Article` and `Source` objects, from any
    iterable or asynchronous iterable: they are taken as they are needed, so there may be endlessly many. With ``out`` briefs
    are kept in that folder, and what it has of an earlier run is not asked again (`Kept`), unless ``force`` says so, or
    ``retry_failed`` for failures. ``on_event`` is told every event (`summarizer.events`). ``endpoint``
    is an open one (``async with connect(settings) as endpoint``), for programs that call this more than once: a local model
    is loaded once then. ``options`` are fields of
    `Settings`: ``jobs``, ``requests_per_minute``, ``total_cost`` and others.

    A source that fails is a `Failed` result. Raises UsageError where no source can succeed. Closing the generator stops
    the run; what is finished is kept.
    """
    if settings is not None and options:
        raise SettingsError(f"settings and {', '.join(sorted(options))} were given", mend="give one or the other")
    settings = settings or load_settings(**options)
    compiled = schema_of(schema if schema is not None else settings.schema_name)
    store = BriefStore(Path(out), compiled) if out is not None else None
    found: Iterable[Source] | AsyncIterable[Source]
    found = _each(sources, settings) if isinstance(sources, AsyncIterable) else expand(sources, settings)
    run = Run(
        found,
        compiled,
        settings,
        store=store,
        redo=Redo(failed=retry_failed or force, done=force),
        reporter=reporter,
        listener=on_event,
        endpoint=endpoint,
    )
    try:
        async with aclosing(run.results()) as results:
            async for result in results:
                yield result
    finally:
        if store is not None:
            store.close()


async def _each(sources: AsyncIterable[Named], settings: Settings) -> AsyncIterator[Source]:
    async for named in sources:
        for source in expand([named], settings):
            yield source
