"""Taking what a batch leaves: answers are kept, and what has none is open again, or given up."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from summarizer.budget import Price
from summarizer.deferred.desk import Desk, counted
from summarizer.deferred.outputs import FOR_GOOD, Line, read_lines
from summarizer.deferred.queue import BatchRow
from summarizer.errors import SettingsError
from summarizer.model.batch_api import Form, form_from_json, form_to_json, lesser_form

__all__ = ["Taker"]

AT_ONCE = 500  # lines of answers in one transaction
FULL_QUEUE = frozenset({"token_limit_exceeded", "request_limit_exceeded", "rate_limit_exceeded"})
"""Codes of a batch that failed because too much waits already: nothing is wrong with its questions."""


class Taker:
    """Takes the answers of batches that have ended."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._queue = desk.queue

    def take(self, batch: BatchRow, errors: tuple[tuple[str, str], ...]) -> None:
        """Take all answers of a batch that has ended."""
        taken = _Taken(self._desk.work(self._queue.settings_of(batch)).price)
        for what, file_id in (("output", batch.output_file), ("errors", batch.error_file)):
            if not file_id:
                continue
            path = self._queue.folder / f"{batch.name}.{what}.jsonl"
            try:
                self._desk.connect(batch.endpoint).download(file_id, path)
            except SettingsError as error:
                self._desk.say(f"{batch.id}: its {what} can't be had: {error.message}")
                continue
            self._take_file(batch, path, taken)
            path.unlink(missing_ok=True)
        said = "; ".join(f"{code}: {words}" if words else code for code, words in errors)
        status = batch.status or "ended"
        is_full = bool(errors) and all(code in FULL_QUEUE for code, _ in errors)
        left = len(self._queue.left_over(batch.name))
        why = (
            ""
            if status == "completed"
            else f"the batch {status}"
            if status in ("failed", "expired")
            else f"it is {status}"
        )
        why = f"{why}: {said}" if said else why
        self._queue.end_batch(batch.name, why, counts=not (status == "cancelled" or is_full))
        open_ = taken.refused + left
        self._desk.say(
            f"{batch.id} at {self._desk.connect(batch.endpoint).host}: {status}, {counted(taken.answers, 'answer')}"
            + (f", {counted(open_, 'question')} without" if open_ else "")
            + (f" ({said})" if said else "")
        )
        for odd, n in taken.odd.items():
            self._desk.say(f"{batch.id}: left out {counted(n, 'line')}: {odd}")
        if is_full:
            self._desk.say("The endpoint takes no more at a time: submit again when other batches have ended")

    def _take_file(self, batch: BatchRow, path: Path, taken: _Taken) -> None:
        lines = read_lines(path)
        while some := list(islice(lines, AT_ONCE)):
            with self._queue.transaction():
                for line in some:
                    self._take_line(batch, line, taken)

    def _take_line(self, batch: BatchRow, line: Line, taken: _Taken) -> None:
        if line.id is None:
            taken.note(line.error)
            return
        question = self._queue.question_of(batch.name, line.id)
        if question is None:
            taken.note("about a question that this batch did not ask")
        elif question["state"] == "answered":
            # From a file that was taken in part before a kill, or said twice: the first answer stands.
            taken.answers += 1
        elif line.reply is not None:
            cost = None if taken.price is None else taken.price(line.reply.usage)
            self._queue.answer(batch.name, line.id, line.reply, cost)
            taken.answers += 1
        elif question["state"] == "sent":
            taken.refused += 1
            form = form_from_json(question["form"])
            less = lesser_form(form, line.error) if line.status in (400, 422) else None
            if less is not None:
                self._ask_for_less(batch, form, less, line.error)
            self._queue.not_answered(
                line.id,
                line.error if not line.code else f"{line.error} ({line.code})",
                status=line.status,
                counts=less is None and line.code != "batch_cancelled",
                for_good=less is None and line.status in FOR_GOOD,
            )

    def _ask_for_less(self, batch: BatchRow, form: Form, less: Form, said: str) -> None:
        """The endpoint refused how it was asked: the next round asks for less."""
        if form_to_json(self._queue.form(batch.endpoint, batch.model)) == form_to_json(form):
            self._queue.set_form(batch.endpoint, batch.model, less)
            self._desk.say(f"{batch.model} refused how it was asked, so the next round asks for less: {said}")


class _Taken:
    """What came of a batch."""

    def __init__(self, price: Price | None) -> None:
        self.price = price
        self.answers = 0
        self.refused = 0
        self.odd: dict[str, int] = {}

    def note(self, odd: str) -> None:
        """Count a line that is left out."""
        self.odd[odd] = self.odd.get(odd, 0) + 1
