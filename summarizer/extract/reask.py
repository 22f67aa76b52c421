"""Asking again, but only for what failed: which facts, with what reasons and passages, and which answer is for which.

A fact failed where it was rejected, or where one of its values was dropped, for a reason that other words of the same
article can mend. Everything here is a pure function; `summarizer.mend` has the rounds and ``WholeArticle.mend`` the
question. Driven by the schema: nothing here knows a list or a field by its name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, runtime_checkable

from summarizer.article import Article, Span, fold, sentences_over
from summarizer.brief import LedgerLine
from summarizer.chat import Endpoint
from summarizer.extract.draft import DraftFact
from summarizer.judge import Locator
from summarizer.schema import Kind, Schema

__all__ = [
    "MENDABLE",
    "NEAR",
    "Answer",
    "Failed",
    "Mender",
    "answers_of",
    "chunks",
    "data_of",
    "fact_path",
    "is_loss",
    "matched",
    "passages",
]

MENDABLE = frozenset(
    {
        "quote_not_found",
        "no_quote",
        "number_not_in_evidence",
        "name_not_in_evidence",
        "content_not_in_evidence",
        "schema_invalid",
        "pronoun",
        "polarity",
        "modality",
        "direction",
        "speaker",
        "date_doubtful",
    }
)
"""What the model may mend by other words of the article; repeats and faults of a whole reply are none of these."""

NEAR = (1, 4)  # sentences on either side of a passage, first and second round
LONGEST = 2400  # characters of passages for one fact
WHOLE = 8000  # characters of the article that are shown where nothing of it is near

_MEANING = {
    "no_quote": "it has no quote",
    "number_not_in_evidence": "its quotes do not have this number",
    "name_not_in_evidence": "its quotes do not have this name",
    "content_not_in_evidence": "its quotes do not say this",
    "schema_invalid": "this is not a value of the field",
}


@dataclass(frozen=True)
class Failed:
    """A fact that is to be asked again.

    ``path`` is where it stood in its first reply and stays its name; ``attempt`` is that of the answer that failed,
    ``said`` what that answer was (a mapping of values and quotes, or what came in place of one).
    """

    path: str
    attempt: int
    said: Any
    faults: tuple[LedgerLine, ...]
    passages: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The list that it stands in."""
        return self.path.partition("/")[0]


@runtime_checkable
class Mender(Protocol):
    """A strategy that can ask again for what failed."""

    async def mend(
        self, article: Article, schema: Schema, endpoint: Endpoint, failed: Sequence[Failed], attempt: int
    ) -> tuple[list[DraftFact], list[LedgerLine]]:
        """The answer for these facts, in the shape of a reply. ``attempt`` counts the rounds from 1.

        Raises ModelError or UsageError.
        """
        ...


@dataclass(frozen=True)
class Answer:
    """One entry of a reply as it was read: its fact (None where it is none) and its ledger lines, path and all."""

    path: str
    fact: DraftFact | None
    lines: tuple[LedgerLine, ...]

    @property
    def kind(self) -> str:
        """The list that it stands in."""
        return self.path.partition("/")[0]

    @property
    def said(self) -> Any:
        """Values and quotes as one mapping; for what is no fact, the entry as it came."""
        if self.fact is not None:
            filled = {k: v for k, v in self.fact.values.items() if v not in (None, [])}
            return {"quotes": list(self.fact.quotes), **filled}
        return next((line.value for line in self.lines if line.path == self.path), None)

    def renamed(self, path: str, attempt: int) -> Answer:
        """The same under another path, as another attempt."""
        lines = tuple(
            line.model_copy(update={"path": path + line.path[len(self.path) :], "attempt": attempt})
            for line in self.lines
        )
        return Answer(path, self.fact and replace(self.fact, path=path, attempt=attempt), lines)


def fact_path(path: str, schema: Schema) -> str | None:
    """The list/index that a ledger line's path begins with; None where it is about no single fact."""
    parts = path.split("/")
    known = len(parts) > 1 and parts[1].isdecimal() and any(k.name == parts[0] for k in schema.kinds)
    return "/".join(parts[:2]) if known else None


def is_loss(line: LedgerLine, schema: Schema) -> bool:
    """Whether a line says that a value was dropped which the model might mend."""
    name = line.path.split("/")[2:3]
    fields = {f.name for k in schema.kinds if line.path.startswith(f"{k.name}/") for f in k.fields}
    return line.code in MENDABLE and bool(name) and name[0] in fields


def answers_of(
    facts: Iterable[DraftFact], ledger: Iterable[LedgerLine], schema: Schema
) -> tuple[list[Answer], list[LedgerLine]]:
    """A reply as `read_reply` gives it, entry by entry, and the lines that are about no single entry."""
    by_path: dict[str, tuple[DraftFact | None, list[LedgerLine]]] = {f.path: (f, []) for f in facts}
    whole: list[LedgerLine] = []
    for line in ledger:
        path = fact_path(line.path, schema)
        if path is None:
            whole.append(line)
        else:
            by_path.setdefault(path, (None, []))[1].append(line)
    return [Answer(path, fact, tuple(lines)) for path, (fact, lines) in by_path.items()], whole


def passages(
    article: Article, locator: Locator, said: Any, faults: Iterable[LedgerLine], *, near: int
) -> tuple[str, ...]:
    """The article's passages nearest to a fact: round its quotes, and round what is most like those not found.

    Where nothing is near, the beginning of the article. ``near`` counts the sentences on either side.
    """
    quotes = said.get("quotes", []) if isinstance(said, Mapping) else []
    places: list[Span] = []
    for quote in [q for q in (quotes if isinstance(quotes, list) else [quotes]) if isinstance(q, str)]:
        hit = locator.locate(quote)
        places += hit.places[:3] if hit else _near(article, locator.nearest(quote))
    for fault in faults:
        places += _near(article, fault.hint)
    if not places:
        for value in _texts(said):
            hit = locator.locate(value)
            places += hit.places[:2] if hit else _near(article, locator.nearest(value))
    around = _merged([_around(locator.sentences, place, near) for place in places])
    room, shown = LONGEST, []
    for span in around:
        text = article.quote(span).strip()[:room]
        room -= len(text)
        if text:
            shown.append(text)
    return tuple(shown) or (article.text[:WHOLE].strip(),)


def _near(article: Article, hint: str | None) -> list[Span]:
    """Where a hint stands that is a passage of the article; a hint in other words stands nowhere."""
    at = article.text.find(hint) if hint and len(hint) > 20 else -1
    return [Span(at, at + len(hint or ""))] if at >= 0 else []


def _texts(said: Any) -> list[str]:
    if isinstance(said, Mapping):
        return [
            v for value in said.values() for v in (value if isinstance(value, list) else [value]) if isinstance(v, str)
        ]
    return [said] if isinstance(said, str) else []


def _around(sentences: Sequence[Span], place: Span, near: int) -> Span:
    touched = list(sentences_over(sentences, place))
    if not touched:
        return place
    first, last = max(0, touched[0] - near), min(len(sentences) - 1, touched[-1] + near)
    # A 'sentence' may be a whole article without stops.
    start = max(sentences[first].start, place.start - LONGEST // 3)
    end = min(sentences[last].end, place.end + LONGEST // 3)
    return Span(min(place.start, start), max(place.end, end))


def _merged(spans: Iterable[Span]) -> list[Span]:
    out: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


def data_of(failed: Sequence[Failed]) -> str:
    """The facts that are asked again as the JSON that stands in the prompt, one on a line."""
    rows = [
        {
            "list": f.kind,
            "said": f.said,
            "wrong": list(dict.fromkeys(map(_words, f.faults))),
            "passages": list(f.passages),
        }
        for f in failed
    ]
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]"


def _words(fault: LedgerLine) -> str:
    """A ledger line as the model is told it."""
    if fault.code == "quote_not_found":
        return f"these words do not stand in the article: {fault.quote}"
    field = "/".join(fault.path.split("/")[2:])
    about = f"{field} {json.dumps(fault.value, ensure_ascii=False, default=str)}: " if field else ""
    return about + (fault.hint or _MEANING.get(fault.code, fault.code.replace("_", " ")))


def chunks(failed: Sequence[Failed], size: int) -> list[list[Failed]]:
    """The facts in as few runs as possible whose JSON is at most about ``size`` characters; one fact at least in each."""
    out: list[list[Failed]] = []
    room = 0
    for f in failed:
        need = len(data_of([f]))
        if not out or need > room:
            out.append([])
            room = size
        out[-1].append(f)
        room -= need
    return out


def matched(
    answers: Sequence[Answer], failed: Sequence[Failed], settled: Sequence[DraftFact], schema: Schema
) -> list[tuple[Answer, Failed | None]]:
    """Which answer is for which failed fact, None for those that none of them asked for.

    The same main value says so; else, in order, a quote from the passages that were shown for it. What repeats a fact
    of ``settled`` (judged already, not asked for) is left out.
    """
    left = list(failed)
    out: list[tuple[int, Answer, Failed | None]] = []
    open_: list[tuple[int, Answer]] = []
    for i, answer in enumerate(answers):
        kind = schema.kind(answer.kind)
        mine = [f for f in left if f.kind == answer.kind]
        if any(_repeats(kind, answer, s, exactly=True) for s in settled):
            continue
        own = next((f for f in mine if f.said == answer.said), None) or next(
            (f for f in mine if _main(kind, f.said) and _main(kind, f.said) == _main(kind, answer.said)), None
        )
        if own is not None:
            left.remove(own)
            out.append((i, answer, own))
        elif not any(_repeats(kind, answer, s, exactly=False) for s in settled):
            open_.append((i, answer))
    for i, answer in open_:
        own = next((f for f in left if f.kind == answer.kind and _from_passages(answer, f)), None)
        if own is not None:
            left.remove(own)
        out.append((i, answer, own))
    return [(answer, own) for _, answer, own in sorted(out, key=lambda o: o[0])]


def _repeats(kind: Kind, answer: Answer, settled: DraftFact, *, exactly: bool) -> bool:
    if answer.fact is None or settled.kind != answer.kind:
        return False
    if exactly:
        return dict(answer.fact.values) == dict(settled.values) and set(answer.fact.quotes) == set(settled.quotes)
    if _main(kind, answer.fact.values) != _main(kind, settled.values):
        return False
    ours, theirs = [[fold(q).text.strip() for q in f.quotes] for f in (answer.fact, settled)]
    return kind.is_party or any(a in b or b in a for a in ours for b in theirs)


def _main(kind: Kind, said: Any) -> str:
    value = said.get(kind.main.name) if isinstance(said, Mapping) else None
    if not value:
        return ""
    return fold(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).text.strip()


def _from_passages(answer: Answer, failed: Failed) -> bool:
    quotes = answer.fact.quotes if answer.fact is not None else ()
    shown = [fold(p).text for p in failed.passages]
    return answer.fact is None or any(fold(q).text.strip() in p for q in quotes for p in shown)
