"""Which fact of a brief is which of the gold: how like each other two are, and the pairs, one to one, best first.

A fact matches where both its evidence and its content agree with gold's. Evidence agrees by place: a sentence round
gold's clause is fine, a paragraph is not. Gold does not quote every passage that says the same, so short evidence
elsewhere is enough where the content agrees strongly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from summarizer.article import Article, Span
from summarizer.brief import Fact
from summarizer.evaluate.gold import GoldDocument, GoldFact, Value, party_of, split_names
from summarizer.evaluate.rules import MatchRule
from summarizer.evaluate.words import content_words, plain, same_name, shared_words

__all__ = ["is_near", "likeness", "match_facts", "member_agrees", "names_f1", "spans_of", "value_of"]

OVERLAP = 0.3  # intersection over union from which on two spans are one place
COVERED = 0.5  # of gold's span, which a longer span must hold …
LONGER = 4  # … and be at most so many times as long
SHORT = 600  # characters of a span of evidence beyond which it is no evidence but a passage
HALF = 0.5  # of the shorter text's words
TWO_WORDS = 2
MINOR = 0.3  # weight of what doesn't say by itself which fact it is


def value_of(fact: Fact, name: str) -> Value:
    """A field's value in a brief in the form that gold has; references split up into names."""
    value = fact.values.get(name)
    texts = [value] if isinstance(value, str) else list(value) if isinstance(value, (list, tuple)) else []
    return tuple(text for text in texts if isinstance(text, str) and text)


def spans_of(fact: Fact) -> list[Span]:
    """Where its evidence stands; offsets that are no span, which a brief from anywhere may have, are left out."""
    return [e.span for e in fact.evidence if 0 <= e.start <= e.end]


def member_agrees(said: Value, gold: GoldFact, name: str) -> bool:
    """Whether the member of a fixed set is one that gold accepts, or neither has one."""
    accepted = gold.stated(name)
    return said in accepted if accepted else not said


def match_facts(
    rule: MatchRule, document: GoldDocument, facts: Sequence[Fact], gold: Sequence[GoldFact]
) -> list[tuple[int, int]]:
    """The pairs (index of the fact, index of gold's), one to one, the likest first; ties go to the earlier fact."""
    pairs = [
        (likeness(rule, document, fact, known), i, j) for i, fact in enumerate(facts) for j, known in enumerate(gold)
    ]
    taken: dict[int, int] = {}
    left = set(range(len(gold)))
    for like, i, j in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if like > 0 and i not in taken and j in left:
            taken[i] = j
            left.remove(j)
    return list(taken.items())


def likeness(rule: MatchRule, document: GoldDocument, fact: Fact, gold: GoldFact) -> float:
    """How like gold's fact a fact is; 0 where the two don't match."""
    spans = spans_of(fact)
    near = is_near(spans, gold.spans)
    short = bool(spans) and all(len(span) <= SHORT for span in spans)
    if rule.basis == "name":
        party = party_of(rule, gold)
        named = any(same_name(n, party.names, person=party.person) for n in value_of(fact, rule.names[0]))
        return float(short and named and (near or _stands_in(document.article, spans, party.names)))
    content = _Content(rule, document, fact, gold)
    if not content.agrees or not (near or (short and content.agrees_strongly)):
        return 0.0
    return content.weight + near


def is_near(spans: Iterable[Span], gold: Sequence[Span]) -> bool:
    """Whether one of ``spans`` is in the place of one of gold's."""
    return any(_one_place(span, known) for span in spans for known in gold)


def _one_place(span: Span, gold: Span) -> bool:
    both = min(span.end, gold.end) - max(span.start, gold.start)
    if both <= 0:
        return False
    union = max(span.end, gold.end) - min(span.start, gold.start)
    return both / union >= OVERLAP or (both >= COVERED * len(gold) and len(span) <= LONGER * len(gold))


def _stands_in(article: Article, spans: Iterable[Span], names: Iterable[str]) -> bool:
    said = [f" {plain(article.quote(span))} " for span in spans]
    return any(f" {plain(name)} " in words for name in names for words in said)


def names_f1(document: GoldDocument, named: Value, accepted: Iterable[Value]) -> float:
    """F1 of the parties that are named, against the best of the accepted values; 1 where both name nobody."""
    said = split_names(named)
    return max(_f1(document, said, known) for known in accepted)


def _f1(document: GoldDocument, said: Value, gold: Value) -> float:
    if not said or not gold:
        return float(not said and not gold)
    parties = [document.party(name) for name in gold]
    hits = sum(any(same_name(name, p.names, person=p.person) for name in said) for p in parties)
    return 2 * hits / (len(said) + len(gold))


@dataclass(frozen=True)
class _Parties:
    """F1 of each party that takes part, and whether one of those that gold names is named."""

    f1: tuple[float, ...]
    named: bool

    @property
    def whole(self) -> bool:
        return all(f1 == 1.0 for f1 in self.f1)


class _Content:
    """What a fact and gold's say, beside each other."""

    def __init__(self, rule: MatchRule, document: GoldDocument, fact: Fact, gold: GoldFact) -> None:
        self._rule = rule
        accepted = {p: gold.accepted(p) for p in rule.parties}
        f1 = {p: names_f1(document, value_of(fact, p), values) for p, values in accepted.items()}
        named = any(f1[p] > 0 and gold.stated(p) for p in rule.parties)
        self._parties = _Parties(tuple(f1.values()), named)
        text = " ".join(_texts(rule, fact))
        self._texts = [(text, known) for known in _gold_texts(rule, gold)]
        self._shared = max((shared_words(*both) for both in self._texts), default=0.0)
        self._sets = [member_agrees(value_of(fact, s), gold, s) for s in rule.sets]
        self._hint = 0.0
        if rule.hint:
            said = " ".join(value_of(fact, rule.hint))
            self._hint = max((shared_words(said, " ".join(v)) for v in gold.stated(rule.hint)), default=0.0)

    @property
    def agrees(self) -> bool:
        return self._shared >= HALF if self._rule.basis == "text" else self._parties.named

    @property
    def agrees_strongly(self) -> bool:
        """Whether the content agrees so well that the evidence may stand elsewhere."""
        if self._rule.basis == "text":
            if not self._rule.parties:  # nothing but the words is there to tell
                return any(set(content_words(said)) == set(content_words(gold)) for said, gold in self._texts)
            return self._parties.whole and any(_share_two_words(*both) for both in self._texts)
        if self._rule.text:
            return self._shared >= HALF
        return self._parties.whole and all(self._sets)

    @property
    def weight(self) -> float:
        """What says which fact it is counts in full, the rest less.

        Where a text must be said beside the party, it tells the facts of one party apart, and the party itself
        nothing more.
        """
        sets = MINOR * sum(self._sets)
        if self._rule.basis == "text":
            return self._shared + MINOR * sum(self._parties.f1) + sets
        if self._rule.text:
            return 1.0 + self._shared + sets
        return 1.0 + sum(self._parties.f1) + MINOR * self._hint + sets


def _texts(rule: MatchRule, fact: Fact) -> Iterator[str]:
    for name in rule.text:
        yield from value_of(fact, name)


def _gold_texts(rule: MatchRule, gold: GoldFact) -> list[str]:
    """Gold's text in all its accepted wordings."""
    texts = [""]
    for name in rule.text:
        wordings = [" ".join(value) for value in gold.stated(name)] or [""]
        texts = [f"{text} {wording}" for text in texts for wording in wordings]
    return texts


def _share_two_words(said: str, gold: str) -> bool:
    """Whether the two share two words, or the only one that is said."""
    words = set(content_words(said))
    return bool(words) and len(words & set(content_words(gold))) >= min(len(words), TWO_WORDS)
