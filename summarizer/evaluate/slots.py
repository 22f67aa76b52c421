"""How right the values of a matched fact are, field by field."""

from __future__ import annotations

from collections.abc import Iterable

from summarizer.brief import Fact
from summarizer.evaluate.gold import GoldDocument, GoldFact, Value
from summarizer.evaluate.matching import HALF, member_agrees, names_f1, value_of
from summarizer.evaluate.rules import MatchRule
from summarizer.evaluate.words import numbers, shared_words
from summarizer.schema import FieldInfo

__all__ = ["accuracy", "measured_fields"]


def measured_fields(rule: MatchRule, gold: Iterable[GoldFact]) -> list[FieldInfo]:
    """The fields of a kind whose values are measured: those that the gold speaks of and that a match doesn't decide."""
    spoken = {name for fact in gold for name in (*fact.values, *fact.others)}
    return [f for f in rule.kind.fields if f.name in spoken and f.name not in rule.decided]


def accuracy(document: GoldDocument, field: FieldInfo, fact: Fact, gold: GoldFact) -> float:
    """How right the value of a field is, 0 to 1; null is right where gold has null.

    A member of a fixed set is right or not. Names, one or several, have the F1 of the parties they name; several
    members of a set the share of those that both have among those that either has. Words are right where they share
    half of the shorter one's with gold's, and their digits, where both have some, are the same.
    """
    said = value_of(fact, field.name)
    if field.is_name:
        return names_f1(document, said, gold.accepted(field.name))
    if field.is_enum and field.many:
        return max(_jaccard(said, known) for known in gold.accepted(field.name))
    if field.is_enum:
        return float(member_agrees(said, gold, field.name))
    known = [" ".join(value) for value in gold.stated(field.name)]
    if not said or not known:
        return float(not said and not known)
    return float(any(_says(" ".join(said), words) for words in known))


def _jaccard(one: Value, other: Value) -> float:
    either = {*one, *other}
    return len({*one} & {*other}) / len(either) if either else 1.0


def _says(said: str, gold: str) -> bool:
    here, there = numbers(said), numbers(gold)
    return shared_words(said, gold) >= HALF and (here == there or not here or not there)
