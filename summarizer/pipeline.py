"""One article, from its text to its brief: ask, draft, judge, put together."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from summarizer._version import __version__
from summarizer.article import Article
from summarizer.brief import ArticleInfo, Brief, Provenance
from summarizer.chat import ChatReply, ChatRequest, Endpoint, Message, Usage
from summarizer.extract import Progress, Strategy
from summarizer.extract.draft import quiet
from summarizer.judge import judge
from summarizer.schema import Schema
from summarizer.schema.json_schema import reply_schema
from summarizer.summary import summarize_facts

__all__ = ["Outcome", "make_brief", "schema_digest"]


@dataclass(frozen=True)
class Outcome:
    """A brief and the raw answers that it was made from."""

    brief: Brief
    replies: tuple[dict[str, Any], ...]


class _Listening:
    """An endpoint whose use for one article is counted, and whose answers are kept."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self.used = Usage()
        self.replies: list[dict[str, Any]] = []
        self.label = endpoint.label
        self.host = endpoint.host
        self.parallel = endpoint.parallel

    async def ask(self, request: ChatRequest) -> ChatReply:
        reply = await self._endpoint.ask(request)
        self.used += reply.usage
        kept = {"tag": request.tag, **dataclasses.asdict(reply)}
        self.replies.append({k: v for k, v in kept.items() if v not in (None, ())})
        return reply

    async def warm(self, prefix: Sequence[Message]) -> None:
        await self._endpoint.warm(prefix)

    async def aclose(self) -> None:
        await self._endpoint.aclose()


async def make_brief(
    article: Article,
    schema: Schema,
    strategy: Strategy,
    endpoint: Endpoint,
    *,
    progress: Progress = quiet,
    clock: Callable[[], float] = time.monotonic,
    now: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC),
) -> Outcome:
    """The brief of one article.

    Raises ModelError where the model gives nothing of use, and UsageError where the endpoint can't be used.
    """
    started = clock()
    listening = _Listening(endpoint)
    draft = await strategy.draft(article, schema, listening, progress)
    judged = judge(article, schema, draft.facts)
    used = listening.used
    brief = Brief(
        schema_id=schema.id,
        status="suspect" if draft.suspect else "complete",
        article=ArticleInfo.of(article),
        summary=summarize_facts(schema, judged.facts),
        facts=judged.facts,
        ledger=(*draft.ledger, *judged.ledger),
        provenance=Provenance(
            tool=f"spanbrief {__version__}",
            model=endpoint.label,
            endpoint_host=endpoint.host,
            strategy=strategy.name,
            prompt=strategy.prompt,
            prompt_sha256=strategy.prompt_sha256,
            schema_sha256=schema_digest(schema),
            created_at=now().replace(microsecond=0).isoformat(),
            calls=used.calls,
            prompt_tokens=used.prompt,
            cached_tokens=used.cached,
            completion_tokens=used.completion,
            seconds=round(max(0.0, clock() - started), 3),
        ),
    )
    return Outcome(brief, tuple(sorted(listening.replies, key=lambda r: str(r["tag"]))))


def schema_digest(schema: Schema) -> str:
    """Hexadecimal SHA-256 of the schema's reply form: changes when what is asked for changes."""
    return hashlib.sha256(json.dumps(reply_schema(schema), sort_keys=True).encode()).hexdigest()
