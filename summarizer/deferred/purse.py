"""What the questions of a folder may take together."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.budget import BYTES
from summarizer.chat import Usage
from summarizer.deferred.desk import Work
from summarizer.deferred.questions import Question
from summarizer.deferred.queue import Queue
from summarizer.errors import SettingsError
from summarizer.model.batch_api import Form, request_line
from summarizer.settings import Settings

__all__ = ["BatchPurse", "Sized"]


@dataclass(frozen=True)
class Sized:
    """A question and the most that it can take."""

    question: Question
    prompt: int
    cost: float | None

    @classmethod
    def of(cls, question: Question, work: Work, model: str) -> Sized:
        """A question's size: its words, and the shape of its answer, which is paid for, too."""
        prompt = len(request_line(question.id, model, question.request, Form())) // BYTES + 1
        price = work.price
        most = Usage(prompt=prompt, completion=question.request.max_tokens)
        return cls(question, prompt, None if price is None else price(most))

    @property
    def row(self) -> tuple[str, str, int, int, float | None]:
        """As the queue takes it."""
        request = self.question.request
        return self.question.id, request.tag, self.prompt, request.max_tokens, self.cost


class BatchPurse:
    """What the questions of a folder may take together. Each reserves the most that it can: nobody can stop a batch."""

    def __init__(self, queue: Queue, tokens: int | None, cost: float | None) -> None:
        self._tokens, self._cost = tokens, cost
        prompt, completion, spent = queue.spent()
        held_tokens, held_cost = queue.reserved()
        self._taken_tokens = prompt + completion + held_tokens
        self._taken_cost = (spent or 0.0) + held_cost
        self._spoken = f"{prompt + completion:,} tokens used, {held_tokens:,} reserved by questions under way"
        self.stopped: str | None = None

    def take(self, question: Sized, settings: Settings) -> bool:
        """Whether a question fits; from the first one that does not on, none does."""
        tokens = self._tokens if self._tokens is not None else settings.total_tokens
        cost = self._cost if self._cost is not None else settings.total_cost
        if self.stopped:
            return False
        most = question.prompt + question.question.request.max_tokens
        if tokens is not None and self._taken_tokens + most > tokens:
            self.stopped = f"the budget of {tokens:,} tokens does not reach further ({self._spoken})"
        if cost is not None and question.cost is None:
            raise SettingsError(
                f"the price of {settings.model} is not known, so --total-cost can't be kept",
                mend="limit the tokens instead: --total-tokens",
            )
        if cost is not None and question.cost is not None and self._taken_cost + question.cost > cost:
            self.stopped = f"the budget of ${cost:g} does not reach further ({self._spoken})"
        if self.stopped:
            return False
        self._taken_tokens += most
        self._taken_cost += question.cost or 0.0
        return True
