"""Articles in rounds through a Batch API: nothing is paid twice, nothing is lost, whatever comes back or breaks off."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

from summarizer.article import Article
from summarizer.brief import Brief
from summarizer.chat import ChatRequest
from summarizer.deferred import Deferred, Desk, FileLimits, NotAnswered, Queue, Report, refresh
from summarizer.deferred.figures import to_dict
from summarizer.deferred.questions import Questions
from summarizer.errors import CredentialsError, EndpointError, SettingsError, SourceError, SummarizerError, UsageError
from summarizer.extract import whole_article
from summarizer.model.batch_api import BatchApi
from summarizer.pipeline import Outcome
from summarizer.schema import find_schema
from summarizer.settings import Settings
from summarizer.sources import Source
from tests.batch_server import BatchServer, Error, Unrun

pytestmark = pytest.mark.usefixtures("alone")

BOATS = "Velmora sold Drovia twelve patrol boats in March, its Navy Ministry said on Monday.\n"
BAN = "Drovia imposed sanctions on Tarn in June.\n"
ITEM = {
    "description": "patrol boats",
    "quantity": "twelve",
    "supplier": "Velmora",
    "recipient": "Drovia",
    "status": "delivered",
    "quotes": ["Velmora sold Drovia twelve patrol boats in March"],
}
MISQUOTED = {**ITEM, "quotes": ["Velmora gave Drovia twelve boats"]}
EMPTY = json.dumps({"items": []})


class Killed(BaseException):
    """The process ends here."""


@dataclass
class Memory:
    """A keeper in memory. ``kept`` and ``failed`` are by the names of sources, in the order of keeping."""

    kept: dict[str, Brief] = field(default_factory=dict)
    failed: dict[str, SummarizerError] = field(default_factory=dict)
    states: dict[tuple[str, str | None], str] = field(default_factory=dict)

    def settled(self, source: Source, key: str) -> object | None:
        state = self.states.get((source.id, key))
        return None if state is None else type("Settled", (), {"state": state})()

    def keep(self, source: Source, article: Article, key: str, outcome: Outcome) -> Path:
        self.kept[source.name] = outcome.brief
        self.failed.pop(source.name, None)
        self.states[source.id, key] = "done"
        return Path(f"{source.stem}.json")

    def keep_failure(self, source: Source, article: Article | None, key: str | None, error: SummarizerError) -> None:
        self.failed[source.name] = error
        self.states[source.id, key] = "failed"


class Shop:
    """One output folder and whoever works in it; each call is as a process of its own."""

    def __init__(self, server: BatchServer) -> None:
        self.server = server
        self.memory = Memory()
        self.said: list[str] = []
        self.naps: list[float] = []
        self.while_asleep: Callable[[], None] = lambda: None
        self.settings = Settings(model="scripted", base_url=server.base_url)
        self.now = 2_000_000_000.0
        self.tick = 0.0
        self.limits = FileLimits()

    def _clock(self) -> float:
        self.now += self.tick
        return self.now

    def _sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.while_asleep()

    def work(self, do: Callable[[Deferred], Any]) -> Any:
        queue = Queue(Path("out"))
        desk = Desk(
            queue,
            keeper=lambda schema: self.memory,
            schema=find_schema,
            connect=lambda url: BatchApi(url, api_key=None, sleep=self.naps.append),
            say=self.said.append,
            clock=self._clock,
        )
        try:
            with Deferred(desk, limits=self.limits, sleep=self._sleep) as rounds:
                return do(rounds)
        finally:
            desk.close()
            queue.close()

    def submit(self, *sources: Source, **options: Any) -> Report:
        settings = self.settings if sources else None
        report: Report = self.work(lambda rounds: rounds.submit(sources, settings, **options))
        return report

    def collect(self, **options: Any) -> Report:
        report: Report = self.work(lambda rounds: rounds.collect(**options))
        return report

    @property
    def words(self) -> str:
        return "\n".join(self.said)


@pytest.fixture
def server() -> Iterator[BatchServer]:
    """A server of batches that finds nothing in any article."""
    with BatchServer() as running:
        running.answer = lambda body: EMPTY
        yield running


@pytest.fixture
def shop(server: BatchServer) -> Shop:
    return Shop(server)


def source(name: str, text: str = BAN) -> Source:
    return Source(name, f"/news/{name}", name.partition(".")[0], load=lambda: Article(text, source=name))


def said(body: dict[str, Any]) -> str:
    return str(body["messages"][-1]["content"])


def texts(number: int) -> list[Source]:
    return [source(f"s{i}.txt", f"Drovia imposed sanctions on Tarn in June, for reason {i}.\n") for i in range(number)]


def mending(body: dict[str, Any]) -> str:
    """A model that misquotes at first and mends it when asked."""
    if "patrol" not in said(body):
        return EMPTY
    again = "do not stand in the article" in said(body)
    return json.dumps({"items": [ITEM if again else MISQUOTED]})


def test_whole_way(shop: Shop, server: BatchServer) -> None:
    """Two articles go out in one batch, and come back as briefs with what they took."""
    server.answer = lambda body: json.dumps({"items": [ITEM]}) if "patrol" in said(body) else EMPTY
    report = shop.submit(source("a.txt", BOATS), source("b.txt"))
    assert (report.read, report.sent, report.batches, report.waiting) == (2, 2, 1, 2)
    assert "Submitting 2 questions to scripted at 127.0.0.1" in shop.words
    report = shop.collect()
    assert (report.made, report.under_way) == (0, 2)
    server.run()
    shop.now += 3600
    report = shop.collect()
    assert (report.made, report.waiting, report.done) == (2, 0, 2)
    brief = shop.memory.kept["a.txt"]
    assert [item["description"] for item in brief["items"]] == ["patrol boats"]
    assert brief.status == "complete"
    assert brief.article.source == "a.txt"
    made = brief.provenance
    assert (made.model, made.endpoint_host, made.strategy) == ("scripted", "127.0.0.1", "whole-article")
    assert (made.calls, made.prompt_tokens, made.completion_tokens, made.seconds) == (1, 100, 20, 3600.0)


def test_same_as_a_run(shop: Shop, server: BatchServer) -> None:
    """A question in a batch is, word for word, what a run asks of the same endpoint."""
    from summarizer import summarize
    from tests.scripted import ScriptedServer

    shop.submit(source("a.txt", BOATS))
    with ScriptedServer() as direct:
        direct.say(EMPTY)
        summarize(Article(BOATS), model="scripted", base_url=direct.base_url)
        assert server.asked == [direct.requests[0].body]


def test_two_batches_by_count(shop: Shop, server: BatchServer) -> None:
    """More questions than a file may hold go out in several."""
    shop.limits = FileLimits(requests=2)
    report = shop.submit(*texts(5))
    assert (report.sent, report.batches) == (5, 3)
    assert [len(batch.lines) for batch in server.batches.values()] == [2, 2, 1]


def test_two_batches_by_size(shop: Shop, server: BatchServer) -> None:
    """No file has more bytes than it may; a question that alone has more goes out by itself."""
    shop.submit(source("one.txt"))
    size = len(next(iter(server.files.values())))
    shop.limits = FileLimits(bytes=2 * size + 100)
    long = source("long.txt", BOATS + "The boats were grey. " * 1000)
    report = shop.submit(*texts(3), long)
    assert report.batches == 3
    sizes = [len(server.files[batch.input_file]) for batch in list(server.batches.values())[1:]]
    assert sizes[0] <= 2 * size + 100 and sizes[1] <= 2 * size + 100 < sizes[2]


def test_answers_in_any_order(shop: Shop, server: BatchServer) -> None:
    """Each answer goes to its own article, although the file has them in another order."""
    server.answer = lambda body: json.dumps({"items": [ITEM]}) if "patrol" in said(body) else EMPTY
    shop.submit(source("a.txt"), source("b.txt", BOATS), source("c.txt", BAN + BAN))
    server.run()
    shop.collect()
    assert {name: len(brief["items"]) for name, brief in shop.memory.kept.items()} == {
        "a.txt": 0,
        "b.txt": 1,
        "c.txt": 0,
    }


def test_one_text_is_paid_for_once(shop: Shop, server: BatchServer) -> None:
    """Sources of one text share their question, also where the second comes in a later submit."""
    report = shop.submit(source("a.txt"), source("b.txt"))
    assert report.sent == 1
    report = shop.submit(source("c.txt"))
    assert report.sent == 0
    server.run()
    assert shop.collect().made == 3
    report = shop.submit(source("d.txt"))
    assert (report.sent, report.made) == (0, 1)
    assert len(server.asked) == 1


def test_submitting_again_sends_nothing(shop: Shop, server: BatchServer) -> None:
    """What is under way or has its brief is not sent again."""
    shop.submit(source("a.txt"))
    assert shop.submit(source("a.txt")).sent == 0
    server.run()
    shop.collect()
    report = shop.submit(source("a.txt"))
    assert (report.sent, report.settled) == (0, 1)
    assert len(server.asked) == 1


def test_second_round(shop: Shop, server: BatchServer) -> None:
    """What failed is asked again in a batch of its own, which the next submit sends without any source."""
    server.answer = mending
    shop.submit(source("a.txt", BOATS), source("b.txt"))
    server.run()
    report = shop.collect()
    assert (report.made, report.waiting, report.open) == (1, 1, 1)
    assert "a.txt" not in shop.memory.kept
    report = shop.submit()
    assert report.sent == 1
    assert len(server.asked) == 3
    server.run()
    shop.collect()
    brief = shop.memory.kept["a.txt"]
    assert [item.verdict for item in brief["items"]] == ["supported"]
    assert (brief.provenance.calls, brief.ledger) == (2, ())


def test_final(shop: Shop, server: BatchServer) -> None:
    """With the last word nothing is asked again: the brief stands with what is there, and its ledger says so."""
    server.answer = mending
    shop.submit(source("a.txt", BOATS))
    server.run()
    report = shop.collect(last=True)
    assert (report.made, report.waiting, report.open) == (1, 0, 0)
    brief = shop.memory.kept["a.txt"]
    assert brief["items"] == ()
    assert {line.code for line in brief.ledger} == {"quote_not_found", "not_recorded"}
    assert shop.submit().sent == 0


def test_final_waits_for_what_is_under_way(shop: Shop, server: BatchServer) -> None:
    """The last word takes nothing from an article whose question is paid for and not answered yet."""
    shop.submit(source("a.txt"))
    report = shop.collect(last=True)
    assert (report.made, report.failed, report.waiting) == (0, 0, 1)


def test_all_windows_in_one_round(shop: Shop, server: BatchServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long article's parts are all asked in the first round, and make one brief."""
    monkeypatch.setattr(whole_article, "WINDOW", 400)
    make = whole_article.WholeArticle.__init__
    monkeypatch.setattr(
        whole_article.WholeArticle, "__init__", lambda self, schema, prompt=None: make(self, schema, window=400)
    )
    long = "".join(f"Minister {i} spoke to reporters about the harbour on a long and rainy day. " for i in range(20))
    report = shop.submit(source("long.txt", long))
    assert report.sent > 3
    server.run()
    report = shop.collect()
    assert (report.made, report.open) == (1, 0)
    assert shop.memory.kept["long.txt"].provenance.calls == len(server.asked)


def test_final_with_a_part_missing(shop: Shop, server: BatchServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a part of an article never got an answer, the last word makes its brief suspect and tells from where on."""
    make = whole_article.WholeArticle.__init__
    monkeypatch.setattr(
        whole_article.WholeArticle, "__init__", lambda self, schema, prompt=None: make(self, schema, window=400)
    )
    server.answer = lambda body: Unrun() if "Minister 19 " in said(body) else EMPTY
    shop.submit(source("long.txt", "".join(f"Minister {i} spoke of the harbour on that day. " for i in range(20))))
    server.run("expired")
    assert shop.collect().made == 0
    report = shop.collect(last=True)
    assert (report.made, report.suspect) == (1, 1)
    assert [line.code for line in shop.memory.kept["long.txt"].ledger] == ["deadline"]


def test_small_budget_asks_part_by_part(shop: Shop, server: BatchServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a budget for each article nothing is asked ahead: how long an answer may be hangs on those before it."""
    make = whole_article.WholeArticle.__init__
    monkeypatch.setattr(
        whole_article.WholeArticle, "__init__", lambda self, schema, prompt=None: make(self, schema, window=400)
    )
    shop.settings = shop.settings.model_copy(update={"max_tokens": 50_000})
    report = shop.submit(source("long.txt", "".join(f"Minister {i} spoke of the harbour. " for i in range(20))))
    assert report.sent == 1


def test_summary_by_the_model(shop: Shop, server: BatchServer) -> None:
    """A summary that the model writes is a question of the round after the facts."""
    sentence = "Velmora sold Drovia twelve patrol boats in March."
    server.answer = lambda body: json.dumps(
        {"summary": [{"text": sentence, "facts": ["f1"]}]} if '"summary"' in json.dumps(body) else {"items": [ITEM]}
    )
    shop.settings = shop.settings.model_copy(update={"summary": "model"})
    shop.submit(source("a.txt", BOATS))
    server.run()
    assert shop.collect().open == 1
    shop.submit()
    server.run()
    shop.collect()
    assert [s.text for s in shop.memory.kept["a.txt"].summary] == [sentence]


def test_refused_for_good(shop: Shop, server: BatchServer) -> None:
    """A question that is refused for what it is costs its article at once, with the endpoint's words."""
    server.answer = lambda body: Error(400, "maximum context length is 1 token") if "patrol" in said(body) else EMPTY
    shop.submit(source("a.txt", BOATS), source("b.txt"))
    server.run()
    report = shop.collect()
    assert (report.made, report.failed) == (1, 1)
    error = shop.memory.failed["a.txt"]
    assert error.code == "http_error"
    assert "maximum context length" in error.message
    report = shop.submit(source("a.txt", BOATS))
    assert (report.sent, report.settled) == (0, 1)
    report = shop.submit(source("a.txt", BOATS), retry_failed=True)
    assert report.sent == 1


def test_passing_errors_are_asked_again(shop: Shop, server: BatchServer) -> None:
    """A question that met a fault that may pass is sent three times in all, then its article is a failure."""
    server.answer = lambda body: Error(500, "the engine is overloaded")
    shop.submit(source("a.txt"))
    for sent in (1, 2):
        server.run()
        report = shop.collect()
        assert (report.failed, report.open) == (0, 1)
        assert len(server.asked) == sent
        assert shop.submit().sent == 1
    server.run()
    report = shop.collect()
    assert (report.failed, report.open) == (1, 0)
    assert "overloaded" in shop.memory.failed["a.txt"].message
    assert shop.submit().sent == 0


@pytest.mark.parametrize("silent", [False, True])
def test_expired_with_some_answers(shop: Shop, server: BatchServer, silent: bool) -> None:
    """Of a batch that expired, the answers that are there count, and the rest is asked again."""
    server.answer = lambda body: Unrun(silent=silent) if "patrol" in said(body) else EMPTY
    shop.submit(source("a.txt", BOATS), source("b.txt"))
    server.run("expired")
    report = shop.collect()
    assert (report.made, report.open) == (1, 1)
    assert "b.txt" in shop.memory.kept
    server.answer = lambda body: EMPTY
    assert shop.submit().sent == 1
    server.run()
    assert shop.collect().made == 1
    assert len(server.asked) == 3


def test_failed_batch(shop: Shop, server: BatchServer) -> None:
    """A batch that failed as a whole says why, and counts as an attempt."""
    shop.submit(source("a.txt"))
    for _ in range(2):
        server.run("failed", [("model_not_found", "no such model")])
        assert shop.collect().open == 1
        shop.submit()
    server.run("failed", [("model_not_found", "no such model")])
    assert shop.collect().failed == 1
    assert "no such model" in shop.memory.failed["a.txt"].message
    assert "batch_1 at 127.0.0.1: failed, 0 answers, 1 question without (model_not_found: no such model)" in shop.words


def test_full_queue_is_no_attempt(shop: Shop, server: BatchServer) -> None:
    """A batch that found no room in the endpoint's queue costs its questions nothing."""
    shop.submit(source("a.txt"))
    for _ in range(4):
        server.run("failed", [("token_limit_exceeded", "Enqueued token limit reached")])
        assert shop.collect().failed == 0
        assert shop.submit().sent == 1
    assert "takes no more at a time" in shop.words


def test_cancelled_is_no_attempt(shop: Shop, server: BatchServer) -> None:
    """Whoever cancels a batch keeps its answers, and may ask for the rest as often as before."""
    server.answer = lambda body: Unrun("batch_cancelled")
    shop.submit(source("a.txt"))
    for _ in range(4):
        server.run("cancelled")
        assert shop.collect().failed == 0
        assert shop.submit().sent == 1


def test_asks_for_less(shop: Shop, server: BatchServer) -> None:
    """Where a model refuses how it is asked, the next round asks for less, and no attempt is counted."""

    def picky(body: dict[str, Any]) -> str | Error:
        if "max_tokens" in body:
            return Error(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
        if "temperature" in body:
            return Error(400, "Unsupported value: 'temperature' does not support 0 with this model.")
        return EMPTY

    server.answer = picky
    shop.submit(source("a.txt"), source("b.txt", BOATS))
    for _ in range(2):
        server.run()
        assert shop.collect().open == 2
        shop.submit()
    server.run()
    assert shop.collect().made == 2
    assert "temperature" not in server.asked[-1] and "max_completion_tokens" in server.asked[-1]
    # What was learnt holds for later articles.
    shop.submit(*texts(1))
    server.run()
    assert shop.collect().made == 1


def test_hostile_lines(shop: Shop, server: BatchServer) -> None:
    """Lines about questions that nobody asked, of another shape, or said twice are left out, and told."""
    ghost = {"custom_id": "0" * 64, "response": {"status_code": 200, "body": {"choices": []}}, "error": None}
    server.extra = [
        json.dumps(ghost).encode(),
        json.dumps({**ghost, "custom_id": "../../etc/passwd\x1b[2J"}).encode(),
        b"[1, 2]",
        b"\xff\xfe not JSON",
        b"[" * 100_000,
        json.dumps({"custom_id": 7}).encode(),
        b"",
    ]
    shop.submit(source("a.txt"))
    server.run()
    assert shop.collect().made == 1
    assert "left out 2 lines: about a question that this batch did not ask" in shop.words
    assert "left out 2 lines: a line that is no JSON" in shop.words
    assert "left out 2 lines: a line without a custom_id" in shop.words


def test_first_answer_stands(shop: Shop, server: BatchServer) -> None:
    """A second answer to the same question changes nothing."""
    shop.submit(source("a.txt", BOATS))
    [line] = server.batches["batch_1"].lines
    body = {"choices": [{"message": {"content": json.dumps({"items": [ITEM]})}, "finish_reason": "stop"}]}
    server.extra = [
        json.dumps({"custom_id": line["custom_id"], "response": {"status_code": 200, "body": body}}).encode()
    ]
    server.run()
    shop.collect()
    assert shop.memory.kept["a.txt"]["items"] == ()


def test_answer_that_is_none(shop: Shop, server: BatchServer) -> None:
    """A response without a message is no answer; its question is asked again."""
    shop.submit(source("a.txt"))
    [line] = server.batches["batch_1"].lines
    server.answer = lambda body: Unrun(silent=True)
    server.run()
    raw = json.dumps({"custom_id": line["custom_id"], "response": {"status_code": 200, "body": {"choices": [7]}}})
    server.batches["batch_1"].state["output_file_id"] = server._store(raw.encode(), "output")
    report = shop.collect()
    assert (report.made, report.open) == (0, 1)


# Kills.


def test_killed_after_the_batch_was_made(shop: Shop, server: BatchServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch that was made before the kill is found by its name and not made again."""

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Queue, "set_state", die)
        shop.submit(source("a.txt"))
    server.page = 1
    for _ in range(3):  # others' batches, newer and older
        server._create({**_batch(server), "metadata": {"project": "other"}})
    report = shop.submit(source("a.txt"))
    assert report.sent == 0
    assert "batch_1 was made before the cut" in shop.words
    server.run()
    assert shop.collect().made == 1
    assert sum(batch.metadata.get("spanbrief") is not None for batch in server.batches.values()) == 1


def test_collect_finds_it_too(shop: Shop, server: BatchServer) -> None:
    """An answer to the making of a batch that never came leaves it to be found, by collect as well."""
    server.faults = [("POST /v1/batches", 0)]
    with pytest.raises(EndpointError, match="no answer from"):
        shop.submit(source("a.txt"))
    server.run()
    assert shop.collect().made == 1
    assert len(server.batches) == 1


def test_killed_before_the_batch_was_made(shop: Shop, server: BatchServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was uploaded, and is in no batch yet, becomes one with the next submit."""

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(BatchApi, "create", die)
        shop.submit(source("a.txt"))
    assert not server.batches
    assert shop.submit().sent == 1
    assert server.calls.count("POST /v1/files") == 1
    server.run()
    assert shop.collect().made == 1


def test_killed_before_the_upload(shop: Shop, server: BatchServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was written and not sent is sent with the next submit, and no question twice."""

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(BatchApi, "upload", die)
        shop.submit(source("a.txt"))
    assert shop.submit(source("a.txt"), source("b.txt", BOATS)).sent == 2
    assert len(server.asked) == 2


def test_killed_while_writing(shop: Shop, server: BatchServer) -> None:
    """A file that no table knows is left over from a kill and goes away; its questions are still open."""
    stray = Path("out/.summarizer/batch/0123.jsonl")
    stray.parent.mkdir(parents=True)
    stray.write_text("{}\n")
    assert shop.submit(source("a.txt")).sent == 1
    assert not stray.exists()


def test_killed_while_collecting(shop: Shop, server: BatchServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers that were taken in part are taken to the end by the next collect, none counted twice."""
    taken = 0
    answer = Queue.answer

    def some(self: Queue, *args: Any) -> None:
        nonlocal taken
        taken += 1
        if taken == 3:
            raise Killed
        answer(self, *args)

    shop.submit(*texts(4))
    server.run()
    monkeypatch.setattr("summarizer.deferred.taking.AT_ONCE", 2)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Queue, "answer", some)
        shop.collect()
    assert shop.collect().made == 4
    queue = Queue(Path("out"))
    assert queue.spent()[:2] == (400, 80)
    queue.close()


def test_killed_between_keeping_and_noting(shop: Shop, server: BatchServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A brief that was kept, and not yet noted as kept, is kept once more: the same, at no cost."""

    def die(*_: object, **__: object) -> None:
        raise Killed

    shop.submit(source("a.txt"))
    server.run()
    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Queue, "settle", die)
        shop.collect()
    assert shop.collect().made == 1
    assert len(server.asked) == 1


def _batch(server: BatchServer) -> dict[str, Any]:
    id = next(iter(server.files))
    return {"input_file_id": id, "endpoint": "/v1/chat/completions", "completion_window": "24h"}


# Refusals, budgets, waiting.


def test_refused_key(shop: Shop, server: BatchServer) -> None:
    """A refused key ends the submit with nothing sent, and the next one goes on."""
    server.key = "sk-right"
    with pytest.raises(CredentialsError, match="refused the key"):
        shop.submit(source("a.txt"))
    server.key = None
    assert shop.submit().sent == 1
    assert len(server.asked) == 1


def test_refused_batch(shop: Shop, server: BatchServer) -> None:
    """A batch that the endpoint refuses to make is made by a later submit, without looking for it."""
    server.faults = [("POST /v1/batches", 400)]
    with pytest.raises(EndpointError, match="HTTP 400"):
        shop.submit(source("a.txt"))
    assert shop.submit().sent == 1
    assert "GET /v1/batches" not in server.calls


def test_busy_endpoint(shop: Shop, server: BatchServer) -> None:
    """Calls that met a fault that may pass are made again; the making of a batch only where it was refused."""
    server.faults = [("POST /v1/files", 503), ("POST /v1/batches", 429), ("GET /v1/batches/batch_1", 500)]
    assert shop.submit(source("a.txt")).sent == 1
    server.run()
    assert shop.collect().made == 1
    assert len(shop.naps) == 3
    assert len(server.batches) == 1


def test_budget_of_tokens(shop: Shop, server: BatchServer) -> None:
    """Each question reserves the most that it can take; what is over the limit waits until answers make room."""
    shop.settings = shop.settings.model_copy(update={"total_tokens": 27_000})
    sources = texts(4)
    report = shop.submit(*sources)
    assert report.sent == 2
    assert report.stopped is not None and "27,000 tokens" in report.stopped
    report = shop.submit(*sources)
    assert (report.sent, report.stopped is None) == (0, False)
    server.run()
    shop.collect()
    report = shop.submit(*sources)
    assert (report.sent, report.stopped) == (2, None)
    server.run()
    assert shop.collect().done == 4


def test_budget_of_money_without_a_price(shop: Shop) -> None:
    """A limit of money that can't be kept is refused before anything is sent."""
    shop.settings = shop.settings.model_copy(update={"total_cost": 1.0})
    with pytest.raises(SettingsError, match="--total-cost"):
        shop.submit(source("a.txt"))


def test_waiting(shop: Shop, server: BatchServer) -> None:
    """Waiting looks again and again, sits out an endpoint that is away, and ends with the last batch."""
    shop.limits = FileLimits(requests=1)
    shop.submit(*texts(2))

    def happens() -> None:
        if len(shop.naps) == 2:
            server.faults = [("GET /v1/batches/batch_1", 400)]
        if len(shop.naps) == 4:
            server.run()

    shop.while_asleep = happens
    report = shop.collect(wait=True)
    assert (report.made, report.waiting) == (2, 0)
    assert shop.naps == sorted(shop.naps)
    assert "looking again in" in shop.words


def test_lost_batch(shop: Shop, server: BatchServer) -> None:
    """A batch that the endpoint knows no more is given up only where somebody says so: it may have been paid for."""
    shop.submit(source("a.txt"))
    batch = server.batches.pop("batch_1")
    with pytest.raises(SettingsError, match="404") as caught:
        shop.collect()
    assert "--give-up-lost" in caught.value.mend
    assert shop.collect(give_up_lost=True).open == 1
    server.batches["other"] = batch
    assert shop.submit().sent == 1


def test_lost_answers(shop: Shop, server: BatchServer) -> None:
    """A file of answers that is gone is told, and its questions are asked again."""
    shop.submit(source("a.txt"))
    server.run()
    server.batches["batch_1"].state["output_file_id"] = "file-gone"
    assert shop.collect().open == 1
    assert "its output can't be had" in shop.words


def test_unreadable_source(shop: Shop) -> None:
    """A source that can't be read is a failure of its own, and the others go on."""

    def load() -> Article:
        raise SourceError("no such page")

    report = shop.submit(Source("gone", "gone", "gone", load), source("a.txt"))
    assert (report.unreadable, report.sent) == (1, 1)
    assert shop.memory.failed["gone"].code == "source_unreadable"


@pytest.mark.parametrize(
    "settings", [Settings(), Settings(model="m", base_url="http://127.0.0.1:9/v1", strategy="sentence-wise")]
)
def test_no_batches_for_it(shop: Shop, settings: Settings) -> None:
    """The embedded model, and reading sentence by sentence, are refused with what to do."""
    shop.settings = settings
    with pytest.raises(UsageError) as caught:
        shop.submit(source("a.txt"))
    assert caught.value.mend


def test_one_at_a_time(shop: Shop) -> None:
    """Two processes don't work in one folder at the same time."""
    with pytest.raises(UsageError, match="another process"):
        shop.work(lambda _: shop.submit(source("a.txt")))


def test_changed_article(shop: Shop, server: BatchServer) -> None:
    """A source whose text has changed is asked about anew, and its brief is of the new text."""
    shop.submit(source("a.txt"))
    assert shop.submit(source("a.txt", BOATS)).sent == 1
    server.run()
    assert shop.collect().made == 1
    assert shop.memory.kept["a.txt"].article.chars == len(BOATS)


def test_slow_machine(shop: Shop, server: BatchServer) -> None:
    """However long an article takes in a batch, and on this machine: a day is no article's fault."""
    shop.tick = 1000.0
    shop.submit(source("a.txt", BOATS))
    server.run()
    assert shop.collect().made == 1


def test_last_word_on_what_is_under_way(shop: Shop) -> None:
    """A question that is under way has not failed, although nothing more is going to be asked."""

    class Sent:
        def look_up(self, id: str) -> Literal["sent"]:
            return "sent"

    asked = Questions(Sent(), "http://127.0.0.1/v1", "m", last=True)
    asked.going_on = "reading"
    request = ChatRequest([{"role": "user", "content": "?"}], 10, json_schema={"properties": {"items": {}}})
    assert asyncio.run(asked.ask(request)).text == '{"items": []}'
    with pytest.raises(NotAnswered):
        asked.end_of_part()
    assert [question.under_way for question in asked.missing.values()] == [True]


def test_lone_surrogates(shop: Shop, server: BatchServer) -> None:
    """A text that no encoding carries goes out and comes back as a brief of that very text."""
    shop.submit(source("b\udcff.txt", "Velmora \ud83d sold Drovia boats.\n"))
    server.run()
    assert shop.collect().made == 1
    [brief] = shop.memory.kept.values()
    assert brief.article.sha256 == Article("Velmora \ud83d sold Drovia boats.\n").sha256


def test_figures(shop: Shop, server: BatchServer) -> None:
    """The figures tell batches, articles, questions and what they took."""
    shop.submit(source("a.txt"), source("b.txt", BOATS))
    server.run()
    queue = Queue(Path("out"))
    desk = Desk(
        queue,
        keeper=lambda schema: shop.memory,
        schema=find_schema,
        connect=lambda url: BatchApi(url),
        say=shop.said.append,
    )
    refresh(desk)
    told = to_dict(queue, shop.now + 60)
    desk.close()
    queue.close()
    [batch] = told["batches"]
    assert (batch["id"], batch["status"], batch["completed"], batch["age_seconds"]) == ("batch_1", "completed", 2, 60)
    assert told["articles"] == {"waiting": 2, "done": 0, "failed": 0, "suspect": 0}
    assert told["questions"] == {"open": 0, "sent": 2, "answered": 0, "failed": 0}
    shop.collect()
    queue = Queue(Path("out"))
    told = to_dict(queue, shop.now)
    queue.close()
    assert (told["prompt_tokens"], told["completion_tokens"], told["cost_usd"]) == (200, 40, None)


def test_looking_takes_nothing_back(shop: Shop, server: BatchServer) -> None:
    """A look at a batch that another process has taken meanwhile leaves it taken."""
    shop.submit(source("a.txt"))
    api = BatchApi(server.base_url)
    state = api.get("batch_1")
    api.close()
    server.run()
    shop.collect()
    queue = Queue(Path("out"))
    queue.set_state(queue.batches()[0].name, state)
    assert [batch.state for batch in queue.batches()] == ["ended"]
    queue.close()
