"""What was named on the command line, or handed over by a program, as sources: one at a time, whatever it stands for."""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from summarizer.article import Article, article_from_bytes
from summarizer.article.load import MAX_BYTES, STDIN
from summarizer.errors import SourceError, SummarizerError
from summarizer.export.escape import file_stem
from summarizer.settings import Settings
from summarizer.sources.columns import Columns
from summarizer.sources.failing import failing, refused
from summarizer.sources.files import file_sources, is_read, is_written_here
from summarizer.sources.folders import Passed, Unreadable, has_pattern, matching, walk
from summarizer.sources.pdf import pdf_article
from summarizer.sources.source import Source

__all__ = ["expand", "one_article"]

Note = Callable[[str], None]

_ADDRESS = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]{1,20})://", re.IGNORECASE)


def _quiet(message: str) -> None:
    """Tell nobody."""


def expand(
    arguments: Iterable[str | Path | Article | Source],
    settings: Settings,
    *,
    stdin: BinaryIO | None = None,
    note: Note = _quiet,
) -> Iterator[Source]:
    """The sources that ``arguments`` stand for, in their order, one at a time and in memory that does not grow.

    An argument is ``-`` for standard input (``stdin`` stands in for it), a file, a folder (all files in it and below
    that are read, sorted), a pattern (``news/**/*.txt``; a file of that very name comes first), an http(s) address of a
    page or feed, an `Article`, or a `Source` itself. A `Path` is never an address or a pattern. Files of records (JSONL, CSV, a list of
    JSON) give a source a record, feeds one an entry.

    What can't be read is a source whose ``load`` raises SourceError. ``note`` is told, in one line, what was passed over
    in a folder. Raises SettingsError for ``columns`` that name no field of an article.
    """
    Columns(settings.columns)
    standard_input = _StandardInput(stdin)
    for argument in arguments:
        if isinstance(argument, Source):
            yield argument
        elif isinstance(argument, Article):
            yield _given(argument)
        elif argument == STDIN:
            yield Source(STDIN, STDIN, "stdin", standard_input.article)
        elif isinstance(argument, str) and (address := _ADDRESS.match(argument)):
            yield from _address(argument, address["scheme"].lower(), settings)
        else:
            yield from _path(argument, settings, note)


def one_article(source: str | Path | Article, settings: Settings, *, stdin: BinaryIO | None = None) -> Article:
    """The article of a source that gives exactly one. Raises SourceError where it gives more, UsageError as ``expand``."""
    found = expand([source], settings, stdin=stdin)
    first = next(found)
    if next(found, None) is not None:
        raise SourceError(f"{source} gives more than one article", mend="name one of them, or run over all of them")
    return first.load()


def _given(article: Article) -> Source:
    # Its source may be that of another article, too: a program may name a whole wire so.
    id = f"{article.source}#{article.sha256}"
    name = article.source or article.title or article.id
    stem = file_stem(Path(article.source).stem or article.title or article.id)
    return Source(name, id, stem, lambda: article, known=False)


class _StandardInput:
    """Standard input, which gives its bytes but once: they are kept, for a second look and for an argument given twice."""

    def __init__(self, stream: BinaryIO | None) -> None:
        self._stream = stream
        self._data: bytes | None = None
        self._lock = threading.Lock()

    def article(self) -> Article:
        with self._lock:
            if self._data is None:
                stream = self._stream if self._stream is not None else getattr(sys.stdin, "buffer", None)
                if stream is None:
                    raise SourceError("there is no standard input", mend="give the path of a file")
                self._data = stream.read(MAX_BYTES + 1)
        if self._data.startswith(b"%PDF"):
            return pdf_article(self._data, STDIN)
        return article_from_bytes(self._data, source=STDIN)


def _address(url: str, scheme: str, settings: Settings) -> Iterator[Source]:
    if scheme not in ("http", "https"):
        mend = "give the file's path" if scheme == "file" else "fetch it yourself, and give the file"
        message = f"{url[:200]} is no address of the web: {scheme}:// is not fetched"
        yield refused(url, url, "address", message, mend=mend)
        return
    try:
        from summarizer.sources.web import web_sources  # slow to import, and not for files

        yield from web_sources(url, settings)
    except SummarizerError as error:
        yield failing(url, url, "address", error)


def _path(argument: str | Path, settings: Settings, note: Note) -> Iterator[Source]:
    name = str(argument)
    path = Path(name)
    try:
        is_folder, exists = path.is_dir(), os.path.lexists(path)
    except (OSError, ValueError):  # too long, a NUL: reading it says so
        is_folder, exists = False, False
    if is_folder and name.strip():
        yield from _folder(path, settings, note)
    elif isinstance(argument, str) and not exists and has_pattern(name):
        yield from _pattern(name, settings)
    else:
        yield from file_sources(path, name, settings)


def _folder(folder: Path, settings: Settings, note: Note) -> Iterator[Source]:
    passed, found = Passed(), False

    def is_source(path: Path) -> bool:
        if is_written_here(path):
            return False
        if not (read := is_read(path)):
            passed.add(path)
        return read

    for one in walk(folder, passed, is_source):
        found = True
        if isinstance(one, Unreadable):
            yield _unreadable(one)
        else:
            yield from file_sources(one, str(one), settings)
    if passed.kinds:
        note(f"{folder}: passed over, as no sources: {passed}; give a file by its name to see what is in its way")
    if not found:
        inside = f"no file that is read, but {passed}" if passed.kinds else "no files"
        mend = "give a folder with .txt, .md, .html, .pdf, .json, .jsonl or .csv files in it"
        yield refused(str(folder), _id(folder), file_stem(folder.name), f"{folder} has {inside}", mend=mend)


def _pattern(pattern: str, settings: Settings) -> Iterator[Source]:
    found = False
    for one in matching(pattern):
        found = True
        if isinstance(one, Unreadable):
            yield _unreadable(one)
        else:
            yield from file_sources(one, str(one), settings)
    if not found:
        message, mend = f"{pattern} matches no file", "check the folder; '**/' stands for folders in folders"
        yield refused(pattern, _id(Path(pattern)), "pattern", message, mend=mend)


def _unreadable(folder: Unreadable) -> Source:
    name = str(folder.path)
    message = f"{name} can't be listed: {folder.reason}"
    return refused(
        name, _id(folder.path), file_stem(folder.path.name), message, mend="change its permissions, or copy it"
    )


def _id(path: Path) -> str:
    return os.path.normpath(path.absolute())
