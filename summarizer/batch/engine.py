"""Many sources through one endpoint: a pool of articles without barriers, each committed as soon as it is done.

    sources ─→ read, key ─→ settled before? ─→ ask … judge ─→ commit ─→ result
               (threads)     (the store)        (one loop)    (a thread, in groups)

Each of the pool's workers takes one source after the other; there are some more of them than calls may be under way,
so that while one article is judged another's question is on its way. Facts of one article are judged at a time, and
between two of them the loop looks after answers and questions: the endpoint never waits for the judge.

What failed costs its article. What makes every further question useless (a refused key, a dead model) ends the run at
once; a budget that is used up, or an endpoint that stays away, ends it cleanly: articles that were not asked about are
reported as failures that are pending, and the next run takes them up.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from structlog.contextvars import bound_contextvars

from summarizer.api import strategy_of
from summarizer.article import Article
from summarizer.aside import aside
from summarizer.batch.feed import Feed
from summarizer.batch.hands import Hands
from summarizer.batch.results import Done, Failed, Kept, Result, unreadable
from summarizer.batch.turns import Turns
from summarizer.brief import Brief
from summarizer.budget import Purse, Stopwatch
from summarizer.chat import Endpoint
from summarizer.errors import EndpointDown, ModelError, RunBudgetExceeded, SourceError, SummarizerError, UsageError
from summarizer.events import (
    ArticleDone,
    ArticleFailed,
    ArticleJudged,
    ArticleProgress,
    ArticleSkipped,
    ArticleStarted,
    Event,
    Listener,
    telling,
)
from summarizer.extract import Progress
from summarizer.keys import WorkKey, about_run
from summarizer.model.connect import connect
from summarizer.model.exchanges import Recorder
from summarizer.model.prices import price_for
from summarizer.pipeline import Outcome, make_brief, same_words
from summarizer.progress import Reporter, SilentReporter
from summarizer.recordings import check_folders, find_recording, write_recording
from summarizer.schema import Schema
from summarizer.settings import Settings
from summarizer.sources import Source
from summarizer.store import BriefStore, Entry, Settled

__all__ = ["Redo", "Run", "Tally"]

log = logging.getLogger("summarizer.run")

COMMITTED_AT_ONCE = 64  # articles in one transaction, at most
COMMITTED_WITHIN = 0.05  # seconds that an article waits for others, where there are any
READ_AT_ONCE = 128  # sources, at most: a thread each
CUT = (RunBudgetExceeded, EndpointDown)
"""Errors that end a run cleanly: nothing is wrong with the article that meets them."""


@dataclass(frozen=True)
class Redo:
    """What of earlier runs is done again: ``failed`` sources, and those that are ``done`` too."""

    failed: bool = False
    done: bool = False

    def wants(self, settled: Settled) -> bool:
        """Whether a source that was settled so is asked about again."""
        return settled.state == "pending" or (self.done or (self.failed and settled.state == "failed"))


@dataclass
class Tally:
    """How far a run is. ``found`` counts the sources so far, ``all_found`` says whether there are more to come."""

    started: float = field(default_factory=time.monotonic)
    found: int = 0
    all_found: bool = False
    done: int = 0
    failed: int = 0
    kept: int = 0
    pending: int = 0
    under_way: int = 0

    @property
    def settled(self) -> int:
        """Sources that have a result."""
        return self.done + self.failed + self.kept + self.pending


class Run:
    """One run over many sources; iterate over ``results()`` once.

    ``sources`` may be any iterable, also one that blocks (it is read in a thread), or an asynchronous one. ``store`` keeps what
    becomes of them, and knows what earlier runs made; without it nothing is kept. ``endpoint`` is one that is open already,
    and stays so; without it, one is opened for this run. ``listener`` is told every event
    (`summarizer.events`), ``record`` and ``replay`` are folders of recordings.
    """

    def __init__(
        self,
        sources: Iterable[Source] | AsyncIterable[Source],
        schema: Schema,
        settings: Settings,
        *,
        store: BriefStore | None = None,
        redo: Redo | None = None,
        reporter: Reporter | None = None,
        listener: Listener | None = None,
        endpoint: Endpoint | None = None,
        record: Path | None = None,
        replay: Path | None = None,
    ) -> None:
        check_folders(record, replay)
        self.tally = Tally()
        self.purse = Purse(settings.total_tokens, settings.total_cost, None)
        self._sources = sources
        self._schema = schema
        self._settings = settings
        self._store = store
        self._redo = redo or Redo()
        self._reporter = reporter or SilentReporter()
        self._listener = listener
        self._record = record
        self._replay = replay
        # What is repeated was asked by the strategy of its recording, with which its prompt is compared (find_recording).
        asking = settings if replay is None else settings.model_copy(update={"prompt": None})
        self._strategy = strategy_of(asking, schema)
        self._key = WorkKey(schema, self._strategy, settings)
        self._numbers = count()
        self._endpoint = endpoint
        self._connecting = asyncio.Lock()
        self._judging = Turns()
        self._feeding = asyncio.Lock()
        self._seen: set[int] = set()
        self._by_key: dict[str, asyncio.Event] = {}
        self._lately: set[str] = set()  # keys of what was settled while others were being read
        self._reading = 0
        self._cut: SummarizerError | None = None
        self._stopped = asyncio.Event()
        self._begun: set[asyncio.Task[None]] = set()
        self._workers: list[asyncio.Task[None]] = []

    @property
    def cut(self) -> SummarizerError | None:
        """What ended the run before its sources, if something did."""
        return self._cut

    def stop(self) -> None:
        """Begin nothing more; what is under way is finished."""
        self._stopped.set()
        for worker in self._workers:
            if worker not in self._begun:
                worker.cancel()

    @property
    def stopped(self) -> bool:
        """Whether somebody called ``stop``."""
        return self._stopped.is_set()

    async def results(self) -> AsyncGenerator[Result, None]:
        """Each source's result, as soon as it is there; see the module.

        Raises UsageError where no source can succeed: credentials, settings, the embedded model, a folder that can't be
        written. Results that are not taken hold the run up.
        """
        settings = self._settings
        if self._replay is not None:
            self._reporter.message(f"Repeating what is recorded in {self._replay}; no model is asked")
        price = price_for(settings) if self._replay is None else None
        self._price = price
        self.purse = Purse(settings.total_tokens, settings.total_cost, price)
        jobs = settings.jobs_at_once if self._replay is None else 1
        # Answers often come together. As many articles again are ready then, whose questions go out before these are judged.
        width = jobs if jobs == 1 else 2 * jobs
        self._results: asyncio.Queue[Result | BaseException | None] = asyncio.Queue(width)
        self._commits: asyncio.Queue[tuple[Entry, asyncio.Future[Path]] | None] = asyncio.Queue()
        number = await self._open_run()
        ended = "failed"
        async with AsyncExitStack() as stack:
            self._stack = stack
            self._hands = Hands(min(width, READ_AT_ONCE))
            stack.callback(self._hands.close)
            committer = asyncio.create_task(self._commit_all(number)) if self._store is not None else None
            self._feed: AsyncIterator[Source]
            if isinstance(self._sources, AsyncIterable):
                self._feed = aiter(self._sources)
            else:
                self._feed = feed = Feed(self._sources)
                stack.callback(feed.close)
            self._workers = [asyncio.create_task(self._work()) for _ in range(width)]
            end = asyncio.create_task(self._end())
            try:
                while (result := await self._results.get()) is not None:
                    if isinstance(result, BaseException):
                        raise result
                    yield result
                ended = "interrupted" if self.stopped else self._cut.code if self._cut is not None else "complete"
            except BaseException as error:
                ended = "failed" if isinstance(error, SummarizerError) else "interrupted"
                raise
            finally:
                for task in (end, *self._workers):
                    task.cancel()
                await asyncio.gather(end, *self._workers, return_exceptions=True)
                if committer is not None:
                    # What is being committed is finished, whoever interrupts.
                    self._commits.put_nowait(None)
                    await committer
                if self._store is not None and number is not None:
                    self._store.end_run(number, ended)

    async def _open_run(self) -> int | None:
        if self._store is None:
            return None
        about = about_run(self._schema, self._strategy, self._settings)
        return await aside(self._store.begin_run, about)

    async def _end(self) -> None:
        """Say that there are no more results, when all workers are through and what was not begun is told."""
        await asyncio.wait(self._workers)
        try:
            if self._cut is not None:
                await self._leave_rest()
        except SummarizerError as error:
            await self._results.put(error)
        await self._results.put(None)

    # Sources.

    async def _next(self) -> tuple[int, Source] | None:
        async with self._feeding:
            if self.stopped:
                return None
            source = await anext(self._feed, None)
            while source is not None and self._is_repeated(source):
                source = await anext(self._feed, None)
            if source is None:
                self.tally.all_found = True
                return None
            self.tally.found += 1
            return next(self._numbers), source

    def _is_repeated(self, source: Source) -> bool:
        """Whether a file was found before: by itself and in its folder, or by two names. Records have ids of their own."""
        if not source.known:
            return False
        # Numbers, which are small: there may be very many files.
        number = hash(source.id)
        repeated = number in self._seen
        self._seen.add(number)
        return repeated

    # Workers.

    async def _work(self) -> None:
        me = asyncio.current_task()
        assert me is not None
        try:
            while self._cut is None and (found := await self._next()) is not None:
                self.tally.under_way += 1
                try:
                    await self._one(*found, me)
                finally:
                    self.tally.under_way -= 1
                    self._begun.discard(me)
        except asyncio.CancelledError:
            if not self.stopped:
                raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it ends the run, and the consumer is told
            await self._results.put(error)

    async def _one(self, index: int, source: Source, me: asyncio.Task[None]) -> None:
        self._reading += 1
        try:
            article, key, settled, twin = await self._hands.do(self._prepare, source)
            is_stale = key in self._lately
        except (SourceError, UsageError) as error:
            # A reader that is not installed costs the sources that need it.
            await self._fail(index, source, None, None, unreadable(error))
            return
        finally:
            self._reading -= 1
            if not self._reading:
                self._lately.clear()
        if settled is not None and not self._redo.wants(settled):
            self.tally.kept += 1
            self._tell(ArticleSkipped(source=source.name, state=settled.state))
            await self._results.put(Kept(source.name, index, settled))
            return
        # Two sources of one text are paid for once: the second waits for the first.
        if self._store is None:
            await self._make(index, source, article, key, me)
            return
        if is_stale:
            twin = await self._hands.do(self._twin, source, key)
        while (first := self._by_key.get(key)) is not None:
            await first.wait()
            twin = await self._hands.do(self._twin, source, key)
        mine = self._by_key[key] = asyncio.Event()
        try:
            if twin is None:
                await self._make(index, source, article, key, me)
            else:
                await self._finish(
                    index, source, article, key, Outcome(same_words(twin, article, self._schema), ()), paid=False
                )
        finally:
            del self._by_key[key]
            if self._reading:
                self._lately.add(key)
            mine.set()

    def _prepare(self, source: Source) -> tuple[Article, str, Settled | None, Brief | None]:
        article = source.load()
        key = self._key.of(article)
        if self._store is None:
            return article, key, None, None
        settled = self._store.settled(source.id, key)
        if settled is not None and not self._redo.wants(settled):
            return article, key, settled, None
        return article, key, settled, self._twin(source, key)

    def _twin(self, source: Source, key: str) -> Brief | None:
        """The brief of another source of the same words, unless everything is made anew. The database may be busy."""
        return self._store.twin(key, source.id) if self._store is not None and not self._redo.done else None

    async def _make(self, index: int, source: Source, article: Article, key: str, me: asyncio.Task[None]) -> None:
        try:
            endpoint = await self._connected() if self._replay is None else None
            self._begun.add(me)
            outcome = await self._asked(source, article, endpoint)
        except (SourceError, ModelError) as error:
            if isinstance(error, CUT):
                self._end_cleanly(error)
            await self._fail(index, source, article, key, error, pending=isinstance(error, CUT))
            return
        if self.purse.exhausted:
            self._end_cleanly(_Spent)
        await self._finish(index, source, article, key, outcome)

    async def _asked(self, source: Source, article: Article, endpoint: Endpoint | None) -> Outcome:
        with bound_contextvars(source=source.name), telling(source.name, self._tell):
            self._tell(ArticleStarted(source=source.name, article=article.id, chars=len(article.text)))
            if endpoint is None:
                outcome = await self._repeated(source, article)
            else:
                outcome = await self._made(source, article, endpoint)
        brief = outcome.brief
        facts = list(brief.all_facts())
        flagged = sum(fact.verdict == "flagged" for fact in facts)
        self._tell(ArticleJudged(source=source.name, facts=len(facts), flagged=flagged, ledger=len(brief.ledger)))
        return outcome

    async def _connected(self) -> Endpoint:
        """The endpoint, opened when the first source could be read."""
        async with self._connecting:
            if self._endpoint is None:
                self._endpoint = await self._stack.enter_async_context(connect(self._settings, self._reporter))
            return self._endpoint

    async def _made(self, source: Source, article: Article, endpoint: Endpoint) -> Outcome:
        """The brief from an endpoint's answers, which are kept where there is a folder for them."""
        stopwatch = Stopwatch()
        options: dict[str, Any] = {"settings": self._settings, "purse": self.purse, "turn": self._judging}
        options["progress"] = self._progress(source)
        with stopwatch.running():
            if self._record is None:
                return await make_brief(
                    article, self._schema, self._strategy, endpoint, price=self._price, clock=stopwatch, **options
                )
            recorder = Recorder(endpoint, clock=stopwatch)
            options |= {"price": recorder.pricing(self._price), "clock": recorder.clock, "now": recorder.now}
            try:
                outcome = await make_brief(article, self._schema, self._strategy, recorder, **options)
            except ModelError as error:
                write_recording(self._record, article, self._schema, self._settings, recorder, error)
                raise
            # Whatever else ends an article leaves no recording: half of one repeats nothing.
            write_recording(self._record, article, self._schema, self._settings, recorder, outcome.brief)
            return outcome

    async def _repeated(self, source: Source, article: Article) -> Outcome:
        """The brief from recorded answers. Raises NotRecorded where it asks anything else than the recorded run did."""
        assert self._replay is not None
        recording = await aside(find_recording, self._replay, article, self._schema, self._settings)
        player = recording.player()
        asked = recording.settings.model_copy(update={"prompt": self._settings.prompt})
        strategy = strategy_of(asked, self._schema)
        options: dict[str, Any] = {"price": player.price, "clock": player.clock, "now": player.now}
        options["progress"] = self._progress(source)
        try:
            outcome = await make_brief(article, self._schema, strategy, player, settings=recording.settings, **options)
        except ModelError:
            player.check()
            raise
        player.check()
        if difference := recording.difference(outcome.brief):
            self._reporter.message(f"{source.name}: not the recorded brief, byte for byte: {difference}")
        return outcome

    # What becomes of them.

    async def _finish(
        self, index: int, source: Source, article: Article, key: str, outcome: Outcome, *, paid: bool = True
    ) -> None:
        replies = outcome.replies if paid else None
        about = (source.id, source.name, source.stem, article, key)
        path = await self._commit(Entry(*about, brief=outcome.brief, replies=replies))
        self.tally.done += 1
        made = outcome.brief.provenance
        self._tell(
            ArticleDone(
                source=source.name,
                status=outcome.brief.status,
                calls=made.calls if paid else 0,
                prompt_tokens=made.prompt_tokens if paid else 0,
                completion_tokens=made.completion_tokens if paid else 0,
                cost_usd=made.cost_usd if paid else None,
                seconds=made.seconds if paid else 0.0,
            )
        )
        await self._results.put(Done(source.name, index, article, outcome, path))

    async def _fail(
        self,
        index: int,
        source: Source,
        article: Article | None,
        key: str | None,
        error: SummarizerError,
        *,
        pending: bool = False,
    ) -> None:
        await self._commit(Entry(source.id, source.name, source.stem, article, key, error=error, pending=pending))
        self.tally.failed += not pending
        self.tally.pending += pending
        said = {"kind": "failed", "source": source.name, "code": error.code}
        log.info("no brief: %s", error.message, extra=said)
        self._tell(ArticleFailed(source=source.name, code=error.code, message=error.message))
        await self._results.put(Failed(source.name, index, error, article, pending))

    def _end_cleanly(self, error: SummarizerError) -> None:
        if self._cut is None:
            self._cut = error

    async def _leave_rest(self) -> None:
        """Tell of every source that was not begun; those that an earlier run settled are none."""
        assert self._cut is not None
        while rest := [found for _ in range(COMMITTED_AT_ONCE) if (found := await self._next()) is not None]:
            # Together: they are committed in one transaction.
            await asyncio.gather(*(self._leave(index, source, self._cut) for index, source in rest))

    async def _leave(self, index: int, source: Source, cut: SummarizerError) -> None:
        settled = self._store.last(source.id) if self._store is not None else None
        if settled is not None and not self._redo.wants(settled):
            self.tally.kept += 1
            await self._results.put(Kept(source.name, index, settled))
            return
        await self._fail(index, source, None, None, cut, pending=True)

    async def _commit(self, entry: Entry) -> Path | None:
        if self._store is None:
            return None
        kept: asyncio.Future[Path] = asyncio.get_running_loop().create_future()
        self._commits.put_nowait((entry, kept))
        return await kept

    async def _commit_all(self, run: int | None) -> None:
        """Commit what comes, together what comes together, until there is a None."""
        assert self._store is not None
        going_on = True
        while going_on:
            waiting = [await self._commits.get()]
            if self.tally.under_way > 1:
                # A transaction costs as much for one article as for many; who waits for it holds up no call.
                await asyncio.sleep(COMMITTED_WITHIN)
            while not self._commits.empty() and len(waiting) < COMMITTED_AT_ONCE:
                waiting.append(self._commits.get_nowait())
            going_on = None not in waiting
            group = [item for item in waiting if item is not None]
            if not group:
                continue
            try:
                paths = await aside(self._store.keep, [entry for entry, _ in group], run)
            except Exception as error:  # noqa: BLE001 - handed to those who wait
                for _, kept in group:
                    if not kept.done():
                        kept.set_exception(error)
                continue
            for (_, kept), path in zip(group, paths, strict=True):
                if not kept.done():
                    kept.set_result(path)

    def _progress(self, source: Source) -> Progress:
        def tell(done: int, total: int) -> None:
            self._tell(ArticleProgress(source=source.name, done=done, total=total))

        return tell

    def _tell(self, event: Event) -> None:
        if self._listener is not None:
            self._listener(event)


_Spent = RunBudgetExceeded(
    "the run's budget was used up before its turn",
    mend="allow more with --total-tokens or --total-cost; a later run goes on where this one stopped",
)
