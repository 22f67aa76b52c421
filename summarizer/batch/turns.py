"""Whose turn it is to reckon: one article at a time, and only when nothing has come in that goes before it."""

from __future__ import annotations

import asyncio
from collections import deque
from types import TracebackType

__all__ = ["Turns"]


MOST_PASSES = 100
"""Rounds of the event loop that a turn lets others go first: a loop that is never quiet must not hold it up for ever."""


class Turns:
    """A lock, first come, first served, that is handed on when the event loop has nothing else to do.

    ``asyncio.Lock`` is handed on without a look at what has come in meanwhile when nobody waits for it at that moment;
    answers that come together would then be judged in one go, while the endpoint waits for the next questions.
    """

    def __init__(self) -> None:
        self._held = False
        self._passes = 0
        self._quiet = False
        self._waiting: deque[asyncio.Future[None]] = deque()

    async def __aenter__(self) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        if not self._held:
            self._pass_on()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._pass_on()
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._pass_on()

    def _pass_on(self) -> None:
        self._held = bool(self._waiting)
        if self._held:
            self._passes, self._quiet = 0, False
            asyncio.get_running_loop().call_soon(self._grant)

    def _is_quiet(self) -> bool:
        """Whether a whole round of the loop, with its look at the sockets, has brought nothing to do."""
        # The loop does not tell otherwise how much it has before it; one that keeps it elsewhere is never asked to wait.
        others = bool(getattr(asyncio.get_running_loop(), "_ready", ()))
        quiet, self._quiet = self._quiet and not others, not others
        self._passes += 1
        return quiet or self._passes > MOST_PASSES

    def _grant(self) -> None:
        if self._waiting and not self._is_quiet():
            asyncio.get_running_loop().call_soon(self._grant)
            return
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._held = False
