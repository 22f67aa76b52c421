"""A SQLite file to which rows are only ever added: what all logs of people's decisions have in common."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar, TypeVar

from summarizer.errors import UsageError

__all__ = ["Journal", "storable"]

WAIT = 30.0  # seconds that one process waits for another's transaction
Kept = TypeVar("Kept")


class Journal:
    """The file of one log; may be used by several threads and several processes.

    A log says what is its own: ``application`` (the number by which its file is known), ``version``, ``tables`` (SQL), and what to do
    instead where the file is somebody else's (``other_place``) or can't be used (``when_unusable``). The file is made by the first
    decision: who only looks leaves nothing behind. Raises UsageError where it can't be used.
    """

    application: ClassVar[int]
    version: ClassVar[int]
    tables: ClassVar[str]
    other_place: ClassVar[str]
    when_unusable: ClassVar[str]

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None

    def _open(self, *, create: bool) -> sqlite3.Connection | None:
        if self._connection is not None and self._file != self._found():
            self.close()  # what is written to a file that was moved away, or removed, nobody would find
        if self._connection is None:
            if not create and not self.path.is_file():
                return None
            self._connection = self._connect()
            self._file = self._found()
        return self._connection

    def _found(self) -> tuple[int, int] | None:
        """Which file stands at the path; None where there is none."""
        try:
            stat = self.path.stat()
        except OSError:
            return None
        return stat.st_dev, stat.st_ino

    def _connect(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        connection.row_factory = sqlite3.Row
        try:
            if not self._is_ready(connection):  # else it may be read only, and is to be read
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

    def _is_ready(self, connection: sqlite3.Connection) -> bool:
        """Whether the file has its tables, by this version."""
        version, application = (
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("user_version", "application_id")
        )
        return (version, application) == (self.version, self.application)

    def _prepare(self, connection: sqlite3.Connection) -> None:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        application = int(connection.execute("PRAGMA application_id").fetchone()[0])
        empty = connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None
        if version == 0 and empty:
            for statement in _statements(self.tables):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {self.application}")
            connection.execute(f"PRAGMA user_version = {self.version}")
            return
        if application != self.application:
            raise UsageError(f"{self.path} is a database of something else", mend=self.other_place)
        if version != self.version:
            raise UsageError(
                f"{self.path} is of version {version}, and this program knows {self.version}",
                mend=f"use the spanbrief that wrote it, or {self.other_place.removeprefix('name ')}",
            )

    def _unusable(self, error: Exception) -> UsageError:
        return UsageError(f"{self.path} can't be used: {error}", mend=self.when_unusable)

    def _add(
        self, moved: Callable[[sqlite3.Connection], bool], insert: Callable[[sqlite3.Connection], Kept]
    ) -> Kept | None:
        """Insert in one transaction, on the disk when it is given; nothing, and None, where things have ``moved`` on."""
        with self._lock:
            connection = self._open(create=True)
            assert connection is not None
            try:
                connection.execute("BEGIN IMMEDIATE")
                if moved(connection):
                    connection.execute("ROLLBACK")
                    return None
                kept = insert(connection)
                connection.execute("COMMIT")
            except BaseException as error:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                if isinstance(error, sqlite3.Error):
                    raise self._unusable(error) from error
                raise
        return kept

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        with self._lock:
            try:
                yield self._open(create=False)
            except sqlite3.Error as error:
                raise self._unusable(error) from error

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None


def _statements(tables: str) -> list[str]:
    """The statements of the tables; a trigger's own semicolon ends none."""
    found, statement = [], ""
    for line in tables.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            found.append(statement.strip())
            statement = ""
    return [s for s in found if s]


def storable(value: str) -> str:
    """A text that SQLite takes: lone surrogates, which its encoding lacks, as escapes."""
    return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode("utf-8")
