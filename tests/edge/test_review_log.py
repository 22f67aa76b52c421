"""The decisions' file: rows are only ever added, several processes may add them, and a kill tears none."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from summarizer.brief import Fact
from summarizer.errors import UsageError
from summarizer.review import Decision, DecisionLog, Target
from summarizer.review.log import NAME, VERSION
from tests.reviewing import BOATS, LINE, Reviewers, boats, brief

ROOT = Path(__file__).parents[2]
A = boats()


def decision(n: int = 0, *, fact: Fact = A, sha256: str = "5a", **more: object) -> Decision:
    made = Decision(
        "accept",
        "anna",
        "2026-11-23T10:00:00.000+00:00",
        sha256,
        "s/1",
        "a.txt",
        f"s{n}",
        (Target(fact.id, fact),),
        fact,
    )
    return replace(made, **more)  # type: ignore[arg-type]


@pytest.fixture
def log(tmp_path: Path) -> DecisionLog:
    """A log that has no file yet."""
    return DecisionLog(tmp_path / NAME)


def test_who_only_looks_leaves_nothing(log: DecisionLog) -> None:
    """Without a decision there is no file, whatever is asked."""
    assert (
        log.of("5a", "s/1") == []
        and log.heads() == {}
        and log.head("5a", "s/1") == 0
        and log.elsewhere("a.txt", "x") == 0
    )
    assert not log.path.exists()


def test_decisions_come_back_as_they_were(log: DecisionLog) -> None:
    """Every field of a decision is kept, in the order of deciding, and only of the text and schema that is asked for."""
    people = Reviewers(brief(A, ledger=[LINE]))
    people.accept("anna", A.id)
    people.decide("restore", "bea", Target("line-1", line=LINE), result=A, reason="it’s there")
    people.decide("settle", "anna", people.target(A.id), chosen=1)
    people.undo("bea")
    kept = log.append(people.decisions)
    assert kept == people.decisions and [d.id for d in people.decisions] == [1, 2, 3, 4]
    sha256, schema = people.brief.article.sha256, people.decisions[0].schema_id
    log.close()
    again = DecisionLog(log.path)
    assert again.of(sha256, schema) == people.decisions
    assert again.of(sha256, "other/1") == [] and again.of("0" * 64, schema) == []
    assert again.heads() == {(sha256, schema): 4} and again.head(sha256, schema) == 4
    assert again.elsewhere("story.txt", "0" * 64) == 4 and again.elsewhere("story.txt", sha256) == 0
    again.close()


def test_the_tables_can_be_asked(log: DecisionLog) -> None:
    """Reviewer, time, digest and the offsets of the evidence are columns; the figures are those of the fact."""
    log.append([decision()])
    with closing(sqlite3.connect(log.path)) as connection:
        rows = connection.execute(
            'SELECT d.reviewer, d.action, d.sha256, d.kind, d.fact, e.part, e.quote, e.start, e."end" '
            "FROM decisions d JOIN evidence e ON e.decision = d.id ORDER BY e.part"
        ).fetchall()
    (quoted,) = A.evidence
    told = ("anna", "accept", "5a", "items", A.id)
    assert rows == [(*told, part, BOATS, quoted.start, quoted.end) for part in ("about", "result")]


@pytest.mark.parametrize("table", ["decisions", "evidence"])
@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM {0}",
        "UPDATE {0} SET {1} = 'x'",
        "INSERT OR REPLACE INTO {0} (rowid, {2}) SELECT rowid, {2} FROM {0}",
    ],
)
def test_nothing_is_changed(log: DecisionLog, table: str, change: str) -> None:
    """The database itself refuses to change, delete or replace what was decided, whoever asks."""
    log.append([decision()])
    log.close()
    with closing(sqlite3.connect(log.path)) as connection:
        before = list(connection.iterdump())
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] != "id"]
        text = "reviewer" if table == "decisions" else "quote"
        named = ", ".join(f'"{column}"' for column in columns)
        with pytest.raises(sqlite3.IntegrityError, match=r"decisions are never (changed|deleted|replaced)"):
            connection.execute(change.format(table, text, named))
        assert list(connection.iterdump()) == before


def test_all_or_none(log: DecisionLog) -> None:
    """Where one decision of a step can't be kept, none of them is."""
    log.append([decision(1)])
    with pytest.raises((UsageError, TypeError, AttributeError)):
        log.append([decision(2), replace(decision(3), action=None)])  # type: ignore[arg-type]
    assert len(log.of("5a", "s/1")) == 1
    assert log.append([decision(4)]) is not None


def test_not_after_somebody_else(log: DecisionLog, tmp_path: Path) -> None:
    """Who decides on what he saw last is told, by None, that somebody has decided since; about other texts does not count."""
    other = DecisionLog(tmp_path / NAME)
    (first,) = log.append([decision(1)], after=0) or []
    other.append([decision(2, sha256="5b")])
    assert other.append([decision(3)], after=first.id) is not None
    assert log.append([decision(4)], after=first.id) is None
    assert len(log.of("5a", "s/1")) == 2
    log.close()
    other.close()


@pytest.mark.parametrize("moved", [True, False])
def test_a_file_that_goes_away(log: DecisionLog, moved: bool) -> None:
    """What is decided after the file was moved or removed is in a file that is there; one that is put back is read again."""
    log.append([decision(1)])
    aside = log.path.with_name("aside")
    log.path.rename(aside)
    if not moved:
        assert log.heads() == {}
    assert log.append([decision(2)]) is not None
    with closing(DecisionLog(log.path)) as other:
        assert [d.step for d in other.of("5a", "s/1")] == ["s2"]
    aside.replace(log.path)
    assert [d.step for d in log.of("5a", "s/1")] == ["s1"]


def test_reading_needs_no_writing(log: DecisionLog, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decisions can be read where nothing can be written now: while another process writes, or from a disk that is read only."""
    log.append([decision(1)])
    monkeypatch.setattr("summarizer.store.journal.WAIT", 0.0)
    with closing(sqlite3.connect(log.path, isolation_level=None)) as busy, closing(DecisionLog(log.path)) as other:
        busy.execute("BEGIN IMMEDIATE")
        assert len(other.of("5a", "s/1")) == 1


def test_two_processes_at_once(log: DecisionLog) -> None:
    """Processes and threads that decide at once lose nothing, the file's making among it."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path\n"
        "from tests.edge.test_review_log import decision\n"
        "from summarizer.review import DecisionLog\n"
        "log = DecisionLog(Path(sys.argv[2]))\n"
        "for n in range(20): log.append([decision(n, reviewer=sys.argv[3])])\n"
    )
    started = [subprocess.Popen([sys.executable, "-c", code, str(ROOT), str(log.path), who]) for who in ("bea", "cleo")]
    threads = [
        threading.Thread(target=lambda who=who: [log.append([decision(n, reviewer=who)]) for n in range(20)])
        for who in ("dora", "emil")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [process.wait(120) for process in started] == [0, 0]
    found = log.of("5a", "s/1")
    assert len(found) == 80 and [d.id for d in found] == sorted(d.id for d in found)
    for who in ("bea", "cleo", "dora", "emil"):
        assert [d.step for d in found if d.reviewer == who] == [f"s{n}" for n in range(20)]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system can't kill like that")
def test_a_kill_tears_nothing(log: DecisionLog) -> None:
    """A process that is killed while it decides leaves every decision that it was told is kept, and no half of one."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path\n"
        "from tests.edge.test_review_log import decision\n"
        "from summarizer.review import DecisionLog\n"
        "log = DecisionLog(Path(sys.argv[2])); n = 0\n"
        "while True:\n"
        "    log.append([decision(n), decision(n)]); n += 1; print(n, flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(ROOT), str(log.path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for _ in range(5):
            process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
        told = 5 + len(process.stdout.read().splitlines())
    found = log.of("5a", "s/1")
    steps = [d.step for d in found]
    assert steps == [f"s{n // 2}" for n in range(len(found))] and len(found) % 2 == 0
    assert told <= len(found) // 2 <= told + 1
    with closing(sqlite3.connect(log.path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM evidence").fetchone() == (2 * len(found),)
    assert log.append([decision(99)]) is not None


def test_foreign_files(tmp_path: Path) -> None:
    """Another program's database, one of a later version and what is no database are refused and left as they are."""
    foreign = tmp_path / "foreign.sqlite"
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE decisions (id)")
    later = tmp_path / "later.sqlite"
    log = DecisionLog(later)
    log.append([decision()])
    log.close()
    with closing(sqlite3.connect(later)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    text = tmp_path / "text.sqlite"
    text.write_text("these are the words of no database at all, but of a text\n" * 40)
    for path, words in (
        (foreign, "is a database of something else"),
        (later, f"is of version {VERSION + 1}, and this program knows {VERSION}"),
        (text, "can't be used"),
    ):
        before = path.read_bytes()
        with pytest.raises(UsageError, match=words) as raised:
            DecisionLog(path).of("5a", "s/1")
        assert "--decisions" in raised.value.mend
        with pytest.raises(UsageError, match=words):
            DecisionLog(path).append([decision()])
        assert path.read_bytes() == before
    for path in (tmp_path, tmp_path / "nowhere" / "x.sqlite"):
        with pytest.raises(UsageError, match="can't be used"):
            DecisionLog(path).append([decision()])


def test_hostile_words(log: DecisionLog) -> None:
    """Lone surrogates, NULs, quotes and absurd offsets in names, ids and reasons are kept, and do nothing."""
    odd = "a\ud800b'; DROP TABLE decisions; --\0\u202e"
    far = A.evidence[0].model_copy(update={"start": -(10**30), "end": 10**30, "quote": odd})
    fact = Fact(kind=odd, id=odd, values={odd: odd}, evidence=(far,))
    kept = log.append([decision(1, fact=fact, reviewer="o'x", reason=odd, source=odd, sha256=odd, schema_id=odd)])
    assert kept is not None
    (found,) = log.of(odd, odd)
    assert found.result == fact and found.targets == (Target(odd, fact),)
    assert log.head(odd, odd) == 1 and log.elsewhere(odd, "x") == 1


def test_the_clock_may_go_back(log: DecisionLog) -> None:
    """The order is that of deciding, not that of the clock."""
    log.append([decision(1, at="2026-11-23T10:00:00.000+00:00")])
    log.append([decision(2, at="2020-01-01T10:00:00.000+00:00")])
    assert [d.step for d in log.of("5a", "s/1")] == ["s1", "s2"]
