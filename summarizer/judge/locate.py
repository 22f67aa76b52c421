"""Where a quote stands in the source: exactly as said, or after typographic folding, or nowhere.

Never by edit distance, prefix, stem or bag of words: a quote with its 'not' deleted scores 94.8 of 100 in a fuzzy
matcher. The nearest passage is a hint for people and for asking again, and nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from rapidfuzz import fuzz

from summarizer.article import Article, Folded, Span, fold, is_word_border, sentence_at

__all__ = ["Located", "Locator"]

HINT_TEXT = 200_000  # characters of a text in which a hint is looked for
HINT_QUOTE = 600  # characters of a quote for which one is
HINT_SCORE = 60.0  # of 100: below, the 'nearest' passage is a random one
MAX_SETTLED = 64  # places of a quote between which its other quotes and values decide; more are ambiguous
LONGEST_AROUND = 2000  # characters of a sentence that are looked at for it
MAX_OCCURRENCES = 10_000  # a quote of one letter in a long text need not be counted to the end


@dataclass(frozen=True)
class Located:
    """A quote in the source: ``places`` in order, at least one; how it ``match``-ed."""

    places: tuple[Span, ...]
    match: Literal["exact", "typographic"]


class Locator:
    """Finds quotes in one article; folds its text once, when first needed."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self._folded_sentences: dict[Span, str] = {}

    @cached_property
    def folded(self) -> Folded:
        """The article's text, folded."""
        return self.article.folded

    @cached_property
    def _caseless(self) -> str:
        return self.article.text.casefold()

    @cached_property
    def sentences(self) -> Sequence[Span]:
        """The article's sentences."""
        return self.article.sentences

    def locate(self, quote: str) -> Located | None:
        """All places where the quote stands between word borders; None where it stands nowhere."""
        quote = quote.strip()
        if not quote:
            return None
        text = self.article.text
        exact = tuple(Span(i, i + len(quote)) for i in _finds(text, quote) if _on_borders(text, i, i + len(quote)))
        if exact:
            return Located(exact, "exact")
        needle = fold(quote).text.strip()
        if not needle:
            return None
        spans = []
        for i in _finds(self.folded.text, needle):
            if self.folded.aligned(i, i + len(needle)):
                span = self.folded.source_span(i, i + len(needle))
                if len(span) and _on_borders(text, span.start, span.end):
                    spans.append(span)
        return Located(tuple(dict.fromkeys(spans)), "typographic") if spans else None

    def count(self, span: Span) -> int:
        """How often the source's words at ``span`` stand in it between word borders, overlapping places counted."""
        quote = self.article.quote(span)
        text = self.article.text
        return sum(_on_borders(text, i, i + len(quote)) for i in _finds(text, quote))

    def sentence(self, span: Span) -> Span:
        """The sentences that ``span`` touches, as one span."""
        first = sentence_at(self.sentences, span.start)
        last = sentence_at(self.sentences, max(span.start, span.end - 1))
        start = self.sentences[first].start if first is not None else span.start
        end = self.sentences[last].end if last is not None else span.end
        return Span(min(start, span.start), max(end, span.end))

    def settle(self, places: Sequence[Span], near: Iterable[Span], words: Iterable[str]) -> Span | None:
        """Which of several places is meant: the one in a sentence of ``near``, else the one whose sentence holds most
        of ``words``; None where that leaves more than one."""
        known = [self.sentence(span) for span in near]
        inside = [p for p in places if any(k.overlaps(p) for k in known)]
        if len(inside) == 1:
            return inside[0]
        places = inside or places
        if len(places) > MAX_SETTLED:
            return None
        wanted = [w for word in words if (w := fold(word).text.strip())]
        scores = [sum(w in around for w in wanted) for around in map(self._around, places)]
        best = max(scores)
        if scores.count(best) == 1:
            return places[scores.index(best)]
        return None

    def _around(self, place: Span) -> str:
        """The folded sentence round a place; of an endless sentence the part that is near."""
        sentence = self.sentence(place)
        if len(sentence) > LONGEST_AROUND:
            start = max(sentence.start, place.start - LONGEST_AROUND // 2)
            sentence = Span(start, max(place.end, min(sentence.end, start + LONGEST_AROUND)))
        known = self._folded_sentences.get(sentence)
        if known is None:
            known = self._folded_sentences[sentence] = f" {fold(self.article.quote(sentence)).text} "
        return known

    def nearest(self, quote: str) -> str | None:
        """The passage most like a quote that was not found, for people to look at; None where nothing is near."""
        text = self.article.text
        if not quote.strip() or len(text) > HINT_TEXT or len(quote) > HINT_QUOTE or len(quote) > len(text):
            return None
        found = fuzz.partial_ratio_alignment(quote.casefold(), self._caseless, score_cutoff=HINT_SCORE)
        if found is None:
            return None
        # casefold may change lengths; a hint is cut to whole sentences, so being off by a few characters is no harm.
        start, end = min(found.dest_start, len(text) - 1), min(found.dest_end, len(text))
        return self.article.quote(self.sentence(Span(start, max(start, end))))[:HINT_QUOTE]


def _finds(text: str, needle: str) -> Iterable[int]:
    at = text.find(needle)
    for _ in range(MAX_OCCURRENCES):
        if at < 0:
            return
        yield at
        at = text.find(needle, at + 1)


def _on_borders(text: str, start: int, end: int) -> bool:
    return is_word_border(text, start) and is_word_border(text, end)
