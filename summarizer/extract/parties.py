"""The parties of an article, put together in code: aliases folded, references resolved, repeats merged, roles derived.

A small model answers sentence by sentence and knows nothing of the others; what spans sentences is settled here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from summarizer.extract.names import acronyms, clean_name, is_person, is_pronoun, key, may_be_full_name, same_party
from summarizer.schema import FieldInfo, Free, Reference, Schema

__all__ = ["Mention", "Parties", "Party", "Stated", "merge_repeats", "roles_of", "sound_facts"]


PERSON = "person"
"""The member of a party kind's fixed set to which the rules about persons' names are bound, where it has one."""


@dataclass(frozen=True)
class Mention:
    """A name in a sentence (its index)."""

    name: str
    sentence: int


@dataclass
class Party:
    """One party under all its names; ``name`` is the fullest, ``mentions`` in order of appearance."""

    name: str
    mentions: list[Mention] = field(default_factory=list)
    sort: str = ""

    @property
    def aliases(self) -> list[str]:
        """The other names, each once, as first written."""
        seen = {self.name.casefold()}
        out = []
        for mention in self.mentions:
            if mention.name.casefold() not in seen:
                seen.add(mention.name.casefold())
                out.append(mention.name)
        return out

    @property
    def first(self) -> int:
        """The first sentence that has the party under its fullest name."""
        return min(m.sentence for m in self.mentions if m.name == self.name)


class Parties:
    """All parties of an article, found by any of their names."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._acronyms = acronyms(text)
        self.all: list[Party] = []

    def add(self, name: str, sentence: int) -> Party | None:
        """Take note of a name; the party it belongs to, or None where it is no name at all."""
        name = clean_name(name)
        if not name or is_pronoun(name):
            return None
        party = self.find(name)
        if party is None:
            party = Party(name)
            self.all.append(party)
        party.mentions.append(Mention(name, sentence))
        if _fuller(name, party.name):
            party.name = name
        return party

    def find(self, name: str) -> Party | None:
        """The party that this is a name of: the same key first, then a surname or an abbreviation of one party only."""
        name = clean_name(name)
        wanted = key(name)
        if not wanted:
            return None
        for party in self.all:
            if any(key(m.name) == wanted for m in party.mentions):
                return party
        near = [p for p in self.all if self._same(p, name)]
        return near[0] if len(near) == 1 else None

    def _same(self, party: Party, name: str) -> bool:
        # A surname joins a full name only where that is known to be a person's: Sudan is not South Sudan.
        for m in party.mentions:
            surname = may_be_full_name(m.name, name) or may_be_full_name(name, m.name)
            person = party.sort == PERSON or (surname and not party.sort)
            if same_party(name, m.name, person=person, acronym_of=self._acronyms):
                return True
        return False

    def sort_persons(self) -> None:
        """Settle who is a person where the text itself shows it, so that the model need not be asked."""
        for party in self.all:
            if any(is_person(n, self._text) for n in {m.name for m in party.mentions}):
                party.sort = PERSON

    def fold(self) -> None:
        """Join parties that turn out to be one, now that all names and sorts are known."""
        kept: list[Party] = []
        for party in sorted(self.all, key=lambda p: -len(key(p.name))):
            homes = [k for k in kept if self._same(k, party.name) and _agree(k.sort, party.sort)]
            if len(homes) == 1:
                homes[0].mentions = sorted([*homes[0].mentions, *party.mentions], key=lambda m: m.sentence)
            else:
                kept.append(party)
        self.all = sorted(kept, key=lambda p: p.mentions[0].sentence)


def _agree(one: str, other: str) -> bool:
    return not one or not other or one == other


def _fuller(name: str, than: str) -> bool:
    return len(key(name)) > len(key(than)) or (
        len(key(name)) == len(key(than)) and than.isupper() and not name.isupper()
    )


@dataclass(frozen=True)
class Stated:
    """One fact as one sentence (or several) states it; ``sure`` is the model's share for stating such a fact at all."""

    kind: str
    values: Mapping[str, Any]
    sentences: tuple[int, ...]
    sure: float = 1.0


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
    "the a an of and or in on to for by with from its their his her some other kinds types kind type".split()
)


def _content(value: object) -> frozenset[str]:
    words = re.findall(r"\w+", str(value or "").casefold())
    return frozenset(w[:-1] if len(w) > 3 and w.endswith("s") else w for w in words if w not in _SMALL)


def _numbers(value: object) -> frozenset[str]:
    return frozenset(re.findall(r"\d+", str(value or "").replace(",", "")))


def merge_repeats(schema: Schema, facts: Iterable[Stated]) -> tuple[list[Stated], list[Stated]]:
    """Facts that tell the same thing, as one fact with all its sentences; and those that were folded into another.

    The same: one kind, the same members of fixed sets, references that don't contradict, free words of which the
    shorter's half stand in the longer, numbers that don't contradict.
    """
    merged: list[Stated] = []
    repeats: list[Stated] = []
    for fact in facts:
        for i, other in enumerate(merged):
            if other.kind == fact.kind and _same_fact(schema, other, fact):
                merged[i] = _join(schema, other, fact)
                repeats.append(fact)
                break
        else:
            merged.append(fact)
    return merged, repeats


def _same_fact(schema: Schema, one: Stated, other: Stated) -> bool:
    shared = 0
    for f in schema.kind(one.kind).fields:
        a, b = one.values.get(f.name), other.values.get(f.name)
        if f.is_enum:
            if a != b:
                return False
        elif f.is_reference:
            if a and b and a != b:
                return False
            shared += bool(a and b)
        elif f.required:
            x, y = _content(a), _content(b)
            if not x or not y or len(x & y) < 0.5 * min(len(x), len(y)):
                return False
        if a and b and not f.is_enum and _numbers(a) and _numbers(b) and not _numbers(a) & _numbers(b):
            return False
    references = any(f.is_reference for f in schema.kind(one.kind).fields)
    return shared > 0 or not references or one.sentences == other.sentences


def _join(schema: Schema, one: Stated, other: Stated) -> Stated:
    values = dict(one.values)
    for f in schema.kind(one.kind).fields:
        if values.get(f.name) in (None, "", []):
            values[f.name] = other.values.get(f.name)
    return replace(one, values=values, sentences=tuple(dict.fromkeys((*one.sentences, *other.sentences))))


def roles_of(schema: Schema, facts: Sequence[Stated]) -> dict[str, list[str]]:
    """The roles that each name has by standing in references: name -> roles, each once, in order of the schema."""
    roles: dict[str, list[str]] = {}
    for fact in facts:
        for f in schema.kind(fact.kind).fields:
            gives = f.marker.gives if isinstance(f.marker, Reference) else ""
            value = fact.values.get(f.name)
            if not gives or not value:
                continue
            for name in value if isinstance(value, list) else [value]:
                have = roles.setdefault(name, [])
                if gives not in have:
                    have.append(gives)
    return roles
