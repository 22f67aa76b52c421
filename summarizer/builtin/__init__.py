"""What ships with the program: prompts and schemas, found the same way in every kind of installation.

In a wheel they lie inside this package; in a checkout, and so in an editable install, at the top of the repository,
where people look for them. ``summarizer.builtin.schemas.NAME`` imports a built-in schema under one name in either
place, so that a schema class is one class however the program was installed.
"""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path

__all__ = ["PROMPTS", "SCHEMAS"]

_inside = Path(__file__).parent
_checkout = _inside.parent.parent


def _place(name: str) -> Path:
    inside = _inside / name
    return inside if inside.is_dir() else _checkout / name


PROMPTS = _place("prompts")
SCHEMAS = _place("schemas")

# A checkout's schemas/ becomes importable as summarizer.builtin.schemas (a namespace package either way). Its folder alone:
# with the checkout on this package's path, all of it could be imported twice.
if SCHEMAS.parent == _checkout:
    _spec = ModuleSpec(f"{__name__}.schemas", None, is_package=True)
    _spec.submodule_search_locations = [str(SCHEMAS)]
    schemas = sys.modules.setdefault(_spec.name, module_from_spec(_spec))
