"""What every test has: an environment of its own, and no network but loopback."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import recording
from tests.scripted import ScriptedServer

OURS = ("SUMMARIZER_", "OPENAI_")
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


class NetworkRefused(AssertionError):
    """A test reached for another machine."""


def _is_here(host: object) -> bool:
    if host in (None, "", b"", "localhost", b"localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _asks_the_real_model(request: pytest.FixtureRequest) -> bool:
    # A recording fetches the weights where they are not there yet.
    return bool(request.node.get_closest_marker("live")) or recording.RECORD


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection and every look-up of a name that leads off this machine (live tests may)."""
    if _asks_the_real_model(request):
        return
    connect, connect_ex, look_up = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def check(address: Any) -> None:
        if isinstance(address, tuple) and not _is_here(address[0]):
            raise NetworkRefused(f"a test reached for {address[0]}")

    def checked_connect(self: socket.socket, address: Any) -> None:
        check(address)
        connect(self, address)

    def checked_connect_ex(self: socket.socket, address: Any) -> int:
        check(address)
        return connect_ex(self, address)

    def checked_look_up(host: Any, *args: Any, **options: Any) -> Any:
        check((host,))
        return look_up(host, *args, **options)

    monkeypatch.setattr(socket.socket, "connect", checked_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", checked_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", checked_look_up)


@pytest.fixture(autouse=True)
def clean_environment(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings, keys or proxies of whoever runs the tests."""
    if _asks_the_real_model(request):
        return
    for name in os.environ:
        if name.startswith(OURS) or name.lower() in PROXIES:
            monkeypatch.delenv(name)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home, a cache and a working folder of the test's own; gives the working folder."""
    home, here = tmp_path / "home", tmp_path / "here"
    for folder in (home, here):
        folder.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.chdir(here)
    return here


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """A scripted server."""
    with ScriptedServer() as running:
        yield running
