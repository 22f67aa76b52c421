"""The program as a process: pipes, signals, closed streams, odd locales; what was finished is kept."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest

from tests.scripted import Action, ScriptedServer

ROOT = Path(__file__).parents[2]
TEXT = "Velmora sold Drovia “twelve” patrol boats in March, its Navy Ministry said.\n"
ANSWER = json.dumps({"items": [{"description": "patrol boats", "status": "delivered", "quotes": [TEXT.strip()]}]})
PATIENCE = 20.0

pytestmark = [
    pytest.mark.usefixtures("alone"),
    pytest.mark.skipif(os.name != "posix", reason="signals and pipes of POSIX"),
]


@pytest.fixture
def environment(alone: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def command(server: ScriptedServer, *args: str) -> list[str]:
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    Path("b.txt").write_text("Again: " + TEXT, encoding="utf-8")
    program = [sys.executable, "-m", "summarizer", "run"]
    return [*program, *args, "--model", "m", "--base-url", server.base_url]


@contextmanager
def started(args: list[str], environment: dict[str, str], stdin: int | IO[bytes] = subprocess.DEVNULL) -> Iterator[Any]:
    process = subprocess.Popen(args, env=environment, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("signs", [[signal.SIGINT, signal.SIGINT], [signal.SIGTERM]])
def test_interrupted_while_the_endpoint_thinks(
    server: ScriptedServer, environment: dict[str, str], signs: list[signal.Signals]
) -> None:
    """The second Ctrl-C, or a polite kill, ends the program with 130; the brief that was finished is kept, as is said."""
    server.plan(Action(content=ANSWER), Action(hang=True))
    with started(command(server, "a.txt", "b.txt", "-o", "out", "--jobs", "1"), environment) as process:
        server.wait_for(2, PATIENCE)
        process.send_signal(signs[0])
        if len(signs) > 1:
            while b"once more stops at once" not in process.stderr.readline():
                pass
            process.send_signal(signs[1])
        _, stderr = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert b"Interrupted. What was finished is kept." in stderr and b"Traceback" not in stderr
    assert json.loads(Path("out/a.json").read_text(encoding="utf-8"))["status"] == "complete"
    assert [p.name for p in Path("out").glob("*.json*")] == ["a.json"], "nothing half, no failure made up"


def test_the_first_interruption_lets_what_is_under_way_finish(
    server: ScriptedServer, environment: dict[str, str]
) -> None:
    """After one Ctrl-C the article that is under way has its brief, and no other is begun; the next run goes on."""
    going_on = threading.Event()

    def answer(_: Any) -> Action:
        assert going_on.wait(PATIENCE)
        return Action(content=ANSWER)

    server.otherwise(answer)
    args = command(server, "a.txt", "b.txt", "-o", "out", "--jobs", "1")
    with started(args, environment) as process:
        server.wait_for(1, PATIENCE)
        process.send_signal(signal.SIGINT)
        while b"what is under way is finished first" not in process.stderr.readline():
            pass
        going_on.set()
        _, stderr = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130 and b"Traceback" not in stderr
    assert [p.name for p in Path("out").glob("*.json*")] == ["a.json"] and len(server.requests) == 1
    again = run(args, environment)
    assert again.returncode == 0 and len(server.requests) == 2
    assert b"kept from an earlier run" in again.stderr


def test_interrupted_while_a_pipe_says_nothing(server: ScriptedServer, environment: dict[str, str]) -> None:
    """Ctrl-C ends the program also while it waits for a source that does not come."""
    os.mkfifo("slow.txt")
    with started(command(server, "slow.txt"), environment) as process, Path("slow.txt").open("wb"):
        # Opening it waits for the program to open it, too.
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130 and b"Interrupted" in stderr and b"Fatal" not in stderr


def test_interrupted_while_standard_input_says_nothing(server: ScriptedServer, environment: dict[str, str]) -> None:
    """Ctrl-C ends the program also while it waits for standard input."""
    with started(command(server, "-"), environment, subprocess.PIPE) as process:
        process.stdin.write(b"x" * 200_000)  # more than a pipe holds: written when the program reads
        process.stdin.flush()
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 130
        stderr = process.stderr.read()
    assert b"Interrupted" in stderr and b"Fatal" not in stderr


def test_interrupted_while_the_weights_are_fetched(alone: Path, environment: dict[str, str]) -> None:
    """Ctrl-C ends the program also during the long download of the weights."""
    Path("a.txt").write_text(TEXT, encoding="utf-8")
    Path("slow.py").write_text(
        "import sys, time\n"
        "from summarizer.model import connect\n"
        "def ensure(*_, **__):\n"
        "    print('fetching', file=sys.stderr, flush=True)\n"
        "    time.sleep(60)\n"
        "connect.ensure = ensure\n"
        "from summarizer.__main__ import main\n"
        "sys.argv = ['summarizer', 'run', 'a.txt']\n"
        "main()\n"
    )
    with started([sys.executable, "slow.py"], environment) as process:
        assert b"fetching" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130 and b"Interrupted" in stderr


def run(args: list[str], environment: dict[str, str], **options: Any) -> subprocess.CompletedProcess[bytes]:
    options.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.run(args, env=environment, capture_output=True, timeout=PATIENCE, check=False, **options)


@pytest.mark.parametrize(
    "locale", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_json_is_utf_8_in_every_locale(
    server: ScriptedServer, environment: dict[str, str], locale: dict[str, str]
) -> None:
    """The JSON in a pipe is UTF-8 whatever the locale's encoding is."""
    server.plan(Action(content=ANSWER))
    done = run(command(server, "a.txt"), environment | locale)
    assert done.returncode == 0 and b"Traceback" not in done.stderr
    assert "“twelve”" in done.stdout.decode("utf-8")


def test_a_closed_standard_input_is_no_matter(server: ScriptedServer, environment: dict[str, str]) -> None:
    """Without a standard input files are read, and a dash is a source that can't be."""
    server.plan(Action(content=ANSWER))
    args = command(server, "-", "a.txt")
    done = run(["sh", "-c", '"$@" <&-', "sh", *args], environment)
    assert done.returncode == 2 and b"there is no standard input" in done.stderr and b"Traceback" not in done.stderr
    assert json.loads(done.stdout.splitlines()[0])["article"]["source"] == "a.txt"


def test_a_reader_that_goes_away_is_no_crash(server: ScriptedServer, environment: dict[str, str]) -> None:
    """A pipe that is closed early ends the program without a traceback."""
    server.otherwise(lambda _: Action(content=ANSWER))
    with started(command(server, "a.txt", "b.txt"), environment) as process:
        process.stdout.close()
        stderr = process.stderr.read()
        process.wait(PATIENCE)
    assert b"Traceback" not in stderr and process.returncode != 0


def test_several_runs_share_a_folder(server: ScriptedServer, environment: dict[str, str]) -> None:
    """Runs at the same time in one folder lose neither briefs nor lines of the ledger."""
    server.otherwise(lambda _: Action(content=ANSWER))
    args = [command(server, name, f"no-{name}", "-o", "out") for name in ("a.txt", "b.txt")]
    codes: list[int] = []
    threads = [threading.Thread(target=lambda a=a: codes.append(run(a, environment).returncode)) for a in args]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert codes == [2, 2]
    assert sorted(p.name for p in Path("out").glob("*.json")) == ["a.json", "b.json"]
    lines = Path("out/ledger.jsonl").read_text(encoding="utf-8").splitlines()
    assert sorted(json.loads(x)["source"] for x in lines) == ["no-a.txt", "no-b.txt"]
