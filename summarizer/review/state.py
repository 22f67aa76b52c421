"""What has been decided of a brief: its facts and its decisions folded into one review.

Each fact has a slot. Decisions find their slot by the fact's id and values, and after a new run of the same text, where
either may have changed, by what is left of kind, values, id and the evidence's place. Of each reviewer the last decision
about a slot holds. Where reviewers are at odds, or the run now says something else than was decided about, nothing is
chosen: the slot is in conflict until somebody settles it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from summarizer.brief import Brief, Fact, FactReview, LedgerLine, ReviewNote, ReviewOutcome
from summarizer.export.view import value_words
from summarizer.review.binding import Binding, Bound
from summarizer.review.decisions import Decision, Target, line_keys, main_value, same_values, values_key
from summarizer.review.slots import LineSlot, Review, Slot
from summarizer.schema import Schema

__all__ = ["review_of"]

_HOLDING = frozenset({"accept", "reject", "revise", "merge", "restore", "add", "settle"})
LABELS: Mapping[str, str] = {"add": "added", "restore": "restored"}


def review_of(brief: Brief, schema: Schema, decisions: Sequence[Decision]) -> Review:
    """Fold the decisions about a brief's text, in the order in which they were made, into its review."""
    holding, undoable, redoable = _holding(decisions)
    keys = line_keys(brief.ledger)
    folded = _Folding(Binding(brief, schema, decisions, holding)).fold()
    finish = next((d for d in reversed(holding) if d.action == "finish"), None)
    is_open = any(s.state in ("open", "conflict") for s in folded)
    return Review(
        slots=tuple(folded),
        lines=tuple(_line(key, line, holding) for key, line in zip(keys, brief.ledger, strict=True)),
        notes=_notes([d for d in holding if d.action == "note" and not d.targets]),
        finished=(finish.reviewer, finish.at) if finish is not None and not is_open else None,
        head=decisions[-1].id if decisions else 0,
        undoable=undoable,
        redoable=redoable,
    )


def _holding(decisions: Sequence[Decision]) -> tuple[list[Decision], dict[str, str], dict[str, str]]:
    """The decisions that are not undone; and for each reviewer the step that would be undone, and that would be redone."""
    done: dict[str, list[str]] = {}
    undone: dict[str, list[str]] = {}
    for d in decisions:
        mine, back = done.setdefault(d.reviewer, []), undone.setdefault(d.reviewer, [])
        if d.action == "undo":
            if d.step_of in mine:
                mine.remove(d.step_of)
                back.append(d.step_of)
        elif d.action == "redo":
            if d.step_of in back:
                back.remove(d.step_of)
                mine.append(d.step_of)
        elif d.step not in mine:
            mine.append(d.step)
            back.clear()
    active = {(reviewer, step) for reviewer, steps in done.items() for step in steps}
    holding = [d for d in decisions if d.action not in ("undo", "redo") and (d.reviewer, d.step) in active]
    return (
        holding,
        {reviewer: steps[-1] for reviewer, steps in done.items() if steps},
        {reviewer: steps[-1] for reviewer, steps in undone.items() if steps},
    )


def _line(key: str, line: LedgerLine, holding: Sequence[Decision]) -> LineSlot:
    mine = [d for d in holding if any(t.key == key for t in d.targets)]
    notes = _notes(d for d in mine if d.action == "note")
    heads: dict[str, Decision] = {}
    for d in mine:
        if d.action in ("restore", "dismiss"):
            heads[d.reviewer] = d
        elif d.action == "reopen":
            heads.pop(d.reviewer, None)
    # A fact that was made of the line is there to be judged itself: who restored it is not at odds with who dismissed it.
    for action, state in (("restore", "restored"), ("dismiss", "dismissed")):
        found = [d for d in heads.values() if d.action == action]
        if found:
            by = tuple(d.reviewer for d in found)
            return LineSlot(key, line, state, by, max(d.at for d in found), notes)  # type: ignore[arg-type]
    return LineSlot(key, line, notes=notes)


def _notes(decisions: Iterable[Decision]) -> tuple[ReviewNote, ...]:
    return tuple(ReviewNote(by=d.reviewer, at=d.at, text=d.reason or "") for d in decisions)


class _Folding:
    """Folds the decisions of each slot into what holds of it."""

    def __init__(self, binding: Binding) -> None:
        self._binding = binding

    def fold(self) -> list[Slot]:
        """The slots as they are."""
        folded = ((bound, self._fold(bound)) for bound in self._binding.bound.values())
        return [replace(slot, also=_others(bound, slot)) for bound, slot in folded if slot is not None]

    def _fold(self, bound: Bound) -> Slot | None:
        notes = _notes(d for d in bound.decisions if d.action == "note")
        heads = _heads(d for d in bound.decisions if self._holds(d))
        if not heads:
            if bound.run is None:
                return None
            open_ = FactReview(decision="open", notes=notes)
            return Slot(bound.key, bound.run, bound.run.model_copy(update={"review": open_}), True)
        settled = max((d.id for d in heads if d.action == "settle"), default=0)
        held = [d for d in heads if d.id >= settled]
        outcomes = [self._outcome(bound, d) for d in held]
        stale = [d for d in held if self._is_stale(bound, d)]
        if stale or not all(_agree(outcomes[0], o) for o in outcomes[1:]):
            return self._conflict(bound, held, outcomes, notes, with_run=bool(stale))
        outcome = outcomes[-1]
        told: dict[str, Any] = {
            "by": tuple(d.reviewer for d in held),
            "at": max(d.at for d in held),
            "reason": next((why for d in reversed(held) if (why := d.reason or self._chosen(d).reason)), None),
            "notes": notes,
            "in_run": bound.run is not None,
        }
        basis = bound.run or bound.known[0]
        if isinstance(outcome, Fact):
            decision = self._label(bound, held, outcome)
            was = None
            if decision not in ("added", "restored") and not same_values(basis, outcome):
                was = {"kind": basis.kind, "values": dict(basis.values)}
            review = FactReview(decision=decision, was=was, **told)  # type: ignore[arg-type]
            return Slot(bound.key, bound.run, outcome.model_copy(update={"review": review}), True, tuple(held))
        if bound.run is None and not any(d.result for d in bound.decisions):
            return None  # rejected, and no longer there
        if outcome is not None:
            main = self._binding.bound.get(outcome)
            into = value_words(main_value(main.known[-1], self._binding.schema)) if main is not None else outcome
            told["reason"] = f"one fact with: {into}"
        review = FactReview(decision="rejected", **told)
        return Slot(
            bound.key, bound.run, basis.model_copy(update={"review": review}), False, tuple(held), outcome or None
        )

    def _outcome(self, bound: Bound, decision: Decision) -> Fact | str | None:
        """The fact that a decision leads to, None where it is rejected, the key of the slot that it is part of now."""
        chosen = self._chosen(decision)
        if chosen.action == "merge":
            into = self._binding.resolve(chosen, chosen.targets[0])
            return decision.result if into == bound.key else into
        return decision.result

    def _chosen(self, decision: Decision) -> Decision:
        """The decision itself; of a settlement the one that it is for."""
        found = decision
        while found.action == "settle" and found.chosen in self._binding.made:
            found = self._binding.made[found.chosen]
        return found

    def _holds(self, decision: Decision) -> bool:
        """Whether a decision still says something: a settlement for a merge does not once that was undone."""
        chosen = self._chosen(decision)
        return chosen.action != "merge" or chosen.id in self._binding.holding

    def _is_stale(self, bound: Bound, decision: Decision) -> bool:
        """Whether the run has something else now than the decision is about, nor what it led to."""
        if bound.run is None:
            return False
        if decision.result is not None and same_values(decision.result, bound.run):
            return False
        target = self._target(bound, decision)
        basis = target.fact if target is not None else decision.result
        return basis is not None and not same_values(basis, bound.run)

    def _target(self, bound: Bound, decision: Decision) -> Target | None:
        return next(
            (t for t in decision.targets if t.fact is not None and self._binding.resolve(decision, t) == bound.key),
            None,
        )

    def _label(self, bound: Bound, held: Sequence[Decision], outcome: Fact) -> str:
        if any(self._is_merge(bound, d) and d.result and same_values(d.result, outcome) for d in bound.decisions):
            return "merged"
        if bound.run is None:
            made = next((d.action for d in bound.decisions if d.action in LABELS), None)
            if made is not None:
                return LABELS[made]
        basis = bound.run or bound.known[0]
        if basis.kind != outcome.kind:
            return "moved"
        # Against what was decided about: evidence that another run has is no correction of this one's.
        reworded = any(t.fact and _quotes(t.fact) != _quotes(outcome) for d in held for t in self._revised(bound, d))
        return "accepted" if same_values(basis, outcome) and not reworded else "corrected"

    def _revised(self, bound: Bound, decision: Decision) -> Iterator[Target]:
        """What a decision about a slot is about, where it could give it other words."""
        target = self._target(bound, decision)
        if decision.action != "accept" and target is not None:
            yield target

    def _is_merge(self, bound: Bound, decision: Decision) -> bool:
        """Whether a decision made other facts part of this one."""
        return decision.action == "merge" and self._binding.resolve(decision, decision.targets[0]) == bound.key

    def _conflict(
        self,
        bound: Bound,
        held: Sequence[Decision],
        outcomes: Sequence[Fact | str | None],
        notes: tuple[ReviewNote, ...],
        *,
        with_run: bool,
    ) -> Slot:
        sides = [_side(d, o, bound) for d, o in zip(held, outcomes, strict=True)]
        if with_run and bound.run is not None:
            run = bound.run
            sides.append(ReviewOutcome(decision="run", by="", at=None, reason=None, kind=run.kind, values=run.values))
        review = FactReview(
            decision="conflict",
            by=tuple(d.reviewer for d in held),
            at=max(d.at for d in held),
            notes=notes,
            outcomes=tuple(sides),
            in_run=bound.run is not None,
        )
        facts = [o for o in outcomes if isinstance(o, Fact)]
        shown = bound.run or (facts[-1] if facts else bound.known[0])
        return Slot(bound.key, bound.run, shown.model_copy(update={"review": review}), True, tuple(held))


def _others(bound: Bound, slot: Slot) -> tuple[Target, ...]:
    """What decisions call a slot beside what the next one will."""
    own = slot.key, values_key(slot.run or slot.fact)
    return tuple(target for name, target in bound.also.items() if name != own)


def _heads(decisions: Iterable[Decision]) -> list[Decision]:
    heads: dict[str, Decision] = {}
    for d in decisions:
        if d.action in _HOLDING:
            heads[d.reviewer] = d
        elif d.action == "reopen":
            heads.pop(d.reviewer, None)
    return sorted(heads.values(), key=lambda d: d.id)


def _quotes(fact: Fact) -> set[tuple[int, int, str]]:
    return {(e.start, e.end, e.quote) for e in fact.evidence}


def _agree(one: Fact | str | None, other: Fact | str | None) -> bool:
    if isinstance(one, Fact) and isinstance(other, Fact):
        return same_values(one, other)
    return one == other if not (isinstance(one, Fact) or isinstance(other, Fact)) else False


def _side(decision: Decision, outcome: Fact | str | None, bound: Bound) -> ReviewOutcome:
    fact = outcome if isinstance(outcome, Fact) else None
    if fact is None:
        word = "rejected" if outcome is None else "merged"
    else:
        basis = next((t.fact for t in decision.targets if t.fact is not None), None)
        kept = basis is not None and same_values(basis, fact)
        word = "accepted" if kept or decision.action == "accept" else LABELS.get(decision.action, "corrected")
    return ReviewOutcome(
        decision=word,
        by=decision.reviewer,
        at=decision.at,
        reason=decision.reason,
        kind=(fact or bound.known[0]).kind,
        values=fact.values if fact is not None else None,
    )
