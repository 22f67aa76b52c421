"""The list of rules, and what their outcomes make of a fact.

A hard outcome (``fail``) on a required value rejects the fact, on an optional one drops the value; a soft one (``flag``)
leaves a reason on the fact. Every rule that was tried is told, also where it found nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from summarizer.judge.assertion import modality, polarity
from summarizer.judge.content import content
from summarizer.judge.context import Case, Outcome
from summarizer.judge.direction import direction
from summarizer.judge.names import named, pronouns
from summarizer.judge.numbers import amounts
from summarizer.judge.speaker import speaker

__all__ = ["HARD", "SOFT", "Rule", "tried"]

Rule = Callable[[Case], Iterable[Outcome]]

HARD: tuple[Rule, ...] = (named, amounts, content)
"""Rules about single values: what fails them goes."""

SOFT: tuple[Rule, ...] = (pronouns, polarity, modality, direction, speaker)
"""Rules about the fact as its values now are: what fails them is doubted."""


def tried(case: Case) -> tuple[dict[str, Any], list[Outcome]]:
    """All rules on one case: the values that are left, and every outcome.

    The soft rules see what the hard ones have left of the values, or all of them where the fact is lost anyway: whoever
    is asked again is told everything that was wrong.
    """
    outcomes = [outcome for rule in HARD for outcome in rule(case)]
    values = without(case, [o for o in outcomes if o.result == "fail"])
    lost = any(f.required and values.get(f.name) in (None, []) for f in case.kind.fields)
    rest = case if lost or values == case.values else Case(case.view, case.kind, values, case.quotes)
    outcomes += [outcome for rule in SOFT for outcome in rule(rest)]
    return values, outcomes


def without(case: Case, failed: Sequence[Outcome]) -> dict[str, Any]:
    """The values without those that failed; of a list only the bad ones go."""
    values = dict(case.values)
    for outcome in failed:
        if outcome.field is None:
            continue
        value = values.get(outcome.field)
        if isinstance(value, list):
            left: Any = [v for v in value if v != outcome.value]
            if not left and not case.kind.field(outcome.field).many:
                left = None
        else:
            left = None
        values[outcome.field] = left
    return values
