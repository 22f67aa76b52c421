"""The rounds: questions go out, answers come in, articles go on until they have their briefs.

What is paid for is paid for once. A question has one id wherever it is asked, and is sent only where it has no answer and
is not under way. Each step stands in the queue before it is taken: after a kill, a file that was written is uploaded, and
a batch that may or may not have been made is looked for by our own name of it before it is made.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from filelock import FileLock, Timeout

from summarizer.deferred.desk import Desk, Work, check_settings, counted
from summarizer.deferred.files import FileLimits, QuestionFiles
from summarizer.deferred.purse import BatchPurse, Sized
from summarizer.deferred.questions import NotAnswered, Question, Questions, Reading
from summarizer.deferred.queue import Waiting
from summarizer.deferred.sending import Sender
from summarizer.deferred.taking import Taker
from summarizer.errors import EndpointError, ModelError, SettingsError, SourceError, UsageError
from summarizer.model.batch_api import ENDED
from summarizer.pipeline import Outcome, make_brief
from summarizer.settings import Settings
from summarizer.sources import Source

__all__ = ["Deferred", "Report", "refresh"]

POLL = (15.0, 300.0)  # seconds between two looks at the batches: at first, and at most
NO_DEADLINE = 1e9


@dataclass
class Report:
    """What a call did, and how things stand after it.

    Of this call: ``read`` sources, ``unreadable`` ones, those ``settled`` before, questions ``sent`` in ``batches``, briefs
    ``made``, articles that ``failed``. Of the folder: articles ``waiting``, ``done``, ``failed_all``, ``suspect``; questions ``open`` (for
    the next submit) and ``under_way``. ``stopped`` says why a budget ended it.
    """

    read: int = 0
    unreadable: int = 0
    settled: int = 0
    sent: int = 0
    batches: int = 0
    made: int = 0
    failed: int = 0
    waiting: int = 0
    done: int = 0
    failed_all: int = 0
    suspect: int = 0
    open: int = 0
    under_way: int = 0
    stopped: str | None = None


class Deferred:
    """The rounds of one output folder.

    ``limits`` are those of a file; ``sleep`` is there for tests. Only one process may work in a folder at a time: used as a
    context manager, it raises UsageError where another one does.
    """

    def __init__(
        self, desk: Desk, *, limits: FileLimits | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.queue = desk.queue
        self._desk = desk
        self._limits = limits or FileLimits()
        self._sleep = sleep
        self._sender = Sender(desk)
        self._taker = Taker(desk)
        self._report = Report()

    def __enter__(self) -> Deferred:
        with contextlib.ExitStack() as stack:
            try:
                stack.enter_context(FileLock(self.queue.folder / "lock", timeout=0))
            except Timeout:
                raise UsageError("another process submits or collects here", mend="wait until it has ended") from None
            self._runner = stack.enter_context(asyncio.Runner())
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    # Submit.

    def submit(
        self,
        sources: Iterable[Source] = (),
        settings: Settings | None = None,
        *,
        retry_failed: bool = False,
        total_tokens: int | None = None,
        total_cost: float | None = None,
    ) -> Report:
        """Send every question that has no answer and is not under way: of articles that wait, and of new sources.

        ``settings`` are those of the sources. The totals are limits over all rounds of this folder, in the place of those in
        the settings; questions that do not fit stay open, and no more sources are read. Raises UsageError, and ModelError
        where the endpoint fails: what was written is kept, and the next submit goes on there.
        """
        self._report = Report()
        if settings is not None:
            # Whatever would end it is found before anything is read.
            check_settings(settings)
            self._desk.connect(self._desk.work(settings).base_url)
        self._sender.remove_strays()
        purse = BatchPurse(self.queue, total_tokens, total_cost)
        # Questions of batches that were cut off are under way, and must not be asked anew.
        for batch in self.queue.batches():
            if batch.state in ("written", "uploaded", "creating"):
                self._desk.say(f"Going on with a batch of {counted(batch.questions, 'question')} that was cut off")
                self._sender.dispatch(batch)
        files = QuestionFiles(self.queue, self._limits, self._desk.clock, self._sender.send)
        try:
            for id in self.queue.ready():
                if purse.stopped is None:
                    self._advance(self.queue.waiting(id), _Sending(files, purse))
            if settings is not None and purse.stopped is None:
                self._take_in(sources, self._desk.work(settings), files, purse, retry_failed)
            files.close()
        except BaseException:
            files.drop()
            raise
        self._report.stopped = purse.stopped
        self._report.sent, self._report.batches = self._sender.questions, self._sender.batches
        return self._standing()

    def _take_in(
        self, sources: Iterable[Source], work: Work, files: QuestionFiles, purse: BatchPurse, retry_failed: bool
    ) -> None:
        keeper = self._desk.keeper(work.schema)
        for source in sources:
            try:
                article = source.load()
            except (SourceError, UsageError) as error:
                unread = error if isinstance(error, SourceError) else SourceError(error.message, mend=error.mend)
                keeper.keep_failure(source, None, None, unread)
                self._desk.say(f"{source.name}: {error}")
                self._report.unreadable += 1
                continue
            self._report.read += 1
            key = work.key.of(article)
            settled = getattr(keeper.settled(source, key), "state", None)
            if settled == "done" or (settled == "failed" and not retry_failed):
                self._report.settled += 1
                continue
            if self.queue.state_of(source.id, key) == "waiting":
                continue
            if retry_failed:
                self.queue.forgive(source.id)
            self.queue.take_in(source, article, key, work.settings, self._desk.clock())
            self._advance(self.queue.waiting(source.id), _Sending(files, purse))
            if purse.stopped:
                return

    # Collect.

    def collect(self, *, wait: bool = False, last: bool = False, give_up_lost: bool = False) -> Report:
        """Take the answers of batches that have ended, and make every brief that they allow.

        With ``wait``, until no batch is under way. With ``last``, what would be asked once more is not: articles are finished with
        what is there. With ``give_up_lost``, questions of batches that the endpoint knows no more are open again. Raises
        UsageError and ModelError as the endpoint does; what was taken before is kept.
        """
        self._report = Report()
        pause = POLL[0]
        while True:
            try:
                under_way = self._look(give_up_lost)
            except EndpointError as error:
                if not wait:
                    raise
                # Who waits for a day sits out an hour without a network.
                self._desk.say(f"{error.message}; looking again in {pause:.0f} s")
                under_way = 1
            for id in self.queue.ready(answered=not last):
                self._advance(self.queue.waiting(id), None, last=last)
            if not (wait and under_way):
                return self._standing()
            self._sleep(pause)
            pause = min(pause * 1.5, POLL[1])

    def _look(self, give_up_lost: bool) -> int:
        """Look at every batch that has not ended, and take what is there; gives how many are still under way."""
        under_way = 0
        for known in self.queue.batches():
            if known.state == "creating":
                self._sender.was_created(known)
        for batch in self.queue.batches():
            if batch.state in ("written", "uploaded", "creating"):
                self._desk.say(
                    f"A batch of {counted(batch.questions, 'question')} was cut off before it was sent: submit again"
                )
            if batch.state != "created" or batch.id is None:
                continue
            try:
                state = self._desk.connect(batch.endpoint).get(batch.id)
            except SettingsError as error:
                if not give_up_lost:
                    error.mend += "; if it is gone for good, --give-up-lost asks its questions again, and pays again"
                    raise
                self._desk.say(f"{batch.id} is given up: {error.message}")
                self.queue.end_batch(batch.name, "the endpoint knows the batch no more", counts=True)
                continue
            before = batch.status
            self.queue.set_state(batch.name, state)
            if state.status in ENDED:
                self._taker.take(next(b for b in self.queue.batches() if b.name == batch.name), state.errors)
            else:
                under_way += 1
                if before != state.status:
                    self._desk.say(f"{state.id}: {state.status}, {state.completed:,} of {state.total:,}")
        return under_way

    # One article.

    def _advance(self, waiting: Waiting, sending: _Sending | None, *, last: bool = False) -> None:
        """Take an article as far as its answers go: to its brief, its failure, or its next questions."""
        work = self._desk.work(waiting.settings)
        settings = waiting.settings
        questions = Questions(
            self.queue,
            work.base_url,
            settings.model,
            last=last,
            one_by_one=settings.max_tokens is not None or settings.max_cost is not None,
        )
        outcome, error = self._made(waiting, work, questions)
        source, keeper = waiting.source, self._desk.keeper(work.schema)
        if questions.missing and (error is None or isinstance(error, NotAnswered)):
            self._wait(waiting, work, list(questions.missing.values()), sending)
        elif outcome is not None:
            keeper.keep(source, waiting.article, waiting.key, outcome)
            self.queue.settle(source.id, status=outcome.brief.status)
            self._report.made += 1
        else:
            assert error is not None
            keeper.keep_failure(source, waiting.article, waiting.key, error)
            self.queue.settle(source.id, code=error.code, message=error.message)
            self._report.failed += 1
            self._desk.say(f"{source.name}: {error}")

    def _made(self, waiting: Waiting, work: Work, questions: Questions) -> tuple[Outcome | None, ModelError | None]:
        clock = _Since(waiting.taken_at, self._desk.clock)
        try:
            made = make_brief(
                waiting.article,
                work.schema,
                Reading(work.strategy, questions),
                questions,
                # A day in a batch is no article's fault.
                settings=waiting.settings.model_copy(update={"deadline": NO_DEADLINE}),
                price=work.price,
                clock=clock,
            )
            return self._runner.run(made), None
        except ModelError as error:
            return None, error

    def _wait(self, waiting: Waiting, work: Work, missing: list[Question], sending: _Sending | None) -> None:
        """The article waits for these questions; those that are not under way are sent, if this is a submit."""
        sized = [Sized.of(question, work, waiting.settings.model) for question in missing]
        self.queue.wait_for(waiting.source.id, [s.row for s in sized])
        if sending is None:
            return
        number = self.queue.settings_number(waiting.settings)
        for s in sized:
            if s.question.under_way or sending.files.has(s.question):
                continue
            if not sending.purse.take(s, waiting.settings):
                return
            sending.files.add(s.question, work.base_url, waiting.settings.model, number)

    def _standing(self) -> Report:
        articles, questions = self.queue.count("articles"), self.queue.count("questions")
        report = self._report
        report.waiting, report.done = articles.get("waiting", 0), articles.get("done", 0)
        report.failed_all, report.suspect = articles.get("failed", 0), self.queue.suspect()
        report.open, report.under_way = questions.get("open", 0), questions.get("sent", 0)
        return report


@dataclass(frozen=True)
class _Sending:
    files: QuestionFiles
    purse: BatchPurse


def refresh(desk: Desk) -> None:
    """Ask the endpoints how the batches that are under way stand. Raises as `Deferred.collect` does."""
    for batch in desk.queue.batches():
        if batch.state == "created" and batch.id is not None:
            desk.queue.set_state(batch.name, desk.connect(batch.endpoint).get(batch.id))


class _Since:
    """A clock that begins when the article was read, however long ago, and goes on from now."""

    def __init__(self, begin: float, clock: Callable[[], float]) -> None:
        self._times = self._tell(begin, clock)

    @staticmethod
    def _tell(begin: float, clock: Callable[[], float]) -> Iterator[float]:
        yield begin
        while True:
            yield max(begin, clock())

    def __call__(self) -> float:
        return next(self._times)
