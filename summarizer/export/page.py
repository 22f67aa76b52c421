"""What a page of a brief says, before it is set: the facts with their codes, the text in blocks, what people decided.

Nothing here is escaped: the templates' environment makes every word harmless (`summarizer.export.html`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from summarizer.article import Article
from summarizer.brief import Brief, Evidence, Fact, LedgerLine
from summarizer.export.marks import Block, Mark, blocks
from summarizer.export.reviews import ReviewWords, review_words, reviewed_words
from summarizer.export.view import (
    CAVEAT,
    MEANINGS,
    FactView,
    Section,
    codes,
    headline,
    provenance_words,
    sections,
    source_words,
    status_words,
    value_words,
)
from summarizer.schema import Schema

__all__ = [
    "HUES",
    "Card",
    "KindPart",
    "LedgerPart",
    "Line",
    "Page",
    "Passage",
    "Quote",
    "Reason",
    "Said",
    "SourceWord",
    "page_of",
    "web_address",
]

HUES = 8
"""Colours of kinds; the ninth kind has that of the first."""

LONG = 60_000
"""Characters above which a text is laid out as it is scrolled to."""

_ADDRESS = re.compile(
    r"https?://[^\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]+", re.I
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class SourceWord:
    """A word about the source (publisher, day, place), with its address where it is a page of the web."""

    text: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the summary, and the facts that it says: their codes, None for one that the brief lacks."""

    text: str
    facts: tuple[tuple[str | None, str], ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a fact is flagged: the code, what it means, and the judge's own words, of everything that it holds for."""

    code: str
    meaning: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """One evidence of a fact. ``id`` is its place in the text column; ``stands`` whether the text has it there."""

    id: str
    start: int
    end: int
    quote: str
    prefix: str
    suffix: str
    occurrences: int
    stands: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One fact: its short ``code`` and its ``key``, which is foreign; ``hue`` is that of its kind.

    ``values`` are the other values than the main one, by label.
    """

    code: str
    key: str
    kind: str
    hue: int
    main: str
    values: tuple[tuple[str, str], ...]
    reasons: tuple[Reason, ...]
    quotes: tuple[Quote, ...]
    verdict: str
    review: ReviewWords | None


@dataclass(frozen=True, slots=True)
class KindPart:
    """The facts of one kind; ``nothing`` says that there are none, and how far that can be trusted."""

    name: str
    title: str
    hue: int
    nothing: str
    facts: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger: ``hint`` is the nearest passage where ``is_near``, else why in words."""

    code: str
    key: str
    path: str
    value: str
    quote: str
    hint: str
    is_near: bool
    attempt: int


@dataclass(frozen=True, slots=True)
class LedgerPart:
    """The lines of the ledger with one code, and what that means."""

    code: str
    meaning: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """Where there is no text: a quote with the words round it, and the facts that it is evidence of."""

    start: int
    end: int
    prefix: str
    quote: str
    suffix: str
    hue: int
    ids: tuple[str, ...]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """All that a page of a brief shows. ``blocks`` is None where the text is not at hand; ``passages`` then has the quotes.

    ``no_text`` says why. ``is_long`` is whether the text is laid out as it is scrolled to. ``language`` is a language tag,
    None where the source names none. ``reviewed`` says how far people have come, None where nobody reviews.
    """

    headline: str
    source: tuple[SourceWord, ...]
    suspect: bool
    status: str
    caveat: str
    reviewed: str | None
    summary: tuple[Said, ...]
    kinds: tuple[KindPart, ...]
    ledger: tuple[LedgerPart, ...]
    blocks: tuple[Block, ...] | None
    passages: tuple[Passage, ...]
    no_text: str
    is_long: bool
    language: str | None
    chars: int
    sha256: str
    provenance: tuple[str, ...]

    @property
    def cards(self) -> Iterator[Card]:
        """Every fact, kind by kind."""
        for kind in self.kinds:
            yield from kind.facts

    @property
    def rejected(self) -> frozenset[str]:
        """The codes of facts that people rejected; the run's summary may tell them still."""
        return frozenset(c.code for c in self.cards if c.review is not None and c.review.decision == "rejected")

    @property
    def ledger_lines(self) -> int:
        """How many lines the ledger has."""
        return sum(len(part.lines) for part in self.ledger)


def page_of(
    brief: Brief, schema: Schema, article: Article | None = None, *, line_keys: Sequence[str] | None = None
) -> Page:
    """What the page of a brief says.

    ``article`` is what the brief was made of; another text's is not shown, since no offset would hold in it. Facts that
    reviewers rejected are shown, and not counted. ``line_keys`` are the keys of the ledger's lines, in its order; their
    codes (L1) where there are none.
    """
    no_text = "The article's text is not in this page: these are the passages that the facts rest on."
    if article is not None and article.sha256 != brief.article.sha256:
        article = None
        no_text = "The text at hand is not the one that this brief was made of: these are the passages of that one."
    shown = sections(brief, schema)
    kinds = tuple(
        _kind(n, name, section, brief, schema, article)
        for n, (name, section) in enumerate(_named(shown, brief, schema))
    )
    cards = [card for kind in kinds for card in kind.facts]
    by_id = codes(shown)
    return Page(
        headline=headline(brief),
        source=tuple(SourceWord(w, web_address(w) if w == brief.article.url else None) for w in source_words(brief)),
        suspect=brief.status == "suspect",
        status=status_words(_standing(brief)),
        caveat=CAVEAT,
        reviewed=reviewed_words(brief),
        summary=tuple(Said(s.text, tuple((by_id.get(i), i) for i in s.facts)) for s in brief.summary),
        kinds=kinds,
        ledger=tuple(_ledger(brief.ledger, line_keys)),
        blocks=None if article is None else tuple(blocks(article, _marks(cards))),
        passages=tuple(_passages(cards)) if article is None else (),
        no_text=no_text,
        is_long=article is not None and len(article.text) > LONG,
        language=_language(brief.article.language),
        chars=brief.article.chars,
        sha256=brief.article.sha256,
        provenance=tuple(provenance_words(brief.provenance)),
    )


def web_address(url: str | None) -> str | None:
    """``url`` where it may be a link: of the web, and without a character that hides or acts; else None."""
    return url if url and _ADDRESS.fullmatch(url) else None


def _language(language: str | None) -> str | None:
    return language if language and len(language) < 36 and _LANGUAGE.fullmatch(language) else None


def _standing(brief: Brief) -> Brief:
    """The brief without what reviewers rejected."""
    facts = {
        kind: tuple(f for f in facts if f.review is None or f.review.decision != "rejected")
        for kind, facts in brief.facts.items()
    }
    return brief.model_copy(update={"facts": facts})


def _named(shown: Sequence[Section], brief: Brief, schema: Schema) -> Iterator[tuple[str, Section]]:
    """The sections with the names of their kinds, in the order of `view.sections`."""
    names = [kind.name for kind in schema.kinds]
    names += [name for name in brief.facts if name not in names]
    return zip(names, shown, strict=True)


def _kind(index: int, name: str, section: Section, brief: Brief, schema: Schema, article: Article | None) -> KindPart:
    hue = index % HUES
    facts = zip(section.facts, brief.facts.get(name, ()), strict=True)
    cards = tuple(_card(view, fact, hue, schema, article) for view, fact in facts)
    return KindPart(name, section.title, hue, section.nothing, cards)


def _card(view: FactView, fact: Fact, hue: int, schema: Schema, article: Article | None) -> Card:
    return Card(
        code=view.code,
        key=view.id,
        kind=fact.kind,
        hue=hue,
        main=view.main,
        values=view.values,
        reasons=tuple(_reasons(view.reasons)),
        quotes=tuple(_quote(f"e-{view.code}-{n}", e, article) for n, e in enumerate(view.evidence)),
        verdict=fact.verdict,
        review=review_words(fact, schema),
    )


def _reasons(reasons: Sequence[tuple[str, str]]) -> Iterator[Reason]:
    by_code: dict[str, list[str]] = {}
    for code, words in reasons:
        by_code.setdefault(code, []).append(words)
    for code, all_words in by_code.items():
        yield Reason(code, MEANINGS.get(code, ""), tuple(all_words))


def _quote(id: str, e: Evidence, article: Article | None) -> Quote:
    stands = article is None or e.stands_in(article.text)
    return Quote(id, e.start, e.end, e.quote, e.prefix, e.suffix, e.occurrences, stands)


def _marks(cards: Sequence[Card]) -> Iterator[Mark]:
    for card in cards:
        for number, quote in enumerate(card.quotes):
            if quote.stands:
                yield Mark(card.code, number, card.hue, quote.start, quote.end)


def _passages(cards: Sequence[Card]) -> Iterator[Passage]:
    """Every quote once, in the order of the text; quotes of one span are one passage."""
    found = [(q, card) for card in cards for q in card.quotes]
    found.sort(key=lambda one: (one[0].start, one[0].end, one[0].quote))
    for _, same in groupby(found, key=lambda one: (one[0].start, one[0].end, one[0].quote)):
        group = list(same)
        quote, card = group[0]
        ids, shared = tuple(q.id for q, _ in group), tuple(dict.fromkeys(c.code for _, c in group))
        yield Passage(quote.start, quote.end, quote.prefix, quote.quote, quote.suffix, card.hue, ids, shared)


def _ledger(lines: Sequence[LedgerLine], keys: Sequence[str] | None) -> Iterator[LedgerPart]:
    groups: dict[str, list[Line]] = {}
    for n, line in enumerate(lines):
        short = f"L{n + 1}"
        groups.setdefault(line.code, []).append(_line(short, keys[n] if keys is not None else short, line))
    for code, group in groups.items():
        yield LedgerPart(code, MEANINGS.get(code, ""), tuple(group))


def _line(code: str, key: str, line: LedgerLine) -> Line:
    return Line(
        code=code,
        key=key,
        path=line.path or "the article as a whole",
        value=_told(line.value),
        quote=line.quote or "",
        hint=line.hint or "",
        is_near=line.code == "quote_not_found",
        attempt=line.attempt,
    )


def _told(value: object) -> str:
    """A value of a ledger line in words: a fact as its fields."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_told(v)}" for name, v in value.items() if v not in (None, "", []))
    return value_words(value)
