"""The judge: every drafted fact against the source, without a model.

A fact needs at least one quote that stands in the source, and the words there must support its values; what fails goes
to the ledger with its code, what is doubtful stays with its reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from summarizer.article import Article, Span
from summarizer.brief import Evidence, Fact, LedgerLine, fact_id
from summarizer.judge.context import Case, Outcome, View, as_list
from summarizer.judge.repeats import Kept
from summarizer.judge.support import tried
from summarizer.schema import Kind, Schema

__all__ = ["Examination", "Judged", "Statement", "examine", "judge"]


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


@dataclass(frozen=True)
class Examination:
    """One statement, tried: its evidence, what is left of its values, every rule's outcome, and what came of it.

    ``fact`` is None where nothing is left to believe; ``ledger`` has what was dropped.
    """

    evidence: tuple[Evidence, ...]
    values: Mapping[str, Any]
    outcomes: tuple[Outcome, ...]
    fact: Fact | None
    ledger: tuple[LedgerLine, ...]


def judge(article: Article, schema: Schema, statements: Iterable[Statement], *, view: View | None = None) -> Judged:
    """Judge all drafted facts of one article. ``view`` spares reading the article again in the next round."""
    view = view or View(article)
    ledger: list[LedgerLine] = []
    kept = {k.name: Kept(view, k) for k in schema.kinds}
    for statement in statements:
        tried_one = examine(article, schema, statement, view=view)
        ledger += tried_one.ledger
        if tried_one.fact is None:
            continue
        if kept[statement.kind].add(tried_one.fact):
            ledger.append(
                LedgerLine(
                    path=statement.path,
                    code="duplicate",
                    value=tried_one.fact.values.get(schema.kind(statement.kind).main.name),
                    quote=tried_one.fact.evidence[0].quote,
                    attempt=statement.attempt,
                )
            )
    return Judged({name: k.in_order() for name, k in kept.items()}, tuple(ledger))


def examine(article: Article, schema: Schema, statement: Statement, *, view: View | None = None) -> Examination:
    """Try one statement by every rule. ``view`` spares reading the article again for the next statement."""
    view = view or View(article)
    kind = schema.kind(statement.kind)
    values = {f.name: statement.values.get(f.name, [] if f.many else None) for f in kind.fields}
    evidence, outcomes, ledger = _locate(view, kind, statement)
    if not evidence:
        return Examination((), values, tuple(outcomes), None, tuple(ledger))
    left, more = tried(Case(view, kind, values, [e.span for e in evidence]))
    outcomes += more
    quote = evidence[0].quote
    lost = any(f.required and left.get(f.name) in (None, []) for f in kind.fields)
    failed = list(dict.fromkeys((o.field, o.code, str(o.value), o.words) for o in more if o.result == "fail"))
    gone = {(name, value) for name, _, value, _ in failed}
    doubts = [o for o in outcomes if o.result == "flag" and (o.field, str(o.value)) not in gone]
    for name, code, value, words in failed:
        ledger.append(_line(statement, code, value, quote, words, name))
    if lost:
        ledger += [_line(statement, o.code, o.value, quote, o.words, o.field) for o in doubts]
        if not ledger:  # drafted without a required value; no rule has anything to try
            ledger.append(_line(statement, "schema_invalid", None, quote, "a required value is missing"))
        return Examination(evidence, left, tuple(outcomes), None, tuple(ledger))
    reasons = [f"{o.code}: {o.words}" for o in doubts]
    fact = Fact(
        kind=kind.name,
        id=fact_id(kind.name, str(left.get(kind.main.name)), evidence),
        values=left,
        evidence=evidence,
        reasons=tuple(dict.fromkeys(reasons)),
    )
    return Examination(evidence, left, tuple(outcomes), fact, tuple(ledger))


def _line(
    statement: Statement, code: str, value: object, quote: str | None, hint: str | None, field: str | None = None
) -> LedgerLine:
    path = f"{statement.path}/{field}" if field else statement.path
    return LedgerLine(path=path, code=code, value=value, quote=quote, hint=hint, attempt=statement.attempt)


def _locate(
    view: View, kind: Kind, statement: Statement
) -> tuple[tuple[Evidence, ...], list[Outcome], list[LedgerLine]]:
    """The statement's quotes in the source; what can't be found becomes ledger lines."""
    locator = view.locator
    main = statement.values.get(kind.main.name)
    outcomes: list[Outcome] = []
    ledger: list[LedgerLine] = []
    if not any(q.strip() for q in statement.quotes):
        why = "a fact without the source's own words"
        return (
            (),
            [Outcome("locate", None, "fail", "no_quote", why)],
            [_line(statement, "no_quote", main, None, None)],
        )
    located = [(i, q, locator.locate(q)) for i, q in enumerate(statement.quotes)]
    found: dict[Span, Evidence] = {}
    for index, quote, hit in located:
        if hit is None:
            outcomes.append(
                Outcome("locate", None, "fail", "quote_not_found", "these words are not in the article", quote)
            )
            ledger.append(_line(statement, "quote_not_found", main, quote, locator.nearest(quote)))
            continue
        taken = statement.place(index)
        span = hit.places[0]
        if len(hit.places) > 1:
            meant = next((p for p in hit.places if taken is not None and taken.overlaps(p)), None)
            certain = [hit.places[0] for _, _, hit in located if hit and len(hit.places) == 1]
            words = [w for v in statement.values.values() for w in as_list(v)]
            settled = meant or locator.settle(hit.places, certain, words)
            if settled is None and not kind.is_party:
                unsettled = f"these words stand in {len(hit.places)} places and nothing says which is meant"
                outcomes.append(Outcome("locate", None, "flag", "quote_ambiguous", unsettled, quote))
            span = settled or span
        if span in found:
            continue
        outcomes.append(Outcome("locate", None, "ok", "", f"found, {hit.match}", quote))
        prefix, suffix = locator.article.context(span)
        found[span] = Evidence(
            start=span.start,
            end=span.end,
            quote=locator.article.quote(span),
            prefix=prefix,
            suffix=suffix,
            match=hit.match,
            occurrences=len(hit.places) if hit.match == "exact" else max(1, locator.count(span)),
        )
    return tuple(found[span] for span in sorted(found)), outcomes, ledger
