"""What the program makes of an article: a brief, its facts with their evidence, its ledger and its provenance.

The JSON shape (``Brief.to_dict``) is a contract; ``schemas/*.brief.schema.json`` publishes it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import pydantic_core
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from summarizer.article import Article, Span
from summarizer.dates import Precision
from summarizer.errors import BriefInvalid

__all__ = [
    "ArticleInfo",
    "Brief",
    "Evidence",
    "Fact",
    "FactReview",
    "LedgerLine",
    "Provenance",
    "ResolvedTime",
    "ReviewNote",
    "ReviewOutcome",
    "SummarySentence",
    "completed",
    "fact_from_dict",
    "fact_id",
]

FORMAT = "brief/1"
_TOP = ("format", "schema", "status", "article", "summary", "ledger", "provenance")
_ACTING = re.compile(r"[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")
_OWN = ("id", "resolved", "evidence", "verdict", "reasons", "review")
LATER = ("prompt_seconds", "completion_seconds")
"""Keys of provenance that briefs of earlier versions lack. Read, they are null there."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(_Frozen):
    """The words of the source that state a fact: a W3C TextQuoteSelector and TextPositionSelector in one.

    ``start`` and ``end`` are Unicode code points, half-open, and ``text[start:end] == quote`` always. ``match`` is
    ``exact``, or ``typographic`` where the reply's quote differed in quotes, dashes, white space or case only.
    ``occurrences`` counts how often the quote stands in the article.
    """

    start: int
    end: int
    quote: str
    prefix: str
    suffix: str
    match: Literal["exact", "typographic"]
    occurrences: int

    def stands_in(self, text: str) -> bool:
        """Whether a text has exactly these words at these offsets: a brief from elsewhere may say anything."""
        return 0 <= self.start < self.end <= len(text) and text[self.start : self.end] == self.quote

    @property
    def span(self) -> Span:
        """Where the quote stands."""
        return Span(self.start, self.end)


class ResolvedTime(_Frozen):
    """The days that the words of a time mean, reckoned from the article's day of publication.

    ``words`` is the value of the fact's field. ``start`` and ``end`` are ISO 8601 days, both of them within; null is an
    open end ('since March'). ``precision`` is how exactly the words say it; ``approximate`` that they are loose ('about',
    'two years ago'), so that the time may lie a little outside.
    """

    words: str
    start: str | None
    end: str | None
    precision: Precision
    approximate: bool


class ReviewNote(_Frozen):
    """What a reviewer wrote beside a fact; ``at`` is the time in UTC, ISO 8601."""

    by: str
    at: str
    text: str


class ReviewOutcome(_Frozen):
    """What one reviewer holds of a fact where the reviewers, or a reviewer and a later run, are at odds.

    ``values`` is what the fact would be, null where it is rejected; ``by`` the reviewer, empty for the run.
    """

    decision: str
    by: str
    at: str | None
    reason: str | None
    kind: str
    values: Mapping[str, Any] | None


class FactReview(_Frozen):
    """What people have decided of a fact.

    ``decision`` is ``open`` (nobody has yet), ``accepted``, ``corrected`` (its values or its evidence), ``moved`` (to
    another kind), ``merged`` (with another fact, whose evidence it has), ``restored`` (from the ledger), ``added``,
    ``rejected``, or ``conflict``: reviewers are at odds, or the run now says something else than was decided about, and
    the fact stands as the run has it; ``outcomes`` then has every side. ``by`` are those who decided so and ``at`` when the
    last of them did; ``was`` has the kind and the values that the run gave, where people changed them. ``in_run`` says whether the
    run has the fact (as it is or as it was).
    """

    decision: Literal["open", "accepted", "corrected", "moved", "merged", "restored", "added", "rejected", "conflict"]
    by: tuple[str, ...] = ()
    at: str | None = None
    reason: str | None = None
    was: Mapping[str, Any] | None = None
    notes: tuple[ReviewNote, ...] = ()
    outcomes: tuple[ReviewOutcome, ...] = ()
    in_run: bool = True


class Fact(_Frozen):
    """One fact of a brief. ``kind`` is the list it stands in; ``values`` its fields, all of them, null where empty.

    ``resolved`` has, beside the words, what those fields come to on the calendar that say when; only where that is
    certain, and no value of the fact. ``supported`` means that every rule found the source to say so, not that it is
    true; a ``flagged`` fact has the reasons (``code: words``). ``review`` stands in reviewed briefs only.
    """

    kind: str
    id: str
    values: Mapping[str, Any]
    evidence: tuple[Evidence, ...]
    reasons: tuple[str, ...] = ()
    resolved: Mapping[str, ResolvedTime] = Field(default_factory=dict)
    review: FactReview | None = None

    def __getitem__(self, field: str) -> Any:
        return self.values[field]

    @property
    def verdict(self) -> Literal["supported", "flagged"]:
        """``supported`` if and only if there is no reason to doubt."""
        return "flagged" if self.reasons else "supported"

    def to_dict(self) -> dict[str, Any]:
        """The contract's shape of a fact; ``review`` is a key of reviewed ones only."""
        data = {
            "id": self.id,
            **self.values,
            "resolved": {name: time.model_dump() for name, time in self.resolved.items()},
            "evidence": [e.model_dump() for e in self.evidence],
            "verdict": self.verdict,
            "reasons": list(self.reasons),
        }
        if self.review is not None:
            data["review"] = self.review.model_dump(mode="json")
        return data


class LedgerLine(_Frozen):
    """One thing that was dropped, repaired, merged or refused, and why.

    ``path`` is list/index/field of the reply that it came from (empty: the article as a whole); ``hint`` the nearest
    passage of the source, where one is near; ``attempt`` counts re-asks from 0.
    """

    path: str
    code: str
    value: Any = None
    quote: str | None = None
    hint: str | None = None
    attempt: int = 0


class ArticleInfo(_Frozen):
    """What a brief says of its article; ``sha256`` is over the text in UTF-8, ``chars`` counts code points."""

    id: str
    title: str | None
    url: str | None
    publisher: str | None
    published_at: str | None
    language: str | None
    encoding: str
    sha256: str
    chars: int
    source: str

    @classmethod
    def of(cls, article: Article) -> ArticleInfo:
        """The facts about ``article`` that stand in its brief."""
        return cls(
            id=article.id,
            title=article.title,
            url=article.url,
            publisher=article.publisher,
            published_at=article.published_at,
            language=article.language,
            encoding=article.encoding,
            sha256=article.sha256,
            chars=len(article.text),
            source=article.source,
        )


class Provenance(_Frozen):
    """How a brief was made. Token counts are the endpoint's own; ``seconds`` is wall-clock time of the whole article.

    ``cached_tokens`` are the prompt tokens that the endpoint served from its cache. ``prompt_seconds`` is the time in
    which it evaluated the others, ``completion_seconds`` that in which it generated the answers: its own figures, summed
    over the calls, which may run side by side, so that they may exceed ``seconds``; null where it tells none.
    ``endpoint_host`` is null for the embedded model: nothing left the machine.
    """

    tool: str
    model: str
    endpoint_host: str | None
    strategy: str
    prompt: str
    prompt_sha256: str
    schema_sha256: str
    created_at: str
    calls: int = 0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    prompt_seconds: float | None = None
    completion_tokens: int = 0
    completion_seconds: float | None = None
    seconds: float = 0.0
    cost_usd: float | None = None


class SummarySentence(_Frozen):
    """A sentence of the summary and the ids of the facts that it says."""

    text: str
    facts: tuple[str, ...]


class Brief(_Frozen):
    """A validated brief of one article. ``facts`` holds, for each kind of the schema, its facts in document order.

    ``status`` is ``suspect`` where the brief must not be read as complete although it was written.
    """

    schema_id: str
    status: Literal["complete", "suspect"]
    article: ArticleInfo
    summary: tuple[SummarySentence, ...]
    facts: Mapping[str, tuple[Fact, ...]]
    ledger: tuple[LedgerLine, ...]
    provenance: Provenance

    def __getitem__(self, kind: str) -> tuple[Fact, ...]:
        return self.facts[kind]

    def all_facts(self) -> Iterator[Fact]:
        """Every fact, kind by kind."""
        for facts in self.facts.values():
            yield from facts

    def to_dict(self) -> dict[str, Any]:
        """The contract's JSON object (``brief/1``): all keys always present."""
        return {
            "format": FORMAT,
            "schema": self.schema_id,
            "status": self.status,
            "article": self.article.model_dump(),
            "summary": [{"text": s.text, "facts": list(s.facts)} for s in self.summary],
            **{kind: [f.to_dict() for f in facts] for kind, facts in self.facts.items()},
            "ledger": [line.model_dump() for line in self.ledger],
            "provenance": self.provenance.model_dump(),
        }

    def to_json(self, *, indent: int | None = 2) -> str:
        """The contract's JSON, characters unescaped except those that act on a terminal or end a line for some
        readers, and lone surrogates, which no encoding carries."""
        text = _json(self.to_dict(), indent)
        return _ACTING.sub(lambda c: f"\\u{ord(c[0]):04x}", text)

    @classmethod
    def from_dict(cls, data: Any) -> Brief:
        """Read the contract's JSON object. Raises BriefInvalid; `summarizer.validate` says more of what is wrong."""
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise BriefInvalid(f"this is no {FORMAT}", mend="pass a file that `summarizer run --format json` wrote")
        try:
            kinds = {k: v for k, v in data.items() if k not in _TOP}
            return cls(
                schema_id=data["schema"],
                status=data["status"],
                article=data["article"],
                summary=data["summary"],
                facts={kind: tuple(fact_from_dict(kind, f) for f in facts) for kind, facts in kinds.items()},
                ledger=data["ledger"],
                provenance=data["provenance"],
            )
        except (KeyError, TypeError, AttributeError, ValidationError) as error:
            raise BriefInvalid(f"this is no {FORMAT}: {error}", mend="see `summarizer validate`") from error


def fact_from_dict(kind: str, data: Mapping[str, Any]) -> Fact:
    """Read the contract's shape of a fact of a kind. Raises KeyError, TypeError or ValidationError."""
    return Fact(
        kind=kind,
        id=data["id"],
        values={k: v for k, v in data.items() if k not in _OWN},
        evidence=tuple(Evidence.model_validate(e) for e in data["evidence"]),
        reasons=tuple(data["reasons"]),
        resolved=data.get("resolved", {}),
        review=FactReview.model_validate(data["review"]) if data.get("review") is not None else None,
    )


def completed(data: Any) -> Any:
    """A brief's parsed JSON with the keys that came later, null or empty, where an earlier version wrote it; else ``data`` itself."""
    if not isinstance(data, dict):
        return data
    made = data.get("provenance")
    told = {"provenance": {**dict.fromkeys(LATER), **made}} if isinstance(made, dict) else {}
    lists = {k: [_resolved(f) for f in v] for k, v in data.items() if k not in _TOP and isinstance(v, list)}
    return {**data, **lists, **told}


def _resolved(fact: Any) -> Any:
    return {"resolved": {}, **fact} if isinstance(fact, dict) else fact


def _json(data: dict[str, Any], indent: int | None) -> str:
    if indent is None:
        return json.dumps(data, ensure_ascii=False)
    try:
        # The standard library indents in Python, at four times the cost.
        return pydantic_core.to_json(data, indent=indent).decode()
    except ValueError:  # a lone surrogate, which UTF-8 lacks
        return json.dumps(data, ensure_ascii=False, indent=indent)


def fact_id(kind: str, main: str, evidence: tuple[Evidence, ...]) -> str:
    """The id of a fact: twelve digits that stay the same as long as its list, main value and evidence do."""
    spans = sorted({(e.start, e.end) for e in evidence})
    key = _ENCODER.encode([kind, main, spans])
    return f"{kind}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


_ENCODER = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"))  # `json.dumps` would make one for every fact
