"""Whose turn it is: one at a time, in the order of coming, whoever gives up, and the loop in between."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.batch.turns import Turns


@given(
    stays=st.lists(st.integers(0, 3), min_size=1, max_size=12),
    cancelled=st.sets(st.integers(0, 11)),
    after=st.integers(0, 12),
)
def test_one_at_a_time_first_come_first_served(stays: list[int], cancelled: set[int], after: int) -> None:
    """Whoever is not cancelled has a turn, in the order of coming, never two at once; in the end it is free."""
    order: list[int] = []
    inside: list[int] = []

    async def one(turns: Turns, number: int) -> None:
        async with turns:
            assert not inside
            inside.append(number)
            order.append(number)
            try:
                for _ in range(stays[number]):
                    await asyncio.sleep(0)
            finally:
                inside.remove(number)

    async def work() -> None:
        turns = Turns()
        tasks = [asyncio.create_task(one(turns, number)) for number in range(len(stays))]
        for _ in range(after):
            await asyncio.sleep(0)
        stopped = [task for number, task in enumerate(tasks) if number in cancelled and task.cancel()]
        done = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 10)
        assert order == sorted(order)
        assert {number for number, task in enumerate(tasks) if task not in stopped} <= set(order)
        assert all(result is None or isinstance(result, asyncio.CancelledError) for result in done)
        await asyncio.wait_for(one(turns, 0), 10)

    asyncio.run(work())


def test_the_loop_looks_after_others_in_between() -> None:
    """Between two turns everything that is ready runs, also where the next one waits already."""
    seen: list[str] = []

    async def one(turns: Turns, name: str) -> None:
        async with turns:
            seen.append(name)
            asyncio.get_running_loop().call_soon(seen.append, f"after {name}")

    async def work() -> None:
        turns = Turns()
        await asyncio.gather(*(one(turns, name) for name in "abc"))

    asyncio.run(work())
    assert seen == ["a", "after a", "b", "after b", "c", "after c"]


def test_an_error_passes_the_turn_on() -> None:
    """What goes wrong inside goes to its caller, and the next has its turn."""

    async def work() -> None:
        turns = Turns()
        with pytest.raises(RuntimeError):
            async with turns:
                raise RuntimeError
        async with asyncio.timeout(10), turns:
            pass

    asyncio.run(work())
