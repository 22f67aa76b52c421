"""A stand-in for the runtime: the same few names, and a server that keeps its slots as text.

A token is a character here. What it does at the start is told by the name of the model file.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit


class CommonParams:
    """The settings; unknown names are refused, as the real one does."""

    api_keys: list[str]
    cache_ram_mib = 8192
    endpoint_slots = False
    hostnames: list[str]
    model_alias: set[str]
    n_ctx = 0
    n_parallel = 1
    port = 8080
    slot_save_path = ""
    ui = True
    verbosity = 3
    warmup = True

    def __init__(self) -> None:
        self.model = SimpleNamespace(path="")
        self.cpuparams = SimpleNamespace(n_threads=-1)
        self.cpuparams_batch = SimpleNamespace(n_threads=-1)

    def __setattr__(self, name: str, value: object) -> None:
        if name not in ("model", "cpuparams", "cpuparams_batch") and name not in CommonParams.__annotations__:
            getattr(CommonParams, name)
        super().__setattr__(name, value)


class Server:
    """Serves from a thread, like the real one."""

    def __init__(self, params: CommonParams) -> None:
        how = Path(params.model.path).stem
        print("native code prints to stdout")
        sys.stdout.flush()
        if how == "refuses":
            print("E llama: tensor 'output.weight' is not within the file bounds", file=sys.stderr, flush=True)
            raise RuntimeError("Failed to init server")
        if how == "crashes":
            print("Segmentation fault, so to speak", file=sys.stderr, flush=True)
            os._exit(139)
        if how == "hangs":
            time.sleep(600)
        httpd = ThreadingHTTPServer((params.hostnames[0], params.port), _Handler)
        httpd.daemon_threads = True
        httpd.params, httpd.texts = params, [""] * params.n_parallel  # type: ignore[attr-defined]
        self.listening_address = f"http://127.0.0.1:{httpd.server_address[1]}"
        threading.Thread(target=httpd.serve_forever, daemon=True).start()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/health":
            self._answer(200, {"status": "ok"})
        elif self._allowed():
            params = self.server.params  # type: ignore[attr-defined]
            told = {
                name: getattr(params, name)
                for name in ("n_ctx", "n_parallel", "warmup", "ui", "endpoint_slots", "hostnames")
            }
            self._answer(200, told | {"passive": os.environ["OMP_WAIT_POLICY"], "arguments": sys.argv})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self._allowed():
            return
        url = urlsplit(self.path)
        texts = self.server.texts  # type: ignore[attr-defined]
        if url.path == "/die":
            print("assertion failed: GGML_ASSERT", file=sys.stderr, flush=True)
            os._exit(6)
        elif url.path == "/apply-template":
            self._answer(200, {"prompt": _render(body["messages"])})
        elif url.path == "/tokenize":
            self._answer(200, {"tokens": [ord(letter) for letter in body["content"]]})
        elif url.path == "/completion":
            texts[body["id_slot"]] = body["prompt"]
            self._answer(200, {})
        elif url.path == "/v1/chat/completions":
            prompt, slot = _render(body["messages"]), body.get("id_slot", 0)
            cached = _shared(prompt, texts[slot])
            texts[slot] = prompt
            answer = {"choices": [{"message": {"content": "yes"}}]}
            self._answer(200, answer | {"timings": {"cache_n": cached, "prompt_n": len(prompt) - cached}})
        elif url.path.startswith("/slots/"):
            file = Path(self.server.params.slot_save_path) / body["filename"]  # type: ignore[attr-defined]
            slot = int(url.path.rsplit("/", 1)[1])
            if parse_qs(url.query)["action"] == ["save"]:
                file.write_text(texts[slot])
                self._answer(200, {"n_written": len(texts[slot])})
            else:
                texts[slot] = file.read_text()
                self._answer(200, {"n_restored": len(texts[slot])})

    def _allowed(self) -> bool:
        key = self.server.params.api_keys[0]  # type: ignore[attr-defined]
        allowed = self.headers.get("Authorization") == f"Bearer {key}"
        if not allowed:
            self._answer(401, {"error": "Invalid API Key"})
        return allowed

    def _answer(self, status: int, value: dict[str, Any]) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        pass


def _render(messages: list[dict[str, str]]) -> str:
    return "".join(f"<{message['role']}>{message['content']}</>" for message in messages)


def _shared(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (left, right) in pairs if left != right), min(len(one), len(other)))
