"""What a fetched page is, and the article in it."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from summarizer.article.decode import decode
from summarizer.article.html import article_from_html
from summarizer.article.load import article_from_text
from summarizer.article.text import Article
from summarizer.errors import SourceError, UsageError
from summarizer.export.escape import file_stem
from summarizer.sources.fetch import Page

__all__ = ["Known", "is_feed", "page_article", "web_stem"]

_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
_FEED_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]{0,1000}\?>\s*|<!--.{0,2000}?-->\s*|<!DOCTYPE[^>\[]{0,1000}>\s*){0,9}"
    rb"<(?:rss|feed|(?:\w{1,20}:)?RDF)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*){0,3}<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_DATA_TYPES = re.compile(
    r"application/(?:[\w.+-]*json|x-ndjson|jsonl?|csv|gzip|zip|zstd)|text/(?:csv|tab-separated-values)"
)
_TEXT_TYPES = frozenset({"", "application/octet-stream", "application/xml", "text/xml"})
_LATIN = frozenset({"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "windows-1252", "cp1252"})
_PAGE_SUFFIX = re.compile(r"\.(?:x?html?|php|aspx?|jsp|txt|md|pdf|xml|rss|atom)$", re.IGNORECASE)
_SAVE = "save it as a file, and give that"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an article before its page is read."""

    title: str | None = None
    publisher: str | None = None
    published_at: str | None = None
    language: str | None = None


def is_feed(page: Page) -> bool:
    """Whether a page is an RSS or Atom feed: what it begins with decides, then what the server calls it."""
    return _FEED_START.match(page.data[:16_000]) is not None or page.content_type in _FEED_TYPES


def page_article(page: Page, name: str, known: Known | None = None) -> Article:
    """The article of a page: HTML, plain text or PDF. ``name`` is what messages and the article call its source.

    What the page says of itself goes before what is ``known``, and that before what shows in its text.
    Raises SourceError where there is none, UsageError where the extra that reads it is missing.
    """
    known = known or Known()
    if not page.data.strip():
        raise SourceError(f"{name} is empty", mend="open it in a browser, save the page, and give the file")
    if page.content_type == "application/pdf" or page.data[:1024].lstrip().startswith(b"%PDF-"):
        from summarizer.sources.pdf import pdf_article

        return _with(pdf_article(page.data, name, url=page.url), known)
    if is_feed(page):
        raise SourceError(f"{name} is a feed, not an article", mend="give its address itself")
    kind = page.content_type
    if _DATA_TYPES.fullmatch(kind):
        raise SourceError(f"{name} is data ({kind}), not a page", mend=_SAVE + ": records are read from files")
    if not (kind in _HTML_TYPES or kind in _TEXT_TYPES or kind.startswith("text/")):
        raise SourceError(f"{name} is neither a page nor a text: the server calls it {kind[:80]}", mend=_SAVE)
    text, encoding = _decoded(page, name)
    if kind in _HTML_TYPES or _HTML_START.match(text):
        return article_from_html(
            text,
            name,
            url=page.url,
            encoding=encoding,
            title=known.title,
            publisher=known.publisher,
            published_at=known.published_at,
            language=known.language,
        )
    if kind.endswith("/xml"):
        raise SourceError(f"{name} is XML, but neither a page nor a feed", mend=_SAVE)
    return article_from_text(
        text,
        name,
        url=page.url,
        title=known.title,
        publisher=known.publisher,
        published_at=known.published_at,
        language=known.language,
        encoding=encoding,
    )


def _with(article: Article, known: Known) -> Article:
    """``article`` with what is ``known`` where it says nothing."""
    return replace(
        article,
        title=article.title or known.title,
        publisher=article.publisher or known.publisher,
        published_at=article.published_at or known.published_at,
        language=article.language or known.language,
    )


def _decoded(page: Page, name: str) -> tuple[str, str]:
    """The text and its encoding. The server's word counts where the bytes bear it out.

    Latin-1 is what servers say of anything, and any bytes are: there the bytes decide, and after them windows-1252,
    which is what browsers take for it.
    """
    said = page.charset
    if said is not None and said not in _LATIN:
        try:
            return decode(page.data, name, said)
        except (SourceError, UsageError):
            said = None
    if said is not None:
        try:
            return page.data.decode("utf-8-sig"), "utf-8"
        except UnicodeDecodeError:
            with suppress(SourceError):  # five bytes are nothing in it
                return decode(page.data, name, "cp1252")
    return decode(page.data, name)


def web_stem(url: str) -> str:
    """The wished file name for an address: the last part of its path, with its query; else its host."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return file_stem(url)
    last = _PAGE_SUFFIX.sub("", unquote(parts.path.rstrip("/").rpartition("/")[2]))
    stem = last if last and last.lower() not in {"index", "default"} else host
    return file_stem(f"{stem}-{parts.query}" if parts.query else stem or url)
