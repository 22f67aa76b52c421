"""Judging a brief anew from the answers that are kept beside it: after a rule or a schema has changed, at no cost.

The answers are found by the tags of the questions, so that a question may be worded differently now. What was asked
then and is not asked now, or is asked now and was not asked then, is told. What happened to the run (a deadline, a
broken connection) stays in the ledger: it is no matter of rules.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from summarizer.api import strategy_of
from summarizer.article import Article
from summarizer.brief import Brief, completed
from summarizer.changes import Changes, compare
from summarizer.chat import ChatReply, ChatRequest, Endpoint, Message, Usage
from summarizer.errors import BriefInvalid, NotRecorded, PromptError, SchemaError, SourceError
from summarizer.extract import Draft, Progress, Strategy
from summarizer.extract.draft import quiet
from summarizer.extract.prompt import load_prompt
from summarizer.extract.prompt_fit import BUILT_IN
from summarizer.extract.reask import Mender
from summarizer.pipeline import make_brief
from summarizer.prompt_file import PromptFile
from summarizer.schema import Schema, find_schema
from summarizer.schema.find import runs_code
from summarizer.settings import Settings
from summarizer.store import SUFFIXES, BriefStore, has_database, read_brief, read_json, write_atomic

__all__ = [
    "Rechecked",
    "recheck",
    "recheck_file",
    "replace_file",
    "stale_renderings",
    "to_dict",
]

RUN_CODES = frozenset({"http_error", "deadline", "budget", NotRecorded.code})
"""Codes of what happened to a run as a whole."""

_OF_REVIEW = "recheck the brief that was reviewed, and export once more: summarizer review DIR --export"


@dataclass(frozen=True)
class Rechecked:
    """A brief as it was and as it is by the rules of now.

    ``unanswered`` are the questions about the article that have no kept answer: without them ``after`` is not the brief
    that a run would give. ``not_again`` are those that would be asked again, for what failed, and were not then: it
    stays failed. ``unasked`` are kept answers that nothing asks for any more.
    """

    before: Brief
    after: Brief
    changes: Changes
    unanswered: tuple[str, ...] = ()
    not_again: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()


def recheck_file(path: Path, schema: Schema | None = None, prompt: PromptFile | None = None) -> Rechecked:
    """Judge the brief in a file anew from the record that stands beside it; nothing is written.

    Without ``schema`` the built-in one that the brief names is taken. Raises BriefInvalid, SourceError (no record, or
    one of another run), SchemaError, PromptError and ModelError, see `recheck`.
    """
    brief = read_brief(path)
    schema = schema or schema_for(brief)
    try:
        article, replies = BriefStore(path.parent, schema).read_record(brief.article.sha256)
    except SourceError as error:
        if _is_reviewed(brief):
            error = SourceError(error.message, mend=_OF_REVIEW)
        raise error from None
    return asyncio.run(recheck(brief, article, replies, schema, prompt))


def schema_for(brief: Brief, named: str | None = None) -> Schema:
    """The schema that was ``named``, or the built-in one that a brief names. Raises SchemaError."""
    if named is not None:
        return find_schema(named)
    try:
        # Only who runs the program may name code to be run.
        if runs_code(brief.schema_id):
            raise SchemaError(f"no built-in schema is called {brief.schema_id!r}")
        return find_schema(brief.schema_id)
    except SchemaError as error:
        raise SchemaError(
            f"the brief is by the schema {brief.schema_id!r}, and {error.message}",
            mend="name the schema of now: --schema NAME or --schema FILE.py:CLASS",
        ) from error


def replace_file(path: Path, rechecked: Rechecked, schema: Schema | None = None) -> None:
    """Put the brief that was judged anew in the place of the old one, whole or not at all, and into the folder's tables.

    Raises BriefInvalid, and leaves the file, where that would lose something: a question without an answer, or what
    the file holds beside the brief (decisions of a review).
    """
    if missing := len(rechecked.unanswered):
        raise BriefInvalid(
            f"{path} stays as it is: {'1 question has' if missing == 1 else f'{missing} questions have'} no kept answer",
            mend="run the source once more",
        )
    if _is_reviewed(rechecked.before):
        raise BriefInvalid(
            f"{path} stays as it is: it holds more than the brief that was rechecked: what people decided in a review",
            mend=_OF_REVIEW,
        )
    if completed(read_json(path)) != rechecked.before.to_dict():
        raise BriefInvalid(
            f"{path} stays as it is: it holds more than the brief that was rechecked, or has changed meanwhile",
            mend="run the source once more, into another folder",
        )
    write_atomic(path, rechecked.after.to_json() + "\n")
    if has_database(path.parent):
        store = BriefStore(path.parent, schema or schema_for(rechecked.after))
        store.rejudged(path, rechecked.after)
        store.close()


def _is_reviewed(brief: Brief) -> bool:
    return any(fact.review is not None for fact in brief.all_facts())


def stale_renderings(path: Path, brief: Brief) -> list[Path]:
    """Renderings of a brief that stand beside its JSON and don't change with it. The article itself is none."""
    source, stem = brief.article.source, path.stem
    if _is_source(path.with_name(f"{stem.removesuffix('.brief')}.json"), source):
        stem = stem.removesuffix(".brief")  # only the JSON had to make room for its source, see `BriefStore.path`
    names = [f"{s}{suffix}" for suffix in SUFFIXES.values() if suffix != path.suffix for s in (stem, f"{stem}.brief")]
    beside = [path.with_name(name) for name in names]
    return [p for p in beside if p.is_file() and not _is_source(p, source)]


def _is_source(path: Path, source: str) -> bool:
    """Whether a file beside a brief is what the brief was made of."""
    if path.name != Path(source).name:
        return False
    try:
        return path.samefile(source)
    except (OSError, ValueError):
        return True  # called from elsewhere, where the source's name leads nowhere: its last part is all there is


async def recheck(
    brief: Brief,
    article: Article,
    replies: Sequence[Mapping[str, Any]],
    schema: Schema,
    prompt: PromptFile | None = None,
) -> Rechecked:
    """Judge a brief's kept answers anew.

    ``article`` and ``replies`` are its record (``BriefStore.read_record``); ``prompt`` is the one that the brief was made with, where
    that was no built-in one. Raises BriefInvalid where the brief names no strategy, SourceError where the record is damaged or
    of another run, PromptError where the prompt is another one or is needed, and ModelError where nothing comes of it.
    """
    kept = _Kept(brief, replies)
    settings = _settings(brief, summary="model" if kept.has("summary") else "plain")
    strategy = strategy_of(settings.model_copy(update={"prompt": prompt}), schema)
    _check_prompt(brief, strategy, prompt)
    outcome = await make_brief(article, schema, _drafting(strategy, kept), kept, settings=settings)
    after = _as_of_this_run(brief, outcome.brief)
    return Rechecked(
        brief, after, compare(brief, after), tuple(kept.unanswered), tuple(kept.not_again), tuple(kept.unasked())
    )


def _settings(brief: Brief, *, summary: str) -> Settings:
    try:
        return Settings.model_validate({"strategy": brief.provenance.strategy, "summary": summary})
    except ValidationError as error:
        raise BriefInvalid(f"it was made by no known strategy: {brief.provenance.strategy!r}") from error


def _check_prompt(brief: Brief, strategy: Strategy, prompt: PromptFile | None) -> None:
    """A prompt may be worded differently now; but one that goes by sentences also says how sure a model must be."""
    # With a summary by the model, its prompt stands behind a comma.
    asked = brief.provenance.prompt.partition(",")[0]
    if prompt is not None and strategy.prompt != asked:
        raise PromptError(
            f"{prompt.path} is {strategy.prompt}, and the brief was made with {asked}",
            mend="recheck with the prompt that it was made with, or run the source once more",
        )
    built_in = load_prompt(BUILT_IN[strategy.name]).name
    if prompt is None and strategy.name == "sentence-wise" and asked.partition("/")[0] != built_in:
        raise PromptError(
            f"the brief was made with the prompt {asked}, which may say how sure a model must be",
            mend="name its file: --prompt FILE.md",
        )


def _as_of_this_run(before: Brief, judged: Brief) -> Brief:
    """What was judged anew, with what is the run's: article, answers and their cost, prompt, faults of the endpoint."""
    run = [line for line in before.ledger if line.path == "" and line.code in RUN_CODES]
    own = [line for line in judged.ledger if not (line.path == "" and line.code in RUN_CODES)]
    new = judged.provenance
    provenance = before.provenance.model_copy(
        update={"tool": new.tool, "schema_sha256": new.schema_sha256, "created_at": new.created_at}
    )
    # One text may have two sources; the brief knows its own.
    return judged.model_copy(update={"article": before.article, "ledger": (*run, *own), "provenance": provenance})


class _Kept:
    """An endpoint that answers from a record, by tag. What it has no answer to it takes note of."""

    def __init__(self, brief: Brief, replies: Sequence[Mapping[str, Any]]) -> None:
        self.label = brief.provenance.model
        self.host = brief.provenance.endpoint_host
        self.parallel = 1  # one after the other, so that the ledger has an order
        self.drafting = False
        self.unanswered: list[str] = []
        self.not_again: list[str] = []
        self._replies: dict[str, deque[ChatReply]] = defaultdict(deque)
        used = Usage()
        try:
            for data in replies:
                reply = ChatReply.from_dict(data)
                self._replies[str(data["tag"])].append(reply)
                used += reply.usage
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise SourceError(f"its kept answers can't be read: {error}", mend="run the source once more") from error
        run = brief.provenance
        # Not their times: two sources of one text share their record, and no run takes as long as another.
        counted = replace(used, prompt_seconds=None, completion_seconds=None)
        if counted != Usage(run.prompt_tokens, run.cached_tokens, run.completion_tokens, run.calls):
            raise SourceError(
                "the answers that are kept beside it are of another run over the same text",
                mend="run the source once more, into a folder of its own",
            )

    async def ask(self, request: ChatRequest) -> ChatReply:
        """The kept answer. While the article is read, a question without one is answered with nothing; later, when
        something is asked again, NotRecorded is raised: what failed stays as it is."""
        if waiting := self._replies.get(request.tag):
            return waiting.popleft()
        if self.drafting:
            self.unanswered.append(request.tag)
            return ChatReply("", "stop", Usage(), first_token=(("", 0.0),) if request.top_logprobs else ())
        self.not_again.append(request.tag)
        raise NotRecorded(f"the question {request.tag!r} was not asked in the recorded run", mend="run the source anew")

    def has(self, what: str) -> bool:
        """Whether there is an answer to a question of this sort: the first part of its tag."""
        return any(tag.split("/")[0] == what for tag in self._replies)

    def unasked(self) -> Iterator[str]:
        """The tags of the answers that are left."""
        for tag, left in self._replies.items():
            yield from [tag] * len(left)

    async def warm(self, prefix: Sequence[Message]) -> None:
        """Nothing."""

    async def aclose(self) -> None:
        """Nothing."""


class _Drafting:
    """A strategy during whose draft the kept answers know that the article is being read."""

    def __init__(self, strategy: Strategy, kept: _Kept) -> None:
        self.name = strategy.name
        self.prompt = strategy.prompt
        self.prompt_sha256 = strategy.prompt_sha256
        self._strategy = strategy
        self._kept = kept

    async def draft(self, article: Article, schema: Schema, endpoint: Endpoint, progress: Progress = quiet) -> Draft:
        """The strategy's own draft."""
        self._kept.drafting = True
        try:
            return await self._strategy.draft(article, schema, endpoint, progress)
        finally:
            self._kept.drafting = False


class _DraftingMender(_Drafting):
    """The same of a strategy that asks again for what failed."""

    def __init__(self, strategy: Strategy, mender: Mender, kept: _Kept) -> None:
        super().__init__(strategy, kept)
        self.mend = mender.mend


def _drafting(strategy: Strategy, kept: _Kept) -> Strategy:
    return _DraftingMender(strategy, strategy, kept) if isinstance(strategy, Mender) else _Drafting(strategy, kept)


def to_dict(rechecked: Rechecked) -> dict[str, Any]:
    """What was rechecked as JSON has it."""
    lists = {name: list(getattr(rechecked, name)) for name in ("unanswered", "not_again", "unasked")}
    return {"changed": bool(rechecked.changes), **rechecked.changes.to_dict(), **lists}
