"""A scripted server on loopback that speaks of files and batches as OpenAI documents it.

with BatchServer() as server:
    server.answer = lambda body: '{"items": []}'       # what a question is answered, by its body
    …                                                  # submit
    server.run("completed")                            # every batch that is under way ends so
    …                                                  # collect
    assert len(server.asked) == 2                      # bodies of all questions that were ever in a batch

A batch is made, and its questions are paid for, when POST /v1/batches is answered; answers stand in the reverse order
of the questions, those with an error in a file of their own.
"""

from __future__ import annotations

import email.parser
import email.policy
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

__all__ = ["Batch", "BatchServer", "Error", "Unrun"]

NONE_YET = {"output_file_id": None, "error_file_id": None, "errors": None}


@dataclass(frozen=True)
class Error:
    """A question that is refused with an HTTP status."""

    status: int = 400
    message: str = "scripted"


@dataclass(frozen=True)
class Unrun:
    """A question that the batch did not come to."""

    code: str = "batch_expired"
    silent: bool = False


Answer = Callable[[dict[str, Any]], str | Error | Unrun]


@dataclass
class Batch:
    """A batch as the server has it. ``lines`` are its questions."""

    id: str
    input_file: str
    metadata: dict[str, str]
    lines: list[dict[str, Any]]
    created_at: int
    state: dict[str, Any] = field(default_factory=lambda: {"status": "in_progress", **NONE_YET})
    counts: tuple[int, int] = (0, 0)

    def to_dict(self) -> dict[str, Any]:
        """The object of the API."""
        return {
            "id": self.id,
            "object": "batch",
            "endpoint": "/v1/chat/completions",
            "input_file_id": self.input_file,
            "completion_window": "24h",
            "created_at": self.created_at,
            "metadata": self.metadata,
            "request_counts": {"total": len(self.lines), "completed": self.counts[0], "failed": self.counts[1]},
            **self.state,
        }


class BatchServer:
    """The server; a context manager. ``base_url`` ends in ``/v1``.

    ``faults`` are answers that come first: for a call like ``POST /v1/batches`` a status with headers, once each; with
    the status 0 the work is done and the connection broken before the answer. ``extra`` lines are added to every file
    of answers as they are. ``key`` is the key that it wants.
    """

    def __init__(self) -> None:
        self.answer: Answer = lambda body: "{}"
        self.calls: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.files: dict[str, bytes] = {}
        self.names: dict[str, str] = {}
        self.batches: dict[str, Batch] = {}
        self.faults: list[tuple[str, int]] = []
        self.extra: list[bytes] = []
        self.key: str | None = None
        self.page = 100
        self.usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
        self._lock = threading.Lock()
        self._http: ThreadingHTTPServer | None = None

    @property
    def base_url(self) -> str:
        """Where it answers."""
        assert self._http is not None
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    @property
    def asked(self) -> list[dict[str, Any]]:
        """The bodies of all questions of all batches: what is paid for."""
        return [line["body"] for batch in self.batches.values() for line in batch.lines]

    def run(self, status: str = "completed", errors: list[tuple[str, str]] | None = None) -> None:
        """Every batch that is under way ends in this state."""
        for batch in self.batches.values():
            if batch.state["status"] == "in_progress":
                self._end(batch, status, errors)

    def _end(self, batch: Batch, status: str, errors: list[tuple[str, str]] | None) -> None:
        good: list[bytes] = []
        bad: list[bytes] = []
        for number, line in enumerate([] if status == "failed" else reversed(batch.lines)):
            said = self.answer(line["body"])
            about = {"id": f"batch_req_{number}", "custom_id": line["custom_id"]}
            if isinstance(said, str):
                good.append(_line(about, self._completion(said), 200))
            elif isinstance(said, Error):
                body = {"error": {"message": said.message, "type": "scripted", "param": None, "code": None}}
                bad.append(_line(about, body, said.status))
            elif not said.silent:
                error = {"code": said.code, "message": "This request could not be executed in time."}
                bad.append(json.dumps({**about, "response": None, "error": error}).encode())
        batch.counts = len(good), len(bad)
        files = [("output_file_id", [*good, *self.extra] if good else []), ("error_file_id", bad)]
        for name, lines in files:
            if lines:
                batch.state[name] = self._store(b"".join(raw + b"\n" for raw in lines), f"{batch.id}-{name}")
        if errors:
            data = [{"code": code, "message": message, "line": None, "param": None} for code, message in errors]
            batch.state["errors"] = {"object": "list", "data": data}
        batch.state["status"] = status

    def _completion(self, content: str) -> dict[str, Any]:
        message = {"role": "assistant", "content": content, "refusal": None}
        choices = [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}]
        about = {"id": "chatcmpl-1", "object": "chat.completion", "created": 0, "model": "scripted"}
        return {**about, "choices": choices, "usage": self.usage}

    def _store(self, data: bytes, name: str) -> str:
        id = f"file-{len(self.files) + 1}"
        self.files[id], self.names[id] = data, name
        return id

    def __enter__(self) -> Self:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: object) -> None:
                pass

            def do_POST(self) -> None:
                outer._serve(self, "POST")

            def do_GET(self) -> None:
                outer._serve(self, "GET")

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
        assert self._http is not None
        self._http.shutdown()
        self._http.server_close()

    def _serve(self, handler: BaseHTTPRequestHandler, method: str) -> None:
        data = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        if handler.headers.get("Transfer-Encoding") == "chunked":
            data = _chunks(handler)
        url = urlsplit(handler.path)
        with self._lock:
            call = f"{method} {url.path}"
            self.calls.append(call)
            self.headers.append({k.lower(): v for k, v in handler.headers.items()})
            fault = next((f for f in self.faults if f[0] == call), None)
            if fault is not None:
                self.faults.remove(fault)
            if fault is not None and fault[1]:
                # Some servers say the key back.
                status, answer = fault[1], _error(f"scripted fault: {handler.headers.get('Authorization')}")
            elif self.key and handler.headers.get("Authorization") != f"Bearer {self.key}":
                status, answer = 401, _error("Incorrect API key provided")
            else:
                status, answer = self._do(method, url.path, url.query, handler, data)
        if fault is not None and not fault[1]:
            handler.close_connection = True
            handler.connection.close()
            return
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(answer)))
        handler.end_headers()
        handler.wfile.write(answer)

    def _do(
        self, method: str, path: str, query: str, handler: BaseHTTPRequestHandler, data: bytes
    ) -> tuple[int, bytes]:
        parts = path.removeprefix("/v1/").split("/")
        if method == "POST" and parts == ["files"]:
            return self._upload(handler.headers["Content-Type"], data)
        if method == "POST" and parts == ["batches"]:
            return self._create(json.loads(data))
        if method == "GET" and parts == ["batches"]:
            return self._list(parse_qs(query))
        if method == "GET" and parts[0] == "batches" and parts[1] in self.batches:
            return 200, json.dumps(self.batches[parts[1]].to_dict()).encode()
        if method == "GET" and parts[0] == "files" and parts[2:] == ["content"] and parts[1] in self.files:
            return 200, self.files[parts[1]]
        return 404, _error(f"nothing at {path}")

    def _upload(self, content_type: str, data: bytes) -> tuple[int, bytes]:
        message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(
            b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + data
        )
        fields = {str(p.get_param("name", header="content-disposition")): p for p in message.iter_parts()}
        if fields["purpose"].get_content().strip() != "batch":
            return 400, _error("purpose must be batch")
        content = fields["file"].get_payload(decode=True)
        assert isinstance(content, bytes)
        name = str(fields["file"].get_filename())
        id = self._store(content, name)
        about = {"object": "file", "bytes": len(content), "created_at": 0, "filename": name, "purpose": "batch"}
        return 200, json.dumps({"id": id, "status": "processed", **about}).encode()

    def _create(self, body: dict[str, Any]) -> tuple[int, bytes]:
        if body["endpoint"] != "/v1/chat/completions" or body["completion_window"] != "24h":
            return 400, _error("endpoint or window")
        lines = [json.loads(raw) for raw in self.files[body["input_file_id"]].splitlines()]
        ids = [line["custom_id"] for line in lines]
        assert len(set(ids)) == len(ids) and all(len(id) <= 64 for id in ids)
        assert len({line["body"]["model"] for line in lines}) == 1
        assert all(line["method"] == "POST" and line["url"] == body["endpoint"] for line in lines)
        number = len(self.batches) + 1
        batch = Batch(
            f"batch_{number}", body["input_file_id"], body.get("metadata") or {}, lines, 2_000_000_000 + number
        )
        self.batches[batch.id] = batch
        return 200, json.dumps(batch.to_dict() | {"status": "validating"}).encode()

    def _list(self, query: dict[str, list[str]]) -> tuple[int, bytes]:
        newest = [batch.to_dict() for batch in reversed(self.batches.values())]
        after = query.get("after", [""])[0]
        start = next((i + 1 for i, b in enumerate(newest) if b["id"] == after), 0)
        page = newest[start : start + self.page]
        more = start + self.page < len(newest)
        ends = {"first_id": page[0]["id"], "last_id": page[-1]["id"]} if page else {}
        return 200, json.dumps({"object": "list", "data": page, "has_more": more, **ends}).encode()


def _line(about: dict[str, str], body: dict[str, Any], status: int) -> bytes:
    response = {"status_code": status, "request_id": "req_1", "body": body}
    return json.dumps({**about, "response": response, "error": None}).encode()


def _error(message: str) -> bytes:
    return json.dumps({"error": {"message": message, "type": "scripted", "code": None}}).encode()


def _chunks(handler: BaseHTTPRequestHandler) -> bytes:
    data = b""
    while size := int(handler.rfile.readline(), 16):
        data += handler.rfile.read(size)
        handler.rfile.readline()
    handler.rfile.readline()
    return data
