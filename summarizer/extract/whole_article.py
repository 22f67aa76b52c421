"""The whole-article strategy: for capable models, one call an article.

The article stands between two marks and is declared as data. The marks are a digest of the article itself: nobody can
write a text that holds its own mark, and the same article is asked for in the same words, so that a recording fits.
Long articles go in overlapping windows on sentence borders; so does what was cut off, in smaller ones. What the judge
could not let stand is asked again by itself (``mend``), with the passages that are near it and without the article.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from summarizer.article import Article, Span
from summarizer.brief import LedgerLine
from summarizer.chat import ChatRequest, Endpoint, Message
from summarizer.errors import (
    BudgetExceeded,
    DeadlineExceeded,
    ReplyEmpty,
    ReplyError,
    ReplyInvalid,
    ReplyTruncated,
)
from summarizer.extract.draft import Draft, DraftFact, Progress, quiet
from summarizer.extract.prompt import MAX_RENDERED, Prompt, digest_of, load_prompt
from summarizer.extract.prompt_examples import whole_examples
from summarizer.extract.prompt_fit import check_article_in, check_fit
from summarizer.extract.reask import Failed, chunks, data_of
from summarizer.extract.reply import read_reply
from summarizer.schema import Kind, Schema
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
    """One call an article, in the shape of the schema's reply. Prompts: ``whole_article`` or the user's own, ``reask``.

    Raises PromptError where the user's own does not fit (`check_fit`), or its examples are not sound.
    """

    name = "whole-article"

    def __init__(
        self, schema: Schema, *, window: int = WINDOW, max_tokens: int = MAX_TOKENS, prompt: Prompt | None = None
    ) -> None:
        self._prompt = prompt or load_prompt("whole_article")
        self._reask = load_prompt("reask")
        self._window = window
        self._max_tokens = max_tokens
        self._shape = _bare(reply_schema(schema))
        self._examples: list[dict[str, str]] = []
        self._frame: tuple[Schema, tuple[str, ...] | None] | None = None
        self.prompt = self._prompt.id
        rules = [rule for kind in schema.kinds for rule in kind.rules]
        self.prompt_sha256 = digest_of(self._prompt.sha256, self._reask.sha256, *rules)
        if prompt is not None:
            check_fit(prompt, self.name, schema)
            self._examples = [
                {"article": e.article.text, "mark": mark(e.article.text), "reply": e.reply}
                for e in whole_examples(prompt, schema)
            ]
            check_article_in(prompt, lambda text, marked: self._rendered(schema, text, marked))

    async def draft(self, article: Article, schema: Schema, endpoint: Endpoint, progress: Progress = quiet) -> Draft:
        """Ask window by window; see the module.

        Where the budget ends after the first window, the draft is what was read so far, and suspect. Raises
        ReplyInvalid, ReplyEmpty (after being asked again once), ReplyTruncated (after smaller windows), ReplyRefused,
        and what the endpoint raises.
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
            except (BudgetExceeded, DeadlineExceeded) as error:
                if not done:
                    raise
                draft.suspect = True
                unread = f"{len(todo) + 1} of {done + len(todo) + 1} parts were not read, from character {window.start}"
                draft.ledger.append(LedgerLine(path="", code=error.code, value=error.message, hint=unread))
                break
            # A list that is none says nothing about what the article has.
            draft.suspect |= any(line.path in {k.name for k in schema.kinds} for line in ledger)
            draft.facts += facts
            draft.ledger += ledger
            done += 1
        progress(done, done)
        return draft

    async def _ask(
        self, article: Article, schema: Schema, endpoint: Endpoint, window: Span, draft: Draft
    ) -> tuple[list[DraftFact], list[LedgerLine]]:
        messages: list[Message] = [{"role": "user", "content": self._render(article, schema, window)}]
        first = _counts(draft)
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
        if self._frame is None or self._frame[0] is not schema:
            self._frame = schema, self._framed(schema)
        frame = self._frame[1]
        if frame is None:
            return self._rendered(schema, text, mark(text))
        return _fill(frame, text, mark(text))

    def _rendered(self, schema: Schema, text: str, marked: str) -> str:
        return self._prompt.fill(
            kinds=_kinds(schema.kinds),
            article=text,
            mark=marked,
            first_key=schema.kinds[0].name,
            examples=self._examples,
        )

    def _framed(self, schema: Schema) -> tuple[str, ...] | None:
        """What stands round the article and its marks, and these as placeholders: the same for all articles of a schema.

        None where a prompt does more with them than to say them; then it is rendered for each article.
        """
        frame = tuple(_PLACES.split(self._rendered(schema, _TEXT, _MARK)))
        probe, marked = " {{ 'a' }}\n\n<&\n B ", "=====PROBE====="
        same = self._rendered(schema, probe, marked) == _fill(frame, probe, marked)
        return frame if same and self._window <= MAX_RENDERED // 2 else None

    async def mend(
        self, article: Article, schema: Schema, endpoint: Endpoint, failed: Sequence[Failed], attempt: int
    ) -> tuple[list[DraftFact], list[LedgerLine]]:
        """Ask again for these facts alone; many of them, or what was cut off, in several questions.

        Raises ReplyInvalid, ReplyEmpty, ReplyRefused, ReplyTruncated (of a single fact), and what the endpoint raises.
        """
        answer = Draft()
        todo = chunks(failed, self._window)
        while todo:
            part = todo.pop(0)
            asked = replace(schema, kinds=tuple(k for k in schema.kinds if any(f.kind == k.name for f in part)))
            data = data_of(part)
            content = self._reask.render(kinds=_kinds(asked.kinds), data=data, mark=mark(data), again=attempt > 1)
            request = ChatRequest(
                [{"role": "user", "content": content}],
                max_tokens=self._max_tokens,
                json_schema=_bare(reply_schema(asked)),
                schema_name=f"{schema.name}_reply",
                tag=f"reask/{attempt}/{part[0].path}/{len(part)}",
            )
            reply = await endpoint.ask(request)
            if reply.finish_reason == "length":
                if len(part) < 2:
                    raise ReplyTruncated(f"the answer was cut off at {self._max_tokens} tokens", text=reply.text)
                todo = [part[: len(part) // 2], part[len(part) // 2 :], *todo]
                continue
            # Lists that were not asked for are read all the same: some servers know no schema.
            facts, ledger = read_reply(reply, schema, first=_counts(answer), attempt=attempt)
            answer.facts += facts
            answer.ledger += ledger
        return answer.facts, answer.ledger


def _kinds(kinds: Sequence[Kind]) -> list[dict[str, Any]]:
    """The lists and their fields as the prompts take them."""
    return [
        {
            "name": k.name,
            "description": k.description,
            "rules": k.rules,
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
        for k in kinds
    ]


# Noncharacters of Unicode: no prompt has them.
_TEXT, _MARK = "\ufdd0", "\ufdd1"
_PLACES = re.compile(f"([{_TEXT}{_MARK}])")


def _fill(frame: Sequence[str], text: str, marked: str) -> str:
    return "".join(text if part == _TEXT else marked if part == _MARK else part for part in frame)


def mark(text: str) -> str:
    """The line that stands before and after the article, or other data."""
    digest = hashlib.sha256(b"spanbrief article mark\0" + text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"=====ARTICLE-{digest[:16]}====="


def windows(article: Article, size: int, *, within: Span | None = None) -> list[Span]:
    """The article in spans of at most about ``size`` characters, on sentence borders, each with the last sentences of
    the one before it. A single sentence that is longer is cut."""
    whole = Span(0, len(article.text)) if within is None else within
    if len(whole) <= size:
        return [whole]
    spans = [s for s in article.sentences if s.overlaps(whole)]
    pieces: list[Span] = []
    for s in spans:
        start, end = max(s.start, whole.start), min(s.end, whole.end)
        cut = [Span(i, min(i + size, end)) for i in range(start, end, size)]
        pieces += [piece for piece in cut if not article.quote(piece).isspace()]
    out: list[Span] = []
    at = 0
    while at < len(pieces):
        last = at
        while last + 1 < len(pieces) and _fits(pieces[at], pieces[last + 1], size):
            last += 1
        out.append(Span(pieces[at].start, pieces[last].end))
        if last + 1 >= len(pieces):
            break
        # As much of the overlap as leaves room for something new.
        at = next(
            i for i in range(max(at + 1, last + 1 - OVERLAP), last + 2) if _fits(pieces[i], pieces[last + 1], size)
        )
    return out


def _fits(first: Span, last: Span, size: int) -> bool:
    return last.end - first.start <= size


def _counts(draft: Draft) -> dict[str, int]:
    """How many entries each list had so far, those that were dropped among them: paths go on from there."""
    counts: dict[str, int] = {}
    for path in (*(f.path for f in draft.facts), *(line.path for line in draft.ledger)):
        kind, _, rest = path.partition("/")
        if (index := rest.partition("/")[0]).isdecimal():
            counts[kind] = max(counts.get(kind, 0), int(index) + 1)
    return counts


def _again(error: ReplyError) -> LedgerLine:
    return LedgerLine(path="", code=error.code, value=error.text[:2000], hint="asked again", attempt=0)


def _bare(schema: Any) -> Any:
    """A JSON Schema without its descriptions: the prompt says them already, and they would be paid for twice."""
    if isinstance(schema, dict):
        return {k: _bare(v) for k, v in schema.items() if not (k == "description" and isinstance(v, str))}
    if isinstance(schema, list):
        return [_bare(v) for v in schema]
    return schema
