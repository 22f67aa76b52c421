"""Sources, read ahead by some threads while workers are busy, in rounds that fit into memory."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from summarizer.article import Article
from summarizer.errors import SourceError, UsageError
from summarizer.sources import Source

__all__ = ["Fed", "Feed"]

LOADERS = 8  # sources that are read at once: pages of the web take their time
FIRST_WAIT = 2.0  # seconds in which a first round fills up


@dataclass(frozen=True)
class Fed:
    """A source that was read: its article with its key, or what is wrong with it."""

    source: Source
    article: Article | None = None
    key: str | None = None
    error: SourceError | None = None


class Feed:
    """Sources in rounds of at most ``rows`` articles and, but for one, ``chars`` characters.

    While one round is worked on the next is read, and no more than that: a source that yields for ever is read as fast
    as it is worked off. What a source raises when it is asked for the next one is raised by ``round``, after all that came
    before it.
    """

    def __init__(
        self,
        sources: Iterator[Source],
        key_of: Callable[[Article], str],
        *,
        rows: int,
        chars: int = 64_000_000,
        wait: float = FIRST_WAIT,
    ) -> None:
        self._sources = sources
        self._key_of = key_of
        self._rows = rows
        self._chars = chars
        self._wait = wait
        self._ready: deque[Fed] = deque()
        self._size = 0
        self._loading = 0
        self._asking = False
        self._first = 0.0
        self._ended = False
        self._error: BaseException | None = None
        self._taking = threading.Lock()
        self._changed = threading.Condition()
        for n in range(LOADERS):
            threading.Thread(target=self._load_all, name=f"reader {n}", daemon=True).start()

    def round(self) -> list[Fed]:
        """The next articles: all that there are room for, or that have come in a short while; none at the end."""
        with self._changed:
            while not (self._is_full() or self._is_over()):
                if not self._ready:
                    self._changed.wait()
                elif (left := self._first + self._wait - time.monotonic()) > 0:
                    self._changed.wait(left)
                else:
                    break
            found = list(self._ready)
            self._ready.clear()
            self._size = 0
            self._changed.notify_all()
            if not found and self._error is not None:
                raise self._error
            return found

    def rest(self) -> list[Fed]:
        """Read no more; gives what was read and not taken, when nobody here asks the sources for more."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()
            while not self._is_over():
                self._changed.wait()
            found = list(self._ready)
            self._ready.clear()
            return found

    def close(self) -> None:
        """Read no more. Readers that are at it end by themselves."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _is_full(self) -> bool:
        return len(self._ready) >= self._rows or self._size >= self._chars

    def _is_over(self) -> bool:
        return self._ended and not self._loading and not self._asking

    def _load_all(self) -> None:
        while (source := self._next()) is not None:
            fed = self._load(source)
            with self._changed:
                self._loading -= 1
                if not self._ready:
                    self._first = time.monotonic()
                self._ready.append(fed)
                self._size += len(fed.article.text) if fed.article is not None else 0
                self._changed.notify_all()

    def _next(self) -> Source | None:
        with self._taking:
            with self._changed:
                while not self._ended and (len(self._ready) + self._loading >= self._rows or self._size >= self._chars):
                    self._changed.wait()
                if self._ended:
                    return None
                self._asking = True
            source, error = None, None
            try:
                source = next(self._sources, None)
            except BaseException as raised:  # noqa: BLE001 - raised again where rounds are taken
                error = raised
            with self._changed:
                self._asking = False
                self._error = error
                self._loading += source is not None
                self._ended |= source is None
                self._changed.notify_all()
            return source

    def _load(self, source: Source) -> Fed:
        try:
            article = source.load()
            return Fed(source, article, self._key_of(article))
        except SourceError as error:
            return Fed(source, error=error)
        except UsageError as error:
            # A reader that is not installed costs the sources that need it.
            return Fed(source, error=SourceError(error.message, mend=error.mend))
        except Exception as error:  # noqa: BLE001 - a fault of one reader is that of one source
            return Fed(source, error=SourceError(f"{source.name} can't be read: {type(error).__name__}: {error}"))
