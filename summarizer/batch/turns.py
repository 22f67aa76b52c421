"""Whose turn it is to reckon: one article at a time, and the event loop in between."""

from __future__ import annotations

import asyncio
from collections import deque
from types import TracebackType

__all__ = ["Turns"]


class Turns:
    """A lock, first come, first served, that passes through the event loop each time it changes hands.

    ``asyncio.Lock`` is handed on without a look at what has come in meanwhile when nobody waits for it at that moment;
    answers that come together would then be judged in one go, while the endpoint waits for the next questions.
    """

    def __init__(self) -> None:
        self._held = False
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
            asyncio.get_running_loop().call_soon(self._grant)

    def _grant(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._held = False
