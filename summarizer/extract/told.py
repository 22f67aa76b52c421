"""What the English reader finds in a sentence, as facts of a schema's kinds.

A kind is read by the sides of its references (``Reference(side=…)``): with a giver and a taker it is a transfer (with a
``tail``, what is given in return), with a doer and a target a measure, and where it contradicts something a denial. Any
schema that says so of its fields is read; other kinds, and other languages, are the model's alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from summarizer.english.denials import denials
from summarizer.english.measures import measures
from summarizer.english.payments import exchanges
from summarizer.english.times import time_near
from summarizer.english.transfers import Transfer
from summarizer.extract.names import is_adjective
from summarizer.schema import FieldInfo, Free, Kind, OneOf, Reference
from summarizer.schema.sentence import parse_template

__all__ = ["Told", "is_read", "told"]


@dataclass(frozen=True)
class Told:
    """One fact as the words of a sentence tell it: values by field; parties as the sentence names them, several as a list."""

    values: dict[str, Any]


def is_read(kind: Kind) -> bool:
    """Whether the reader knows facts of this kind."""
    sides = set(_sides(kind))
    known = {"giver", "taker"} <= sides or {"doer", "target"} <= sides or (kind.claim.contradicts and "doer" in sides)
    return known and all(_is_filled(kind, f) for f in kind.fields if f.required)


def _is_filled(kind: Kind, field: FieldInfo) -> bool:
    """Whether the reader finds the value of a required field."""
    if isinstance(field.marker, OneOf):
        return bool(field.marker.told)
    if isinstance(field.marker, Reference):
        return bool(field.marker.side)
    return isinstance(field.marker, Free) and (field is kind.main or kind.claim.contradicts)


def told(kind: Kind, text: str) -> list[Told]:
    """The facts of a kind that one English sentence tells."""
    sides = _sides(kind)
    if {"giver", "taker"} <= set(sides):
        parted = exchanges(text)
        found = parted.returns if kind.tail else parted.goods
        return [_dated(kind, t, made) for t in found if (made := _transfer(kind, sides, t))]
    if {"doer", "target"} <= set(sides):
        return [_dated(kind, m, made) for m in measures(text) if (made := _measure(kind, sides, m))]
    if kind.claim.contradicts and "doer" in sides:
        return [_dated(kind, d, made) for d in denials(text) if (made := _denial(kind, sides, d))]
    return []


def _dated(kind: Kind, found: Any, made: Told) -> Told:
    """The fact with its time, where the kind has a field for it and the clause names one."""
    field = next((f for f in kind.fields if isinstance(f.marker, Free) and f.marker.time), None)
    place = time_near(found.sentence, found.at) if field else None
    if field is None or place is None:
        return made
    return Told({**made.values, field.name: found.sentence.say(*place)})


def _sides(kind: Kind) -> dict[str, FieldInfo]:
    return {f.marker.side: f for f in kind.fields if isinstance(f.marker, Reference) and f.marker.side}


def _status(kind: Kind) -> FieldInfo | None:
    return next((f for f in kind.fields if isinstance(f.marker, OneOf) and f.marker.told and not f.many), None)


def _amount(kind: Kind) -> FieldInfo | None:
    """The field that holds how much of the main thing it is, as the schema's sentences say it: {quantity of description}."""
    for template in kind.sentences:
        for slot in parse_template(template).slots:
            if slot.of == kind.main.name:
                return kind.field(slot.field)
    return None


def _transfer(kind: Kind, sides: dict[str, FieldInfo], made: Transfer) -> Told | None:
    status = _status(kind)
    if made.mood == "negated" or not isinstance(kind.main.marker, Free):
        return None
    values: dict[str, Any] = {kind.main.name: made.say(made.thing)}
    amount = _amount(kind)
    if amount and made.amount:
        values[amount.name] = made.say(made.amount)
    if made.giver:
        values[sides["giver"].name] = names_in(made.say(made.giver))
    if made.taker:
        values[sides["taker"].name] = names_in(made.say(made.taker))
    if status is not None and isinstance(status.marker, OneOf):
        member = status.marker.told.get(made.mood)
        if member is None:
            return None
        values[status.name] = member
    return Told(values)


def _measure(kind: Kind, sides: dict[str, FieldInfo], made: Any) -> Told | None:
    status = _status(kind)
    values: dict[str, Any] = {}
    if made.authority and made.authority[0] < made.authority[1]:
        values[sides["doer"].name] = names_in(made.say(made.authority))
    targets = [name for place in made.target for name in _listed(names_in(made.say(place)))]
    if targets:
        values[sides["target"].name] = targets if len(targets) > 1 else targets[0]
    elif made.state == "in_force":
        return None  # 'the embargo was narrow' tells no measure
    free = [f for f in kind.fields if isinstance(f.marker, Free) and not f.required and not f.marker.time]
    if free and made.measure[0] < made.measure[1]:
        values[free[0].name] = made.say(made.measure)
    if len(free) > 1 and made.basis and made.basis[0] < made.basis[1]:
        values[free[1].name] = made.say(made.basis)
    if status is not None and isinstance(status.marker, OneOf):
        member = status.marker.told.get(made.state)
        if member is None:
            return None
        values[status.name] = member
    return Told(values)


def _denial(kind: Kind, sides: dict[str, FieldInfo], made: Any) -> Told | None:
    what = next((f for f in kind.fields if isinstance(f.marker, Free) and f.required), None)
    if what is None or made.what[0] >= made.what[1]:
        return None
    values: dict[str, Any] = {what.name: made.sentence.say(*made.what)}
    if made.denier and made.denier[0] < made.denier[1]:
        values[sides["doer"].name] = names_in(made.sentence.say(*made.denier))
    elif made.own:
        values[sides["doer"].name] = "I"  # whoever speaks
    return Told(values)


_SERVANTS = re.compile(
    r"(?<=\S) (?:officials?|authorities|officers?|diplomats?|sources|negotiators|spokes(?:man|woman|person))$",
    re.IGNORECASE,
)
_ONE_OFFICE = re.compile(
    r"\b(?:Oil|Gas|Trade|Foreign|Industry|Science|Food|Justice|Economy|Energy|Finance|Security|Research|Revenue|Health|Defence|Defense|Aid|Peace)$"
)
_JOINT = re.compile(r",? and (?=(?:the )?[A-Z])|, (?:as well as )?(?=(?:the )?[A-Z])| as well as | or (?=[A-Z])")


def names_in(said: str) -> str | list[str]:
    """The parties that a noun phrase names: 'the Agency and Saudi Arabia' are two, 'Russian officials' are Russia's."""
    said = re.sub(r"^(?:countries|states|nations|people|firms|companies) (?:such as|like|including) ", "", said)
    said = re.sub(r"['’]s?$", "", said)
    said = re.sub(r",? (?:or|and) (?:any )?other .*$", "", said)
    if re.match(r"[a-z]+ [A-Z]\w+$", said) and is_adjective(said.split(" ")[1]):
        said = said.split(" ")[1]
    parts = [p.strip() for p in _JOINT.split(said) if p.strip()]
    if len(parts) > 1 and not all(re.match(r"(?:the )?[A-Z]", p) for p in parts):
        parts = [said]
    if len(parts) > 1 and re.fullmatch(r"(?:Inc|Corp|Co|Ltd|Jr)\.?", parts[1]):
        parts = [said]
    if len(parts) == 2 and _ONE_OFFICE.search(parts[0]) and not parts[1].startswith("the "):
        parts = [said]  # 'Myanma Oil and Gas Enterprise', 'Ministry of Trade and Industry'
    parts = [_SERVANTS.sub("", p) if re.match(r"(?:the )?[A-Z]", p) else p for p in parts]
    return parts[0] if len(parts) == 1 else parts


def _listed(value: str | Sequence[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
