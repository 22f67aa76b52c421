"""The times of facts, resolved against the day on which their article was published.

What is resolved stands beside the words, never in their place, and only where it is certain (``summarizer.dates``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from summarizer.article import Article, sentences_over
from summarizer.brief import Fact, ResolvedTime
from summarizer.dates import contradicted, days_of_publication, resolve
from summarizer.schema import Schema
from summarizer.schema.claim import Free

__all__ = ["with_times"]


def with_times(article: Article, schema: Schema, facts: Mapping[str, Sequence[Fact]]) -> dict[str, tuple[Fact, ...]]:
    """The facts with what their times come to; everything else of them stays as it is.

    A field that says when is one whose marker has ``time``. Of a field with several values none is resolved. Where the
    article's dateline is of another time than ``published_at``, only those times are resolved that don't hang on it.
    """
    fields = {
        kind.name: [f.name for f in kind.fields if isinstance(f.marker, Free) and f.marker.time]
        for kind in schema.kinds
    }
    timed = {f.id for name, of_kind in facts.items() for f in of_kind if any(_times(f, fields.get(name, ())))}
    published = _published_at(article) if timed else None
    return {
        name: tuple(_with_times(article, published, f, fields[name]) if f.id in timed else f for f in of_kind)
        for name, of_kind in facts.items()
    }


def _times(fact: Fact, fields: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The fields of a fact that say when, with their words."""
    for field in fields:
        words = fact.values.get(field)
        if isinstance(words, str):
            yield field, words


def _published_at(article: Article) -> str | None:
    days = days_of_publication(article.published_at)
    doubtful = len(days) == 1 and days[0] is not None and contradicted(article.text, days[0])
    return None if doubtful else article.published_at


def _with_times(article: Article, published_at: str | None, fact: Fact, fields: Sequence[str]) -> Fact:
    found: dict[str, ResolvedTime] = {}
    for field, words in _times(fact, fields):
        time = resolve(words, published_at, lambda: _sentences(article, fact))
        if time is not None:
            found[field] = ResolvedTime(
                words=words,
                start=time.start.isoformat() if time.start else None,
                end=time.end.isoformat() if time.end else None,
                precision=time.precision,
                approximate=time.approximate,
            )
    return fact.model_copy(update={"resolved": found}) if found != fact.resolved else fact


def _sentences(article: Article, fact: Fact) -> list[str]:
    """The sentences in which the fact's evidence stands."""
    cut = article.sentences
    indices = {n for e in fact.evidence for n in sentences_over(cut, e.span)}
    return [article.quote(cut[n]) for n in sorted(indices)]
