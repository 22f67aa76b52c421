"""Many articles at once: PYTHONPATH=. python benchmarks/many.py {beside BENCH_DIR|far|cpu}

beside    articles a second beside the plain openai client and LangExtract, by BENCH_DIR/bench.py (200 articles at 200 ms; 5 %
          of the calls at 2 s), all of them in turn, N times; medians. bench.py is no part of this project.
far       2,000 articles at an endpoint that takes 10 s, 1,000 of them at once, beside the 20 s that it takes at best
cpu       this process's own CPU for an article of 3 kB with 15 facts, all in: reading, keys, HTTP, judge, files, database

The endpoints of ``far`` and ``cpu`` are `fault_server`, in a process of its own, without faults.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.fault_server import article, running
from summarizer.article import article_from_text
from summarizer.batch import Done, Run
from summarizer.schema import find_schema
from summarizer.settings import Settings
from summarizer.sources import Source
from summarizer.store import BriefStore

__all__ = ["made", "sources"]

HERE = Path(__file__).resolve().parent
PLAIN, OURS, LANGEXTRACT = "plain client", "this product", "LangExtract"
GOALS = {(10, 0.0): 0.97, (32, 0.0): 0.91, (64, 0.0): 0.67, (32, 0.05): 0.8}
SCHEMA = find_schema("trade_brief")


def sources(count: int, facts: int) -> Iterator[Source]:
    """Made-up articles, one at a time."""
    for number in range(count):
        name = f"{number:07}.txt"
        yield Source(name, name, f"{number:07}", partial(_loaded, number, facts, name))


def _loaded(number: int, facts: int, name: str) -> Any:
    return article_from_text(article(number, facts), source=name)


async def made(count: int, facts: int, url: str, jobs: int, folder: Path | None) -> int:
    """Make briefs of so many articles, in a folder or nowhere; the number of their facts."""
    settings = Settings(model="scripted", base_url=url, jobs=jobs)
    store = BriefStore(folder, SCHEMA) if folder is not None else None
    found = 0
    try:
        async for result in Run(sources(count, facts), SCHEMA, settings, store=store).results():
            if not isinstance(result, Done):
                raise RuntimeError(f"{result.source} gave no brief: {getattr(result, 'error', '')}")
            found += sum(1 for _ in result.brief.all_facts())
    finally:
        if store is not None:
            store.close()
    return found


# Beside others.


def beside(folder: Path, runs: int, langextract: str | None, langextract_runs: int) -> None:
    """One table for equal calls, one for a tail of slow ones."""
    print(f"load at the start: {_load()}", flush=True)
    for title, workers, tail in (("all calls 200 ms", (10, 32, 64), 0.0), ("5 % of the calls 2 s", (32,), 0.05)):
        rates: dict[tuple[str, int], list[float]] = defaultdict(list)
        cpu: dict[tuple[str, int], list[float]] = defaultdict(list)
        for number in range(runs):
            for product in (PLAIN, OURS, LANGEXTRACT):
                if product == LANGEXTRACT and (langextract is None or number >= langextract_runs):
                    continue
                best: dict[int, dict[str, Any]] = {}
                for row in _bench(folder, product, workers, tail, langextract):
                    # LangExtract is run with two sizes of its chunks: the better one counts.
                    if row["workers"] not in best or row["articles_per_s"] > best[row["workers"]]["articles_per_s"]:
                        best[row["workers"]] = row
                for count, row in best.items():
                    rates[product, count].append(row["articles_per_s"])
                    cpu[product, count].append(1000 * row["client_cpu_s"] / row["articles"])
        print(f"\n200 articles, {title}; medians of {runs} (of LangExtract {langextract_runs}); load {_load()}\n")
        print("| workers | product | articles/s | of the plain client | goal | client CPU, ms an article |")
        print("|--:|---|--:|--:|--:|--:|")
        for count in workers:
            # Ratios within a turn: what else the machine does is the same for both then, about.
            for product in (PLAIN, OURS, LANGEXTRACT):
                if not (mine := rates[product, count]):
                    continue
                turns = [a / b for a, b in zip(mine, rates[PLAIN, count], strict=False)]
                goal = f"{GOALS[count, tail]:.2f}" if product == OURS else ""
                spread = f" ({min(turns):.2f}–{max(turns):.2f})" if len(turns) > 1 and product != PLAIN else ""
                print(
                    f"| {count} | {product} | {statistics.median(mine):.1f} | {statistics.median(turns):.2f}{spread} | {goal} | "
                    f"{statistics.median(cpu[product, count]):.1f} |",
                    flush=True,
                )


def _bench(
    folder: Path, product: str, workers: tuple[int, ...], tail: float, langextract: str | None
) -> list[dict[str, Any]]:
    named = {PLAIN: "raw", OURS: str(HERE / "adapter.py"), LANGEXTRACT: "langextract"}[product]
    python = langextract if product == LANGEXTRACT and langextract else sys.executable
    command = [python, str(folder / "bench.py"), "throughput", "--product", named, "--port", str(_free_port())]
    command += ["--workers", ",".join(map(str, workers)), "--tail", str(tail), "--tail-latency", "2"]
    paths = os.pathsep.join([str(HERE.parent), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": paths}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{product}: {done.stderr[-2000:]}")
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


# Alone.


def far(articles: int, at_once: int, latency: float, runs: int) -> None:
    """How near to the best possible time a far endpoint is used."""
    ideal = math.ceil(articles / at_once) * latency
    print(
        "| articles | at once | latency | ideal | took | efficiency | goal | most under way | own CPU, ms an article |"
    )
    print("|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for _ in range(runs):
        with running(latency=latency) as server:
            began, cpu = time.perf_counter(), time.process_time()
            asyncio.run(made(articles, 5, server.url, at_once, None))
            took, cpu = time.perf_counter() - began, time.process_time() - cpu
            peak = server.log()["peak"]
        print(
            f"| {articles:,} | {at_once:,} | {latency:g} s | {ideal:g} s | {took:.1f} s | {ideal / took:.2f} | 0.85 | {peak} | "
            f"{1000 * cpu / articles:.1f} |",
            flush=True,
        )


def cpu(articles: int, facts: int, runs: int) -> None:
    """Process time for an article, and of which parts it is."""
    print(
        f"{articles} articles of {len(article(1, facts)):,} characters with {facts} facts, 16 at once; load {_load()}"
    )
    print("| | least, ms an article | median of the runs | goal |\n|---|--:|--:|--:|")
    for name, kept in (("all in: files and database, forced to the disk", True), ("without a folder", False)):
        times = []
        for _ in range(runs):
            with running(latency=0.02, facts=facts) as server, tempfile.TemporaryDirectory() as folder:
                out = Path(folder) / "briefs" if kept else None
                asyncio.run(made(20, facts, server.url, 16, out and out / "warm"))  # imports, caches
                began = time.process_time()
                asyncio.run(made(articles, facts, server.url, 16, out))
                times.append(1000 * (time.process_time() - began) / articles)
        print(f"| {name} | {min(times):.1f} | {statistics.median(times):.1f} | {'8' if kept else ''} |", flush=True)


def _load() -> str:
    return " ".join(f"{load:.1f}" for load in os.getloadavg())


def main() -> None:
    """Measure one of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_subparsers(dest="what", required=True)
    one = what.add_parser("beside")
    one.add_argument("folder", type=Path, metavar="BENCH_DIR")
    one.add_argument("--runs", type=int, default=5)
    one.add_argument("--langextract", metavar="PYTHON", help="an interpreter that has it; without it it is left out")
    one.add_argument("--langextract-runs", type=int, default=1)
    two = what.add_parser("far")
    two.add_argument("--articles", type=int, default=2000)
    two.add_argument("--at-once", type=int, default=1000)
    two.add_argument("--latency", type=float, default=10.0)
    two.add_argument("--runs", type=int, default=3)
    three = what.add_parser("cpu")
    three.add_argument("--articles", type=int, default=400)
    three.add_argument("--facts", type=int, default=15)
    three.add_argument("--runs", type=int, default=5)
    given = vars(parser.parse_args())
    measures: dict[str, Callable[..., None]] = {"beside": beside, "far": far, "cpu": cpu}
    measures[given.pop("what")](**given)


if __name__ == "__main__":
    main()
