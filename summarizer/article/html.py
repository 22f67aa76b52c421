"""The article in a saved HTML page, through trafilatura (extra ``html``). A page is data, never code."""

from __future__ import annotations

import re
from typing import Any

from summarizer.article.dates import mentions_day
from summarizer.article.frontmatter import read_front
from summarizer.article.text import Article
from summarizer.errors import SourceError, UsageError

__all__ = ["article_from_html"]

# Ten times the largest news pages; extraction takes about a second for each of these megabytes.
_MAX_CHARS = 10_000_000
_SURROGATES = re.compile("[\ud800-\udfff]")
_DECLARED_LANGUAGE = re.compile(r"<html\b[^>]{0,500}?\s(?:xml:)?lang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)
_META = re.compile(r"<(?:meta|time)\b[^>]{0,600}>", re.IGNORECASE)
_DATE_NAME = re.compile(
    r"(?:property|name|itemprop)\s*=\s*[\"']?(?:article:published(?:_time)?|(?:og:)?published_time|datePublished|pubdate"
    r"|publish-?date|publication_date|dc\.date(?:\.issued)?|dcterms\.(?:created|issued)|date|parsely-pub-date)[\"'\s/>]",
    re.IGNORECASE,
)
_ISO = r"(\d{4}(?:-\d\d(?:-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?)?)?)"
_DATE_VALUE = re.compile(rf"(?:content|datetime)\s*=\s*[\"']?\s*{_ISO}\s*[\"'\s/>]", re.IGNORECASE)
_JSON_DATE = re.compile(rf'"datePublished"\s{{0,9}}:\s{{0,9}}"{_ISO}"')


def article_from_html(html: str, source: str = "", *, url: str | None = None, encoding: str = "utf-8") -> Article:
    """Extract the article of a page.

    The text is what trafilatura extracts, one paragraph a line; offsets count in it. Title, publisher, date,
    language and address are what the page declares; what it does not declare is read off the text. ``url`` is
    the address the page was saved from, if it is known.

    Raises ``SourceError`` if no article is found in it, ``UsageError`` if the extra is not installed.
    """
    name = "standard input" if source == "-" else source or "the page"
    if len(html) > _MAX_CHARS:
        raise SourceError(
            f"{name} is too large for a page: more than {_MAX_CHARS // 1_000_000} million characters",
            mend="copy the article's words into a .txt file, and give that",
        )
    html = _SURROGATES.sub("\ufffd", html)  # lxml takes none, and a page has none that mean anything
    trafilatura = _trafilatura()
    page = trafilatura.bare_extraction(
        html,
        url=url,
        with_metadata=True,
        include_comments=False,
        # Only a date that the page states: the extensive search takes any number of the page for one.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = (page.text or "") if page is not None else ""
    if not text.strip():
        raise SourceError(
            f"no article was found in {name}",
            mend="copy the article's words into a .txt file, and give that",
        )
    front = read_front(text)
    declared = _DECLARED_LANGUAGE.search(html[:20_000])
    return Article(
        text=text,
        source=source,
        title=page.title or front.title,
        url=page.url or url,
        publisher=page.sitename or front.publisher,
        published_at=_published_at(html, page.date) or front.published_at,
        language=front.language or page.language or (declared[1].lower() if declared else None),
        encoding=encoding,
        boilerplate=front.boilerplate,
    )


def _published_at(html: str, found: str | None) -> str | None:
    """The date that the page declares, as precise as it does; else what was ``found``, if it is there.

    trafilatura makes a whole day of '2023-03', so that its date counts only where the page has that day.
    """
    for tag in _META.finditer(html):
        value = _DATE_VALUE.search(tag[0])
        if value and _DATE_NAME.search(tag[0]):
            return value[1].replace(" ", "T")
    declared = _JSON_DATE.search(html)
    if declared:
        return declared[1].replace(" ", "T")
    return found if found and mentions_day(html, found) else None


def _trafilatura() -> Any:
    try:
        import trafilatura
    except ImportError as error:
        raise UsageError(
            f"reading HTML needs an extra that is not installed ({error})",
            mend='pip install "spanbrief[html]", or save the article as plain text',
        ) from error
    return trafilatura
