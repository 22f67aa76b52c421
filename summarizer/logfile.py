"""The log of a run as JSON Lines: every call with its tokens and cost, every wait, re-ask and outcome.

The package logs through the standard library; what each line is about stands in its fields (``kind``: ``run``,
``article``, ``call``, ``call_failed``, ``wait``, ``pace``, ``form``, ``reask``, ``reask_failed``, ``summary``, ``outcome``, ``failed``, ``end``).
structlog turns that into JSON here and nowhere else. No key is ever in it, nor text of the article.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from summarizer.errors import UsageError

__all__ = ["log_to"]

KEYS = ("SUMMARIZER_API_KEY", "OPENAI_API_KEY")
SHORTEST_KEY = 4  # characters; the placeholder of a server without keys may be a word of everything
HIDDEN = "[the key]"
_LOOKS_SECRET = re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{6,}|\bsk-[\w-]{8,}|(?<=//)[^/@\s]+@")


@contextmanager
def log_to(path: Path | None) -> Iterator[None]:
    """Add what the package logs to the end of a file for as long as the block lasts; nothing where ``path`` is None.

    Raises UsageError where the file can't be written.
    """
    if path is None:
        yield
        return
    import structlog

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(path, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise UsageError(
            f"the log can't be written to {path}: {error.strerror or error}", mend="name another file with --log-file"
        ) from error
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(),
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                without_keys,
                structlog.processors.JSONRenderer(ensure_ascii=False, sort_keys=True),
            ],
        )
    )
    logger = logging.getLogger("summarizer")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(min(logging.INFO, before or logging.INFO))
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
        handler.close()


def without_keys(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The event without the keys of the environment, and without what looks like one."""
    keys = [key for name in KEYS if len(key := os.environ.get(name, "")) >= SHORTEST_KEY]
    return {name: _clean(value, keys) for name, value in event.items()}


def _clean(value: Any, keys: list[str]) -> Any:
    if isinstance(value, str):
        for key in keys:
            value = value.replace(key, HIDDEN)
        return _LOOKS_SECRET.sub(HIDDEN, value)
    if isinstance(value, list | tuple):
        return [_clean(v, keys) for v in value]
    return {k: _clean(v, keys) for k, v in value.items()} if isinstance(value, dict) else value
