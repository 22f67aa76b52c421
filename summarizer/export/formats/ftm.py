"""Briefs as entities of FollowTheMoney, the model of Aleph, OpenSanctions and their tools; plain JSON, a line each.

What an article says is no fact about the world, and the entities say no more than that it says so:

- ``Article``: the source. Everything else names it as ``proof``, with its publisher and address.
- ``Person``, ``Company``, ``PublicBody``, ``Organization`` for the parties that a brief lists, by their kind; ``LegalEntity`` for
  those that are only referred to. None of them has a topic, a country or an identifier: the article does not give these.
- ``Mention``: a name as the article writes it; ``Documentation``: that the article is about the party, and in which roles.
- ``Note``, one for each fact: the fact in words, and as its description the source's own words with their offsets.
- ``UnknownLink`` between who gives and who takes, who acts and who is acted on. Not ``Payment`` or ``Ownership``, which claim
  that there is one; ``status`` has the fact's own (``proposed``, ``alleged``) and its verdict. What is denied is no link.
- ``Sanction`` for a measure that the article tells as imposed or in force, supported and not at odds among reviewers. A
  threatened, lifted or doubtful one is a link and a note.

A party is one entity in one article, found by name or alias. Parties of different articles stay apart, whatever their names:
that two are one is for a person to say, in a dossier or in a tool that is made for it.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from summarizer.brief import Brief, Evidence, Fact, ResolvedTime
from summarizer.export.formats.source import Source, date_of, key_of, link_of, names_in, plainly, review_of, storable
from summarizer.schema import FieldInfo, Kind, OneOf, Reference, Schema

__all__ = ["PARTY_SCHEMATA", "ftm_entities"]

PARTY_SCHEMATA: Mapping[str, str] = {
    "person": "Person",
    "company": "Company",
    "government": "PublicBody",
    "government_body": "PublicBody",
    "armed_group": "Organization",
    "other_org": "Organization",
}
"""The schema of a party by its kind; `LegalEntity` for any other, which leaves open what it is."""

_UNKNOWN = "LegalEntity"
_STANDS = ("imposed", "in_force")  # a measure that the article tells as one that is or was there
_SIDES = (("giver", "taker"), ("doer", "target"))
_LONGEST = {"name": 384, "alias": 384}  # characters, as the model limits its types
_STRING = 1024
_TEXTS = {"summary": 65_000, "description": 65_000, "notes": 65_000}
_URL = 4096

Entity = dict[str, Any]


def ftm_entities(sources: Sequence[Source], schema: Schema) -> list[Entity]:
    """The entities of briefs of one schema, each id once, articles first.

    An id is made of the text's digest and of what the entity is about, so that another export of the same facts has the same.
    """
    graph = _Graph()
    for source in sources:
        _Telling(source.brief, schema, graph).tell()
    return graph.entities()


@dataclass
class _Graph:
    """Entities by id. What is said of one id twice is joined."""

    found: dict[str, Entity] = field(default_factory=dict)

    def add(self, schema: str, key: Sequence[str], **properties: str | Iterable[str] | None) -> str:
        """Add an entity, and give its id."""
        name = f"spanbrief-{key_of(schema, *key)[:40]}"
        entity = self.found.setdefault(name, {"id": name, "schema": schema, "properties": {}})
        for prop, value in properties.items():
            values = [value] if isinstance(value, str) else list(value or ())
            held = entity["properties"].setdefault(prop, [])
            for fit in filter(None, (_fit(prop, v) for v in values)):
                if fit not in held:
                    held.append(fit)
        return name

    def entities(self) -> list[Entity]:
        """All of them, properties without values left out."""
        made = [{**e, "properties": {k: v for k, v in e["properties"].items() if v}} for e in self.found.values()]
        return sorted(made, key=lambda e: e["schema"] != "Article")


@dataclass
class _Party:
    id: str
    schema: str


class _Telling:
    """One brief on its way into a graph."""

    def __init__(self, brief: Brief, schema: Schema, graph: _Graph) -> None:
        self.brief = brief
        self.schema = schema
        self.graph = graph
        self.text = brief.article.sha256
        self.parties: dict[str, _Party] = {}
        info = brief.article
        title = info.title or info.source
        self.article = graph.add(
            "Article",
            [self.text],
            name=title,
            title=info.title,
            fileName=info.source,
            publishedAt=date_of(info.published_at),
            publisher=info.publisher,
            sourceUrl=link_of(info.url),
            notes=f"SHA-256 of the text: {self.text}",
        )
        self.said: dict[str, str | Iterable[str] | None] = {
            "proof": self.article,
            "publisher": info.publisher,
            "sourceUrl": link_of(info.url),
        }

    def tell(self) -> None:
        """Parties first, by their own names and then by the others, so that the other facts find them."""
        self._listed()
        kinds = sorted(self.schema.kinds, key=lambda kind: not kind.is_party)
        for kind in kinds:
            for fact in self.brief.facts.get(kind.name, ()):
                parties = self._list(kind, fact) if kind.is_party else self._refer(kind, fact)
                self._note(kind, fact, parties)
                if not kind.is_party and not kind.claim.contradicts:
                    self._sanction(kind, fact)
                    self._link(kind, fact)

    def _listed(self) -> None:
        """Find the parties that the brief lists. An alias that two of them share leads to neither."""
        listed = [
            (kind, fact) for kind in self.schema.kinds if kind.is_party for fact in self.brief.facts.get(kind.name, ())
        ]
        for kind, fact in listed:
            for name in _own(kind, fact):
                self.parties.setdefault(_folded(name), self._party(kind, fact))
        claimed = Counter(folded for kind, fact in listed for folded in {*map(_folded, _others(kind, fact))})
        for kind, fact in listed:
            for folded in map(_folded, _others(kind, fact)):
                if claimed[folded] == 1:
                    self.parties.setdefault(folded, self._party(kind, fact))

    def _party(self, kind: Kind, fact: Fact) -> _Party:
        chosen = [v for f in kind.fields if f.is_enum and not f.many for v in names_in(fact.values.get(f.name))]
        schema = next((PARTY_SCHEMATA[v] for v in chosen if v in PARTY_SCHEMATA), _UNKNOWN)
        return _Party(self._entity(schema, _own(kind, fact)[0]), schema)

    def _list(self, kind: Kind, fact: Fact) -> list[str]:
        """A party that the brief lists, under all its names."""
        own, others = _own(kind, fact), _others(kind, fact)
        party = self._party(kind, fact)
        self.graph.add(party.schema, self._key(own[0]), alias=others)
        for name in (*own, *others):
            self._mention(name, party)
        roles = [v for f in kind.fields if f.is_enum and f.many for v in names_in(fact.values.get(f.name))]
        self._document(party, roles)
        return [party.id]

    def _refer(self, kind: Kind, fact: Fact) -> list[str]:
        """The parties that a fact refers to; those that no list has are added."""
        return [party.id for f in kind.fields if f.is_reference for party in self._named(f, fact)]

    def _named(self, info: FieldInfo, fact: Fact) -> list[_Party]:
        found = []
        for name in names_in(fact.values.get(info.name)):
            party = self.parties.get(_folded(name))
            if party is None:
                party = self.parties[_folded(name)] = _Party(self._entity(_UNKNOWN, name), _UNKNOWN)
                self._mention(name, party)
            role = info.marker.gives if isinstance(info.marker, Reference) else ""
            self._document(party, [role] if role else [])
            found.append(party)
        return found

    def _entity(self, schema: str, name: str) -> str:
        return self.graph.add(schema, self._key(name), name=name, **self.said)

    def _key(self, name: str) -> list[str]:
        return [self.text, _folded(name)]

    def _mention(self, name: str, party: _Party) -> None:
        self.graph.add(
            "Mention",
            [self.text, party.id, name],
            document=self.article,
            name=name,
            resolved=party.id,
            detectedSchema=party.schema,
        )

    def _document(self, party: _Party, roles: Iterable[str]) -> None:
        self.graph.add(
            "Documentation",
            [self.text, party.id],
            document=self.article,
            entity=party.id,
            role=roles,
            date=date_of(self.brief.article.published_at),
            **self.said,
        )

    def _note(self, kind: Kind, fact: Fact, parties: Iterable[str]) -> None:
        self.graph.add(
            "Note",
            [self.text, fact.id],
            name=plainly(kind, fact),
            description=_quotes(fact.evidence),
            entity=[self.article, *parties],
            keywords=[kind.name, *_standing(kind, fact)],
            notes=[*fact.reasons, *_decided(fact)],
            **self.said,
        )

    def _link(self, kind: Kind, fact: Fact) -> None:
        for one, other in _SIDES:
            for subject in self._side(kind, fact, one):
                for target in self._side(kind, fact, other):
                    if subject.id != target.id:
                        self.graph.add(
                            "UnknownLink",
                            [self.text, fact.id, subject.id, target.id],
                            subject=subject.id,
                            object=target.id,
                            role=f"{kind.label}: {' '.join(names_in(fact.values.get(kind.main.name)))}",
                            status=_standing(kind, fact),
                            **self._told(kind, fact),
                        )

    def _side(self, kind: Kind, fact: Fact, side: str) -> list[_Party]:
        fields = [f for f in kind.fields if isinstance(f.marker, Reference) and f.marker.side == side]
        return [party for f in fields for party in self._named(f, fact)]

    def _sanction(self, kind: Kind, fact: Fact) -> None:
        by_role = {f.marker.gives: f for f in kind.fields if isinstance(f.marker, Reference) and f.marker.gives}
        target, authority = by_role.get("sanctioned_party"), by_role.get("sanctioning_authority")
        status = [v for f in kind.fields if f.is_enum for v in names_in(fact.values.get(f.name))]
        doubtful = fact.reasons or review_of(fact) == "conflict"
        if target is None or doubtful or not any(s in _STANDS for s in status):
            return
        free = [f for f in kind.fields if not (f.is_enum or f.is_reference or getattr(f.marker, "time", False))]
        for party in self._named(target, fact):
            self.graph.add(
                "Sanction",
                [self.text, fact.id, party.id],
                entity=party.id,
                authority=names_in(fact.values.get(authority.name)) if authority is not None else None,
                provisions=[v for f in free for v in names_in(fact.values.get(f.name))],
                status=[f"told as {s}" for s in status],
                **self._told(kind, fact),
            )

    def _told(self, kind: Kind, fact: Fact) -> dict[str, str | Iterable[str] | None]:
        days = list(fact.resolved.values())
        return {
            "summary": [plainly(kind, fact), *fact.reasons],
            "description": _quotes(fact.evidence),
            "recordId": fact.id,
            "date": [d for t in days if (d := _one_day(t))],
            "startDate": [t.start for t in days if t.start and not _one_day(t)],
            "endDate": [t.end for t in days if t.end and not _one_day(t)],
            **self.said,
        }


def _own(kind: Kind, fact: Fact) -> list[str]:
    return names_in(fact.values.get(kind.main.name)) or [fact.id]


def _others(kind: Kind, fact: Fact) -> list[str]:
    return [n for f in kind.fields if f.is_name and f is not kind.main for n in names_in(fact.values.get(f.name))]


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _quotes(evidence: Iterable[Evidence]) -> list[str]:
    return [f"“{e.quote}” [{e.start}–{e.end}]" for e in evidence]


def _standing(kind: Kind, fact: Fact) -> list[str]:
    """What the fact's fixed sets say, its verdict, and what people decided of it."""
    fixed = [
        v
        for f in kind.fields
        if isinstance(f.marker, OneOf) and not kind.is_party
        for v in names_in(fact.values.get(f.name))
    ]
    return [*fixed, fact.verdict, *(f"review: {r}" for r in [review_of(fact)] if r)]


def _decided(fact: Fact) -> Iterator[str]:
    review = fact.review
    if review is not None and review.by:
        yield f"{review.decision} by {', '.join(review.by)}" + (f": {review.reason}" if review.reason else "")


def _one_day(time: ResolvedTime) -> str | None:
    return time.start if time.start is not None and time.start == time.end else None


def _fit(prop: str, value: str) -> str | None:
    """A value as the model's types take it: no lone surrogate, no white space around it, not longer than they are."""
    value = storable(value).strip()
    if prop == "sourceUrl":
        return value if len(value) <= _URL else None
    longest = _LONGEST.get(prop, _TEXTS.get(prop, _STRING))
    return value if len(value) <= longest else f"{value[: longest - 1]}…"
