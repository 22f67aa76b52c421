"""``briefs.sqlite``: what was made of which source, its facts, their evidence, and what failed.

    articles    one row a source: what it is, its state (done, failed, pending), what it took, and the whole brief as JSON
    facts       one row a fact, with its main value, its verdict and its first quote
    evidence    one row a quote
    ledger      one row for each thing that was dropped, repaired, merged or refused, and for each failure
    runs        one row a run: with what, how long, how it ended
    overview    (a view) the articles without the long columns

One transaction commits an article; the files beside it are made of what stands here, so that a kill between the two
loses nothing. The journal is a write-ahead log: readers (Datasette, a second run) don't wait for the writer.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from filelock import FileLock

from summarizer.errors import UsageError
from summarizer.store.files import unwritable

__all__ = ["NAME", "VERSION", "Database"]

NAME = "briefs.sqlite"
VERSION = 1
WAIT = 30.0  # seconds that one process waits for another's transaction

# Columns of a primary key stand first: SQLite 3.40 takes sound rows of a WITHOUT ROWID table for damaged ones otherwise.
_TABLES = """
CREATE TABLE runs (
    run INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    ended TEXT,
    tool TEXT NOT NULL,
    model TEXT NOT NULL,
    endpoint TEXT,
    strategy TEXT NOT NULL,
    prompt TEXT NOT NULL,
    schema TEXT NOT NULL,
    settings TEXT NOT NULL
) STRICT;

CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    file TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('done', 'failed', 'pending')),
    status TEXT CHECK (status IN ('complete', 'suspect')),
    title TEXT,
    publisher TEXT,
    published_at TEXT,
    language TEXT,
    url TEXT,
    chars INTEGER,
    sha256 TEXT,
    facts INTEGER NOT NULL DEFAULT 0,
    flagged INTEGER NOT NULL DEFAULT 0,
    ledger_lines INTEGER NOT NULL DEFAULT 0,
    code TEXT,
    message TEXT,
    mend TEXT,
    model TEXT,
    calls INTEGER NOT NULL DEFAULT 0,
    prompt_tokens INTEGER NOT NULL DEFAULT 0,
    cached_tokens INTEGER NOT NULL DEFAULT 0,
    completion_tokens INTEGER NOT NULL DEFAULT 0,
    cost_usd REAL,
    seconds REAL,
    attempts INTEGER NOT NULL DEFAULT 1,
    run INTEGER REFERENCES runs (run),
    updated_at TEXT NOT NULL,
    key TEXT,
    file_key TEXT NOT NULL UNIQUE,
    brief TEXT
) STRICT;
CREATE INDEX articles_by_key ON articles (key, state);
CREATE INDEX articles_by_source ON articles (source);
CREATE INDEX articles_by_state ON articles (state, code);

CREATE TABLE facts (
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    fact TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT,
    verdict TEXT NOT NULL,
    reasons TEXT,
    quote TEXT,
    start INTEGER,
    "end" INTEGER,
    fields TEXT NOT NULL,
    PRIMARY KEY (article, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX facts_by_kind ON facts (kind, value);

CREATE TABLE evidence (
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    fact TEXT NOT NULL,
    quote TEXT NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    match TEXT NOT NULL,
    occurrences INTEGER NOT NULL,
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    PRIMARY KEY (article, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE ledger (
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    code TEXT NOT NULL,
    path TEXT NOT NULL,
    value TEXT,
    quote TEXT,
    hint TEXT,
    attempt INTEGER NOT NULL,
    PRIMARY KEY (article, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_by_code ON ledger (code);

CREATE VIEW overview AS
SELECT source, state, status, file, title, publisher, published_at, facts, flagged, ledger_lines, code, message,
       model, calls, prompt_tokens + completion_tokens AS tokens, cost_usd, seconds, updated_at
FROM articles;
"""


class Database:
    """The connection of one process to ``briefs.sqlite`` of a folder; may be used by several threads.

    Raises UsageError where the file can't be opened, is no database of this kind, or of a later version.
    """

    def __init__(self, folder: Path, *, create: bool = True) -> None:
        self.path = folder / NAME
        self._lock = threading.RLock()
        self._connection = self._open(create)

    def _open(self, create: bool) -> sqlite3.Connection:
        if not create and not self.path.is_file():
            raise UsageError(f"{self.path} is not there", mend="give the folder that `summarizer run -o` wrote to")
        if not create:
            return self._connect()
        aside = self.path.parent / ".summarizer"
        try:
            aside.mkdir(parents=True, exist_ok=True)
            # SQLite itself does not let one process wait for another that turns the journal into a write-ahead log.
            with FileLock(aside / "database.lock"):
                return self._connect()
        except OSError as error:
            raise unwritable(self.path, error) from error

    def _connect(self) -> sqlite3.Connection:
        try:
            # Transactions are begun by hand: the module's own way would begin them late, and fail instead of waiting.
            connection = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            raise self._unusable(error) from error
        connection.row_factory = sqlite3.Row
        try:
            self._check(connection)
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode = WAL")
            # Every commit reaches the disk: what was paid for is not lost in a power cut.
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            self._prepare(connection)
        except sqlite3.Error as error:
            connection.close()
            raise self._unusable(error) from error
        except UsageError:
            connection.close()
            raise
        return connection

    def _check(self, connection: sqlite3.Connection) -> None:
        """Leave a database of something else as it is."""
        if self._version(connection) == 0 and connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            raise UsageError(
                f"{self.path} is a database of something else", mend="move it away, or name another folder"
            )

    def _prepare(self, connection: sqlite3.Connection) -> None:
        if self._version(connection) == 0:
            connection.execute("BEGIN IMMEDIATE")
            try:
                # Another process may have been quicker.
                if self._version(connection) == 0:
                    for statement in _TABLES.split(";"):
                        if statement.strip():
                            connection.execute(statement)
                    connection.execute(f"PRAGMA user_version = {VERSION}")
                connection.execute("COMMIT")
            except BaseException:
                connection.execute("ROLLBACK")
                raise
        if (found := self._version(connection)) != VERSION:
            raise UsageError(
                f"{self.path} is of version {found}, and this program knows {VERSION}",
                mend="use the spanbrief that wrote it, or another folder",
            )

    @staticmethod
    def _version(connection: sqlite3.Connection) -> int:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])

    def _unusable(self, error: Exception) -> UsageError:
        return UsageError(f"{self.path} can't be used: {error}", mend="move it away, or name another folder with -o")

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing of what is written within the block; one block at a time."""
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
            except sqlite3.Error as error:
                raise self._unusable(error) from error
            try:
                yield
                self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                self._undo()
                raise self._unusable(error) from error
            except BaseException:
                self._undo()
                raise

    def _undo(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def execute(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Write."""
        with self._lock:
            self._connection.execute(sql, values)

    def insert(self, table: str, row: Mapping[str, Any]) -> int:
        """Write a row; gives its rowid where it has one."""
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join("?" * len(row))
        with self._lock:
            # Tables and columns are named by this package alone.
            cursor = self._connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))  # noqa: S608
            return cursor.lastrowid or 0

    def insert_all(self, table: str, rows: Sequence[Sequence[Any]]) -> None:
        """Write whole rows, in the order of the table's columns."""
        if rows:
            with self._lock:
                self._connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608

    def one(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Row | None:
        """The first row, if there is one."""
        with self._lock:
            row: sqlite3.Row | None = self._connection.execute(sql, values).fetchone()
            return row

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Every row."""
        with self._lock:
            return self._connection.execute(sql, values).fetchall()

    def each(self, sql: str, values: Sequence[Any] = ()) -> Iterator[sqlite3.Row]:
        """Row by row, from a connection of its own, so that it need not be read to the end."""
        with contextlib.closing(sqlite3.connect(self.path, timeout=WAIT)) as connection:
            connection.row_factory = sqlite3.Row
            yield from connection.execute(sql, values)

    def close(self) -> None:
        """Close; the write-ahead log is merged by the last one who does."""
        with self._lock, contextlib.suppress(sqlite3.Error):
            self._connection.close()
