"""A run by worker processes in the terms of every run: what is settled, committed, told. Ray itself is scripted here."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from summarizer.api import strategy_of
from summarizer.article import Article
from summarizer.batch import Done, Failed, Kept, Redo, Result
from summarizer.engines import ray as engine
from summarizer.engines.rounds import Worked
from summarizer.engines.rows import failed_row
from summarizer.engines.run import RayRun
from summarizer.errors import CredentialsError, DeadlineExceeded, RunBudgetExceeded, SourceError
from summarizer.keys import WorkKey
from summarizer.pipeline import Outcome
from summarizer.schema import find_schema
from summarizer.settings import Settings
from summarizer.sources import Source
from summarizer.store import BriefStore
from tests.edge.test_store import brief

TRADE = find_schema("trade_brief")
SETTINGS = Settings(model="m", base_url="http://127.0.0.1:9/v1")
KEY = WorkKey(TRADE, strategy_of(SETTINGS, TRADE), SETTINGS)


def source(name: str, text: str | None = None) -> Source:
    def load() -> Article:
        if text == "":
            raise SourceError(f"{name} is empty", mend="fill it")
        return Article(text or f"Words of {name}.", source=name)

    return Source(name, f"/{name}", name, load)


def row(source: Source, key: str | None, error: Any = None) -> dict[str, Any]:
    """A row as a worker gives it; a failure's is made by the code of rows, a brief's by hand."""
    named = {"id": source.id, "source": source.name}
    if error is not None:
        return failed_row(named, key, error)
    return {"state": "done"}


class Workers:
    """In the place of `run_with_ray`: notes what it is given and gives what it is told to."""

    def __init__(self, made: Callable[[Source], Any]) -> None:
        self.asked: list[str] = []
        self.threads: set[int] = set()
        self.options: dict[str, Any] = {}
        self._made = made

    def __call__(self, sources: Iterator[Source], settings: Settings, schema: Any, **options: Any) -> Iterator[Any]:
        self.options = options
        for each in sources:
            self.threads.add(threading.get_ident())
            self.asked.append(each.name)
            made = self._made(each)
            if isinstance(made, CredentialsError):
                raise made
            yield Scripted(each, made)


class Scripted(Worked):
    """A row with its outcome as it is."""

    def __init__(self, source: Source, made: Any) -> None:
        error = made if isinstance(made, Exception) else None
        article = source.load()
        key = KEY.of(article)
        super().__init__(source, article, key, row(source, key, error))
        object.__setattr__(self, "_made", made)

    @property
    def outcome(self) -> Any:
        made = self.__dict__["_made"]
        return None if isinstance(made, Exception) else Outcome(made, ({"tag": "a"},))

    @property
    def error(self) -> Any:
        made = self.__dict__["_made"]
        return made if isinstance(made, Exception) else None

    @property
    def pending(self) -> bool:
        return isinstance(self.error, RunBudgetExceeded)


def results(
    folder: Path, workers: Workers, monkeypatch: pytest.MonkeyPatch, *sources: Source, redo: Redo | None = None
) -> tuple[list[Result], RayRun]:
    monkeypatch.setattr(engine, "run_with_ray", workers)
    store = BriefStore(folder, TRADE)
    run = RayRun(sources, TRADE, SETTINGS, store=store, redo=redo, workers=2)

    async def work() -> list[Result]:
        return [result async for result in run.results()]

    try:
        return asyncio.run(work()), run
    finally:
        store.close()


def test_rows_are_committed_as_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A brief, a failure and what can't be read are results, files and lines of the ledger, as with the other engine."""
    workers = Workers(lambda each: DeadlineExceeded("too slow") if each.name == "b" else brief())
    found, run = results(tmp_path, workers, monkeypatch, source("a"), source("b"), source("c", ""))
    assert {type(result): result.source for result in found if isinstance(result, Done)} == {Done: "a"}
    failed = {result.source: result.error.code for result in found if isinstance(result, Failed)}
    assert failed == {"b": "deadline", "c": "source_unreadable"}
    assert sorted(p.name for p in tmp_path.glob("*.json")) == ["a.json"]
    assert sorted(BriefStore(tmp_path, TRADE).read_ledger()) == ["b", "c"]
    assert (run.tally.done, run.tally.failed, run.tally.all_found, run.stopped) == (1, 2, True, False)
    assert workers.options["folder"] == tmp_path and workers.options["workers"] == 2
    assert len(workers.threads) == 1, "Ray's processes end with the thread that started them"


def test_what_is_settled_goes_to_no_worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the store has is kept and not sent; pending sources are, and with force everything is."""
    cut = Workers(lambda each: RunBudgetExceeded("used up") if each.name == "b" else brief())
    found, _ = results(tmp_path, cut, monkeypatch, source("a"), source("b"))
    assert [result.pending for result in found if isinstance(result, Failed)] == [True]
    again = Workers(lambda each: brief())
    found, run = results(tmp_path, again, monkeypatch, source("a"), source("b"))
    assert again.asked == ["b"] and [r.source for r in found if isinstance(r, Kept)] == ["a"]
    assert (run.tally.kept, run.tally.done) == (1, 1)
    forced = Workers(lambda each: brief())
    results(tmp_path, forced, monkeypatch, source("a"), source("b"), redo=Redo(failed=True, done=True))
    assert forced.asked == ["a", "b"] and forced.options["force"] is True


def test_what_is_wrong_for_all_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused key ends the run with its message; what was committed stays."""
    workers = Workers(lambda each: CredentialsError("no such key") if each.name == "b" else brief())
    with pytest.raises(CredentialsError, match="no such key"):
        results(tmp_path, workers, monkeypatch, source("a"), source("b"), source("c"))
    assert [p.name for p in tmp_path.glob("*.json")] == ["a.json"] and workers.asked == ["a", "b"]
