"""Facts of several sentences put together: completed from their neighbours, checked for sense, repeats folded.

A sentence seldom says all: 'the embargo can be reinstated' does not say against whom, 'in return for rice' not who pays.
What the sentences round it tell is filled in here, and what is told twice becomes one fact with all its sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from summarizer.extract.parties import Parties, Stated, listed
from summarizer.schema import FieldInfo, Free, Kind, OneOf, Reference, Schema

__all__ = ["completed", "merge_repeats", "sound_facts"]


def completed(schema: Schema, facts: Sequence[Stated]) -> list[Stated]:
    """The facts with the parties that the sentences round them tell.

    Who pays is who gets the goods, and the reverse; a measure told without its target is the one told of before.
    """
    return [_counterparts(schema, _same_measure(schema, fact, facts), facts) for fact in facts]


def _sides(schema: Schema, kind: str) -> dict[str, str]:
    return {
        f.marker.side: f.name for f in schema.kind(kind).fields if isinstance(f.marker, Reference) and f.marker.side
    }


def _counterparts(schema: Schema, fact: Stated, facts: Sequence[Stated]) -> Stated:
    mine = _sides(schema, fact.kind)
    if not {"giver", "taker"} <= set(mine):
        return fact
    have = {side: fact.values.get(mine[side]) for side in ("giver", "taker")}
    if have["giver"] and have["taker"]:
        return fact
    pays = bool(schema.kind(fact.kind).tail)
    place = fact.sentences[0]
    near = sorted(
        (o for o in facts if o.kind != fact.kind and place - 2 <= o.sentences[0] <= place + 1),
        key=lambda o: (abs(o.sentences[0] - place), o.sentences[0] > place),
    )
    for other in near:
        sides = _sides(schema, other.kind)
        if not {"giver", "taker"} <= set(sides) or pays == bool(schema.kind(other.kind).tail):
            continue
        theirs = {"giver": other.values.get(sides["taker"]), "taker": other.values.get(sides["giver"])}
        if any(have[s] and theirs[s] and have[s] != theirs[s] for s in have):
            continue
        filled = {s: have[s] or theirs[s] for s in have}
        known = have["giver"] or have["taker"] or other.sentences[0] == place or pays
        if known and filled != have and filled["giver"] != filled["taker"]:
            return replace(fact, values={**fact.values, **{mine[s]: v for s, v in filled.items()}})
    return fact


def _same_measure(schema: Schema, fact: Stated, facts: Sequence[Stated]) -> Stated:
    """A measure without a target, with the target (and the authority) of the last one before it, else of the next.

    Only where the sentence tells a deed: 'the ban was narrow' alone states nothing new.
    """
    kind = schema.kind(fact.kind)
    mine = _sides(schema, fact.kind)
    if (
        not {"doer", "target"} <= set(mine)
        or fact.values.get(mine["target"])
        or _mood(kind, fact) in {None, "in_force"}
    ):
        return fact
    place = fact.sentences[0]
    known = [o for o in facts if o.kind == fact.kind and o.values.get(mine["target"])]
    doer = fact.values.get(mine["doer"])
    for other in sorted(known, key=lambda o: (o.sentences[0] > place, abs(o.sentences[0] - place))):
        theirs = other.values.get(mine["doer"])
        if doer and theirs and not set(listed(doer)) & set(listed(theirs)):
            continue
        if set(listed(doer)) & set(listed(other.values[mine["target"]])):
            continue
        values = {**fact.values, mine["target"]: other.values[mine["target"]], mine["doer"]: doer or theirs}
        return replace(fact, values=values)
    return fact


def _mood(kind: Kind, fact: Stated) -> str | None:
    """How a fact is told, by the schema's own words for it (``OneOf.told``)."""
    for f in kind.fields:
        if isinstance(f.marker, OneOf) and f.marker.told and not f.many:
            said = fact.values.get(f.name)
            return next((mood for mood, member in f.marker.told.items() if member == said), None)
    return None


def sound_facts(
    schema: Schema, facts: Sequence[Stated], parties: Parties
) -> tuple[list[Stated], list[tuple[Stated, str]]]:
    """The facts that make sense as they stand, and those that don't, each with the reason.

    No sense makes a fact whose required party is none, one whose thing is a party itself, and, of two facts of
    different kinds about the same thing in one sentence, the one that the model was less sure of.
    """
    sound: list[Stated] = []
    dropped: list[tuple[Stated, str]] = []
    for fact in facts:
        fields = schema.kind(fact.kind).fields
        missing = [f for f in fields if f.required and f.is_reference and not fact.values.get(f.name)]
        thing = next((f for f in fields if f.required and isinstance(f.marker, Free)), None)
        said = str(fact.values.get(thing.name) or "") if thing else ""
        if missing:
            dropped.append((fact, f"{missing[0].label}: no known party"))
        elif said and parties.find(said) is not None:
            dropped.append((fact, f"{thing.label if thing else ''}: a party, not a thing"))
        else:
            sound.append(_without_echoes(fact, fields, said))
    kept: list[Stated] = []
    for fact in sound:
        rival = next((o for o in sound if o is not fact and _compete(schema, fact, o) and o.sure > fact.sure), None)
        if rival is None:
            kept.append(fact)
        else:
            dropped.append((fact, f"the same words as {schema.kind(rival.kind).label}, of which the model was surer"))
    return kept, dropped


def _without_echoes(fact: Stated, fields: Sequence[FieldInfo], said: str) -> Stated:
    """The fact without optional values that only repeat its main words."""
    echoes = {
        f.name for f in fields if not f.required and isinstance(f.marker, Free) and fact.values.get(f.name) == said
    }
    return replace(fact, values={k: None if k in echoes else v for k, v in fact.values.items()}) if echoes else fact


def _compete(schema: Schema, one: Stated, other: Stated) -> bool:
    if one.kind == other.kind or not set(one.sentences) & set(other.sentences):
        return False
    a, b = (_content(f.values.get(schema.kind(f.kind).main.name)) for f in (one, other))
    free = all(isinstance(schema.kind(f.kind).main.marker, Free) for f in (one, other))
    return free and bool(a) and bool(b) and (a <= b or b <= a)


_SMALL = frozenset(
    "the a an of and or in on to for by with from its their his her some other kinds types kind type that it had has have".split()
)


def _content(value: object) -> frozenset[str]:
    words = re.findall(r"\w+", str(value or "").casefold())
    return frozenset(w[:-1] if len(w) > 3 and w.endswith("s") else w for w in words if w not in _SMALL)


def _numbers(value: object) -> frozenset[str]:
    return frozenset(re.findall(r"\d+", str(value or "").replace(",", "")))


# What is told in one of these ways may be told in another of the same set elsewhere: a deal that is planned here is under way there.
_ALIKE = (frozenset({"planned", "ongoing", "hedged", "tried"}), frozenset({"imposed", "in_force", "violated"}))
_EMPTY = re.compile(
    r"(?:(?:the|a|an|this|that|these|those|all of|such|his|her|its|their) ?)*(?:it|this|that|them|charges?|reports?|allegations?|accusations?|"
    r"claims?|suggestions?|involvement|wrongdoing)?",
    re.IGNORECASE,
)


def merge_repeats(
    schema: Schema, facts: Iterable[Stated], persons: frozenset[str] = frozenset()
) -> tuple[list[Stated], list[Stated]]:
    """Facts that tell the same thing, as one fact with all its sentences; and those that were folded into another.

    The same: one kind, told in ways that don't contradict, references that don't contradict, free words of which the
    shorter's half stand in the longer, numbers that don't contradict. Denials beside each other by one party, or by one and
    by the person (of ``persons``) who speaks for it, are one denial.
    """
    merged: list[Stated] = []
    repeats: list[Stated] = []
    for fact in facts:
        for i, other in enumerate(merged):
            if other.kind == fact.kind and (_same_fact(schema, other, fact) or _goes_on(schema, other, fact, persons)):
                merged[i] = _join(schema, other, fact)
                repeats.append(fact)
                break
        else:
            merged.append(fact)
    return merged, repeats


def _same_fact(schema: Schema, one: Stated, other: Stated) -> bool:
    kind = schema.kind(one.kind)
    if not _told_alike(kind, one, other):
        return False
    shared = 0
    for f in kind.fields:
        a, b = one.values.get(f.name), other.values.get(f.name)
        if f.is_reference:
            if a and b and not set(listed(a)) & set(listed(b)):
                return False
            shared += bool(a and b)
        elif f.required and not f.is_enum and not _same_words(kind, one, other, a, b):
            return False
        if a and b and not f.is_enum and _numbers(a) and _numbers(b) and not _numbers(a) & _numbers(b):
            return False
    references = any(f.is_reference for f in kind.fields)
    return shared > 0 or not references or one.sentences == other.sentences


def _goes_on(schema: Schema, one: Stated, other: Stated, persons: frozenset[str]) -> bool:
    """Whether a denial goes on with the one in the sentence before it."""
    kind = schema.kind(one.kind)
    if not kind.claim.contradicts or not 0 <= other.sentences[0] - one.sentences[-1] <= 1:
        return False
    doer = _sides(schema, one.kind).get("doer", "")
    a, b = set(listed(one.values.get(doer))), set(listed(other.values.get(doer)))
    return bool(a and b) and (bool(a & b) or (b <= persons and not a & persons))


def _told_alike(kind: Kind, one: Stated, other: Stated) -> bool:
    for f in kind.fields:
        a, b = one.values.get(f.name), other.values.get(f.name)
        if not f.is_enum or a == b:
            continue
        moods = {_mood(kind, one), _mood(kind, other)}
        if not any(moods <= alike for alike in _ALIKE):
            return False
        if "in_force" in moods and not _shared_measure(kind, one, other):
            return False
    return True


def _shared_measure(kind: Kind, one: Stated, other: Stated) -> bool:
    for f in kind.fields:
        if isinstance(f.marker, Free) and not f.required:
            a, b = _content(one.values.get(f.name)), _content(other.values.get(f.name))
            if a and b:
                return bool(a & b)
    return True


def _same_words(kind: Kind, one: Stated, other: Stated, a: object, b: object) -> bool:
    beside = abs(one.sentences[-1] - other.sentences[0]) <= 2
    if kind.claim.contradicts and beside and (_is_empty(a) or _is_empty(b)):
        return True
    x, y = _content(a), _content(b)
    least = 0.34 if kind.claim.contradicts else 0.5
    return bool(x) and bool(y) and len(x & y) >= least * min(len(x), len(y))


def _is_empty(value: object) -> bool:
    return _EMPTY.fullmatch(str(value or "").strip()) is not None


def _join(schema: Schema, one: Stated, other: Stated) -> Stated:
    kind = schema.kind(one.kind)
    values = dict(one.values)
    for f in kind.fields:
        said = values.get(f.name)
        if said in (None, "", []) or (kind.claim.contradicts and f.required and not f.is_reference and _is_empty(said)):
            values[f.name] = other.values.get(f.name)
    return replace(one, values=values, sentences=tuple(dict.fromkeys((*one.sentences, *other.sentences))))
