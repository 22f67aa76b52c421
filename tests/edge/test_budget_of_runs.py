"""What a whole run may take: calls side by side never pass the limit together, and none waits for ever."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.budget import Purse, Stopwatch, estimate, on_hold
from summarizer.chat import ChatRequest, Usage
from summarizer.errors import RunBudgetExceeded


def request(prompt: int, answer: int) -> ChatRequest:
    """One whose prompt is estimated to ``prompt`` tokens."""
    return ChatRequest([{"role": "user", "content": "x" * (4 * (prompt - 1))}], max_tokens=answer)


def price(usage: Usage) -> float:
    return usage.prompt * 1e-6 + usage.completion * 4e-6


calls = st.lists(
    st.tuples(st.integers(1, 400), st.integers(1, 600), st.floats(0, 1), st.integers(0, 4), st.sampled_from("answer fail silent".split())),
    max_size=25,
)  # fmt: skip


@given(
    calls=calls,
    tokens=st.integers(1, 6000),
    cost=st.none() | st.floats(1e-5, 0.01),
    cancelled=st.sets(st.integers(0, 24)),
)
def test_side_by_side_never_over_the_limit(
    calls: list[tuple[int, int, float, int, str]], tokens: int, cost: float | None, cancelled: set[int]
) -> None:
    """Whatever calls take, fail or are broken off, tokens and dollars stay within, and everybody comes to an end."""

    async def work() -> None:
        purse = Purse(tokens, cost, price)

        async def one(prompt: int, answer: int, share: float, stays: int, how: str) -> None:
            wanted = request(prompt, answer)
            assert estimate(wanted) == prompt
            async with purse.call(wanted) as (allowed, paid):
                assert 0 < allowed.max_tokens <= answer
                for _ in range(stays):
                    await asyncio.sleep(0)
                if how == "answer":
                    paid(Usage(prompt, 0, int(share * allowed.max_tokens), 1))
                elif how == "silent":
                    paid(Usage(calls=1))

        tasks = [asyncio.create_task(one(*call)) for call in calls]
        await asyncio.sleep(0)
        for number, task in enumerate(tasks):
            if number in cancelled:
                task.cancel()
        done = await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 10)
        assert all(r is None or isinstance(r, RunBudgetExceeded | asyncio.CancelledError) for r in done), done
        assert purse.used.prompt + purse.used.completion <= tokens
        assert cost is None or (purse.spent or 0.0) <= cost + 1e-12
        assert any(isinstance(r, RunBudgetExceeded) for r in done) <= purse.exhausted

    asyncio.run(work())


def test_a_call_waits_for_those_under_way() -> None:
    """What others have reserved and did not take is free for who waits; only who does not fit alone is refused."""

    async def work() -> None:
        purse = Purse(1000)
        began: list[str] = []
        go_on = asyncio.Event()

        async def one(name: str, prompt: int, answer: int, *, wait: bool = False) -> None:
            async with purse.call(request(prompt, answer)) as (_, paid):
                began.append(name)
                if wait:
                    await go_on.wait()
                paid(Usage(prompt, 0, 10, 1))

        first = asyncio.create_task(one("first", 100, 800, wait=True))
        await asyncio.sleep(0)
        second = asyncio.create_task(one("second", 100, 400))
        for _ in range(5):
            await asyncio.sleep(0)
        assert began == ["first"]
        go_on.set()
        await asyncio.gather(first, second)
        assert began == ["first", "second"] and not purse.exhausted
        with pytest.raises(RunBudgetExceeded, match=r"1,000 tokens \(used: 220\)"):
            await one("third", 780, 400)
        assert purse.exhausted

    asyncio.run(work())


def test_a_price_that_is_not_known_limits_nothing() -> None:
    """Without a price a limit of cost can't be kept, and nothing is said to have been spent."""

    async def work() -> None:
        purse = Purse(None, 0.000001, None)
        async with purse.call(request(10_000, 10_000)) as (allowed, paid):
            paid(Usage(10_000, 0, 10_000, 1))
        assert allowed.max_tokens == 10_000
        assert purse.spent is None and purse.used.calls == 1

    asyncio.run(work())


def test_a_stopwatch_stands_still_on_hold() -> None:
    """Waits that overlap are excused once, also those of a task that began within; other time counts."""
    now = 0.0

    async def work() -> None:
        nonlocal now
        stopwatch = Stopwatch(lambda: now)

        async def waits(until: asyncio.Event) -> None:
            with on_hold():
                await until.wait()

        with stopwatch.running():
            now = 1.0
            one, other = asyncio.Event(), asyncio.Event()
            tasks = [asyncio.create_task(waits(one)), asyncio.create_task(waits(other))]
            await asyncio.sleep(0)
            now = 3.0
            assert stopwatch() == 1.0
            one.set()
            await tasks[0]
            now = 5.0
            other.set()
            await tasks[1]
            assert stopwatch() == 1.0
            now = 6.0
        assert stopwatch() == 2.0
        with on_hold():
            now = 7.0
        assert stopwatch() == 3.0, "nobody's hold is not this one's"

    asyncio.run(work())


def test_a_turn_that_is_given_to_who_has_gone_is_passed_on() -> None:
    """Who waits behind a call that was let in and broken off at that moment does not wait for ever."""

    async def work() -> None:
        purse = Purse(1000)

        async def one() -> None:
            async with purse.call(request(100, 800)) as (_, paid):
                paid(Usage(10, 0, 1, 1))

        async with purse.call(request(100, 800)) as (_, paid):
            second, third = asyncio.create_task(one()), asyncio.create_task(one())
            await asyncio.sleep(0)
            paid(Usage(10, 0, 1, 1))
        second.cancel()  # before it could begin
        await asyncio.wait_for(third, 10)
        assert second.cancelled()

    asyncio.run(work())
