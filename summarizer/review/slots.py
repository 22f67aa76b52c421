"""The shapes of a review: a slot for each fact and each line of the ledger, with what people have decided of it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from summarizer.brief import Fact, LedgerLine, ReviewNote
from summarizer.review.decisions import Decision, Target
from summarizer.schema import Schema

__all__ = ["LineSlot", "Review", "Slot", "free_key"]


@dataclass(frozen=True)
class Slot:
    """One fact under review.

    ``key`` is how decisions name it. ``run`` is the fact as this run has it, None where it has none: it was added, or found
    by an earlier run only. ``fact`` is what stands now, with its ``review``. ``standing`` says whether it belongs to the reviewed brief:
    what was rejected, or is part of another fact now (``into``, that one's key), does not. ``heads`` are the decisions that hold, one of
    each reviewer at most, oldest first. ``also`` is what decisions call it beside ``key``.
    """

    key: str
    run: Fact | None
    fact: Fact
    standing: bool
    heads: tuple[Decision, ...] = ()
    into: str | None = None
    also: tuple[Target, ...] = ()

    @property
    def state(self) -> str:
        """The word for what has been decided of it."""
        assert self.fact.review is not None
        return self.fact.review.decision


@dataclass(frozen=True)
class LineSlot:
    """One line of the ledger under review: ``open``, ``restored`` (a fact was made of it) or ``dismissed`` (rightly dropped)."""

    key: str
    line: LedgerLine
    state: Literal["open", "restored", "dismissed"] = "open"
    by: tuple[str, ...] = ()
    at: str | None = None
    notes: tuple[ReviewNote, ...] = ()


@dataclass(frozen=True)
class Review:
    """A brief as people have reviewed it so far.

    ``slots`` are the run's facts in its order, then those that only people or earlier runs have. ``finished`` is who said last that
    the article was read to its end, and when; None where nobody has, or where something is open or in conflict now. ``head`` is the
    id of the last decision that is in it. ``undoable`` and ``redoable`` name, for each reviewer, the step that would be undone or redone.
    """

    slots: tuple[Slot, ...]
    lines: tuple[LineSlot, ...]
    notes: tuple[ReviewNote, ...] = ()
    finished: tuple[str, str] | None = None
    head: int = 0
    undoable: Mapping[str, str] = field(default_factory=dict)
    redoable: Mapping[str, str] = field(default_factory=dict)

    def slot(self, key: str) -> Slot | None:
        """The slot of this key."""
        return next((s for s in self.slots if s.key == key), None)

    def line(self, key: str) -> LineSlot | None:
        """The line of this key."""
        return next((s for s in self.lines if s.key == key), None)

    def count(self, *states: str) -> int:
        """How many slots are in one of these states."""
        return sum(slot.state in states for slot in self.slots)

    @property
    def decided(self) -> int:
        """How many slots are neither open nor in conflict."""
        return len(self.slots) - self.count("open", "conflict")

    def shown(self, schema: Schema) -> dict[str, tuple[Fact, ...]]:
        """Every fact to be shown, kind by kind, rejected ones too; their ids are the keys of their slots."""
        return self._by_kind(schema, [s.fact.model_copy(update={"id": s.key}) for s in self.slots])

    def standing(self, schema: Schema) -> dict[str, tuple[Fact, ...]]:
        """The facts of the reviewed brief, kind by kind in document order, with ids of their own."""
        facts: dict[str, Fact] = {}
        # The run's facts keep their ids.
        standing = sorted((s for s in self.slots if s.standing), key=lambda s: s.run is None or s.fact.id != s.run.id)
        for slot in standing:
            key = free_key(slot.fact.id, facts)
            facts[key] = slot.fact if key == slot.fact.id else slot.fact.model_copy(update={"id": key})
        return self._by_kind(schema, sorted(facts.values(), key=_place))

    def _by_kind(self, schema: Schema, facts: Iterable[Fact]) -> dict[str, tuple[Fact, ...]]:
        lists: dict[str, list[Fact]] = {kind.name: [] for kind in schema.kinds}
        for fact in facts:
            lists.setdefault(fact.kind, []).append(fact)
        return {name: tuple(found) for name, found in lists.items()}


def free_key(id: str, taken: Container[str]) -> str:
    """The id, with a number where it is another fact's."""
    key, n = id, 1
    while key in taken:
        n += 1
        key = f"{id}-{n}"
    return key


def _place(fact: Fact) -> tuple[int, int]:
    return (fact.evidence[0].start, fact.evidence[0].end) if fact.evidence else (0, 0)
