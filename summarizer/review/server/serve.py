"""The socket and the server on it."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import os
import secrets
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from typing import Any, Literal

import uvicorn
from starlette.types import ASGIApp

from summarizer.errors import UsageError
from summarizer.review.desk import Desk
from summarizer.review.links import LinkDesk
from summarizer.review.server.app import create_app
from summarizer.review.server.guard import Address

__all__ = ["PORT", "Bound", "bind", "has_display", "is_loopback", "serve", "server_of"]

PORT = 8765
TRIED = 20  # ports that are tried where none was named
CONNECTIONS = 100


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host of this name or address."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Bound:
    """A socket that listens, and the address that it is reached at; a context manager that lets go of it."""

    def __init__(self, listener: socket.socket, address: Address) -> None:
        self.listener = listener
        self.address = address

    def __enter__(self) -> Bound:
        return self

    def __exit__(self, *_: object) -> None:
        self.listener.close()


def bind(host: str, port: int | None) -> Bound:
    """Listen on a host's port: 0 is any free one, None is `PORT` or, where that is taken, one of the next.

    An address that others reach gets a key. Raises UsageError where the host is not this machine's or the port is taken.
    """
    host = host.strip().removeprefix("[").removesuffix("]")
    wanted = [port] if port is not None else range(PORT, PORT + TRIED)
    failure: OSError | None = None
    for number in wanted:
        try:
            listener = _listen(host, number)
        except UnicodeError as error:
            raise UsageError(
                f"{host} is no host's name: {error}", mend="leave out --host, or name an address of this machine"
            ) from error
        except OSError as error:
            failure = error
            if error.errno != errno.EADDRINUSE:
                break
        else:
            key = None if is_loopback(host) else secrets.token_urlsafe(24)
            return Bound(listener, Address(host, listener.getsockname()[1], key))
    taken = failure is not None and failure.errno == errno.EADDRINUSE
    if taken:
        raise UsageError(
            f"port {port if port is not None else PORT} of {host} is taken",
            mend="name another one, or let any free one be taken: --port 0",
        )
    why = getattr(failure, "strerror", None) or failure
    raise UsageError(f"{host} can't be listened on: {why}", mend="leave out --host, or name an address of this machine")


def _listen(host: str, port: int) -> socket.socket:
    family, where = _place(host, port)
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            # A port that was let go of just now is free. On Windows the same option would let two share it.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(where)
        # Whoever asks from now on is answered as soon as the server runs.
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def _place(host: str, port: int) -> tuple[int, tuple[Any, ...]]:
    """Family and address for a socket; only a name is looked up."""
    try:
        ip = ipaddress.ip_address(host)
    except ValueError:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return found[0], found[4]
    return (socket.AF_INET6 if ip.version == 6 else socket.AF_INET), (str(ip), port)


def has_display() -> bool:
    """Whether somebody sits at a terminal of a machine that can show a browser."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def open_browser(url: str) -> None:
    """Show an address in the user's browser, without waiting for it."""
    threading.Thread(target=webbrowser.open, args=[url], daemon=True).start()


def serve(
    desk: Desk | LinkDesk,
    bound: Bound,
    *,
    reviewer: str,
    verbose: bool = False,
    show: bool = False,
    make: Callable[..., ASGIApp] = create_app,
) -> None:
    """Serve a desk's pages until Ctrl-C; then answers under way are finished, and the application closes the desk.

    ``make`` makes the application that answers (the review of briefs, unless another is given). ``show`` opens a browser,
    ``verbose`` logs each request. SIGTERM ends it as cleanly, and then the process by that signal.
    """
    server = server_of(desk, bound, reviewer=reviewer, verbose=verbose, make=make)
    if show:
        open_browser(bound.address.url)
    with contextlib.suppress(KeyboardInterrupt):  # the server has ended already, and tells it once more
        server.run(sockets=[bound.listener])


def server_of(
    desk: Desk | LinkDesk,
    bound: Bound,
    *,
    reviewer: str,
    verbose: bool = False,
    make: Callable[..., ASGIApp] = create_app,
) -> uvicorn.Server:
    """The server, to be run on the socket in any thread; ``should_exit`` ends it. ``make`` makes the desk's application."""
    app = make(desk, address=bound.address, token=secrets.token_urlsafe(24), reviewer=reviewer)
    level: Literal["info", "error"] = "info" if verbose else "error"
    config = uvicorn.Config(
        app,
        loop="asyncio",
        http="h11",
        ws="none",
        lifespan="on",
        log_config=None,
        log_level=level,
        access_log=verbose,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=32_768,
    )
    return uvicorn.Server(config)
