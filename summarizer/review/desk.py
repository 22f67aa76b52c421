"""One folder on a reviewer's desk: its briefs, worst first, each with its text, its review, and what may be decided.

Briefs are named by the stem of their file and looked up among those that the folder has; a name is never joined to a path.
"""

from __future__ import annotations

import datetime
import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from summarizer.article import Article
from summarizer.brief import FORMAT, Brief
from summarizer.errors import BriefInvalid, DecisionRefused, SchemaError, SourceError, UsageError
from summarizer.review.check import Checked, Checker
from summarizer.review.deciding import Deciding, Proposal, check
from summarizer.review.log import NAME, DecisionLog
from summarizer.review.queue import QueueRow, failure_rows, row_of, worst_first
from summarizer.review.sheet import Sheet
from summarizer.schema import Schema, find_schema
from summarizer.schema.find import runs_code
from summarizer.store import BriefStore, read_brief

__all__ = ["Desk"]

OPEN = 8  # sheets whose text is kept at hand
SETTLED = 2_000_000_000  # nanoseconds after which a folder's time tells of a change for sure: some systems count in steps of two seconds

Stamp = tuple[int, int, int]


@dataclass
class _Loaded:
    """A brief as it was when its file looked like this."""

    path: Path
    stamp: Stamp
    brief: Brief
    schema: Schema
    article: Article | None
    why: str | None
    checker: Checker | None


class Desk:
    """The briefs of a folder and the decisions about them; may be used by several threads.

    ``schema`` is for briefs of one's own schemas: without it the built-in one that a brief names is taken, and never a file.
    ``decisions`` is where they are kept (DIR/review.sqlite). ``clock`` gives the time. Raises UsageError where there is no such folder, or
    decisions can't be kept there; so does whatever reads the folder once it is gone.
    """

    def __init__(
        self,
        folder: Path,
        *,
        schema: Schema | None = None,
        decisions: Path | None = None,
        clock: Callable[[], datetime.datetime] = lambda: datetime.datetime.now(datetime.UTC),
    ) -> None:
        if not folder.is_dir():
            raise UsageError(f"there is no folder {folder}", mend="give the folder that `summarizer run -o` wrote to")
        if decisions is not None and (decisions.is_dir() or not decisions.absolute().parent.is_dir()):
            what = "is a folder" if decisions.is_dir() else "is in no folder that is there"
            raise UsageError(f"{decisions} {what}", mend="give a file for --decisions, in a folder that is there")
        self.folder = folder
        self.log = DecisionLog(decisions or folder / NAME)
        self._schema = schema
        self._clock = clock
        self._lock = threading.RLock()
        self._loaded: OrderedDict[str, _Loaded] = OrderedDict()
        self._rows: dict[str, tuple[tuple[Stamp, int], QueueRow]] = {}
        self._listed: tuple[int, dict[str, Path]] | None = None
        self.foreign: tuple[str, ...] = ()

    def close(self) -> None:
        """Let go of the decisions' file."""
        self.log.close()

    # The queue.

    def files(self) -> dict[str, Path]:
        """The JSON files of the folder by the name of their brief."""
        with self._lock:
            try:
                stamp, now = self.folder.stat().st_mtime_ns, time.time_ns()
                if self._listed is not None and self._listed[0] == stamp:
                    return self._listed[1]
                paths = sorted(self.folder.glob("*.json"))
            except OSError as error:
                raise UsageError(
                    f"{self.folder} can't be read any more: {error.strerror or error}",
                    mend="put it back, and load the page again",
                ) from error
            found = {p.stem: p for p in paths if not p.name.startswith(".")}
            self._listed = (stamp, found) if abs(now - stamp) > SETTLED else None
            return found

    def queue(self, told: Callable[[int, int], None] = lambda done, total: None) -> list[QueueRow]:
        """Every brief of the folder and every source without one, worst first. ``told`` hears how many files were read."""
        with self._lock:
            heads = self.log.heads()
            rows: list[QueueRow] = []
            foreign: list[str] = []
            files = self.files()
            for n, (name, path) in enumerate(files.items(), 1):
                row = self._row(name, path, heads)
                if row is None:
                    foreign.append(path.name)
                else:
                    rows.append(row)
                told(n, len(files))
            self._rows = {name: kept for name, kept in self._rows.items() if name in files}
            self.foreign = tuple(foreign)
            return worst_first([*rows, *failure_rows(self.folder)])

    def _row(self, name: str, path: Path, heads: dict[tuple[str, str], int]) -> QueueRow | None:
        try:
            stamp = _stamp(path)
        except OSError:
            return None
        known = self._rows.get(name)
        head = heads.get((known[1].sha256, known[1].schema_id), 0) if known else 0
        if known is not None and known[0] == (stamp, head):
            return known[1]
        try:
            # Not pydantic's reader, quicker as it is: briefs may hold escapes of lone surrogates, which it refuses.
            data = json.loads(path.read_bytes())
        except (OSError, ValueError, RecursionError) as error:
            return QueueRow.broken(name, f"{path.name} can't be read: {error}")
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            return None
        try:
            row = row_of(name, data)
            head = heads.get((row.sha256, row.schema_id), 0)
            if head:
                row = row.with_review(self.sheet(name, text=False).review)
        except (BriefInvalid, SchemaError, KeyError, TypeError, AttributeError) as error:
            return QueueRow.broken(name, f"{path.name} is no sound brief: {error}")
        self._rows[name] = ((stamp, head), row)
        return row

    # One brief.

    def sheet(self, name: str, *, text: bool = True) -> Sheet:
        """The brief of this name with its review; KeyError where the folder has none. Raises BriefInvalid and SchemaError.

        Without ``text`` only what is decided is asked for: the sheet has neither its article nor ``elsewhere``.
        """
        loaded = self._load(name, text=text)
        return self._sheet(name, loaded, elsewhere=text)

    def _sheet(self, name: str, loaded: _Loaded, *, elsewhere: bool = True) -> Sheet:
        brief, schema = loaded.brief, loaded.schema
        decisions = tuple(self.log.of(brief.article.sha256, schema.id))
        other = self.log.elsewhere(brief.article.source, brief.article.sha256) if elsewhere else 0
        return Sheet(name, loaded.path, brief, schema, loaded.article, loaded.why, decisions, other)

    def head(self, name: str) -> int:
        """The id of the last decision about a brief; KeyError where the folder has none of this name."""
        loaded = self._load(name)
        return self.log.head(loaded.brief.article.sha256, loaded.schema.id)

    def stamp(self, name: str) -> str:
        """What changes when the brief's file does: a run may write it anew while it is reviewed."""
        return _told(self._load(name).stamp)

    def checker(self, name: str) -> Checker | None:
        """What tries proposals about a brief; None where its text is not here."""
        return _checker(self._load(name))

    def _load(self, name: str, *, text: bool = True) -> _Loaded:
        with self._lock:
            path = self.files().get(name)
            if path is None:
                raise KeyError(name)
            try:
                stamp = _stamp(path)
            except FileNotFoundError:
                raise KeyError(name) from None
            except OSError as error:
                raise BriefInvalid(f"{path} can't be read: {error.strerror or error}") from error
            loaded = self._loaded.get(name)
            if loaded is not None and loaded.stamp == stamp:
                self._loaded.move_to_end(name)
                if text and loaded.article is None:  # it may have come back
                    loaded.article, loaded.why = self._text_of(loaded.brief, loaded.schema)
                return loaded
            brief = read_brief(path)
            schema = self._schema_of(brief)
            article, why = self._text_of(brief, schema) if text else (None, None)
            loaded = _Loaded(path, stamp, brief, schema, article, why, None)
            if text:
                self._loaded[name] = loaded
                while len(self._loaded) > OPEN:
                    self._loaded.popitem(last=False)
            return loaded

    def _schema_of(self, brief: Brief) -> Schema:
        if self._schema is not None:
            if self._schema.id != brief.schema_id:
                raise BriefInvalid(f"the brief is by the schema {brief.schema_id!r}, not {self._schema.id!r}")
            return self._schema
        # Only who runs the program may name code to be run.
        if runs_code(brief.schema_id):
            raise SchemaError(f"no built-in schema is called {brief.schema_id!r}")
        try:
            schema = find_schema(brief.schema_id)
        except SchemaError as error:
            raise SchemaError(
                f"the brief is by the schema {brief.schema_id!r}, and {error.message}",
                mend="name it: --schema FILE.py:CLASS",
            ) from error
        if schema.id != brief.schema_id:  # a name without its version: decisions are kept by both
            raise BriefInvalid(f"the brief is by the schema {brief.schema_id!r}, not {schema.id!r}")
        return schema

    def _text_of(self, brief: Brief, schema: Schema) -> tuple[Article | None, str | None]:
        """The article that a brief was made from: what the run kept of it."""
        try:
            article, _ = BriefStore(self.folder, schema).read_record(brief.article.sha256)
        except SourceError as error:
            return None, error.message
        return article, None

    # Deciding.

    def check(self, name: str, proposal: Proposal) -> Checked:
        """What the judge says of the fact that a proposal describes; nothing is kept. KeyError where there is no such brief."""
        return check(proposal, self.checker(name))

    def decide(self, name: str, proposal: Proposal) -> Sheet:
        """Take a decision and keep it; gives the sheet as it is then. Raises DecisionRefused, and KeyError where there is no such brief."""
        while True:
            loaded = self._load(name)
            if (
                proposal.stamp is not None
                and proposal.stamp != _told(loaded.stamp)
                and proposal.action not in ("undo", "redo")
            ):
                # A fact of the same id may say something else now, which nobody has seen.
                raise DecisionRefused("the brief was written anew meanwhile: look again", stale=True)
            sheet = self._sheet(name, loaded)
            decisions = list(Deciding(sheet, proposal, _checker(loaded), self._clock()).decisions())
            # Somebody else may have decided something since the sheet was read: then it is looked at again.
            if self.log.append(decisions, after=sheet.decisions[-1].id if sheet.decisions else 0) is not None:
                return self.sheet(name)


def _stamp(path: Path) -> Stamp:
    """What changes when a file is written anew, or another is moved into its place."""
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _told(stamp: Stamp) -> str:
    return "-".join(map(str, stamp))


def _checker(loaded: _Loaded) -> Checker | None:
    if loaded.checker is None and loaded.article is not None:
        loaded.checker = Checker(loaded.article, loaded.schema)
    return loaded.checker
