"""What calls meet, for every client: whether it may pass, how long a server asks to wait, and how it is told."""

from __future__ import annotations

import time

import openai

from summarizer.model.rates import read_headers

__all__ = ["in_short", "may_pass", "retry_after"]

TRANSIENT = frozenset({408, 409, 425, 429})


def may_pass(error: BaseException) -> bool:
    """Whether the same call may succeed later: no connection, no answer in time, some statuses."""
    if isinstance(error, openai.APIStatusError):
        return error.status_code in TRANSIENT or error.status_code >= 500
    return isinstance(error, openai.APIConnectionError | TimeoutError)


def retry_after(error: BaseException | None) -> float | None:
    """Seconds that the server asks to wait; None where it says nothing usable."""
    if not isinstance(error, openai.APIStatusError):
        return None
    return read_headers(error.response.headers.raw, time.time()).retry_after


def in_short(error: BaseException | None, key: str | None) -> str:
    """What an error says, in one line, without the key."""
    said = " ".join(str(error).split())
    cause = getattr(error, "__cause__", None)
    if isinstance(error, openai.APIConnectionError) and cause is not None:
        said = f"{said} ({type(cause).__name__}: {cause})"
    if key:
        said = said.replace(key, "[the key]")
    return said[:300]
