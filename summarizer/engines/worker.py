"""What runs in Ray's processes: the workers, and the desk where they ask whether they may begin."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from summarizer import errors
from summarizer.engines.maker import BriefMaker
from summarizer.engines.parquet import BlockFiles
from summarizer.engines.rows import Row, failed_row, records, table
from summarizer.errors import RunBudgetExceeded, UsageError

if TYPE_CHECKING:
    import pyarrow

__all__ = ["LEFT", "LOST", "REFUSED", "WORK", "Desk", "Worker", "refused"]

WORK, LEFT, LOST, REFUSED = "work", "left", "lost", "refused"
"""What a worker is told of a block (begin; don't, the run is to stop; don't, it has cost too many workers), and the
states of rows that come back of those that were not begun, or with which no article can succeed."""

TRIES = 3  # times that a block is begun

NOT_BEGUN = RunBudgetExceeded("the run was stopped before its turn")


class Desk:
    """Where workers ask whether they may begin a block."""

    def __init__(self) -> None:
        self._is_stopped = False
        self._begun: Counter[int] = Counter()

    def stop(self) -> None:
        """Nothing more is to be begun."""
        self._is_stopped = True

    def begin(self, first: int) -> str:
        """What to do with the block that begins with this article: WORK, LEFT or LOST."""
        if self._is_stopped:
            return LEFT
        self._begun[first] += 1
        return WORK if self._begun[first] <= TRIES else LOST


class Worker(BriefMaker):
    """A `BriefMaker` of a run: what ends the run comes back in rows, so that Ray has no errors but its own."""

    def __init__(self, *, desk: Any, files: BlockFiles, **options: Any) -> None:
        self._desk = desk
        self._files = files
        self._useless: UsageError | None = None
        threading.Thread(target=_end_with_parent, args=[os.getppid()], name="parent", daemon=True).start()
        try:
            super().__init__(**options)
        except UsageError as error:
            self._useless = error

    def __call__(self, batch: Any) -> pyarrow.Table:
        """The rows of a block, with the numbers that the run knows them by."""
        rows = records(batch)
        first = batch["n"][0].as_py()
        word = self._ask(first)
        try:
            if self._useless is not None:
                raise self._useless
            if word == WORK:
                made = self._made(first, rows)
            else:
                made = [failed_row(row, None, NOT_BEGUN) | {"state": word} for row in rows]
        except UsageError as error:
            made = [failed_row(row, None, error) | {"state": REFUSED, "status": type(error).__name__} for row in rows]
        return table(made).append_column("n", batch["n"])

    def _made(self, first: int, rows: list[Row]) -> list[Row]:
        if not self._files.are_here:
            return self.make(rows)
        made = self._files.read(first, [row["id"] for row in rows]) or self.make(rows)
        self._files.write(first, made)
        return made

    def _ask(self, first: int) -> str:
        import ray

        try:
            return str(ray.get(self._desk.begin.remote(first), timeout=10))
        except ray.exceptions.RayError:
            return WORK  # the desk is gone for the moment


def _end_with_parent(parent: int) -> None:
    """End this process when Ray's own on this machine is gone: nobody wants its answers, and each is paid for.

    Ray ends workers that have nothing to do; one in the middle of a block would go on with it.
    """
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def refused(row: Mapping[str, Any]) -> UsageError:
    """The error with which no article can succeed, as it was raised by a worker."""
    kind = getattr(errors, row["status"], UsageError)
    error: UsageError = kind(row["message"], mend=row["mend"] or "")
    return error
