"""What waits for a batch, kept so that a kill at any moment neither loses an answer nor pays for one twice.

The tables are in `summarizer.deferred.tables`. A batch is written to the disk before it stands in its table, and stands
there as ``creating`` before it is asked for.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from summarizer.article import Article, Span
from summarizer.chat import ChatReply
from summarizer.deferred.questions import Refused
from summarizer.deferred.tables import TABLES, VERSION
from summarizer.errors import UsageError
from summarizer.model.batch_api import BatchState, Form, first_form, form_from_json, form_to_json
from summarizer.settings import Settings
from summarizer.sources import Source

__all__ = ["ATTEMPTS", "BatchRow", "Queue", "Waiting"]

ATTEMPTS = 3
"""How often a question is sent at most before its article goes on without it."""

WAIT = 30.0  # seconds that one process waits for another's transaction


@dataclass(frozen=True)
class Waiting:
    """An article that waits. ``taken_at`` is when its source was read, in seconds since the epoch."""

    source: Source
    article: Article
    key: str
    settings: Settings
    taken_at: float


@dataclass(frozen=True)
class BatchRow:
    """A batch as the table has it. ``name`` is our own, ``id`` the endpoint's, once it has one."""

    name: str
    endpoint: str
    model: str
    state: Literal["written", "uploaded", "creating", "created", "ended"]
    written_at: float
    questions: int
    bytes: int
    settings: int
    input_file: str | None = None
    id: str | None = None
    status: str | None = None
    output_file: str | None = None
    error_file: str | None = None
    total: int = 0
    completed: int = 0
    failed: int = 0
    error: str | None = None


class Queue:
    """The tables of one output folder, of one process at a time.

    Raises UsageError where the file can't be used; without ``create``, also where there is none.
    """

    def __init__(self, out: Path, *, create: bool = True) -> None:
        self.folder = out / ".summarizer" / "batch"
        self._path = path = self.folder / "queue.sqlite"
        if not create and not path.is_file():
            raise UsageError(f"nothing was submitted from {out}", mend="summarizer batch submit SOURCE... -o DIR")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            # Transactions are begun by hand; see `transaction`.
            self._db = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
            self._db.row_factory = sqlite3.Row
            self._db.execute("PRAGMA journal_mode = WAL")
            with self.transaction():
                found = self._db.execute("PRAGMA user_version").fetchone()[0]
                if found == 0:
                    for statement in TABLES.split(";"):
                        self._db.execute(statement)
                    self._db.execute(f"PRAGMA user_version = {VERSION}")
        except (OSError, sqlite3.Error) as error:
            raise UsageError(f"{path} can't be used: {error}", mend="name another folder with -o") from error
        if found not in (0, VERSION):
            self._db.close()
            raise UsageError(
                f"{path} is of version {found}, and this program knows {VERSION}", mend="use the later one"
            )

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextlib.contextmanager
    def transaction(self, *, durable: bool = True) -> Iterator[None]:
        """All or nothing of what is written within the block; a block within a block belongs to it.

        What is not ``durable`` outlives a kill all the same, and reaches the disk with the next block that is: after a power
        cut it may have to be done again, which costs nothing.
        """
        if self._db.in_transaction:
            yield
            return
        try:
            self._db.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except BaseException as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise UsageError(f"{self._path} can't be written: {error}", mend="make room, and try again") from error
            raise

    # Articles.

    def take_in(self, source: Source, article: Article, key: str, settings: Settings, now: float) -> None:
        """An article begins to wait; what was known of its source is replaced."""
        with self.transaction(durable=False):
            self._db.execute("DELETE FROM waits WHERE article = ?", [_text(source.id)])
            self._db.execute(
                "INSERT OR REPLACE INTO articles (id, name, stem, key, settings, state, taken_at, article) "
                "VALUES (?, ?, ?, ?, ?, 'waiting', ?, ?)",
                [
                    *map(_text, (source.id, source.name, source.stem)),
                    key,
                    self.settings_number(settings),
                    now,
                    _packed(article),
                ],
            )

    def state_of(self, id: str, key: str) -> str | None:
        """The state of a source's article, None where it is not known or had another key."""
        row = self._db.execute("SELECT state FROM articles WHERE id = ? AND key = ?", [_text(id), key]).fetchone()
        return None if row is None else str(row["state"])

    def ready(self, *, answered: bool = False) -> list[str]:
        """The ids of the articles that wait for nothing that is under way; with ``answered``, for nothing at all."""
        rows = self._db.execute(
            "SELECT id FROM articles WHERE state = 'waiting' AND NOT EXISTS (SELECT 1 FROM waits JOIN questions "
            "ON questions.id = waits.question WHERE waits.article = articles.id AND questions.state IN ('sent', ?)) "
            "ORDER BY rowid",
            ["open" if answered else "sent"],
        )
        return [row["id"] for row in rows]

    def waiting(self, id: str) -> Waiting:
        """An article that waits, whole."""
        row = self._db.execute(
            "SELECT articles.*, json FROM articles JOIN settings ON settings.id = settings WHERE articles.id = ?",
            [_text(id)],
        ).fetchone()
        article = _unpacked(row["article"])
        source = Source(row["name"], row["id"], row["stem"], load=lambda: article)
        return Waiting(source, article, row["key"], Settings.model_validate_json(row["json"]), row["taken_at"])

    def wait_for(self, id: str, questions: Iterable[tuple[str, str, int, int, float | None]]) -> None:
        """An article waits for these questions and no others: (id, tag, tokens of its prompt, and of the longest
        answer, what both would cost)."""
        asked = list(questions)
        with self.transaction(durable=False):
            self._db.execute("DELETE FROM waits WHERE article = ?", [_text(id)])
            self._db.executemany(
                "INSERT OR IGNORE INTO questions (id, state, tag, prompt_tokens, most_tokens, most_cost) "
                "VALUES (?, 'open', ?, ?, ?, ?)",
                asked,
            )
            self._db.executemany("INSERT INTO waits VALUES (?, ?)", [(_text(id), question[0]) for question in asked])

    def settle(
        self, id: str, *, status: str | None = None, code: str | None = None, message: str | None = None
    ) -> None:
        """An article has its brief (``status``), or its failure; its text is kept no longer. What it waited for stays
        known, so that a failure can be tried again."""
        with self.transaction(durable=False):
            self._db.execute(
                "UPDATE articles SET state = ?, status = ?, code = ?, message = ?, article = NULL WHERE id = ?",
                ["failed" if status is None else "done", status, code, _text(message or "") or None, _text(id)],
            )

    def forgive(self, id: str) -> None:
        """Questions of an article that were given up may be sent again."""
        self._db.execute(
            "UPDATE questions SET state = 'open', attempts = 0 WHERE state = 'failed' AND id IN "
            "(SELECT question FROM waits WHERE article = ?)",
            [_text(id)],
        )

    # Settings and forms.

    def settings_number(self, settings: Settings) -> int:
        """The number of these settings, given when they first come."""
        text = settings.model_dump_json()
        row = self._db.execute("SELECT id FROM settings WHERE json = ?", [text]).fetchone()
        if row is None:
            row = self._db.execute("INSERT INTO settings (json) VALUES (?) RETURNING id", [text]).fetchone()
        return int(row["id"])

    def settings_in_use(self) -> list[Settings]:
        """The settings of articles that wait and of batches that have not ended."""
        rows = self._db.execute(
            "SELECT json FROM settings WHERE id IN (SELECT settings FROM articles WHERE state = 'waiting') "
            "OR id IN (SELECT settings FROM batches WHERE state <> 'ended') ORDER BY id"
        )
        return [Settings.model_validate_json(row["json"]) for row in rows]

    def settings_of(self, batch: BatchRow) -> Settings:
        """The settings that a batch was written by."""
        row = self._db.execute("SELECT json FROM settings WHERE id = ?", [batch.settings]).fetchone()
        return Settings.model_validate_json(row["json"])

    def form(self, endpoint: str, model: str) -> Form:
        """How a model is asked."""
        row = self._db.execute("SELECT form FROM forms WHERE endpoint = ? AND model = ?", [endpoint, model]).fetchone()
        return first_form(endpoint, model) if row is None else form_from_json(row["form"])

    def set_form(self, endpoint: str, model: str, form: Form) -> None:
        """Remember how a model is asked."""
        self._db.execute("INSERT OR REPLACE INTO forms VALUES (?, ?, ?)", [endpoint, model, form_to_json(form)])

    # Questions and answers.

    def look_up(self, id: str) -> ChatReply | Refused | Literal["sent"] | None:
        """What is known about a question; see `summarizer.deferred.questions.Known`."""
        if row := self._db.execute("SELECT reply FROM answers WHERE id = ?", [id]).fetchone():
            return ChatReply.from_dict(json.loads(row["reply"]))
        row = self._db.execute("SELECT state, status, error FROM questions WHERE id = ?", [id]).fetchone()
        if row is None or row["state"] in ("open", "answered"):
            return None
        return "sent" if row["state"] == "sent" else Refused(row["error"] or "it was not answered", row["status"])

    def question_of(self, batch: str, id: str) -> sqlite3.Row | None:
        """A question that was sent in this batch; None for an id that is none of its own."""
        row: sqlite3.Row | None = self._db.execute(
            "SELECT * FROM questions WHERE id = ? AND batch = ?", [id, batch]
        ).fetchone()
        return row

    def answer(self, batch: str, id: str, reply: ChatReply, cost: float | None) -> None:
        """Keep an answer."""
        used = reply.usage
        self._db.execute(
            "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)",
            [id, batch, used.prompt, used.cached, used.completion, cost, json.dumps(reply.to_dict())],
        )
        self._db.execute("UPDATE questions SET state = 'answered', error = NULL WHERE id = ?", [id])

    def not_answered(
        self, id: str, error: str, *, status: int | None = None, counts: bool = True, for_good: bool = False
    ) -> None:
        """A question came back without an answer: it is open again, or given up after ``ATTEMPTS``, or at once."""
        self._db.execute(
            "UPDATE questions SET attempts = attempts + ?1, status = ?2, error = ?3, state = CASE WHEN ?4 OR "
            "attempts + ?1 >= ?5 THEN 'failed' ELSE 'open' END WHERE id = ?6",
            [int(counts), status, _text(error)[:500], int(for_good), ATTEMPTS, id],
        )

    def size_of(self, batch: str) -> tuple[int, int, float | None]:
        """The tokens of a batch's prompts, the most that its answers can have, and the most that it can cost."""
        row = self._db.execute(
            "SELECT TOTAL(prompt_tokens), TOTAL(most_tokens), SUM(most_cost) FROM questions WHERE batch = ?", [batch]
        ).fetchone()
        return int(row[0]), int(row[1]), row[2]

    def left_over(self, batch: str) -> list[str]:
        """Questions of a batch of which nothing was heard."""
        rows = self._db.execute("SELECT id FROM questions WHERE batch = ? AND state = 'sent'", [batch])
        return [row["id"] for row in rows]

    # Batches.

    def send(self, batch: BatchRow, ids: Sequence[str], form: Form) -> None:
        """A file of questions is on the disk and will be sent: all of it in one step."""
        with self.transaction():
            names = [f.name for f in dataclasses.fields(batch)]
            self._db.execute(
                f"INSERT INTO batches ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",  # noqa: S608
                [getattr(batch, name) for name in names],
            )
            self._db.executemany(
                "UPDATE questions SET state = 'sent', batch = ?, form = ? WHERE id = ?",
                [(batch.name, form_to_json(form), id) for id in ids],
            )

    def batches(self) -> list[BatchRow]:
        """All batches, the oldest first."""
        return [BatchRow(**row) for row in self._db.execute("SELECT * FROM batches ORDER BY rowid")]

    def set_batch(self, name: str, **columns: str | int | None) -> None:
        """Write columns of a batch."""
        names = ", ".join(f"{column} = ?" for column in columns)
        with self.transaction():
            self._db.execute(f"UPDATE batches SET {names} WHERE name = ?", [*columns.values(), name])  # noqa: S608

    def set_state(self, name: str, state: BatchState) -> None:
        """Write what the endpoint says of a batch; from here on it is known to be there."""
        row = {
            "id": state.id,
            "status": state.status,
            "output_file": state.output_file,
            "error_file": state.error_file,
            "total": state.total,
            "completed": state.completed,
            "failed": state.failed,
        }
        names = ", ".join(f"{column} = ?" for column in row)
        # Another process may look while one collects: what was taken stays taken.
        with self.transaction():
            self._db.execute(
                f"UPDATE batches SET state = 'created', {names} WHERE name = ? AND state <> 'ended'",  # noqa: S608
                [*row.values(), name],
            )

    def end_batch(self, name: str, why: str, *, counts: bool) -> None:
        """A batch is over: what it did not answer is open again, or given up. ``counts`` says whether that was an attempt,
        ``why`` what went wrong (empty where nothing did)."""
        with self.transaction():
            for id in self.left_over(name):
                self.not_answered(id, why or "the batch has ended without it", counts=counts)
            self.set_batch(name, state="ended", error=_text(why)[:500] or None)

    # Figures.

    def count(self, table: Literal["articles", "questions"]) -> dict[str, int]:
        """How many rows are in which state."""
        rows = self._db.execute(f"SELECT state, COUNT(*) AS n FROM {table} GROUP BY state")  # noqa: S608
        return {row["state"]: row["n"] for row in rows}

    def suspect(self) -> int:
        """How many briefs are suspect."""
        return int(self._db.execute("SELECT COUNT(*) FROM articles WHERE status = 'suspect'").fetchone()[0])

    def spent(self) -> tuple[int, int, float | None]:
        """Tokens of prompts and of answers so far, and what they cost (None where no price is known)."""
        row = self._db.execute(
            "SELECT TOTAL(prompt_tokens), TOTAL(completion_tokens), SUM(cost) FROM answers"
        ).fetchone()
        return int(row[0]), int(row[1]), row[2]

    def reserved(self) -> tuple[int, float]:
        """The most tokens, and dollars, that the questions under way may take."""
        row = self._db.execute(
            "SELECT TOTAL(prompt_tokens + most_tokens), TOTAL(most_cost) FROM questions WHERE state = 'sent'"
        ).fetchone()
        return int(row[0]), float(row[1])

    def usual_answer(self) -> float | None:
        """How many tokens an answer had on average; None before there are any."""
        value: float | None = self._db.execute("SELECT AVG(completion_tokens) FROM answers").fetchone()[0]
        return value


def _text(value: str) -> str:
    """A text that SQLite takes: lone surrogates, which its encoding lacks, as escapes."""
    return value.encode("utf-8", "backslashreplace").decode("utf-8")


def _packed(article: Article) -> bytes:
    about: dict[str, Any] = {f.name: getattr(article, f.name) for f in dataclasses.fields(article)}
    about["boilerplate"] = [[span.start, span.end] for span in article.boilerplate]
    return zlib.compress(json.dumps(about).encode())


def _unpacked(data: bytes) -> Article:
    about = json.loads(zlib.decompress(data))
    boilerplate = tuple(Span(start, end) for start, end in about.pop("boilerplate"))
    return Article(**about, boilerplate=boilerplate)
