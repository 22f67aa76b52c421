"""Who is named in each brief: its parties, with all that the brief calls them, and whoever is only referred to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from summarizer.article import Article
from summarizer.brief import Brief, Fact
from summarizer.dossier.names import compare, fold_name
from summarizer.dossier.reading import read_name
from summarizer.dossier.shapes import Entry, Mention
from summarizer.judge.context import View
from summarizer.judge.parties import party
from summarizer.schema import FieldInfo, Kind, Schema

__all__ = ["Directory", "mentions_of", "names_in_value", "references"]


def names_in_value(value: Any) -> list[str]:
    """The names in a value of a field that names parties: one, several in a list or parted by semicolons, none."""
    said = [value] if isinstance(value, str) else value if isinstance(value, (list, tuple)) else []
    parts = (part.strip() for name in said if isinstance(name, str) for part in name.split(";"))
    return list(dict.fromkeys(p for p in parts if p))


def references(fact: Fact, kind: Kind) -> list[tuple[FieldInfo, str]]:
    """Each field of a fact that names a party, with each name in it."""
    return [(f, name) for f in kind.fields if f.is_reference for name in names_in_value(fact.values.get(f.name))]


class Directory:
    """Finds the mention that a name means in a brief. Names are looked up folded, and so are aliases."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._known: dict[tuple[int, str], Mention] = {}
        for mention in mentions:
            for name in (mention.name, *mention.aliases):
                self._known.setdefault((mention.brief, fold_name(name)), mention)

    def find(self, brief: int, name: str) -> Mention | None:
        """Whom ``name`` means in the brief with that index; None where nobody is called so."""
        return self._known.get((brief, fold_name(name)))


def mentions_of(entries: Sequence[Entry], schema: Schema) -> list[Mention]:
    """The parties of each brief, in the order of its facts, then those that its facts only refer to.

    What a fact calls a party is among its aliases, so that ``Directory`` finds it. ``kind`` is the party's sort (the first
    field of its kind with one value of a fixed set; the list's label where the schema has several lists of parties), None
    for who is only referred to. ``roles`` are the brief's own, and those that the party has by where facts name it.
    """
    found: list[Mention] = []
    for index, entry in enumerate(entries):
        found += _in_brief(index, entry.brief, entry.article, schema)
    return found


class _Known:
    """One party while its brief is read."""

    def __init__(self, key: str, name: str, kind: str | None, fact: str | None) -> None:
        self.key, self.name, self.kind, self.fact = key, name, kind, fact
        self.aliases: dict[str, str] = {}  # folded -> as said
        self.roles: dict[str, None] = {}

    def call(self, name: str) -> None:
        if name != self.name:
            self.aliases.setdefault(name, name)

    def mention(self, brief: int) -> Mention:
        return Mention(
            key=self.key,
            brief=brief,
            name=self.name,
            aliases=tuple(self.aliases),
            kind=self.kind,
            roles=tuple(self.roles),
            fact=self.fact,
        )


def _in_brief(index: int, brief: Brief, article: Article | None, schema: Schema) -> list[Mention]:
    lists = [k for k in schema.kinds if k.is_party]
    several = len(lists) > 1
    known = [_party(index, fact, k, several=several) for k in lists for fact in brief.facts.get(k.name, ())]
    finder = _Finder(known, article)
    for kind in schema.kinds:
        for fact in () if kind.is_party else brief.facts.get(kind.name, ()):
            for field, name in references(fact, kind):
                meant = finder.find(name)
                if meant is None:
                    meant = _Known(f"{index}/@{name}", name, None, None)
                    known.append(meant)
                    finder.add(meant)
                meant.call(name)
                gives = getattr(field.marker, "gives", "")
                if gives:
                    meant.roles.setdefault(gives)
    return [k.mention(index) for k in known]


def _party(index: int, fact: Fact, kind: Kind, *, several: bool) -> _Known:
    sort: str | None = kind.label if several else None
    one = next((f for f in kind.fields if f.is_enum and not f.many), None)
    if one is not None and isinstance(fact.values.get(one.name), str):
        sort = fact.values[one.name]
    found = _Known(f"{index}/{fact.id}", str(fact.values.get(kind.main.name) or ""), sort, fact.id)
    for f in kind.fields:
        if f.is_name and f is not kind.main:
            for name in names_in_value(fact.values.get(f.name)):
                found.call(name)
        if f.is_enum and f.many:
            for role in fact.values.get(f.name) or ():
                found.roles.setdefault(str(role))
    return found


class _Finder:
    """Finds whom a reference means among the parties of one brief: called so, or plainly the only one that can be."""

    def __init__(self, parties: Sequence[_Known], article: Article | None) -> None:
        self.parties = list(parties)
        self.view = View(article) if article is not None else None
        self.called: dict[str, _Known] = {}
        for known in parties:
            self._learn(known, known.name)
        for known in parties:
            for alias in known.aliases:
                self._learn(known, alias)

    def add(self, known: _Known) -> None:
        self.parties.append(known)
        self._learn(known, known.name)

    def _learn(self, known: _Known, name: str) -> None:
        self.called.setdefault(fold_name(name), known)

    def find(self, name: str) -> _Known | None:
        folded = fold_name(name)
        found = self.called.get(folded)
        if found is None:
            found = self._only(name)
            if found is not None:
                self.called[folded] = found
        return found

    def _only(self, name: str) -> _Known | None:
        """The only party that the article, or the words of its names, let the name be; None where two may be."""
        if self.view is not None:
            said = party(self.view, name)
            called = [k for k in self.parties if k.name and party(self.view, k.name).is_called(said)]
            if len(called) == 1 and _agree(called[0].name, name):
                return called[0]
        alike = [k for k in self.parties if any(_may_be(n, name) for n in (k.name, *k.aliases) if n)]
        return alike[0] if len(alike) == 1 else None


def _agree(one: str, other: str) -> bool:
    a, b = read_name(one, None), read_name(other, None)
    return not (a.state and b.state and a.state != b.state)


def _may_be(one: str, other: str) -> bool:
    """Whether, inside one article, a name is another's: 'Kirby' is John Kirby, 'the NSC' the National Security Council."""
    return compare(one, other).level in {"identical", "variant", "short"}
