"""Many sources through one endpoint: no barriers, nothing twice, nothing lost, and how a run ends before its sources."""

from __future__ import annotations

import asyncio
import functools
import itertools
import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from typer.testing import Result as Ended

from summarizer.article import Article, article_from_text
from summarizer.batch import Done, Kept, Redo, Result, Run, summarize_many
from summarizer.chat import ChatReply, ChatRequest, Message, Usage
from summarizer.cli import app
from summarizer.errors import EndpointError, SourceError
from summarizer.model import connect
from summarizer.model.client import ChatClient
from summarizer.schema import find_schema
from summarizer.settings import Settings
from summarizer.sources import Source
from summarizer.store import BriefStore
from tests.scripted import Action, Clock, ScriptedServer

TRADE = find_schema("trade_brief")
PATIENCE = 20.0


def text(number: int) -> str:
    return f"Story {number}.\n\nVelmora sold Drovia {number + 2} patrol boats in March, its Navy Ministry said.\n"


def answer(number: int) -> str:
    quote = f"Velmora sold Drovia {number + 2} patrol boats in March"
    return json.dumps({"items": [{"description": "patrol boats", "status": "delivered", "quotes": [quote]}]})


def number_in(asked: str) -> int:
    return int(asked.rpartition("Story ")[2].partition(".")[0])


class Script:
    """An endpoint in this process: what it was asked about, in that order; ``during`` may hold an answer, or fail it."""

    label: str = "scripted"
    host: str | None = "scripted"
    parallel: int = 4

    def __init__(self, during: Callable[[int], Awaitable[None]] | None = None) -> None:
        self.asked: list[int] = []
        self.under_way = self.most = 0
        self._during = during

    async def ask(self, request: ChatRequest) -> ChatReply:
        number = number_in(request.messages[-1]["content"])
        self.asked.append(number)
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        try:
            await asyncio.sleep(0)
            if self._during is not None:
                await self._during(number)
        finally:
            self.under_way -= 1
        return ChatReply(answer(number), "stop", Usage(100, 0, 10, 1))

    async def warm(self, prefix: Sequence[Message]) -> None:
        pass

    async def aclose(self) -> None:
        pass


def source(number: int, words: str | None = None, load: Callable[[], Article] | None = None) -> Source:
    name = f"{number}.txt"
    given = words if words is not None else text(number)
    return Source(name, f"/invented/{name}", str(number), load or (lambda: article_from_text(given, source=name)))


def a_run(sources: Any, script: Script, *, jobs: int = 2, store: BriefStore | None = None, **options: Any) -> Run:
    settings = Settings(model="m", base_url="http://127.0.0.1:9/v1", jobs=jobs)
    return Run(sources, TRADE, settings, endpoint=script, store=store, **options)


async def all_of(run: Run) -> list[Result]:
    async with asyncio.timeout(PATIENCE):
        return [result async for result in run.results()]


def done_over(folder: Path, sources: Any, script: Script, **options: Any) -> list[Result]:
    """One run into a folder."""
    store = BriefStore(folder, TRADE)
    try:
        return asyncio.run(all_of(a_run(sources, script, store=store, **options)))
    finally:
        store.close()


def kinds(results: Sequence[Result]) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for result in results:
        told.setdefault(type(result).__name__, []).append(result.source)
    return {kind: sorted(names) for kind, names in told.items()}


# The pool.


def test_a_slow_article_holds_nobody_up() -> None:
    """The others come past it, all of them, and its own result comes last with its place."""

    async def work() -> None:
        go_on = asyncio.Event()

        async def during(number: int) -> None:
            if number == 0:
                await go_on.wait()

        names: list[str] = []
        async with asyncio.timeout(PATIENCE):
            async for result in a_run(map(source, range(20)), Script(during)).results():
                names.append(result.source)
                assert result.source == f"{result.index}.txt"
                if len(names) == 19:
                    go_on.set()
        assert names[-1] == "0.txt" and len(set(names)) == 20

    asyncio.run(work())


def test_no_more_at_once_than_asked_for_and_some_to_go_on_with() -> None:
    """With one job articles follow each other; with eight, two more are at hand, and the limiter holds them."""
    for jobs, most in ((1, 1), (8, 10)):
        script = Script()
        asyncio.run(all_of(a_run(map(source, range(40)), script, jobs=jobs)))
        assert script.most <= most
        assert len(script.asked) == 40


def test_a_source_that_blocks_holds_nobody_up() -> None:
    """Others are read, asked about and told while one is being read; its result comes when it is."""
    free = threading.Event()

    def blocked() -> Article:
        assert free.wait(PATIENCE)
        return article_from_text(text(0))

    async def work() -> None:
        names: list[str] = []
        sources = [source(0, load=blocked), *map(source, range(1, 12))]
        async with asyncio.timeout(PATIENCE):
            async for result in a_run(sources, Script()).results():
                names.append(result.source)
                if len(names) == 11:
                    free.set()
        assert names[-1] == "0.txt"

    asyncio.run(work())


def test_sources_that_come_slowly_are_not_held_back() -> None:
    """What a generator has given is worked on while it waits for more."""
    free = threading.Event()

    def slowly() -> Iterator[Source]:
        yield source(0)
        assert free.wait(PATIENCE)
        yield source(1)

    async def one_by_one() -> AsyncIterator[Source]:
        yield source(0)
        while not free.is_set():
            await asyncio.sleep(0.001)
        yield source(1)

    async def work(sources: Any) -> None:
        names = []
        async with asyncio.timeout(PATIENCE):
            async for result in a_run(sources, Script()).results():
                names.append(result.source)
                free.set()
        assert names == ["0.txt", "1.txt"]

    asyncio.run(work(slowly()))
    free.clear()
    asyncio.run(work(one_by_one()))


def test_a_generator_that_fails_ends_the_run_after_what_it_gave() -> None:
    """What came before its error may have a result; the error reaches the caller."""

    def failing() -> Iterator[Source]:
        yield source(0)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asyncio.run(all_of(a_run(failing(), Script())))


def test_results_that_are_not_taken_hold_the_run_up() -> None:
    """Of endlessly many sources few are read when three results were taken; closing then ends everything."""
    taken = itertools.count()
    loaded: list[int] = []

    def endless() -> Iterator[Source]:
        for number in taken:
            yield source(number, load=functools.partial(load, number))

    def load(number: int) -> Article:
        loaded.append(number)
        return article_from_text(text(number))

    async def work() -> None:
        async with asyncio.timeout(PATIENCE), aclosing(a_run(endless(), Script()).results()) as results:
            for _ in range(3):
                await anext(results)
            for _ in range(200):
                await asyncio.sleep(0.001)
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(work())
    assert len(loaded) <= 16, "the pool, and as many results as wait"
    assert next(taken) <= 200, "some are fetched at once"
    for thread in threading.enumerate():
        if thread.name.startswith("hand-"):
            thread.join(PATIENCE)
            assert not thread.is_alive()


def test_closing_breaks_off_what_is_under_way(tmp_path: Path) -> None:
    """Whoever leaves the loop leaves no task behind; what was finished is kept, and the next run goes on from there."""
    script = Script()

    async def work() -> None:
        held = asyncio.Event()

        async def during(number: int) -> None:
            if number > 0:
                held.set()
                await asyncio.Event().wait()

        script._during = during
        store = BriefStore(tmp_path, TRADE)
        run = a_run(map(source, range(5)), script, jobs=1, store=store)
        async with asyncio.timeout(PATIENCE), aclosing(run.results()) as results:
            assert isinstance(await anext(results), Done)
            await held.wait()
        assert asyncio.all_tasks() == {asyncio.current_task()} and script.under_way == 0
        (row,) = store.database.all("SELECT ended FROM runs")
        assert row["ended"] == "interrupted"
        store.close()

    asyncio.run(work())
    again = Script()
    assert kinds(done_over(tmp_path, map(source, range(5)), again)) == {
        "Kept": ["0.txt"],
        "Done": ["1.txt", "2.txt", "3.txt", "4.txt"],
    }
    assert sorted(again.asked) == [1, 2, 3, 4]


def test_stopping_finishes_what_is_under_way(tmp_path: Path) -> None:
    """After ``stop`` nothing more is begun, what was begun has its result, and nothing else is told of."""
    script = Script()

    async def work() -> int:
        go_on = asyncio.Event()

        async def during(number: int) -> None:
            if number:
                await go_on.wait()

        script._during = during
        store = BriefStore(tmp_path, TRADE)
        run = a_run(map(source, range(30)), script, store=store)
        told: list[Result] = []
        async with asyncio.timeout(PATIENCE):
            async for result in run.results():
                told.append(result)
                run.stop()
                go_on.set()
        store.close()
        assert run.stopped and not run.tally.under_way
        assert kinds(told) == {"Done": sorted(f"{number}.txt" for number in script.asked)}
        return len(told)

    assert 1 <= asyncio.run(work()) <= 5
    again = Script()
    done_over(tmp_path, map(source, range(30)), again)
    assert sorted(script.asked + again.asked) == list(range(30)), "each of them was asked about once"


def test_stopped_before_it_begins() -> None:
    """An interruption may come before the first result is asked for."""
    run = a_run(map(source, range(3)), script := Script())
    run.stop()
    assert asyncio.run(all_of(run)) == [] and script.asked == []


def test_an_error_nobody_expects_ends_the_run() -> None:
    """What is no fault of a source or a model reaches the caller, and nothing goes on behind his back."""

    async def during(number: int) -> None:
        if number == 3:
            raise ZeroDivisionError

    async def work() -> None:
        with pytest.raises(ZeroDivisionError):
            await all_of(a_run(map(source, itertools.count()), Script(during)))
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(work())


# Nothing twice.


def test_what_is_done_is_not_asked_again(tmp_path: Path) -> None:
    """By default a brief stands; --force makes it anew; failures wait for --retry-failed."""

    async def during(number: int) -> None:
        if number == 1:
            raise EndpointError("scripted", status=400)

    sources = [source(n) for n in range(3)]
    both = ["0.txt", "2.txt"]
    assert kinds(done_over(tmp_path, sources, first := Script(during))) == {"Done": both, "Failed": ["1.txt"]}
    assert kinds(done_over(tmp_path, sources, second := Script())) == {"Kept": ["0.txt", "1.txt", "2.txt"]}
    third = done_over(tmp_path, sources, retried := Script(), redo=Redo(failed=True))
    assert kinds(third) == {"Kept": both, "Done": ["1.txt"]}
    forced = done_over(tmp_path, sources, anew := Script(), redo=Redo(failed=True, done=True))
    assert kinds(forced) == {"Done": ["0.txt", "1.txt", "2.txt"]}
    assert (sorted(first.asked), second.asked, retried.asked, sorted(anew.asked)) == ([0, 1, 2], [], [1], [0, 1, 2])
    assert not (tmp_path / "ledger.jsonl").read_text()


def test_another_text_or_model_is_asked_about(tmp_path: Path) -> None:
    """The key is of the text and of how it is asked: what changed is made anew in the same file, the rest stands."""
    done_over(tmp_path, [source(0), source(1)], Script())
    changed = [source(0, text(0) + "Corrected.\n"), source(1)]
    assert kinds(done_over(tmp_path, changed, script := Script())) == {"Done": ["0.txt"], "Kept": ["1.txt"]}
    assert script.asked == [0] and sorted(p.name for p in tmp_path.glob("*.json")) == ["0.json", "1.json"]
    store = BriefStore(tmp_path, TRADE)
    settings = Settings(model="another", base_url="http://127.0.0.1:9/v1")
    results = asyncio.run(all_of(Run(changed, TRADE, settings, store=store, endpoint=Script())))
    store.close()
    assert kinds(results) == {"Done": ["0.txt", "1.txt"]}


@pytest.mark.parametrize("jobs", [1, 8])
def test_one_text_under_two_names_is_paid_once(tmp_path: Path, jobs: int) -> None:
    """Each of them has its brief, with its own name; the second cost nothing, and a third one later costs nothing either."""
    same = [source(number, text(7)) for number in range(6)]
    results = done_over(tmp_path, same, script := Script(), jobs=jobs)
    assert script.asked == [7]
    assert kinds(results) == {"Done": [f"{number}.txt" for number in range(6)]}
    briefs = [json.loads((tmp_path / f"{number}.json").read_text("utf-8")) for number in range(6)]
    assert [brief["article"]["source"] for brief in briefs] == [f"{number}.txt" for number in range(6)]
    assert all(brief["items"] == briefs[0]["items"] for brief in briefs)
    assert kinds(done_over(tmp_path, [source(9, text(7))], later := Script())) == {"Done": ["9.txt"]}
    assert later.asked == []
    store = BriefStore(tmp_path, TRADE)
    (row,) = store.database.all("SELECT sum(calls) AS calls, sum(prompt_tokens) AS tokens FROM articles")
    store.close()
    assert (row["calls"], row["tokens"]) == (1, 100)


def test_a_failed_twin_is_no_twin(tmp_path: Path) -> None:
    """Where the first of two equal texts fails, the second is asked about by itself."""
    failures = iter([True])

    async def during(_: int) -> None:
        if next(failures, False):
            raise EndpointError("scripted", status=400)

    results = done_over(tmp_path, [source(0, text(7)), source(1, text(7))], script := Script(during))
    assert len(script.asked) == 2 and sorted(type(r).__name__ for r in results) == ["Done", "Failed"]


def test_a_source_that_cannot_be_read_is_a_line(tmp_path: Path) -> None:
    """It costs itself, and stands in the ledger with its reason."""

    def unreadable() -> Article:
        raise SourceError("1.txt is a riddle", mend="solve it")

    results = done_over(tmp_path, [source(0), source(1, load=unreadable), source(2)], Script())
    assert kinds(results) == {"Done": ["0.txt", "2.txt"], "Failed": ["1.txt"]}
    (line,) = (json.loads(raw) for raw in (tmp_path / "ledger.jsonl").read_text("utf-8").splitlines())
    assert (line["source"], line["code"], line["hint"]) == ("1.txt", "source_unreadable", "solve it")


# The library's way.


@pytest.mark.parametrize("how", ["list", "generator", "asynchronous"])
def test_many_of_every_kind(alone: Path, how: str) -> None:
    """Paths, articles and sources, from any iterable; events are told, and a folder knows what it has."""
    Path("story.txt").write_text(text(0), "utf-8")
    Path("folder").mkdir()
    Path("folder/other.txt").write_text(text(1), "utf-8")
    named = ["story.txt", Path("folder"), article_from_text(text(2), source="given"), source(3)]

    async def one_by_one() -> AsyncIterator[Any]:
        for each in named:
            yield each

    sources = {"list": named, "generator": iter(named), "asynchronous": one_by_one()}[how]

    async def work(sources: Any, script: Script) -> list[Result]:
        settings = Settings(model="m", base_url="http://127.0.0.1:9/v1")
        events: list[str] = []
        options: dict[str, Any] = {"settings": settings, "out": "out", "endpoint": script}
        async with asyncio.timeout(PATIENCE):
            told = [r async for r in summarize_many(sources, on_event=lambda e: events.append(e.kind), **options)]
        assert events.count("done") + events.count("skipped") == 4
        return told

    results = asyncio.run(work(sources, first := Script()))
    assert kinds(results) == {"Done": ["3.txt", "folder/other.txt", "given", "story.txt"]}
    assert sorted(first.asked) == [0, 1, 2, 3]
    kept = asyncio.run(work(named, again := Script()))
    assert again.asked == [] and all(isinstance(r, Kept) and r.brief is not None for r in kept)
    for result in kept:
        assert isinstance(result, Kept) and result.brief is not None
        assert result.brief["items"][0]["description"] == "patrol boats"


# Through the command line.


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The client of the run waits by this clock."""
    clock = Clock()
    monkeypatch.setattr(connect, "ChatClient", functools.partial(ChatClient, sleep=clock.sleep, clock=clock))
    return clock


def command(*args: str, server: ScriptedServer | None = None) -> Ended:
    where = [] if server is None else ["--model", "m", "--base-url", server.base_url]
    ended = CliRunner().invoke(app, [*args, *where])
    assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
    return ended


def write(count: int) -> list[str]:
    for number in range(count):
        Path(f"{number}.txt").write_text(text(number), "utf-8")
    return [f"{number}.txt" for number in range(count)]


def right(body: dict[str, Any]) -> Action:
    usage = {"prompt_tokens": 900, "completion_tokens": 100, "total_tokens": 1000}
    return Action(content=answer(number_in(body["messages"][-1]["content"])), usage=usage)


def status() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(command("status", "out", "--json").stdout)
    return told


def asked(server: ScriptedServer) -> list[int]:
    return sorted(number_in(request.said) for request in server.requests)


@pytest.mark.parametrize("jobs", ["1", "6"])
def test_a_budget_ends_a_run_cleanly(server: ScriptedServer, alone: Path, jobs: str) -> None:
    """Never more than was allowed; exit code 5; the rest is pending, and the next run takes it up, and nothing else."""
    server.otherwise(right)
    args = ["run", *write(12), "-o", "out", "--jobs", jobs]
    ended = command(*args, "--total-tokens", "6500", server=server)
    assert ended.exit_code == 5
    paid = len(server.requests)
    assert 1 <= paid <= 6, "a thousand tokens each"
    told = status()
    assert (told["done"], told["failed"], told["pending"]) == (paid, 0, 12 - paid)
    assert told["prompt_tokens"] + told["completion_tokens"] == 1000 * paid <= 6500
    (failure,) = told["failures"]
    assert failure["code"] == "budget" and failure["pending"] and "--total-tokens" in failure["mend"]
    lines = [json.loads(raw) for raw in Path("out/ledger.jsonl").read_text("utf-8").splitlines()]
    assert [line["code"] for line in lines] == ["budget"] * (12 - paid)
    assert ended.stderr.count("does not reach further") + ended.stderr.count("was used up") == 1, "told once"
    assert command(*args, "--total-tokens", "100000", server=server).exit_code == 0
    assert asked(server) == list(range(12)), "each was asked about once"
    assert status()["pending"] == 0 and not Path("out/ledger.jsonl").read_text()


def test_an_endpoint_that_stays_away(server: ScriptedServer, alone: Path, clock: Clock) -> None:
    """After the patience the run ends, everything is pending, and the next run goes on where this one stopped."""
    names = write(30)
    server.otherwise(lambda body: right(body) if len(server.requests) <= 3 else Action(status=500))
    args = ["run", *names, "-o", "out", "--jobs", "4"]
    ended = command(*args, "--patience", "5", server=server)
    assert ended.exit_code == 2 and "is down" in ended.stderr
    told = status()
    # Whoever made all of its five calls before ten had failed in a row has failed.
    assert told["done"] == 3 and told["failed"] <= 2 and told["pending"] == 27 - told["failed"]
    assert {failure["code"] for failure in told["failures"]} == {"http_error"}
    assert len(server.requests) < 60, "they were not all tried"
    before = len(server.requests)
    server.otherwise(right)
    assert command(*args, server=server).exit_code == (2 if told["failed"] else 0)
    assert len(server.requests) - before == told["pending"] and status()["pending"] == 0


@pytest.mark.parametrize(("jobs", "most"), [("1", 1), ("4", 6)])
def test_a_refused_key_ends_the_run_at_once(server: ScriptedServer, alone: Path, jobs: str, most: int) -> None:
    """Nobody asks any more when the key is refused; nothing is made up about the sources."""
    server.otherwise(lambda _: Action(status=401))
    ended = command("run", *write(20), "-o", "out", "--jobs", jobs, server=server)
    assert ended.exit_code == 1 and "SUMMARIZER_API_KEY" in ended.stderr
    assert len(server.requests) <= most
    assert (told := status())["done"] == told["failed"] == 0
    assert told["runs"][0]["ended"] == "failed"


def test_standard_output_has_the_order_of_the_sources(server: ScriptedServer, alone: Path) -> None:
    """Without a folder a brief that is done early waits for those before it."""
    others = threading.Semaphore(0)

    def in_turn(body: dict[str, Any]) -> Action:
        if number_in(body["messages"][-1]["content"]) == 0:
            for _ in range(3):
                assert others.acquire(timeout=PATIENCE)
        else:
            others.release()
        return right(body)

    server.otherwise(in_turn)
    ended = command("run", *write(4), "--jobs", "4", "--format", "json", server=server)
    assert ended.exit_code == 0
    assert [json.loads(line)["article"]["source"] for line in ended.stdout.splitlines()] == [
        f"{n}.txt" for n in range(4)
    ]


def test_twins_can_be_judged_anew(server: ScriptedServer, alone: Path) -> None:
    """Two files of one text share the kept answers: `recheck` works on the briefs of both."""
    server.otherwise(right)
    for name in ("one.txt", "two.txt"):
        Path(name).write_text(text(5), "utf-8")
    assert command("run", "one.txt", "two.txt", "-o", "out", server=server).exit_code == 0
    assert len(server.requests) == 1
    for name in ("one", "two"):
        assert command("validate", f"out/{name}.json", f"{name}.txt").exit_code == 0
        again = command("recheck", f"out/{name}.json")
        assert again.exit_code == 0, again.output


@pytest.mark.parametrize(("format", "suffix"), [("md", ".md"), ("text", ".txt")])
def test_a_rendering_beside_the_json(server: ScriptedServer, alone: Path, format: str, suffix: str) -> None:
    """Another format stands beside the JSON; a run that goes on puts back both."""
    server.otherwise(right)
    args = ["run", *write(2), "-o", "out", "--format", format]
    assert command(*args, server=server).exit_code == 0
    names = sorted(p.name for p in Path("out").glob("[01].*"))
    assert names == sorted([f"{n}{s}" for n in range(2) for s in (".json", suffix)])
    rendered = Path(f"out/1{suffix}").read_text("utf-8")
    assert "patrol boats" in rendered and "says so, not that it is true" in rendered
    for path in (Path("out/0.json"), Path(f"out/0{suffix}")):
        path.unlink()
    assert command(*args, server=server).exit_code == 0 and len(server.requests) == 2
    assert Path(f"out/0{suffix}").read_text("utf-8") and json.loads(Path("out/0.json").read_text("utf-8"))


def test_status_says_what_there_is(server: ScriptedServer, alone: Path) -> None:
    """Briefs, facts, failures with their reasons, tokens and runs, as a table and as JSON; its exit code is the state's."""
    assert command("status", "out").exit_code == 1, "no such folder"
    names = write(3)
    server.otherwise(lambda body: Action(status=400, message="never"))
    command("run", *names, "-o", "out", server=server)
    assert command("status", "out").exit_code == 3, "no brief"
    server.otherwise(right)
    command("run", *names, "nowhere.txt", "-o", "out", "--retry-failed", server=server)
    told = command("status", "out")
    assert told.exit_code == 2
    said = " ".join(told.stdout.split())
    assert "briefs 3" in said and "failed 1" in said and "items 3" in said and "tokens 3,000" in said
    assert "source_unreadable (1), the first: nowhere.txt" in said and "--retry-failed" in said
    data = status()
    assert (data["format"], data["done"], data["failed"], data["facts"]) == ("status/1", 3, 1, {"items": 3})
    assert (data["calls"], data["prompt_tokens"], data["completion_tokens"]) == (3, 2700, 300)
    assert [run["ended"] for run in data["runs"]] == ["complete", "complete"]
    Path("nowhere.txt").write_text(text(9), "utf-8")
    assert command("run", *names, "nowhere.txt", "-o", "out", "--retry-failed", server=server).exit_code == 0
    assert command("status", "out").exit_code == 0


def test_the_final_table_counts_everything(server: ScriptedServer, alone: Path) -> None:
    """What was made, kept, failed, found and used, at the end of a run over several."""
    server.otherwise(right)
    names = write(3)
    command("run", names[0], "-o", "out", server=server)
    said = " ".join(command("run", *names, "nowhere.txt", "-o", "out", server=server).stderr.split())
    for row in ("briefs made 2", "kept from earlier runs 1", "failed 1 source_unreadable 1", "facts 3", "calls 2"):
        assert row in said, row
    assert "tokens 2,000" in said


def test_a_failure_counts_as_one_where_it_is_kept(server: ScriptedServer, alone: Path) -> None:
    """A failure of an earlier run is told again with its reason, and the exit code stays the same."""
    server.otherwise(lambda body: right(body) if number_in(body["messages"][-1]["content"]) else Action(status=400))
    args = ["run", *write(2), "-o", "out"]
    assert command(*args, server=server).exit_code == 2
    before = len(server.requests)
    again = command(*args, server=server)
    assert again.exit_code == 2 and len(server.requests) == before
    assert "0.txt: failed in an earlier run" in again.stderr and "--retry-failed" in again.stderr


def test_articles_of_one_source_are_none_of_them_lost(server: ScriptedServer, alone: Path) -> None:
    """A program may give articles that name the same source: each has its brief and its file."""
    server.otherwise(right)
    given = [Article(text(n), source="the wire") for n in range(3)]

    async def work() -> list[Result]:
        made = summarize_many(given, out="out", model="m", base_url=server.base_url)
        return [result async for result in made]

    found = asyncio.run(work())
    assert sorted(r.brief.article.sha256 for r in found if isinstance(r, Done)) == sorted(a.sha256 for a in given)
    assert len(list(Path("out").glob("*.json"))) == 3
