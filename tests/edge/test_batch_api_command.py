"""``summarizer batch``: what it says, where it goes, what it writes and how it ends."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from summarizer.cli import _Program, app
from summarizer.commands.batch import batch_app
from summarizer.deferred import Deferred
from summarizer.store import read_brief
from tests.batch_server import BatchServer, Error

pytestmark = pytest.mark.usefixtures("alone")

BOATS = "Velmora sold Drovia twelve patrol boats in March, its Navy Ministry said on Monday.\n"
BAN = "Drovia imposed sanctions on Tarn in June.\n"
ITEM = {
    "description": "patrol boats",
    "quantity": "twelve",
    "supplier": "Velmora",
    "recipient": "Drovia",
    "status": "delivered",
    "quotes": ["Velmora sold Drovia twelve patrol boats in March"],
}
SCHEMA = '''
from typing import Annotated
from summarizer import Claim, Free, Report


class Sale(Claim):
    """A sale."""

    goods: Annotated[str, Free("What is sold.")]


class Sales(Report):
    """Sales."""

    schema_id = "sales/1"
    sales: list[Sale] = []
'''


def program(*args: object) -> Result:
    """The program with `batch` in it."""
    wired = typer.Typer(cls=_Program, rich_markup_mode=None, pretty_exceptions_enable=False)
    wired.add_typer(batch_app, name="batch")
    result = CliRunner().invoke(wired if args[0] == "batch" else app, [str(a) for a in args])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def words(result: Result) -> str:
    return " ".join(result.output.split())


@pytest.fixture
def server() -> Iterator[BatchServer]:
    with BatchServer() as running:
        running.answer = answer
        yield running


def answer(body: dict[str, Any]) -> str | Error:
    said = str(body["messages"][-1]["content"])
    return json.dumps({"items": [ITEM] if "patrol" in said else []})


@pytest.fixture
def news(alone: Path) -> Path:
    """A folder with two articles."""
    folder = Path("news")
    folder.mkdir()
    (folder / "boats.txt").write_text(BOATS)
    (folder / "ban.txt").write_text(BAN)
    return folder


def flags(server: BatchServer) -> tuple[str, ...]:
    return ("-o", "out", "--model", "scripted", "--base-url", server.base_url)


def at(server: BatchServer) -> tuple[str, ...]:
    return ("-o", "out", "--base-url", server.base_url)


def test_whole_way(server: BatchServer, news: Path) -> None:
    """Submitted, looked at, collected: briefs, records and tables as a run writes them."""
    result = program("batch", "submit", news, *flags(server))
    assert result.exit_code == 0, result.output
    assert "Submitting 2 questions to scripted at 127.0.0.1" in words(result)
    result = program("batch", "collect", *at(server))
    assert (result.exit_code, "2 questions under way" in words(result)) == (3, True)
    server.run()
    result = program("batch", "status", *at(server))
    assert result.exit_code == 3
    assert "batch_1 · scripted at 127.0.0.1 · completed · 2 of 2 answered" in words(result)
    result = program("batch", "collect", *at(server))
    assert (result.exit_code, "2 briefs made" in words(result)) == (0, True)
    brief = read_brief(Path("out/boats.json"))
    assert [item["description"] for item in brief["items"]] == ["patrol boats"]
    assert Path("out/ban.json").is_file()
    assert not Path("out/ledger.jsonl").exists()
    assert program("recheck", "out/boats.json").exit_code == 0
    assert program("status", "out").exit_code == 0
    with closing(sqlite3.connect("out/.summarizer/batch/queue.sqlite")) as queue:
        # The text of what is done is kept beside the briefs, and not a second time.
        assert queue.execute("SELECT state, article FROM articles").fetchall() == [("done", None)] * 2
    assert [p.name for p in Path("out/.summarizer/batch").glob("*.jsonl*")] == []


def test_a_run_goes_on_from_there(server: BatchServer, news: Path) -> None:
    """What a batch has made is not asked about again by a run with the same model, and the other way round."""
    program("batch", "submit", news, *flags(server))
    server.run()
    program("batch", "collect", *at(server))
    calls = len(server.calls)
    assert program("run", news, *flags(server)).exit_code == 0
    assert len(server.calls) == calls
    result = program("batch", "submit", news, *flags(server))
    assert "2 of the sources had a brief or a failure from earlier runs" in words(result)
    assert "nothing to send" in words(result)


def test_failures(server: BatchServer, news: Path) -> None:
    """What fails stands in the ledger with the endpoint's words, and is tried again where that is asked for."""
    server.answer = lambda body: Error(413, "too \x1b[31mlong") if "patrol" in str(body) else '{"items": []}'
    (news / "empty.txt").write_text("")
    result = program("batch", "submit", news, *flags(server))
    assert (result.exit_code, "1 source could not be read" in words(result)) == (2, True)
    server.run()
    result = program("batch", "collect", *at(server))
    assert result.exit_code == 2
    assert "\x1b" not in result.output
    lines = [json.loads(line) for line in Path("out/ledger.jsonl").read_text().splitlines()]
    assert {line["source"]: line["code"] for line in lines} == {
        str(news / "empty.txt"): "source_unreadable",
        str(news / "boats.txt"): "http_error",
    }
    server.answer = answer
    (news / "empty.txt").unlink()
    assert "nothing to send" in words(program("batch", "submit", news, *flags(server)))
    assert program("batch", "submit", news, "--retry-failed", *flags(server)).exit_code == 0
    server.run()
    program("batch", "collect", *at(server))
    assert Path("out/boats.json").is_file()


def test_limits(server: BatchServer, news: Path) -> None:
    """The limits of a file, and the budget of all rounds, can be set; a budget ends with 5."""
    result = program("batch", "submit", news, "--batch-requests", 1, *flags(server))
    assert "2 questions sent in 2 batches" in words(result)
    (news / "third.txt").write_text(BAN + BOATS)
    result = program("batch", "submit", news, "--total-tokens", 20_000, *flags(server))
    assert (result.exit_code, "allow more with --total-tokens" in words(result)) == (5, True)
    assert program("batch", "submit", *flags(server)).exit_code == 5
    result = program("batch", "submit", "--total-tokens", 100_000, "--batch-bytes", 1, *flags(server))
    assert (result.exit_code, len(server.asked)) == (0, 3)


def test_endpoint_must_be_named(server: BatchServer, news: Path) -> None:
    """A folder sends nobody's key to an endpoint that only the folder names."""
    program("batch", "submit", news, *flags(server))
    calls = len(server.calls)
    server.faults = [("POST /v1/batches", 400)]
    (news / "third.txt").write_text(BAN + BOATS)
    program("batch", "submit", news, *flags(server))
    calls = len(server.calls)
    for command in ("collect", "status", "submit"):
        result = program("batch", command, "-o", "out")
        assert (result.exit_code, "--base-url" in words(result)) == (1, True)
    assert len(server.calls) == calls
    assert program("batch", "status", "-o", "out", "--local").exit_code == 3


def test_code_must_be_named(server: BatchServer, news: Path) -> None:
    """A folder has nobody's machine run Python code: a schema that is a file is named once more."""
    Path("mine.py").write_text(SCHEMA)
    server.answer = lambda body: '{"sales": []}'
    result = program("batch", "submit", news, "--schema", "mine.py:Sales", *flags(server))
    assert result.exit_code == 0, result.output
    server.run()
    result = program("batch", "collect", *at(server))
    assert (result.exit_code, "--schema mine.py:Sales" in words(result)) == (1, True)
    result = program("batch", "collect", "--schema", "mine.py:Sales", *at(server))
    assert (result.exit_code, "2 briefs made" in words(result)) == (0, True)


def test_status_for_programs(server: BatchServer, news: Path) -> None:
    """Programs get batches, articles and questions as JSON."""
    program("batch", "submit", news, *flags(server))
    said = json.loads(program("batch", "status", "--json", *at(server)).stdout)
    assert [(b["id"], b["status"], b["questions"]) for b in said["batches"]] == [("batch_1", "in_progress", 2)]
    assert said["articles"] == {"waiting": 2, "done": 0, "failed": 0, "suspect": 0}


def test_next_round_by_itself(server: BatchServer, news: Path) -> None:
    """Without a source the next round is sent; the way on is said."""
    server.answer = lambda body: Error(500)
    program("batch", "submit", news, *flags(server))
    server.run()
    result = program("batch", "collect", *at(server))
    assert "For the next round, 2 questions: summarizer batch submit -o out" in words(result)
    result = program("batch", "submit", *flags(server))
    assert "2 questions sent in 1 batch" in words(result)


def test_usage(news: Path) -> None:
    """What can't be done is said with what to do, and nothing is written."""
    for args, said in (
        (("submit", news, "-o", "out"), "embedded model takes no batches"),
        (("submit", news, "-o", "out", "--model", "m"), "needs a key"),
        (("submit", "-o", "out2"), "nothing was submitted"),
        (("collect", "-o", "out2"), "nothing was submitted"),
        (("submit", news, "-o", "out", "--model", "m", "--strategy", "sentence-wise"), "leave out --strategy"),
    ):
        result = program("batch", *args)
        assert (result.exit_code, said in words(result)) == (1, True), result.output
    assert not Path("out2").exists()
    assert [p.name for p in Path("out").rglob("*.jsonl")] == []


def test_interrupted(server: BatchServer, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who interrupts the waiting loses nothing."""
    program("batch", "submit", news, *flags(server))

    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Deferred.__init__, "__kwdefaults__", {"limits": None, "sleep": interrupt})
        result = program("batch", "collect", "--wait", *at(server))
    assert (result.exit_code, "Interrupted" in words(result)) == (130, True)
    server.run()
    assert program("batch", "collect", "--wait", *at(server)).exit_code == 0
