"""What is done with a measure, as one record."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.english.measures.measure import State
from summarizer.english.nominals import Range

__all__ = ["Deed"]


@dataclass(frozen=True)
class Deed:
    """What is done with a measure: its state, by whom, and the words that tell it."""

    state: State
    authority: Range
    low: int
    high: int
    verb: int | None
