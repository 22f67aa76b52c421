"""The endpoint of a round: it answers from what is kept, and takes note of what has no answer yet.

While an article is read, and while something is asked again, a question without an answer is given an empty reply, so
that the questions after it are seen, too, and all of them go out in one round. What comes of that is thrown away:
when the reading ends, `NotAnswered` ends the article for now.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol
from urllib.parse import urlsplit

from summarizer.article import Article
from summarizer.brief import LedgerLine
from summarizer.chat import ChatReply, ChatRequest, Endpoint, Message, Usage
from summarizer.errors import DeadlineExceeded, EndpointError, NotRecorded
from summarizer.extract import Draft, Progress
from summarizer.extract.draft import DraftFact, quiet
from summarizer.extract.reask import Failed
from summarizer.extract.whole_article import WholeArticle
from summarizer.model.batch_api import question_id
from summarizer.schema import Schema

__all__ = ["Known", "NotAnswered", "Question", "Questions", "Reading", "Refused"]


class NotAnswered(NotRecorded):
    """A question of this article has no answer yet."""


@dataclass(frozen=True)
class Refused:
    """A question that gets no answer: the endpoint's last words about it, after all attempts."""

    message: str
    status: int | None = None


@dataclass(frozen=True)
class Question:
    """A question without an answer. ``under_way`` says that it was sent already."""

    id: str
    request: ChatRequest
    under_way: bool = False


class Known(Protocol):
    """What is known about questions, by their ids."""

    def look_up(self, id: str) -> ChatReply | Refused | Literal["sent"] | None:
        """The answer, that there will be none, that it is under way, or None: it was not sent."""
        ...


class Questions:
    """An endpoint for one article. ``missing`` are the questions that had no answer, each once.

    With ``last`` nothing more is going to be asked: a question of the reading that was not sent fails with
    DeadlineExceeded, so that what was read before stands (and the brief is suspect); one that would be asked again
    fails with NotAnswered, and what failed stays as it is. With ``one_by_one`` nothing is asked ahead: what a later
    question may take then depends on what the earlier ones took.
    """

    def __init__(
        self, known: Known, base_url: str, model: str, *, last: bool = False, one_by_one: bool = False
    ) -> None:
        self.label = model
        self.host = urlsplit(base_url).hostname
        self.parallel = 1
        self.missing: dict[str, Question] = {}
        self.going_on: Literal["reading", "asking again"] | None = None
        self._known = known
        self._base_url = base_url
        self._last = last
        self._one_by_one = one_by_one
        self._closed = False

    async def ask(self, request: ChatRequest) -> ChatReply:
        """The kept answer, or an empty one; see the module. Raises EndpointError where there will be none."""
        if self._closed:
            raise self._not_answered()
        id = question_id(self._base_url, self.label, request)
        found = self._known.look_up(id)
        if isinstance(found, ChatReply):
            return found
        if isinstance(found, Refused):
            raise EndpointError(found.message, status=found.status)
        if self._last and found is None:
            if self.going_on == "reading":
                raise DeadlineExceeded("no answer came in the batch, and it was the last", mend="submit it once more")
            raise NotAnswered("what failed was not asked again: the batch was the last one", mend="submit it once more")
        self.missing.setdefault(id, Question(id, request, under_way=found == "sent"))
        if self.going_on is None or self._one_by_one:
            raise self._not_answered()
        return ChatReply(_empty(request), "stop", Usage())

    def end_of_part(self) -> None:
        """The reading, or the asking again, is over. Raises NotAnswered where questions are open."""
        self.going_on = None
        if self.missing:
            self._closed = True
            raise self._not_answered()

    def _not_answered(self) -> NotAnswered:
        self._closed = True
        return NotAnswered("questions have no answer yet", mend="collect the answers, and submit what is open")

    async def warm(self, prefix: Sequence[Message]) -> None:
        """Nothing."""

    async def aclose(self) -> None:
        """Nothing."""


def _empty(request: ChatRequest) -> str:
    """A reply that has the right shape and says nothing."""
    lists = (request.json_schema or {}).get("properties") or {}
    return json.dumps({name: [] for name in lists})


class Reading:
    """The whole-article strategy, during whose parts the questions are told what is going on."""

    def __init__(self, strategy: WholeArticle, questions: Questions) -> None:
        self.name = strategy.name
        self.prompt = strategy.prompt
        self.prompt_sha256 = strategy.prompt_sha256
        self._strategy = strategy
        self._questions = questions

    async def draft(self, article: Article, schema: Schema, endpoint: Endpoint, progress: Progress = quiet) -> Draft:
        """The strategy's own draft. Raises NotAnswered, and what it raises."""
        self._questions.going_on = "reading"
        draft = await self._strategy.draft(article, schema, endpoint, progress)
        self._questions.end_of_part()
        return draft

    async def mend(
        self, article: Article, schema: Schema, endpoint: Endpoint, failed: Sequence[Failed], attempt: int
    ) -> tuple[list[DraftFact], list[LedgerLine]]:
        """The strategy's own question. Raises NotAnswered, and what it raises."""
        self._questions.going_on = "asking again"
        answer = await self._strategy.mend(article, schema, endpoint, failed, attempt)
        self._questions.end_of_part()
        return answer
