"""Briefs scored against gold. Pure: nothing is read, nothing written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from summarizer.article import Article
from summarizer.brief import Brief, Evidence, Fact
from summarizer.evaluate.evaluation import DocumentScore, Evaluation, Match, Verdict
from summarizer.evaluate.figures import EvidenceScore, FieldScore
from summarizer.evaluate.gold import GoldDocument, GoldFact
from summarizer.evaluate.matching import match_facts
from summarizer.evaluate.rules import MatchRule, match_rule
from summarizer.evaluate.slots import accuracy, measured_fields
from summarizer.schema import FieldInfo, Schema

__all__ = ["evaluate"]


def evaluate(
    gold: Sequence[GoldDocument],
    briefs: Mapping[str, Brief],
    schema: Schema,
    *,
    verdict: Verdict | None = None,
    faults: Mapping[str, str] | None = None,
) -> Evaluation:
    """Score briefs, by the name of their gold document, against gold.

    A gold document without a brief counts as one whose brief is empty. ``verdict`` scores only the facts that have it,
    against all of gold. ``faults`` are passed on. Raises ValueError where there is no gold.
    """
    if not gold:
        raise ValueError("no gold")
    rules = {kind.name: match_rule(kind) for kind in schema.kinds}
    everywhere = {name: [fact for document in gold for fact in document.facts[name]] for name in rules}
    measured = {name: measured_fields(rule, everywhere[name]) for name, rule in rules.items()}

    def score(document: GoldDocument) -> DocumentScore:
        brief = briefs.get(document.name)
        facts = brief.facts if brief is not None else {}
        wanted = {name: [f for f in facts.get(name, ()) if verdict in (None, f.verdict)] for name in rules}
        paired = [_pair(rule, measured[name], document, wanted[name]) for name, rule in rules.items()]
        scored = [fact for found in wanted.values() for fact in found]
        return DocumentScore(
            document.name,
            brief,
            {name: p.score for name, p in zip(rules, paired, strict=True)},
            matches=tuple(match for p in paired for match in p.matches),
            extra=tuple(fact for p in paired for fact in p.extra),
            missed=tuple(fact for p in paired for fact in p.missed),
            evidence=_evidence(document.article, scored),
            verdicts=Counter(fact.verdict for fact in scored),
            other_text=brief is not None and brief.article.sha256 != document.article.sha256,
        )

    return Evaluation(schema.id, verdict, tuple(map(score, gold)), rules, dict(faults or {}))


@dataclass(frozen=True)
class _Paired:
    """The facts of one kind in one article."""

    matches: list[Match]
    extra: list[Fact]
    missed: list[GoldFact]

    @property
    def score(self) -> FieldScore:
        matched = len(self.matches)
        return FieldScore(matched + len(self.missed), matched + len(self.extra), matched)


def _pair(rule: MatchRule, measured: Sequence[FieldInfo], document: GoldDocument, facts: Sequence[Fact]) -> _Paired:
    gold = document.facts[rule.kind.name]
    pairs = sorted(match_facts(rule, document, facts, gold), key=lambda pair: pair[1])
    found, known = {i for i, _ in pairs}, {j for _, j in pairs}
    return _Paired(
        [Match(facts[i], gold[j], _slots(document, measured, facts[i], gold[j])) for i, j in pairs],
        [fact for i, fact in enumerate(facts) if i not in found],
        [fact for j, fact in enumerate(gold) if j not in known],
    )


def _slots(document: GoldDocument, measured: Sequence[FieldInfo], fact: Fact, gold: GoldFact) -> dict[str, float]:
    return {f.name: accuracy(document, f, fact, gold) for f in measured}


def _evidence(article: Article, facts: Sequence[Fact]) -> EvidenceScore:
    said = [e for fact in facts for e in fact.evidence]
    wrong = sum(not _is_verbatim(article, e) for e in said)
    return EvidenceScore(len(said), wrong, sum(not fact.evidence for fact in facts))


def _is_verbatim(article: Article, evidence: Evidence) -> bool:
    return 0 <= evidence.start <= evidence.end and article.quote(evidence.span) == evidence.quote
