"""What was done, in a few words for the status line of the page."""

from __future__ import annotations

from collections.abc import Sequence

from summarizer.export.view import value_words
from summarizer.review.decisions import Decision, main_value
from summarizer.review.sheet import Sheet

__all__ = ["said"]

_DONE = {
    "accept": "accepted",
    "reject": "rejected",
    "reopen": "open again",
    "settle": "settled",
    "dismiss": "dismissed",
    "add": "added",
    "restore": "restored",
    "merge": "merged",
    "note": "noted",
}
_LONGEST = 80  # characters of a value


def said(sheet: Sheet, reviewer: str) -> str:
    """What this reviewer's last step was; the sheet is as it was after it, or later."""
    last = next((d for d in reversed(sheet.decisions) if d.reviewer == reviewer), None)
    if last is None:
        return ""
    if last.action in ("undo", "redo"):
        step = [d for d in sheet.decisions if d.reviewer == reviewer and d.step == last.step_of]
        return f"{'Undone' if last.action == 'undo' else 'Redone'}: {_words(sheet, step)}"
    step = [d for d in sheet.decisions if d.reviewer == reviewer and d.step == last.step]
    words = _words(sheet, step)
    return words[:1].upper() + words[1:] + _at_odds(sheet, step)


def _words(sheet: Sheet, step: Sequence[Decision]) -> str:
    """One step in words."""
    first = step[0]
    if first.action == "finish":
        return "finished: the article is read to its end"
    if first.action == "note" and not first.targets:
        return "noted, on the brief"
    if first.action == "merge":
        return f"{len(first.targets)} facts are one now: {_main(sheet, first)}"
    if first.action == "revise":
        return f"{_revised(first)}: {_main(sheet, first)}"
    done = _DONE[first.action]
    if len(step) > 1:
        return f"{len(step)} {'lines' if first.targets and first.targets[0].line else 'facts'} {done}"
    return f"{done}: {_main(sheet, first)}"


def _revised(decision: Decision) -> str:
    before = next((t.fact for t in decision.targets if t.fact is not None), None)
    moved = before is not None and decision.result is not None and before.kind != decision.result.kind
    return f"moved to {decision.result.kind}" if moved and decision.result is not None else "corrected"


def _main(sheet: Sheet, decision: Decision) -> str:
    fact = decision.result or next((t.fact for t in decision.targets if t.fact is not None), None)
    if fact is None:
        line = next((t.line for t in decision.targets if t.line is not None), None)
        return _short(value_words(line.value)) if line is not None and isinstance(line.value, str) else "a ledger line"
    return _short(value_words(main_value(fact, sheet.schema)) or fact.kind)


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"


def _at_odds(sheet: Sheet, step: Sequence[Decision]) -> str:
    """Who has decided otherwise about the same facts."""
    ids = {d.id for d in step}
    slots = [s for s in sheet.review.slots if s.state == "conflict" and any(d.id in ids for d in s.heads)]
    others = dict.fromkeys(d.reviewer for s in slots for d in s.heads if d.id not in ids)
    if not slots:
        return ""
    return f". In conflict with {', '.join(others) or 'the run'}: settle it"
