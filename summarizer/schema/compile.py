"""A report class read once into plain values that every other room works from."""

from __future__ import annotations

import enum
import inspect
import re
import types
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from summarizer.errors import SchemaError
from summarizer.schema.claim import Claim, Copied, Marker, OneOf, Reference, Report
from summarizer.schema.sentence import template_faults

__all__ = ["FieldInfo", "Kind", "Schema", "compile_schema"]

RESERVED = {"quotes", "id", "resolved", "evidence", "verdict", "reasons", "review"}
RESERVED_LISTS = {"format", "schema", "status", "article", "summary", "ledger", "provenance"}


@dataclass(frozen=True)
class FieldInfo:
    """One field of a claim.

    ``members`` are the allowed values of a ``OneOf`` field (empty otherwise); ``many`` says that the field holds a
    list; ``required`` that a fact is nothing without it.
    """

    name: str
    marker: Marker
    required: bool
    many: bool
    members: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The word that stands for the field in prompts and views."""
        return self.marker.label or self.name.replace("_", " ")

    @property
    def is_enum(self) -> bool:
        """Whether the value is one of a fixed set."""
        return isinstance(self.marker, OneOf)

    @property
    def is_reference(self) -> bool:
        """Whether the value names a party."""
        return isinstance(self.marker, Reference)

    @property
    def is_speaker(self) -> bool:
        """Whether the value names who says the fact rather than who takes part in it."""
        return isinstance(self.marker, Reference) and self.marker.speaker

    @property
    def is_name(self) -> bool:
        """Whether the value is the name of a party or thing, and nothing but a name."""
        return isinstance(self.marker, Reference) or (isinstance(self.marker, Copied) and self.marker.name)


@dataclass(frozen=True)
class Kind:
    """One list of a report: the claims of one kind. ``name`` is the list's key, ``label`` the word for one of them.

    ``sentences`` and ``tail`` are the templates that a summary says such a fact by (``summarizer.schema.sentence``);
    ``rules`` say, a line each, what counts as one, for models that read a whole article.
    """

    name: str
    label: str
    description: str
    claim: type[Claim]
    fields: tuple[FieldInfo, ...]
    sentences: tuple[str, ...] = ()
    tail: str = ""
    rules: tuple[str, ...] = ()

    @cached_property
    def cues(self) -> re.Pattern[str] | None:
        """Finds a cue of this kind in a sentence; None where the claim names none."""
        words = [
            re.escape(c.removesuffix("*")) + (r"\w*" if c.endswith("*") else r"\b") for c in self.claim.cues.split()
        ]
        return re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE) if words else None

    @cached_property
    def main(self) -> FieldInfo:
        """The field that says which fact it is: the first required one that is not of a fixed set."""
        return next(f for f in self.fields if f.required and not f.is_enum)

    @cached_property
    def is_party(self) -> bool:
        """Whether the claims list the parties themselves, to which references of other kinds point."""
        return isinstance(self.main.marker, Copied) and self.main.marker.name

    def field(self, name: str) -> FieldInfo:
        """The field called ``name``; KeyError where there is none."""
        for f in self.fields:
            if f.name == name:
                return f
        raise KeyError(name)


@dataclass(frozen=True)
class Schema:
    """A report class, compiled. ``id`` is its name and version (``trade_brief/1``)."""

    id: str
    description: str
    report: type[Report]
    kinds: tuple[Kind, ...]

    @property
    def name(self) -> str:
        """The id without its version, fit for a file name."""
        return self.id.split("/")[0]

    def kind(self, name: str) -> Kind:
        """The kind whose list is called ``name``; KeyError where there is none."""
        for k in self.kinds:
            if k.name == name:
                return k
        raise KeyError(name)

    @cached_property
    def parties(self) -> Kind | None:
        """The kind that lists the parties, where the schema has one."""
        return next((k for k in self.kinds if k.is_party), None)


@lru_cache(maxsize=32)
def compile_schema(report: type[Report]) -> Schema:
    """Read a report class.

    Raises SchemaError, with every fault in words, where a field is no list of claims, a claim's field has no marker
    or a type that the evidence rules can't judge, or a claim has no required value of its own.
    """
    faults: list[str] = []
    kinds = []
    # pydantic knows the types also where a class was written inside a function; typing.get_type_hints does not.
    for name, info in report.model_fields.items():
        claim = _claim_of(info.annotation)
        if claim is None:
            faults.append(
                f"{report.__name__}.{name} is {_say(info.annotation)}: a report holds lists of Claim classes only"
            )
            continue
        if name in RESERVED_LISTS:
            faults.append(f"{report.__name__}.{name}: this name is the brief's own")
        fields, wrong = _fields(claim)
        wrong += _labels(claim, fields)
        sentences = _texts(claim.sentences)
        if not wrong:
            wrong += _templates(claim, fields, [*sentences, *filter(None, [claim.tail])])
        faults += wrong
        if not wrong and not any(f.required and not f.is_enum for f in fields):
            faults.append(f"{claim.__name__} needs one required field beside fixed sets: what is the fact about?")
        label = claim.label or _words(claim.__name__)
        rules = tuple(" ".join(rule.split()) for rule in _texts(claim.rules))
        kinds.append(Kind(name, label, _doc(claim), claim, fields, sentences, claim.tail, rules))
    if not kinds and not faults:
        faults.append(f"{report.__name__} has no list of claims")
    if faults:
        raise SchemaError(
            f"the schema {report.__name__} can't be compiled:\n  " + "\n  ".join(faults),
            mend="give every field of a claim one marker: Copied, Free, OneOf or Reference",
        )
    return Schema(report.schema_id, _doc(report), report, tuple(kinds))


def _claim_of(hint: Any) -> type[Claim] | None:
    if get_origin(hint) is list:
        (inner,) = get_args(hint)
        if isinstance(inner, type) and issubclass(inner, Claim):
            return inner
    return None


def _fields(claim: type[Claim]) -> tuple[tuple[FieldInfo, ...], list[str]]:
    fields, faults = [], []
    for name, info in claim.model_fields.items():
        where = f"{claim.__name__}.{name}"
        if name == "quotes":
            continue
        if name in RESERVED:
            faults.append(f"{where}: this name is the brief's own")
            continue
        markers = [m for m in info.metadata if isinstance(m, Marker)]
        if len(markers) != 1:
            faults.append(f"{where} has {len(markers) or 'no'} markers, not one")
            continue
        base, many = _base(info.annotation)
        members = _members(base)
        is_enum = isinstance(markers[0], OneOf)
        if is_enum and not members:
            faults.append(f"{where} is OneOf, but {_say(base)} is no Literal of strings and no string Enum")
        elif not is_enum and base is not str:
            faults.append(f"{where} is {_say(base)}: a value is a string, judged by its words; no free-form dicts")
        elif isinstance(markers[0], OneOf) and (odd := _named(markers[0]) - set(members)):
            faults.append(f"{where} explains members it has not: {', '.join(sorted(odd))}")
        else:
            fields.append(FieldInfo(name, markers[0], info.is_required(), many, members))
    return tuple(fields), faults


def _named(marker: OneOf) -> set[str]:
    return {*marker.members, *marker.done, *marker.undone, *marker.disputed}


def _labels(claim: type[Claim], fields: tuple[FieldInfo, ...]) -> list[str]:
    """Labels tell the fields of a fact apart wherever a model or a person writes one line a field."""
    seen: dict[str, str] = {}
    faults = []
    for f in fields:
        if f.label in seen:
            faults.append(f"{claim.__name__}.{f.name} has the same label as {seen[f.label]}: {f.label!r}")
        elif ":" in f.label or len(f.label.splitlines()) != 1:
            faults.append(f"{claim.__name__}.{f.name}: a label is one line without a colon, not {f.label!r}")
        seen.setdefault(f.label, f.name)
    return faults


def _templates(claim: type[Claim], fields: tuple[FieldInfo, ...], templates: list[str]) -> list[str]:
    known = {f.name: f.members for f in fields}
    return [f"{claim.__name__}: {fault}" for text in templates for fault in template_faults(text, known)]


def _base(hint: Any) -> tuple[Any, bool]:
    """The type of one value, and whether the field may hold several. ``str | list[str] | None`` is (str, False)."""
    while get_origin(hint) is Annotated:
        hint = get_args(hint)[0]
    if get_origin(hint) in (Union, types.UnionType):
        parts = [_base(a) for a in get_args(hint) if a is not type(None)]
        kinds = {p[0] for p in parts}
        return (kinds.pop() if len(kinds) == 1 else hint, all(p[1] for p in parts))
    if get_origin(hint) is list:
        return _base(get_args(hint)[0])[0], True
    return hint, False


def _members(base: Any) -> tuple[str, ...]:
    if get_origin(base) is Literal:
        values = get_args(base)
    elif isinstance(base, type) and issubclass(base, enum.Enum):
        values = tuple(m.value for m in base)
    else:
        return ()
    return values if all(isinstance(v, str) for v in values) else ()


def _texts(said: str | tuple[str, ...]) -> tuple[str, ...]:
    """A lone text is one of one: the comma of a tuple is easily forgotten."""
    return (said,) if isinstance(said, str) else tuple(said)


def _doc(cls: type) -> str:
    return " ".join(inspect.cleandoc(cls.__doc__ or "").split())


def _words(camel: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(camel))


def _say(hint: Any) -> str:
    return hint.__name__ if isinstance(hint, type) and not get_args(hint) else str(hint)
