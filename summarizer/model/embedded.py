"""The embedded model: llama.cpp's OpenAI-compatible server in a child process of this one.

    with EmbeddedServer(weights) as server:
        client = openai.OpenAI(base_url=server.base_url, api_key=server.api_key)

A child process, because native code that crashes or prints must not take this program with it, and because it
can be stopped for certain. It listens on the loopback interface only, on a port the system picks, and wants a
key that is made for this run, so that other users of the machine can't use it.

It ends with this program, whatever ends that: leaving the ``with`` block, an exception, Ctrl-C, SIGTERM,
SIGKILL. The child holds the reading end of a pipe; when this process is gone the pipe ends, and so does the
child. No handler of signals is installed and nothing is left on disk.

Settings that were measured (two cores, four slots): separate slots and not one unified cache, because with
the latter llama.cpp clears idle slots when a request begins, warmed ones too (two of four hit), at equal
speed (19–24 against 20–23 tokens/s); prompts put aside in memory stay on, bounded, because they let slots go
from one prefix to another in milliseconds instead of reading it anew.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from types import TracebackType
from typing import IO, Any, Self

import httpx2

from summarizer.errors import ServerFailed
from summarizer.model import preflight
from summarizer.model.gguf import read_header
from summarizer.model.prefix_cache import Message, PrefixCache, SlotFiles, Warmth, model_fingerprint
from summarizer.model.weights import cache_root, own_weights

__all__ = ["EmbeddedServer"]

_LOOPBACK = "127.0.0.1"
_LOG_LINES = 200
_TAIL_LINES = 12
_PUT_ASIDE_MIB = 512  # llama.cpp's own bound is 8192: too much for a program on somebody's laptop
_VERBOSITY = 2  # warnings and errors
_STOP_SECONDS = 5.0
_LAST_WORDS_SECONDS = 0.5  # for a child that has just said why it fails
_POLL_SECONDS = 0.05


class EmbeddedServer:
    """A server for the weights at ``model_path``, running between ``__enter__`` and ``__exit__``.

    ``slots``: requests served at the same time. ``slot_context``: tokens of prompt and answer together that
    one request may have. ``slot_cache_dir``: where evaluated prefixes are kept between runs (see `warm`); by
    default in the user's cache. ``alias``: the name of the model in requests. ``threads``: by default the
    cores that this process may use. ``ready_timeout``: seconds the start may take.

    Attributes: ``base_url`` (``http://127.0.0.1:PORT/v1``, empty before the start), ``api_key``, ``slots``,
    ``slot_context``, ``alias``, ``model_path``.
    """

    def __init__(
        self,
        model_path: str | os.PathLike[str],
        *,
        slots: int = 4,
        slot_context: int = 4096,
        slot_cache_dir: Path | None = None,
        alias: str = "local",
        threads: int | None = None,
        ready_timeout: float = 120.0,
    ) -> None:
        if slots < 1 or slot_context < 1:
            raise ValueError("slots and slot_context are at least 1")
        self.model_path = Path(model_path)
        self.slots = slots
        self.slot_context = slot_context
        self.alias = alias
        self.api_key = secrets.token_urlsafe(24)
        self.base_url = ""
        self._threads = threads
        self._ready_timeout = ready_timeout
        self._files: SlotFiles | None = SlotFiles(slot_cache_dir or cache_root() / "slots")
        self._process: subprocess.Popen[bytes] | None = None
        self._client: httpx2.Client | None = None
        self._prefixes: PrefixCache | None = None
        self._log: deque[str] = deque(maxlen=_LOG_LINES)
        self._log_reader: threading.Thread | None = None

    @property
    def pid(self) -> int | None:
        """The process id of the child; None when it does not run."""
        return self._process.pid if self._process is not None and self.alive() else None

    def alive(self) -> bool:
        """Whether the child runs."""
        return self._process is not None and self._process.poll() is None

    def log_tail(self) -> str:
        """The last lines the server wrote to its log, of this run only."""
        return "\n".join(list(self._log)[-_TAIL_LINES:])

    def check(self) -> None:
        """Raise `ServerFailed`, with the end of the log, when the server was started and is gone.

        Made for the moment after a request failed: a process that is just dying counts as gone.
        """
        if self._client is None or self._client.is_closed:
            return
        if self.alive():
            try:
                self._client.get("/health", timeout=5.0)
                return
            except (httpx2.ConnectError, httpx2.RemoteProtocolError, httpx2.ReadError):
                pass  # nobody listens any more
            except httpx2.HTTPError:
                return  # slow is not gone
        raise self._failed("the embedded server went away")

    def warm(self, prompt_messages: Sequence[Message]) -> Warmth:
        """Have every slot hold the evaluated prefix ``prompt_messages``, each ``{"role": …, "content": …}``.

        The prefix is read by the model once, at most: it comes from a file when an earlier run has read it.
        When the last message is the user's, requests are taken to go on within it; otherwise a user's message
        follows. Several prefixes can be warmed, one after the other. Raises `ServerFailed`.
        """
        if self._prefixes is None:
            raise ServerFailed("the embedded server is not running")
        self.check()
        return self._prefixes.warm(prompt_messages)

    def __enter__(self) -> Self:
        """Start the server and wait until it answers.

        Raises `WeightsUnavailable` or `WeightsDamaged` for a file that is missing or no GGUF,
        `RuntimeMissing`, `NotEnoughMemory`, and `ServerFailed` with the end of the log.
        """
        if self._process is not None:
            raise ServerFailed("an EmbeddedServer can be started once")
        runtime = preflight.runtime_directory()
        header = read_header(own_weights(self.model_path))
        preflight.check_memory(self.model_path, header, self.slots, self.slot_context)
        try:
            self._start(self._settings(runtime))
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop the server; it may be called twice, and from any thread."""
        if self._client is not None:
            self._client.close()
        process = self._process
        if process is None:
            return
        try:
            with suppress(OSError):
                _pipe(process.stdin).close()  # at its end the child ends itself
            process.terminate()  # at once, even where a process forked off this one holds the pipe open
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            pass
        finally:
            if process.poll() is None:  # it hangs, or a second Ctrl-C has no patience
                process.kill()
                process.wait()
            _pipe(process.stdout).close()
            if self._log_reader is not None:
                self._log_reader.join(_STOP_SECONDS)

    def _settings(self, runtime: Path) -> dict[str, Any]:
        """What the child is told, on its stdin."""
        params: dict[str, Any] = {
            "hostnames": [_LOOPBACK],
            "port": 0,  # the system picks a free one, which the child reports
            "api_keys": [self.api_key],
            "n_parallel": self.slots,
            "n_ctx": self.slots * self.slot_context,
            "cache_ram_mib": _PUT_ASIDE_MIB,
            "endpoint_slots": True,
            "ui": False,
            "verbosity": _VERBOSITY,
            "warmup": False,
        }
        if self._files is not None:
            try:
                self._files.prepare()
                params["slot_save_path"] = str(self._files.folder) + os.sep
            except OSError:
                self._files = None  # a home that can't be written: every slot reads the prefix for itself
        return {
            "parent": os.getpid(),
            "started_by_main_thread": threading.current_thread() is threading.main_thread(),
            "runtime_dir": str(runtime),
            "model_path": str(self.model_path.resolve()),
            "alias": self.alias,
            "threads": self._threads if self._threads is not None else preflight.usable_threads(),
            "params": params,
        }

    def _start(self, settings: dict[str, Any]) -> None:
        until = time.monotonic() + self._ready_timeout
        try:
            self._process = process = subprocess.Popen(  # noqa: S603 - our own file, run by our own interpreter
                [sys.executable, "-P", str(Path(__file__).with_name("_serve.py"))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C in the terminal is for this process, which then stops the child
            )
        except OSError as error:
            raise ServerFailed(f"no process could be started with {sys.executable!r}: {error}") from error
        self._log_reader = threading.Thread(target=self._read_log, args=(_pipe(process.stderr),), daemon=True)
        self._log_reader.start()
        with suppress(OSError):  # a child that is dead already says why in its log
            _pipe(process.stdin).write(json.dumps(settings).encode() + b"\n")
            _pipe(process.stdin).flush()
        address = self._await_address(process, until)
        self._client = httpx2.Client(
            base_url=address,
            headers={"Authorization": f"Bearer {self.api_key}"},
            trust_env=False,  # a proxy has no business between two processes of one machine
            timeout=httpx2.Timeout(600.0, connect=10.0),
        )
        self._await_ready(self._client, until)
        self.base_url = f"{address}/v1"
        identity = (model_fingerprint(self.model_path), preflight.runtime_version(), str(self.slot_context))
        self._prefixes = PrefixCache(self._client, slots=self.slots, files=self._files, identity=identity)

    def _await_address(self, process: subprocess.Popen[bytes], until: float) -> str:
        """The address that the child reports once the weights are loaded."""
        reports: Queue[bytes] = Queue()
        out = _pipe(process.stdout)
        threading.Thread(target=lambda: reports.put(out.readline()), daemon=True).start()
        try:
            line = reports.get(timeout=max(0.0, until - time.monotonic()))
        except Empty:
            raise self._failed(f"the embedded server was not ready within {self._ready_timeout:.0f} s") from None
        try:
            report = json.loads(line)
        except ValueError:
            report = {}
        if "address" not in report:
            raise self._failed(f"the embedded server did not start: {report.get('error', 'it ended without a word')}")
        return str(report["address"])

    def _await_ready(self, client: httpx2.Client, until: float) -> None:
        while self.alive() and time.monotonic() < until:
            with suppress(httpx2.HTTPError):
                if client.get("/health", timeout=5.0).is_success:
                    return
            time.sleep(_POLL_SECONDS)
        raise self._failed("the embedded server did not become ready")

    def _failed(self, what: str) -> ServerFailed:
        """An error with the end of the log; the child is ended first, so that its last words are in it."""
        process = self._process
        if process is not None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(_LAST_WORDS_SECONDS)
            if process.poll() is None:
                process.kill()
                process.wait()
            elif process.returncode:
                what += f" (exit status {process.returncode})"
            if self._log_reader is not None:
                self._log_reader.join(_STOP_SECONDS)
        tail = self.log_tail()
        return ServerFailed(
            what + (f"\nIts log ends:\n{tail}" if tail else ""),
            mend=f"check {self.model_path}, or point --base-url at any OpenAI-compatible server",
        )

    def _read_log(self, stream: IO[bytes]) -> None:
        """Keep the last lines, in memory: bounded, and nothing to clean up."""
        with stream, suppress(OSError, ValueError):
            for line in stream:
                self._log.append(line.decode("utf-8", "replace").rstrip())


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None, "every stream of the child is a pipe"
    return stream
