"""The entries of an RSS or Atom feed, through feedparser (extra ``web``). A feed is data from strangers."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from summarizer.article.html import article_from_html
from summarizer.article.text import Article
from summarizer.errors import SourceError, SummarizerError, UsageError
from summarizer.export.escape import file_stem
from summarizer.settings import Settings
from summarizer.sources.dates import iso_date
from summarizer.sources.failing import failing, refused
from summarizer.sources.fetch import checked_url, fetch
from summarizer.sources.pages import Known, page_article, web_stem
from summarizer.sources.source import Source

__all__ = ["MAX_BYTES", "MAX_ENTRIES", "feed_sources"]

MAX_BYTES = 5_000_000
"""What a feed may have; a large one has a tenth."""
MAX_ENTRIES = 1_000
"""Entries that are read of one feed. That there are more is told by a source that fails."""
MAX_TAGS = 200_000
MAX_NAMESPACES = 5_000
"""Declarations, of which parsing takes the square; some feeds declare one in each entry."""

_TAGS = re.compile(r"<[A-Za-z/!][^<>]{0,500}>")
_ENTRY = re.compile(rb"<(?:[\w.-]{1,30}:)?(?:item|entry)[\s>]")
_END = re.compile(rb"</(?:rss|feed|(?:\w{1,20}:)?RDF)\s*>", re.IGNORECASE)
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_]|$)")
_LONGEST_TITLE = 500


def feed_sources(data: bytes, name: str, id: str, settings: Settings, base_url: str | None) -> Iterator[Source]:
    """One source for each entry of a feed; ``base_url`` is the address it came from, against which links are resolved.

    ``load`` fetches the page that the entry links to. Where there is no link, or the page can't be had or has no
    article, it takes the text that the feed itself carries whole (``content:encoded`` of RSS, ``content`` of Atom), never
    a summary. Title, publisher (the feed's title), date and language of the feed fill what the page leaves open.
    A link other than http and https fails, whatever else the entry has. An entry that stands twice is one.

    A feed that can't be read, entries beyond `MAX_ENTRIES` and entries that a damaged feed lost are a source that fails
    and says so; where the extra is missing, its ``load`` raises UsageError.
    """
    stem = web_stem(name)
    try:
        feed = _parsed(data, name)
    except SummarizerError as error:
        yield failing(name, id, stem, error)
        return
    about = feed.get("feed", {})
    publisher = _plain(about, "title")
    language = _language(about.get("language"))
    seen: set[str] = set()
    entries = feed.get("entries", [])
    for number, raw in enumerate(entries[:MAX_ENTRIES], 1):
        entry = _read(raw, number, base_url, publisher, language, is_rss1=feed.get("version") in {"rss10", "rss090"})
        if entry.key in seen:
            continue
        seen.add(entry.key)
        yield _source(entry, name, id, stem, settings)
    for told, words in ((len(entries) > MAX_ENTRIES, _too_many(entries)), (_lost(feed, data), _damaged(feed))):
        if told:
            yield refused(f"{name}#rest", f"{id}#rest", f"{stem}-rest", f"{name} {words}", mend=_SPLIT, known=False)


_SPLIT = "give the addresses of the articles that are missing"


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str  # equal where two entries are the same
    mark: str  # what it is called within the feed
    link: str | None  # absolute, http or https
    refused: SourceError | None  # why its link can't be used
    content: str | None
    known: Known


def _parsed(data: bytes, name: str) -> Any:
    try:
        import feedparser
    except ImportError as error:
        raise UsageError(
            f"reading feeds needs an extra that is not installed ({error})", mend='pip install "spanbrief[web]"'
        ) from error
    if len(data) > MAX_BYTES or data.count(b"<") > MAX_TAGS:
        raise SourceError(
            f"{name} is too large for a feed: more than {MAX_BYTES // 1_000_000} MB or {MAX_TAGS:,} tags", mend=_SPLIT
        )
    if data.count(b"xmlns") > MAX_NAMESPACES:
        raise SourceError(f"{name} is refused: it declares more than {MAX_NAMESPACES:,} namespaces", mend=_SPLIT)
    if b"<!ENTITY" in data[:100_000]:
        raise SourceError(f"{name} is refused: it defines entities, which no feed needs", mend=_SPLIT)
    # As a stream: feedparser takes a string for an address or a path, and opens it. Nothing is shown as HTML, so that
    # its sanitizer has no work here.
    feed = feedparser.parse(
        io.BytesIO(data),
        response_headers={"content-type": "application/xml"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not feed.get("entries"):
        why = "" if feed.get("version") else ", and it does not look like a feed"
        raise SourceError(f"{name} has no entries{why}", mend="check the address of the feed")
    return feed


def _read(
    raw: Any, number: int, base_url: str | None, publisher: str | None, language: str | None, *, is_rss1: bool
) -> _Entry:
    link, refused = _link(raw, base_url)
    guid = raw.get("id")
    mark = " ".join(str(guid).split())[:200] if guid else str(number)
    contents = [c for c in raw.get("content", []) if c.get("value", "").strip()]
    longest = max(contents, key=lambda c: len(c["value"]), default=None)
    # RSS 1.0 has one date, Dublin Core's, which feedparser takes for that of a change.
    dated = raw.get("published") or (dict.get(raw, "updated") if is_rss1 else None)
    return _Entry(
        key=link or (f"id {guid}" if guid else f"number {number}"),
        mark=mark,
        link=link,
        refused=refused,
        content=_as_page(longest) if longest else None,
        known=Known(
            title=_plain(raw, "title"),
            publisher=_plain(raw.get("source", {}), "title") or publisher,
            published_at=iso_date(dated),
            language=_language(raw.get("language"))
            or (_language(longest.get("language")) if longest else None)
            or language,
        ),
    )


def _link(raw: Any, base_url: str | None) -> tuple[str | None, SourceError | None]:
    """The address of an entry's page, or why there is none that may be asked; neither where it names none."""
    given = raw.get("link")
    linked = any(link.get("rel") == "alternate" for link in raw.get("links", []))
    if given is None or not (linked or re.match(r"https?://", given, re.IGNORECASE)):
        return None, None  # feedparser takes an identifier for a link where there is none
    given = given.strip()
    try:
        joined = urljoin(base_url or "", given)
        if given and base_url is None and not urlsplit(joined).scheme:
            return None, SourceError(
                f"the link {given[:200]} is relative, and where the feed came from is not known",
                mend="give the feed's address instead of the file",
            )
        return str(checked_url(joined if given else "")), None
    except SourceError as error:
        return None, error
    except ValueError as error:
        return None, SourceError(f"the link {given[:200]} is refused: it is no address ({error})", mend=_SPLIT)


def _source(entry: _Entry, name: str, id: str, stem: str, settings: Settings) -> Source:
    if entry.link is None:
        called, key, stem = f"{name}#{entry.mark}", f"{id}#{entry.mark}", file_stem(f"{stem}-{entry.mark}")
    else:
        called, key, stem = entry.link, entry.link, web_stem(entry.link)
    if entry.refused is not None:
        return failing(called, key, stem, entry.refused, known=False)
    if entry.link is None and entry.content is None:
        message = f"{called} has neither a link nor a whole text"
        return refused(called, key, stem, message, mend="give the address of its page", known=False)

    def load() -> Article:
        if entry.link is None:
            return _carried(entry, called)
        try:
            return page_article(fetch(entry.link, settings), called, entry.known)
        except SourceError:
            if entry.content is None:
                raise
            return _carried(entry, called)

    return Source(name=called, id=key, stem=stem, load=load, known=False)


def _carried(entry: _Entry, name: str) -> Article:
    """The article that the feed itself carries."""
    known = entry.known
    article = article_from_html(
        entry.content or "",
        name,
        url=entry.link,
        title=known.title,
        publisher=known.publisher,
        published_at=known.published_at,
        language=known.language,
    )
    if entry.link is None:
        return article
    return replace(article, notes=(*article.notes, "the text is the feed's own; the linked page could not be read"))


def _as_page(content: Any) -> str:
    value = content["value"]
    if content.get("type") == "text/plain":
        paragraphs = (html.escape(part) for part in value.split("\n\n"))
        value = "".join(f"<p>{part}</p>" for part in paragraphs)
    return f"<html><head></head><body><article>{value}</article></body></html>"


def _plain(owner: Any, key: str) -> str | None:
    """A title without its markup, as one line."""
    value = owner.get(key)
    if not isinstance(value, str):
        return None
    if (owner.get(f"{key}_detail") or {}).get("type") != "text/plain":
        value = html.unescape(_TAGS.sub("", value[:5000]))
    value = " ".join(value.split())
    return value if 0 < len(value) <= _LONGEST_TITLE else None


def _language(value: Any) -> str | None:
    found = _LANGUAGE.match(value.strip()) if isinstance(value, str) else None
    return found[1].lower() if found else None


def _too_many(entries: list[Any]) -> str:
    return f"has {len(entries):,} entries, and the first {MAX_ENTRIES:,} of them are read"


def _lost(feed: Any, data: bytes) -> bool:
    """Whether a damaged feed has more entries than could be read, or has no end."""
    if not feed.get("bozo"):
        return False
    return _END.search(data, max(0, len(data) - 2000)) is None or len(_ENTRY.findall(data)) > len(feed["entries"])


def _damaged(feed: Any) -> str:
    return f"is damaged, and entries of it may be missing ({feed.get('bozo_exception')})"
