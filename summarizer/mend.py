"""The rounds of asking again: what failed is asked, the answer judged, and the better of the two stands.

Only the last attempt of a fact stands in the ledger, with one exception: an answer that is worse than the one before
it (rejected where that was kept, or with less in it) takes nothing away. Asking again never costs an article its
brief: where the model, the budget or the time fails here, what was read before stands, and a line says so.

The sentence-wise strategy is no `Mender`: its values can only be words of the sentence that is their evidence, so that
what fails there fails by what the small model took them for, and the same sentence would be read the same way again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from summarizer.article import Article
from summarizer.brief import LedgerLine
from summarizer.chat import Endpoint
from summarizer.errors import ModelError, ReplyEmpty, ReplyInvalid
from summarizer.extract.draft import Draft, DraftFact
from summarizer.extract.reask import (
    NEAR,
    Answer,
    Failed,
    Mender,
    answers_of,
    fact_path,
    is_loss,
    matched,
    passages,
)
from summarizer.judge import Judged, View, examine, judge
from summarizer.schema import Schema

__all__ = ["ROUNDS", "judge_and_mend"]

ROUNDS = 2
log = logging.getLogger("summarizer.run")


async def judge_and_mend(
    article: Article,
    schema: Schema,
    strategy: object,
    endpoint: Endpoint,
    draft: Draft,
    *,
    rounds: int = ROUNDS,
    view: View | None = None,
    turn: AbstractAsyncContextManager[Any] | None = None,
) -> Judged:
    """Judge a draft; what failed is asked again, ``rounds`` times at most, if the strategy can (`Mender`).

    ``view`` is the article's, where something was read of it already; ``turn`` is held while facts are judged. The ledger
    of what comes back holds the draft's lines too. Raises UsageError where the endpoint can't be used.
    """
    turn = turn or nullcontext()
    async with turn:
        standing = _Standing(article, schema, draft, view or View(article))
        judged = standing.judge()
    if not isinstance(strategy, Mender):
        return standing.all_lines(judged)
    for attempt in range(1, rounds + 1):
        failed = standing.failed(judged, attempt)
        if not failed:
            break
        log.info(
            "asking again, round %d, facts: %d",
            attempt,
            len(failed),
            extra={"kind": "reask", "round": attempt, "facts": [f.path for f in failed]},
        )
        try:
            facts, ledger = await strategy.mend(article, schema, endpoint, failed, attempt)
        except ModelError as error:
            standing.note(error, failed, attempt)
            if isinstance(error, ReplyInvalid | ReplyEmpty):
                continue
            break
        async with turn:
            standing.take(facts, ledger, failed, attempt)
            judged = standing.judge()
    return standing.all_lines(judged)


@dataclass
class _Standing:
    """The answer that stands for each fact, by its path in the first reply, and the lines about no single fact."""

    article: Article
    schema: Schema
    draft: Draft
    view: View
    entries: dict[str, Answer] = field(default_factory=dict)
    whole: list[LedgerLine] = field(default_factory=list)

    def __post_init__(self) -> None:
        answers, self.whole = answers_of(self.draft.facts, self.draft.ledger, self.schema)
        self.entries = {a.path: a for a in answers}
        self._withdrawn: set[str] = set()

    def judge(self) -> Judged:
        """Judge what stands."""
        facts = [e.fact for e in self.entries.values() if e.fact is not None]
        return judge(self.article, self.schema, facts, view=self.view)

    def all_lines(self, judged: Judged) -> Judged:
        """The judgement with every line of the ledger: of replies, of their entries, and of the judge."""
        lines = [*self.whole, *(line for e in self.entries.values() for line in e.lines), *judged.ledger]
        return Judged(judged.facts, tuple(lines))

    def failed(self, judged: Judged, attempt: int) -> list[Failed]:
        """What is to be asked again, in the order of the replies."""
        blamed = {fact_path(line.path, self.schema) for line in judged.ledger}
        out = []
        for path, entry in self.entries.items():
            if path in self._withdrawn or not (entry.lines or path in blamed):
                continue
            kept, _, faults = self._weigh(entry)
            if kept and not any(is_loss(line, self.schema) for line in faults):
                continue
            shown = passages(self.article, self.view.locator, entry.said, faults, near=NEAR[min(attempt, 2) - 1])
            out.append(Failed(path, _attempt(entry), entry.said, tuple(faults), shown))
        return out

    def take(
        self, facts: Sequence[DraftFact], ledger: Sequence[LedgerLine], failed: Sequence[Failed], attempt: int
    ) -> None:
        """Put each answer in the place of the fact that it is for, unless that is worth more."""
        asked = {f.path for f in failed}
        answers, whole = answers_of(facts, ledger, self.schema)
        self.whole += whole
        settled = [e.fact for path, e in self.entries.items() if path not in asked and e.fact is not None]
        pairs = matched(answers, failed, settled, self.schema)
        for answer, own in pairs:
            if own is None:
                path = self._free(answer.kind)
                self.entries[path] = answer.renamed(path, attempt)
                continue
            before, after = self.entries[own.path], answer.renamed(own.path, own.attempt + 1)
            _, worth, faults = self._weigh(before)
            _, worth_now, faults_now = self._weigh(after)
            if worth_now < worth:
                continue
            # A value that was dropped and is not given again stays dropped, and the ledger goes on saying so.
            told = {line.path for line in faults_now}
            gone = after.fact.values if after.fact is not None else {}
            still = [
                line
                for line in faults
                if worth[0]
                and is_loss(line, self.schema)
                and line.path not in told
                and gone.get(line.path.split("/")[2]) in (None, [])
            ]
            self.entries[own.path] = Answer(own.path, after.fact, (*after.lines, *still))
            if after.fact is not None and not any(is_loss(line, self.schema) for line in faults_now):
                self._withdrawn |= {own.path} if worth_now[0] else set()
        # What was asked and not answered is given up by the model; its lines stay.
        self._withdrawn |= asked - {own.path for _, own in pairs if own is not None}

    def note(self, error: ModelError, failed: Sequence[Failed], attempt: int) -> None:
        """Say in the ledger that a round brought nothing, and why."""
        names = ", ".join(f.path for f in failed[:8]) + (" …" if len(failed) > 8 else "")
        self.whole.append(
            LedgerLine(path="", code=error.code, value=error.message, hint=f"not mended: {names}", attempt=attempt)
        )
        log.info("asking again failed: %s", error.message, extra={"kind": "reask_failed", "code": error.code})

    def _weigh(self, entry: Answer) -> tuple[bool, tuple[int, int, int], list[LedgerLine]]:
        """Whether an answer's fact holds; what it is worth: holding, values that are left, no doubts; and its faults."""
        if entry.fact is None:
            return False, (0, 0, 0), list(entry.lines)
        tried = examine(self.article, self.schema, entry.fact, view=self.view)
        faults = [*entry.lines, *tried.ledger]
        if tried.fact is None:
            return False, (0, 0, 0), faults
        filled = sum(len(v) if isinstance(v, list) else 1 for v in tried.fact.values.values() if v not in (None, []))
        return True, (1, filled, -len(tried.fact.reasons)), faults

    def _free(self, kind: str) -> str:
        """The first path of a list that no entry has."""
        taken = [int(path.partition("/")[2]) for path in self.entries if path.startswith(f"{kind}/")]
        return f"{kind}/{max(taken, default=-1) + 1}"


def _attempt(entry: Answer) -> int:
    """Which attempt an answer was."""
    return entry.fact.attempt if entry.fact is not None else max((line.attempt for line in entry.lines), default=0)
