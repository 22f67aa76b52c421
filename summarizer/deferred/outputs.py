"""The files that a batch leaves, line by line: answers, and what became of questions that have none.

A line is ``{"id", "custom_id", "response": {"status_code", "request_id", "body"}, "error": {"code", "message"}}``. Lines stand in any
order. A request that the endpoint refused has a response with its status, in the file of errors; one that never ran (the batch
expired, was cancelled) has an error. Lines of another shape are told and cost themselves only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer.chat import ChatReply
from summarizer.errors import EndpointError
from summarizer.model.batch_api import read_body

__all__ = ["FOR_GOOD", "Line", "read_lines"]

LONGEST = 16_000_000  # bytes of one line
FOR_GOOD = frozenset({400, 403, 404, 413, 422})
"""Statuses of a question that will be refused again, however often it is asked."""


@dataclass(frozen=True)
class Line:
    """One line: the question's id with its answer, or with what stands in its place. ``id`` is None for a line that is none."""

    id: str | None
    reply: ChatReply | None = None
    status: int | None = None
    code: str = ""
    error: str = ""


def read_lines(path: Path) -> Iterator[Line]:
    """The lines of a file of answers or errors, one at a time."""
    with path.open("rb") as file:
        while raw := file.readline(LONGEST + 1):
            if len(raw) > LONGEST:
                while raw and not raw.endswith(b"\n"):
                    raw = file.readline(LONGEST)
                yield Line(None, error=f"a line of more than {LONGEST:,} bytes")
            elif raw.strip():
                yield _line(raw)


def _line(raw: bytes) -> Line:
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        return Line(None, error="a line that is no JSON")
    if not isinstance(value, dict) or not isinstance(value.get("custom_id"), str):
        return Line(None, error="a line without a custom_id")
    id = value["custom_id"]
    response, error = value.get("response"), value.get("error")
    if isinstance(response, dict):
        status = response.get("status_code")
        status = status if isinstance(status, int) and not isinstance(status, bool) else None
        body = response.get("body")
        if status == 200 and isinstance(body, dict):
            try:
                return Line(id, read_body(body), 200)
            except (EndpointError, RecursionError) as unread:
                return Line(id, None, 200, "no_completion", str(unread))
        said = body.get("error", body) if isinstance(body, dict) else body
        return Line(id, None, status, *_words(said, f"HTTP {status}"))
    return Line(id, None, None, *_words(error, "no response"))


def _words(said: Any, otherwise: str) -> tuple[str, str]:
    """Code and words of an error."""
    if not isinstance(said, Mapping):
        return "", otherwise if said is None else f"{otherwise}: {' '.join(str(said).split())[:300]}"
    message = " ".join(str(said.get("message") or "").split())[:300]
    return str(said.get("code") or "")[:80], f"{otherwise}: {message}" if message else otherwise
