"""One article, from its text to its brief: what stands in the brief beside the facts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace

from summarizer.article import article_from_text
from summarizer.chat import ChatReply, ChatRequest, Message, Usage
from summarizer.extract.whole_article import WholeArticle
from summarizer.pipeline import make_brief, same_words
from summarizer.schema import find_schema

TRADE = find_schema("trade_brief")
TEXT = "Velmora sold Drovia twelve patrol boats in March, its Navy Ministry said on Monday.\n"


class Obliging:
    """An endpoint that answers every question alike."""

    label = "m"
    host: str | None = None
    parallel = 1

    def __init__(self, reply: object) -> None:
        self._reply = ChatReply(json.dumps(reply), "stop", Usage())

    async def ask(self, request: ChatRequest) -> ChatReply:
        return self._reply

    async def warm(self, prefix: Sequence[Message]) -> None:
        """Nothing."""

    async def aclose(self) -> None:
        """Nothing."""


def test_what_was_not_read_of_a_source_is_told() -> None:
    """The reader's notes stand in the ledger; the brief is no less complete for the words that it is about."""
    article = replace(article_from_text(TEXT, "scan.pdf"), notes=("no text on 2 of 9 pages: 3, 4",))
    item = {"description": "patrol boats", "status": "delivered", "quotes": [TEXT.strip()]}
    outcome = asyncio.run(make_brief(article, TRADE, WholeArticle(TRADE), Obliging({"items": [item]})))
    assert [(line.code, line.value) for line in outcome.brief.ledger] == [
        ("source_incomplete", "no text on 2 of 9 pages: 3, 4")
    ]
    assert outcome.brief.status == "complete"


def test_the_same_words_of_another_day() -> None:
    """A brief that serves a second source of its words says what its times mean on the day of that source."""
    text = "Velmora sold Drovia twelve patrol boats late last year, its Navy Ministry said.\n"
    item = {"description": "patrol boats", "status": "delivered", "date": "late last year", "quotes": [text.strip()]}
    first, second = (article_from_text(text, day, published_at=day) for day in ("2023-03-31", "2024-03-31"))
    made = asyncio.run(make_brief(first, TRADE, WholeArticle(TRADE), Obliging({"items": [item]}))).brief
    again = same_words(made, second, TRADE)
    starts = [brief["items"][0].resolved["date"].start for brief in (made, again)]
    assert starts == ["2022-10-01", "2023-10-01"]
    assert again.article.source == "2024-03-31" and again.provenance == made.provenance
