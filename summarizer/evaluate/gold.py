"""Gold: what a careful reader found in an article, read from JSON and checked before anything is scored by it.

Gold is a reply (``summarizer.extract.reply``) with three liberties: ``FIELD_alt`` lists other values that count as
right; a list field like ``roles`` may be split up into ``role``, the principal one, and ``also_roles``; and a reference
may name several parties in one text, joined by '; '.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from functools import cached_property
from typing import Any

from summarizer.article import Article, Span
from summarizer.errors import UsageError
from summarizer.evaluate.rules import PERSON, MatchRule, match_rule
from summarizer.judge.locate import Locator
from summarizer.schema import FieldInfo, Kind, Schema

__all__ = ["GoldDocument", "GoldFact", "Party", "Value", "party_of", "read_gold", "split_names"]

Value = tuple[str, ...]
"""A field's value: nothing where it is null, one text, or several (names, members of a set)."""

ALT = "_alt"
ALSO = "also_"
FREE = ("tags", "note", "comment")  # keys that are the annotator's own
SAID = 80  # characters of a value that a message shows
TOLD = 20  # problems of one file that are told


@dataclass(frozen=True)
class GoldFact:
    """One fact of the gold: ``index`` is its place in its list, ``spans`` are all places of its quotes in the text.

    ``values`` has the fields that the gold speaks of, ``others`` further values that count as right.
    """

    kind: str
    index: int
    values: Mapping[str, Value]
    quotes: tuple[str, ...]
    spans: tuple[Span, ...]
    others: Mapping[str, tuple[Value, ...]] = default(default_factory=dict)

    @property
    def path(self) -> str:
        """Where it stands in its file: ``items/0``."""
        return f"{self.kind}/{self.index}"

    def accepted(self, name: str) -> tuple[Value, ...]:
        """The values of a field that count as right, the first one first; an empty one stands for null."""
        return (self.values.get(name, ()), *self.others.get(name, ()))

    def stated(self, name: str) -> tuple[Value, ...]:
        """The same without null."""
        return tuple(value for value in self.accepted(name) if value)


@dataclass(frozen=True)
class Party:
    """What the gold calls a party, and whether it is a person."""

    names: tuple[str, ...]
    person: bool = False


@dataclass(frozen=True)
class GoldDocument:
    """One annotated article: ``facts`` has a list for every kind of the schema, empty where the article has none."""

    name: str
    article: Article
    facts: Mapping[str, tuple[GoldFact, ...]]
    parties: Mapping[str, Party] = default(default_factory=dict)

    def party(self, name: str) -> Party:
        """The party that the gold lists by this name; the bare name where it lists none."""
        return self.parties.get(name) or Party((name,))


def party_of(rule: MatchRule, fact: GoldFact) -> Party:
    """The party that a fact of a kind of parties lists, by all its names."""
    names = [name for field in rule.names for value in fact.stated(field) for name in value]
    return Party(tuple(names), any((PERSON,) in fact.accepted(s) for s in rule.sets))


def split_names(value: object) -> Value:
    """The names in a reference: a text (joined by ';'), a list of such texts, or nothing."""
    texts = [value] if isinstance(value, str) else list(value) if isinstance(value, (list, tuple)) else []
    return tuple(name for text in texts if isinstance(text, str) for part in text.split(";") if (name := part.strip()))


def read_gold(name: str, data: object, article: Article, schema: Schema) -> GoldDocument:
    """The gold in ``data``, a parsed JSON file that is called ``name``, for ``article``.

    Raises UsageError with every problem, each with its path (``items/0/status``) and what to do about it.
    """
    reader = _Reader(name, article, schema)
    facts = reader.read(data)
    if reader.problems:
        more = len(reader.problems) - TOLD
        told = [f"  {name}.json: {problem}" for problem in reader.problems[:TOLD]]
        raise UsageError(
            f"{name}.json is no gold for {schema.id}:\n"
            + "\n".join(told + ([f"  … and {more} more"] if more > 0 else [])),
            mend="correct the file; docs/evaluation.md has the form of gold",
        )
    return GoldDocument(name, article, facts, dict(_parties(schema, facts)))


def _parties(schema: Schema, facts: Mapping[str, Sequence[GoldFact]]) -> Iterator[tuple[str, Party]]:
    for kind in schema.kinds:
        if kind.is_party:
            rule = match_rule(kind)
            parties = [party_of(rule, fact) for fact in facts[kind.name]]
            yield from ((party.names[0], party) for party in parties)


class _Reader:
    """Reads one file and takes note of what is wrong with it."""

    def __init__(self, name: str, article: Article, schema: Schema) -> None:
        self.name = name
        self.article = article
        self.schema = schema
        self.problems: list[str] = []

    @cached_property
    def _locator(self) -> Locator:
        return Locator(self.article)

    def wrong(self, path: str, what: str, mend: str) -> None:
        """Take note of a problem."""
        self.problems.append(f"{path}: {what} → {mend}")

    def read(self, data: object) -> dict[str, tuple[GoldFact, ...]]:
        """The facts, kind by kind; of no use where there are problems."""
        if not isinstance(data, dict):
            self.wrong("(whole file)", "is no JSON object", 'write {"' + self.schema.kinds[0].name + '": [...], ...}')
            return {}
        known = [k.name for k in self.schema.kinds]
        for key, value in data.items():
            if key not in known and key not in FREE and _is_list_of_facts(value):
                self.wrong(key, f"the schema {self.schema.id} has no such list", _meant(key, known, "its lists are"))
        facts: dict[str, tuple[GoldFact, ...]] = {}
        for kind in self.schema.kinds:
            entries = data.get(kind.name)
            if isinstance(entries, list):
                facts[kind.name] = tuple(self._fact(kind, i, entry) for i, entry in enumerate(entries))
            elif kind.name in data:
                self.wrong(kind.name, f"is {_json(entries)}, no list", "write a list of facts")
            else:
                # An article that was not read for this kind must not pass for one that has none.
                self.wrong(kind.name, "the list is missing", f'write "{kind.name}": [] where the article has none')
        return facts

    def _fact(self, kind: Kind, index: int, entry: object) -> GoldFact:
        path = f"{kind.name}/{index}"
        values: dict[str, Value] = {}
        others: dict[str, tuple[Value, ...]] = {}
        if not isinstance(entry, dict):
            self.wrong(path, f"is {_json(entry)}, no fact", "write an object with the fields and quotes")
            return GoldFact(kind.name, index, values, (), ())
        entry = self._joined(kind, path, entry)
        known = {f.name: f for f in kind.fields}
        for key, given in entry.items():
            if key in known:
                values[key] = self._value(known[key], f"{path}/{key}", given)
            elif (base := known.get(key.removesuffix(ALT))) and key.endswith(ALT) and not base.many:
                others[base.name] = self._others(base, f"{path}/{key}", given)
            elif key not in ("quotes", *FREE):
                self.wrong(f"{path}/{key}", "no such field", _meant(key, [*known, "quotes"], "the fields are"))
        fact = GoldFact(kind.name, index, values, *self._quotes(path, entry.get("quotes")), others)
        self._check_required(kind, fact)
        return fact

    def _joined(self, kind: Kind, path: str, entry: Mapping[str, Any]) -> dict[str, Any]:
        """The entry with ``role`` and ``also_roles`` as the list ``roles``."""
        out = dict(entry)
        for f in kind.fields:
            one, rest = f.name.removesuffix("s"), ALSO + f.name
            if not f.many or not {one, rest} & out.keys() or one == f.name or one in {o.name for o in kind.fields}:
                continue
            if f.name in out:
                self.wrong(f"{path}/{f.name}", f"stands beside {one} or {rest}", "write the one or the other")
            first, more = out.pop(one, None), out.pop(rest, None)
            out[f.name] = [*([] if first is None else [first]), *(more if isinstance(more, list) else [])]
            if more is not None and not isinstance(more, list):
                self.wrong(f"{path}/{rest}", f"is {_json(more)}, no list", "write a list")
        return out

    def _value(self, f: FieldInfo, path: str, given: object) -> Value:
        if given is None:
            return ()
        several = isinstance(given, list) and (f.many or f.is_reference)
        if f.many and not several:
            self.wrong(path, f"is {_json(given)}, no list", "write a list of texts")
            return ()
        texts: list[str] = []
        for text in given if isinstance(given, list) and several else [given]:
            if not isinstance(text, str):
                self.wrong(path, f"is {_json(text)}, no text", "write a text, or null where the article says nothing")
            elif f.members and text not in f.members:
                self.wrong(path, f"is {_json(text)}", _meant(text, f.members, "its values are"))
            elif stripped := text.strip():
                texts.append(stripped)
        return split_names(texts) if f.is_reference else tuple(texts)

    def _others(self, f: FieldInfo, path: str, given: object) -> tuple[Value, ...]:
        if not isinstance(given, list):
            self.wrong(path, f"is {_json(given)}, no list", "write a list of the other values that count as right")
            return ()
        return tuple(self._value(f, f"{path}/{i}", value) for i, value in enumerate(given))

    def _quotes(self, path: str, given: object) -> tuple[tuple[str, ...], tuple[Span, ...]]:
        copy = f"copy the words that state the fact from {self.name}.txt, character for character"
        if not isinstance(given, list) or not given:
            self.wrong(f"{path}/quotes", "there are none" if not given else f"is {_json(given)}, no list", copy)
            return (), ()
        quotes, spans = [], []
        for i, quote in enumerate(given):
            if not isinstance(quote, str) or not quote.strip():
                self.wrong(f"{path}/quotes/{i}", f"is {_json(quote)}, no words", copy)
                continue
            places = list(_places(self.article.text, quote))
            if not places:
                near = self._locator.nearest(quote)
                hint = f"; nearest is {_json(near)}" if near else ""
                self.wrong(f"{path}/quotes/{i}", f"{_json(quote)} is not in {self.name}.txt{hint}", copy)
            quotes.append(quote)
            spans += places
        return tuple(quotes), tuple(spans)

    def _check_required(self, kind: Kind, fact: GoldFact) -> None:
        """A fact without what it is known again by could never be matched; an unknown place of a party is none."""
        rule = match_rule(kind)
        for f in kind.fields:
            path = f"{fact.path}/{f.name}"
            needed = f.required and not f.is_reference and (not f.many or f is kind.main)
            if needed and not fact.stated(f.name) and not any(p.startswith(f"{path}:") for p in self.problems):
                mend = f"write one of {', '.join(f.members)}" if f.members else "write what the article says"
                self.wrong(path, "is missing", mend)
        if rule.basis == "party" and not any(fact.stated(p) for p in rule.parties):
            self.wrong(fact.path, f"none of {', '.join(rule.parties)} is named", "name the party that it is about")


def _is_list_of_facts(value: object) -> bool:
    return isinstance(value, list) and (not value or any(isinstance(v, dict) for v in value))


def _meant(key: str, known: Sequence[str], otherwise: str) -> str:
    close = difflib.get_close_matches(key, known, n=1, cutoff=0.7)
    return f"did you mean {close[0]!r}?" if close else f"{otherwise} {', '.join(known)}"


def _places(text: str, quote: str) -> Iterator[Span]:
    at = text.find(quote)
    while at >= 0:
        yield Span(at, at + len(quote))
        at = text.find(quote, at + 1)


def _json(value: object) -> str:
    """A value as a message shows it: JSON, ASCII (so that it can't act on a terminal), cut."""
    said = json.dumps(value)
    return said if len(said) <= SAID else f"{said[: SAID - 1]}…"
