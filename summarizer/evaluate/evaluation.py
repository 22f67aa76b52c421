"""What an evaluation holds, and its shape for programs."""

from __future__ import annotations

import random
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from summarizer.brief import Brief, Fact, Provenance
from summarizer.evaluate.figures import EvidenceScore, FieldScore, SlotScore, Spread, spread
from summarizer.evaluate.gold import GoldFact
from summarizer.evaluate.rules import MatchRule

__all__ = ["DocumentScore", "Evaluation", "Match", "Verdict", "fact_dict", "gold_dict"]

FORMAT = "evaluation/1"
RESAMPLES = 1000
SEED = 7
TAIL = 50  # of the resamples, cut off on either side: 5 %, which leaves a 90 % interval
DIGITS = 4

Verdict = Literal["supported", "flagged"]


@dataclass(frozen=True)
class Match:
    """A fact of a brief and the one of gold that it is; ``slots`` says how right its measured values are."""

    fact: Fact
    gold: GoldFact
    slots: Mapping[str, float]


@dataclass(frozen=True)
class DocumentScore:
    """One article: what matches, what is ``extra`` in the brief, what the brief ``missed``.

    ``brief`` is None where there is none. ``other_text`` says that it is of another text than gold's.
    """

    name: str
    brief: Brief | None
    fields: Mapping[str, FieldScore]
    matches: tuple[Match, ...]
    extra: tuple[Fact, ...]
    missed: tuple[GoldFact, ...]
    evidence: EvidenceScore
    verdicts: Mapping[str, int]
    other_text: bool = False


@dataclass(frozen=True)
class Evaluation:
    """Briefs against gold. Shares are 0 to 1.

    ``rules`` has, for each list of the schema, by what its facts are known again. ``faults`` says why an article has no
    brief, where that is known.
    """

    schema_id: str
    verdict: Verdict | None
    documents: tuple[DocumentScore, ...]
    rules: Mapping[str, MatchRule]
    faults: Mapping[str, str]

    @cached_property
    def fields(self) -> dict[str, FieldScore]:
        """The figures of each list over all articles."""
        return {name: _sum(name, self.documents) for name in self.rules}

    @cached_property
    def total(self) -> FieldScore:
        """All lists as one: its F1 is micro F1."""
        return sum(self.fields.values(), FieldScore())

    @property
    def macro_f1(self) -> float:
        """The mean F1 of the lists, whether or not gold has facts in them."""
        return _macro(self.rules, self.documents)

    @cached_property
    def macro_f1_90(self) -> tuple[float, float]:
        """The 90 % interval of macro F1 by the bootstrap: 1,000 samples of the articles, the same every time."""
        dice = random.Random(SEED)  # noqa: S311 - no secret hangs on it
        sampled = sorted(
            _macro(self.rules, [dice.choice(self.documents) for _ in self.documents]) for _ in range(RESAMPLES)
        )
        return sampled[TAIL], sampled[RESAMPLES - 1 - TAIL]

    @cached_property
    def slots(self) -> dict[str, SlotScore]:
        """How right the values of matched facts are, by ``list.field``; those without a case are left out."""
        seen: dict[str, list[float]] = {}
        for name in self.rules:
            for match in (m for d in self.documents for m in d.matches if m.gold.kind == name):
                for slot, right in match.slots.items():
                    seen.setdefault(f"{name}.{slot}", []).append(right)
        return {slot: SlotScore(len(values), sum(values)) for slot, values in seen.items()}

    @cached_property
    def evidence(self) -> EvidenceScore:
        """The integrity of the evidence."""
        return sum((d.evidence for d in self.documents), EvidenceScore())

    @cached_property
    def verdicts(self) -> dict[str, int]:
        """How many facts have which verdict."""
        return dict(sum((Counter(d.verdicts) for d in self.documents), Counter()))

    @cached_property
    def cost(self) -> dict[str, Spread]:
        """What an article took, from the briefs' provenance.

        ``seconds`` of wall-clock time, ``calls``, tokens: ``prompt_evaluated`` (not from a cache), ``prompt_cached``,
        ``completion``; and where every brief knows them: ``prompt_seconds`` and ``completion_seconds``, in which they
        were evaluated and generated (sums over calls, which may run side by side), ``cost_usd``. Empty where there is
        no brief.
        """
        return _cost([d.brief.provenance for d in self.documents if d.brief is not None])

    @property
    def missing(self) -> tuple[str, ...]:
        """The articles without a brief."""
        return tuple(d.name for d in self.documents if d.brief is None)

    @property
    def suspect(self) -> tuple[str, ...]:
        """The articles whose brief must not be read as complete; they are scored as they are."""
        return tuple(d.name for d in self.documents if d.brief is not None and d.brief.status == "suspect")

    @property
    def other_text(self) -> tuple[str, ...]:
        """The articles whose brief is of another text than gold's."""
        return tuple(d.name for d in self.documents if d.other_text)

    @property
    def sound(self) -> bool:
        """Whether every article has a brief of its text, and all evidence is the source's own characters."""
        evidence = self.evidence
        return not (self.missing or self.other_text or evidence.not_verbatim or evidence.facts_without)

    def to_dict(self) -> dict[str, Any]:
        """The figures as JSON has them (``evaluation/1``; docs/evaluation.md)."""
        total = self.total
        return {
            "format": FORMAT,
            "schema": self.schema_id,
            "documents": len(self.documents),
            "verdict": self.verdict,
            "fields": {name: _field(score) for name, score in self.fields.items()},
            "macro_f1": _rounded(self.macro_f1),
            "macro_f1_90": [_rounded(f1) for f1 in self.macro_f1_90],
            "micro_f1": _rounded(total.f1),
            "precision": _rounded(total.precision),
            "recall": _rounded(total.recall),
            "slots": {k: {"cases": s.cases, "accuracy": _rounded(s.accuracy)} for k, s in self.slots.items()},
            "verdicts": self.verdicts,
            "evidence": {
                "spans": self.evidence.spans,
                "not_verbatim": self.evidence.not_verbatim,
                "facts_without": self.evidence.facts_without,
            },
            "cost": {
                name: {"median": s.median, "min": s.least, "max": s.most, "total": s.total}
                for name, s in self.cost.items()
            },
            "briefs": {
                "missing": list(self.missing),
                "faults": dict(self.faults),
                "other_text": list(self.other_text),
                "suspect": list(self.suspect),
            },
            "extra": [fact_dict(d.name, fact) for d in self.documents for fact in d.extra],
            "missed": [gold_dict(d.name, fact) for d in self.documents for fact in d.missed],
        }


def _sum(name: str, documents: Sequence[DocumentScore]) -> FieldScore:
    scores = [d.fields[name] for d in documents]
    return FieldScore(sum(s.gold for s in scores), sum(s.found for s in scores), sum(s.matched for s in scores))


def _macro(names: Iterable[str], documents: Sequence[DocumentScore]) -> float:
    return statistics.fmean(_sum(name, documents).f1 for name in names)


def _cost(made: Sequence[Provenance]) -> dict[str, Spread]:
    if not made:
        return {}
    measures: dict[str, list[float | None]] = {
        "seconds": [p.seconds for p in made],
        "calls": [p.calls for p in made],
        "prompt_evaluated": [p.prompt_tokens - p.cached_tokens for p in made],
        "prompt_seconds": [p.prompt_seconds for p in made],
        "prompt_cached": [p.cached_tokens for p in made],
        "completion": [p.completion_tokens for p in made],
        "completion_seconds": [p.completion_seconds for p in made],
        "cost_usd": [p.cost_usd for p in made],
    }
    known = {name: [v for v in values if v is not None] for name, values in measures.items()}
    return {name: spread(values) for name, values in known.items() if len(values) == len(made)}


def _rounded(share: float) -> float:
    return round(share, DIGITS)


def _field(score: FieldScore) -> dict[str, Any]:
    return {
        "gold": score.gold,
        "found": score.found,
        "matched": score.matched,
        "precision": _rounded(score.precision),
        "recall": _rounded(score.recall),
        "f1": _rounded(score.f1),
    }


def fact_dict(name: str, fact: Fact) -> dict[str, Any]:
    """A fact of a brief of the article ``name`` as JSON has it, without what is empty."""
    values = {field: value for field, value in fact.values.items() if value not in (None, [], "")}
    return {"article": name, "list": fact.kind, "id": fact.id, "verdict": fact.verdict, "values": values}


def gold_dict(name: str, fact: GoldFact) -> dict[str, Any]:
    """A fact of the gold of the article ``name`` as JSON has it, without what is empty."""
    values = {field: list(value) for field, value in fact.values.items() if value}
    return {"article": name, "list": fact.kind, "path": fact.path, "values": values, "quotes": list(fact.quotes)}
