"""What every readable view of a brief says, before it is set in a terminal or in Markdown.

Nothing here is escaped: values and quotes are the article's, and the renderers make them safe.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from summarizer.brief import Brief, Evidence, Fact, LedgerLine, Provenance
from summarizer.schema import Kind, Schema

__all__ = [
    "CAVEAT",
    "MEANINGS",
    "FactView",
    "Section",
    "codes",
    "headline",
    "ledger_groups",
    "letters",
    "provenance_words",
    "sections",
    "source_words",
    "status_words",
    "time_words",
    "value_words",
]

CAVEAT = "Supported means that the source says so, not that it is true."


MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "quote_not_found": "the quote that was given stands nowhere in the article, and without it the fact has no proof",
        "quote_ambiguous": "the quote stands several times, and nothing says which place is meant",
        "no_quote": "the fact was given without the source's own words",
        "number_not_in_evidence": "a number of the value is not in the words that were quoted for it",
        "name_not_in_evidence": "the name is not in the words that were quoted, nor near them",
        "content_not_in_evidence": "what the value says is not what the quoted sentences say",
        "polarity": "the quoted words say that it is not so, or deny nothing where something is said to be denied",
        "modality": "the quoted words only plan, propose or threaten what the fact says is done",
        "direction": "by the quoted words the parties stand the other way round",
        "speaker": "the words are not those of the party they are attributed to",
        "pronoun": "a pronoun or a bare title is nobody's name",
        "duplicate": "it says the same as another fact, which has its evidence now",
        "date_doubtful": "the date can't be settled by the quoted words",
        "schema_invalid": "the model's answer is not of the form that the schema asks for",
        "reply_invalid_json": "the model's answer could not be read as JSON",
        "reply_truncated": "the model's answer was cut off at its limit",
        "reply_refused": "the model refused to answer",
        "reply_empty": "the model's answer was empty",
        "reply_wrapped": "the model's answer had something round its JSON; it was read all the same",
        "instruction_like_text": "the article holds text that reads like an instruction to a model",
        "suspiciously_empty": "nothing was found although the article is full of the words of such facts",
        "http_error": "the endpoint could not be reached or refused",
        "deadline": "the time of this article was used up",
        "budget": "the budget of this article was used up",
        "source_unreadable": "the source could not be read",
        "unconfirmed": "the sentence reads as if it said so, but the model that was asked does not agree",
        "not_recorded": "a question that would be asked has no kept answer",
        "not_grouped": "it was close to another claim, and stands apart for the reason that is told",
        "source_incomplete": "something of the source is not in the text that was read",
        "rejected": "a person rejected it in the review",
        "noted": "what a person noted about the brief as a whole",
    }
)
"""What each code of a ledger or of a reason means."""


@dataclass(frozen=True)
class FactView:
    """One fact, ready to be set: its short ``code`` (I2), its main value, its other values by label.

    ``reasons`` are (code, words); empty where the fact is supported.
    """

    code: str
    id: str
    main: str
    values: tuple[tuple[str, str], ...]
    evidence: tuple[Evidence, ...]
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Section:
    """One kind of facts; ``nothing`` says in words that there are none, and how far that can be trusted."""

    title: str
    nothing: str
    facts: tuple[FactView, ...]


def letters(labels: Iterable[str]) -> list[str]:
    """A short code for each label, no two alike: the fewest first letters that are still free.

    'item' → I; of 'attack' and 'arrest' the first is A, the second AR. Digits follow the letters, so that no code
    runs into another's number.
    """
    taken: list[str] = []
    for label in labels:
        spelled = "".join(c for c in label.upper() if c.isalpha()) or "X"
        tries = [spelled[:n] for n in range(1, len(spelled) + 1)]
        while tries[-1] in taken:
            tries.append(tries[-1] + "X")
        taken.append(next(t for t in tries if t not in taken))
    return taken


def sections(brief: Brief, schema: Schema) -> list[Section]:
    """The facts kind by kind, in the schema's order; kinds that the schema does not know come last, not never."""
    kinds: list[tuple[str, str, Kind | None]] = [(k.name, k.label, k) for k in schema.kinds]
    known = {k.name for k in schema.kinds}
    kinds += [(name, name, None) for name in brief.facts if name not in known]
    shown = []
    for (name, _, kind), letter in zip(kinds, letters(label for _, label, _ in kinds), strict=True):
        facts = brief.facts.get(name, ())
        views = tuple(_view(f"{letter}{n}", fact, kind) for n, fact in enumerate(facts, 1))
        shown.append(Section(_title(name), _nothing(brief, name), views))
    return shown


def codes(shown: Iterable[Section]) -> dict[str, str]:
    """The code of each fact by its id."""
    return {fact.id: fact.code for section in shown for fact in section.facts}


def _view(code: str, fact: Fact, kind: Kind | None) -> FactView:
    if kind is None:
        main, labels = next(iter(fact.values), ""), {name: name.replace("_", " ") for name in fact.values}
    else:
        main, labels = kind.main.name, {f.name: f.label for f in kind.fields}
        labels |= {name: name.replace("_", " ") for name in fact.values if name not in labels}
    sets = {f.name for f in kind.fields if f.is_enum} if kind else set()
    values = [(name, label, value_words(fact.values.get(name))) for name, label in labels.items() if name != main]
    pairs = [
        (label, words.replace("_", " ") if name in sets else words + time_words(fact, name))
        for name, label, words in values
        if words
    ]
    return FactView(
        code=code,
        id=fact.id,
        main=value_words(fact.values.get(main)) + time_words(fact, main),
        values=tuple(pairs),
        evidence=fact.evidence,
        reasons=tuple(_reason(r) for r in fact.reasons),
    )


def _reason(reason: str) -> tuple[str, str]:
    code, colon, words = reason.partition(": ")
    return (code, words) if colon else ("", reason)


def value_words(value: object) -> str:
    """A value in words: a list with commas (semicolons where a member has commas), nothing for null."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        words = [value_words(v) for v in value]
        return ("; " if any("," in w for w in words) else ", ").join(words)
    return str(value)


def time_words(fact: Fact, field: str) -> str:
    """What a time comes to, set behind its words: ' (= 2022-10-01 … 2022-12-31)'; nothing where it is not resolved.

    '≈' stands for '=' where the words are loose, and an open end has no day.
    """
    time = fact.resolved.get(field)
    if time is None or time.words != fact.values.get(field):
        return ""
    days = time.start if time.start == time.end else f"{time.start or ''} … {time.end or ''}".strip()
    return f" ({'≈' if time.approximate else '='} {days})"


def _title(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _nothing(brief: Brief, name: str) -> str:
    """That a kind is empty, never in the same words whether nothing was there or something was lost."""
    words = name.replace("_", " ")
    lost = sum(line.path == name or line.path.startswith(f"{name}/") for line in brief.ledger)
    ledger = f"{lost} {'line' if lost == 1 else 'lines'} of the ledger {'is' if lost == 1 else 'are'} about {words}"
    if brief.status == "suspect":
        said = f"No {words} in this brief, but the brief is suspect: some may have been missed"
        return f"{said}; {ledger}." if lost else f"{said}."
    return f"No {words} stood the check; {ledger}." if lost else f"No {words} found."


def headline(brief: Brief) -> str:
    """The article's title, or the name of its source."""
    return brief.article.title or brief.article.source or "Untitled article"


def source_words(brief: Brief) -> list[str]:
    """Publisher, date and place of the article, as far as they are known."""
    article = brief.article
    place = article.url or article.source
    return [w for w in (article.publisher, article.published_at, place) if w and w != headline(brief)]


def status_words(brief: Brief) -> str:
    """Whether the brief may be read as complete, and how much of it is flagged or in the ledger."""
    facts = list(brief.all_facts())
    flagged = sum(f.verdict == "flagged" for f in facts)
    counts = f"{_count(len(facts), 'fact')}, {flagged} flagged, {_count(len(brief.ledger), 'line')} in the ledger"
    if brief.status == "suspect":
        return f"SUSPECT: do not read this brief as complete; the ledger says why. {counts}."
    return f"Complete: {counts}."


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def ledger_groups(lines: Iterable[LedgerLine]) -> Iterator[tuple[str, list[LedgerLine]]]:
    """The ledger by code, in the order in which the codes first stand in it."""
    groups: dict[str, list[LedgerLine]] = {}
    for line in lines:
        groups.setdefault(line.code, []).append(line)
    yield from groups.items()


def provenance_words(provenance: Provenance) -> list[str]:
    """How the brief was made, from the model to whether anything left the machine."""
    p = provenance
    host = f"the article was sent to {p.endpoint_host}" if p.endpoint_host else "nothing left this machine"
    words = [
        p.model,
        p.strategy,
        _count(p.calls, "call"),
        _tokens(p),
        f"{p.seconds:.1f} s by the clock",
        host,
    ]
    if p.cost_usd is not None:
        words.append(f"{p.cost_usd:.4f} USD")
    return [*words, p.tool, p.created_at]


def _tokens(p: Provenance) -> str:
    """What was read and what was written, each with its time where the endpoint tells it."""
    evaluated = f"{_count(max(0, p.prompt_tokens - p.cached_tokens), 'prompt token')} evaluated"
    cached = f" ({p.cached_tokens:,} more from the cache)" if p.cached_tokens else ""
    generated = f"{p.completion_tokens:,} generated"
    return f"{evaluated}{cached}{_within(p.prompt_seconds)}, {generated}{_within(p.completion_seconds)}"


def _within(seconds: float | None) -> str:
    return "" if seconds is None else f" in {seconds:,.1f} s"
