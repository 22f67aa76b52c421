"""How good briefs are: gold against briefs, for any schema, without a model.

    from summarizer.evaluate import evaluate, load_briefs, load_gold
    corpus = load_gold("gold", schema)
    evaluation = evaluate(corpus.documents, load_briefs("briefs", corpus).briefs, schema)
    print(evaluation.fields["items"].f1, evaluation.macro_f1_90)

The matching rules, the form of gold and the shapes for programs: docs/evaluation.md.
"""

from __future__ import annotations

from summarizer.evaluate.difference import Difference, difference
from summarizer.evaluate.evaluation import DocumentScore, Evaluation, Match, Verdict
from summarizer.evaluate.figures import EvidenceScore, FieldScore, SlotScore, Spread
from summarizer.evaluate.floors import Floors, read_floors
from summarizer.evaluate.folders import BriefFolder, Corpus, load_briefs, load_gold
from summarizer.evaluate.gold import GoldDocument, GoldFact, read_gold
from summarizer.evaluate.rules import MatchRule, match_rule
from summarizer.evaluate.scoring import evaluate

__all__ = [
    "BriefFolder",
    "Corpus",
    "Difference",
    "DocumentScore",
    "Evaluation",
    "EvidenceScore",
    "FieldScore",
    "Floors",
    "GoldDocument",
    "GoldFact",
    "Match",
    "MatchRule",
    "SlotScore",
    "Spread",
    "Verdict",
    "difference",
    "evaluate",
    "load_briefs",
    "load_gold",
    "match_rule",
    "read_floors",
    "read_gold",
]
