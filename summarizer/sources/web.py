"""What an address of the web gives: one article, or the entries of a feed."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator

from summarizer.article.text import Article
from summarizer.errors import SummarizerError
from summarizer.settings import Settings
from summarizer.sources.failing import failing
from summarizer.sources.fetch import Page, checked_url, fetch
from summarizer.sources.pages import is_feed, page_article, web_stem
from summarizer.sources.source import Source

__all__ = ["web_sources"]

_KEPT_BYTES = 64_000_000
"""Of pages that were fetched to see what they are, and are not read yet."""


def web_sources(url: str, settings: Settings) -> Iterator[Source]:
    """What is at an http or https address: a page, a text or a PDF is one source, a feed one for each entry.

    What it is shows when it is fetched, and that happens when this is iterated; it may block for a minute. The page is
    handed to the source's ``load``, which fetches anew only when it is called again, or when the page had to
    make room for others. What can't be had is one source whose ``load`` raises SourceError. Only this
    address is asked, and those that the entries of a feed name; no link of a page is followed.
    """
    url = url.strip()
    stem = web_stem(url)
    try:
        id = str(checked_url(url))
        page = fetch(url, settings)
    except SummarizerError as error:
        yield failing(url, url, stem, error)
        return
    if is_feed(page):
        from summarizer.sources.feeds import feed_sources

        yield from feed_sources(page.data, url, id, settings, page.url)
        return
    _waiting.put(id, page)
    del page

    def load() -> Article:
        return page_article(_waiting.take(id) or fetch(url, settings), url)

    yield Source(name=url, id=id, stem=stem, load=load)


class _Waiting:
    """Pages between their fetch and their reading; the oldest go where all would be more than `_KEPT_BYTES`."""

    def __init__(self, limit: int) -> None:
        self._limit, self._held = limit, 0
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, id: str, page: Page) -> None:
        self.take(id)
        with self._lock:
            self._pages[id] = page
            self._held += len(page.data)
            while self._held > self._limit:
                _, oldest = self._pages.popitem(last=False)
                self._held -= len(oldest.data)

    def take(self, id: str) -> Page | None:
        """The page, once."""
        with self._lock:
            page = self._pages.pop(id, None)
            self._held -= len(page.data) if page else 0
            return page


_waiting = _Waiting(_KEPT_BYTES)
