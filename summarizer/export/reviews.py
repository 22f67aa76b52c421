"""What people decided of a fact, in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from summarizer.brief import Brief, Fact, FactReview, ReviewOutcome
from summarizer.export.view import value_words
from summarizer.schema import Schema

__all__ = ["ReviewWords", "Side", "by_label", "moment", "review_words", "reviewed_words"]

_TITLES = {
    "open": "not yet reviewed",
    "accepted": "accepted",
    "corrected": "corrected",
    "moved": "moved",
    "merged": "merged",
    "restored": "restored from the ledger",
    "added": "added by hand",
    "rejected": "rejected",
    "conflict": "in conflict",
}
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d(\.\d+)?)?(Z|\+00:00)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Side:
    """What one reviewer, or the run (no ``title`` where it has the fact), holds where they are at odds: ``values`` are the fact's, by label."""

    who: str
    title: str
    when: str
    reason: str
    kind: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReviewWords:
    """What was decided of a fact: the decision itself and in words, who decided so and when, what the run had said.

    ``was`` are the values by label that differ from those that stand, ``was_kind`` the kind that it was moved from.
    ``notes`` are (by, when, text).
    """

    decision: str
    title: str
    by: tuple[str, ...]
    when: str
    reason: str
    was_kind: str
    was: tuple[tuple[str, str], ...]
    in_run: bool
    notes: tuple[tuple[str, str, str], ...]
    sides: tuple[Side, ...]


def review_words(fact: Fact, schema: Schema) -> ReviewWords | None:
    """What people decided of a fact; None where nobody reviews the brief it stands in."""
    review = fact.review
    if review is None:
        return None
    was_kind, was = _was(review, fact, schema)
    return ReviewWords(
        decision=review.decision,
        title=_TITLES[review.decision],
        by=review.by,
        when=moment(review.at),
        reason=review.reason or "",
        was_kind=was_kind,
        was=was,
        in_run=review.in_run,
        notes=tuple((note.by, moment(note.at), note.text) for note in review.notes),
        sides=tuple(_side(outcome, schema) for outcome in review.outcomes),
    )


def reviewed_words(brief: Brief) -> str | None:
    """How far people have come with a brief; None where no fact of it says anything of a review."""
    decisions = Counter(fact.review.decision for fact in brief.all_facts() if fact.review is not None)
    if not decisions:
        return None
    total, still = decisions.total(), decisions["open"]
    said = [f"{total - still:,} of {total:,} {'fact' if total == 1 else 'facts'} reviewed"]
    said += [
        f"{count:,} {_TITLES[name]}" for name, count in decisions.most_common() if name not in ("open", "accepted")
    ]
    return ", ".join(said)


def moment(at: str | None) -> str:
    """A time in UTC (ISO 8601) as people read it, to the minute; what is no such time, as it is."""
    if at is None:
        return ""
    time = _TIME.fullmatch(at)
    return f"{time[1]} {time[2]} UTC" if time else at


def _was(review: FactReview, fact: Fact, schema: Schema) -> tuple[str, tuple[tuple[str, str], ...]]:
    if review.was is None:
        return "", ()
    kind = str(review.was.get("kind") or fact.kind)
    values = review.was.get("values")
    if not isinstance(values, Mapping):
        values = {name: value for name, value in review.was.items() if name != "kind"}
    changed = {
        n: v for n, v in values.items() if kind != fact.kind or value_words(v) != value_words(fact.values.get(n))
    }
    return ("" if kind == fact.kind else kind), by_label(kind, changed, schema, empty="nothing")


def _side(outcome: ReviewOutcome, schema: Schema) -> Side:
    return Side(
        who=outcome.by or "the run",
        title=_TITLES.get(outcome.decision, "" if outcome.decision == "run" else outcome.decision),
        when=moment(outcome.at),
        reason=outcome.reason or "",
        kind=outcome.kind,
        values=by_label(outcome.kind, outcome.values or {}, schema),
    )


def by_label(kind: str, values: Mapping[str, Any], schema: Schema, *, empty: str = "") -> tuple[tuple[str, str], ...]:
    """Values with the labels of their kind, in the words of a fact's card; ``empty`` stands for one that says nothing.

    Without ``empty`` what says nothing is left out.
    """
    fields = {f.name: f for k in schema.kinds if k.name == kind for f in k.fields}
    labels = {name: field.label for name, field in fields.items()}
    sets = {name for name, field in fields.items() if field.is_enum}
    said = (
        (
            labels.get(name, name.replace("_", " ")),
            (value_words(value).replace("_", " ") if name in sets else value_words(value)) or empty,
        )
        for name, value in values.items()
    )
    return tuple((label, words) for label, words in said if words)
