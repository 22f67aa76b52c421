"""Where the bodies of prompts are rendered: a Jinja2 sandbox that reaches no further than a prompt's variables.

A prompt's file may be somebody else's. It sees texts, lists and mappings, and may look at them with the filters and methods
named here. Nothing that it makes on the way may weigh more than `MAX_RENDERED` characters, so that forty doublings of one
letter don't ask for all the memory; what can't be weighed (macros, blocks that are kept as texts) is not in it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import jinja2
import jinja2.compiler
import jinja2.exceptions
import jinja2.nodes
import jinja2.runtime
import jinja2.sandbox

__all__ = ["FILTERS", "MAX_RENDERED", "environment", "not_for_prompts", "rendered"]

MAX_RENDERED = 256 * 1024
"""Characters of a rendered prompt."""

FILTERS = frozenset(
    "abs capitalize count d default dictsort first float indent int items join last length list lower map max min reject "
    "rejectattr replace reverse round select selectattr sort sum title tojson trim truncate unique upper wordcount".split()
)
_METHODS: dict[type, frozenset[str]] = {
    str: frozenset(
        "capitalize count endswith find isdigit isupper lower lstrip removeprefix removesuffix rstrip split splitlines "
        "startswith strip title upper".split()
    ),
    dict: frozenset("get items keys values".split()),
    list: frozenset("count index".split()),
    tuple: frozenset("count index".split()),
}


_KEPT = (
    jinja2.nodes.Macro,
    jinja2.nodes.CallBlock,
    jinja2.nodes.FilterBlock,
    jinja2.nodes.AssignBlock,
    jinja2.nodes.Block,
)
_FILES = (jinja2.nodes.Include, jinja2.nodes.Import, jinja2.nodes.FromImport, jinja2.nodes.Extends)


class _Generator(jinja2.compiler.CodeGenerator):
    """Has texts put together by the sandbox, too."""

    def visit_Concat(self, node: jinja2.nodes.Concat, frame: jinja2.compiler.Frame) -> None:  # noqa: N802 - Jinja's name
        """``a ~ b``."""
        self.write("environment.together((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class _Sandbox(jinja2.sandbox.ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"+", "*", "**", "%"})
    code_generator_class = _Generator

    def call_binop(self, context: jinja2.runtime.Context, operator: str, left: Any, right: Any) -> Any:
        """Numbers are counted with; a text or a list is not multiplied."""
        if operator == "+" and type(left) is type(right) and isinstance(left, str | list | tuple):
            _weigh(left, right)
        elif not all(isinstance(v, int | float) and abs(v) < MAX_RENDERED for v in (left, right)):
            raise jinja2.exceptions.SecurityError(f"{operator} is for small numbers only")
        return super().call_binop(context, operator, left, right)

    def together(self, parts: tuple[object, ...]) -> str:
        """Texts one after the other."""
        _weigh(*parts)
        return "".join(map(str, parts))

    def wrap_str_format(self, value: Any) -> None:
        """Nothing: a text's ``format`` is no method of a prompt's, also not the careful one of Jinja's sandbox."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Of texts, lists and mappings the methods named above; of other things what any sandbox allows."""
        known = next((names for kind, names in _METHODS.items() if isinstance(obj, kind)), None)
        return (known is None or attr in known) and super().is_safe_attribute(obj, attr, value)


def _weigh(*values: object) -> None:
    """Raise OverflowError where values have more than `MAX_RENDERED` characters, or things, together."""
    left, todo = MAX_RENDERED, list(values)
    while todo:
        value = todo.pop()
        left -= len(value) if isinstance(value, str) else 1
        if left < 0:
            raise OverflowError(f"to more than {MAX_RENDERED:,} characters")
        if isinstance(value, dict):
            todo += value.values()
        elif isinstance(value, list | tuple):
            todo += value


def _weighed(value: object) -> object:
    _weigh(value)
    return value


def _guarded(name: str, filter_: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that takes no huge number ('x'|indent(10**9)) and nothing that is endless when it is written out."""

    @functools.wraps(filter_)  # with the mark of those that want their environment
    def called(*args: Any, **named: Any) -> Any:
        given = (*args, *named.values())
        if any(isinstance(v, int | float) and abs(v) > MAX_RENDERED for v in given):
            raise jinja2.exceptions.SecurityError(f"{name} is for small numbers only")
        _weigh(*given)
        return filter_(*args, **named)

    return called


def _replace(text: object, old: object, new: object) -> str:
    _weigh(text, old, new)
    text, old, new = str(text), str(old), str(new)
    _check(len(text) + text.count(old) * len(new))
    return text.replace(old, new)


def _join(values: Iterable[object], between: object = "") -> str:
    listed = list(values)
    _weigh(listed, between)
    texts, between = [str(v) for v in listed], str(between)
    _check(sum(map(len, texts)) + len(texts) * len(between))
    return between.join(texts)


def _indent(text: object, width: int | str = 4, first: bool = False, blank: bool = False) -> str:
    _weigh(text)
    text, space = str(text), width if isinstance(width, str) else " " * min(width, MAX_RENDERED)
    lines = text.split("\n")
    _check(len(text) + len(lines) * len(space))
    return "\n".join(space + line if (i or first) and (line or blank) else line for i, line in enumerate(lines))


def _check(length: int) -> None:
    if length > MAX_RENDERED:
        raise OverflowError(f"to more than {MAX_RENDERED:,} characters")


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """The sandbox. Article text reaches a template as a variable only."""
    made = _Sandbox(
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        finalize=_weighed,
    )
    known = {name: _guarded(name, f) for name, f in made.filters.items() if name in FILTERS}
    made.filters = {**known, "replace": _replace, "join": _join, "indent": _indent}
    for name in ("lipsum", "cycler", "joiner", "namespace"):
        del made.globals[name]
    return made


def not_for_prompts(body: jinja2.nodes.Template) -> str:
    """What of a parsed body a prompt can't have, in words; nothing where all of it is fit."""
    if any(True for _ in body.find_all(_FILES)):
        return "includes, imports or extends another file"
    if any(True for _ in body.find_all(_KEPT)) or any(loop.recursive for loop in body.find_all(jinja2.nodes.For)):
        return "has a macro, a block or a recursive loop"
    return ""


@lru_cache(maxsize=32)
def _compiled(body: str) -> jinja2.Template:
    return environment().from_string(body)


def rendered(body: str, **values: object) -> str:
    """A body with its variables filled in. Raises whatever a template may run into, OverflowError where it is too long."""
    pieces: list[str] = []
    room = MAX_RENDERED
    for piece in _compiled(body).generate(**values):
        pieces.append(piece)
        room -= len(piece)
        _check(MAX_RENDERED - room)
    return "".join(pieces).strip()
