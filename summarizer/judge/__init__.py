"""The judge: where a quote stands, and whether its words support the value. Pure functions; no model."""

from __future__ import annotations

from summarizer.judge.context import Outcome, View
from summarizer.judge.locate import Located, Locator
from summarizer.judge.verdict import Examination, Judged, Statement, examine, judge

__all__ = ["Examination", "Judged", "Located", "Locator", "Outcome", "Statement", "View", "examine", "judge"]
