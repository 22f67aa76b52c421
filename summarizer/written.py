"""A summary that the model writes: each sentence bound to its facts, checked, and replaced where it fails.

A sentence may say only numbers and names that its facts have, in their values or their evidence; what is proposed or
alleged must be said with a word for that, and a denial with a word that denies. What fails is replaced by the plain
rendering of the same facts (`summarizer.summary`), with a line in the ledger.

``plain`` is the default for every model, hosted ones too: the plain rendering is made of the facts' own values, costs no
call and is the same in every run; a written one reads better and can be no truer. The checks are for English.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from summarizer.brief import Fact, LedgerLine, SummarySentence
from summarizer.chat import ChatReply, ChatRequest, Endpoint
from summarizer.errors import ModelError, ReplyEmpty, ReplyInvalid, ReplyRefused, ReplyTruncated
from summarizer.extract.prompt import Prompt, load_prompt
from summarizer.extract.whole_article import mark
from summarizer.judge.numerals import numbers
from summarizer.judge.stems import STOP_WORDS
from summarizer.judge.tokens import tokenise
from summarizer.schema import Kind, OneOf, Schema
from summarizer.summary import SENTENCES, summarize_facts

__all__ = ["check_sentence", "summary_prompt", "write_summary"]

MAX_TOKENS = 800
MOST = 16_000  # characters of facts in one question
LONGEST = 500  # characters of a sentence
STRING = {"type": "string"}
SHAPE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "summary": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"text": STRING, "facts": {"type": "array", "items": STRING}},
                "required": ["text", "facts"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["summary"],
    "additionalProperties": False,
}
log = logging.getLogger("summarizer.run")

# Words that say that something is not, or not surely, so.
_HEDGE = re.compile(
    r"\b(?:would|will|may|might|could|should|plan\w*|propos\w*|seek\w*|sought|want\w*|offer\w*|intend\w*|agree\w*|"
    r"contract\w*|order\w*|expect\w*|await\w*|pending|attempt\w*|tr(?:y|ies|ied|ying)|fail\w*|seiz\w*|divert\w*|"
    r"alleg\w*|accus\w*|suspect\w*|claim\w*|reported\w*|purported\w*|threat\w*|consider\w*|promis\w*|warn\w*|"
    r"(?:is|are) \w+ing|under way|ongoing|mention\w*|named|unclear|lift\w*|eas(?:e|es|ed|ing)|violat\w*|breach\w*|remain\w*|"
    r"in force)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ial)|reject\w*|refut\w*|dismiss\w*|disput\w*|contradict\w*|not|never|no|nor|without|"
    r"\w+n['’]t)\b",
    re.IGNORECASE,
)
_MARKS = re.compile(r"\s*[\[(](?:f\d+(?:\s*[,;]\s*)?)+[\])]")


def summary_prompt() -> Prompt:
    """The prompt that a summary is written by."""
    return load_prompt("summary")


async def write_summary(
    schema: Schema, facts: Mapping[str, Sequence[Fact]], endpoint: Endpoint
) -> tuple[tuple[SummarySentence, ...], list[LedgerLine]]:
    """The summary, at most four sentences, and what was wrong with those that had to be replaced.

    Where the model gives none, the plain summary and a line that says why. Raises UsageError as the endpoint does.
    """
    told = _told(schema, facts)
    if not told:
        return summarize_facts(schema, facts), []
    data = _data(schema, told)
    request = ChatRequest(
        [{"role": "user", "content": summary_prompt().render(data=data, mark=mark(data))}],
        max_tokens=MAX_TOKENS,
        json_schema=SHAPE,
        schema_name="summary",
        tag="summary",
    )
    try:
        said = _read(await endpoint.ask(request))
    except ModelError as error:
        line = LedgerLine(path="summary", code=error.code, value=error.message, hint="the plain summary stands instead")
        return summarize_facts(schema, facts), [line]
    sentences: list[SummarySentence] = []
    ledger: list[LedgerLine] = []
    for i, entry in enumerate(said):
        path = f"summary/{i}"
        if len(sentences) >= SENTENCES:
            ledger.append(LedgerLine(path=path, code="schema_invalid", value=entry, hint="more than four sentences"))
            continue
        text, bound = _bound(entry, told)
        wrong = check_sentence(schema, text, bound)
        if wrong is None:
            text = text if text.endswith((".", "!", "?", ".”", '."')) else f"{text}."
            text += " (flagged)" if any(f.reasons for f in bound) else ""
            sentences.append(SummarySentence(text=text, facts=tuple(f.id for f in bound)))
            continue
        code, why = wrong
        plain = summarize_facts(schema, _by_kind(schema, bound)) if bound else ()
        ledger.append(LedgerLine(path=path, code=code, value=text or entry, hint=f"{why}; said plainly instead"))
        said_before = {s.text for s in sentences}
        sentences += [s for s in plain if s.text not in said_before][: SENTENCES - len(sentences)]
    log.info("a summary of %d sentences, %d of them replaced", len(sentences), len(ledger), extra={"kind": "summary"})
    return tuple(sentences) or summarize_facts(schema, facts), ledger


def check_sentence(schema: Schema, text: str, facts: Sequence[Fact]) -> tuple[str, str] | None:
    """What is wrong with a sentence that says these facts: a ledger code and words; None where nothing is."""
    if not text or len(text) > LONGEST:
        return "schema_invalid", "no sentence, or one that is too long"
    if not facts:
        return "schema_invalid", "it names no fact of this brief"
    sources = [words for fact in facts for words in _words(fact)]
    have = [n for words in sources for n in numbers(words)]
    for number in numbers(text):
        hits = [n for n in have if n.supports(number) and n.agrees(number)]
        if not any(not n.says_less(number) for n in hits):
            return "number_not_in_evidence", f"its facts do not have '{number.said}'"
    if stray := _stray_name(text, sources):
        return "name_not_in_evidence", f"its facts do not have '{stray}'"
    for fact in facts:
        kind = schema.kind(fact.kind)
        if kind.claim.contradicts and not _DENIES.search(text):
            return "polarity", "it says a denial without a word that denies"
        if _is_unsure(kind, fact) and not _HEDGE.search(text):
            return "modality", "it says as done what is not told as done"
    return None


def _is_unsure(kind: Kind, fact: Fact) -> bool:
    """Whether a fixed set of the fact that knows 'done' says that it is not."""
    return any(
        isinstance(f.marker, OneOf) and f.marker.done and fact.values.get(f.name) not in (None, *f.marker.done)
        for f in kind.fields
    )


def _stray_name(text: str, sources: Iterable[str]) -> str:
    """The first word with a capital that the sources don't have; the first word of all may be any common one."""
    known = {form for words in sources for form in tokenise(words).forms}
    known |= {form for words in sources for form in tokenise(words, caseless=True).forms}
    tokens = tokenise(text)
    first = next((i for i, raw in enumerate(tokens.raws) if raw[:1].isalnum()), 0)
    for i, (form, raw) in enumerate(zip(tokens.forms, tokens.raws, strict=True)):
        if not any(c.isupper() for c in raw) or form in known:
            continue
        if i == first and (form in STOP_WORDS or form in _OPENERS):
            continue
        return raw
    return ""


_OPENERS = frozenset(
    "according sanctions separately meanwhile additionally moreover officials both several authorities payment".split()
)


def _words(fact: Fact) -> list[str]:
    values = [v for value in fact.values.values() for v in (value if isinstance(value, list | tuple) else [value])]
    return [v for v in values if isinstance(v, str)] + [e.quote for e in fact.evidence]


def _told(schema: Schema, facts: Mapping[str, Sequence[Fact]]) -> dict[str, Fact]:
    """The facts that are told, by the short ids of the prompt: of each kind the supported ones, else the flagged."""
    chosen: list[Fact] = []
    for kind in schema.kinds:
        if not kind.is_party:
            mine = list(facts.get(kind.name, ()))
            chosen += [f for f in mine if not f.reasons] or mine
    out, room = {}, MOST
    for i, fact in enumerate(chosen, 1):
        room -= sum(map(len, _words(fact)))
        if room < 0:
            break
        out[f"f{i}"] = fact
    return out


def _data(schema: Schema, told: Mapping[str, Fact]) -> str:
    rows = []
    for short, fact in told.items():
        plain = summarize_facts(schema, {fact.kind: (fact,)})
        values = {k: v for k, v in fact.values.items() if v not in (None, [])}
        rows.append(
            {
                "id": short,
                "list": fact.kind,
                **values,
                "quotes": [e.quote for e in fact.evidence],
                "plainly": plain[0].text if plain else "",
            }
        )
    return "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n]"


def _by_kind(schema: Schema, facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    return {k.name: [f for f in facts if f.kind == k.name] for k in schema.kinds}


def _read(reply: ChatReply) -> list[Any]:
    """The entries of a reply: a list, bare or under ``summary``, in whatever wrapping."""
    if reply.refusal or reply.finish_reason == "content_filter":
        raise ReplyRefused("the model refused to write a summary", text=reply.refusal or "")
    if reply.finish_reason == "length":
        raise ReplyTruncated("the summary was cut off", text=reply.text)
    if not reply.text.strip():
        raise ReplyEmpty("the model wrote no summary")
    start, end = min(_at(reply.text, "{"), _at(reply.text, "[")), max(reply.text.rfind("}"), reply.text.rfind("]"))
    try:
        value = json.loads(reply.text[start : end + 1])
    except (ValueError, RecursionError) as error:
        raise ReplyInvalid("the model's summary is no JSON", text=reply.text) from error
    entries = value.get("summary") if isinstance(value, dict) else value
    if not isinstance(entries, list) or not entries:
        raise ReplyInvalid("the model's summary is no list of sentences", text=reply.text)
    return entries


def _at(text: str, character: str) -> int:
    at = text.find(character)
    return at if at >= 0 else len(text)


def _bound(entry: Any, told: Mapping[str, Fact]) -> tuple[str, list[Fact]]:
    """A sentence and its facts; no facts where one of them is not known."""
    if not isinstance(entry, dict):
        return "", []
    said = entry.get("text")
    text = " ".join(_MARKS.sub("", said).split()) if isinstance(said, str) else ""
    ids = entry.get("facts")
    ids = ids if isinstance(ids, list) else [ids]
    if not all(isinstance(i, str) and i in told for i in ids):
        return text, []
    return text, [told[i] for i in dict.fromkeys(ids)]
