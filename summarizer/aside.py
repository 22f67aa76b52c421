"""Blocking work beside the event loop, in a thread that nobody has to wait for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

__all__ = ["aside"]

T = TypeVar("T")


async def aside(work: Callable[..., T], *args: Any, **options: Any) -> T:
    """The result of ``work(*args, **options)``, done in a daemon thread.

    Unlike ``asyncio.to_thread``, a program that is interrupted ends at once, also while the work waits for standard
    input or a download; the work must be such that it may stop anywhere.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: BaseException | None) -> None:
        if done.cancelled():
            return
        if error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result, error = None, None
        try:
            result = work(*args, **options)
        except BaseException as raised:  # noqa: BLE001 - handed to whoever waits, whatever it is
            error = raised
        with suppress(RuntimeError):  # the loop has ended: nobody waits any more
            loop.call_soon_threadsafe(settle, result, error)

    threading.Thread(target=run, daemon=True, name=getattr(work, "__name__", "aside")).start()
    return await done
