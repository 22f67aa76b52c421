"""What a reviewer decides: each decision whole, so that it can be read, and applied again, without anything else.

A decision carries the facts it is about as the run had them, with their evidence's offsets, and the fact that it leads to.
None is ever changed: who thinks better of it decides again, or undoes it, which is a decision, too.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from summarizer.brief import Fact, LedgerLine, fact_from_dict
from summarizer.schema import Schema

__all__ = ["ACTIONS", "Action", "Decision", "Target", "line_keys", "main_value", "same_values", "values_key"]

Action = Literal[
    "accept",  # what stands is right
    "reject",  # the source does not say so; why is in `reason`
    "revise",  # other values, other evidence, or another kind
    "merge",  # the first target and the others are one fact
    "restore",  # a line of the ledger was dropped wrongly
    "add",  # the source says something that the brief lacks
    "dismiss",  # a line of the ledger was dropped rightly
    "reopen",  # what this reviewer decided of it no longer holds
    "settle",  # of several reviewers' decisions the chosen one holds
    "finish",  # the article was read to its end: nothing is missing
    "note",  # words beside a fact, a line or the brief
    "undo",
    "redo",
]
ACTIONS: tuple[Action, ...] = get_args(Action)


@dataclass(frozen=True)
class Target:
    """What a decision is about: a fact as the run has it (as it stands, where the run has none), or a line of the ledger.

    ``also`` is what earlier decisions call the same fact, where another run had it by another id: once the fact is decided
    about by its new id, that is all that tells.
    """

    key: str
    fact: Fact | None = None
    line: LedgerLine | None = None
    also: tuple[Target, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As the log keeps it."""
        told = {"key": self.key, "fact": _fact(self.fact), "line": self.line.model_dump() if self.line else None}
        return {**told, "also": [t.to_dict() for t in self.also]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Target:
        """From what the log keeps."""
        line = data["line"]
        also = tuple(cls.from_dict(t) for t in data.get("also", ()))
        return cls(data["key"], _read(data["fact"]), LedgerLine.model_validate(line) if line else None, also)


@dataclass(frozen=True)
class Decision:
    """One decision of one reviewer.

    ``sha256`` is the digest of the text that it was made on, ``source`` the source of the brief at that time. Decisions
    of one ``step`` were made by one key press, and are undone together. ``result`` is the fact that it leads to: what was
    accepted, what it was corrected to; None where nothing is left. ``chosen`` is the id of the decision that a ``settle``
    is for, ``step_of`` the step that an ``undo`` or a ``redo`` is about. ``at`` is the time in UTC, ISO 8601.
    """

    action: Action
    reviewer: str
    at: str
    sha256: str
    schema_id: str
    source: str
    step: str
    targets: tuple[Target, ...] = ()
    result: Fact | None = None
    reason: str | None = None
    chosen: int | None = None
    step_of: str | None = None
    id: int = 0

    def body(self) -> dict[str, Any]:
        """What the log keeps as JSON, beside its columns."""
        return {"targets": [t.to_dict() for t in self.targets], "result": _fact(self.result)}

    @staticmethod
    def read_body(body: Mapping[str, Any]) -> tuple[tuple[Target, ...], Fact | None]:
        """Targets and result from what the log keeps."""
        return tuple(Target.from_dict(t) for t in body["targets"]), _read(body["result"])


def _fact(fact: Fact | None) -> dict[str, Any] | None:
    # The list's name stands apart: a claim may have a field of the name ``kind``.
    return None if fact is None else {"list": fact.kind, "fact": fact.model_copy(update={"review": None}).to_dict()}


def _read(data: Mapping[str, Any] | None) -> Fact | None:
    return None if data is None else fact_from_dict(data["list"], data["fact"])


def line_keys(lines: Iterable[LedgerLine]) -> list[str]:
    """A key for each line of a ledger, the same in every run that drops the same thing for the same reason."""
    seen: Counter[str] = Counter()
    keys = []
    for line in lines:
        said = json.dumps([line.path.partition("/")[0], line.code, line.value, line.quote], default=str)
        key = f"line-{hashlib.sha256(said.encode()).hexdigest()[:12]}"
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}-{seen[key]}")
    return keys


def main_value(fact: Fact, schema: Schema) -> Any:
    """The value that a fact is called by; its first one where the schema does not have its kind."""
    main = next((k.main.name for k in schema.kinds if k.name == fact.kind), next(iter(fact.values), ""))
    return fact.values.get(main)


def same_values(one: Fact, other: Fact) -> bool:
    """Whether two facts say the same: kind and values, whatever their evidence. Lists say the same in any order."""
    return one.kind == other.kind and _plain(one.values) == _plain(other.values)


def values_key(fact: Fact) -> str:
    """A text that two facts have in common if and only if they say the same."""
    return json.dumps([fact.kind, _plain(fact.values)], sort_keys=True, default=str)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, list | tuple):
            members = sorted(map(str, value))
            value = members[0] if len(members) == 1 else members
        if value not in (None, [], ""):
            plain[name] = value
    return plain
