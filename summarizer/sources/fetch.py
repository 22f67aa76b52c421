"""Fetch one address: over http and https only, from public hosts, within limits of size, time and redirects.

A host's name is looked up once, every address that it has is checked, and the connection goes to one of the checked
ones: a name that is public when it is checked and private when it is used (DNS rebinding) gains nothing. Proxies of the
environment are not used, because they would look the name up anew, out of sight. No cookies, no keys, no referrer.
"""

from __future__ import annotations

import os
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any
from weakref import WeakValueDictionary

import httpcore2
import httpx2

from summarizer._version import __version__
from summarizer.errors import SourceError
from summarizer.settings import Settings
from summarizer.sources.addresses import is_public

__all__ = ["MAX_BYTES", "REDIRECTS", "SECONDS", "Page", "Resolve", "checked_url", "fetch"]

MAX_BYTES = 20_000_000
"""What one address may give, as sent and as unpacked. A news page has less than one million."""
SECONDS = 60.0
"""What one address may take, from the look-up of its name to its last byte, over all its redirects."""
REDIRECTS = 5

_AT_ONCE = 2  # requests to one host
_CONNECT, _READ = 10.0, 20.0  # seconds for one step; the limit of the whole stands above them
_PIECE = 1 << 20
_GZIP = b"\x1f\x8b"  # what a member begins with
_LONGEST_URL = 8_000  # what servers take
_REDIRECTED = frozenset({301, 302, 303, 307, 308})
_SAVE = "open it in a browser, save the page, and give the file"
_HOST = re.compile(rb"[0-9A-Za-z._:-]+")
_HEADERS = (
    ("User-Agent", f"spanbrief/{__version__} (+https://pypi.org/project/spanbrief/)"),
    (
        "Accept",
        "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/pdf;q=0.9,*/*;q=0.8",
    ),
    ("Accept-Encoding", "gzip"),
    ("Connection", "close"),
)

Resolve = Callable[[str, int], list[str]]
"""Gives the addresses of a host's name; raises OSError where it has none."""


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave. ``url`` is the one after all redirects, ``content_type`` in lower case without parameters,
    ``data`` unpacked, ``charset`` what the server calls its encoding."""

    url: str
    content_type: str
    data: bytes = field(repr=False)
    charset: str | None = None


def checked_url(url: str) -> httpx2.URL:
    """``url`` as it may be asked for, without its fragment.

    Raises SourceError where it is none: another scheme than http and https, no host, a user's name or password in it.
    """
    shown = _shown(url)
    if len(url) > _LONGEST_URL:
        raise SourceError(f"{shown} is no address: it has {len(url):,} characters", mend="give a shorter one")
    try:
        parsed = httpx2.URL(url.strip())
    except (httpx2.InvalidURL, ValueError, TypeError) as error:
        raise SourceError(f"{shown} is no address: {error}", mend="give one that begins with https://") from error
    if parsed.scheme not in {"http", "https"}:
        raise SourceError(
            f"the link {shown} is refused: its scheme is neither http nor https",
            mend="give one that begins with https://",
        )
    if not _HOST.fullmatch(parsed.raw_host) or not 0 < (parsed.port or 80) < 65_536:
        raise SourceError(
            f"{shown} names no host that can be asked", mend="give one like https://example.org/page.html"
        )
    if parsed.userinfo:
        # The message must not repeat the password.
        raise SourceError(
            f"an address at {parsed.host} has a user's name or password in it, and is refused", mend=_SAVE
        )
    return parsed.copy_with(fragment=None)


def look_up(host: str, port: int) -> list[str]:
    """The addresses of ``host``, as this machine resolves it."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def fetch(
    url: str,
    settings: Settings,
    *,
    max_bytes: int = MAX_BYTES,
    timeout: float = SECONDS,
    redirects: int = REDIRECTS,
    resolve: Resolve = look_up,
    clock: Callable[[], float] = time.monotonic,
) -> Page:
    """Get ``url``; blocks, and may be called in any thread. At most two requests go to one host at once.

    ``timeout`` is in seconds, for everything but the wait for other requests to the same host. ``resolve`` and ``clock``
    stand in for the system's. With ``settings.allow_private`` every address of every host may be asked.

    Raises SourceError where nothing is to be had, saying why: no such host, a private address, HTTP status, certificate,
    more than ``max_bytes`` (packed or unpacked), ``timeout`` or ``redirects``.
    """
    current = checked_url(url)
    left = timeout
    for _ in range(redirects + 1):
        with _one_of_two(current.host):
            started = clock()
            reached = _ask(current, settings, max_bytes, _Deadline(started + left, timeout, clock), resolve)
            left -= clock() - started
        if isinstance(reached, Page):
            return reached
        if current.scheme == "https" and reached.scheme == "http":
            raise SourceError(
                f"{_shown(str(current))} leads to an address without encryption, {_shown(str(reached))}",
                mend="give that address itself, if you trust the way to it",
            )
        current = reached
    raise SourceError(f"{_shown(url)} is redirected more than {redirects} times", mend=_SAVE)


def _ask(
    url: httpx2.URL, settings: Settings, max_bytes: int, deadline: _Deadline, resolve: Resolve
) -> Page | httpx2.URL:
    """One request: its page, or where it is redirected to."""
    backend = _CheckedBackend(resolve, deadline, allow_private=settings.allow_private)
    target = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    headers = [("Host", url.netloc.decode("ascii")), *_HEADERS]
    steps = {"timeout": {"connect": _CONNECT, "read": _READ, "write": _READ, "pool": _CONNECT}}
    shown = _shown(str(url))
    try:
        with (
            httpcore2.ConnectionPool(ssl_context=_trust(), network_backend=backend, max_connections=1) as pool,
            pool.stream("GET", target, headers=headers, extensions=steps) as answer,
        ):
            said = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
            if answer.status in _REDIRECTED and said.get("location"):
                return _redirected(url, said["location"])
            _refuse_status(shown, answer.status, said)
            data = _body(answer.iter_stream(), said, max_bytes, shown)
    except (httpcore2.TimeoutException, TimeoutError) as error:
        raise SourceError(
            f"{shown} gave no whole answer within {deadline.whole:g} seconds", mend=f"try again later, or {_SAVE}"
        ) from error
    except (httpcore2.NetworkError, httpcore2.ProtocolError, OSError) as error:
        raise _broken(shown, error) from error
    content_type, charset = _content_type(said.get("content-type", ""))
    return Page(str(url), content_type, data, charset)


def _redirected(url: httpx2.URL, location: str) -> httpx2.URL:
    with suppress(UnicodeDecodeError):  # what is not in UTF-8 is in Latin-1
        location = location.encode("latin-1").decode("utf-8")
    try:
        joined = str(url.join(location))
    except (httpx2.InvalidURL, ValueError) as error:
        raise SourceError(f"{_shown(str(url))} is redirected to what is no address: {error}", mend=_SAVE) from error
    return checked_url(joined)


def _refuse_status(shown: str, status: int, said: dict[str, str]) -> None:
    if 200 <= status < 300:
        return
    if status in {404, 410}:
        raise SourceError(f"{shown} does not exist (HTTP {status})", mend="check the address")
    if status in {401, 402, 403, 407, 451}:
        raise SourceError(f"{shown} is not for everybody (HTTP {status}): a login, a paywall or a block", mend=_SAVE)
    if status in {429, 503}:
        raise SourceError(
            f"{shown} asks to be left alone for now (HTTP {status})", mend=_later(said.get("retry-after"))
        )
    if status >= 500:
        raise SourceError(f"{shown} can't be had: the server fails (HTTP {status})", mend="try again later")
    raise SourceError(f"{shown} gave no page (HTTP {status})", mend=_SAVE)


def _later(retry_after: str | None) -> str:
    retry_after = (retry_after or "").strip()
    if retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 9:
        return f"try again in {int(retry_after)} seconds, as it asks"
    try:
        return f"try again after {parsedate_to_datetime(retry_after).isoformat()}, as it asks"
    except (ValueError, TypeError, OverflowError):
        return "try again later, with fewer articles at once"


def _body(chunks: Iterable[bytes], said: dict[str, str], max_bytes: int, shown: str) -> bytes:
    """The whole body, unpacked; never more than ``max_bytes`` and one piece are held."""
    too_large = SourceError(f"{shown} has more than {max_bytes / 1_000_000:g} MB, which is no article", mend=_SAVE)
    coding = said.get("content-encoding", "").strip().lower()
    if coding not in {"", "identity", "gzip", "x-gzip"}:
        raise SourceError(f"{shown} is packed as {coding[:40]!r}, which was not asked for", mend=_SAVE)
    length = said.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:20]) > max_bytes:
        raise too_large
    unpack = _Gunzip() if coding.endswith("gzip") else None
    data, sent = bytearray(), 0
    try:
        for chunk in chunks:
            sent += len(chunk)
            for piece in unpack.pieces(chunk) if unpack else (chunk,):
                data += piece
                if max(sent, len(data)) > max_bytes:
                    raise too_large
    except zlib.error as error:
        raise SourceError(f"{shown} is damaged: it is not the gzip that it says ({error})", mend=_SAVE) from error
    if unpack and sent and not unpack.ended:
        raise SourceError(f"{shown} is damaged: its gzip ends in the middle", mend="try again later")
    return bytes(data)


class _Gunzip:
    """Unpacks gzip in pieces of bounded size, several members too; what follows them and is none is left, as browsers do."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._rest = b""  # what follows a member and may begin the next

    @property
    def ended(self) -> bool:
        """Whether the last member is whole."""
        return bool(self._member.eof)

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """Unpack the next bytes, at most `_PIECE` at once. Raises ``zlib.error``."""
        while True:
            if self._member.eof:
                self._rest += data
                if not self._rest.startswith(_GZIP):
                    if not _GZIP.startswith(self._rest):
                        self._rest = b"\0"  # no member from here on
                    return
                data, self._rest = self._rest, b""
                self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)
            piece = self._member.decompress(data, _PIECE)
            yield piece
            data = self._member.unused_data if self._member.eof else self._member.unconsumed_tail
            if not data and len(piece) < _PIECE:
                return


def _broken(shown: str, error: Exception) -> SourceError:
    """What a broken connection is called."""
    # httpcore wraps what the socket raised, and keeps it as the first argument.
    cause = error.args[0] if error.args and isinstance(error.args[0], OSError) else error
    if isinstance(cause, ssl.SSLError):
        why = getattr(cause, "verify_message", "") or cause.reason or str(cause)
        return SourceError(f"{shown} can't be trusted: its encryption fails ({why})", mend=_SAVE)
    if isinstance(cause, socket.gaierror):
        return SourceError(f"{shown} can't be had: there is no such host", mend="check the address, and the network")
    proxied = any(
        os.environ.get(name) for key in ("http", "https", "all") for name in (f"{key}_proxy", f"{key.upper()}_PROXY")
    )
    mend = "proxies of the environment are not used here: " + _SAVE if proxied else f"try again later, or {_SAVE}"
    return SourceError(f"{shown} can't be had: the connection fails ({error or type(error).__name__})", mend=mend)


def _content_type(header: str) -> tuple[str, str | None]:
    message = Message()
    message["Content-Type"] = header.replace("\r", " ").replace("\n", " ")[:500]
    named = message.get_content_charset()
    return (message.get_content_type() if header else ""), named


def _shown(url: str) -> str:
    return url if len(url) <= 200 else url[:199] + "…"


@cache
def _trust() -> ssl.SSLContext:
    """The certificates that this machine trusts (SSL_CERT_FILE and SSL_CERT_DIR count)."""
    return httpx2.create_ssl_context()


_slots: WeakValueDictionary[str, threading.BoundedSemaphore] = WeakValueDictionary()
_slots_lock = threading.Lock()


@contextmanager
def _one_of_two(host: str) -> Iterator[None]:
    """Wait until fewer than two requests to ``host`` are under way. Hosts that nobody asks are forgotten."""
    with _slots_lock:
        slot = _slots.get(host)
        if slot is None:
            slot = _slots[host] = threading.BoundedSemaphore(_AT_ONCE)
    with slot:
        yield


class _Deadline:
    """When an address has had its time. ``whole`` is that time, in seconds."""

    def __init__(self, end: float, whole: float, clock: Callable[[], float]) -> None:
        self.whole = whole
        self._end, self._clock = end, clock

    def step(self, timeout: float | None) -> float:
        """What one step may take: ``timeout``, but no more than is left. Raises ``httpcore2.ReadTimeout``."""
        left = self._end - self._clock()
        if left <= 0:
            raise httpcore2.ReadTimeout("the time is used up")
        return left if timeout is None else min(left, timeout)


class _CheckedBackend(httpcore2.NetworkBackend):
    """Connects to addresses that were checked, by number, and keeps to the deadline.

    The name stays with the request, so that the Host header and the certificate are the name's.
    """

    def __init__(self, resolve: Resolve, deadline: _Deadline, *, allow_private: bool) -> None:
        self._resolve, self._deadline, self._allow_private = resolve, deadline, allow_private
        self._tcp = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        addresses = self._checked(host, port)
        for number, address in enumerate(addresses, 1):
            try:
                stream = self._tcp.connect_tcp(
                    address, port, self._deadline.step(timeout), local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if number == len(addresses):
                    raise
            else:
                return _TimedStream(stream, self._deadline)
        raise httpcore2.ConnectError(f"{host} has no address")

    def _checked(self, host: str, port: int) -> list[str]:
        try:
            addresses = self._resolve(host, port)
        except UnicodeError as error:  # a label that is too long
            raise socket.gaierror(str(error)) from error
        if self._allow_private:
            return addresses
        for address in addresses:
            if not is_public(address):
                raise SourceError(
                    f"{host} is refused: {address} is not a public address",
                    mend="add --allow-private (SUMMARIZER_ALLOW_PRIVATE=1) if you mean a host of your own network",
                )
        if port < 1024 and port not in {80, 443}:
            raise SourceError(
                f"{host} is refused: no pages are served at port {port}",
                mend="add --allow-private (SUMMARIZER_ALLOW_PRIVATE=1) if yours are",
            )
        return addresses


class _TimedStream(httpcore2.NetworkStream):
    """A connection none of whose steps goes beyond the deadline, however slowly the bytes drip."""

    def __init__(self, stream: httpcore2.NetworkStream, deadline: _Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.step(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.step(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.step(timeout))
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
