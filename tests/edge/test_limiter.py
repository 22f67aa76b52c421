"""The limiter: who may call when; and, through clients at a scripted server, what a run lives through."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Literal

import pytest

from summarizer.budget import Stopwatch
from summarizer.chat import ChatReply, ChatRequest, Usage
from summarizer.errors import DeadlineExceeded, EndpointDown, EndpointError, ServerFailed
from summarizer.events import CallRetried, CallWaited, Event, telling
from summarizer.model.client import MAX_CALLS, ChatClient
from summarizer.model.connect import connect
from summarizer.model.first import FirstAlone
from summarizer.model.limiter import Limiter, Turn
from summarizer.model.rates import LONGEST
from summarizer.settings import Settings
from tests.scripted import Action, Clock, ScriptedServer

PLAIN = ChatRequest([{"role": "user", "content": "Which boats?"}], max_tokens=9)


class Time:
    """A clock that goes on when nothing else is to be done, to whoever sleeps least: what takes time takes none here."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleepers: list[tuple[float, asyncio.Event]] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.Event()
        sleeper = (self.now + seconds, woken)
        self._sleepers.append(sleeper)
        try:
            await woken.wait()
        finally:
            if sleeper in self._sleepers:
                self._sleepers.remove(sleeper)

    async def goes_on(self, until: Callable[[], bool]) -> None:
        while not until():
            for _ in range(20):
                await asyncio.sleep(0)
            if not until() and self._sleepers:
                first = min(self._sleepers, key=lambda s: s[0])
                self._sleepers.remove(first)
                self.now = max(self.now, first[0])
                first[1].set()

    def run(self, *work: Awaitable[Any]) -> list[Any]:
        """What all of them give, or raise."""

        async def all_of_them() -> list[Any]:
            everything = asyncio.gather(*work, return_exceptions=True)
            await self.goes_on(everything.done)
            return await everything

        return asyncio.run(all_of_them())


@pytest.fixture
def at() -> Time:
    return Time()


def limiter_of(at: Time | Clock, at_once: int = 1000, **options: Any) -> Limiter:
    return Limiter(at_once, sleep=at.sleep, clock=at, host="boats.example", **options)


def hear(limiter: Limiter, turn: Turn, status: int = 200, **headers: str) -> None:
    limiter.hear(turn, status, [(n.replace("_", "-").encode(), v.encode()) for n, v in headers.items()])


def waits(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if getattr(r, "kind", "") == "wait"]


# At once.


def test_no_more_than_allowed_at_once(at: Time) -> None:
    """A hundred calls, seven at once; they begin in the order in which they came."""
    limiter, most, order = limiter_of(at, 7), 0, list[int]()

    async def call(n: int) -> None:
        nonlocal most
        turn = await limiter.enter()
        order.append(n)
        most = max(most, limiter.in_flight)
        await at.sleep(1 + n % 3)
        limiter.leave(turn, "answered")

    at.run(*(call(n) for n in range(100)))
    assert (most, limiter.in_flight, order) == (7, 0, list(range(100)))


def test_what_is_made_again_goes_first(at: Time) -> None:
    """A call that is made again passes those that have not begun, and not those that are made again as well."""
    limiter, order = limiter_of(at, 1), list[str]()

    async def call(name: str, again: bool) -> None:
        turn = await limiter.enter(again=again)
        order.append(name)
        await at.sleep(1)
        limiter.leave(turn, "answered")

    at.run(call("first", False), call("fresh", False), call("again 1", True), call("again 2", True))
    assert order == ["first", "again 1", "again 2", "fresh"]


def test_who_goes_away_leaves_no_gap(at: Time) -> None:
    """Calls that are broken off in the line, or just when their turn has come, hold up nobody."""
    limiter = limiter_of(at, 1)

    async def work() -> None:
        first = await limiter.enter()
        line = [asyncio.ensure_future(limiter.enter()) for _ in range(4)]
        await asyncio.sleep(0)
        line[0].cancel()
        limiter.leave(first, "answered")  # the turn is the second's now, who is broken off before it knows
        line[1].cancel()
        turn = await line[2]
        assert limiter.in_flight == 1 and not line[3].done()
        limiter.leave(turn, "answered")
        limiter.leave(await line[3], "answered")
        assert limiter.in_flight == 0
        assert [t.cancelled() for t in line] == [True, True, False, False]

    asyncio.run(work())


def test_a_minute_has_no_more_than_set(at: Time) -> None:
    """Sixty requests a minute are one a second, and a wait is told with its length and reason."""
    limiter, told = limiter_of(at, requests_per_minute=60), list[Event]()
    began = list[float]()

    async def call(n: int) -> None:
        with telling(f"{n}", told.append):
            turn = await limiter.enter()
        began.append(at.now)
        limiter.leave(turn, "answered")

    at.run(*map(call, range(4)))
    assert began == pytest.approx([0, 1, 2, 3])
    assert [(e.source, e.seconds, e.why) for e in told if isinstance(e, CallWaited)] == [
        ("1", 1.0, "limit"),
        ("2", 2.0, "limit"),
        ("3", 3.0, "limit"),
    ]


def test_tokens_of_a_minute(at: Time) -> None:
    """Who takes all tokens of a second makes the next wait; what it really took counts when it is known."""
    limiter = limiter_of(at, tokens_per_minute=6000)
    began = list[float]()

    async def work() -> None:
        turn = await limiter.enter(prompt=100, answer=0)
        hear(limiter, turn)
        limiter.leave(turn, "answered", usage=Usage(prompt=50, completion=0, calls=1))
        for _ in range(2):
            limiter.leave(await limiter.enter(prompt=100), "answered")
            began.append(at.now)

    (outcome,) = at.run(work())
    assert outcome is None
    assert began[0] == pytest.approx(0.4, abs=0.02), "half of its tokens were free again, and ninety are wanted"
    assert began[1] == pytest.approx(1.3, abs=0.05)


def test_a_probe_that_goes_away_is_made_by_the_next(at: Time) -> None:
    """Where the one that was to find out is broken off, another finds out at once; the others go on waiting."""
    limiter = limiter_of(at)

    async def call(ended: Literal["answered", "left"]) -> float:
        turn = await limiter.enter()
        await at.sleep(5)
        limiter.leave(turn, ended)
        return turn.began

    async def work() -> list[float]:
        turns = [await limiter.enter() for _ in range(10)]
        for i, turn in enumerate(turns):
            limiter.leave(turn, "failed", who=i)
        return list(await asyncio.gather(call("left"), call("answered"), call("answered")))

    (began,) = at.run(work())
    assert began == [1, 6, 11]


# What the endpoint says.


def test_all_wait_for_a_retry_after(at: Time, caplog: pytest.LogCaptureFixture) -> None:
    """What one call is told holds back everybody; that is one warning, and for each article an event and no time."""
    limiter, told, spent = limiter_of(at), list[Event](), list[float]()

    async def call(n: int) -> None:
        stopwatch = Stopwatch(at)
        started = stopwatch()
        with stopwatch.running(), telling(f"{n}", told.append):
            turn = await limiter.enter()
        assert at.now == 30
        spent.append(stopwatch() - started)
        limiter.leave(turn, "answered")

    async def work() -> None:
        turn = await limiter.enter()
        hear(limiter, turn, 429, retry_after="30")
        limiter.leave(turn, "answered")
        await asyncio.gather(*map(call, range(50)))

    with caplog.at_level(logging.INFO, "summarizer"):
        at.run(work())
    assert waits(caplog) == ["boats.example asks to wait 30 s: no call for 30.0 s"]
    assert spent == [0.0] * 50
    assert {(e.seconds, e.why) for e in told if isinstance(e, CallWaited)} == {(30.0, "retry_after")} and len(
        told
    ) == 50


@pytest.mark.parametrize("asked", ["86400", "1e300", "inf"])
def test_no_header_holds_back_for_a_day(at: Time, asked: str, caplog: pytest.LogCaptureFixture) -> None:
    """After ten minutes one call finds out whether it still holds; that so much more was asked is said."""
    limiter, began = limiter_of(at, 50), list[float]()

    async def call() -> None:
        turn = await limiter.enter()
        began.append(at.now)
        await at.sleep(1)
        limiter.leave(turn, "answered")

    async def work() -> None:
        turn = await limiter.enter()
        hear(limiter, turn, 429, retry_after=asked)
        limiter.leave(turn, "answered")
        await asyncio.gather(*(call() for _ in range(2)))

    at.run(work())
    assert began == [LONGEST, LONGEST + 1]
    (said,) = waits(caplog)
    assert f"asks to wait {float(asked):.0f} s: no call for 600.0 s" in said


def test_the_endpoints_own_rate(at: Time, caplog: pytest.LogCaptureFixture) -> None:
    """Where it says that none of its 60 remain, the next call is made when one has come back; that is said once."""
    limiter, began, told = limiter_of(at), list[float](), list[Event]()

    async def call(n: int) -> None:
        with telling("", told.append):
            turn = await limiter.enter()
        began.append(at.now)
        limiter.leave(turn, "answered")

    async def work() -> None:
        turn = await limiter.enter()
        quota = {"limit": "60", "remaining": "0", "reset": "2m0s"}
        hear(limiter, turn, 200, **{f"x_ratelimit_{k}_requests": v for k, v in quota.items()})
        limiter.leave(turn, "answered")
        await asyncio.gather(*map(call, range(5)))

    at.run(work())
    assert began == pytest.approx([2, 4, 6, 8, 10])
    assert waits(caplog) == ["boats.example allows no more: next call in 2.0 s"]
    assert {e.why for e in told if isinstance(e, CallWaited)} == {"rate"}


def test_a_429_without_more_makes_them_fewer(at: Time) -> None:
    """Half as many at once, once for all that were under way; then again more and more, up to what is allowed."""
    limiter, most = limiter_of(at, 16), list[int]()

    async def refused() -> None:
        turn = await limiter.enter()
        await at.sleep(1)
        hear(limiter, turn, 429)
        limiter.leave(turn, "answered")

    async def served() -> None:
        turn = await limiter.enter()
        most.append(limiter.in_flight)
        await at.sleep(1)
        hear(limiter, turn)
        limiter.leave(turn, "answered")

    async def work() -> None:
        await asyncio.gather(*(refused() for _ in range(16)))
        await asyncio.gather(*(served() for _ in range(300)))

    at.run(work())
    assert most[:8] == list(range(1, 9)) and max(most[:16]) == 8
    assert max(most) == most[-60] == 16


def test_a_429_now_and_then_with_a_time_does_not(at: Time) -> None:
    """Where a 429 says how long to wait and most calls are answered, there are no fewer; where most are refused, fewer."""
    limiter, most = limiter_of(at, 8), 0

    async def call(status: int) -> None:
        nonlocal most
        turn = await limiter.enter()
        most = max(most, limiter.in_flight)
        await at.sleep(1)
        if status == 429:
            hear(limiter, turn, 429, retry_after="2")
        else:
            hear(limiter, turn)
        limiter.leave(turn, "answered")

    async def work() -> None:
        nonlocal most
        for statuses, expected in (([200, 200, 200, 429], 8), ([429], 8), ([200], 4)):
            most = 0
            await asyncio.gather(*(call(s) for s in statuses * (16 // len(statuses))))
            if statuses == [200]:
                break
            assert most == expected

    (outcome,) = at.run(work())
    assert outcome is None
    assert most < 8


# Through clients.


def client_of(server: ScriptedServer, at: Any, **options: Any) -> ChatClient:
    return ChatClient("boat-model", base_url=server.base_url, sleep=at.sleep, clock=at, **options)


class Overloaded:
    """A server that refuses each call with 429 that is one too many at once, and counts."""

    def __init__(self, most: int) -> None:
        self.allowed = most
        self.most = self.under_way = 0
        self.refused = 0
        self._lock = threading.Lock()

    def __call__(self, body: dict[str, Any]) -> Action:
        with self._lock:
            self.under_way += 1
            self.most = max(self.most, self.under_way)
            refused = self.under_way > self.allowed
            self.refused += refused
        threading.Event().wait(0.005)
        with self._lock:
            self.under_way -= 1
        return Action(status=429) if refused else Action(content="Two.")


def test_two_hundred_calls_of_a_server_that_refuses(server: ScriptedServer) -> None:
    """All are answered although it takes fewer at once than it is asked, and no more are under way than allowed."""
    overloaded = Overloaded(5)
    server.otherwise(overloaded)

    async def work() -> list[ChatReply]:
        limiter = Limiter(20)
        client = ChatClient("boat-model", base_url=server.base_url, limiter=limiter, sleep=lambda _: asyncio.sleep(0))
        try:
            return await asyncio.gather(*(client.ask(PLAIN) for _ in range(200)))
        finally:
            await client.aclose()
            assert limiter.in_flight == 0

    replies = asyncio.run(work())
    assert [r.text for r in replies] == ["Two."] * 200
    assert overloaded.refused and overloaded.most <= 20
    assert len(server.requests) == 200 + overloaded.refused < 300


def asked(client: ChatClient, number: int) -> list[Any]:
    """So many questions at once: their replies and errors."""

    async def work() -> list[Any]:
        try:
            return await asyncio.gather(*(client.ask(PLAIN) for _ in range(number)), return_exceptions=True)
        finally:
            await client.aclose()

    return asyncio.run(work())


def test_an_endpoint_that_comes_back(server: ScriptedServer, caplog: pytest.LogCaptureFixture) -> None:
    """Calls are held while it is down, one at a time is made to see, and all of them are answered in the end."""
    clock, down = Clock(), True
    server.otherwise(lambda _: Action(status=500) if down and clock.now < 60 else Action(content="Two."))
    limiter = Limiter(20, host="boats.example", sleep=clock.sleep, clock=clock)
    client = client_of(server, clock, limiter=limiter, deadline=40.0)
    with caplog.at_level(logging.INFO, "summarizer"):
        replies = asked(client, 12)
    assert [getattr(r, "text", r) for r in replies] == ["Two."] * 12, "no deadline is for others' waits"
    assert not limiter.given_up
    said = waits(caplog)
    assert sum("counts as down" in line for line in said) == 1
    assert sum("answers again, after" in line for line in said) == 1


def test_an_endpoint_that_stays_away(server: ScriptedServer, caplog: pytest.LogCaptureFixture) -> None:
    """After the patience everybody gets EndpointDown, also who comes later; it is said once."""
    clock = Clock()
    server.otherwise(lambda _: Action(status=500))
    limiter = Limiter(20, host="boats.example", patience=100.0, sleep=clock.sleep, clock=clock)
    client = client_of(server, clock, limiter=limiter)

    async def work() -> list[Any]:
        try:
            errors = await asyncio.gather(*(client.ask(PLAIN) for _ in range(40)), return_exceptions=True)
            calls = len(server.requests)
            with pytest.raises(EndpointDown, match=r"boats\.example is down") as caught:
                await client.ask(PLAIN)
            assert caught.value.status is None and "a later run goes on" in caught.value.mend
            assert caught.value.code == "http_error" and len(server.requests) == calls
            return errors
        finally:
            await client.aclose()

    errors = asyncio.run(work())
    assert limiter.given_up and clock.now >= 100
    assert all(isinstance(e, EndpointError) for e in errors)
    assert sum(isinstance(e, EndpointDown) for e in errors) >= 20, "those that waited"
    assert sum("is given up" in line for line in waits(caplog)) == 1


def test_a_probe_is_none_of_the_five_calls(server: ScriptedServer) -> None:
    """Who finds out seven times that it is still down has all its calls when it is back."""
    clock = Clock()
    server.otherwise(lambda _: Action(status=500))
    limiter = Limiter(20, patience=1000.0, sleep=clock.sleep, clock=clock)
    told = list[Event]()

    async def work() -> None:
        turns = [await limiter.enter() for _ in range(10)]
        for i, turn in enumerate(turns):
            limiter.leave(turn, "failed", who=i)
        client = client_of(server, clock, limiter=limiter, deadline=60.0)
        with telling("boats.txt", told.append), pytest.raises(EndpointError) as caught:
            server.plan(*[Action(status=500)] * 7, Action(status=429))
            await client.ask(PLAIN)
        await client.aclose()
        assert caught.value.status == 500

    asyncio.run(work())
    assert len(server.requests) == 7 + MAX_CALLS, "the one that found it back, and was refused, is one of them"
    assert [e.call for e in told if isinstance(e, CallRetried)] == [2, 3, 4, 5]
    assert {e.why for e in told if isinstance(e, CallWaited)} >= {"endpoint_down", "back_off"}


def test_one_call_in_five_that_fails_does_not_open_it(server: ScriptedServer, caplog: pytest.LogCaptureFixture) -> None:
    """Scattered errors and broken connections cost each a call and nobody else's time."""
    count = 0

    def answer(body: dict[str, Any]) -> Action:
        nonlocal count
        count += 1
        faults = (Action(status=500), Action(reset=True), Action(status=503))
        return faults[count // 5 % 3] if count % 5 == 0 else Action(content="Two.")

    server.otherwise(answer)
    clock = Clock()
    with caplog.at_level(logging.INFO, "summarizer"):
        replies = asked(client_of(server, clock, limiter=Limiter(8, patience=0.0, clock=clock)), 150)
    assert [r.text for r in replies] == ["Two."] * 150
    assert not any("counts as down" in line for line in waits(caplog))


def test_one_question_makes_all_its_calls_of_a_dead_endpoint(server: ScriptedServer) -> None:
    """A single article finds a dead endpoint as ever: five calls, and an error that names it."""
    server.otherwise(lambda _: Action(status=500))
    (error,) = asked(client_of(server, Clock(), limiter=Limiter(8, patience=0.0)), 1)
    assert isinstance(error, EndpointError) and not isinstance(error, EndpointDown)
    assert len(server.requests) == MAX_CALLS


def test_a_dead_embedded_server_is_told_at_once(server: ScriptedServer) -> None:
    """No call is made a second time, and nobody waits for what can't come back."""
    clock = Clock()

    def check() -> None:
        raise ServerFailed("it went away")

    server.otherwise(lambda _: Action(reset=True))
    errors = asked(client_of(server, clock, check=check, local=True, limiter=Limiter(4, clock=clock)), 4)
    assert all(isinstance(e, ServerFailed) for e in errors)
    assert len(server.requests) == 4 and clock.waits == []


def test_a_retry_after_costs_others_no_time(server: ScriptedServer) -> None:
    """Who got it waits on its own time, and fails where that is too short; others are held, and answered after it."""
    clock = Clock()
    server.plan(Action(status=429, headers={"Retry-After": "120"}))
    server.otherwise(lambda _: Action(content="Two."))
    limiter = Limiter(1, sleep=clock.sleep, clock=clock)
    first, *others = asked(client_of(server, clock, limiter=limiter, deadline=60.0), 3)
    assert isinstance(first, DeadlineExceeded)
    assert [getattr(r, "text", r) for r in others] == ["Two."] * 2
    assert clock.now == 120 and len(server.requests) == 3


def test_a_question_that_is_put_again_goes_first(server: ScriptedServer) -> None:
    """After its fault a question is put again before those that were not put yet."""
    server.plan(Action(status=500))
    server.otherwise(lambda _: Action(content="Two."))
    clock = Clock()

    async def work() -> None:
        client = client_of(server, clock, limiter=Limiter(1, clock=clock))
        requests = [ChatRequest([{"role": "user", "content": name}], max_tokens=9) for name in "ABC"]
        await asyncio.gather(*map(client.ask, requests))
        await client.aclose()

    asyncio.run(work())
    assert [r.said for r in server.requests] == ["A", "B", "A", "C"]


def test_a_question_that_was_refused_first_is_told_the_endpoint_is_down(server: ScriptedServer) -> None:
    """Where the endpoint goes away after it refused how it was asked, that it is down is the error."""
    clock = Clock()
    limiter = Limiter(1, patience=0.0, sleep=clock.sleep, clock=clock)

    def refuse(body: dict[str, Any]) -> Action:
        limiter._breaker.given_up = True
        return Action(status=400, message="no response_format")

    server.otherwise(refuse)
    shaped = ChatRequest(PLAIN.messages, max_tokens=9, json_schema={"type": "object"})

    async def work() -> None:
        client = client_of(server, clock, limiter=limiter)
        with pytest.raises(EndpointDown):
            await client.ask(shaped)
        await client.aclose()

    asyncio.run(work())
    assert len(server.requests) == 1


@pytest.mark.parametrize("at_once", [8, 1000])
def test_a_proxy_of_the_environment_is_used(server: ScriptedServer, monkeypatch: Any, at_once: int) -> None:
    """However many calls are under way at once, another machine is asked through the proxy that is set for it."""
    monkeypatch.setenv("HTTP_PROXY", server.base_url.removesuffix("/v1"))
    server.otherwise(lambda _: Action(content="Two."))
    client = ChatClient(
        "boat-model", base_url="http://boats.example/v1", api_key="none-needed", limiter=Limiter(at_once)
    )
    (reply,) = asked(client, 1)
    assert reply.text == "Two." and server.requests[0].path == "http://boats.example/v1/chat/completions"


def test_as_many_connections_as_calls_all_kept() -> None:
    """All calls that may be under way are, over several pools, and the next ones find their connections open."""
    connections, arrived, most = 0, 0, 130
    full = asyncio.Event()
    body = Action(content="Two.").body()
    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(body)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections, arrived
        connections += 1
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                asked = (await reader.readuntil(b"\r\n\r\n")).lower()
                await reader.readexactly(int(asked.split(b"content-length:")[1].split()[0]))
                arrived += 1
                if arrived % most == 0:
                    full.set()
                await full.wait()
                writer.write(head + body)
        writer.close()

    async def work() -> None:
        async with await asyncio.start_server(answer, "127.0.0.1", 0, backlog=most) as running:
            port = running.sockets[0].getsockname()[1]
            client = ChatClient("boat-model", base_url=f"http://127.0.0.1:{port}/v1", limiter=Limiter(most))
            for _ in range(2):
                full.clear()
                replies = await asyncio.gather(*(client.ask(PLAIN) for _ in range(most)))
                assert {r.text for r in replies} == {"Two."}
            await client.aclose()

    asyncio.run(asyncio.wait_for(work(), 60))
    assert (connections, arrived) == (most, 2 * most)


def test_a_wait_is_told_to_who_waits(server: ScriptedServer) -> None:
    """A Retry-After of one's own is a wait and a retry; what the server said besides is in neither."""
    server.plan(Action(status=429, headers={"Retry-After": "7"}, message="boats boats"), Action(content="Two."))
    clock, told = Clock(), list[Event]()

    async def work() -> None:
        client = client_of(server, clock)
        with telling("boats.txt", told.append):
            await client.ask(PLAIN)
        await client.aclose()

    asyncio.run(work())
    assert [e.to_dict() | {"at": 0} for e in told] == [
        {"kind": "retried", "source": "boats.txt", "at": 0, "call": 2, "seconds": 7.0, "why": "HTTP 429"},
        {"kind": "waited", "source": "boats.txt", "at": 0, "seconds": 7.0, "why": "retry_after"},
    ]


def test_without_a_deadline_no_header_holds_an_article_for_a_day(server: ScriptedServer) -> None:
    """Where nothing limits the time, ten minutes are waited at most."""
    server.plan(Action(status=429, headers={"Retry-After": "inf"}), Action(content="Two."))
    clock = Clock()
    (reply,) = asked(client_of(server, clock), 1)
    assert reply.text == "Two." and clock.waits == [LONGEST]


def test_the_rate_is_learnt_from_answers(server: ScriptedServer) -> None:
    """Headers of an answer that leave nothing hold back the next call, whoever makes it."""
    headers = {"RateLimit-Remaining": "0", "RateLimit-Reset": "20", "RateLimit-Limit": "2"}
    server.plan(Action(content="One.", headers=headers))
    server.otherwise(lambda _: Action(content="Two."))
    clock = Clock()
    replies = asked(client_of(server, clock, limiter=Limiter(1, sleep=clock.sleep, clock=clock)), 3)
    assert [r.text for r in replies] == ["One.", "Two.", "Two."]
    assert clock.waits == [20.0]


def test_settings_make_the_limiter(server: ScriptedServer) -> None:
    """An endpoint of settings has their limits: calls at once, and a part of what a minute may have."""
    server.otherwise(lambda _: Action(content="Two."))
    settings = Settings(
        model="boat-model", base_url=server.base_url, jobs=3, parallel=2, requests_per_minute=120, patience=7
    )

    async def work() -> tuple[Limiter, list[float | None]]:
        async with connect(settings, share=0.5) as endpoint:
            assert isinstance(endpoint, FirstAlone) and isinstance(endpoint.endpoint, ChatClient)
            limiter = endpoint.endpoint.limiter
            turn = await limiter.enter()
            blocked = limiter._blocked(0, 0, limiter._clock())
            limiter.leave(turn, "answered")
            return limiter, [None if blocked is None else blocked[1], limiter._breaker.patience]

    limiter, (wait, patience) = asyncio.run(work())
    assert (limiter.at_once, limiter.host, patience) == (3, "127.0.0.1", 7)
    assert wait is not None and 0.5 < wait <= 1.0
