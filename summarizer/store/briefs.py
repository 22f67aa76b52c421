"""Briefs on disk: written whole or not at all, one name for each source, and what is needed to judge anew.

DIR/<stem>.json                      the brief (always, whatever else is asked for: review and merge read it)
DIR/<stem>.md, DIR/<stem>.txt        the same, rendered, where that format was asked for
DIR/ledger.jsonl                     one line for each thing that cost a source its brief
DIR/.summarizer/<sha256>/            text.txt, article.json, replies.json: the article and the model's raw answers
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

from filelock import FileLock

from summarizer.article import Article, Span
from summarizer.brief import Brief, LedgerLine
from summarizer.errors import BriefInvalid, SourceError, UsageError
from summarizer.export.escape import file_stem
from summarizer.export.markdown import render_markdown
from summarizer.export.terminal import render_terminal
from summarizer.schema import Schema

__all__ = [
    "SUFFIXES",
    "BriefStore",
    "Format",
    "read_brief",
    "read_json",
    "source_stem",
    "stems",
    "write_atomic",
]

Format = Literal["json", "md", "text"]
SUFFIXES: dict[Format, str] = {"json": ".json", "md": ".md", "text": ".txt"}
TEXT_WIDTH = 100  # columns of a brief in a text file


def write_atomic(path: Path, content: str | bytes) -> None:
    """Put ``content`` (a text as UTF-8, line ends as they are) at ``path``, whole or not at all.

    It is written beside the place, brought to the disk and then moved over what was there; whoever reads sees the old
    file or the new one, also after a kill or a power cut. The file's mode is what the umask leaves of 0666. Missing
    folders are made. Raises UsageError where the place can't be written.
    """
    data = content.encode() if isinstance(content, str) else content
    # A name of its own for every writer; it begins with a dot, so that what a kill leaves behind is no brief.
    temporary = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as undo:
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
            undo.callback(temporary.unlink, missing_ok=True)
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error


def _sync_folder(folder: Path) -> None:
    """Bring a new name to the disk; systems that can't open a folder keep names by themselves."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unwritable(path: Path, error: OSError) -> UsageError:
    return UsageError(f"{path} can't be written: {error.strerror or error}", mend="name another folder with -o")


def source_stem(source: str) -> str:
    """The name of a source's files: that of its own file without suffix, ``stdin`` for ``-``; safe everywhere."""
    return "stdin" if source == "-" else file_stem(Path(source).stem)


def stems(sources: Iterable[str]) -> dict[str, str]:
    """The name of each source's files, no two alike on any file system.

    Where names clash, upper and lower case being one, all of them get eight digits of the SHA-256 of their source
    (as it was given), so that a name does not depend on the order of the sources.
    """
    wanted = list(dict.fromkeys(sources))
    names = {source: source_stem(source) for source in wanted}
    while True:
        seen: dict[str, list[str]] = {}
        for source, name in names.items():
            seen.setdefault(_same_name(name), []).append(source)
        clashing = [s for group in seen.values() if len(group) > 1 for s in group]
        fresh = {s: f"{source_stem(s)}-{_digest(s)}" for s in clashing}
        if all(names[s] == name for s, name in fresh.items()):
            return names
        names |= fresh


def _same_name(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _digest(source: str) -> str:
    # A path's undecodable bytes come as lone surrogates.
    return hashlib.sha256(source.encode("utf-8", "surrogateescape")).hexdigest()[:8]


class BriefStore:
    """One output folder, and what belongs to which source in it.

    ``sources`` are all sources of the run: names depend on which of them clash. A later run over another source of
    the same name writes over the earlier brief, as it does over one's own earlier brief.
    """

    def __init__(self, directory: Path, schema: Schema, sources: Iterable[str] = ()) -> None:
        self.directory = directory
        self.schema = schema
        self.stems = stems(sources)

    @property
    def ledger(self) -> Path:
        """Where the lines of the sources stand that gave no brief."""
        return self.directory / "ledger.jsonl"

    def path(self, source: str, format: Format = "json") -> Path:
        """Where the brief of a source stands in a format; never the source's own place (``story.brief.txt`` then)."""
        stem = self.stems.get(source) or source_stem(source)
        path = self.directory / f"{stem}{SUFFIXES[format]}"
        with contextlib.suppress(OSError, ValueError):  # no such file, or a source that can't be a path
            if path.samefile(source):
                return self.directory / f"{stem}.brief{SUFFIXES[format]}"
        return path

    def write_brief(self, source: str, brief: Brief, format: Format = "json") -> tuple[Path, ...]:
        """Write the brief; gives the files, the one of the asked format first.

        The JSON is written in any case. The source's lines leave ledger.jsonl: it has its brief now.
        """
        if format == "md":
            write_atomic(self.path(source, format), render_markdown(brief, self.schema))
        elif format == "text":
            text = render_terminal(brief, self.schema, width=TEXT_WIDTH, color=False)
            write_atomic(self.path(source, format), text)
        write_atomic(self.path(source), brief.to_json() + "\n")
        self._change_ledger(source, ())
        return tuple(dict.fromkeys((self.path(source, format), self.path(source))))

    def append_ledger(self, source: str, lines: Sequence[LedgerLine]) -> None:
        """Say in ledger.jsonl why a source gave no brief.

        The lines take the place of those that the source has from an earlier run. An earlier brief of the source, if
        there is one, stays: that it is not of this run is what the lines say.
        """
        self._change_ledger(source, lines)

    def read_ledger(self) -> dict[str, list[LedgerLine]]:
        """The lines of ledger.jsonl by source; a line that was cut off by a kill is left out."""
        found: dict[str, list[LedgerLine]] = {}
        for raw in self._ledger_lines():
            with contextlib.suppress(ValueError, TypeError, AttributeError):
                line = json.loads(raw)
                source = line.pop("source")
                found.setdefault(source, []).append(LedgerLine.model_validate(line))
        return found

    def _ledger_lines(self) -> list[bytes]:
        try:
            return self.ledger.read_bytes().splitlines()
        except FileNotFoundError:
            return []

    def _change_ledger(self, source: str, lines: Sequence[LedgerLine]) -> None:
        """Replace the lines of one source; several processes may write to one folder."""
        fresh = [_json({"source": source, **line.model_dump()}) for line in lines]
        try:
            if not fresh and not self.ledger.exists():
                return
            kept_aside = self.directory / ".summarizer"
            kept_aside.mkdir(parents=True, exist_ok=True)
            with FileLock(kept_aside / "ledger.lock"):
                before = self._ledger_lines()
                kept = [raw for raw in before if _source_of(raw) != source]
                if fresh or len(kept) != len(before):
                    write_atomic(self.ledger, b"".join(raw + b"\n" for raw in [*kept, *fresh]))
        except OSError as error:
            raise _unwritable(self.ledger, error) from error

    def record(self, sha256: str) -> Path:
        """The folder of what is kept of the article with this digest."""
        return self.directory / ".summarizer" / sha256

    def write_record(self, article: Article, replies: Sequence[dict[str, Any]]) -> Path:
        """Keep the article and the raw answers, so that a brief can be judged anew; gives the folder.

        ``text.txt`` is the article's text in UTF-8, byte for byte what ``sha256`` is over. Two sources with one text
        share the folder, and the last answers stand in it.
        """
        folder = self.record(article.sha256)
        about = {f.name: getattr(article, f.name) for f in dataclasses.fields(article) if f.name != "text"}
        about["boilerplate"] = [[span.start, span.end] for span in article.boilerplate]
        write_atomic(folder / "text.txt", article.text.encode("utf-8", "surrogatepass"))
        write_atomic(folder / "article.json", _json(about, indent=2) + b"\n")
        write_atomic(folder / "replies.json", _json(list(replies), indent=2) + b"\n")
        return folder

    def read_record(self, sha256: str) -> tuple[Article, list[dict[str, Any]]]:
        """The article and the raw answers of a record. Raises SourceError where there is none or it is damaged."""
        folder = self.record(sha256)
        try:
            text = (folder / "text.txt").read_bytes().decode("utf-8", "surrogatepass")
            about = json.loads((folder / "article.json").read_bytes())
            boilerplate = tuple(Span(start, end) for start, end in about.pop("boilerplate"))
            article = Article(text=text, boilerplate=boilerplate, **about)
            replies = json.loads((folder / "replies.json").read_bytes())
        except (OSError, ValueError, TypeError, KeyError) as error:
            why = getattr(error, "strerror", None) or error
            raise SourceError(f"{folder} holds no record: {why}", mend="run the source once more") from error
        if article.sha256 != sha256:
            raise SourceError(f"{folder / 'text.txt'} is not the text it was", mend="run the source once more")
        return article, replies


def read_json(path: Path) -> Any:
    """What a file holds as JSON. Raises BriefInvalid where it can't be read or is none."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BriefInvalid(f"{path} can't be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise BriefInvalid(f"{path} is no JSON: {error}") from error


def read_brief(path: Path) -> Brief:
    """The brief that a file holds. Raises BriefInvalid."""
    try:
        return Brief.from_dict(read_json(path))
    except BriefInvalid as error:
        message = error.message if str(path) in error.message else f"{path}: {error.message}"
        raise BriefInvalid(message, mend=error.mend) from error


def _json(value: object, *, indent: int | None = None) -> bytes:
    """JSON in UTF-8; with escapes only where a lone surrogate is in it, which no encoding carries."""
    try:
        return json.dumps(value, ensure_ascii=False, indent=indent).encode()
    except UnicodeEncodeError:
        return json.dumps(value, indent=indent).encode()


def _source_of(raw: bytes) -> object:
    try:
        line = json.loads(raw)
    except ValueError:
        return None
    return line.get("source") if isinstance(line, dict) else None
