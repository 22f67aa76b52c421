"""links.sqlite: what people decide of links lasts, as it was made."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.dossier.decided import LinkDecision, LinkSide
from summarizer.dossier.link_log import LinkLog
from summarizer.errors import UsageError

AT = "2026-11-02T08:00:00+00:00"
MADE = LinkDecision(
    "confirm", LinkSide("tobin orvand", "person", ("a" * 64,)), LinkSide("orvand", None, ("b" * 64,)), "anna", AT
)
SIDES = st.builds(
    LinkSide,
    st.text(max_size=20),
    st.none() | st.text(max_size=9),
    st.lists(st.text("0123456789abcdef", max_size=9)).map(tuple),
)
DECISIONS = st.builds(
    LinkDecision, st.sampled_from(["confirm", "reject", "undo"]), SIDES, SIDES, st.text(max_size=9), st.just(AT)
)


def test_decisions_last(tmp_path: Path) -> None:
    """What one log keeps another reads, in the order in which it was made, with ids."""
    log = LinkLog(tmp_path / "links.sqlite")
    kept = log.append([MADE, replace(MADE, action="undo", reviewer="ben")])
    log.close()
    assert kept is not None and [d.id for d in kept] == [1, 2]
    again = LinkLog(tmp_path / "links.sqlite")
    assert again.all() == kept and again.head() == 2
    again.close()


def test_who_only_looks_leaves_nothing_behind(tmp_path: Path) -> None:
    """No file is made by reading."""
    log = LinkLog(tmp_path / "links.sqlite")
    assert log.all() == [] and log.head() == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions SET action = 'reject'",
        "DELETE FROM decisions",
        "INSERT OR REPLACE INTO decisions VALUES (1, 'x', 'y', 'reject')",
        "UPDATE sides SET name = 'x'",
        "DELETE FROM sides",
        "INSERT OR REPLACE INTO sides VALUES (1, 'one', 'x', NULL, '[]')",
    ],
)
def test_rows_are_never_changed(tmp_path: Path, statement: str) -> None:
    """The database itself refuses to change, delete or replace a decision, whoever opens it."""
    log = LinkLog(tmp_path / "links.sqlite")
    kept = log.append([MADE])
    connection = sqlite3.connect(tmp_path / "links.sqlite")
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        connection.execute(statement)
    connection.close()
    assert log.all() == kept
    log.close()


def test_a_file_that_goes_away(tmp_path: Path) -> None:
    """What is decided after the file was moved away is in a file that is there."""
    log = LinkLog(tmp_path / "links.sqlite")
    assert log.append([MADE]) is not None
    log.path.rename(tmp_path / "aside")
    assert log.append([MADE]) is not None
    log.close()
    again = LinkLog(log.path)
    assert len(again.all()) == 1
    again.close()


def test_somebody_was_faster(tmp_path: Path) -> None:
    """With ``after`` nothing is kept where anything was decided since."""
    one, other = LinkLog(tmp_path / "links.sqlite"), LinkLog(tmp_path / "links.sqlite")
    assert one.append([MADE], after=0) is not None
    assert other.append([replace(MADE, action="reject", reviewer="ben")], after=0) is None
    assert other.append([replace(MADE, action="reject", reviewer="ben")], after=other.head()) is not None
    assert [d.action for d in one.all()] == ["confirm", "reject"]
    one.close()
    other.close()


def test_all_or_none(tmp_path: Path) -> None:
    """A fault in the second of two decisions keeps neither."""
    log = LinkLog(tmp_path / "links.sqlite")
    with pytest.raises(ValueError, match="burn"):
        log.append([MADE, replace(MADE, action="burn")])  # type: ignore[arg-type]
    with pytest.raises(UsageError):
        log.append([MADE, replace(MADE, at=None)])  # type: ignore[arg-type]
    assert log.all() == []
    log.close()


def test_two_that_begin_together(tmp_path: Path) -> None:
    """Several logs of one file, each in its thread: every decision is kept once."""
    begin = threading.Barrier(4)

    def decide(reviewer: str) -> None:
        log = LinkLog(tmp_path / "links.sqlite")
        begin.wait()
        for _ in range(5):
            log.append([replace(MADE, reviewer=reviewer)])
        log.close()

    threads = [threading.Thread(target=decide, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log = LinkLog(tmp_path / "links.sqlite")
    assert sorted(d.reviewer for d in log.all()) == sorted("abcd" * 5)
    log.close()


def test_a_file_of_something_else(tmp_path: Path) -> None:
    """Another program's database, another version and no database at all are refused with words, and left as they are."""
    path = tmp_path / "links.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE other (x)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(UsageError, match="something else") as caught:
        LinkLog(path).all()
    assert caught.value.mend and path.read_bytes() == before
    newer = tmp_path / "newer.sqlite"
    log = LinkLog(newer)
    log.append([MADE])
    log.close()
    connection = sqlite3.connect(newer)
    connection.execute("PRAGMA user_version = 9")
    connection.close()
    with pytest.raises(UsageError, match="version 9"):
        LinkLog(newer).all()
    path.write_text("this is no database, and long enough not to be taken for an empty one" * 20)
    with pytest.raises(UsageError, match="can't be used"):
        LinkLog(path).all()
    with pytest.raises(UsageError, match="can't be used"):
        LinkLog(tmp_path / "nowhere" / "links.sqlite").append([MADE])


def test_a_lone_surrogate_is_kept_as_an_escape(tmp_path: Path) -> None:
    """What no encoding carries does not stop a decision."""
    log = LinkLog(tmp_path / "links.sqlite")
    log.append([replace(MADE, reviewer="a\ud800")])
    assert log.all()[0].reviewer == "a\\ud800"
    log.close()


@settings(max_examples=30, deadline=None)
@given(st.lists(DECISIONS, max_size=4))
def test_any_decision_comes_back(made: list[LinkDecision]) -> None:
    """Every name, kind and list of texts is read as it was written."""
    with TemporaryDirectory() as folder:
        log = LinkLog(Path(folder) / "links.sqlite")
        log.append(made)
        log.close()
        again = LinkLog(Path(folder) / "links.sqlite")
        assert [replace(d, id=0) for d in again.all()] == made
        again.close()
