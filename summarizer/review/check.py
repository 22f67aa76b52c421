"""What a reviewer proposes, tried by the judge at once: its words must be the source's, and must support the values.

The rules are those of a run, but where a run drops a value that fails, a proposal is refused as a whole, with the reason:
who proposed it is there to mend it. What is only doubtful is kept with its flags.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.article import Article, Span, is_word_border
from summarizer.brief import Fact
from summarizer.extract.draft import DraftFact
from summarizer.judge import Outcome, examine
from summarizer.judge.context import View
from summarizer.schema import FieldInfo, Kind, Schema
from summarizer.when import with_times

__all__ = ["Checked", "Checker", "Fault"]

LONGEST = 4_000  # characters of one quote: evidence is the shortest passage that says it
MOST = 20  # quotes of one fact
VALUE = 2_000  # characters of one value


@dataclass(frozen=True)
class Fault:
    """Why a proposal can't be taken: ``field`` is the value that it is about (None: the fact as a whole, its evidence)."""

    field: str | None
    code: str
    words: str

    def to_dict(self) -> dict[str, Any]:
        """As the page is told."""
        return {"field": self.field, "code": self.code, "words": self.words}


@dataclass(frozen=True)
class Checked:
    """What the judge says of a proposal: the fact, flags and all, or why there can be none. ``spans`` are its quotes' places."""

    fact: Fact | None
    faults: tuple[Fault, ...] = ()
    spans: tuple[Span, ...] = ()


class Checker:
    """Tries proposals about one article."""

    def __init__(self, article: Article, schema: Schema) -> None:
        self.article = article
        self.schema = schema
        self._view = View(article)

    def snap(self, start: int, end: int) -> Span | None:
        """A selection (code points, half-open) without the white space at its ends, and out to whole words; None where nothing is left."""
        text = self.article.text
        start, end = max(0, start), min(len(text), end)
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start >= end:
            return None
        low, high = max(0, start - LONGEST), min(len(text), end + LONGEST)
        while start > low and not is_word_border(text, start):
            start -= 1
        while end < high and not is_word_border(text, end):
            end += 1
        return Span(start, end)

    def stands(self, fact: Fact) -> bool:
        """Whether a fact has quotes, and each is the article's own words at its offsets."""
        return bool(fact.evidence) and all(e.stands_in(self.article.text) for e in fact.evidence)

    def check(
        self, kind_name: str, values: Mapping[str, Any], spans: Sequence[tuple[int, int]], quotes: Sequence[str] = ()
    ) -> Checked:
        """Try a fact of a kind with these values, whose evidence are passages (code points, half-open) and quoted words.

        Values come as they are typed: names of several parties parted by ';'. Nothing is raised.
        """
        kind = next((k for k in self.schema.kinds if k.name == kind_name), None)
        if kind is None:
            known = ", ".join(k.name for k in self.schema.kinds)
            return Checked(
                None, (Fault(None, "schema_invalid", f"no kind is called {kind_name!r}; there are: {known}"),)
            )
        read, faults = _values(kind, values)
        places, more = self._places(spans, quotes)
        faults += more
        if faults:
            return Checked(None, tuple(faults), tuple(p for p in places if p is not None))
        words = tuple(self.article.quote(p) for p in places if p is not None)
        said = DraftFact(kind.name, "review/0", read, words, places)
        tried = examine(self.article, self.schema, said, view=self._view)
        faults = _failed(tried.outcomes)
        if faults or tried.fact is None:
            faults = faults or [Fault(None, "schema_invalid", "a required value is missing")]
            return Checked(None, tuple(faults), tuple(p for p in places if p is not None))
        (fact,) = with_times(self.article, self.schema, {kind.name: [tried.fact]})[kind.name]
        return Checked(fact, (), tuple(e.span for e in fact.evidence))

    def _places(
        self, spans: Sequence[tuple[int, int]], quotes: Sequence[str]
    ) -> tuple[tuple[Span | None, ...], list[Fault]]:
        found: list[Span | None] = []
        faults: list[Fault] = []
        for start, end in spans:
            span = self.snap(start, end)
            if span is not None:
                found.append(span)
        for quote in quotes:
            if not quote.strip():
                continue
            hit = self._view.locator.locate(quote)
            if hit is None:
                near = self._view.locator.nearest(quote)
                hint = f"; the nearest passage is: {near}" if near else ""
                faults.append(Fault(None, "quote_not_found", f"the article does not have the words “{quote}”{hint}"))
            elif len(hit.places) > 1:
                where = f"“{quote}” stands in {len(hit.places)} places"
                faults.append(Fault(None, "quote_ambiguous", f"{where}: select the one that is meant in the text"))
            else:
                found.append(hit.places[0])
        found = list(dict.fromkeys(found))
        if not found and not faults:
            faults.append(
                Fault(None, "no_quote", "select the words of the source that say so: no fact stands without them")
            )
        if len(found) > MOST:
            faults.append(
                Fault(None, "schema_invalid", f"these are {len(found)} quotes: {MOST} are the most for one fact")
            )
        for span in found:
            if span is not None and len(span) > LONGEST:
                words = f"a quote of {len(span):,} characters: select the shortest passage that says it ({LONGEST:,} are the most)"
                faults.append(Fault(None, "schema_invalid", words))
        return tuple(found), faults

    def merged(self, kind: str, facts: Sequence[Fact]) -> Checked:
        """Try several facts of one kind as one: the first one's values, filled up from the others, and the evidence of all."""
        if all(k.name != kind for k in self.schema.kinds):
            return self.check(kind, {}, ())  # which says so
        if any(f.kind != kind for f in facts):
            words = "only facts of one kind can be one fact: move the other one first"
            return Checked(None, (Fault(None, "schema_invalid", words),))
        values: dict[str, Any] = {}
        for fact in facts:
            for name, value in fact.values.items():
                have = values.get(name)
                if isinstance(have, list) and isinstance(value, list) and self._is_many(kind, name):
                    values[name] = list(dict.fromkeys([*have, *value]))
                elif have in (None, []):
                    values[name] = value
        spans = sorted({(e.start, e.end) for fact in facts for e in fact.evidence})
        return self.check(kind, values, spans)

    def _is_many(self, kind: str, name: str) -> bool:
        return any(f.name == name and f.many for f in self.schema.kind(kind).fields)


def _failed(outcomes: Iterable[Outcome]) -> list[Fault]:
    faults = [Fault(o.field, o.code, o.words) for o in outcomes if o.result == "fail"]
    return list(dict.fromkeys(faults))


def _values(kind: Kind, given: Mapping[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """The values of a fact as its schema has them."""
    known = {f.name for f in kind.fields}
    odd = [name for name in given if name not in known]
    faults = [Fault(None, "schema_invalid", f"{kind.label} has no field {name!r}") for name in odd]
    read: dict[str, Any] = {}
    for field in kind.fields:
        try:
            value = _value(field, given.get(field.name))
        except ValueError as error:
            faults.append(Fault(field.name, "schema_invalid", str(error)))
            continue
        read[field.name] = value
        if field.required and value in (None, []):
            faults.append(Fault(field.name, "schema_invalid", f"{field.label} is required"))
    return read, faults


def _value(field: FieldInfo, given: Any) -> Any:
    """One value as typed. Raises ValueError with words for the reviewer."""
    several = field.many or field.is_reference
    if isinstance(given, list | tuple):
        texts = [_text(field, v) for v in given]
    elif isinstance(given, str) and several:
        texts = [part.strip() for part in _text(field, given).split(";")]
    else:
        texts = [_text(field, given)] if given is not None else []
    texts = list(dict.fromkeys(t for t in texts if t))
    for text in texts:
        if field.members and text not in field.members:
            raise ValueError(f"{text!r} is none of: {', '.join(field.members)}")
    if field.many:
        return texts
    if len(texts) > 1 and not field.is_reference:
        raise ValueError("one value is asked for")
    if not texts:
        return None
    return texts[0] if len(texts) == 1 else texts


def _text(field: FieldInfo, given: Any) -> str:
    if not isinstance(given, str):
        raise ValueError(f"{field.label} is a text")
    text = " ".join(given.split())
    if len(text) > VALUE:
        raise ValueError(f"{len(text):,} characters are too many for {field.label} ({VALUE:,} are the most)")
    return text
