"""The function that every worker has: a batch of articles in, a table of briefs out."""

from __future__ import annotations

import asyncio
import logging
import math
import os
import threading
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

from summarizer.api import schema_of, strategy_of
from summarizer.article import Article
from summarizer.budget import Purse, Stopwatch
from summarizer.chat import Endpoint
from summarizer.engines.rows import Row, article_of, done_row, failed_row, records, same_row, table
from summarizer.errors import SettingsError, SummarizerError, UsageError
from summarizer.keys import WorkKey
from summarizer.model.connect import connect
from summarizer.model.prices import price_for
from summarizer.pipeline import make_brief
from summarizer.schema import Report
from summarizer.settings import PREFIX, Settings, load_settings

if TYPE_CHECKING:
    import pyarrow

__all__ = ["BriefMaker", "Secret"]

log = logging.getLogger("summarizer.run")


class Secret:
    """A key on its way to a worker: whoever prints what holds it prints no key."""

    def __init__(self, value: str) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "Secret(…)"


class BriefMaker:
    """Makes briefs of batches of articles; a callable class as ``Dataset.map_batches`` of Ray wants one.

        ds.map_batches(
            BriefMaker,
            fn_constructor_kwargs={"settings": load_settings(model=…, base_url=…), "workers": 4},
            batch_size=20,
            compute=ray.data.ActorPoolStrategy(size=4),
        )

    Each worker constructs one and keeps its connection, or its embedded server, from batch to batch. ``workers`` is how
    many there are: each takes its share of the calls at once (``jobs``), of the requests and tokens a minute and of what
    the whole run may take (``total_tokens``, ``total_cost``). ``schema`` is a built-in name, ``file.py:Class`` (a file that
    every worker has) or a report class; None is the one of the settings. ``api_key`` is set in the worker's
    environment, where it is looked for; None leaves what is there.

    Rows in and out: `summarizer.engines.rows`.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        schema: str | type[Report] | None = None,
        *,
        workers: int = 1,
        api_key: str | Secret | None = None,
    ) -> None:
        if workers < 1:
            raise SettingsError(f"{workers} workers can't do anything", mend="name at least one")
        settings = settings or load_settings()
        if api_key is not None:
            os.environ[f"{PREFIX}API_KEY"] = api_key.value if isinstance(api_key, Secret) else api_key
        self._share = 1 / workers
        self._schema = schema_of(schema if schema is not None else settings.schema_name)
        self._settings = settings.model_copy(update={"jobs": math.ceil(settings.jobs_at_once / workers)})
        self._strategy = strategy_of(settings, self._schema)
        self._key = WorkKey(self._schema, self._strategy, settings)
        self._price = price_for(settings)
        tokens = None if settings.total_tokens is None else settings.total_tokens // workers
        cost = None if settings.total_cost is None else settings.total_cost / workers
        self._purse = Purse(tokens, cost, self._price)
        self._endpoint: Endpoint | None = None
        self._connecting = asyncio.Lock()
        self._open = AsyncExitStack()
        # Batches come in whatever thread the caller has, one after the other; the connection lives in one loop.
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="briefs", daemon=True)
        self._thread.start()

    def __call__(self, batch: Any) -> pyarrow.Table:
        """The rows of a batch (a table, a frame or a mapping of columns), one out for each one in, in their order.

        What is wrong with an article is said in its row. Raises UsageError where no article can succeed: credentials,
        settings, the embedded model, a batch without texts.
        """
        return table(self.make(records(batch)))

    def make(self, rows: Sequence[Mapping[str, Any]]) -> list[Row]:
        """The same with rows as dictionaries."""
        work = asyncio.run_coroutine_threadsafe(self._make_all(rows), self._loop)
        try:
            return work.result()
        except BaseException:
            work.cancel()
            raise

    def close(self) -> None:
        """Let go of connections and of the embedded server; the maker is of no more use."""
        if self._loop.is_closed():
            return
        asyncio.run_coroutine_threadsafe(self._open.aclose(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _make_all(self, rows: Sequence[Mapping[str, Any]]) -> list[Row]:
        free = asyncio.Semaphore(self._settings.jobs_at_once)
        made: list[Row | None] = [None] * len(rows)
        # Rows of one text are paid for once.
        of_key: dict[str, list[tuple[int, Article]]] = {}
        for n, row in enumerate(rows):
            try:
                article = article_of(row)
                of_key.setdefault(self._key.of(article), []).append((n, article))
            except SummarizerError as error:
                made[n] = failed_row(row, None, error)

        async def one(key: str, twins: list[tuple[int, Article]]) -> None:
            n, article = twins[0]
            async with free:
                first = made[n] = await self._one(rows[n], article, key)
            for n, article in twins[1:]:
                made[n] = same_row(rows[n], key, first, article, self._schema)

        work = [asyncio.ensure_future(one(key, twins)) for key, twins in of_key.items()]
        try:
            await asyncio.gather(*work)
        finally:
            # One error that no article can get round ends the others.
            for task in work:
                task.cancel()
            await asyncio.gather(*work, return_exceptions=True)
        return [row for row in made if row is not None]

    async def _one(self, row: Mapping[str, Any], article: Article, key: str) -> Row:
        stopwatch = Stopwatch()
        try:
            endpoint = await self._connected()
            with stopwatch.running():
                outcome = await make_brief(
                    article,
                    self._schema,
                    self._strategy,
                    endpoint,
                    settings=self._settings,
                    price=self._price,
                    purse=self._purse,
                    clock=stopwatch,
                )
        except UsageError:
            raise
        except SummarizerError as error:
            return failed_row(row, key, error)
        except Exception as error:
            # On one of many machines, a fault that nobody foresaw is a row's too: the others are not lost by it.
            log.exception("an article failed in a way that was not foreseen")
            return failed_row(row, key, SummarizerError(f"{type(error).__name__}: {error}", mend="please report it"))
        return done_row(row, key, outcome)

    async def _connected(self) -> Endpoint:
        async with self._connecting:
            if self._endpoint is None:
                self._endpoint = await self._open.enter_async_context(connect(self._settings, share=self._share))
            return self._endpoint
