"""Whether a run's memory is flat: PYTHONPATH=. python benchmarks/memory.py [--sizes 200,2000,20000] [--jobs 16]

Made-up articles from a generator through `summarizer.batch.Run` into a folder, against a server that answers at once
(`fault_server`). Each row runs in a process of its own: the resident set after the first 100 articles, at its highest,
and at the end, when all is closed.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.fault_server import running
from benchmarks.many import SCHEMA, sources
from summarizer.batch import Done, Run
from summarizer.settings import Settings
from summarizer.store import BriefStore

PAGE = resource.getpagesize()


def _resident() -> float:
    """Megabytes of this process in memory now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1e6


async def _made(count: int, jobs: int, url: str, folder: Path) -> float:
    """Make them; the resident set after the first hundred."""
    store = BriefStore(folder, SCHEMA)
    settings = Settings(model="scripted", base_url=url, jobs=jobs)
    first, done = 0.0, 0
    async for result in Run(sources(count, 5), SCHEMA, settings, store=store).results():
        done += isinstance(result, Done)
        if done == 100:
            first = _resident()
    store.close()
    if done != count:
        raise RuntimeError(f"{done} briefs of {count}")
    return first


def measure(count: int, jobs: int) -> None:
    """One row."""
    with running() as server, tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        first = asyncio.run(_made(count, jobs, server.url, Path(folder)))
        seconds = time.perf_counter() - began
        # Before the folder is removed: listing it is not the run's.
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
        gc.collect()
        print(f"| {count:,} | {first:.0f} | {peak:.0f} | {_resident():.0f} | {count / seconds:.0f} |", flush=True)


def main() -> None:
    """Measure each size in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="200,2000,20000")
    parser.add_argument("--jobs", type=int, default=16)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        measure(arguments.one, arguments.jobs)
        return
    print("| articles | MB after 100 | MB at most | MB at the end | articles/s |\n|--:|--:|--:|--:|--:|", flush=True)
    for size in arguments.sizes.split(","):
        command = [sys.executable, __file__, "--one", size, "--jobs", str(arguments.jobs)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
