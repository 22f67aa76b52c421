"""One output folder: briefs as files, the database that they are made of, and what is needed to judge anew.

DIR/<stem>.json                      the brief (always, whatever else is asked for: review and merge read it)
DIR/<stem>.md, .txt or .html         the same, rendered, where that format was asked for
DIR/ledger.jsonl                     one line for each thing that cost a source its brief
DIR/briefs.sqlite                    all of it in tables, see `summarizer.store.database`
DIR/.summarizer/<sha256>/            text.txt, article.json, replies.json: the article and the model's raw answers

An article is committed in the database first, in one transaction; its files are made of that. A run that was killed
in between makes them when it goes on.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock

from summarizer.article import Article, Span
from summarizer.brief import Brief, LedgerLine
from summarizer.errors import SourceError, SummarizerError
from summarizer.export.html import is_own_page, render_html
from summarizer.export.markdown import render_markdown
from summarizer.export.terminal import render_terminal
from summarizer.schema import Schema
from summarizer.store.database import NAME, Database
from summarizer.store.files import (
    SUFFIXES,
    Format,
    digest_name,
    same_name,
    source_stem,
    stems,
    to_json,
    unwritable,
    write_atomic,
)

__all__ = ["TEXT_WIDTH", "BriefStore", "Entry", "Settled", "failure_line", "has_database"]

TEXT_WIDTH = 100  # columns of a brief in a text file


def failure_line(error: SummarizerError) -> LedgerLine:
    """A failure as a ledger has it."""
    return LedgerLine(path="", code=error.code, value=error.message, hint=error.mend or None)


@dataclass(frozen=True)
class Entry:
    """What became of one source: a brief with the answers that it was made from, or an error.

    ``id`` is the source wherever the run was started from, ``name`` as it was given, ``stem`` the wished name of its
    files, ``key`` that of the work (`summarizer.keys`). Without ``replies`` nothing was asked: the brief is that of another
    source of the same words. ``pending`` says that the source is to be tried again by the next
    run, whatever else failed: nothing was wrong with it.
    """

    id: str
    name: str
    stem: str
    article: Article | None = None
    key: str | None = None
    brief: Brief | None = None
    replies: Sequence[Mapping[str, Any]] | None = None
    error: SummarizerError | None = None
    pending: bool = False


@dataclass(frozen=True)
class Settled:
    """What an earlier run made of a source. ``path`` is its brief's file, ``ledger`` counts the lines in the brief."""

    state: Literal["done", "failed", "pending"]
    path: Path
    status: str | None = None
    facts: int = 0
    flagged: int = 0
    ledger: int = 0
    code: str | None = None
    message: str | None = None
    mend: str | None = None


class BriefStore:
    """One output folder, and what belongs to which source in it.

    ``sources`` are the names of sources that are known beforehand: where their files' names would clash, all of them get
    a digest. Sources that come later, and those of other runs, never write over another's files: who comes later gets
    the digest. ``format`` is what is written beside the JSON. Threads and processes may share a folder.
    """

    def __init__(
        self, directory: Path, schema: Schema, sources: Iterable[str] = (), *, format: Format = "json"
    ) -> None:
        self.directory = directory
        self.schema = schema
        self.format: Format = format
        # Most names are their own; only the others are kept.
        self.stems = {source: name for source, name in stems(sources).items() if name != source_stem(source)}
        self._stale_ledger = False

    @cached_property
    def database(self) -> Database:
        """The tables; opened, and made, when they are first needed. Raises UsageError."""
        return Database(self.directory)

    @property
    def ledger(self) -> Path:
        """Where the lines of the sources stand that gave no brief."""
        return self.directory / "ledger.jsonl"

    def path(self, source: str, format: Format = "json") -> Path:
        """Where the brief of a source that was named beforehand stands in a format."""
        return self._place(self.stems.get(source) or source_stem(source), source, format)

    def _place(self, stem: str, source: str, format: Format) -> Path:
        """A file of the folder; never the source's own place, nor that of a page of somebody else's (``story.brief.html`` then)."""
        path = self.directory / f"{stem}{SUFFIXES[format]}"
        with contextlib.suppress(OSError, ValueError):  # no such file, or a source that can't be a path
            # Saved pages stand beside texts, and often have their names.
            if path.samefile(source) or (format == "html" and _has_content(path) and not is_own_page(path)):
                return self.directory / f"{stem}.brief{SUFFIXES[format]}"
        return path

    # What earlier runs made.

    def settled(self, id: str, key: str | None) -> Settled | None:
        """What stands of a source with this key; None where there is nothing, or of another text, prompt or model.

        Without a key (the source can't be read now) there is nothing. A brief whose file is gone is put back.
        """
        row = self.database.one("SELECT * FROM articles WHERE id = ?", [_storable(id)])
        if key is None or row is None or row["key"] != key:
            return None
        settled = self._settled(row)
        if settled.state == "done":
            self._write_missing(row["brief"], row["file"], row["source"])
        return settled

    def last(self, id: str) -> Settled | None:
        """What stands of a source, whatever it was asked with; None where there is nothing."""
        row = self.database.one("SELECT * FROM articles WHERE id = ?", [_storable(id)])
        return None if row is None else self._settled(row)

    def twin(self, key: str, id: str) -> Brief | None:
        """The brief of another source with the same key: of the same words, asked in the same way."""
        row = self.database.one(
            "SELECT brief FROM articles WHERE key = ? AND state = 'done' AND id <> ? LIMIT 1", [key, _storable(id)]
        )
        return None if row is None else Brief.from_dict(json.loads(row["brief"]))

    def brief_of(self, id: str) -> Brief | None:
        """The brief of a source as it is kept."""
        row = self.database.one("SELECT brief FROM articles WHERE id = ? AND state = 'done'", [_storable(id)])
        return None if row is None else Brief.from_dict(json.loads(row["brief"]))

    def _settled(self, row: sqlite3.Row) -> Settled:
        return Settled(
            state=row["state"],
            path=self._place(row["file"], row["source"], "json"),
            status=row["status"],
            facts=row["facts"],
            flagged=row["flagged"],
            ledger=row["ledger_lines"],
            code=row["code"],
            message=row["message"],
            mend=row["mend"],
        )

    # What this run makes.

    def keep(self, entries: Sequence[Entry], run: int | None = None) -> list[Path]:
        """Commit what became of some sources, all in one transaction, then make their files; gives the briefs' places.

        Whatever an earlier run had of a source is replaced, except the brief's file where there is only an error now:
        that it is not of this run is what the ledger says. Raises UsageError where the folder can't be written.
        """
        for entry in entries:
            if entry.article is not None and entry.replies is not None:
                self.write_record(entry.article, entry.replies)
        jsons = [entry.brief.to_json() + "\n" if entry.brief is not None else None for entry in entries]
        failing = [entry for entry in entries if entry.error is not None]
        with contextlib.ExitStack() as held:
            if failing:
                held.enter_context(self._ledger_lock())
            with self.database.transaction():
                files = [self._insert(entry, text, run) for entry, text in zip(entries, jsons, strict=True)]
            if failing:
                self._append_ledger(failing)
        for entry, text, file in zip(entries, jsons, files, strict=True):
            if text is not None and entry.brief is not None:
                self._write_files(text, file, entry.name, entry.brief, entry.article)
        return [self._place(file, entry.name, self.format) for entry, file in zip(entries, files, strict=True)]

    def _insert(self, entry: Entry, text: str | None, run: int | None) -> str:
        """Put an entry's rows in the place of what its source has; gives the name of its files."""
        db = self.database
        id = _storable(entry.id)
        before = db.one("SELECT file, attempts, state FROM articles WHERE id = ?", [id])
        file = before["file"] if before is not None else self._free_name(entry)
        if before is not None:
            self._stale_ledger |= before["state"] != "done"
            db.execute("DELETE FROM articles WHERE id = ?", [id])
        article, brief, error = entry.article, entry.brief, entry.error
        row: dict[str, Any] = {
            "id": id,
            "source": _storable(entry.name),
            "file": file,
            "file_key": same_name(file),
            "key": entry.key,
            "run": run,
            "attempts": 1 + (before["attempts"] if before is not None else 0),
            "updated_at": _now(),
        }
        if article is not None:
            about = ("title", "publisher", "published_at", "language", "url", "sha256")
            row |= {name: _storable(getattr(article, name)) for name in about} | {"chars": len(article.text)}
        if brief is not None:
            made = brief.provenance
            used = ("calls", "prompt_tokens", "cached_tokens", "completion_tokens", "cost_usd", "seconds")
            facts = list(brief.all_facts())
            if entry.replies is not None:
                row |= {name: getattr(made, name) for name in used}
            row |= {
                "model": _storable(made.model),
                "state": "done",
                "status": brief.status,
                "facts": len(facts),
                "flagged": sum(fact.verdict == "flagged" for fact in facts),
                "ledger_lines": len(brief.ledger),
                "brief": text,
            }
            lines: Sequence[LedgerLine] = brief.ledger
        else:
            assert error is not None
            row |= {"state": "pending" if entry.pending else "failed", "code": error.code}
            row |= {"message": _storable(error.message), "mend": _storable(error.mend) or None}
            lines = [failure_line(error)]
        db.insert("articles", row)
        if brief is not None:
            self._insert_facts(id, brief)
        self._insert_ledger(id, lines)
        return str(file)

    def rejudged(self, path: Path, brief: Brief) -> None:
        """Put a brief that was judged anew, and stands in ``path`` now, into the tables, too; nothing where it is in none."""
        text = brief.to_json() + "\n"
        with self.database.transaction():
            row = self.database.one("SELECT id, sha256 FROM articles WHERE file = ? AND state = 'done'", [path.stem])
            if row is None or row["sha256"] != brief.article.sha256:
                return
            facts = list(brief.all_facts())
            flagged = sum(fact.verdict == "flagged" for fact in facts)
            self.database.execute(
                "UPDATE articles SET brief = ?, status = ?, facts = ?, flagged = ?, ledger_lines = ?, updated_at = ?"
                " WHERE id = ?",
                [text, brief.status, len(facts), flagged, len(brief.ledger), _now(), row["id"]],
            )
            for table in ("facts", "evidence", "ledger"):
                self.database.execute(f"DELETE FROM {table} WHERE article = ?", [row["id"]])  # noqa: S608
            self._insert_facts(row["id"], brief)
            self._insert_ledger(row["id"], brief.ledger)

    def _insert_ledger(self, id: str, lines: Sequence[LedgerLine]) -> None:
        rows = [(id, n, line.code, *_words(line), line.attempt) for n, line in enumerate(lines)]
        self.database.insert_all("ledger", rows)

    def _insert_facts(self, id: str, brief: Brief) -> None:
        facts: list[tuple[Any, ...]] = []
        evidence: list[tuple[Any, ...]] = []
        for n, fact in enumerate(brief.all_facts()):
            main = fact.values.get(self.schema.kind(fact.kind).main.name)
            first = fact.evidence[0] if fact.evidence else None
            fields = to_json({k: v for k, v in fact.values.items() if v not in (None, [])}).decode()
            where = (None, None, None) if first is None else (_storable(first.quote), first.start, first.end)
            reasons = _storable("\n".join(fact.reasons)) or None
            facts.append((id, n, fact.id, fact.kind, _said(main), fact.verdict, reasons, *where, fields))
            for e in fact.evidence:
                around = (_storable(e.prefix), _storable(e.suffix))
                place = (e.start, e.end, e.match, e.occurrences)
                evidence.append((id, len(evidence), fact.id, _storable(e.quote), *place, *around))
        self.database.insert_all("facts", facts)
        self.database.insert_all("evidence", evidence)

    def _free_name(self, entry: Entry) -> str:
        """A name for the files of a source that has none yet."""
        stem = self.stems.get(entry.name) or entry.stem
        for name in _names(stem, entry):
            if not self.database.one("SELECT 1 FROM articles WHERE file_key = ?", [same_name(name)]):
                return name
        raise AssertionError("unreachable")

    def _write_files(self, text: str, file: str, source: str, brief: Brief, article: Article | None) -> None:
        # Not forced to the disk, as the database is: what a power cut takes is put back by the next run.
        if self.format != "json":
            write_atomic(self._place(file, source, self.format), self._rendered(brief, article), durable=False)
        write_atomic(self._place(file, source, "json"), text, durable=False)

    def _write_missing(self, text: str, file: str, source: str) -> None:
        """Put back what is not there; what is there stays as it is, people may have changed it."""
        place = self._place(file, source, "json")
        if not _has_content(place):
            write_atomic(place, text)
        place = self._place(file, source, self.format)
        if self.format != "json" and not _has_content(place):
            write_atomic(place, self._rendered(Brief.from_dict(json.loads(text))))

    def _rendered(self, brief: Brief, article: Article | None = None) -> str:
        if self.format == "html":
            return render_html(brief, self.schema, article or self._recorded(brief))
        if self.format == "md":
            return render_markdown(brief, self.schema)
        return render_terminal(brief, self.schema, width=TEXT_WIDTH, color=False)

    def _recorded(self, brief: Brief) -> Article | None:
        """The article of a brief as its record has it; None where there is none: a page can do without."""
        try:
            return self.read_record(brief.article.sha256)[0]
        except SourceError:
            return None

    # Runs.

    def begin_run(self, about: Mapping[str, str | None]) -> int:
        """Note that a run begins, and make ledger.jsonl what the tables say; gives the run's number."""
        run = self.database.insert("runs", {**about, "started_at": _now()})
        if self.database.one("SELECT 1 FROM articles WHERE state <> 'done' LIMIT 1") or self.ledger.exists():
            self.write_ledger()
        return run

    def end_run(self, run: int, how: str) -> None:
        """Note how a run ended, and take lines out of ledger.jsonl that hold no more."""
        self.database.execute("UPDATE runs SET ended_at = ?, ended = ? WHERE run = ?", [_now(), how, run])
        if self._stale_ledger:
            self.write_ledger()

    def close(self) -> None:
        """Let go of the database."""
        if "database" in self.__dict__:
            self.database.close()
            del self.__dict__["database"]

    # The ledger of sources without a brief.

    def read_ledger(self) -> dict[str, list[LedgerLine]]:
        """The lines of ledger.jsonl by source; a line that was cut off by a kill is left out."""
        found: dict[str, list[LedgerLine]] = {}
        for raw in self._ledger_lines():
            with contextlib.suppress(ValueError, TypeError, AttributeError, KeyError):
                line = json.loads(raw)
                source = line.pop("source")
                found.setdefault(source, []).append(LedgerLine.model_validate(line))
        return found

    def write_ledger(self) -> None:
        """Write ledger.jsonl anew: one line for each source that has no brief, in the order of failing.

        Lines about sources that are in no table (of an earlier version, of another program) stay where they were.
        """
        with self._ledger_lock():
            foreign = [raw for raw in self._ledger_lines() if not self._is_own(raw)]
            own = [_ledger_json(row["source"], _line_of(row)) for row in self._failures()]
            content = b"".join(raw + b"\n" for raw in [*foreign, *own])
            with contextlib.suppress(FileNotFoundError):
                if self.ledger.read_bytes() == content:
                    return
            if content or self.ledger.exists():
                write_atomic(self.ledger, content)
        self._stale_ledger = False

    def _is_own(self, raw: bytes) -> bool:
        """Whether a line of ledger.jsonl is about a source of the tables, or one that a kill cut off: it stands there."""
        source = _source_of(raw)
        if source is None:
            return raw[:11] == b'{"source": '[: len(raw)]
        return self.database.one("SELECT 1 FROM articles WHERE source = ?", [_storable(source)]) is not None

    def _failures(self) -> Iterator[sqlite3.Row]:
        return self.database.each(
            "SELECT source, code, message, mend FROM articles WHERE state <> 'done' ORDER BY rowid"
        )

    def _append_ledger(self, failing: Sequence[Entry]) -> None:
        lines = [_ledger_json(e.name, failure_line(e.error)) for e in failing if e.error is not None]
        try:
            with self.ledger.open("ab") as file:
                file.write(b"".join(line + b"\n" for line in lines))
        except OSError as error:
            raise unwritable(self.ledger, error) from error

    def _ledger_lines(self) -> list[bytes]:
        try:
            return self.ledger.read_bytes().splitlines()
        except FileNotFoundError:
            return []

    @contextlib.contextmanager
    def _ledger_lock(self) -> Iterator[None]:
        """Several processes may write to one folder."""
        aside = self.directory / ".summarizer"
        try:
            aside.mkdir(parents=True, exist_ok=True)
            with FileLock(aside / "ledger.lock"):
                yield
        except OSError as error:
            raise unwritable(self.ledger, error) from error

    # Records.

    def record(self, sha256: str) -> Path:
        """The folder of what is kept of the article with this digest."""
        return self.directory / ".summarizer" / sha256

    def write_record(self, article: Article, replies: Sequence[Mapping[str, Any]]) -> Path:
        """Keep the article and the raw answers, so that a brief can be judged anew; gives the folder.

        ``text.txt`` is the article's text in UTF-8, byte for byte what ``sha256`` is over. Two sources with one text
        share the folder, and the last answers stand in it.
        """
        folder = self.record(article.sha256)
        about = {f.name: getattr(article, f.name) for f in dataclasses.fields(article) if f.name != "text"}
        about["notes"] = list(article.notes)
        about["boilerplate"] = [[span.start, span.end] for span in article.boilerplate]
        with contextlib.suppress(OSError):  # the first file says what is wrong
            folder.mkdir(parents=True, exist_ok=True)
        # Not forced to the disk: the brief does not hang on them, and three files an article would cost more than it.
        write_atomic(folder / "text.txt", article.text.encode("utf-8", "surrogatepass"), durable=False)
        write_atomic(folder / "article.json", to_json(about, indent=2) + b"\n", durable=False)
        write_atomic(folder / "replies.json", to_json(list(replies), indent=2) + b"\n", durable=False)
        return folder

    def read_record(self, sha256: str) -> tuple[Article, list[dict[str, Any]]]:
        """The article and the raw answers of a record. Raises SourceError where there is none or it is damaged."""
        folder = self.record(sha256)
        try:
            text = (folder / "text.txt").read_bytes().decode("utf-8", "surrogatepass")
            about = json.loads((folder / "article.json").read_bytes())
            boilerplate = tuple(Span(start, end) for start, end in about.pop("boilerplate"))
            notes = tuple(about.pop("notes", ()))  # records of earlier versions have none
            article = Article(text=text, boilerplate=boilerplate, notes=notes, **about)
            replies = json.loads((folder / "replies.json").read_bytes())
        except (OSError, ValueError, TypeError, KeyError) as error:
            why = getattr(error, "strerror", None) or error
            raise SourceError(f"{folder} holds no record: {why}", mend="run the source once more") from error
        if article.sha256 != sha256:
            raise SourceError(f"{folder / 'text.txt'} is not the text it was", mend="run the source once more")
        return article, replies


def has_database(directory: Path) -> bool:
    """Whether a folder was written by runs that keep tables."""
    return (directory / NAME).is_file()


def _names(stem: str, entry: Entry) -> Iterator[str]:
    yield stem
    yield digest_name(stem, entry.name)
    n = 0
    while True:
        yield digest_name(stem, f"{entry.id}\0{n}")
        n += 1


def _has_content(path: Path) -> bool:
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def _storable(value: Any) -> Any:
    """A value that SQLite takes: lone surrogates, which its encoding lacks, as escapes."""
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    return value


def _words(line: LedgerLine) -> tuple[Any, ...]:
    return _storable(line.path), _said(line.value), _storable(line.quote), _storable(line.hint)


def _said(value: Any) -> Any:
    """A value of a ledger line or a fact as one text."""
    if value is None or isinstance(value, str):
        return _storable(value)
    return to_json(value).decode()


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="milliseconds")


def _ledger_json(source: str, line: LedgerLine) -> bytes:
    return to_json({"source": source, **line.model_dump()})


def _line_of(row: sqlite3.Row) -> LedgerLine:
    return LedgerLine(path="", code=row["code"], value=row["message"], hint=row["mend"])


def _source_of(raw: bytes) -> object:
    try:
        line = json.loads(raw)
    except ValueError:
        return None
    return line.get("source") if isinstance(line, dict) else None
