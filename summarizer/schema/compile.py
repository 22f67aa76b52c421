"""A report class read once into plain values that every other room works from."""

from __future__ import annotations

import enum
import inspect
import re
import types
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

from summarizer.errors import SchemaError
from summarizer.schema.claim import Claim, Copied, Marker, OneOf, Reference, Report
from summarizer.schema.sentence import template_faults

__all__ = ["Fault", "FieldInfo", "Kind", "Schema", "compile_schema", "faults_of"]

RESERVED = {"quotes", "id", "resolved", "evidence", "verdict", "reasons", "review"}
RESERVED_LISTS = {"format", "schema", "status", "article", "summary", "ledger", "provenance"}
# What a claim class says of itself: a field of the same name would silently take its place.
CLAIMS_OWN = {"cues", "rules", "label", "sentences", "contradicts", "tail"}
MOODS = {"done", "ongoing", "planned", "tried", "hedged"}
SIDES = ("", "giver", "taker", "doer", "target")
STATES = {"imposed", "threatened", "in_force", "violated", "lifted"}
# It names files, and the reply's schema in requests to endpoints that allow no other characters and 64 of them.
_ID = re.compile(r"[A-Za-z0-9_-]{1,58}/[A-Za-z0-9_.-]{1,20}")

_ONE_MARKER = "give every field of a claim one marker: Copied, Free, OneOf or Reference"
_OTHER_NAME = "give it another name"


class Fault(NamedTuple):
    """What keeps a schema from being compiled, in words, and what to do about it."""

    words: str
    mend: str

    def __str__(self) -> str:
        return self.words


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
    kinds, faults = _read(report)
    if faults:
        alone = len({f.mend for f in faults}) == 1
        said = "\n  ".join(f.words if alone else f"{f.words}\n    → {f.mend}" for f in faults)
        raise SchemaError(
            f"the schema {report.__name__} can't be compiled:\n  {said}", mend=faults[0].mend if alone else ""
        )
    return Schema(report.schema_id, _doc(report), report, tuple(kinds))


def faults_of(report: type[Report]) -> tuple[Fault, ...]:
    """What keeps a report class from being compiled, each with its mend; nothing where it compiles."""
    return tuple(_read(report)[1])


def _read(report: type[Report]) -> tuple[list[Kind], list[Fault]]:
    faults: list[Fault] = []
    kinds: list[Kind] = []
    if not _ID.fullmatch(report.schema_id):
        faults.append(
            Fault(
                f"{report.__name__}.schema_id is {report.schema_id!r}: it is no name/version",
                f'say schema_id = "{_plain_name(report)}/1": letters, digits, - and _, a slash, the version',
            )
        )
    # pydantic knows the types also where a class was written inside a function; typing.get_type_hints does not.
    for name, info in report.model_fields.items():
        claim = _claim_of(info.annotation)
        if claim is None:
            faults.append(_no_list(report, name, info.annotation))
            continue
        if name in RESERVED_LISTS:
            faults.append(Fault(f"{report.__name__}.{name}: this name is the brief's own", _OTHER_NAME))
        fields, wrong = _fields(claim)
        wrong += _labels(claim, fields)
        sentences = _texts(claim.sentences)
        if not wrong:
            wrong += _templates(claim, fields, [*sentences, *filter(None, [claim.tail])])
        faults += [f for f in wrong if f not in faults]  # a class may stand in two lists
        if wrong:
            continue
        if not any(f.required and not f.is_enum for f in fields):
            faults.append(
                Fault(
                    f"{claim.__name__} needs one required field beside fixed sets: what is the fact about?",
                    "take the default from the field without which there is no fact",
                )
            )
        label = claim.label or _words(claim.__name__)
        rules = tuple(" ".join(rule.split()) for rule in _texts(claim.rules))
        kinds.append(Kind(name, label, _doc(claim), claim, fields, sentences, claim.tail, rules))
    if not kinds and not faults:
        faults.append(Fault(f"{report.__name__} has no list of claims", "give it one: things: list[Thing] = []"))
    return kinds, faults


def _plain_name(report: type[Report]) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "_", report.schema_id.partition("/")[0]).strip("_")[:58] or "mine"


def _no_list(report: type[Report], name: str, hint: Any) -> Fault:
    """What is wrong with a field of a report that is no list of claims."""
    where = f"{report.__name__}.{name} is {_say(hint)}"
    inner = next(iter(get_args(hint)), None) if get_origin(hint) is list else hint
    if isinstance(inner, type) and issubclass(inner, Claim):
        return Fault(
            f"{where}: a report holds lists of Claim classes only", f"write {name}: list[{inner.__name__}] = []"
        )
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        return Fault(
            f"{where}: a report holds lists of Claim classes only; a {inner.__name__} has no quotes, so no evidence",
            f"derive it: class {inner.__name__}(Claim)",
        )
    return Fault(
        f"{where}: a report holds lists of Claim classes only; this value would have no evidence",
        "put it into a claim: class Thing(Claim), and things: list[Thing] = []",
    )


def _claim_of(hint: Any) -> type[Claim] | None:
    if get_origin(hint) is list:
        (inner,) = get_args(hint)
        if isinstance(inner, type) and issubclass(inner, Claim):
            return inner
    return None


def _fields(claim: type[Claim]) -> tuple[tuple[FieldInfo, ...], list[Fault]]:
    fields: list[FieldInfo] = []
    faults: list[Fault] = []
    if not _is_quotes(claim):
        faults.append(
            Fault(
                f"{claim.__name__}.quotes: this name is the brief's own; written anew it may be empty, and no fact is "
                "without evidence",
                "leave it out: every Claim has it",
            )
        )
    for name, info in claim.model_fields.items():
        where = f"{claim.__name__}.{name}"
        if name == "quotes":
            continue
        if name in RESERVED | CLAIMS_OWN:
            own = "the brief's" if name in RESERVED else "the claim class's"
            faults.append(Fault(f"{where}: this name is {own} own", _OTHER_NAME))
            continue
        markers = [m for m in info.metadata if isinstance(m, Marker)]
        if len(markers) != 1:
            why = "" if markers else ": nothing says where the value comes from, so no evidence can support it"
            faults.append(Fault(f"{where} has {len(markers) or 'no'} markers, not one{why}", _ONE_MARKER))
            continue
        (marker,) = markers
        base, many = _base(info.annotation)
        members = _members(base)
        if isinstance(marker, OneOf) and not members:
            faults.append(
                Fault(
                    f"{where} is OneOf, but {_say(base)} is no Literal of strings and no string Enum",
                    'name the members: Literal["one", "other"]',
                )
            )
        elif not isinstance(marker, OneOf) and base is not str:
            faults.append(_no_text(where, base))
        elif wrong := _marked(where, marker, members):
            faults += wrong
        else:
            fields.append(FieldInfo(name, marker, info.is_required(), many, members))
    return tuple(fields), faults


def _is_quotes(claim: type[Claim]) -> bool:
    """Whether a claim's quotes are still required texts; pydantic copies a field for each subclass."""
    own = claim.model_fields["quotes"]
    return own.is_required() and own.annotation == list[str]


def _no_text(where: str, base: Any) -> Fault:
    """A value that is no text: what it is instead, and how to say it as one."""
    words = f"{where} is {_say(base)}: a value is a string, judged by its words"
    if base is dict or get_origin(base) is dict or base is Any:
        return Fault(
            f"{words}; no free-form dicts: nothing says which words support which of its keys",
            "make each key a field, or a list of claims of its own",
        )
    if isinstance(base, type) and issubclass(base, BaseModel):
        return Fault(
            f"{words}; a nested {base.__name__} has no quotes of its own",
            f"write its fields here, or make it a claim with a list of its own: class {base.__name__}(Claim)",
        )
    if _members(base):
        return Fault(f"{words}; a fixed set is marked so", "mark it OneOf")
    if base in (int, float, bool, complex):
        return Fault(
            f"{words}; the article has words for it ('over two dozen')",
            "make it str with Free, and count in a program; yes or no is a OneOf of two members",
        )
    return Fault(words, "make it str, str | None, list[str] or Names")


def _marked(where: str, marker: Marker, members: tuple[str, ...]) -> list[Fault]:
    """What a marker says that can't be: members that there are not, sides and moods that nobody knows."""
    faults = []
    if isinstance(marker, OneOf):
        if odd := sorted({*marker.members, *marker.done, *marker.undone, *marker.disputed} - set(members)):
            faults.append(
                Fault(f"{where} explains members it has not: {', '.join(odd)}", f"it has: {', '.join(members)}")
            )
        if odd := sorted(set(marker.told.values()) - set(members)):
            faults.append(
                Fault(f"{where} has told for members it has not: {', '.join(odd)}", f"it has: {', '.join(members)}")
            )
        if odd := sorted(set(marker.told) - MOODS - STATES):
            known = f"{', '.join(sorted(MOODS))}; {', '.join(sorted(STATES))}"
            faults.append(Fault(f"{where} has told for ways that nobody tells: {', '.join(odd)}", f"known: {known}"))
    if isinstance(marker, Reference) and marker.side not in SIDES:
        faults.append(
            Fault(f"{where} has the side {marker.side!r}, which nobody knows", "known: giver, taker, doer, target")
        )
    return faults


def _labels(claim: type[Claim], fields: tuple[FieldInfo, ...]) -> list[Fault]:
    """Labels tell the fields of a fact apart wherever a model or a person writes one line a field."""
    seen: dict[str, str] = {}
    faults = []
    for f in fields:
        where = f"{claim.__name__}.{f.name}"
        if f.label in seen:
            faults.append(Fault(f"{where} has the same label as {seen[f.label]}: {f.label!r}", "give it another label"))
        elif ":" in f.label or len(f.label.splitlines()) != 1:
            faults.append(Fault(f"{where}: a label is one line without a colon, not {f.label!r}", "shorten the label"))
        seen.setdefault(f.label, f.name)
    return faults


def _templates(claim: type[Claim], fields: tuple[FieldInfo, ...], templates: list[str]) -> list[Fault]:
    known = {f.name: f.members for f in fields}
    mend = f"its fields: {', '.join(known)}; how a sentence is written: summarizer.schema.sentence"
    return [Fault(f"{claim.__name__}: {fault}", mend) for text in templates for fault in template_faults(text, known)]


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
    # Without the modules that classes come from: one's own file is a module under a name that says nothing.
    return hint.__name__ if isinstance(hint, type) and not get_args(hint) else re.sub(r"\b(?:\w+\.)+", "", str(hint))
