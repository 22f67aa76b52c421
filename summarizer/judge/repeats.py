"""Repeats: one fact told twice is one fact with all its evidence."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from summarizer.brief import Fact, fact_id
from summarizer.judge.context import View, as_list
from summarizer.judge.parties import party
from summarizer.judge.tokens import forms_of
from summarizer.schema import FieldInfo, Kind

__all__ = ["Kept"]


class Kept:
    """The facts of one kind that are kept so far."""

    def __init__(self, view: View, kind: Kind) -> None:
        self._view = view
        self._kind = kind
        self._facts: list[Fact] = []
        self._by_key: dict[Hashable, list[int]] = {}

    def add(self, fact: Fact) -> bool:
        """Keep a fact; True where it only adds its evidence to one that says the same already.

        Taught by sanctions on Mkrtychev drafted from a sentence and again from five words of it. The same: equal in what
        the kind requires, at odds in nothing that both have, and from overlapping words; a party is the same wherever
        it is named.
        """
        names_too = self._kind.is_party
        key = tuple(self._plain(f, fact) for f in self._kind.fields if f.required and (names_too or not f.is_name))
        mates = self._by_key.setdefault(key, [])
        for i in mates:
            if self._same(self._facts[i], fact):
                self._facts[i] = self._merged(self._facts[i], fact)
                return True
        mates.append(len(self._facts))
        self._facts.append(fact)
        return False

    def in_order(self) -> tuple[Fact, ...]:
        """The facts in document order."""
        seen: dict[str, int] = {}
        found = []
        for fact in sorted(self._facts, key=lambda f: f.evidence[0].start):
            # Two facts of one kind may have the same main value and the same words; their ids must still differ.
            twins = seen[fact.id] = seen.get(fact.id, 0) + 1
            found.append(fact if twins == 1 else fact.model_copy(update={"id": f"{fact.id}-{twins}"}))
        return tuple(found)

    def _plain(self, field: FieldInfo, fact: Fact) -> Hashable:
        """A value as it is compared: names by their words, the rest without case and punctuation."""
        said = as_list(fact.values.get(field.name))
        if field.is_name:
            return frozenset(self._name(v) for v in said)
        return tuple(" ".join(f for f in forms_of(v) if f.isalnum() or f[0] == "#") for v in said)

    def _name(self, value: str) -> str:
        who = party(self._view, value)
        return " ".join(who.words) or value

    def _same(self, one: Fact, other: Fact) -> bool:
        near = any(a.span.overlaps(b.span) for a in one.evidence for b in other.evidence)
        if not near and not self._kind.is_party:
            return False
        for f in self._kind.fields:
            if f.many:
                continue
            a, b = as_list(one.values.get(f.name)), as_list(other.values.get(f.name))
            if a and b and self._plain(f, one) != self._plain(f, other) and not (f.is_name and self._called(a, b)):
                return False
        return True

    def _called(self, ones: tuple[str, ...], others: tuple[str, ...]) -> bool:
        """Whether two values name the same parties in other words: 'Mkrtychev' and 'Ashot Mkrtychev'."""
        if len(ones) != len(others):
            return False
        pairs = [(party(self._view, a), party(self._view, b)) for a, b in zip(ones, others, strict=True)]
        return all(a.is_called(b) or b.is_called(a) for a, b in pairs)

    def _merged(self, one: Fact, other: Fact) -> Fact:
        evidence = {e.span: e for e in (*one.evidence, *other.evidence)}
        together = tuple(evidence[span] for span in sorted(evidence))
        values: dict[str, Any] = {}
        for f in self._kind.fields:
            a, b = one.values.get(f.name), other.values.get(f.name)
            if f.many:
                values[f.name] = list(dict.fromkeys([*(a or []), *(b or [])]))
            else:
                values[f.name] = a if a not in (None, []) else b
        # A doubt that only one of them raised stays: it is about a value that the merged fact still has.
        reasons = tuple(dict.fromkeys((*one.reasons, *other.reasons)))
        name = fact_id(one.kind, str(values.get(self._kind.main.name)), together)
        return Fact(kind=one.kind, id=name, values=values, evidence=together, reasons=reasons)
