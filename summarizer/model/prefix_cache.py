"""Evaluate a shared prompt prefix once, on this machine, and put the result into every slot of a server.

llama.cpp keeps the keys and values of a prompt per slot, and every slot evaluates a shared prefix for itself.
Its server can save the state of one slot to a file and restore it into others. Measured with a prefix of 444
tokens and four slots on two cores: evaluating it once 5 to 15 s, in the other three slots at once 16 s more;
saving 42 ms, restoring 4 ms a slot; afterwards four parallel requests had 424 to 443 tokens of it from cache
each. The file stays (28 KiB a token), so a later run starts warm. A restored slot gave the very answers of the
slot that had evaluated the prefix itself.

llama.cpp checks the size of such a file but not its content: with a hundred bytes overwritten it restores
without a word, and what the model then says is anybody's guess. So the file's name carries its digest,
checked before every use.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from summarizer.errors import ServerFailed

__all__ = ["PrefixCache", "SlotFiles", "Warmth", "model_fingerprint"]

Message = dict[str, str]

_FORMAT = 1  # of the key; raise it when what a file holds changes its meaning
_SAMPLE = 1 << 20  # bytes read at either end of the weights to tell models apart
_STALE_SECONDS = 3600.0  # after which an unfinished file belongs to a run that died
LIMIT_BYTES = 1 << 30
"""The files of all prefixes together; the least recently used go first."""


@dataclass(frozen=True, slots=True)
class Warmth:
    """What warming did.

    ``prefix_tokens``: tokens that all requests with this prefix share. ``evaluated_tokens``: how many
    of them (and of the few that stand in for a request) the model had to read now, over all slots.
    ``restored``: whether the state came from a file of this or an earlier run. ``seconds``: wall-clock time
    of it all.
    """

    prefix_tokens: int
    evaluated_tokens: int
    restored: bool
    seconds: float


class SlotFiles:
    """A folder of saved slot states, shared by every program of this user.

    A file is named ``<key>.<sha256 of its content>.kv``. It appears under that name complete or not at all,
    and a file of that name never changes, so programs that run at the same time need no lock.
    """

    def __init__(self, folder: Path, *, limit_bytes: int = LIMIT_BYTES) -> None:
        self.folder = folder
        self.limit_bytes = limit_bytes

    def prepare(self) -> None:
        """Create the folder, readable for its owner only. Raises `OSError`."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def find(self, key: str) -> str | None:
        """The name of an undamaged file for ``key``; damaged ones are removed. None when there is none."""
        for path in self.folder.glob(f"{key}.*.kv"):
            try:
                sound = hashlib.sha256(path.read_bytes()).hexdigest() == path.name.split(".")[1]
                if sound:
                    os.utime(path)  # used now: the last to go
                    return path.name
                path.unlink()
            except OSError:
                continue  # another program removed it, or may not be disturbed in it
        return None

    def new_name(self) -> str:
        """A name for a file that is still being written, unlike that of any other program."""
        return f"unfinished-{os.getpid()}-{secrets.token_hex(4)}"

    def keep(self, unfinished: str, key: str) -> str:
        """Give the finished file its lasting name and return that; the oldest files beyond the limit go.

        Raises `OSError` when the file is not there or can't be renamed.
        """
        path = self.folder / unfinished
        name = f"{key}.{hashlib.sha256(path.read_bytes()).hexdigest()}.kv"
        path.replace(self.folder / name)
        self.prune(spare=name)
        return name

    def prune(self, *, spare: str = "") -> None:
        """Remove what dead runs left unfinished, and the least recently used files beyond the limit."""
        kept: list[tuple[float, int, Path]] = []
        for path in self.folder.iterdir():
            with suppress(OSError):
                entry = path.stat()
                if path.suffix == ".kv":
                    kept.append((entry.st_mtime, entry.st_size, path))
                elif path.name.startswith("unfinished-") and time.time() - entry.st_mtime > _STALE_SECONDS:
                    path.unlink()
        total = 0
        for _, size, path in sorted(kept, reverse=True):
            total += size
            if total > self.limit_bytes and path.name != spare:
                with suppress(OSError):
                    path.unlink()


class PrefixCache:
    """Warms the slots of one running server.

    ``identity`` tells apart everything a saved state depends on: the weights, the runtime, the context.
    ``client`` talks to the server's root and carries its key.
    """

    def __init__(self, client: httpx2.Client, *, slots: int, files: SlotFiles | None, identity: Sequence[str]) -> None:
        self._client = client
        self._slots = slots
        self._files = files
        self._identity = tuple(identity)
        self._warmed: set[str] = set()

    def warm(self, messages: Sequence[Message]) -> Warmth:
        """Have every slot hold the state of the chat that begins with ``messages``.

        When the last message is the user's, requests are taken to go on within that message; otherwise a
        user's message follows. Raises `ServerFailed` when the server refuses or does not answer.
        """
        began = time.monotonic()
        try:
            return self._warm(messages, began)
        except httpx2.HTTPError as error:
            raise ServerFailed(f"the embedded server did not answer while it was warmed: {error}") from error

    def _warm(self, messages: Sequence[Message], began: float) -> Warmth:
        rendered = self._rendered(_with_tail(messages, "0"))
        prefix = _common(self._tokens(rendered), self._tokens(self._rendered(_with_tail(messages, "x"))))
        key = hashlib.sha256(json.dumps([_FORMAT, *self._identity, rendered]).encode()).hexdigest()[:32]
        if self._warmed - {key}:
            # A restored state replaces what the slot holds. The server puts the states of idle slots aside,
            # in its own memory, when a request begins: so let one begin, or prefixes warmed before are lost.
            self._post("/completion", {"prompt": ".", "n_predict": 1, "id_slot": 0})
        name = self._files.find(key) if self._files else None
        found = name is not None
        evaluated = 0
        for slot in range(self._slots):
            if name is not None:
                self._restore(slot, name)
            evaluated += self._read(messages, slot)
            if name is None and slot == 0:
                name = self._save(key)
        self._warmed.add(key)
        # In some builds of llama.cpp a restored state is not used (issue 26676): what was read tells.
        return Warmth(prefix, evaluated, found and evaluated < prefix, time.monotonic() - began)

    def _read(self, messages: Sequence[Message], slot: int) -> int:
        """Have a slot read the prefix on the way of every other request; returns how many tokens were new to
        it.

        It is asked of restored slots too: the server puts a state aside only when a request of the slot has
        used it, and only when it differs from those put aside already, hence another tail for every slot.
        """
        body = {
            "messages": _with_tail(messages, str(slot)),
            "id_slot": slot,
            "max_tokens": 1,
            "temperature": 0,
        }
        answer = self._post("/v1/chat/completions", body)
        return int(answer["timings"]["prompt_n"])

    def _save(self, key: str) -> str | None:
        """Save slot 0; None when that is not possible (a full disk, a folder that can't be written)."""
        if self._files is None:
            return None
        unfinished = self._files.new_name()
        saved = self._client.post("/slots/0", params={"action": "save"}, json={"filename": unfinished})
        try:
            if saved.is_success and saved.json().get("n_written", 0) > 0:
                return self._files.keep(unfinished, key)
        except OSError:
            pass  # warming without a file is slower, not wrong
        with suppress(OSError):
            (self._files.folder / unfinished).unlink(missing_ok=True)
        return None

    def _restore(self, slot: int, name: str) -> None:
        """Put a saved state into a slot. When the server refuses it, the slot reads the prefix instead."""
        self._client.post(f"/slots/{slot}", params={"action": "restore"}, json={"filename": name})

    def _rendered(self, messages: list[Message]) -> str:
        return str(self._post("/apply-template", {"messages": messages})["prompt"])

    def _tokens(self, text: str) -> list[int]:
        tokens: list[int] = self._post("/tokenize", {"content": text, "parse_special": True})["tokens"]
        return tokens

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self._client.post(path, json=body)
        if not answer.is_success:
            raise ServerFailed(f"the embedded server refused {path}: {answer.status_code} {answer.text[:300]}")
        decoded: dict[str, Any] = answer.json()
        return decoded


def model_fingerprint(path: Path) -> str:
    """Tell weights files apart without reading all of them: size and both ends, as a hexadecimal digest.

    Raises `OSError` when the file can't be read.
    """
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        digest.update(file.read(_SAMPLE))
        file.seek(max(0, size - _SAMPLE))
        digest.update(file.read(_SAMPLE))
    return digest.hexdigest()


def _with_tail(messages: Sequence[Message], tail: str) -> list[Message]:
    """The messages, with ``tail`` where a request would go on."""
    begun = [dict(message) for message in messages]
    if begun and begun[-1]["role"] == "user":
        begun[-1]["content"] += tail
    else:
        begun.append({"role": "user", "content": tail})
    return begun


def _common(one: Sequence[int], other: Sequence[int]) -> int:
    """How many tokens the two begin with alike."""
    return next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right), len(one))
