"""The judge: where a quote stands, and what that makes of a fact. Pure functions; no model."""

from __future__ import annotations

from summarizer.judge.locate import Located, Locator
from summarizer.judge.verdict import Judged, Statement, judge

__all__ = ["Judged", "Located", "Locator", "Statement", "judge"]
