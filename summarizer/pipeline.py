"""One article, from its text to its brief: ask, draft, judge, ask again for what failed, put together."""

from __future__ import annotations

import asyncio
import datetime
import hashlib
import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from summarizer._version import __version__
from summarizer.article import Article
from summarizer.brief import ArticleInfo, Brief, LedgerLine, Provenance
from summarizer.budget import Budget, Limits, Price, Purse
from summarizer.chat import ChatReply, ChatRequest, Endpoint, Message
from summarizer.errors import SummarizerError
from summarizer.extract import Progress, Strategy
from summarizer.extract.draft import quiet
from summarizer.extract.prompt import digest_of
from summarizer.judge import Judged, View
from summarizer.judge.suspicion import instruction_like, suspiciously_empty
from summarizer.mend import judge_and_mend
from summarizer.schema import Report, Schema, compile_schema
from summarizer.schema.json_schema import reply_schema
from summarizer.settings import Settings
from summarizer.summary import summarize_facts
from summarizer.when import with_times
from summarizer.written import summary_prompt, write_summary

__all__ = ["Outcome", "make_brief", "same_words", "schema_digest"]

log = logging.getLogger("summarizer.run")

DEFAULTS = Settings()


@dataclass(frozen=True)
class Outcome:
    """A brief and the raw answers that it was made from."""

    brief: Brief
    replies: tuple[dict[str, Any], ...]


class _Metered:
    """An endpoint whose use for one article is kept within its budget, counted and logged, and its answers kept."""

    def __init__(self, endpoint: Endpoint, budget: Budget, schema: Schema, purse: Purse | None) -> None:
        self._endpoint = endpoint
        self._kinds = {k.name for k in schema.kinds}
        self._budget = budget
        self._purse = purse or Purse()
        self.replies: list[dict[str, Any]] = []
        self.label = endpoint.label
        self.host = endpoint.host
        self.parallel = endpoint.parallel

    async def ask(self, request: ChatRequest) -> ChatReply:
        allowed = self._budget.allow(request)
        started = time.monotonic()
        try:
            async with self._purse.call(allowed) as (allowed, paid):
                reply = await self._endpoint.ask(allowed)
                paid(reply.usage)
        except SummarizerError as error:
            tag = self._tag(request)
            seconds = round(time.monotonic() - started, 3)
            said = {"kind": "call_failed", "tag": tag, "seconds": seconds, "code": error.code}
            log.info("no answer to %s: %s", tag, error.message, extra=said)
            raise
        self.replies.append({"tag": request.tag, **reply.to_dict()})
        self._log(request, reply, time.monotonic() - started)
        self._budget.take(request, allowed, reply)
        return reply

    def _log(self, request: ChatRequest, reply: ChatReply, seconds: float) -> None:
        used = reply.usage.in_milliseconds()
        tag = self._tag(request)
        said = {
            "kind": "call",
            "tag": tag,
            "seconds": round(seconds, 3),
            "prompt_tokens": used.prompt,
            "cached_tokens": used.cached,
            "prompt_seconds": used.prompt_seconds,
            "completion_tokens": used.completion,
            "completion_seconds": used.completion_seconds,
            "cost_usd": _dollars(self._budget.cost_of(used)),
            "finish_reason": reply.finish_reason,
            "refused": reply.refusal is not None,
        }
        log.info("answered %s", tag, extra=said)

    def _tag(self, request: ChatRequest) -> str:
        """The question's name without what is the article's: places and lists stay, words of it don't."""
        first, *rest = request.tag.split("/")
        return "/".join([first, *(part for part in rest if part in self._kinds or part.replace("-", "").isdecimal())])

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
    settings: Settings = DEFAULTS,
    price: Price | None = None,
    purse: Purse | None = None,
    turn: AbstractAsyncContextManager[Any] | None = None,
    clock: Callable[[], float] = time.monotonic,
    now: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC),
) -> Outcome:
    """The brief of one article.

    Of ``settings``, its limits, its ``reask`` and its ``summary`` hold here; ``price`` reckons what calls cost, and ``purse`` is
    what a whole run may take. ``turn`` is held while facts are judged: a lock that articles of one loop share lets it look
    after calls between two of them. Raises ModelError where the model gives nothing of use or the budget ends before its
    first answer, and UsageError where the endpoint can't be used.
    """
    started = clock()
    about = {"kind": "article", "article": article.id, "chars": len(article.text), "model": endpoint.label}
    log.info("reading an article of %d characters", len(article.text), extra=about | {"strategy": strategy.name})
    # Cut now, while the loader's own cut is still remembered: once the model is asked, other articles come in between.
    _ = article.sentences
    budget = Budget(Limits.of(settings), price, clock)
    metered = _Metered(endpoint, budget, schema, purse)
    view = View(article)
    ahead = asyncio.create_task(_look_ahead(view, turn)) if turn is not None else None
    try:
        draft = await strategy.draft(article, schema, metered, progress)
    finally:
        if ahead is not None:
            ahead.cancel()
    judged = await judge_and_mend(
        article, schema, strategy, metered, draft, rounds=settings.reask, view=view, turn=turn
    )
    judged, suspect = _with_suspicions(article, schema, judged)
    prompt, digest = strategy.prompt, strategy.prompt_sha256
    if settings.summary == "model":
        summary, lines = await write_summary(schema, judged.facts, metered)
        judged = Judged(judged.facts, (*judged.ledger, *lines))
        prompt, digest = f"{prompt}, {summary_prompt().id}", digest_of(digest, summary_prompt().sha256)
    else:
        summary = summarize_facts(schema, judged.facts)
    used = budget.used.in_milliseconds()
    brief = Brief(
        schema_id=schema.id,
        status="suspect" if draft.suspect or suspect else "complete",
        article=ArticleInfo.of(article),
        summary=summary,
        facts=with_times(article, schema, judged.facts),
        ledger=judged.ledger,
        provenance=Provenance(
            tool=f"spanbrief {__version__}",
            model=endpoint.label,
            endpoint_host=endpoint.host,
            strategy=strategy.name,
            prompt=prompt,
            prompt_sha256=digest,
            schema_sha256=schema_digest(schema),
            created_at=now().replace(microsecond=0).isoformat(),
            calls=used.calls,
            prompt_tokens=used.prompt,
            cached_tokens=used.cached,
            prompt_seconds=used.prompt_seconds,
            completion_tokens=used.completion,
            completion_seconds=used.completion_seconds,
            seconds=round(max(0.0, clock() - started), 3),
            cost_usd=_dollars(budget.cost_of(used)),
        ),
    )
    _log_outcome(brief)
    return Outcome(brief, tuple(sorted(metered.replies, key=lambda r: str(r["tag"]))))


async def _look_ahead(view: View, turn: AbstractAsyncContextManager[Any]) -> None:
    """Use the time in which the model is waited for; never while another article could be judged."""
    async with turn:
        view.look_ahead()


def _log_outcome(brief: Brief) -> None:
    told = brief.provenance
    said = {
        "kind": "outcome",
        "article": brief.article.id,
        "status": brief.status,
        "facts": {kind: len(facts) for kind, facts in brief.facts.items()},
        "flagged": sum(fact.verdict == "flagged" for fact in brief.all_facts()),
        "ledger": dict(Counter(line.code for line in brief.ledger)),
        "calls": told.calls,
        "prompt_tokens": told.prompt_tokens,
        "cached_tokens": told.cached_tokens,
        "prompt_seconds": told.prompt_seconds,
        "completion_tokens": told.completion_tokens,
        "completion_seconds": told.completion_seconds,
        "seconds": told.seconds,
        "cost_usd": told.cost_usd,
    }
    log.info("a brief, %s", brief.status, extra=said)


def _with_suspicions(article: Article, schema: Schema, judged: Judged) -> tuple[Judged, bool]:
    """The judgement with what speaks against believing it as a whole, and whether that is enough to say so."""
    lines: list[LedgerLine] = instruction_like(article)
    empty = suspiciously_empty(article, schema, judged.facts, instructed=bool(lines))
    lines += [LedgerLine(path="", code="source_incomplete", value=note) for note in article.notes]
    if empty is not None:
        lines.append(empty)
    return Judged(judged.facts, (*judged.ledger, *lines)), empty is not None


def _dollars(cost: float | None) -> float | None:
    return None if cost is None else round(cost, 8)


def same_words(twin: Brief, article: Article, schema: Schema) -> Brief:
    """The brief of another source of the same words, as that of this one: how it was made is told, nothing was asked.

    What a time means hangs on the day of publication, which may be another.
    """
    return twin.model_copy(
        update={"article": ArticleInfo.of(article), "facts": with_times(article, schema, twin.facts)}
    )


def schema_digest(schema: Schema) -> str:
    """Hexadecimal SHA-256 of the schema's reply form: changes when what is asked for changes."""
    return _report_digest(schema.report)


@lru_cache(maxsize=32)
def _report_digest(report: type[Report]) -> str:
    schema = compile_schema(report)
    return hashlib.sha256(json.dumps(reply_schema(schema), sort_keys=True).encode()).hexdigest()
