"""Sources from an iterable that may block: read ahead in a thread, each at hand as soon as it is there."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress

from summarizer.sources import Source

__all__ = ["Feed"]

AHEAD = 64  # sources that are read before anybody wants them


class Feed(AsyncIterator[Source]):
    """The sources of an iterable, in their order; for one reader at a time.

    One thread reads until ``AHEAD`` sources wait, so that fast iterables cost no thread for each; a slow one (a feed that
    is looked at now and then) is never waited for while it has given something. What the iterable raises comes after
    what it gave. Reading ends with ``close``, or when the iterable gives its next.
    """

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sources = iter(sources)
        self._there: deque[Source] = deque()
        self._reading = False
        self._ended = False
        self._closed = False
        self._hungry = False
        self._error: BaseException | None = None
        self._news = asyncio.Event()

    async def __anext__(self) -> Source:
        while True:
            # The thread looks at _hungry after it has put something there: one of the two sees the other.
            self._news.clear()
            self._hungry = True
            if self._there:
                self._hungry = False
                return self._there.popleft()
            if self._ended:
                if self._error is not None:
                    raise self._error
                raise StopAsyncIteration
            if not self._reading:
                self._reading = True
                loop = asyncio.get_running_loop()
                threading.Thread(target=self._read, args=(loop,), daemon=True, name="feed").start()
            await self._news.wait()

    def close(self) -> None:
        """Read no more."""
        self._closed = True

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            for source in self._sources:
                self._there.append(source)
                if self._closed or len(self._there) >= AHEAD:
                    break
                if self._hungry:
                    self._hungry = False
                    loop.call_soon_threadsafe(self._news.set)
            else:
                self._ended = True
        except BaseException as error:  # noqa: BLE001 - handed to whoever wants the next
            self._error = error
            self._ended = True
        self._reading = False
        with suppress(RuntimeError):  # the loop has ended: nobody waits any more
            loop.call_soon_threadsafe(self._news.set)
