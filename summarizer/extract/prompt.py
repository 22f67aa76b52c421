"""Prompt files: YAML front matter, a Jinja2 body in a sandbox, few-shot examples.

Those that ship have their examples beside, a file for each schema; a user's prompt is one file with its own in it, so that
one digest covers all of it. A body sees its variables and nothing else: no file, no attribute that begins with ``_``.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2
import jinja2.meta
import yaml
from rapidfuzz import fuzz, process

from summarizer.builtin import PROMPTS
from summarizer.errors import PromptError
from summarizer.extract.sandbox import MAX_RENDERED, environment, not_for_prompts, rendered
from summarizer.prompt_file import MAX_TEMPLATE, read_prompt_file

__all__ = [
    "MAX_RENDERED",
    "MAX_TEMPLATE",
    "Prompt",
    "digest_of",
    "load_examples",
    "load_prompt",
    "nearest",
    "parse_prompt",
]

KEYS = ("name", "version", "strategy", "schema", "description", "variables", "examples")
NEEDED = {"name", "version", "variables"}
STRATEGIES = ("whole-article", "sentence-wise")
NEAR = 60.0  # of 100: names less alike than this are no slip of the pen
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_FRONT = re.compile(r"\A\s*---[ \t]*\n(?P<head>.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Prompt:
    """One prompt. ``id`` is name/version, ``sha256`` is over the file; ``schema`` is None where any schema will do.

    ``variables`` are those that the front matter declares, ``used`` those that the body has; ``strategy`` is what the front
    matter says, or None. ``examples`` are the file's own, as its YAML has them (None where it says nothing of any, which
    is not the same as none); ``where`` is the file, for messages.
    """

    name: str
    version: int
    variables: frozenset[str]
    body: str
    sha256: str
    schema: str | None = None
    strategy: str | None = None
    used: frozenset[str] = frozenset()
    # What the digest covers already: never changed once read.
    examples: Any = field(default=None, compare=False, repr=False)
    where: str = field(default="", compare=False)

    @property
    def id(self) -> str:
        """Name and version, as provenance has them."""
        return f"{self.name}/{self.version}"

    def fill(self, **values: object) -> str:
        """`render` with those of ``values`` that the prompt declares: what a strategy offers and a prompt may leave."""
        return self.render(**{name: value for name, value in values.items() if name in self.variables})

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
            return rendered(self.body, **values)
        except Exception as error:  # a template may run into any exception of Python's
            raise PromptError(f"the prompt {self.id} does not render: {error or type(error).__name__}") from error


def load_prompt(name: str) -> Prompt:
    """The prompt called ``name`` (built in), or the one in the file of that path.

    Raises PromptError: no such file, front matter missing or with unknown keys, a body that uses undeclared variables.
    """
    path = PROMPTS / f"{name}.md" if "/" not in name and not name.endswith(".md") else name
    return parse_prompt(read_prompt_file(name), str(path))


@lru_cache(maxsize=32)
def parse_prompt(text: str, where: str) -> Prompt:
    """The prompt that a file's ``text`` is; ``where`` names the file in messages. Raises PromptError as `load_prompt`."""
    if len(text.encode()) > MAX_TEMPLATE:
        raise PromptError(f"{where} has more than {MAX_TEMPLATE:,} bytes", mend="shorten it, or its examples")
    head, body = _split(text, where)
    if unknown := [key for key in head if key not in KEYS]:
        raise PromptError(
            f"{where}: front matter has unknown keys {_list(unknown)}",
            mend=f"{nearest(unknown, KEYS)}known: {_list(KEYS)}",
        )
    if missing := NEEDED - head.keys():
        raise PromptError(f"{where}: front matter lacks {_list(missing)}", mend=f"every prompt has {_all(NEEDED)}")
    name, version, declared = str(head["name"]), head["version"], head["variables"]
    if not _NAME.fullmatch(name):
        raise PromptError(
            f"{where}: `name` is {name[:80]!r}",
            mend="letters, digits, hyphens, dots and underscores: it stands in every brief",
        )
    if not isinstance(version, int) or isinstance(version, bool):
        raise PromptError(f"{where}: `version` is a whole number, not {version!r}")
    if not isinstance(declared, list) or not all(isinstance(v, str) for v in declared):
        raise PromptError(f"{where}: `variables` is a list of names")
    if repeated := {v for v in declared if declared.count(v) > 1}:
        raise PromptError(f"{where}: `variables` names {_list(repeated)} twice")
    for key in ("schema", "description", "strategy"):
        if not isinstance(head.get(key), str | None):
            raise PromptError(f"{where}: `{key}` is a text, not {head[key]!r}")
    strategy = head.get("strategy")
    if strategy is not None and strategy not in STRATEGIES:
        raise PromptError(
            f"{where}: no strategy is called {strategy!r}",
            mend=f"{nearest([strategy], STRATEGIES)}there are {_list(STRATEGIES)}",
        )
    used = _used(body, where, declared)
    digest = hashlib.sha256(text.encode()).hexdigest()
    # `examples:` with nothing after it says that there are none, as {} and [] do.
    examples = (head["examples"] or {}) if "examples" in head else None
    return Prompt(
        name,
        version,
        frozenset(declared),
        body,
        digest,
        head.get("schema"),
        strategy,
        used,
        examples=examples,
        where=where,
    )


def _used(body: str, where: str, declared: Iterable[str]) -> frozenset[str]:
    """The variables of a body, all of them declared."""
    try:
        parsed = environment().parse(body)
        if unfit := not_for_prompts(parsed):
            raise PromptError(
                f"{where}: the body {unfit}", mend="a prompt is one file of plain text, loops and conditions"
            )
        used = jinja2.meta.find_undeclared_variables(parsed)
    except jinja2.TemplateSyntaxError as error:
        raise PromptError(f"{where}: line {error.lineno} of the body: {error.message}") from error
    except RecursionError as error:
        raise PromptError(f"{where}: the body is nested too deeply") from error
    if undeclared := used - set(declared):
        raise PromptError(
            f"{where}: the body uses {_list(undeclared)}",
            mend=f"{nearest(sorted(undeclared), declared)}declare them under `variables:`",
        )
    return frozenset(used)


class _Yaml(yaml.SafeLoader):
    """YAML in which nothing is lost or multiplied unseen: no key twice, no aliases."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(
                None, None, "aliases (*name) are not read", parent.start_mark if parent else None
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {str(key.value)[:80]!r} stands there twice", key.start_mark
                )
            if isinstance(key, yaml.ScalarNode):
                seen.add(key.value)
        return super().construct_mapping(node, deep)


def _split(text: str, where: str) -> tuple[dict[str, Any], str]:
    text = text.replace("\r\n", "\n")
    found = _FRONT.match(text)
    if found is None:
        raise PromptError(f"{where}: no front matter", mend="begin the file with --- and YAML, closed by ---")
    try:
        head = yaml.load(found["head"], _Yaml)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # ValueError: a date that no calendar has
        said = error if isinstance(error, yaml.YAMLError) else str(error) or type(error).__name__
        raise PromptError(f"{where}: the front matter is no YAML: {said}") from error
    if not isinstance(head, dict):
        raise PromptError(f"{where}: the front matter is no mapping")
    return head, text[found.end() :]


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


def nearest(names: Iterable[object], known: Iterable[str]) -> str:
    """``did you mean `x`? `` for the names that are nearly known ones, to stand before other words; else nothing."""
    known = list(known)
    found = [process.extractOne(str(n)[:100], known, scorer=fuzz.ratio, score_cutoff=NEAR) for n in names]
    meant = dict.fromkeys(f"`{match[0]}`" for match in found if match)
    return f"did you mean {' and '.join(meant)}? " if meant else ""


def _list(names: Iterable[object]) -> str:
    return ", ".join(sorted(map(str, names)))


def _all(names: Iterable[str]) -> str:
    *first, last = sorted(names)
    return f"{', '.join(first)} and {last}"
