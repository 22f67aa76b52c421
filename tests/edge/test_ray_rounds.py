"""The engine's rounds without Ray's processes: budgets, workers that don't survive, stopping, errors that end a run."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason='pyarrow is not installed: pip install "spanbrief[ray]"')

from summarizer.article import article_from_text
from summarizer.engines import rounds
from summarizer.engines.ray import Worked, run_with_ray
from summarizer.engines.worker import WORK, Desk, Worker, refused
from summarizer.errors import CredentialsError, RunBudgetExceeded, SchemaError, SourceError, UsageError
from summarizer.schema import find_schema
from summarizer.settings import load_settings
from summarizer.sources import Source
from tests.scripted import Action, ScriptedServer

pytestmark = pytest.mark.ray

EMPTY = json.dumps({"actors": [], "items": [], "compensation": [], "sanctions": [], "denials": []})


class Here:
    """A cluster of this process: workers are called one after the other, and may be lost as killed ones are."""

    killers: frozenset[str] = frozenset()
    deaths = 0

    def __init__(self, address: str | None, stop: threading.Event) -> None:
        self.stop = stop

    def start(self, workers: int) -> Desk:
        return Desk()

    def close(self) -> None:
        pass


def rows_here(self: Any, tables: list[Any]) -> Iterator[list[dict[str, Any]]]:
    """What Ray does with the tables: each goes to a worker, again and again where that one is lost."""
    worker = Worker(
        desk=self._desk, files=self._results.files, settings=self._left(), schema=self._schema, workers=self.workers
    )
    worker._ask = lambda first: ask(self._desk, self._cluster.stop, first)  # type: ignore[method-assign]
    try:
        for table in tables:
            while (made := attempt(worker, table)) is None:
                Here.deaths += 1
            yield made
    finally:
        worker.close()


def ask(desk: Desk, stop: threading.Event, first: int) -> str:
    if stop.is_set():
        desk.stop()
    return desk.begin(first)


def attempt(worker: Worker, table: Any) -> list[dict[str, Any]] | None:
    asked = worker._ask
    word = asked(table["n"][0].as_py())
    if word == WORK and Here.killers & set(table["source"].to_pylist()):
        return None
    worker._ask = lambda first: word  # type: ignore[method-assign]
    try:
        made: list[dict[str, Any]] = worker(table).to_pylist()
        return made
    finally:
        worker._ask = asked  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def no_processes(monkeypatch: pytest.MonkeyPatch, alone: Path) -> None:
    monkeypatch.setattr(rounds, "Cluster", Here)
    monkeypatch.setattr(rounds.Rounds, "_rows", rows_here)
    monkeypatch.setattr(Here, "killers", frozenset())
    monkeypatch.setattr(Here, "deaths", 0)


@pytest.fixture(autouse=True)
def answering(server: ScriptedServer) -> None:
    server.otherwise(lambda body: Action(content=EMPTY))


def source(n: int) -> Source:
    text = f"The harbour office of Astrin counted {n} ships (case {n}).\n"
    return Source(f"{n}.txt", f"/{n}.txt", f"{n}", lambda: article_from_text(text, f"{n}.txt"))


def run(
    server: ScriptedServer, sources: Any, *, schema: str = "trade_brief", **options: Any
) -> Generator[Worked, None, None]:
    ours = {name: options.pop(name) for name in ("force", "retry_failed", "stop") if name in options}
    settings = load_settings(model="m", base_url=server.base_url, **options)
    return run_with_ray(iter(sources), settings, find_schema(schema), folder=Path("out"), workers=2, **ours)


def states(found: Iterable[Worked]) -> list[tuple[str, str, bool]]:
    return sorted((worked.source.name, worked.row["state"], worked.asked) for worked in found)


def test_each_source_is_asked_about_once(server: ScriptedServer) -> None:
    """All have a row; the next run asks nothing, ``force`` asks all, and there is one row for each source all the time."""
    names = sorted(f"{n}.txt" for n in range(45))
    assert states(run(server, map(source, range(45)))) == [(name, "done", True) for name in names]
    assert states(run(server, map(source, range(45)))) == [(name, "done", False) for name in names]
    assert len(server.requests) == 45
    assert states(run(server, map(source, range(45)), force=True)) == [(name, "done", True) for name in names]
    assert len(server.requests) == 90
    assert sum(len(table_of(path)) for path in Path("out/parquet").iterdir()) == 45


def table_of(path: Path) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows


def test_failures_are_kept_until_they_are_wanted(server: ScriptedServer) -> None:
    """A failed source is not asked about again, unless failures are retried; one that can't be read has its row too."""

    def unreadable() -> Any:
        raise SourceError("no such file", mend="look again")

    server.otherwise(lambda body: Action(status=400) if "case 1)" in str(body) else Action(content=EMPTY))
    found = [source(0), source(1), Source("gone", "/gone", "gone", unreadable)]
    assert states(run(server, found)) == [("0.txt", "done", True), ("1.txt", "failed", True), ("gone", "failed", True)]
    calls = len(server.requests)
    again = list(run(server, found))
    assert states(again)[1] == ("1.txt", "failed", False)
    assert len(server.requests) == calls
    errors = {worked.source.name: worked.error for worked in again}
    assert errors["0.txt"] is None
    assert isinstance(errors["gone"], SourceError)
    server.otherwise(lambda body: Action(content=EMPTY))
    assert states(run(server, found, retry_failed=True))[1] == ("1.txt", "done", True)


def test_an_article_that_no_worker_survives_costs_itself(server: ScriptedServer) -> None:
    """Its block is tried some times, then each of the block alone: the others have their briefs, it has failed."""
    Here.killers = frozenset({"7.txt"})
    found = {worked.source.name: worked for worked in run(server, map(source, range(45)))}
    assert len(found) == 45
    assert [name for name, worked in found.items() if worked.row["state"] != "done"] == ["7.txt"]
    error = found["7.txt"].error
    assert error is not None and error.code == "worker_died"
    assert Here.deaths == 6
    assert len(server.requests) == 44


def test_a_budget_ends_the_run_cleanly(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the tokens of the run are used up the others are pending, not failed, and no further round is begun."""
    monkeypatch.setattr("summarizer.engines.ray.ROUND", 1)
    usage = {"prompt_tokens": 900, "completion_tokens": 100}
    server.otherwise(lambda body: Action(content=EMPTY, usage=usage))
    sources = map(source, range(200))
    found = list(run(server, sources, total_tokens=90_000, jobs=2))
    settled = [worked for worked in found if not worked.pending]
    left = [worked for worked in found if worked.pending]
    assert settled and left and all(worked.row["state"] == "done" for worked in settled)
    assert isinstance(left[0].error, RunBudgetExceeded)
    assert 40 < len(settled) <= 90  # the second round knows what the first has used
    unread = list(sources)
    assert unread and len(found) + len(unread) == 200  # none that was read is forgotten
    calls = len(server.requests)
    assert calls == len(settled)
    again = states(run(server, map(source, range(20))))
    assert [state for _, state, _ in again] == ["done"] * 20


def test_stopping_leaves_what_was_not_begun(server: ScriptedServer) -> None:
    """After ``stop`` blocks that were begun are finished; of the others nothing is said, and nothing asked."""
    stop = threading.Event()
    names = []
    for worked in run(server, map(source, range(100)), stop=stop):
        names.append(worked.source.name)
        stop.set()
    assert len(names) == len(server.requests) == 20


def test_a_refused_key_ends_the_run(server: ScriptedServer) -> None:
    """A refused key is the error it was in the worker, with its mend, and what was finished is kept."""
    server.otherwise(lambda body: Action(status=401))
    with pytest.raises(CredentialsError) as caught:
        list(run(server, map(source, range(45))))
    assert "key" in caught.value.message and caught.value.mend
    assert not list(Path("out/parquet").iterdir())


def test_closing_the_iterator_keeps_what_is_finished(server: ScriptedServer) -> None:
    """Whoever stops taking rows ends the run; the blocks that came are in their files, and not asked again."""
    found = run(server, map(source, range(60)))
    next(found)
    found.close()
    asked = [worked.asked for worked in run(server, map(source, range(60)))]
    assert (asked.count(False), len(server.requests)) == (20, 60)


def test_a_schema_of_ones_own_is_found_by_the_workers(server: ScriptedServer) -> None:
    """A schema from a file travels as the file's absolute name, any other as its class."""
    Path("mine.py").write_text(
        "from typing import Annotated\nfrom summarizer import Claim, Free, Report\n\n\n"
        'class Attack(Claim):\n    """An act of violence."""\n\n    weapon: Annotated[str, Free("What with.")]\n\n\n'
        'class Incidents(Report):\n    """Incidents."""\n\n    schema_id = "attacks/1"\n    attacks: list[Attack] = []\n',
        encoding="utf-8",
    )
    sent = rounds._sendable(find_schema("mine.py:Incidents"))
    assert sent == f"{Path('mine.py').resolve()}:Incidents"
    built_in = find_schema("trade_brief")
    assert rounds._sendable(built_in) is built_in.report
    server.otherwise(lambda body: Action(content='{"attacks": []}'))
    assert states(run(server, [source(0)], schema="mine.py:Incidents")) == [("0.txt", "done", True)]


def test_words_that_come_twice_are_in_one_block(server: ScriptedServer) -> None:
    """Sources of one text are asked about once, wherever they stand in the run, and all have their briefs."""
    twin = Source("twin", "/twin", "twin", source(0).load)
    assert states(run(server, [*map(source, range(45)), twin]))[-1] == ("twin", "done", True)
    assert len(server.requests) == 45


def test_a_worker_that_can_not_be_made_says_why(server: ScriptedServer) -> None:
    """What a worker's constructor meets comes back as it was: Ray alone would say that an actor died."""
    worker = Worker(desk=None, files=None, schema="nowhere.py:Nothing", settings=load_settings())  # type: ignore[arg-type]
    worker._ask = lambda first: WORK  # type: ignore[method-assign]
    import pyarrow as pa

    (row,) = worker(pa.table({"n": [3], "id": ["1"], "text": ["A."]})).to_pylist()
    assert (row["n"], row["state"], row["status"]) == (3, "refused", "SchemaError")
    assert isinstance(refused(row), SchemaError)


def test_ray_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch, server: ScriptedServer) -> None:
    """Without the extra the error says what to install."""
    from summarizer.engines.cluster import Cluster

    monkeypatch.setattr(rounds, "Cluster", Cluster)
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UsageError) as caught:
        list(run(server, [source(0)]))
    assert caught.value.mend == 'pip install "spanbrief[ray]"'
