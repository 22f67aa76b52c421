"""What ships with the program: prompts and schemas, found the same way in every kind of installation.

In a wheel they lie inside this package; in a checkout, and so in an editable install, at the top of the repository,
where people look for them. ``summarizer.builtin.schemas.NAME`` imports a built-in schema under one name in either
place, so that a schema class is one class however the program was installed.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["PROMPTS", "SCHEMAS"]

_inside = Path(__file__).parent
_checkout = _inside.parent.parent


def _place(name: str) -> Path:
    inside = _inside / name
    return inside if inside.is_dir() else _checkout / name


PROMPTS = _place("prompts")
SCHEMAS = _place("schemas")

# A checkout's schemas/ becomes importable as summarizer.builtin.schemas (a namespace package either way).
if _checkout.joinpath("schemas").is_dir() and not _inside.joinpath("schemas").is_dir():
    __path__.append(str(_checkout))
