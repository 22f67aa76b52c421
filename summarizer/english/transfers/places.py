"""Places in a sentence: ranges of words."""

from __future__ import annotations

from summarizer.english.words import Sentence

__all__ = ["Place", "head", "some"]

Place = tuple[int, int]
"""A range of words of a sentence, half-open."""


def some(place: Place) -> Place | None:
    """The place, or None where it is empty."""
    return place if place[0] < place[1] else None


def head(sentence: Sentence, place: Place) -> str:
    """The main word of a noun phrase: the last one before 'of' or before a list's next entry."""
    low, high = place
    for k in range(low + 1, high):
        if sentence.forms[k] in {"of", ",", "and", "or", "such", "like", "including", "ranging"}:
            return sentence.forms[k - 1]
    return sentence.forms[high - 1]
