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
from summarizer.review.slots import LineSlot, Slot

__all__ = ["LONGEST_NAME", "LONGEST_WORDS", "Deciding", "Proposal", "check"]

LONGEST_WORDS = 2_000  # characters of a reason or a note
LONGEST_NAME = 80  # characters of a reviewer's name


@dataclass(frozen=True)
class Proposal:
    """What a reviewer wants to decide.

    ``keys`` are the slots of facts that it is about (of a merge the one that stays first), ``lines`` those of ledger lines. ``kind``,
    ``values``, ``spans`` and ``quotes`` describe the fact of a ``revise``, ``restore`` or ``add``. ``reason`` is why something is
    rejected, or the words of a note; ``side`` the reviewer whose decision a ``settle`` is for, empty for the run. ``head`` is the id of the last decision
    that the reviewer has seen.
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
        """Who decides; white space in a name is one space."""
        return " ".join(self.proposal.reviewer.split())

    def decisions(self) -> Iterator[Decision]:
        """The decisions of the proposal's step. Raises DecisionRefused."""
        self._check_form()
        self._check_seen()
        take = getattr(self, f"_{self.proposal.action}")
        yield from take()

    def _check_form(self) -> None:
        proposal = self.proposal
        if not self.reviewer or len(self.reviewer) > LONGEST_NAME or not self.reviewer.isprintable():
            raise DecisionRefused("who decides? A name of at most 80 characters is needed", mend="give your name first")
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
            if self.checker is not None and not self.checker.stands(slot.fact):
                words = "the article does not have these words at this place: select the words that say so, or reject the fact"
                raise DecisionRefused(
                    "no fact without the source's own words", faults=[Fault(None, "quote_not_found", words)]
                )
            yield self._decision(self._target(slot), result=slot.fact)

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
            yield self._decision(self._target(slot), result=slot.run)
            return
        head = next((d for d in slot.heads if d.reviewer == self.proposal.side), None)
        if head is None:
            raise DecisionRefused(f"{self.proposal.side} has decided nothing here", stale=True)
        yield self._decision(self._target(slot), result=head.result, chosen=head.id)

    def _finish(self) -> Iterator[Decision]:
        review = self.sheet.review
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
        taken: dict[str, Slot] = {}
        for s in self.sheet.review.slots:
            if but is None or s.key != but.key:
                taken |= {s.key: s, s.fact.id: s}
        same = taken.get(fact.id)
        if same is not None and same_values(same.fact, fact):
            state = "and was rejected: reopen it" if not same.standing else "already"
            raise DecisionRefused(
                f"this very fact is in the brief {state}",
                faults=[Fault(None, "duplicate", "it says the same as another fact")],
            )
        id, n = fact.id, 1
        while id in taken:
            n += 1
            id = f"{fact.id}-{n}"
        return fact.model_copy(update={"id": id})
