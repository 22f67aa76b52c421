"""Sentence templates: how a schema says one of its facts in words.

A claim class may carry ``sentences``, templates of which the first that fits a fact is taken, and ``tail``, a phrase
that may end another fact's sentence. In a template stand, beside plain words:

* ``{field}``: the field's value; several are listed ('A, B and C'). A template fits where all of these have a value;
* ``{status|proposed=would send|delivered=sent}``: words for the members of a fixed set; it fits only the members named;
* ``{quantity of description}``: an amount and its thing ('twenty boats', '60 tonnes of wheat', 'boats (a shipload)'),
  or the thing alone where there is no amount;
* ``[ to {recipient}]``: left out where a value in it is null or already said by the rest of the sentence;
* ``<{description}>``: the part that may differ between facts told in one sentence ('… sent rice, salt and boats to …');
* ``{+}``: where the tail of another fact goes (the end where there is none);
* ``is/are``, ``was/were``, ``has/have``: by the number of the template's first field.

Brackets don't nest. No other words come from anywhere but the fact, so a sentence says what the fact says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from functools import lru_cache
from typing import Literal

__all__ = ["Part", "Slot", "Template", "parse_template", "template_faults"]

_RUN = re.compile(r"\{[^{}]*\}|[\[\]<>]|[^\[\]<>{}]+|[{}]")


@dataclass(frozen=True)
class Slot:
    """A place for a value. ``of`` names the thing of which ``field`` is the amount; ``words`` say a member of a set."""

    field: str
    of: str = ""
    words: Mapping[str, str] = default(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """A run of words and slots: always said, ``optional`` (in square brackets), or ``varying`` (in angle brackets)."""

    role: Literal["said", "optional", "varying", "joint"]
    pieces: tuple[str | Slot, ...] = ()

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The places for values."""
        return tuple(p for p in self.pieces if isinstance(p, Slot))


@dataclass(frozen=True)
class Template:
    """A template, parsed: its parts in order. A part of the role ``joint`` is where a tail goes."""

    parts: tuple[Part, ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Every place for a value, in order."""
        return tuple(s for part in self.parts for s in part.slots)


@lru_cache(maxsize=256)
def parse_template(text: str) -> Template:
    """Parse a template. Raises ValueError, in words, where brackets are unbalanced or nested or a slot is empty."""
    parts: list[Part] = []
    role: Literal["said", "optional", "varying"] = "said"
    pieces: list[str | Slot] = []

    def close() -> None:
        if pieces:
            parts.append(Part(role, tuple(pieces)))
            pieces.clear()

    for run in _RUN.findall(text):
        if run in ("[", "<"):
            if role != "said":
                raise ValueError(f"{run!r} inside other brackets")
            close()
            role = "optional" if run == "[" else "varying"
        elif run in ("]", ">"):
            if role != ("optional" if run == "]" else "varying"):
                raise ValueError(f"{run!r} closes nothing")
            close()
            role = "said"
        elif run in ("{", "}"):
            raise ValueError(f"{run!r} stands alone")
        elif run == "{+}":
            if role != "said":
                raise ValueError("'{+}' inside brackets")
            close()
            parts.append(Part("joint"))
        else:
            pieces.append(_slot(run) if run.startswith("{") else run)
    if role != "said":
        raise ValueError("a bracket is not closed")
    close()
    for wanted, name in (("varying", "<…>"), ("joint", "{+}")):
        if sum(part.role == wanted for part in parts) > 1:
            raise ValueError(f"more than one {name}")
    return Template(tuple(parts))


def _slot(run: str) -> Slot:
    name, *members = run[1:-1].split("|")
    first, _, of = name.partition(" of ")
    words = {member: said for member, _, said in (m.partition("=") for m in members)}
    if not first.strip() or (" of " in name and not of.strip()) or not all(words.values()):
        raise ValueError(f"{run!r} is no place for a value")
    return Slot(first.strip(), of.strip(), words)


def template_faults(text: str, fields: Mapping[str, Iterable[str]]) -> list[str]:
    """What is wrong with a template for a claim with these fields (each with its members, if it is a fixed set)."""
    try:
        slots = parse_template(text).slots
    except ValueError as error:
        return [f"the sentence {text!r}: {error}"]
    faults = []
    for slot in slots:
        unknown = [name for name in (slot.field, slot.of) if name and name not in fields]
        faults += [f"the sentence {text!r} names {name!r}, which is no field" for name in unknown]
        odd = sorted(set(slot.words) - set(fields.get(slot.field, ())))
        if odd:
            faults.append(f"the sentence {text!r} has words for members that {slot.field!r} has not: {', '.join(odd)}")
    return faults
