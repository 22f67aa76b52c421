"""A prompt's file as settings carry it: read once, so that what travels to a batch or to another machine is the prompt
itself, and a file that is edited meanwhile changes nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from summarizer.builtin import PROMPTS
from summarizer.errors import PromptError

__all__ = ["MAX_TEMPLATE", "PromptFile", "builtin_prompts", "read_prompt_file"]

MAX_TEMPLATE = 64 * 1024
"""Bytes of a prompt's file, with its examples."""


class PromptFile(BaseModel):
    """``path``, as it was given, and the whole ``text``. Made of a name or a path, it reads the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    text: str

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        """Raises PromptError where the file can't be read."""
        if not isinstance(value, str | os.PathLike):
            return value
        name = os.fspath(value)
        return {"path": name, "text": read_prompt_file(name)}


def builtin_prompts() -> tuple[str, ...]:
    """The names of the prompts that ship with the program."""
    return tuple(sorted(p.stem for p in PROMPTS.glob("*.md")))


def read_prompt_file(name: str) -> str:
    """The text of the prompt called ``name`` (built in), or of the file of that path; a byte order mark is no part of it.

    Raises PromptError: no such file, too large, not UTF-8.
    """
    path = PROMPTS / f"{name}.md" if "/" not in name and os.sep not in name and not name.endswith(".md") else Path(name)
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_TEMPLATE + 1)
    except (OSError, ValueError) as error:  # ValueError: a name with a null character
        reason = error.strerror if isinstance(error, OSError) else error
        raise PromptError(
            f"no prompt at {path}: {reason}",
            mend=f"built in: {', '.join(builtin_prompts())}; your own: path/to/file.md",
        ) from error
    if len(raw) > MAX_TEMPLATE:
        raise PromptError(f"{path} has more than {MAX_TEMPLATE:,} bytes", mend="shorten it, or its examples")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PromptError(
            f"{path} is not UTF-8: {error.reason} at byte {error.start}", mend="save it as UTF-8"
        ) from error
