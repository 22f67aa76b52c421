"""What every export starts from, and what several of them say in the same way."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.article import Article
from summarizer.brief import Brief, Fact
from summarizer.schema import Kind

__all__ = [
    "Source",
    "date_of",
    "distinct",
    "json_text",
    "key_of",
    "link_of",
    "names_in",
    "plainly",
    "review_of",
    "storable",
]

_LINK = re.compile(r"https?://[^\s/?#\\@:]+(?::\d+)?(?:[/?#][^\s\\\"<>^`{|}]*)?", re.ASCII | re.IGNORECASE)
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?(?![\d-])", re.ASCII)
_ACTING = re.compile(r"[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")


@dataclass(frozen=True)
class Source:
    """A brief as it is exported. ``name`` tells it apart from the others of one export; ``article`` is its text, where kept."""

    name: str
    brief: Brief
    article: Article | None = None


def plainly(kind: Kind, fact: Fact) -> str:
    """A fact in one line, field by field: 'item: patrol boats; quantity: twelve; from: Velmora; status: delivered'."""
    said = []
    for field in (kind.main, *(f for f in kind.fields if f.name != kind.main.name)):
        if values := names_in(fact.values.get(field.name)):
            label = kind.label if field is kind.main else field.label
            said.append(f"{label}: {' '.join(', '.join(values).split())}")
    return "; ".join(said)


def review_of(fact: Fact) -> str | None:
    """What people decided of a fact in a word; None where the brief was never under review."""
    return fact.review.decision if fact.review is not None else None


def names_in(value: Any) -> list[str]:
    """The strings of a value: none, one or several."""
    values = value if isinstance(value, list | tuple) else [value]
    return [v for v in values if isinstance(v, str) and v]


def link_of(url: str | None) -> str | None:
    """An address that may be followed, http or https; None for any other, which stands nowhere that acts."""
    return url if url is not None and _LINK.fullmatch(url) else None


def date_of(moment: str | None) -> str | None:
    """The day, month or year of an ISO 8601 time; None where it is none."""
    found = _DATE.match(moment or "")
    return found[0] if found else None


def key_of(*parts: str | int) -> str:
    """64 hexadecimal digits that stand for these parts, whatever characters they have."""
    return hashlib.sha256(json.dumps(parts, separators=(",", ":")).encode()).hexdigest()


def storable(text: str) -> str:
    """``text`` with lone surrogates, which no encoding carries, as escapes (``\\ud800``)."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def json_text(value: Any, *, indent: int | None = None) -> str:
    """JSON in readable characters; those that act on a terminal, end a line for some readers or have no encoding escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _ACTING.sub(lambda c: f"\\u{ord(c[0]):04x}", text)


def distinct(wanted: Sequence[str], taken: Sequence[str] = ()) -> Iterator[str]:
    """Each name, with underscores behind it where it is taken; capitals tell nothing apart, as for SQL and file systems."""
    seen = {name.casefold() for name in taken}
    for name in wanted:
        while name.casefold() in seen:
            name += "_"
        seen.add(name.casefold())
        yield name
