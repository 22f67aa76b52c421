"""The recordings themselves: a changed prompt, an answer nobody asked for and a missing cassette all fail."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import openai
import pytest
from vcr.errors import CannotOverwriteExistingCassetteException

from tests import recording

pytestmark = pytest.mark.skipif(recording.RECORD, reason="these look at finished recordings")
ASKED = {"model": "local", "temperature": 0.0, "max_tokens": 1, "messages": [{"role": "user", "content": "Is it?"}]}


@pytest.fixture
def one_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A cassette (scripted, for this test only) with one answer to `ASKED`."""
    answer = {"object": "chat.completion", "model": "local", "id": "x", "created": 0}
    message = {"role": "assistant", "content": "yes"}
    interaction = {
        "request": {
            "method": "POST",
            "uri": "http://127.0.0.1:9/v1/chat/completions",
            "body": json.dumps(ASKED),
        },
        "response": {
            "status": {"code": 200},
            "body": {
                "string": json.dumps({**answer, "choices": [{"index": 0, "finish_reason": "stop", "message": message}]})
            },
        },
    }
    monkeypatch.setattr(recording, "CASSETTES", tmp_path)
    (tmp_path / "module").mkdir()
    text = recording.Serializer.serialize({"interactions": [interaction]})
    (tmp_path / "module" / "test.yaml").write_text(text, encoding="utf-8")
    return "test"


def ask(content: str) -> str | None:
    """Ask through the openai package, as the program does."""

    async def work() -> str | None:
        async with openai.AsyncOpenAI(base_url="http://127.0.0.1:9/v1", api_key="none", max_retries=0) as client:
            body = {**ASKED, "messages": [{"role": "user", "content": content}]}
            answer = await client.chat.completions.create(**body)  # type: ignore[call-overload]
        said: str | None = answer.choices[0].message.content
        return said

    return asyncio.run(work())


def test_recorded_answer_is_replayed(one_answer: str) -> None:
    """What was asked in the same words gets the recorded answer."""
    with recording.cassette("module", one_answer):
        assert ask("Is it?") == "yes"


def test_times_are_kept() -> None:
    """Of what llama.cpp says of its times a cassette has what the brief is made of; one without any is as good."""
    answer = {"id": "x", "created": 1, "choices": []}
    times = {"prompt_n": 8, "prompt_ms": 402.057, "predicted_n": 3, "predicted_ms": 121.5}
    for said, kept in (({**times, "prompt_per_second": 19.9}, {"timings": times}), (None, {})):
        body = answer if said is None else answer | {"timings": said}
        bare = recording._bare({"body": {"string": json.dumps(body).encode()}})
        assert json.loads(bare["body"]["string"]) == {"choices": []} | kept


def test_changed_prompt_fails(one_answer: str) -> None:
    """Another word in the prompt is another question, and no old answer stands in for its answer."""
    with (
        pytest.raises(CannotOverwriteExistingCassetteException, match="was a prompt or a parameter changed"),
        recording.cassette("module", one_answer),
    ):
        ask("Is it so?")


def test_unplayed_answer_fails(one_answer: str) -> None:
    """A recorded answer that nobody asks for fails the test: the recording is out of date."""
    with pytest.raises(AssertionError, match="1 of 1 recorded answers"), recording.cassette("module", one_answer):
        pass


def test_missing_cassette_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test without its cassette says how to record it."""
    monkeypatch.setattr(recording, "CASSETTES", tmp_path)
    with pytest.raises(AssertionError, match="make record"), recording.cassette("module", "nothing"):
        pass


def test_no_secrets_in_cassettes() -> None:
    """No cassette holds a header, a key or a cookie."""
    for path in recording.CASSETTES.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8").casefold()
        for word in ("authorization", "set-cookie", "bearer ", "api_key", "headers:"):
            assert word not in text, f"{word} in {path}"
