"""What one fact says, as it is compared with others: who takes part, what it is about, how many, when, how far, who says so.

Besides the fact's own values, the sentences of its evidence are read (English, no model): 'is providing' and 'is offering'
are told differently although both facts may have the same status.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from summarizer.article import sentences_over
from summarizer.brief import Fact
from summarizer.dossier.mentions import Directory, names_in_value
from summarizer.dossier.names import fold_name
from summarizer.dossier.quantities import Quantity, quantities
from summarizer.dossier.shapes import Entity, Entry, Mention
from summarizer.extract.speakers import speakers
from summarizer.extract.told import is_read, told
from summarizer.judge.content import content_stems, without_purpose
from summarizer.judge.context import as_list
from summarizer.schema import Copied, FieldInfo, Free, Kind, OneOf, Schema
from summarizer.schema.sentence import parse_template

__all__ = ["Fields", "Reading", "Telling", "fields_of", "read_facts"]

Thing = frozenset[str]
_RELATIVE = re.compile(
    r"\s+(?:that|which|who|whom|whose|under|carried|delivered|sent|shipped|sold)\b.*$|\s*\([^()]*\)", re.IGNORECASE
)


@dataclass(frozen=True)
class Fields:
    """The fields of a kind by the part that they have in a comparison.

    ``parties`` take part, ``speakers`` only say so; ``things`` say what it is about (where nothing of the kind is required,
    the first words that say something); ``amounts`` how much of it; ``times`` when; ``states`` how far it has come.
    """

    kind: Kind
    parties: tuple[FieldInfo, ...]
    speakers: tuple[FieldInfo, ...]
    things: tuple[FieldInfo, ...]
    amounts: tuple[FieldInfo, ...]
    times: tuple[FieldInfo, ...]
    states: tuple[FieldInfo, ...]

    @property
    def is_text(self) -> bool:
        """Whether such a fact is nothing without the words that say what it is about."""
        return any(f.required for f in self.things)


def fields_of(kind: Kind) -> Fields:
    """The fields of a kind, by its markers and its sentences."""
    texts = [f for f in kind.fields if _is_text(f)]
    needed = [f for f in texts if f.required]
    things = needed or texts[:1]
    joined = {
        slot.field for t in kind.sentences for slot in parse_template(t).slots if slot.of in {f.name for f in things}
    }
    return Fields(
        kind=kind,
        parties=tuple(f for f in kind.fields if f.is_reference and not f.is_speaker),
        speakers=tuple(f for f in kind.fields if f.is_speaker),
        things=tuple(things),
        amounts=tuple(f for f in texts if f not in things and f.name in joined),
        times=tuple(f for f in kind.fields if isinstance(f.marker, Free) and f.marker.time),
        states=tuple(f for f in kind.fields if isinstance(f.marker, OneOf) and not f.many),
    )


def _is_text(f: FieldInfo) -> bool:
    return (isinstance(f.marker, Free) and not f.marker.time) or (isinstance(f.marker, Copied) and not f.is_reference)


@dataclass(frozen=True)
class Telling:
    """How one quote of a fact tells it: the quote, and the values that its sentence has for it."""

    quote: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Reading:
    """One fact of one brief, read. ``brief`` is the brief's index.

    ``parties`` has the ids of the entities by field, ``speakers`` those who say so (ids, or ``@`` and a folded name where
    a name is nobody's), by the fact or by the sentences of its evidence. ``mentioned`` are all entities that its words
    name, ``about`` those that the words for its thing name. ``names`` are stems of the parties' names, which say nothing of
    the thing.
    """

    brief: int
    fact: Fact
    fields: Fields
    parties: Mapping[str, frozenset[str]]
    speakers: frozenset[str]
    speaker_names: tuple[str, ...]
    mentioned: frozenset[str]
    about: frozenset[str]
    tellings: tuple[Telling, ...]
    names: frozenset[str]

    @cached_property
    def things(self) -> tuple[Thing, ...]:
        """What it is about in stems of content words: by its value, shortened and whole, and by each quote; none where none says."""
        found: list[Thing] = []
        for text in self._texts():
            stems = frozenset(stem for _, stem in content_stems(without_purpose(text)) if stem[0] != "#") - self.names
            if stems:
                found.append(stems)
        return tuple(dict.fromkeys(found))

    def _texts(self) -> Iterator[str]:
        own = [said for f in self.fields.things for said in as_list(self.fact.values.get(f.name))]
        value = " ".join(" ".join(own).split())
        if value:
            yield _RELATIVE.sub("", value) or value
            if not self.fields.is_text:
                return  # what a measure is called is said once
        for telling in self.tellings:
            said = " ".join(s for f in self.fields.things for s in as_list(telling.values.get(f.name)))
            if said:
                yield said

    @cached_property
    def numbers(self) -> tuple[Quantity, ...]:
        """How much of it, by its values and by its quotes."""
        found: list[Quantity] = []
        for values in (self.fact.values, *(t.values for t in self.tellings)):
            for f in self.fields.amounts:
                for said in as_list(values.get(f.name)):
                    found += quantities(said)
        if not found:
            for f in self.fields.things if self.fields.is_text else ():
                for said in as_list(self.fact.values.get(f.name)):
                    found += quantities(_RELATIVE.sub("", " ".join(said.split())))
        return tuple(dict.fromkeys(found))

    @cached_property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day that it may have been, by its own resolved times; None where none is resolved."""
        start, end = date.min, date.max
        known = False
        for f in self.fields.times:
            time = self.fact.resolved.get(f.name)
            if time is not None and (time.start or time.end):
                start = max(start, date.fromisoformat(time.start)) if time.start else start
                end = min(end, date.fromisoformat(time.end)) if time.end else end
                known = True
        return (start, end) if known and start <= end else None

    @cached_property
    def is_about(self) -> bool:
        """Whether its days are only about so."""
        return any(t.approximate for t in self.fact.resolved.values())

    @cached_property
    def when(self) -> str:
        """The words of its times, folded."""
        return " ".join(
            " ".join(s.casefold().split()) for f in self.fields.times for s in as_list(self.fact.values.get(f.name))
        )

    def states(self, field: FieldInfo) -> dict[str, str]:
        """How far it has come by this field, its own value first, each with the quote that says most of it so; empty where
        no quote does."""
        found = dict.fromkeys(as_list(self.fact.values.get(field.name)), "")
        for telling in sorted(self.tellings, key=lambda t: -len(t.values)):
            for said in as_list(telling.values.get(field.name)):
                found[said] = found.get(said) or telling.quote
        return found

    @cached_property
    def is_done(self) -> bool | None:
        """Whether it is told as having happened; None where that is disputed or the schema can't say."""
        for f in self.fields.states:
            marker = f.marker
            value = self.fact.values.get(f.name)
            if isinstance(marker, OneOf) and marker.done and isinstance(value, str):
                return None if value in marker.disputed else value in marker.done
        return None


def read_facts(
    entries: Sequence[Entry], schema: Schema, mentions: Sequence[Mention], entities: Iterable[Entity]
) -> list[Reading]:
    """Every fact that is a claim (not a party's own), brief by brief, kind by kind."""
    directory = Directory(mentions)
    entity_of = {key: entity for entity in entities for key in entity.mentions}
    found: list[Reading] = []
    of_brief: dict[int, list[Mention]] = {}
    for mention in mentions:
        of_brief.setdefault(mention.brief, []).append(mention)
    for index, entry in enumerate(entries):
        here = of_brief.get(index, [])
        reader = _Reader(index, entry, directory, {m.key: entity_of[m.key] for m in here}, here)
        for kind in schema.kinds:
            if not kind.is_party:
                fields = fields_of(kind)
                found += [reader.read(fact, fields) for fact in entry.brief.facts.get(kind.name, ())]
    return found


def _pattern(mentions: Iterable[Mention]) -> re.Pattern[str]:
    names = sorted({n for m in mentions for n in (m.name, *m.aliases) if n}, key=lambda n: (-len(n), n))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)") if names else re.compile(r"(?!)")


class _Reader:
    """One brief, read fact by fact."""

    def __init__(
        self,
        index: int,
        entry: Entry,
        directory: Directory,
        entities: Mapping[str, Entity],
        mentions: Sequence[Mention],
    ) -> None:
        self._index = index
        self._article = entry.article
        self._english = (entry.brief.article.language or "en").casefold().startswith("en")
        self._directory = directory
        self._entities = entities
        called: dict[str, list[Mention]] = {}
        for mention in mentions:
            called.setdefault(entities[mention.key].id, []).append(mention)
        self._named = {id: _pattern(of) for id, of in called.items()}
        self._sentences = [entry.article.quote(s) for s in entry.article.sentences] if entry.article else []
        self._stems = {e.id: frozenset(s for n in e.names for _, s in content_stems(n.name)) for e in entities.values()}
        self._speakers = speakers(self._sentences) if self._english else [""] * len(self._sentences)

    def read(self, fact: Fact, fields: Fields) -> Reading:
        parties = {f.name: self._ids(names_in_value(fact.values.get(f.name))) for f in fields.parties}
        names = [n for f in fields.speakers for n in names_in_value(fact.values.get(f.name))]
        if not names and self._article is not None:
            names = list(dict.fromkeys(filter(None, (self._speakers[n] for n in self._over(fact)))))
        own: frozenset[str] = frozenset().union(*parties.values())
        thing = "\n".join(v for f in fields.things for v in as_list(fact.values.get(f.name)))
        words = "\n".join(e.quote for e in fact.evidence)
        about = frozenset(id for id, pattern in self._named.items() if pattern.search(thing))
        mentioned = own | about | {id for id, pattern in self._named.items() if pattern.search(words)}
        return Reading(
            brief=self._index,
            fact=fact,
            fields=fields,
            parties=parties,
            speakers=self._ids(names),
            speaker_names=tuple(dict.fromkeys(self._called(n) for n in names)),
            mentioned=mentioned,
            about=about,
            tellings=tuple(self._tellings(fact, fields)) if self._english else (),
            names=frozenset().union(*(self._stems[id] for id in mentioned if id in self._stems)),
        )

    def _over(self, fact: Fact) -> list[int]:
        """The sentences that the evidence touches."""
        if self._article is None:
            return []
        cut = self._article.sentences
        return sorted({n for e in fact.evidence for n in sentences_over(cut, e.span)})

    def _ids(self, names: Iterable[str]) -> frozenset[str]:
        return frozenset(self._id(name) for name in names)

    def _id(self, name: str) -> str:
        mention = self._directory.find(self._index, name)
        return self._entities[mention.key].id if mention is not None else f"@{fold_name(name)}"

    def _called(self, name: str) -> str:
        mention = self._directory.find(self._index, name)
        return self._entities[mention.key].name if mention is not None else name

    def _tellings(self, fact: Fact, fields: Fields) -> Iterator[Telling]:
        """What the evidence's sentences tell of this fact: of what they tell, that which shares the fact's thing."""
        if not is_read(fields.kind):
            return
        own = {s for f in fields.things for v in as_list(fact.values.get(f.name)) for _, s in content_stems(v)}
        for e in fact.evidence:
            if self._article is not None:
                texts = [self._sentences[n] for n in sentences_over(self._article.sentences, e.span)]
            else:
                texts = [e.quote]
            for text in texts:
                for found in told(fields.kind, text):
                    said = [v for f in fields.things for v in as_list(found.values.get(f.name))]
                    # The words must be of the quote, not of what else its sentence tells.
                    if any(v in e.quote for v in said) and own & {s for v in said for _, s in content_stems(v)}:
                        yield Telling(e.quote, found.values)
