"""Connections for many calls at once.

A pool of httpcore looks at every connection that it has whenever a call begins or ends: with 64 under way that is a
quarter of what the call costs, with 1,000 five times as much. So calls are spread over small pools.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.request import getproxies

import httpx2

__all__ = ["POOL", "Pools", "connections"]

POOL = 1
"""Calls that share a pool. A second connection would only be looked at."""


def connections(at_once: int, slot: Callable[[], int], *, trust_env: bool) -> dict[str, Any]:
    """What an httpx2 client needs so that ``at_once`` calls find a connection, and the next ones find it open.

    ``slot`` is a number of the call that is being made, which no other call under way has.
    """
    limits = httpx2.Limits(max_connections=at_once, max_keepalive_connections=at_once)
    # A transport of one's own would get past a proxy that the environment names.
    if at_once <= POOL or (trust_env and getproxies()):
        return {"limits": limits}
    return {"transport": Pools(slot, trust_env=trust_env)}


class Pools(httpx2.AsyncBaseTransport):
    """Small pools of connections, made when they are needed: calls of neighbouring slots share one."""

    def __init__(self, slot: Callable[[], int], *, trust_env: bool) -> None:
        self._slot = slot
        self._ssl = httpx2.create_ssl_context(trust_env=trust_env)
        self._limits = httpx2.Limits(max_connections=None, max_keepalive_connections=POOL)
        self._pools: dict[int, httpx2.AsyncHTTPTransport] = {}

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request through the pool of its call's slot."""
        number = self._slot() // POOL
        pool = self._pools.get(number)
        if pool is None:
            pool = self._pools[number] = httpx2.AsyncHTTPTransport(verify=self._ssl, limits=self._limits)
        return await pool.handle_async_request(request)

    async def aclose(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            await pool.aclose()
