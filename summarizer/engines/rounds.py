"""Blocks of articles through Ray, one dataset a round."""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from summarizer.article import Article
from summarizer.engines.cluster import Cluster
from summarizer.engines.feed import Fed
from summarizer.engines.maker import Secret
from summarizer.engines.parquet import Results
from summarizer.engines.rows import Row, brief_of, error_of, failed_row, packed, replies_of, storable
from summarizer.engines.worker import LEFT, LOST, REFUSED, Worker, refused
from summarizer.errors import ModelError, SummarizerError, UsageError
from summarizer.pipeline import Outcome
from summarizer.schema import Report, Schema
from summarizer.settings import OPENAI, Settings, api_key_for
from summarizer.sources import Source

if TYPE_CHECKING:
    import pyarrow

__all__ = ["BLOCK", "Rounds", "Worked", "without_brief"]

BLOCK = 20
"""Articles in a block: what a killed worker costs."""

USER_SCHEMAS = "summarizer_user_schema_"  # modules that `find_schema` made of files


@dataclass(frozen=True)
class Worked:
    """What became of one source. ``row`` has the columns of `summarizer.engines.rows`.

    ``asked`` is False where the row is an earlier run's: nothing was paid for it now.
    """

    source: Source
    article: Article | None
    key: str | None
    row: Row
    asked: bool = True

    @property
    def pending(self) -> bool:
        """Whether nothing is wrong with the source, and the next run takes it up."""
        return bool(self.row["state"] == "pending")

    @property
    def outcome(self) -> Outcome | None:
        """The brief and its raw answers, where there is one."""
        return Outcome(brief_of(self.row), tuple(replies_of(self.row) or ())) if self.row["state"] == "done" else None

    @property
    def error(self) -> SummarizerError | None:
        """Why there is none."""
        return None if self.row["state"] == "done" else error_of(self.row)


def without_brief(fed: Fed, error: SummarizerError) -> Worked:
    """What is said of a source that no worker has made a brief of."""
    return Worked(fed.source, fed.article, fed.key, failed_row(_named(fed.source), fed.key, error))


def _named(source: Source) -> Row:
    return {"id": storable(source.id), "source": storable(source.name)}


class Rounds:
    """Works off articles round by round. ``workers`` None is one for each core, and one for an embedded model here.

    Knows what the run has used of its budgets. Raises UsageError where Ray is not installed, not reached or too small.
    """

    def __init__(
        self,
        settings: Settings,
        schema: Schema,
        results: Results,
        *,
        workers: int | None,
        address: str | None,
        stop: threading.Event,
    ) -> None:
        self._cluster = Cluster(address, stop)
        self._settings = settings
        self._schema = _sendable(schema)
        self._results = results
        self._stop = stop
        self._desk: Any = None
        self._numbers = count()
        self._tokens = 0
        self._cost = 0.0
        if workers:
            self.workers = workers
        elif address:
            self.workers = self._cluster.cores
        else:
            self.workers = 1 if settings.is_local else os.cpu_count() or 1

    def close(self) -> None:
        """End the workers."""
        self._cluster.close()

    def work_off(self, found: Sequence[Fed]) -> Iterator[list[Worked]]:
        """What becomes of each, block by block as they are done; a source that takes its worker with it has failed."""
        if unreadable := [without_brief(fed, fed.error) for fed in found if fed.error is not None]:
            yield self._kept(next(self._numbers), unreadable)
        lost = yield from self._round(_blocks([fed for fed in found if fed.error is None], BLOCK))
        # Some article of these blocks ends whoever reads it: alone, it costs itself.
        lost = yield from self._round([[fed] for fed in lost])
        if lost:
            yield self._kept(next(self._numbers), [without_brief(fed, _died()) for fed in lost])

    def _kept(self, number: int, block: list[Worked]) -> list[Worked]:
        self._results.write(number, [worked.row for worked in block])
        return block

    def _round(self, blocks: Sequence[Sequence[Fed]]) -> Generator[list[Worked], None, list[Fed]]:
        """Work off some blocks; returns the articles of those that no worker survived."""
        if not blocks or self._stop.is_set():
            return []
        if self._desk is None:
            self._results.open()
            self._desk = self._cluster.start(self.workers)
        waiting = {next(self._numbers): fed for block in blocks for fed in block}
        lost: list[Fed] = []
        for rows in self._rows(_tables(blocks, waiting)):
            first, done = rows[0]["n"], []
            for row in rows:
                fed = waiting.pop(row.pop("n"))
                if row["state"] == REFUSED:
                    raise refused(row)
                if row["state"] == LOST:
                    lost.append(fed)
                elif row["state"] != LEFT:
                    self._tokens += (row["prompt_tokens"] or 0) + (row["completion_tokens"] or 0)
                    self._cost += row["cost_usd"] or 0.0
                    done.append(Worked(fed.source, fed.article, fed.key, row))
            if done:
                yield self._kept(first, done)
        return lost

    def _rows(self, tables: list[pyarrow.Table]) -> Iterator[list[Row]]:
        """The rows that come back of one dataset."""
        data = self._cluster.ray.data
        dataset = data.from_blocks(tables).map_batches(
            Worker,
            fn_constructor_kwargs={
                "settings": self._left(),
                "schema": self._schema,
                "workers": self.workers,
                "api_key": self._key(),
                "desk": self._desk,
                "files": self._results.files,
            },
            batch_size=None,  # a block as it is
            batch_format="pyarrow",
            zero_copy_batch=True,
            # One block is worked on and one waits beside it: who is killed has begun one.
            compute=data.ActorPoolStrategy(size=self.workers, max_tasks_in_flight_per_actor=2),
        )
        dataset.context.enable_progress_bars = False
        batches = dataset.iter_batches(batch_size=None, batch_format="pyarrow", prefetch_batches=0)
        try:
            for batch in batches:
                yield batch.to_pylist()
        except self._cluster.ray.exceptions.RayError as error:
            raise UsageError(
                f"Ray ended the run: {_first_cause(error)}",
                mend="have the same versions of Python, ray and spanbrief on all machines; what is finished is kept, and "
                "a later run goes on where this one stopped",
            ) from error

    def _left(self) -> Settings:
        """The settings with what is left of the run's budgets."""
        settings = self._settings
        left: dict[str, float] = {}
        if settings.total_tokens is not None:
            left["total_tokens"] = max(0, settings.total_tokens - self._tokens)
        if settings.total_cost is not None:
            left["total_cost"] = max(0.0, settings.total_cost - self._cost)
        return settings.model_copy(update=left)

    def _key(self) -> Secret | None:
        if self._settings.is_local:
            return None
        key = api_key_for(self._settings.base_url or OPENAI)
        return None if key is None else Secret(key)


def _blocks(found: Sequence[Fed], size: int) -> list[list[Fed]]:
    """Blocks of so many articles; those of the same words are in one, where they are paid for once."""
    of_key: dict[str | None, list[Fed]] = {}
    for fed in found:
        of_key.setdefault(fed.key, []).append(fed)
    blocks: list[list[Fed]] = [[]]
    for twins in of_key.values():
        if len(blocks[-1]) >= size:
            blocks.append([])
        blocks[-1] += twins
    return [block for block in blocks if block]


def _tables(blocks: Sequence[Sequence[Fed]], numbers: Iterable[int]) -> list[pyarrow.Table]:
    import pyarrow as pa

    number = iter(numbers)
    return [
        pa.table(
            {
                "n": [next(number) for _ in block],
                **{name: [_named(fed.source)[name] for fed in block] for name in ("id", "source")},
                "article": [packed(fed.article) for fed in block if fed.article is not None],
            }
        )
        for block in blocks
    ]


def _first_cause(error: Exception) -> str:
    """What began it, of the tracebacks that Ray has in its message one after the other."""
    found = re.search(r"^\w[\w.]*(?:Error|Exception)\b.*", str(error), re.MULTILINE)
    return found[0] if found else type(error).__name__


def _died() -> ModelError:
    error = ModelError(
        "each worker that read this article ended before it was through",
        mend="too little memory? run this source alone, without --engine ray",
    )
    error.code = "worker_died"
    return error


def _sendable(schema: Schema) -> str | type[Report]:
    """What a worker finds the schema by: its file, where it came from one, else its class."""
    module = sys.modules.get(schema.report.__module__)
    file = getattr(module, "__file__", None)
    if file is not None and schema.report.__module__.startswith(USER_SCHEMAS):
        return f"{file}:{schema.report.__name__}"
    return schema.report
