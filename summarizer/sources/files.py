"""What one file gives, by its suffix: an article, or the records and entries in it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from summarizer.article import Article, load
from summarizer.article.load import MAX_BYTES, article_from_bytes, read_bytes
from summarizer.errors import SourceError, SummarizerError
from summarizer.export.escape import file_stem
from summarizer.export.html import is_own_page
from summarizer.settings import Settings
from summarizer.sources.columns import Columns
from summarizer.sources.failing import failing, refused
from summarizer.sources.jsonl import is_list, json_article, json_list, jsonl_sources
from summarizer.sources.markdown import markdown_article
from summarizer.sources.pdf import pdf_article
from summarizer.sources.records import RecordFile
from summarizer.sources.source import Source
from summarizer.sources.table import table_sources

__all__ = ["SUFFIXES", "begins_like_a_feed", "file_sources", "is_read", "is_written_here"]

_JSONL = frozenset({".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz"})
_TABLE = frozenset({".csv", ".tsv", ".csv.gz", ".tsv.gz"})
_JSON = frozenset({".json", ".ninjs"})
_MARKDOWN = frozenset({".md", ".markdown"})
_FEED = frozenset({".rss", ".atom"})
_PAGE = frozenset({".html", ".htm", ".xhtml"})
SUFFIXES = frozenset({".txt", ".text", ".pdf", ".xml"}) | _PAGE | _MARKDOWN | _JSON | _JSONL | _TABLE | _FEED
"""What is read of a folder; of .xml only feeds and pages. A file that is named itself is read as text if it ends otherwise."""

_DOCUMENT = "save it as plain text, HTML or PDF, and give that"
_PICTURE = "only text can be read; run a text recognition over it first"
_ARCHIVE = "unpack it and give the folder"
_REFUSED: dict[str, tuple[str, str]] = {
    **dict.fromkeys((".docx", ".doc", ".odt", ".pages", ".rtf", ".wpd"), ("a word processor's document", _DOCUMENT)),
    **dict.fromkeys((".epub", ".mobi", ".azw3", ".djvu"), ("a book", _DOCUMENT)),
    **dict.fromkeys((".pptx", ".ppt", ".odp", ".key"), ("a presentation", _DOCUMENT)),
    **dict.fromkeys((".xlsx", ".xls", ".ods"), ("a spreadsheet", "save it as CSV, and give that")),
    **dict.fromkeys(
        (".parquet", ".feather", ".sqlite", ".db"), ("a database", "write it as JSONL or CSV, and give that")
    ),
    **dict.fromkeys((".mhtml", ".mht", ".warc", ".webarchive"), ("an archive of pages", "save the page as HTML only")),
    **dict.fromkeys((".eml", ".msg", ".mbox"), ("mail", _DOCUMENT)),
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".heic", ".svg"), ("an image", _PICTURE)
    ),
    **dict.fromkeys(
        (".mp3", ".mp4", ".m4a", ".wav", ".mov", ".avi", ".mkv", ".webm", ".ogg"), ("sound or film", _PICTURE)
    ),
    **dict.fromkeys((".zip", ".tar", ".tgz", ".7z", ".rar", ".bz2", ".xz", ".zst", ".gz"), ("an archive", _ARCHIVE)),
}
_FEED_START = re.compile(rb"<(?:rss|feed|rdf:RDF|[a-z]{1,10}:feed)[\s>]", re.IGNORECASE)
_BRIEF_START = re.compile(rb"\s*\{\s*\"format\"\s*:\s*\"brief/")
_CAVEAT = b"Supported means that the source says so, not that it is true."
_PEEKED = 4096
_GOLD_START = re.compile(
    rb'\s*\{\s*"doc"\s*:\s*"[^\n]*",\s*"source"\s*:\s*"[^\n]*",\s*"reviewed"\s*:\s*\{\s*"sha256"\s*:'
)
_OUTPUTS = re.compile(r"ledger\.jsonl|(?:briefs|review)\.sqlite(?:-wal|-shm|-journal)?")


def file_sources(path: Path, name: str, settings: Settings) -> Iterator[Source]:
    """The sources that a file gives; one whose ``load`` fails where it can't be read. ``name`` is how it was given."""
    kind = _suffix(path)
    id, stem = str(path.absolute()), file_stem(path.name[: len(path.name) - len(kind)] if kind else path.name)
    # An absolute path with '..' in it is not the only one of its file.
    id = os.path.normpath(id)
    one = partial(Source, name, id, stem)
    if kind in _JSONL | _TABLE | _JSON:
        file = RecordFile(name, id, stem, Columns(settings.columns))
        if kind in _JSONL:
            yield from jsonl_sources(path, file)
        elif kind in _TABLE:
            yield from table_sources(path, file)
        elif is_list(path):
            yield from _of_data(path, name, id, stem, lambda data: json_list(data, file))
        else:
            yield one(lambda: json_article(read_bytes(path), file))
    elif kind in _FEED or (kind == ".xml" and begins_like_a_feed(path)):
        yield from _of_data(path, name, id, stem, lambda data: _feed(data, name, id, settings))
    elif kind in _REFUSED:
        what, mend = _REFUSED[kind]
        missing = not os.path.exists(path)  # noqa: PTH110 - which is False, too, for what can't be a path
        message = f"{name} does not exist" if missing else f"{name} is {what} ({kind}), which is not read"
        yield refused(name, id, stem, message, mend="check its name" if missing else mend)
    elif kind in _MARKDOWN:
        yield one(lambda: markdown_article(_checked(path), name))
    elif kind == ".xml":
        yield one(lambda: _page(path, name))
    elif kind == ".pdf" or _peek(path).startswith(b"%PDF"):
        yield one(lambda: pdf_article(_checked(path), name))
    else:
        yield one(lambda: load(path if name.strip() else name))


def is_read(path: Path) -> bool:
    """Whether a file of a folder is a source, by its suffix; of XML also by how it begins."""
    kind = _suffix(path)
    return kind in SUFFIXES and (kind != ".xml" or begins_like_a_feed(path) or _is_page(_peek(path)))


def is_written_here(path: Path) -> bool:
    """Whether a file of a folder was written by a run or a review: a brief, its rendering beside it, a page, gold and its text,
    a ledger, a database."""
    if _OUTPUTS.fullmatch(path.name):
        return (path.parent / ".summarizer").is_dir()
    kind = _suffix(path)
    if kind == ".json":
        start = _peek(path)
        return (_BRIEF_START.match(start) or _GOLD_START.match(start)) is not None
    if kind == ".html":
        return is_own_page(path)
    if kind in (".md", ".txt"):
        start = _peek(path.with_name(path.name.removesuffix(kind).removesuffix(".brief") + ".json"))
        is_text_of_gold = kind == ".txt" and _GOLD_START.match(start) is not None
        return is_text_of_gold or (_BRIEF_START.match(start) is not None and _has_caveat(path))
    return False


def begins_like_a_feed(path: Path) -> bool:
    """Whether an XML file is RSS or Atom, by its first 4 kB."""
    return _FEED_START.search(_peek(path)) is not None


def _suffix(path: Path) -> str:
    """The suffix in lower case, with the one before .gz where the two are one kind."""
    both = "".join(path.suffixes[-2:]).lower()
    return both if both in _JSONL | _TABLE else path.suffix.lower()


def _peek(path: Path) -> bytes:
    """The first bytes of a regular file; none of a pipe, which gives them but once."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(_PEEKED)
    except (OSError, ValueError):
        return b""


def _has_caveat(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _CAVEAT in b" ".join(file.read(MAX_BYTES).split())
    except OSError:
        return False


def _checked(path: Path) -> bytes:
    """The bytes of a file that is read whole. Raises SourceError."""
    data = read_bytes(path)
    if len(data) > MAX_BYTES:
        raise SourceError(
            f"{path} has more than {MAX_BYTES // 1_000_000} MB, which is no article",
            mend="cut it into one file an article",
        )
    return data


def _of_data(path: Path, name: str, id: str, stem: str, read: Callable[[bytes], Iterator[Source]]) -> Iterator[Source]:
    """The sources in a file that is read whole, or one that says why it can't be."""
    try:
        yield from read(_checked(path))
    except SummarizerError as error:
        yield failing(name, id, stem, error)


def _feed(data: bytes, name: str, id: str, settings: Settings) -> Iterator[Source]:
    from summarizer.sources.feeds import feed_sources  # its library is slow to import, and seldom needed

    return feed_sources(data, name, id, settings, None)


def _is_page(start: bytes) -> bool:
    return (
        re.match(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>\s*)?<(?:!doctype\s+html|html)\b", start, re.I)
        is not None
    )


def _page(path: Path, name: str) -> Article:
    if (start := _peek(path)) and not _is_page(start):
        raise SourceError(
            f"{name} is XML that is neither a feed nor a page", mend="give its article as text, HTML or ninjs JSON"
        )
    return article_from_bytes(_checked(path), name, html=True)
