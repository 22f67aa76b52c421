"""What the rules look at: an article's sentences as tokens, read when first needed, and the case that is tried.

Nothing here reads the whole article twice; a rule asks for the sentences that it needs by their index.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from summarizer.article import Article, Span
from summarizer.judge.locate import Locator
from summarizer.judge.numerals import Number, numbers
from summarizer.judge.stems import stem
from summarizer.judge.tokens import Tokens, tokenise
from summarizer.schema import FieldInfo, Kind

__all__ = ["Case", "Outcome", "Passage", "View", "as_list"]

LOOK_BACK = 2  # sentences that a pronoun may point back over
LONGEST_SENTENCE = 4000  # characters; of a longer 'sentence' only the surroundings of the quote are read
SHORT_ARTICLE = 20_000  # characters; such an article is cut into words once, a longer one where it is needed
MARGIN = 600  # characters of such a sentence that are read on either side of the quote


T = TypeVar("T")


class once(Generic[T]):  # noqa: N801 - a decorator, as `property` is
    """`functools.cached_property` without its lock, which in Python 3.11 costs more than most of what is kept here."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self.make = make
        self.name = make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, owner: Any, _: type | None = None) -> T:
        value = owner.__dict__[self.name] = self.make(owner)
        return value


class Outcome(NamedTuple):
    """What one rule found: ``ok``, ``flag`` (a reason to doubt), ``fail`` (the value must go) or ``skip`` (not its case).

    ``field`` is the value that was looked at (None: the fact as a whole), ``value`` the part of a list that it is about.
    """

    rule: str
    field: str | None
    result: Literal["ok", "flag", "fail", "skip"]
    code: str
    words: str
    value: Any = None


class Passage:
    """A sentence of the article, or a part of a very long one, as tokens with offsets into the article."""

    def __init__(self, text: str, span: Span, *, caseless: bool, whole: Passage | None = None) -> None:
        self.span = span
        self._whole = whole
        self.article_text = text
        self.text = text[span.start : span.end]
        self.caseless = caseless or self.text.isupper()
        self.memo: dict[str, Any] = {}
        """What rules have found out about this passage and may need again."""

    @once
    def tokens(self) -> Tokens:
        """The words, in the rules' form."""
        if self._whole is not None:
            return self._whole.tokens.within(self.span.start, self.span.end)
        return tokenise(self.text, self.span.start, caseless=False)

    @once
    def stems(self) -> frozenset[str]:
        """The stems of all words."""
        return frozenset(map(stem, self.tokens.forms))

    @once
    def numbers(self) -> Sequence[Number]:
        """The numbers; their offsets count from the passage's own start."""
        return numbers(self.text)

    def range(self, span: Span) -> tuple[int, int]:
        """The tokens that share a character with ``span``, half-open."""
        low = bisect_right(self.tokens.ends, span.start)
        return low, max(low, bisect_left(self.tokens.starts, span.end))


class View:
    """One article, as the rules see it. ``english`` is whether rules for English apply: they do where nothing else is known."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.locator = Locator(article)
        self.english = not article.language or article.language.casefold().split("-")[0] in {"en", "eng", "english"}
        self._passages: dict[tuple[int, int], Passage] = {}
        self.memo: dict[Any, Any] = {}

    @once
    def caseless(self) -> bool:
        """Whether capitals mean nothing in this article (all capitals or none)."""
        text = self.article.text
        return text.isupper() or text.islower()

    @property
    def sentences(self) -> Sequence[Span]:
        """The article's sentences."""
        return self.locator.sentences

    @once
    def _borders(self) -> tuple[list[int], list[int]]:
        return [s.start for s in self.sentences], [s.end for s in self.sentences]

    def over(self, span: Span) -> range:
        """The indices of the sentences that share a character with ``span``: `sentences_over`, for many spans."""
        starts, ends = self._borders
        first = bisect_right(ends, span.start)
        return range(first, max(first, bisect_left(starts, span.end)) if len(span) else first)

    @once
    def whole(self) -> Passage:
        """The whole article as one passage: for what stands in no near sentence."""
        return Passage(self.article.text, Span(0, len(self.article.text)), caseless=self.caseless)

    def look_ahead(self) -> None:
        """Read what every judgement of this article needs, whatever its facts are: while they are waited for, it is free."""
        if len(self.article.text) <= SHORT_ARTICLE:
            _ = self.whole.tokens
        _ = self._borders

    def passage(self, span: Span) -> Passage:
        """The passage at ``span``, read once."""
        key = (span.start, span.end)
        known = self._passages.get(key)
        if known is None:
            text = self.article.text
            whole = self.whole if len(text) <= SHORT_ARTICLE else None
            known = self._passages[key] = Passage(text, span, caseless=self.caseless, whole=whole)
        return known

    def sentence(self, index: int, near: Span | None = None) -> Passage:
        """The sentence of this index; of an endless one the part round ``near``."""
        span = self.sentences[index]
        if len(span) > LONGEST_SENTENCE:
            at = near if near is not None and near.overlaps(span) else Span(span.start, span.start)
            text = self.article.text
            start, end = max(span.start, at.start - MARGIN), min(span.end, max(at.end, at.start) + MARGIN)
            while start > span.start and not text[start - 1].isspace() and at.start - start < 2 * MARGIN:
                start -= 1
            while end < span.end and not text[end].isspace() and end - at.end < 2 * MARGIN:
                end += 1
            span = Span(start, end)
        return self.passage(span)


@dataclass
class Case:
    """One fact on trial: its values, where its quotes stand, and the sentences round them."""

    view: View
    kind: Kind
    values: Mapping[str, Any]
    quotes: Sequence[Span]
    memo: dict[str, Any] = field(default_factory=dict)

    @once
    def indices(self) -> tuple[int, ...]:
        """The indices of the sentences that the quotes touch, in order."""
        return tuple(sorted({i for _, i, _ in self._spots}))

    @once
    def _spots(self) -> tuple[tuple[Span, int, Passage], ...]:
        """Each quote with each sentence that it touches."""
        return tuple((q, i, self.view.sentence(i, q)) for q in self.quotes for i in self.view.over(q))

    @once
    def passages(self) -> tuple[Passage, ...]:
        """The sentences that the quotes touch."""
        return tuple(dict.fromkeys(passage for _, _, passage in self._spots))

    @once
    def quoted(self) -> tuple[tuple[Passage, int, int], ...]:
        """The quotes themselves: passage and range of tokens."""
        return tuple((passage, *passage.range(q)) for q, _, passage in self._spots)

    @once
    def between(self) -> tuple[Passage, ...]:
        """The sentences that lie between quotes which are near each other."""
        found = []
        for one, other in zip(self.indices, self.indices[1:], strict=False):
            if other - one <= LOOK_BACK + 1:
                found += [self.view.sentence(i) for i in range(one + 1, other)]
        return tuple(found)

    def back(self, passage: Passage) -> tuple[Passage, ...]:
        """The sentences before this one over which a pronoun may point, the nearest first."""
        at = passage.span.start
        for index in self.indices:
            span = self.view.sentences[index]
            if span.start <= at < span.end:
                return tuple(self.view.sentence(i) for i in range(index - 1, max(-1, index - 1 - LOOK_BACK), -1))
        return ()

    @once
    def fields(self) -> tuple[tuple[FieldInfo, tuple[str, ...]], ...]:
        """The fields that have a value, with the value as a list."""
        return tuple((f, said) for f in self.kind.fields if (said := as_list(self.values.get(f.name))))


def as_list(value: object) -> tuple[str, ...]:
    """A value that may be one string or several, as several."""
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    if isinstance(value, list | tuple):
        return tuple(v for v in value if isinstance(v, str) and v.strip())
    return ()
