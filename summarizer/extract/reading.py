"""An article as the sentence-wise strategy reads it: the story's sentences, and what code can say of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from summarizer.article import Article, Span
from summarizer.english.agents import agents
from summarizer.extract.names import capitalised_names, clean_name, is_adjective, is_pronoun, shows_party
from summarizer.extract.parties import PERSON, Parties, Party, Stated, listed
from summarizer.extract.speakers import speakers, spoken_for
from summarizer.extract.told import told
from summarizer.schema import FieldInfo, Kind, Schema

__all__ = ["LONGEST", "SHORTEST", "Reading"]

LONGEST = 900  # characters of a sentence in one prompt; a longer run without borders is asked piece by piece
SHORTEST = 3  # words; less states no fact


class Reading:
    """The story's sentences, each on one line (``texts``), with their places (``spans``) and their ``speakers``."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.spans = [p for s in article.sentences for p in _pieces(article.text, s) if self._is_story(p)]
        self.texts = [" ".join(article.quote(s).split()) for s in self.spans]
        self.in_capitals = sum(t.upper() == t for t in self.texts) > 0.6 * len(self.texts)
        self.speakers = speakers(self.texts)
        self.is_english = article.language == "en"

    def _is_story(self, span: Span) -> bool:
        covered = sum(
            min(span.end, b.end) - max(span.start, b.start) for b in self.article.boilerplate if b.overlaps(span)
        )
        return covered < 0.5 * len(span)

    def relevant(self, kind: Kind) -> list[int]:
        """The sentences that may state a fact of this kind: those with a cue. Cues are English; else all sentences."""
        cues = kind.cues if self.article.language == "en" else None
        return [
            i
            for i, text in enumerate(self.texts)
            if len(text.split()) >= SHORTEST
            and (cues is None or cues.search(text) or (self.is_english and told(kind, text)))
        ]

    def parties(self, schema: Schema, stated: Sequence[Stated]) -> Parties:
        """Who may take part: whoever stands in a reference, speaks, is spoken for, or is named in a fact's sentence."""
        found = Parties(self.article.text, self.texts)
        names: list[tuple[int, str]] = []
        capitalised = capitalised_names(self.texts)
        telling = {i for fact in stated for i in fact.sentences}
        for fact in stated:
            for f in schema.kind(fact.kind).fields:
                if f.is_reference and fact.values.get(f.name):
                    names += [(i, name) for i in fact.sentences for name in listed(fact.values[f.name])]
        for i, text in enumerate(self.texts):
            # A speaker may be known from another sentence ('he said'); the mention is where the name stands.
            names += [(i, n) for n in (self.speakers[i], *spoken_for(text)) if n and n in text and not is_pronoun(n)]
        if self.is_english and not self.in_capitals:
            acting = [agents(text) for text in self.texts]
            names += [(i, n) for n, i in capitalised if any(n in said for said in acting[i]) and not is_adjective(n)]
            bodies = ((i, n.removeprefix("The ")) for i, said in enumerate(acting) for n in said)
            names += [(i, n) for i, n in bodies if n.islower()]
            names += [(i, n) for n, i in capitalised if shows_party(n, self.article.text)]
        else:
            names += [(i, n) for n, i in capitalised if i in telling]
        for i, name in sorted(names, key=lambda n: n[0]):
            if not self._is_publisher(name):
                found.add(name, i)
        # Everywhere else, only further mentions of those already found: the fullest name may stand in another sentence.
        for name, i in capitalised:
            party = found.find(name)
            if party is not None:
                found.add(name, i)
        return found

    def references(self, schema: Schema, fact: Stated) -> list[str]:
        """The names in a fact's references, as the sentence has them, that have a capital."""
        fields = schema.kind(fact.kind).fields
        names = [n for f in fields if f.is_reference for n in listed(fact.values.get(f.name))]
        return [n for n in names if any(c.isupper() for c in n)]

    def _is_publisher(self, name: str) -> bool:
        publisher = self.article.publisher
        return bool(publisher) and clean_name(name).casefold() == clean_name(publisher or "").casefold()

    def resolved(self, schema: Schema, fact: Stated, parties: Parties) -> tuple[Stated, list[tuple[FieldInfo, str]]]:
        """The fact with its references as names of known parties and its speaker set, and the references that name
        no party and are taken out."""
        values = dict(fact.values)
        lost: list[tuple[FieldInfo, str]] = []
        place = fact.sentences[0]
        fields = schema.kind(fact.kind).fields
        for f in fields:
            if not f.is_reference:
                continue
            if f.is_speaker:
                values[f.name] = self._speaker(place, parties)
                continue
            named: list[str] = []
            for said in listed(values.get(f.name)):
                party = self._meant(place, said, parties, [*named, *self._others(values, fields, f)])
                if party is None:
                    lost.append((f, said))
                elif party.name not in named:
                    named.append(party.name)
            values[f.name] = (named[0] if len(named) == 1 else named) if named else None
        pronouns = {"he", "she", "i", "we"}
        own = any(
            v.casefold() in pronouns
            for f in fields
            if f.required and f.is_reference
            for v in listed(fact.values.get(f.name))
        )
        taking_part = {v for f in fields if f.required for v in listed(values.get(f.name))}
        for f in fields:
            # Whoever speaks for himself relays nothing.
            if f.is_speaker and (own or values.get(f.name) in taking_part):
                values[f.name] = None
        return replace(fact, values=values), lost

    def _others(self, values: Mapping[str, Any], fields: Sequence[FieldInfo], field: FieldInfo) -> list[str]:
        """Who stands in the fact's other references: 'it' is none of them."""
        return [v for f in fields if f.is_reference and f is not field for v in listed(values.get(f.name))]

    def _meant(self, place: int, said: str, parties: Parties, others: Sequence[str]) -> Party | None:
        """The party that some words of a sentence mean: by name, as its speaker, or further back in the text."""
        plain = " ".join(said.split()).casefold().removeprefix("the ")
        if plain in {"he", "she", "him", "her", "his"} and (person := self._person(place, said, parties)) is not None:
            return person
        if plain in {"he", "she", "i", "we", "our", "my", "us", "him", "her", "his"}:
            return parties.find(self.speakers[place]) if self.speakers[place] else None
        party = parties.find(said)
        if party is not None:
            return party
        sorts = _POINTERS.get(plain.split(" ")[-1])
        if sorts is None or (any(c.isupper() for c in said[1:].removeprefix("he ")) and not self.in_capitals):
            return None
        at = self.texts[place].find(said)
        taken = {p.name for o in others if (p := parties.find(o)) is not None}
        for i in range(place, max(-1, place - 3), -1):
            here = self.texts[i][:at] if i == place and at >= 0 else self.texts[i]
            best = None
            for candidate in parties.all:
                if candidate.name in taken or (sorts and candidate.sort not in sorts) or candidate.sort == PERSON:
                    continue
                spots = [here.find(m.name) for m in candidate.mentions if m.sentence == i and m.name in here]
                if spots and (best is None or min(spots) < best[0]):
                    best = (min(spots), candidate)
            if best is not None:
                return best[1]
        return None

    def _person(self, place: int, said: str, parties: Parties) -> Party | None:
        """The person whom 'he' or 'she' means: the first one named in the sentence before it, else in the one before that."""
        at = re.search(rf"\b{re.escape(said)}\b", self.texts[place])
        for i in range(place, max(-1, place - 3), -1):
            here = self.texts[i][: at.start()] if i == place and at else self.texts[i]
            spots = [
                (here.find(m.name), p)
                for p in parties.all
                if p.sort == PERSON
                for m in p.mentions
                if m.sentence == i and m.name in here
            ]
            if spots:
                return min(spots, key=lambda s: s[0])[1]
        return None

    def _speaker(self, place: int, parties: Parties) -> str | None:
        party = parties.find(self.speakers[place]) if self.speakers[place] else None
        return party.name if party else None

    def listed(
        self,
        kind: Kind,
        sorting: FieldInfo | None,
        parties: Parties,
        roles: Mapping[str, list[str]],
    ) -> list[Stated]:
        """The parties as facts of their own kind."""
        out = []
        roles_field = next((f for f in kind.fields if f.many and f.is_enum), None)
        alias_field = next((f for f in kind.fields if f.many and not f.is_enum), None)
        speaking = {p.name for s in self.speakers if s and (p := parties.find(s))}
        for party in parties.all:
            values: dict[str, Any] = {kind.main.name: party.name}
            if sorting is not None:
                values[sorting.name] = party.sort or sorting.members[-1]
            if alias_field is not None:
                values[alias_field.name] = party.aliases
            if roles_field is not None:
                have = [r for r in roles.get(party.name, []) if r in roles_field.members]
                if party.sort and party.sort != PERSON:
                    have = [r for r in have if r != "spokesperson"]  # a country or firm speaks for itself
                elif not have and party.name in speaking and "spokesperson" in roles_field.members:
                    have = ["spokesperson"]
                values[roles_field.name] = have or [roles_field.members[-1]]
            out.append(Stated(kind.name, values, (party.first,)))
        return out


# What points back to a party named before, and to which sorts of party; to any but a person where none are given.
_POINTERS: dict[str, frozenset[str]] = {
    "it": frozenset(), "its": frozenset(), "they": frozenset(), "their": frozenset(), "them": frozenset(), "which": frozenset(),
    "firm": frozenset({"company"}), "company": frozenset({"company"}), "manufacturer": frozenset({"company"}),
    "country": frozenset({"government"}), "nation": frozenset({"government"}), "government": frozenset({"government"}),
    "state": frozenset({"government"}), "group": frozenset({"armed_group", "other_org"}), "rebels": frozenset({"armed_group"}),
    "ministry": frozenset({"government_body"}), "agency": frozenset({"government_body"}), "department": frozenset({"government_body"}),
}  # fmt: skip


def _pieces(text: str, span: Span) -> list[Span]:
    """A sentence, or where it is too long for a prompt, its pieces, cut at white space where there is any."""
    out, start = [], span.start
    while span.end - start > LONGEST:
        cut = max(text.rfind(" ", start, start + LONGEST), text.rfind("\n", start, start + LONGEST))
        cut = cut if cut > start else start + LONGEST
        out.append(Span(start, cut))
        start = cut
        while start < span.end and text[start].isspace():
            start += 1
    return [*out, Span(start, span.end)] if start < span.end else out
