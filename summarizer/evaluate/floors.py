"""Floors: the F1 below which no list may fall, pinned to one corpus, as a gate for CI. They rise; they never sink."""

from __future__ import annotations

import json
import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from summarizer.errors import SettingsError
from summarizer.evaluate.evaluation import Evaluation
from summarizer.schema import Schema

__all__ = ["Below", "FloorFormat", "Floors", "read_floors"]

MACRO = "macro_f1"
STEPS = 1000  # floors are written down to three digits, rounded down, so that what was measured holds
KEYS = {"schema", "corpus_sha256", MACRO, "f1"}
_BARE = re.compile(r"[A-Za-z0-9_-]+")

FloorFormat = Literal["toml", "json"]


@dataclass(frozen=True)
class Below:
    """A figure that is below its floor; ``name`` is the list, or ``macro_f1``."""

    name: str
    floor: float
    f1: float


@dataclass(frozen=True)
class Floors:
    """The least F1 of each list (0 to 1) and, where it is pinned, of their mean; for one schema and one corpus."""

    schema_id: str
    corpus_sha256: str
    f1: Mapping[str, float]
    macro_f1: float | None = None

    @classmethod
    def of(cls, evaluation: Evaluation, corpus_sha256: str) -> Floors:
        """The floors on which an evaluation stands."""
        f1 = {name: _down(score.f1) for name, score in evaluation.fields.items()}
        return cls(evaluation.schema_id, corpus_sha256, f1, _down(evaluation.macro_f1))

    def check(self, schema: Schema, corpus_sha256: str, name: str) -> None:
        """Raise SettingsError where the floors, in the file ``name``, are of another schema or corpus."""
        anew = f"measure anew: remove {name} and call `summarizer eval GOLD BRIEFS --write-floors {name}`"
        if self.schema_id != schema.id:
            raise SettingsError(
                f"the floors in {name} are of the schema {self.schema_id!r}, not {schema.id!r}", mend=anew
            )
        if self.corpus_sha256 != corpus_sha256:
            raise SettingsError(
                f"the floors in {name} were measured with another corpus ({self.corpus_sha256[:12]}…, this is "
                f"{corpus_sha256[:12]}…): an article or its gold was added, changed or taken away",
                mend=anew,
            )

    def below(self, evaluation: Evaluation) -> tuple[Below, ...]:
        """The figures of an evaluation that are below their floors."""
        measured = {name: score.f1 for name, score in evaluation.fields.items()}
        pinned = dict(self.f1)
        if self.macro_f1 is not None:
            measured[MACRO], pinned[MACRO] = evaluation.macro_f1, self.macro_f1
        return tuple(Below(name, floor, measured[name]) for name, floor in pinned.items() if measured[name] < floor)

    def raised(self, other: Floors) -> Floors:
        """These floors, raised to ``other``'s where those are higher; none is lowered."""
        f1 = {name: max(self.f1.get(name, 0.0), floor) for name, floor in other.f1.items()}
        macro = [floor for floor in (self.macro_f1, other.macro_f1) if floor is not None]
        return Floors(self.schema_id, self.corpus_sha256, f1, max(macro, default=None))

    def to_text(self, format: FloorFormat) -> str:
        """The floors as a file has them; `read_floors` reads it."""
        data: dict[str, Any] = {"schema": self.schema_id, "corpus_sha256": self.corpus_sha256}
        if self.macro_f1 is not None:
            data[MACRO] = self.macro_f1
        if format == "json":
            return json.dumps(data | {"f1": dict(self.f1)}, indent=2) + "\n"
        lines = [f"{key} = {json.dumps(value)}" for key, value in data.items()]
        lines += ["", "[f1]", *(f"{_key(name)} = {floor}" for name, floor in self.f1.items())]
        return "# The least F1 that CI takes; written by `summarizer eval --write-floors`.\n" + "\n".join(lines) + "\n"


def read_floors(text: str, format: FloorFormat, schema: Schema, name: str = "the floors") -> Floors:
    """The floors in the text of a file, which messages call ``name``. Raises SettingsError where it holds none."""

    def wrong(what: str) -> SettingsError:
        lists = ", ".join(k.name for k in schema.kinds)
        return SettingsError(f"{name}: {what}", mend=f"schema, corpus_sha256, {MACRO}, and [f1] with any of {lists}")

    try:
        data = json.loads(text) if format == "json" else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise wrong(f"no {format.upper()}: {error}") from error
    if not isinstance(data, dict):
        raise wrong("no floors")
    if odd := sorted(data.keys() - KEYS):
        raise wrong(f"unknown: {', '.join(odd)}")
    for key in ("schema", "corpus_sha256"):
        if not isinstance(data.get(key), str):
            raise wrong(f"{key} is missing or no text")
    f1 = data.get("f1")
    if not isinstance(f1, dict):
        raise wrong("f1 is missing or no table")
    if data["schema"] == schema.id and (odd := sorted(f1.keys() - {k.name for k in schema.kinds})):
        raise wrong(f"no such list: {', '.join(odd)}")
    for key, floor in (f1 | ({MACRO: data[MACRO]} if MACRO in data else {})).items():
        if isinstance(floor, bool) or not isinstance(floor, (int, float)) or not 0 <= floor <= 1:
            raise wrong(f"{key} is {json.dumps(floor, default=str)}, no share between 0 and 1")
    return Floors(data["schema"], data["corpus_sha256"], f1, data.get(MACRO))


def _down(f1: float) -> float:
    return math.floor(f1 * STEPS) / STEPS


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)
