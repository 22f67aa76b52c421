"""Read a source into an Article: a text file, a saved page, standard input. The network is never used."""

from __future__ import annotations

import difflib
import errno
import re
import sys
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from summarizer.article.decode import decode
from summarizer.article.frontmatter import read_front
from summarizer.article.html import article_from_html
from summarizer.article.text import Article
from summarizer.errors import SourceError

__all__ = ["MAX_BYTES", "STDIN", "article_from_bytes", "article_from_text", "load", "read_bytes"]

# A news article has some kilobytes. What is a thousand times larger is a dump, a log or a mistake.
MAX_BYTES = 50_000_000
STDIN = "-"

_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*){0,3}<(?:!doctype\s+html|html)\b", re.I | re.S
)


def load(source: str | Path, *, stdin: BinaryIO | None = None, encoding: str | None = None) -> Article:
    """Read one source: the path of a text or HTML file, or '-' for standard input.

    A file that ends in .html, .htm or .xhtml, and anything that begins like an HTML page, is read as a page
    and its article is extracted; everything else is plain text. ``stdin`` stands in for the process's
    standard input.

    Raises ``SourceError`` where there is no text to be had: no such file, a folder, no permission, more than
    ``MAX_BYTES``, no text in it, a format that is no text, an encoding that can't be told.
    """
    if str(source) == STDIN:
        stream = stdin if stdin is not None else sys.stdin.buffer
        data = stream.read(MAX_BYTES + 1)
        return article_from_bytes(data, source=STDIN, encoding=encoding)
    if not str(source).strip():
        raise SourceError("a source without a name", mend="give a path, or '-' for standard input")
    if isinstance(source, str) and re.match(r"(?:https?|ftp)://", source):
        raise SourceError(
            f"{source} is an address, and `load` reads files",
            mend="`summarizer run` and `summarize` fetch addresses that they are given",
        )
    path = Path(source)
    html = path.suffix.lower() in _HTML_SUFFIXES
    return article_from_bytes(read_bytes(path), source=str(source), html=html, encoding=encoding)


def article_from_text(
    text: str,
    source: str = "",
    *,
    title: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
    published_at: str | None = None,
    language: str | None = None,
    encoding: str = "utf-8",
) -> Article:
    """Make an article of a plain text; what is not given is read off the text where it shows.

    One leading BOM is dropped, nothing else is changed. Raises ``SourceError`` if there is nothing but white
    space.
    """
    text = text.removeprefix("\ufeff")
    if not text or text.isspace():
        raise SourceError(f"{_called(source)} has no text in it", mend="check that the right file was saved")
    front = read_front(text)
    return Article(
        text=text,
        source=source,
        title=title or front.title,
        url=url,
        publisher=publisher or front.publisher,
        published_at=published_at or front.published_at,
        language=language or front.language,
        encoding=encoding,
        boilerplate=front.boilerplate,
    )


def article_from_bytes(data: bytes, source: str = "", *, html: bool = False, encoding: str | None = None) -> Article:
    """Make an article of the bytes of a text or of a page; the encoding is found out if it is not given.

    What begins like a page is read as one even where ``html`` is False. Raises ``SourceError`` as ``load``
    does.
    """
    name = _called(source)
    if len(data) > MAX_BYTES:
        raise SourceError(
            f"{name} has more than {MAX_BYTES // 1_000_000} MB, which is no article",
            mend="cut it into one file an article",
        )
    if not data.strip():
        raise SourceError(f"{name} is empty", mend="check that the right file was saved")
    text, encoding = decode(data, name, encoding)
    if html or _HTML_START.match(text):
        return article_from_html(text, source, encoding=encoding)
    return article_from_text(text, source, encoding=encoding)


def _called(source: str) -> str:
    return "standard input" if source == STDIN else source or "the text"


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, one more than ``MAX_BYTES`` at most. Raises ``SourceError`` as ``load`` does."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise SourceError(f"{path} does not exist", mend=_near_misses(path)) from None
    except IsADirectoryError:
        raise SourceError(f"{path} is a folder", mend="give the files in it, one by one or with a pattern") from None
    except PermissionError:
        if path.is_dir():  # what Windows says of a folder
            raise SourceError(f"{path} is a folder", mend="give the files in it") from None
        raise SourceError(f"{path} may not be read by this user", mend="change its permissions, or copy it") from None
    except (OSError, ValueError) as error:
        # A name with a NUL is a ValueError; a name that is too long is most often a text given for a path.
        too_long = isinstance(error, ValueError) or error.errno == errno.ENAMETOOLONG
        name = str(path)[:60] + "…" if too_long else str(path)
        reason = "not a file name" if too_long else (getattr(error, "strerror", None) or str(error))
        mend = "give a path; an article's text itself goes through standard input ('-')" if too_long else ""
        raise SourceError(f"{name!r} can't be read: {reason}", mend=mend) from error


def _near_misses(path: Path) -> str:
    """What the reader may have meant: files with similar names in the same folder."""
    try:
        names = [entry.name for entry in islice(path.parent.iterdir(), 2000)]
    except OSError:
        return f"there is no folder {path.parent} either"
    similar = difflib.get_close_matches(path.name, names, n=3, cutoff=0.75)
    same_stem = [name for name in names if Path(name).stem == path.stem and name not in similar]
    meant = [str(path.parent / name) for name in (*same_stem[:2], *similar)]
    return f"did you mean {' or '.join(meant)}?" if meant else f"look for it in {path.parent.absolute()}"
