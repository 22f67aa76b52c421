"""The parties of an article, put together in code: aliases folded, references resolved, repeats merged, roles derived.

A small model answers sentence by sentence and knows nothing of the others; what spans sentences is settled here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from summarizer.extract.names import (
    acronyms,
    clean_name,
    is_adjective,
    is_capital_city,
    is_person,
    is_pronoun,
    is_short_for,
    key,
    may_be_full_name,
    nation_of,
    noun_of,
    same_party,
    sort_of_name,
)
from summarizer.schema import Reference, Schema

__all__ = ["Mention", "Parties", "Party", "Stated", "listed", "roles_of"]


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

    def __init__(self, text: str, sentences: Sequence[str] = ()) -> None:
        self._text = text
        self._sentences = sentences
        self._acronyms = acronyms(text)
        self.all: list[Party] = []

    def add(self, name: str, sentence: int) -> Party | None:
        """Take note of a name; the party it belongs to, or None where it is no name at all."""
        name = clean_name(name)
        name = noun_of(name, self._text) or name
        if not name or is_pronoun(name):
            return None
        party = self.find(name)
        if is_adjective(name):
            return party  # 'Russian' is no name of Russia's, but means it
        if self._sentences and name not in self._sentences[sentence]:
            where = next((i for i, text in enumerate(self._sentences) if name in text), None)
            if where is None and party is not None:
                return party
            sentence = sentence if where is None else where
        if party is None:
            party = Party(name)
            self.all.append(party)
        party.mentions.append(Mention(name, sentence))
        if nation_of(name):
            party.name = _plain_nation(party)
        elif _fuller(name, party.name):
            party.name = name
        return party

    def find(self, name: str) -> Party | None:
        """The party that this is a name of: the same key first, then a surname or an abbreviation of one party only."""
        name = clean_name(name)
        name = noun_of(name, self._text) or name
        wanted = key(name)
        if not wanted:
            return None
        for party in self.all:
            if any(key(m.name) == wanted for m in party.mentions):
                return party
        near = [p for p in self.all if self._same(p, name)]
        return near[0] if len(near) == 1 else None

    def _same(self, party: Party, name: str) -> bool:
        if party.sort != PERSON and (
            is_short_for(name, [m.name for m in party.mentions])
            or any(is_short_for(m.name, [name]) for m in party.mentions)
        ):
            return True
        nation = nation_of(name)
        if nation and any(nation_of(m.name) == nation for m in party.mentions):
            return True
        # A surname joins a full name only where that is known to be a person's: Sudan is not South Sudan.
        for m in party.mentions:
            surname = may_be_full_name(m.name, name) or may_be_full_name(name, m.name)
            person = party.sort == PERSON or (surname and not party.sort)
            if same_party(name, m.name, person=person, acronym_of=self._acronyms):
                return True
        return False

    def sort_by_words(self, members: Sequence[str]) -> None:
        """Settle the sort of what its own words show: a country, a company, a ministry; so that the model need not be asked."""
        for party in self.all:
            if not party.sort and (sort := sort_of_name(party.name, self._text)) in members:
                party.sort = sort

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


def _plain_nation(party: Party) -> str:
    """The name by which a country is called most: 'Iran', neither 'Tehran' nor its full style."""
    names = [m.name for m in party.mentions]
    plain = [n for n in names if nation_of(n) and not is_capital_city(n)] or names
    return max(plain, key=lambda n: (plain.count(n), -plain.index(n)))


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


def listed(value: object) -> list[str]:
    """A reference's names: none, one or several."""
    if isinstance(value, list):
        return [str(v) for v in value]
    return [str(value)] if value else []


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
