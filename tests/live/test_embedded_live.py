"""The embedded model for real: fetched when it is not there, started, asked, warmed, gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import openai
import pytest

from summarizer.errors import ServerFailed
from summarizer.model.embedded import EmbeddedServer
from summarizer.model.weights import ensure, status
from summarizer.progress import PlainReporter

pytestmark = pytest.mark.live
pytest.importorskip("xllamacpp")

SLOTS = 4
ROOT = Path(__file__).parents[2]
Messages = list[dict[str, str]]


def prefix(topic: str) -> Messages:
    rules = " ".join(f"Rule {number} on {topic}: copy the words exactly as they stand." for number in range(8))
    return [
        {"role": "system", "content": f"List the {topic} of one sentence as JSON. {rules}"},
        {"role": "user", "content": "Sentence: North Korea sent missiles to Russia."},
        {"role": "assistant", "content": '["North Korea", "Russia"]'},
    ]


SENTENCES = (
    "The Pentagon said on Tuesday that Iran shipped drones to Belarus.",
    "A spokesman denied that Wagner Group had bought rockets from Pyongyang.",
    "The Treasury imposed sanctions on Andrei Mkrtychev.",
    "John Kirby told reporters that containers crossed the border by rail.",
)


@pytest.fixture(scope="module")
def weights() -> Path:
    path = ensure(reporter=PlainReporter())
    assert status().verified
    return path


@pytest.fixture(scope="module")
def slot_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("slots")


@pytest.fixture(scope="module")
def server(weights: Path, slot_cache: Path) -> Iterator[EmbeddedServer]:
    with EmbeddedServer(weights, slots=SLOTS, slot_context=1024, slot_cache_dir=slot_cache) as running:
        yield running


def ask(server: EmbeddedServer, messages: Messages, max_tokens: int = 1) -> tuple[str, int]:
    """The answer, and how many tokens of the prompt came from cache."""
    with openai.OpenAI(base_url=server.base_url, api_key=server.api_key, max_retries=0, timeout=120) as client:
        reply = client.chat.completions.create(
            model=server.alias,
            messages=messages,  # type: ignore[arg-type]
            max_tokens=max_tokens,
            temperature=0,
        )
    assert reply.usage is not None and reply.usage.prompt_tokens_details is not None
    return reply.choices[0].message.content or "", reply.usage.prompt_tokens_details.cached_tokens or 0


def cached_by_all(server: EmbeddedServer, shared: Messages) -> list[int]:
    def one(sentence: str) -> int:
        return ask(server, [*shared, {"role": "user", "content": f"Sentence: {sentence}"}])[1]

    with ThreadPoolExecutor(SLOTS) as pool:
        return list(pool.map(one, SENTENCES))


def test_a_question_is_answered(server: EmbeddedServer) -> None:
    text, _ = ask(server, [{"role": "user", "content": "What is the capital of France? One word."}], max_tokens=8)
    assert "Paris" in text


def test_only_with_the_key_of_this_run(server: EmbeddedServer) -> None:
    for path in ("/chat/completions", "/models"):
        assert httpx2.post(f"{server.base_url}{path}", json={}, trust_env=False).status_code == 401


def test_each_slot_shares_each_warmed_prefix(server: EmbeddedServer) -> None:
    """Two prefixes one after the other, then four requests at once with the first and with the second."""
    for topic in ("parties", "sanctions"):
        warmth = server.warm(prefix(topic))
        assert not warmth.restored and warmth.prefix_tokens > 100
        assert warmth.evaluated_tokens < 1.5 * warmth.prefix_tokens  # and not once for every slot
    for topic in ("parties", "sanctions", "parties"):
        assert min(cached_by_all(server, prefix(topic))) >= 0.95 * warmth.prefix_tokens


def test_a_later_run_starts_warm(weights: Path, slot_cache: Path, server: EmbeddedServer) -> None:
    expected = server.warm(prefix("parties")).prefix_tokens
    server.close()
    with EmbeddedServer(weights, slots=SLOTS, slot_context=1024, slot_cache_dir=slot_cache) as later:
        warmth = later.warm(prefix("parties"))
        assert warmth.restored and warmth.prefix_tokens == expected and warmth.evaluated_tokens < 0.3 * expected
        assert min(cached_by_all(later, prefix("parties"))) >= 0.95 * expected


def test_a_file_that_was_cut_off_is_no_model(weights: Path, tmp_path: Path) -> None:
    with weights.open("rb") as whole:
        (tmp_path / "cut.gguf").write_bytes(whole.read(20_000_000))
    with pytest.raises(ServerFailed, match="corrupted or incomplete"):
        EmbeddedServer(tmp_path / "cut.gguf").__enter__()


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
@pytest.mark.parametrize("after", [0.5, None], ids=["while it loads", "when it serves"])
def test_no_orphan_when_the_parent_is_killed(weights: Path, after: float | None) -> None:
    """Started by a thread, so that only the pipe, and not the kernel's parent-death signal, can end the child."""
    script = """
        import subprocess, sys, threading
        from summarizer.model.embedded import EmbeddedServer
        start = subprocess.Popen.__init__
        def announce(self, *args, **options):
            start(self, *args, **options)
            print(self.pid, flush=True)
        subprocess.Popen.__init__ = announce
        server = EmbeddedServer(sys.argv[1], slots=1, slot_context=512)
        thread = threading.Thread(target=server.__enter__)
        thread.start()
        thread.join()
        print("ready", flush=True)
        threading.Event().wait(120)
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", textwrap.dedent(script), str(weights)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        if after is None:
            assert parent.stdout.readline() == "ready\n"
        else:
            time.sleep(after)
        os.kill(child, 0)
        os.kill(parent.pid, signal.SIGKILL)
    for _ in range(200):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        state = Path(f"/proc/{child}/stat")
        if state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    pytest.fail("the child outlived its parent by ten seconds")
