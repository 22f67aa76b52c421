"""Whether a run survives anything: PYTHONPATH=. python benchmarks/kill.py [--articles 1000] [--kills 10] [--seed 1]

Made-up articles go through ``summarizer run`` against a server that fails one call in five in every way it knows
(`fault_server`); the process is killed with SIGKILL again and again, at moments drawn by the seed, and started anew with
the same command. Then it is counted: every article has its brief or its line in ledger.jsonl, never both; nothing was asked
about an article that was finished when the process died (its brief's file was there, or its line in the ledger, or its
row in the database); the database is sound and says what the files say; every brief keeps the contract, span by span. Prints a table, and ends with 1
if anything is otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.fault_server import Running, article, running
from summarizer.article import load
from summarizer.store import source_stem
from summarizer.validation import validate

__all__ = ["Outcome", "survive"]

ROOT = Path(__file__).resolve().parents[1]
OUTSIDE = ("SUMMARIZER_", "OPENAI_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


@dataclass
class Outcome:
    """What became of a run with its kills: ``wrong`` lists every breach, the rest is told in the table."""

    articles: int
    briefs: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    asked: int = 0
    did: Counter[str] = field(default_factory=Counter)
    finished_at_kills: list[int] = field(default_factory=list)
    left_behind: int = 0
    exit_code: int | None = None
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def table(self) -> str:
        """Some lines of plain text."""
        rows = [
            ("articles", f"{self.articles:,}"),
            ("briefs", f"{self.briefs:,}"),
            ("lines in ledger.jsonl", f"{self.failed.total():,}   {_listed(self.failed)}"),
            ("calls", f"{self.asked:,}   {_listed(self.did)}"),
            ("kills", f"{len(self.finished_at_kills)}   articles finished at each: {self.finished_at_kills}"),
            ("hidden temporary files", f"{self.left_behind}   (left by kills; no briefs)"),
            ("exit code of the last run", str(self.exit_code)),
            ("seconds", f"{self.seconds:.1f}"),
            ("breaches", str(len(self.wrong))),
        ]
        return "\n".join(f"{name:<26} {said}" for name, said in rows)


@dataclass
class _Snapshot:
    finished: set[int]
    asked: dict[int, int]


def survive(
    folder: Path,
    *,
    articles: int,
    kills: int,
    seed: int = 1,
    jobs: int = 16,
    latency: float = 0.1,
    say: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Run, kill and start again in an empty folder, as the module says."""
    dice = random.Random(seed)
    outcome = Outcome(articles)
    texts, out = folder / "articles", folder / "briefs"
    texts.mkdir(parents=True)
    for number in range(articles):
        (texts / f"{number:07}.txt").write_text(article(number), encoding="utf-8")
    began = time.monotonic()
    with running(latency=latency, faults=0.2, seed=seed, hang=20) as server:
        command = [sys.executable, "-m", "summarizer", "run", str(texts), "-o", str(out), "--jobs", str(jobs)]
        command += ["--model", "scripted", "--base-url", server.url, "--deadline", "20"]
        # Killed after so many articles and a while; where a run begins beyond the number, after the while alone.
        moments = [(n, dice.uniform(0.0, 0.4)) for n in sorted(dice.sample(range(articles * 9 // 10), kills))]
        snapshots: list[_Snapshot] = []
        for number, (count, while_) in enumerate(moments, start=1):
            process = _start(command)
            try:
                _wait_for(count, out, process)
                if number % 3 == 0:
                    # Also while it begins: when it looks at what there is, and mends it.
                    process.kill()
                    process.wait()
                    process = _start(command)
                time.sleep(while_ + (0.4 if number % 3 == 0 else 0.0))
            finally:
                process.kill()
                process.wait()
            snapshots.append(_snapshot(out, server))
            outcome.finished_at_kills.append(len(snapshots[-1].finished))
            say(f"kill {number} of {kills}: {outcome.finished_at_kills[-1]:,} of {articles:,} articles finished")
        last = subprocess.run(command, env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False)
        outcome.exit_code = last.returncode
        asked = _asked(server)
        log = server.log()
    outcome.seconds = time.monotonic() - began
    outcome.asked = log["asked"]
    outcome.did = Counter(what for one in log["articles"].values() for what in one["did"])
    if last.returncode not in (0, 2):
        outcome.wrong.append(f"the last run ended with {last.returncode}: {last.stderr.decode()[-2000:]}")
    for number, snapshot in enumerate(snapshots, start=1):
        again = [n for n in snapshot.finished if asked.get(n, 0) != snapshot.asked.get(n, 0)]
        outcome.wrong += [f"article {n} was finished at kill {number} and asked about again" for n in again]
    _check(texts, out, outcome)
    return outcome


def _check(texts: Path, out: Path, outcome: Outcome) -> None:
    """Count what there is at the end."""
    wrong = outcome.wrong
    numbers = set(range(outcome.articles))
    briefs = {int(path.stem) for path in out.glob("*.json") if not path.name.startswith(".")}
    lines = [json.loads(line) for line in (out / "ledger.jsonl").read_text(encoding="utf-8").splitlines()]
    failed = Counter(int(source_stem(line["source"])) for line in lines)
    outcome.briefs, outcome.failed = len(briefs), Counter(line["code"] for line in lines)
    wrong += [f"article {n} has {times} lines in ledger.jsonl" for n, times in failed.items() if times != 1]
    wrong += [f"article {n} has a brief and a line in ledger.jsonl" for n in briefs & set(failed)]
    wrong += [f"article {n} has neither a brief nor a line in ledger.jsonl" for n in numbers - briefs - set(failed)]
    wrong += [f"a brief of no article: {n}" for n in briefs - numbers]
    with closing(sqlite3.connect(out / "briefs.sqlite")) as database:
        sound = database.execute("PRAGMA integrity_check").fetchone()[0]
        keys = database.execute("PRAGMA foreign_key_check").fetchall()
        rows = {
            int(file): (state, brief)
            for file, state, brief in database.execute("SELECT file, state, brief FROM articles")
        }
        (last,) = database.execute("SELECT ended FROM runs ORDER BY run DESC LIMIT 1").fetchone()
        loose = database.execute(
            "SELECT count(*) FROM articles WHERE state = 'done' AND facts <> (SELECT count(*) FROM facts WHERE article = id)"
        ).fetchone()[0]
    if sound != "ok" or keys:
        wrong.append(f"the database is not sound: {sound}, {len(keys)} rows without their article")
    if loose:
        wrong.append(f"{loose} articles have other facts in the tables than they say")
    if last != "complete":
        wrong.append(f"the last run stands in the database as {last}")
    states = {n: state for n, (state, _) in rows.items()}
    if {n for n, state in states.items() if state == "done"} != briefs:
        wrong.append("the briefs in the database are not those in the folder")
    if {n for n, state in states.items() if state == "failed"} != set(failed):
        wrong.append("the failures in the database are not those in ledger.jsonl")
    for n in sorted(briefs):
        data = (out / f"{n:07}.json").read_text(encoding="utf-8")
        if n in rows and data != rows[n][1]:
            wrong.append(f"article {n} has another brief in its file than in the database")
        problems = validate(json.loads(data), load(texts / f"{n:07}.txt"))
        wrong += [f"article {n}: {problem}" for problem in problems]
    visible = [path.name for path in out.iterdir() if not path.name.startswith(".")]
    strange = {name for name in visible if not name.endswith(".json")} - {"ledger.jsonl", "briefs.sqlite"}
    wrong += [f"a file that should not be there: {name}" for name in strange]
    outcome.left_behind = sum(1 for path in out.rglob("*.tmp"))


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(OUTSIDE)}
    return {**kept, "PYTHONPATH": str(ROOT), "SUMMARIZER_TIMEOUT": "3"}


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(command, env=_environment(), stdin=nowhere, stdout=nowhere, stderr=nowhere)


def _wait_for(count: int, out: Path, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None and sum(1 for _ in out.glob("*.json")) < count:
        time.sleep(0.01)


def _asked(server: Running) -> dict[int, int]:
    """How often each article was asked about, when all that was sent is read."""
    told: dict[str, Any] = server.log()
    while told["under_way"]:
        time.sleep(0.02)
        told = server.log()
    return {int(n): one["asked"] for n, one in told["articles"].items()}


def _snapshot(out: Path, server: Running) -> _Snapshot:
    """What was finished when the process died. The database is looked at in a copy: the next run finds it as it was left."""
    finished = {int(path.stem) for path in out.glob("*.json")}
    ledger = out / "ledger.jsonl"
    if ledger.exists():
        for raw in ledger.read_bytes().splitlines(keepends=True):
            if raw.endswith(b"\n"):
                finished.add(int(source_stem(json.loads(raw)["source"])))
    with tempfile.TemporaryDirectory() as aside:
        for name in ("briefs.sqlite", "briefs.sqlite-wal"):
            if (out / name).exists():
                shutil.copy(out / name, aside)
        copy = Path(aside) / "briefs.sqlite"
        if copy.exists():
            with closing(sqlite3.connect(copy)) as database:
                if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'articles'").fetchone():
                    rows = database.execute("SELECT file FROM articles WHERE state <> 'pending'")
                    finished |= {int(file) for (file,) in rows}
    return _Snapshot(finished, _asked(server))


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in counts.most_common())


def main() -> None:
    """Run it and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=16)
    parser.add_argument("--latency", type=float, default=0.1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = survive(Path(folder), **vars(arguments), say=lambda text: print(text, file=sys.stderr, flush=True))
    print(outcome.table())
    for wrong in outcome.wrong[:20]:
        print("WRONG", wrong)
    raise SystemExit(1 if outcome.wrong else 0)


if __name__ == "__main__":
    main()
