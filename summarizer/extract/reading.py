"""An article as the sentence-wise strategy reads it: the story's sentences, and what code can say of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from summarizer.article import Article, Span, sentences
from summarizer.extract.names import capitalised_names, clean_name, is_pronoun
from summarizer.extract.parties import Parties, Stated
from summarizer.extract.speakers import speakers, spoken_for
from summarizer.schema import FieldInfo, Kind, Schema

__all__ = ["LONGEST", "SHORTEST", "Reading"]

LONGEST = 900  # characters of a sentence in one prompt; a longer run without borders is asked piece by piece
SHORTEST = 3  # words; less states no fact


class Reading:
    """The story's sentences, each on one line (``texts``), with their places (``spans``) and their ``speakers``."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.spans = [p for s in sentences(article.text) for p in _pieces(article.text, s) if self._is_story(p)]
        self.texts = [" ".join(article.quote(s).split()) for s in self.spans]
        self.in_capitals = sum(t.upper() == t for t in self.texts) > 0.6 * len(self.texts)
        self.speakers = speakers(self.texts)

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
            if len(text.split()) >= SHORTEST and (cues is None or cues.search(text))
        ]

    def parties(self, schema: Schema, stated: Sequence[Stated]) -> Parties:
        """Who may take part: whoever stands in a reference, speaks, is spoken for, or is named in a fact's sentence."""
        found = Parties(self.article.text)
        names: list[tuple[int, str]] = []
        capitalised = capitalised_names(self.texts)
        telling = {i for fact in stated for i in fact.sentences}
        for fact in stated:
            for f in schema.kind(fact.kind).fields:
                if f.is_reference and fact.values.get(f.name):
                    names += [(i, str(fact.values[f.name])) for i in fact.sentences]
        for i, text in enumerate(self.texts):
            names += [(i, n) for n in (self.speakers[i], *spoken_for(text)) if n and not is_pronoun(n)]
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
            said = str(values.get(f.name) or "")
            own = said.strip().casefold() in {"he", "she", "i", "we", "our", "my"}
            party = parties.find(self.speakers[place] if own else said)
            values[f.name] = party.name if party else None
            if said and party is None:
                lost.append((f, said))
        taking_part = {v for f in fields if f.required and (v := values.get(f.name))}
        for f in fields:
            # Whoever speaks for himself relays nothing.
            if f.is_speaker and values.get(f.name) in taking_part:
                values[f.name] = None
        return replace(fact, values=values), lost

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
                if not have and party.name in speaking and "spokesperson" in roles_field.members:
                    have = ["spokesperson"]
                values[roles_field.name] = have or [roles_field.members[-1]]
            out.append(Stated(kind.name, values, (party.first,)))
        return out


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
