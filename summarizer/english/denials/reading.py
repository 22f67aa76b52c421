"""All the denials that a sentence states, each once."""

from __future__ import annotations

from collections.abc import Iterator

from summarizer.english.denials.deeds import by_deed
from summarizer.english.denials.denial import Denial
from summarizer.english.denials.nouns import by_noun
from summarizer.english.denials.verbs import by_verb
from summarizer.english.denials.verdicts import by_verdict
from summarizer.english.speech import quoted
from summarizer.english.words import Sentence, read

__all__ = ["denials"]


def denials(text: str) -> list[Denial]:
    """All denials that a sentence states, in the order of the words that tell them."""
    sentence = read(text)
    inside = quoted(sentence)
    found: list[Denial] = []
    for made in _all(sentence, inside):
        if not any(_same(other, made) for other in found):
            found.append(made)
    return sorted(found, key=lambda d: d.at)


def _all(sentence: Sentence, inside: tuple[bool, ...]) -> Iterator[Denial]:
    for find in (by_verb, by_noun, by_verdict, by_deed):
        for at in range(len(sentence)):
            made = find(sentence, at, inside)
            if made is not None:
                yield made


def _same(one: Denial, other: Denial) -> bool:
    """Whether two denials are one: the claim of one overlaps the other's, or holds the word that tells it."""
    low, high = one.what
    return (low < other.what[1] and other.what[0] < high) or low <= other.at < high or one.at == other.at
