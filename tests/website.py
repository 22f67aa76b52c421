"""A scripted web site on loopback: paths with answers, and a note of what was asked for.

with Website() as site:
    site["/a.html"] = Answer(b"<html>…", {"Content-Type": "text/html"})
    ... site.url("/a.html") ... site.asked[0].headers["host"]
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self

__all__ = ["Answer", "Asked", "Website"]


@dataclass(frozen=True)
class Answer:
    """What a path gives. ``body`` may be pieces, which are sent one by one, ``pause`` seconds apart; ``before`` is
    called before the answer. Without ``sized`` no length is told, and the connection's end ends the body."""

    body: bytes | Iterable[bytes] = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200
    pause: float = 0.0
    sized: bool = True
    before: Callable[[], object] = lambda: None


@dataclass(frozen=True)
class Asked:
    """A request: its path, and its headers in small letters."""

    path: str
    headers: Mapping[str, str]


class Website:
    """The site; a context manager."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._answers: dict[str, Answer] = {}
        self._ended = threading.Event()
        self._http: ThreadingHTTPServer | None = None

    def __setitem__(self, path: str, answer: Answer) -> None:
        self._answers[path] = answer

    @property
    def port(self) -> int:
        assert self._http is not None
        return int(self._http.server_address[1])

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of a path."""
        return f"http://{host}:{self.port}{path}"

    def page(self, path: str, body: str, content_type: str = "text/html; charset=utf-8") -> str:
        """Have ``path`` give a page; its address."""
        self[path] = Answer(body.encode(), {"Content-Type": content_type})
        return self.url(path)

    def __enter__(self) -> Self:
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: object) -> None:
                pass

            def do_GET(self) -> None:
                site.asked.append(Asked(self.path, {name.lower(): value for name, value in self.headers.items()}))
                answer = site._answers.get(self.path, Answer(b"nothing here", status=404))
                answer.before()
                self.send_response_only(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                pieces = [answer.body] if isinstance(answer.body, bytes) else answer.body
                if isinstance(answer.body, bytes) and answer.sized:
                    self.send_header("Content-Length", str(len(answer.body)))
                self.close_connection = True
                self.end_headers()
                for piece in pieces:
                    if site._ended.is_set():
                        return
                    self.wfile.write(piece)
                    time.sleep(answer.pause)

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
