"""What a line of the ledger says of the fact that was dropped, as far as it can be put back into a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from summarizer.article import Article, Span
from summarizer.brief import LedgerLine
from summarizer.judge import Locator
from summarizer.schema import Kind, Schema

__all__ = ["Prefilled", "prefill"]


@dataclass(frozen=True)
class Prefilled:
    """A form for a line of the ledger: values by field, as typed (names parted by ';'), and where its quote stands, if it does.

    ``field`` is the one that the line is about, where it is about one only.
    """

    kind: str
    values: dict[str, str]
    spans: tuple[Span, ...]
    field: str | None = None


def prefill(line: LedgerLine, schema: Schema, article: Article | None) -> Prefilled | None:
    """The form of a line; None where it is about no fact (the article as a whole, an answer that could not be read)."""
    name, _, rest = line.path.partition("/")
    kind = next((k for k in schema.kinds if k.name == name), None)
    if kind is None:
        return None
    field = rest.partition("/")[2] or None
    if field not in {f.name for f in kind.fields}:
        field = None
    spans: tuple[Span, ...] = ()
    if article is not None:
        locator = Locator(article)
        hits = [hit for words in (line.quote, line.hint) if words and (hit := locator.locate(words)) is not None]
        spans = hits[0].places[:1] if hits else ()
    return Prefilled(kind.name, _values(line.value, kind, field), tuple(spans), field)


def _values(value: Any, kind: Kind, field: str | None) -> dict[str, str]:
    if value is None:
        return {}
    said = "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    if field is not None:
        return {field: said}
    written = _written(said, kind)
    return written or {kind.main.name: said}


def _written(said: str, kind: Kind) -> dict[str, str]:
    """The fields of a fact as small models write it: ``label: value``, a line each, the first by the kind's own label."""
    labels = {f.label: f.name for f in kind.fields} | {kind.label: kind.main.name}
    found: dict[str, str] = {}
    for part in said.splitlines():
        label, colon, words = part.strip().partition(": ")
        if not colon or label not in labels:
            return {}
        if words.strip() != "?":  # what the reader left open
            found[labels[label]] = words.strip()
    return found
