"""Exchanges: what was asked and answered while one brief was made, kept so that the run can be repeated without a model.

A `Recorder` stands before an endpoint and takes notes; a `Player` stands in an endpoint's place and answers from them.
Both know values only (requests, replies, errors), no headers, so no key or cookie passes them. Answers are given
in the order in which they came, since what comes of questions that were asked side by side may depend on it. The clock
is recorded too: the time that a run took stands in its brief.
"""

from __future__ import annotations

import asyncio
import datetime
import hashlib
import json
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from summarizer import errors
from summarizer.budget import Price
from summarizer.chat import ChatReply, ChatRequest, Endpoint, Message, Usage
from summarizer.errors import ModelError, NotRecorded

__all__ = ["Exchange", "Player", "Recorder", "Tape", "fingerprint"]

PATIENCE = 2000  # rounds of the event loop that an answer waits for those which came before it

_WHAT: Mapping[str, str] = {
    "prefix": "its instructions or examples",
    "messages": "its words",
    "json_schema": "the schema of its answer",
    "schema_name": "the name of its schema",
    "grammar": "the grammar of its answer",
    "max_tokens": "max_tokens",
    "top_logprobs": "top_logprobs",
}
"""What a part of a question is called when it has changed."""


def fingerprint(request: ChatRequest) -> dict[str, str | int | None]:
    """What makes a question that question, part by part: texts as digests, numbers as they are.

    Not among them: the tag, and how much time was left for it.
    """
    head, rest = request.messages[: request.prefix], request.messages[request.prefix :]
    return {
        "prefix": _digest(list(head)) if head else None,
        "messages": _digest(list(rest)),
        "json_schema": None if request.json_schema is None else _digest(request.json_schema),
        "schema_name": request.schema_name if request.json_schema is not None else None,
        "grammar": None if request.grammar is None else _digest(request.grammar),
        "max_tokens": request.max_tokens,
        "top_logprobs": request.top_logprobs,
    }


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Exchange:
    """One question, as its fingerprint, and its answer or the error in the place of one.

    Neither is there where the article ended while the question was open.
    """

    tag: str
    request: Mapping[str, str | int | None]
    reply: ChatReply | None = None
    error: ModelError | None = None

    @property
    def is_settled(self) -> bool:
        """Whether there was an answer or an error."""
        return self.reply is not None or self.error is not None

    def to_dict(self) -> dict[str, Any]:
        """The exchange as JSON has it."""
        data: dict[str, Any] = {"tag": self.tag, "request": dict(self.request)}
        if self.reply is not None:
            data["reply"] = self.reply.to_dict()
        if self.error is not None:
            data["error"] = _error_to_dict(self.error)
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Exchange:
        """The exchange that ``to_dict`` gave. Raises ValueError, TypeError, KeyError, AttributeError on anything else."""
        reply, error = data.get("reply"), data.get("error")
        request = {part: data["request"][part] for part in _WHAT}
        return cls(
            tag=str(data["tag"]),
            request=request,
            reply=None if reply is None else ChatReply.from_dict(reply),
            error=None if error is None else _error_from_dict(error),
        )


def _error_to_dict(error: ModelError) -> dict[str, Any]:
    more = {name: value for name in ("status", "text") if (value := getattr(error, name, None))}
    return {"type": type(error).__name__, "message": error.message, "mend": error.mend, **more}


def _error_from_dict(data: Mapping[str, Any]) -> ModelError:
    kind = getattr(errors, str(data["type"]), None)
    if not (isinstance(kind, type) and issubclass(kind, ModelError)):
        kind = ModelError
    error = kind(str(data["message"]), mend=str(data["mend"]))
    for name in ("status", "text"):
        if name in data:
            setattr(error, name, data[name])
    return error


@dataclass
class Tape:
    """What one article's run took from outside: the exchanges in the order of their answers, and the clock.

    ``clock`` are seconds since the first reading, ``now`` the dates that were asked for, ``prices`` what which use
    (prompt, cached and completion tokens) cost in US dollars; they are empty where no price is known.
    """

    exchanges: list[Exchange] = field(default_factory=list)
    clock: list[float] = field(default_factory=list)
    now: list[datetime.datetime] = field(default_factory=list)
    prices: dict[tuple[int, int, int], float] = field(default_factory=dict)


class Recorder:
    """An endpoint that answers through another one and keeps what was said. One for each article."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC),
    ) -> None:
        self.label = endpoint.label
        self.host = endpoint.host
        self.parallel = endpoint.parallel
        self._endpoint = endpoint
        self._clock = clock
        self._now = now
        self._started: float | None = None
        self._answered = Tape()
        self._open: dict[int, Exchange] = {}

    @property
    def tape(self) -> Tape:
        """Everything so far; the questions that are still open come last."""
        answered = self._answered
        return replace(answered, exchanges=[*answered.exchanges, *self._open.values()])

    async def ask(self, request: ChatRequest) -> ChatReply:
        """Answer one request. Raises what the endpoint raises; a ModelError is kept."""
        asked = fingerprint(request)
        # What ends otherwise (a cancellation, a UsageError) stays open: the recording then has no answer to it.
        number = len(self._open) + len(self._answered.exchanges)
        self._open[number] = Exchange(request.tag, asked)
        try:
            reply = await self._endpoint.ask(request)
        except ModelError as error:
            self._settle(number, Exchange(request.tag, asked, error=error))
            raise
        self._settle(number, Exchange(request.tag, asked, reply=reply))
        return reply

    def _settle(self, number: int, exchange: Exchange) -> None:
        del self._open[number]
        self._answered.exchanges.append(exchange)

    async def warm(self, prefix: Sequence[Message]) -> None:
        """Make the endpoint ready."""
        await self._endpoint.warm(prefix)

    async def aclose(self) -> None:
        """Nothing: the endpoint is its owner's, and serves other articles too."""

    def clock(self) -> float:
        """Seconds since the first reading."""
        reading = self._clock()
        self._started = reading if self._started is None else self._started
        self._answered.clock.append(reading - self._started)
        return self._answered.clock[-1]

    def now(self) -> datetime.datetime:
        """The date and time."""
        self._answered.now.append(self._now())
        return self._answered.now[-1]

    def pricing(self, price: Price | None) -> Price | None:
        """The same price, whose answers are kept."""
        if price is None:
            return None

        def kept(used: Usage) -> float:
            cost = self._answered.prices[used.prompt, used.cached, used.completion] = price(used)
            return cost

        return kept


class Player:
    """An endpoint that gives the recorded answers, and nothing else. One for each article."""

    def __init__(self, tape: Tape, *, label: str, host: str | None, parallel: int) -> None:
        self.label = label
        self.host = host
        self.parallel = parallel
        self._turn = 0
        self._given: set[int] = set()
        self._missed: NotRecorded | None = None
        self._clock = deque(tape.clock)
        self._last = 0.0
        self._now = deque(tape.now)
        self._prices = tape.prices
        self._exchanges = list(tape.exchanges)
        self._waiting: dict[str, deque[int]] = defaultdict(deque)
        self._by_tag: dict[str, list[int]] = defaultdict(list)
        for number, exchange in enumerate(tape.exchanges):
            self._waiting[_key(exchange.tag, exchange.request)].append(number)
            self._by_tag[exchange.tag].append(number)

    def check(self) -> None:
        """Raise NotRecorded unless every question had its recorded answer and every recorded answer was asked for.

        Whoever asks may take an error for an answer ('this could not be asked again'); a repetition may not.
        """
        if self._missed is not None:
            raise self._missed
        left = [e.tag for n, e in enumerate(self._exchanges) if n not in self._given and e.is_settled]
        if left:
            answers = "1 recorded answer was" if len(left) == 1 else f"{len(left)} recorded answers were"
            raise NotRecorded(f"{answers} not asked for, the first one {left[0]!r}: this is another run", mend=ANEW)

    async def ask(self, request: ChatRequest) -> ChatReply:
        """The recorded answer to this very question; raises the recorded error, or NotRecorded where there is neither."""
        asked = fingerprint(request)
        numbers = self._waiting.get(_key(request.tag, asked))
        if not numbers:
            raise self._miss(self._unknown(request.tag, asked))
        number = numbers.popleft()
        exchange = self._exchanges[number]
        await self._in_turn(number)
        self._given.add(number)
        self._turn = max(self._turn, number + 1)
        if exchange.error is not None:
            raise exchange.error
        if exchange.reply is None:
            ended = f"the recorded run ended before the question {request.tag!r} was answered"
            raise self._miss(NotRecorded(ended, mend=ANEW))
        return exchange.reply

    async def _in_turn(self, number: int) -> None:
        """Wait until the answers before this one have been given and taken in.

        Where one of them is not asked for, the run is another one and its order no longer matters.
        """
        for _ in range(PATIENCE):
            if number == self._turn and self._exchanges[number].is_settled:
                return
            await asyncio.sleep(0)

    def _miss(self, error: NotRecorded) -> NotRecorded:
        self._missed = self._missed or error
        return error

    async def warm(self, prefix: Sequence[Message]) -> None:
        """Nothing."""

    async def aclose(self) -> None:
        """Nothing."""

    def clock(self) -> float:
        """The next recorded reading; the last one for ever after."""
        if self._clock:
            self._last = self._clock.popleft()
        return self._last

    def now(self) -> datetime.datetime:
        """The next recorded date. Raises NotRecorded where there is none."""
        if not self._now:
            raise self._miss(NotRecorded("the recorded run did not ask for the date", mend=ANEW))
        return self._now.popleft()

    @property
    def price(self) -> Price | None:
        """What the run cost; None where its price was not known."""
        return self._cost if self._prices else None

    def _cost(self, used: Usage) -> float:
        cost = self._prices.get((used.prompt, used.cached, used.completion))
        if cost is None:
            raise self._miss(NotRecorded(f"what {used} costs was not asked for in the recorded run", mend=ANEW))
        return cost

    def _unknown(self, tag: str, asked: Mapping[str, str | int | None]) -> NotRecorded:
        """Why a question has no answer: it is new, or it was put in another way."""
        before = [self._exchanges[n].request for n in self._by_tag.get(tag, ())]
        if not before:
            return NotRecorded(f"the recording has no answer to the question {tag!r}", mend=ANEW)
        changed = min(([p for p in _WHAT if old[p] != asked[p]] for old in before), key=len)
        what = ", ".join(_WHAT[part] for part in changed) or "how often it is asked"
        return NotRecorded(f"the question {tag!r} is not the recorded one; changed: {what}", mend=ANEW)


def _key(tag: str, request: Mapping[str, str | int | None]) -> str:
    return json.dumps([tag, request], sort_keys=True)


ANEW = "record anew with --record; to judge kept answers by new rules or a new schema, use `summarizer recheck` on the brief"
