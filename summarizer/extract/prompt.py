"""Prompt files: YAML front matter, a Jinja2 body in a sandbox, few-shot examples beside."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
import jinja2.exceptions
import jinja2.meta
import jinja2.runtime
import jinja2.sandbox
import yaml

from summarizer.builtin import PROMPTS
from summarizer.errors import PromptError

__all__ = ["Prompt", "load_examples", "load_prompt"]

KEYS = {"name", "version", "schema", "variables", "description"}
NEEDED = {"name", "version", "variables"}
MAX_TEMPLATE = 64 * 1024
MAX_RENDERED = 256 * 1024


@dataclass(frozen=True)
class Prompt:
    """One prompt. ``id`` is name/version, ``sha256`` is over the file; ``schema`` is None where any schema will do."""

    name: str
    version: int
    variables: frozenset[str]
    body: str
    sha256: str
    schema: str | None = None

    @property
    def id(self) -> str:
        """Name and version, as provenance has them."""
        return f"{self.name}/{self.version}"

    def render(self, **values: object) -> str:
        """The body with its variables filled in. Raises PromptError naming what is missing or not known."""
        if missing := self.variables - values.keys():
            raise PromptError(
                f"the prompt {self.id} needs {_list(missing)}", mend="pass them, or remove them from the body"
            )
        if unknown := values.keys() - self.variables:
            raise PromptError(
                f"the prompt {self.id} does not know {_list(unknown)}",
                mend="declare them under `variables:` in its front matter",
            )
        pieces: list[str] = []
        room = MAX_RENDERED
        try:
            for piece in _compiled(self.body).generate(**values):
                pieces.append(piece)
                room -= len(piece)
                if room < 0:
                    raise OverflowError(f"to more than {MAX_RENDERED:,} characters")
        except Exception as error:  # a template may run into any exception of Python's
            raise PromptError(f"the prompt {self.id} does not render: {error or type(error).__name__}") from error
        return "".join(pieces).strip()


@lru_cache(maxsize=32)
def _compiled(body: str) -> jinja2.Template:
    return _environment().from_string(body)


class _Sandbox(jinja2.sandbox.ImmutableSandboxedEnvironment):
    """Keeps a user's template from reaching further than its variables, and from asking for all the memory."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def call_binop(self, context: jinja2.runtime.Context, operator: str, left: Any, right: Any) -> Any:
        """Numbers are counted with; a text or a list is not multiplied."""
        if not all(isinstance(v, int | float) and abs(v) < MAX_RENDERED for v in (left, right)):
            raise jinja2.exceptions.SecurityError(f"{operator} is for small numbers only")
        return super().call_binop(context, operator, left, right)


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    # Article text reaches a template as a variable only.
    return _Sandbox(
        undefined=jinja2.StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )


def load_prompt(name: str) -> Prompt:
    """The prompt called ``name`` (built in), or the one in the file of that path.

    Raises PromptError: no such file, front matter missing or with unknown keys, a body that uses undeclared variables.
    """
    path = PROMPTS / f"{name}.md" if "/" not in name and not name.endswith(".md") else Path(name)
    try:
        raw = path.read_bytes()
    except OSError as error:
        known = ", ".join(sorted(p.stem for p in PROMPTS.glob("*.md")))
        raise PromptError(f"no prompt at {path}: {error.strerror}", mend=f"built in: {known}") from error
    if len(raw) > MAX_TEMPLATE:
        raise PromptError(f"{path} has {len(raw):,} bytes, more than {MAX_TEMPLATE:,}")
    try:
        return _parse(raw.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        raise PromptError(f"{path} is not UTF-8: {error.reason} at byte {error.start}") from error


def _parse(text: str, where: str) -> Prompt:
    head, body = _split(text, where)
    if unknown := head.keys() - KEYS:
        raise PromptError(f"{where}: front matter has unknown keys {_list(unknown)}", mend=f"known: {_list(KEYS)}")
    if missing := NEEDED - head.keys():
        raise PromptError(f"{where}: front matter lacks {_list(missing)}")
    if not isinstance(head["version"], int):
        raise PromptError(f"{where}: `version` is a whole number, not {head['version']!r}")
    declared = head["variables"]
    if not isinstance(declared, list) or not all(isinstance(v, str) for v in declared):
        raise PromptError(f"{where}: `variables` is a list of names")
    try:
        used = jinja2.meta.find_undeclared_variables(_environment().parse(body))
    except jinja2.TemplateSyntaxError as error:
        raise PromptError(f"{where}: line {error.lineno} of the body: {error.message}") from error
    if undeclared := used - set(declared):
        raise PromptError(f"{where}: the body uses {_list(undeclared)}", mend="declare them under `variables:`")
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Prompt(str(head["name"]), head["version"], frozenset(declared), body, digest, head.get("schema"))


def _split(text: str, where: str) -> tuple[dict[str, Any], str]:
    parts = text.replace("\r\n", "\n").split("---\n", 2)
    if len(parts) < 3 or parts[0].strip():
        raise PromptError(f"{where}: no front matter", mend="begin the file with --- and YAML, closed by ---")
    try:
        head = yaml.safe_load(parts[1])
    except yaml.YAMLError as error:
        raise PromptError(f"{where}: the front matter is no YAML: {error}") from error
    if not isinstance(head, dict):
        raise PromptError(f"{where}: the front matter is no mapping")
    return head, parts[2]


@lru_cache(maxsize=32)
def _examples(path: Path) -> tuple[str, str]:
    text = path.read_text(encoding="utf-8")
    return text, hashlib.sha256(text.encode()).hexdigest()


def load_examples(prompt: str, schema: str) -> tuple[Mapping[str, Any], str]:
    """The few-shot examples of a prompt for a schema (its name), and their digest; none for a schema without any.

    They stand in ``prompts/examples/PROMPT.SCHEMA.yaml``. Raises PromptError where the file is no YAML mapping.
    """
    path = PROMPTS / "examples" / f"{prompt}.{schema}.yaml"
    if not path.is_file():
        return {}, ""
    text, digest = _examples(path)
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise PromptError(f"{path} is no YAML: {error}") from error
    if not isinstance(data, dict):
        raise PromptError(f"{path}: a mapping of kinds to examples is wanted")
    return data, digest


def digest_of(*parts: str) -> str:
    """One digest over several, for provenance."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _list(names: Iterable[object]) -> str:
    return ", ".join(sorted(map(str, names)))
