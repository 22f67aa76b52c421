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
import jinja2.meta
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
        try:
            text = _environment().from_string(self.body).render(**values)
        except jinja2.TemplateError as error:
            raise PromptError(f"the prompt {self.id} does not render: {error}") from error
        if len(text) > MAX_RENDERED:
            raise PromptError(f"the prompt {self.id} renders to {len(text):,} characters, more than {MAX_RENDERED:,}")
        return text.strip()


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    # Article text reaches a template as a variable only; the sandbox keeps a user's template from reaching further.
    return jinja2.sandbox.ImmutableSandboxedEnvironment(
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
    return _parse(raw.decode("utf-8"), str(path))


def _parse(text: str, where: str) -> Prompt:
    head, body = _split(text, where)
    if unknown := head.keys() - KEYS:
        raise PromptError(f"{where}: front matter has unknown keys {_list(unknown)}", mend=f"known: {_list(KEYS)}")
    if missing := NEEDED - head.keys():
        raise PromptError(f"{where}: front matter lacks {_list(missing)}")
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
    return Prompt(str(head["name"]), int(head["version"]), frozenset(declared), body, digest, head.get("schema"))


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
