"""The few-shot examples of a user's prompt, held against their own texts with the judge's locator.

An example that quotes what does not stand in its article teaches a model to do so. It is refused, with the quote and the
passage that is nearest to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.article import Article, article_from_text
from summarizer.chat import ChatReply, Usage
from summarizer.errors import PromptError, ReplyError
from summarizer.extract.draft import DraftFact
from summarizer.extract.prompt import Prompt, nearest
from summarizer.extract.reply import read_reply
from summarizer.judge import Locator
from summarizer.schema import Kind, Schema
from summarizer.schema.grammar import line_fields

__all__ = ["WholeExample", "sentence_examples", "whole_examples"]

THRESHOLDS = ("alone", "unread", "whole", "part")
LONGEST = 200  # characters of a quote or a passage in a message


@dataclass(frozen=True)
class WholeExample:
    """An article, the facts that are to be found in it, and the same as a model would answer: JSON on one line."""

    article: Article
    facts: tuple[DraftFact, ...]
    reply: str


def whole_examples(prompt: Prompt, schema: Schema) -> tuple[WholeExample, ...]:
    """The examples of a whole-article prompt: a list of ``article`` (a text) and ``reply`` (its lists of facts).

    Raises PromptError: another shape, a reply that would not be taken from a model, a fact without a quote, a quote that
    does not stand in its article.
    """
    given = prompt.examples or []
    where = prompt.where or prompt.id
    if not isinstance(given, list):
        raise PromptError(f"{where}: `examples` is a list, each with `article` and `reply`")
    return tuple(_whole(entry, schema, f"{where}: example {n}") for n, entry in enumerate(given, 1))


def _whole(entry: object, schema: Schema, where: str) -> WholeExample:
    entry = _mapping(entry, ("article", "reply"), where, needed=("article", "reply"))
    text, reply = entry["article"], _mapping(entry["reply"], [k.name for k in schema.kinds], f"{where}: the reply")
    if not isinstance(text, str) or not text.strip():
        raise PromptError(f"{where}: `article` is no text", mend="write it as a block: `article: |`, and indent it")
    article = article_from_text(text)
    lists = {k.name: reply.get(k.name) or [] for k in schema.kinds}
    try:
        # Dates and the like, which YAML reads from bare words, are texts to a model.
        facts, ledger = read_reply(ChatReply(json.dumps(lists, default=str), "stop", Usage()), schema)
    except (ReplyError, TypeError, ValueError, RecursionError) as error:
        said = error.message if isinstance(error, ReplyError) else error
        raise PromptError(f"{where}: the reply can't be read: {said}") from error
    if ledger:
        line = ledger[0]
        value = _short(json.dumps(line.value, ensure_ascii=False, default=str))
        raise PromptError(f"{where}: {line.path}: {line.hint or line.code}: {value}", mend=_mend(schema, line.path))
    locator = Locator(article)
    for fact in facts:
        if not fact.quotes:
            raise PromptError(
                f"{where}: {fact.path} has no quotes", mend="every fact begins with the article's own words"
            )
        for quote in fact.quotes:
            _check_words(locator, quote, f"{where}: {fact.path}", "the quote", "its article")
    return WholeExample(article, tuple(facts), _as_reply(schema, facts))


def _mend(schema: Schema, path: str) -> str:
    """The fields of the list that a path leads into, and what they may be."""
    name, *rest = path.split("/")
    kind = schema.kind(name)
    fields = [f"{f.name} (one of {', '.join(f.members)})" if f.members else f.name for f in kind.fields]
    return f"{nearest(rest[1:], [f.name for f in kind.fields])}{name} have {', '.join(fields)}"


def _as_reply(schema: Schema, facts: Sequence[DraftFact]) -> str:
    lists = {k.name: [{"quotes": list(f.quotes), **f.values} for f in facts if f.kind == k.name] for k in schema.kinds}
    return json.dumps(lists, ensure_ascii=False)


def sentence_examples(prompt: Prompt, schema: Schema) -> Mapping[str, Any]:
    """The examples of a sentence-wise prompt: for each list ``examples`` (of ``sentence`` and ``facts``) and ``sure``.

    Raises PromptError: another shape, a list, field or member that the schema has not, a required value that is missing, a
    value that does not stand in its sentence.
    """
    where = prompt.where or prompt.id
    given = _mapping(prompt.examples or {}, [k.name for k in schema.kinds], f"{where}: `examples`")
    return {name: _of_kind(schema.kind(name), entry, f"{where}: {name}") for name, entry in given.items()}


def _of_kind(kind: Kind, entry: object, where: str) -> dict[str, Any]:
    entry = _mapping(entry or {}, ("sure", "examples"), where)
    sure = _mapping(entry.get("sure") or {}, THRESHOLDS, f"{where}: `sure`")
    for name, value in sure.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise PromptError(f"{where}: `sure`: {name} is {value!r}", mend="a number from 0 to 1")
    examples = entry.get("examples") or []
    if not isinstance(examples, list):
        raise PromptError(f"{where}: `examples` is a list, each with `sentence` and `facts`")
    read = [_of_sentence(kind, one, f"{where}: example {n}") for n, one in enumerate(examples, 1)]
    return {"sure": sure, "examples": read}


def _of_sentence(kind: Kind, entry: object, where: str) -> dict[str, Any]:
    entry = _mapping(entry, ("sentence", "facts"), where, needed=("sentence", "facts"))
    sentence, facts = entry["sentence"], entry["facts"] or []
    if not isinstance(sentence, str) or not sentence.strip() or len(sentence.splitlines()) != 1:
        raise PromptError(f"{where}: `sentence` is no text of one line")
    if not isinstance(facts, list):
        raise PromptError(f"{where}: `facts` is a list, [] where the sentence states none")
    locator = Locator(article_from_text(sentence))
    fields = {f.name: f for f in line_fields(kind)}
    required = [f.name for f in fields.values() if f.required]
    read = []
    for n, fact in enumerate(facts, 1):
        here = f"{where}: fact {n}"
        values = _mapping(fact, list(fields), here, needed=required)
        if empty := [name for name in required if not values[name]]:
            raise PromptError(f"{here}: {', '.join(empty)} says nothing")
        read.append(values)
        for name, value in _values(values):
            members = fields[name].members
            if members and value not in members:
                mend = f"{nearest([value], members)}one of {', '.join(members)}"
                raise PromptError(f"{here}: {name} is {_short(value)!r}", mend=mend)
            if not members:
                _check_words(locator, value, here, name, "its sentence")
    return {"sentence": sentence, "facts": read}


def _values(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                yield name, str(one)


def _check_words(locator: Locator, words: str, where: str, what: str, text: str) -> None:
    if locator.locate(words) is not None:
        return
    near = locator.nearest(words)
    mend = "copy it character for character"
    raise PromptError(
        f"{where}: {what} {_short(words)!r} does not stand in {text}",
        mend=f"{mend}; nearest: {_short(near)!r}" if near else f"{mend}; nothing there is like it",
    )


def _mapping(value: object, known: Sequence[str], where: str, *, needed: Sequence[str] = ()) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise PromptError(f"{where} is no mapping", mend=f"with the keys {', '.join(known)}")
    if unknown := [key for key in value if key not in known]:
        names = ", ".join(_short(str(key)) for key in unknown)
        raise PromptError(
            f"{where} has unknown keys {names}", mend=f"{nearest(unknown, known)}known: {', '.join(known)}"
        )
    if missing := [key for key in needed if key not in value]:
        raise PromptError(f"{where} lacks {', '.join(missing)}")
    return value


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
