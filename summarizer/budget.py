"""One budget an article: tokens, money and time, over all its calls, waits and re-asks.

Before a call its prompt is estimated, and its answer is limited to what is left; after it, what the endpoint says it
took is what counts. Calls that run side by side (the sentence-wise strategy) don't know of each other: they may pass
the limit by what those under way take.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from summarizer.chat import ChatReply, ChatRequest, Usage
from summarizer.errors import BudgetExceeded, DeadlineExceeded, RunBudgetExceeded
from summarizer.settings import Settings

__all__ = ["Budget", "Limits", "Price", "Purse", "Stopwatch", "on_hold"]

Price = Callable[[Usage], float]
"""US dollars for some use of a model."""

BYTES = 4  # of UTF-8 a token, about: for estimates, and where an endpoint counts nothing
SHORTEST = 32  # tokens; an answer that may be no longer is not asked for where more was wanted


@dataclass(frozen=True)
class Limits:
    """What one article may take: ``tokens`` (prompt and completion, cached ones too), ``cost`` in US dollars, ``seconds``."""

    tokens: int | None = None
    cost: float | None = None
    seconds: float | None = None

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """The limits that the settings of a run have for each of its articles."""
        return cls(settings.max_tokens, settings.max_cost, settings.seconds)


class Stopwatch:
    """A clock that stands still while an article waits for its turn: a limit of its time is not for the others' work.

    Seconds as ``clock`` has them, less the time in which at least one wait was open (``held``).
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._excused = 0.0
        self._open = 0
        self._since = 0.0

    def __call__(self) -> float:
        """Seconds that count."""
        now = self._clock()
        return now - self._excused - (now - self._since if self._open else 0.0)

    @contextmanager
    def held(self) -> Iterator[None]:
        """The clock stands still within the block; blocks may overlap."""
        if not self._open:
            self._since = self._clock()
        self._open += 1
        try:
            yield
        finally:
            self._open -= 1
            if not self._open:
                self._excused += self._clock() - self._since

    @contextmanager
    def running(self) -> Iterator[None]:
        """Within the block, and in tasks that begin in it, this is the stopwatch that `on_hold` stops."""
        token = _RUNNING.set(self)
        try:
            yield
        finally:
            _RUNNING.reset(token)


_RUNNING: ContextVar[Stopwatch | None] = ContextVar("summarizer_stopwatch", default=None)


@contextmanager
def on_hold() -> Iterator[None]:
    """The time of the block is not the article's: it waits for others, not for its own answer."""
    stopwatch = _RUNNING.get()
    if stopwatch is None:
        yield
        return
    with stopwatch.held():
        yield


class Budget:
    """What is left for one article; its time runs from the moment it is made.

    ``price`` is None where the model's price is not known; a limit of cost can't be kept then.
    """

    def __init__(self, limits: Limits, price: Price | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.limits = limits
        self.used = Usage()
        self._counted = Usage()
        self._price = price
        self._clock = clock
        self._started = clock()

    def cost_of(self, usage: Usage) -> float | None:
        """US dollars for some use; None where the price is not known."""
        return None if self._price is None else self._price(usage)

    def seconds(self) -> float | None:
        """What is left of the time, None where it has no limit."""
        if self.limits.seconds is None:
            return None
        return max(0.0, self.limits.seconds - (self._clock() - self._started))

    def allow(self, request: ChatRequest) -> ChatRequest:
        """The request within what is left: its answer no longer, its time no more.

        Raises BudgetExceeded or DeadlineExceeded where there is not enough left to ask it.
        """
        seconds = self.seconds()
        if seconds == 0:
            raise DeadlineExceeded(
                f"the {self.limits.seconds:g} s of this article are used up",
                mend="allow more time (--deadline or SUMMARIZER_DEADLINE)",
            )
        prompt = estimate(request)
        room = [request.max_tokens]
        if self.limits.tokens is not None:
            room.append(self.limits.tokens - self._counted.prompt - self._counted.completion - prompt)
        if self.limits.cost is not None and self._price is not None:
            left = self.limits.cost - self._price(self._counted) - self._price(Usage(prompt=prompt))
            each = self._price(Usage(completion=1000)) / 1000
            room.append(int(left / each) if each else (request.max_tokens if left > 0 else 0))
        if min(room) < min(request.max_tokens, SHORTEST):
            raise self._exceeded()
        return replace(
            request,
            max_tokens=min(room),
            seconds=seconds if request.seconds is None or seconds is None else min(seconds, request.seconds),
        )

    def take(self, wanted: ChatRequest, asked: ChatRequest, reply: ChatReply) -> None:
        """Count what an answer took. Raises BudgetExceeded where the budget cut it off."""
        self.used += reply.usage
        counted = reply.usage
        if not (counted.prompt or counted.completion):
            counted = replace(counted, prompt=estimate(asked), completion=len(reply.text.encode()) // BYTES + 1)
        self._counted += counted
        if reply.finish_reason == "length" and asked.max_tokens < wanted.max_tokens:
            raise self._exceeded()

    def _exceeded(self) -> BudgetExceeded:
        said = []
        if self.limits.tokens is not None:
            taken = self._counted.prompt + self._counted.completion
            said.append(f"{self.limits.tokens:,} tokens (used: {taken:,})")
        if self.limits.cost is not None and self._price is not None:
            said.append(f"${self.limits.cost:g} (used: ${self._price(self._counted):.4f})")
        return BudgetExceeded(
            f"this article's budget of {' and '.join(said)} does not reach further",
            mend="allow more with --max-tokens or --max-cost",
        )


class Purse:
    """What a whole run may take: ``tokens`` (prompts and answers), ``cost`` in US dollars; None is no limit.

    Each call reserves the most that it can take, so that calls side by side never pass the limit together; what it did
    not take is free again. Where that does not fit, a call waits for those under way; the last one that does not fit
    ends the purse.
    """

    def __init__(self, tokens: int | None = None, cost: float | None = None, price: Price | None = None) -> None:
        self.tokens = tokens
        self.cost = cost
        self.used = Usage()
        self.exhausted = False
        self._price = price
        self._spent = 0.0
        self._open: dict[int, tuple[int, float]] = {}  # tokens and dollars that calls under way may take
        self._calls = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def spent(self) -> float | None:
        """US dollars so far; None where the price is not known."""
        return None if self._price is None and not self._spent else self._spent

    def took(self, usage: Usage, cost: float | None) -> None:
        """Count what was taken elsewhere, by a worker in another process."""
        self.used += usage
        self._spent += cost or 0.0

    @property
    def _is_limited(self) -> bool:
        return self.tokens is not None or (self.cost is not None and self._price is not None)

    @asynccontextmanager
    async def call(self, request: ChatRequest) -> AsyncIterator[tuple[ChatRequest, Callable[[Usage], None]]]:
        """Room for a call: the request, with an answer no longer than there is room for, and whom to tell what it took.

        Raises RunBudgetExceeded where there is no room.
        """
        if not self._is_limited:
            yield request, self._take
            return
        request = await self._reserve(request)
        number = self._calls = self._calls + 1
        prompt = estimate(request)
        most = Usage(prompt=prompt, completion=request.max_tokens)
        self._open[number] = prompt + request.max_tokens, self._price(most) if self._price is not None else 0.0

        def take(usage: Usage) -> None:
            told = usage.prompt or usage.completion
            self._take(usage if told else replace(usage, prompt=prompt, completion=request.max_tokens))

        try:
            yield request, take
        finally:
            del self._open[number]
            self._wake()

    def _take(self, usage: Usage) -> None:
        self.used += usage
        if self._price is not None:
            # Call by call: what a token costs may depend on how many of them a call has.
            self._spent += self._price(usage)

    async def _reserve(self, request: ChatRequest) -> ChatRequest:
        prompt = estimate(request)
        # First come, first served: who comes while others wait waits behind them.
        first = not self._waiting
        while not (first and self._room(prompt) >= request.max_tokens):
            if first and not self._open:
                room = self._room(prompt)
                if self.exhausted or room < min(request.max_tokens, self._enough()):
                    self.exhausted = True
                    self._wake()
                    raise self._exceeded()
                return replace(request, max_tokens=room)
            turn = asyncio.get_running_loop().create_future()
            if first:
                self._waiting.appendleft(turn)
            else:
                self._waiting.append(turn)
            try:
                with on_hold():
                    await turn
            except BaseException:
                if turn in self._waiting:
                    self._waiting.remove(turn)
                else:
                    self._wake()
                raise
            first = True
        # The next may fit beside this one.
        self._wake()
        return request

    def _wake(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return

    def _room(self, prompt: int) -> int:
        """How long an answer may be beside all that is reserved and spent."""
        room: list[float] = []
        if self.tokens is not None:
            held = sum(tokens for tokens, _ in self._open.values())
            room.append(self.tokens - self.used.prompt - self.used.completion - held - prompt)
        if self.cost is not None and self._price is not None:
            held_cost = sum(cost for _, cost in self._open.values())
            left = self.cost - self._spent - held_cost - self._price(Usage(prompt=prompt))
            each = self._price(Usage(completion=1000)) / 1000
            room.append(left / each if each else (math.inf if left > 0 else 0))
        return int(max(-1.0, min(*room, 1e12)))

    def _enough(self) -> int:
        """The shortest answer that is worth asking for: twice as long as they were so far."""
        return max(SHORTEST, 2 * self.used.completion // self.used.calls) if self.used.calls else SHORTEST

    def _exceeded(self) -> RunBudgetExceeded:
        said = []
        if self.tokens is not None:
            said.append(f"{self.tokens:,} tokens (used: {self.used.prompt + self.used.completion:,})")
        if self.cost is not None and self._price is not None:
            said.append(f"${self.cost:g} (used: ${self._spent:.4f})")
        return RunBudgetExceeded(
            f"this run's budget of {' and '.join(said)} does not reach further",
            mend="allow more with --total-tokens or --total-cost; a later run goes on where this one stopped",
        )


def estimate(request: ChatRequest) -> int:
    """About how many tokens a request's messages are."""
    return sum(len(m["content"].encode("utf-8", "replace")) for m in request.messages) // BYTES + 1
