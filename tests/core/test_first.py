"""The first question goes ahead alone, for as long as it is worth waiting for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import pytest

from summarizer.chat import ChatReply, ChatRequest, Message, Usage
from summarizer.errors import CredentialsError, EndpointError
from summarizer.model.first import FirstAlone

ANSWER = ChatReply("fine", "stop", Usage())
QUESTION = ChatRequest([{"role": "user", "content": "?"}], max_tokens=1)


class Scripted:
    """An endpoint that counts who asks, and answers as it is told."""

    label = "m"
    host: str | None = "here"
    parallel = 4

    def __init__(self, answer: Callable[[int], Awaitable[ChatReply]]) -> None:
        self.asked = 0
        self._answer = answer

    async def ask(self, request: ChatRequest) -> ChatReply:
        self.asked += 1
        return await self._answer(self.asked)

    async def warm(self, prefix: Sequence[Message]) -> None:
        """Nothing."""

    async def aclose(self) -> None:
        """Nothing."""


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def test_others_wait_for_the_first_answer() -> None:
    """Until the first question is answered there is one; then all of them are asked, at once."""

    async def work() -> None:
        gate = asyncio.Event()

        async def answer(number: int) -> ChatReply:
            await gate.wait()
            return ANSWER

        endpoint = Scripted(answer)
        first = FirstAlone(endpoint, head_start=1000)
        asking = [asyncio.create_task(first.ask(QUESTION)) for _ in range(5)]
        await settle()
        assert endpoint.asked == 1
        gate.set()
        assert await asyncio.gather(*asking) == [ANSWER] * 5 and endpoint.asked == 5

    asyncio.run(work())


def test_a_refused_key_costs_one_call() -> None:
    """What makes the first question useless does so for all who waited, and is not asked again for them."""

    async def work() -> None:
        async def answer(number: int) -> ChatReply:
            await settle()
            raise CredentialsError("no such key")

        endpoint = Scripted(answer)
        first = FirstAlone(endpoint, head_start=1000)
        ended = await asyncio.gather(*(first.ask(QUESTION) for _ in range(5)), return_exceptions=True)
        assert [type(error) for error in ended] == [CredentialsError] * 5 and endpoint.asked == 1

    asyncio.run(work())


def test_a_fault_of_the_first_is_its_own() -> None:
    """Where the first question fails for itself, the others are asked."""

    async def work() -> None:
        async def answer(number: int) -> ChatReply:
            await settle()
            if number == 1:
                raise EndpointError("too spicy", status=400)
            return ANSWER

        endpoint = Scripted(answer)
        first = FirstAlone(endpoint, head_start=1000)
        ended = await asyncio.gather(*(first.ask(QUESTION) for _ in range(3)), return_exceptions=True)
        assert isinstance(ended[0], EndpointError) and ended[1:] == [ANSWER, ANSWER]

    asyncio.run(work())


@pytest.mark.parametrize("head_start", [0.0, 0.01])
def test_nobody_waits_longer_than_the_head_start(head_start: float) -> None:
    """A first answer that takes its time holds nobody up."""

    async def work() -> None:
        gate = asyncio.Event()

        async def answer(number: int) -> ChatReply:
            if number == 1:
                await gate.wait()
            return ANSWER

        endpoint = Scripted(answer)
        first = FirstAlone(endpoint, head_start=head_start)
        slow = asyncio.create_task(first.ask(QUESTION))
        await settle()
        assert await asyncio.gather(*(first.ask(QUESTION) for _ in range(3))) == [ANSWER] * 3
        assert not slow.done()
        gate.set()
        assert await slow == ANSWER

    asyncio.run(work())
