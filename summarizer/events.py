"""What happens during a run, as one stream of events: progress, logs and tracing hang on it.

    started    an article was read and its questions begin              article, chars
    waited     a call was held back                                     seconds, why
    retried    a call that failed is made again                         call, seconds, why
    progress   so many of an article's questions are answered          done, total
    judged     its facts were judged against its text                   facts, flagged, ledger
    done       it has a brief, which is kept                            status, calls, tokens, cost_usd, seconds
    failed     it has none                                              code, message
    skipped    it had its brief, or its failure, from an earlier run    state

A listener is called in the event loop's thread, in the order of what happens, and must return soon; what it raises
ends the run. No event holds text of an article, nor a key. Whoever works on one article says so with ``telling``;
whatever happens below it (in a client, in a limiter) is told with ``tell``, and nobody need hand a listener down.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Literal

__all__ = [
    "ArticleDone",
    "ArticleFailed",
    "ArticleJudged",
    "ArticleProgress",
    "ArticleSkipped",
    "ArticleStarted",
    "CallRetried",
    "CallWaited",
    "Event",
    "Listener",
    "tell",
    "telling",
]

Why = Literal["limit", "rate", "retry_after", "endpoint_down", "back_off"]
"""Why a call waits: ``limit`` of what may be asked a minute, ``rate`` that the endpoint told, its ``retry_after``, an
``endpoint_down``, or the ``back_off`` before a call is made again."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened. ``source`` is the article's, ``at`` seconds since the epoch."""

    kind: ClassVar[str] = "event"
    source: str = ""
    at: float = field(default_factory=time.time)

    def to_dict(self) -> dict[str, Any]:
        """The event as JSON has it, with its kind."""
        return {"kind": self.kind, **asdict(self)}


@dataclass(frozen=True, kw_only=True)
class ArticleStarted(Event):
    """An article was read and its questions begin. ``article`` is its id, ``chars`` counts code points."""

    kind: ClassVar[str] = "started"
    article: str
    chars: int


@dataclass(frozen=True, kw_only=True)
class ArticleProgress(Event):
    """``done`` of ``total`` questions of an article are answered; the total may grow."""

    kind: ClassVar[str] = "progress"
    done: int
    total: int


@dataclass(frozen=True, kw_only=True)
class CallWaited(Event):
    """A call was held back for ``seconds``; told when the wait is over, or before a told wait begins."""

    kind: ClassVar[str] = "waited"
    seconds: float
    why: Why


@dataclass(frozen=True, kw_only=True)
class CallRetried(Event):
    """Call number ``call`` (from 2) of a question follows after ``seconds``; ``why`` is what the one before met."""

    kind: ClassVar[str] = "retried"
    call: int
    seconds: float
    why: str


@dataclass(frozen=True, kw_only=True)
class ArticleJudged(Event):
    """The facts were judged: how many stand, how many of them are flagged, how many lines the ledger has."""

    kind: ClassVar[str] = "judged"
    facts: int
    flagged: int
    ledger: int


@dataclass(frozen=True, kw_only=True)
class ArticleDone(Event):
    """The brief is there, and kept where it is to be kept. ``cost_usd`` is None where no price is known."""

    kind: ClassVar[str] = "done"
    status: str
    calls: int
    prompt_tokens: int
    completion_tokens: int
    cost_usd: float | None
    seconds: float


@dataclass(frozen=True, kw_only=True)
class ArticleFailed(Event):
    """There is no brief; ``code`` is the word that stands in the ledger."""

    kind: ClassVar[str] = "failed"
    code: str
    message: str


@dataclass(frozen=True, kw_only=True)
class ArticleSkipped(Event):
    """Nothing was asked: ``state`` (``done`` or ``failed``) is from an earlier run, or from another source of one text."""

    kind: ClassVar[str] = "skipped"
    state: str


Listener = Callable[[Event], None]

_HERE: ContextVar[tuple[str, Listener] | None] = ContextVar("summarizer_telling", default=None)


@contextmanager
def telling(source: str, listener: Listener) -> Iterator[None]:
    """Within the block, and in the tasks that begin in it, what is told is of ``source`` and goes to ``listener``."""
    token = _HERE.set((source, listener))
    try:
        yield
    finally:
        _HERE.reset(token)


def tell(event: type[Event], **what: Any) -> None:
    """Tell an event of the article that is worked on; nobody hears it outside ``telling``."""
    here = _HERE.get()
    if here is not None:
        source, listener = here
        listener(event(source=source, **what))
