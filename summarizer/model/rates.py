"""What an endpoint tells of its limits, in the headers of its answers.

Known are Retry-After (seconds, a date, ``retry-after-ms``), OpenAI's ``x-ratelimit-…-requests|tokens`` with times as
``6m0s`` or ``12ms``, Anthropic's ``anthropic-ratelimit-requests|tokens-…`` with dates, and the IETF's ``RateLimit`` and
``RateLimit-…`` in the forms of its drafts. Headers are a stranger's words: what is not finite, negative, too long or in
another form tells nothing, and no more than ``LONGEST`` seconds are ever waited because a header says so.
"""

from __future__ import annotations

import datetime
import email.utils
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["LONGEST", "Quota", "Told", "read_headers"]

LONGEST = 600.0
"""Seconds that are waited at most on a header's word; then one call finds out whether it still holds."""

LONGEST_VALUE = 256  # characters of a header that tells something
EPOCH = 1e9  # a number of seconds from here on is a date
UNITS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_PART = r"(\d{1,15}(?:\.\d{1,15})?)(ns|us|µs|ms|s|m|h|d)"
_PARTS = re.compile(_PART, re.ASCII)
_DURATION = re.compile(rf"(?:{_PART})+", re.ASCII)
_NUMBER = re.compile(r"\d{1,15}(?:\.\d{1,15})?", re.ASCII)
_ITEM = re.compile(r"(?:^|[;,\s])(r|t|limit|remaining|reset)\s*=\s*(\d{1,15})(?![\d.])", re.ASCII)
# Whose names they are, what is limited, and what of it is told.
_NAMES = re.compile(
    r"x-ratelimit-(limit|remaining|reset)-(requests|tokens)"
    r"|anthropic-ratelimit-(requests|tokens)-(limit|remaining|reset)"
    r"|(?:x-)?ratelimit-(limit|remaining|reset)"
)


@dataclass(frozen=True, slots=True)
class Quota:
    """``remaining`` of ``limit`` (None where it is not told) may be taken; after ``reset`` seconds it is whole again.

    Until then it comes back bit by bit where ``gradual``, as OpenAI and Anthropic say of theirs, else at once.
    """

    remaining: float
    reset: float
    limit: float | None = None
    gradual: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer's headers tell. ``retry_after`` in seconds may be infinite; None is nothing told."""

    retry_after: float | None = None
    requests: Quota | None = None
    tokens: Quota | None = None


NOTHING = Told()


def read_headers(headers: Iterable[tuple[bytes, bytes]], now: float) -> Told:
    """What headers tell, names in any case; ``now`` is seconds since the epoch, for those that tell a date."""
    found: dict[str, str] = {}
    for raw, said in headers:
        lower = raw.lower()
        if (b"ratelimit" in lower or lower.startswith(b"retry-after")) and len(said) <= LONGEST_VALUE:
            found[lower.decode("latin-1")] = said.decode("latin-1").strip()
    if not found:
        return NOTHING
    seconds = _number(found.get("retry-after-ms", ""), most=math.inf)
    retry_after = seconds / 1000 if seconds is not None else _retry_after(found.get("retry-after", ""), now)
    parts: dict[tuple[str, bool], dict[str, float]] = {}  # (of what, gradual) → what is told of it
    for name, value in found.items():
        if (known := _known(name)) is not None:
            what, gradual, part = known
            told = _reset(value, now) if part == "reset" else _number(value.split(",")[0].split(";")[0])
            if told is not None:
                parts.setdefault((what, gradual), {})[part] = told
    quotas: dict[str, list[Quota]] = {"requests": _items(found.get("ratelimit", "")), "tokens": []}
    for (what, gradual), told_parts in parts.items():
        if "remaining" in told_parts and "reset" in told_parts:
            quotas[what].append(Quota(**told_parts, gradual=gradual))
    requests, tokens = (min(quotas[w], key=lambda q: q.remaining, default=None) for w in ("requests", "tokens"))
    return Told(retry_after, requests, tokens)


@lru_cache(maxsize=256)
def _known(name: str) -> tuple[str, bool, str] | None:
    """What a header tells of: ``requests`` or ``tokens``, whether they come back bit by bit, and which part of it."""
    match = _NAMES.fullmatch(name)
    if match is None:
        return None
    words = [word for word in match.groups() if word]
    what = next((word for word in words if word in {"requests", "tokens"}), None)
    (part,) = (word for word in words if word != what)
    return what or "requests", what is not None, part


def _number(value: str, *, most: float = 1e15) -> float | None:
    """A number that is not negative, with an exponent where there is one; None for anything else."""
    try:
        number = float(value) if "_" not in value and value.isascii() else math.nan
    except ValueError:
        return None
    return number if 0 <= number <= most else None


def _retry_after(value: str, now: float) -> float | None:
    seconds = _number(value, most=math.inf)
    if seconds is not None:
        return seconds
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - now)
    except (TypeError, ValueError, OverflowError, IndexError, OSError):
        return None


def _reset(value: str, now: float) -> float | None:
    """Seconds until a limit is whole again: a number of them, '6m0s', a date in ISO form or in seconds of the epoch."""
    if _NUMBER.fullmatch(value):
        number = float(value)
        if number >= EPOCH:
            return max(0.0, (number / 1000 if number >= EPOCH * 1000 else number) - now)
        return number
    if _DURATION.fullmatch(value):
        return sum(float(number) * UNITS[unit] for number, unit in _PARTS.findall(value))
    try:
        date = datetime.datetime.fromisoformat(value)
        return max(0.0, (date if date.tzinfo else date.replace(tzinfo=datetime.UTC)).timestamp() - now)
    except (ValueError, OverflowError):
        return None


def _items(value: str) -> list[Quota]:
    """The quotas of a ``RateLimit`` header: '"default";r=50;t=30', or 'limit=100, remaining=50, reset=30'."""
    found = []
    for item in [value] if "remaining" in value else value.split(","):
        told = {name: float(number) for name, number in _ITEM.findall(item)}
        remaining, reset = told.get("r", told.get("remaining")), told.get("t", told.get("reset"))
        if remaining is not None and reset is not None:
            found.append(Quota(remaining, reset, told.get("limit")))
    return found
