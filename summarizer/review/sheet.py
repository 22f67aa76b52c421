"""One brief on a reviewer's desk, with its text and what has been decided of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from summarizer.article import Article
from summarizer.brief import Brief
from summarizer.review.decisions import Decision
from summarizer.review.slots import Review
from summarizer.review.state import review_of
from summarizer.schema import Schema

__all__ = ["Sheet"]


@dataclass(frozen=True)
class Sheet:
    """One brief on the desk. Without ``article`` (its text is not here, ``why`` says so) facts can be accepted and rejected, not changed."""

    name: str
    path: Path
    brief: Brief
    schema: Schema
    article: Article | None
    why: str | None
    decisions: tuple[Decision, ...]
    elsewhere: int = 0

    @cached_property
    def review(self) -> Review:
        """What has been decided of it."""
        return review_of(self.brief, self.schema, self.decisions)

    @property
    def shown(self) -> Brief:
        """The brief as a page shows it: every fact with its ``review``, by the key of its slot, rejected ones too."""
        return self.brief.model_copy(update={"facts": self.review.shown(self.schema)})
