"""Ray as the engine, with a worker killed, then the whole run: PYTHONPATH=. python benchmarks/ray_kill.py

400 invented articles (``--articles``) against a scripted server on loopback that answers after 150 ms (``--latency``); 2
workers. Three runs: the asyncio engine for comparison; Ray, one worker killed with SIGKILL in the middle; Ray, the
driver killed in the middle and started again. The server counts how often each article was asked about. Exit status 1
where an article is missing or twice there, where more than one block was redone, or where something that was finished
was paid again. Linux only: workers are found in /proc.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

from summarizer.article import article_from_text
from summarizer.engines.ray import BLOCK, run_with_ray
from summarizer.schema import find_schema
from summarizer.settings import Settings, load_settings
from summarizer.sources import Source
from summarizer.store import BriefStore
from tests.scripted import Action, ScriptedServer

__all__ = ["main"]

WORKERS, JOBS = 2, 16
PLACES = ("Astrin", "Port Amory", "Merrow", "Skerry", "Tarrow")
CASE = re.compile(r"\(case (\d+)\)")


def source(n: int) -> Source:
    """An invented article that has a number."""
    place = PLACES[n % len(PLACES)]
    said = f"Velmora shipped {n + 2} coastal radars to Drovia, the harbour office of {place} said (case {n})."
    text = f"{place} harbour opens its books\n\n{said} Drovia would pay in wheat. The harbour denied nothing else.\n"
    return Source(
        f"case-{n}.txt", f"/cases/case-{n}.txt", f"case-{n}", lambda: article_from_text(text, f"case-{n}.txt")
    )


def answer(body: dict[str, Any], latency: float) -> Action:
    """What the scripted model says: one item, in the article's own words."""
    said = str(body["messages"][-1]["content"])
    number = re.search(r"Velmora shipped (\d+) coastal radars to Drovia", said)
    assert number is not None
    item = {
        "quotes": [number[0]],
        "description": "coastal radars",
        "quantity": number[1],
        "supplier": "Velmora",
        "recipient": "Drovia",
        "date": None,
        "attributed_to": None,
        "status": "delivered",
    }
    reply = {"actors": [], "items": [item], "compensation": [], "sanctions": [], "denials": []}
    return Action(content=json.dumps(reply), sleep=latency)


# The runs, each a process of its own.


def drive(engine: str, folder: Path, url: str, articles: int) -> None:
    """Make all briefs with an engine, and print how long it took and what came of it."""
    settings = load_settings(model="scripted", base_url=url, jobs=JOBS)
    started = time.monotonic()
    found = iter(_asyncio(folder, settings, articles)) if engine == "asyncio" else _ray(folder, settings, articles)
    states = Counter([next(found)])
    first = time.monotonic() - started
    states.update(found)
    print(json.dumps({"seconds": time.monotonic() - started, "first": first, "states": states}))


def _ray(folder: Path, settings: Settings, articles: int) -> Iterator[str]:
    sources = (source(n) for n in range(articles))
    for worked in run_with_ray(sources, settings, find_schema("trade_brief"), folder=folder, workers=WORKERS):
        yield worked.row["state"] if worked.asked else "kept"


def _asyncio(folder: Path, settings: Settings, articles: int) -> list[str]:
    from summarizer.batch import Run

    async def work() -> list[str]:
        schema = find_schema("trade_brief")
        store = BriefStore(folder, schema)
        run = Run((source(n) for n in range(articles)), schema, settings, store=store)
        async with aclosing(run.results()) as results:
            found = [type(result).__name__.lower() async for result in results]
        store.close()
        return found

    return asyncio.run(work())


def start(engine: str, folder: Path, url: str, articles: int) -> subprocess.Popen[bytes]:
    """A run in a process of its own."""
    command = [sys.executable, __file__, "--drive", engine, str(folder), url, "--articles", str(articles)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    )


def told(run: subprocess.Popen[bytes]) -> dict[str, Any]:
    """What a run printed at its end."""
    out, _ = run.communicate(timeout=900)
    assert run.returncode == 0, f"the run ended with {run.returncode}"
    result: dict[str, Any] = json.loads(out.splitlines()[-1])
    return result


# Killing, counting.


def processes_below(pid: int) -> dict[int, str]:
    """All processes that descend from one, with their command lines."""
    parents, names = {}, {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(") ")[2].split()[1])
                names[int(folder.name)] = (
                    (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                )
            except OSError:
                continue
    found: dict[int, str] = {}
    level = [pid]
    while level:
        level = [child for child, parent in parents.items() if parent in level and child not in found]
        found |= {child: names[child] for child in level}
    return found


def is_running(pid: int) -> bool:
    """Whether a process is there, and not only its entry."""
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(") ")[2][0] not in "ZX"
    except OSError:
        return False


def remaining(pids: list[int], seconds: float) -> list[int]:
    """Those of some processes that are still there after a time."""
    deadline = time.monotonic() + seconds
    while (left := [pid for pid in pids if is_running(pid)]) and time.monotonic() < deadline:
        time.sleep(0.2)
    return left


def asked(server: ScriptedServer) -> Counter[int]:
    """How often each article was asked about."""
    # A process that is killed may leave a connection behind that says nothing.
    said = [request.said for request in list(server.requests) if "messages" in request.body]
    return Counter(int(CASE.findall(question)[-1]) for question in said)


def blocks_of(folder: Path) -> list[set[int]]:
    """The articles of each file of results."""
    import pyarrow.parquet as pq

    tables = [
        pq.read_table(path, columns=["source", "state"]) for path in sorted((folder / "parquet").glob("*.parquet"))
    ]
    numbers = [
        [re.findall(r"\d+", row["source"]) for row in table.to_pylist() if row["state"] == "done"] for table in tables
    ]
    return [{int(found[0]) for found in block} for block in numbers]


def report(ok: bool, what: str) -> bool:
    """Print one line."""
    print("ok " if ok else "BAD", what, flush=True)
    return ok


def main(articles: int, latency: float) -> bool:
    """All three runs; whether all is as it should be."""
    middle = articles * 3 // 8
    with ScriptedServer() as server, tempfile.TemporaryDirectory(prefix="ray-kill-") as place:
        server.otherwise(lambda body: answer(body, latency))
        url, folders = server.base_url, [Path(place) / name for name in ("plain", "worker", "driver")]

        plain = told(start("asyncio", folders[0], url, articles))
        good = report(plain["states"] == {"done": articles}, f"asyncio engine: {plain['states']}")
        good &= report(asked(server).total() == articles, f"calls that it made: {asked(server).total()}")
        server.requests.clear()

        run = start("ray", folders[1], url, articles)
        server.wait_for(middle, 300)
        workers = [pid for pid, name in processes_below(run.pid).items() if name.startswith("ray::MapWorker")]
        os.kill(workers[0], signal.SIGKILL)
        at, killed = time.monotonic(), len(server.requests)
        made = told(run)
        calls, blocks = asked(server), blocks_of(folders[1])
        print(
            f"    one of {len(workers)} workers killed after {killed} calls; the rest took {time.monotonic() - at:.1f} s"
        )
        rows = Counter(n for block in blocks for n in block)
        good &= report(made["states"] == {"done": articles}, f"rows that came back: {made['states']}")
        good &= report(set(rows) == set(range(articles)), f"articles in {len(blocks)} Parquet files: {len(rows)}")
        good &= report(max(rows.values()) == 1, f"duplicates: {rows.total() - len(rows)}")
        again = {n for n, count in calls.items() if count > 1}
        redone = sum(bool(block & again) for block in blocks)
        good &= report(
            redone <= 1, f"blocks redone: {redone}; articles asked again: {len(again)} (a block has {BLOCK})"
        )
        print(f"    calls an article: {dict(sorted(Counter(calls.values()).items()))}")
        ratio = made["seconds"] / plain["seconds"]
        print(
            f"    {made['seconds']:.1f} s, {plain['seconds']:.1f} s asyncio: {ratio:.2f} times; {made['first']:.1f} s to the first"
        )
        server.requests.clear()

        run = start("ray", folders[2], url, articles)
        server.wait_for(middle, 300)
        below = processes_below(run.pid)
        run.kill()
        run.wait()
        left = remaining([pid for pid, name in below.items() if name.startswith("ray::MapWorker")], 10)
        good &= report(not left, f"workers left 10 s after the driver was killed: {len(left)}")
        left = remaining(list(below), 150)
        good &= report(not left, f"processes left in the end, of {len(below)}: {len(left)}")
        finished = set[int]().union(*blocks_of(folders[2]))
        before = asked(server)
        server.requests.clear()
        made = told(start("ray", folders[2], url, articles))
        again = set(asked(server)) & set(before)
        rows = Counter(n for block in blocks_of(folders[2]) for n in block)
        print(
            f"    driver killed after {before.total()} calls, {len(finished)} articles finished; then: {made['states']}"
        )
        good &= report(
            rows == Counter(range(articles)), f"articles there: {len(rows)}, duplicates: {rows.total() - len(rows)}"
        )
        good &= report(not finished & again, f"finished articles that were asked again: {len(finished & again)}")
        good &= report(len(again) <= WORKERS * BLOCK, f"unfinished ones asked again: {len(again)}")
    return good


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--latency", type=float, default=0.15)
    parser.add_argument("--drive", nargs=3, metavar=("ENGINE", "FOLDER", "URL"))
    options = parser.parse_args()
    if options.drive:
        drive(options.drive[0], Path(options.drive[1]), options.drive[2], options.articles)
        sys.exit(0)
    sys.exit(0 if main(options.articles, options.latency) else 1)
