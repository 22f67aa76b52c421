"""Threads for blocking work beside the event loop, kept from one piece of work to the next."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, TypeVar

__all__ = ["Hands"]

T = TypeVar("T")
Piece = tuple[Callable[..., Any], tuple[Any, ...], "asyncio.Future[Any]"]


class Hands:
    """Up to ``most`` daemon threads of one event loop; as many as there was work at once.

    A thread of its own for every article would cost more than many an article's reading: the loop would wait until it
    has begun, and each would ask for the interpreter anew. Nobody has to wait for a piece of work that hangs.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._threads = 0
        self._busy = 0
        self._work: SimpleQueue[Piece | None] = SimpleQueue()

    async def do(self, work: Callable[..., T], *args: Any) -> T:
        """The result of ``work(*args)``. It goes on, and its result is lost, where whoever waits is cancelled."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._work.put((work, args, done))
        self._busy += 1
        if self._busy > self._threads and self._threads < self._most:
            self._threads += 1
            threading.Thread(target=self._run, args=(loop,), daemon=True, name=f"hand-{self._threads}").start()
        return await done

    def close(self) -> None:
        """Let the threads end, when they have done what they are at."""
        for _ in range(self._threads):
            self._work.put(None)

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        while (piece := self._work.get()) is not None:
            work, args, done = piece
            result, error = None, None
            try:
                result = work(*args)
            except BaseException as raised:  # noqa: BLE001 - handed to whoever waits, whatever it is
                error = raised
            with suppress(RuntimeError):  # the loop has ended: nobody waits any more
                loop.call_soon_threadsafe(self._settle, done, result, error)
            del piece, work, args, done, result, error  # an idle thread holds no article

    def _settle(self, done: asyncio.Future[Any], result: object, error: BaseException | None) -> None:
        self._busy -= 1
        if done.cancelled():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)
