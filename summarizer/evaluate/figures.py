"""The plain figures of an evaluation: counts, shares, spreads."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["EvidenceScore", "FieldScore", "SlotScore", "Spread", "spread"]


@dataclass(frozen=True)
class FieldScore:
    """One list of the schema: how many facts gold has, how many were found, how many of these match."""

    gold: int = 0
    found: int = 0
    matched: int = 0

    def __add__(self, other: FieldScore) -> FieldScore:
        return FieldScore(self.gold + other.gold, self.found + other.found, self.matched + other.matched)

    @property
    def precision(self) -> float:
        """The share of what was found that matches, 0 to 1; 0 where nothing was found."""
        return self.matched / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of gold that was found, 0 to 1; 0 where gold has nothing."""
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where nothing matches."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.matched else 0.0


@dataclass(frozen=True)
class SlotScore:
    """One field of the matched facts: ``right`` is the sum of how right its values are, each 0 to 1."""

    cases: int
    right: float

    @property
    def accuracy(self) -> float:
        """The mean, 0 to 1."""
        return self.right / self.cases


@dataclass(frozen=True)
class EvidenceScore:
    """The spans of evidence, how many of them are not the source's own characters, and the facts without any."""

    spans: int = 0
    not_verbatim: int = 0
    facts_without: int = 0

    def __add__(self, other: EvidenceScore) -> EvidenceScore:
        return EvidenceScore(
            self.spans + other.spans,
            self.not_verbatim + other.not_verbatim,
            self.facts_without + other.facts_without,
        )


@dataclass(frozen=True)
class Spread:
    """A measure over the articles."""

    median: float
    least: float
    most: float
    total: float


def spread(values: Sequence[float]) -> Spread:
    """The spread of at least one value."""
    return Spread(statistics.median(values), min(values), max(values), sum(values))
