"""One limiter for all calls of a run: how many at once, how many a minute, and when nobody asks at all.

    enter ─→ endpoint down? ─→ told to wait? ─→ too many at once? ─→ too many a minute? ─→ call ─→ hear ─→ leave
             (breaker)          (Retry-After)    (429 without one     (settings, headers)
                                                  makes them fewer)

Who must wait stands in a line, first come, first served; a call that is made again goes before those that have not
begun. Nobody polls: whoever leaves lets the next in, and one timer rings for the first in line.

The time in the line is not the article's (`on_hold`). A Retry-After that a call got itself counts against its own
deadline, in the client; all others are held until then for as long as it takes, LONGEST seconds at most, and lose
none of their time. No wait is silent: a pause of all is one warning in the log, and each article is told its own.
"""

from __future__ import annotations

import asyncio
import contextvars
import logging
import math
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from summarizer.budget import on_hold
from summarizer.chat import Usage
from summarizer.errors import EndpointDown
from summarizer.events import CallWaited, Why, tell
from summarizer.model.breaker import Breaker
from summarizer.model.buckets import Rates
from summarizer.model.rates import LONGEST, read_headers

__all__ = ["AT_ONCE", "Limiter", "Turn"]

log = logging.getLogger("summarizer.model")

AT_ONCE = 1000
"""Calls at once where nobody says how many; as many as the openai client has connections."""

WORTH_TELLING = 0.1  # seconds of a wait
WORTH_WARNING = 1.0
NOT_AGAIN = 60.0  # seconds in which a wait for the endpoint's rate is not logged once more
SHORTEST_SLEEP = 1e-3  # what is left of a wait after rounding must not make the timer spin
SLOW_DOWN = {429, 503, 529}
GROWTH = 0.1  # of the calls at once, for each of them that is answered

Ended = Literal["answered", "failed", "left"]
"""How a call ended: the endpoint answered, whatever it said; it did not (connection, timeout, 5xx); it was broken off."""

# The strongest first: where several held a call back, that is the reason.
_REASONS: tuple[Why, ...] = ("endpoint_down", "retry_after", "rate", "limit")


@dataclass(slots=True, eq=False)
class Turn:
    """Leave to make one call. ``waited`` seconds for it; a ``probe`` may take so many seconds, None is no probe.

    ``slot``: of as many as may be under way at once, the one that is this call's as long as it is.
    """

    number: int
    prompt: int
    answer: int
    tokens: float
    taken: float
    began: float
    slot: int
    waited: float = 0.0
    probe: float | None = None
    status: int | None = None


@dataclass(slots=True, eq=False)
class _Waiter:
    turn: asyncio.Future[Turn]
    prompt: int
    answer: int
    since: float


class Limiter:
    """Who may call an endpoint, and when. For one event loop; all calls of a run share it.

    ``at_once``: calls under way. ``requests_per_minute`` and ``tokens_per_minute``: None is no limit but the endpoint's
    own. ``share``: the fraction of both that is this program's, where several share one limit. ``patience``: seconds
    that an endpoint may be down until it is given up. ``host`` names it in messages. ``sleep``, ``clock`` (seconds)
    and ``now`` (seconds since the epoch) are there for tests.
    """

    def __init__(
        self,
        at_once: int = AT_ONCE,
        *,
        requests_per_minute: float | None = None,
        tokens_per_minute: float | None = None,
        share: float = 1.0,
        patience: float = 120.0,
        host: str = "the endpoint",
        sleep: Callable[[float], Awaitable[None]] | None = None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.at_once = at_once
        self.host = host
        self._window = float(at_once)
        self._sleep = sleep or asyncio.sleep
        self._clock = clock
        self._now = now
        self._breaker = Breaker(patience)
        self._rates = Rates(requests_per_minute, tokens_per_minute, share, clock())
        self._begun = 0
        self._flying = 0
        self._slots: list[int] = []  # that were taken and are free
        self._again: deque[_Waiter] = deque()
        self._fresh: deque[_Waiter] = deque()
        self._timer: asyncio.Task[None] | None = None
        self._rings_at = math.inf
        self._hold_until = -math.inf
        self._asked = 0.0  # the seconds that it was asked to be
        self._cut_at = 0  # calls up to this number were made before there were fewer at once
        self._refused = self._served = 0  # since then
        self._held: dict[Why, float] = dict.fromkeys(_REASONS, -math.inf)  # when a reason last held a call back
        self._logged: dict[Why, float] = dict.fromkeys(_REASONS, -math.inf)  # until when what was logged holds

    @property
    def in_flight(self) -> int:
        """Calls under way."""
        return self._flying

    @property
    def given_up(self) -> bool:
        """Whether the endpoint was down for longer than the patience: nobody is let in any more."""
        return self._breaker.given_up

    async def enter(self, prompt: int = 0, answer: int = 0, *, again: bool = False) -> Turn:
        """Wait for one's turn; whoever has it must `leave`.

        ``prompt`` and ``answer`` are tokens, estimated and at most; ``again`` says that the call is made again. Raises
        EndpointDown where the endpoint is given up, also while waiting.
        """
        if self._breaker.given_up:
            raise self._down()
        now = self._clock()
        if not self._fresh and not self._again and self._blocked(prompt, answer, now) is None:
            return self._admit(prompt, answer, now)
        return await self._wait(_Waiter(asyncio.get_running_loop().create_future(), prompt, answer, now), again)

    def hear(self, turn: Turn, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """What an answer to a call begins with."""
        turn.status = status
        told = read_headers(headers, self._now())
        self._rates.hear(told, turn.number, turn.taken, self._clock())
        if status not in SLOW_DOWN:
            return
        if told.retry_after is not None:
            until = self._clock() + min(told.retry_after, LONGEST)
            if until > self._hold_until:
                self._hold_until, self._asked = until, told.retry_after
        if status == 429 and turn.number > self._cut_at:
            self._slow_down(told.retry_after)

    def leave(self, turn: Turn, ended: Ended, *, who: object = None, usage: Usage | None = None) -> None:
        """A call is over. ``who`` is the request that it was for, ``usage`` what it really took."""
        self._flying -= 1
        self._slots.append(turn.slot)
        now = self._clock()
        if ended == "answered":
            down_for = self._breaker.down_for(now)
            if self._breaker.answered(now):
                self._say(logging.WARNING, f"{self.host} answers again, after {down_for:.0f} s", down_for)
            if turn.status is not None and turn.status < 300 and turn.number > self._cut_at:
                self._served += 1
                self._window = min(self.at_once, self._window + max(1 / self._window, GROWTH))
        elif ended == "failed":
            if self._breaker.failed(turn.began, now, who, probe=turn.probe is not None):
                self._say(
                    logging.WARNING,
                    f"{self._breaker.failures} calls in a row failed: {self.host} counts as down; "
                    f"one call at a time finds out whether it is back, for {self._breaker.patience:g} s",
                    0.0,
                )
            if self._breaker.given_up and self._logged["endpoint_down"] < math.inf:
                self._logged["endpoint_down"] = math.inf
                down_for = self._breaker.down_for(now)
                self._say(logging.ERROR, f"{self.host} was down for {down_for:.0f} s and is given up", down_for)
        elif turn.probe is not None:
            self._breaker.leave_probe()
        if ended != "answered" or (turn.status or 200) >= 300:
            usage = None
        elif usage is None:
            usage = Usage()
        self._rates.settle(turn.prompt, turn.answer, turn.tokens, usage)
        if self._fresh or self._again:
            self._let_in()

    # The line.

    async def _wait(self, waiter: _Waiter, again: bool) -> Turn:
        (self._again if again else self._fresh).append(waiter)
        self._let_in()
        try:
            with on_hold():
                turn = await waiter.turn
        except BaseException:
            if not waiter.turn.done():
                waiter.turn.cancel()
            if waiter.turn.cancelled():
                # It may have been the one that the others waited behind.
                self._let_in()
            elif waiter.turn.exception() is None:
                self.leave(waiter.turn.result(), "left")
            raise
        turn.waited = turn.began - waiter.since
        if turn.waited >= WORTH_TELLING:
            why = next((why for why in _REASONS if self._held[why] >= waiter.since), "limit")
            tell(CallWaited, seconds=round(turn.waited, 3), why=why)
        return turn

    def _first(self) -> tuple[deque[_Waiter], _Waiter] | None:
        for line in (self._again, self._fresh):
            while line:
                if not line[0].turn.done():
                    return line, line[0]
                line.popleft()
        return None

    def _let_in(self) -> None:
        """Let in whoever may come in now, and set the timer for the next."""
        now = self._clock()
        while (first := self._first()) is not None:
            line, waiter = first
            if self._breaker.given_up:
                line.popleft()
                waiter.turn.set_exception(self._down())
                continue
            blocked = self._blocked(waiter.prompt, waiter.answer, now)
            if blocked is not None:
                why, seconds = blocked
                self._set_timer(now, seconds)
                self._log_pause(why, seconds, now)
                return
            line.popleft()
            waiter.turn.set_result(self._admit(waiter.prompt, waiter.answer, now))
        self._set_timer(now, math.inf)

    def _blocked(self, prompt: int, answer: int, now: float) -> tuple[Why, float] | None:
        """Why a call may not be made now, and for how many seconds: infinite until another one ends."""
        blocked: tuple[Why, float] | None = None
        if self._breaker.is_open and (seconds := self._breaker.probe_in(now)) > 0:
            blocked = "endpoint_down", seconds
        elif now < self._hold_until:
            blocked = "retry_after", self._hold_until - now
        elif self._flying >= int(self._window):
            blocked = "limit", math.inf
        else:
            blocked = self._rates.wait(self._rates.estimate(prompt, answer), now)
        if blocked is not None:
            self._held[blocked[0]] = now
        return blocked

    def _admit(self, prompt: int, answer: int, now: float) -> Turn:
        self._flying += 1
        tokens = self._rates.estimate(prompt, answer)
        self._begun, taken = self._rates.take(tokens, now)
        # The one that was free last: its connection is the one that was used last.
        slot = self._slots.pop() if self._slots else self._flying - 1
        turn = Turn(self._begun, prompt, answer, tokens, taken, now, slot)
        if self._breaker.is_open:
            turn.probe = self._breaker.begin_probe(now)
        return turn

    def _set_timer(self, now: float, seconds: float) -> None:
        """Ring in so many seconds at the latest; infinite is never."""
        if self._timer is not None and (seconds == math.inf or self._rings_at > now + seconds):
            self._timer.cancel()
            self._timer = None
        if self._timer is None and seconds < math.inf:
            self._rings_at = now + seconds
            # It works for all: what it logs is of no article.
            ring = self._ring(max(seconds, SHORTEST_SLEEP))
            self._timer = asyncio.get_running_loop().create_task(ring, context=contextvars.Context())

    async def _ring(self, seconds: float) -> None:
        await self._sleep(seconds)
        self._timer = None
        self._let_in()

    def _slow_down(self, retry_after: float | None) -> None:
        """A 429: fewer at once, where it does not say what else to do, or where most calls meet it all the same."""
        self._refused += 1
        if retry_after is not None and self._refused <= self._served:
            return
        before = min(int(self._window), self._flying)
        self._window = 1.0 if retry_after is not None and retry_after > LONGEST else max(1.0, before / 2)
        self._cut_at = self._begun
        self._refused = self._served = 0
        log.info(
            "%s refuses calls: from now on %d at once, before that %d",
            self.host,
            int(self._window),
            before,
            extra={"kind": "pace", "at_once": int(self._window), "host": self.host},
        )

    # What is said.

    def _down(self) -> EndpointDown:
        seconds = self._breaker.down_for(self._clock())
        return EndpointDown(
            f"{self.host} is down: {self._breaker.failures} calls in a row failed, and it was waited for {seconds:.0f} s",
            mend="see that it runs, or wait until it does; a later run goes on where this one stopped "
            "(how long it is waited for: SUMMARIZER_PATIENCE)",
        )

    def _log_pause(self, why: Why, seconds: float, now: float) -> None:
        """One line for a pause of all, not one for each that waits."""
        until = now + seconds
        if why == "retry_after" and until > self._logged[why] + WORTH_WARNING:
            self._logged[why] = until
            self._say(
                logging.WARNING, f"{self.host} asks to wait {self._asked:.0f} s: no call for {seconds:.1f} s", seconds
            )
        elif why == "rate" and seconds >= WORTH_WARNING and now >= self._logged[why]:
            self._logged[why] = now + NOT_AGAIN
            self._say(logging.WARNING, f"{self.host} allows no more: next call in {seconds:.1f} s", seconds)
        elif why == "limit" and seconds < math.inf and self._logged[why] < math.inf:
            self._logged[why] = math.inf
            self._say(logging.INFO, "calls are held to what a minute may have, as set", seconds)

    def _say(self, level: int, what: str, seconds: float) -> None:
        extra = {"kind": "wait", "seconds": round(seconds, 3), "host": self.host}
        contextvars.Context().run(log.log, level, what, extra=extra)
