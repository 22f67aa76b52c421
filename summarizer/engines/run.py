"""A run with Ray as its engine, in the same terms as one with the engine that is there by default: results, tally, stop."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import AsyncGenerator, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from summarizer.api import strategy_of
from summarizer.article import Article
from summarizer.aside import aside
from summarizer.batch import Done, Failed, Kept, Redo, Result, Tally
from summarizer.batch.hands import Hands
from summarizer.batch.results import unreadable
from summarizer.budget import Purse
from summarizer.chat import Usage
from summarizer.errors import SourceError, SummarizerError, UsageError
from summarizer.events import ArticleDone, ArticleFailed, ArticleJudged, ArticleSkipped, Event, Listener
from summarizer.keys import WorkKey, about_run
from summarizer.schema import Schema
from summarizer.settings import Settings
from summarizer.sources import Source
from summarizer.store import BriefStore, Entry

if TYPE_CHECKING:
    from summarizer.engines.ray import Worked

__all__ = ["RayRun"]

log = logging.getLogger("summarizer.run")


class RayRun:
    """One run over many sources by worker processes; iterate over ``results()`` once.

    ``store`` keeps what becomes of them and knows what earlier runs made. ``workers`` and ``address`` are those of
    `summarizer.engines.ray.run_with_ray`. ``listener`` is told what the rows tell: judged, done, failed, skipped.
    """

    def __init__(
        self,
        sources: Iterable[Source],
        schema: Schema,
        settings: Settings,
        *,
        store: BriefStore,
        redo: Redo | None = None,
        listener: Listener | None = None,
        workers: int | None = None,
        address: str | None = None,
    ) -> None:
        self.tally = Tally()
        self.purse = Purse()
        self._sources = iter(sources)
        self._schema = schema
        self._settings = settings
        self._store = store
        self._redo = redo or Redo()
        self._listener = listener
        self._workers = workers
        self._address = address
        self._stop = threading.Event()
        self._numbers: dict[str, int] = {}
        self._settled: deque[Result] = deque()  # found by the thread that reads, taken by the loop

    def stop(self) -> None:
        """Begin no more blocks; those under way are finished."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether somebody called ``stop``."""
        return self._stop.is_set()

    async def results(self) -> AsyncGenerator[Result, None]:
        """Each source's result, block by block. Raises UsageError where no source can succeed, and without Ray."""
        from summarizer.engines.ray import run_with_ray

        strategy = strategy_of(self._settings, self._schema)
        self._key = WorkKey(self._schema, strategy, self._settings)
        about = about_run(self._schema, strategy, self._settings)
        number = await aside(self._store.begin_run, about)
        work = run_with_ray(
            self._fresh(),
            self._settings,
            self._schema,
            folder=self._store.directory,
            workers=self._workers,
            address=self._address,
            force=self._redo.done,
            retry_failed=self._redo.failed,
            stop=self._stop,
        )
        # Ray's processes end with the thread that started them: one thread does every step, for as long as there are any.
        hands = Hands(1)
        ended = "failed"
        try:
            while (worked := await hands.do(next, work, None)) is not None:
                while self._settled:
                    yield self._settled.popleft()
                yield await self._finish(worked, number)
            while self._settled:
                yield self._settled.popleft()
            ended = "interrupted" if self.stopped else "complete"
        except BaseException as error:
            ended = "failed" if isinstance(error, SummarizerError) else "interrupted"
            raise
        finally:
            # Who interrupts twice does not wait for blocks under way: workers end with the process that started them.
            if ended == "interrupted":
                self._stop.set()
            else:
                await hands.do(work.close)
            hands.close()
            self._store.end_run(number, ended)

    def _fresh(self) -> Iterator[Source]:
        """The sources that workers are to see: not those that an earlier run settled, nor those that can't be read."""
        for index, source in enumerate(self._sources):
            self.tally.found += 1
            try:
                article = source.load()
            except (SourceError, UsageError) as error:
                unread = unreadable(error)
                self._store.keep([Entry(source.id, source.name, source.stem, error=unread)])
                self.tally.failed += 1
                self._settled.append(Failed(source.name, index, unread))
                continue
            settled = self._store.settled(source.id, self._key.of(article))
            if settled is not None and not self._redo.wants(settled):
                self.tally.kept += 1
                self._tell(ArticleSkipped(source=source.name, state=settled.state))
                self._settled.append(Kept(source.name, index, settled))
                continue
            self._numbers[source.id] = index
            yield replace(source, load=partial(_given, article))
        self.tally.all_found = True

    async def _finish(self, worked: Worked, run: int) -> Result:
        source, article, outcome, error = worked.source, worked.article, worked.outcome, worked.error
        index = self._numbers.pop(source.id, 0)
        entry = Entry(
            source.id,
            source.name,
            source.stem,
            article,
            worked.key,
            brief=outcome.brief if outcome is not None else None,
            # The twin of another source of the same words has none: nothing was asked for it.
            replies=outcome.replies or None if outcome is not None else None,
            error=error,
            pending=worked.pending,
        )
        (path,) = await aside(self._store.keep, [entry], run)
        if outcome is None or article is None:
            assert error is not None
            self.tally.failed += not worked.pending
            self.tally.pending += worked.pending
            log.info("no brief: %s", error.message, extra={"kind": "failed", "source": source.name, "code": error.code})
            self._tell(ArticleFailed(source=source.name, code=error.code, message=error.message))
            return Failed(source.name, index, error, article, worked.pending)
        self.tally.done += 1
        made, facts = outcome.brief.provenance, list(outcome.brief.all_facts())
        asked = worked.asked and bool(outcome.replies)
        if asked:
            used = Usage(made.prompt_tokens, made.cached_tokens, made.completion_tokens, made.calls)
            self.purse.took(used, made.cost_usd)
        flagged = sum(fact.verdict == "flagged" for fact in facts)
        lines = len(outcome.brief.ledger)
        self._tell(ArticleJudged(source=source.name, facts=len(facts), flagged=flagged, ledger=lines))
        self._tell(
            ArticleDone(
                source=source.name,
                status=outcome.brief.status,
                calls=made.calls if asked else 0,
                prompt_tokens=made.prompt_tokens if asked else 0,
                completion_tokens=made.completion_tokens if asked else 0,
                cost_usd=made.cost_usd if asked else None,
                seconds=made.seconds if asked else 0.0,
            )
        )
        return Done(source.name, index, article, outcome, path)

    def _tell(self, event: Event) -> None:
        if self._listener is not None:
            self._listener(event)


def _given(article: Article) -> Article:
    return article
