"""What a model would be asked about an article, word for word, without asking one.

A stand-in endpoint takes down every question and answers with next to nothing. What only comes up when something was
found (asking again, the summary) is brought about with a fact made up of the article's own first words.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

from summarizer.api import strategy_of
from summarizer.article import Article
from summarizer.brief import Evidence, Fact
from summarizer.builtin import PROMPTS
from summarizer.chat import ChatReply, ChatRequest, Message, Usage
from summarizer.pipeline import make_brief
from summarizer.schema import Kind, Schema
from summarizer.schema.grammar import NOTHING
from summarizer.settings import Settings
from summarizer.written import write_summary

__all__ = ["EXAMPLE_ARTICLE", "questions", "reask_question", "summary_question"]

EXAMPLE_ARTICLE = PROMPTS / "examples" / "article.txt"
"""An invented article that ships with the program."""

_WRONG = "words that do not stand in the article"


def questions(article: Article, schema: Schema, settings: Settings) -> list[ChatRequest]:
    """All questions that come up while an article is read, in order, by the settings' strategy and prompt.

    Whether a model says yes decides what it is asked next; here it neither says yes nor no, so that both are shown.
    Raises PromptError.
    """
    return asyncio.run(_read(article, schema, settings, _Notes(schema)))


def reask_question(article: Article, schema: Schema) -> list[ChatRequest]:
    """What is asked after the judge did not let a fact stand."""
    settings = Settings(strategy="whole-article", reask=1)
    asked = asyncio.run(_read(article, schema, settings, _Notes(schema, _fact(schema.kinds[0], article, _WRONG))))
    return [request for request in asked if request.tag.startswith("reask/")]


def summary_question(article: Article, schema: Schema) -> list[ChatRequest]:
    """What is asked for a summary that the model writes."""
    # A party alone is no sentence of a summary.
    kind = next((k for k in schema.kinds if not k.is_party), schema.kinds[0])
    values = {f.name: [] if f.many else None for f in kind.fields} | _fact(kind, article, "")
    del values["quotes"]
    first = article.sentences[0]
    before, after = article.context(first)
    evidence = Evidence(
        start=first.start,
        end=first.end,
        quote=article.quote(first),
        prefix=before,
        suffix=after,
        match="exact",
        occurrences=1,
    )
    notes = _Notes(schema)
    fact = Fact(kind=kind.name, id="example", values=values, evidence=(evidence,))
    asyncio.run(write_summary(schema, {kind.name: [fact]}, notes))
    return notes.asked


def _fact(kind: Kind, article: Article, quote: str) -> dict[str, Any]:
    """A fact of which each required value is a member of its set, or the article's first words."""
    first = article.quote(article.sentences[0])
    words = " ".join(first.split()[:4])
    values: dict[str, Any] = {"quotes": [quote or first]}
    for f in (f for f in kind.fields if f.required):
        value = f.members[0] if f.members else words
        values[f.name] = [value] if f.many else value
    return values


async def _read(article: Article, schema: Schema, settings: Settings, notes: _Notes) -> list[ChatRequest]:
    await make_brief(article, schema, strategy_of(settings, schema), notes, settings=settings)
    return notes.asked


class _Notes:
    """An endpoint that writes down what it is asked."""

    label = "nobody"
    host: str | None = None
    parallel = 1

    def __init__(self, schema: Schema, *facts: dict[str, Any]) -> None:
        self.asked: list[ChatRequest] = []
        self._first = {k.name: list(facts) if k is schema.kinds[0] else [] for k in schema.kinds}
        self._empty: dict[str, list[Any]] = {k.name: [] for k in schema.kinds}

    async def ask(self, request: ChatRequest) -> ChatReply:
        """Next to nothing, in the shape that is wanted."""
        first = not self.asked
        self.asked.append(request)
        if request.tag == "summary":
            return ChatReply('{"summary": []}', "stop", Usage())
        said = json.dumps(self._first if first else self._empty) if request.json_schema is not None else NOTHING
        return ChatReply(said, "stop", Usage())

    async def warm(self, prefix: Sequence[Message]) -> None:
        """Nothing."""

    async def aclose(self) -> None:
        """Nothing."""
