"""The embedded server as a process: it starts, answers, and is gone when it has to be, whatever happened."""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from summarizer.errors import NotEnoughMemory, RuntimeMissing, ServerFailed, WeightsDamaged, WeightsUnavailable
from summarizer.model import preflight
from summarizer.model.embedded import EmbeddedServer
from summarizer.model.gguf import GgufError, GgufHeader, read_header
from summarizer.model.prefix_cache import SlotFiles

RUNTIME = Path(__file__).parent / "fake_runtime"
ROOT = Path(__file__).parents[2]
PREFIX = [{"role": "system", "content": "You list the parties in a sentence."}]
posix = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


def gguf(path: Path, **pairs: int | str | list[int]) -> Path:
    """A GGUF file with a header and nothing else."""

    def text(value: str) -> bytes:
        return struct.pack("<Q", len(value.encode())) + value.encode()

    data = b"GGUF" + struct.pack("<IQQ", 3, 0, len(pairs))
    for key, value in pairs.items():
        data += text(key.replace("__", "."))
        if isinstance(value, str):
            data += struct.pack("<I", 8) + text(value)
        elif isinstance(value, int):
            data += struct.pack("<II", 4, value)
        else:
            data += struct.pack("<IIQ", 9, 4, len(value)) + struct.pack(f"<{len(value)}I", *value)
    path.write_bytes(data)
    return path


@pytest.fixture(autouse=True)
def fake_runtime(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delitem(sys.modules, "xllamacpp", raising=False)
    monkeypatch.syspath_prepend(str(RUNTIME))
    monkeypatch.setenv("SUMMARIZER_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return gguf(tmp_path / "model.gguf", general__architecture="llama")


@pytest.fixture
def server(model: Path) -> Iterator[EmbeddedServer]:
    with EmbeddedServer(model, slots=3, slot_context=100) as running:
        yield running


def ask(server: EmbeddedServer, path: str, **body: object) -> httpx2.Response:
    key = {"Authorization": f"Bearer {server.api_key}"}
    address = server.base_url.removesuffix("/v1")
    return httpx2.post(address + path, json=body, headers=key, trust_env=False)


def gone(pid: int, seconds: float = 8.0) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat")
            if state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True  # dead; whoever adopted it has not looked yet
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


# Start and stop


def test_it_answers_on_loopback_with_the_settings_asked_for(server: EmbeddedServer) -> None:
    assert server.base_url.startswith("http://127.0.0.1:") and server.base_url.endswith("/v1")
    address = server.base_url.removesuffix("/v1")
    key = {"Authorization": f"Bearer {server.api_key}"}
    told = httpx2.get(f"{address}/props", headers=key, trust_env=False).json()
    assert told["n_parallel"] == 3 and told["n_ctx"] == 300
    assert told["warmup"] is False and told["ui"] is False and told["endpoint_slots"] is True
    assert told["hostnames"] == ["127.0.0.1"] and told["passive"] == "passive"
    assert not any(server.api_key in argument for argument in told["arguments"])


def test_without_the_key_of_this_run_it_refuses(server: EmbeddedServer) -> None:
    for headers in ({}, {"Authorization": "Bearer guess"}):
        url = f"{server.base_url}/chat/completions"
        assert httpx2.post(url, json={"messages": []}, headers=headers, trust_env=False).status_code == 401


def test_every_run_has_another_key(model: Path) -> None:
    assert EmbeddedServer(model).api_key != EmbeddedServer(model).api_key


def test_it_is_gone_after_the_block(model: Path) -> None:
    with EmbeddedServer(model) as server:
        pid = server.pid
        assert server.alive() and pid is not None
    assert not server.alive() and server.pid is None and gone(pid, 1)
    server.close()  # twice is fine
    with pytest.raises(ServerFailed, match="once"):
        server.__enter__()


def test_it_is_gone_after_an_exception(model: Path) -> None:
    with pytest.raises(KeyboardInterrupt), EmbeddedServer(model) as server:
        pid = server.pid
        raise KeyboardInterrupt
    assert pid is not None and gone(pid, 1)


def test_native_output_goes_to_the_log_and_not_into_the_report(server: EmbeddedServer) -> None:
    assert "native code prints to stdout" in server.log_tail()


@pytest.mark.parametrize(
    ("how", "said", "logged"),
    [
        ("refuses", "RuntimeError: Failed to init server", "tensor 'output.weight' is not within the file bounds"),
        ("crashes", "ended without a word (exit status 139)", "Segmentation fault"),
    ],
)
def test_a_failed_start_shows_the_end_of_the_log(tmp_path: Path, how: str, said: str, logged: str) -> None:
    with pytest.raises(ServerFailed) as caught:
        EmbeddedServer(gguf(tmp_path / f"{how}.gguf")).__enter__()
    assert said in caught.value.message and logged in caught.value.message and "--base-url" in caught.value.mend


def test_an_interpreter_that_is_not_there(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(ServerFailed, match="/nowhere/python"):
        EmbeddedServer(model).__enter__()


def test_a_start_that_hangs_is_given_up(tmp_path: Path) -> None:
    server = EmbeddedServer(gguf(tmp_path / "hangs.gguf"), ready_timeout=1.0)
    with pytest.raises(ServerFailed, match="not ready within 1 s"):
        server.__enter__()
    assert not server.alive()


def test_a_server_that_went_away_is_noticed(server: EmbeddedServer) -> None:
    server.check()
    with pytest.raises(httpx2.HTTPError):
        ask(server, "/die")
    with pytest.raises(ServerFailed, match=r"went away \(exit status 6\)(.|\n)*GGML_ASSERT"):
        server.check()
    assert not server.alive()
    with pytest.raises(ServerFailed):
        server.warm(PREFIX)


def test_a_proxy_is_not_asked(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with EmbeddedServer(model) as server:
        assert server.warm(PREFIX).prefix_tokens > 0


# No orphans

PARENT = """
    import os, signal, sys, threading, time
    from summarizer.model.embedded import EmbeddedServer
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # `nohup` hands on that it is ignored
    server = EmbeddedServer(sys.argv[1], slots=1)
    if sys.argv[2] == "thread":
        starter = threading.Thread(target=server.__enter__); starter.start(); starter.join()
    else:
        server.__enter__()
    forked = 0
    if sys.argv[2] == "thread":
        forked = os.fork()
        if forked == 0:
            time.sleep(60); os._exit(0)
    time.sleep(0.3)
    print(server.pid, forked, flush=True)
    try:
        time.sleep(60)
    finally:
        server.close()
"""


@posix
@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP"])
@pytest.mark.parametrize("starter", ["main", "thread"])
def test_no_orphan_whatever_ends_the_parent(model: Path, how: str, starter: str) -> None:
    """Started by a thread that has ended, the kernel's parent-death signal is not used; forked, the pipe is held."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(RUNTIME), str(ROOT)])}
    command = [sys.executable, "-W", "ignore", "-c", textwrap.dedent(PARENT), str(model), starter]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, text=True, start_new_session=True
    ) as parent:
        assert parent.stdout is not None
        child, forked = map(int, parent.stdout.readline().split())
        try:
            os.kill(child, 0)
            os.kill(parent.pid, getattr(signal, how))
            parent.wait(10)
            assert gone(child)
        finally:
            if forked:
                os.kill(forked, signal.SIGKILL)


@posix
def test_the_child_survives_the_thread_that_started_it(model: Path) -> None:
    import threading

    server = EmbeddedServer(model)
    starter = threading.Thread(target=server.__enter__)
    starter.start()
    starter.join()
    try:
        time.sleep(0.5)
        assert server.alive() and server.warm(PREFIX).prefix_tokens > 0
    finally:
        server.close()


@posix
def test_an_interrupt_to_the_child_does_not_stop_it(server: EmbeddedServer) -> None:
    assert server.pid is not None
    os.kill(server.pid, signal.SIGINT)
    time.sleep(0.3)
    assert server.alive()


def test_importing_the_child_is_cheap() -> None:
    script = "import sys, summarizer.model._serve as s; print('xllamacpp' in sys.modules, 'httpx2' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    assert said.split() == ["False", "False"]


# Before the start


def test_the_missing_extra_is_named(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(RuntimeMissing) as caught:
        EmbeddedServer(model).__enter__()
    assert 'pip install "spanbrief[local]"' in caught.value.mend and "--base-url" in caught.value.mend


def test_too_little_memory_says_how_much_and_what_helps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shape: dict[str, int | str | list[int]] = {
        "general__architecture": "qwen2",
        "qwen2__block_count": 28,
        "qwen2__embedding_length": 1536,
        "qwen2__attention__head_count": 12,
        "qwen2__attention__head_count_kv": 2,
    }
    model = gguf(tmp_path / "big.gguf", **shape)
    monkeypatch.setattr(preflight, "available_memory", lambda: 600_000_000)
    with pytest.raises(NotEnoughMemory) as caught:
        EmbeddedServer(model, slots=4, slot_context=4096).__enter__()
    # 4 x 4096 x 28 KiB of keys and values and 0.3 GB; a file of 200 bytes adds nothing
    assert "about 0.8 GB" in caught.value.message and "0.6 GB is available" in caught.value.message
    assert "fewer slots (each costs 0.1 GB)" in caught.value.mend
    with EmbeddedServer(model, slots=2, slot_context=4096):
        pass


def test_memory_that_cannot_be_measured_stops_nobody(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psutil", None)
    assert preflight.available_memory() is None
    preflight.check_memory(model, GgufHeader("", None, None), 1000, 1_000_000)


def test_the_limits_of_a_container_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("psutil")
    (tmp_path / "memory.max").write_text("1000000\n")
    (tmp_path / "memory.current").write_text("900000\n")
    (tmp_path / "memory.stat").write_text("anon 100000\ninactive_file 300000\n")
    (tmp_path / "cpu.max").write_text("150000 100000\n")
    monkeypatch.setattr(preflight, "_CGROUP", tmp_path)
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(64)), raising=False)
    assert preflight.available_memory() == 400_000
    assert preflight.usable_threads() == 2
    (tmp_path / "cpu.max").write_text("max 100000\n")
    (tmp_path / "memory.max").write_text("max\n")
    assert preflight.usable_threads() is None
    assert (preflight.available_memory() or 0) > 1_000_000


def test_a_model_that_is_none_is_refused_before_the_start(tmp_path: Path) -> None:
    (tmp_path / "page.gguf").write_text("<html>Not found</html>")
    with pytest.raises(WeightsDamaged, match="magic"):
        EmbeddedServer(tmp_path / "page.gguf").__enter__()
    with pytest.raises(WeightsUnavailable, match="does not exist"):
        EmbeddedServer(tmp_path / "missing.gguf").__enter__()


def test_a_header_gives_the_size_of_a_token(tmp_path: Path) -> None:
    def shape(**more: int | list[int]) -> int | None:
        pairs: dict[str, int | str | list[int]] = {
            "general__architecture": "qwen2",
            "qwen2__block_count": 28,
            "qwen2__embedding_length": 1536,
            "qwen2__attention__head_count": 12,
        }
        pairs |= {f"qwen2__{key}": value for key, value in more.items()}
        return read_header(gguf(tmp_path / "m.gguf", **pairs)).kv_bytes_per_token

    assert shape(attention__head_count_kv=2) == 28 * 1024
    assert shape() == 6 * 28 * 1024
    assert shape(attention__head_count_kv=[2] * 14 + [4] * 14) == 42 * 1024
    assert shape(attention__head_count_kv=2, attention__key_length=256, attention__value_length=256) == 56 * 1024
    assert read_header(gguf(tmp_path / "m.gguf", general__architecture="x")).kv_bytes_per_token is None


@pytest.mark.parametrize("cut", [3, 6, 20, 30, 60])
def test_a_header_that_is_cut_off_is_no_gguf(tmp_path: Path, cut: int) -> None:
    whole = gguf(tmp_path / "m.gguf", general__architecture="qwen2", qwen2__block_count=28).read_bytes()
    (tmp_path / "cut.gguf").write_bytes(whole[:cut])
    with pytest.raises(GgufError):
        read_header(tmp_path / "cut.gguf")


@pytest.mark.parametrize("kind", [8, 9, 77])
def test_a_header_with_absurd_lengths_is_refused_without_reading_them(tmp_path: Path, kind: int) -> None:
    key = struct.pack("<Q", 1) + b"k"
    value = struct.pack("<I", kind) + (struct.pack("<I", 8) if kind == 9 else b"") + struct.pack("<Q", 1 << 60)
    (tmp_path / "m.gguf").write_bytes(b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + key + value)
    with pytest.raises(GgufError, match="damaged"):
        read_header(tmp_path / "m.gguf")


# Warming


def cached(server: EmbeddedServer, slot: int) -> int:
    messages = [*PREFIX, {"role": "user", "content": "Iran sent drones."}]
    return int(ask(server, "/v1/chat/completions", messages=messages, id_slot=slot).json()["timings"]["cache_n"])


def test_a_prefix_is_read_once_for_all_slots(server: EmbeddedServer) -> None:
    warmth = server.warm(PREFIX)
    text = f"<system>{PREFIX[0]['content']}</><user>"
    assert warmth.prefix_tokens == len(text) and not warmth.restored and warmth.seconds > 0
    assert len(text) < warmth.evaluated_tokens < 1.5 * len(text)
    assert all(cached(server, slot) == len(text) for slot in range(3))


def test_a_message_of_the_user_may_be_shared_in_part(server: EmbeddedServer) -> None:
    shared = [*PREFIX, {"role": "user", "content": "Iran "}]
    warmth = server.warm(shared)
    assert warmth.prefix_tokens == len(f"<system>{PREFIX[0]['content']}</><user>Iran ")
    assert shared[1]["content"] == "Iran "
    assert cached(server, 2) == warmth.prefix_tokens


def test_a_later_run_starts_warm(model: Path) -> None:
    with EmbeddedServer(model, slots=2) as first:
        assert not first.warm(PREFIX).restored
    with EmbeddedServer(model, slots=3) as second:
        warmth = second.warm(PREFIX)
        assert warmth.restored and warmth.evaluated_tokens < warmth.prefix_tokens
        assert all(cached(second, slot) == warmth.prefix_tokens for slot in range(3))


def test_another_model_or_context_does_not_get_the_state(model: Path, tmp_path: Path) -> None:
    with EmbeddedServer(model, slots=1) as server:
        server.warm(PREFIX)
    with EmbeddedServer(model, slots=1, slot_context=99) as server:
        assert not server.warm(PREFIX).restored
    with EmbeddedServer(gguf(tmp_path / "other.gguf", general__architecture="gemma"), slots=1) as server:
        assert not server.warm(PREFIX).restored


def test_a_damaged_state_is_never_restored(model: Path, tmp_path: Path) -> None:
    with EmbeddedServer(model, slots=1) as server:
        server.warm(PREFIX)
    (file,) = (tmp_path / "cache" / "slots").glob("*.kv")
    file.write_bytes(file.read_bytes()[:-3] + b"???")
    with EmbeddedServer(model, slots=1) as server:
        assert not server.warm(PREFIX).restored
        assert server.warm(PREFIX).restored  # by what was saved anew
    assert len(list(file.parent.glob("*.kv"))) == 1


def test_a_folder_that_cannot_be_written_costs_time_only(model: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with EmbeddedServer(model, slots=2, slot_cache_dir=tmp_path / "file" / "slots") as server:
        warmth = server.warm(PREFIX)
        assert not warmth.restored and warmth.evaluated_tokens > 2 * warmth.prefix_tokens
        assert cached(server, 1) == warmth.prefix_tokens


def test_warming_a_server_that_does_not_run_says_so(model: Path) -> None:
    with pytest.raises(ServerFailed, match="not running"):
        EmbeddedServer(model).warm(PREFIX)


def test_the_folder_of_states_is_bounded_and_private(tmp_path: Path) -> None:
    files = SlotFiles(tmp_path / "slots", limit_bytes=250)
    files.prepare()
    if os.name == "posix":
        assert files.folder.stat().st_mode & 0o077 == 0
    names = []
    for number in range(4):
        unfinished = files.new_name()
        (files.folder / unfinished).write_bytes(bytes([number]) * 100)
        names.append(files.keep(unfinished, f"key{number}"))
        os.utime(files.folder / names[-1], (1000 + number, 1000 + number))
    stale, fresh = files.folder / "unfinished-1-aa", files.folder / "unfinished-2-bb"
    for path, age in ((stale, 7200), (fresh, 10)):
        path.write_text("")
        os.utime(path, (time.time() - age,) * 2)
    files.prune()
    assert sorted(path.name for path in files.folder.glob("*.kv")) == sorted(names[2:])
    assert not stale.exists() and fresh.exists()
    assert files.find("key3") == names[3] and files.find("key0") is None


def test_two_programs_may_save_the_same_state(tmp_path: Path) -> None:
    one, other = SlotFiles(tmp_path), SlotFiles(tmp_path)
    first, second = one.new_name(), other.new_name()
    assert first != second
    for name in (first, second):
        (tmp_path / name).write_bytes(b"state")
    assert one.keep(first, "key") == other.keep(second, "key")
    assert one.find("key") == other.find("key") is not None


def test_the_settings_are_json(model: Path) -> None:
    json.dumps(EmbeddedServer(model)._settings(RUNTIME))
