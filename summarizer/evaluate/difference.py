"""What sets two folders of briefs apart, measured by one gold: facts won and lost, figures side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from summarizer.brief import Brief, Fact
from summarizer.changes import compare
from summarizer.evaluate.evaluation import DIGITS, DocumentScore, Evaluation, fact_dict, gold_dict
from summarizer.evaluate.gold import GoldFact

__all__ = ["Difference", "ExtraChange", "GoldChange", "difference"]

FORMAT = "evaluation-diff/1"


@dataclass(frozen=True)
class GoldChange:
    """A fact of the gold of ``article`` that only one of two briefs has: in which ``fact``."""

    article: str
    gold: GoldFact
    fact: Fact


@dataclass(frozen=True)
class ExtraChange:
    """A fact that is in a brief of ``article`` and not in gold."""

    article: str
    fact: Fact


@dataclass(frozen=True)
class Difference:
    """What sets ``new`` apart from ``old``.

    ``won`` are the facts of gold that only the new briefs have, ``lost`` those that only the old ones have; of the facts
    that gold has not, ``extra_new`` are those that were not in the old briefs or were right there, ``extra_gone`` those
    that are not in the new ones or are right there.
    """

    old: Evaluation
    new: Evaluation
    won: tuple[GoldChange, ...]
    lost: tuple[GoldChange, ...]
    extra_new: tuple[ExtraChange, ...]
    extra_gone: tuple[ExtraChange, ...]

    def to_dict(self) -> dict[str, Any]:
        """The difference as JSON has it (``evaluation-diff/1``; docs/evaluation.md)."""
        f1 = {name: score.f1 - self.old.fields[name].f1 for name, score in self.new.fields.items()}
        return {
            "format": FORMAT,
            "schema": self.new.schema_id,
            "verdict": self.new.verdict,
            "f1": {name: round(change, DIGITS) for name, change in f1.items()},
            "macro_f1": round(self.new.macro_f1 - self.old.macro_f1, DIGITS),
            "micro_f1": round(self.new.total.f1 - self.old.total.f1, DIGITS),
            "won": [gold_dict(c.article, c.gold) | {"fact": c.fact.id} for c in self.won],
            "lost": [gold_dict(c.article, c.gold) | {"fact": c.fact.id} for c in self.lost],
            "extra_new": [fact_dict(c.article, c.fact) for c in self.extra_new],
            "extra_gone": [fact_dict(c.article, c.fact) for c in self.extra_gone],
            "old": self.old.to_dict(),
            "new": self.new.to_dict(),
        }


def difference(old: Evaluation, new: Evaluation) -> Difference:
    """What sets two evaluations by one gold apart. Raises ValueError where the gold is not the same."""
    pairs = list(zip(old.documents, new.documents, strict=True))
    if old.schema_id != new.schema_id or any(before.name != after.name for before, after in pairs):
        raise ValueError("these evaluations are not by one gold")
    return Difference(
        old,
        new,
        won=tuple(c for before, after in pairs for c in _matched_only_in(after, before)),
        lost=tuple(c for before, after in pairs for c in _matched_only_in(before, after)),
        extra_new=tuple(c for before, after in pairs for c in _extra_only_in(after, before)),
        extra_gone=tuple(c for before, after in pairs for c in _extra_only_in(before, after)),
    )


def _matched_only_in(one: DocumentScore, other: DocumentScore) -> Iterator[GoldChange]:
    known = {match.gold.path for match in other.matches}
    for match in one.matches:
        if match.gold.path not in known:
            yield GoldChange(one.name, match.gold, match.fact)


def _extra_only_in(one: DocumentScore, other: DocumentScore) -> Iterator[ExtraChange]:
    same = _same_facts(one.brief, other.brief)
    known = {fact.id for fact in other.extra}
    for fact in one.extra:
        if same.get(fact.id, fact.id) not in known:
            yield ExtraChange(one.name, fact)


def _same_facts(one: Brief | None, other: Brief | None) -> Mapping[str, str]:
    """For the facts that are the same with another id (other words of evidence, another main value), that id."""
    if one is None or other is None:
        return {}
    changed = compare(one, other).facts
    return {c.before.id: c.after.id for c in changed if c.before is not None and c.after is not None}
