"""Whether sources stream in flat memory: PYTHONPATH=. python benchmarks/sources.py [--records 1000000] [--giga 2] [--line 500]

Writes its files to a temporary folder (TMPDIR; some 3 GB) and removes them. Every source is loaded. Each row runs in a
process of its own: the peak is that process's largest resident set, of which some 37 MB are Python and the package.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from summarizer.errors import SourceError
from summarizer.settings import Settings
from summarizer.sources.expand import expand

STORY = "The Velmoran Treasury Ministry said on Friday that it had frozen the assets of a shipbroker, Tobin Orvand. "


def short(number: int) -> bytes:
    """One record of some 200 bytes."""
    record = {"id": f"r{number}", "title": f"Story {number}", "body": STORY, "published": "2024-03-01T10:00:00Z"}
    return json.dumps(record).encode() + b"\n"


def jsonl(path: Path, records: int) -> None:
    """Short records."""
    with path.open("wb") as file:
        file.writelines(short(number) for number in range(records))


def packed(path: Path, records: int) -> None:
    """Short records in gzip."""
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.writelines(short(number) for number in range(records))


def table(path: Path, records: int) -> None:
    """Short rows."""
    with path.open("w", encoding="utf-8") as file:
        file.write("id,title,body,published\n")
        file.writelines(f'{number},Story {number},"{STORY}",2024-03-01\n' for number in range(records))


def giant(path: Path, gigabytes: float) -> None:
    """Records of 4 kB, ``gigabytes`` of them."""
    body = STORY * 36
    with path.open("wb") as file:
        for number in range(int(gigabytes * 1e9 / (len(body) + 40))):
            file.write(json.dumps({"id": number, "text": body}).encode() + b"\n")


def one_line(path: Path, megabytes: int) -> None:
    """A line of ``megabytes`` between two that are as they should be."""
    with path.open("wb") as file:
        file.write(short(1) + b'{"text": "')
        for _ in range(megabytes):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n' + short(3))


def bomb(path: Path, megabytes: int) -> None:
    """A gzip of a few megabytes that unpacks to ten times ``megabytes`` on one line."""
    with gzip.open(path, "wb") as file:
        for _ in range(megabytes * 10):
            file.write(b" " * 1_000_000)


def many_files(path: Path, files: int) -> None:
    """A folder of short text files, a thousand in each of its folders."""
    for number in range(files):
        below = path / f"{number // 1000:04}"
        below.mkdir(parents=True, exist_ok=True)
        (below / f"{number}.txt").write_text(STORY, encoding="utf-8")


def measure(path: str) -> None:
    """Read all of it, and print how many came of it, how fast and in how much memory."""
    began, outcomes = time.perf_counter(), Counter[str]()
    halfway = 0
    for number, source in enumerate(expand([path], Settings())):
        try:
            source.load()
            outcomes["read"] += 1
        except SourceError:
            outcomes["refused"] += 1
        if number == 100_000:
            halfway = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = f"{halfway // 1024:>5} MB" if halfway else "      –"
    rate = (outcomes["read"] + outcomes["refused"]) / seconds
    print(
        f"{outcomes['read']:>9,} {outcomes['refused']:>7,} {seconds:>7.1f} s {rate:>10,.0f}/s {told} {peak // 1024:>5} MB",
        flush=True,
    )


def run(name: str, write: Callable[[Path], None], folder: Path, suffix: str) -> None:
    """Write one input, read it in a process of its own, remove it."""
    path = folder / f"input{suffix}"
    write(path)
    print(f"{name:<34}", end="", flush=True)
    subprocess.run([sys.executable, __file__, "--read", str(path)], check=True)
    if path.is_file():
        path.unlink()


def rows(arguments: argparse.Namespace) -> Iterable[tuple[str, Callable[[Path], None], str]]:
    """What is measured."""
    count, giga, mega = arguments.records, arguments.giga, arguments.line
    yield f"{count:,} records of JSONL", lambda path: jsonl(path, count), ".jsonl"
    yield f"{count:,} records of JSONL, gzip", lambda path: packed(path, count), ".jsonl.gz"
    yield f"{count:,} rows of CSV", lambda path: table(path, count), ".csv"
    yield f"{giga:g} GB of JSONL, 4 kB a record", lambda path: giant(path, giga), ".jsonl"
    yield f"a line of {mega} MB", lambda path: one_line(path, mega), ".jsonl"
    yield f"{mega * 10:,} MB of blanks in gzip", lambda path: bomb(path, mega), ".jsonl.gz"
    yield f"{count // 50:,} files in folders", lambda path: many_files(path, count // 50), ""


def main() -> None:
    """Measure all, or read one path as told by the process above."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--giga", type=float, default=2)
    parser.add_argument("--line", type=int, default=500)
    parser.add_argument("--read", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.read:
        measure(arguments.read)
        return
    print(f"{'':<34}{'read':>9} {'refused':>7} {'time':>9} {'sources':>12} {'at 100k':>8} {'peak':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for name, write, suffix in rows(arguments):
            run(name, write, Path(folder), suffix)


if __name__ == "__main__":
    main()
