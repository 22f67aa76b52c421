"""From what a reviewer proposes to the decisions that are kept, or to the reason why it can't be taken."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from summarizer.brief import Fact
from summarizer.errors import DecisionRefused
from summarizer.review.check import Checked, Checker, Fault
from summarizer.review.decisions import ACTIONS, Action, Decision, Target, same_values
from summarizer.review.sheet import Sheet
from summarizer.review.slots import LineSlot, Slot, free_key

__all__ = ["LONGEST_NAME", "LONGEST_WORDS", "Deciding", "Proposal", "check", "reviewer_name"]

LONGEST_WORDS = 2_000  # characters of a reason or a note
LONGEST_NAME = 80  # characters of a reviewer's name


@dataclass(frozen=True)
class Proposal:
    """What a reviewer wants to decide.

    ``keys`` are the slots of facts that it is about (of a merge the one that stays first), ``lines`` those of ledger lines. ``kind``,
    ``values``, ``spans`` and ``quotes`` describe the fact of a ``revise``, ``restore`` or ``add``. ``reason`` is why something is
    rejected, or the words of a note; ``side`` the reviewer whose decision a ``settle`` is for, empty for the run. ``head`` is the id of the last decision
    that the reviewer has seen, ``stamp`` says which writing of the brief's file (`Desk.stamp`); None where nobody looked at anything.
    """

    action: Action
    reviewer: str
    keys: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    kind: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    spans: tuple[tuple[int, int], ...] = ()
    quotes: tuple[str, ...] = ()
    reason: str | None = None
    side: str | None = None
    head: int | None = None
    stamp: str | None = None


def reviewer_name(given: str) -> str | None:
    """A name as decisions are kept under it: white space is one space. None where it is none, too long, or can't be seen."""
    name = " ".join(given.split())
    return name if name and len(name) <= LONGEST_NAME and name.isprintable() else None


def check(proposal: Proposal, checker: Checker | None) -> Checked:
    """What the judge says of the fact that a proposal describes. Raises DecisionRefused where the article's text is not here."""
    return _able(checker).check(proposal.kind or "", proposal.values, proposal.spans, proposal.quotes)


def _able(checker: Checker | None) -> Checker:
    if checker is None:
        raise DecisionRefused(
            "the article's text is not here, so that the judge can try nothing", mend="run the source once more"
        )
    return checker


@dataclass
class Deciding:
    """One proposal on its way to decisions. ``checker`` is None where the article's text is not here."""

    sheet: Sheet
    proposal: Proposal
    checker: Checker | None
    now: datetime.datetime
    step: str = field(default_factory=lambda: secrets.token_hex(8))

    @property
    def reviewer(self) -> str:
        """Who decides; empty where that is no name."""
        return reviewer_name(self.proposal.reviewer) or ""

    def decisions(self) -> Iterator[Decision]:
        """The decisions of the proposal's step. Raises DecisionRefused."""
        self._check_form()
        self._check_seen()
        take = getattr(self, f"_{self.proposal.action}")
        yield from take()

    def _check_form(self) -> None:
        proposal = self.proposal
        if not self.reviewer:
            raise DecisionRefused(
                f"who decides? A name of at most {LONGEST_NAME} characters is needed", mend="give your name first"
            )
        if proposal.reason is not None and len(proposal.reason) > LONGEST_WORDS:
            raise DecisionRefused(f"{len(proposal.reason):,} characters are too many: {LONGEST_WORDS:,} are the most")
        if proposal.action not in ACTIONS:
            raise DecisionRefused(f"nobody can {proposal.action!r} anything")

    def _check_seen(self) -> None:
        """That nobody else has decided about the same things since the reviewer looked."""
        if self.proposal.head is None:
            return
        about = {*self.proposal.keys, *self.proposal.lines}
        for d in self.sheet.decisions:
            if d.id > self.proposal.head and d.reviewer != self.reviewer and any(t.key in about for t in d.targets):
                raise DecisionRefused(f"{d.reviewer} has decided about this meanwhile: look again", stale=True)

    def _decision(self, *targets: Target, result: Fact | None = None, **more: Any) -> Decision:
        article = self.sheet.brief.article
        reason = (self.proposal.reason or "").strip() or None
        return Decision(
            action=self.proposal.action,
            reviewer=self.reviewer,
            at=self.now.isoformat(timespec="milliseconds"),
            sha256=article.sha256,
            schema_id=self.sheet.schema.id,
            source=article.source,
            step=self.step,
            targets=targets,
            result=result.model_copy(update={"review": None}) if result is not None else None,
            reason=reason,
            **more,
        )

    # What it is about.

    def _slots(self, least: int = 1) -> list[Slot]:
        slots = []
        for key in dict.fromkeys(self.proposal.keys):
            slot = self.sheet.review.slot(key)
            if slot is None:
                raise DecisionRefused("this fact is no longer in the brief: look again", stale=True)
            slots.append(slot)
        if len(slots) < least:
            raise DecisionRefused("which fact?" if least == 1 else "merging needs two facts: mark the other one first")
        return slots

    def _lines(self) -> list[LineSlot]:
        lines = []
        for key in dict.fromkeys(self.proposal.lines):
            line = self.sheet.review.line(key)
            if line is None:
                raise DecisionRefused("this line is no longer in the ledger: look again", stale=True)
            lines.append(line)
        return lines

    def _target(self, slot: Slot) -> Target:
        basis = slot.run or slot.fact
        return Target(slot.key, fact=basis.model_copy(update={"review": None}), also=slot.also)

    def _checked(self) -> Fact:
        checked = check(self.proposal, self.checker)
        if checked.fact is None:
            raise DecisionRefused("the judge refuses this", faults=checked.faults)
        return checked.fact

    # The actions.

    def _accept(self) -> Iterator[Decision]:
        for slot in self._slots():
            yield self._decision(self._target(slot), result=self._standing(slot.fact))

    def _standing(self, fact: Fact) -> Fact:
        """A fact that may be taken as it is. Raises DecisionRefused where its quotes are not the article's: a brief may be from elsewhere."""
        if not fact.evidence or (self.checker is not None and not self.checker.stands(fact)):
            words = (
                "the article does not have these words at this place: select the words that say so, or reject the fact"
            )
            raise DecisionRefused(
                "no fact without the source's own words", faults=[Fault(None, "quote_not_found", words)]
            )
        return fact

    def _reject(self) -> Iterator[Decision]:
        if not (self.proposal.reason or "").strip():
            raise DecisionRefused("why is it rejected? A reason is needed")
        for slot in self._slots():
            yield self._decision(self._target(slot))

    def _revise(self) -> Iterator[Decision]:
        (slot,) = self._slots()[:1]
        yield self._decision(self._target(slot), result=self._fresh(self._checked(), but=slot))

    def _merge(self) -> Iterator[Decision]:
        slots = self._slots(2)
        checked = _able(self.checker).merged(slots[0].fact.kind, [s.fact for s in slots])
        if checked.fact is None:
            raise DecisionRefused("the judge refuses the two as one fact", faults=checked.faults)
        yield self._decision(*[self._target(s) for s in slots], result=checked.fact)

    def _add(self) -> Iterator[Decision]:
        yield self._decision(result=self._fresh(self._checked()))

    def _restore(self) -> Iterator[Decision]:
        lines = self._lines()
        if not lines:
            raise DecisionRefused("which line of the ledger?")
        fact = self._checked()
        slots = self._slots(0)
        targets = [self._target(s) for s in slots[:1]]
        fact = self._fresh(fact, but=slots[0] if slots else None)
        yield self._decision(*targets, *[Target(s.key, line=s.line) for s in lines], result=fact)

    def _dismiss(self) -> Iterator[Decision]:
        lines = self._lines()
        if not lines:
            raise DecisionRefused("which line of the ledger?")
        for line in lines:
            yield self._decision(Target(line.key, line=line.line))

    def _reopen(self) -> Iterator[Decision]:
        keys = [s.key for s in self._slots(0)]
        mine = [d for s in self._slots(0) for d in s.heads if d.reviewer == self.reviewer]
        # What was merged comes apart again as a whole.
        merges = {d.id for d in mine if d.action == "merge"}
        keys += [s.key for s in self.sheet.review.slots if any(d.id in merges for d in s.heads)]
        lines = self._lines()
        if not mine and not any(self.reviewer in line.by for line in lines):
            raise DecisionRefused("there is no decision of yours to take back here")
        for key in dict.fromkeys(keys):
            slot = self.sheet.review.slot(key)
            if slot is not None:
                yield self._decision(self._target(slot))
        for line in lines:
            yield self._decision(Target(line.key, line=line.line))

    def _settle(self) -> Iterator[Decision]:
        (slot,) = self._slots()[:1]
        if slot.state != "conflict":
            raise DecisionRefused("nobody is at odds about this fact")
        if not self.proposal.side:
            if slot.run is None:
                raise DecisionRefused("this run does not have the fact")
            yield self._decision(self._target(slot), result=self._standing(slot.run))
            return
        head = next((d for d in slot.heads if d.reviewer == self.proposal.side), None)
        if head is None:
            raise DecisionRefused(f"{self.proposal.side} has decided nothing here", stale=True)
        result = self._standing(head.result) if head.result is not None else None
        yield self._decision(self._target(slot), result=result, chosen=head.id)

    def _finish(self) -> Iterator[Decision]:
        review = self.sheet.review
        if self.checker is None:
            raise DecisionRefused(
                "the article's text is not here, so that nobody can say that it was read to its end",
                mend="run the source once more",
            )
        left = review.count("open", "conflict")
        if left:
            raise DecisionRefused(f"{left} {'fact is' if left == 1 else 'facts are'} undecided or in conflict")
        if review.finished is not None:
            raise DecisionRefused(f"{review.finished[0]} has finished this brief already")
        yield self._decision()

    def _note(self) -> Iterator[Decision]:
        if not (self.proposal.reason or "").strip():
            raise DecisionRefused("an empty note")
        targets = [self._target(s) for s in self._slots(0)]
        targets += [Target(s.key, line=s.line) for s in self._lines()]
        yield self._decision(*targets)

    def _undo(self) -> Iterator[Decision]:
        step = self.sheet.review.undoable.get(self.reviewer)
        if step is None:
            raise DecisionRefused("there is nothing of yours to undo")
        yield self._decision(step_of=step)

    def _redo(self) -> Iterator[Decision]:
        step = self.sheet.review.redoable.get(self.reviewer)
        if step is None:
            raise DecisionRefused("there is nothing of yours to redo")
        yield self._decision(step_of=step)

    def _fresh(self, fact: Fact, but: Slot | None = None) -> Fact:
        """The fact with an id that no other slot has. Raises DecisionRefused where another fact says the same from the same words."""
        others = [s for s in self.sheet.review.slots if but is None or s.key != but.key]
        spans = {e.span for e in fact.evidence}
        same = next(
            (s for s in others if same_values(s.fact, fact) and {e.span for e in s.fact.evidence} == spans), None
        )
        if same is not None:
            state = "already" if same.standing else "and was rejected" if same.into is None else "as a part of another"
            raise DecisionRefused(
                f"this very fact is in the brief {state}",
                faults=[Fault(None, "duplicate", "it says the same as another fact")],
                mend="" if same.standing else "take that decision back, or accept the fact",
            )
        taken = {id for s in others for id in (s.key, s.fact.id)}
        return fact.model_copy(update={"id": free_key(fact.id, taken)})
