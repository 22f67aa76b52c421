"""The adapter by which a side-by-side bench drives this product (``bench.py … --product benchmarks/adapter.py``).

``one`` and ``many`` make briefs of texts through an OpenAI-compatible endpoint with the whole-article strategy and
asking again switched off, ``many`` through the engine of real runs (`summarizer.batch.Run`), without a folder;
``responder`` is what a scripted model answers to this product's prompt.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Coroutine
from typing import Any

from summarizer.article import Article, article_from_text, sentences
from summarizer.batch import Done, Run
from summarizer.extract.whole_article import WholeArticle, mark
from summarizer.model.client import ChatClient
from summarizer.model.limiter import Limiter
from summarizer.pipeline import make_brief
from summarizer.schema import find_schema
from summarizer.settings import Settings
from summarizer.sources import Source

__all__ = ["STRATEGY", "many", "mark", "one", "responder"]

SCHEMA = find_schema("trade_brief")
STRATEGY = WholeArticle(SCHEMA)
ONCE = Settings(reask=0)
_ARTICLE = re.compile(r"^(=====ARTICLE-\w+=====)\n(.*?)\n\1$", re.DOTALL | re.MULTILINE)
_loop: list[asyncio.AbstractEventLoop] = []
_clients: dict[tuple[str, int], ChatClient] = {}


def _run(work: Coroutine[Any, Any, int]) -> int:
    # One loop for all calls: connections are kept, as in a program that makes many briefs.
    if not _loop:
        _loop.append(asyncio.new_event_loop())
    return _loop[0].run_until_complete(work)


def _client(url: str, workers: int) -> ChatClient:
    if (url, workers) not in _clients:
        _clients[url, workers] = ChatClient("gpt-fake", base_url=url, parallel=workers, limiter=Limiter(workers))
    return _clients[url, workers]


async def _facts(text: str, client: ChatClient) -> int:
    outcome = await make_brief(article_from_text(text), SCHEMA, STRATEGY, client, settings=ONCE)
    return sum(1 for _ in outcome.brief.all_facts())


def one(text: str, url: str) -> int:
    """Make the brief of one text; the number of its facts."""
    return _run(_facts(text, _client(url, 1)))


def many(texts: list[str], url: str, workers: int) -> int:
    """Make briefs of many texts, ``workers`` at a time; the number of all facts."""
    client = _client(url, workers)

    async def work() -> int:
        settings = Settings(model="gpt-fake", base_url=url, reask=0, jobs=workers)
        run = Run(map(_source, range(len(texts)), texts), SCHEMA, settings, endpoint=client)
        found = 0
        async for result in run.results():
            if not isinstance(result, Done):
                raise RuntimeError(f"{result.source} gave no brief")
            found += sum(1 for _ in result.brief.all_facts())
        return found

    return _run(work())


def _source(number: int, text: str) -> Source:
    def load() -> Article:
        return article_from_text(text)

    return Source(f"text-{number}", f"text-{number}", f"text-{number}", load)


def responder(body: dict[str, Any], plan: dict[str, Any]) -> str:
    """A scripted reply in the schema's shape: an item for each quote of the plan."""
    found = _ARTICLE.search(body["messages"][0]["content"])
    text = found[2] if found else ""
    if plan.get("k_first"):
        spans = [s for s in sentences(text) if len(text[s.start : s.end].split()) > 8][: plan["k_first"]]
        quotes = [" ".join(text[s.start : s.end].split()[:9]) for s in spans]
        quotes = [q if i % 4 != 3 else q.replace(" ", " reportedly ", 1) for i, q in enumerate(quotes)]
    else:
        quotes = [q["said"] for q in plan["quotes"] if q["quote"] in text]
    items = [{"quotes": [q], "description": " ".join(q.split()[-3:]), "status": "unknown"} for q in quotes]
    return json.dumps({"actors": [], "items": items, "compensation": [], "sanctions": [], "denials": []})
