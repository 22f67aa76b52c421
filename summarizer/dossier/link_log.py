"""``links.sqlite``: every decision about who is who, as it was made. Rows are added, never changed: the database itself refuses it.

    decisions   one row a decision: who, when, what
    sides       two rows for each: the folded name, its kind, and the digests of the texts that it stands in, as JSON

It lies in the dossier's folder; a new dossier of the same texts may be made with the same file.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from summarizer.dossier.decided import LINK_ACTIONS, LinkDecision, LinkSide
from summarizer.errors import UsageError

__all__ = ["NAME", "VERSION", "LinkLog"]

NAME = "links.sqlite"
VERSION = 1
APPLICATION = 0x53424C4B  # "SBLK", so that another program's database is not taken for one
WAIT = 30.0  # seconds that one process waits for another's transaction

_TABLES = (
    """CREATE TABLE decisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('confirm', 'reject', 'undo'))
) STRICT""",
    """CREATE TABLE sides (
    decision INTEGER NOT NULL REFERENCES decisions (id),
    part TEXT NOT NULL CHECK (part IN ('one', 'other')),
    name TEXT NOT NULL,
    kind TEXT,
    texts TEXT NOT NULL,
    PRIMARY KEY (decision, part)
) STRICT""",
    *(
        f"CREATE TRIGGER {table}_{event.lower()} BEFORE {event} ON {table} {when}"
        f"BEGIN SELECT RAISE(ABORT, 'decisions are never {word}'); END"
        for table, key in (("decisions", "id = NEW.id"), ("sides", "decision = NEW.decision AND part = NEW.part"))
        for event, word, when in (
            ("UPDATE", "changed", ""),
            ("DELETE", "deleted", ""),
            # A REPLACE deletes without asking the trigger for deletions.
            ("INSERT", "replaced", f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key}) "),  # noqa: S608 - names from above
        )
    ),
)


class LinkLog:
    """The decisions about the links of a dossier; may be used by several threads and several processes.

    The file is made by the first decision: who only looks leaves nothing behind. Raises UsageError where it can't be
    used.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None

    def all(self) -> list[LinkDecision]:
        """Every decision, in the order in which they were made."""
        with self._reading() as connection:
            if connection is None:
                return []
            rows = connection.execute(
                "SELECT d.id, d.at, d.reviewer, d.action, s.part, s.name, s.kind, s.texts"
                " FROM decisions AS d JOIN sides AS s ON s.decision = d.id ORDER BY d.id, s.part"
            ).fetchall()
        # Each has two rows, 'one' before 'other' by the alphabet.
        return [_decision(one, other) for one, other in zip(rows[::2], rows[1::2], strict=True)]

    def head(self) -> int:
        """The id of the last decision; 0 where there is none."""
        with self._reading() as connection:
            if connection is None:
                return 0
            row = connection.execute("SELECT max(id) FROM decisions").fetchone()
        return row[0] or 0

    def append(self, decisions: Sequence[LinkDecision], *, after: int | None = None) -> list[LinkDecision] | None:
        """Keep decisions, all of them or none; gives them with their ids once they are on the disk.

        With ``after`` nothing is kept, and None given, if anybody has decided anything since the decision with that id.
        Raises ValueError where an action is none.
        """
        for decision in decisions:
            if decision.action not in LINK_ACTIONS:
                raise ValueError(f"no action of links: {decision.action}")
        with self._lock:
            connection = self._open(create=True)
            assert connection is not None
            try:
                connection.execute("BEGIN IMMEDIATE")
                if after is not None and self._last(connection) > after:
                    connection.execute("ROLLBACK")
                    return None
                kept = [self._insert(connection, decision) for decision in decisions]
                connection.execute("COMMIT")
            except BaseException as error:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error):
                    raise self._unusable(error) from error
                raise
        return kept

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _last(self, connection: sqlite3.Connection) -> int:
        return connection.execute("SELECT max(id) FROM decisions").fetchone()[0] or 0

    def _insert(self, connection: sqlite3.Connection, decision: LinkDecision) -> LinkDecision:
        cursor = connection.execute(
            "INSERT INTO decisions (at, reviewer, action) VALUES (?, ?, ?)",
            [decision.at, _storable(decision.reviewer), decision.action],
        )
        assert cursor.lastrowid is not None
        connection.executemany(
            "INSERT INTO sides VALUES (?, ?, ?, ?, ?)",
            [
                (
                    cursor.lastrowid,
                    part,
                    _storable(s.name),
                    _storable(s.kind) if s.kind is not None else None,
                    json.dumps(s.texts),
                )
                for part, s in (("one", decision.one), ("other", decision.other))
            ],
        )
        return replace(decision, id=cursor.lastrowid)

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        with self._lock:
            try:
                yield self._open(create=False)
            except sqlite3.Error as error:
                raise self._unusable(error) from error

    def _open(self, *, create: bool) -> sqlite3.Connection | None:
        if self._connection is None:
            if not create and not self.path.is_file():
                return None
            self._connection = self._connect()
        return self._connection

    def _connect(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        connection.row_factory = sqlite3.Row
        try:
            # A write transaction from the first look on: of two that begin together one makes the tables.
            connection.execute("BEGIN IMMEDIATE")
            self._prepare(connection)
            connection.execute("COMMIT")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
        except sqlite3.Error as error:
            connection.close()
            raise self._unusable(error) from error
        except UsageError:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        application = int(connection.execute("PRAGMA application_id").fetchone()[0])
        empty = connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None
        if version == 0 and empty:
            for statement in _TABLES:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
            return
        if application != APPLICATION:
            raise UsageError(f"{self.path} is a database of something else", mend="merge into another folder")
        if version != VERSION:
            raise UsageError(
                f"{self.path} is of version {version}, and this program knows {VERSION}",
                mend="use the spanbrief that wrote it, or merge into another folder",
            )

    def _unusable(self, error: Exception) -> UsageError:
        return UsageError(
            f"{self.path} can't be used: {error}", mend="see that the folder can be written, or merge into another"
        )


def _decision(one: sqlite3.Row, other: sqlite3.Row) -> LinkDecision:
    return LinkDecision(
        action=one["action"],
        one=_side(one),
        other=_side(other),
        reviewer=one["reviewer"],
        at=one["at"],
        id=one["id"],
    )


def _side(row: sqlite3.Row) -> LinkSide:
    return LinkSide(row["name"], row["kind"], tuple(json.loads(row["texts"])))


def _storable(value: str) -> str:
    """A text that SQLite takes: lone surrogates, which its encoding lacks, as escapes."""
    return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode("utf-8")
