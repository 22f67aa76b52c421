"""What sets two briefs of one article apart: facts won, lost and changed, and the lines of their ledgers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from summarizer.brief import Brief, Fact, LedgerLine

__all__ = ["Changes", "FactChange", "compare"]


@dataclass(frozen=True)
class FactChange:
    """One fact that is another one now. ``before`` is None for one that was won, ``after`` for one that was lost.

    ``what`` names the values that changed, and ``reasons`` and ``evidence`` where these did; ``why`` are the new lines
    of the ledger that tell of a lost fact or value.
    """

    kind: str
    before: Fact | None
    after: Fact | None
    what: tuple[str, ...] = ()
    why: tuple[LedgerLine, ...] = ()

    @property
    def change(self) -> Literal["won", "lost", "changed"]:
        """What became of the fact."""
        if self.before is None:
            return "won"
        return "lost" if self.after is None else "changed"


@dataclass(frozen=True)
class Changes:
    """What sets two briefs of one article apart: facts, lines of the ledger, status, summary."""

    facts: tuple[FactChange, ...]
    ledger_won: tuple[LedgerLine, ...]
    ledger_lost: tuple[LedgerLine, ...]
    status: tuple[str, str] | None
    summary: tuple[tuple[str, ...], tuple[str, ...]] | None

    def __bool__(self) -> bool:
        return bool(self.facts or self.ledger_won or self.ledger_lost or self.status or self.summary)

    def to_dict(self) -> dict[str, Any]:
        """The changes as JSON has them: facts and lines of the ledger in the shapes that they have in a brief."""
        return {
            "facts": [
                {
                    "change": c.change,
                    "kind": c.kind,
                    "what": list(c.what),
                    "before": c.before.to_dict() if c.before else None,
                    "after": c.after.to_dict() if c.after else None,
                    "why": [line.model_dump() for line in c.why],
                }
                for c in self.facts
            ],
            "ledger": {
                "won": [line.model_dump() for line in self.ledger_won],
                "lost": [line.model_dump() for line in self.ledger_lost],
            },
            "status": list(self.status) if self.status else None,
            "summary": [list(s) for s in self.summary] if self.summary else None,
        }


def compare(before: Brief, after: Brief) -> Changes:
    """What sets ``after`` apart from ``before``. The order of a ledger and the provenance are no difference."""
    old, new = Counter(map(_line_key, before.ledger)), Counter(map(_line_key, after.ledger))
    won = tuple(_left(after.ledger, new - old))
    lost = tuple(_left(before.ledger, old - new))
    said = tuple(s.text for s in before.summary), tuple(s.text for s in after.summary)
    return Changes(
        facts=tuple(_facts(before, after, won)),
        ledger_won=won,
        ledger_lost=lost,
        status=(before.status, after.status) if before.status != after.status else None,
        summary=said if said[0] != said[1] else None,
    )


def _line_key(line: LedgerLine) -> str:
    return line.model_dump_json()


def _left(lines: Iterable[LedgerLine], counts: Counter[str]) -> Iterator[LedgerLine]:
    for line in lines:
        key = _line_key(line)
        if counts[key] > 0:
            counts[key] -= 1
            yield line


def _facts(before: Brief, after: Brief, won: Sequence[LedgerLine]) -> Iterator[FactChange]:
    kinds = list(dict.fromkeys([*before.facts, *after.facts]))
    for kind in kinds:
        pairs = _pairs(before.facts.get(kind, ()), after.facts.get(kind, ()))
        for old, new in pairs:
            if old is not None and new is not None:
                what = tuple(_what(old, new))
                if what:
                    yield FactChange(kind, old, new, what, tuple(_why(kind, old, won, what)))
            else:
                yield FactChange(kind, old, new, (), tuple(_why(kind, old, won, ())) if old is not None else ())


def _pairs(before: Sequence[Fact], after: Sequence[Fact]) -> Iterator[tuple[Fact | None, Fact | None]]:
    """The facts of one kind that are the same: by id, else by the words they share; the rest stands alone."""
    rest = {f.id: f for f in after}
    matched: dict[str, Fact] = {f.id: rest.pop(f.id) for f in before if f.id in rest}
    for old in before:
        if old.id in matched:
            continue
        near = next((f for f in rest.values() if _main(f) == _main(old) and _overlaps(old, f)), None)
        near = near or next((f for f in rest.values() if _spans(f) == _spans(old)), None)
        if near is not None:
            matched[old.id] = rest.pop(near.id)
    for old in before:
        yield old, matched.get(old.id)
    for new in rest.values():
        yield None, new


def _main(fact: Fact) -> object:
    return next(iter(fact.values.values()), None)


def _spans(fact: Fact) -> set[tuple[int, int]]:
    return {(e.start, e.end) for e in fact.evidence}


def _overlaps(one: Fact, other: Fact) -> bool:
    return any(a.span.overlaps(b.span) for a in one.evidence for b in other.evidence)


def _what(old: Fact, new: Fact) -> Iterator[str]:
    for name in dict.fromkeys([*old.values, *new.values]):
        if old.values.get(name) != new.values.get(name):
            yield name
    if old.reasons != new.reasons:
        yield "reasons"
    if _spans(old) != _spans(new):
        yield "evidence"


def _why(kind: str, old: Fact, won: Sequence[LedgerLine], what: Sequence[str]) -> Iterator[LedgerLine]:
    """The new lines that tell why a fact, or the values that changed, went: those about its words or its values."""
    quotes = {e.quote for e in old.evidence}
    for line in won:
        list_, _, rest = line.path.partition("/")
        field = rest.partition("/")[2]
        if list_ != kind or (what and field not in what):
            continue
        value = old.values.get(field) if field else _main(old)
        if line.quote in quotes and (line.value == value or (isinstance(value, list) and line.value in value)):
            yield line
