"""One article, from its text to its brief: what stands in the brief beside the facts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace

from summarizer.article import article_from_text
from summarizer.chat import ChatReply, ChatRequest, Message, Usage
from summarizer.extract.whole_article import WholeArticle
from summarizer.pipeline import make_brief
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
