"""The first question goes ahead alone: a refused key, a wrong name or an unknown format costs one call, not all at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from summarizer.budget import on_hold
from summarizer.chat import ChatReply, ChatRequest, Endpoint, Message
from summarizer.errors import UsageError

__all__ = ["HEAD_START", "FirstAlone"]

HEAD_START = 0.3
"""Seconds that others wait for the first answer. Refusals come at once; an answer may take minutes."""


class FirstAlone:
    """An endpoint of which one question is asked first. Who asks meanwhile waits for its answer, ``head_start`` at most.

    Where the first meets a UsageError, so do all who waited for it: nothing they asked could have been answered.
    """

    def __init__(self, endpoint: Endpoint, head_start: float = HEAD_START) -> None:
        self.label = endpoint.label
        self.host = endpoint.host
        self.parallel = endpoint.parallel
        self.endpoint = endpoint
        self._head_start = head_start
        self._settled = False
        self._answered: asyncio.Event | None = None
        self._error: UsageError | None = None

    async def ask(self, request: ChatRequest) -> ChatReply:
        """Answer one request. Raises as the endpoint does."""
        if self._settled:
            return await self.endpoint.ask(request)
        if self._answered is None:
            return await self._lead(request)
        with on_hold(), suppress(TimeoutError):
            await asyncio.wait_for(self._answered.wait(), self._head_start)
        if self._error is not None:
            raise self._error
        # Who has waited so long leads no more.
        self._settled = True
        return await self.endpoint.ask(request)

    async def _lead(self, request: ChatRequest) -> ChatReply:
        self._answered = asyncio.Event()
        try:
            return await self.endpoint.ask(request)
        except UsageError as error:
            self._error = error
            raise
        finally:
            self._settled = True
            self._answered.set()

    async def warm(self, prefix: Sequence[Message]) -> None:
        """Make ready for requests that begin with ``prefix``, where the endpoint can."""
        await self.endpoint.warm(prefix)

    async def aclose(self) -> None:
        """Let go of connections."""
        await self.endpoint.aclose()
