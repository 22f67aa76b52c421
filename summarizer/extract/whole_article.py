"""The whole-article strategy: for capable models, one call an article.

The article stands between two marks and is declared as data. The marks are a digest of the article itself: nobody can
write a text that holds its own mark, and the same article is asked for in the same words, so that a recording fits.
Long articles go in overlapping windows on sentence borders; so does what was cut off, in smaller ones.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from summarizer.article import Article, Span, sentences
from summarizer.brief import LedgerLine
from summarizer.chat import ChatRequest, Endpoint, Message
from summarizer.errors import ReplyEmpty, ReplyError, ReplyInvalid, ReplyTruncated
from summarizer.extract.draft import Draft, DraftFact, Progress, quiet
from summarizer.extract.prompt import load_prompt
from summarizer.extract.reply import read_reply
from summarizer.schema import Schema
from summarizer.schema.json_schema import describe, reply_schema

__all__ = ["WholeArticle"]

WINDOW = 24_000  # characters, some 6,000 tokens of English
OVERLAP = 2  # sentences that a window shares with the one before
SMALLEST = 400  # characters; a window that is cut off and no larger than this is given up
MAX_TOKENS = 8192
REMINDER = (
    "Your last answer can't be used: {why}. Answer again, with nothing but the JSON object that was described: no "
    "prose, no code fence."
)


class WholeArticle:
    """One call an article, in the shape of the schema's reply. Prompt: ``whole_article``."""

    name = "whole-article"

    def __init__(self, schema: Schema, *, window: int = WINDOW, max_tokens: int = MAX_TOKENS) -> None:
        self._prompt = load_prompt("whole_article")
        self._window = window
        self._max_tokens = max_tokens
        self._shape = _bare(reply_schema(schema))
        self.prompt = self._prompt.id
        self.prompt_sha256 = self._prompt.sha256

    async def draft(self, article: Article, schema: Schema, endpoint: Endpoint, progress: Progress = quiet) -> Draft:
        """Ask window by window; see the module.

        Raises ReplyInvalid, ReplyEmpty (after being asked again once), ReplyTruncated (after smaller windows),
        ReplyRefused, and what the endpoint raises.
        """
        draft = Draft()
        todo = windows(article, self._window)
        done = 0
        while todo:
            progress(done, done + len(todo))
            window = todo.pop(0)
            try:
                facts, ledger = await self._ask(article, schema, endpoint, window, draft)
            except ReplyTruncated as error:
                smaller = windows(article, max(SMALLEST, len(window) // 2), within=window)
                if len(smaller) < 2 or len(window) <= SMALLEST:
                    raise
                draft.ledger.append(
                    LedgerLine(
                        path="",
                        code="reply_truncated",
                        value=f"asked again in {len(smaller)} parts",
                        hint=error.message,
                    )
                )
                todo = [*smaller, *todo]
                continue
            draft.facts += facts
            draft.ledger += ledger
            done += 1
        progress(done, done)
        return draft

    async def _ask(
        self, article: Article, schema: Schema, endpoint: Endpoint, window: Span, draft: Draft
    ) -> tuple[list[DraftFact], list[LedgerLine]]:
        messages: list[Message] = [{"role": "user", "content": self._render(article, schema, window)}]
        first = {k.name: sum(f.kind == k.name for f in draft.facts) for k in schema.kinds}
        for attempt in (0, 1):
            request = ChatRequest(
                messages,
                max_tokens=self._max_tokens,
                json_schema=self._shape,
                schema_name=f"{schema.name}_reply",
                tag=f"article/{window.start}-{window.end}/{attempt}",
            )
            reply = await endpoint.ask(request)
            if reply.finish_reason == "length":
                raise ReplyTruncated(
                    f"the answer was cut off at {self._max_tokens} tokens",
                    mend="a larger model, or shorter articles",
                    text=reply.text,
                )
            try:
                facts, ledger = read_reply(reply, schema, first=first, attempt=attempt)
            except (ReplyInvalid, ReplyEmpty) as error:
                if attempt:
                    raise
                # The answer goes back shortened: what it got wrong stands at its beginning.
                messages = [
                    *messages,
                    {"role": "assistant", "content": reply.text[:2000] or "(nothing)"},
                    {"role": "user", "content": REMINDER.format(why=error.message)},
                ]
                draft.ledger.append(_again(error))
                continue
            return [replace(f, places=tuple(None for _ in f.quotes)) for f in facts], ledger
        raise AssertionError("unreachable")

    def _render(self, article: Article, schema: Schema, window: Span) -> str:
        text = article.quote(window)
        kinds = [
            {
                "name": k.name,
                "description": k.description,
                "fields": [
                    {
                        "name": f.name,
                        "required": f.required,
                        "many": f.many,
                        "is_reference": f.is_reference,
                        "says": describe(f, members=True),
                    }
                    for f in k.fields
                ],
            }
            for k in schema.kinds
        ]
        return self._prompt.render(kinds=kinds, article=text, mark=mark(text), first_key=schema.kinds[0].name)


def mark(text: str) -> str:
    """The line that stands before and after the article."""
    digest = hashlib.sha256(b"spanbrief article mark\0" + text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"=====ARTICLE-{digest[:16]}====="


def windows(article: Article, size: int, *, within: Span | None = None) -> list[Span]:
    """The article in spans of at most about ``size`` characters, on sentence borders, each with the last sentences of
    the one before it. A single sentence that is longer is cut."""
    whole = within or Span(0, len(article.text))
    if len(whole) <= size:
        return [whole]
    spans = [s for s in sentences(article.text) if s.overlaps(whole)]
    pieces: list[Span] = []
    for s in spans:
        start, end = max(s.start, whole.start), min(s.end, whole.end)
        pieces += [Span(i, min(i + size, end)) for i in range(start, end, size)]
    out: list[Span] = []
    at = 0
    while at < len(pieces):
        last = at
        while last + 1 < len(pieces) and pieces[last + 1].end - pieces[at].start <= size:
            last += 1
        out.append(Span(pieces[at].start, pieces[last].end))
        if last + 1 >= len(pieces):
            break
        # The overlap must leave something new for the next window.
        at = max(at + 1, last + 1 - OVERLAP)
    return out


def _again(error: ReplyError) -> LedgerLine:
    return LedgerLine(path="", code=error.code, value=error.text[:2000], hint="asked again", attempt=0)


def _bare(schema: Any) -> Any:
    """A JSON Schema without its descriptions: the prompt says them already, and they would be paid for twice."""
    if isinstance(schema, dict):
        return {k: _bare(v) for k, v in schema.items() if not (k == "description" and isinstance(v, str))}
    if isinstance(schema, list):
        return [_bare(v) for v in schema]
    return schema
