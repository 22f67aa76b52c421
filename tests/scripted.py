"""A scripted OpenAI-compatible server on loopback: it answers what it is told to and takes note of what it was asked.

with ScriptedServer() as server:
    server.say('{"items": []}')                      # one answer
    server.plan(Action(status=500), Action(content="fine"))
    server.otherwise(lambda body: Action(content="{}"))  # when the queue is empty
    ...
    assert server.requests[0].body["model"] == "m"
"""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

__all__ = ["Action", "Clock", "Request", "ScriptedServer"]


@dataclass(frozen=True)
class Action:
    """What is done with one request.

    ``content`` may be None (null). ``raw`` is a whole body in place of a completion, ``status`` an error. ``message``
    is what an error says. ``reset`` breaks the connection, ``hang`` keeps it open without an answer, ``sleep`` waits
    before the answer, ``drip`` between its bytes. ``top`` are the candidates of the first token with their log-probabilities.
    ``timings`` are what llama.cpp says beside the usage; None leaves them out, as other servers do.
    """

    content: Any = "{}"
    finish_reason: str | None = "stop"
    refusal: str | None = None
    status: int = 200
    message: str = "scripted"
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    content_type: str = "application/json"
    reset: bool = False
    hang: bool = False
    sleep: float = 0.0
    drip: float = 0.0
    top: Sequence[tuple[str, float]] | None = None
    usage: Any = field(default_factory=lambda: {"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15})
    timings: Any = None

    def body(self) -> bytes:
        """The answer's body."""
        if self.raw is not None:
            return self.raw
        if self.status >= 300:
            return json.dumps({"error": {"message": self.message, "type": "scripted", "code": None}}).encode()
        choice: dict[str, Any] = {
            "index": 0,
            "message": {"role": "assistant", "content": self.content, "refusal": self.refusal},
            "finish_reason": self.finish_reason,
        }
        if self.top is not None:
            candidates = [{"token": t, "logprob": p, "bytes": None} for t, p in self.top]
            choice["logprobs"] = {"content": [{**candidates[0], "top_logprobs": candidates}]}
        answer = {
            "id": "scripted",
            "object": "chat.completion",
            "created": 0,
            "model": "scripted",
            "choices": [choice],
            "usage": self.usage,
        }
        if self.timings is not None:
            answer["timings"] = self.timings
        return json.dumps(answer).encode()


@dataclass(frozen=True)
class Request:
    """What was asked: path, headers (lower case) and the parsed body."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]

    @property
    def said(self) -> str:
        """The content of the last message."""
        return str(self.body["messages"][-1]["content"])


class ScriptedServer:
    """The server; a context manager. ``base_url`` ends in ``/v1``."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._queue: deque[Action] = deque()
        self._default: Callable[[dict[str, Any]], Action] = lambda body: Action(status=418, message="nothing planned")
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._arrived = threading.Condition(self._lock)
        self._http: ThreadingHTTPServer | None = None

    @property
    def base_url(self) -> str:
        """Where it answers."""
        assert self._http is not None
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def plan(self, *actions: Action) -> Self:
        """Add actions to the queue."""
        with self._lock:
            self._queue.extend(actions)
        return self

    def say(self, *contents: str) -> Self:
        """Add plain answers to the queue."""
        return self.plan(*(Action(content=c) for c in contents))

    def otherwise(self, answer: Callable[[dict[str, Any]], Action]) -> Self:
        """What is done with a request when the queue is empty; by default it is refused with 418."""
        self._default = answer
        return self

    def wait_for(self, count: int, seconds: float = 10.0) -> None:
        """Wait until so many requests have come."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.requests) >= count, seconds), "no such request came"

    def __enter__(self) -> Self:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: object) -> None:
                pass

            def do_POST(self) -> None:
                outer._serve(self)

            def do_GET(self) -> None:
                outer._serve(self)

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, request: object, client_address: object) -> None:
                pass  # whoever asked has gone away

        self._http = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._ended.set()
        assert self._http is not None
        self._http.shutdown()
        self._http.server_close()

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        data = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        body = json.loads(data) if data else {}
        headers = {k.lower(): v for k, v in handler.headers.items()}
        with self._arrived:
            self.requests.append(Request(handler.path, headers, body))
            action = self._queue.popleft() if self._queue else None
            self._arrived.notify_all()
        action = action or self._default(body)
        if action.sleep:
            time.sleep(action.sleep)
        if action.hang:
            self._ended.wait(60)
        if action.hang or action.reset:
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()
            handler.close_connection = True
            return
        answer = action.body()
        handler.send_response(action.status)
        handler.send_header("Content-Type", action.content_type)
        handler.send_header("Content-Length", str(len(answer)))
        for name, value in action.headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        for piece in [answer[i : i + 1] for i in range(len(answer))] if action.drip else [answer]:
            handler.wfile.write(piece)
            time.sleep(action.drip)


class Clock:
    """A clock that only the client's own waits move."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds
