"""The judge: every drafted fact against the source, without a model.

A fact needs at least one quote that stands in the source; what fails goes to the ledger with its code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from summarizer.article import Article, Span
from summarizer.brief import Evidence, Fact, LedgerLine, fact_id
from summarizer.judge.locate import Locator
from summarizer.schema import Kind, Schema

__all__ = ["Judged", "Statement", "judge"]


class Statement(Protocol):
    """A drafted fact, as the judge sees it."""

    @property
    def kind(self) -> str:
        """The list that the fact stands in."""
        ...

    @property
    def path(self) -> str:
        """list/index in the reply that it came from."""
        ...

    @property
    def values(self) -> Mapping[str, Any]:
        """Field by field."""
        ...

    @property
    def quotes(self) -> tuple[str, ...]:
        """The words that are said to stand in the source."""
        ...

    @property
    def attempt(self) -> int:
        """0 for the first answer, counted up by asking again."""
        ...

    def place(self, index: int) -> Span | None:
        """Where the quote of this index was taken from, if known."""
        ...


@dataclass(frozen=True)
class Judged:
    """What holds, kind by kind in document order, and what does not."""

    facts: Mapping[str, tuple[Fact, ...]]
    ledger: tuple[LedgerLine, ...]


def judge(article: Article, schema: Schema, statements: Iterable[Statement]) -> Judged:
    """Judge all drafted facts of one article."""
    locator = Locator(article)
    ledger: list[LedgerLine] = []
    kept: dict[str, list[Fact]] = {k.name: [] for k in schema.kinds}
    for statement in statements:
        kind = schema.kind(statement.kind)
        found, lines = _locate(locator, kind, statement)
        ledger += lines
        if not found.evidence:
            continue
        evidence = tuple(sorted(found.evidence, key=lambda e: (e.start, e.end)))
        fact = Fact(
            kind=kind.name,
            id=fact_id(kind.name, str(statement.values.get(kind.main.name)), evidence),
            values=dict(statement.values),
            evidence=evidence,
            reasons=tuple(found.reasons),
        )
        _keep(kind, kept[kind.name], fact, statement, ledger)
    ordered = {name: tuple(sorted(facts, key=lambda f: f.evidence[0].start)) for name, facts in kept.items()}
    return Judged(ordered, tuple(ledger))


@dataclass
class _Found:
    evidence: list[Evidence]
    reasons: list[str]


def _locate(locator: Locator, kind: Kind, statement: Statement) -> tuple[_Found, list[LedgerLine]]:
    """The statement's quotes in the source; what can't be found becomes ledger lines."""
    ledger: list[LedgerLine] = []
    found = _Found([], [])

    def line(code: str, quote: str | None, hint: str | None = None) -> None:
        ledger.append(
            LedgerLine(
                path=statement.path,
                code=code,
                value=statement.values.get(kind.main.name),
                quote=quote,
                hint=hint,
                attempt=statement.attempt,
            )
        )

    if not any(q.strip() for q in statement.quotes):
        line("no_quote", None)
        return found, ledger
    located = [(i, q, locator.locate(q)) for i, q in enumerate(statement.quotes)]
    certain = [hit.places[0] for _, _, hit in located if hit and len(hit.places) == 1]
    words = [w for v in statement.values.values() for w in (v if isinstance(v, list) else [v]) if isinstance(w, str)]
    seen: set[Span] = set()
    for index, quote, hit in located:
        if hit is None:
            line("quote_not_found", quote, locator.nearest(quote))
            continue
        taken = statement.place(index)
        span: Span | None = hit.places[0]
        if len(hit.places) > 1:
            meant = [p for p in hit.places if taken is not None and taken.overlaps(p)]
            span = meant[0] if meant else locator.settle(hit.places, certain, words)
            if span is None:
                span = hit.places[0]
                if not kind.is_party:
                    found.reasons.append(
                        f"quote_ambiguous: these words stand in {len(hit.places)} places and nothing says which is meant"
                    )
        if span is None or span in seen:
            continue
        seen.add(span)
        prefix, suffix = locator.article.context(span)
        found.evidence.append(
            Evidence(
                start=span.start,
                end=span.end,
                quote=locator.article.quote(span),
                prefix=prefix,
                suffix=suffix,
                match=hit.match,
                occurrences=max(1, locator.count(span)),
            )
        )
    return found, ledger


def _keep(kind: Kind, kept: list[Fact], fact: Fact, statement: Statement, ledger: list[LedgerLine]) -> None:
    """Add a fact, or its evidence to the fact that says the same already."""
    for i, other in enumerate(kept):
        if _same(kind, other, fact):
            evidence = {(e.start, e.end): e for e in (*other.evidence, *fact.evidence)}
            merged = tuple(evidence[at] for at in sorted(evidence))
            values = {k: v if v not in (None, []) else fact.values.get(k) for k, v in other.values.items()}
            reasons = tuple(dict.fromkeys((*other.reasons, *fact.reasons)))
            kept[i] = Fact(
                kind=kind.name,
                id=fact_id(kind.name, str(values.get(kind.main.name)), merged),
                values=values,
                evidence=merged,
                reasons=reasons,
            )
            ledger.append(
                LedgerLine(
                    path=statement.path,
                    code="duplicate",
                    value=fact.values.get(kind.main.name),
                    quote=fact.evidence[0].quote,
                    attempt=statement.attempt,
                )
            )
            return
    # Two facts of one kind may have the same main value and the same words; their ids must still differ.
    twins = sum(f.id == fact.id or f.id.startswith(f"{fact.id}-") for f in kept)
    kept.append(fact.model_copy(update={"id": f"{fact.id}-{twins + 1}"}) if twins else fact)


def _same(kind: Kind, one: Fact, other: Fact) -> bool:
    """Whether two facts are one: equal in every required value, and in every optional one that both have."""
    if not _near(one, other):
        return False
    for f in kind.fields:
        if f.many:
            continue
        a, b = one.values.get(f.name), other.values.get(f.name)
        if f.required and a != b:
            return False
        if a is not None and b is not None and a != b:
            return False
    return True


def _near(one: Fact, other: Fact) -> bool:
    """Whether the evidence of two facts overlaps, or both are about parties: 'the same' elsewhere may be another time."""
    return any(a.span.overlaps(b.span) for a in one.evidence for b in other.evidence)
