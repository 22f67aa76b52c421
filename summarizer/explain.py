"""One fact of a brief, or one line of its ledger, laid open: the words, their sentence, and every rule that was tried.

The rules are tried anew on the fact as it stands in the brief. Where they say something else now than the brief does,
that is told, too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from summarizer.article import Article, Span
from summarizer.brief import Brief, Fact, LedgerLine
from summarizer.errors import BriefInvalid, UsageError
from summarizer.export.view import MEANINGS, codes, sections
from summarizer.extract.draft import DraftFact
from summarizer.judge import Locator, Outcome, examine
from summarizer.schema import Schema

__all__ = ["Explanation", "Passage", "explain"]


@dataclass(frozen=True)
class Passage:
    """Words of the article in their sentence.

    ``sentence`` is the sentences' span, or that of the words with the context that the brief has of them where there is
    no article (``start`` of the text is then where the context begins). ``stands`` says whether the article has these
    very words there; None without an article.
    """

    span: Span
    quote: str
    before: str
    after: str
    stands: bool | None

    def to_dict(self) -> dict[str, Any]:
        """The passage as JSON has it."""
        return {
            "start": self.span.start,
            "end": self.span.end,
            "quote": self.quote,
            "sentence": self.before + self.quote + self.after,
            "stands": self.stands,
        }


@dataclass(frozen=True)
class Explanation:
    """What can be said of a fact or of a line of the ledger.

    ``path`` is list/index in the brief. ``outcomes`` are the rules in the order in which they were tried; None where
    there is no article to try them on. ``now`` is what they come to: a fact, or None where they would reject it.
    """

    path: str
    fact: Fact | None = None
    line: LedgerLine | None = None
    passages: tuple[Passage, ...] = ()
    outcomes: tuple[Outcome, ...] | None = None
    now: Fact | None = None
    lost: tuple[LedgerLine, ...] = field(default=())

    @property
    def agrees(self) -> bool | None:
        """Whether the rules say of the fact today what the brief says; None where they were not tried."""
        if self.fact is None or self.outcomes is None:
            return None
        return self.now is not None and self.now.values == self.fact.values and self.now.reasons == self.fact.reasons

    def to_dict(self) -> dict[str, Any]:
        """The explanation as JSON has it; ``meaning`` says a code in words."""
        data: dict[str, Any] = {"path": self.path}
        if self.line is not None:
            data |= {"line": self.line.model_dump(), "meaning": MEANINGS.get(self.line.code)}
        if self.fact is not None:
            data["fact"] = self.fact.to_dict()
            data["agrees"] = self.agrees
        data["passages"] = [p.to_dict() for p in self.passages]
        if self.fact is not None:
            data["rules"] = None if self.outcomes is None else [_outcome(o) for o in self.outcomes]
        return data


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "rule": outcome.rule,
        "field": outcome.field,
        "value": outcome.value,
        "result": outcome.result,
        "code": outcome.code,
        "words": outcome.words,
    }


def explain(brief: Brief, schema: Schema, path: str, article: Article | None = None) -> Explanation:
    """What stands at ``path`` in a brief, and why.

    ``path`` is ``items/0`` (the first of the list), the id of a fact, the code that the views give it (``I1``), or
    ``ledger/0``. Raises UsageError where there is nothing of that name, and BriefInvalid where the article is another.
    """
    if article is not None and article.sha256 != brief.article.sha256:
        raise BriefInvalid(
            "the article is not the one that the brief was made from: its text has another digest",
            mend="pass the file that the brief was made from, as it was then",
        )
    where, found = _find(brief, schema, path)
    locator = Locator(article) if article is not None else None
    if isinstance(found, LedgerLine):
        return Explanation(where, line=found, passages=_of_line(found, locator))
    passages = tuple(_passage(locator, e.span, e.quote, e.prefix, e.suffix) for e in found.evidence)
    if article is None or found.kind not in {k.name for k in schema.kinds}:
        return Explanation(where, fact=found, passages=passages)
    said = DraftFact(
        found.kind,
        where,
        found.values,
        tuple(e.quote for e in found.evidence),
        tuple(e.span for e in found.evidence),
    )
    tried = examine(article, schema, said)
    return Explanation(where, found, None, passages, tried.outcomes, tried.fact, tried.ledger)


def _find(brief: Brief, schema: Schema, path: str) -> tuple[str, Fact | LedgerLine]:
    name, _, index = path.strip("/").partition("/")
    number = int(index) if index.isdecimal() and index.isascii() and len(index) < 10 else None
    if name == "ledger" and number is not None and number < len(brief.ledger):
        return f"ledger/{number}", brief.ledger[number]
    if number is not None and number < len(brief.facts.get(name, ())):
        return f"{name}/{number}", brief.facts[name][number]
    short = {code: id for id, code in codes(sections(brief, schema)).items()}
    for kind, facts in brief.facts.items():
        for at, fact in enumerate(facts):
            if fact.id == path or short.get(path.upper()) == fact.id:
                return f"{kind}/{at}", fact
    there = [f"{kind}/0…{len(facts) - 1}" for kind, facts in brief.facts.items() if facts]
    there += [f"ledger/0…{len(brief.ledger) - 1}"] if brief.ledger else []
    raise UsageError(
        f"the brief has nothing that is called {path!r}",
        mend=f"there are: {', '.join(there) or 'no facts and no ledger lines'}; or the id of a fact, or its code (I1)",
    )


def _passage(locator: Locator | None, span: Span, quote: str, prefix: str, suffix: str) -> Passage:
    if locator is None:
        return Passage(span, quote, prefix, suffix, None)
    if locator.article.quote(span) != quote:
        return Passage(span, quote, prefix, suffix, False)
    return _in_sentence(locator, span)


def _in_sentence(locator: Locator, span: Span) -> Passage:
    text, sentence = locator.article.text, locator.sentence(span)
    return Passage(
        span, text[span.start : span.end], text[sentence.start : span.start], text[span.end : sentence.end], True
    )


def _of_line(line: LedgerLine, locator: Locator | None) -> tuple[Passage, ...]:
    """Where the words stand that a line of the ledger speaks of: its quote, else the passage nearest to it."""
    if locator is None:
        return ()
    for words in (line.quote, line.hint):
        hit = locator.locate(words) if words else None
        if hit is not None:
            return tuple(_in_sentence(locator, place) for place in hit.places[:3])
    return ()
