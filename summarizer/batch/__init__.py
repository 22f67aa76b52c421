"""Many articles: every source, many at a time, nothing lost; and what becomes of each."""

from __future__ import annotations

from summarizer.batch.engine import Redo, Run, Tally
from summarizer.batch.many import summarize_many
from summarizer.batch.results import Done, Failed, Kept, Result

__all__ = ["Done", "Failed", "Kept", "Redo", "Result", "Run", "Tally", "summarize_many"]
