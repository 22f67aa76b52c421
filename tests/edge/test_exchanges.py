"""Recording and replay: the same bytes without a model, nothing secret kept, and no stale answer for a changed question."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from summarizer.article import Article
from summarizer.chat import ChatReply, ChatRequest, Message, Usage
from summarizer.cli import app
from summarizer.errors import DeadlineExceeded, EndpointError, ModelError, NotRecorded
from summarizer.extract import reading, whole_article
from summarizer.extract.prompt import load_prompt
from summarizer.judge import support
from summarizer.judge.context import Case, Outcome
from summarizer.model.exchanges import Exchange, Player, Recorder, Tape, fingerprint
from summarizer.recordings import find_recording
from summarizer.schema import find_schema
from summarizer.settings import Settings
from tests.scripted import Action, ScriptedServer

pytestmark = pytest.mark.usefixtures("alone")

KEY = "sk-Zq81-not-to-be-found-anywhere"
TEXT = (
    "Velmora sold Drovia twelve patrol boats in March, its Navy Ministry said on Monday. Brassland paid Tarn nine "
    'million dollars for the harbour of Kesh. "We sold nothing," Kesh said. Drovia imposed sanctions on Tarn.\n'
)
ITEM = {
    "description": "patrol boats",
    "quantity": "twelve",
    "supplier": "Velmora",
    "recipient": "Drovia",
    "status": "delivered",
    "quotes": ["Velmora sold Drovia twelve patrol boats in March"],
}
WRONG = {**ITEM, "quantity": "forty"}


def reply(*items: dict[str, Any]) -> str:
    return json.dumps({"items": list(items)})


def program(*args: object) -> Result:
    result = CliRunner().invoke(app, [str(a) for a in args])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def story(name: str = "story.txt", text: str = TEXT) -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def recorded(server: ScriptedServer, *args: object, source: str = "story.txt") -> Result:
    """A recorded run of one story over the scripted server."""
    if not Path(source).exists():
        story(source)
    return program("run", source, "--model", "scripted", "--base-url", server.base_url, "--record", "kept", *args)


def request(words: str, tag: str = "", **more: Any) -> ChatRequest:
    return ChatRequest([{"role": "user", "content": words}], max_tokens=8, tag=tag or words, **more)


class Slow:
    """An endpoint that answers each question after a wait of its own, or with an error."""

    label = "slow"
    host: str | None = None
    parallel = 4

    def __init__(self, waits: dict[str, float], errors: dict[str, ModelError] | None = None) -> None:
        self.waits = waits
        self.errors = errors or {}

    async def ask(self, request: ChatRequest) -> ChatReply:
        words = request.messages[-1]["content"]
        await asyncio.sleep(self.waits[words])
        if words in self.errors:
            raise self.errors[words]
        return ChatReply(f"answer to {words}", "stop", Usage(3, 2, 1, 1), first_token=(("a", -0.25),))

    async def warm(self, prefix: Sequence[Message]) -> None: ...

    async def aclose(self) -> None: ...


def player(tape: Tape) -> Player:
    """A player of a tape that has been a file in between."""
    exchanges = [Exchange.from_dict(json.loads(json.dumps(e.to_dict()))) for e in tape.exchanges]
    return Player(dataclasses.replace(tape, exchanges=exchanges), label="slow", host=None, parallel=4)


async def in_order_of_answers(ask: Callable[[ChatRequest], Awaitable[ChatReply]], words: Sequence[str]) -> list[str]:
    answered: list[str] = []
    free = asyncio.Semaphore(4)

    async def one(word: str) -> None:
        async with free:
            answered.append((await ask(request(word))).text)

    await asyncio.gather(*(one(w) for w in words))
    return answered


def test_answers_come_in_the_recorded_order() -> None:
    """Questions that were asked side by side are answered in the order in which the model answered them."""
    words = [f"question {i}" for i in range(30)]
    shuffled = random.Random(7)
    recorder = Recorder(Slow({w: shuffled.random() / 50 for w in words}))
    then = asyncio.run(in_order_of_answers(recorder.ask, words))
    assert then != sorted(then, key=lambda t: int(t.rsplit(" ", 1)[1]))
    played = player(recorder.tape)
    assert asyncio.run(in_order_of_answers(played.ask, words)) == then
    played.check()


def test_errors_are_repeated() -> None:
    """A recorded error comes again with its kind, words and status, and what was open then stays without an answer."""
    errors: dict[str, ModelError] = {"b": EndpointError("no such luck", mend="wait", status=503)}
    recorder = Recorder(Slow({"a": 0.0, "b": 0.02, "c": 5.0}, errors))

    async def all_of(ask: Callable[[ChatRequest], Awaitable[ChatReply]]) -> None:
        tasks = [asyncio.ensure_future(ask(request(w))) for w in "cab"]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def fails(ask: Callable[[ChatRequest], Awaitable[ChatReply]]) -> None:
        with pytest.raises(EndpointError, match="no such luck") as raised:
            asyncio.run(all_of(ask))
        assert (raised.value.mend, raised.value.status) == ("wait", 503)

    fails(recorder.ask)
    assert [(e.tag, e.is_settled) for e in recorder.tape.exchanges] == [("a", True), ("b", True), ("c", False)]
    played = player(recorder.tape)
    fails(played.ask)
    played.check()


def test_the_same_question_twice() -> None:
    """Two equal questions have their two answers, in turn; a third has none."""
    recorder = Recorder(Slow({"a": 0.0}))

    async def twice(ask: Callable[[ChatRequest], Awaitable[ChatReply]]) -> None:
        await ask(request("a"))
        await ask(request("a"))

    asyncio.run(twice(recorder.ask))
    played = player(recorder.tape)
    asyncio.run(twice(played.ask))
    with pytest.raises(NotRecorded, match="how often it is asked"):
        asyncio.run(played.ask(request("a")))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"messages": [{"role": "user", "content": "b"}]}, "its words"),
        ({"max_tokens": 9}, "max_tokens"),
        ({"grammar": "start: x"}, "the grammar of its answer"),
        ({"json_schema": {"type": "object"}, "schema_name": "r"}, "the schema of its answer, the name of its schema"),
        ({"top_logprobs": 5}, "top_logprobs"),
        ({"tag": "other"}, "no answer to the question 'other'"),
    ],
)
def test_a_changed_question_has_no_answer(change: dict[str, Any], words: str) -> None:
    """Whatever part of a question changes, no old answer stands in, and the part is named."""
    recorder = Recorder(Slow({"a": 0.0}))
    asyncio.run(recorder.ask(request("a")))
    played = player(recorder.tape)
    with pytest.raises(NotRecorded) as raised:
        asyncio.run(played.ask(dataclasses.replace(request("a"), **change)))
    assert words in raised.value.message
    assert "--record" in raised.value.mend and "recheck" in raised.value.mend
    with pytest.raises(NotRecorded, match="question"):
        played.check()


def test_what_is_no_part_of_a_question() -> None:
    """The time that is left for a question does not make it another one, and lone surrogates have a digest too."""
    assert fingerprint(request("a")) == fingerprint(request("a", seconds=3.5))
    assert fingerprint(request("\ud800")) != fingerprint(request("\udc00"))
    prefixed = ChatRequest([{"role": "system", "content": "s"}, {"role": "user", "content": "q"}], 1, prefix=1)
    other = dataclasses.replace(prefixed, messages=[{"role": "system", "content": "t"}, prefixed.messages[1]])
    assert [k for k, v in fingerprint(prefixed).items() if v != fingerprint(other)[k]] == ["prefix"]


def test_an_answer_that_nobody_asks_for() -> None:
    """A run that asks less than the recorded one is no repetition of it."""
    recorder = Recorder(Slow({"a": 0.0, "b": 0.0, "c": 0.0}))
    asyncio.run(in_order_of_answers(recorder.ask, "abc"))
    played = player(recorder.tape)
    asyncio.run(played.ask(request("c")))  # in spite of the two before it
    with pytest.raises(NotRecorded, match="2 recorded answers were not asked for, the first one 'a'"):
        played.check()


def test_clock_date_and_price() -> None:
    """The clock, the date and the prices of the recorded run are those of its repetition."""
    readings = iter([100.1, 100.4, 107.3])
    recorder = Recorder(Slow({}), clock=lambda: next(readings))
    price = recorder.pricing(lambda used: used.prompt / 1e6 + 0.1)
    assert price is not None
    then = [recorder.clock() for _ in range(3)], recorder.now(), price(Usage(7, 0, 1, 1))
    played = player(recorder.tape)
    assert played.price is not None
    assert ([played.clock() for _ in range(3)], played.now(), played.price(Usage(7, 0, 1, 1))) == then
    assert played.clock() == then[0][-1]
    with pytest.raises(NotRecorded):
        played.price(Usage(8, 0, 1, 1))
    with pytest.raises(NotRecorded):
        played.now()
    assert recorder.pricing(None) is None and player(Tape()).price is None


def test_replay_gives_the_same_bytes(server: ScriptedServer) -> None:
    """What a recorded run printed is printed again, times and dates too, when nobody listens at the address any more."""
    server.plan(Action(content=reply(ITEM, WRONG), sleep=0.05)).otherwise(lambda _: Action(content=reply(ITEM)))
    first = recorded(server)
    assert first.exit_code == 0 and json.loads(first.stdout)["items"]
    asked = len(server.requests)
    assert asked >= 2, "what failed was to be asked again"
    time.sleep(1.1)
    again = program("run", "story.txt", "--replay", "kept")
    assert again.exit_code == 0 and again.stdout_bytes == first.stdout_bytes
    assert "no model is asked" in again.stderr and "not the recorded brief" not in again.stderr
    assert len(server.requests) == asked


def sentence_by_sentence(body: dict[str, Any]) -> Action:
    """A model that states a fact for each sentence, with a stray line, after a wait that nobody can foretell."""
    said = body["messages"][-1]["content"]
    wait = random.random() / 100
    if body.get("logprobs"):
        return Action(
            content="x", top=[("item", -0.1), ("comp", -0.1), ("sanction", -0.1), ("denial", -0.1)], sleep=wait
        )
    if said.startswith("Passage:"):
        return Action(content="government", sleep=wait)
    return Action(content=f"item: patrol boats\n status: delivered\n stray words {said[:20]}", sleep=wait)


def test_replay_of_questions_side_by_side(server: ScriptedServer) -> None:
    """Sentence by sentence, where the order of the answers differs from run to run, a replay still has the same bytes."""
    server.otherwise(sentence_by_sentence)
    first = recorded(server, "--strategy", "sentence-wise")
    assert first.exit_code == 0 and json.loads(first.stdout)["ledger"]
    for _ in range(2):
        assert program("run", "story.txt", "--replay", "kept").stdout_bytes == first.stdout_bytes


def test_replay_of_times(server: ScriptedServer) -> None:
    """The times that llama.cpp told are recorded: questions side by side, of which some have times, replay to the byte."""

    def timed(body: dict[str, Any]) -> Action:
        times = {"prompt_ms": random.random() * 900, "predicted_ms": random.random() * 90}
        return dataclasses.replace(sentence_by_sentence(body), timings=times if random.random() < 0.8 else None)

    server.otherwise(timed)
    first = recorded(server, "--strategy", "sentence-wise")
    assert json.loads(first.stdout)["provenance"]["prompt_seconds"] > 0
    again = program("run", "story.txt", "--replay", "kept")
    assert again.stdout_bytes == first.stdout_bytes and "not the recorded brief" not in again.stderr


def test_a_recording_of_an_earlier_version(server: ScriptedServer) -> None:
    """Recorded when briefs had no such times and resolved none, a run is repeated, and its brief passes for the recorded one."""
    server.otherwise(lambda _: Action(content=reply(ITEM)))
    brief = json.loads(recorded(server).stdout)
    (file,) = Path("kept").iterdir()
    head, *rest = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert all(set(line["reply"]["usage"]) == {"prompt", "cached", "completion", "calls"} for line in rest)
    del brief["provenance"]["prompt_seconds"], brief["provenance"]["completion_seconds"]
    brief["article"]["source"] = ""
    assert head["brief_sha256"] == hashlib.sha256(json.dumps(brief, sort_keys=True).encode()).hexdigest()
    for fact in brief["items"]:
        del fact["resolved"]
    head["brief_sha256"] = hashlib.sha256(json.dumps(brief, sort_keys=True).encode()).hexdigest()
    file.write_text("".join(json.dumps(line) + "\n" for line in (head, *rest)), "utf-8")
    again = program("run", "story.txt", "--replay", "kept")
    assert again.exit_code == 0 and "not the recorded brief" not in again.stderr


def test_replay_into_a_folder(server: ScriptedServer) -> None:
    """With -o the replayed files are those of the recorded run, the record beside them too."""
    server.otherwise(lambda _: Action(content=reply(ITEM)))
    story("other.txt", TEXT.upper())
    story()
    flags = ("--model", "scripted", "--base-url", server.base_url)
    assert program("run", "story.txt", "other.txt", *flags, "-o", "one", "--record", "kept").exit_code == 0
    assert program("run", "story.txt", "other.txt", "-o", "two", "--replay", "kept").exit_code == 0
    files = sorted(p.relative_to("one") for p in Path("one").rglob("*") if p.suffix in {".json", ".txt"})
    assert len(files) == 8
    for file in files:
        assert ("one" / file).read_bytes() == ("two" / file).read_bytes()


def test_a_failed_run_fails_again(server: ScriptedServer) -> None:
    """An article that failed fails in the same words, with the same line in the ledger and the same exit code."""
    server.otherwise(lambda _: Action(status=400, message="out of order"))
    first = recorded(server, "-o", "one")
    again = program("run", "story.txt", "-o", "two", "--replay", "kept")
    assert first.exit_code == again.exit_code == 3
    assert Path("one/ledger.jsonl").read_bytes() == Path("two/ledger.jsonl").read_bytes()
    assert "out of order" in again.stderr


def test_nothing_secret_is_kept(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """No key, header or cookie stands in a recording, not even where the server says the key in its answer."""
    monkeypatch.setenv("SUMMARIZER_API_KEY", KEY)
    cookie = {"Set-Cookie": "session=crumbs-crumbs", "X-Request-Id": "req-crumbs"}
    answer = json.dumps({"items": [ITEM], "note": f"your key is {KEY}"})
    server.otherwise(lambda _: Action(content=answer, headers=cookie))
    assert recorded(server).exit_code == 0
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"
    server.otherwise(lambda _: Action(status=400, message=f"bad key {KEY}", headers=cookie))
    assert recorded(server, source="second.txt").exit_code == 3
    files = list(Path("kept").iterdir())
    assert len(files) == 2
    for file in files:
        text = file.read_text("utf-8").casefold()
        assert KEY.casefold() not in text
        assert "crumbs" not in text and "bearer" not in text and "authorization" not in text


def test_a_changed_prompt_is_refused(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the prompt's file has changed nothing is replayed; the message names the prompt and both ways on."""
    server.otherwise(lambda _: Action(content=reply(ITEM)))
    recorded(server)
    prompt = dataclasses.replace(load_prompt("whole_article"), sha256="0" * 64)
    monkeypatch.setattr(whole_article, "load_prompt", lambda _: prompt)
    again = program("run", "story.txt", "--replay", "kept")
    said = " ".join(again.stderr.split())
    assert again.exit_code == 3 and not again.stdout
    assert f"the prompt {prompt.id} or its examples have changed" in said
    assert "--record" in said and "recheck" in said


def test_a_changed_question_is_refused(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the program itself asks in other words, the question and what changed about it are named."""
    server.otherwise(lambda _: Action(content=reply(ITEM)))
    recorded(server)
    monkeypatch.setattr(whole_article, "mark", lambda _: "=====OTHER=====")
    again = program("run", "story.txt", "--replay", "kept")
    assert again.exit_code == 3
    assert f"'article/0-{len(TEXT)}/0' is not the recorded one; changed: its words" in " ".join(again.stderr.split())


def test_fewer_questions_are_refused(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that leaves out recorded questions is told to be another run, though it has a brief to show."""
    server.otherwise(sentence_by_sentence)
    recorded(server, "--strategy", "sentence-wise")
    monkeypatch.setattr(reading, "SHORTEST", 9)
    again = program("run", "story.txt", "--replay", "kept")
    assert again.exit_code == 3 and "not asked for" in again.stderr


def test_changed_rules_are_told(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the answers fit and the judge has changed, the brief is given and said to be another one."""
    server.otherwise(lambda _: Action(content=reply(ITEM)))
    recorded(server)

    def doubt(case: Case) -> list[Outcome]:
        return [Outcome("doubt", None, "flag", "polarity", "as a matter of principle")]

    monkeypatch.setattr(support, "SOFT", (*support.SOFT, doubt))
    again = program("run", "story.txt", "--replay", "kept")
    assert again.exit_code == 0 and json.loads(again.stdout)["items"][0]["verdict"] == "flagged"
    assert "not the recorded brief, byte for byte: the rules have changed" in " ".join(again.stderr.split())


def test_what_was_not_recorded(server: ScriptedServer) -> None:
    """A new article, a changed text, another schema or model: each is said to be what it is, and other articles go on."""
    server.otherwise(lambda _: Action(content=reply(ITEM)))
    recorded(server)
    story("new.txt", "Nothing of this was ever asked.\n")
    both = program("run", "new.txt", "story.txt", "--replay", "kept")
    assert both.exit_code == 2 and "new.txt: kept has no recording of this article: it was never" in both.stderr
    assert json.loads(both.stdout)["items"]
    named = program("run", "story.txt", "--replay", "kept", "--model", "other")
    assert "its model is scripted, not other" in named.stderr
    forced = program("run", "story.txt", "--replay", "kept", "--strategy", "sentence-wise")
    assert "its strategy is whole-article, not sentence-wise" in forced.stderr
    Path("mine.py").write_text(
        "from typing import Annotated\nfrom summarizer import Claim, Free, Report\n\n\n"
        "class Thing(Claim):\n    '''A thing.'''\n\n    name: Annotated[str, Free('What.')]\n\n\n"
        "class Mine(Report):\n    '''Mine.'''\n\n    schema_id = 'mine/1'\n    things: list[Thing] = []\n"
    )
    schema = program("run", "story.txt", "--replay", "kept", "--schema", "mine.py")
    assert "its schema is trade_brief/1, not mine/1" in schema.stderr
    story(text=TEXT.replace("twelve", "thirteen"))
    changed = program("run", "story.txt", "--replay", "kept")
    assert "its text was another one when it was recorded" in changed.stderr
    assert {r.exit_code for r in (named, forced, schema, changed)} == {3}


def test_limits_are_the_recorded_ones(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A replay keeps the limits of its run without being told, and refuses others."""
    server.otherwise(lambda _: Action(content=reply(WRONG)))
    monkeypatch.setenv("SUMMARIZER_REASK", "1")
    first = recorded(server)
    asked = len(server.requests)
    monkeypatch.delenv("SUMMARIZER_REASK")
    assert asked == 2
    assert program("run", "story.txt", "--replay", "kept").stdout_bytes == first.stdout_bytes
    monkeypatch.setenv("SUMMARIZER_REASK", "2")
    other = program("run", "story.txt", "--replay", "kept")
    assert other.exit_code == 3 and "its reask is 1, not 2" in other.stderr


def test_several_recordings_of_one_article(server: ScriptedServer) -> None:
    """Two models in one folder are told apart by --model, and a copy of the article under another name keeps its own."""
    flags = ("--base-url", server.base_url, "--record", "kept")
    story()
    story("copy.txt")
    server.say(reply(ITEM), reply({**ITEM, "quantity": None}), reply())
    one = program("run", "story.txt", "--model", "one", *flags)
    two = program("run", "story.txt", "--model", "two", *flags)
    copy = program("run", "copy.txt", "--model", "one", *flags)
    unsaid = program("run", "story.txt", "--replay", "kept")
    assert unsaid.exit_code == 3 and "one, whole-article · two, whole-article" in unsaid.stderr
    for model, source, first in (("one", "story.txt", one), ("two", "story.txt", two), ("one", "copy.txt", copy)):
        again = program("run", source, "--replay", "kept", "--model", model)
        assert again.stdout_bytes == first.stdout_bytes


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[: len(data) - 40],
        lambda data: data.split(b"\n")[0] + b"\n",
        lambda data: b"{}\n",
        lambda data: b"\xff\xfe",
        lambda data: b"",
        lambda data: b"[" * 100_000,
        lambda data: data.replace(b'"text"', b'"texts"'),
        lambda data: data.replace(b'"recording/1"', b'"recording/9"'),
        lambda data: data.replace(b'"whole-article"', b'"by-magic"'),
        lambda data: data.replace(b'"parallel": 4', b'"parallel": "4"'),
        lambda data: data.replace(b'"calls": 1', b'"calls": 1, "prompt_seconds": NaN'),
    ],
    ids=["cut", "head", "empty object", "bytes", "empty", "deep", "no text", "format", "strategy", "parallel", "time"],
)
def test_a_damaged_recording(server: ScriptedServer, spoil: Callable[[bytes], bytes]) -> None:
    """A recording that is not whole is said to be none, whatever is wrong with it."""
    server.otherwise(lambda _: Action(content=reply(ITEM)))
    recorded(server)
    (file,) = Path("kept").iterdir()
    file.write_bytes(spoil(file.read_bytes()))
    again = program("run", "story.txt", "--replay", "kept")
    assert again.exit_code == 3 and "is no whole recording" in again.stderr


def test_folders_that_can_not_be_used(server: ScriptedServer) -> None:
    """An empty or missing folder, both flags at once, a file in the place of a folder: usage, before anything is asked."""
    story()
    Path("empty").mkdir()
    for folder in ("empty", "missing"):
        result = program("run", "story.txt", "--replay", folder)
        assert result.exit_code == 1 and "holds no recordings" in result.stderr and "--record" in result.stderr
    both = program("run", "story.txt", "--replay", "empty", "--record", "empty")
    assert both.exit_code == 1 and "leave out" in both.stderr
    Path("file").write_text("x")
    assert recorded(server, "--record", "file").exit_code == 1
    assert not server.requests


@pytest.mark.parametrize("kill", [signal.SIGINT, signal.SIGKILL], ids=["interrupt", "kill"])
def test_an_interrupted_run_leaves_whole_files(kill: signal.Signals, server: ScriptedServer) -> None:
    """What was finished before an interruption is a whole recording; what was not is no recording at all."""
    server.plan(Action(content=reply(ITEM)), Action(hang=True))
    story()
    story("second.txt", TEXT.upper())
    command = [sys.executable, "-m", "summarizer", "run", "story.txt", "second.txt", "--model", "m"]
    place = {"PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.environ["PATH"], "HOME": os.environ["HOME"]}
    process = subprocess.Popen(
        [*command, "--base-url", server.base_url, "--record", "kept", "--jobs", "1"],
        env=place,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    server.wait_for(2, 30)
    process.send_signal(kill)
    if kill == signal.SIGINT:
        while b"once more stops at once" not in process.stderr.readline():
            pass
        process.send_signal(kill)
    printed, _ = process.communicate(timeout=30)
    assert process.returncode == (130 if kill == signal.SIGINT else -kill)
    assert len(list(Path("kept").iterdir())) == 1
    again = program("run", "story.txt", "--replay", "kept")
    assert again.exit_code == 0
    assert json.loads(again.stdout) == json.loads(printed)


def test_a_recording_is_found_by_the_library(server: ScriptedServer) -> None:
    """Programs find a recording by article, schema and settings, and see what it was made with."""
    server.otherwise(lambda _: Action(content=reply(ITEM)))
    recorded(server)
    article = Article(TEXT, source="elsewhere.txt")
    found = find_recording(Path("kept"), article, find_schema("trade_brief"), Settings())
    assert found.about["model"] == "scripted" and found.about["host"] == "127.0.0.1"
    assert found.settings.strategy == "whole-article" and found.settings.seconds == 120.0
    assert [e.tag for e in found.tape.exchanges] == [f"article/0-{len(TEXT)}/0"]


def test_an_error_of_no_known_kind() -> None:
    """A recorded error comes back as what it was, and as a plain ModelError where its kind is gone."""
    asked = fingerprint(request("a"))
    late = Exchange.from_dict(Exchange("a", asked, error=DeadlineExceeded("late")).to_dict())
    assert isinstance(late.error, DeadlineExceeded)
    data = {"tag": "a", "request": asked, "error": {"type": "SystemExit", "message": "m", "mend": ""}}
    assert type(Exchange.from_dict(data).error) is ModelError
