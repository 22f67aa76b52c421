"""The library's front door: an article or a source in, a brief out."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path
from typing import Any

from summarizer.article import Article
from summarizer.aside import aside
from summarizer.brief import Brief
from summarizer.errors import SettingsError
from summarizer.extract import Progress, Strategy
from summarizer.extract.draft import quiet
from summarizer.extract.prompt import Prompt, parse_prompt
from summarizer.extract.sentence_wise import SentenceWise
from summarizer.extract.whole_article import WholeArticle
from summarizer.model.connect import connect
from summarizer.model.prices import price_for
from summarizer.pipeline import make_brief
from summarizer.progress import Reporter
from summarizer.schema import Report, Schema, compile_schema, find_schema
from summarizer.settings import Settings, load_settings
from summarizer.sources import one_article

__all__ = ["asummarize", "prompt_of", "schema_of", "strategy_of", "summarize"]


def schema_of(schema: str | type[Report] | Schema) -> Schema:
    """A schema from its name, from ``file.py:Class``, or from the report class itself. Raises SchemaError."""
    if isinstance(schema, Schema):
        return schema
    return find_schema(schema) if isinstance(schema, str) else compile_schema(schema)


def strategy_of(settings: Settings, schema: Schema) -> Strategy:
    """The strategy that the settings ask for, or that suits their model, with their prompt if they have one.

    Raises PromptError where it does not fit strategy or schema.
    """
    prompt = prompt_of(settings)
    if settings.strategy_name == "sentence-wise":
        return SentenceWise(schema, prompt=prompt)
    return WholeArticle(schema, prompt=prompt)


def prompt_of(settings: Settings) -> Prompt | None:
    """The settings' own prompt, read. Raises PromptError."""
    return None if settings.prompt is None else parse_prompt(settings.prompt.text, settings.prompt.path)


async def asummarize(
    source: str | Path | Article,
    *,
    schema: str | type[Report] | Schema | None = None,
    settings: Settings | None = None,
    progress: Progress = quiet,
    reporter: Reporter | None = None,
    **options: Any,
) -> Brief:
    """Make the brief of one article: an `Article`, or a path, an address or ``-`` to read one from.

    Without settings or options the embedded model answers and nothing leaves this machine. ``options`` are fields of
    `Settings`: ``model``, ``base_url``, ``strategy``, ``prompt``, ``deadline``, ``max_tokens``, ``max_cost``, ``reask`` and others.
    Raises SourceError, UsageError, ModelError; see `summarizer.errors`.
    """
    if settings is not None and options:
        raise SettingsError(f"settings and {', '.join(sorted(options))} were given", mend="give one or the other")
    settings = settings or load_settings(**options)
    compiled = schema_of(schema if schema is not None else settings.schema_name)
    article = source if isinstance(source, Article) else await aside(one_article, source, settings)
    strategy = strategy_of(settings, compiled)
    async with connect(settings, reporter) as endpoint:
        outcome = await make_brief(
            article, compiled, strategy, endpoint, progress=progress, settings=settings, price=price_for(settings)
        )
    return outcome.brief


def summarize(
    source: str | Path | Article,
    *,
    schema: str | type[Report] | Schema | None = None,
    settings: Settings | None = None,
    progress: Progress = quiet,
    reporter: Reporter | None = None,
    **options: Any,
) -> Brief:
    """`asummarize` for programs without an event loop; inside one (a notebook) it runs in a thread of its own."""

    async def work() -> Brief:
        return await asummarize(
            source, schema=schema, settings=settings, progress=progress, reporter=reporter, **options
        )

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work())
    result: list[Brief] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            result.append(asyncio.run(work()))
        except BaseException as error:  # noqa: BLE001 - handed to the caller's thread, whatever it is
            failure.append(error)

    thread = threading.Thread(target=run, name="summarize")
    thread.start()
    thread.join()
    if failure:
        raise failure[0]
    return result[0]
