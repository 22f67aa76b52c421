"""Which decision is about which fact of a brief, also where another run gave the fact another id or other values."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from summarizer.brief import Brief, Fact
from summarizer.review.decisions import Decision, Target, main_value, same_values, values_key
from summarizer.review.slots import free_key
from summarizer.schema import Schema

__all__ = ["Binding", "Bound"]


@dataclass
class Bound:
    """A slot while it is filled: ``known`` are the facts that it is known by, the run's first."""

    key: str
    run: Fact | None
    known: list[Fact] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    also: dict[_Name, Target] = field(default_factory=dict)


_Name = tuple[str, str]
"""How a decision names a fact: by its id, and by what it says."""


@dataclass
class _Thread:
    """What decisions say of one fact, whatever runs called it: the facts that they are about, and those that they lead to.

    ``is_made`` says that people made it, of words or of a ledger line: no run had it then.
    """

    facts: list[tuple[str, Fact]] = field(default_factory=list)
    results: list[Fact] = field(default_factory=list)
    is_made: bool = False

    @property
    def is_one(self) -> bool:
        """Whether all the facts that it is about say the same."""
        return all(same_values(fact, self.facts[0][1]) for _, fact in self.facts)


class _Names:
    """Which names are one fact's: those that one decision gives it."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._same: dict[_Name, _Name] = {}
        for target in (t for d in decisions for t in d.targets if t.fact is not None):
            for other in target.also:
                if target.fact is not None and other.fact is not None:
                    one, two = self.of(other.key, other.fact), self.of(target.key, target.fact)
                    if one != two:
                        self._same[two] = one

    def of(self, key: str, fact: Fact) -> _Name:
        """The name that stands for all that the fact has."""
        name = (key, values_key(fact))
        while name in self._same:
            name = self._same[name]
        return name


class Binding:
    """The slots of a brief's facts, and of what decisions speak of beside them; and which decision is about which.

    An id may be another fact's in another run: of two facts with one main value and the same words only the second has a
    number, and where one is not found the other one has none. So values and words come first, and decisions say by what
    other names their fact was decided about before.
    """

    def __init__(
        self, brief: Brief, schema: Schema, decisions: Sequence[Decision], holding: Sequence[Decision]
    ) -> None:
        self.schema = schema
        self.bound: dict[str, Bound] = {}
        for fact in brief.all_facts():
            key = free_key(fact.id, self.bound)  # a brief from elsewhere may have two facts of one id
            self.bound[key] = Bound(key, fact, [fact])
        self._saying: dict[str, list[Bound]] = {}
        for bound in self.bound.values():
            self._saying.setdefault(values_key(bound.known[0]), []).append(bound)
        self._where: dict[tuple[int, str], str] = {}
        self.made: dict[int | None, Decision] = {d.id: d for d in decisions}
        self.holding = {d.id for d in holding}
        self._bind(holding)

    def _bind(self, holding: Sequence[Decision]) -> None:
        """Give each decision to its slots."""
        names = _Names(holding)
        threads: dict[_Name, _Thread] = {}
        for decision in holding:
            for key, fact in _about(decision):
                thread = threads.setdefault(names.of(key, fact), _Thread())
                thread.facts.append((key, fact))
                thread.results += [decision.result] if decision.result is not None else []
                thread.is_made |= all(t.fact is None for t in decision.targets)
        slots = self._assigned(threads)
        for decision in holding:
            for key, fact in _about(decision):
                slot = slots[names.of(key, fact)]
                self._where[decision.id, key] = slot.key
                slot.also[key, values_key(fact)] = Target(key, fact)
                if decision not in slot.decisions:
                    slot.decisions.append(decision)
                    slot.known += [f for f in (fact, decision.result) if f is not None]

    def _assigned(self, threads: Mapping[_Name, _Thread]) -> dict[_Name, Bound]:
        """The slot of each thread: what fits best comes first, for all of them."""
        slots: dict[_Name, Bound] = {}
        claimed: dict[str, bool] = {}  # by threads of one saying only?

        def claim(by: Callable[[_Thread], Bound | None], *, share: bool = False) -> None:
            for name, thread in threads.items():
                slot = by(thread) if name not in slots else None
                if slot is not None and (slot.key not in claimed or (share and thread.is_one and claimed[slot.key])):
                    slots[name] = slot
                    claimed[slot.key] = thread.is_one

        # What says the same is the same fact. All else is one fact's only, or decisions would hide each other.
        claim(self._by_name)
        claim(self._by_fact, share=True)
        claim(self._by_result)
        claim(lambda thread: next((b for key, _ in thread.facts if (b := self.bound.get(key)) is not None), None))
        claim(lambda thread: self._like(thread, claimed))
        for name, thread in threads.items():
            if name not in slots:
                same = self._by_fact(thread)  # what two people added is one fact
                if same is None or not (thread.is_one and claimed.get(same.key, False)):
                    same = self._own(thread)
                slots[name] = same
                claimed[same.key] = thread.is_one
        return slots

    def _by_name(self, thread: _Thread) -> Bound | None:
        named = ((self.bound.get(key), fact) for key, fact in thread.facts)
        return next((b for b, fact in named if b is not None and b.run is not None and same_values(b.run, fact)), None)

    def _by_fact(self, thread: _Thread) -> Bound | None:
        return self._same(fact for _, fact in thread.facts)

    def _by_result(self, thread: _Thread) -> Bound | None:
        return self._same(thread.results)

    def _same(self, facts: Iterable[Fact]) -> Bound | None:
        """The slot of a fact that says the same from the same place."""
        found = ((b, fact) for fact in facts for b in self._saying.get(values_key(fact), ()))
        return next((b for b, fact in found if _overlap(b.known[0], fact)), None)

    def _like(self, thread: _Thread, claimed: Container[str]) -> Bound | None:
        """The only fact of the run, if there is one, that another run may have made of this: its main value and its place
        are the same. What people made beside the run's facts is none of them: 'twelve boats to Drovia, and twelve more to Kesh'."""
        if thread.is_made:
            return None
        found = {
            b.key: b
            for b in self.bound.values()
            if b.key not in claimed and any(self._is_like(b, fact) for _, fact in thread.facts)
        }
        return next(iter(found.values())) if len(found) == 1 else None

    def _is_like(self, slot: Bound, fact: Fact) -> bool:
        if slot.run is None or slot.run.kind != fact.kind:
            return False
        return main_value(slot.run, self.schema) == main_value(fact, self.schema) and _overlap(slot.run, fact)

    def _own(self, thread: _Thread) -> Bound:
        """A slot for what the run does not have."""
        key, fact = thread.facts[0]
        if key in self.bound:  # by what it says, so that it is the same however many are decided about
            key = free_key(f"{key}-{hashlib.sha256(values_key(fact).encode()).hexdigest()[:6]}", self.bound)
        slot = self.bound[key] = Bound(key, None, [fact])
        self._saying.setdefault(values_key(fact), []).append(slot)
        return slot

    def resolve(self, decision: Decision, target: Target) -> str:
        """The key of the slot that a decision's target leads to."""
        return self._where.get((decision.id, target.key), target.key)


def _about(decision: Decision) -> Iterator[tuple[str, Fact]]:
    """The slots that a decision speaks of: key, and the fact as it was."""
    facts = [(t.key, t.fact) for t in decision.targets if t.fact is not None]
    if not facts and decision.result is not None:
        # What was added, or made of a line, is known by the id that it got.
        yield decision.result.id, decision.result
    yield from facts


def _overlap(one: Fact, other: Fact) -> bool:
    return any(a.span.overlaps(b.span) for a in one.evidence for b in other.evidence)
