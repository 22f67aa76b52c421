"""Bring a file from a web server, by ranges: what came before an interruption is not fetched again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import httpx2

__all__ = ["FetchError", "PartialFile", "default_client", "download", "host", "words"]

_TRIES_WITHOUT_PROGRESS = 4
_BLOCK = 1 << 20
_PARTIAL_CONTENT, _RANGE_NOT_SATISFIABLE = 206, 416


class FetchError(Exception):
    """A source could not give the bytes; the message says why, for a person."""


class PartialFile:
    """A file that grows to ``total`` bytes (None: not known yet), with the running SHA-256 of what it holds.

    What is there already is read again when it is opened: a digest that is computed while streaming is worth
    nothing if it skips the bytes of an earlier run.
    """

    def __init__(self, path: Path, total: int | None) -> None:
        self.path = path
        self.total = total
        self._digest = hashlib.sha256()
        self._file = path.open("a+b")
        self._file.seek(0)
        while block := self._file.read(_BLOCK):
            self._digest.update(block)
        self.offset = self._file.tell()
        if total is not None and self.offset > total:
            self.restart()

    def append(self, data: bytes) -> None:
        """Add bytes at the end. Raises `FetchError` when there are more than there should be."""
        if self.total is not None and self.offset + len(data) > self.total:
            raise FetchError(f"it sends more than the {self.total:,} bytes expected")
        self._file.write(data)
        self._digest.update(data)
        self.offset += len(data)

    def restart(self) -> None:
        """Forget everything."""
        self._file.truncate(0)
        self._file.seek(0)
        self._digest = hashlib.sha256()
        self.offset = 0

    def hexdigest(self) -> str:
        """The SHA-256 of what is there."""
        return self._digest.hexdigest()

    def flush_to_disk(self) -> None:
        """Return when the bytes are on the disk and not only on their way."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def default_client() -> httpx2.Client:
    """A client with the user's proxies, that gives up early on a machine that can't be reached."""
    return httpx2.Client(
        follow_redirects=True,
        timeout=httpx2.Timeout(60.0, connect=5.0),
        headers={"User-Agent": "spanbrief", "Accept-Encoding": "identity"},
    )


def download(
    client: httpx2.Client,
    url: str,
    file: PartialFile,
    pause: Callable[[float], None],
    moved: Callable[[], None],
) -> None:
    """Bring ``file`` up to its total by ranges, going on after each interruption as long as there is
    progress.

    Raises `FetchError`. A server that can't be reached at all is not tried twice.
    """
    first, fruitless, failure = True, 0, "it sent nothing"
    while file.total is None or file.offset < file.total:
        before = file.offset
        try:
            _attempt(client, url, file, moved)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            failure = words(error)
        if file.total is not None and file.offset == file.total:
            break
        fruitless = 0 if file.offset > before else fruitless + 1
        if (first and fruitless) or fruitless >= _TRIES_WITHOUT_PROGRESS:
            raise FetchError(f"{host(url)}: {failure}")
        first = False
        pause(float(2**fruitless))
    moved()


def _attempt(client: httpx2.Client, url: str, file: PartialFile, moved: Callable[[], None]) -> None:
    headers = {"Range": f"bytes={file.offset}-"} if file.offset else {}
    with client.stream("GET", url, headers=headers) as answer:
        if answer.status_code == _RANGE_NOT_SATISFIABLE:
            file.restart()
            return
        if not answer.is_success:
            raise FetchError(f"{host(url)} answered {answer.status_code}")
        length = int(answer.headers.get("Content-Length") or 0)
        if answer.status_code == _PARTIAL_CONTENT:
            unit, _, rest = answer.headers.get("Content-Range", "").partition(" ")
            place, _, whole = rest.partition("/")
            if unit != "bytes" or not place.startswith(f"{file.offset}-"):
                raise FetchError(f"{host(url)} sent another range than was asked for")
            total = int(whole) if whole.isdecimal() else file.total
        else:
            file.restart()  # the server does not do ranges
            total = length or file.total
        if file.total is None:
            file.total = total
        if total != file.total:
            raise FetchError(f"{host(url)} has a file of {total:,} bytes and not of {file.total:,}")
        for data in answer.iter_raw():
            file.append(data)
            moved()
        if file.total is None:
            file.total = file.offset  # a reply without a length is complete when it ends


def host(url: str) -> str:
    """The host alone: an index address may have a password in it."""
    return urlsplit(url).hostname or url


def words(error: Exception) -> str:
    """What an error says, or what it is when it says nothing."""
    return str(error) or type(error).__name__
