"""Ray Data as the engine: blocks of articles to workers in other processes or on other machines, and back as rows.

    sources ─→ read ahead, key ─→ made before? ─→ blocks of 20 ─→ BriefMaker, one a worker ─→ Parquet file ─→ row
               (threads, here)    (the files)     (a round of them is one Ray dataset)        (here)

A block is what a killed worker costs: Ray starts another and gives it the block again. The blocks under way, one a worker,
are also what a run costs that is killed itself. Articles travel in the blocks: workers need no disk of this machine.
"""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from pathlib import Path

from summarizer.api import strategy_of
from summarizer.engines.feed import Fed, Feed
from summarizer.engines.parquet import Results
from summarizer.engines.rounds import BLOCK, Rounds, Worked, without_brief
from summarizer.errors import SummarizerError
from summarizer.keys import WorkKey
from summarizer.schema import Schema
from summarizer.settings import Settings
from summarizer.sources import Source

__all__ = ["BLOCK", "Worked", "run_with_ray"]

ROUND = 64  # blocks for each worker in one dataset: starting it takes seconds, which so many articles outweigh


def run_with_ray(
    sources: Iterator[Source],
    settings: Settings,
    schema: Schema,
    *,
    folder: Path,
    workers: int | None = None,
    address: str | None = None,
    force: bool = False,
    retry_failed: bool = False,
    stop: threading.Event | None = None,
) -> Generator[Worked, None, None]:
    """Make the briefs of many sources with several worker processes; each as soon as its block is done.

    ``folder`` is the output folder, whose ``parquet/`` has the results, a row for each source. What stands there already,
    of this text asked in this way, is not asked again (unless ``force`` says so, or ``retry_failed`` for failures).
    ``workers`` share what the settings allow; None is one for each core, and one where the embedded model answers here.
    Without ``address`` they are processes of this machine, and nothing listens but on 127.0.0.1; else they are those of
    the Ray cluster there. After ``stop`` is set, blocks that were begun are finished, and nothing is said of the others.

    Where a budget ends or the endpoint stays away, the sources that were read and had no turn are pending, and no more
    are read. Closing the iterator ends the workers at once. Raises UsageError where no source can succeed, and where Ray
    is not installed, not reached or too small.
    """
    stop = stop or threading.Event()
    results = Results(folder)
    key = WorkKey(schema, strategy_of(settings, schema), settings)
    rounds = Rounds(settings, schema, results, workers=workers, address=address, stop=stop)
    feed = Feed(sources, key.of, rows=ROUND * BLOCK * rounds.workers)
    cut: SummarizerError | None = None
    try:
        while cut is None and not stop.is_set() and (found := feed.round()):
            fresh: list[Fed] = []
            for fed in found:
                row = None
                if fed.article is not None and fed.key is not None and not force:
                    row = results.row(fed.source.id, fed.key)
                if row is not None and (row["state"] == "done" or not retry_failed):
                    yield Worked(fed.source, fed.article, fed.key, row, asked=False)
                else:
                    fresh.append(fed)
            for block in rounds.work_off(fresh):
                for worked in block:
                    cut = cut or (worked.error if worked.pending else None)
                    yield worked
        if cut is not None:
            for fed in feed.rest():
                yield without_brief(fed, fed.error or cut)
    finally:
        feed.close()
        rounds.close()
        results.close()
