"""The article in an HTML page, through trafilatura (extra ``html``). A page is data, never code."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from summarizer.article.dates import mentions_day
from summarizer.article.declared import Declared, read_declared
from summarizer.article.frontmatter import read_front
from summarizer.article.markup import MAX_CHARS, excess
from summarizer.article.text import Article
from summarizer.errors import SourceError, UsageError

__all__ = ["article_from_html"]

_MAX_CHARS = MAX_CHARS
_SURROGATES = re.compile("[\ud800-\udfff]")
_COPY = "copy the article's words into a .txt file, and give that"
_LONG = 2000  # characters
_SHARE, _HALF = 0.1, 0.5  # of the paragraphs that the page marks as its article
# trafilatura compares its result with that of a second extractor, which takes the square of the number of blocks: beyond
# these many, which no news page has, it does without.
_MOST_BLOCKS = 4_000
# The sum of the depths of all elements' beginnings and ends. Some steps look at all that is in an element, for each
# element; a long news page has 0.2 million.
_MOST_NESTED = 3_000_000
_BLOCKS = (
    "blockquote caption center dd div dl dt fieldset form h1 h2 h3 h4 h5 h6 legend li ol optgroup option p pre table td"
    " textarea tfoot th thead tr ul"
).split()


def article_from_html(
    html: str,
    source: str = "",
    *,
    url: str | None = None,
    encoding: str = "utf-8",
    title: str | None = None,
    publisher: str | None = None,
    published_at: str | None = None,
    language: str | None = None,
) -> Article:
    """Extract the article of a page.

    The text is what trafilatura extracts, one paragraph a line; offsets count in it. Title, publisher, date and language
    are what the page declares (JSON-LD, ``meta``); what it does not declare is what the caller knows of it (``title``,
    ``publisher``, ``published_at``, ``language``: a feed's entry tells them), and else what shows in the text. ``url`` is
    the address the page came from, if it is known; the address that the page gives itself counts where it is
    on the same host.

    Raises ``SourceError`` if no article is found in it, if hardly anything of a long one is, or if the page has more
    than can be parsed in a bounded time; ``UsageError`` if the extra is not installed.
    """
    name = "standard input" if source == "-" else source or "the page"
    if too_much := excess(html, _MAX_CHARS):
        raise SourceError(f"{name} is too large for a page: it has {too_much}", mend=_COPY)
    html = _SURROGATES.sub("\ufffd", html)  # lxml takes none, and a page has none that mean anything
    trafilatura = _trafilatura()
    tree = _parse(html, name)
    page = trafilatura.bare_extraction(
        html,
        url=url,
        fast=tree is not None and sum(1 for _ in tree.iter(*_BLOCKS)) > _MOST_BLOCKS,
        with_metadata=True,
        include_comments=False,
        # Only a date that the page states: the extensive search takes any number of the page for one.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    text = (page.text or "") if page is not None else ""
    if tree is None or not text.strip():
        raise SourceError(f"no article was found in {name}", mend=_COPY)
    notes = _missed(tree, text, name)
    declared = read_declared(tree)
    front = read_front(text)
    return Article(
        text=text,
        source=source,
        title=page.title or declared.title or title or front.title,
        url=_address(page.url, url),
        publisher=declared.publisher or publisher or front.publisher or page.sitename,
        published_at=_published_at(html, declared, page.date) or published_at or front.published_at,
        language=front.language or declared.language or page.language or language,
        encoding=encoding,
        boilerplate=front.boilerplate,
        notes=notes,
    )


def _parse(html: str, name: str) -> Any:
    """The tree of a page, None where it is empty.

    The parser stops at elements that are nested too deep, and drops all that follows; trafilatura has no word for
    that, so that the page is parsed here first.
    """
    from lxml import etree
    from lxml.html import HTMLParser

    parser = HTMLParser(collect_ids=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        tree = etree.fromstring(html.encode(), parser=parser)
    except etree.LxmlError:  # nothing in it
        return None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise SourceError(
            f"no article was found in {name}: the parser stops in the middle of it, where its elements are nested too"
            " deep or its text is one piece of many megabytes",
            mend=_COPY,
        )
    depth = nested = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        nested += depth
    if nested > _MOST_NESTED:
        raise SourceError(f"no article was found in {name}: too many of its elements are nested too deep", mend=_COPY)
    return tree


def _missed(tree: Any, text: str, name: str) -> tuple[str, ...]:
    """What to say where the text is a small part of the article that the page marks as one.

    Raises SourceError where it is hardly anything of it: a caption, a notice about cookies.
    """
    longest = 0
    for container in tree.iter("article", "main"):
        paragraphs = {" ".join("".join(p.itertext()).split()) for p in container.iter("p")}
        longest = max(longest, sum(map(len, paragraphs)))
    if longest > _LONG and len(text) < longest * _SHARE:
        raise SourceError(
            f"no article was found in {name}: of {longest:,} characters in its paragraphs {len(text):,} could be told"
            " from what surrounds them",
            mend=_COPY,
        )
    if longest > _LONG and len(text) < longest * _HALF:
        return (f"the page has {longest:,} characters in the paragraphs of its article, and the text {len(text):,}",)
    return ()


def _address(own: str | None, known: str | None) -> str | None:
    """The address that the page gives itself, unless it came from another host."""
    if known is None or own is None:
        return known or own
    return own if _host(own) == _host(known) else known


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _published_at(html: str, declared: Declared, found: str | None) -> str | None:
    """The date that the page declares, as precise as it does; else what was ``found``, if it is there.

    trafilatura makes a whole day of '2023-03', so that its date counts only where the page has that day.
    """
    return declared.published_at or (found if found and mentions_day(html, found) else None)


def _trafilatura() -> Any:
    try:
        import trafilatura
    except ImportError as error:
        raise UsageError(
            f"reading HTML needs an extra that is not installed ({error})",
            mend='pip install "spanbrief[html]", or save the article as plain text',
        ) from error
    return trafilatura
