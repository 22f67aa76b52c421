"""Files of questions, as many as the limits of the endpoint ask for."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from summarizer.deferred.questions import Question
from summarizer.deferred.queue import BatchRow, Queue
from summarizer.errors import UsageError
from summarizer.model.batch_api import MAX_BYTES, MAX_REQUESTS, Form, request_line

__all__ = ["FileLimits", "QuestionFiles"]


@dataclass(frozen=True)
class FileLimits:
    """What one file may hold: requests, and bytes. A single question that is larger has a file of its own."""

    requests: int = MAX_REQUESTS
    bytes: int = MAX_BYTES


@dataclass
class _Open:
    name: str
    path: Path
    file: BinaryIO
    form: Form
    settings: int
    ids: list[str] = field(default_factory=list)
    size: int = 0


class QuestionFiles:
    """The files that are being written, one for each model at each endpoint. ``full`` is told of each that is done."""

    def __init__(
        self, queue: Queue, limits: FileLimits, clock: Callable[[], float], full: Callable[[BatchRow], None]
    ) -> None:
        self._queue = queue
        self._limits = limits
        self._clock = clock
        self._full = full
        self._open: dict[tuple[str, str], _Open] = {}
        self._written: set[str] = set()

    def has(self, question: Question) -> bool:
        """Whether a question is in one of the files."""
        return question.id in self._written

    def add(self, question: Question, endpoint: str, model: str, settings: int) -> None:
        """Write a question; it must be known to the queue. Raises UsageError, and what ``full`` raises."""
        now = self._open.get((endpoint, model))
        form = now.form if now is not None else self._queue.form(endpoint, model)
        line = request_line(question.id, model, question.request, form)
        if now is not None and (len(now.ids) >= self._limits.requests or now.size + len(line) > self._limits.bytes):
            self._close(endpoint, model)
            now = None
        try:
            if now is None:
                name = secrets.token_hex(16)
                path = self._queue.folder / f"{name}.jsonl"
                now = self._open[endpoint, model] = _Open(name, path, path.open("wb"), form, settings)
            now.file.write(line)
        except OSError as error:
            raise UsageError(f"{self._queue.folder} can't be written: {error.strerror}", mend="make room") from error
        now.ids.append(question.id)
        now.size += len(line)
        self._written.add(question.id)

    def close(self) -> None:
        """All files are done."""
        for endpoint, model in list(self._open):
            self._close(endpoint, model)

    def drop(self) -> None:
        """Nothing that is not sent yet is: its questions stay open."""
        for now in self._open.values():
            now.file.close()
            now.path.unlink(missing_ok=True)
        self._open.clear()

    def _close(self, endpoint: str, model: str) -> None:
        now = self._open.pop((endpoint, model))
        try:
            with now.file as file:
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            now.path.unlink(missing_ok=True)
            raise UsageError(f"{now.path} can't be written: {error.strerror}", mend="make room") from error
        row = BatchRow(now.name, endpoint, model, "written", self._clock(), len(now.ids), now.size, now.settings)
        self._queue.send(row, now.ids, now.form)
        self._full(row)
