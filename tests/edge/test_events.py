"""The stream of events: what is told of an article, in which order, whatever becomes of it."""

from __future__ import annotations

import asyncio
import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from summarizer.article import article_from_text
from summarizer.batch import summarize_many
from summarizer.events import ArticleDone, Event
from summarizer.model import connect
from summarizer.model.client import ChatClient
from tests.scripted import Action, Clock, ScriptedServer

BOATS = "Velmora sold Drovia 12 patrol boats in March"
TEXT = f"Story.\n\n{BOATS}, its Navy Ministry said.\n"
GOOD = Action(
    content=json.dumps({"items": [{"description": "patrol boats", "status": "delivered", "quotes": [BOATS]}]})
)

Tell = Callable[..., list[Event]]


@pytest.fixture
def tell(server: ScriptedServer, alone: Path, monkeypatch: pytest.MonkeyPatch) -> Tell:
    """One run over one article; gives its events. The client waits by a clock of its own."""
    clock = Clock()
    monkeypatch.setattr(connect, "ChatClient", functools.partial(ChatClient, sleep=clock.sleep, clock=clock))

    def run(*plan: Action, **options: Any) -> list[Event]:
        server.plan(*plan)
        events: list[Event] = []

        async def work() -> None:
            given = {"model": "m", "base_url": server.base_url, **options}
            article = article_from_text(TEXT, source="story")
            async for _ in summarize_many([article], on_event=events.append, **given):
                pass

        asyncio.run(work())
        return events

    return run


def told(events: list[Event], *without: str) -> list[dict[str, Any]]:
    """The events without their times, and some without what is not looked at."""
    return [{k: v for k, v in e.to_dict().items() if k not in ("at", "source", *without)} for e in events]


def test_an_article_that_goes_well(tell: Tell) -> None:
    """Started, its questions answered one by one, judged, done; each with its source, its time and its figures."""
    events = tell(GOOD)
    assert [e.kind for e in events] == ["started", "progress", "progress", "judged", "done"]
    assert {e.source for e in events} == {"story"} and sorted(e.at for e in events) == [e.at for e in events]
    started, begun, progress, judged, done = told(events, "seconds", "article")
    assert started == {"kind": "started", "chars": len(TEXT)}
    assert begun == {"kind": "progress", "done": 0, "total": 1}
    assert progress == {"kind": "progress", "done": 1, "total": 1}
    assert judged == {"kind": "judged", "facts": 1, "flagged": 0, "ledger": 0}
    used = {"calls": 1, "prompt_tokens": 12, "completion_tokens": 3, "cost_usd": None}
    assert done == {"kind": "done", "status": "complete", **used}
    assert isinstance(events[-1], ArticleDone) and events[-1].seconds >= 0


def test_a_call_that_is_made_again(tell: Tell) -> None:
    """Each new call is told with what the one before met, and the wait before it."""
    events = tell(Action(status=500), Action(reset=True), GOOD)
    kinds = [e.kind for e in events if e.kind != "progress"]
    assert kinds == ["started", "retried", "waited", "retried", "waited", "judged", "done"]
    retried = [e.to_dict() for e in events if e.kind == "retried"]
    assert [(e["call"], e["why"]) for e in retried] == [(2, "HTTP 500"), (3, "no connection")]
    waited = [e.to_dict() for e in events if e.kind == "waited"]
    assert [e["why"] for e in waited] == ["back_off", "back_off"]
    assert [e["seconds"] for e in waited] == [e["seconds"] for e in retried]


def test_a_wait_that_the_endpoint_asked_for(tell: Tell) -> None:
    """A Retry-After is told as such, with its seconds."""
    events = tell(Action(status=429, headers={"Retry-After": "3"}), GOOD)
    (retried,) = (e.to_dict() for e in events if e.kind == "retried")
    assert (retried["why"], retried["seconds"]) == ("HTTP 429", 3)
    waits = [e.to_dict() for e in events if e.kind == "waited"]
    assert waits and {e["why"] for e in waits} == {"retry_after"} and waits[0]["seconds"] == 3
    assert events[-1].kind == "done"


def test_an_article_that_fails(tell: Tell) -> None:
    """Started and failed, with the code of its ledger line; never judged."""
    events = tell(Action(status=400, message="never"), Action(status=400), Action(status=400))
    assert [e.kind for e in events if e.kind != "progress"] == ["started", "failed"]
    assert events[-1].to_dict()["code"] == "http_error"


def test_an_answer_that_can_not_be_used(tell: Tell) -> None:
    """A refusal is answered, and failed."""
    events = tell(Action(content=None, refusal="I can't help with that."))
    assert [e.kind for e in events if e.kind != "progress"] == ["started", "failed"]
    assert events[-1].to_dict()["code"] == "reply_refused"


def test_a_source_that_can_not_be_read(tell: Tell, server: ScriptedServer) -> None:
    """It was never started: failed is all there is to tell."""
    events: list[Event] = []

    async def work() -> None:
        async for _ in summarize_many(["nowhere.txt"], on_event=events.append, model="m", base_url=server.base_url):
            pass

    asyncio.run(work())
    assert [(e.kind, e.source) for e in events] == [("failed", "nowhere.txt")]
    assert events[0].to_dict()["code"] == "source_unreadable"


def test_what_an_earlier_run_settled_is_skipped(tell: Tell) -> None:
    """Nothing is asked: one event says what stands."""
    tell(GOOD, out="out")
    assert told(tell(out="out")) == [{"kind": "skipped", "state": "done"}]


def test_an_equal_text_is_done_for_nothing(tell: Tell, server: ScriptedServer) -> None:
    """Of a second source with the same words only its end is told, without calls or tokens."""
    events: list[Event] = []
    server.plan(GOOD)

    async def work() -> None:
        same = [article_from_text(TEXT, source=name) for name in ("one", "two")]
        options: dict[str, Any] = {"model": "m", "base_url": server.base_url, "jobs": 1, "out": "out"}
        async for _ in summarize_many(same, on_event=events.append, **options):
            pass

    asyncio.run(work())
    (done,) = (e.to_dict() for e in events if e.source == "two")
    assert (done["kind"], done["calls"], done["prompt_tokens"], done["cost_usd"]) == ("done", 0, 0, None)


def test_no_event_holds_words_of_the_article(tell: Tell) -> None:
    """What is told may be written anywhere: no text of the article, whatever goes wrong with it."""
    for plan in ([GOOD], [Action(status=500), GOOD], [Action(content=BOATS), Action(content=BOATS)]):
        assert BOATS not in json.dumps([e.to_dict() for e in tell(*plan)])


def test_a_listener_that_fails_ends_the_run(server: ScriptedServer, alone: Path) -> None:
    """It is the caller's own code: nothing is hidden from him."""
    server.otherwise(lambda _: GOOD)

    def listener(event: Event) -> None:
        if event.kind == "judged":
            raise ZeroDivisionError

    async def work() -> None:
        async for _ in summarize_many(
            [article_from_text(TEXT)], on_event=listener, model="m", base_url=server.base_url
        ):
            pass

    with pytest.raises(ZeroDivisionError):
        asyncio.run(work())
